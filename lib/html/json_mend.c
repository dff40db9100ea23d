#include "json_mend.h"

struct mender {
    struct nr_buf *out;
    struct nr_str s;
    size_t at;
    char open[NR_MEND_DEPTH]; /* the closing brackets that are due */
    size_t depth;
    bool comma, colon; /* met, and not yet written or answered */
};

static char char_at(const struct mender *m, size_t at)
{
    return at < m->s.len ? m->s.data[at] : '\0';
}

static struct nr_str rest_of(const struct mender *m)
{
    return nr_str_sub(m->s, m->at, m->s.len);
}

/* Comments and the marks that hide scripts from old browsers, blanks too. True when one was
 * skipped. */
static bool skip(struct mender *m)
{
    static const struct nr_str marks[] = {NR_STR("<![CDATA["), NR_STR("]]>"), NR_STR("<!--"),
                                          NR_STR("-->")};
    struct nr_str rest = rest_of(m);
    if ((unsigned char)rest.data[0] <= ' ') {
        m->at++;
        return true;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (nr_str_starts(rest, marks[i])) {
            m->at += marks[i].len;
            return true;
        }
    }
    if (nr_str_starts(rest, nr_str_of("/*"))) {
        m->at += 2 + nr_str_find(nr_str_sub(rest, 2, rest.len), nr_str_of("*/")) + 2;
        return true;
    }
    if (nr_str_starts(rest, nr_str_of("//"))) {
        m->at += nr_str_find_char(rest, '\n');
        return true;
    }
    return false;
}

/* Before a value or a key: the comma that was met, unless it is the first in its brackets. */
static void begin_value(struct mender *m)
{
    if (m->comma && m->out->len) {
        char last = m->out->data[m->out->len - 1];
        if (last != '[' && last != '{' && last != ':')
            nr_buf_add_char(m->out, ',');
    }
    m->comma = m->colon = false;
}

/* A quote at byte at ends its string: what follows, blanks apart, goes on outside of one. */
static bool ends_string(const struct mender *m, size_t at)
{
    enum { FAR = 64 };
    size_t next = at + 1;
    while (next < m->s.len && next < at + FAR && (unsigned char)m->s.data[next] <= ' ')
        next++;
    char c = char_at(m, next);
    return next >= m->s.len || c == ',' || c == ':' || c == '}' || c == ']';
}

/* The four digits of a \u escape at byte at; 0x10000 when there are none. */
static unsigned hex_at(const struct mender *m, size_t at)
{
    unsigned value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = char_at(m, at + i);
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
        if (!letter && !nr_ascii_is_digit(c))
            return 0x10000;
        value = value << 4 | (unsigned)(letter ? (c | 0x20) - 'a' + 10 : c - '0');
    }
    return value;
}

static void copy_bytes(struct mender *m, size_t count)
{
    nr_buf_add_str(m->out, nr_str_sub(m->s, m->at, m->at + count));
    m->at += count;
}

/* The escape at the reader: copied where it is one, else without its backslash. */
static void copy_escape(struct mender *m)
{
    static const char known[] = "\"\\/bfnrt";
    char c = char_at(m, m->at + 1);
    if (c != '\0' && memchr(known, c, sizeof known - 1)) {
        copy_bytes(m, 2);
        return;
    }
    unsigned code = c == 'u' ? hex_at(m, m->at + 2) : 0x10000;
    bool pair = code >= 0xd800 && code < 0xdc00 && char_at(m, m->at + 6) == '\\' &&
                char_at(m, m->at + 7) == 'u' && hex_at(m, m->at + 8) >= 0xdc00 &&
                hex_at(m, m->at + 8) < 0xe000;
    if (pair) {
        copy_bytes(m, 12);
    } else if (code >= 0xd800 && code < 0xe000) {
        nr_buf_add_cstr(m->out, "\\ufffd");
        m->at += 6;
    } else if (code < 0x10000 && code > 0) {
        copy_bytes(m, 6);
    } else {
        m->at += code == 0 ? 6 : 1;
    }
}

