/* steps.c: duplicates in steps that pass lines (newsreel/dupes/steps.h). Each step is a mode of its
 * own; what they need of a run is here. */
#ifndef NEWSREEL_CMD_DEDUPE_STEPS_H
#define NEWSREEL_CMD_DEDUPE_STEPS_H

#include "newsreel/dupes/drops.h"
#include "newsreel/dupes/pairs.h"
#include "newsreel/dupes/resolve.h"
#include "newsreel/store/mapped.h"
#include "newsreel/stream/filter.h"

struct config;
struct mode;

struct steps {
    bool sign, pairs, resolve;
    const char *drop; /* the file of --drop */
    uint64_t shard;   /* number of the first operand */
    uint64_t crowd;   /* most classes of records that share a key; 0: the usual number */

    struct nr_pairs *maker;
    struct nr_resolve *resolver;
    struct nr_mapped list;
    struct nr_drops drops;
    struct nr_buf id;
    struct nr_paths operands;
    uint64_t met; /* operands up to the last that had a record, or whose lines were looked for */
};

/* NR_FAIL, with what as the message. */
enum nr_status dedupe_fail(struct nr_error *e, const char *what);

/* Whether the options ask for a step. */
bool steps_asked(const struct steps *s);

/* After the options have been checked: opens what the step needs. NULL on failure. */
const struct mode *steps_start(struct config *c, struct nr_error *e);

/* Options that no step has are the caller's to check; these are its own. */
enum nr_status steps_check(const struct config *c, struct nr_error *e);

/* Whether so many operands have numbers. */
enum nr_status steps_plan(struct steps *s, const struct nr_paths *operands, struct nr_error *e);

/* Whether the operands are lines that are no records. */
bool steps_reads_lines(const struct steps *s);

enum nr_status steps_finish(struct steps *s, struct nr_buf *out, struct nr_error *e);
void steps_warn(const struct steps *s, struct nr_buf *lines);
void steps_stop(struct steps *s);

#endif
