#include "draft.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "newsreel/source/digest.h"
#include "newsreel/source/sniff.h"
#include "newsreel/text/language_tag.h"
#include "newsreel/text/lines.h"

enum { KEEP = 4 << 20 }; /* bytes of each scratch buffer that survive a huge member */

static bool one_of(struct nr_str s, const char *const list[])
{
    for (size_t i = 0; list[i]; i++)
        if (nr_str_eq_fold(s, nr_str_of(list[i])))
            return true;
    return false;
}

static bool is_html_type(struct nr_str type)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml", NULL};
    return one_of(type, types);
}

static bool is_code_type(struct nr_str type)
{
    static const char *const types[] = {"text/css",
                                        "text/javascript",
                                        "application/javascript",
                                        "application/x-javascript",
                                        "application/ecmascript",
                                        "text/ecmascript",
                                        NULL};
    return one_of(type, types);
}

/* Style sheets and scripts beside the pages of a site. */
static bool is_code_name(const struct nr_member *m)
{
    return m->kind == NR_MEMBER_FILE && !m->url.len &&
           (nr_str_ends_fold(m->name, nr_str_of(".css")) ||
            nr_str_ends_fold(m->name, nr_str_of(".js")));
}

/* Of a file the walk has seen content and name. Of a response, signatures of formats are believed
 * before any declaration, a declaration of HTML before a mere impression ("some other markup").
 * Returns why the body is left out, or NULL. */
static const char *classify(struct nr_draft *d)
{
    bool page = is_html_type(d->type);
    enum nr_kind kind = d->member->content ? d->member->content : nr_sniff(d->body);
    switch (kind) {
    case NR_KIND_HTML:
        d->markup = true;
        return NULL;
    case NR_KIND_TEXT:
        d->markup = page;
        return !page && (is_code_type(d->type) || is_code_name(d->member)) ? "code" : NULL;
    case NR_KIND_XML:
    case NR_KIND_JSON:
    case NR_KIND_JSONL:
    case NR_KIND_BINARY:
    case NR_KIND_WARC:
    case NR_KIND_ARC:
    case NR_KIND_INDEX:
    case NR_KIND_CPIO:
        d->markup = page;
        return page ? NULL : nr_kind_name(kind);
    default:
        return nr_kind_name(kind);
    }
}

/* Whether the bytes may be those whose digest the archive states. */
static bool fits(struct nr_draft *d, struct nr_str stated, struct nr_str bytes)
{
    if (!d->options->verify_digests)
        return true;
    enum nr_digest digest = nr_digest_check(stated, bytes);
    d->unchecked |= digest == NR_DIGEST_UNKNOWN;
    return digest != NR_DIGEST_DIFFERS;
}

static enum nr_status refuse(const char *what, struct nr_str stated, struct nr_error *e)
{
    nr_error_set(e, "%s does not have the digest %.*s", what,
                 (int)(stated.len < 100 ? stated.len : 100), stated.data);
    return NR_BAD;
}

/* Takes the codings off, and looks on the way whether the payload's digest is met: as stored, as
 * transferred, or as meant. Writers differ in which of them they take. */
static enum nr_status undo_codings(struct nr_draft *d, struct nr_http *http, struct nr_error *e)
{
    size_t max = d->options->max_record ? d->options->max_record : NR_MAX_RECORD;
    struct nr_str stated = d->member->payload_digest;
    bool met = fits(d, stated, http->stored) || (http->extra_line && fits(d, stated, http->body));
    if (nr_http_undo_transfer(http, &d->scratch->http, max, e) != NR_OK)
        return NR_BAD;
    met = met || fits(d, stated, http->body);
    if (nr_http_undo_content(http, &d->scratch->http, max, e) != NR_OK)
        return NR_BAD;
    met = met || fits(d, stated, http->body);
    return met ? NR_OK : refuse("payload", stated, e);
}

