/* Counting things by a key of 64 bits: an open hash table of numbers into a list, which keeps the
 * order in which the things were first seen (library internal).
 *
 * Where the key is the thing (a pair of numbers, a short word), no other test is made. Where it is
 * a hash, the caller's function compares the things themselves. Either way different things are
 * counted apart: nothing here depends on luck. */
#ifndef NEWSREEL_LIB_TAGS_QUALITY_COUNTER_H
#define NEWSREEL_LIB_TAGS_QUALITY_COUNTER_H

#include "newsreel/core/mem.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct counted {
    uint64_t key;
    uint32_t count, first; /* first is what the caller gave when it was new: where it is */
};

/* Zero-initialised wants counter_reset. Memory: 16 bytes for each different thing and up to 16 more
 * for the table. */
struct counter {
    struct counted *items;
    uint32_t *slots; /* 0, or the number of an item and 1 */
    size_t count, items_cap, slots_cap;
    unsigned bits; /* 2^bits slots are in use */
};

enum { COUNTER_BITS = 6, COUNTER_KEPT = 1 << 20 };

void counter_reset(struct counter *c, size_t expected);
void counter_free(struct counter *c);
/* Puts a new item at slot. */
uint32_t counter_insert(struct counter *c, size_t slot, uint64_t key, uint32_t first);

/* The two halves of a product of 128 bits, folded: every bit of the key moves the slot. */
static inline size_t counter_place(const struct counter *c, uint64_t key)
{
    key ^= 0x9e3779b97f4a7c15u;
#ifdef __SIZEOF_INT128__
    __extension__ unsigned __int128 product = (unsigned __int128)key * 0xd1b54a32d192ed03u;
    key = (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    key = (key ^ key >> 32) * 0xd1b54a32d192ed03u;
    key ^= key >> 32;
#endif
    return (size_t)(key & ((UINT64_C(1) << c->bits) - 1));
}

/* True when item is what is looked for, their keys being equal. */
typedef bool counter_same(const void *context, uint32_t item);

/* The item of that key (and of which same, unless it is NULL, says true) or UINT32_MAX; *slot is
 * where it is, or where it goes. */
static inline uint32_t counter_find(const struct counter *c, uint64_t key, counter_same *same,
                                    const void *context, size_t *slot)
{
    size_t mask = ((size_t)1 << c->bits) - 1;
    for (*slot = counter_place(c, key);; *slot = (*slot + 1) & mask) {
        uint32_t item = c->slots[*slot] - 1;
        if (item == UINT32_MAX || (c->items[item].key == key && (!same || same(context, item))))
            return item;
    }
}

/* Counts a thing, and returns the number of its item. */
static inline uint32_t counter_add(struct counter *c, uint64_t key, uint32_t first,
                                   counter_same *same, const void *context)
{
    size_t slot;
    uint32_t item = counter_find(c, key, same, context, &slot);
    if (item == UINT32_MAX)
        return counter_insert(c, slot, key, first);
    c->items[item].count++;
    return item;
}

#endif
