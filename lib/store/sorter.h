/* Sorts keys and places in a bounded memory: parts that fit are sorted there and written to a file
 * that nobody sees, and merged when they are needed (library internal). */
#ifndef NEWSREEL_LIB_STORE_SORTER_H
#define NEWSREEL_LIB_STORE_SORTER_H

#include "folder.h"
#include "run.h"

struct sorter_pair {
    uint64_t key, place;
};

struct sorter {
    struct sorter_pair *pairs, *spare; /* of the part that fills up */
    size_t count, room;
    int fd;          /* of the parts; -1: none yet */
    uint64_t *parts; /* entries in each */
    size_t part_count, part_room;
    uint64_t entries; /* in the file */
    char *mapped;     /* the file */
};

/* room: pairs that are sorted at a time, 32 bytes each. */
void sorter_init(struct sorter *s, size_t room);

/* Places ascend from call to call. */
enum nr_status sorter_add(struct sorter *s, struct folder *f, uint64_t key, uint64_t place,
                          struct nr_error *e);

/* Completes the parts. Nothing can be added any more. */
enum nr_status sorter_finish(struct sorter *s, struct folder *f, struct nr_error *e);

/* Part number i, in the order they were added in. */
struct run_entries sorter_part(const struct sorter *s, size_t i);

void sorter_free(struct sorter *s);

/* Entries whose places count from another beginning. */
struct merge_source {
    struct run_entries entries;
    uint64_t shift; /* is added to places */
    uint64_t next;  /* entry */
    uint64_t gone;  /* entries whose memory has been given back */
};

/* Hands over the entries of all sources in order, some thousand at a time; of equal keys, those of
 * earlier sources come first. Entries are in mapped files. Memory: at most 128 KiB a source. */
enum nr_status merge_entries(struct merge_source *sources, size_t count,
                             enum nr_status (*put)(void *state, struct nr_str entries,
                                                   struct nr_error *e),
                             void *state, struct nr_error *e);

#endif
