/* nr_choose: from scores to the set of blocks that is the article. */
#ifndef NEWSREEL_HTML_CHOOSE_H
#define NEWSREEL_HTML_CHOOSE_H

#include "newsreel/core/arena.h"
#include <stdint.h>

struct nr_choice {
    int32_t score;  /* log-odds in units of NR_MODEL_ONE */
    uint32_t words; /* its length */
    bool scored;    /* it stands in the element that scores best */
    bool ends;      /* it is a phrase that stands behind articles */
    bool keep;      /* set by nr_choose */
};

/* Keeps the set of blocks whose expected F1, in words, is best: for independent blocks that is all
 * those above a threshold of half that F1 (Lipton et al., "Optimal thresholding of classifiers to
 * maximize F1 measure", 2014). Neighbours vote first, since articles are contiguous. Of that,
 * stretches that stand apart behind the main one go, as a whole, where they are much less likely;
 * less is enough for those that are longer, and behind a phrase that ends. Linear. */
void nr_choose(struct nr_choice *blocks, size_t count, struct nr_arena *arena);

#endif
