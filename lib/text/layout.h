/* What lines look like: the measurements that joining decides by. Private to lib/text. */
#ifndef NEWSREEL_TEXT_LAYOUT_H
#define NEWSREEL_TEXT_LAYOUT_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum {
    NR_WIDEST = 512, /* columns told apart */
    NR_WINDOW = 512, /* lines looked at together */
};

/* How the words of a line end. */
enum nr_line_end {
    NR_OPEN,  /* within a sentence */
    NR_COLON, /* a colon or a dash: speech, an extract or a list may come */
    NR_STOP,  /* a sentence ends */
    NR_ENTRY, /* an entry of a table of contents ends, or a name stands at the right */
};

struct nr_line {
    const char *begin;            /* of the line, with indent and quote marks */
    struct nr_str text;           /* without them, and without blanks at the end */
    uint16_t indent, width, word; /* columns: before the text, to its end, of its first word */
    uint8_t quote;                /* depth of > marks */
    bool gap;                     /* a blank line before it */
    bool page;                    /* the first line of a printed page */
    bool lower;                   /* begins in lower case */
    bool cut;                     /* ends with a hyphen behind a letter, or a soft one */
    /* nr_layout_survey fills in the rest, where the lines were wrapped: */
    bool marker;          /* begins with a bullet or a number */
    bool table;           /* a row of a table, a rule, or quote marks alone */
    uint8_t end;          /* enum nr_line_end */
    uint16_t wrap;        /* the column that the lines around were wrapped at */
    uint32_t first, last; /* code points of text */
};

/* What a window of lines has in common. */
struct nr_layout {
    uint32_t wrap;    /* the column that most lines were wrapped at; 0: they were not */
    size_t pairs;     /* neighbours without a blank line between them */
    size_t gaps;      /* blank lines between lines */
    size_t longs;     /* lines longer than any wrapping makes them */
    uint32_t capital; /* percent of lines in the middle of a sentence that do not begin in lower
                         case: few in English, half in German, all where there is no case */
    uint16_t margin;  /* columns that most lines are indented by */
    uint16_t start;   /* columns that the first lines of paragraphs are indented by, as in print; or
                         0 */
    bool spaced;      /* blank lines stand between the paragraphs */
    bool cells;       /* a tab or a bar somewhere */
    bool columns;     /* maybe three blanks together somewhere */
};

/* The text that lines are read from. */
struct nr_line_source {
    const char *at, *end;
    const char *newline; /* the last one that was found, or NULL */
    bool ascii;          /* all of it: a byte is a column */
    bool feeds;          /* it has form feeds, which end lines too */
    bool page;           /* the next line is the first one of a page */
};

/* Reads the line at source->at, which moves behind its end. False when it is blank. */
bool nr_line_read(struct nr_line *line, struct nr_line_source *source);

/* Fills in end, table, marker, first and last. */
void nr_line_inspect(const struct nr_layout *l, struct nr_line *line);

/* True for text with a tab or a bar, and for text that may have three blanks together. */
bool nr_text_has_cell(struct nr_str s);
bool nr_text_has_blanks(struct nr_str s);

/* Fills in *l, and where it finds that the lines were wrapped looks closer at each of them. n is
 * not 0. */
void nr_layout_survey(struct nr_layout *l, struct nr_line *lines, size_t n);

enum { NR_WRAP_MARGIN = 2 /* columns by which a writer may have wrapped early */ };

/* True where the first word of b would not have fitted on a's line any more. Where a sentence ends
 * and another begins, a line end may well be meant: no margin. */
static inline bool nr_line_is_full(const struct nr_line *a, const struct nr_line *b)
{
    unsigned margin = a->end == NR_STOP && !b->lower ? 0 : NR_WRAP_MARGIN;
    return a->width + 1u + b->word + margin > a->wrap;
}

/* A word in capitals was cut: the letter before the hyphen and the first ones behind it. */
bool nr_line_goes_on_in_capitals(const struct nr_line *a, const struct nr_line *b);

static inline bool nr_is_soft_hyphen(uint32_t c)
{
    return c == 0xad || c == 0xac || c == 0x2e17;
}

#endif
