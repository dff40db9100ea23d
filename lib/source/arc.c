#include "newsreel/source/arc.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "sequence.h"
#include <stdlib.h>

enum { SCHEME_MOST = 8 /* letters */ };

struct nr_arc {
    struct nr_sequence sequence;
    struct nr_buf header; /* url and type, valid UTF-8 */
    char date[21];
};

/* What a header's line says. */
struct line {
    struct nr_str url, date, type, length;
};

struct nr_arc *nr_arc_open(struct nr_input *in, size_t max_record, unsigned types)
{
    static const struct nr_sequence_format format = {
        .begins = nr_arc_begins, .header_line = NR_ARC_LINE, .newlines = 1, .least = 30};
    struct nr_arc *a = nr_alloc_zero(1, sizeof *a);
    a->sequence =
        (struct nr_sequence){.format = &format, .in = in, .max_record = max_record, .types = types};
    return a;
}

void nr_arc_close(struct nr_arc *a)
{
    if (!a)
        return;
    nr_sequence_free(&a->sequence);
    nr_buf_free(&a->header);
    free(a);
}

static bool is_digits(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len && nr_ascii_is_digit(s.data[n]))
        n++;
    return n == s.len && n > 0;
}

/* Cuts the last word off *rest. Words are separated by one blank; two have an empty one between
 * them. */
static struct nr_str take_word(struct nr_str *rest)
{
    size_t at = rest->len;
    while (at > 0 && rest->data[at - 1] != ' ' && rest->data[at - 1] != '\t')
        at--;
    struct nr_str word = nr_str_sub(*rest, at, rest->len);
    *rest = nr_str_sub(*rest, 0, at > 0 ? at - 1 : 0);
    return word;
}

/* 14 digits, up to the second; some writers put fractions of it behind, some stopped at the minute.
 */
static bool is_date(struct nr_str s)
{
    return s.len >= 12 && s.len <= 18 && is_digits(s);
}

/* "10.0.0.1", "::1", or that it is not known. */
static bool is_address(struct nr_str s)
{
    static const struct nr_str signs = NR_STR("0123456789abcdefABCDEF.:");
    size_t n = 0;
    while (n < s.len && nr_str_find_char(signs, s.data[n]) < signs.len)
        n++;
    bool numeric = n == s.len && (memchr(s.data, '.', n) || memchr(s.data, ':', n));
    return s.len && (numeric || nr_str_is(s, "-") || nr_str_is(s, "null"));
}

/* Schemes are those that crawlers knew: behind a length that is a little too large, the rest of a
 * URL would look like another one. */
static bool is_url(struct nr_str s)
{
    static const struct nr_str schemes[] = {
        NR_STR("http"),   NR_STR("https"), NR_STR("dns"),    NR_STR("ftp"),     NR_STR("filedesc"),
        NR_STR("whois"),  NR_STR("news"),  NR_STR("nntp"),   NR_STR("gopher"),  NR_STR("mailto"),
        NR_STR("file"),   NR_STR("urn"),   NR_STR("rtsp"),   NR_STR("mms"),     NR_STR("wais"),
        NR_STR("telnet"), NR_STR("irc"),   NR_STR("gemini"), NR_STR("metadata")};
    s = nr_str_sub(s, 0, SCHEME_MOST + 1);
    size_t colon = nr_str_find_char(s, ':');
    for (size_t i = 0; colon < s.len && i < sizeof schemes / sizeof *schemes; i++)
        if (nr_str_eq_fold(nr_str_sub(s, 0, colon), schemes[i]))
            return true;
    return false;
}

/* The five fields that version 2 has between type and length are taken off a type that has as many
 * words and more. */
static struct nr_str without_version_2(struct nr_str type)
{
    struct nr_str rest = type;
    take_word(&rest); /* file name */
    struct nr_str offset = take_word(&rest);
    take_word(&rest); /* location */
    take_word(&rest); /* checksum */
    struct nr_str result = take_word(&rest);
    return rest.len && is_digits(offset) && is_digits(result) ? rest : type;
}

/* A date behind an address is looked for from the right: a URL may hold anything, a type blanks. */
static bool read_line(struct nr_str line, struct line *out)
{
    struct nr_str rest = line;
    if (rest.len && rest.data[rest.len - 1] == '\r')
        rest.len--;
    out->length = take_word(&rest);
    if (!out->length.len)
        return false;
    struct nr_str fields = rest;
    while (rest.len) {
        out->date = take_word(&rest);
        struct nr_str before = rest, address = take_word(&before);
        if (is_date(out->date) && is_address(address) && before.len) {
            size_t type = (size_t)(out->date.data - fields.data) + out->date.len + 1;
            out->url = before;
            out->type = without_version_2(nr_str_sub(fields, type, fields.len));
            return true;
        }
    }
    return false;
}

bool nr_arc_begins(struct nr_str bytes)
{
    struct line line;
    size_t end = nr_str_find_char(nr_str_sub(bytes, 0, NR_ARC_LINE), '\n');
    return end < bytes.len && end < NR_ARC_LINE && is_url(nr_str_sub(bytes, 0, end)) &&
           read_line(nr_str_sub(bytes, 0, end), &line);
}

/* 20080430204826 as RFC 3339 writes it, or nothing when there is no such time. */
static struct nr_str write_date(struct nr_arc *a, struct nr_str digits)
{
    static const char shape[] = "yyyy-mm-ddThh:mm:ssZ";
    char day[11], utc[21];
    size_t at = 0;
    for (size_t i = 0; i < sizeof shape; i++) {
        bool digit = shape[i] >= 'a' && shape[i] <= 'y' && at < digits.len;
        a->date[i] = digit ? digits.data[at++] : shape[i];
    }
    struct nr_str date = nr_str(a->date, sizeof shape - 1);
    return nr_moment_parse(date, day, utc) == NR_MOMENT_TIME ? date : nr_str(NULL, 0);
}

static void read_header(struct nr_arc *a, struct nr_str text, struct nr_warc_record *r,
                        struct nr_extent *x)
{
    struct line line;
    unsigned long long length = 0;
    read_line(text, &line);
    nr_buf_reset(&a->header, NR_ARC_LINE);
    nr_utf8_repair(&a->header, nr_str_trim(line.url));
    size_t url = a->header.len;
    nr_utf8_repair(&a->header, nr_str_trim(line.type));
    *r = (struct nr_warc_record){.uri = nr_str(a->header.data, url)};
    r->mime = nr_str_sub(nr_buf_str(&a->header), url, a->header.len);
    r->date = write_date(a, line.date);
    bool version = nr_str_starts_fold(line.url, nr_str_of("filedesc:"));
    r->type = version ? NR_WARC_WARCINFO : NR_WARC_RESPONSE;
    x->header = text.len + 1;
    x->sized = !version && nr_str_u64(line.length, &length);
    x->length = x->sized ? length : 0;
}

enum nr_status nr_arc_next(struct nr_arc *a, struct nr_warc_record *record, struct nr_error *e)
{
    struct nr_extent x;
    struct nr_str view;
    enum nr_status status = nr_sequence_find(&a->sequence, &view, &x, e);
    if (status != NR_OK)
        return status;
    read_header(a, nr_str_sub(view, 0, nr_str_find_char(view, '\n')), record, &x);
    return nr_sequence_take(&a->sequence, record, &x, e);
}
