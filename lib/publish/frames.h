/* Frames on their way to the disk: filled by one thread, packed by others, written in the order in
 * which they were filled (library internal).
 *
 *     caller: frames_fill ──► frames_push ──► threads: pack, then write when it is their turn
 *
 * write is called by one thread at a time. When packing or writing has failed, nothing more is
 * written. */
#ifndef NEWSREEL_LIB_PUBLISH_FRAMES_H
#define NEWSREEL_LIB_PUBLISH_FRAMES_H

#include "dataset.h"

struct frame {
    struct nr_buf lines[DATASET_KINDS], packed[DATASET_KINDS];
    uint64_t records;
};

struct frames_options {
    enum nr_packing packing;
    unsigned threads; /* at least 1 */
    size_t kinds;     /* that are used in a frame */
    enum nr_status (*write)(void *context, const struct frame *frame, struct nr_error *e);
    void *context;
};

struct frames;

struct frames *frames_new(const struct frames_options *options);

/* The frame that is being filled: empty after frames_push, which hands it on. Waits until there is
 * one again. */
struct frame *frames_fill(struct frames *f);
/* NR_FAIL, with the reason, when an earlier frame could not be packed or written. */
enum nr_status frames_push(struct frames *f, struct nr_error *e);
/* Waits for all that was pushed. */
enum nr_status frames_end(struct frames *f, struct nr_error *e);
/* Without frames_end: what was pushed and is not written yet is not written any more. */
void frames_free(struct frames *f);

#endif
