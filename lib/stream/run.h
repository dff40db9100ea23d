/* nr_run: one run of a filter over its operands, from the first record to the last. */
#ifndef NEWSREEL_LIB_STREAM_RUN_H
#define NEWSREEL_LIB_STREAM_RUN_H

#include "checkpoint.h"
#include "feed.h"
#include "report.h"
#include "work.h"

struct nr_run {
    const struct nr_filter *filter;
    struct nr_cli cli;
    struct nr_paths operands; /* none: standard input */
    struct nr_report report;
    struct nr_work work;
    struct nr_worker *workers;
    struct nr_slot *slots;
    size_t slot_count;
    struct nr_feed *feed;
    struct nr_sink *out, *sides[NR_SIDES];
    struct nr_checkpoint checkpoint;
    struct nr_buf composed, before, members, side_lines[NR_SIDES]; /* of commits, in the drain */
    void *config;
    int stop_pipe[2]; /* written to when a waiting reader has to come back */
    uint64_t sealed;  /* the stream that a seal has ended; 0: none */
    double shown_progress;
};

/* What the ring calls with a slot whose records have been mapped: reports, commits and writes them.
 * Input order, one thread. */
enum nr_status nr_run_drain(void *run, void *slot);

/* The run cannot go on. Says why, unless it is that nobody reads the output any more. */
void nr_run_fail(struct nr_run *r, const struct nr_error *e);

/* Lines of the output and how many they are. */
enum nr_status nr_run_write(struct nr_run *r, struct nr_str lines, uint64_t count,
                            struct nr_error *e);

#endif
