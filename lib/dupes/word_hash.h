/* The hash of a word: its bytes in pieces of 16, as two little-endian numbers each, padded with
 * zeros (a word holds no NUL, so no two words are padded to the same pieces) (library internal). */
#ifndef NEWSREEL_LIB_DUPES_WORD_HASH_H
#define NEWSREEL_LIB_DUPES_WORD_HASH_H

#include <stdbool.h>
#include <stdint.h>

/* The two halves of a product of 128 bits, folded. */
static inline uint64_t word_hash_fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), left = (a >> 32) * (b & UINT32_MAX);
    uint64_t right = (a & UINT32_MAX) * (b >> 32), high = (a >> 32) * (b >> 32);
    uint64_t middle = (low >> 32) + (left & UINT32_MAX) + (right & UINT32_MAX);
    high += (left >> 32) + (right >> 32) + (middle >> 32);
    return (middle << 32 | (low & UINT32_MAX)) ^ high;
#endif
}

/* The hash of what came before (0) and one more piece. */
static inline uint64_t word_hash_piece(uint64_t hash, uint64_t low, uint64_t high)
{
    return word_hash_fold(low ^ hash ^ 0x9e3779b97f4a7c15u, high ^ 0xd1b54a32d192ed03u);
}

/* A word that is put together character by character. Zero-initialised is empty. */
struct word_hash {
    uint64_t hash, low, high;
    unsigned len; /* bytes in low and high */
    bool any;
};

/* Adds bytes, 1 to 4, the first in the lowest byte. */
static inline void word_hash_put(struct word_hash *w, uint32_t bytes, unsigned count)
{
    w->any = true;
    if (w->len + count <= 8) { /* most words of most scripts, and quicker */
        w->low |= (uint64_t)bytes << (8 * w->len);
        w->len += count;
        return;
    }
    while (count) {
        unsigned room = 16 - w->len, n = count < room ? count : room;
        uint64_t some = bytes;
        if (n < count)
            some &= (UINT64_C(1) << (8 * n)) - 1;
        if (w->len < 8)
            w->low |= some << (8 * w->len);
        if (w->len + n > 8)
            w->high |= w->len < 8 ? some >> (8 * (8 - w->len)) : some << (8 * (w->len - 8));
        w->len += n;
        count -= n;
        if (w->len < 16)
            return;
        w->hash = word_hash_piece(w->hash, w->low, w->high);
        w->low = w->high = 0;
        w->len = 0;
        bytes = n < 4 ? bytes >> (8 * n) : 0;
    }
}

/* The hash of the word; w is empty afterwards. */
static inline uint64_t word_hash_end(struct word_hash *w)
{
    uint64_t hash = w->len ? word_hash_piece(w->hash, w->low, w->high) : w->hash;
    *w = (struct word_hash){0};
    return hash;
}

#endif
