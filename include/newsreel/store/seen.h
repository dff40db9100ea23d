/* nr_seen: the records that a run has kept, and whether the next one repeats one of them.
 *
 * A record is compared with kept ones only, in the order of the calls: so nothing goes because of a
 * chain of look-alikes, a decision never changes, and the same records in the same order always
 * give the same decisions.
 *
 * Exact: records whose fingerprints are equal. Near: records whose sets of n-grams have a Jaccard
 * similarity of at least a threshold; candidates come from common keys of bands (dupes/near.h), and
 * every one of them is verified. Contained: records whose n-grams lie in those of a kept one to at
 * least a share, and by more than one n-gram unless neither has more; candidates have some of every
 * fourth n-gram in common. A text without words has no
 * n-grams, and is compared exactly.
 *
 * Memory, for each kept record (and NR_SEEN_BASE once):
 *     exact                     15 bytes (64 bits) or 25 (128)
 *     exact, with ids           25 bytes (64 bits) or 38 (128)
 *     near                      8.4 bytes for each band, and 8: 151 at a threshold of .7
 *     contained                 8.4 bytes for every fourth n-gram, and 8
 *     outside the window only   17 bytes more, where the text was kept before
 * Ids and sets of n-grams are in a spill file (store/spill.h): the id and some 50 bytes, and with
 * near or contained about 3 bytes for each word. */
#ifndef NEWSREEL_STORE_SEEN_H
#define NEWSREEL_STORE_SEEN_H

#include "newsreel/core/err.h"
#include "newsreel/dupes/sketch.h"
#include "newsreel/store/index.h"

enum { NR_SEEN_BASE = 28 << 20 };

#define NR_SEEN_DOUBT .01

struct nr_seen_options {
    unsigned bits;    /* of the fingerprints that are compared: 64 or 128 */
    double near;      /* least similarity; 0: not by similarity */
    double contained; /* least share; 0: not by containment. Without both, exact */
    bool ids;         /* matches have to be named, or kept records read back */
    /* Seconds: records that were created further apart are not compared; 0: all are. With it,
     * ids. */
    int64_t window;
    uint64_t memory; /* bytes that are not exceeded; 0: no limit */
    /* Records of earlier runs, which come before all others; NULL: none. With it, ids. It is made
     * with the same bits, near (by its bands) and contained, and lives until nr_seen_close. */
    struct nr_index *index;
};

enum nr_match_kind { NR_MATCH_EXACT, NR_MATCH_NEAR, NR_MATCH_CONTAINED };

/* What a record repeats: the most similar kept record, the earliest of several. */
struct nr_match {
    enum nr_match_kind kind;
    struct nr_str id;  /* of the kept record, where ids are kept; lives until the next call */
    double similarity; /* Jaccard; of equal fingerprints 1 */
    double contained;  /* the share that lies in it; with NR_MATCH_CONTAINED */
};

struct nr_seen;

enum nr_status nr_seen_open(struct nr_seen **seen, const struct nr_seen_options *options,
                            struct nr_error *e);

/* NR_OK: the record is new, and kept from now on. NR_END: it repeats *match. NR_FAIL: it would take
 * more memory than is allowed, or the spill file failed. */
enum nr_status nr_seen_add(struct nr_seen *s, const struct nr_sketch *record,
                           struct nr_match *match, struct nr_error *e);

/* The same, where nothing is kept or compared but fingerprints: without near, contained, ids,
 * window and index. */
enum nr_status nr_seen_add_whole(struct nr_seen *s, struct nr_hash128 whole, struct nr_error *e);

/* Asks for the memory that a record of this fingerprint will need when it is added, some records
 * ahead. */
void nr_seen_prefetch(const struct nr_seen *s, struct nr_hash128 whole);

/* The kept records again, in order, packed as in dupes/sketch.h: begin with *at = 0. NR_END after
 * the last. Only with ids. */
enum nr_status nr_seen_next(struct nr_seen *s, uint64_t *at, struct nr_buf *packed,
                            struct nr_error *e);

/* Adds the kept records to the index of the options, for later runs. */
enum nr_status nr_seen_store(struct nr_seen *s, struct nr_error *e);

uint64_t nr_seen_kept(const struct nr_seen *s);

/* How many records were kept although a duplicate of just the threshold would have been missed with
 * odds above NR_SEEN_DOUBT, because look-ups of keys that too many records share are cut short
 * (dupes/near.h). */
uint64_t nr_seen_doubts(const struct nr_seen *s);

/* Bytes of memory now. */
size_t nr_seen_bytes(const struct nr_seen *s);

void nr_seen_close(struct nr_seen *s); /* NULL is allowed */

#endif
