#include "choose.h"
#include "model.h"
#include <string.h>

enum {
    CERTAIN = 1000, /* a probability of one */
    STEPS = 8,      /* of a log-odds of one, in the table below */
    VOTE_MOST = 3 * NR_MODEL_ONE,
    VOTE_SHARE = 6,           /* of a neighbour's score, one in so many */
    DOUBT = NR_MODEL_ONE / 7, /* off every score: what is dropped by mistake is missed less */
    LEAST = CERTAIN / 10,     /* threshold */
    MOST = CERTAIN * 6 / 10,
    LEAST_EVER = CERTAIN * 3 / 100, /* where next to nothing would be kept: */
    FEW = 40,                       /* words, */
    MANY = 100,                     /* of as many at least */
    WORDS_MOST = 1 << 16,           /* of a block */
    GAP = 4, /* blocks left out in a row: what comes behind them stands apart */
    SCORE_LEAST = -4 * NR_MODEL_ONE, /* of a block, as it counts for its island */
    SCORE_MOST = 6 * NR_MODEL_ONE,
    WORSE = 9 * NR_MODEL_ONE / 4, /* than the article's mean score: not a part of it */
    FOREIGN_WORSE = NR_MODEL_ONE, /* of what is about something else */
    SUSPECT_LESS = 3 * NR_MODEL_ONE / 4,
    HEADING_WORDS = 16,        /* of an island that is not more than headings of comments */
    APART_MORE = NR_MODEL_ONE, /* outside of the element that scores best */
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

static int32_t vote(const struct nr_choice *blocks, size_t count, size_t i)
{
    int32_t s = i < count ? blocks[i].score : 0;
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

/* Words by the probability that a score comes to. */
struct shares {
    int16_t *likely; /* by block */
    uint64_t *by;    /* by probability */
    uint64_t words;
};

static int32_t voted(const struct nr_choice *blocks, size_t count, size_t i)
{
    return blocks[i].score + vote(blocks, count, i - 1) + vote(blocks, count, i + 1) - DOUBT;
}

static struct shares count_shares(const struct nr_choice *blocks, size_t count, bool votes,
                                  struct nr_arena *arena)
{
    struct shares s = {.likely = nr_arena_zero(arena, count, sizeof *s.likely),
                       .by = nr_arena_zero(arena, CERTAIN + 1, sizeof *s.by)};
    for (size_t i = 0; i < count; i++) {
        int p = probability(votes ? voted(blocks, count, i) : blocks[i].score);
        s.likely[i] = (int16_t)p;
        s.by[p] += weight(blocks[i].words);
        s.words += weight(blocks[i].words);
    }
    return s;
}

unsigned nr_choose_expect(const struct nr_choice *blocks, size_t count, struct nr_arena *arena)
{
    return (unsigned)best_f1(count_shares(blocks, count, false, arena).by);
}

/* ---- Islands ---- */

struct island {
    size_t from, to;       /* kept blocks, and less than GAP in a row that are not */
    int64_t words, scored; /* scored: words in the element that scores best */
    int64_t sum;           /* of the scores, by words */
    uint64_t topic;
    uint32_t home; /* where more than half of its words stand, if any place has so many */
    int64_t lead;  /* while it is counted: of home, in words, over what came since */
};

static int64_t mean(const struct island *l)
{
    return l->sum / l->words;
}

static void add(struct island *l, const struct nr_choice *c)
{
    int32_t s = c->score;
    int64_t words = (int64_t)weight(c->words);
    s = s < SCORE_LEAST ? SCORE_LEAST : s > SCORE_MOST ? SCORE_MOST : s;
    l->words += words;
    l->scored += c->scored ? words : 0;
    l->sum += words * s;
    l->topic |= c->topic;
    /* What has the majority leads at the end (Boyer and Moore's vote). */
    l->lead += l->home == c->home ? words : -words;
    if (l->lead < 0) {
        l->home = c->home;
        l->lead = -l->lead;
    }
}

/* The next one from block at on; false when there is none. */
static bool next_island(struct island *l, const struct nr_choice *blocks, size_t at, size_t count)
{
    while (at < count && !blocks[at].keep)
        at++;
    *l = (struct island){.from = at, .to = at};
    for (size_t i = at; i < count && i < l->to + GAP; i++) {
        if (blocks[i].comments && i > at)
            break;
        if (!blocks[i].keep)
            continue;
        add(l, &blocks[i]);
        l->to = i + 1;
    }
    return at < count;
}

static unsigned found(const struct island *l)
{
    unsigned n = 0;
    for (uint64_t topic = l->topic; topic; topic &= topic - 1)
        n++;
    return n;
}

/* Rounded down. */
static int64_t root(int64_t n)
{
    int64_t r = 0;
    for (int64_t bit = (int64_t)1 << 30; bit; bit /= 2)
        if ((r + bit) * (r + bit) <= n)
            r += bit;
    return r;
}

/* How much speaks for an island as the article itself: likely, about what the title says, and long.
 * Length counts least: discussions have no end. */
static int64_t claim(const struct island *l, unsigned keys)
{
    int64_t sure = mean(l) + NR_MODEL_ONE;
    sure = sure > NR_MODEL_ONE / 10 ? sure : NR_MODEL_ONE / 10;
    return root(l->words * 256) * sure * (keys ? keys + 2 * found(l) : 1);
}

/* Do most of an island's words stand where the article's do? */
static bool is_at_home(const struct island *l, const struct island *best,
                       const struct nr_choice *blocks)
{
    int64_t words = 0;
    for (size_t i = l->from; i < l->to; i++)
        if (blocks[i].keep && blocks[i].home == best->home)
            words += (int64_t)weight(blocks[i].words);
    return 2 * words >= l->words;
}

/* By how much an island behind the article may be less likely. Discussions and streams of other
 * stories are longer than the article, phrases like "comments" or "read more" stand before them,
 * and other stories have other titles. */
static int64_t slack(const struct island *l, const struct island *best, unsigned keys, bool ended,
                     bool at_home)
{
    bool foreign = !at_home && found(best) * 5 >= keys && found(l) * 20 < keys;
    int64_t most = foreign ? FOREIGN_WORSE : WORSE;
    if (ended || l->words > best->words)
        most -= SUSPECT_LESS;
    return 2 * l->scored < l->words ? most + APART_MORE : most;
}

/* Comments, previews of other stories and notices stand apart from the article. The model sees
 * each of their blocks for itself and is in doubt about all of them together: what stands apart
 * and is much less likely than the article goes as a whole. */
static void leave_islands(struct nr_choice *blocks, size_t count, unsigned keys)
{
    struct island l, best = {0};
    for (size_t at = 0; next_island(&l, blocks, at, count); at = l.to)
        if (best.words == 0 || claim(&l, keys) > claim(&best, keys))
            best = l;
    bool ended = false;
    for (size_t at = best.to, from = at; next_island(&l, blocks, at, count); at = from = l.to) {
        for (; from <= l.from; from++)
            ended |= blocks[from].ends || blocks[from].comments;
        int64_t less = slack(&l, &best, keys, ended, is_at_home(&l, &best, blocks));
        bool leave =
            mean(&l) < mean(&best) - less || (blocks[l.from].comments && l.words < HEADING_WORDS);
        for (size_t i = l.from; leave && i < l.to; i++)
            blocks[i].keep = false;
    }
}

/* Half of the best F1, within limits. */
static uint64_t threshold_of(const struct shares *s)
{
    uint64_t half = best_f1(s->by) / 2, kept = 0;
    uint64_t threshold = half < LEAST ? LEAST : half > MOST ? MOST : half;
    for (uint64_t p = threshold + 1; p <= CERTAIN; p++)
        kept += s->by[p];
    if (kept >= FEW || s->words < MANY || half >= threshold)
        return threshold;
    return half < LEAST_EVER ? LEAST_EVER : half;
}

void nr_choose(struct nr_choice *blocks, size_t count, struct nr_choice_page page,
               struct nr_arena *arena)
{
    struct shares s = count_shares(blocks, count, false, arena);
    if (best_f1(s.by) > NR_CHOOSE_SURE)
        s = count_shares(blocks, count, true, arena);
    uint64_t threshold = threshold_of(&s);
    for (size_t i = 0; i < count; i++)
        blocks[i].keep = (uint64_t)s.likely[i] > threshold;
    if (!page.forum)
        leave_islands(blocks, count, page.keys);
}
