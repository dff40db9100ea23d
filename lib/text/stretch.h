/* The stretches of a text that have many words in long lines: a rule without learnt weights, which
 * is nearly as good on any kind of page, and so is evidence for the line model.
 *
 * A paragraph gains its words, half of them where it does not end like a sentence, less ten: lines
 * of navigation lose, prose gains. */
#ifndef NEWSREEL_LIB_TEXT_STRETCH_H
#define NEWSREEL_LIB_TEXT_STRETCH_H

#include "traits.h"

/* What paragraph t gains, in half words. A phrase of furniture loses, more where it ends articles.
 */
long nr_stretch_gain(const struct nr_traits *t);

/* The one stretch with the largest sum: from *first to before *last, both 0 where nothing gains.
 * Sentences beside it belong to it, and longer ones that only a line or two separate; it ends at
 * a phrase that begins comments. Linear. */
void nr_stretch_find(const struct nr_traits *t, size_t count, size_t *first, size_t *last);

#endif
