/* Which paragraphs are the article's: a score for each, and the stretches with the largest sum.
 *
 * The score is additive: a weight for each trait of the paragraph and for the own traits of the
 * one above and the one below. The weights (weights.h) are learnt by tests/train/lines. */
#ifndef NEWSREEL_LIB_TEXT_LINE_MODEL_H
#define NEWSREEL_LIB_TEXT_LINE_MODEL_H

#include "traits.h"

/* The logarithm of the odds that paragraph i is text of the article, in hundredths. */
int nr_line_model_score(const struct nr_traits *t, size_t count, size_t i);

/* Sets chosen[i] where a paragraph stays: it is in one of the stretches, and does not speak against
 * itself too much; where no stretches are as good as the likely paragraphs one by one, those; all
 * but furniture where all is nearly as good. scores: as nr_line_model_score gives them. Linear. */
void nr_line_model_choose(const struct nr_traits *t, const int *scores, size_t count, bool *chosen,
                          struct nr_arena *arena);

#endif
