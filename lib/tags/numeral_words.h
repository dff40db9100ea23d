/* The words of numbers, and what they mean: for numerals.c alone. A value is a kind, marks of how
 * the word may be used, and a number. */
#ifndef NEWSREEL_LIB_TAGS_NUMERAL_WORDS_H
#define NEWSREEL_LIB_TAGS_NUMERAL_WORDS_H

#include "newsreel/tags/tokens.h"

enum word_kind {
    WORD_NONE,
    WORD_UNIT,    /* 0 to 9 */
    WORD_TEEN,    /* 10 to 19 */
    WORD_TENS,    /* 20 to 90 */
    WORD_HUNDRED, /* 100 */
    WORD_SCALE,   /* the power of ten */
    WORD_DOZEN,   /* 12 */
    WORD_PART,    /* half, quarter: what one is divided by */
    WORD_ARTICLE,
    WORD_COUPLE,
    WORD_AND,
    WORD_OF,
    WORD_OUT,
    WORD_OVER,
    WORD_POINT,
    WORD_MINUS,
    WORD_VAGUE,  /* "several", "few": what follows is no number */
    WORD_TIMES,  /* x, as in 1.3x10^6 */
    WORD_ENDING, /* of 21st, 3rd */
    WORD_SUFFIX_ONLY,
};

enum {
    WORD_KIND = 31,
    WORD_ORDINAL = 32,   /* third, twentieth, hundredth; also the name of a part */
    WORD_PLURAL = 64,    /* thirds, dozens */
    WORD_FOREIGN = 128,  /* counts behind digits only */
    WORD_SUFFIX = 256,   /* counts close behind digits, as the power of ten of the shift below */
    WORD_CURRENCY = 512, /* and only with money */
    WORD_SHORT = 1024,   /* an abbreviation */
    WORD_NUMBER = 16,    /* how far left the number is */
    WORD_POWER = 11,     /* how far left the power of a suffix is, 5 bits */
};

static inline enum word_kind word_kind(uint32_t value)
{
    return (enum word_kind)(value & WORD_KIND);
}

static inline uint32_t word_number(uint32_t value)
{
    return value >> WORD_NUMBER;
}

static inline unsigned word_power(uint32_t value)
{
    return value >> WORD_POWER & 31;
}

struct nr_vocabulary *numeral_words_new(void);

#endif
