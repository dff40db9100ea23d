/* nr_ring: ordered parallel work in bounded memory.
 *
 * A ring of slots goes round between three parties:
 *
 *     reader thread           N worker threads        the caller's thread
 *     fill(slot) ──► FULL ──► work(slot) ──► DONE ──► drain(slot), in the order of fill
 *          ▲                                               │
 *          └───────────────────── FREE ◄───────────────────┘
 *
 * Order, back-pressure, the memory bound and the reuse of buffers all come from the ring: the
 * reader waits when no slot is free or when the slots in use weigh more than the bound; drain sees
 * slots in exactly the order in which they were filled, whatever the workers' speed.
 *
 * With one job there are no threads: fill, work and drain are called in turn by nr_ring_run itself,
 * with the same results.
 *
 * The end
 *   - fill returns NR_END: everything filled is worked on and drained, then nr_ring_run returns
 *     NR_OK.
 *   - drain returns NR_FAIL (disk full, strict mode): nothing more is drained; interrupt is
 *     called, which must make a fill that waits for input return; all threads are joined;
 *     nr_ring_run returns NR_FAIL. work cannot fail: what goes wrong with a slot is noted in the
 *     slot for drain to see. */
#ifndef NEWSREEL_STREAM_RING_H
#define NEWSREEL_STREAM_RING_H

#include "newsreel/core/err.h"

struct nr_ring;

struct nr_ring_calls {
    /* On the reader thread. Fills an empty slot. NR_OK: there is something in it; NR_END: there is
     * nothing more. */
    enum nr_status (*fill)(void *context, struct nr_ring *ring, void *slot);
    /* On a worker thread, number worker of 0..jobs-1. */
    void (*work)(void *context, unsigned worker, void *slot);
    /* On the caller's thread. Leaves the slot empty. NR_OK or NR_FAIL. */
    enum nr_status (*drain)(void *context, void *slot);
    /* How many bytes a filled slot holds, for the bound. */
    size_t (*weight)(const void *slot);
    /* On the caller's thread: wake a fill that waits for input. May be NULL. */
    void (*interrupt)(void *context);
};

struct nr_ring_options {
    unsigned jobs;      /* worker threads; 1: none at all */
    void *const *slots; /* the caller's slots, at least jobs + 2 of them (1 with one job) */
    size_t slot_count;
    size_t max_weight; /* of the slots in use; one slot is always allowed */
};

enum nr_status nr_ring_run(const struct nr_ring_calls *calls, void *context,
                           const struct nr_ring_options *options);

/* For fill, when its next read would wait and its slot is not empty: waits until a worker has
 * nothing to do (or the ring stops), so that slots stay large under load and a slow stream is still
 * passed on at once. */
void nr_ring_wait_idle(struct nr_ring *ring);

#endif
