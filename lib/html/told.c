#include "told.h"
#include "model.h"
#include "newsreel/text/words.h"

enum {
    RUN = 4,          /* words that are compared at a time */
    LEAST_WORDS = 60, /* of an articleBody that counts */
    MOST_WORDS = 1 << 17,
    TOLD = 50,    /* percent of a block's runs */
    ON_PAGE = 60, /* percent of the told words */
    EVIDENCE = NR_MODEL_ONE,
};

/* Hashes of the runs of words, open addressing; 0: free. */
struct told {
    uint64_t *runs;
    size_t mask, words;
};

struct runs {
    struct nr_str rest;
    uint64_t last[RUN];
    size_t words;
};

/* The hash of the next run; false at the end. */
static bool next_run(struct runs *r, uint64_t *hash)
{
    struct nr_str word;
    while (nr_words_next(&r->rest, &word)) {
        r->last[r->words++ % RUN] = nr_word_hash(word);
        if (r->words < RUN)
            continue;
        *hash = 0;
        for (size_t i = 0; i < RUN; i++)
            *hash = (*hash ^ r->last[(r->words + i) % RUN]) * 1099511628211u;
        *hash = *hash ? *hash : 1;
        return true;
    }
    return false;
}

static uint64_t *place_of(const struct told *t, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 32) & t->mask;
    while (t->runs[at] && t->runs[at] != hash)
        at = (at + 1) & t->mask;
    return &t->runs[at];
}

static void learn(struct told *t, struct nr_str body, struct nr_arena *arena)
{
    struct runs r = {.rest = body};
    uint64_t hash;
    size_t most = body.len / 2 + 1 < MOST_WORDS ? body.len / 2 + 1 : MOST_WORDS;
    for (t->mask = 64; t->mask < 2 * most; t->mask *= 2)
        ;
    t->runs = nr_arena_zero(arena, t->mask, sizeof *t->runs);
    t->mask--;
    while (r.words < most && next_run(&r, &hash))
        *place_of(t, hash) = hash;
    t->words = r.words;
}

/* Percent of a text's runs that are told; -1: too short to say. */
static int share_told(const struct told *t, struct nr_str s)
{
    struct runs r = {.rest = s};
    uint64_t hash;
    int runs = 0, found = 0;
    while (next_run(&r, &hash)) {
        runs++;
        found += *place_of(t, hash) != 0;
    }
    return runs ? (int)((int64_t)found * 100 / runs) : -1;
}

void nr_told_weigh(struct nr_str body, const struct nr_block_info *blocks, size_t count,
                   struct nr_str text, int32_t *scores, struct nr_arena *arena)
{
    struct told t = {0};
    if (body.len)
        learn(&t, body, arena);
    if (t.words < LEAST_WORDS)
        return;
    int8_t *shares = nr_arena_zero(arena, count, sizeof *shares);
    uint64_t words = 0;
    for (size_t i = 0; i < count; i++) {
        struct nr_str s = nr_str(text.data + blocks[i].from, blocks[i].len);
        shares[i] = (int8_t)share_told(&t, s);
        words += shares[i] > TOLD ? nr_words_count(s) : 0;
    }
    if (words * 100 < (uint64_t)t.words * ON_PAGE)
        return;
    for (size_t i = 0; i < count; i++)
        if (shares[i] >= 0)
            scores[i] += shares[i] > TOLD ? EVIDENCE : -EVIDENCE;
}
