/* UTF-8 validation 32 bytes at a time, after Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte" (Software: Practice and Experience 51, 2021).
 *
 * Nearly everything that can be wrong with UTF-8 shows in two neighbouring bytes: in the high and
 * low half of the first and the high half of the second. Three tables of 16 entries say for each
 * half which faults it allows, one bit each; a fault that all three allow is there. What is left
 * are the third and fourth bytes of a sequence: two tails in a row (TWO_TAILS) are a fault exactly
 * where no sequence asks for them.
 *
 * Blocks of ASCII are skipped. The blocks only say yes or no; nr_utf8_valid finds the place. */
#include "utf8_blocks.h"
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

enum { PAIR = 64 };

enum {
    TOO_SHORT = 1 << 0,  /* lead, then no tail */
    TOO_LONG = 1 << 1,   /* ASCII, then tail */
    OVERLONG_3 = 1 << 2, /* e0, then 80..9f */
    TOO_LARGE = 1 << 3,  /* f4, then 90..bf; f5..ff, then 90..bf */
    SURROGATE = 1 << 4,  /* ed, then a0..bf */
    OVERLONG_2 = 1 << 5, /* c0, c1 */
    OVERLONG_4 = 1 << 6, /* f0, then 80..8f; and f5..ff, then 80..8f */
    TWO_TAILS = 1 << 7,
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_TAILS, /* faults that do not depend on the low half */
};

static const uint8_t first_high[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TWO_TAILS,
    TWO_TAILS,
    TWO_TAILS,
    TWO_TAILS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | OVERLONG_4 | TOO_LARGE,
};

static const uint8_t first_low[16] = {
    ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4,
    ANY_LOW | OVERLONG_2,
    ANY_LOW,
    ANY_LOW,
    ANY_LOW | TOO_LARGE,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4 | SURROGATE,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4,
};

static const uint8_t second_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | TWO_TAILS | OVERLONG_2 | OVERLONG_3 | OVERLONG_4,
    TOO_LONG | TWO_TAILS | OVERLONG_2 | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | TWO_TAILS | OVERLONG_2 | SURROGATE | TOO_LARGE,
    TOO_LONG | TWO_TAILS | OVERLONG_2 | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

#define AVX2 __attribute__((target("avx2")))

AVX2 static __m256i table(const uint8_t *entries)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)entries));
}

AVX2 static __m256i high_half(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0f));
}

/* Not zero where block, which follows before, has a fault. */
AVX2 static __m256i faults(__m256i before, __m256i block)
{
    __m256i carried = _mm256_permute2x128_si256(before, block, 0x21);
    __m256i back_1 = _mm256_alignr_epi8(block, carried, 15);
    __m256i back_2 = _mm256_alignr_epi8(block, carried, 14);
    __m256i back_3 = _mm256_alignr_epi8(block, carried, 13);
    __m256i low = _mm256_and_si256(back_1, _mm256_set1_epi8(0x0f));
    __m256i pair =
        _mm256_and_si256(_mm256_and_si256(_mm256_shuffle_epi8(table(first_high), high_half(back_1)),
                                          _mm256_shuffle_epi8(table(first_low), low)),
                         _mm256_shuffle_epi8(table(second_high), high_half(block)));
    /* The top bit is set behind e0..ff at a distance of two, and f0..ff at three. */
    __m256i third = _mm256_subs_epu8(back_2, _mm256_set1_epi8(0xe0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(back_3, _mm256_set1_epi8(0xf0 - 0x80));
    __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(-0x80));
    return _mm256_xor_si256(wanted, pair);
}

/* Whole pairs of blocks without a fault. A sequence that the last of them leaves open is not a
 * fault yet. Only where two pairs of ASCII meet, nothing has to be looked at: in text with a few
 * bytes of something else, looking is cheaper than guessing wrong whether to look. */
AVX2 static size_t good_pairs(struct nr_str s)
{
    __m256i before = _mm256_setzero_si256();
    bool ascii_before = true;
    size_t at = 0;
    for (; s.len - at >= PAIR; at += PAIR) {
        const char *p = s.data + at;
        __m256i first = _mm256_loadu_si256((const __m256i *)(const void *)p);
        __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(p + PAIR / 2));
        bool ascii = _mm256_movemask_epi8(_mm256_or_si256(first, second)) == 0;
        if (!ascii || !ascii_before) {
            __m256i wrong = _mm256_or_si256(faults(before, first), faults(first, second));
            if (!_mm256_testz_si256(wrong, wrong))
                break;
        }
        ascii_before = ascii;
        before = second;
    }
    return at;
}

size_t nr_utf8_valid_blocks(struct nr_str s)
{
    size_t end = s.len >= PAIR && __builtin_cpu_supports("avx2") ? good_pairs(s) : 0;
    const unsigned char *bytes = (const unsigned char *)s.data;
    while (end && (bytes[end - 1] & 0xc0) == 0x80)
        end--;
    return end && bytes[end - 1] >= 0xc0 ? end - 1 : end;
}

#else

size_t nr_utf8_valid_blocks(struct nr_str s)
{
    (void)s;
    return 0;
}

#endif
