/* The one loop that decides how fast JSON is read and written: how far does a string go on with
 * bytes that mean themselves?
 *
 * Every form gives the same answer. Sixteen bytes at a time with the vector instructions that every
 * x86-64 has, so nothing is chosen at run time; eight at a time in plain C elsewhere and at the end
 * of the text. Wider vectors are not worth a second copy: with these, the loop is not what a scan
 * waits for. */
#ifndef NEWSREEL_LIB_JSON_PLAIN_H
#define NEWSREEL_LIB_JSON_PLAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Quote, backslash or control character: what ends a run of plain bytes. */
static inline bool nr_plain_not(char c)
{
    return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

/* The top bit of every byte of word that is zero. Bytes above a zero may be marked by mistake,
 * the lowest mark is always right. */
static inline uint64_t nr_plain_zeros(uint64_t word)
{
    return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
}

/* Not 0 when one of eight bytes is not plain; with the lowest mark right, as above. */
static inline uint64_t nr_plain_word_hits(uint64_t word)
{
    return nr_plain_zeros(word ^ 0x2222222222222222u) | nr_plain_zeros(word ^ 0x5c5c5c5c5c5c5c5cu) |
           ((word - 0x2020202020202020u) & ~word & 0x8080808080808080u);
}

/* First byte in at..end that is not plain, or end. */
static inline const char *nr_plain_end_portable(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        uint64_t hits = nr_plain_word_hits(word);
        if (hits)
            return at + __builtin_ctzll(hits) / 8;
    }
    while (at < end && !nr_plain_not(*at))
        at++;
    return at;
}

#if defined(__SSE2__)
/* A bit for each of sixteen bytes that is not plain. With one bit turned the quote (22) is 20, next
 * to the control characters (0 to 1f), and the space is 22: one comparison finds both. */
static inline unsigned nr_plain_hits(__m128i bytes)
{
    const __m128i slash = _mm_set1_epi8('\\'), most = _mm_set1_epi8(' ');
    __m128i turned = _mm_xor_si128(bytes, _mm_set1_epi8(2));
    __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(turned, most), turned),
                                _mm_cmpeq_epi8(bytes, slash));
    return (unsigned)_mm_movemask_epi8(hits);
}
#endif

/* The last block begins where it fits, over bytes that have been looked at before. */
static inline const char *nr_plain_end(const char *at, const char *end)
{
#if defined(__SSE2__)
    bool fits = end - at >= 16;
    for (; end - at >= 16; at += 16) {
        unsigned hits = nr_plain_hits(_mm_loadu_si128((const __m128i *)(const void *)at));
        if (hits)
            return at + __builtin_ctz(hits);
    }
    if (fits) {
        unsigned hits = nr_plain_hits(_mm_loadu_si128((const __m128i *)(const void *)(end - 16)));
        hits >>= 16 - (end - at);
        return hits ? at + __builtin_ctz(hits) : end;
    }
#endif
    return nr_plain_end_portable(at, end);
}

/* As nr_plain_copy, made for up to sixteen bytes: with neither a vector nor a call. */
static inline size_t nr_plain_copy_few(char *to, const char *at, const char *end)
{
    size_t n = (size_t)(end - at);
    if (n >= 8 && n <= 16) {
        uint64_t first, last;
        memcpy(&first, at, 8);
        memcpy(&last, end - 8, 8);
        if (!nr_plain_word_hits(first) && !nr_plain_word_hits(last)) {
            memcpy(to, &first, 8);
            memcpy(to + n - 8, &last, 8);
            return n;
        }
    }
    size_t i = 0;
    for (; i < n && !nr_plain_not(at[i]); i++)
        to[i] = at[i];
    return i;
}

/* Copies the plain bytes that at..end begins with and returns how many these are. There must be
 * room for all of at..end: bytes behind the copied ones may be written too. Finding and copying in
 * one go spares the short memcpy between any two escapes. */
static inline size_t nr_plain_copy(char *to, const char *at, const char *end)
{
    const char *from = at;
#if defined(__SSE2__)
    for (; end - at >= 16; at += 16, to += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        _mm_storeu_si128((__m128i *)(void *)to, bytes);
        unsigned hits = nr_plain_hits(bytes);
        if (hits)
            return (size_t)(at - from) + (size_t)__builtin_ctz(hits);
    }
#else
    for (uint64_t word; end - at > 16; at += 8, to += 8) {
        memcpy(&word, at, 8);
        if (nr_plain_word_hits(word))
            break;
        memcpy(to, &word, 8);
    }
#endif
    return (size_t)(at - from) + nr_plain_copy_few(to, at, end);
}

enum { NR_PLAIN_BLOCK = 32 };

/* Copies a block, and returns a bit for each of its bytes that is not plain. */
static inline uint32_t nr_plain_copy_block_portable(char *to, const char *at)
{
    uint32_t hits = 0;
    memcpy(to, at, NR_PLAIN_BLOCK);
    for (int i = 0; i < NR_PLAIN_BLOCK; i++)
        hits |= (uint32_t)nr_plain_not(at[i]) << i;
    return hits;
}

static inline uint32_t nr_plain_copy_block(char *to, const char *at)
{
#if defined(__SSE2__)
    uint32_t hits = 0;
    for (int i = 0; i < NR_PLAIN_BLOCK; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        _mm_storeu_si128((__m128i *)(void *)(to + i), bytes);
        hits |= (uint32_t)nr_plain_hits(bytes) << i;
    }
    return hits;
#else
    return nr_plain_copy_block_portable(to, at);
#endif
}

#endif
