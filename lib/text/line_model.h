/* Which paragraphs are the article's. A linear-chain conditional random field of two states: a
 * paragraph has weights for being the article's, and the places between paragraphs have weights for
 * the article to begin or to end there.
 *
 * The weights (weights.h) are one for each trait of a paragraph and its neighbours, learnt by
 * tests/train/lines. */
#ifndef NEWSREEL_LIB_TEXT_LINE_MODEL_H
#define NEWSREEL_LIB_TEXT_LINE_MODEL_H

#include "traits.h"

enum { NR_LINE_CERTAIN = 1000 };

/* Logarithms of odds in hundredths. */
struct nr_line_scores {
    int inside; /* that the paragraph is the article's */
    int begin;  /* that the article begins with it, where what is above is not the article's */
    int end;    /* that the article has ended before it, where what is above is the article's */
};

/* Sets s[0] to s[count]; of the last only end says something. Linear. */
void nr_line_model_score(const struct nr_traits *t, size_t count, struct nr_line_scores *s);

/* Sets chances[i] to the probability that paragraph i is the article's, from 0 to NR_LINE_CERTAIN.
 * s: as nr_line_model_score gives them. Linear. */
void nr_line_model_weigh(const struct nr_line_scores *s, size_t count, unsigned short *chances,
                         struct nr_arena *arena);

/* Sets chosen[i] where a paragraph stays: where the best expected F1 of the page wants it, and where
 * it is nearly wanted between or behind such; all but furniture where all is nearly as good. Linear.
 */
void nr_line_model_choose(const struct nr_traits *t, const unsigned short *chances, size_t count,
                          bool *chosen);

#endif
