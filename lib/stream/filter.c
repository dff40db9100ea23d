/* The frame: everything that the filters have in common, from the command line to the exit status.
 *
 *     parse ──► start ──► [ feed ──► work ──► drain ] ──► finish ──► close outputs ──► report
 *
 * The part in brackets goes round in the ring (ring.h): feed on the reader thread, work on the
 * workers, drain here. */
#include "newsreel/stream/filter.h"
#include "checkpoint.h"
#include "cli.h"
#include "feed.h"
#include "newsreel/core/mem.h"
#include "newsreel/stream/ring.h"
#include "newsreel/stream/sink.h"
#include "report.h"
#include "system.h"
#include "work.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* Bytes of a slot. Lines are cheap to read, so the hand-over counts and slots are large. Members come
 * out of a decoder whose window and tables want the cache for themselves: small slots leave it to
 * them (a .tar.zst of text takes a quarter less time than with large ones). */
enum {
    LINES_BATCH = 1 << 19,
    MEMBERS_BATCH = 1 << 16,
    RING_WEIGHT = 32 << 20, /* bytes of input in the ring, but for one slot of any size */
};

struct run {
    const struct nr_filter *filter;
    struct nr_cli cli;
    struct nr_report report;
    struct nr_work work;
    struct nr_worker *workers;
    struct nr_slot *slots;
    size_t slot_count;
    struct nr_feed *feed;
    struct nr_sink *out, *sides[NR_SIDES];
    struct nr_checkpoint checkpoint;
    struct nr_buf composed, before, members; /* of the drain, when the filter commits */
    void *config;
    int stop_pipe[2]; /* written to when a waiting reader has to come back */
    uint64_t sealed;  /* the stream that a seal has ended; 0: none */
    double shown_progress;
};

/* Draining: input order, one thread
 * ------------------------------------------------------------------------------- */

static enum nr_status write_out(struct run *r, struct nr_str lines, uint64_t count,
                                struct nr_error *e)
{
    r->report.out += count;
    return nr_sink_write(r->out, lines, e);
}

/* Appends more members to the one line of a record: ,"a":1 before the closing brace. */
static void add_with_members(struct nr_buf *out, struct nr_str line, struct nr_str members)
{
    struct nr_str body = nr_str_trim(line);
    body.len--;
    struct nr_str empty = nr_str_trim(body);
    nr_buf_add_str(out, body);
    if (empty.len == 1)
        members = nr_str_sub(members, 1, members.len);
    nr_buf_add_str(out, members);
    nr_buf_add_cstr(out, "}\n");
}

static enum nr_status commit(struct run *r, const struct nr_slot *slot,
                             const struct nr_result *result, struct nr_error *e)
{
    struct nr_str out = nr_str_sub(nr_buf_str(&slot->out), result->out_from, result->out_to);
    struct nr_commit c = {.label = result->label,
                          .out = out,
                          .reason = "dropped",
                          .before = &r->before,
                          .members = &r->members};
    memcpy(c.key, result->key, sizeof c.key);
    r->before.len = r->members.len = 0;
    enum nr_verdict verdict = r->filter->commit(r->config, &c, e);
    if (verdict == NR_STOP)
        return NR_FAIL;
    nr_buf_add_str(&r->composed, nr_buf_str(&r->before));
    if (verdict == NR_DROP) {
        nr_report_count(&r->report.drops, c.reason, 1);
        return NR_OK;
    }
    r->report.passed++;
    if (verdict == NR_KEEP && r->members.len)
        add_with_members(&r->composed, out, nr_buf_str(&r->members));
    else if (verdict == NR_KEEP)
        nr_buf_add_str(&r->composed, out);
    return NR_OK;
}

/* NR_FAIL when a record follows the seal of its stream. */
static enum nr_status check_seal(struct run *r, const struct nr_result *result, struct nr_error *e)
{
    if (r->sealed == result->piece->stream) {
        nr_error_set(e, "a record follows the seal that ends its stream");
        e->path = result->piece->member.source;
        e->line = result->piece->member.line + result->line;
        return NR_FAIL;
    }
    if (result->seal)
        r->sealed = result->piece->stream;
    return NR_OK;
}

static enum nr_status drain_result(struct run *r, const struct nr_slot *slot,
                                   const struct nr_result *result, struct nr_error *e)
{
    if (result->status == NR_FAIL) {
        r->report.failed_operands++;
        nr_report_error(&r->report, result->error);
        return nr_report_loss(&r->report, result->error, e);
    }
    if (result->piece->lines && check_seal(r, result, e) != NR_OK)
        return NR_FAIL;
    if (result->seal)
        return NR_OK;
    if (result->status == NR_BAD)
        return nr_report_bad(&r->report, result->bytes, result->error, e);
    r->report.in++;
    if (result->drop)
        nr_report_count(&r->report.drops, result->drop, 1);
    else if (r->filter->commit)
        return commit(r, slot, result, e);
    else
        r->report.passed++;
    return NR_OK;
}

