#include "newsreel/source/blocks.h"

enum { BLOCK = 256 << 10, BLOCK_MOST = 1 << 20 };

void nr_blocks_open(struct nr_blocks *b, struct nr_input *in, size_t max_line)
{
    *b = (struct nr_blocks){.in = in, .max_line = max_line, .line = 1};
}

void nr_blocks_close(struct nr_blocks *b)
{
    nr_buf_free(&b->end);
}

bool nr_blocks_would_block(const struct nr_blocks *b)
{
    return !b->more && nr_input_would_block(b->in);
}

/* Looks ahead until there is a block's worth with a line end in it, or no more can be had, or (with
 * a line end) more would have to be waited for. *last: the end or a gap follows the view. */
static enum nr_status gather(struct nr_blocks *b, struct nr_str *view, bool *last,
                             struct nr_error *e)
{
    size_t want = b->more ? 1 : b->seen + 1;
    for (*last = false;;) {
        enum nr_status status = nr_input_peek(b->in, want, view, e);
        if (status != NR_OK)
            return status;
        *last = view->len < want;
        struct nr_str fresh = nr_str_sub(*view, b->seen, view->len);
        bool whole = nr_str_find_char(fresh, '\n') < fresh.len;
        if (!whole)
            b->seen = view->len;
        bool enough = view->len >= BLOCK || nr_input_would_block(b->in);
        if (*last || (whole && enough) || (!whole && view->len > b->max_line))
            return NR_OK;
        want = view->len + 1;
    }
}

/* As many whole lines as a block holds, at least one, up to a line that is too long. */
static size_t cut(const struct nr_blocks *b, struct nr_str view, uint64_t *lines)
{
    size_t end = 0;
    *lines = 0;
    while (end < BLOCK_MOST) {
        struct nr_str rest = nr_str_sub(view, end, view.len);
        size_t length = nr_str_find_char(rest, '\n');
        if (length == rest.len || length > b->max_line)
            break;
        end += length + 1;
        ++*lines;
    }
    return end;
}

/* With a line an error's offset would be a column; what range is lost stands in its text. */
static void name_line(const struct nr_blocks *b, struct nr_error *e)
{
    e->line = b->line;
    e->offset = NR_NOWHERE;
}

static enum nr_status skip_long_line(struct nr_blocks *b, struct nr_error *e)
{
    struct nr_str view;
    enum nr_status status;
    uint64_t from, to;
    bool placed = nr_input_place(b->in, &from);
    b->seen = 0;
    while ((status = nr_input_peek(b->in, 1, &view, e)) == NR_OK) {
        size_t end = nr_str_find_char(view, '\n');
        nr_input_skip(b->in, end < view.len ? end + 1 : end);
        if (end < view.len)
            break;
    }
    if (status == NR_FAIL)
        return status;
    if (status != NR_BAD) {
        nr_error_set(e, "line longer than %zu bytes", b->max_line);
        e->lost_records = 1;
        if (placed && nr_input_place(b->in, &to)) {
            e->lost_from = from;
            e->lost_to = to;
        }
    }
    name_line(b, e);
    b->line++;
    return NR_BAD;
}

/* The line that the end of the input or damage cuts. */
static enum nr_status take_end(struct nr_blocks *b, struct nr_line_block *block, struct nr_str view,
                               struct nr_error *e)
{
    nr_buf_reset(&b->end, 0);
    nr_buf_add_str(&b->end, view);
    nr_input_skip(b->in, view.len);
    b->seen = 0;
    enum nr_status status = nr_input_peek(b->in, 1, &view, e);
    if (status == NR_BAD) {
        name_line(b, e);
        b->line++;
    }
    if (status != NR_END)
        return status;
    block->bytes = nr_buf_str(&b->end);
    block->lines = 1;
    b->line++;
    return NR_OK;
}

enum nr_status nr_blocks_next(struct nr_blocks *b, struct nr_line_block *block, struct nr_error *e)
{
    struct nr_str view;
    bool last;
    enum nr_status status = gather(b, &view, &last, e);
    *block = (struct nr_line_block){.line = b->line};
    b->more = false;
    if (status != NR_OK) {
        if (status == NR_BAD)
            name_line(b, e);
        return status;
    }
    uint64_t offset = 0, after = 0;
    bool placed = nr_input_place(b->in, &offset);
    size_t end = cut(b, view, &block->lines);
    if (end == 0 && view.len > b->max_line)
        return skip_long_line(b, e);
    block->offset = offset;
    if (end == 0) {
        status = take_end(b, block, view, e);
        end = block->bytes.len;
    } else {
        block->bytes = nr_str_sub(view, 0, end);
        struct nr_str rest = nr_str_sub(view, end, view.len);
        b->more = end >= BLOCK_MOST || nr_str_find_char(rest, '\n') < rest.len;
        b->seen = b->more ? 0 : rest.len;
        b->line += block->lines;
        nr_input_skip(b->in, end);
    }
    if (status == NR_OK)
        block->placed = placed && nr_input_place(b->in, &after) && after - offset == end;
    return status;
}
