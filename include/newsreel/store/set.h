/* nr_set: keys of 64 or 128 bits that have been seen, each with a value of 64 bits or without.
 *
 * Keys are fingerprints: evenly spread, every bit as good as another. Nothing is ever removed.
 *
 * Memory. The set is split into NR_SET_SEGMENTS parts by the top bits of the key; each is a table
 * with linear probing, from the first slot of a line of the cache, that is at most 5/6 full. It
 * grows on its own, to twice its size where a slot has 8 bytes, else by a half, and no two parts at
 * once. So for every number of keys n:
 *     64 bits, without values  ( 8 bytes a slot)   at most 14.7 bytes a key
 *     64 bits, with values     (16 bytes a slot)   at most 25 bytes a key
 *     128 bits, without values (16 bytes a slot)   at most 25 bytes a key
 *     128 bits, with values    (24 bytes a slot)   at most 37.5 bytes a key
 * and NR_SET_BASE bytes. A part grows in its place and never needs a copy of itself, where the
 * system can give mapped memory another address (Linux). Of a set that is larger than NR_SET_BASE
 * each growth adds at most an NR_SET_GROWTH-th. */
#ifndef NEWSREEL_STORE_SET_H
#define NEWSREEL_STORE_SET_H

#include "newsreel/core/hash.h"

enum { NR_SET_SEGMENTS = 16, NR_SET_BASE = 2 << 20, NR_SET_GROWTH = 22 };

struct nr_set;

/* bits: 64 or 128 of the keys that are added are looked at; 64 are those of high. */
struct nr_set *nr_set_new(bool values, unsigned bits);

/* Adds the key with *value, and returns true; or returns false because the key was there, with
 * *value set to what came with it then. value is NULL in a set without values. */
bool nr_set_add(struct nr_set *s, struct nr_hash128 key, uint64_t *value);

/* Asks for the memory that nr_set_add will look at first. */
void nr_set_prefetch(const struct nr_set *s, struct nr_hash128 key);

/* Gives a key that was added another value. */
void nr_set_replace(struct nr_set *s, struct nr_hash128 key, uint64_t value);

uint64_t nr_set_count(const struct nr_set *s);

/* Bytes of memory that the set holds. */
size_t nr_set_bytes(const struct nr_set *s);

void nr_set_free(struct nr_set *s);

#endif
