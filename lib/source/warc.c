/* A record is looked at whole in the input's look-ahead, with the first bytes of what follows: so
 * nothing is copied, and a Content-Length that is wrong shows before anything has been taken. Only
 * where the look-ahead ends early, at the end of the file or at damage, the block is copied and the
 * input asked what follows.
 *
 * A Content-Length that is a little too small leaves bytes between records, which are skipped and
 * reported. One that is too large swallows the beginning of the next record: then that is searched
 * for in the block, and only the record with the false length is lost. */
#include "newsreel/source/warc.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

enum {
    LINE_ENDS = 16, /* bytes of line ends behind a record that count to its length */
    START = 6,      /* "WARC/1" */
};

struct nr_warc {
    struct nr_input *in;
    size_t max_record;
    struct nr_buf header; /* "name: value\n", unfolded, valid UTF-8 */
    struct nr_buf block;
    bool later; /* error is to be reported by the next call */
    struct nr_error error;
};

/* What is known of the record being read. */
struct extent {
    size_t header;   /* bytes, with the empty line */
    uint64_t length; /* of the block, as declared */
    bool placed;
    uint64_t offset;
};

struct nr_warc *nr_warc_open(struct nr_input *in, size_t max_record)
{
    struct nr_warc *w = nr_alloc_zero(1, sizeof *w);
    w->in = in;
    w->max_record = max_record;
    return w;
}

void nr_warc_close(struct nr_warc *w)
{
    if (!w)
        return;
    nr_buf_free(&w->header);
    nr_buf_free(&w->block);
    free(w);
}

static const char *const type_names[] = {
    [NR_WARC_RESPONSE] = "response",     [NR_WARC_RESOURCE] = "resource",
    [NR_WARC_CONVERSION] = "conversion", [NR_WARC_WARCINFO] = "warcinfo",
    [NR_WARC_REQUEST] = "request",       [NR_WARC_METADATA] = "metadata",
    [NR_WARC_REVISIT] = "revisit",       [NR_WARC_CONTINUATION] = "continuation",
    [NR_WARC_OTHER] = "other",
};

