/* The frame: everything that the filters have in common, from the command line to the exit status.
 *
 *     parse ──► start ──► plan ──► [ feed ──► work ──► drain ] ──► finish ──► close outputs ──►
 *     report
 *
 * The part in brackets goes round in the ring (ring.h): feed on the reader thread, work on the
 * workers, drain (drain.c) on the main thread. Where the filter's plan asks for it, it goes round
 * twice: the first time for the study of some files. */
#include "newsreel/stream/filter.h"
#include "newsreel/core/mem.h"
#include "newsreel/stream/ring.h"
#include "newsreel/stream/sink.h"
#include "run.h"
#include "system.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes of a slot. The hand-over counts, so slots are large. Where nothing is handed over, small
 * ones stay in the cache with all that is made of them, and leave room there for the window and
 * tables of a decoder (a .tar.zst of text takes a fifth less time than with large ones). */
enum {
    BATCH = 1 << 19,
    SMALL_BATCH = 1 << 16,
    RING_WEIGHT = 32 << 20, /* bytes of input in the ring, but for one slot of any size */
};

/* ---- The other parties ---- */

static enum nr_status fill(void *context, struct nr_ring *ring, void *slot)
{
    struct nr_run *r = context;
    return nr_feed_fill(r->feed, ring, slot);
}

static void work(void *context, unsigned worker, void *slot)
{
    struct nr_run *r = context;
    nr_work_slot(&r->work, &r->workers[worker], slot);
}

static size_t weight(const void *slot)
{
    return nr_slot_weight(slot);
}

static void interrupt(void *context)
{
    struct nr_run *r = context;
    ssize_t written = write(r->stop_pipe[1], "", 1);
    (void)written; /* the pipe is empty: one byte fits */
}

/* ---- Setting up and taking down ---- */

/* The output comes first: it may be a folder that is made for it, and the others may lie in there.
 * Statistics are written of a run that has no output too. */
static enum nr_status open_outputs(struct nr_run *r, struct nr_error *e)
{
    struct nr_error other;
    enum nr_status status = nr_run_open_output(r, e);
    if (r->cli.stats && nr_sink_open(&r->report.stats, r->cli.stats, &other) != NR_OK &&
        status == NR_OK) {
        *e = other;
        status = NR_FAIL;
    }
    if (status != NR_OK)
        return NR_FAIL;
    if (r->filter->settle && r->out)
        nr_sink_sync(r->out);
    if (nr_checkpoint_open(&r->checkpoint, r->cli.checkpoint, e) != NR_OK)
        return NR_FAIL;
    if (nr_run_open_sides(r, e) != NR_OK)
        return NR_FAIL;
    if (r->cli.losses && nr_sink_open(&r->report.losses, r->cli.losses, e) != NR_OK)
        return NR_FAIL;
    if (r->cli.rejects)
        return nr_sink_open(&r->report.rejects, r->cli.rejects, e);
    return NR_OK;
}

static void close_outputs(struct nr_run *r)
{
    struct nr_error e;
    if (nr_checkpoint_close(&r->checkpoint, !r->report.failed, &e) != NR_OK)
        nr_run_fail(r, &e);
    nr_run_close_sides(r);
    nr_run_close(r, &r->report.rejects);
    nr_run_close(r, &r->report.losses);
    nr_run_end_output(r);
    nr_run_write_report(r);
}

static void open_feed(struct nr_run *r)
{
    struct nr_feed_options options = {
        .members = r->filter->reads_members,
        .batch = r->cli.jobs == 1 ? SMALL_BATCH : BATCH,
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
    r->feed = nr_feed_open(r->operands.paths, r->operands.count, &options);
}

static void make_workers(struct nr_run *r)
{
    r->slot_count = r->cli.jobs == 1 ? 1 : 4 * (size_t)r->cli.jobs + 2;
    r->slots = nr_alloc_zero(r->slot_count, sizeof *r->slots);
    r->workers = nr_alloc_zero(r->cli.jobs, sizeof *r->workers);
    for (unsigned i = 0; i < r->cli.jobs; i++)
        r->workers[i].scratch = nr_alloc_zero(1, r->filter->scratch_size);
    r->work.filter = r->filter;
    r->work.config = r->config;
    r->work.blocks = r->filter->reads_lines && r->filter->reads_lines(r->config);
    r->work.max_record = (size_t)r->cli.max_record;
    r->sealing.members = r->filter->reads_members;
    r->sealing.in = r->work.blocks ? NULL : nr_hasher_new();
}

static void free_workers(struct nr_run *r)
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
    nr_sealing_free(&r->sealing);
    nr_buf_free(&r->composed);
    nr_buf_free(&r->before);
    nr_buf_free(&r->members);
    for (int i = 0; i < NR_SIDES; i++)
        nr_buf_free(&r->side_lines[i]);
}

