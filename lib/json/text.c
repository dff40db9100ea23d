#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "plain.h"
#include "scan.h"

#define SHORT(letter)                                                                              \
    {                                                                                              \
        '\\', letter, 0, 0, 0, 0, 0, 2                                                             \
    }
#define LONG(high, low)                                                                            \
    {                                                                                              \
        '\\', 'u', '0', '0', high, low, 0, 6                                                       \
    }

/* What a byte that is not plain becomes; its length is the last byte. Eight bytes can be copied
 * without a look at their number. */
enum { ESCAPE = 8, LENGTH = 7 };
static const char escapes[0x60][ESCAPE] = {
    LONG('0', '0'), LONG('0', '1'), LONG('0', '2'),     LONG('0', '3'),       LONG('0', '4'),
    LONG('0', '5'), LONG('0', '6'), LONG('0', '7'),     SHORT('b'),           SHORT('t'),
    SHORT('n'),     LONG('0', 'b'), SHORT('f'),         SHORT('r'),           LONG('0', 'e'),
    LONG('0', 'f'), LONG('1', '0'), LONG('1', '1'),     LONG('1', '2'),       LONG('1', '3'),
    LONG('1', '4'), LONG('1', '5'), LONG('1', '6'),     LONG('1', '7'),       LONG('1', '8'),
    LONG('1', '9'), LONG('1', 'a'), LONG('1', 'b'),     LONG('1', 'c'),       LONG('1', 'd'),
    LONG('1', 'e'), LONG('1', 'f'), ['"'] = SHORT('"'), ['\\'] = SHORT('\\'),
};

static char *add_escape(char *to, char c)
{
    const char *escape = escapes[(unsigned char)c];
    memcpy(to, escape, ESCAPE);
    return to + escape[LENGTH];
}

/* Markup has an escape every twenty bytes or so: most time goes into finding out where. Blocks are
 * copied as a whole first; then for each escape, it and once more what is behind it. Writes up to
 * ESCAPE and a block too far. */
static char *add_block(char *to, const char *at)
{
    uint32_t hits = nr_plain_copy_block(to, at);
    unsigned done = 0;
    for (; hits; hits &= hits - 1) {
        unsigned next = (unsigned)__builtin_ctz(hits);
        to = add_escape(to + (next - done), at[next]);
        done = next + 1;
        memcpy(to, at + done, NR_PLAIN_BLOCK);
    }
    return to + (NR_PLAIN_BLOCK - done);
}

void nr_json_add_text(struct nr_buf *out, struct nr_str s)
{
    enum { MOST = 6, BEHIND = NR_PLAIN_BLOCK + ESCAPE };
    const char *at = s.len ? s.data : "", *end = at + s.len;
    nr_buf_reserve(out, nr_size_add(s.len, s.len / 16 + BEHIND)); /* most text grows no further */
    nr_buf_add_char(out, '"');
    for (; end - at >= 2 * NR_PLAIN_BLOCK; at += NR_PLAIN_BLOCK) {
        char *to = nr_buf_reserve(out, NR_PLAIN_BLOCK * MOST + BEHIND);
        out->len += (size_t)(add_block(to, at) - to);
    }
    while (at < end) {
        char *to = nr_buf_reserve(out, (size_t)(end - at) + ESCAPE), *from = to;
        size_t n = nr_plain_copy(to, at, end);
        to += n;
        at += n;
        if (at < end)
            to = add_escape(to, *at++);
        out->len += (size_t)(to - from);
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

struct nr_str nr_json_unescape(struct nr_json string, struct nr_arena *arena, size_t *replaced)
{
    struct nr_str body = nr_str_sub(string.raw, 1, string.raw.len - 1);
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
