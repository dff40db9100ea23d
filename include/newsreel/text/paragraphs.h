/* The paragraphs of a text member: what blank lines separate.
 *
 *     struct nr_paragraphs walk;
 *     struct nr_paragraph p;
 *     nr_paragraphs_init(&walk, text);
 *     while (nr_paragraphs_next(&walk, &p))
 *         ...
 *
 * Views show bytes of the text. */
#ifndef NEWSREEL_TEXT_PARAGRAPHS_H
#define NEWSREEL_TEXT_PARAGRAPHS_H

#include "newsreel/core/str.h"

struct nr_paragraph {
    struct nr_str text; /* without the newlines around it; never empty */
    size_t start, end;  /* half-open range of code points in the whole text */
    const char *role;   /* one of nr_role_... */
};

struct nr_paragraphs {
    struct nr_str rest;
    size_t at; /* code points before rest */
};

/* What a paragraph is for, judged by its shape alone. Compare with strcmp or by address. */
extern const char nr_role_heading[]; /* short, no sentence end, a longer paragraph behind it */
extern const char nr_role_body[];
extern const char nr_role_quote[];   /* every line behind "> " */
extern const char nr_role_list[];    /* every line behind a bullet or a number */
extern const char nr_role_caption[]; /* "Photo: ...", "Credit: ..." and the like */

void nr_paragraphs_init(struct nr_paragraphs *walk, struct nr_str text);
/* False after the last one. */
bool nr_paragraphs_next(struct nr_paragraphs *walk, struct nr_paragraph *p);

/* The role of a paragraph that is followed by next (empty: the last one). */
const char *nr_paragraph_role(struct nr_str text, struct nr_str next);

/* Length in bytes of the bullet or number that line begins with, the blanks behind it included; 0
 * when there is none. "- ", "* ", "• ", "– ", "12. ", "3) ", "(a) ". */
size_t nr_list_marker(struct nr_str line);

#endif