static void copy_string(struct mender *m, char quote)
{
    begin_value(m);
    nr_buf_add_char(m->out, '"');
    m->at++;
    while (m->at < m->s.len) {
        char c = m->s.data[m->at];
        if (c == quote && ends_string(m, m->at)) {
            m->at++;
            break;
        }
        if (c == '\\') {
            copy_escape(m);
            continue;
        }
        if (c == '"')
            nr_buf_add_char(m->out, '\\');
        nr_buf_add_char(m->out, (unsigned char)c < ' ' ? ' ' : c);
        m->at++;
    }
    nr_buf_add_char(m->out, '"');
}

/* True for what stands in JSON without quotes. */
static bool is_literal(struct nr_str word)
{
    if (nr_str_is(word, "true") || nr_str_is(word, "false") || nr_str_is(word, "null"))
        return true;
    size_t at = word.len && word.data[0] == '-', digits = 0;
    for (bool dot = false; at < word.len; at++) {
        bool is_dot = word.data[at] == '.' && !dot && digits;
        if (!is_dot && !nr_ascii_is_digit(word.data[at]))
            return false;
        digits += !is_dot;
        dot |= is_dot;
    }
    size_t first = word.len && word.data[0] == '-';
    bool padded = digits > 1 && word.data[first] == '0' && word.data[first + 1] != '.';
    return digits && !padded && word.data[word.len - 1] != '.';
}

/* What stands where a value or a key should, without quotes: up to the next mark or line. */
static void copy_bare(struct mender *m)
{
    size_t end = m->at;
    while (end < m->s.len && !memchr(",:{}[]\"\r\n", m->s.data[end], 9))
        end++;
    struct nr_str word = nr_str_trim(nr_str_sub(m->s, m->at, end));
    m->at = end > m->at ? end : m->at + 1;
    if (word.len == 0 || m->depth == 0)
        return;
    begin_value(m);
    bool literal = is_literal(word);
    if (!literal)
        nr_buf_add_char(m->out, '"');
    for (size_t i = 0; i < word.len; i++)
        if (word.data[i] != '\\')
            nr_buf_add_char(m->out, (unsigned char)word.data[i] < ' ' ? ' ' : word.data[i]);
    if (!literal)
        nr_buf_add_char(m->out, '"');
}

static void answer_colon(struct mender *m)
{
    if (m->colon)
        nr_buf_add_cstr(m->out, "null");
    m->colon = false;
}

static void close_bracket(struct mender *m, char bracket)
{
    if (m->depth && m->open[m->depth - 1] == bracket) {
        answer_colon(m);
        nr_buf_add_char(m->out, bracket);
        m->depth--;
        m->comma = false;
    }
}

/* One token. False when the document is at its end. */
static bool step(struct mender *m)
{
    char c = m->s.data[m->at];
    if (skip(m))
        return true;
    if (c == '{' || c == '[') {
        if (m->depth == NR_MEND_DEPTH)
            return false;
        begin_value(m);
        nr_buf_add_char(m->out, c);
        m->open[m->depth++] = c == '{' ? '}' : ']';
    } else if (c == '}' || c == ']') {
        close_bracket(m, c);
        m->at++;
        return m->depth > 0 || m->out->len == 0;
    } else if (c == '"' || c == '\'') {
        if (m->depth == 0)
            return false;
        copy_string(m, c);
        return true;
    } else if (c == ',') {
        answer_colon(m);
        m->comma = true;
    } else if (c == ':') {
        if (m->depth && m->out->len && m->out->data[m->out->len - 1] == '"')
            nr_buf_add_char(m->out, ':');
        m->colon = m->depth && m->open[m->depth - 1] == '}';
    } else {
        copy_bare(m);
        return true;
    }
    m->at++;
    return true;
}

void nr_json_mend(struct nr_buf *out, struct nr_str json)
{
    struct nr_buf mended = {0};
    struct mender m = {.out = &mended, .s = json};
    while (m.at < m.s.len && step(&m)) {
    }
    while (m.depth > 0)
        close_bracket(&m, m.open[m.depth - 1]);
    nr_buf_add_str(out, nr_buf_str(&mended));
    nr_buf_free(&mended);
}
