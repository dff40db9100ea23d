#include "newsreel/publish/sizes.h"
#include "newsreel/core/mem.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 2 * NR_SIZES_ROOM };

static bool is_taken(unsigned level, uint64_t key)
{
    return level == 0 || (level < 64 && key >> (64 - level) == 0);
}

static size_t place_of(const uint64_t *keys, uint64_t key)
{
    size_t at = (size_t)key & (PLACES - 1);
    while (keys[at] && keys[at] != key)
        at = (at + 1) & (PLACES - 1);
    return at;
}

/* Halves what is held, or nearly so. */
static void thin_out(struct nr_sizes *s)
{
    uint64_t *keys = nr_alloc_zero(PLACES, sizeof *keys);
    uint32_t *members = nr_alloc_zero(PLACES, sizeof *members);
    s->level++;
    s->count = 0;
    for (size_t i = 0; i < PLACES; i++) {
        if (!s->keys[i] || !is_taken(s->level, s->keys[i]))
            continue;
        size_t at = place_of(keys, s->keys[i]);
        keys[at] = s->keys[i];
        members[at] = s->members[i];
        s->count++;
    }
    free(s->keys);
    free(s->members);
    s->keys = keys;
    s->members = members;
}

void nr_sizes_add(struct nr_sizes *s, uint64_t hash)
{
    uint64_t key = hash ? hash : 1;
    if (!is_taken(s->level, key))
        return;
    if (!s->keys) {
        s->keys = nr_alloc_zero(PLACES, sizeof *s->keys);
        s->members = nr_alloc_zero(PLACES, sizeof *s->members);
    }
    size_t at = place_of(s->keys, key);
    if (!s->keys[at]) {
        while (s->count == NR_SIZES_ROOM)
            thin_out(s);
        if (!is_taken(s->level, key))
            return;
        at = place_of(s->keys, key);
        s->keys[at] = key;
        s->count++;
    }
    s->members[at] += s->members[at] < UINT32_MAX;
}

void nr_sizes_count(const struct nr_sizes *s, const uint64_t *from, size_t count, uint64_t *counts)
{
    memset(counts, 0, count * sizeof *counts);
    for (size_t i = 0; s->keys && i < PLACES; i++) {
        size_t bin = count;
        if (!s->keys[i])
            continue;
        while (bin > 0 && from[bin - 1] > s->members[i])
            bin--;
        if (bin)
            counts[bin - 1]++;
    }
    for (size_t i = 0; i < count; i++)
        counts[i] <<= s->level & 63;
}

void nr_sizes_free(struct nr_sizes *s)
{
    free(s->keys);
    free(s->members);
    *s = (struct nr_sizes){0};
}
