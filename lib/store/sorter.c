#include "sorter.h"
#include "newsreel/core/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MODE = 0600, RADIX = 256, BATCH = 4096 /* entries written at a time */ };

static const char file_name[] = "keys.part";

void sorter_init(struct sorter *s, size_t room)
{
    *s = (struct sorter){.room = room, .fd = -1};
}

/* By a byte of the key; what is equal keeps its order. False when all have the same one. */
static bool scatter(const struct sorter_pair *from, struct sorter_pair *to, size_t count,
                    unsigned shift)
{
    size_t at[RADIX] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        at[from[i].key >> shift & (RADIX - 1)]++;
    if (at[from[0].key >> shift & (RADIX - 1)] == count)
        return false;
    for (size_t i = 0; i < RADIX; i++) {
        size_t n = at[i];
        at[i] = sum;
        sum += n;
    }
    for (size_t i = 0; i < count; i++)
        to[at[from[i].key >> shift & (RADIX - 1)]++] = from[i];
    return true;
}

/* Places ascend as they come, and the sort is stable: so keys alone decide. */
static void sort_pairs(struct sorter *s)
{
    for (unsigned shift = 0; shift < 64 && s->count; shift += 8) {
        if (!scatter(s->pairs, s->spare, s->count, shift))
            continue;
        struct sorter_pair *sorted = s->spare;
        s->spare = s->pairs;
        s->pairs = sorted;
    }
}

/* The file has no name from the beginning, so it is gone whatever happens. */
static enum nr_status open_file(struct sorter *s, struct folder *f, struct nr_error *e)
{
    s->fd = open(folder_path(f, file_name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, MODE);
    if (s->fd < 0)
        return folder_fail(f, file_name, "cannot create", e);
    return folder_remove(f, file_name, e);
}

static enum nr_status write_part(struct sorter *s, struct folder *f, struct nr_error *e)
{
    char entries[BATCH * RUN_ENTRY];
    if (s->fd < 0 && open_file(s, f, e) != NR_OK)
        return NR_FAIL;
    sort_pairs(s);
    for (size_t at = 0; at < s->count;) {
        size_t n = 0;
        for (; n < BATCH && at < s->count; n++, at++)
            run_store_entry(entries + n * RUN_ENTRY, s->pairs[at].key, s->pairs[at].place);
        if (folder_write(s->fd, entries, n * RUN_ENTRY) != 0)
            return folder_fail(f, file_name, "cannot write", e);
    }
    s->parts = nr_grow_array(s->parts, &s->part_room, s->part_count + 1, sizeof *s->parts);
    s->parts[s->part_count++] = s->count;
    s->entries += s->count;
    s->count = 0;
    return NR_OK;
}

enum nr_status sorter_add(struct sorter *s, struct folder *f, uint64_t key, uint64_t place,
                          struct nr_error *e)
{
    if (!s->pairs) {
        s->pairs = nr_realloc_array(NULL, s->room, sizeof *s->pairs);
        s->spare = nr_realloc_array(NULL, s->room, sizeof *s->spare);
    }
    s->pairs[s->count++] = (struct sorter_pair){key, place};
    return s->count < s->room ? NR_OK : write_part(s, f, e);
}

enum nr_status sorter_finish(struct sorter *s, struct folder *f, struct nr_error *e)
{
    if (s->count && write_part(s, f, e) != NR_OK)
        return NR_FAIL;
    free(s->pairs);
    free(s->spare);
    s->pairs = s->spare = NULL;
    if (s->entries == 0)
        return NR_OK;
    size_t size = nr_size_mul((size_t)s->entries, RUN_ENTRY);
    void *p = mmap(NULL, size, PROT_READ, MAP_SHARED, s->fd, 0);
    if (p == MAP_FAILED)
        return folder_fail(f, file_name, "cannot map", e);
    s->mapped = p;
    return NR_OK;
}

struct run_entries sorter_part(const struct sorter *s, size_t i)
{
    uint64_t before = 0;
    for (size_t k = 0; k < i; k++)
        before += s->parts[k];
    return (struct run_entries){s->mapped + before * RUN_ENTRY, s->parts[i]};
}

void sorter_free(struct sorter *s)
{
    if (s->mapped)
        munmap(s->mapped, (size_t)s->entries * RUN_ENTRY);
    if (s->fd >= 0)
        close(s->fd);
    free(s->pairs);
    free(s->spare);
    free(s->parts);
    sorter_init(s, s->room);
}

/* ---- Merging ---- */

/* A heap of the sources that are not at their end, the one with the smallest key on top. */
struct heap {
    struct merge_source *sources;
    struct heap_item {
        uint64_t key;
        size_t source;
    } * items;
    size_t count;
};

static bool is_before(const struct heap_item *a, const struct heap_item *b)
{
    return a->key != b->key ? a->key < b->key : a->source < b->source;
}

static void sink(struct heap *h, size_t at)
{
    struct heap_item item = h->items[at];
    for (size_t child; (child = 2 * at + 1) < h->count; at = child) {
        if (child + 1 < h->count && is_before(&h->items[child + 1], &h->items[child]))
            child++;
        if (is_before(&item, &h->items[child]))
            break;
        h->items[at] = h->items[child];
    }
    h->items[at] = item;
}

static void make_heap(struct heap *h, struct merge_source *sources, size_t count)
{
    *h = (struct heap){sources, nr_realloc_array(NULL, count, sizeof *h->items), 0};
    for (size_t i = 0; i < count; i++) {
        sources[i].next = sources[i].gone = 0;
        if (sources[i].entries.count)
            h->items[h->count++] = (struct heap_item){run_key(sources[i].entries, 0), i};
    }
    for (size_t i = h->count / 2; i-- > 0;)
        sink(h, i);
}

/* Takes the top entry off. */
static void pop(struct heap *h, char *to)
{
    struct merge_source *s = &h->sources[h->items[0].source];
    run_store_entry(to, h->items[0].key, run_place(s->entries, s->next) + s->shift);
    if (++s->next - s->gone == BATCH) {
        run_let_go(s->entries.at + s->gone * RUN_ENTRY, BATCH * RUN_ENTRY);
        s->gone = s->next;
    }
    if (s->next < s->entries.count)
        h->items[0].key = run_key(s->entries, s->next);
    else
        h->items[0] = h->items[--h->count];
    if (h->count)
        sink(h, 0);
}

enum nr_status merge_entries(struct merge_source *sources, size_t count,
                             enum nr_status (*put)(void *state, struct nr_str entries,
                                                   struct nr_error *e),
                             void *state, struct nr_error *e)
{
    char entries[BATCH * RUN_ENTRY];
    enum nr_status status = NR_OK;
    struct heap h;
    make_heap(&h, sources, count);
    while (h.count && status == NR_OK) {
        size_t n = 0;
        for (; n < BATCH && h.count; n++)
            pop(&h, entries + n * RUN_ENTRY);
        status = put(state, nr_str(entries, n * RUN_ENTRY), e);
    }
    free(h.items);
    return status;
}
