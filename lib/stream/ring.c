/* Who waits for whom
 *
 * Slot number n lives in slots[n % count]. Three counters only grow: filled, claimed, drained
 * (drained <= claimed <= filled <= drained + count). The state of a slot follows from them and from
 * its done flag:
 *
 *     FREE: n >= filled    FULL: claimed <= n < filled    BUSY or DONE: drained <= n < claimed
 *
 * One mutex guards all of it; each condition variable has one kind of sleeper:
 *     room   the reader: for a free slot and for weight below the bound
 *     idle   the reader: for a worker with nothing to do (nr_ring_wait_idle)
 *     full   the workers: for claimed < filled
 *     done   the caller's thread: for the slot `drained` to be done, or for the end
 * Work on a slot happens outside the mutex: a FULL slot belongs to who claims it, a DONE one to the
 * caller's thread.
 *
 * A failure of drain sets stop and wakes everybody. Nobody waits without looking at stop, and the
 * reader's wait for input is ended by interrupt, so every thread comes back and is joined: there is
 * no timed wait and no detached thread. */
#include "newsreel/stream/ring.h"
#include "newsreel/core/mem.h"
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct nr_ring {
    const struct nr_ring_calls *calls;
    void *context;
    void *const *slots;
    size_t count, max_weight;
    unsigned jobs;

    pthread_mutex_t mutex;
    pthread_cond_t room, idle, full, done;
    uint64_t filled, claimed, drained;
    bool *is_done;        /* by slot; set by the worker, cleared by the drain */
    size_t *weights;      /* by slot */
    size_t weight;        /* of the slots from drained to filled */
    unsigned working;     /* workers busy with a slot */
    unsigned next_worker; /* numbers handed to the workers */
    bool ended;           /* the reader has returned NR_END */
    bool stop;            /* the drain has failed */
};

static void *read_loop(void *argument)
{
    struct nr_ring *r = argument;
    pthread_mutex_lock(&r->mutex);
    while (!r->stop) {
        if (r->filled - r->drained == r->count ||
            (r->weight > r->max_weight && r->filled > r->drained)) {
            pthread_cond_wait(&r->room, &r->mutex);
            continue;
        }
        size_t at = r->filled % r->count;
        pthread_mutex_unlock(&r->mutex);
        enum nr_status status = r->calls->fill(r->context, r, r->slots[at]);
        size_t weight = status == NR_OK ? r->calls->weight(r->slots[at]) : 0;
        pthread_mutex_lock(&r->mutex);
        if (status != NR_OK)
            break;
        r->weights[at] = weight;
        r->weight += weight;
        r->filled++;
        pthread_cond_signal(&r->full);
    }
    r->ended = true;
    pthread_cond_broadcast(&r->full);
    pthread_cond_signal(&r->done);
    pthread_mutex_unlock(&r->mutex);
    return NULL;
}

static void *work_loop(void *argument)
{
    struct nr_ring *r = argument;
    pthread_mutex_lock(&r->mutex);
    unsigned self = r->next_worker++;
    for (;;) {
        while (!r->stop && !r->ended && r->claimed == r->filled)
            pthread_cond_wait(&r->full, &r->mutex);
        if (r->stop || r->claimed == r->filled)
            break;
        uint64_t mine = r->claimed++;
        size_t at = mine % r->count;
        r->working++;
        pthread_mutex_unlock(&r->mutex);
        r->calls->work(r->context, self, r->slots[at]);
        pthread_mutex_lock(&r->mutex);
        r->working--;
        r->is_done[at] = true;
        pthread_cond_signal(&r->idle);
        if (mine == r->drained)
            pthread_cond_signal(&r->done);
    }
    pthread_mutex_unlock(&r->mutex);
    return NULL;
}

