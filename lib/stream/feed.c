#include "feed.h"
#include "newsreel/core/mem.h"
#include "work.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A member of fewer bytes is copied: that costs less than to keep what it lies in. */
enum { HOLD_LEAST = 8 << 10 };
/* Pieces of a slot, at most: members without bytes, and losses, must not fill the memory. */
enum { PIECES = 4096 };
/* Lines of a slot, at most: what comes of an empty object may be a thousand times as long. */
enum { LINES = 8192 };

struct nr_feed {
    struct nr_feed_options options;
    /* When archives are taken apart. */
    struct nr_members *members;
    struct nr_buf source; /* of the last member, whose line f->line is */
    uint64_t stream;

    /* Lines: one operand after the other. */
    const char *const *paths;
    size_t count, next;
    struct nr_input *in;       /* the open operand */
    struct nr_str label;       /* its name */
    uint64_t line;             /* number of the next line; of the last block of members */
    size_t room;               /* lines that the slot may still take */
    struct nr_buf partial;     /* the beginning of a line that did not end in the last slot */
    bool skipping;             /* inside a line that is too long */
    bool fresh;                /* nothing of this operand has been passed on yet */
    uint64_t size;             /* of all operands; 0: not known */
    uint64_t before;           /* bytes of the operands that are closed */
    _Atomic uint64_t consumed; /* bytes of all, for other threads */
};

static uint64_t total_size(const char *const *paths, size_t count)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        struct stat st;
        if (stat(paths[i], &st) != 0 || !S_ISREG(st.st_mode))
            return 0;
        total += (uint64_t)st.st_size;
    }
    return total;
}

struct nr_feed *nr_feed_open(const char *const *paths, size_t count,
                             const struct nr_feed_options *options)
{
    static const char *const standard_input[] = {"-"};
    struct nr_feed *f = nr_alloc_zero(1, sizeof *f);
    f->options = *options;
    f->paths = count ? paths : standard_input;
    f->count = count ? count : 1;
    if (options->members)
        f->members = nr_members_open(paths, count, &options->source);
    else
        f->size = total_size(f->paths, f->count);
    return f;
}

/* ---- Members ---- */

/* A copy of the view, or the one that the piece before has, where it is the same: the pieces of a
 * file have much in common. */
static struct nr_str keep_view(struct nr_arena *arena, struct nr_str view, struct nr_str before)
{
    return nr_str_eq(view, before) ? before : nr_arena_str(arena, view);
}

static struct nr_member keep_member(struct nr_arena *arena, const struct nr_member *m,
                                    const struct nr_member *before)
{
    struct nr_member copy = *m;
    copy.source = keep_view(arena, m->source, before->source);
    copy.name = keep_view(arena, m->name, before->name);
    copy.preamble = keep_view(arena, m->preamble, before->preamble);
    struct nr_str *views[] = {&copy.id,       &copy.url,          &copy.added,         &copy.mime,
                              &copy.language, &copy.block_digest, &copy.payload_digest};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (views[i]->len)
            *views[i] = nr_arena_str(arena, *views[i]);
    copy.bytes = nr_str(NULL, 0);
    copy.keeper = NULL;
    return copy;
}

static void add_fault(const struct nr_feed *f, struct nr_slot *slot, enum nr_status status,
                      const struct nr_error *e)
{
    struct nr_piece *piece = nr_slot_add_piece(slot);
    piece->status = status;
    piece->stream = f->members ? f->stream : f->next;
    piece->error = nr_slot_keep_error(slot, e);
}

/* The blocks of a file come with line numbers that grow; the first of them may be missing. */
static uint64_t stream_of(struct nr_feed *f, const struct nr_member *m)
{
    bool same = m->kind == NR_MEMBER_LINES && m->line > f->line &&
                nr_str_eq(m->source, nr_buf_str(&f->source));
    if (!same) {
        f->source.len = 0;
        nr_buf_add_str(&f->source, m->source);
        f->stream++;
    }
    f->line = m->line;
    return f->stream;
}

