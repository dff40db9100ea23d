/* Bands: which records are worth comparing (locality-sensitive hashing; Leskovec, Rajaraman and
 * Ullman, "Mining of Massive Datasets", chapter 3.4).
 *
 * A signature is cut into bands of some rows (numbers) each, and each band becomes a key of 64
 * bits. Two records are compared when they have a key in common, which for a similarity s happens
 * with a probability of 1 - (1 - s^rows)^bands. What is compared is then verified (grams.h), so a
 * loose banding costs work and memory, but no precision; what it must not do is to miss a pair. */
#ifndef NEWSREEL_DUPES_BANDS_H
#define NEWSREEL_DUPES_BANDS_H

#include "newsreel/dupes/minhash.h"

struct nr_bands {
    unsigned bands, rows; /* bands * rows <= NR_MINHASH_MOST */
};

enum {
    NR_BANDS_FEW = 18,       /* not exceeded without need: 153 bytes a record in near.h */
    NR_BANDS_MOST_ROWS = 16, /* of a band that nr_bands_choose returns */
};

/* A pair of exactly the threshold is missed once in a thousand times at most, if the threshold is
 * .06 or more; one above it far less often (the last columns of the table). */
#define NR_BANDS_MISSED 1e-3

/* The banding for a threshold, 0 < threshold <= 1: the most rows for which NR_BANDS_FEW bands are
 * enough to miss no more than NR_BANDS_MISSED, but two rows at least where NR_MINHASH_MOST numbers
 * are enough for that. All thresholds are good, these are usual:
 *
 *     threshold  bands x rows  numbers   missed at the threshold, .05 above, .1 above
 *     .3         20 x 1         20       8.0e-4  1.8e-4  3.7e-5
 *     .4         40 x 2         80       9.4e-4  1.2e-4  1.0e-5
 *     .5         25 x 2         50       7.5e-4  1.2e-4  1.4e-5
 *     .6         16 x 2         32       7.9e-4  1.5e-4  2.1e-5
 *     .7         17 x 3         51       7.9e-4  9.0e-5  5.0e-6
 *     .8         18 x 5         90       7.9e-4  2.6e-5  1.0e-7
 *     .9         13 x 8        104       6.6e-4  7.1e-7  0
 *     1           1 x 16        16       0
 */
struct nr_bands nr_bands_choose(double threshold);

/* The probability that a pair of this similarity has no key in common. */
double nr_bands_missed(struct nr_bands b, double similarity);

/* The keys of a signature of b.bands * b.rows numbers, into keys[0..b.bands). Keys of different
 * bands are different but by chance. */
void nr_bands_keys(struct nr_bands b, const uint32_t *values, uint64_t *keys);

#endif
