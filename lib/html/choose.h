/* nr_choose: from scores to the set of blocks that is the article. */
#ifndef NEWSREEL_HTML_CHOOSE_H
#define NEWSREEL_HTML_CHOOSE_H

#include "newsreel/core/arena.h"
#include <stdint.h>

struct nr_choice {
    int32_t score;  /* log-odds in units of NR_MODEL_ONE */
    uint32_t words; /* its length */
    uint64_t topic; /* keys of the page's title that are found in it */
    uint32_t home;  /* what it stands in, together with other blocks */
    bool scored;    /* it stands in the element that scores best */
    bool ends;      /* it is a phrase that stands behind articles */
    bool comments;  /* it stands before comments */
    bool keep;      /* set by nr_choose */
};

/* What is known of the page. */
struct nr_choice_page {
    unsigned keys; /* of its title */
    bool forum;    /* it is a discussion: what stands behind the first post is text too */
};

enum { NR_CHOOSE_SURE = 650 };

/* The F1 that the best choice by scores alone is expected to have, in thousandths; below
 * NR_CHOOSE_SURE there is no article that stands out. */
unsigned nr_choose_expect(const struct nr_choice *blocks, size_t count, struct nr_arena *arena);

/* Keeps the set of blocks whose expected F1, in words, is best: for independent blocks that is all
 * those above a threshold of half that F1 (Lipton et al., "Optimal thresholding of classifiers to
 * maximize F1 measure", 2014). Neighbours vote first, since articles are contiguous; not where no
 * article stands out, as the text of a list or a shop stands between other things. Of that,
 * stretches that stand apart behind the main one go, as a whole, where they are much less likely;
 * less is enough for those that are longer, behind a phrase that ends, or share nothing with the
 * title, unless they stand in the same element. A page of many words of which next to nothing
 * would be kept is a case for the best there is, likely or not. Linear. */
void nr_choose(struct nr_choice *blocks, size_t count, struct nr_choice_page page,
               struct nr_arena *arena);

#endif
