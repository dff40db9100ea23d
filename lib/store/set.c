/* One big table would take twice what it needs whenever it has just grown. Of 16 that grow by
 * themselves, and begin with different sizes, some are nearly full while others have just grown, and
 * what the set takes for a key is nearly the same for any number of keys. A table grows where it is:
 * its pages get room behind them, without being copied, and its keys spread from the last to the
 * first, so that no second table is ever needed and no page is cleared twice. Nearly every look goes
 * to another page, so the pages are to be huge where the system has such: to find a small page costs
 * as much as to read from it. */
#define _GNU_SOURCE /* mremap */
#include "newsreel/store/set.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>
#include <sys/mman.h>

enum { FIRST_SLOTS = 128, HUGE = 2 << 20, PAGE = 64 << 10 /* the largest there is */ };
enum { LINE_SLOTS = 8 /* a table has whole lines of the cache */, MOST_WIDTH = 3 };

/* What stands in a slot: a key of one or two words, and perhaps a value. All 0: free. */
struct shape {
    unsigned words, width; /* of the key, of all */
};

struct segment {
    uint64_t *words;
    uint64_t slots, used, most; /* used is never more than most */
};

struct nr_set {
    struct segment segments[NR_SET_SEGMENTS];
    struct shape shape;
    uint64_t count;
    size_t bytes;
    bool has_zero; /* the one key that cannot stand in a table */
    uint64_t zero_value;
};

static const struct shape SHORT = {1, 1}; /* what most sets are */

/* ---- Memory ---- */

static size_t in_pages(size_t size)
{
    return nr_size_add(size, PAGE - 1) / PAGE * PAGE;
}

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

/* Little is copied. Much is not: its pages move. */
static void move(void *place, void *old, size_t old_size, size_t size)
{
#ifdef MREMAP_FIXED
    if (size >= HUGE) {
        if (mremap(old, old_size, size, MREMAP_MAYMOVE | MREMAP_FIXED, place) == MAP_FAILED)
            nr_die_of_memory();
        return;
    }
#endif
    memcpy(place, old, old_size);
    munmap(old, old_size);
}

/* Makes memory larger; what is new is zero. */
static void *extend(void *old, size_t old_size, size_t size)
{
    old_size = in_pages(old_size);
    size = in_pages(size);
    if (old && old_size == size)
        return old;
    void *p = map_aligned(size, size >= HUGE ? HUGE : 0);
    if (old)
        move(p, old, old_size, size);
#ifdef MADV_HUGEPAGE
    if (size >= HUGE)
        (void)madvise(p, size, MADV_HUGEPAGE); /* a wish */
#endif
    return p;
}

/* ---- Slots ---- */

static inline size_t slot_size(struct shape shape)
{
    return shape.width * sizeof(uint64_t);
}

static inline uint64_t *slot_at(const struct segment *t, struct shape shape, uint64_t slot)
{
    return t->words + slot * shape.width;
}

static inline bool is_free(const uint64_t *at, struct shape shape)
{
    return shape.words == 1 ? at[0] == 0 : (at[0] | at[1]) == 0;
}

static inline bool holds(const uint64_t *at, struct shape shape, struct nr_hash128 key)
{
    return at[0] == key.high && (shape.words == 1 || at[1] == key.low);
}

/* Where the search for a key begins: the lower half of high scaled to the table, for slots need not
 * be a power of two; and from there to the first slot of its line in the cache, so that most
 * searches read no other. */
static inline uint64_t home(const struct segment *t, struct shape shape, uint64_t high)
{
    unsigned shift = shape.width == 1 ? 3 : shape.width == 2 ? 2 : 0; /* of slots in a line */
    return ((high & UINT32_MAX) * (t->slots >> shift) >> 32) << shift;
}

/* The slot of the key, or the free one where it belongs. */
static inline uint64_t *find(const struct segment *t, struct shape shape, struct nr_hash128 key)
{
    uint64_t slot = home(t, shape, key.high);
    uint64_t *at = slot_at(t, shape, slot);
    while (!holds(at, shape, key) && !is_free(at, shape)) {
        slot = slot + 1 < t->slots ? slot + 1 : 0;
        at = slot_at(t, shape, slot);
    }
    return at;
}

/* ---- Growth ---- */

/* The first free slot at or behind slot, if there is one before the end. */
static inline uint64_t *free_behind(const struct segment *t, struct shape shape, uint64_t slot)
{
    for (; slot < t->slots; slot++)
        if (is_free(slot_at(t, shape, slot), shape))
            return slot_at(t, shape, slot);
    return NULL;
}

/* Moves the keys of the first old slots to where they belong in all slots. Behind slot i all have
 * moved; a key that belongs before it, or behind the end, waits until the others are in their
 * places. There are few of them: keys that were pushed far from their home, or around the end. */
