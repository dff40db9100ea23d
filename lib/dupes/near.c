/* A key's top bits choose a part of the index, the next ones two lines of its table, each a line of
 * the processor's cache. An entry stands in one of the two; when both are full, one that is there
 * moves to its own other line (cuckoo hashing with buckets: Dietzfelbinger and Weidling, 2007). So
 * a look-up reads two lines, however full the table is. The bits that chose the lines stand in
 * them, so that a table can be copied to a larger one. Tables are mapped, not allocated: they come
 * and go in all sizes, and a heap would keep the holes. */
#include "newsreel/dupes/near.h"
#include "newsreel/core/mem.h"
#include "word_hash.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    SEGMENT_BITS = 10,
    TAG_BITS = 24,
    SLOTS = 9,
    STEP_BITS = 5,    /* lines of a tag are that near: in one page of memory, mostly */
    FULL = 96,        /* percent */
    MOVES = 64,       /* before a table grows that is not full: it happens where keys are crowded */
    FIRST_LINES = 51, /* up to a quarter more: so the parts never grow all at once */
};

/* Tags begin with eight that are compared at once; the ninth and the upper bits follow. */
#if defined(MAP_POPULATE)
#define POPULATE MAP_POPULATE
#else
#define POPULATE 0
#endif
struct line {
    uint16_t tags[SLOTS];
    uint8_t high[SLOTS];
    uint8_t used;
    uint32_t ordinals[SLOTS];
};

_Static_assert(sizeof(struct line) == 64, "a line of the table is a line of the cache");

struct segment {
    struct line *lines;
    uint32_t count; /* of lines */
    uint64_t used;  /* entries */
};

struct nr_near {
    struct segment segments[NR_NEAR_SEGMENTS];
    uint64_t entries;
    size_t bytes, peak;
};

/* A key as far as it is kept. */
struct tag {
    unsigned segment;
    uint32_t value;
};

struct nr_near *nr_near_new(void)
{
    struct nr_near *n = nr_alloc_zero(1, sizeof *n);
    n->bytes = n->peak = sizeof *n;
    return n;
}

static size_t mapped(uint32_t lines)
{
    const size_t page = 4096;
    return ((size_t)lines * sizeof(struct line) + page - 1) / page * page;
}

static struct line *map_lines(struct nr_near *n, uint32_t lines)
{
    void *p = mmap(NULL, mapped(lines), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | POPULATE, -1, 0);
    if (p == MAP_FAILED)
        nr_die_of_memory();
    n->bytes += mapped(lines);
    if (n->bytes > n->peak)
        n->peak = n->bytes;
    return p;
}

static void unmap(struct nr_near *n, struct segment *segment)
{
    if (!segment->lines)
        return;
    munmap(segment->lines, mapped(segment->count));
    n->bytes -= mapped(segment->count);
}

/* Pages of a key are keys of their own; the first is the key itself. */
static struct tag tag_of(uint64_t key, uint64_t page)
{
    if (page)
        key = word_hash_fold(key + page, 0xd6e8feb86659fd93u);
    return (struct tag){(unsigned)(key >> (64 - SEGMENT_BITS)),
                        key >> (64 - SEGMENT_BITS - TAG_BITS) & ((1u << TAG_BITS) - 1)};
}

/* The two lines of a tag. */
struct homes {
    uint32_t first, second;
};

static inline struct homes homes_of(const struct segment *segment, uint32_t value)
{
    uint32_t first = (uint32_t)((uint64_t)value * segment->count >> TAG_BITS);
    uint32_t second = first + 1 + (value * 0x9e3779b1u >> (32 - STEP_BITS));
    return (struct homes){first, second < segment->count ? second : second - segment->count};
}

static uint32_t tag_at(const struct line *line, unsigned slot)
{
    return line->tags[slot] | (uint32_t)line->high[slot] << 16;
}

struct entry {
    uint32_t value, ordinal;
};

static struct entry take(const struct line *line, unsigned slot)
{
    return (struct entry){tag_at(line, slot), line->ordinals[slot]};
}

static void store(struct line *line, unsigned slot, struct entry e)
{
    line->tags[slot] = (uint16_t)e.value;
    line->high[slot] = (uint8_t)(e.value >> 16);
    line->ordinals[slot] = e.ordinal;
}

/* Finds a place for *e. False when there is none: *e is then the entry that lost its place. */
static bool put(struct segment *segment, struct entry *e)
{
    uint32_t left = UINT32_MAX; /* the line that it had to leave */
    for (unsigned move = 0; move < MOVES; move++) {
        struct homes h = homes_of(segment, e->value);
        struct line *first = &segment->lines[h.first], *second = &segment->lines[h.second];
        struct line *line = &segment->lines[second->used < first->used ? h.second : h.first];
        if (line->used < SLOTS) {
            store(line, line->used++, *e);
            return true;
        }
        line = h.first == left ? second : first;
        left = (uint32_t)(line - segment->lines);
        struct entry moved = take(line, move % SLOTS);
        store(line, move % SLOTS, *e);
        *e = moved;
    }
    return false;
}