const char *nr_warc_type_name(enum nr_warc_type type)
{
    return type_names[type];
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_start(struct nr_str s)
{
    return s.len >= START && nr_str_starts_fold(s, nr_str_of("WARC/")) &&
           nr_ascii_is_digit(s.data[5]);
}

/* Where in s the first line begins that begins a record, from position from on; s.len if none does.
 * The beginning of s is none. */
static size_t find_start(struct nr_str s, size_t from)
{
    while (from < s.len) {
        from += nr_str_find_char(nr_str_sub(s, from, s.len), '\n');
        if (from < s.len && is_start(nr_str_sub(s, ++from, s.len)))
            return from;
    }
    return s.len;
}

/* Skips up to limit bytes, stopping before the next record start. NR_OK: there, or at the limit.
 * *skipped is raised. */
static enum nr_status scan(struct nr_warc *w, uint64_t limit, uint64_t *skipped, struct nr_error *e)
{
    while (limit > 0) {
        struct nr_str view;
        enum nr_status status = nr_input_peek(w->in, START + 2, &view, e);
        if (status != NR_OK)
            return status;
        bool last = view.len < START + 2 || view.len >= limit;
        view.len = view.len < limit ? view.len : (size_t)limit;
        size_t at = find_start(view, 0);
        bool found = at < view.len;
        if (!found && !last)
            at = view.len - START; /* a start may lie across the end of the view */
        nr_input_skip(w->in, at);
        *skipped += at;
        limit -= at;
        if (found)
            return NR_OK;
    }
    return NR_OK;
}

/* Bytes that are no record, where one should begin. */
static enum nr_status resync(struct nr_warc *w, struct nr_error *e)
{
    uint64_t offset = NR_NOWHERE, skipped = 0;
    if (!nr_input_place(w->in, &offset))
        offset = NR_NOWHERE;
    enum nr_status status = scan(w, UINT64_MAX, &skipped, e);
    if (status == NR_FAIL)
        return status;
    if (status == NR_BAD) {
        w->later = true;
        w->error = *e;
    }
    nr_error_set(e, "skipped %llu bytes that belong to no record", (unsigned long long)skipped);
    e->offset = e->lost_from = offset;
    if (!nr_input_place(w->in, &e->lost_to))
        e->lost_to = w->later ? w->error.lost_from : NR_NOWHERE;
    return NR_BAD;
}

/* Takes line ends, then looks at what follows them. */
static enum nr_status skip_line_ends(struct nr_warc *w, struct nr_str *view, struct nr_error *e)
{
    for (;;) {
        enum nr_status status = nr_input_peek(w->in, START, view, e);
        size_t n = 0;
        while (status == NR_OK && n < view->len && is_line_end(view->data[n]))
            n++;
        if (n == 0)
            return status;
        nr_input_skip(w->in, n);
    }
}

/* Length of the header that s begins with, or 0: its end is not in s. *line is where its last line
 * begins; pass it back with a longer s. */
static size_t find_header_end(struct nr_str s, size_t *line)
{
    for (;;) {
        struct nr_str rest = nr_str_sub(s, *line, s.len);
        size_t end = nr_str_find_char(rest, '\n');
        if (end == rest.len || end > NR_WARC_LINE)
            return 0;
        *line += end + 1;
        if (end == 0 || (end == 1 && rest.data[0] == '\r'))
            return *line;
    }
}

/* Finds the end of the header that begins at the input's next byte. The view holds it. NR_BAD: it
 * has none, and so much of it has been taken that the next call looks for another record. */
static enum nr_status peek_header(struct nr_warc *w, struct nr_str *view, size_t *length,
                                  struct nr_error *e)
{
    size_t line = 0;
    for (size_t want = 1024;; want *= 4) {
        enum nr_status status = nr_input_peek(w->in, want, view, e);
        if (status != NR_OK)
            return status;
        *length = find_header_end(nr_str_sub(*view, 0, NR_WARC_HEADER), &line);
        if (*length)
            return NR_OK;
        if (view->len >= NR_WARC_HEADER || view->len - line > NR_WARC_LINE) {
            nr_input_skip(w->in, START);
            nr_error_set(e, "header of a record is too long");
            return NR_BAD;
        }
        if (view->len < want) { /* what cuts it is behind the view */
            nr_input_skip(w->in, view->len);
            status = nr_input_peek(w->in, 1, view, e);
            if (status == NR_END)
                nr_error_set(e, "cut short in the header");
            return status == NR_FAIL ? status : NR_BAD;
        }
    }
}

/* Copies the header, one line a field. */
static void unfold(struct nr_warc *w, struct nr_str header)
{
    struct nr_buf *out = &w->header;
    nr_buf_reset(out, NR_WARC_LINE);
    struct nr_str line;
    while (nr_str_split(&header, '\n', &line)) {
        bool folded = line.len && (line.data[0] == ' ' || line.data[0] == '\t');
        if (folded && out->len)
            out->data[out->len - 1] = ' ';
        nr_utf8_repair(out, nr_str_trim(line));
        nr_buf_add_char(out, '\n');
    }
}

/* The value of field name, or nothing. A header has few fields: looking through them is as fast as
 * a table would be. */
static struct nr_str find_field(const struct nr_warc *w, const char *name)
{
    struct nr_str rest = nr_buf_str(&w->header), line;
    size_t length = strlen(name);
    while (nr_str_split(&rest, '\n', &line)) {
        size_t colon = nr_str_find_char(line, ':');
        if (colon < line.len && colon >= length &&
            nr_str_eq_fold(nr_str_trim(nr_str_sub(line, 0, colon)), nr_str(name, length)))
            return nr_str_trim(nr_str_sub(line, colon + 1, line.len));
    }
    return nr_str(NULL, 0);
}

static struct nr_str without_brackets(struct nr_str s)
{
    return s.len >= 2 && s.data[0] == '<' && s.data[s.len - 1] == '>' ? nr_str_sub(s, 1, s.len - 1)
                                                                      : s;
}

static enum nr_warc_type find_type(struct nr_str name)
{
    size_t type = NR_WARC_RESPONSE;
    while (type < NR_WARC_OTHER && !nr_str_eq_fold(name, nr_str_of(type_names[type])))
        type++;
    return (enum nr_warc_type)type;
}

static void read_fields(const struct nr_warc *w, struct nr_warc_record *r)
{
    *r = (struct nr_warc_record){
        .type = find_type(find_field(w, "WARC-Type")),
        .id = without_brackets(find_field(w, "WARC-Record-ID")),
        .uri = without_brackets(find_field(w, "WARC-Target-URI")),
        .date = find_field(w, "WARC-Date"),
        .mime = find_field(w, "Content-Type"),
        .language = find_field(w, "WARC-Identified-Content-Language"),
    };
    r->truncated = find_field(w, "WARC-Truncated").len || find_field(w, "WARC-Segment-Number").len;
}

/* The error of a lost record: why, then which. It is lost from its first byte to where reading goes
 * on, or to the end of the damage that it lies in. */
static enum nr_status lose(const struct nr_warc *w, const struct nr_warc_record *r,
                           const struct extent *x, struct nr_error *e)
{
    struct nr_str name = r->uri.len ? r->uri : r->id;
    uint64_t from = x->placed ? x->offset : e->lost_from, to = e->lost_to;
    if (to == NR_NOWHERE && !nr_input_place(w->in, &to))
        to = NR_NOWHERE;
    struct nr_buf text = {0};
    nr_buf_addf(&text, "%s; lost: ", e->text);
    if (name.len)
        nr_buf_addf(&text, "%s record ", type_names[r->type]);
    nr_buf_add_str(&text, name.len ? name : nr_str_of("a record"));
    nr_error_set(e, "%s", nr_buf_cstr(&text));
    nr_buf_free(&text);
    e->offset = x->placed ? x->offset : NR_NOWHERE;
    e->lost_from = from;
    e->lost_to = to;
    e->lost_records = 1;
    return NR_BAD;
}

/* The look-ahead ends inside the block: at the end of the input or at damage, unless another record
 * begins before. */
static enum nr_status lose_rest(struct nr_warc *w, const struct nr_warc_record *r,
                                const struct extent *x, struct nr_str view, struct nr_error *e)
{
    size_t have = view.len - x->header;
    size_t next = find_start(view, x->header - 1);
    nr_input_skip(w->in, next);
    enum nr_status status = NR_OK;
    if (next == view.len)
        status = nr_input_peek(w->in, 1, &view, e);
    if (status == NR_FAIL)
        return status;
    if (status != NR_BAD)
        nr_error_set(e, "%s after %zu of %llu bytes",
                     status == NR_END ? "cut short" : "another record begins",
                     status == NR_END ? have : next - x->header, (unsigned long long)x->length);
    return lose(w, r, x, e);
}

/* The look-ahead ends right behind the block: copies it and asks what follows. Damage that begins
 * where the record does (or who knows where) is a checksum that the record fails; other damage
 * begins behind it, where the record ends, and is for the next call. */
static enum nr_status take_last(struct nr_warc *w, struct nr_warc_record *r, const struct extent *x,
                                struct nr_str view, struct nr_error *e)
{
    nr_buf_reset(&w->block, w->max_record);
    nr_buf_add(&w->block, view.data + x->header, (size_t)x->length);
    r->block = nr_buf_str(&w->block);
    nr_input_skip(w->in, x->header + (size_t)x->length);
    enum nr_status status = skip_line_ends(w, &view, e);
    if (status == NR_FAIL)
        return status;
    if (status == NR_BAD && (!x->placed || e->offset == NR_NOWHERE || e->offset <= x->offset))
        return lose(w, r, x, e);
    if (status == NR_BAD) {
        w->later = true;
        w->error = *e;
        r->placed = x->placed;
        r->length = e->offset - x->offset;
        return NR_OK;
    }
    uint64_t end = 0;
    r->placed = x->placed && nr_input_place(w->in, &end);
    r->length = r->placed ? end - x->offset : 0;
    return NR_OK;
}

/* The block and what follows lie in the look-ahead, where the block stays until the next call. */
static enum nr_status take_whole(struct nr_warc *w, struct nr_warc_record *r,
                                 const struct extent *x, struct nr_str view, struct nr_error *e)
{
    size_t total = x->header + (size_t)x->length, end = total;
    while (end < total + LINE_ENDS && is_line_end(view.data[end]))
        end++;
    bool in_step = is_start(nr_str_sub(view, end, view.len)) || is_line_end(view.data[end]);
    if (!in_step) {
        size_t next = find_start(nr_str_sub(view, 0, total + START), x->header - 1);
        if (next < total) {
            nr_input_skip(w->in, next);
            nr_error_set(e, "another record begins after %zu of %llu bytes", next - x->header,
                         (unsigned long long)x->length);
            return lose(w, r, x, e);
        }
    }
    r->block = nr_str_sub(view, x->header, total);
    nr_input_skip(w->in, end);
    uint64_t after = 0;
    r->placed = x->placed && nr_input_place(w->in, &after);
    r->length = r->placed ? after - x->offset : 0;
    return NR_OK;
}

/* A block past the limit is let by. Another record inside it ends it: a false length must not cost
 * the rest of the file. */
static enum nr_status pass_by(struct nr_warc *w, struct nr_warc_record *r, const struct extent *x,
                              struct nr_error *e)
{
    uint64_t skipped = 0;
    nr_input_skip(w->in, x->header);
    enum nr_status status = scan(w, x->length, &skipped, e);
    r->skipped = r->type > NR_WARC_CONVERSION;
    if (status == NR_FAIL || status == NR_BAD)
        return status == NR_BAD ? lose(w, r, x, e) : status;
    if (r->skipped)
        return NR_OK;
    nr_error_set(e, "%llu bytes are more than the limit of %zu", (unsigned long long)x->length,
                 w->max_record);
    return lose(w, r, x, e);
}

static enum nr_status take(struct nr_warc *w, struct nr_warc_record *r, struct extent *x,
                           struct nr_error *e)
{
    unsigned long long length;
    read_fields(w, r);
    r->offset = x->offset;
    if (!nr_str_u64(find_field(w, "Content-Length"), &length)) {
        nr_input_skip(w->in, x->header);
        nr_error_set(e, "no valid Content-Length");
        return lose(w, r, x, e);
    }
    x->length = length;
    if (length > w->max_record)
        return pass_by(w, r, x, e);
    struct nr_str view;
    size_t total = nr_size_add(x->header, (size_t)length), want = total + LINE_ENDS + START;
    enum nr_status status = nr_input_peek(w->in, want, &view, e);
    if (status != NR_OK)
        return status;
    if (view.len >= want)
        return take_whole(w, r, x, view, e);
    return view.len >= total ? take_last(w, r, x, view, e) : lose_rest(w, r, x, view, e);
}

enum nr_status nr_warc_next(struct nr_warc *w, struct nr_warc_record *record, struct nr_error *e)
{
    struct extent x = {.offset = 0};
    struct nr_str view;
    nr_buf_reset(&w->block, 0);
    if (w->later) {
        w->later = false;
        *e = w->error;
        return NR_BAD;
    }
    enum nr_status status = skip_line_ends(w, &view, e);
    if (status != NR_OK)
        return status;
    if (!is_start(view))
        return resync(w, e);
    x.placed = nr_input_place(w->in, &x.offset);
    status = peek_header(w, &view, &x.header, e);
    if (status == NR_OK) {
        unfold(w, nr_str_sub(view, 0, x.header));
        return take(w, record, &x, e);
    }
    *record = (struct nr_warc_record){.type = NR_WARC_OTHER};
    return status == NR_BAD ? lose(w, record, &x, e) : status;
}
