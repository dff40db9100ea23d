/* nr_candidates: where on a page the article may be, by several rules.
 *
 * No rule is right on all pages. Each gives its answer here, with the sums over the tree that it
 * rests on; lib/html/evidence.c makes both into features of the blocks. Every pass is linear. */
#ifndef NEWSREEL_HTML_CANDIDATES_H
#define NEWSREEL_HTML_CANDIDATES_H

#include "blocks.h"
#include "marks.h"

/* Sums over an element's blocks. */
struct nr_node_sums {
    uint32_t blocks, words, chars, linked;
    uint32_t prose;  /* words of blocks that read like prose */
    uint32_t holder; /* the nearest element around it with more blocks; 0 at last */
    uint32_t marks;  /* its own */
    uint32_t above;  /* marks of it and all around it, but of body and html */
    uint32_t close;  /* marks of it, its parent and the one above that */
    uint32_t inside; /* NR_INSIDE of it and all around it */
    float sum;
};

enum nr_inside {
    NR_INSIDE_ARTICLE = 1 << 0,
    NR_INSIDE_MAIN = 1 << 1,
    NR_INSIDE_ITEM = 1 << 2,
    NR_INSIDE_TABLE = 1 << 3,
    NR_INSIDE_FIGURE = 1 << 4,
    NR_INSIDE_QUOTE = 1 << 5,
    NR_INSIDE_ASIDE = 1 << 6,
    NR_INSIDE_HEADER = 1 << 7,
    NR_INSIDE_FOOTER = 1 << 8,
    NR_INSIDE_PRE = 1 << 9,
    NR_INSIDE_ELSE = 1 << 10, /* something that is not the article, by name and by its share */
};

struct nr_candidates {
    struct nr_node_sums *nodes; /* one for each node of the dom */
    uint32_t scored;   /* the element with the best sum of block scores, named ones preferred */
    uint32_t weighed;  /* the one that Readability's weights choose */
    uint32_t declared; /* the smallest element that the markup calls the article and its text */
    size_t from, to;   /* the run of blocks with the best sum */
    uint32_t prose;    /* words of all prose */
};

/* Is it a sentence or more, and not a link? */
bool nr_block_is_prose(const struct nr_block_info *b);

float nr_block_link_share(const struct nr_block_info *b);

void nr_candidates_find(struct nr_candidates *c, const struct nr_dom *d,
                        const struct nr_block_info *blocks, size_t count, struct nr_arena *arena);

/* The smallest element that holds the block of that owner and another one. */
uint32_t nr_candidates_holder(const struct nr_candidates *c, uint32_t owner);

#endif