static bool copy(struct segment *to, const struct segment *from)
{
    for (uint32_t i = 0; i < from->count; i++)
        for (unsigned k = 0; k < from->lines[i].used; k++) {
            struct entry e = take(&from->lines[i], k);
            if (!put(to, &e))
                return false;
        }
    return true;
}

static uint32_t next_size(const struct nr_near *n, const struct segment *segment, uint32_t lines)
{
    unsigned index = (unsigned)(segment - n->segments);
    if (lines == 0)
        return FIRST_LINES + index * (FIRST_LINES / 4 + 1) / NR_NEAR_SEGMENTS;
    if (lines >= 1u << TAG_BITS) /* 10^11 entries: homes_of is out of bits */
        nr_die_of_memory();
    return lines + lines / 4;
}

/* Moves the segment to a larger table, and e with it. */
static void grow(struct nr_near *n, struct segment *segment, struct entry e)
{
    struct segment next = {.used = segment->used};
    do {
        unmap(n, &next);
        next.count = next_size(n, segment, next.count ? next.count : segment->count);
        next.lines = map_lines(n, next.count);
    } while (!copy(&next, segment) || !put(&next, &(struct entry){e.value, e.ordinal}));
    unmap(n, segment);
    *segment = next;
}

static void add_entry(struct nr_near *n, struct segment *segment, struct entry e)
{
    if (++segment->used > (uint64_t)segment->count * SLOTS * FULL / 100 || !put(segment, &e))
        grow(n, segment, e);
    n->entries++;
}

typedef uint16_t eight __attribute__((vector_size(16)));

/* Whether any slot may hold a tag with these lower bits: nearly always the answer is no, and this
 * is the quick way to it. */
static inline bool may_hold(const struct line *line, uint16_t low)
{
    eight tags;
    uint64_t halves[2];
    memcpy(&tags, line->tags, sizeof tags);
    tags = (eight)(tags == low);
    memcpy(halves, &tags, sizeof halves);
    return (halves[0] | halves[1]) || line->tags[SLOTS - 1] == low;
}

static unsigned read_line(const struct line *line, uint32_t value, uint32_t *ordinals)
{
    unsigned found = 0;
    for (unsigned k = 0; k < line->used; k++)
        if (tag_at(line, k) == value)
            ordinals[found++] = line->ordinals[k];
    return found;
}

/* Collects the ordinals that stand with a tag: at most NR_NEAR_PAGE, because no more are added. */
static unsigned read_page(const struct nr_near *n, struct tag tag, uint32_t ordinals[NR_NEAR_PAGE])
{
    const struct segment *segment = &n->segments[tag.segment];
    unsigned found = 0;
    if (!segment->lines)
        return 0;
    struct homes h = homes_of(segment, tag.value);
    const struct line *first = &segment->lines[h.first], *second = &segment->lines[h.second];
    if (may_hold(first, (uint16_t)tag.value))
        found = read_line(first, tag.value, ordinals);
    if (second != first && may_hold(second, (uint16_t)tag.value))
        found += read_line(second, tag.value, ordinals + found);
    return found;
}

static bool is_full(const struct nr_near *n, uint64_t key, uint64_t page)
{
    uint32_t ordinals[NR_NEAR_PAGE];
    return read_page(n, tag_of(key, page), ordinals) == NR_NEAR_PAGE;
}

/* The first page of a key that has room. Full ones lie before it, so it is searched for in steps
 * that double, then by halves. */
static uint64_t open_page(const struct nr_near *n, uint64_t key)
{
    uint64_t full = 0, open = 1;
    if (!is_full(n, key, 0))
        return 0;
    for (; is_full(n, key, open); open *= 2)
        full = open;
    while (open - full > 1) {
        uint64_t middle = full + (open - full) / 2;
        if (is_full(n, key, middle))
            full = middle;
        else
            open = middle;
    }
    return open;
}

static void prefetch(const struct nr_near *n, const uint64_t *keys, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct tag tag = tag_of(keys[i], 0);
        const struct segment *segment = &n->segments[tag.segment];
        if (!segment->lines)
            continue;
        struct homes h = homes_of(segment, tag.value);
        __builtin_prefetch(&segment->lines[h.first]);
        __builtin_prefetch(&segment->lines[h.second]);
    }
}

void nr_near_add(struct nr_near *n, uint32_t ordinal, const uint64_t *keys, unsigned count)
{
    prefetch(n, keys, count);
    for (unsigned i = 0; i < count; i++) {
        struct tag tag = tag_of(keys[i], open_page(n, keys[i]));
        add_entry(n, &n->segments[tag.segment], (struct entry){tag.value, ordinal});
    }
}

