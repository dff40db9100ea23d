#include "newsreel/core/utf8.h"
#include "newsreel/text/repair.h"

/* The mark of ASCII for c, or 0. */
static char ascii_mark(uint32_t c)
{
    switch (c) {
    case 0xab: /* angle quotation marks */
    case 0xbb:
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0xff02:
        return '"';
    case 0x2bc: /* the letter */
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2039: /* single angle quotation marks */
    case 0x203a:
    case 0xff07:
        return '\'';
    default:
        return 0;
    }
}

bool nr_quotes_to_ascii(struct nr_buf *out, struct nr_str text)
{
    size_t done = 0, begin = out->len;
    for (size_t at = 0; at < text.len;) {
        at += nr_utf8_ascii(nr_str_sub(text, at, text.len));
        if (at == text.len)
            break;
        const char *next = text.data + at;
        char mark = ascii_mark(nr_utf8_next(&next, text.data + text.len));
        size_t behind = (size_t)(next - text.data);
        if (mark) {
            nr_buf_add_str(out, nr_str_sub(text, done, at));
            nr_buf_add_char(out, mark);
            done = behind;
        }
        at = behind;
    }
    if (out->len == begin)
        return false;
    nr_buf_add_str(out, nr_str_sub(text, done, text.len));
    return true;
}
