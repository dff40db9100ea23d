/* nr_near: which of the records that were added have a band's key in common with another one.
 *
 * Records are known by an ordinal of 32 bits, their bands' keys (bands.h) are evenly spread.
 * Nothing is ever removed. Only a part of each key is kept (34 bits), so that a few candidates are
 * none: keys * entries / 2^34 of them are expected when a record of so many keys is looked up, .02
 * with 17 keys and 1 million records. All candidates have to be verified anyway.
 *
 * Memory. An entry is 7 bytes in a line of 64, for a record and one of its keys. The lines are in
 * NR_NEAR_SEGMENTS parts by the top bits of the key, and each part is 77 to 96 percent full and
 * grows on its own by a quarter, not at the same time as the others. So for every number of
 * entries, and while it grows, it takes at most NR_NEAR_BASE bytes and 8.5 bytes an entry (a record
 * with 17 keys: 145, with 18: 153), 8.3 on average. A look-up reads two lines for each key.
 *
 * Crowds. A key that very many records share (a template, a table) would make every look-up a walk
 * over all of them. So entries of equal keys lie in pages of NR_NEAR_PAGE; nothing is left out when
 * a record is added, which takes the logarithm of the number of pages. A look-up reads the first
 * page of a key and the newest ones, at most NR_NEAR_PAGES in all: the older ones of a crowd are
 * found by another key, or cut. What is found is ranked by the number of keys in common, and the
 * best are returned: a duplicate has many keys in common, a neighbour in a crowd few. Both cuts are
 * counted. */
#ifndef NEWSREEL_DUPES_NEAR_H
#define NEWSREEL_DUPES_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NR_NEAR_SEGMENTS = 1024,
    NR_NEAR_BASE = 8 << 20,
    NR_NEAR_PAGE = 4,
    NR_NEAR_PAGES = 32,
    NR_NEAR_MOST_KEYS = 128,
    NR_NEAR_MOST = 256, /* candidates of a look-up */
};

struct nr_near;

struct nr_near *nr_near_new(void);

/* Adds a record with count keys (at most NR_NEAR_MOST_KEYS), which are all different. */
void nr_near_add(struct nr_near *n, uint32_t ordinal, const uint64_t *keys, unsigned count);

struct nr_candidate {
    uint32_t ordinal;
    uint32_t keys; /* that it has in common with what was looked for */
};

/* Zero-initialised is ready; one for each thread. */
struct nr_candidates {
    struct nr_candidate *found; /* by ordinal, ascending; each once */
    size_t count, cap;
    uint64_t cut_keys;    /* keys whose crowd was not read to its end, over all look-ups */
    uint64_t cut_records; /* candidates that were too many, over all look-ups */
    uint32_t least; /* of the last look-up: those have at most so many keys in common; 0: none */
    uint32_t *entries, *spare;
    size_t entries_cap, spare_cap;
};

/* Finds the records that have one of the count keys in common with them. n does not change:
 * look-ups may run on many threads as long as nothing is added. Work: at most NR_NEAR_PAGE *
 * NR_NEAR_PAGES entries for each key. */
void nr_near_find(const struct nr_near *n, const uint64_t *keys, unsigned count,
                  struct nr_candidates *c);

void nr_candidates_free(struct nr_candidates *c);

/* Entries: the sum of all counts. */
uint64_t nr_near_entries(const struct nr_near *n);

/* Bytes of memory that it holds now, and the most that it has ever held. */
size_t nr_near_bytes(const struct nr_near *n);
size_t nr_near_peak(const struct nr_near *n);

void nr_near_free(struct nr_near *n);

#endif
