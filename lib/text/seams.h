/* Line ends: which of them are meant. Private to lib/text. */
#ifndef NEWSREEL_TEXT_SEAMS_H
#define NEWSREEL_TEXT_SEAMS_H

#include "layout.h"

enum nr_seam {
    NR_SEAM_FIRST,     /* the text begins */
    NR_SEAM_BLANK,     /* a new paragraph */
    NR_SEAM_NEWLINE,   /* a newline that is meant */
    NR_SEAM_SPACE,     /* joined */
    NR_SEAM_NOTHING,   /* joined without a space */
    NR_SEAM_DROP_MARK, /* joined without the hyphen that ends the first line */
};

enum { NR_BREAK_KINDS = 12 };

/* How often, so far, a paragraph ended well before the column, how often one must have ended close
 * to it by chance, and how often a sentence did, by what stands before and behind the line end. */
struct nr_chances {
    uint32_t early[NR_BREAK_KINDS];
    uint32_t late[NR_BREAK_KINDS]; /* in 1/1024 */
    uint32_t full[NR_BREAK_KINDS];
};

/* A window of lines that nr_layout_survey found to be wrapped. */
struct nr_seams {
    struct nr_layout layout;
    const struct nr_line *lines;
    size_t count;
    struct nr_chances chances; /* of all windows up to this one */
};

/* To be called once for each window, before its line ends are decided. */
void nr_seams_learn(struct nr_seams *w);

/* What to do with the line end behind line i, which is not the last: NR_SEAM_SPACE where the lines
 * belong together. A blank line between the two is not looked at. */
enum nr_seam nr_seams_decide(const struct nr_seams *w, size_t i);

#endif
