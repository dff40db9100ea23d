/* A record is looked at whole in the input's look-ahead, with the first bytes of what follows: so
 * nothing is copied, and a length that is wrong shows before anything has been taken. Only where
 * the look-ahead ends behind the record, at the end of the file or at damage, the block is copied
 * and the input asked what follows.
 *
 * What is looked at when a length is wrong is at most as much as a record may have; so a file that
 * is nothing but headers with false lengths is still read in linear time: every start that is found
 * is the end of a record that is taken. */
#include "sequence.h"
#include "newsreel/core/mem.h"
#include "newsreel/source/http.h"

enum {
    LINE_ENDS = 16, /* bytes of line ends behind a record that count to its length */
    SLACK = 8,      /* bytes that a length may be too large by without bytes being missed */
};

static const size_t FAR = SIZE_MAX;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t skip_line_ends(struct nr_str bytes, size_t at, size_t most)
{
    while (at < bytes.len && at < most && is_line_end(bytes.data[at]))
        at++;
    return at;
}

/* Where in bytes the first line begins that begins a record, from position from on; bytes.len if
 * none does. The first byte is none. */
static size_t find_start(const struct nr_sequence *s, struct nr_str bytes, size_t from)
{
    while (from < bytes.len) {
        from += nr_str_find_char(nr_str_sub(bytes, from, bytes.len), '\n');
        if (from < bytes.len && s->format->begins(nr_str_sub(bytes, ++from, bytes.len)))
            return from;
    }
    return bytes.len;
}

/* Position of the last line end in bytes, if the line behind it may become a header when there are
 * more bytes; else bytes.len. */
static size_t find_open_line(const struct nr_sequence *s, struct nr_str bytes)
{
    size_t at = bytes.len;
    while (at > 0 && bytes.len - at <= s->format->header_line && bytes.data[at - 1] != '\n')
        at--;
    return at > 0 && bytes.data[at - 1] == '\n' ? at - 1 : bytes.len;
}

/* Skips up to limit bytes, stopping before the next record start. NR_OK: there, or at the limit.
 * *skipped is raised. */
static enum nr_status scan(struct nr_sequence *s, uint64_t limit, uint64_t *skipped,
                           struct nr_error *e)
{
    size_t want = 2;
    for (bool found = false; limit > 0 && !found;) {
        struct nr_str view;
        enum nr_status status = nr_input_peek(s->in, want, &view, e);
        if (status != NR_OK)
            return status;
        size_t at = find_start(s, view, 0);
        found = at < view.len;
        if (!found && view.len >= want)
            at = find_open_line(s, view);
        at = at < limit ? at : (size_t)limit;
        nr_input_skip(s->in, at);
        *skipped += at;
        limit -= at;
        want = nr_size_add(nr_size_mul(view.len - at, 2), 2);
    }
    return NR_OK;
}

/* " bytes [from,to) lost", where from is known and where the input stands. */
static void add_range(const struct nr_sequence *s, bool placed, uint64_t from, struct nr_buf *text)
{
    uint64_t to;
    if (placed && nr_input_place(s->in, &to) && to > from)
        nr_buf_addf(text, " bytes [%llu,%llu)", (unsigned long long)from, (unsigned long long)to);
}

/* What ends the search early is for the next call: damage is told then, and a failure is there to
 * stay. */
static uint64_t skip(struct nr_sequence *s)
{
    uint64_t skipped = 0;
    s->later = scan(s, UINT64_MAX, &skipped, &s->error) == NR_BAD;
    return skipped;
}

void nr_sequence_skip(struct nr_sequence *s)
{
    skip(s);
}

/* Bytes that are no record, where one should begin. */
static enum nr_status resync(struct nr_sequence *s, struct nr_error *e)
{
    uint64_t offset = NR_NOWHERE;
    bool placed = nr_input_place(s->in, &offset);
    uint64_t skipped = skip(s);
    nr_error_set(e, "skipped %llu bytes that belong to no record", (unsigned long long)skipped);
    e->offset = e->lost_from = placed ? offset : NR_NOWHERE;
    if (!nr_input_place(s->in, &e->lost_to))
        e->lost_to = s->later ? s->error.lost_from : NR_NOWHERE;
    return NR_BAD;
}

/* Takes line ends, then looks at what follows them. */
static enum nr_status take_line_ends(struct nr_sequence *s, struct nr_str *view, struct nr_error *e)
{
    for (;;) {
        enum nr_status status = nr_input_peek(s->in, s->format->header_line, view, e);
        size_t n = status == NR_OK ? skip_line_ends(*view, 0, view->len) : 0;
        if (n == 0)
            return status;
        nr_input_skip(s->in, n);
    }
}

