/* Page furniture in text that has no markup (any more): what stood around the article.
 *
 * Nothing is lost without a reason: every paragraph gets a place, and what does not stay in the
 * text is either moved to a member of its own or gone for a reason that can be shown to people. A
 * paragraph of sentences goes only where the text is a whole page with its navigation, and the
 * paragraph is not part of the article. */
#ifndef NEWSREEL_TEXT_FURNITURE_H
#define NEWSREEL_TEXT_FURNITURE_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include "newsreel/text/recurring.h"

enum nr_place {
    NR_PLACE_TEXT,     /* stays */
    NR_PLACE_SECTION,  /* the kicker above the headline: "World" */
    NR_PLACE_HEADLINE, /* a line alone at the top */
    NR_PLACE_BY,       /* "By Jane Doe, Reuters" */
    NR_PLACE_GONE,     /* furniture */
};

struct nr_part {
    struct nr_str text; /* a paragraph */
    enum nr_place place;
    const char *reason; /* constant string where place is NR_PLACE_GONE, else NULL */
};

enum { NR_PARTS_MOST = 100000 }; /* so many take 40 MB */

struct nr_parts {
    struct nr_part *parts; /* in the order of the text; in the arena */
    size_t count;
    struct nr_str section, headline; /* empty where there is none */
    struct nr_str by;                /* without the word that introduces it */
    struct nr_str date;              /* the first line above the text that says when; it is gone */
};

/* What the record knows already; empty where it does not. And, where recurring is not NULL, which
 * lines recur on its site: those go, but for bylines and the kicker. */
struct nr_parts_known {
    struct nr_str headline, section;
    const struct nr_recurring *recurring;
    uint64_t site;
};

/* Only cuts a normalised text into its paragraphs, which all stay. */
void nr_parts_split(struct nr_parts *p, struct nr_str text, struct nr_arena *arena);

/* Sorts the paragraphs of a normalised text (text/normalize.h). A paragraph above of a few short
 * lines, one of which is a byline or a date, counts as so many paragraphs. A headline or section is
 * not taken out of the text where another one is known; the headline and section of p are then the
 * known ones. Quoted lines of mail ("> ") and its signature (behind a line "--") stay.
 *
 * Idempotent: sorting what stays, knowing the headline and section that were found, changes
 * nothing. Where all would go, all stays, but for a text of at least five known phrases of
 * furniture that has no sentence, and little but phrases (two thirds or more): of it nothing stays.
 * Linear time but for the candidates of the first few paragraphs. A text of more than NR_PARTS_MOST
 * paragraphs is no page, and stays as one part. Views show bytes of text, and of known. */
void nr_parts_sort(struct nr_parts *p, struct nr_str text, struct nr_parts_known known,
                   struct nr_arena *arena);

/* Appends the paragraphs that stay, separated by blank lines. */
void nr_parts_text(const struct nr_parts *p, struct nr_buf *out);

/* The reason when a paragraph as a whole is one of the known phrases of page furniture ("Related
 * Articles", "Share on Facebook", "© 2022 ..."), in any of the main languages of news, else NULL.
 * *ends (may be NULL) is set where such a phrase stands behind the article as a rule. Case, marks
 * and white space around do not count. */
const char *nr_furniture_phrase(struct nr_str paragraph, bool *ends);

#endif
