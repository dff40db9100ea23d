/* Numbers as bytes, the lowest first, on every platform (library internal). */
#ifndef NEWSREEL_LIB_CORE_LITTLE_H
#define NEWSREEL_LIB_CORE_LITTLE_H

#include <stdint.h>
#include <string.h>

static inline uint64_t little_order(uint64_t x)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return __builtin_bswap64(x);
#else
    return x;
#endif
}

static inline uint64_t little_load(const void *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return little_order(x);
}

static inline void little_store(void *p, uint64_t x)
{
    x = little_order(x);
    memcpy(p, &x, sizeof x);
}

#endif
