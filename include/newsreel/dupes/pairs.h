/* nr_pairs: from key lines in order to pairs of records that are alike (steps.h).
 *
 * Lines with one key are a bucket. Records of a bucket with the same sketch are a class, which its
 * first one represents: only representatives are compared, and no other record of a class is ever
 * kept. A record is paired with its representative and with the representatives of other classes
 * that are earlier and alike.
 *
 * Bounds. A bucket has most_classes representatives, or fewer when their sets and ids take more
 * than most_bytes. Records of further classes are compared with these and with nothing else in this
 * bucket; they are not lost when another key brings them together. Where hundreds are all alike
 * there are pairs by the square, nearly all of them with records that go themselves: a record gets
 * its pairs with representatives that are kept as far as the bucket knows, and with most_pairs
 * others, the earliest. Buckets in which a bound was reached are counted. Memory: most_bytes, the
 * largest set and id, and 8 bytes for each two classes that are alike, so at most 8 *
 * most_classes^2. Work: a comparison for each record and representative of its bucket, at most. */
#ifndef NEWSREEL_DUPES_PAIRS_H
#define NEWSREEL_DUPES_PAIRS_H

#include "newsreel/core/err.h"

enum {
    NR_PAIRS_CLASSES = 2000,       /* the usual most_classes */
    NR_PAIRS_MOST_CLASSES = 20000, /* the largest */
    NR_PAIRS_PAIRS = 100,          /* the usual most_pairs */
    NR_PAIRS_BYTES = 256 << 20,    /* the usual most_bytes */
};

struct nr_pairs_options {
    double threshold; /* of similarity; 0: exact mode */
    size_t most_classes, most_bytes, most_pairs;
};

struct nr_pairs;

struct nr_pairs *nr_pairs_new(const struct nr_pairs_options *options);

/* Appends those of a block of whole lines that nr_pairs_add has to see: all but the buckets of one
 * record that neither begin nor end the block. Pure, for any thread. NR_FAIL when a line is no key
 * line or comes before its predecessor, with e->line its number in the block, from 0. */
enum nr_status nr_pairs_sift(struct nr_str block, struct nr_buf *out, struct nr_error *e);

/* Goes on with whole lines, as nr_pairs_sift leaves them, block after block; appends pair lines to
 * out, in no order. NR_FAIL as above, and when the sketch of a record with company is not what the
 * mode wants, or two records have one reference; then the message names it. */
enum nr_status nr_pairs_add(struct nr_pairs *p, struct nr_str lines, struct nr_buf *out,
                            struct nr_error *e);

/* Buckets that did not get all their representatives or pairs, and the most records that one of
 * them had. */
struct nr_pairs_crowds {
    uint64_t buckets, largest;
};

struct nr_pairs_crowds nr_pairs_crowds(const struct nr_pairs *p);

/* Appends a line that says so, when there were any. */
void nr_pairs_warn(const struct nr_pairs *p, struct nr_buf *lines);

void nr_pairs_free(struct nr_pairs *p); /* NULL is allowed */

#endif
