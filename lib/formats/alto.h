/* The blocks of text on a scanned page, one after the other: for ALTO files on their own, and for
 * issues whose METS file says which blocks are an article. */
#ifndef NEWSREEL_LIB_FORMATS_ALTO_H
#define NEWSREEL_LIB_FORMATS_ALTO_H

#include "newsreel/core/str.h"
#include <stdint.h>

/* Nobody has asked for the block. */
#define NR_ALTO_UNCLAIMED SIZE_MAX

struct nr_alto_block {
    size_t claim;           /* or NR_ALTO_UNCLAIMED */
    struct nr_str text;     /* a paragraph, or a table: lines with tabs; may be empty */
    struct nr_str language; /* as it stands there; may be empty */
};

/* Who reads a file. */
struct nr_alto_reader {
    void *self;
    bool keep_lines;
    /* The claim on the element of that ID, or NR_ALTO_UNCLAIMED. Called for every ID on a page. A
     * claim holds for all that is in the element; one on a line or a word holds for its block,
     * unless there is another on that or on what is around it. NULL: there are none. */
    size_t (*claim)(void *self, struct nr_str id);
    /* A Page begins. */
    void (*page)(void *self);
    /* A block, in the order of reading; its views live until the call ends. Those in the margins
     * come only if claimed. */
    void (*block)(void *self, const struct nr_alto_block *block);
};

/* text is valid UTF-8. False, with nothing called: it has no layout. */
bool nr_alto_read(struct nr_str text, const struct nr_alto_reader *reader);

#endif
