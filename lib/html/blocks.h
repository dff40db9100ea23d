/* nr_blocks: a page as lines of running text, with what can be counted about each. */
#ifndef NEWSREEL_HTML_BLOCKS_H
#define NEWSREEL_HTML_BLOCKS_H

#include "newsreel/html/article.h"
#include "newsreel/html/dom.h"

/* Counts of one block. A word is a run between blanks; scripts that write without blanks count a
 * word for every two characters. */
struct nr_block_info {
    size_t from, len;              /* text, in nr_article.text */
    uint32_t owner;                /* the innermost element that holds the whole block */
    uint32_t words, chars, linked; /* chars without blanks; those of them inside links */
    uint32_t strong;               /* chars inside bold type */
    uint32_t commas, stops;        /* stops: marks that end a sentence, in all of it */
    uint32_t digits, capitals;
    uint32_t shorts; /* words of up to three characters: mostly function words */
    bool sentence;   /* ends as a sentence does, or with a colon */
    bool colon;      /* ends with a colon */
    bool copyright;  /* has the sign */
    bool row;        /* a table's row, cells separated by tabs */
};

/* Cuts the page into blocks: text into *text, counts into the arena. Blocks without a letter or
 * digit are left out. Returns how many. */
size_t nr_blocks_cut(const struct nr_dom *d, struct nr_buf *text, struct nr_arena *arena,
                     struct nr_block_info **blocks);

#endif
