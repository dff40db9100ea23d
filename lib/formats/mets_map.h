/* What a METS file says: which blocks of which pages are an article, and what is known of it.
 *
 * The logical map is a tree of divs. Some are parts of a document (HEADING, TITLE, BODY, PARAGRAPH,
 * CAPTION), the others a document or what is around documents: an ARTICLE, an ADVERTISEMENT, a
 * SECTION, the ISSUE. What a block is named below belongs to the nearest div that is no part. Types
 * that nobody knows are documents, inside of a document they are parts. */
#ifndef NEWSREEL_LIB_FORMATS_METS_MAP_H
#define NEWSREEL_LIB_FORMATS_METS_MAP_H

#include "mods.h"
#include "newsreel/formats/format.h"
#include <libxml/tree.h>
#include <stdint.h>

#define NR_METS_NONE SIZE_MAX

enum nr_mets_role { NR_METS_TEXT, NR_METS_HEADING, NR_METS_AUTHOR };

/* A div that is no part of another. */
struct nr_mets_div {
    struct nr_str id; /* tells it from the others; never empty */
    struct nr_str type, label;
    size_t up;    /* the div around it, or NR_METS_NONE */
    bool outer;   /* the paper, a volume, an issue: no section of one */
    bool section; /* its heading is one */
    bool named;   /* it names blocks */
    bool lost;    /* some that are not there */
    struct nr_mods about;
    struct nr_str created, site; /* its own, or those of what is around it */
    struct nr_str language;      /* of what is around it */
};

/* A block that belongs to a div. */
struct nr_mets_claim {
    size_t part; /* number of the page, in the reading's parts */
    struct nr_str block;
    size_t div, rank; /* in the order of the map */
    enum nr_mets_role role;
    bool found; /* for who looks for the block */
};

struct nr_mets_map {
    struct nr_mets_div *divs; /* in the order of the file */
    size_t div_count;
    struct nr_mets_claim *claims; /* sorted by part and block; no two are on the same */
    size_t claim_count;
    bool areas;                  /* blocks are named, whether their pages are there or not */
    size_t shared;               /* blocks that were named for another div before */
    struct nr_str created, site; /* of the issue */
};

/* root: of a METS file. What it says in strings lives in stories->arena. Pages that are named and
 * not there are reported as losses, unless none is there. */
void nr_mets_map_read(struct nr_mets_map *map, const xmlNode *root, const struct nr_reading *r,
                      struct nr_stories *stories);

void nr_mets_map_free(struct nr_mets_map *map);

#endif
