/* nr_report: the counts of a run and what is said about it: messages, rejects, statistics, the exit
 * status. */
#ifndef NEWSREEL_LIB_STREAM_REPORT_H
#define NEWSREEL_LIB_STREAM_REPORT_H

#include "cli.h"
#include "newsreel/stream/sink.h"

/* Counts by name: drops by reason, notes by what. */
struct nr_counts {
    struct nr_note *counts;
    size_t count, room;
};

/* Invariant at the end of a run: in = passed + the sum of drops + rejected. */
struct nr_report {
    const struct nr_cli *cli;
    uint64_t in, passed, rejected, out;
    uint64_t failed_operands; /* could not be opened or read to the end */
    struct nr_counts drops, notes;
    uint64_t bytes_in, bytes_out;
    double started;                           /* seconds */
    uint64_t shown;                           /* messages about bad records */
    struct nr_sink *rejects, *stats, *losses; /* NULL: nobody asked */
    bool muted;                               /* somebody else tells of bad records and operands */
    bool failed;                              /* the run could not finish */
    bool studied_bad; /* something was bad in what was studied before the run */
    bool line_open;   /* a progress line stands on the terminal */
};

/* Seconds of a clock that only goes forward. */
double nr_report_clock(void);

/* Prints "program: message" on standard error. text is one line, harmless as it is. */
void nr_report_message(struct nr_report *r, struct nr_str text);
void nr_report_error(struct nr_report *r, const struct nr_error *e);
/* Prints lines on standard error as they are. */
void nr_report_lines(struct nr_report *r, struct nr_str lines);
void nr_report_count(struct nr_counts *counts, const char *name, uint64_t count);

/* Counts and reports a bad record; bytes are its own where it is a line, else empty. NR_FAIL when
 * the reject cannot be written, or in strict mode. */
enum nr_status nr_report_bad(struct nr_report *r, struct nr_str bytes, const struct nr_error *bad,
                             struct nr_error *e);

/* Keeps what is lost for the list of losses. */
enum nr_status nr_report_loss(struct nr_report *r, const struct nr_error *bad, struct nr_error *e);

/* The progress line, at most a few times a second. size 0: not known. */
void nr_report_progress(struct nr_report *r, uint64_t consumed, uint64_t size);

/* The end: the total of bad records, the summary, the statistics. Returns the exit status. */
int nr_report_end(struct nr_report *r);

#endif
