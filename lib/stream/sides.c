/* Side outputs: lines beside the records, and the report that is written when all else is there. */
#include "newsreel/stream/sink.h"
#include "run.h"

bool nr_run_is_report(const struct nr_run *r, int side)
{
    const char *report = r->filter->report_side, *name = r->filter->sides[side];
    return report && name && strcmp(name, report) == 0;
}

/* A report on standard error has no file. */
static bool is_plain(const struct nr_run *r, int side)
{
    return nr_run_is_report(r, side) && strcmp(r->cli.sides[side], "-") == 0;
}

enum nr_status nr_run_open_sides(struct nr_run *r, struct nr_error *e)
{
    for (int i = 0; i < NR_SIDES; i++) {
        const char *path = r->cli.sides[i];
        r->work.sides[i] = path != NULL;
        if (path && !is_plain(r, i) && nr_sink_open(&r->sides[i], path, e) != NR_OK)
            return NR_FAIL;
    }
    return NR_OK;
}

void nr_run_close_sides(struct nr_run *r)
{
    for (int i = 0; i < NR_SIDES; i++)
        if (!nr_run_is_report(r, i))
            nr_run_close(r, &r->sides[i]);
}

static void write_report(struct nr_run *r, int side)
{
    struct nr_error e;
    struct nr_buf stages = {0}, text = {0};
    struct nr_account account = nr_run_account(r, &stages);
    bool plain = is_plain(r, side);
    r->filter->report(r->config, &account, plain, &text);
    if (plain)
        nr_report_lines(&r->report, nr_buf_str(&text));
    else if (nr_sink_write(r->sides[side], nr_buf_str(&text), &e) != NR_OK)
        nr_run_fail(r, &e);
    nr_buf_free(&stages);
    nr_buf_free(&text);
}

void nr_run_drop_report(struct nr_run *r)
{
    for (int i = 0; i < NR_SIDES; i++)
        if (nr_run_is_report(r, i)) {
            nr_sink_abort(r->sides[i]);
            r->sides[i] = NULL;
        }
}

void nr_run_write_report(struct nr_run *r)
{
    for (int i = 0; i < NR_SIDES; i++) {
        if (!r->work.sides[i] || !nr_run_is_report(r, i))
            continue;
        if (nr_run_is_complete(r))
            write_report(r, i);
        nr_run_close(r, &r->sides[i]);
    }
}
