/* nr_top: how often each of any number of names was met, in memory that does not grow.
 *
 * As long as no more different names come than there is room for, all counts are exact. When one
 * more comes, the smallest count that at least half of the names do not exceed is taken off all of
 * them, and those with nothing left go. So a count may be too low, by `lost` at most, and never too
 * high; a name that is not there was met `lost` times at most; and `lost` is no more than the total
 * divided by half of the room. (Misra and Gries, "Finding repeated elements", 1982; the lazy form
 * is that of Anderson and others, "A high-performance algorithm for identifying frequent items in
 * data streams", 2017.)
 *
 * The result depends on the order of the adds once `lost` is not 0: they have to come in the order
 * of the input. Names are known by a hash; two that have the same one are taken for the first of
 * them. */
#ifndef NEWSREEL_PUBLISH_TOP_H
#define NEWSREEL_PUBLISH_TOP_H

#include "newsreel/core/buf.h"
#include <stdint.h>

enum {
    NR_TOP_NAME = 86, /* bytes of a name that are kept; a longer one is cut between code points */
    NR_TOP_MOST = 32768,
};

struct nr_top_item {
    uint64_t hash, count;
};

struct nr_top_name {
    unsigned char len;
    bool cut; /* the name is longer */
    char text[NR_TOP_NAME];
};

/* Zero-initialised with a room is ready; nr_top_free gives back what it owns. */
struct nr_top {
    size_t room;    /* names held at most: 2 to NR_TOP_MOST */
    uint64_t total; /* of all adds */
    uint64_t lost;
    size_t count;
    struct nr_top_item *items;
    struct nr_top_name *names; /* of the items */
    uint16_t *table;           /* of 1 + place of an item, or 0; mask + 1 of them */
    size_t mask, last;         /* last: the item of the last add */
};

/* name is valid UTF-8. */
void nr_top_add(struct nr_top *t, uint64_t hash, struct nr_str name, uint64_t count);

/* Brings the items into their order: the larger count first, then by name, then by hash. Nothing is
 * added after it. */
void nr_top_sort(struct nr_top *t);

static inline struct nr_str nr_top_name(const struct nr_top *t, size_t i)
{
    return nr_str(t->names[i].text, t->names[i].len);
}

void nr_top_free(struct nr_top *t);

#endif
