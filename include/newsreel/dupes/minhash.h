/* MinHash: a set of hashes as a few numbers, so that the share of equal numbers of two sets is
 * their Jaccard similarity, give or take (A. Broder, "On the resemblance and containment of
 * documents", 1997).
 *
 * Number i of a signature is the smallest of a[i] * x + b[i] mod 2^32 over the hashes x of the set;
 * a[i] is odd, so this is a permutation of all 32-bit numbers. Two sets have the same smallest
 * number with a probability of their similarity J: over count numbers, the share of equal ones has
 * the mean J and a standard deviation of sqrt(J (1 - J) / count).
 *
 * a and b are made by splitmix64 from one constant and never change; a shorter signature is the
 * beginning of a longer one. Repeated hashes change nothing, nor does their order. The result is
 * the same whatever vector instructions are used. */
#ifndef NEWSREEL_DUPES_MINHASH_H
#define NEWSREEL_DUPES_MINHASH_H

#include <stddef.h>
#include <stdint.h>

enum { NR_MINHASH_MOST = 128 };

/* Constant once made: all threads may use one. */
struct nr_minhash {
    unsigned count;
    uint32_t factors[NR_MINHASH_MOST], addends[NR_MINHASH_MOST];
};

/* For signatures of count numbers, 1 <= count <= NR_MINHASH_MOST. */
void nr_minhash_init(struct nr_minhash *m, unsigned count);

/* The signature of the count hashes, into the first m->count of values; what lies behind them is
 * not defined afterwards. No hashes: all UINT32_MAX, which says nothing; see count before. */
void nr_minhash_sign(const struct nr_minhash *m, const uint32_t *hashes, size_t count,
                     uint32_t values[NR_MINHASH_MOST]);

/* The share of equal numbers, an estimate of the similarity. */
double nr_minhash_similarity(const uint32_t *a, const uint32_t *b, unsigned count);

#endif
