/* nr_run: one run of a filter over its operands, from the first record to the last. */
#ifndef NEWSREEL_LIB_STREAM_RUN_H
#define NEWSREEL_LIB_STREAM_RUN_H

#include "checkpoint.h"
#include "feed.h"
#include "report.h"
#include "sealing.h"
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
    struct nr_str kept; /* of the slot: kept, behind what is composed */
    struct nr_commit commit;
    void *config;
    int stop_pipe[2]; /* written to when a waiting reader has to come back */
    struct nr_sealing sealing;
    bool publishes;   /* the output goes to the filter's publish_write */
    bool proven;      /* in the end: each operand ended with its seal */
    uint64_t written; /* bytes of output, before compression */
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

/* The output: a file, standard output, or the filter's own. */
enum nr_status nr_run_open_output(struct nr_run *r, struct nr_error *e);
/* After the workers are made, and before the first record is drained. */
void nr_run_begin_seal(struct nr_run *r);
/* Seals the output where it is to be sealed, and ends it. After all other outputs are closed. */
void nr_run_end_output(struct nr_run *r);
/* Nothing has failed, no operand either. */
static inline bool nr_run_is_complete(const struct nr_run *r)
{
    return !r->report.failed && !r->report.failed_operands;
}
/* After the output has ended: what a complete run has come to. stages gets what the account
 * shows. */
struct nr_account nr_run_account(const struct nr_run *r, struct nr_buf *stages);
/* Whether a side output is the filter's report. */
bool nr_run_is_report(const struct nr_run *r, int side);
/* Opens the side outputs that are asked for. */
enum nr_status nr_run_open_sides(struct nr_run *r, struct nr_error *e);
/* Ends them but for the report. */
void nr_run_close_sides(struct nr_run *r);
/* Of a run that is not complete there is no report: its file goes, before the folder goes where it
 * lies. */
void nr_run_drop_report(struct nr_run *r);
/* Writes the report, of a complete run, and ends it. When all other outputs have ended. */
void nr_run_write_report(struct nr_run *r);
/* Ends one output, and sets *sink to NULL: it appears only when the run came to its end. */
void nr_run_close(struct nr_run *r, struct nr_sink **sink);

#endif
