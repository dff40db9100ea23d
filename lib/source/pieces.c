/* Pieces are cut in the input's look-ahead, which grows by what one read brings, until the format
 * has found an end. Only the last look-ahead before the end (or a gap) is copied: whether the bytes
 * in view are all there is shows when they have been taken. */
#include "newsreel/source/pieces.h"
#include "newsreel/core/utf8.h"
#include <stddef.h>

enum { CHARSET_SAMPLE = 64 << 10 }; /* bytes that a guess is made from */

void nr_pieces_open(struct nr_pieces *p, struct nr_input *in, const struct nr_format *format,
                    size_t max_piece)
{
    *p = (struct nr_pieces){.in = in, .format = format, .max_piece = max_piece};
}

void nr_pieces_resume(struct nr_pieces *p, struct nr_str preamble)
{
    p->begun = true;
    nr_buf_add_str(&p->preamble, preamble);
}

void nr_pieces_close(struct nr_pieces *p)
{
    nr_buf_free(&p->preamble);
    nr_buf_free(&p->tail);
}

struct nr_str nr_pieces_preamble(const struct nr_pieces *p)
{
    return nr_buf_str(&p->preamble);
}

/* Ready for the next piece. */
static void reset_cut(struct nr_pieces *p, bool lost)
{
    p->cut = (struct nr_cut){.state = p->cut.state, .columns = p->cut.columns, .lost = lost};
}

/* What has been read is used up: view is the rest of the input, or of what comes before a gap. */
static void begin_tail(struct nr_pieces *p, struct nr_str view, bool end)
{
    struct nr_str behind;
    uint64_t after;
    p->tail.len = p->tail_at = 0;
    p->tail_placed = nr_input_place(p->in, &p->tail_offset);
    nr_buf_add_str(&p->tail, view);
    nr_input_skip(p->in, view.len);
    p->behind = end ? NR_END : nr_input_peek(p->in, 1, &behind, &p->error);
    p->tail_placed = p->tail_placed && p->behind == NR_END && nr_input_place(p->in, &after) &&
                     after - p->tail_offset == p->tail.len;
    p->in_tail = true;
}

/* Looks at the bytes from where the next piece may begin; at least one more than was looked at
 * before, unless they are the last. */
static enum nr_status look(struct nr_pieces *p, size_t seen, struct nr_str *view,
                           struct nr_error *e)
{
    size_t want = seen + 1;
    if (!p->in_tail) {
        enum nr_status status = nr_input_peek(p->in, want, view, e);
        if (status == NR_BAD || status == NR_FAIL)
            return status;
        p->left = view->len;
        if (view->len >= want)
            return NR_OK;
        begin_tail(p, *view, status == NR_END);
    }
    *view = nr_str_sub(nr_buf_str(&p->tail), p->tail_at, p->tail.len);
    return NR_OK;
}

static void take(struct nr_pieces *p, size_t n)
{
    if (p->in_tail) {
        p->tail_at += n;
    } else {
        nr_input_skip(p->in, n);
        p->left -= n;
    }
}

static bool place(const struct nr_pieces *p, uint64_t *offset)
{
    *offset = p->tail_offset + p->tail_at;
    return p->in_tail ? p->tail_placed : nr_input_place(p->in, offset);
}

/* The tail is used up: what is behind it comes. */
static enum nr_status leave_tail(struct nr_pieces *p, struct nr_error *e)
{
    p->in_tail = false;
    if (p->behind == NR_OK)
        return NR_OK;
    *e = p->error;
    p->over = p->behind != NR_BAD;
    reset_cut(p, true);
    return p->behind;
}

/* More of a piece than may be held has been looked at: lets go of what the format needs no more.
 * Returns how much. */
static size_t let_go(struct nr_pieces *p)
{
    size_t n = p->cut.at > NR_CUT_BACK ? p->cut.at - NR_CUT_BACK : 0;
    take(p, n);
    p->cut.at -= n;
    p->cut.from = p->cut.from > n ? p->cut.from - n : 0;
    return n;
}

/* Finds the next piece. *view: what cut's answer refers to. *large: it has been let go. */
static enum nr_status find(struct nr_pieces *p, struct nr_str *view, bool *large,
                           struct nr_error *e)
{
    size_t seen = 0;
    for (;;) {
        enum nr_status status = look(p, seen, view, e);
        if (status != NR_OK)
            return status;
        bool last = p->in_tail && p->behind == NR_END;
        bool found = p->found || p->format->cut(&p->cut, *view, last) == NR_OK;
        p->found = false;
        if (found)
            return NR_OK;
        if (p->in_tail)
            return NR_END;
        seen = view->len;
        if (view->len > p->max_piece) {
            *large = true;
            seen -= let_go(p);
        }
    }
}

