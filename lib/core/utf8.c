#include "newsreel/core/utf8.h"

size_t nr_utf8_ascii(struct nr_str s)
{
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, s.data + i, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < s.len && (unsigned char)s.data[i] < 0x80)
        i++;
    return i;
}

static bool is_tail(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* The range that the second byte of a sequence starting with lead must lie in (RFC 3629 section 4),
 * and the length. */
static size_t sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = 0x80, *high = 0xbf;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    if (lead < 0xe0)
        return 2;
    if (lead == 0xe0)
        *low = 0xa0;
    else if (lead == 0xed)
        *high = 0x9f;
    else if (lead == 0xf0)
        *low = 0x90;
    else if (lead == 0xf4)
        *high = 0x8f;
    return lead < 0xf0 ? 3 : 4;
}

/* Length of the valid sequence at p, or 0; *bad is then the length of the maximal invalid part. */
static size_t step(const unsigned char *p, size_t room, size_t *bad)
{
    unsigned char low, high;
    size_t want = sequence(p[0], &low, &high);
    size_t have = 1;
    if (want && room > 1 && p[1] >= low && p[1] <= high)
        for (have = 2; have < want && have < room && is_tail(p[have]);)
            have++;
    *bad = have;
    return want && have == want ? want : 0;
}

size_t nr_utf8_valid(struct nr_str s)
{
    size_t i = 0, bad;
    for (;;) {
        i += nr_utf8_ascii(nr_str_sub(s, i, s.len));
        if (i >= s.len)
            return s.len;
        size_t n = step((const unsigned char *)s.data + i, s.len - i, &bad);
        if (!n)
            return i;
        i += n;
    }
}

size_t nr_utf8_count(struct nr_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += !is_tail((unsigned char)s.data[i]);
    return n;
}

void nr_utf8_add(struct nr_buf *out, uint32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    char *p = nr_buf_reserve(out, 4);
    if (c < 0x80) {
        p[0] = (char)c;
        out->len += 1;
    } else if (c < 0x800) {
        p[0] = (char)(0xc0 | c >> 6);
        p[1] = (char)(0x80 | (c & 0x3f));
        out->len += 2;
    } else if (c < 0x10000) {
        p[0] = (char)(0xe0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 0x3f));
        p[2] = (char)(0x80 | (c & 0x3f));
        out->len += 3;
    } else {
        p[0] = (char)(0xf0 | c >> 18);
        p[1] = (char)(0x80 | (c >> 12 & 0x3f));
        p[2] = (char)(0x80 | (c >> 6 & 0x3f));
        p[3] = (char)(0x80 | (c & 0x3f));
        out->len += 4;
    }
}

size_t nr_utf8_repair(struct nr_buf *out, struct nr_str s)
{
    size_t replaced = 0, at = 0;
    while (at < s.len) {
        size_t good = nr_utf8_valid(nr_str_sub(s, at, s.len));
        nr_buf_add(out, s.data + at, good);
        at += good;
        if (at < s.len) {
            size_t bad;
            step((const unsigned char *)s.data + at, s.len - at, &bad);
            nr_utf8_add(out, 0xfffd);
            at += bad;
            replaced++;
        }
    }
    return replaced;
}
