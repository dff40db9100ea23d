/* What a filter is: a constant table of functions. The frame does the rest.
 *
 *     static const struct nr_filter dedupe = { .name = "dedupe", ... };
 *     int main(int argc, char *argv[]) { return nr_filter_main(&dedupe, argc, argv); }
 *
 * The frame parses options, opens operands, splits and scans records, runs map on as many threads
 * as -j asks for, puts results in input order, counts, reports, writes and exits. A filter never
 * prints, never exits, never starts threads.
 *
 *     reader ──► slots ──► workers: scan, map ──► main thread, input order: report, commit, write
 *
 * The contract
 *   - start runs once, before any record, after all options. It may open and load files named by
 *     options.
 *   - plan runs after start, and may ask for a study of files: their records go through map and
 *     commit of a table of their own, with the same config, before the run.
 *   - map runs on many threads, out of order. It reads the config and writes only its job and its
 *     scratch. It opens no file. It appends zero or more whole lines to job->out. NR_BAD rejects
 *     the record: whatever it appended is taken back, the error is reported with the record's
 *     place. To drop a record on purpose it sets job->drop.
 *   - commit runs on one thread, in input order, for every record that map passed. It may keep
 *     state in the config.
 *   - ahead may be called with the keys of a record some records before its commit, on the same
 *     thread: memory that will be needed can be asked for.
 *   - gather runs on the same thread as commit, in input order, with what map has appended to a
 *     side output, of many records at a time. It may take it to write something else in the end.
 *   - finish runs once, after the last commit. It may emit more lines. finish_side runs after it,
 *     once for each side output that was asked for.
 *   - settle runs once, when all operands were read and all outputs are complete and on disk: what
 *     must not be there before them is written here. unsettle runs after it when the run has failed
 *     all the same: its statistics could not be written, and it will be started again. warn runs
 *     last; each line of what it appends is printed as a message.
 *   - report runs when all other outputs are complete: what it appends is the filter's report, a
 *     file of its own or text for standard error.
 *   - stop frees what option and start have made; it runs whatever happened.
 * For every run: records in = passed + dropped, by reason, + rejected. */
#ifndef NEWSREEL_STREAM_FILTER_H
#define NEWSREEL_STREAM_FILTER_H

#include "newsreel/core/arena.h"
#include "newsreel/json/record.h"
#include "newsreel/source/members.h"
#include "newsreel/stream/options.h"

enum { NR_SIDES = 3, NR_ASIDES = 2, NR_NOTES = 8, NR_KEY = 3 };

/* How often something happened; what is a constant string. */
struct nr_note {
    const char *what;
    uint64_t count;
};

/* A part of a record that cannot be read. */
struct nr_lost_part {
    struct nr_lost_part *next;
    struct nr_error error;
};

/* One record on its way through map, or a block of lines. */
struct nr_job {
    struct nr_str bytes;            /* the line without newline, or the member's bytes */
    struct nr_record *record;       /* scanned line; NULL for a member that is not a line */
    const struct nr_member *member; /* where it came from: of a line, the block that it is in */
    uint64_t line;   /* number of the line in its block, from 0; with member->line: in its file */
    uint64_t stream; /* number, from 1, of the operand or the file of records inside an archive */
    struct nr_arena *arena;        /* memory until map returns */
    struct nr_buf *out;            /* append whole lines */
    struct nr_buf *side[NR_SIDES]; /* append whole lines; NULL where nobody asked for the output */
    const char *drop; /* set to a constant string: the record is dropped for this reason */
    bool as_it_came;  /* set, and nothing in out: the line is to be written as it is in bytes */
    struct nr_note notes[NR_NOTES]; /* filled by nr_job_note */
    size_t note_count;
    struct nr_lost_part *lost, *last_lost; /* filled by nr_job_lose */
    uint64_t key[NR_KEY];                  /* map writes, commit reads: cheaper than a label */
    struct nr_str label; /* map writes a view into the job's arena or bytes, commit reads a copy */
};

/* Counts something about a record that is no reason to drop it, but that whoever reads the result
 * may want to know of the whole run ("charset-guessed"). The sums of the records that pass stand in
 * the statistics, under notes. A count of 0 is no note; a job takes NR_NOTES kinds. */
void nr_job_note(struct nr_job *job, const char *what, uint64_t count);

/* Reports that a part of the record is lost, and that alone: it counts as a record of its own that
 * is rejected, behind the one at hand. path names the part, text says why; both are copied. */
void nr_job_lose(struct nr_job *job, struct nr_str path, const char *text);

/* What commit decides. */
enum nr_verdict {
    NR_KEEP,   /* written as map left it, with more members when some were appended */
    NR_DROP,   /* not written; counted under the reason */
    NR_ABSORB, /* not written as it is, but passed: the filter emits it in another form */
    NR_STOP,   /* the run cannot go on, see the error; what is ordered before is written */
};

/* One record that map passed, as commit sees it. */
struct nr_commit {
    uint64_t key[NR_KEY];
    struct nr_str label;
    struct nr_str bytes;    /* the line or the block of lines as it came; of a member nothing */
    struct nr_str out;      /* the lines that map appended; of a line as it came, that line */
    uint64_t lines;         /* 1; of blocks of lines, how many */
    uint64_t dropped;       /* of blocks: commit sets how many are dropped, for the reason */
    const char *reason;     /* commit sets it with NR_DROP */
    struct nr_buf *before;  /* whole lines to write before this record */
    struct nr_buf *members; /* members to append to the record's (only) line: ,"name":value... */
    /* As nr_job.side. Of one side output either map writes the lines or commit. */
    struct nr_buf *side[NR_SIDES];
    struct nr_note note; /* commit may set it: as nr_job_note */
};

