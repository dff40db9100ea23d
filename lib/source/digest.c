#include "newsreel/source/digest.h"
#include <nettle/base16.h>
#include <nettle/base64.h>
#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

enum {
    MOST = 64,               /* bytes of SHA-512 */
    WRITTEN = 2 * MOST + 16, /* signs of it in base 16 */
};

/* The algorithm of that name; a hyphen in it does not count. */
static const struct nettle_hash *find_hash(struct nr_str name)
{
    static const struct nettle_hash *const hashes[] = {&nettle_md5, &nettle_sha1, &nettle_sha256,
                                                       &nettle_sha384, &nettle_sha512};
    char plain[8];
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (n == sizeof plain)
            return NULL;
        if (name.data[i] != '-')
            plain[n++] = name.data[i];
    }
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (nr_str_eq_fold(nr_str(plain, n), nr_str_of(hashes[i]->name)))
            return hashes[i];
    return NULL;
}

static void compute(const struct nettle_hash *hash, struct nr_str bytes, uint8_t digest[MOST])
{
    union {
        struct md5_ctx md5;
        struct sha1_ctx sha1;
        struct sha256_ctx sha256;
        struct sha512_ctx sha512;
    } context;
    hash->init(&context);
    hash->update(&context, bytes.len, (const uint8_t *)bytes.data);
    hash->digest(&context, hash->digest_size, digest);
}

static struct nr_str write_base32(const uint8_t *digest, size_t size, char out[WRITTEN])
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned bits = 0, held = 0;
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        bits = (bits << 8 | digest[i]) & 0xfff;
        for (held += 8; held >= 5; held -= 5)
            out[n++] = signs[bits >> (held - 5) & 31];
    }
    if (held)
        out[n++] = signs[bits << (5 - held) & 31];
    return nr_str(out, n);
}

static struct nr_str write_base64(const uint8_t *digest, size_t size, char out[WRITTEN])
{
    base64_encode_raw(out, size, digest);
    size_t n = BASE64_ENCODE_RAW_LENGTH(size);
    while (n && out[n - 1] == '=')
        n--;
    return nr_str(out, n);
}

/* The same in the alphabet that is fit for URLs: of the other two signs either may stand. */
static bool is_base64(struct nr_str value, struct nr_str want)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.data[i] == '-' ? '+' : value.data[i] == '_' ? '/' : value.data[i];
        if (c != want.data[i])
            return false;
    }
    return true;
}

enum nr_digest nr_digest_check(struct nr_str stated, struct nr_str bytes)
{
    stated = nr_str_trim(stated);
    size_t colon = nr_str_find_char(stated, ':');
    struct nr_str value = nr_str_trim(nr_str_sub(stated, colon + 1, stated.len));
    const struct nettle_hash *hash = find_hash(nr_str_trim(nr_str_sub(stated, 0, colon)));
    uint8_t digest[MOST];
    char text[WRITTEN];
    if (!stated.len)
        return NR_DIGEST_SAME;
    while (value.len && value.data[value.len - 1] == '=')
        value.len--;
    if (!hash)
        return NR_DIGEST_UNKNOWN;
    size_t size = hash->digest_size;
    bool base16 = value.len == 2 * size, base32 = value.len == (size * 8 + 4) / 5;
    if (!base16 && !base32 && value.len != (size * 4 + 2) / 3)
        return NR_DIGEST_UNKNOWN;
    compute(hash, bytes, digest);
    bool same;
    if (base16) {
        base16_encode_update(text, size, digest);
        same = nr_str_eq_fold(value, nr_str(text, 2 * size));
    } else if (base32) {
        same = nr_str_eq_fold(value, write_base32(digest, size, text));
    } else {
        same = is_base64(value, write_base64(digest, size, text));
    }
    return same ? NR_DIGEST_SAME : NR_DIGEST_DIFFERS;
}