static enum nr_status write_side(struct run *r, int side, struct nr_str lines, struct nr_error *e)
{
    if (!r->sides[side] || (r->filter->gather && r->filter->gather(r->config, side, lines)))
        return NR_OK;
    return nr_sink_write(r->sides[side], lines, e);
}

/* Where map alone decides, what the workers wrote goes out as it lies; but a failure in the middle
 * of a slot still writes what is ordered before it. */
static enum nr_status write_slot(struct run *r, const struct nr_slot *slot, size_t mapped,
                                 struct nr_error *e)
{
    bool composed = r->filter->commit != NULL;
    struct nr_str out = composed ? nr_buf_str(&r->composed) : nr_str(slot->out.data, mapped);
    bool counted = !composed && mapped == slot->out.len;
    uint64_t lines = counted ? slot->lines : nr_slot_count_lines(out);
    enum nr_status status = write_out(r, out, lines, e);
    for (int i = 0; i < NR_SIDES && status == NR_OK; i++)
        status = write_side(r, i, nr_buf_str(&slot->side[i]), e);
    nr_buf_reset(&r->composed, 4 * LINES_BATCH);
    return status;
}

static void show_progress(struct run *r)
{
    double now = nr_report_clock();
    if (!r->cli.progress || now - r->shown_progress < 0.5)
        return;
    r->shown_progress = now;
    nr_report_progress(&r->report, nr_feed_consumed(r->feed), nr_feed_size(r->feed));
}

static void fail(struct run *r, const struct nr_error *e)
{
    r->report.failed = true;
    if (!nr_sink_is_broken_pipe(r->out))
        nr_report_error(&r->report, e);
}

static enum nr_status drain(void *context, void *slot_to_drain)
{
    struct run *r = context;
    struct nr_slot *slot = slot_to_drain;
    struct nr_error e, write_error;
    enum nr_status status = NR_OK;
    size_t i = 0, mapped = 0;
    for (; i < slot->result_count && status == NR_OK; i++) {
        status = drain_result(r, slot, &slot->results[i], &e);
        mapped = status == NR_OK ? slot->results[i].out_to : mapped;
    }
    if (status != NR_OK)
        fail(r, &e);
    if (write_slot(r, slot, mapped, &write_error) != NR_OK) {
        fail(r, &write_error);
        status = NR_FAIL;
    }
    if (status == NR_OK && nr_checkpoint_drained(&r->checkpoint, slot, nr_sink_bytes(r->out),
                                                 nr_report_clock(), &e) != NR_OK) {
        fail(r, &e);
        status = NR_FAIL;
    }
    for (size_t n = 0; n < slot->note_count; n++)
        nr_report_count(&r->report.notes, slot->notes[n].what, slot->notes[n].count);
    nr_slot_reset(slot);
    show_progress(r);
    return status;
}

/* ---- The other parties ---- */

static enum nr_status fill(void *context, struct nr_ring *ring, void *slot)
{
    struct run *r = context;
    return nr_feed_fill(r->feed, ring, slot);
}

static void work(void *context, unsigned worker, void *slot)
{
    struct run *r = context;
    nr_work_slot(&r->work, &r->workers[worker], slot);
}

static size_t weight(const void *slot)
{
    return nr_slot_weight(slot);
}

static void interrupt(void *context)
{
    struct run *r = context;
    ssize_t written = write(r->stop_pipe[1], "", 1);
    (void)written; /* the pipe is empty: one byte fits */
}

/* Setting up and taking down
 * --------------------------------------------------------------------------------------- */

static enum nr_status open_outputs(struct run *r, struct nr_error *e)
{
    if (r->cli.stats && nr_sink_open(&r->report.stats, r->cli.stats, e) != NR_OK)
        return NR_FAIL;
    if (nr_sink_open(&r->out, r->cli.output, e) != NR_OK)
        return NR_FAIL;
    if (nr_checkpoint_open(&r->checkpoint, r->cli.checkpoint, e) != NR_OK)
        return NR_FAIL;
    for (int i = 0; i < NR_SIDES; i++) {
        r->work.sides[i] = r->cli.sides[i] != NULL;
        if (r->cli.sides[i] && nr_sink_open(&r->sides[i], r->cli.sides[i], e) != NR_OK)
            return NR_FAIL;
    }
    if (r->cli.losses && nr_sink_open(&r->report.losses, r->cli.losses, e) != NR_OK)
        return NR_FAIL;
    if (r->cli.rejects)
        return nr_sink_open(&r->report.rejects, r->cli.rejects, e);
    return NR_OK;
}

