/* Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, the exports of WordPress (WXR), CDF; Atom 0.3 and 1.0. What
 * the tables of feed.c, feed_names.c and feed_entry.c share.
 *
 * A feed is cut at its entries, and each is read in its context: what stands before the first one
 * (declarations, the channel) is parsed with it. So an entry that is broken costs itself alone. */
#ifndef NEWSREEL_LIB_FORMATS_FEED_H
#define NEWSREEL_LIB_FORMATS_FEED_H

#include "newsreel/formats/format.h"
#include "xml.h"

/* What the elements of feeds say, whatever they are called. Where several say the same, the surest
 * comes first in the list. */
enum nr_feed_field {
    NR_FEED_NONE,
    NR_FEED_TITLE,
    NR_FEED_DC_TITLE,
    NR_FEED_MEDIA_TITLE,
    NR_FEED_ORIGIN, /* the link that a service has replaced by its own */
    NR_FEED_LINK,
    NR_FEED_ID,
    NR_FEED_DC_ID,
    NR_FEED_PUBLISHED,
    NR_FEED_POSTED, /* UTC without saying so */
    NR_FEED_DC_DATE,
    NR_FEED_UPDATED,
    NR_FEED_REPOSTED, /* as POSTED */
    NR_FEED_AUTHOR,
    NR_FEED_CREATOR,
    NR_FEED_ITUNES_AUTHOR,
    NR_FEED_CATEGORY,
    NR_FEED_SUBJECT,
    NR_FEED_SECTION,
    NR_FEED_ENCODED,
    NR_FEED_CONTENT,
    NR_FEED_BODY,
    NR_FEED_EXCERPT,
    NR_FEED_SUMMARY,
    NR_FEED_DC_SUMMARY,
    NR_FEED_ITUNES_SUMMARY,
    NR_FEED_MEDIA_SUMMARY,
    NR_FEED_MEDIA_GROUP,
    NR_FEED_RIGHTS,
    NR_FEED_LANGUAGE,
    NR_FEED_SOURCE,
    NR_FEED_STATUS,
    NR_FEED_POST_TYPE,
    NR_FEED_FIELDS
};

enum nr_feed_field nr_feed_field(const xmlNode *n);

/* The name of an element without its prefix, declared or not. */
struct nr_str nr_feed_name(const xmlNode *n);

/* An entry in its tree. */
struct nr_feed_entry {
    const xmlNode *item;    /* the entry */
    const xmlNode *channel; /* what says something about all entries, or NULL */
    struct nr_arena *arena;
};

/* Adds the entry's story; or says in stories->drop why it has none. */
void nr_feed_add(const struct nr_feed_entry *e, struct nr_stories *stories);

#endif
