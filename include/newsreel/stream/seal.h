/* nr_seal: the last line of a stream, which proves that all of it came.
 *
 *     {"newsreel_seal":{"version":1,"records":2,"hash":"0f...","stages":[{"stage":0,...},...]}}
 *
 * records counts the lines before it, hash is the XXH3-128 of their bytes, newlines included, in
 * their order. stages tells of every program that the records went through: what it is, what it was
 * asked, what it read, and its counts. A stage's number is its distance from where the records come
 * from. Stages with the same number, program, version and options are one, with the sum of their
 * counts: many files that went through the same chain are told of like one.
 *
 * A seal says nothing of clocks, threads and machines: the same input gives the same seal. It finds
 * accidents, and is no defence against somebody who wants to deceive.
 *
 * Zero-initialised stages are empty and ready; nr_stages_free gives back what they own. */
#ifndef NEWSREEL_STREAM_SEAL_H
#define NEWSREEL_STREAM_SEAL_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/err.h"
#include "newsreel/core/hash.h"

enum {
    NR_SEAL_VERSION = 1,
    NR_SEAL_INPUTS = 1000, /* most inputs of a stage that are named; all are counted */
    NR_SEAL_STAGES = 1000, /* most stages of a seal that is read */
    NR_SEAL_COUNTS = 256,  /* most reasons to drop, and most notes, of a stage that is read */
};

struct nr_tally_count {
    struct nr_str name;
    uint64_t count;
};

/* Counts by name, in the order in which the names came. */
struct nr_tally {
    struct nr_tally_count *counts;
    size_t count, room;
};

struct nr_stage {
    uint64_t number;
    struct nr_str program, version;
    struct nr_str options; /* a JSON array of strings */
    uint64_t in, passed, rejected, out;
    uint64_t bytes; /* of the lines that it wrote; NR_NOWHERE: not known */
    struct nr_tally dropped, notes;
    uint64_t input_count;
    uint64_t inputs_named;
    struct nr_buf inputs; /* of the first of them: {"name":...,"bytes":...},... */
};

struct nr_stages {
    struct nr_stage *stages; /* by number, else in the order in which they came */
    size_t count, room;
    struct nr_arena arena; /* of their names */
};

/* What a seal says of the lines before it. */
struct nr_seal {
    uint64_t records;
    struct nr_hash128 hash;
};

/* The stage that these were asked for, made where there is none; its counts are 0 then. What the
 * views show is copied. */
struct nr_stage *nr_stages_get(struct nr_stages *s, uint64_t number, struct nr_str program,
                               struct nr_str version, struct nr_str options);
/* One more than the largest number; 0 without a stage. */
uint64_t nr_stages_next(const struct nr_stages *s);
void nr_stage_count(struct nr_stages *s, struct nr_tally *tally, struct nr_str name, uint64_t n);
/* name is valid UTF-8; bytes NR_NOWHERE: not known. */
void nr_stage_input(struct nr_stage *stage, struct nr_str name, uint64_t bytes);
/* Appends a JSON array. */
void nr_stages_write(const struct nr_stages *s, struct nr_buf *out);
/* Adds the stages of such an array, which has been scanned. NR_BAD when it is not one. */
enum nr_status nr_stages_read(struct nr_stages *s, struct nr_str array, struct nr_error *e);
void nr_stages_free(struct nr_stages *s);

/* Appends the line, with its newline. */
void nr_seal_write(struct nr_seal seal, const struct nr_stages *stages, struct nr_buf *out);
/* line: valid JSON, as nr_record_is_seal has it. Adds its stages to stages. NR_BAD when it is no
 * seal that can be understood. */
enum nr_status nr_seal_read(struct nr_str line, struct nr_seal *seal, struct nr_stages *stages,
                            struct nr_error *e);

#endif
