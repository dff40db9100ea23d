#include "model.h"

/* Most of a page is plainly something else. The first trees know it, and the rest would only say so
 * again: of a thousand blocks that stop here one would have ended with a log-odds over -2. */
static const struct {
    unsigned trees;
    int32_t below;
} stops[] = {{12, -2 * NR_MODEL_ONE}, {32, -28 * NR_MODEL_ONE / 10}, {0, 0}};

enum { REST = -2 * NR_MODEL_ONE }; /* what the trees left out say at least */

static int32_t ask_tree(unsigned tree, const struct nr_evidence *e)
{
    const struct nr_model_split *splits = nr_model_splits + nr_model_trees[tree].split;
    int at = 0;
    while (at >= 0)
        at =
            e->of[splits[at].evidence] <= splits[at].threshold ? splits[at].left : splits[at].right;
    return nr_model_leaves[nr_model_trees[tree].leaf + ~at];
}

int32_t nr_trees_score(const struct nr_evidence *e)
{
    int32_t score = 0;
    unsigned stop = 0;
    for (unsigned i = 0; i < nr_model_tree_count; i++) {
        score += ask_tree(i, e);
        if (i + 1 == stops[stop].trees && score < stops[stop++].below)
            return score + REST;
    }
    return score;
}

int32_t nr_trees_score_fully(const struct nr_evidence *e)
{
    int32_t score = 0;
    for (unsigned i = 0; i < nr_model_tree_count; i++)
        score += ask_tree(i, e);
    return score;
}