static inline void spread(struct segment *t, struct shape shape, uint64_t old)
{
    struct nr_buf waiting = {0};
    for (uint64_t i = old; i-- > 0;) {
        uint64_t *from = slot_at(t, shape, i), content[MOST_WIDTH] = {0};
        if (is_free(from, shape))
            continue;
        memcpy(content, from, slot_size(shape));
        memset(from, 0, slot_size(shape));
        uint64_t slot = home(t, shape, content[0]);
        uint64_t *to = slot >= i ? free_behind(t, shape, slot) : NULL;
        if (to)
            memcpy(to, content, slot_size(shape));
        else
            nr_buf_add(&waiting, (const char *)content, sizeof content);
    }
    for (size_t at = 0; at < waiting.len; at += MOST_WIDTH * sizeof(uint64_t)) {
        uint64_t content[MOST_WIDTH];
        memcpy(content, waiting.data + at, sizeof content);
        struct nr_hash128 key = {content[0], shape.words == 2 ? content[1] : 0};
        memcpy(find(t, shape, key), content, slot_size(shape));
    }
    nr_buf_free(&waiting);
}

/* A table of single words can spare more slots. */
static uint64_t growth(struct shape shape, uint64_t slots)
{
    return shape.width == 1 ? slots : slots / 2;
}

static uint64_t next_slots(const struct nr_set *s, const struct segment *t)
{
    uint64_t phase = (uint64_t)(t - s->segments);
    uint64_t slots = t->slots
                         ? t->slots + growth(s->shape, t->slots)
                         : FIRST_SLOTS + growth(s->shape, FIRST_SLOTS) * phase / NR_SET_SEGMENTS;
    return (slots + LINE_SLOTS - 1) / LINE_SLOTS * LINE_SLOTS;
}

static void grow(struct nr_set *s, struct segment *t)
{
    uint64_t old = t->slots;
    t->slots = next_slots(s, t);
    if (t->slots > UINT32_MAX) /* 10^12 keys: the scaling in home is out of bits */
        nr_die_of_memory();
    size_t size = nr_size_mul((size_t)t->slots, slot_size(s->shape));
    t->words = extend(t->words, (size_t)old * slot_size(s->shape), size);
    t->most = t->slots / 6 * 5;
    s->bytes += (size_t)(t->slots - old) * slot_size(s->shape);
    if (s->shape.width == 1)
        spread(t, SHORT, old);
    else
        spread(t, s->shape, old);
}

/* ---- The set ---- */

struct nr_set *nr_set_new(bool values, unsigned bits)
{
    struct nr_set *s = nr_alloc_zero(1, sizeof *s);
    s->shape.words = bits / 64;
    s->shape.width = s->shape.words + values;
    s->bytes = sizeof *s;
    return s;
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

static inline bool add(struct nr_set *s, struct shape shape, struct nr_hash128 key, uint64_t *value)
{
    struct segment *t = &s->segments[key.high >> 60];
    uint64_t *at = t->slots ? find(t, shape, key) : NULL;
    if (at && !is_free(at, shape)) {
        if (value && shape.width > shape.words)
            *value = at[shape.words];
        return false;
    }
    if (t->used == t->most) {
        grow(s, t);
        at = find(t, shape, key);
    }
    at[0] = key.high;
    if (shape.words == 2)
        at[1] = key.low;
    if (value && shape.width > shape.words)
        at[shape.words] = *value;
    t->used++;
    s->count++;
    return true;
}

bool nr_set_add(struct nr_set *s, struct nr_hash128 key, uint64_t *value)
{
    key.low = s->shape.words == 2 ? key.low : 0;
    if ((key.high | key.low) == 0)
        return add_zero(s, value);
    return s->shape.width == 1 ? add(s, SHORT, key, NULL) : add(s, s->shape, key, value);
}

void nr_set_prefetch(const struct nr_set *s, struct nr_hash128 key)
{
    const struct segment *t = &s->segments[key.high >> 60];
    if (t->slots)
        __builtin_prefetch(slot_at(t, s->shape, home(t, s->shape, key.high)));
}

void nr_set_replace(struct nr_set *s, struct nr_hash128 key, uint64_t value)
{
    key.low = s->shape.words == 2 ? key.low : 0;
    if ((key.high | key.low) == 0)
        s->zero_value = value;
    else
        find(&s->segments[key.high >> 60], s->shape, key)[s->shape.words] = value;
}

uint64_t nr_set_count(const struct nr_set *s)
{
    return s->count;
}

size_t nr_set_bytes(const struct nr_set *s)
{
    return s->bytes;
}

void nr_set_free(struct nr_set *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < NR_SET_SEGMENTS; i++) {
        struct segment *t = &s->segments[i];
        if (t->words)
            munmap(t->words, in_pages((size_t)t->slots * slot_size(s->shape)));
    }
    free(s);
}
