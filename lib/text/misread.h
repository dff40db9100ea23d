/* Reading characters as bytes again: the single-byte charsets that UTF-8 gets read in, and what a
 * sequence of their characters says. For mojibake.c alone. */
#ifndef NEWSREEL_LIB_TEXT_MISREAD_H
#define NEWSREEL_LIB_TEXT_MISREAD_H

#include <stdbool.h>
#include <stdint.h>

enum nr_misread { NR_MISREAD_1252, NR_MISREAD_1250, NR_MISREAD_1251, NR_MISREADS };

/* A sequence of UTF-8 each byte of which was read as a character. */
struct nr_misread_sequence {
    uint32_t c;       /* what it is */
    uint32_t seen[4]; /* what stands there */
    unsigned count;   /* of seen, 2 to 4 */
    const char *begin, *end;
};

enum { NR_WEIGHT_NONE = -1, NR_WEIGHT_FAIR = 1, NR_WEIGHT_PROOF = 3 };

/* Reads the sequence at p; false when there is none. All charsets are read as ISO-8859-1 too, where
 * they have no character or what stands there is a control character. p < end, valid UTF-8. */
bool nr_misread_read(enum nr_misread charset, const char *p, const char *end,
                     struct nr_misread_sequence *s);

/* How strongly the sequence speaks for itself. NONE: what comes out is no text. 0: it may stand
 * between others. FAIR: what comes out is text, but so may be what stands there. PROOF: what stands
 * there is none. before and after are the characters around it, 0 at the ends. */
int nr_misread_weigh(enum nr_misread charset, const struct nr_misread_sequence *s, uint32_t before,
                     uint32_t after);

/* The first place at or behind p where a sequence may begin that proves something; end when there
 * is none. */
const char *nr_misread_find(const char *p, const char *end);

#endif
