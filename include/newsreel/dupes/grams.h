/* Grams: what a text is compared by, the set of its shingles, sorted and without repetition.
 *
 * Exactness. A hash has 32 bits, so different n-grams of the two texts may share one. With u
 * different n-grams in both together, u^2 / 2^33 such accidents are expected, and each changes the
 * similarity by about 1 / u. It is exact with a probability of 1 - u^2 / 2^33 (1 - 1.2e-4 for two
 * texts of 500 words that have nothing in common), and in large texts, where accidents are certain,
 * off by u / 2^33: 2.3e-5 for two sets of 100,000, .0005 for two of 2 million.
 *
 * Where a set has a single n-gram, one accident is all: among 100,000 short texts there would be a
 * pair that is not one. So such a set has 32 bits more, by which two of them are told apart. */
#ifndef NEWSREEL_DUPES_GRAMS_H
#define NEWSREEL_DUPES_GRAMS_H

#include "newsreel/core/buf.h"
#include <stdint.h>

/* Zero-initialised is empty and ready. It keeps its memory from set to set (unless a set was
 * huge). */
struct nr_grams {
    uint32_t *values; /* ascending, all different */
    size_t count, cap;
    uint32_t second; /* another hash of the only n-gram; 0: not known, or there are more */
    uint32_t *spare;
    size_t spare_cap;
};

/* Makes g the set of the count hashes (of shingles.h: evenly spread), which must not lie in g.
 * second is another hash of the last of them, or 0. count <= UINT32_MAX. Linear, for hashes that
 * are not spread too. */
void nr_grams_make(struct nr_grams *g, const uint32_t *hashes, size_t count, uint32_t second);

/* How many elements the sets have in common. */
size_t nr_grams_common(const struct nr_grams *a, const struct nr_grams *b);

/* Jaccard similarity: common / (all of both). Two empty sets have 0: nothing is like nothing. */
double nr_grams_similarity(const struct nr_grams *a, const struct nr_grams *b);

/* The share of a that lies in b; 0 for an empty a. */
double nr_grams_containment(const struct nr_grams *a, const struct nr_grams *b);

/* True when the similarity is at least threshold (> 0), with *similarity set to it. Gives up, and
 * leaves *similarity alone, as soon as the threshold cannot be reached any more. The similarity is
 * the correctly rounded quotient, so that 7 of 10 reach a threshold of .7. */
bool nr_grams_alike(const struct nr_grams *a, const struct nr_grams *b, double threshold,
                    double *similarity);

/* The same for the containment of a in b. */
bool nr_grams_contained(const struct nr_grams *a, const struct nr_grams *b, double threshold,
                        double *containment);

/* What sizes alone say: false when sets of so many elements cannot reach the threshold. */
bool nr_grams_sizes_alike(size_t a, size_t b, double threshold);

/* Appends the set to out in its stored form: the count as a varint (LEB128), then the gaps from one
 * value to the next in Golomb-Rice code, and zeros to the end of the last byte; behind a single one
 * four bytes of second, where it is known. One set has one form. It takes at most 5 bytes and
 * log2(2^32 / count) + 3 bits a value, whatever the values are; evenly spread ones take 1.5 bits
 * less, which is within .1 of what is possible at all: 3.1 bytes a value for 400 values, 2.5 for
 * 10,000. */
void nr_grams_encode(const struct nr_grams *g, struct nr_buf *out);

/* Makes g the set whose stored form fills s. False, and g is empty, when s is anything else; then
 * no more memory than some bytes for each byte of s was taken. */
bool nr_grams_decode(struct nr_grams *g, struct nr_str s);

/* The count that a stored form begins with, for nr_grams_sizes_alike; 0 when there is none. */
size_t nr_grams_encoded_count(struct nr_str s);

void nr_grams_free(struct nr_grams *g);

#endif
