/* The step of a level that is a web archive: which of its records are documents. */
#include "stack.h"

static bool is_type(struct nr_str mime, const char *type)
{
    return nr_str_eq_fold(nr_str_trim(nr_str_sub(mime, 0, nr_str_find_char(mime, ';'))),
                          nr_str_of(type));
}

/* Crawlers keep notes of their own among the records: name look-ups, logs. They count as metadata.
 */
static enum nr_warc_type type_of(const struct nr_warc_record *r)
{
    bool note = is_type(r->mime, "text/dns") || nr_str_starts_fold(r->uri, nr_str_of("dns:")) ||
                nr_str_starts_fold(r->uri, nr_str_of("metadata:")) ||
                nr_str_starts_fold(r->uri, nr_str_of("urn:X-wpull:"));
    return note ? NR_WARC_METADATA : r->type;
}

static bool is_http(const struct nr_warc_record *r)
{
    return is_type(r->mime, "application/http") || is_type(r->mime, "message/http") ||
           nr_str_starts(r->block, nr_str_of("HTTP/"));
}

/* What an ARC says of a capture is the type of its payload. */
static bool was_http(const struct nr_warc_record *r, bool arc)
{
    return arc && nr_str_starts_fold(r->uri, nr_str_of("http"));
}

/* What somebody has asked for by its type comes out as it stands, if it is text of any kind. */
static bool is_text(enum nr_kind kind)
{
    return kind == NR_KIND_TEXT || kind == NR_KIND_XML || kind == NR_KIND_JSON ||
           kind == NR_KIND_JSONL;
}

/* How the record is handed out; *content is what it holds, of what is no HTTP. */
static enum nr_member_kind kind_of(const struct nr_warc_record *r, enum nr_warc_type type, bool arc,
                                   enum nr_kind *content)
{
    bool document = NR_WARC_DOCUMENTS >> type & 1;
    *content = NR_KIND_TEXT;
    if ((type == NR_WARC_RESPONSE || type == NR_WARC_RESOURCE || type == NR_WARC_REVISIT) &&
        (is_http(r) || was_http(r, arc)))
        return NR_MEMBER_HTTP;
    if (type == NR_WARC_CONVERSION && is_type(r->mime, "text/plain"))
        return NR_MEMBER_TEXT;
    *content = nr_sniff(r->block);
    return !document && is_text(*content) ? NR_MEMBER_TEXT : NR_MEMBER_FILE;
}

static int hand_out(struct nr_members *m, const struct nr_warc_record *r, enum nr_warc_type type,
                    struct nr_member *member)
{
    enum nr_kind content;
    enum nr_member_kind kind = kind_of(r, type, m->levels[m->depth - 1].arc, &content);
    if (kind == NR_MEMBER_FILE && !nr_level_is_document(content)) {
        m->skipped[content]++;
        return NR_AGAIN;
    }
    *member = (struct nr_member){
        .keeper = r->keeper,
        .id = r->id,
        .url = r->uri,
        .added = r->date,
        .mime = r->mime,
        .language = r->language,
        .block_digest = r->block_digest,
        .content = kind == NR_MEMBER_FILE ? content : NR_KIND_EMPTY,
        .truncated = r->truncated,
        .corrected = r->corrected,
        .placed = r->placed && m->depth == 1,
    };
    if (type != NR_WARC_REVISIT && !r->segment) /* there it is that of another, or of a whole */
        member->payload_digest = r->payload_digest;
    member->offset = member->placed ? r->offset : 0;
    member->length = member->placed ? r->length : 0;
    return nr_stack_hand_out(m, kind, r->block, member);
}

int nr_level_record(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    struct nr_level *l = &m->levels[m->depth - 1];
    struct nr_warc_record r;
    enum nr_status status =
        l->arc ? nr_arc_next(l->arc, &r, e) : nr_segments_next(&l->segments, &r, e);
    if (status == NR_END)
        return nr_stack_close(m), NR_AGAIN;
    if (status != NR_OK)
        return status == NR_BAD ? nr_stack_lose(m, e) : nr_stack_fail(m, e);
    if (!nr_stack_spend(m, r.block.len, e))
        return nr_stack_fail(m, e);
    enum nr_warc_type type = type_of(&r);
    if (m->options.types >> type & 1)
        return hand_out(m, &r, type, member);
    m->skipped_types[type]++;
    return NR_AGAIN;
}
