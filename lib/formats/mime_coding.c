#include "mail.h"

/* What a sign of base64 is worth, or what it is. */
enum { PAD = 64, BLANK = 65, JUNK = 66 };

enum { LOOK = 100 };

int nr_mime_hex(char c)
{
    if (nr_ascii_is_digit(c))
        return c - '0';
    c = nr_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that =XX at i stands for, or -1. */
static int escaped(struct nr_str s, size_t i)
{
    if (i + 2 >= s.len)
        return -1;
    int high = nr_mime_hex(s.data[i + 1]), low = nr_mime_hex(s.data[i + 2]);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
}

static void add_escaped(struct nr_buf *out, struct nr_str s, char space)
{
    while (s.len) {
        size_t n = 0;
        while (n < s.len && s.data[n] != '=' && s.data[n] != space)
            n++;
        nr_buf_add(out, s.data, n);
        if (n == s.len)
            return;
        int byte = s.data[n] == '=' ? escaped(s, n) : ' ';
        nr_buf_add_char(out, byte < 0 ? '=' : (char)byte);
        s = nr_str_sub(s, n + (byte < 0 || s.data[n] != '=' ? 1 : 3), s.len);
    }
}

/* Blanks at the end of a line are none of the text's; an equals sign there joins it with the next.
 * RFC 2045, section 6.7. */
static void decode_quoted(struct nr_buf *out, struct nr_str body)
{
    while (body.len) {
        size_t end = nr_str_find_char(body, '\n');
        struct nr_str line = nr_str_sub(body, 0, end);
        bool ends = end < body.len;
        body = nr_str_sub(body, end + 1, body.len);
        while (line.len && nr_ascii_is_blank(line.data[line.len - 1]))
            line.len--;
        bool joined = line.len && line.data[line.len - 1] == '=';
        line.len -= joined;
        add_escaped(out, line, '=');
        if (ends && !joined)
            nr_buf_add_char(out, '\n');
    }
}

static unsigned value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a' + 26);
    if (nr_ascii_is_digit(c))
        return (unsigned)(c - '0' + 52);
    if (nr_ascii_is_blank(c))
        return BLANK;
    return c == '+' ? 62 : c == '/' ? 63 : c == '=' ? PAD : JUNK;
}

/* Whether the next line of s, as far as LOOK, could be base64. */
static bool is_base64_line(struct nr_str s)
{
    struct nr_str rest = nr_str_sub(s, 0, LOOK), line = nr_mail_line(&rest);
    bool any = false;
    for (size_t i = 0; i < line.len; i++) {
        unsigned v = value_of(line.data[i]);
        if (v == JUNK ||
            (v == BLANK && any && i + 1 < line.len && value_of(line.data[i + 1]) < PAD))
            return false;
        any |= v < PAD;
    }
    return any;
}

struct base64 {
    unsigned bits;
    size_t digits; /* in bits */
};

/* What is there of the last three bytes. */
static char *finish_quantum(struct base64 *b, char *to)
{
    if (b->digits >= 2)
        *to++ = (char)(b->bits >> (b->digits == 2 ? 4 : 10));
    if (b->digits == 3)
        *to++ = (char)(b->bits >> 2);
    *b = (struct base64){0, 0};
    return to;
}

/* Signs that do not belong there are skipped. Returns where padding ended it, or s.len. */
static size_t decode_digits(struct nr_buf *out, struct nr_str s)
{
    struct base64 b = {0, 0};
    char *start = nr_buf_reserve(out, s.len / 4 * 3 + 3), *to = start;
    size_t i = 0;
    for (; i < s.len && value_of(s.data[i]) != PAD; i++) {
        unsigned v = value_of(s.data[i]);
        if (v > 63)
            continue;
        b.bits = b.bits << 6 | v;
        if (++b.digits == 4) {
            *to++ = (char)(b.bits >> 16);
            *to++ = (char)(b.bits >> 8);
            *to++ = (char)b.bits;
            b = (struct base64){0, 0};
        }
    }
    to = finish_quantum(&b, to);
    while (i < s.len && value_of(s.data[i]) == PAD)
        i++;
    out->len += (size_t)(to - start);
    return i;
}

/* Behind padding more may follow (parts that were coded one by one), or a text that somebody's
 * list hung on: the next line tells. A body that does not begin like base64 is none. */
static void decode_base64(struct nr_buf *out, struct nr_str body)
{
    struct nr_str rest = nr_mail_start(body);
    if (!is_base64_line(rest))
        nr_buf_add_str(out, body);
    while (is_base64_line(rest)) {
        rest = nr_str_sub(rest, decode_digits(out, rest), rest.len);
        while (rest.len && nr_ascii_is_blank(rest.data[0]))
            rest = nr_str_sub(rest, 1, rest.len);
    }
}

static void decode_uu_line(struct nr_buf *out, struct nr_str line)
{
    size_t want = (size_t)(line.data[0] - ' ') & 63;
    for (size_t i = 1; want; i += 4) {
        unsigned bits = 0;
        for (size_t k = i; k < i + 4; k++)
            bits = bits << 6 | (k < line.len ? (unsigned)(line.data[k] - ' ') & 63 : 0);
        for (unsigned k = 0; k < 3 && want; k++, want--)
            nr_buf_add_char(out, (char)(bits >> (16 - 8 * k)));
    }
}

/* From the line "begin" to the line "end"; the body as it is where there is no such line. */
static void decode_uu(struct nr_buf *out, struct nr_str body)
{
    struct nr_str rest = body, line = {NULL, 0};
    static const struct nr_str begin = NR_STR("begin ");
    while (rest.len && !nr_str_starts(line, begin))
        line = nr_mail_line(&rest);
    if (!rest.len) {
        nr_buf_add_str(out, body);
        return;
    }
    while (rest.len) {
        line = nr_mail_line(&rest);
        if (nr_str_is(line, "end"))
            return;
        if (line.len)
            decode_uu_line(out, line);
    }
}

void nr_mime_decode(struct nr_buf *out, enum nr_mime_coding coding, struct nr_str body)
{
    switch (coding) {
    case NR_MIME_QUOTED:
        decode_quoted(out, body);
        return;
    case NR_MIME_BASE64:
        decode_base64(out, body);
        return;
    case NR_MIME_UU:
        decode_uu(out, body);
        return;
    case NR_MIME_PLAIN:
        nr_buf_add_str(out, body);
        return;
    }
}

void nr_mime_decode_word(struct nr_buf *out, char coding, struct nr_str text)
{
    if (coding == 'q')
        add_escaped(out, text, '_');
    else
        decode_digits(out, text);
}
