/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF. */
#ifndef NEWSREEL_CORE_UTF8_H
#define NEWSREEL_CORE_UTF8_H

#include "newsreel/core/buf.h"
#include <stdint.h>

/* Length in bytes of the longest prefix of s that is valid; s.len when all of it is. */
size_t nr_utf8_valid(struct nr_str s);

/* Length of the longest prefix without a byte >= 0x80. */
size_t nr_utf8_ascii(struct nr_str s);

/* Number of code points of valid text. */
size_t nr_utf8_count(struct nr_str s);

/* The longest prefix that has no more than most bytes and cuts no code point. s is valid, or the
 * end of valid text. */
struct nr_str nr_utf8_head(struct nr_str s, size_t most);

/* The code point at *at, which moves behind it. Valid text and *at < end are the caller's promise.
 */
static inline uint32_t nr_utf8_next(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    uint32_t c = p[0];
    (void)end;
    if (c < 0x80) {
        *at += 1;
        return c;
    }
    if (c < 0xe0) {
        *at += 2;
        return (c & 0x1f) << 6 | (p[1] & 0x3fu);
    }
    if (c < 0xf0) {
        *at += 3;
        return (c & 0x0f) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    }
    *at += 4;
    return (c & 0x07) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

/* The code point that ends before *at, which moves before it. Valid text and begin < *at are the
 * caller's promise. */
static inline uint32_t nr_utf8_previous(const char **at, const char *begin)
{
    const char *p = *at - 1;
    while (p > begin && ((unsigned char)*p & 0xc0) == 0x80)
        p--;
    *at = p;
    return nr_utf8_next(&p, p + 4);
}

/* What byte 0x80 to 0xff is in windows-1252. The five bytes of it that have no character are the C1
 * controls of their number, as in the encoding standard. */
uint32_t nr_utf8_western(unsigned char byte);

/* Writes code point c (a scalar value; anything else becomes U+FFFD) to to, where there is room for
 * four bytes. Returns how many it took. */
size_t nr_utf8_put(char *to, uint32_t c);

/* Appends code point c (a scalar value; anything else becomes U+FFFD). */
void nr_utf8_add(struct nr_buf *out, uint32_t c);

/* Appends s with every maximal invalid part replaced by U+FFFD, as the WHATWG encoding standard
 * does. Returns how many were replaced. */
size_t nr_utf8_repair(struct nr_buf *out, struct nr_str s);

#endif
