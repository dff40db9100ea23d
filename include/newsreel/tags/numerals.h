/* nr_numerals: reads one number from a place in a text.
 *
 *     digits       12   1,234,567   1.234.567,5   40 000   1'234   .25   1,3   ١٢   1.3x10^6   6.02E23
 *     powers       1.1^23   2.5^-1
 *     fractions    3/4   2 1/4   7-1/2   10½   ¾
 *     words        seven   twenty-one   two hundred and fifty-three thousand   nine point nought four
 *                  a dozen   half a million   a couple of   three lakh crore   minus five
 *     both         2.5 million   4 thousand 3 hundred and 21   3 million and a half   3bn   12k
 *     parts        two thirds   one-third   a quarter of   five and a quarter   one out of three
 *                  three twenty-firsts   two one-hundredths   two hundred and fifty-four hundredths
 *     ordinals     21st   third   two hundred and fifty-third
 *
 * Words are those of English; the words of scale behind digits (Millionen, milliards, mil millones,
 * млн, 万) of more languages. Words and what they mean are one table, in numeral_words.c.
 *
 * Of three digits behind one comma the comma parts thousands, behind one point the point is that of
 * a fraction; of one or two digits behind a comma the comma is that of a fraction, unless more
 * follow as in a list. A space parts thousands where all groups are of three digits. Other
 * languages have these otherwise, see nr_numerals_marks_of.
 *
 * A minus stands close to its number. With a space between it is one only behind =, ≈, ≤, ≥, × or
 * ÷, or where it and the number are the whole text: else it is a dash, or the mark of an item.
 *
 * A fraction by an ordinal of more words is read where it is of several, "three twenty-firsts", or
 * where "of" follows it or it stands between marks: "a twenty-first" is also a place in a row. One
 * by a "second" only before "of a": "a thirty-second of an inch".
 *
 * What is not read: digits tied to others by marks in another way (dates, times, scores,
 * addresses), more than 18 significant digits, a power of more than three digits or of letters, and
 * a bare "half", "hundreds" or "a".
 *
 * Whether a number means something where it stands is for the caller to say: "one" is also a
 * pronoun, and "second" a time.
 *
 * Looks at no more than NR_NUMERAL_TOKENS tokens and some more behind. */
#ifndef NEWSREEL_TAGS_NUMERALS_H
#define NEWSREEL_TAGS_NUMERALS_H

#include "newsreel/tags/decimal.h"
#include "newsreel/tags/tokens.h"

enum { NR_NUMERAL_TOKENS = 32 };

enum {
    NR_NUMERAL_DIGITS = 1,    /* begins with digits */
    NR_NUMERAL_PLAIN = 2,     /* is one run of digits: "2016" */
    NR_NUMERAL_SEPARATED = 4, /* has separators of thousands, or a fraction in digits */
    NR_NUMERAL_SCALED = 8,    /* has a word or suffix of scale: million, bn, dozen */
    NR_NUMERAL_PART = 16,     /* is or has a fraction of two numbers: "two thirds", "3/4" */
    NR_NUMERAL_ORDINAL = 32,
    NR_NUMERAL_SIGNED = 64,
    NR_NUMERAL_ARTICLE = 128, /* begins with a: "a million", "a couple of" */
    NR_NUMERAL_SHORT = 256,   /* ends with an abbreviation that may have a point: "Mio", "млн" */
};

struct nr_numeral {
    size_t end; /* the token behind it */
    struct nr_decimal value;
    unsigned flags;
};

struct nr_numerals;
struct nr_numerals *nr_numerals_new(void);
void nr_numerals_free(struct nr_numerals *n);

/* How a number is to be read. */
enum {
    NR_NUMERAL_MONEY = 1, /* the suffixes m and b are million and billion too, as in "£5m" */
    NR_NUMERAL_POINT_GROUPS = 2,   /* a point before three digits parts thousands: 1.234 */
    NR_NUMERAL_COMMA_FRACTION = 4, /* one comma is that of a fraction whatever follows: 1,234 */
};

/* What a language, a tag of BCP 47 or empty, makes of marks in digits: both of the bits above for
 * those that write a comma before the fraction (Danish, Dutch, French, German, Italian, Polish,
 * Portuguese, Russian and others); for Spanish, which is written both ways, the first alone, so
 * that 1.234 and 1,234 are both thousands; 0 for others, for the Spanish of Mexico, the United
 * States and Central America but Costa Rica, and for the German and Italian of Switzerland. A 0
 * before the mark tells a fraction in all of them. */
unsigned nr_numerals_marks_of(struct nr_str language);

/* The longest number that begins with token at of the block. */
bool nr_numerals_read(const struct nr_numerals *n, const struct nr_tokens *block, size_t at,
                      unsigned how, struct nr_numeral *out);

/* The digits alone, with their separators: no scale, no words, no fraction of two numbers. */
bool nr_numerals_read_digits(const struct nr_tokens *block, size_t at, unsigned how,
                             struct nr_numeral *out);

/* Whether a token could begin one: cheaper than to read it. */
bool nr_numerals_may_begin(const struct nr_numerals *n, const struct nr_tokens *block, size_t at);

/* A word or suffix of scale at a token, as the power of ten that it multiplies by; 0 for none. */
unsigned nr_numerals_scale(const struct nr_numerals *n, const struct nr_tokens *block, size_t at,
                           bool money);

#endif
