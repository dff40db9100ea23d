/* nr_drops: reads drop lines (steps.h) along with the records of shards.
 *
 * The lines of all shards may stand in one list: those of a shard are found by binary search, and
 * are then read once. Each must be met by a record. One that is not shows that the list was made of
 * other files, or with other numbers of shards, and nothing that was dropped by it can be
 * trusted. */
#ifndef NEWSREEL_DUPES_DROPS_H
#define NEWSREEL_DUPES_DROPS_H

#include "newsreel/core/err.h"
#include "newsreel/dupes/steps.h"

struct nr_drops {
    struct nr_str list;
    size_t at;  /* of the line behind next */
    bool begun; /* shard is the one of the last record asked for */
    bool have;  /* next is a line of that shard that no record has met */
    uint64_t shard;
    struct nr_drop_line next;
};

/* list is in order, and stays where it is while d is in use. */
void nr_drops_init(struct nr_drops *d, struct nr_str list);

/* Whether the record is in the list, NR_OK, with *drop what the list says (views of the list), or
 * not, NR_END. Records of a shard come in order. NR_FAIL, with the byte as e->offset, when a line
 * is no drop line, is not in order, or names no record. */
enum nr_status nr_drops_find(struct nr_drops *d, uint64_t ref, struct nr_drop_line *drop,
                             struct nr_error *e);

/* After the last record: NR_OK, or NR_FAIL as above. */
enum nr_status nr_drops_finish(struct nr_drops *d, struct nr_error *e);

#endif
