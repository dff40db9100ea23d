/* nr_sizes: how many groups there are of each size, of any number of groups, in memory that does
 * not grow.
 *
 * A group is known by a hash of its name, and each of its members is added by that. Up to
 * NR_SIZES_ROOM groups are held, and all is exact. With one more, those whose hash does not begin
 * with one more bit that is 0 go, and none such is taken any more: what is left is a random 1 /
 * 2^level of all groups, each counted in full. (Gibbons, "Distinct sampling for highly-accurate
 * answers to distinct values queries and event reports", 2001.) The number of groups is then known
 * to about 1 percent.
 *
 * The result does not depend on the order of the adds. Zero-initialised is ready; nr_sizes_free
 * gives back what it owns. */
#ifndef NEWSREEL_PUBLISH_SIZES_H
#define NEWSREEL_PUBLISH_SIZES_H

#include <stddef.h>
#include <stdint.h>

enum { NR_SIZES_ROOM = 1 << 16 };

struct nr_sizes {
    size_t count;      /* groups held */
    unsigned level;    /* 0: all there are */
    uint64_t *keys;    /* 2 * NR_SIZES_ROOM places, 0: free */
    uint32_t *members; /* of them; a count stops at UINT32_MAX */
};

/* hash: well mixed. */
void nr_sizes_add(struct nr_sizes *s, uint64_t hash);

/* Sets counts[i] to the groups with from[i] or more members, and fewer than from[i + 1], times
 * 2^level; the last of them has no upper limit. from grows. */
void nr_sizes_count(const struct nr_sizes *s, const uint64_t *from, size_t count, uint64_t *counts);

void nr_sizes_free(struct nr_sizes *s);

#endif
