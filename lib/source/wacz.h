/* WACZ: a zip archive of web archives, with what a player needs beside them.
 *
 *     archive/data.warc.gz     indexes/index.cdx.gz     pages/pages.jsonl
 *     datapackage.json         datapackage-digest.json  logs/crawl.log
 *
 * Only what lies under archive/ holds documents. A zip archive is one of these by its name, by its
 * datapackage.json, or probably, once a WARC has come out of archive/ or an index out of its place:
 * then only the folders that the format has are left aside, for it may be somebody's folder all the
 * same. */
#ifndef NEWSREEL_LIB_SOURCE_WACZ_H
#define NEWSREEL_LIB_SOURCE_WACZ_H

#include "newsreel/core/str.h"

/* What is known of an archive; zero-initialised: nothing. */
struct nr_wacz {
    bool zip; /* else it is none */
    bool certain, probable;
};

/* Whether a member is none of the documents, by its name alone. archive is the zip archive's name;
 * call it for every member, in order. */
bool nr_wacz_leaves(struct nr_wacz *w, struct nr_str archive, struct nr_str member);

/* The same by what the member holds. */
bool nr_wacz_is_package(struct nr_wacz *w, struct nr_str member, struct nr_str content);

/* Tells that a member has been found to be an index. */
void nr_wacz_add_index(struct nr_wacz *w, struct nr_str member);

#endif
