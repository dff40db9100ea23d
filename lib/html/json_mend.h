/* JSON as pages carry it, made valid where it is clear what was meant. */
#ifndef NEWSREEL_HTML_JSON_MEND_H
#define NEWSREEL_HTML_JSON_MEND_H

#include "newsreel/core/buf.h"

enum { NR_MEND_DEPTH = 128 };

/* Appends json with comments, CDATA marks and whatever follows the document left out; commas that
 * are too many dropped; quotes inside strings escaped (a quote ends its string where a comma,
 * colon, bracket or the end follows); strings in single quotes, and bare words, in double ones;
 * control characters as blanks; unknown escapes and halves of surrogate pairs replaced; missing
 * values as null; and what is open at the end, or beyond NR_MEND_DEPTH, closed. What comes out is
 * valid for nr_value_parse as a rule, not always. Mending what was mended changes nothing.
 * Linear. */
void nr_json_mend(struct nr_buf *out, struct nr_str json);

#endif
