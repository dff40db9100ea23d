/* The steps of levels that hold many documents: lines, pieces, members of archives. */
#include "stack.h"

int nr_level_block(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_line_block block;
    enum nr_status status = nr_blocks_next(&m->levels[m->depth - 1].blocks, &block, e);
    if (status == NR_END)
        return nr_stack_close(m), NR_AGAIN;
    if (status != NR_OK)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    if (!nr_stack_spend(m, block.bytes.len, e))
        return nr_stack_fail(m, e);
    member->line = block.line;
    member->inside = m->depth > 1;
    member->placed = block.placed && m->depth == 1;
    member->offset = member->placed ? block.offset : 0;
    member->length = member->placed ? block.bytes.len : 0;
    nr_stack_hand_out(m, NR_MEMBER_LINES, block.bytes, member);
    m->ordinal += block.lines - 1;
    return NR_OK;
}

int nr_level_piece(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_slice slice;
    enum nr_status status = nr_pieces_next(&l->pieces, &slice, e);
    if (status == NR_END && !l->some)
        return nr_stack_skip(m, NR_KIND_EMPTY);
    if (status == NR_END)
        return nr_stack_close(m), NR_AGAIN;
    l->some = true;
    if (status != NR_OK)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    if (!nr_stack_spend(m, slice.bytes.len, e))
        return nr_stack_fail(m, e);
    member->format = l->pieces.format;
    member->preamble = nr_pieces_preamble(&l->pieces);
    member->state = slice.state;
    member->charset = slice.charset;
    member->wide = l->wide ? nr_wide_charset(l->wide) : NULL;
    member->placed = slice.placed && m->depth == 1;
    member->offset = member->placed ? slice.offset : 0;
    member->length = member->placed ? slice.length : 0;
    return nr_stack_hand_out(m, NR_MEMBER_FILE, slice.bytes, member);
}

/* A member of an archive as it comes, whatever its size. */
static int stream_entry(struct nr_members *m, struct nr_container *c, struct nr_str name,
                        struct nr_error *e)
{
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    options.name = name;
    enum nr_status status = nr_input_open_nested(&in, nr_container_read, c, &options, e);
    if (status != NR_OK)
        return m->budget ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    nr_stack_push(m, in, (struct nr_buf){0});
    return NR_AGAIN;
}

/* A small member of an archive. */
static int read_entry(struct nr_members *m, struct nr_container *c, struct nr_str name,
                      struct nr_member *member, struct nr_error *e)
{
    struct nr_str chunk;
    enum nr_status status;
    nr_buf_reset(&m->whole, NR_SMALL);
    while ((status = nr_container_read(c, &chunk, e)) == NR_OK &&
           m->whole.len <= m->options.max_record)
        nr_buf_add_str(&m->whole, chunk);
    if (status == NR_OK)
        nr_error_set(e, "more than %zu bytes", m->options.max_record);
    if (status != NR_END)
        return status == NR_FAIL ? nr_stack_fail(m, e) : nr_stack_lose(m, e);
    if (nr_wacz_is_package(&m->levels[m->depth - 1].wacz, name, nr_buf_str(&m->whole))) {
        m->skipped[NR_KIND_INDEX]++;
        return NR_AGAIN;
    }
    struct nr_str unpacked = nr_input_unpacked(name);
    enum nr_kind kind = nr_level_promised(unpacked, nr_sniff(nr_buf_str(&m->whole)));
    bool packed = kind == NR_KIND_COMPRESSED || unpacked.len < name.len;
    const struct nr_format *format = nr_level_format(m, unpacked, kind, nr_buf_str(&m->whole));
    bool document = format ? !format->cut : nr_level_is_document(kind);
    if (document && !packed && m->whole.len <= m->options.max_record) {
        member->content = kind;
        member->format = format;
        return nr_stack_hand_out(m, NR_MEMBER_FILE, nr_buf_str(&m->whole), member);
    }
    if (kind == NR_KIND_INDEX)
        nr_wacz_add_index(&m->levels[m->depth - 1].wacz, name);
    bool open =
        packed || document || format || nr_level_is_archive(m, kind) || kind == NR_KIND_JSONL;
    if (!open) {
        m->skipped[kind]++;
        return NR_AGAIN;
    }
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    options.name = name;
    options.threads = 0;
    if (nr_input_open_memory(&in, nr_buf_str(&m->whole), &options, e) != NR_OK)
        return nr_stack_lose(m, e);
    nr_stack_push(m, in, m->whole);
    m->whole = (struct nr_buf){0};
    return NR_AGAIN;
}

int nr_level_entry(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_entry entry;
    m->label.len = l->label;
    enum nr_status status = nr_container_next(l->container, &entry, e);
    if (status == NR_END) {
        l->reader = NR_READER_REST;
        return NR_AGAIN;
    }
    if (status == NR_FAIL)
        return m->budget ? nr_stack_give_up(m, e) : nr_stack_fail(m, e);
    if (status == NR_OK && nr_wacz_leaves(&l->wacz, nr_buf_str(&m->label), entry.name)) {
        m->skipped[NR_KIND_INDEX]++;
        return NR_AGAIN;
    }
    if (entry.name.len)
        nr_buf_add_cstr(&m->label, "!/");
    nr_buf_add_str(&m->label, entry.name);
    if (status != NR_OK)
        return nr_stack_lose(m, e);
    if (entry.sized && entry.size <= NR_SMALL)
        return read_entry(m, l->container, entry.name, member, e);
    return stream_entry(m, l->container, entry.name, e);
}

/* What lies behind an archive's end shows whether its bytes were sound. */
int nr_level_rest(struct nr_members *m, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_str view;
    enum nr_status status = NR_END;
    while (l->in && (status = nr_input_peek(l->in, 1, &view, e)) == NR_OK)
        nr_input_skip(l->in, view.len);
    if (status != NR_END)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    nr_stack_close(m);
    return NR_AGAIN;
}
