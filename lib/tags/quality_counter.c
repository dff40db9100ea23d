#include "quality_counter.h"

static void clear_slots(struct counter *c, unsigned bits)
{
    size_t want = (size_t)1 << bits;
    if (want > c->slots_cap) {
        free(c->slots);
        c->slots = nr_realloc_array(NULL, want, sizeof *c->slots);
        c->slots_cap = want;
    }
    c->bits = bits;
    memset(c->slots, 0, want * sizeof *c->slots);
}

void counter_reset(struct counter *c, size_t expected)
{
    unsigned bits = COUNTER_BITS;
    while (bits < 16 && (size_t)1 << bits < 2 * expected)
        bits++;
    if (c->items_cap > COUNTER_KEPT || c->slots_cap > 2 * COUNTER_KEPT)
        counter_free(c);
    c->count = 0;
    clear_slots(c, bits);
}

void counter_free(struct counter *c)
{
    free(c->items);
    free(c->slots);
    *c = (struct counter){0};
}

static void grow(struct counter *c)
{
    clear_slots(c, c->bits + 1);
    size_t mask = ((size_t)1 << c->bits) - 1;
    for (size_t i = 0; i < c->count; i++) {
        size_t slot = counter_place(c, c->items[i].key);
        while (c->slots[slot])
            slot = (slot + 1) & mask;
        c->slots[slot] = (uint32_t)i + 1;
    }
}

uint32_t counter_insert(struct counter *c, size_t slot, uint64_t key, uint32_t first)
{
    uint32_t item = (uint32_t)c->count;
    c->items = nr_grow_array(c->items, &c->items_cap, c->count + 1, sizeof *c->items);
    c->items[c->count++] = (struct counted){.key = key, .count = 1, .first = first};
    c->slots[slot] = item + 1;
    if (2 * c->count > (size_t)1 << c->bits)
        grow(c);
    return item;
}
