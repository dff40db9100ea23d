/* Hexadecimal digits, 8 at a time (library internal). Lines are read by the hundred million, so
 * this has no branch for a digit. */
#ifndef NEWSREEL_LIB_DUPES_HEX_H
#define NEWSREEL_LIB_DUPES_HEX_H

#include "../core/little.h"
#include "newsreel/core/buf.h"

enum { HEX32 = 8, HEX64 = 16 }; /* digits */

/* The number that 8 bytes write in lower case, the first in the lowest byte of text. False where
 * there is another byte; then *value is any number. */
static inline bool hex32_value(uint64_t text, uint32_t *value)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low = UINT64_C(0x00ff00ff00ff00ff);
    uint64_t digits = (text & 15 * ones) + 9 * (text >> 6 & ones);
    uint64_t letters = (digits + 6 * ones) >> 4 & ones;
    uint64_t again = digits + '0' * ones + ('a' - '0' - 10) * letters;
    uint64_t bytes = (digits & low) << 4 | (digits >> 8 & low);
    uint64_t pairs = (bytes & UINT64_C(0xff000000ff)) << 8 | (bytes >> 16 & UINT64_C(0xff000000ff));
    *value = (uint32_t)(pairs << 16) | (uint32_t)(pairs >> 32);
    return (digits & 16 * ones) == 0 && again == text;
}

static inline bool hex32_parse(const char *p, uint32_t *value)
{
    return hex32_value(little_load(p), value);
}

static inline bool hex64_parse(const char *p, uint64_t *value)
{
    uint32_t high, low;
    bool good_high = hex32_parse(p, &high), good_low = hex32_parse(p + HEX32, &low);
    *value = (uint64_t)high << 32 | low;
    return good_high && good_low;
}

/* Appends the last so many digits of value. */
static inline void hex_add(struct nr_buf *out, uint64_t value, unsigned digits)
{
    char *p = nr_buf_reserve(out, digits);
    for (unsigned i = digits; i-- > 0; value >>= 4)
        p[i] = "0123456789abcdef"[value & 15];
    out->len += digits;
}

#endif
