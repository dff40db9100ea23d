/* An n-gram is the pair of the (n-1)-grams that begin at its first and at its second word, so its
 * key is the pair of their numbers, and it can occur twice only where both of them do. */
#include "quality_parts.h"

void quality_grams_begin(struct quality_grams *g, const struct quality_words *words)
{
    if (g->cap > COUNTER_KEPT)
        quality_grams_free(g);
    g->words = words;
    g->n = 1;
    g->count = 0;
    g->grams = nr_grow_array(g->grams, &g->cap, words->count + 1, sizeof *g->grams);
    for (size_t i = 0; i < words->count; i++) {
        g->grams[g->count] = (struct quality_gram){(uint32_t)i, words->ids[i]};
        g->count += words->distinct.items[words->ids[i]].count > 1;
    }
}

/* Leaves those that have a right neighbour; id becomes that neighbour's index until it is named. */
static size_t keep_pairs(struct quality_grams *g)
{
    size_t kept = 0;
    for (size_t i = 0; i + 1 < g->count; i++) {
        bool pair = g->grams[i].at + 1 == g->grams[i + 1].at;
        uint64_t key = (uint64_t)g->grams[i].id << 32 | g->grams[i + 1].id;
        if (!pair)
            continue;
        uint32_t at = g->grams[i].at;
        g->grams[kept++] = (struct quality_gram){at, counter_add(&g->counter, key, at, NULL, NULL)};
    }
    return kept;
}

void quality_grams_next(struct quality_grams *g)
{
    counter_reset(&g->counter, g->count / 2);
    size_t pairs = keep_pairs(g);
    g->n++;
    g->count = 0;
    for (size_t i = 0; i < pairs; i++) {
        g->grams[g->count] = g->grams[i];
        g->count += g->counter.items[g->grams[i].id].count > 1;
    }
}

struct quality_top quality_grams_top(const struct quality_grams *g)
{
    struct quality_top top = {.count = g->words->count >= g->n};
    for (size_t i = 0; i < g->counter.count; i++)
        if (g->counter.items[i].count > top.count)
            top = (struct quality_top){g->counter.items[i].first, g->counter.items[i].count};
    return top;
}

void quality_grams_free(struct quality_grams *g)
{
    free(g->grams);
    counter_free(&g->counter);
    *g = (struct quality_grams){0};
}