/* Outputs appear under their names only when the run came to its end. */
static void close_output(struct run *r, struct nr_sink **sink)
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

static void close_outputs(struct run *r)
{
    struct nr_error e;
    if (nr_checkpoint_close(&r->checkpoint, !r->report.failed, &e) != NR_OK)
        fail(r, &e);
    for (int i = 0; i < NR_SIDES; i++)
        close_output(r, &r->sides[i]);
    close_output(r, &r->report.rejects);
    close_output(r, &r->report.losses);
    close_output(r, &r->out);
}

static void open_feed(struct run *r, int argc, char *argv[])
{
    struct nr_feed_options options = {
        .members = r->filter->reads_members,
        .batch = r->filter->reads_members ? MEMBERS_BATCH : LINES_BATCH,
        .source = {.input = {.window_log = r->cli.window_log,
                             .stop_fd = r->stop_pipe[0],
                             .threads = r->cli.jobs},
                   .stdin_name = r->cli.stdin_name,
                   .max_record = (size_t)r->cli.max_record,
                   .resume_at = r->cli.resume_at,
                   .resume_ordinal = r->cli.resume_ordinal},
    };
    if (r->filter->sources)
        r->filter->sources(r->config, &options.source);
    r->feed = nr_feed_open((const char *const *)(argv + r->cli.operands),
                           (size_t)(argc - r->cli.operands), &options);
}

static void make_workers(struct run *r)
{
    r->slot_count = r->cli.jobs == 1 ? 1 : 4 * (size_t)r->cli.jobs + 2;
    r->slots = nr_alloc_zero(r->slot_count, sizeof *r->slots);
    r->workers = nr_alloc_zero(r->cli.jobs, sizeof *r->workers);
    for (unsigned i = 0; i < r->cli.jobs; i++)
        r->workers[i].scratch = nr_alloc_zero(1, r->filter->scratch_size);
    r->work.filter = r->filter;
    r->work.config = r->config;
    r->work.max_record = (size_t)r->cli.max_record;
}

static void free_workers(struct run *r)
{
    for (size_t i = 0; i < r->slot_count; i++)
        nr_slot_free(&r->slots[i]);
    for (unsigned i = 0; r->workers && i < r->cli.jobs; i++) {
        if (r->filter->scratch_free)
            r->filter->scratch_free(r->workers[i].scratch);
        free(r->workers[i].scratch);
        nr_record_free(&r->workers[i].record);
        nr_arena_free(&r->workers[i].arena);
    }
    free(r->workers);
    free(r->slots);
    nr_buf_free(&r->composed);
    nr_buf_free(&r->before);
    nr_buf_free(&r->members);
}

static void run_ring(struct run *r)
{
    static const struct nr_ring_calls calls = {fill, work, drain, weight, interrupt};
    void **slots = nr_alloc_zero(r->slot_count, sizeof *slots);
    for (size_t i = 0; i < r->slot_count; i++)
        slots[i] = &r->slots[i];
    struct nr_ring_options options = {.jobs = r->cli.jobs,
                                      .slots = slots,
                                      .slot_count = r->slot_count,
                                      .max_weight = RING_WEIGHT};
    if (nr_ring_run(&calls, r, &options) != NR_OK)
        r->report.failed = true;
    free(slots);
}

static void count_skips(struct run *r)
{
    const struct nr_members_skips *skips;
    size_t n = nr_feed_skips(r->feed, &skips);
    for (size_t i = 0; i < n; i++) {
        r->report.in += skips[i].count;
        nr_report_count(&r->report.drops, skips[i].kind, skips[i].count);
    }
}

static void finish_sides(struct run *r)
{
    struct nr_error e;
    struct nr_buf last = {0};
    for (int i = 0; i < NR_SIDES && !r->report.failed && r->filter->finish_side; i++) {
        last.len = 0;
        if (!r->sides[i])
            continue;
        r->filter->finish_side(r->config, i, &last);
        if (nr_sink_write(r->sides[i], nr_buf_str(&last), &e) != NR_OK)
            fail(r, &e);
    }
    nr_buf_free(&last);
}

static void finish(struct run *r)
{
    struct nr_error e;
    struct nr_buf last = {0};
    if (!r->report.failed && r->filter->finish &&
        (r->filter->finish(r->config, &last, &e) != NR_OK ||
         write_out(r, nr_buf_str(&last), nr_slot_count_lines(nr_buf_str(&last)), &e) != NR_OK))
        fail(r, &e);
    nr_buf_free(&last);
    finish_sides(r);
}

static void process(struct run *r, int argc, char *argv[])
{
    r->report.started = nr_report_clock();
    open_feed(r, argc, argv);
    make_workers(r);
    run_ring(r);
    count_skips(r);
    finish(r);
    r->report.bytes_in = nr_feed_consumed(r->feed);
    r->report.bytes_out = nr_sink_bytes(r->out);
}

