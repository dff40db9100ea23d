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
    ENOUGH_F1 = 90,  /* percent of the best expected F1 that the stretches must have */
    F1_SHARE = 40,   /* percent of it that a paragraph's chance must have, where they have not */
    ALL_F1 = 98,     /* percent of what is chosen that all must have, to stay */
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

static int step_of(int score)
{
    return (clip(score) + MOST_SCORE + STEP_SCORE / 2) / STEP_SCORE;
}

static uint64_t columns_of(const struct nr_traits *t)
{
    return t->columns < MOST_COLUMNS ? t->columns : MOST_COLUMNS;
}

/* What is expected of a set of paragraphs: columns that are kept, and thousandths of columns that
 * are kept and wanted. */
struct expected {
    uint64_t kept, right;
};

static void expect(struct expected *e, uint64_t columns, int step)
{
    e->kept += columns;
    e->right += columns * chance[step];
}

/* In thousandths; wanted are the thousandths of columns that are wanted on the page. */
static uint64_t expected_f1(struct expected e, uint64_t wanted)
{
    return e.kept ? 2000 * e.right / (e.kept * 1000 + wanted) : 0;
}

/* The score from which on paragraphs must be kept so that the expected F1 of the columns is best,
 * which is set, as is what is wanted. On a page where little is certain the score is low: what is
 * missing costs more than what is too much. */
static int best_threshold(const struct nr_traits *t, const int *scores, size_t count,
                          uint64_t *best_f1, uint64_t *wanted)
{
    uint64_t columns[STEPS + 1] = {0};
    struct expected e = {0};
    int best = STEPS;
    *best_f1 = *wanted = 0;
    for (size_t i = 0; i < count; i++)
        columns[step_of(scores[i])] += columns_of(&t[i]);
    for (int i = 0; i <= STEPS; i++)
        *wanted += columns[i] * chance[i];
    for (int i = STEPS; i >= 0; i--) {
        expect(&e, columns[i], i);
        uint64_t f1 = expected_f1(e, *wanted);
        if (columns[i] && f1 > *best_f1) {
            *best_f1 = f1;
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
static void choose_stretches(const struct nr_traits *t, const int *scores, size_t count,
                             int threshold, bool *chosen, struct nr_arena *arena)
{
    long *gains = nr_arena_zero(arena, count, sizeof *gains);
    for (size_t i = 0; i < count; i++)
        gains[i] = gain(&t[i], clip(scores[i]) - threshold / 2);
    nr_segments_choose(gains, count, STRETCH, SKIP, chosen, arena);
    for (size_t i = count; i-- > 0;)
        chosen[i] = gains[i] >= -SKIP && !t[i].phrase && !t[i].recurs &&
                    (chosen[i] || (t[i].sentence && i > 0 && chosen[i - 1]));
}

/* Of a page that has no stretch of prose much is likely, scattered over it (a product, a forum, a
 * list): there every paragraph is judged by itself. That of independent ones those belong to the
 * set with the best expected F1 whose chance is more than half of that F1 (Lipton et al., 2014)
 * holds where chances are right; on pages of an unknown kind somewhat less is better. */
static void choose_each(const struct nr_traits *t, const int *scores, size_t count,
                        uint64_t best_f1, bool *chosen)
{
    for (size_t i = 0; i < count; i++)
        chosen[i] =
            chance[step_of(scores[i])] * 100u > best_f1 * F1_SHARE && !t[i].phrase && !t[i].recurs;
}

static struct expected expect_chosen(const struct nr_traits *t, const int *scores, size_t count,
                                     const bool *chosen)
{
    struct expected e = {0};
    for (size_t i = 0; i < count; i++)
        if (chosen ? chosen[i] : !t[i].phrase && !t[i].recurs)
            expect(&e, columns_of(&t[i]), step_of(scores[i]));
    return e;
}

/* Where all of the text is nearly as good as what is chosen, all stays: what has been cleaned would
 * crumble else, as it is sorted until nothing changes. */
void nr_line_model_choose(const struct nr_traits *t, const int *scores, size_t count, bool *chosen,
                          struct nr_arena *arena)
{
    uint64_t best, wanted;
    int threshold = best_threshold(t, scores, count, &best, &wanted);
    choose_stretches(t, scores, count, threshold, chosen, arena);
    uint64_t f1 = expected_f1(expect_chosen(t, scores, count, chosen), wanted);
    if (f1 * 100 < best * ENOUGH_F1) {
        choose_each(t, scores, count, best, chosen);
        f1 = expected_f1(expect_chosen(t, scores, count, chosen), wanted);
    }
    uint64_t all = expected_f1(expect_chosen(t, scores, count, NULL), wanted);
    for (size_t i = 0; all * 100 >= f1 * ALL_F1 && i < count; i++)
        chosen[i] = !t[i].phrase && !t[i].recurs;
}
