#include "newsreel/core/sample.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

bool nr_sample_wants(const struct nr_sample *s, uint64_t hash)
{
    return s->count < s->size || hash < s->items[s->last].hash;
}

bool nr_sample_has(const struct nr_sample *s, uint64_t hash)
{
    size_t i = 0;
    while (i < s->count && s->items[i].hash != hash)
        i++;
    return i < s->count;
}

static bool goes_before(const struct nr_sampled *a, const struct nr_sampled *b)
{
    return a->hash != b->hash ? a->hash < b->hash : a->order < b->order;
}

static void find_last(struct nr_sample *s)
{
    s->last = 0;
    for (size_t i = 1; i < s->count; i++)
        if (goes_before(&s->items[s->last], &s->items[i]))
            s->last = i;
}

void nr_sample_add(struct nr_sample *s, uint64_t hash, struct nr_str bytes)
{
    uint64_t order = s->added++;
    if (!nr_sample_wants(s, hash))
        return;
    size_t at = s->last;
    if (s->count < s->size) {
        at = s->count++;
        s->items = nr_grow_array(s->items, &s->room, s->count, sizeof *s->items);
    } else {
        nr_buf_free(&s->items[at].bytes);
    }
    s->items[at] = (struct nr_sampled){.hash = hash, .order = order};
    nr_buf_add_str(&s->items[at].bytes, bytes);
    find_last(s);
}

static int compare_order(const void *a, const void *b)
{
    const struct nr_sampled *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

void nr_sample_sort(struct nr_sample *s)
{
    if (s->count)
        qsort(s->items, s->count, sizeof *s->items, compare_order);
}

void nr_sample_free(struct nr_sample *s)
{
    for (size_t i = 0; i < s->count; i++)
        nr_buf_free(&s->items[i].bytes);
    free(s->items);
    *s = (struct nr_sample){0};
}
