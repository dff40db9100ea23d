/* Ranges of code points. Private to lib/text. */
#ifndef NEWSREEL_TEXT_RANGES_H
#define NEWSREEL_TEXT_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Both ends are in it. */
struct nr_code_range {
    uint32_t from, to;
};

static inline bool nr_code_ranges_have(const struct nr_code_range *r, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (c >= r[i].from && c <= r[i].to)
            return true;
    return false;
}

#endif
