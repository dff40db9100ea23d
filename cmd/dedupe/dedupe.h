/* What the parts of dedupe share. A mode is what the program does with records: two functions for
 * the frame, chosen by the options.
 *
 *     records.c     the usual: drop or mark records that repeat kept ones
 *     bare.c        the same, where nobody asks which ones: exact copies go
 *     best.c        the same, where the copy that stays is not the first: two passes
 *     paragraphs.c  paragraphs of documents instead of records
 *     index.c       what earlier runs have kept
 *     steps.c       steps of a run over many machines: records to lines, lines to lines */
#ifndef NEWSREEL_CMD_DEDUPE_H
#define NEWSREEL_CMD_DEDUPE_H

#include "newsreel/dupes/crowds.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/shingles.h"
#include "newsreel/store/seen.h"
#include "newsreel/store/spill.h"
#include "newsreel/stream/filter.h"
#include "steps.h"

enum { BINS = 20 }; /* of the similarities in a report, .05 each */

enum keep { KEEP_FIRST, KEEP_LONGEST, KEEP_EARLIEST };

struct config;
struct scratch;

struct mode {
    enum nr_status (*map)(const struct config *c, struct scratch *s, struct nr_job *job,
                          struct nr_error *e);
    enum nr_verdict (*commit)(struct config *c, struct nr_commit *commit, struct nr_error *e);
};

struct config {
    const struct mode *mode;
    struct nr_str key;  /* the member to compare; empty: text */
    const char *folder; /* of the index; NULL: there is none */
    bool fold, mark, dry_run, explains, paragraphs, verify;
    enum keep keep;
    uint64_t ngram, min_words;
    struct nr_seen_options options;
    struct nr_bands bands;
    struct nr_minhash minhash;
    struct steps steps;

    /* The run. */
    struct nr_index *index;
    struct nr_seen *seen;
    struct best *best;
    struct nr_crowds crowds;
    struct nr_buf repeated; /* for each paragraph, whether it is; the name of a copy */
    struct nr_buf rest;     /* a record with the paragraphs that stay */
    struct nr_record record;
    uint64_t records, kept, dropped, bins[BINS];
};

/* ---- index.c ---- */

/* Opens the index, for work on the operands. */
enum nr_status dedupe_open_index(struct config *c, const struct nr_paths *operands,
                                 struct nr_error *e);

/* Adds what was kept, once all that comes out is on disk. */
enum nr_status dedupe_settle(void *config, struct nr_error *e);

/* The run has failed all the same: it is to be done again. */
void dedupe_unsettle(void *config);

struct scratch {
    struct nr_buf text, packed; /* normalised text; a sketch */
    struct nr_shingles shingles;
    struct nr_grams grams;
    struct nr_buf encoded;
};

void dedupe_scratch_free(void *scratch);

extern const struct mode records_mode, bare_mode, best_mode, paragraphs_mode;

/* ---- records.c ---- */

/* job->label becomes the record's sketch; with dedupe_name, of its id alone. A record without id is
 * named by its place: 0001-0000000a is line 10 of the second file. */
enum nr_status dedupe_name(const struct config *c, struct scratch *s, struct nr_job *job,
                           struct nr_error *e);
enum nr_status dedupe_sketch(const struct config *c, struct scratch *s, struct nr_job *job,
                             struct nr_error *e);

/* The fingerprint of what is compared exactly; {0, 0} where there is nothing to compare. */
enum nr_status dedupe_whole(const struct config *c, struct scratch *s, struct nr_job *job,
                            struct nr_hash128 *whole, struct nr_error *e);

/* The key of a job: the fingerprint, and where the record stands. */
enum { KEY_WHOLE, KEY_LOW, KEY_REF };
void dedupe_set_key(struct nr_job *job, const struct nr_hash128 *whole);

/* Refuses marks of an earlier run that stand twice. */
enum nr_status dedupe_check_marks(struct nr_job *job, struct nr_error *e);

/* Refuses what dedupe_sketch would refuse, without the sketch. */
enum nr_status dedupe_check(const struct config *c, struct nr_job *job, struct nr_error *e);

/* The record's id, as text; empty where it has none. */
enum nr_status dedupe_id(struct nr_job *job, struct nr_str *id, struct nr_error *e);

/* The name of a record without id: its file and line. */
struct nr_str dedupe_place(const struct config *c, struct nr_job *job);

/* Writes the record, without marks of an earlier run. */
enum nr_status dedupe_write(const struct config *c, struct nr_job *job, struct nr_error *e);

/* Both: the usual map. */
enum nr_status dedupe_map(const struct config *c, struct scratch *s, struct nr_job *job,
                          struct nr_error *e);

/* The sketch that dedupe_sketch made. */
struct nr_sketch dedupe_unpack(struct nr_str label);

/* Where no ids are kept, a crowd has the name of a copy: its file and line. */
void dedupe_count_unnamed(struct config *c, const struct nr_commit *commit);

/* Says of a record that it repeats another one: in its members, to --explain, in the counts. */
enum nr_verdict dedupe_tell(struct config *c, struct nr_commit *commit, struct nr_str id,
                            const struct nr_match *match);

/* ---- best.c ---- */

extern const struct nr_filter dedupe_study;
enum nr_status best_finish(const struct config *c, struct nr_error *e);
void best_free(struct best *b);

#endif