static enum nr_status too_large(struct nr_pieces *p, bool placed, uint64_t offset,
                                struct nr_error *e)
{
    uint64_t end;
    take(p, p->cut.next);
    reset_cut(p, false);
    nr_error_set(e, "%s of more than %zu bytes", p->format->name, p->max_piece);
    e->offset = e->lost_from = placed ? offset : NR_NOWHERE;
    e->lost_to = place(p, &end) ? end : NR_NOWHERE;
    e->lost_records = 1;
    return NR_BAD;
}

/* Finds out what the piece at hand is in that is not UTF-8. The view may move. */
static enum nr_status find_charset(struct nr_pieces *p, struct nr_str *view, struct nr_error *e)
{
    struct nr_str piece = nr_str_sub(*view, p->cut.from, p->cut.to);
    if (p->charset || nr_utf8_valid(piece) == piece.len)
        return NR_OK;
    size_t want = p->cut.from + CHARSET_SAMPLE;
    if (want < p->cut.next)
        want = p->cut.next;
    enum nr_status status = look(p, want - 1, view, e);
    if (status != NR_OK)
        return status;
    struct nr_charset_scratch scratch = {0};
    struct nr_decoded decoded;
    struct nr_str sample = nr_str_sub(*view, p->cut.from, want);
    size_t whole = sample.len;
    while (whole > piece.len && sample.data[whole - 1] != '\n')
        whole--;
    nr_charset_decode(&scratch, nr_str_sub(sample, 0, whole), nr_str(NULL, 0), false, &decoded);
    p->charset = decoded.charset;
    nr_charset_scratch_free(&scratch);
    return NR_OK;
}

static void take_piece(struct nr_pieces *p, struct nr_str view, struct nr_slice *slice)
{
    uint64_t end = 0;
    struct nr_cut cut = p->cut;
    take(p, cut.from);
    slice->placed = place(p, &slice->offset);
    take(p, cut.to - cut.from);
    slice->placed = slice->placed && place(p, &end);
    slice->length = slice->placed ? end - slice->offset : 0;
    slice->bytes = nr_str_sub(view, cut.from, cut.to);
    slice->state = cut.state;
    slice->charset = p->charset;
    take(p, cut.next - cut.to);
    reset_cut(p, false);
}

static bool is_header(const struct nr_pieces *p)
{
    return !p->begun && p->format->header && !p->cut.columns && !p->cut.headless;
}

/* Keeps what stands before the first piece, or is it. */
static void begin(struct nr_pieces *p, struct nr_str preamble)
{
    p->begun = true;
    nr_buf_add_str(&p->preamble, nr_str_sub(preamble, 0, NR_PREAMBLE));
}

enum nr_status nr_pieces_next(struct nr_pieces *p, struct nr_slice *slice, struct nr_error *e)
{
    while (!p->over) {
        struct nr_str view;
        bool large = false;
        uint64_t offset = NR_NOWHERE;
        bool placed = place(p, &offset);
        enum nr_status status = find(p, &view, &large, e);
        if (status == NR_END && p->in_tail && (status = leave_tail(p, e)) == NR_OK)
            continue;
        if (status == NR_BAD)
            reset_cut(p, true);
        if (status != NR_OK)
            return status;
        if (large || p->cut.to - p->cut.from > p->max_piece)
            return too_large(p, placed, offset, e);
        if (p->format->uniform && (status = find_charset(p, &view, e)) != NR_OK)
            return status;
        struct nr_str before = nr_str_sub(view, 0, p->cut.from);
        bool header = is_header(p);
        take_piece(p, view, slice);
        if (!p->begun)
            begin(p, header ? slice->bytes : before);
        if (!header)
            return NR_OK;
    }
    return NR_END;
}

bool nr_pieces_would_block(struct nr_pieces *p)
{
    struct nr_str view;
    struct nr_error e;
    if (p->over || p->in_tail || !nr_input_would_block(p->in))
        return false;
    if (!p->found && p->left && nr_input_peek(p->in, 1, &view, &e) == NR_OK)
        p->found = p->format->cut(&p->cut, view, false) == NR_OK;
    return !p->found || is_header(p);
}