/* True when there is a slot to drain, false at the end. */
static bool wait_done(struct nr_ring *r)
{
    for (;;) {
        if (r->is_done[r->drained % r->count])
            return true;
        if (r->ended && r->drained == r->filled)
            return false;
        pthread_cond_wait(&r->done, &r->mutex);
    }
}

static void drain_loop(struct nr_ring *r)
{
    pthread_mutex_lock(&r->mutex);
    while (wait_done(r)) {
        size_t at = r->drained % r->count;
        pthread_mutex_unlock(&r->mutex);
        enum nr_status status = r->calls->drain(r->context, r->slots[at]);
        pthread_mutex_lock(&r->mutex);
        if (status != NR_OK) {
            r->stop = true;
            break;
        }
        r->is_done[at] = false;
        r->weight -= r->weights[at];
        r->drained++;
        pthread_cond_signal(&r->room);
    }
    pthread_cond_broadcast(&r->room);
    pthread_cond_broadcast(&r->idle);
    pthread_cond_broadcast(&r->full);
    pthread_mutex_unlock(&r->mutex);
}

void nr_ring_wait_idle(struct nr_ring *r)
{
    if (r->jobs == 1)
        return;
    pthread_mutex_lock(&r->mutex);
    /* A worker is idle when fewer work than there are, and none of the idle ones is about to wake
     * for a full slot. */
    while (!r->stop && r->working + (r->filled - r->claimed) >= r->jobs)
        pthread_cond_wait(&r->idle, &r->mutex);
    pthread_mutex_unlock(&r->mutex);
}

static enum nr_status run_alone(struct nr_ring *r)
{
    while (r->calls->fill(r->context, r, r->slots[0]) == NR_OK) {
        r->calls->work(r->context, 0, r->slots[0]);
        if (r->calls->drain(r->context, r->slots[0]) != NR_OK)
            return NR_FAIL;
    }
    return NR_OK;
}

static void start_thread(pthread_t *thread, void *(*run)(void *), struct nr_ring *r)
{
    if (pthread_create(thread, NULL, run, r) != 0)
        nr_die_of_memory();
}

static enum nr_status run_threads(struct nr_ring *r)
{
    pthread_t reader, *workers = nr_alloc_zero(r->jobs, sizeof *workers);
    r->is_done = nr_alloc_zero(r->count, sizeof *r->is_done);
    r->weights = nr_alloc_zero(r->count, sizeof *r->weights);
    pthread_mutex_init(&r->mutex, NULL);
    pthread_cond_init(&r->room, NULL);
    pthread_cond_init(&r->idle, NULL);
    pthread_cond_init(&r->full, NULL);
    pthread_cond_init(&r->done, NULL);

    start_thread(&reader, read_loop, r);
    for (unsigned i = 0; i < r->jobs; i++)
        start_thread(&workers[i], work_loop, r);
    drain_loop(r);
    if (r->stop && r->calls->interrupt)
        r->calls->interrupt(r->context);
    pthread_join(reader, NULL);
    for (unsigned i = 0; i < r->jobs; i++)
        pthread_join(workers[i], NULL);

    pthread_cond_destroy(&r->done);
    pthread_cond_destroy(&r->full);
    pthread_cond_destroy(&r->idle);
    pthread_cond_destroy(&r->room);
    pthread_mutex_destroy(&r->mutex);
    free(r->weights);
    free(r->is_done);
    free(workers);
    return r->stop ? NR_FAIL : NR_OK;
}

enum nr_status nr_ring_run(const struct nr_ring_calls *calls, void *context,
                           const struct nr_ring_options *options)
{
    struct nr_ring r = {
        .calls = calls,
        .context = context,
        .slots = options->slots,
        .count = options->slot_count,
        .max_weight = options->max_weight,
        .jobs = options->jobs,
    };
    assert(r.jobs >= 1 && r.count >= (r.jobs == 1 ? 1 : r.jobs + 2));
    return r.jobs == 1 ? run_alone(&r) : run_threads(&r);
}
