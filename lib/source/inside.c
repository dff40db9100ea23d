/* The steps of levels that hold many documents: lines, records, members of archives. */
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
    if (status == NR_END)
        return nr_stack_close(m), NR_AGAIN;
    if (status != NR_OK)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    if (!nr_stack_spend(m, slice.bytes.len, e))
        return nr_stack_fail(m, e);
    member->format = l->pieces.format;
    member->preamble = nr_pieces_preamble(&l->pieces);
    member->state = slice.state;
    member->charset = slice.charset;
    member->placed = slice.placed && m->depth == 1;
    member->offset = member->placed ? slice.offset : 0;
    member->length = member->placed ? slice.length : 0;
    return nr_stack_hand_out(m, NR_MEMBER_FILE, slice.bytes, member);
}

static bool is_type(struct nr_str mime, const char *type)
{
    return nr_str_eq_fold(nr_str_trim(nr_str_sub(mime, 0, nr_str_find_char(mime, ';'))),
                          nr_str_of(type));
}

static enum nr_member_kind record_kind(const struct nr_warc_record *r)
{
    if (r->type == NR_WARC_CONVERSION && is_type(r->mime, "text/plain"))
        return NR_MEMBER_TEXT;
    bool http = is_type(r->mime, "application/http") || is_type(r->mime, "message/http") ||
                nr_str_starts(r->block, nr_str_of("HTTP/"));
    return r->type == NR_WARC_RESPONSE && http ? NR_MEMBER_HTTP : NR_MEMBER_FILE;
}

/* Crawlers keep notes of their own among the records: name look-ups, logs. */
static bool is_note(const struct nr_warc_record *r)
{
    return is_type(r->mime, "text/dns") || nr_str_starts_fold(r->uri, nr_str_of("metadata:")) ||
           nr_str_starts_fold(r->uri, nr_str_of("urn:X-wpull:"));
}

int nr_level_record(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_warc_record r;
    enum nr_status status = nr_warc_next(l->warc, &r, e);
    if (status == NR_END)
        return nr_stack_close(m), NR_AGAIN;
    if (status != NR_OK)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    if (!nr_stack_spend(m, r.block.len, e))
        return nr_stack_fail(m, e);
    if (r.type > NR_WARC_CONVERSION || is_note(&r)) {
        m->skipped_types[is_note(&r) ? NR_WARC_METADATA : r.type]++;
        return NR_AGAIN;
    }
    enum nr_member_kind kind = record_kind(&r);
    enum nr_kind content = kind == NR_MEMBER_FILE ? nr_sniff(r.block) : NR_KIND_TEXT;
    if (!nr_level_is_document(content)) {
        m->skipped[content]++;
        return NR_AGAIN;
    }
    *member = (struct nr_member){
        .id = r.id, .url = r.uri, .added = r.date, .mime = r.mime, .language = r.language};
    member->content = kind == NR_MEMBER_FILE ? content : NR_KIND_EMPTY;
    member->truncated = r.truncated;
    member->placed = r.placed && m->depth == 1;
    member->offset = member->placed ? r.offset : 0;
    member->length = member->placed ? r.length : 0;
    return nr_stack_hand_out(m, kind, r.block, member);
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
    enum nr_kind kind = nr_level_promised(name, nr_sniff(nr_buf_str(&m->whole)));
    bool packed = kind == NR_KIND_COMPRESSED || nr_input_unpacked(name).len < name.len;
    const struct nr_format *format = nr_level_format(m, name, kind, nr_buf_str(&m->whole));
    bool document = format ? !format->cut : nr_level_is_document(kind);
    if (document && !packed && m->whole.len <= m->options.max_record) {
        member->content = kind;
        member->format = format;
        return nr_stack_hand_out(m, NR_MEMBER_FILE, nr_buf_str(&m->whole), member);
    }
    bool open = packed || document || format || nr_level_is_archive(kind) || kind == NR_KIND_JSONL;
    if (!open) {
        m->skipped[kind]++;
        return NR_AGAIN;
    }
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    options.name = name;
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
