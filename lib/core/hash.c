#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include <nettle/sha2.h>
#include <stdlib.h>
#include <xxhash.h>

struct nr_hash128 nr_hash128(struct nr_str s)
{
    XXH128_hash_t h = XXH3_128bits(s.data, s.len);
    return (struct nr_hash128){.high = h.high64, .low = h.low64};
}

uint64_t nr_hash64(struct nr_str s)
{
    return XXH3_64bits(s.data, s.len);
}

static char hex_digit(uint64_t value)
{
    return "0123456789abcdef"[value & 15];
}

void nr_hash128_hex(struct nr_hash128 h, char hex[33])
{
    for (int i = 0; i < 16; i++) {
        hex[i] = hex_digit(h.high >> (60 - 4 * i));
        hex[16 + i] = hex_digit(h.low >> (60 - 4 * i));
    }
    hex[32] = '\0';
}

struct nr_hasher {
    XXH3_state_t *state;
};

struct nr_hasher *nr_hasher_new(void)
{
    struct nr_hasher *h = nr_alloc_zero(1, sizeof *h);
    h->state = XXH3_createState();
    if (!h->state)
        nr_die_of_memory();
    nr_hasher_reset(h);
    return h;
}

void nr_hasher_reset(struct nr_hasher *h)
{
    XXH3_128bits_reset(h->state);
}

void nr_hasher_add(struct nr_hasher *h, struct nr_str piece)
{
    if (piece.len)
        XXH3_128bits_update(h->state, piece.data, piece.len);
}

struct nr_hash128 nr_hasher_result(const struct nr_hasher *h)
{
    XXH128_hash_t x = XXH3_128bits_digest(h->state);
    return (struct nr_hash128){.high = x.high64, .low = x.low64};
}

void nr_hasher_free(struct nr_hasher *h)
{
    if (h)
        XXH3_freeState(h->state);
    free(h);
}

struct nr_sha256 {
    struct sha256_ctx context;
};

struct nr_sha256 *nr_sha256_new(void)
{
    struct nr_sha256 *h = nr_alloc_zero(1, sizeof *h);
    sha256_init(&h->context);
    return h;
}

void nr_sha256_add(struct nr_sha256 *h, struct nr_str piece)
{
    sha256_update(&h->context, piece.len, (const uint8_t *)piece.data);
}

void nr_sha256_result(struct nr_sha256 *h, char hex[65])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&h->context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = hex_digit(digest[i] >> 4);
        hex[2 * i + 1] = hex_digit(digest[i]);
    }
    hex[2 * sizeof digest] = '\0';
}

void nr_sha256_free(struct nr_sha256 *h)
{
    free(h);
}

void nr_sha256_hex(struct nr_str s, char hex[65])
{
    struct nr_sha256 h;
    sha256_init(&h.context);
    nr_sha256_add(&h, s);
    nr_sha256_result(&h, hex);
}
