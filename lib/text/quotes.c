#include "newsreel/text/repair.h"

/* The mark of ASCII for the one that p begins with, whose length goes to *n; else 0. */
static char ascii_mark(const unsigned char *p, const unsigned char *end, size_t *n)
{
    *n = p[0] < 0xe0 ? 2 : 3;
    if ((size_t)(end - p) < *n)
        return 0;
    if (p[0] == 0xc2 && (p[1] == 0xab || p[1] == 0xbb))
        return '"';
    if (p[0] == 0xca && p[1] == 0xbc)
        return '\'';
    if (p[0] == 0xef && p[1] == 0xbc && (p[2] == 0x82 || p[2] == 0x87))
        return p[2] == 0x82 ? '"' : '\'';
    if (p[0] != 0xe2 || p[1] != 0x80)
        return 0;
    if (p[2] >= 0x98 && p[2] <= 0x9f)
        return p[2] < 0x9c ? '\'' : '"';
    return p[2] == 0xb9 || p[2] == 0xba ? '\'' : 0;
}

static bool begins_mark(unsigned char c)
{
    return c == 0xe2 || c == 0xc2 || c == 0xca || c == 0xef;
}

bool nr_quotes_to_ascii(struct nr_buf *out, struct nr_str text)
{
    const unsigned char *p = (const unsigned char *)text.data, *end = p + text.len, *done = p;
    size_t before = out->len;
    while (p < end) {
        size_t n = 0;
        char mark = begins_mark(*p) ? ascii_mark(p, end, &n) : 0;
        if (!mark) {
            p++;
            continue;
        }
        nr_buf_add(out, (const char *)done, (size_t)(p - done));
        nr_buf_add_char(out, mark);
        p += n;
        done = p;
    }
    if (out->len == before)
        return false;
    nr_buf_add(out, (const char *)done, (size_t)(end - done));
    return true;
}
