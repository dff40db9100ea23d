/* The pieces of formats as lines of the stream. */
#include "draft.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "newsreel/text/language_tag.h"
#include <stdio.h>

static void add_list(struct nr_buf *out, const char *key, const struct nr_texts *texts)
{
    struct nr_buf list = {0};
    if (!texts->first)
        return;
    for (const struct nr_text_item *i = texts->first; i; i = i->next) {
        nr_buf_add_char(&list, i == texts->first ? '[' : ',');
        nr_json_add_text(&list, i->text);
    }
    nr_buf_add_char(&list, ']');
    nr_object_add_raw(out, key, nr_buf_str(&list));
    nr_buf_free(&list);
}

/* What is said about the story, in the order in which records have it. */
static void add_fields(const struct nr_draft *d, const struct nr_story *s, struct nr_buf *out)
{
    const struct nr_member *m = d->member;
    const char *mime = m->format->mime;
    nr_draft_add_known(out, "url", s->url.len ? s->url : nr_draft_clean(d->arena, m->url));
    nr_object_add_text(out, "mime", nr_str_of(mime));
    nr_object_add_text(out, "charset",
                       s->charset.len       ? s->charset
                       : d->decoded.charset ? nr_str_of(d->decoded.charset)
                                            : nr_str_of("utf-8"));
    nr_draft_add_known(out, "created", s->created);
    nr_draft_add_known(out, "modified", s->modified);
    nr_draft_add_known(out, "language", nr_language_tag(d->arena, s->language));
    nr_draft_add_known(out, "section", s->section);
    nr_draft_add_known(out, "site", s->site);
    nr_draft_add_known(out, "headline", s->headline);
    add_list(out, "by", &s->by);
    nr_draft_add_known(out, "located", s->located);
    nr_draft_add_known(out, "slugline", s->slugline);
    add_list(out, "subjects", &s->subjects);
    nr_draft_add_known(out, "summary", s->summary);
    nr_draft_add_known(out, "copyrightNotice", s->copyright);
}

/* source, and the path inside the piece. */
static struct nr_str source_of(const struct nr_draft *d, const struct nr_story *s)
{
    struct nr_buf source = {0};
    if (!s->inside.len)
        return d->member->source;
    nr_buf_add_str(&source, d->member->source);
    nr_buf_add_cstr(&source, "!/");
    nr_buf_add_str(&source, s->inside);
    struct nr_str copy = nr_arena_str(d->arena, nr_buf_str(&source));
    nr_buf_free(&source);
    return copy;
}

/* What the story comes out of: the member, or one that belongs to it. */
static struct nr_member member_of(const struct nr_draft *d, const struct nr_story *s)
{
    struct nr_member member = s->part ? d->member->parts[s->part - 1] : *d->member;
    member.source = s->part ? member.source : source_of(d, s);
    return member;
}

static struct nr_str fragment_id(const struct nr_draft *d, struct nr_str fragment)
{
    char digits[NR_DIGITS];
    struct nr_buf id = {0};
    nr_buf_add_str(&id,
                   nr_draft_id(d, d->member->source, nr_str_decimal(d->member->ordinal, digits)));
    nr_buf_add_char(&id, ':');
    nr_buf_add_str(&id, fragment);
    struct nr_str copy = nr_arena_str(d->arena, nr_buf_str(&id));
    nr_buf_free(&id);
    return copy;
}

static void write_story(const struct nr_draft *d, const struct nr_story *s, size_t number,
                        struct nr_buf *out)
{
    struct nr_member member = member_of(d, s);
    struct nr_draft placed = *d;
    placed.member = &member;
    char ordinal[48];
    int n = snprintf(ordinal, sizeof ordinal, number ? "%llu.%zu" : "%llu",
                     (unsigned long long)member.ordinal, number);
    struct nr_str id = s->id.len || !s->fragment.len ? s->id : fragment_id(d, s->fragment);
    struct nr_str text = s->wrapped ? nr_draft_join(d, s->text) : nr_str_trim(s->text);
    nr_object_begin(out);
    nr_draft_add_place(&placed, id, nr_str(ordinal, (size_t)n), out);
    add_fields(d, s, out);
    nr_object_add_text(out, s->html.len ? "html" : "text", s->html.len ? s->html : text);
    if (member.truncated || s->truncated)
        nr_object_add_raw(out, "truncated", nr_str_of("true"));
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
}

/* A story is worth a record when anything is said about it. */
static bool is_empty(const struct nr_story *s)
{
    const struct nr_str said[] = {
        nr_str_trim(s->text), nr_str_trim(s->html), s->headline, s->summary, s->id, s->url,
        s->created,           s->modified,          s->section};
    bool some = s->by.first || s->subjects.first;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        some |= said[i].len > 0;
    return !some;
}

static enum nr_status write_stories(struct nr_draft *d, const struct nr_reading *r,
                                    struct nr_buf *out, struct nr_document_fate *fate,
                                    struct nr_error *e)
{
    struct nr_stories stories = {.arena = d->arena};
    const struct nr_format *format = d->member->format;
    enum nr_status status = format->read(r, &stories, e);
    if (status != NR_OK)
        return NR_BAD;
    size_t number = 0, part = 0, from = out->len;
    for (const struct nr_story *s = stories.first; s; s = s->next) {
        if (is_empty(s))
            continue;
        number = s->part == part ? number : 0;
        part = s->part;
        write_story(d, s, number++, out);
        d->truncated |= s->truncated || member_of(d, s).truncated;
    }
    d->decoded.guessed |= stories.guessed;
    fate->replaced += stories.replaced;
    fate->attachments = stories.attachments;
    fate->mended = stories.mended;
    fate->shared = stories.shared;
    fate->missing = stories.missing;
    fate->losses = stories.losses;
    fate->loss_count = stories.loss_count;
    if (out->len == from)
        fate->drop = stories.drop ? stories.drop : "empty";
    return NR_OK;
}

