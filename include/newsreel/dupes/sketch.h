/* nr_sketch: all that has to be known of a record to tell whether it is a duplicate, and of what.
 * It has a packed form, for the way from thread to thread, to disk and back. */
#ifndef NEWSREEL_DUPES_SKETCH_H
#define NEWSREEL_DUPES_SKETCH_H

#include "newsreel/core/buf.h"
#include "newsreel/core/hash.h"
#include "newsreel/dupes/bands.h"

#define NR_SKETCH_UNDATED INT64_MIN

/* Views are of what the caller holds, or of the packed form. */
struct nr_sketch {
    struct nr_str id;               /* what other records will name as the one they repeat */
    int64_t created;                /* seconds since 1970, or NR_SKETCH_UNDATED */
    uint64_t size;                  /* bytes of the text */
    struct nr_hash128 whole;        /* fingerprint; {0, 0}: there is nothing to compare */
    struct nr_str grams;            /* the set in its stored form (grams.h); empty: it has none */
    uint64_t keys[NR_MINHASH_MOST]; /* of the bands */
    unsigned key_count;
};

/* An empty one. The keys are left as they are: there are none. */
static inline void nr_sketch_init(struct nr_sketch *s)
{
    s->id = s->grams = nr_str(NULL, 0);
    s->created = NR_SKETCH_UNDATED;
    s->size = 0;
    s->whole = (struct nr_hash128){0, 0};
    s->key_count = 0;
}

/* Appends the packed form: numbers in the order of bytes that x86 has, on every platform. */
void nr_sketch_pack(const struct nr_sketch *s, struct nr_buf *out);

/* False, and s is empty, where packed is not what nr_sketch_pack gives. */
bool nr_sketch_unpack(struct nr_sketch *s, struct nr_str packed);

#define NR_MILLION 1000000u

/* A similarity from 0 to 1 (or what is outside, cut to that) in millionths, rounded to the nearest.
 * It is written with that precision, and compared with it wherever a decision hangs on which one is
 * larger: so decisions can be made anew from what was written. */
uint32_t nr_millionths(double similarity);

/* A similarity as it is written everywhere: at most six decimals, without zeros at the end. NUL
 * terminated. */
void nr_similarity_write(double similarity, char out[9]);

#endif
