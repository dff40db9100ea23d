#include "newsreel/publish/top.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

enum { SMALL = 256 }; /* counts that are sorted by counting them */

static void open_table(struct nr_top *t)
{
    size_t size = 4;
    while (size < 2 * t->room)
        size *= 2;
    t->mask = size - 1;
    t->table = nr_alloc_zero(size, sizeof *t->table);
    t->items = nr_alloc(nr_size_mul(t->room, sizeof *t->items));
    t->names = nr_alloc(nr_size_mul(t->room, sizeof *t->names));
}

/* Where the item of a hash stands in the table, or the free place for it. */
static size_t place_of(const struct nr_top *t, uint64_t hash)
{
    size_t at = (size_t)hash & t->mask;
    while (t->table[at] && t->items[t->table[at] - 1u].hash != hash)
        at = (at + 1) & t->mask;
    return at;
}

static int compare_counts(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t median_of_large(const struct nr_top *t)
{
    uint64_t *counts = nr_alloc(t->count * sizeof *counts);
    for (size_t i = 0; i < t->count; i++)
        counts[i] = t->items[i].count;
    qsort(counts, t->count, sizeof *counts, compare_counts);
    uint64_t median = counts[(t->count - 1) / 2];
    free(counts);
    return median;
}

/* The smallest count that half of the names do not exceed. It is nearly always small. */
static uint64_t median(const struct nr_top *t)
{
    size_t small[SMALL] = {0}, n = 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->items[i].count < SMALL)
            small[t->items[i].count]++;
    for (size_t count = 0; count < SMALL; count++)
        if ((n += small[count]) >= (t->count + 1) / 2)
            return count;
    return median_of_large(t);
}

/* Makes room. */
static void purge(struct nr_top *t)
{
    uint64_t less = median(t);
    size_t kept = 0;
    memset(t->table, 0, (t->mask + 1) * sizeof *t->table);
    for (size_t i = 0; i < t->count; i++) {
        if (t->items[i].count <= less)
            continue;
        t->items[kept] = (struct nr_top_item){t->items[i].hash, t->items[i].count - less};
        t->names[kept] = t->names[i];
        size_t at = (size_t)t->items[kept].hash & t->mask;
        while (t->table[at])
            at = (at + 1) & t->mask;
        t->table[at] = (uint16_t)++kept;
    }
    t->count = kept;
    t->lost += less;
}

static void keep_name(struct nr_top_name *n, struct nr_str name)
{
    struct nr_str head = nr_utf8_head(name, NR_TOP_NAME);
    n->len = (unsigned char)head.len;
    n->cut = head.len < name.len;
    if (head.len)
        memcpy(n->text, head.data, head.len);
}

void nr_top_add(struct nr_top *t, uint64_t hash, struct nr_str name, uint64_t count)
{
    if (!t->table)
        open_table(t);
    t->total += count;
    if (t->last < t->count && t->items[t->last].hash == hash) {
        t->items[t->last].count += count;
        return;
    }
    size_t at = place_of(t, hash);
    if (!t->table[at]) {
        if (t->count == t->room) {
            purge(t);
            at = place_of(t, hash);
        }
        keep_name(&t->names[t->count], name);
        t->items[t->count++] = (struct nr_top_item){.hash = hash};
        t->table[at] = (uint16_t)t->count;
    }
    t->last = t->table[at] - 1u;
    t->items[t->last].count += count;
}

struct pair {
    struct nr_top_item item;
    struct nr_top_name name;
};

static int compare(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->item.count != y->item.count)
        return x->item.count > y->item.count ? -1 : 1;
    int names = nr_str_cmp(nr_str(x->name.text, x->name.len), nr_str(y->name.text, y->name.len));
    if (names)
        return names;
    return x->item.hash < y->item.hash ? -1 : x->item.hash > y->item.hash;
}

void nr_top_sort(struct nr_top *t)
{
    struct pair *pairs = nr_alloc(nr_size_mul(t->count, sizeof *pairs));
    for (size_t i = 0; i < t->count; i++)
        pairs[i] = (struct pair){t->items[i], t->names[i]};
    qsort(pairs, t->count, sizeof *pairs, compare);
    for (size_t i = 0; i < t->count; i++) {
        t->items[i] = pairs[i].item;
        t->names[i] = pairs[i].name;
    }
    free(pairs);
}

void nr_top_free(struct nr_top *t)
{
    free(t->table);
    free(t->items);
    free(t->names);
    *t = (struct nr_top){.room = t->room};
}