/* Appends the entries of a key: those of its first page and of its newest ones. */
static size_t read_key(const struct nr_near *n, uint64_t key, uint32_t *entries, bool *cut)
{
    size_t found = read_page(n, tag_of(key, 0), entries);
    *cut = false;
    if (found < NR_NEAR_PAGE)
        return found;
    uint64_t page = open_page(n, key);
    for (unsigned read = 1; page && read < NR_NEAR_PAGES; page--, read++)
        found += read_page(n, tag_of(key, page), entries + found);
    *cut = page > 0;
    return found;
}

static void sort_few(uint32_t *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t entry = entries[i];
        size_t k = i;
        for (; k && entries[k - 1] > entry; k--)
            entries[k] = entries[k - 1];
        entries[k] = entry;
    }
}

/* A radix sort by bytes, an even number of passes. */
static void sort_many(uint32_t *entries, uint32_t *spare, size_t count)
{
    for (int shift = 0; shift < 32; shift += 8) {
        uint32_t places[257] = {0};
        for (size_t i = 0; i < count; i++)
            places[(entries[i] >> shift & 0xff) + 1]++;
        for (int i = 1; i < 257; i++)
            places[i] += places[i - 1];
        for (size_t i = 0; i < count; i++)
            spare[places[entries[i] >> shift & 0xff]++] = entries[i];
        uint32_t *sorted = spare;
        spare = entries;
        entries = sorted;
    }
}

static void sort_entries(struct nr_candidates *c, size_t count)
{
    enum { FEW = 64 };
    if (count <= FEW) {
        sort_few(c->entries, count);
        return;
    }
    c->spare = nr_grow_array(c->spare, &c->spare_cap, count, sizeof *c->spare);
    sort_many(c->entries, c->spare, count);
}

/* Entries of the same record become one candidate. A key that a record has twice counts more than
 * once, hence the limit. */
static void gather(struct nr_candidates *c, size_t entries)
{
    c->found = nr_grow_array(c->found, &c->cap, entries, sizeof *c->found);
    c->count = 0;
    for (size_t i = 0; i < entries; i++) {
        if (i == 0 || c->entries[i] != c->entries[i - 1])
            c->found[c->count++] = (struct nr_candidate){c->entries[i], 1};
        else if (c->found[c->count - 1].keys < NR_NEAR_MOST_KEYS)
            c->found[c->count - 1].keys++;
    }
}

/* Keeps the NR_NEAR_MOST that have the most keys in common, the earliest of those that have
 * equally many. */
static void keep_best(struct nr_candidates *c)
{
    size_t with[NR_NEAR_MOST_KEYS + 1] = {0}, room = NR_NEAR_MOST, kept = 0;
    uint32_t least = NR_NEAR_MOST_KEYS;
    for (size_t i = 0; i < c->count; i++)
        with[c->found[i].keys]++;
    for (; with[least] <= room; least--)
        room -= with[least];
    for (size_t i = 0; i < c->count; i++) {
        uint32_t keys = c->found[i].keys;
        if (keys > least || (keys == least && room)) {
            room -= keys == least;
            c->found[kept++] = c->found[i];
        }
    }
    c->cut_records += c->count - kept;
    c->least = least;
    c->count = kept;
}

void nr_near_find(const struct nr_near *n, const uint64_t *keys, unsigned count,
                  struct nr_candidates *c)
{
    enum { MOST = NR_NEAR_PAGE * NR_NEAR_PAGES };
    size_t entries = 0;
    prefetch(n, keys, count);
    for (unsigned i = 0; i < count; i++) {
        bool cut;
        c->entries = nr_grow_array(c->entries, &c->entries_cap, entries + MOST, sizeof *c->entries);
        entries += read_key(n, keys[i], c->entries + entries, &cut);
        c->cut_keys += cut;
    }
    c->least = 0;
    sort_entries(c, entries);
    gather(c, entries);
    if (c->count > NR_NEAR_MOST)
        keep_best(c);
}

void nr_candidates_free(struct nr_candidates *c)
{
    free(c->found);
    free(c->entries);
    free(c->spare);
    *c = (struct nr_candidates){0};
}

uint64_t nr_near_entries(const struct nr_near *n)
{
    return n->entries;
}

size_t nr_near_bytes(const struct nr_near *n)
{
    return n->bytes;
}

size_t nr_near_peak(const struct nr_near *n)
{
    return n->peak;
}

void nr_near_free(struct nr_near *n)
{
    if (!n)
        return;
    for (size_t i = 0; i < NR_NEAR_SEGMENTS; i++)
        unmap(n, &n->segments[i]);
    free(n);
}
