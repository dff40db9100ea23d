#include "work.h"
#include "newsreel/core/utf8.h"

/* One record or member, and where its output begins: what it leaves behind is taken back when it
 * turns out bad. */
struct step {
    const struct nr_work *work;
    struct nr_worker *worker;
    struct nr_slot *slot;
    const struct nr_piece *piece;
    struct nr_job job;
    size_t side_from[NR_SIDES];
};

/* The record is lost as a whole. A line has a place where its block lies in the file as it is. */
static void name_loss(const struct step *s, struct nr_error *e)
{
    const struct nr_member *m = &s->piece->member;
    bool line = s->piece->lines, plain = m->placed && m->length == m->bytes.len;
    e->lost_records = 1;
    e->lost_from = e->lost_to = NR_NOWHERE;
    if (!m->placed || (line && !plain))
        return;
    e->lost_from = m->offset + (line ? (uint64_t)(s->job.bytes.data - m->bytes.data) : 0);
    e->lost_to = e->lost_from + (line ? s->job.bytes.len : m->length);
}

static void reject(struct step *s, struct nr_result *result, struct nr_error *e)
{
    result->status = NR_BAD;
    s->slot->out.len = result->out_from;
    for (int i = 0; i < NR_SIDES; i++)
        s->slot->side[i].len = s->side_from[i];
    e->path = s->piece->member.source;
    if (s->job.record || s->piece->lines)
        e->line = s->piece->member.line + s->job.line;
    else if (s->piece->member.placed)
        e->offset = s->piece->member.offset;
    name_loss(s, e);
    result->error = nr_slot_keep_error(s->slot, e);
}

/* A line in a block that makes all that follows worthless. */
static void give_up(struct step *s, struct nr_result *result, struct nr_error *e)
{
    result->status = NR_FAIL;
    result->stops = true;
    s->slot->out.len = result->out_from;
    e->path = s->piece->member.source;
    e->line += s->piece->member.line;
    result->error = nr_slot_keep_error(s->slot, e);
}

/* What is the same for all records of the piece. */
static struct step step_of(const struct nr_work *work, struct nr_worker *worker,
                           struct nr_slot *slot, const struct nr_piece *piece)
{
    struct step s = {.work = work, .worker = worker, .slot = slot, .piece = piece};
    s.job.member = &piece->member;
    s.job.stream = piece->lines ? piece->stream : 0;
    s.job.arena = &worker->arena;
    s.job.out = &slot->out;
    for (int i = 0; i < NR_SIDES; i++)
        s.job.side[i] = work->sides[i] ? &slot->side[i] : NULL;
    return s;
}

/* On a line of the piece, a block of lines, or a member. */
static struct nr_result *begin(struct step *s, struct nr_str bytes, uint64_t line)
{
    struct nr_result *result = nr_slot_add_result(s->slot);
    struct nr_job *job = &s->job;
    job->bytes = bytes;
    job->line = line;
    job->record = NULL;
    job->drop = NULL;
    job->as_it_came = false;
    job->note_count = 0;
    job->lost = job->last_lost = NULL;
    job->label = nr_str(NULL, 0);
    for (int i = 0; i < NR_KEY; i++)
        job->key[i] = 0;
    result->bytes = s->piece->lines ? bytes : nr_str(NULL, 0);
    result->piece = s->piece;
    result->line = line;
    for (int i = 0; i < NR_SIDES; i++)
        s->side_from[i] = s->slot->side[i].len;
    return result;
}

void nr_job_note(struct nr_job *job, const char *what, uint64_t count)
{
    size_t i = 0;
    while (i < job->note_count && strcmp(job->notes[i].what, what) != 0)
        i++;
    if (count == 0 || i == NR_NOTES)
        return;
    if (i == job->note_count)
        job->notes[job->note_count++] = (struct nr_note){what, 0};
    job->notes[i].count += count;
}

void nr_job_lose(struct nr_job *job, struct nr_str path, const char *text)
{
    struct nr_lost_part *part = nr_arena_zero(job->arena, 1, sizeof *part);
    nr_error_set(&part->error, "%s", text);
    part->error.path = nr_arena_str(job->arena, path);
    part->error.lost_records = 1;
    if (job->last_lost)
        job->last_lost->next = part;
    else
        job->lost = part;
    job->last_lost = part;
}

/* Results may move. */
static void add_lost(struct step *s)
{
    for (const struct nr_lost_part *part = s->job.lost; part; part = part->next) {
        struct nr_result *result = nr_slot_add_result(s->slot);
        result->status = NR_BAD;
        result->piece = s->piece;
        result->error = nr_slot_keep_error(s->slot, &part->error);
    }
}

static void keep_notes(struct step *s)
{
    for (size_t i = 0; i < s->job.note_count; i++)
        nr_slot_add_note(s->slot, s->job.notes[i]);
}

