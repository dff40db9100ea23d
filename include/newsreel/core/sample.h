/* nr_sample: a fixed number of pieces out of a stream of any length, the same ones whoever asks.
 *
 * Those with the smallest hashes stay, the earlier of two with the same one (bottom-k sampling, as
 * in Broder's "On the resemblance and containment of documents", 1997). Which those are depends on
 * nothing but the stream: several samples of parts of it, each in order, hold together at least all
 * that a sample of the whole would hold. So a worker may forget what its own sample does not want.
 *
 * Memory is bounded by size and by what is added: bytes are copied, and freed when they go. */
#ifndef NEWSREEL_CORE_SAMPLE_H
#define NEWSREEL_CORE_SAMPLE_H

#include "newsreel/core/buf.h"
#include <stdint.h>

struct nr_sampled {
    uint64_t hash, order; /* order: how many were added before it, wanted or not */
    struct nr_buf bytes;
};

/* Zero-initialised with a size is ready. */
struct nr_sample {
    size_t size; /* how many stay at most; not 0 */
    struct nr_sampled *items;
    size_t count, room;
    size_t last;    /* the item that goes next, once count is size */
    uint64_t added; /* so far */
};

/* Whether an add of this hash would stay for now. */
bool nr_sample_wants(const struct nr_sample *s, uint64_t hash);

/* Whether one of those that stay has this hash. size steps. */
bool nr_sample_has(const struct nr_sample *s, uint64_t hash);

/* size steps at most. */
void nr_sample_add(struct nr_sample *s, uint64_t hash, struct nr_str bytes);

/* Brings the items into the order in which they were added. Nothing is added after it. */
void nr_sample_sort(struct nr_sample *s);

void nr_sample_free(struct nr_sample *s);

#endif
