/* Fingerprints. */
#ifndef NEWSREEL_CORE_HASH_H
#define NEWSREEL_CORE_HASH_H

#include "newsreel/core/str.h"
#include <stdint.h>

struct nr_hash128 {
    uint64_t high, low;
};

/* XXH3, 128 and 64 bits: fast, the same on every platform, and no defence against somebody who
 * wants two texts to collide. */
struct nr_hash128 nr_hash128(struct nr_str s);
uint64_t nr_hash64(struct nr_str s);

/* The nr_hash128 of bytes that come in pieces, however they are cut. */
struct nr_hasher;
struct nr_hasher *nr_hasher_new(void);
void nr_hasher_reset(struct nr_hasher *h);
void nr_hasher_add(struct nr_hasher *h, struct nr_str piece);
/* Of all since the last reset. More may be added. */
struct nr_hash128 nr_hasher_result(const struct nr_hasher *h);
void nr_hasher_free(struct nr_hasher *h);

/* Spreads the bits of x evenly (the last steps of splitmix64). One to one; 0 stays 0. */
static inline uint64_t nr_mix64(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* 32 lower-case hexadecimal digits and a NUL. */
void nr_hash128_hex(struct nr_hash128 h, char hex[33]);

/* SHA-256 (FIPS 180-4): 64 lower-case hexadecimal digits and a NUL. */
void nr_sha256_hex(struct nr_str s, char hex[65]);

/* The same of bytes that come in pieces. */
struct nr_sha256;
struct nr_sha256 *nr_sha256_new(void);
void nr_sha256_add(struct nr_sha256 *h, struct nr_str piece);
/* Begins again after it. */
void nr_sha256_result(struct nr_sha256 *h, char hex[65]);
void nr_sha256_free(struct nr_sha256 *h);

#endif
