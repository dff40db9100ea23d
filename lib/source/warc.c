#include "newsreel/source/warc.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "sequence.h"
#include <stdlib.h>

enum { START = 6 }; /* "WARC/1" */

struct nr_warc {
    struct nr_sequence sequence;
    struct nr_buf header; /* "name: value\n", unfolded, valid UTF-8 */
};

static bool is_start(struct nr_str s)
{
    return s.len >= START && nr_str_starts_fold(s, nr_str_of("WARC/")) &&
           nr_ascii_is_digit(s.data[5]);
}

struct nr_warc *nr_warc_open(struct nr_input *in, size_t max_record, unsigned types)
{
    static const struct nr_sequence_format format = {
        .begins = is_start, .header_line = START, .newlines = 2, .least = 1};
    struct nr_warc *w = nr_alloc_zero(1, sizeof *w);
    w->sequence =
        (struct nr_sequence){.format = &format, .in = in, .max_record = max_record, .types = types};
    return w;
}

void nr_warc_close(struct nr_warc *w)
{
    if (!w)
        return;
    nr_sequence_free(&w->sequence);
    nr_buf_free(&w->header);
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

enum nr_warc_type nr_warc_type_named(struct nr_str name)
{
    size_t type = NR_WARC_RESPONSE;
    while (type < NR_WARC_OTHER && !nr_str_eq_fold(name, nr_str_of(type_names[type])))
        type++;
    return (enum nr_warc_type)type;
}

/* Length of the header that s begins with, or 0: its end is not in s. *line is where its last line
 * begins; pass it back with a longer s. */
static size_t find_header_end(struct nr_str s, size_t *line)
{
    for (;;) {
        struct nr_str rest = nr_str_sub(s, *line, s.len);
        size_t end = nr_str_find_char(rest, '\n'), blank = 0;
        if (end == rest.len || end > NR_WARC_LINE)
            return 0;
        *line += end + 1;
        while (blank < end && rest.data[blank] == '\r')
            blank++;
        if (blank == end)
            return *line;
    }
}

/* Finds the end of the header that begins at the input's next byte. The view holds it. NR_BAD: it
 * has none, and has been taken. */
static enum nr_status peek_header(struct nr_sequence *s, struct nr_str *view, size_t *length,
                                  struct nr_error *e)
{
    struct nr_input *in = s->in;
    size_t line = 0;
    for (size_t want = 1024;; want *= 4) {
        enum nr_status status = nr_input_peek(in, want, view, e);
        if (status != NR_OK)
            return status;
        *length = find_header_end(nr_str_sub(*view, 0, NR_WARC_HEADER), &line);
        if (*length)
            return NR_OK;
        if (view->len >= NR_WARC_HEADER || view->len - line > NR_WARC_LINE) {
            nr_input_skip(in, START);
            nr_sequence_skip(s);
            nr_error_set(e, "header of a record is too long");
            return NR_BAD;
        }
        if (view->len < want) { /* what cuts it is behind the view */
            nr_input_skip(in, view->len);
            status = nr_input_peek(in, 1, view, e);
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

enum field {
    TYPE,
    ID,
    URI,
    DATE,
    MIME,
    LANGUAGE,
    LENGTH,
    TRUNCATED,
    BLOCK_DIGEST,
    PAYLOAD_DIGEST,
    SEGMENT,
    ORIGIN,
    TOTAL,
    FIELDS,
};

static const struct nr_str field_names[FIELDS] = {
    [TYPE] = NR_STR("WARC-Type"),
    [ID] = NR_STR("WARC-Record-ID"),
    [URI] = NR_STR("WARC-Target-URI"),
    [DATE] = NR_STR("WARC-Date"),
    [MIME] = NR_STR("Content-Type"),
    [LANGUAGE] = NR_STR("WARC-Identified-Content-Language"),
    [LENGTH] = NR_STR("Content-Length"),
    [TRUNCATED] = NR_STR("WARC-Truncated"),
    [BLOCK_DIGEST] = NR_STR("WARC-Block-Digest"),
    [PAYLOAD_DIGEST] = NR_STR("WARC-Payload-Digest"),
    [SEGMENT] = NR_STR("WARC-Segment-Number"),
    [ORIGIN] = NR_STR("WARC-Segment-Origin-ID"),
    [TOTAL] = NR_STR("WARC-Segment-Total-Length"),
};

/* The first value of each field that is not empty. */
static void find_fields(struct nr_str header, struct nr_str values[FIELDS])
{
    struct nr_str line;
    memset(values, 0, FIELDS * sizeof *values);
    while (nr_str_split(&header, '\n', &line)) {
        size_t colon = nr_str_find_char(line, ':');
        struct nr_str name = nr_str_trim(nr_str_sub(line, 0, colon));
        size_t i = 0;
        while (i < FIELDS && !nr_str_eq_fold(name, field_names[i]))
            i++;
        if (i < FIELDS && colon < line.len && !values[i].len)
            values[i] = nr_str_trim(nr_str_sub(line, colon + 1, line.len));
    }
}

static struct nr_str without_brackets(struct nr_str s)
{
    return s.len >= 2 && s.data[0] == '<' && s.data[s.len - 1] == '>' ? nr_str_sub(s, 1, s.len - 1)
                                                                      : s;
}

static uint64_t number(struct nr_str s)
{
    unsigned long long n;
    return nr_str_u64(s, &n) ? n : 0;
}

static void read_fields(const struct nr_warc *w, struct nr_warc_record *r, struct nr_extent *x)
{
    struct nr_str f[FIELDS];
    unsigned long long length = 0;
    find_fields(nr_buf_str(&w->header), f);
    *r = (struct nr_warc_record){
        .type = nr_warc_type_named(f[TYPE]),
        .id = without_brackets(f[ID]),
        .uri = without_brackets(f[URI]),
        .date = f[DATE],
        .mime = f[MIME],
        .language = f[LANGUAGE],
        .block_digest = f[BLOCK_DIGEST],
        .payload_digest = f[PAYLOAD_DIGEST],
        .truncated = f[TRUNCATED].len || f[SEGMENT].len,
        .segment = number(f[SEGMENT]),
        .origin = without_brackets(f[ORIGIN]),
        .total = number(f[TOTAL]),
    };
    x->sized = nr_str_u64(f[LENGTH], &length);
    x->length = x->sized ? length : 0;
}

enum nr_status nr_warc_next(struct nr_warc *w, struct nr_warc_record *record, struct nr_error *e)
{
    struct nr_extent x;
    struct nr_str view;
    enum nr_status status = nr_sequence_find(&w->sequence, &view, &x, e);
    if (status != NR_OK)
        return status;
    status = peek_header(&w->sequence, &view, &x.header, e);
    if (status == NR_OK) {
        unfold(w, nr_str_sub(view, 0, x.header));
        read_fields(w, record, &x);
        return nr_sequence_take(&w->sequence, record, &x, e);
    }
    *record = (struct nr_warc_record){.type = NR_WARC_OTHER};
    return status == NR_BAD ? nr_sequence_lose(&w->sequence, record, &x, e) : status;
}