/* A record that passes as it came lies in the input with its newline, and is copied only where it
 * has none, or where no commit looks for it. */
static void write_as_it_came(struct step *s, struct nr_result *result)
{
    struct nr_buf *out = &s->slot->out;
    struct nr_str bytes = s->piece->member.bytes;
    bool ends = s->job.bytes.data + s->job.bytes.len < bytes.data + bytes.len;
    result->as_it_came = s->work->filter->commit && ends;
    if (result->as_it_came)
        return;
    nr_buf_add_str(out, s->job.bytes);
    nr_buf_add_char(out, '\n');
}

static void map(struct step *s, struct nr_result *result)
{
    struct nr_error e;
    const struct nr_filter *filter = s->work->filter;
    e.text[0] = '\0';
    enum nr_status status = filter->map(s->work->config, s->worker->scratch, &s->job, &e);
    if (status != NR_OK && !e.text[0])
        nr_error_set(&e, "not accepted");
    if (status == NR_FAIL && s->work->blocks) {
        give_up(s, result, &e);
    } else if (status != NR_OK) {
        reject(s, result, &e);
    } else if (s->job.drop) {
        result->drop = s->job.drop;
        s->slot->out.len = result->out_from;
    } else {
        if (s->job.as_it_came)
            write_as_it_came(s, result);
        memcpy(result->key, s->job.key, sizeof result->key);
        if (s->job.label.len && filter->commit)
            result->label = nr_arena_str(&s->slot->arena, s->job.label);
    }
    if (result->status == NR_OK && !result->drop)
        keep_notes(s);
    result->out_to = s->slot->out.len;
    add_lost(s);
    nr_arena_reset(&s->worker->arena);
}

static enum nr_status scan(struct step *s, bool utf8, struct nr_error *e)
{
    struct nr_record *record = &s->worker->record;
    return utf8 ? nr_record_scan_utf8(record, s->job.bytes, e)
                : nr_record_scan(record, s->job.bytes, e);
}

static void work_line(struct step *s, struct nr_str line, uint64_t number, bool utf8)
{
    struct nr_error e;
    struct nr_result *result = begin(s, line, number);
    if (s->job.bytes.len > s->work->max_record) {
        /* The reader gives up what it would have to gather; this one came in one piece. */
        nr_error_set(&e, NR_WORK_LONG_LINE, s->work->max_record);
        result->bytes = nr_str(NULL, 0);
        reject(s, result, &e);
    } else if (scan(s, utf8, &e) != NR_OK) {
        reject(s, result, &e);
    } else if (nr_record_is_seal(&s->worker->record)) {
        result->seal = true;
    } else {
        s->job.record = &s->worker->record;
        map(s, result);
    }
}

static bool is_blank(struct nr_str line)
{
    size_t i = 0;
    while (i < line.len && nr_ascii_is_blank(line.data[i]))
        i++;
    return i == line.len;
}

/* To validate many lines at once is faster, and lines of valid text are valid. */
static void work_lines(struct step *s)
{
    struct nr_str lines = s->piece->member.bytes;
    bool utf8 = nr_utf8_valid(lines) == lines.len;
    const char *at = lines.data, *end = lines.data + lines.len;
    for (uint64_t n = 0; at < end; n++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        struct nr_str line = nr_str(at, (size_t)((newline ? newline : end) - at));
        at = newline ? newline + 1 : end;
        if (!is_blank(line))
            work_line(s, line, n, utf8);
    }
}

static void work_block(struct step *s)
{
    struct nr_str block = s->piece->member.bytes;
    struct nr_result *result = begin(s, block, s->piece->member.line - 1);
    result->lines = nr_slot_count_lines(block);
    map(s, result);
}

static void work_member(struct step *s)
{
    map(s, begin(s, s->piece->member.bytes, 0));
}

void nr_work_slot(const struct nr_work *work, struct nr_worker *worker, struct nr_slot *slot)
{
    for (size_t i = 0; i < slot->piece_count; i++) {
        struct nr_piece *piece = &slot->pieces[i];
        if (!piece->member.keeper)
            piece->member.bytes = nr_str_sub(nr_buf_str(&slot->in), piece->from, piece->to);
        struct step s = step_of(work, worker, slot, piece);
        if (piece->status != NR_OK) {
            struct nr_result *fault = nr_slot_add_result(slot);
            fault->status = piece->status;
            fault->error = piece->error;
            fault->piece = piece;
        } else if (piece->lines && work->blocks) {
            work_block(&s);
        } else if (piece->lines) {
            work_lines(&s);
        } else {
            work_member(&s);
        }
    }
    /* Here, where they are still in the cache. */
    slot->lines = work->filter->commit ? 0 : nr_slot_count_lines(nr_buf_str(&slot->out));
}