/* A reader downstream that has seen enough is no error of ours: we end as cat does. Where SIGPIPE
 * is ignored, the write fails instead, and we end by the signal all the same. */
static void end_by_sigpipe(void)
{
    sigset_t set;
    signal(SIGPIPE, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(SIGPIPE);
}

static int run_filter(struct run *r, int argc, char *argv[])
{
    struct nr_error e;
    bool pipe_open = false;
    nr_system_widen_pipe(STDIN_FILENO);
    if (open_outputs(r, &e) != NR_OK) {
        r->report.failed = true;
        nr_report_error(&r->report, &e);
    } else if (pipe(r->stop_pipe) != 0) {
        nr_die_of_memory();
    } else {
        pipe_open = true;
        process(r, argc, argv);
    }
    bool broken = r->out && nr_sink_is_broken_pipe(r->out);
    close_outputs(r);
    int status = nr_report_end(&r->report);
    if (r->feed)
        nr_feed_close(r->feed);
    free_workers(r);
    if (pipe_open) {
        close(r->stop_pipe[0]);
        close(r->stop_pipe[1]);
    }
    if (broken)
        end_by_sigpipe();
    return status;
}

/* --help and its kind: text on standard output, whose failure counts. */
static int print_text(struct run *r, const struct nr_buf *text)
{
    struct nr_error e;
    struct nr_sink *out;
    enum nr_status status = nr_sink_open(&out, NULL, &e);
    if (status == NR_OK && (status = nr_sink_write(out, nr_buf_str(text), &e)) != NR_OK)
        nr_sink_abort(out);
    else if (status == NR_OK)
        status = nr_sink_close(out, &e);
    if (status != NR_OK)
        nr_report_error(&r->report, &e);
    return status == NR_OK ? 0 : 2;
}

static int misuse(struct run *r, const struct nr_error *e)
{
    struct nr_error hint;
    nr_error_set(&hint, "try '%s --help'", r->cli.program);
    nr_report_error(&r->report, e);
    nr_report_error(&r->report, &hint);
    return 2;
}

/* Nothing to read but a terminal: somebody wants to know what this program is. */
static int print_usage(struct run *r)
{
    struct nr_buf text = {0};
    nr_cli_usage(r->filter, r->cli.program, &text);
    ssize_t written = write(STDERR_FILENO, text.data, text.len);
    (void)written;
    nr_buf_free(&text);
    return 2;
}

static int answer(struct run *r)
{
    struct nr_error e;
    struct nr_buf text = {0};
    int status = 0;
    if (r->cli.help)
        nr_cli_help(r->filter, r->cli.program, &text);
    else if (r->cli.version)
        nr_cli_version(r->filter, &text);
    else if (nr_cli_completion(r->filter, r->cli.program, r->cli.completion, &text, &e) != NR_OK)
        status = misuse(r, &e);
    if (status == 0)
        status = print_text(r, &text);
    nr_buf_free(&text);
    return status;
}

/* By default only the program that reads the files shows progress, and only to a person. */
static void choose_progress(struct nr_cli *cli, int argc)
{
    bool reads_files = cli->operands < argc;
    cli->progress = !cli->quiet && (cli->progress || (reads_files && isatty(STDERR_FILENO)));
}

/* After start: prints what the filter has to say by itself, or runs. */
static int answer_or_run(struct run *r, int argc, char *argv[])
{
    struct nr_buf text = {0};
    int status;
    if (r->filter->answer && r->filter->answer(r->config, &text)) {
        status = print_text(r, &text);
    } else if (r->cli.operands == argc && isatty(STDIN_FILENO)) {
        status = print_usage(r);
    } else {
        choose_progress(&r->cli, argc);
        status = run_filter(r, argc, argv);
    }
    nr_buf_free(&text);
    return status;
}

int nr_filter_main(const struct nr_filter *filter, int argc, char *argv[])
{
    struct nr_error e;
    struct run r = {.filter = filter,
                    .checkpoint = {.fd = -1},
                    .config = nr_alloc_zero(1, filter->config_size)};
    r.report.cli = &r.cli;
    int status;
    nr_system_guard_standard();
    if (nr_cli_parse(filter, r.config, argc, argv, &r.cli, &e) != NR_OK) {
        status = misuse(&r, &e);
    } else if (r.cli.help || r.cli.version || r.cli.completion) {
        status = answer(&r);
    } else if (filter->start && filter->start(r.config, &e) != NR_OK) {
        nr_report_error(&r.report, &e);
        status = 2;
    } else {
        status = answer_or_run(&r, argc, argv);
    }
    if (filter->stop)
        filter->stop(r.config);
    free(r.config);
    return status;
}
