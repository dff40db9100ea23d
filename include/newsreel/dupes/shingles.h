/* Shingles: a text as the hashes of its n-grams, runs of n words that follow each other. Two texts
 * are alike as far as they have n-grams in common.
 *
 * Words. A word is a run of letters and digits (Unicode's categories L and N) and of the combining
 * marks (M) that follow them, in form C and in lower case by Unicode's simple mapping; everything
 * else separates. In scripts that write no spaces (nr_char_is_unspaced) every letter, with its
 * marks, is a word.
 *
 * A text with fewer than n words is compared whole: one shingle, made of all its words and of their
 * number, which no other text gives but by chance. A text without any word has no shingle, and is
 * like no other.
 *
 * Hashes have 32 bits (grams.h has the odds), and one n-gram of a text 32 more. They are the same
 * on every platform, whatever its byte order and vector instructions; an index on disk may keep
 * them for good. A word is hashed 16 bytes at a time by folding products of 128 bits (after W. Yi's
 * wyhash), an n-gram is a polynomial of its words' hashes (Karp and Rabin) that rolls on from word
 * to word, and is mixed once at the end. No defence against somebody who wants to collide.
 *
 * Speed: over 500 MB/s on one core for English, where a word is some instructions without a branch;
 * other scripts are decoded character by character. */
#ifndef NEWSREEL_DUPES_SHINGLES_H
#define NEWSREEL_DUPES_SHINGLES_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum {
    NR_SHINGLES_WORDS = 5,       /* the usual n */
    NR_SHINGLES_MOST_WORDS = 32, /* the largest n */
};

/* Zero-initialised is empty and ready. It keeps its memory from text to text (unless a text was
 * huge); one for each thread. */
struct nr_shingles {
    uint32_t *hashes; /* in the order of the text, repeated ones as often as they occur */
    size_t count, cap;
    uint64_t words;  /* of the text */
    uint32_t second; /* another hash of the last n-gram, never 0 where there is one */
    struct nr_shingles_memo *memo;
};

/* Fills s with the n-grams of text, which is valid UTF-8. What s held is lost. 1 <= n <=
 * NR_SHINGLES_MOST_WORDS. Linear; at most 4 bytes of memory for each word. */
void nr_shingles_make(struct nr_shingles *s, struct nr_str text, unsigned n);

void nr_shingles_free(struct nr_shingles *s);

#endif
