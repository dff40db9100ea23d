/* What lines look like: the measurements that joining decides by. Private to lib/text. */
#ifndef NEWSREEL_TEXT_LAYOUT_H
#define NEWSREEL_TEXT_LAYOUT_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum {
    NR_WIDEST = 512,  /* columns told apart */
    NR_WINDOW = 1024, /* lines looked at together */
};

struct nr_line {
    const char *begin;            /* of the line, with indent and quote marks */
    struct nr_str text;           /* without them, and without blanks at the end */
    uint16_t indent, width, word; /* columns: before the text, to its end, of its first word */
    uint8_t quote;                /* depth of > marks */
    bool gap;                     /* a blank line before it */
    bool lower;                   /* begins in lower case */
    bool cut;                     /* ends with a hyphen behind a letter, or a soft one */
    bool wide;                    /* has two blanks together somewhere */
    /* nr_line_inspect fills in the rest: */
    bool ends;            /* ends a sentence */
    bool table;           /* a row of a table, or a rule */
    uint32_t marker;      /* bytes of the bullet or number at the start */
    uint32_t first, last; /* code points of text */
};

/* What a window of lines has in common. */
struct nr_layout {
    uint32_t wrap; /* the column that the lines were wrapped at; 0: they were not */
    size_t pairs;  /* neighbours without a blank line between them */
    size_t gaps;   /* blank lines between lines */
    size_t longs;  /* lines longer than any wrapping makes them */
    bool cells;    /* a tab or a bar somewhere */
};

/* Reads the line at *p, which moves behind its newline. False when it is blank. */
bool nr_line_read(struct nr_line *line, const char **p, const char *end);

void nr_layout_survey(struct nr_layout *l, const struct nr_line *lines, size_t n);

/* Looks closer at a line of wrapped text. */
void nr_line_inspect(const struct nr_layout *l, struct nr_line *line);

/* True where the first word of b would not have fitted on a's line any more. */
bool nr_line_is_full(const struct nr_layout *l, const struct nr_line *a, const struct nr_line *b);

static inline bool nr_is_soft_hyphen(uint32_t c)
{
    return c == 0xad || c == 0xac || c == 0x2e17;
}

#endif
