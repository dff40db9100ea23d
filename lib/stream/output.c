/* Where a run's records go, and the seal that ends them. */
#include "newsreel/core/utf8.h"
#include "newsreel/stream/sink.h"
#include "run.h"
#include <sys/stat.h>

enum nr_status nr_run_open_output(struct nr_run *r, struct nr_error *e)
{
    enum nr_status status = NR_END;
    if (r->filter->publish_open)
        status = r->filter->publish_open(r->config, r->cli.output, r->cli.jobs, e);
    r->publishes = status == NR_OK;
    return status == NR_END ? nr_sink_open(&r->out, r->cli.output, e) : status;
}

/* Outputs appear under their names only when the run came to its end. */
void nr_run_close(struct nr_run *r, struct nr_sink **sink)
{
    struct nr_error e;
    if (!*sink)
        return;
    if (r->report.failed)
        nr_sink_abort(*sink);
    else if (nr_sink_close(*sink, &e) != NR_OK) {
        r->report.failed = true;
        nr_report_error(&r->report, &e);
    }
    *sink = NULL;
}

/* ---- Seals ---- */

/* Archives have no seal that could be passed on: there it is asked for. */
static bool writes_seals(const struct nr_run *r)
{
    if (r->filter->reads_members)
        return r->cli.seal;
    return !r->filter->ends_stream && r->sealing.in &&
           !(r->filter->writes_lines && r->filter->writes_lines(r->config));
}

void nr_run_begin_seal(struct nr_run *r)
{
    if (writes_seals(r))
        r->sealing.out = nr_hasher_new();
}

static struct nr_str valid_name(struct nr_buf *buf, const char *name)
{
    buf->len = 0;
    nr_utf8_repair(buf, nr_str_of(name));
    return nr_buf_str(buf);
}

static void add_inputs(const struct nr_run *r, struct nr_stage *stage)
{
    struct nr_buf name = {0};
    struct stat st;
    nr_buf_reserve(&name, 1);
    for (size_t i = 0; i < r->operands.count; i++) {
        const char *path = r->operands.paths[i];
        bool sized = strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
        nr_stage_input(stage, valid_name(&name, path), sized ? (uint64_t)st.st_size : NR_NOWHERE);
    }
    if (r->operands.count == 0)
        nr_stage_input(stage, nr_str_of("-"), NR_NOWHERE);
    nr_buf_free(&name);
}

static void add_counts(struct nr_stages *stages, struct nr_tally *tally,
                       const struct nr_counts *counts)
{
    for (size_t i = 0; i < counts->count; i++)
        nr_stage_count(stages, tally, nr_str_of(counts->counts[i].what), counts->counts[i].count);
}

/* This run, behind those that the seals tell of. */
static void add_stage(struct nr_run *r)
{
    struct nr_stages *stages = &r->sealing.stages;
    struct nr_stage *stage =
        nr_stages_get(stages, nr_stages_next(stages), nr_str_of(r->filter->name),
                      nr_str_of(NR_VERSION), nr_buf_str(&r->cli.options));
    stage->in = r->report.in;
    stage->passed = r->report.passed;
    stage->rejected = r->report.rejected;
    stage->out = r->report.out;
    stage->bytes = r->written;
    add_counts(stages, &stage->dropped, &r->report.drops);
    add_counts(stages, &stage->notes, &r->report.notes);
    add_inputs(r, stage);
}

struct nr_account nr_run_account(const struct nr_run *r, struct nr_buf *stages)
{
    nr_stages_write(&r->sealing.stages, stages);
    return (struct nr_account){
        .stages = nr_buf_str(stages), .sealed = r->proven, .bytes_in = r->report.bytes_in};
}

static void close_published(struct nr_run *r)
{
    struct nr_error e;
    struct nr_buf stages = {0};
    struct nr_account account;
    bool complete = nr_run_is_complete(r);
    if (complete)
        account = nr_run_account(r, &stages);
    else if (!r->report.failed) {
        nr_error_set(&e, "is not written: an operand could not be read");
        e.path = nr_str_of(r->cli.output);
        nr_report_error(&r->report, &e);
    }
    if (r->filter->publish_close(r->config, complete ? &account : NULL, &e) != NR_OK)
        nr_run_fail(r, &e);
    r->publishes = false;
    nr_buf_free(&stages);
}

static void write_seal(struct nr_run *r)
{
    struct nr_error e;
    struct nr_buf line = {0};
    struct nr_seal seal = {r->report.out, nr_hasher_result(r->sealing.out)};
    nr_seal_write(seal, &r->sealing.stages, &line);
    if (nr_sink_write(r->out, nr_buf_str(&line), &e) != NR_OK)
        nr_run_fail(r, &e);
    nr_buf_free(&line);
}

static void want_seals(struct nr_run *r)
{
    struct nr_error e;
    nr_error_set(&e, "ends without a seal: it is not complete, or was never sealed");
    e.path =
        nr_str_of(r->operands.count ? r->operands.paths[r->sealing.open - 1] : "standard input");
    nr_run_fail(r, &e);
}

/* The seal goes last: whatever can fail before it has not. */
void nr_run_end_output(struct nr_run *r)
{
    r->proven = !r->filter->reads_members && r->sealing.in &&
                nr_sealing_proven(&r->sealing, r->operands.count ? r->operands.count : 1);
    if (nr_run_is_complete(r)) {
        if (!r->proven && r->sealing.in && r->filter->needs_seals &&
            r->filter->needs_seals(r->config))
            want_seals(r);
        add_stage(r);
        if (r->sealing.out && (r->proven || r->cli.seal))
            write_seal(r);
    }
    if (!nr_run_is_complete(r))
        nr_run_drop_report(r);
    if (r->publishes)
        close_published(r);
    nr_run_close(r, &r->out);
}
