#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "plain.h"
#include "scan.h"

/* The letter behind the backslash, for the bytes that have a short escape. */
static const char short_escape[0x60] = {
    ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n',  ['\r'] = 'r',
    ['\t'] = 't', ['"'] = '"',  ['\\'] = '\\',
};

static void add_escape(struct nr_buf *out, char c)
{
    static const char hex[] = "0123456789abcdef";
    char letter = short_escape[(unsigned char)c];
    char *to = nr_buf_reserve(out, 6);
    memcpy(to, "\\u00", 4);
    to[4] = hex[c >> 4 & 0xf];
    to[5] = hex[c & 0xf];
    if (letter)
        to[1] = letter;
    out->len += letter ? 2 : 6;
}

void nr_json_add_text(struct nr_buf *out, struct nr_str s)
{
    const char *at = s.len ? s.data : "", *end = at + s.len;
    nr_buf_reserve(out, nr_size_add(s.len, s.len / 16 + 8)); /* most text grows no further */
    nr_buf_add_char(out, '"');
    while (at < end) {
        size_t n = nr_plain_copy(nr_buf_reserve(out, (size_t)(end - at)), at, end);
        out->len += n;
        for (at += n; at < end && nr_plain_not(*at); at++)
            add_escape(out, *at);
    }
    nr_buf_add_char(out, '"');
}

/* The code point of the \uXXXX at *at, or of the surrogate pair; a lone surrogate comes as it is.
 */
static uint32_t decode_unicode(const char **at, const char *end)
{
    uint32_t c = (uint32_t)nr_scan_unit(*at + 2);
    *at += 6;
    if (c < 0xd800 || c >= 0xdc00 || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return c;
    uint32_t low = (uint32_t)nr_scan_unit(*at + 2);
    if (low < 0xdc00 || low >= 0xe000)
        return c;
    *at += 6;
    return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
}

/* What a backslash and c mean. */
static char decode_short(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/* Behind the escape at at, whose meaning is added to out. */
static const char *add_meaning(struct nr_buf *out, const char *at, const char *end,
                               size_t *replaced)
{
    if (at[1] != 'u') {
        nr_buf_add_char(out, decode_short(at[1]));
        return at + 2;
    }
    uint32_t c = decode_unicode(&at, end);
    if (c >= 0xd800 && c < 0xe000 && replaced)
        ++*replaced;
    out->len += nr_utf8_put(out->data + out->len, c);
    return at;
}

struct nr_str nr_json_text(struct nr_json string, struct nr_arena *arena, size_t *replaced)
{
    struct nr_str body = nr_str_sub(string.raw, 1, string.raw.len - 1);
    if (!string.escaped)
        return body;
    /* No escape is shorter than what it stands for, so with four bytes to spare (for nr_utf8_put)
     * this never grows, and may lie in the arena. */
    size_t room = nr_size_add(body.len, 4);
    struct nr_buf out = {.data = nr_arena_alloc(arena, room), .cap = room};
    const char *at = body.data, *end = body.data + body.len;
    while (at < end) {
        size_t n = nr_plain_copy(out.data + out.len, at, end);
        out.len += n;
        for (at += n; at < end && nr_plain_not(*at);)
            at = add_meaning(&out, at, end, replaced);
    }
    return nr_buf_str(&out);
}
