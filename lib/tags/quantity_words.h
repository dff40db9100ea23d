/* The words behind and before numbers: for quantities.c alone. */
#ifndef NEWSREEL_LIB_TAGS_QUANTITY_WORDS_H
#define NEWSREEL_LIB_TAGS_QUANTITY_WORDS_H

#include "newsreel/tags/tokens.h"

enum {
    QUANTITY_MONEY = 1,
    QUANTITY_CODE = 2,    /* money in capitals only; unit is the code */
    QUANTITY_CENT = 4,    /* a hundredth of what is before */
    QUANTITY_NATION = 8,  /* before money; unit is the letters of its code */
    QUANTITY_UNIT = 16,   /* of measure */
    QUANTITY_EXACT = 32,  /* a symbol: only in this case, and behind digits */
    QUANTITY_LENGTH = 64, /* a unit that may be squared, cubed and gone in a time */
    QUANTITY_POWER = 128, /* square, cubic */
    QUANTITY_KIND = 256,  /* metric, nautical: before a unit */
    QUANTITY_PERCENT = 512,
    QUANTITY_TIME = 1024,  /* behind per */
    QUANTITY_LARGE = 2048, /* only with a large or broken number: "won" is a verb too */
    QUANTITY_POUND = 4096,
    QUANTITY_PRONOUN = 8192,  /* beside it "one" is no number */
    QUANTITY_NAMED = 16384,   /* what is numbered by the digits behind: page, No */
    QUANTITY_BEFORE = 32768,  /* money before its number too */
    QUANTITY_MILLION = 65536, /* a code behind an M for a million */
};

struct quantity_word {
    const char *word, *unit;
    unsigned flags;
};

/* A word by what the vocabulary gives for it, which is one more than its place. */
extern const struct quantity_word quantity_words[];
struct nr_vocabulary *quantity_words_new(void);

/* The currency of a mark, and of letters close before a dollar sign; NULL for others. */
const char *quantity_currency_of_mark(uint32_t mark);
const char *quantity_dollar_of(struct nr_str letters);
/* The currency of a nation: "CA" and "dollar" are CAD; NULL when it has none of that name. */
const char *quantity_national(const char *nation, const char *name);

#endif