enum nr_status nr_sequence_find(struct nr_sequence *s, struct nr_str *view, struct nr_extent *x,
                                struct nr_error *e)
{
    nr_buf_reset(&s->block, 0);
    if (s->later) {
        s->later = false;
        *e = s->error;
        return NR_BAD;
    }
    enum nr_status status = take_line_ends(s, view, e);
    if (status != NR_OK)
        return status;
    if (!s->format->begins(*view))
        return resync(s, e);
    *x = (struct nr_extent){.sized = false};
    x->placed = nr_input_place(s->in, &x->offset);
    return NR_OK;
}

enum nr_status nr_sequence_lose(const struct nr_sequence *s, const struct nr_warc_record *r,
                                const struct nr_extent *x, struct nr_error *e)
{
    bool told = strstr(e->text, " bytes [") != NULL; /* by the input, of damage */
    struct nr_str name = r->uri.len ? r->uri : r->id;
    uint64_t from = x->placed ? x->offset : e->lost_from, to = e->lost_to;
    if (to == NR_NOWHERE && !nr_input_place(s->in, &to))
        to = NR_NOWHERE;
    struct nr_buf text = {0};
    nr_buf_addf(&text, "%s;", e->text);
    add_range(s, x->placed && !told, x->offset, &text);
    nr_buf_add_cstr(&text, " lost: ");
    if (name.len)
        nr_buf_addf(&text, "%s record ", nr_warc_type_name(r->type));
    nr_buf_add_str(&text, name.len ? name : nr_str_of("a record"));
    nr_error_set(e, "%s", nr_buf_cstr(&text));
    nr_buf_free(&text);
    e->offset = x->placed ? x->offset : NR_NOWHERE;
    e->lost_from = from;
    e->lost_to = to;
    e->lost_records = 1;
    return NR_BAD;
}

/* The look-ahead ends right behind the record: copies the block and asks what follows. Damage that
 * begins where the record does (or who knows where) is a checksum that the record fails; other
 * damage begins behind it, where the record ends, and is for the next call, unless the record's end
 * is not known but for the damage. */
static enum nr_status take_last(struct nr_sequence *s, struct nr_warc_record *r,
                                const struct nr_extent *x, struct nr_str view, struct nr_error *e)
{
    nr_buf_reset(&s->block, s->max_record);
    nr_buf_add_str(&s->block, r->block);
    r->block = nr_buf_str(&s->block);
    nr_input_skip(s->in, view.len);
    enum nr_status status = take_line_ends(s, &view, e);
    if (status == NR_FAIL)
        return status;
    if (status == NR_BAD) {
        if (!x->placed || e->offset == NR_NOWHERE || e->offset <= x->offset || r->corrected)
            return nr_sequence_lose(s, r, x, e);
        s->later = true;
        s->error = *e;
        r->placed = x->placed;
        r->length = e->offset - x->offset;
        return NR_OK;
    }
    uint64_t end = 0;
    r->placed = x->placed && nr_input_place(s->in, &end);
    r->length = r->placed ? end - x->offset : 0;
    return NR_OK;
}

/* The block lies in the view up to end, what follows is line ends up to next. It stays in the
 * look-ahead until the next call. */
static enum nr_status hand_out(struct nr_sequence *s, struct nr_warc_record *r,
                               const struct nr_extent *x, struct nr_str view, size_t end,
                               size_t next, struct nr_error *e)
{
    r->block = nr_str_sub(view, x->header, end);
    if (next == view.len)
        return take_last(s, r, x, view, e);
    r->keeper = nr_input_keeper(s->in);
    nr_input_skip(s->in, next);
    uint64_t after = 0;
    r->placed = x->placed && nr_input_place(s->in, &after);
    r->length = r->placed ? after - x->offset : 0;
    return NR_OK;
}

/* The first start behind the header, in as much as a record may have; view grows with the search.
 * view->len: the look-ahead ends before one. */
static size_t find_next(struct nr_sequence *s, const struct nr_extent *x, struct nr_str *view,
                        struct nr_error *e)
{
    size_t from = x->header - 1;
    size_t most = nr_size_add(nr_size_add(x->header, s->max_record), LINE_ENDS);
    size_t all = nr_size_add(most, s->format->header_line);
    for (bool more = true;;) {
        size_t at = find_start(s, *view, from);
        if (at < view->len || !more || view->len >= all)
            return at <= most ? at : FAR;
        from = find_open_line(s, *view);
        size_t want = nr_size_mul(view->len, 2);
        want = want < all ? want : all;
        more = nr_input_peek(s->in, want, view, e) == NR_OK && view->len >= want;
    }
}

/* Where the block ends whose line ends reach to next. */
static size_t find_end(const struct nr_sequence *s, const struct nr_extent *x, struct nr_str view,
                       size_t next)
{
    size_t end = next;
    for (unsigned n = 0; n < s->format->newlines; n++) {
        if (end == x->header || view.data[end - 1] != '\n')
            break;
        end--;
        while (end > x->header && view.data[end - 1] == '\r')
            end--;
    }
    return end;
}

/* A response says itself how long its body is. Whether it does, and the block up to end is as long.
 */
