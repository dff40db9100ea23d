#include "choose.h"
#include "model.h"

enum {
    CERTAIN = 1000, /* a probability of one */
    STEPS = 8,      /* of a log-odds of one, in the table below */
    VOTE_MOST = 3 * NR_MODEL_ONE,
    VOTE_SHARE = 6,           /* of a neighbour's score, one in so many */
    DOUBT = NR_MODEL_ONE / 7, /* off every score: what is dropped by mistake is missed less */
    LEAST = CERTAIN / 10,     /* threshold */
    MOST = CERTAIN * 6 / 10,
    WORDS_MOST = 1 << 16, /* of a block */
};

/* 1000 / (1 + exp(-x)) for x = 0, 1/8, ... 8 */
static const int16_t logistic[8 * STEPS + 1] = {
    500, 531, 562, 593, 622, 651, 679, 706, 731, 755, 777,  798,  818,  835,  852, 867, 881,
    893, 905, 915, 924, 932, 940, 947, 953, 958, 963, 967,  971,  974,  977,  980, 982, 984,
    986, 988, 989, 990, 991, 992, 993, 994, 995, 995, 996,  996,  997,  997,  998, 998, 998,
    998, 998, 999, 999, 999, 999, 999, 999, 999, 999, 1000, 1000, 1000, 1000,
};

static int probability(int32_t score)
{
    int32_t size = score < 0 ? -score : score;
    int32_t at = size / (NR_MODEL_ONE / STEPS);
    int p = logistic[at < 8 * STEPS ? at : 8 * STEPS];
    return score < 0 ? CERTAIN - p : p;
}

static int32_t vote(const int32_t *scores, size_t count, size_t i)
{
    int32_t s = i < count ? scores[i] : 0;
    return (s > VOTE_MOST ? VOTE_MOST : s < -VOTE_MOST ? -VOTE_MOST : s) / VOTE_SHARE;
}

static uint64_t weight(uint32_t words)
{
    return words == 0 ? 1 : words < WORDS_MOST ? words : WORDS_MOST;
}

/* The best F1 that a threshold is expected to give, in thousandths. by[p] are the words of blocks
 * of probability p. */
static uint64_t best_f1(const uint64_t by[CERTAIN + 1])
{
    uint64_t expected = 0, kept = 0, right = 0, best = 0;
    for (int p = 0; p <= CERTAIN; p++)
        expected += by[p] * (uint64_t)p;
    for (int p = CERTAIN; p > 0; p--) {
        kept += by[p] * CERTAIN;
        right += by[p] * (uint64_t)p;
        uint64_t f1 = kept ? 2 * right * CERTAIN / (kept + expected) : 0;
        best = f1 > best ? f1 : best;
    }
    return best;
}

void nr_choose(const int32_t *scores, const uint32_t *words, size_t count, bool *keep,
               struct nr_arena *arena)
{
    uint64_t *by = nr_arena_zero(arena, CERTAIN + 1, sizeof *by);
    int16_t *likely = nr_arena_zero(arena, count, sizeof *likely);
    for (size_t i = 0; i < count; i++) {
        int32_t sum = scores[i] + vote(scores, count, i - 1) + vote(scores, count, i + 1) - DOUBT;
        likely[i] = (int16_t)probability(sum);
        by[likely[i]] += weight(words[i]);
    }
    uint64_t threshold = best_f1(by) / 2;
    threshold = threshold < LEAST ? LEAST : threshold > MOST ? MOST : threshold;
    for (size_t i = 0; i < count; i++)
        keep[i] = (uint64_t)likely[i] > threshold;
}