static void add_member(struct nr_feed *f, struct nr_slot *slot, const struct nr_member *member)
{
    static const struct nr_member none;
    struct nr_piece *piece = nr_slot_add_piece(slot);
    const struct nr_member *before = slot->piece_count > 1 ? &piece[-1].member : &none;
    piece->lines = member->kind == NR_MEMBER_LINES;
    piece->stream = stream_of(f, member);
    piece->member = keep_member(&slot->arena, member, before);
    if (member->keeper && (member->bytes.len >= HOLD_LEAST || member->part_count)) {
        piece->member.bytes = member->bytes;
        piece->member.keeper = nr_keeper_hold(member->keeper);
        slot->held += member->bytes.len;
        for (size_t i = 0; i < member->part_count; i++)
            slot->held += member->parts[i].bytes.len;
    } else {
        nr_buf_add_str(&slot->in, member->bytes);
        piece->to = slot->in.len;
    }
}

static enum nr_status fill_members(struct nr_feed *f, struct nr_ring *ring, struct nr_slot *slot)
{
    while (nr_slot_weight(slot) < f->options.batch && slot->piece_count < PIECES) {
        if (slot->piece_count && nr_members_would_block(f->members)) {
            nr_ring_wait_idle(ring);
            if (nr_members_would_block(f->members))
                break;
        }
        struct nr_member member;
        struct nr_error e;
        enum nr_status status = nr_members_next(f->members, &member, &e);
        if (status == NR_END)
            break;
        if (status == NR_OK)
            add_member(f, slot, &member);
        else
            add_fault(f, slot, status, &e);
    }
    return slot->piece_count ? NR_OK : NR_END;
}

/* ---- Lines ---- */

static bool open_next(struct nr_feed *f, struct nr_slot *slot)
{
    while (!f->in && f->next < f->count) {
        struct nr_error e;
        const char *path = f->paths[f->next++];
        bool is_stdin = strcmp(path, "-") == 0 && f->options.source.stdin_name.len;
        struct nr_input_options options = f->options.source.input;
        options.name = f->label = is_stdin ? f->options.source.stdin_name : nr_str_of(path);
        if (nr_input_open(&f->in, path, &options, &e) != NR_OK) {
            f->in = NULL;
            e.path = f->label;
            add_fault(f, slot, NR_FAIL, &e);
            continue;
        }
        f->line = 1;
        f->fresh = true;
    }
    return f->in != NULL;
}

static void close_input(struct nr_feed *f)
{
    f->before += nr_input_consumed(f->in);
    nr_input_close(f->in);
    f->in = NULL;
    f->skipping = false;
}

/* Makes the bytes from `from` to the end of in a piece of so many whole lines. */
static void add_lines(struct nr_feed *f, struct nr_slot *slot, size_t from, size_t lines)
{
    if (slot->in.len == from)
        return;
    struct nr_piece *piece = nr_slot_add_piece(slot);
    piece->from = from;
    piece->lines = true;
    piece->stream = f->next;
    piece->member.kind = NR_MEMBER_LINES;
    piece->member.source = nr_arena_str(&slot->arena, f->label);
    piece->member.line = f->line;
    f->line += lines;
    f->room -= lines < f->room ? lines : f->room;
    f->fresh = false;
}

static void add_line_fault(struct nr_feed *f, struct nr_slot *slot, enum nr_status status,
                           struct nr_error *e)
{
    if (!e->path.len)
        e->path = f->label;
    add_fault(f, slot, status, e);
}

static size_t last_newline(struct nr_str s)
{
    size_t i = s.len;
    while (i && s.data[i - 1] != '\n')
        i--;
    return i; /* behind it */
}

/* Takes the rest of a line that was given up. */
static void skip_line(struct nr_feed *f, struct nr_str *view)
{
    size_t at = nr_str_find_char(*view, '\n');
    size_t n = at < view->len ? at + 1 : view->len;
    f->skipping = at == view->len;
    f->line += !f->skipping;
    nr_input_skip(f->in, n);
    *view = nr_str_sub(*view, n, view->len);
}

/* view, or as much of it as there is room for. *lines gets how many end in it. */
static struct nr_str fit_lines(const struct nr_feed *f, struct nr_str view, size_t *lines)
{
    const char *at = view.data, *end = view.data + view.len;
    *lines = (size_t)nr_slot_count_lines(nr_str(view.data, last_newline(view)));
    if (*lines <= f->room)
        return view;
    for (*lines = 0; *lines < f->room; ++*lines)
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    return nr_str(view.data, (size_t)(at - view.data));
}

