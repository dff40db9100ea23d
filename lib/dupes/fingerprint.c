/* Nearly all of a text is words with single spaces between them, and is its own normal form. So the
 * work is to copy long stretches and to find, quickly, where something must change: the text is
 * looked at in blocks of a fixed size by a loop without branches, which compilers turn into vector
 * code; only a block with a suspect byte is walked byte by byte. */
#include "newsreel/dupes/fingerprint.h"

enum { BLOCK = 64, LOOK_AHEAD = 2, KEEP = 4 << 20 };

/* Length of the white space character at p, 0 when there is none. In UTF-8, White_Space outside
 * ASCII is U+0085, U+00A0, U+1680, U+2000..U+200A, U+2028, U+2029, U+202F, U+205F and U+3000. */
static size_t space_at(const unsigned char *p, size_t room)
{
    if (p[0] < 0x80)
        return p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r');
    if (room >= 2 && p[0] == 0xc2)
        return p[1] == 0x85 || p[1] == 0xa0 ? 2 : 0;
    if (room < 3 || p[0] < 0xe1 || p[0] > 0xe3)
        return 0;
    unsigned point = (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    bool space = point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
                 point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
    return space ? 3 : 0;
}

/* True when the block may hold white space other than single spaces. Reads LOOK_AHEAD bytes past
 * it. Every comparison is done for every byte: no branch, so that the loop becomes vector code. */
static bool is_suspect(const unsigned char *p)
{
    unsigned char any = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char a = p[i], b = p[i + 1], c = p[i + 2];
        unsigned char line = (unsigned char)(a - '\t') <= '\r' - '\t';
        unsigned char twice = (a == ' ') & ((b == ' ') | (b == 0xc2));
        unsigned char latin = (a == 0xc2) & ((b == 0x85) | (b == 0xa0));
        unsigned char general = (a == 0xe2) & (b == 0x80) &
                                ((c <= 0x8a) | ((unsigned char)(c - 0xa8) <= 1) | (c == 0xaf));
        unsigned char rare = ((a == 0xe2) & (b == 0x81)) | ((a == 0xe1) & (b == 0x9a));
        unsigned char wide = (a == 0xe3) & (b == 0x80) & (c == 0x80);
        any |= (unsigned char)(line | twice | latin | general | rare | wide);
    }
    return any;
}

/* Bytes from the start of s that are their own normal form when a word comes before and after. */
static size_t plain_blocks(struct nr_str s)
{
    size_t n = 0;
    while (s.len - n >= BLOCK + LOOK_AHEAD && !is_suspect((const unsigned char *)s.data + n))
        n += BLOCK;
    return n;
}

/* Copies bytes of s from at to the next position where plain_blocks is worth a try. Returns it. */
static size_t walk(struct nr_str s, size_t at, char **out, bool *gap)
{
    const unsigned char *p = (const unsigned char *)s.data;
    size_t stop = s.len - at > BLOCK ? at + BLOCK : s.len;
    char *o = *out;
    while (at < stop || (*gap && at < s.len)) {
        size_t space = space_at(p + at, s.len - at);
        if (space) {
            *gap = true;
            at += space;
            continue;
        }
        if (*gap)
            *o++ = ' ';
        *gap = false;
        *o++ = s.data[at++];
    }
    *out = o;
    return at;
}

void nr_fingerprint_normalize(struct nr_str text, struct nr_buf *out)
{
    char *begin = nr_buf_reserve(out, text.len + 1), *o = begin;
    bool gap = false;
    size_t at = 0;
    while (at < text.len) {
        size_t space = 0;
        while (o == begin && at < text.len &&
               (space = space_at((const unsigned char *)text.data + at, text.len - at)))
            at += space;
        size_t n = plain_blocks(nr_str_sub(text, at, text.len));
        /* The stretch may end in a space whose followers are in the next block: give it to walk. */
        if (n > 0 && text.data[at + n - 1] == ' ')
            n--;
        if (n > 0) {
            memcpy(o, text.data + at, n);
            o += n;
            at += n;
        }
        at = walk(text, at, &o, &gap);
    }
    out->len += (size_t)(o - begin);
}

struct nr_hash128 nr_fingerprint(struct nr_str text, struct nr_buf *scratch, bool *blank)
{
    nr_buf_reset(scratch, KEEP);
    nr_fingerprint_normalize(text, scratch);
    struct nr_hash128 h = nr_hash128(nr_buf_str(scratch));
    if (blank)
        *blank = scratch->len == 0;
    if (h.high == 0 && h.low == 0)
        h.low = 1;
    return h;
}