/* Takes HTTP and its codings off. */
static enum nr_status open_response(struct nr_draft *d, const char **drop, struct nr_error *e)
{
    struct nr_http http;
    nr_http_split(d->member->bytes, &http);
    bool wanted = !http.status || http.status == 200 || d->options->any_status;
    if ((wanted || d->options->verify_digests) && undo_codings(d, &http, e) != NR_OK)
        return NR_BAD;
    if (!wanted)
        *drop = "http-status";
    d->body = http.body;
    d->truncated |= http.truncated || nr_http_field(&http, "x-commoncrawl-ContentTruncated").len;
    d->extra_line = http.extra_line;
    struct nr_str type = nr_http_field(&http, "content-type");
    if (type.len)
        nr_http_media_type(type, &d->type, &d->charset);
    if (!d->charset.len)
        d->charset = nr_http_field(&http, "x-commoncrawl-DetectedCharset");
    return NR_OK;
}

static bool is_fine(struct nr_str s)
{
    return nr_utf8_valid(s) == s.len && !(s.len && memchr(s.data, 0, s.len));
}

struct nr_str nr_draft_clean(struct nr_arena *arena, struct nr_str s)
{
    if (is_fine(s))
        return s;
    struct nr_buf repaired = {0};
    for (struct nr_str part; nr_str_split(&s, '\0', &part);) {
        nr_utf8_repair(&repaired, part);
        if (s.data)
            nr_utf8_add(&repaired, 0xfffd);
    }
    s = nr_arena_str(arena, nr_buf_str(&repaired));
    nr_buf_free(&repaired);
    return s;
}

/* A name in lower case. */
static struct nr_str lower(struct nr_arena *arena, struct nr_str s)
{
    char *copy = nr_arena_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = nr_ascii_lower(copy[i]);
    return nr_str(copy, s.len);
}

static struct nr_str mime_of(const struct nr_draft *d)
{
    struct nr_str text = NR_STR("text/"), type = nr_draft_clean(d->arena, d->type);
    if (d->markup)
        return is_html_type(type) ? lower(d->arena, type) : nr_str_of("text/html");
    if (d->member->kind == NR_MEMBER_TEXT && type.len)
        return lower(d->arena, type);
    if (nr_str_starts_fold(type, text) && !is_html_type(type))
        return lower(d->arena, type);
    return nr_str_of("text/plain");
}

static bool is_time(struct nr_str s)
{
    char day[11], utc[21];
    return nr_moment_parse(s, day, utc) == NR_MOMENT_TIME;
}

/* number: what tells the documents of a source apart, in decimal. */
static void make_id(struct nr_str source, struct nr_str number, char id[33])
{
    struct nr_buf key = {0};
    nr_buf_add_str(&key, source);
    nr_buf_add_char(&key, '\0');
    nr_buf_add_str(&key, number);
    nr_hash128_hex(nr_hash128(nr_buf_str(&key)), id);
    nr_buf_free(&key);
}

/* CR LF and CR become LF. */
static struct nr_str unify_line_ends(struct nr_buf *out, struct nr_str text)
{
    out->len = 0;
    for (struct nr_str part; nr_str_split(&text, '\r', &part);) {
        nr_buf_add_str(out, part);
        if (text.data && !(text.len && text.data[0] == '\n'))
            nr_buf_add_char(out, '\n');
    }
    return nr_buf_str(out);
}

struct nr_str nr_draft_join(const struct nr_draft *d, struct nr_str text)
{
    struct nr_buf *joined = &d->scratch->joined;
    if (text.len && memchr(text.data, '\r', text.len))
        text = unify_line_ends(&d->scratch->unified, text);
    if (d->options->keep_lines)
        return text;
    joined->len = 0;
    nr_lines_join(joined, text, &d->scratch->lines);
    nr_arena_reset(&d->scratch->lines);
    return nr_buf_str(joined);
}

struct nr_str nr_draft_id(const struct nr_draft *d, struct nr_str source, struct nr_str number)
{
    char hash[33];
    make_id(source, number, hash);
    return nr_arena_str(d->arena, nr_str(hash, 32));
}

void nr_draft_add_known(struct nr_buf *out, const char *key, struct nr_str text)
{
    if (text.len)
        nr_object_add_text(out, key, text);
}

void nr_draft_add_place(const struct nr_draft *d, struct nr_str id, struct nr_str number,
                        struct nr_buf *out)
{
    const struct nr_member *m = d->member;
    if (!id.len)
        id = nr_draft_clean(d->arena, m->id);
    if (!id.len)
        id = nr_draft_id(d, m->source, number);
    nr_object_add_text(out, "id", id);
    nr_object_add_text(out, "source", nr_draft_clean(d->arena, m->source));
    if (m->placed) {
        nr_object_add_u64(out, "offset", m->offset);
        nr_object_add_u64(out, "length", m->length);
    }
}

