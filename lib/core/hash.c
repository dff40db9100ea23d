#include "newsreel/core/hash.h"
#include <nettle/sha2.h>
#include <stdio.h>
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

void nr_hash128_hex(struct nr_hash128 h, char hex[33])
{
    snprintf(hex, 33, "%016llx%016llx", (unsigned long long)h.high, (unsigned long long)h.low);
}

void nr_sha256_hex(struct nr_str s, char hex[65])
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, s.len, (const uint8_t *)s.data);
    sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}
