/* Looking up: nothing of the index changes here, any number of threads may do it. */
#include "index_state.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

enum { FIRST = 8 /* records of a crowd that are read from its beginning */ };

/* An entry that was found: the number of the run above its place. */
static uint64_t entry_of(size_t run, uint64_t place)
{
    return (uint64_t)run << RUN_PLACE_BITS | place;
}

/* Appends the records of a key in a run: the first ones and the newest. */
static size_t read_key(const struct nr_index *x, size_t run, uint64_t key, uint64_t *entries,
                       bool *cut)
{
    const struct run *r = &x->runs[run];
    uint64_t from, to;
    size_t found = 0;
    *cut = false;
    if (!run_filter_has(r, key))
        return 0;
    run_find(r, key, &from, &to);
    *cut = to - from > NR_INDEX_CROWD;
    for (uint64_t i = from; i < to; i++) {
        if (*cut && i == from + FIRST)
            i = to - (NR_INDEX_CROWD - FIRST);
        entries[found++] = entry_of(run, run_place(r->entries, i));
    }
    return found;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Entries of the same record become one match. */
static void gather(struct nr_index_matches *m, size_t entries)
{
    m->found = nr_grow_array(m->found, &m->cap, entries, sizeof *m->found);
    m->count = 0;
    for (size_t i = 0; i < entries; i++) {
        uint64_t entry = m->entries[i];
        if (i && entry == m->entries[i - 1])
            m->found[m->count - 1].keys++;
        else
            m->found[m->count++] = (struct nr_index_match){
                .run = (uint32_t)(entry >> RUN_PLACE_BITS),
                .keys = 1,
                .place = entry & (RUN_DATA_MOST - 1),
            };
    }
}

static uint32_t rank(const struct nr_index_match *match)
{
    return match->keys < NR_INDEX_MOST_KEYS ? match->keys : NR_INDEX_MOST_KEYS;
}

/* Keeps the NR_INDEX_MOST that have the most keys in common, the earliest of those that have
 * equally many. */
static void keep_best(struct nr_index_matches *m)
{
    size_t with[NR_INDEX_MOST_KEYS + 1] = {0}, room = NR_INDEX_MOST, kept = 0;
    uint32_t least = NR_INDEX_MOST_KEYS;
    for (size_t i = 0; i < m->count; i++)
        with[rank(&m->found[i])]++;
    for (; with[least] <= room; least--)
        room -= with[least];
    for (size_t i = 0; i < m->count; i++) {
        uint32_t keys = rank(&m->found[i]);
        if (keys > least || (keys == least && room)) {
            room -= keys == least;
            m->found[kept++] = m->found[i];
        }
    }
    m->cut_records += m->count - kept;
    m->least = least;
    m->count = kept;
}

static enum nr_status read_values(const struct nr_index *x, struct nr_index_matches *m,
                                  struct nr_error *e)
{
    for (size_t i = 0; i < m->count; i++) {
        struct nr_index_match *match = &m->found[i];
        if (run_value(&x->runs[match->run], match->place, &match->value, e) != NR_OK)
            return NR_FAIL;
    }
    return NR_OK;
}

enum nr_status nr_index_find(const struct nr_index *x, const uint64_t *keys, size_t count,
                             struct nr_index_matches *m, struct nr_error *e)
{
    size_t entries = 0;
    for (size_t run = 0; run < x->run_count; run++) {
        for (size_t i = 0; i < count; i++)
            run_filter_prefetch(&x->runs[run], keys[i]);
        for (size_t i = 0; i < count; i++) {
            bool cut;
            m->entries = nr_grow_array(m->entries, &m->entry_room, entries + NR_INDEX_CROWD,
                                       sizeof *m->entries);
            entries += read_key(x, run, keys[i], m->entries + entries, &cut);
            m->cut_keys += cut;
        }
    }
    if (entries > 1)
        qsort(m->entries, entries, sizeof *m->entries, compare);
    m->least = 0;
    gather(m, entries);
    if (m->count > NR_INDEX_MOST)
        keep_best(m);
    return read_values(x, m, e);
}

void nr_index_matches_free(struct nr_index_matches *m)
{
    free(m->found);
    free(m->entries);
    *m = (struct nr_index_matches){0};
}