static void add_origin(const struct nr_draft *d, struct nr_buf *out)
{
    const struct nr_member *m = d->member;
    char digits[NR_DIGITS];
    nr_draft_add_place(d, nr_str(NULL, 0), nr_str_decimal(m->ordinal, digits), out);
    nr_draft_add_known(out, "url", nr_draft_clean(d->arena, m->url));
    nr_object_add_text(out, "mime", mime_of(d));
    nr_object_add_text(out, "charset", nr_str_of(d->decoded.charset));
    if (is_time(m->added))
        nr_object_add_text(out, "added", m->added);
    struct nr_str languages = nr_draft_clean(d->arena, m->language), first = {NULL, 0};
    nr_str_split(&languages, ',', &first);
    nr_draft_add_known(out, "language", nr_language_tag(d->arena, first));
}

static void add_digest(const struct nr_draft *d, struct nr_buf *out)
{
    char digest[7 + 65] = "sha256:";
    nr_sha256_hex(d->body, digest + 7);
    nr_object_add_text(out, "digest", nr_str(digest, 7 + 64));
}

static void write_line(const struct nr_draft *d, struct nr_str text, struct nr_buf *out)
{
    nr_object_begin(out);
    add_origin(d, out);
    nr_object_add_text(out, d->markup ? "html" : "text", text);
    if (d->options->digest)
        add_digest(d, out);
    if (d->truncated || d->member->truncated)
        nr_object_add_raw(out, "truncated", nr_str_of("true"));
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
}

static enum nr_status open_member(struct nr_draft *d, const char **drop, struct nr_error *e)
{
    const struct nr_member *m = d->member;
    d->body = m->bytes;
    if (!fits(d, m->block_digest, m->bytes))
        return refuse("block", m->block_digest, e);
    if (m->kind != NR_MEMBER_HTTP && !fits(d, m->payload_digest, m->bytes))
        return refuse("payload", m->payload_digest, e);
    nr_http_media_type(m->mime, &d->type, &d->charset);
    if (m->kind == NR_MEMBER_TEXT)
        d->charset = nr_str_of("utf-8");
    else if (m->kind == NR_MEMBER_HTTP && open_response(d, drop, e) != NR_OK)
        return NR_BAD;
    if (!*drop && m->kind != NR_MEMBER_TEXT)
        *drop = classify(d);
    return NR_OK;
}

/* What a text extractor wrote (WET) is not wrapped. */
static enum nr_status write_document(struct nr_draft *d, struct nr_buf *out,
                                     struct nr_document_fate *fate, struct nr_error *e)
{
    enum nr_status status = open_member(d, &fate->drop, e);
    if (status != NR_OK || fate->drop)
        return status;
    nr_charset_decode(&d->scratch->charset, d->body, d->charset, d->markup, &d->decoded);
    fate->replaced = d->decoded.replaced;
    bool as_it_is = d->markup || d->member->kind == NR_MEMBER_TEXT;
    struct nr_str text = as_it_is ? d->decoded.text : nr_draft_join(d, d->decoded.text);
    if (nr_str_trim(text).len)
        write_line(d, text, out);
    else
        fate->drop = "empty";
    return NR_OK;
}

/* A record that cannot be decoded is named. */
static void add_name(const struct nr_member *m, struct nr_error *e)
{
    struct nr_str name = m->url.len ? m->url : m->id;
    struct nr_buf text = {0};
    if (!name.len)
        return;
    nr_buf_addf(&text, "%s; lost: ", e->text);
    nr_buf_add_str(&text, name);
    nr_error_set(e, "%s", nr_buf_cstr(&text));
    nr_buf_free(&text);
}

