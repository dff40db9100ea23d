#include "line_model.h"
#include "segments.h"
#include "weights.h"
#include <math.h>

/* Found by trial; the weights do not depend on them. Costs are in gains: a score times the square
 * root of the columns. */
enum {
    MOST_SCORE = 600,
    SHIFT = 30,     /* kept at even odds or a little less: what is missing costs more */
    STRETCH = 1000, /* what every further stretch costs */
    SKIP = 1500,    /* what a paragraph inside a stretch that goes costs */
    MOST_COLUMNS = 1000,
};

int nr_line_model_score(const struct nr_traits *t, size_t count, size_t i)
{
    int sum = 0;
    for (int g = 0; g < NR_TRAITS; g++)
        sum += own_weights[g][t[i].value[g]];
    for (int g = 0; i > 0 && g < NR_TRAIT_OWN; g++)
        sum += above_weights[g][t[i - 1].value[g]];
    for (int g = 0; i + 1 < count && g < NR_TRAIT_OWN; g++)
        sum += below_weights[g][t[i + 1].value[g]];
    return sum;
}

static long gain(const struct nr_traits *t, int score)
{
    int s = score > MOST_SCORE ? MOST_SCORE : score < -MOST_SCORE ? -MOST_SCORE : score;
    return (long)((s + SHIFT) * sqrt(t->columns < MOST_COLUMNS ? t->columns : MOST_COLUMNS));
}

void nr_line_model_choose(const struct nr_traits *t, const int *scores, size_t count, bool *chosen,
                          struct nr_arena *arena)
{
    long *gains = nr_arena_zero(arena, count, sizeof *gains);
    for (size_t i = 0; i < count; i++)
        gains[i] = gain(&t[i], scores[i]);
    nr_segments_choose(gains, count, STRETCH, SKIP, chosen, arena);
    for (size_t i = 0; i < count; i++)
        chosen[i] = chosen[i] && gains[i] >= -SKIP;
}
