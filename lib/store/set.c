/* One big table would be simple, but to grow it needs its old and its new memory at once: three
 * times what it holds. 256 tables that grow one after the other never need more than one of them
 * twice. They are mapped, not allocated: a heap keeps the holes that outgrown tables leave. */
#include "newsreel/store/set.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>
#include <sys/mman.h>

enum { FIRST_SLOTS = 128 };

struct segment {
    struct nr_hash128 *keys; /* {0, 0}: free. The values lie behind the keys */
    uint64_t slots, used;
};

struct nr_set {
    struct segment segments[NR_SET_SEGMENTS];
    size_t slot_size;
    uint64_t count;
    size_t bytes, peak;
    bool has_zero; /* the one key that cannot stand in a table */
    uint64_t zero_value;
};

static void *map_zeroed(struct nr_set *s, size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        nr_die_of_memory();
    s->bytes += size;
    if (s->bytes > s->peak)
        s->peak = s->bytes;
    return p;
}

static void unmap(struct nr_set *s, struct segment *segment)
{
    if (!segment->keys)
        return;
    munmap(segment->keys, segment->slots * s->slot_size);
    s->bytes -= segment->slots * s->slot_size;
}

struct nr_set *nr_set_new(bool values)
{
    struct nr_set *s = nr_alloc_zero(1, sizeof *s);
    s->slot_size = sizeof(struct nr_hash128) + (values ? sizeof(uint64_t) : 0);
    s->bytes = s->peak = sizeof *s;
    return s;
}

static uint64_t *value_at(const struct segment *segment, uint64_t slot)
{
    return (uint64_t *)(segment->keys + segment->slots) + slot;
}

/* The slot of the key, or the free one where it belongs. The upper half of low scaled to the table:
 * slots need not be a power of two. */
static uint64_t find(const struct segment *segment, struct nr_hash128 key)
{
    uint64_t i = (key.low >> 32) * segment->slots >> 32;
    for (;;) {
        struct nr_hash128 there = segment->keys[i];
        if ((there.high == key.high && there.low == key.low) || (there.high | there.low) == 0)
            return i;
        if (++i == segment->slots)
            i = 0;
    }
}

static void grow(struct nr_set *s, struct segment *segment)
{
    struct segment next = {.used = segment->used};
    next.slots = segment->slots ? segment->slots + segment->slots / 4 : FIRST_SLOTS;
    if (next.slots > UINT32_MAX) /* 10^12 keys: the scaling in find is out of bits */
        nr_die_of_memory();
    next.keys = map_zeroed(s, nr_size_mul((size_t)next.slots, s->slot_size));
    for (uint64_t i = 0; i < segment->slots; i++) {
        struct nr_hash128 key = segment->keys[i];
        if ((key.high | key.low) == 0)
            continue;
        uint64_t slot = find(&next, key);
        next.keys[slot] = key;
        if (s->slot_size > sizeof key)
            *value_at(&next, slot) = *value_at(segment, i);
    }
    unmap(s, segment);
    *segment = next;
}

static bool add_zero(struct nr_set *s, uint64_t *value)
{
    if (!s->has_zero) {
        s->has_zero = true;
        s->zero_value = value ? *value : 0;
        s->count++;
        return true;
    }
    if (value)
        *value = s->zero_value;
    return false;
}

bool nr_set_add(struct nr_set *s, struct nr_hash128 key, uint64_t *value)
{
    if ((key.high | key.low) == 0)
        return add_zero(s, value);
    struct segment *segment = &s->segments[key.high >> 56];
    bool valued = value && s->slot_size > sizeof key;
    if (segment->slots) {
        uint64_t slot = find(segment, key);
        if (segment->keys[slot].high | segment->keys[slot].low) {
            if (valued)
                *value = *value_at(segment, slot);
            return false;
        }
    }
    if (segment->used >= segment->slots / 6 * 5)
        grow(s, segment);
    uint64_t slot = find(segment, key);
    segment->keys[slot] = key;
    if (valued)
        *value_at(segment, slot) = *value;
    segment->used++;
    s->count++;
    return true;
}

uint64_t nr_set_count(const struct nr_set *s)
{
    return s->count;
}

size_t nr_set_bytes(const struct nr_set *s)
{
    return s->bytes;
}

size_t nr_set_peak(const struct nr_set *s)
{
    return s->peak;
}

void nr_set_free(struct nr_set *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < NR_SET_SEGMENTS; i++)
        unmap(s, &s->segments[i]);
    free(s);
}
