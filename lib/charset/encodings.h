/* The charsets of the web: what they are called, and who converts them. For charset.c alone. */
#ifndef NEWSREEL_LIB_CHARSET_ENCODINGS_H
#define NEWSREEL_LIB_CHARSET_ENCODINGS_H

#include "newsreel/core/str.h"

enum nr_encoding_form {
    NR_FORM_UTF8,
    NR_FORM_SINGLE, /* one byte a character, ASCII below 0x80 */
    NR_FORM_DOUBLE, /* one byte, or a lead byte >= 0x80 and more */
    NR_FORM_STATE,  /* escape sequences between seven-bit parts */
    NR_FORM_UTF16,
    NR_FORM_UTF32,
};

struct nr_encoding {
    const char *name;   /* in the Encoding Standard */
    const char *iconv;  /* what iconv may call it or its superset, best first, by blanks */
    const char *labels; /* in lower case, by blanks */
    enum nr_encoding_form form;
};

enum { NR_ENCODINGS = 41, NR_ENCODING_NONE = -1 };

extern const struct nr_encoding nr_encodings[NR_ENCODINGS];

/* Index of the encoding with that label in any case, or NR_ENCODING_NONE. */
int nr_encoding_find(struct nr_str label);

#endif
