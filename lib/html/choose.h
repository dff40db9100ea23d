/* nr_choose: from scores to the set of blocks that is the article. */
#ifndef NEWSREEL_HTML_CHOOSE_H
#define NEWSREEL_HTML_CHOOSE_H

#include "newsreel/core/arena.h"
#include <stdint.h>

/* scores are log-odds in units of NR_MODEL_ONE, words the blocks' lengths. keep[i] is set where
 * block i belongs to the set whose expected F1, in words, is best: for independent blocks that is
 * all those above a threshold of half that F1 (Lipton et al., "Optimal thresholding of classifiers
 * to maximize F1 measure", 2014). Neighbours vote first, since articles are contiguous. Of that,
 * stretches that stand apart behind the main one go, as a whole, where they are much less likely.
 * Linear. */
void nr_choose(const int32_t *scores, const uint32_t *words, size_t count, bool *keep,
               struct nr_arena *arena);

#endif