/* The place of an error is that of the piece; where in it, counted from 1, the text has to say. */
static enum nr_status bad_piece(struct nr_error *e)
{
    struct nr_error why = *e;
    if (why.offset != NR_NOWHERE && why.offset > 1)
        nr_error_set(e, "%s, at byte %llu of the piece", why.text, (unsigned long long)why.offset);
    return NR_BAD;
}

/* Data that has members of its own goes the way of a line of JSON. */
static enum nr_status write_object(struct nr_draft *d, const struct nr_reading *r,
                                   struct nr_buf *out, struct nr_document_fate *fate,
                                   struct nr_error *e)
{
    struct nr_buf *object = &d->scratch->joined;
    struct nr_record *record = &d->scratch->record;
    object->len = 0;
    if (d->member->format->object(r, d->arena, object, e) != NR_OK)
        return NR_BAD;
    if (!object->len) {
        fate->drop = "empty";
        return NR_OK;
    }
    if (nr_record_scan(record, nr_buf_str(object), e) != NR_OK ||
        nr_mapping_apply(d->options->mapping, record, d->arena, e) != NR_OK ||
        nr_document_place(record, d->member, d->member->ordinal, e) != NR_OK)
        return bad_piece(e);
    nr_record_write(record, out);
    return NR_OK;
}

static struct nr_str declared(const struct nr_draft *d)
{
    return d->member->charset ? nr_str_of(d->member->charset) : d->charset;
}

static void decode_preamble(struct nr_draft *d)
{
    const struct nr_member *m = d->member;
    struct nr_document_scratch *s = d->scratch;
    struct nr_decoded decoded;
    nr_charset_decode(&s->charset, m->preamble, declared(d), m->format->markup, &decoded);
    nr_buf_reset(&s->kept_text, NR_PREAMBLE);
    nr_buf_add_str(&s->kept_text, decoded.text);
    s->kept_charset = decoded.charset;
}

/* What is the same for all pieces of a file that begins alike and was cut alike is made once. */
static void keep_file(struct nr_draft *d)
{
    const struct nr_member *m = d->member;
    struct nr_document_scratch *s = d->scratch;
    if (s->kept_format == m->format && s->kept_state == m->state &&
        s->kept_declared == m->charset && !d->charset.len &&
        nr_str_eq(nr_buf_str(&s->kept_preamble), m->preamble))
        return;
    s->kept_format = m->format;
    s->kept_state = m->state;
    s->kept_declared = m->charset;
    nr_buf_reset(&s->kept_preamble, NR_PREAMBLE);
    nr_buf_add_str(&s->kept_preamble, m->preamble);
    nr_buf_reset(&s->kept, NR_PREAMBLE);
    if (m->format->decoded)
        decode_preamble(d);
}

/* A piece is in the charset that its file shows, before it or anywhere, or declares there. */
static void decode_piece(struct nr_draft *d, struct nr_reading *r)
{
    const struct nr_member *m = d->member;
    struct nr_str charset = declared(d);
    if (!m->charset && nr_utf8_ascii(m->preamble) < m->preamble.len)
        charset = nr_str_of(d->scratch->kept_charset);
    else if (m->format->markup && !charset.len)
        charset = nr_charset_in_page(m->preamble);
    nr_charset_decode(&d->scratch->charset, d->body, charset, m->format->markup, &d->decoded);
    d->decoded.guessed |= m->charset && strcmp(d->decoded.charset, "utf-8") != 0;
    if (m->wide)
        d->decoded.charset = m->wide;
    r->bytes = d->decoded.text;
    r->preamble = nr_buf_str(&d->scratch->kept_text);
}

/* The names that the files which belong to the member go by inside. */
static const struct nr_file_part *make_parts(const struct nr_draft *d)
{
    const struct nr_member *m = d->member;
    struct nr_file_part *parts = nr_arena_zero(d->arena, m->part_count, sizeof *parts);
    for (size_t i = 0; i < m->part_count; i++)
        parts[i] = (struct nr_file_part){.path = nr_input_unpacked(m->parts[i].source),
                                         .bytes = m->parts[i].bytes};
    return parts;
}

enum nr_status nr_draft_stories(struct nr_draft *d, struct nr_buf *out,
                                struct nr_document_fate *fate, struct nr_error *e)
{
    const struct nr_member *m = d->member;
    keep_file(d);
    const struct nr_format_options options = {.keep_lines = d->options->keep_lines,
                                              .columns = d->options->columns};
    struct nr_reading r = {.bytes = d->body,
                           .preamble = m->preamble,
                           .name = m->name,
                           .path = nr_input_unpacked(m->source),
                           .parts = m->part_count ? make_parts(d) : NULL,
                           .part_count = m->part_count,
                           .state = m->state,
                           .kept = &d->scratch->kept,
                           .charset = &d->scratch->charset,
                           .options = &options};
    if (m->format->decoded)
        decode_piece(d, &r);
    fate->replaced = d->decoded.replaced;
    return m->format->read ? write_stories(d, &r, out, fate, e) : write_object(d, &r, out, fate, e);
}