enum nr_status nr_document_write(const struct nr_document_options *options,
                                 struct nr_document_scratch *scratch,
                                 const struct nr_member *member, struct nr_arena *arena,
                                 struct nr_buf *out, struct nr_document_fate *fate,
                                 struct nr_error *e)
{
    struct nr_draft d = {options, scratch, member, arena, .markup = false};
    *fate = (struct nr_document_fate){0};
    enum nr_status status;
    if (member->format) {
        d.body = member->bytes;
        status = nr_draft_stories(&d, out, fate, e);
    } else {
        status = write_document(&d, out, fate, e);
    }
    if (status == NR_BAD)
        add_name(member, e);
    nr_http_scratch_reset(&scratch->http, KEEP);
    fate->extra_line = d.extra_line;
    fate->unchecked = d.unchecked;
    fate->guessed = d.decoded.guessed;
    fate->truncated = d.truncated || member->truncated;
    nr_charset_scratch_reset(&scratch->charset, KEEP);
    nr_buf_reset(&scratch->unified, KEEP);
    nr_buf_reset(&scratch->joined, KEEP);
    return status;
}

/* Whether the record has no member of that name. NR_BAD: it has two. */
static enum nr_status find_lack(struct nr_record *record, const char *key, bool *lacks,
                                struct nr_error *e)
{
    struct nr_json value;
    enum nr_status status = nr_record_find(record, nr_str_of(key), &value, e);
    *lacks = status == NR_END;
    return status == NR_END ? NR_OK : status;
}

/* A member's value as it will be written; empty when there will be none. */
static struct nr_str written_value(const struct nr_record *record, struct nr_str key)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct nr_record_member *m = &record->members[i];
        if (!m->removed && nr_str_eq(m->key, key))
            return m->changed ? m->set : m->value.raw;
    }
    return nr_str(NULL, 0);
}

/* Programs tell records apart by a string: a number is made one, of its digits as they stand.
 * *lacks: the record has no id, or one that names nothing. */
static enum nr_status check_id(struct nr_record *record, bool *lacks, struct nr_error *e)
{
    static const struct nr_str key = NR_STR("id");
    if (find_lack(record, "id", lacks, e) != NR_OK)
        return NR_BAD;
    struct nr_str id = written_value(record, key);
    *lacks = !id.len || nr_str_is(id, "null") || nr_str_is(id, "\"\"");
    if (id.len && (nr_ascii_is_digit(id.data[0]) || id.data[0] == '-'))
        return nr_record_set_text(record, key, id, e);
    return NR_OK;
}

/* placed: offset and length are known. */
static enum nr_status complete(struct nr_record *record, struct nr_str name, uint64_t number,
                               bool placed, uint64_t from, uint64_t bytes, struct nr_error *e)
{
    bool id, source, offset, length;
    if (check_id(record, &id, e) != NR_OK || find_lack(record, "source", &source, e) != NR_OK ||
        find_lack(record, "offset", &offset, e) != NR_OK ||
        find_lack(record, "length", &length, e) != NR_OK)
        return NR_BAD;
    if (id) {
        char hex[33], digits[NR_DIGITS];
        make_id(name, nr_str_decimal(number, digits), hex);
        nr_record_set_text(record, nr_str_of("id"), nr_str(hex, 32), e);
    }
    if (source)
        nr_record_set_text(record, nr_str_of("source"), name, e);
    if (source && offset && length && placed) {
        nr_record_set_u64(record, nr_str_of("offset"), from, e);
        nr_record_set_u64(record, nr_str_of("length"), bytes, e);
    }
    return NR_OK;
}

enum nr_status nr_document_complete(struct nr_record *record, const struct nr_member *member,
                                    uint64_t line, size_t at, struct nr_error *e)
{
    bool plain = member->placed && member->length == member->bytes.len;
    return complete(record, member->source, line, plain, member->offset + at, record->line.len, e);
}

enum nr_status nr_document_place(struct nr_record *record, const struct nr_member *member,
                                 uint64_t number, struct nr_error *e)
{
    return complete(record, member->source, number, member->placed, member->offset, member->length,
                    e);
}

void nr_document_scratch_free(struct nr_document_scratch *scratch)
{
    nr_http_scratch_free(&scratch->http);
    nr_charset_scratch_free(&scratch->charset);
    nr_buf_free(&scratch->unified);
    nr_buf_free(&scratch->joined);
    nr_arena_free(&scratch->lines);
    nr_buf_free(&scratch->kept);
    nr_buf_free(&scratch->kept_preamble);
    nr_buf_free(&scratch->kept_text);
    nr_record_free(&scratch->record);
}