static void run_ring(struct nr_run *r)
{
    static const struct nr_ring_calls calls = {fill, work, nr_run_drain, weight, interrupt};
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

static void count_skips(struct nr_run *r)
{
    const struct nr_members_skips *skips;
    size_t n = nr_feed_skips(r->feed, &skips);
    for (size_t i = 0; i < n; i++) {
        r->report.in += skips[i].count;
        nr_report_count(&r->report.drops, skips[i].kind, skips[i].count);
    }
}

static void finish_sides(struct nr_run *r)
{
    struct nr_error e;
    struct nr_buf last = {0};
    for (int i = 0; i < NR_SIDES && !r->report.failed && r->filter->finish_side; i++) {
        last.len = 0;
        if (!r->sides[i] || nr_run_is_report(r, i))
            continue;
        r->filter->finish_side(r->config, i, &last);
        if (nr_sink_write(r->sides[i], nr_buf_str(&last), &e) != NR_OK)
            nr_run_fail(r, &e);
    }
    nr_buf_free(&last);
}

static void finish(struct nr_run *r)
{
    struct nr_error e;
    struct nr_buf last = {0};
    if (!r->report.failed && r->filter->finish &&
        (r->filter->finish(r->config, &last, &e) != NR_OK ||
         nr_run_write(r, nr_buf_str(&last), nr_slot_count_lines(nr_buf_str(&last)), &e) != NR_OK))
        nr_run_fail(r, &e);
    nr_buf_free(&last);
    finish_sides(r);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    if (strcmp(a, b) == 0)
        return true;
    bool known = (strcmp(a, "-") == 0 ? fstat(STDIN_FILENO, &x) : stat(a, &x)) == 0 &&
                 (strcmp(b, "-") == 0 ? fstat(STDIN_FILENO, &y) : stat(b, &y)) == 0;
    return known && x.st_dev == y.st_dev && x.st_ino == y.st_ino && !S_ISCHR(x.st_mode);
}

static bool is_among(const char *path, struct nr_paths paths)
{
    size_t i = 0;
    if (paths.count == 0)
        return is_same_file(path, "-");
    while (i < paths.count && !is_same_file(path, paths.paths[i]))
        i++;
    return i < paths.count;
}

/* What is studied and then read as an operand must be a file that can be read twice. */
static enum nr_status check_files(const struct nr_run *r, struct nr_paths files, struct nr_error *e)
{
    for (size_t i = 0; i < files.count; i++) {
        struct stat st;
        const char *path = files.paths[i];
        bool is_stdin = strcmp(path, "-") == 0;
        if (!is_among(path, r->operands) ||
            (!is_stdin && (stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ||
                           S_ISCHR(st.st_mode))))
            continue;
        nr_error_set(e, "%s cannot be read twice", is_stdin ? "standard input" : path);
        return NR_FAIL;
    }
    return NR_OK;
}

/* The records of files, once through map and commit of the filter's study. They count for nothing
 * but what the filter learns: the run itself reports what is bad in files that are operands too. */
static void study(struct nr_run *r, struct nr_paths files)
{
    struct nr_run first = {.filter = r->filter->study,
                           .cli = {.program = r->cli.program,
                                   .jobs = r->cli.jobs,
                                   .window_log = r->cli.window_log,
                                   .max_record = r->cli.max_record,
                                   .progress = r->cli.progress,
                                   .strict = r->cli.strict,
                                   .quiet = r->cli.quiet},
                           .operands = files,
                           .out = r->out,
                           .checkpoint = {.fd = -1},
                           .config = r->config,
                           .stop_pipe = {r->stop_pipe[0], r->stop_pipe[1]}};
    first.report.cli = &first.cli;
    first.report.started = nr_report_clock();
    for (size_t i = 0; i < files.count; i++)
        if (is_among(files.paths[i], r->operands))
            first.report.muted = true;
    open_feed(&first);
    make_workers(&first);
    run_ring(&first);
    finish(&first);
    nr_feed_close(first.feed);
    free_workers(&first);
    r->report.studied_bad = nr_report_end(&first.report) != 0;
    r->report.failed = first.report.failed || (first.report.failed_operands && !first.report.muted);
}

static void process(struct nr_run *r)
{
    r->report.started = nr_report_clock();
    open_feed(r);
    make_workers(r);
    nr_run_begin_seal(r);
    run_ring(r);
    count_skips(r);
    finish(r);
    r->report.bytes_in = nr_feed_consumed(r->feed);
    r->report.bytes_out = r->written;
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

/* What comes when the outputs are there. */
static void settle(struct nr_run *r)
{
    struct nr_error e;
    if (nr_run_is_complete(r) && r->filter->settle && r->filter->settle(r->config, &e) != NR_OK)
        nr_run_fail(r, &e);
}

static void print_messages(struct nr_run *r, struct nr_str lines)
{
    struct nr_str line;
    while (lines.len && nr_str_split(&lines, '\n', &line))
        nr_report_message(&r->report, line);
}

static void warn(struct nr_run *r)
{
    struct nr_buf lines = {0};
    if (!r->report.failed && r->filter->warn)
        r->filter->warn(r->config, &lines);
    print_messages(r, nr_buf_str(&lines));
    nr_buf_free(&lines);
}

static int run_filter(struct nr_run *r, struct nr_paths files)
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
        if (files.count)
            study(r, files);
        if (!r->report.failed)
            process(r);
    }
    bool broken = r->out && nr_sink_is_broken_pipe(r->out);
    close_outputs(r);
    settle(r);
    warn(r);
    int status = nr_report_end(&r->report);
    if (status == 2 && r->filter->unsettle)
        r->filter->unsettle(r->config);
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
static int print_text(struct nr_run *r, const struct nr_buf *text)
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

static int misuse(struct nr_run *r, const struct nr_error *e)
{
    struct nr_error hint;
    nr_error_set(&hint, "try '%s --help'", r->cli.program);
    nr_report_error(&r->report, e);
    nr_report_error(&r->report, &hint);
    return 2;
}

/* Nothing to read but a terminal: somebody wants to know what this program is. */
static int print_usage(struct nr_run *r)
{
    struct nr_buf text = {0};
    nr_cli_usage(r->filter, r->cli.program, &text);
    ssize_t written = write(STDERR_FILENO, text.data, text.len);
    (void)written;
    nr_buf_free(&text);
    return 2;
}

static int answer(struct nr_run *r)
{
    struct nr_buf text = {0};
    if (r->cli.help)
        nr_cli_help(r->filter, r->cli.program, &text);
    else if (r->cli.version)
        nr_cli_version(r->filter, &text);
    else
        nr_cli_completion(r->filter, r->cli.program, r->cli.completion, &text);
    int status = print_text(r, &text);
    nr_buf_free(&text);
    return status;
}

/* By default only the program that reads the files shows progress, and only to a person. */
static void choose_progress(struct nr_cli *cli, bool reads_files)
{
    cli->progress = !cli->quiet && (cli->progress || (reads_files && isatty(STDERR_FILENO)));
}

/* After start: prints what the filter has to say by itself, or runs. */
static int answer_or_run(struct nr_run *r)
{
    struct nr_error e;
    struct nr_buf text = {0}, messages = {0};
    struct nr_paths files = {0};
    int status;
    if (r->filter->answer && r->filter->answer(r->config, &text)) {
        status = print_text(r, &text);
    } else if (r->filter->errand &&
               r->filter->errand(r->config, &r->operands, r->cli.jobs, &text, &messages, &status)) {
        print_messages(r, nr_buf_str(&messages));
        status = print_text(r, &text) == 0 ? status : 2;
    } else if (r->filter->plan && r->filter->plan(r->config, &r->operands, &files, &e) != NR_OK) {
        nr_report_error(&r->report, &e);
        status = 2;
    } else if (check_files(r, files, &e) != NR_OK) {
        status = misuse(r, &e);
    } else if (r->operands.count == 0 && isatty(STDIN_FILENO)) {
        status = print_usage(r);
    } else {
        choose_progress(&r->cli, r->operands.count > 0);
        status = run_filter(r, files);
    }
    nr_buf_free(&text);
    nr_buf_free(&messages);
    return status;
}

int nr_filter_main(const struct nr_filter *filter, int argc, char *argv[])
{
    struct nr_error e;
    struct nr_run r = {.filter = filter,
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
        r.operands = (struct nr_paths){(const char *const *)argv + r.cli.operands,
                                       (size_t)(argc - r.cli.operands)};
        status = answer_or_run(&r);
    }
    if (filter->stop)
        filter->stop(r.config);
    free(r.config);
    nr_buf_free(&r.cli.options);
    return status;
}
