/* Digests as web archives state them: "sha1:DR5MBP7OD3OPA7RFKWJUD4CTNUQUGFC5".
 *
 * Algorithms are MD5, SHA-1, SHA-256, SHA-384 and SHA-512, their names in any case and with or
 * without a hyphen; values are in base 16, 32 or 64 (RFC 4648), with or without padding, which of
 * them is told by the length. */
#ifndef NEWSREEL_SOURCE_DIGEST_H
#define NEWSREEL_SOURCE_DIGEST_H

#include "newsreel/core/str.h"

enum nr_digest {
    NR_DIGEST_SAME,    /* the bytes have that digest, or none is stated */
    NR_DIGEST_DIFFERS, /* they have another */
    NR_DIGEST_UNKNOWN, /* an algorithm that is not known, or no value of it */
};

enum nr_digest nr_digest_check(struct nr_str stated, struct nr_str bytes);

#endif
