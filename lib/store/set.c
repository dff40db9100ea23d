/* One big table would be simple, but to grow it needs its old and its new memory at once: three
 * times what it holds. Of 16 tables that grow by themselves never more than one is there twice. They
 * begin with different sizes, and so never grow all at once either: while some are nearly full,
 * others have just grown, and what the set takes for a key is nearly the same for any number of
 * keys. They are mapped, not allocated: a heap keeps the holes that outgrown tables leave. Nearly
 * every look goes to another page, so the pages are to be huge where the system has such: to find
 * a small page costs as much as to read from it. */
#include "newsreel/store/set.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>
#include <sys/mman.h>

enum { FIRST_SLOTS = 128, HUGE = 2 << 20, PAGE = 64 << 10 /* the largest there is */ };
enum { LINE_SLOTS = 8 /* a table has whole lines of the cache */ };

struct segment {
    uint64_t *keys; /* of one or two words each; all 0: free. The values lie behind the keys */
    uint64_t slots, used;
};

struct nr_set {
    struct segment segments[NR_SET_SEGMENTS];
    size_t slot_size, words; /* words: of a key */
    uint64_t count;
    size_t bytes, peak;
    bool has_zero; /* the one key that cannot stand in a table */
    uint64_t zero_value;
};

/* size is in pages. With room bytes too many, which go back at both ends, there is a place for huge
 * ones. */
