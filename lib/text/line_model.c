#include "line_model.h"
#include "segments.h"
#include "stretch.h"
#include "weights.h"
#include <math.h>

/* Found by trial; the weights do not depend on them. Costs are in gains: a score times the square
 * root of the columns. */
enum {
    MOST_SCORE = 600,
    STRETCH = 1000, /* what every further stretch costs */
    SKIP = 1500,    /* what a paragraph inside a stretch that goes costs */
    MOST_COLUMNS = 1000,
    PHRASE = -100,   /* of a phrase that does not end articles */
    RECURS = -300,   /* of a line of the site, at most */
    WORDS = 20,      /* what a half word gains (stretch.h) */
    STEPS = 24,      /* of scores from -MOST_SCORE to MOST_SCORE */
    STEP_SCORE = 50, /* 2 * MOST_SCORE / STEPS */
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

static int clip(int score)
{
    return score > MOST_SCORE ? MOST_SCORE : score < -MOST_SCORE ? -MOST_SCORE : score;
}

/* The probability that paragraphs of a step of scores are wanted, in thousandths. */
static const unsigned short chance[STEPS + 1] = {2,   4,   7,   11,  18,  29,  47,  76,  119,
                                                 182, 269, 378, 500, 622, 731, 818, 881, 924,
                                                 953, 971, 982, 989, 993, 996, 998};

/* The score from which on paragraphs must be kept so that the expected F1 of the columns is best.
 * On a page where little is certain it is low: what is missing costs more than what is too much. */
static int best_threshold(const struct nr_traits *t, const int *scores, size_t count)
{
    uint64_t columns[STEPS + 1] = {0}, wanted = 0, kept = 0, right = 0;
    for (size_t i = 0; i < count; i++)
        columns[(clip(scores[i]) + MOST_SCORE + STEP_SCORE / 2) / STEP_SCORE] += t[i].columns;
    for (int i = 0; i <= STEPS; i++)
        wanted += columns[i] * chance[i] / 1000;
    int best = STEPS;
    double best_f = 0;
    for (int i = STEPS; i >= 0; i--) {
        kept += columns[i];
        right += columns[i] * chance[i] / 1000;
        double f = kept ? 2 * (double)right / (double)(kept + wanted) : 0;
        if (columns[i] && f > best_f) {
            best_f = f;
            best = i;
        }
    }
    return best * STEP_SCORE - MOST_SCORE;
}

/* A phrase goes whatever is chosen; it says little about whether the article goes on behind it. */
static long gain(const struct nr_traits *t, int score)
{
    if (t->phrase && !t->ends)
        return PHRASE;
    long sum = (long)(score * sqrt(t->columns < MOST_COLUMNS ? t->columns : MOST_COLUMNS)) +
               WORDS * nr_stretch_gain(t);
    return t->recurs && sum > RECURS ? RECURS : sum;
}

/* Half of the way to the best threshold: the scores of a page of an unknown kind are too sure. One
 * sentence right behind a stretch belongs to it: short ones gain little. */
void nr_line_model_choose(const struct nr_traits *t, const int *scores, size_t count, bool *chosen,
                          struct nr_arena *arena)
{
    long *gains = nr_arena_zero(arena, count, sizeof *gains);
    int threshold = best_threshold(t, scores, count) / 2;
    for (size_t i = 0; i < count; i++)
        gains[i] = gain(&t[i], clip(scores[i]) - threshold);
    nr_segments_choose(gains, count, STRETCH, SKIP, chosen, arena);
    for (size_t i = count; i-- > 0;)
        chosen[i] = gains[i] >= -SKIP && !t[i].phrase && !t[i].recurs &&
                    (chosen[i] || (t[i].sentence && i > 0 && chosen[i - 1]));
}
