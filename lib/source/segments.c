#include "newsreel/source/segments.h"

/* Copies the bytes that a record's views show, which the next record takes away. */
static void keep(struct nr_segments *s, struct nr_warc_record *r)
{
    struct nr_str *views[] = {&r->id,       &r->uri,          &r->date,           &r->mime,
                              &r->language, &r->block_digest, &r->payload_digest, &r->origin};
    size_t at = 0, count = sizeof views / sizeof *views;
    nr_buf_reset(&s->fields, NR_WARC_LINE);
    for (size_t i = 0; i < count; i++)
        nr_buf_add_str(&s->fields, *views[i]);
    for (size_t i = 0; i < count; i++) {
        views[i]->data = views[i]->len ? s->fields.data + at : NULL;
        at += views[i]->len;
    }
    nr_buf_reset(&s->block, s->max_record);
    nr_buf_add_str(&s->block, r->block);
    r->keeper = NULL;
}

static bool follows(const struct nr_warc_record *first, const struct nr_warc_record *r,
                    uint64_t number)
{
    return r->type == NR_WARC_CONTINUATION && r->segment == number && !r->skipped &&
           first->id.len && nr_str_eq(r->origin, first->id);
}

/* The record's name is in the text; what is behind it comes as continuations of nothing. */
static enum nr_status lose(const struct nr_segments *s, const struct nr_warc_record *r,
                           struct nr_error *e)
{
    nr_error_set(e, "segments of more than %zu bytes; lost: %s record %.*s", s->max_record,
                 nr_warc_type_name(r->type), (int)(r->uri.len < 200 ? r->uri.len : 200),
                 r->uri.len ? r->uri.data : "");
    e->offset = r->placed ? r->offset : NR_NOWHERE;
    return NR_BAD;
}

/* Adds a segment. NR_END: it was the last. */
static enum nr_status add(struct nr_segments *s, struct nr_warc_record *first,
                          const struct nr_warc_record *r, struct nr_error *e)
{
    if (r->block.len > s->max_record - s->block.len)
        return lose(s, first, e);
    nr_buf_add_str(&s->block, r->block);
    first->placed = first->placed && r->placed;
    first->length = first->placed ? r->offset + r->length - first->offset : 0;
    first->corrected |= r->corrected;
    first->truncated = r->total != s->block.len;
    return r->total ? NR_END : NR_OK;
}

/* Reads on behind the first segment, up to the last one or what is none. */
static enum nr_status put_together(struct nr_segments *s, struct nr_warc_record *first,
                                   struct nr_error *e)
{
    enum nr_status status;
    keep(s, first);
    for (uint64_t number = 2;; number++) {
        status = nr_warc_next(s->warc, &s->record, &s->error);
        s->held = status == NR_OK && !follows(first, &s->record, number);
        s->later = status < 0 ? status : NR_OK;
        if (status != NR_OK || s->held)
            break;
        status = add(s, first, &s->record, e);
        if (status == NR_BAD)
            return status;
        if (status == NR_END)
            break;
    }
    first->block = nr_buf_str(&s->block);
    first->block_digest = nr_str(NULL, 0); /* was that of the first segment */
    if (!first->truncated)
        first->segment = 0;
    return NR_OK;
}

enum nr_status nr_segments_next(struct nr_segments *s, struct nr_warc_record *record,
                                struct nr_error *e)
{
    enum nr_status status = s->later;
    if (status != NR_OK) {
        s->later = NR_OK;
        *e = s->error;
        return status;
    }
    if (s->held)
        *record = s->record;
    else
        status = nr_warc_next(s->warc, record, e);
    s->held = false;
    bool first = status == NR_OK && record->segment == 1 && record->type != NR_WARC_CONTINUATION &&
                 !record->skipped;
    return first ? put_together(s, record, e) : status;
}

void nr_segments_close(struct nr_segments *s)
{
    nr_buf_free(&s->fields);
    nr_buf_free(&s->block);
}