static void *map_aligned(size_t size, size_t room)
{
    char *p = mmap(NULL, nr_size_add(size, room), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        nr_die_of_memory();
    size_t before = room ? (room - (uintptr_t)p % room) % room : 0;
    if (before)
        munmap(p, before);
    if (room - before)
        munmap(p + before + size, room - before);
    return p + before;
}

static size_t in_pages(size_t size)
{
    return nr_size_add(size, PAGE - 1) / PAGE * PAGE;
}

static void *map_zeroed(struct nr_set *s, size_t size)
{
    void *p = map_aligned(in_pages(size), size >= HUGE ? HUGE : 0);
#ifdef MADV_HUGEPAGE
    if (size >= HUGE)
        (void)madvise(p, size, MADV_HUGEPAGE); /* a wish */
#endif
    s->bytes += size;
    if (s->bytes > s->peak)
        s->peak = s->bytes;
    return p;
}

static void unmap(struct nr_set *s, struct segment *segment)
{
    if (!segment->keys)
        return;
    munmap(segment->keys, in_pages(segment->slots * s->slot_size));
    s->bytes -= segment->slots * s->slot_size;
}

struct nr_set *nr_set_new(bool values, unsigned bits)
{
    struct nr_set *s = nr_alloc_zero(1, sizeof *s);
    s->words = bits / 64;
    s->slot_size = (s->words + values) * sizeof(uint64_t);
    s->bytes = s->peak = sizeof *s;
    return s;
}

static bool has_values(const struct nr_set *s)
{
    return s->slot_size > s->words * sizeof(uint64_t);
}

static uint64_t *value_at(const struct nr_set *s, const struct segment *segment, uint64_t slot)
{
    return segment->keys + segment->slots * s->words + slot;
}

/* The key in a slot; what a short key lacks is 0. */
static struct nr_hash128 key_at(const struct nr_set *s, const struct segment *segment,
                                uint64_t slot)
{
    const uint64_t *key = segment->keys + slot * s->words;
    return (struct nr_hash128){key[0], s->words == 2 ? key[1] : 0};
}

static bool is_zero(struct nr_hash128 key)
{
    return (key.high | key.low) == 0;
}

/* Where the search for a key begins: the lower half of high scaled to the table, for slots need not
 * be a power of two; and from there to the first key of its line in the cache, so that most searches
 * read no other. */
static uint64_t home(const struct segment *segment, size_t words, struct nr_hash128 key)
{
    unsigned shift = words == 2 ? 2 : 3; /* of keys in a line */
    return ((key.high & UINT32_MAX) * (segment->slots >> shift) >> 32) << shift;
}

/* The slot of the key, or the free one where it belongs. */
static uint64_t find(const struct nr_set *s, const struct segment *segment, struct nr_hash128 key)
{
    const uint64_t *keys = segment->keys;
    uint64_t i = home(segment, s->words, key);
    if (s->words == 1) {
        while (keys[i] && keys[i] != key.high)
            if (++i == segment->slots)
                i = 0;
        return i;
    }
    while ((keys[2 * i] != key.high || keys[2 * i + 1] != key.low) &&
           (keys[2 * i] | keys[2 * i + 1]) != 0)
        if (++i == segment->slots)
            i = 0;
    return i;
}

static void put(const struct nr_set *s, struct segment *segment, uint64_t slot,
                struct nr_hash128 key)
{
    segment->keys[slot * s->words] = key.high;
    if (s->words == 2)
        segment->keys[slot * 2 + 1] = key.low;
}

/* Moves the keys of one table to a larger one, where each finds its place without being compared.
 * The order stays nearly the same, so both are gone through from their beginning to their end. */
static void move(const struct nr_set *s, const struct segment *from, struct segment *to)
{
    for (uint64_t i = 0; i < from->slots; i++) {
        struct nr_hash128 key = key_at(s, from, i);
        if (is_zero(key))
            continue;
        uint64_t slot = home(to, s->words, key);
        while (!is_zero(key_at(s, to, slot)))
            slot = slot + 1 < to->slots ? slot + 1 : 0;
        put(s, to, slot, key);
        if (has_values(s))
            *value_at(s, to, slot) = *value_at(s, from, i);
    }
}

/* The same for what most sets are. */
static void move_short(const struct segment *from, struct segment *to)
{
    for (uint64_t i = 0; i < from->slots; i++) {
        uint64_t key = from->keys[i];
        if (!key)
            continue;
        uint64_t slot = home(to, 1, (struct nr_hash128){key, 0});
        while (to->keys[slot])
            slot = slot + 1 < to->slots ? slot + 1 : 0;
        to->keys[slot] = key;
    }
}

/* A table of single words can spare more slots. */
static uint64_t growth(const struct nr_set *s, uint64_t slots)
{
    return s->slot_size == sizeof(uint64_t) ? slots : slots / 2;
}

static uint64_t next_slots(const struct nr_set *s, const struct segment *segment)
{
    uint64_t phase = (uint64_t)(segment - s->segments);
    uint64_t slots = segment->slots
                         ? segment->slots + growth(s, segment->slots)
                         : FIRST_SLOTS + growth(s, FIRST_SLOTS) * phase / NR_SET_SEGMENTS;
    return (slots + LINE_SLOTS - 1) / LINE_SLOTS * LINE_SLOTS;
}

static void grow(struct nr_set *s, struct segment *segment)
{
    struct segment next = {.used = segment->used, .slots = next_slots(s, segment)};
    if (next.slots > UINT32_MAX) /* 10^12 keys: the scaling in home is out of bits */
        nr_die_of_memory();
    next.keys = map_zeroed(s, nr_size_mul((size_t)next.slots, s->slot_size));
    if (s->slot_size == sizeof(uint64_t))
        move_short(segment, &next);
    else
        move(s, segment, &next);
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
    key.low = s->words == 2 ? key.low : 0;
    if (is_zero(key))
        return add_zero(s, value);
    struct segment *segment = &s->segments[key.high >> 60];
    bool valued = value && has_values(s);
    uint64_t slot = segment->slots ? find(s, segment, key) : 0;
    if (segment->slots && !is_zero(key_at(s, segment, slot))) {
        if (valued)
            *value = *value_at(s, segment, slot);
        return false;
    }
    if (segment->used >= segment->slots / 6 * 5) {
        grow(s, segment);
        slot = find(s, segment, key);
    }
    put(s, segment, slot, key);
    if (valued)
        *value_at(s, segment, slot) = *value;
    segment->used++;
    s->count++;
    return true;
}

void nr_set_prefetch(const struct nr_set *s, struct nr_hash128 key)
{
    const struct segment *segment = &s->segments[key.high >> 60];
    if (segment->slots)
        __builtin_prefetch(segment->keys + home(segment, s->words, key) * s->words);
}

void nr_set_replace(struct nr_set *s, struct nr_hash128 key, uint64_t value)
{
    key.low = s->words == 2 ? key.low : 0;
    struct segment *segment = &s->segments[key.high >> 60];
    if (is_zero(key))
        s->zero_value = value;
    else
        *value_at(s, segment, find(s, segment, key)) = value;
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
