/* One way to write the same text.
 *
 *   - Unicode normalisation form C; at most 16 combining marks stay on a letter
 *   - CR LF, CR, VT, FF, U+0085 and U+2028 become LF, U+2029 a blank line
 *   - no-break and all other horizontal white space: a run becomes one space, or one tab where the
 *     run has a tab in it (columns of a table); none stays at either end of a line
 *   - more than one blank line becomes one; none at either end of the text, no newline at the end
 *   - control characters, soft hyphens, byte order marks, zero-width spaces, bidirectional controls
 *     and noncharacters go; ZWJ and ZWNJ stay between letters of scripts that need them, ZWJ in
 *     emoji, and one zero-width space between letters of Thai, Lao, Khmer and Myanmar: nothing else
 *     says where a word ends there
 *
 * Linear time, and what is already normal is little more than copied. */
#ifndef NEWSREEL_TEXT_NORMALIZE_H
#define NEWSREEL_TEXT_NORMALIZE_H

#include "newsreel/core/buf.h"

/* Appends text (valid UTF-8) to out, normalised. What comes out is no longer than 3 times what went
 * in, and normalising it again changes nothing. */
void nr_text_normalize(struct nr_buf *out, struct nr_str text);

#endif