struct nr_paths {
    const char *const *paths;
    size_t count;
};

/* What a run has come to, for whoever publishes its output or reports on it. The same for every
 * -j. */
struct nr_account {
    struct nr_str stages; /* a JSON array: what seals tell of the programs before, and this run; see
                             stream/seal.h */
    bool sealed;          /* every operand ended with its seal */
    uint64_t bytes_in;    /* of the operands, as they were read: compressed ones are so */
};

struct nr_filter {
    const char *name;     /* "dedupe" */
    const char *summary;  /* "drop records already seen" */
    const char *operands; /* "[FILE ...]" */
    const struct nr_option *options;
    size_t config_size;  /* zeroed before the first call */
    size_t scratch_size; /* per worker, zeroed before the first call */

    bool reads_members; /* operands are archives: jobs are members and lines (unwrap); else lines of
                           NDJSON */

    /* Its output is for others: no seal ends it. */
    bool ends_stream;

    /* Options of the table that name side outputs, in the order of nr_job.side; NULL ends the list
     * early. The frame opens the files; option is called for them too. */
    const char *sides[NR_SIDES];
    /* Options of the table with which the output is the same as without: no seal and no manifest
     * names them. NULL ends the list early. */
    const char *asides[NR_ASIDES];
    /* One of these, or NULL: a report for people on the whole run. Its lines are gathered, and it
     * is written by report; the name "-" stands for standard error. Of a run that fails there is
     * none. */
    const char *report_side;

    /* All may be NULL but map. Where a struct nr_error is taken, NR_FAIL ends the program with
     * status 2. */
    enum nr_status (*option)(void *config, int code, const char *argument, struct nr_error *e);
    enum nr_status (*start)(void *config, struct nr_error *e);
    /* After start. Leaves in *study the files that study goes over (none: no study), and may change
     * *operands, which are standard input where there is none. */
    enum nr_status (*plan)(void *config, struct nr_paths *operands, struct nr_paths *study,
                           struct nr_error *e);
    /* Only name, scratch_size, map, scratch_free, commit and finish count; commit must answer
     * NR_ABSORB or NR_STOP, and finish emit nothing. What map appends to job->out may be of any
     * form. */
    const struct nr_filter *study;
    /* After start: true when the options ask for something that the filter knows by itself (a
     * schema). What it put into out is then printed, and there is no run. */
    bool (*answer)(const void *config, struct nr_buf *out);
    /* After start: true when the operands are lines that are no records. A job is then a block of
     * whole lines, job->line the number of the first in its file from 0, and job->record NULL; how
     * the lines are cut into blocks means nothing. A line that cannot be read stops the run: map
     * sets e->line to its number in the block, from 0, and returns NR_FAIL. */
    bool (*reads_lines)(const void *config);
    /* After start: true when the lines it writes are no records: no seal ends them. */
    bool (*writes_lines)(const void *config);
    /* After start: true when the output must not appear unless each operand ends with its seal. */
    bool (*needs_seals)(const void *config);
    /* After start: true when the options ask for something else than a run. What it put into out is
     * printed, each line of messages is printed as a message, and *status is the exit status. jobs
     * is what -j says. */
    bool (*errand)(void *config, const struct nr_paths *operands, unsigned jobs, struct nr_buf *out,
                   struct nr_buf *messages, int *status);
    /* The output goes to these in place of a file, unless publish_open finds that path (NULL: there
     * is no -o) is none of its own: NR_END. jobs: as above. publish_write gets whole lines;
     * publish_close ends it all: account NULL means that the run has failed, or an operand could
     * not be read, and nothing must look finished. It is called once when publish_open has returned
     * NR_OK. */
    enum nr_status (*publish_open)(void *config, const char *path, unsigned jobs,
                                   struct nr_error *e);
    enum nr_status (*publish_write)(void *config, struct nr_str lines, struct nr_error *e);
    enum nr_status (*publish_close)(void *config, const struct nr_account *account,
                                    struct nr_error *e);
    /* After start, before anything is opened, with the options as the command line has set them.
     * Only filters that read members may change them. */
    void (*sources)(void *config, struct nr_members_options *options);
    enum nr_status (*map)(const void *config, void *scratch, struct nr_job *job,
                          struct nr_error *e);
    void (*scratch_free)(void *scratch);
    void (*ahead)(const void *config, const uint64_t key[NR_KEY]);
    enum nr_verdict (*commit)(void *config, struct nr_commit *commit, struct nr_error *e);
    enum nr_status (*finish)(void *config, struct nr_buf *out, struct nr_error *e);
    /* True: the lines are taken, and none of them is written. False: they are written as they
     * are. */
    bool (*gather)(void *config, int side, struct nr_str lines);
    /* What it appends to out is written at the end of the side output. */
    void (*finish_side)(void *config, int side, struct nr_buf *out);
    /* plain: for standard error, of lines that are text, harmless on a terminal; else for the
     * file. */
    void (*report)(void *config, const struct nr_account *account, bool plain, struct nr_buf *out);
    enum nr_status (*settle)(void *config, struct nr_error *e);
    void (*unsettle)(void *config);
    void (*warn)(void *config, struct nr_buf *lines);
    void (*stop)(void *config);
};

/* The whole of main. Returns the exit status: 0 all good, 1 some input was bad, 2 could not run or
 * finish. */
int nr_filter_main(const struct nr_filter *filter, int argc, char *argv[]);

#endif