static bool is_whole(const struct nr_extent *x, struct nr_str view, size_t end)
{
    struct nr_str block = nr_str_sub(view, x->header, end);
    struct nr_http http;
    unsigned long long length;
    nr_http_split(block, &http);
    return http.status && nr_str_u64(nr_http_field(&http, "content-length"), &length) &&
           length == http.body.len;
}

/* Inside the block the data end, or another record begins. */
static enum nr_status lose_rest(struct nr_sequence *s, const struct nr_warc_record *r,
                                const struct nr_extent *x, struct nr_str view, size_t next,
                                struct nr_error *e)
{
    bool cut = next == view.len;
    enum nr_status status = NR_OK;
    nr_input_skip(s->in, next);
    if (cut)
        status = nr_input_peek(s->in, 1, &view, e);
    if (status == NR_FAIL)
        return status;
    if (status != NR_BAD)
        nr_error_set(e, "%s after %zu of %llu bytes", cut ? "cut short" : "another record begins",
                     next - x->header, (unsigned long long)x->length);
    return nr_sequence_lose(s, r, x, e);
}

static bool has_gap(const struct nr_sequence *s, struct nr_str line_ends)
{
    unsigned newlines = 0;
    for (size_t i = 0; i < line_ends.len; i++)
        newlines += line_ends.data[i] == '\n';
    return newlines >= s->format->newlines;
}

/* No record follows where the header says that this one ends, or it does not say. Where the
 * response agrees with the header, bytes were put in. */
static enum nr_status mend(struct nr_sequence *s, struct nr_warc_record *r,
                           const struct nr_extent *x, struct nr_str view, struct nr_error *e)
{
    size_t total = x->header + (size_t)x->length;
    size_t next = find_next(s, x, &view, e);
    size_t end = next < FAR ? find_end(s, x, view, next) : 0;
    bool usable = next < FAR && end - x->header <= s->max_record;
    bool cut = x->sized && next < total && (next == view.len || total - next > SLACK);
    if (cut && !is_whole(x, view, end))
        return lose_rest(s, r, x, view, next, e);
    size_t after = skip_line_ends(view, total, total + LINE_ENDS);
    bool gap = has_gap(s, nr_str_sub(view, total, after)) && next > after &&
               (next == view.len || next - after >= s->format->least);
    if (x->sized && next > total &&
        (!usable || ((gap || is_whole(x, view, total)) && !is_whole(x, view, end))))
        return hand_out(s, r, x, view, total, after, e);
    if (!usable) {
        nr_input_skip(s->in, x->header - 1);
        nr_sequence_skip(s);
        nr_error_set(e, "no valid length");
        return nr_sequence_lose(s, r, x, e);
    }
    r->corrected = true;
    return hand_out(s, r, x, view, end, next, e);
}

/* A block past the limit is skipped. Another record inside it ends it: a false length must not cost
 * the rest of the file. */
static enum nr_status pass_by(struct nr_sequence *s, struct nr_warc_record *r,
                              const struct nr_extent *x, struct nr_error *e)
{
    uint64_t skipped = 0, limit = x->length < UINT64_MAX ? x->length + 1 : UINT64_MAX;
    nr_input_skip(s->in, x->header - 1);
    enum nr_status status = scan(s, limit, &skipped, e);
    r->skipped = !(s->types >> r->type & 1);
    if (status == NR_FAIL || status == NR_BAD)
        return status == NR_BAD ? nr_sequence_lose(s, r, x, e) : status;
    if (r->skipped)
        return NR_OK;
    nr_error_set(e, "%llu bytes are more than the limit of %zu", (unsigned long long)x->length,
                 s->max_record);
    return nr_sequence_lose(s, r, x, e);
}

enum nr_status nr_sequence_take(struct nr_sequence *s, struct nr_warc_record *r,
                                const struct nr_extent *x, struct nr_error *e)
{
    struct nr_str view;
    r->offset = x->offset;
    if (x->length > s->max_record)
        return pass_by(s, r, x, e);
    size_t total = nr_size_add(x->header, (size_t)x->length);
    size_t want = total + LINE_ENDS + s->format->header_line;
    enum nr_status status = nr_input_peek(s->in, want, &view, e);
    if (status != NR_OK)
        return status;
    if (!x->sized || view.len < total)
        return mend(s, r, x, view, e);
    size_t next = skip_line_ends(view, total, total + LINE_ENDS);
    bool follows = next == view.len || s->format->begins(nr_str_sub(view, next, view.len));
    if (!follows && !is_line_end(view.data[next]))
        return mend(s, r, x, view, e);
    size_t end = follows ? find_end(s, x, view, next) : total;
    r->corrected = end != total && !is_whole(x, view, total) && is_whole(x, view, end);
    return hand_out(s, r, x, view, r->corrected ? end : total, next, e);
}

void nr_sequence_free(struct nr_sequence *s)
{
    nr_buf_free(&s->block);
}
