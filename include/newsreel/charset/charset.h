/* Bytes of any charset as UTF-8.
 *
 * The order of belief: a byte order mark; valid UTF-8, whatever is declared; UTF-8 with a few
 * damaged sequences; what HTTP, then the page itself declares, if the bytes decode that way; what a
 * detector (uchardet) says; windows-1252. Labels mean what the WHATWG Encoding Standard says they
 * mean on the web: latin1 is windows-1252, gb2312 is gb18030, shift_jis has Microsoft's additions.
 */
#ifndef NEWSREEL_CHARSET_CHARSET_H
#define NEWSREEL_CHARSET_CHARSET_H

#include "newsreel/core/buf.h"

/* What one worker keeps between texts: conversion descriptors and memory. Zero-initialised is
 * ready. */
struct nr_charset_scratch {
    struct nr_buf text;
    struct nr_charset_cache *cache;
};

struct nr_decoded {
    struct nr_str text;  /* valid UTF-8 without NUL and without a byte order mark: a view into the
                            bytes where they already are that, else into the scratch */
    const char *charset; /* its name in the Encoding Standard, in lower case: "windows-1252" */
    size_t replaced;     /* invalid parts and NULs that became U+FFFD */
    bool guessed;        /* nothing declared it, and the bytes do not prove it */
};

/* declared is the charset parameter of HTTP or of the archive, and may be empty. With markup, what
 * the first 4 KiB of a page declare (XML declaration, meta) is looked at as well. */
void nr_charset_decode(struct nr_charset_scratch *scratch, struct nr_str bytes,
                       struct nr_str declared, bool markup, struct nr_decoded *decoded);

/* The name in the Encoding Standard of a label in any case, or NULL: "Latin1" is "windows-1252".
 * Static storage. Labels of charsets that the standard refuses (UTF-7, ISO-2022-KR) are not known.
 */
const char *nr_charset_name(struct nr_str label);

/* The label that an HTML or XML page gives itself near its beginning; empty when there is none. */
struct nr_str nr_charset_in_page(struct nr_str page);

void nr_charset_scratch_reset(struct nr_charset_scratch *scratch, size_t keep);
void nr_charset_scratch_free(struct nr_charset_scratch *scratch);

#endif
