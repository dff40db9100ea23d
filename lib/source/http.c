#include "newsreel/source/http.h"
#include "newsreel/source/coding.h"

/* Codings that one response may have on top of each other: more is mischief, and left alone. */
enum { MAX_CODINGS = 8 };

/* Cuts one line off *rest, without its end: LF, or any number of CR before one. False at the
 * end. */
static bool next_line(struct nr_str *rest, struct nr_str *line)
{
    if (!rest->len)
        return false;
    size_t at = nr_str_find_char(*rest, '\n');
    *line = nr_str_sub(*rest, 0, at);
    *rest = nr_str_sub(*rest, at + 1, rest->len);
    while (line->len && line->data[line->len - 1] == '\r')
        line->len--;
    return true;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200", "HTTPX 200", "ICY 200 OK": the number, or 0. */
static unsigned status_of(struct nr_str line)
{
    static const struct nr_str http = NR_STR("HTTP"), icy = NR_STR("ICY");
    struct nr_str version, number = {NULL, 0};
    unsigned long long n;
    if (!nr_str_starts_fold(line, http) && !nr_str_starts_fold(line, icy))
        return 0;
    nr_str_split(&line, ' ', &version);
    line = nr_str_trim(line);
    nr_str_split(&line, ' ', &number);
    return nr_str_u64(number, &n) && n >= 100 && n <= 999 ? (unsigned)n : 0;
}

/* Cuts rest, what stands behind the status line, into fields and body. A response that ends where
 * its fields end has an empty body; one that forgot the empty line begins its body where markup
 * begins. */
static void split_fields(struct nr_http *http, struct nr_str rest)
{
    struct nr_str line;
    const char *from = rest.data, *to = from, *end = rest.data + rest.len;
    http->body = nr_str_sub(rest, rest.len, rest.len);
    while (next_line(&rest, &line)) {
        bool markup = line.len && line.data[0] == '<';
        if (!line.len || markup) {
            const char *body = markup ? line.data : rest.data;
            http->body = nr_str(body, (size_t)(end - body));
            break;
        }
        to = rest.data;
    }
    http->fields = nr_str(from, (size_t)(to - from));
}

static struct nr_http split_one(struct nr_str block)
{
    struct nr_str rest = block, line = {NULL, 0};
    struct nr_http http = {.body = block};
    if (next_line(&rest, &line))
        http.status = status_of(line);
    if (http.status)
        split_fields(&http, rest);
    return http;
}

/* Whether a line is a field of HTTP, and hardly anything else. */
static bool is_known_field(struct nr_str line)
{
    static const char *const names[] = {"accept-ranges",
                                        "cache-control",
                                        "connection",
                                        "content-encoding",
                                        "content-length",
                                        "content-type",
                                        "date",
                                        "etag",
                                        "expires",
                                        "keep-alive",
                                        "last-modified",
                                        "location",
                                        "pragma",
                                        "server",
                                        "set-cookie",
                                        "x-powered-by",
                                        "transfer-encoding",
                                        "vary",
                                        "via",
                                        "p3p"};
    struct nr_str name = nr_str_trim(nr_str_sub(line, 0, nr_str_find_char(line, ':')));
    for (size_t i = 0; i < sizeof names / sizeof *names && name.len < line.len; i++)
        if (nr_str_eq_fold(name, nr_str_of(names[i])))
            return true;
    return false;
}

/* A block without status line: two known fields, the first of them at once, and an empty line. */
static bool lacks_status_only(struct nr_str block)
{
    struct nr_str line;
    unsigned known = 0;
    for (size_t lines = 0; next_line(&block, &line) && line.len; lines++) {
        known += is_known_field(line);
        if (known == 0 || nr_str_find_char(line, ':') == line.len)
            return false;
    }
    return known > 1 && block.len;
}

/* Responses that only lead to another one. */
static bool leads_on(const struct nr_http *http)
{
    bool interim = http->status >= 100 && http->status < 200 && http->status != 101;
    bool connected = http->status == 200 && nr_str_starts(http->body, nr_str_of("HTTP/")) &&
                     !nr_http_field(http, "content-type").len;
    return interim || connected;
}

static bool begins_empty(struct nr_str body)
{
    return body.len > 1 && body.data[0] == '\r' && body.data[1] == '\n';
}

static bool ends_empty(struct nr_str body)
{
    return body.len > 1 && begins_empty(nr_str_sub(body, body.len - 2, body.len));
}

/* Takes a line end off that Content-Length does not count. */
static void take_extra_line(struct nr_http *http)
{
    struct nr_str body = http->body;
    bool before = begins_empty(body);
    unsigned long long length;
    if (!http->fields.len || (!before && !ends_empty(body)) ||
        !nr_str_u64(nr_http_field(http, "content-length"), &length) || length != body.len - 2)
        return;
    http->body = before ? nr_str_sub(body, 2, body.len) : nr_str_sub(body, 0, body.len - 2);
    http->extra_line = true;
}

void nr_http_split(struct nr_str block, struct nr_http *http)
{
    struct nr_http final = split_one(block);
    *http = final;
    while (final.status && leads_on(http)) {
        final = split_one(http->body);
        if (final.status)
            *http = final;
    }
    if (!http->status && lacks_status_only(block))
        split_fields(http, block);
    http->stored = http->body;
    take_extra_line(http);
}

static bool is_fold(struct nr_str rest)
{
    return rest.len && (rest.data[0] == ' ' || rest.data[0] == '\t');
}

bool nr_http_next_field(struct nr_str *rest, struct nr_str *name, struct nr_str *value)
{
    struct nr_str line, more;
    while (next_line(rest, &line)) {
        size_t colon = nr_str_find_char(line, ':');
        const char *end = line.data + line.len;
        while (is_fold(*rest) && next_line(rest, &more))
            end = more.data + more.len;
        if (colon == line.len)
            continue;
        *name = nr_str_trim(nr_str_sub(line, 0, colon));
        *value = nr_str(line.data + colon + 1, (size_t)(end - line.data) - colon - 1);
        *value = nr_str_trim(*value);
        return true;
    }
    return false;
}

struct nr_str nr_http_field(const struct nr_http *http, const char *name)
{
    struct nr_str rest = http->fields, key, value, last = {NULL, 0};
    while (nr_http_next_field(&rest, &key, &value))
        if (value.len && nr_str_eq_fold(key, nr_str_of(name)))
            last = value;
    return last;
}

struct codings {
    enum nr_coding list[MAX_CODINGS];
    size_t count;
};

/* Adds what fields of that name list. Names that are not known are left out: the bytes decide. */
static void add_codings(struct codings *c, struct nr_str fields, const char *name, bool transfer)
{
    struct nr_str key, value, one;
    while (nr_http_next_field(&fields, &key, &value)) {
        if (!nr_str_eq_fold(key, nr_str_of(name)))
            continue;
        while (nr_str_split(&value, ',', &one)) {
            enum nr_coding coding = nr_coding_named(one);
            if (coding == NR_CODING_NONE || (coding == NR_CODING_CHUNKED && !transfer))
                continue;
            if (c->count < MAX_CODINGS)
                c->list[c->count++] = coding;
        }
    }
}

/* The size in a chunk's first line: hexadecimal digits, then blanks, then perhaps an extension. */
static bool chunk_size(struct nr_str line, size_t *size)
{
    size_t n = 0, i = 0;
    for (; i < line.len; i++) {
        unsigned char c = (unsigned char)line.data[i];
        unsigned digit = c - '0';
        if (digit > 9) {
            digit = (c | 0x20u) - 'a' + 10;
            if (digit < 10 || digit > 15)
                break;
        }
        if (n > SIZE_MAX >> 4)
            return false;
        n = n << 4 | digit;
    }
    struct nr_str after = nr_str_trim(nr_str_sub(line, i, line.len));
    *size = n;
    return i > 0 && (after.len == 0 || after.data[0] == ';');
}

/* Takes the line end that must follow a chunk's bytes. */
static bool skip_line_end(struct nr_str *rest)
{
    size_t n = rest->len && rest->data[0] == '\r' ? 1 : 0;
    if (n >= rest->len || rest->data[n] != '\n')
        return false;
    *rest = nr_str_sub(*rest, n + 1, rest->len);
    return true;
}

/* RFC 9112 section 7.1. The first chunk decides whether the body is chunked at all (NR_END when
 * not); what is wrong later cuts the body there. Trailer fields are not looked at. Adds at most
 * as many bytes as it reads. */
static enum nr_status undo_chunked(struct nr_str in, struct nr_buf *out, bool *broken)
{
    struct nr_str line;
    size_t size, start = out->len;
    for (bool first = true; next_line(&in, &line); first = false) {
        if (line.data + line.len == in.data || !chunk_size(line, &size)) {
            /* not ended by a line end, or no size */
            *broken |= !first;
            return first ? NR_END : NR_OK;
        }
        if (size == 0)
            return NR_OK;
        struct nr_str bytes = nr_str_sub(in, 0, size);
        nr_buf_add_str(out, bytes);
        in = nr_str_sub(in, size, in.len);
        if (bytes.len == size && skip_line_end(&in))
            continue;
        bool cut = in.len == 0 || (in.len == 1 && in.data[0] == '\r');
        if (first && !cut) {
            out->len = start;
            return NR_END;
        }
        break;
    }
    *broken = true;
    return out->len > start ? NR_OK : NR_END;
}

static enum nr_status undo_one(enum nr_coding coding, struct nr_str body, size_t max,
                               struct nr_buf *out, bool *broken, struct nr_error *e)
{
    out->len = 0;
    return coding == NR_CODING_CHUNKED ? undo_chunked(body, out, broken)
                                       : nr_coding_undo(coding, body, max, out, broken, e);
}

static enum nr_status undo_all(struct nr_http *http, const struct codings *codings,
                               struct nr_http_scratch *scratch, size_t max, struct nr_error *e)
{
    for (size_t n = codings->count; n > 0; n--) {
        bool second = scratch->buf[0].data && http->body.data == scratch->buf[0].data;
        struct nr_buf *out = &scratch->buf[second];
        bool broken = false;
        enum nr_coding coding = codings->list[n - 1];
        enum nr_status status = undo_one(coding, http->body, max, out, &broken, e);
        if (status == NR_END && begins_empty(http->body)) {
            struct nr_str behind = nr_str_sub(http->body, 2, http->body.len);
            broken = false;
            status = undo_one(coding, behind, max, out, &broken, e);
            http->extra_line |= status == NR_OK;
        }
        if (status == NR_BAD)
            return NR_BAD;
        if (status == NR_OK) {
            http->body = nr_buf_str(out);
            http->truncated |= broken;
        }
    }
    return NR_OK;
}

enum nr_status nr_http_undo_transfer(struct nr_http *http, struct nr_http_scratch *scratch,
                                     size_t max, struct nr_error *e)
{
    struct codings codings = {.count = 0};
    add_codings(&codings, http->fields, "transfer-encoding", true);
    return undo_all(http, &codings, scratch, max, e);
}

/* A page that is still a gzip member: its header names another coding or none, or was packed twice
 * by a server and what stands before it. No text begins like that. */
static bool is_packed_text(const struct nr_http *http)
{
    struct nr_str type = nr_http_field(http, "content-type");
    return nr_str_starts(http->body, nr_str_of("\x1f\x8b\x08")) &&
           (nr_str_starts_fold(type, nr_str_of("text/")) ||
            nr_str_starts_fold(type, nr_str_of("application/xhtml")));
}

enum nr_status nr_http_undo_content(struct nr_http *http, struct nr_http_scratch *scratch,
                                    size_t max, struct nr_error *e)
{
    struct codings codings = {.count = 0};
    add_codings(&codings, http->fields, "content-encoding", false);
    if (undo_all(http, &codings, scratch, max, e) != NR_OK)
        return NR_BAD;
    if (!is_packed_text(http))
        return NR_OK;
    codings = (struct codings){.list = {NR_CODING_GZIP}, .count = 1};
    return undo_all(http, &codings, scratch, max, e);
}

enum nr_status nr_http_undo(struct nr_http *http, struct nr_http_scratch *scratch, size_t max,
                            struct nr_error *e)
{
    if (nr_http_undo_transfer(http, scratch, max, e) != NR_OK)
        return NR_BAD;
    return nr_http_undo_content(http, scratch, max, e);
}

/* Cuts name=value or name="value" off *rest, which starts behind a semicolon. */
static bool next_parameter(struct nr_str *rest, struct nr_str *name, struct nr_str *value)
{
    struct nr_str part = *rest;
    if (!rest->len)
        return false;
    size_t end = nr_str_find_char(part, ';');
    size_t equals = nr_str_find_char(nr_str_sub(part, 0, end), '=');
    *name = nr_str_trim(nr_str_sub(part, 0, equals));
    *value = nr_str_trim(nr_str_sub(part, equals + 1, end));
    if (equals < end && value->len && (value->data[0] == '"' || value->data[0] == '\'')) {
        size_t from = (size_t)(value->data - part.data) + 1;
        struct nr_str quoted = nr_str_sub(part, from, part.len);
        size_t close = nr_str_find_char(quoted, value->data[0]);
        *value = nr_str_trim(nr_str_sub(quoted, 0, close));
        end = from + close;
        end += nr_str_find_char(nr_str_sub(part, end, part.len), ';');
    }
    *rest = nr_str_sub(part, end + 1, part.len);
    return true;
}

void nr_http_media_type(struct nr_str value, struct nr_str *type, struct nr_str *charset)
{
    struct nr_str name, parameter;
    size_t end = nr_str_find_char(value, ';');
    *type = nr_str_trim(nr_str_sub(value, 0, end));
    *charset = nr_str(NULL, 0);
    value = nr_str_sub(value, end + 1, value.len);
    while (!charset->len && next_parameter(&value, &name, &parameter))
        if (nr_str_eq_fold(name, nr_str_of("charset")))
            *charset = parameter;
}

void nr_http_scratch_reset(struct nr_http_scratch *scratch, size_t keep)
{
    for (size_t i = 0; i < 2; i++)
        nr_buf_reset(&scratch->buf[i], keep);
}

void nr_http_scratch_free(struct nr_http_scratch *scratch)
{
    for (size_t i = 0; i < 2; i++)
        nr_buf_free(&scratch->buf[i]);
}
