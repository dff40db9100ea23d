#include "newsreel/stream/ring.h"
#include "run.h"

enum { KEEP_BYTES = 2 << 20, AHEAD = 24 /* records */ };

enum nr_status nr_run_write(struct nr_run *r, struct nr_str lines, uint64_t count,
                            struct nr_error *e)
{
    r->report.out += count;
    r->written += lines.len;
    if (r->sealing.out)
        nr_hasher_add(r->sealing.out, lines);
    if (r->publishes)
        return lines.len ? r->filter->publish_write(r->config, lines, e) : NR_OK;
    return nr_sink_write(r->out, lines, e);
}

/* What is kept as it lies in the slot is copied in stretches as long as there are, and not at all
 * where it is one stretch. */
static void compose_kept(struct nr_run *r)
{
    nr_buf_add_str(&r->composed, r->kept);
    r->kept = nr_str(NULL, 0);
}

static void keep(struct nr_run *r, struct nr_str lines)
{
    if (r->kept.len && r->kept.data + r->kept.len == lines.data) {
        r->kept.len += lines.len;
        return;
    }
    compose_kept(r);
    r->kept = lines;
}

static struct nr_str composed(struct nr_run *r)
{
    if (!r->composed.len)
        return r->kept;
    compose_kept(r);
    return nr_buf_str(&r->composed);
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

/* What all commits of a run find the same. */
static void prepare_commit(struct nr_run *r)
{
    r->commit.before = &r->before;
    r->commit.members = &r->members;
    for (int i = 0; i < NR_SIDES; i++)
        r->commit.side[i] = r->sides[i] ? &r->side_lines[i] : NULL;
}

static void begin_commit(struct nr_run *r, const struct nr_slot *slot,
                         const struct nr_result *result)
{
    struct nr_commit *c = &r->commit;
    memcpy(c->key, result->key, sizeof c->key);
    c->label = result->label;
    c->bytes = result->bytes;
    c->out = nr_str_sub(nr_buf_str(&slot->out), result->out_from, result->out_to);
    if (result->as_it_came)
        c->out = nr_str(result->bytes.data, result->bytes.len + 1);
    c->lines = result->lines;
    c->dropped = 0;
    c->reason = "dropped";
    c->note.count = 0;
    r->before.len = r->members.len = 0;
}

static enum nr_status commit(struct nr_run *r, const struct nr_slot *slot,
                             const struct nr_result *result, struct nr_error *e)
{
    struct nr_commit *c = &r->commit;
    begin_commit(r, slot, result);
    enum nr_verdict verdict = r->filter->commit(r->config, c, e);
    if (verdict == NR_STOP)
        return NR_FAIL;
    if (r->before.len || r->members.len)
        compose_kept(r);
    nr_buf_add_str(&r->composed, nr_buf_str(&r->before));
    if (c->note.count)
        nr_report_count(&r->report.notes, c->note.what, c->note.count);
    if (verdict == NR_DROP)
        c->dropped = c->lines;
    if (c->dropped)
        nr_report_count(&r->report.drops, c->reason, c->dropped);
    r->report.passed += c->lines - c->dropped;
    if (verdict == NR_KEEP && r->members.len)
        add_with_members(&r->composed, c->out, nr_buf_str(&r->members));
    else if (verdict == NR_KEEP)
        keep(r, c->out);
    return NR_OK;
}

static enum nr_status drain_result(struct nr_run *r, const struct nr_slot *slot,
                                   const struct nr_result *result, struct nr_error *e)
{
    if (result->stops) {
        *e = *result->error;
        return NR_FAIL;
    }
    if (result->status == NR_FAIL) {
        r->report.failed_operands++;
        if (!r->report.muted)
            nr_report_error(&r->report, result->error);
        return nr_report_loss(&r->report, result->error, e);
    }
    if (result->seal)
        return NR_OK;
    if (result->status == NR_BAD)
        return nr_report_bad(&r->report, result->bytes, result->error, e);
    r->report.in += result->lines;
    if (result->drop)
        nr_report_count(&r->report.drops, result->drop, 1);
    else if (r->filter->commit)
        return commit(r, slot, result, e);
    else
        r->report.passed++;
    return NR_OK;
}

static enum nr_status write_side(struct nr_run *r, int side, struct nr_str lines,
                                 struct nr_error *e)
{
    if (!r->work.sides[side] || (r->filter->gather && r->filter->gather(r->config, side, lines)))
        return NR_OK;
    return nr_sink_write(r->sides[side], lines, e);
}

/* Where map alone decides, what the workers wrote goes out as it lies; but a failure in the middle
 * of a slot still writes what is ordered before it. */
static enum nr_status write_slot(struct nr_run *r, const struct nr_slot *slot, size_t mapped,
                                 struct nr_error *e)
{
    bool commits = r->filter->commit != NULL;
    struct nr_str out = commits ? composed(r) : nr_str(slot->out.data, mapped);
    bool counted = !commits && mapped == slot->out.len;
    uint64_t lines = counted ? slot->lines : nr_slot_count_lines(out);
    enum nr_status status = nr_run_write(r, out, lines, e);
    for (int i = 0; i < NR_SIDES && status == NR_OK; i++)
        status = write_side(r, i, nr_buf_str(&slot->side[i]), e);
    for (int i = 0; i < NR_SIDES && status == NR_OK; i++) {
        status = write_side(r, i, nr_buf_str(&r->side_lines[i]), e);
        nr_buf_reset(&r->side_lines[i], KEEP_BYTES);
    }
    nr_buf_reset(&r->composed, KEEP_BYTES);
    r->kept = nr_str(NULL, 0);
    return status;
}

static void show_progress(struct nr_run *r)
{
    double now = nr_report_clock();
    if (!r->cli.progress || now - r->shown_progress < 0.5)
        return;
    r->shown_progress = now;
    nr_report_progress(&r->report, nr_feed_consumed(r->feed), nr_feed_size(r->feed));
}

void nr_run_fail(struct nr_run *r, const struct nr_error *e)
{
    r->report.failed = true;
    if (!r->out || !nr_sink_is_broken_pipe(r->out))
        nr_report_error(&r->report, e);
}

/* A look-up waits for memory, and many can wait at once. */
static void look_ahead(const struct nr_run *r, const struct nr_slot *slot, size_t i)
{
    if (r->filter->ahead && i < slot->result_count)
        r->filter->ahead(r->config, slot->results[i].key);
}

enum nr_status nr_run_drain(void *run, void *slot_to_drain)
{
    struct nr_run *r = run;
    struct nr_slot *slot = slot_to_drain;
    struct nr_error e, write_error;
    enum nr_status status = NR_OK;
    size_t i = 0, mapped = 0;
    nr_sealing_watch(&r->sealing, slot);
    prepare_commit(r);
    for (size_t n = 0; n < AHEAD; n++)
        look_ahead(r, slot, n);
    for (; i < slot->result_count && status == NR_OK; i++) {
        look_ahead(r, slot, i + AHEAD);
        status = drain_result(r, slot, &slot->results[i], &e);
        mapped = status == NR_OK ? slot->results[i].out_to : mapped;
    }
    if (status != NR_OK)
        nr_run_fail(r, &e);
    if (write_slot(r, slot, mapped, &write_error) != NR_OK) {
        nr_run_fail(r, &write_error);
        status = NR_FAIL;
    }
    if (status == NR_OK &&
        nr_checkpoint_drained(&r->checkpoint, slot, r->written, nr_report_clock(), &e) != NR_OK) {
        nr_run_fail(r, &e);
        status = NR_FAIL;
    }
    for (size_t n = 0; n < slot->note_count; n++)
        nr_report_count(&r->report.notes, slot->notes[n].what, slot->notes[n].count);
    nr_slot_reset(slot);
    show_progress(r);
    return status;
}
