#include "frames.h"
#include "newsreel/core/mem.h"
#include "packer.h"
#include <pthread.h>
#include <stdlib.h>

enum { KEEP_BYTES = 20 << 20 };

/* A slot goes round: it is the caller's while it is empty, then a thread's until it is written. The
 * three counts say where in the endless row of frames each party is; number n lies in slot n %
 * count. */
struct frames {
    struct frames_options o;
    pthread_mutex_t mutex;
    pthread_cond_t moved; /* one of the counts, or ending */
    struct frame *slots;
    size_t count;
    uint64_t pushed, taken, written;
    bool ending, failed;
    struct nr_error error;
    pthread_t *threads;
    unsigned started;
};

static enum nr_status pack(struct frames *f, struct packer *p, struct frame *frame,
                           struct nr_error *e)
{
    enum nr_status status = NR_OK;
    for (size_t i = 0; i < f->o.kinds && status == NR_OK; i++) {
        nr_buf_reset(&frame->packed[i], KEEP_BYTES);
        status = packer_pack(p, nr_buf_str(&frame->lines[i]), &frame->packed[i], e);
    }
    return status;
}

static void empty(struct frame *frame)
{
    for (size_t i = 0; i < DATASET_KINDS; i++)
        nr_buf_reset(&frame->lines[i], KEEP_BYTES);
    frame->records = 0;
}

/* With the mutex held, which is let go meanwhile. */
static void handle(struct frames *f, struct packer *p, uint64_t number)
{
    struct nr_error e;
    struct frame *frame = &f->slots[number % f->count];
    bool failed = f->failed;
    pthread_mutex_unlock(&f->mutex);
    enum nr_status status = failed ? NR_OK : pack(f, p, frame, &e);
    pthread_mutex_lock(&f->mutex);
    while (f->written != number)
        pthread_cond_wait(&f->moved, &f->mutex);
    if (!f->failed && status == NR_OK) {
        pthread_mutex_unlock(&f->mutex); /* nobody else has the turn */
        status = f->o.write(f->o.context, frame, &e);
        pthread_mutex_lock(&f->mutex);
    }
    if (status != NR_OK && !f->failed) {
        f->failed = true;
        f->error = e;
    }
    empty(frame);
    f->written++;
    pthread_cond_broadcast(&f->moved);
}

static void *run(void *frames)
{
    struct frames *f = frames;
    struct packer *p = packer_new(f->o.packing);
    pthread_mutex_lock(&f->mutex);
    for (;;) {
        while (f->taken == f->pushed && !f->ending)
            pthread_cond_wait(&f->moved, &f->mutex);
        if (f->taken == f->pushed)
            break;
        handle(f, p, f->taken++);
    }
    pthread_mutex_unlock(&f->mutex);
    packer_free(p);
    return NULL;
}

struct frames *frames_new(const struct frames_options *options)
{
    struct frames *f = nr_alloc_zero(1, sizeof *f);
    f->o = *options;
    f->count = (size_t)options->threads + 1;
    f->slots = nr_alloc_zero(f->count, sizeof *f->slots);
    f->threads = nr_alloc_zero(options->threads, sizeof *f->threads);
    pthread_mutex_init(&f->mutex, NULL);
    pthread_cond_init(&f->moved, NULL);
    for (; f->started < options->threads; f->started++)
        if (pthread_create(&f->threads[f->started], NULL, run, f) != 0)
            break;
    if (f->started == 0)
        nr_die_of_memory();
    return f;
}

struct frame *frames_fill(struct frames *f)
{
    pthread_mutex_lock(&f->mutex);
    while (f->pushed - f->written == f->count)
        pthread_cond_wait(&f->moved, &f->mutex);
    struct frame *frame = &f->slots[f->pushed % f->count];
    pthread_mutex_unlock(&f->mutex);
    return frame;
}

static enum nr_status outcome(const struct frames *f, struct nr_error *e)
{
    if (f->failed)
        *e = f->error;
    return f->failed ? NR_FAIL : NR_OK;
}

enum nr_status frames_push(struct frames *f, struct nr_error *e)
{
    pthread_mutex_lock(&f->mutex);
    enum nr_status status = outcome(f, e);
    f->pushed++;
    pthread_cond_broadcast(&f->moved);
    pthread_mutex_unlock(&f->mutex);
    return status;
}

enum nr_status frames_end(struct frames *f, struct nr_error *e)
{
    pthread_mutex_lock(&f->mutex);
    while (f->written != f->pushed)
        pthread_cond_wait(&f->moved, &f->mutex);
    enum nr_status status = outcome(f, e);
    pthread_mutex_unlock(&f->mutex);
    return status;
}

/* A caller that has not waited for the end does not want it. */
static void stop(struct frames *f)
{
    pthread_mutex_lock(&f->mutex);
    f->failed = f->failed || f->written != f->pushed;
    f->ending = true;
    pthread_cond_broadcast(&f->moved);
    pthread_mutex_unlock(&f->mutex);
    for (unsigned i = 0; i < f->started; i++)
        pthread_join(f->threads[i], NULL);
}

void frames_free(struct frames *f)
{
    if (!f)
        return;
    stop(f);
    for (size_t i = 0; i < f->count; i++)
        for (size_t k = 0; k < DATASET_KINDS; k++) {
            nr_buf_free(&f->slots[i].lines[k]);
            nr_buf_free(&f->slots[i].packed[k]);
        }
    pthread_mutex_destroy(&f->mutex);
    pthread_cond_destroy(&f->moved);
    free(f->slots);
    free(f->threads);
    free(f);
}
