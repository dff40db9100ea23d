/* nr_crowds: which kept record has swallowed the most. A template, a notice or a wrong threshold
 * makes one record the duplicate of thousands that have little to do with it: worth a warning.
 *
 * Counts of a fixed number of keys (Misra and Gries, "Finding repeated elements", 1982): a key that
 * is more than one in NR_CROWDS of all is there, with a count that is too low by at most one
 * NR_CROWDS-th of all. */
#ifndef NEWSREEL_DUPES_CROWDS_H
#define NEWSREEL_DUPES_CROWDS_H

#include "newsreel/core/buf.h"
#include <stdint.h>

enum { NR_CROWDS = 64 };

struct nr_crowd {
    uint64_t key, count;
    struct nr_buf name;
};

/* Zero-initialised is ready. */
struct nr_crowds {
    struct nr_crowd crowds[NR_CROWDS];
    uint64_t lost; /* a count is too low by at most so many */
};

/* Counts one more for the key; name is copied when the key is new. At most NR_CROWDS steps. */
void nr_crowds_count(struct nr_crowds *c, uint64_t key, struct nr_str name);

/* Orders them, the largest first; those with a count of 0 are none. */
void nr_crowds_sort(struct nr_crowds *c);

void nr_crowds_free(struct nr_crowds *c);

#endif