/* Takes all of view: whole lines go to the slot, the rest is kept until its newline comes. */
static void take_view(struct nr_feed *f, struct nr_slot *slot, struct nr_str view)
{
    size_t whole = last_newline(view);
    if (whole) {
        nr_buf_add_str(&slot->in, nr_buf_str(&f->partial));
        nr_buf_add(&slot->in, view.data, whole);
        nr_buf_reset(&f->partial, 1 << 20);
    }
    nr_buf_add(&f->partial, view.data + whole, view.len - whole);
    nr_input_skip(f->in, view.len);
}

static void give_up_line(struct nr_feed *f, struct nr_slot *slot)
{
    struct nr_error e;
    nr_error_set(&e, NR_WORK_LONG_LINE, f->options.source.max_record);
    e.path = f->label;
    e.line = f->line;
    add_fault(f, slot, NR_BAD, &e);
    nr_buf_reset(&f->partial, 1 << 20);
    f->skipping = true;
}

/* The operand is over or broken here: a line without newline counts at the end, but not before
 * damage. */
static void end_line(struct nr_feed *f, struct nr_slot *slot, enum nr_status status)
{
    size_t from = slot->in.len;
    if (status == NR_END && f->partial.len) {
        nr_buf_add_str(&slot->in, nr_buf_str(&f->partial));
        nr_buf_add_char(&slot->in, '\n');
        add_lines(f, slot, from, 1);
    }
    nr_buf_reset(&f->partial, 1 << 20);
}

static void skip_byte_order_mark(struct nr_feed *f, struct nr_str *view)
{
    struct nr_str bom = nr_str_of("\xef\xbb\xbf");
    if (f->fresh && f->line == 1 && !f->partial.len && nr_str_starts(*view, bom)) {
        nr_input_skip(f->in, bom.len);
        *view = nr_str_sub(*view, bom.len, view->len);
    }
}

/* One look at the input: appends what is there. False when the operand is finished. */
static bool read_some(struct nr_feed *f, struct nr_slot *slot)
{
    struct nr_error e;
    struct nr_str view;
    size_t from = slot->in.len, lines;
    enum nr_status status = nr_input_peek(f->in, f->fresh ? 3 : 1, &view, &e);
    if (status != NR_OK) {
        end_line(f, slot, status);
        if (status != NR_END)
            add_line_fault(f, slot, status, &e);
        return status == NR_BAD;
    }
    skip_byte_order_mark(f, &view);
    if (f->skipping)
        skip_line(f, &view);
    take_view(f, slot, fit_lines(f, view, &lines));
    add_lines(f, slot, from, lines);
    if (f->partial.len > f->options.source.max_record)
        give_up_line(f, slot);
    return true;
}

static enum nr_status fill_lines(struct nr_feed *f, struct nr_ring *ring, struct nr_slot *slot)
{
    f->room = LINES;
    while (slot->in.len < f->options.batch && f->room && open_next(f, slot)) {
        if (slot->piece_count && nr_input_would_block(f->in)) {
            nr_ring_wait_idle(ring);
            if (nr_input_would_block(f->in))
                break;
        }
        bool more = read_some(f, slot);
        atomic_store(&f->consumed, f->before + nr_input_consumed(f->in));
        if (!more)
            close_input(f);
    }
    return slot->piece_count ? NR_OK : NR_END;
}

/* ---- Both ---- */

enum nr_status nr_feed_fill(struct nr_feed *f, struct nr_ring *ring, struct nr_slot *slot)
{
    return f->members ? fill_members(f, ring, slot) : fill_lines(f, ring, slot);
}

uint64_t nr_feed_consumed(const struct nr_feed *f)
{
    return f->members ? nr_members_consumed(f->members) : atomic_load(&f->consumed);
}

uint64_t nr_feed_size(const struct nr_feed *f)
{
    return f->members ? nr_members_size(f->members) : f->size;
}

size_t nr_feed_skips(const struct nr_feed *f, const struct nr_members_skips **skips)
{
    return f->members ? nr_members_skips(f->members, skips) : 0;
}

void nr_feed_close(struct nr_feed *f)
{
    if (f->in)
        close_input(f);
    nr_members_close(f->members);
    nr_buf_free(&f->partial);
    nr_buf_free(&f->source);
    free(f);
}
