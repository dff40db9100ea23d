/* The manifest of an index, and the note of who is at work: two small JSON documents (library
 * internal).
 *
 *     {"index":{"version":1,"program":"0.1.0","settings":{"ngram":"5"},"number":9,
 *      "runs":[{"number":9,"sum":"HEX","records":10,"keys":170,"bytes":22000}],"before":[...]},
 *      "sum":"HEX"}
 *     {"number":10,"identity":"HEX"}
 *
 * sum is the checksum of the index's value as it is written, and of a run's header. */
#ifndef NEWSREEL_LIB_STORE_MANIFEST_H
#define NEWSREEL_LIB_STORE_MANIFEST_H

#include "newsreel/core/hash.h"
#include "newsreel/store/index.h"

enum { MANIFEST_VERSION = 1, MANIFEST_MOST = 16 << 20 /* bytes */ };

struct manifest_run {
    uint64_t number, sum, records, keys, bytes;
};

struct manifest_runs {
    struct manifest_run *runs; /* oldest first, numbers ascend */
    size_t count, cap;
};

/* Zero-initialised is that of an empty index. */
struct manifest {
    uint64_t number;             /* of the last commit; 0: none */
    struct manifest_runs runs;   /* the index */
    struct manifest_runs before; /* what it was before the last commit */
};

void manifest_add(struct manifest_runs *runs, struct manifest_run run);
bool manifest_has(const struct manifest_runs *runs, uint64_t number);
void manifest_free(struct manifest *m);

void manifest_write(const struct manifest *m, const struct nr_index_setting *settings, size_t count,
                    struct nr_buf *out);

/* NR_FAIL, and e has a text without path: it is not what manifest_write gives, or other
 * settings. */
enum nr_status manifest_read(struct manifest *m, struct nr_str text,
                             const struct nr_index_setting *settings, size_t count,
                             struct nr_error *e);

/* Who is at work, and the number of its run. */
struct manifest_running {
    uint64_t number;
    struct nr_hash128 identity;
};

void manifest_write_running(struct manifest_running running, struct nr_buf *out);
bool manifest_read_running(struct manifest_running *running, struct nr_str text);

#endif
