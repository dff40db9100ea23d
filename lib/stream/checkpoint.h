/* nr_checkpoint: a file that tells how far a run has come, so that another can go on from there.
 *
 * A line of JSON every few seconds and one at the end, each appended by one write(2):
 *
 *
 *     {"source":"cc.warc.gz","offset":812345,"resume":"812345,310","bytes_out":1048576,"done":false}
 *
 * All that lies before offset in source has been written, and is in the first bytes_out bytes of
 * the output, with nothing of what lies behind it. resume is what --resume-at wants. A file in
 * which no place can be named (the members of a compressed tar archive) leaves the last place that
 * could, and its bytes_out. */
#ifndef NEWSREEL_LIB_STREAM_CHECKPOINT_H
#define NEWSREEL_LIB_STREAM_CHECKPOINT_H

#include "newsreel/core/err.h"
#include "slot.h"

struct nr_checkpoint {
    int fd; /* -1: nobody asked */
    const char *path;
    struct nr_buf source;
    uint64_t offset, ordinal;
    uint64_t bytes_out; /* up to the place; of all, while none is known */
    bool known;         /* a place */
    double seen;        /* when the last line was written, or the run began */
};

/* path NULL: nobody asks, and the other calls do nothing. */
enum nr_status nr_checkpoint_open(struct nr_checkpoint *c, const char *path, struct nr_error *e);

/* The slot's output has been written; bytes_out in all. now: seconds of nr_report_clock. */
enum nr_status nr_checkpoint_drained(struct nr_checkpoint *c, const struct nr_slot *slot,
                                     uint64_t bytes_out, double now, struct nr_error *e);

/* The run is over; done: it came to its end. */
enum nr_status nr_checkpoint_close(struct nr_checkpoint *c, bool done, struct nr_error *e);

#endif
