/* What went wrong with a text on its way, undone as far as it can be proven.
 *
 *   - References of HTML that were left in it become their characters: with a semicolon the names
 *     of HTML 4, of ISO 8879's Latin letters and punctuation, and all numbers of characters (128 to
 *     159 as in windows-1252); without one only those that nothing else can be meant by. What is
 *     escaped more than once is resolved to the end.
 *   - UTF-8 that was read as windows-1252, ISO-8859-1, windows-1250 or windows-1251, once or more
 *     often, becomes what it was. The bytes must be UTF-8 again, what comes out must be text, and
 *     what stands there must be none: a capital in the middle of a word, a sign that follows no
 *     letter, three such sequences in a row. What could be meant as it stands (SÃO, VOILÀ…, hâlâ”)
 *     stays, unless three places of the text are proven and no other letter speaks against it.
 *   - On request, quotation marks and apostrophes become those of ASCII.
 *   - The rest is normal form (text/normalize.h).
 *
 * What was misread up to four times is read back before normal form takes the control characters
 * and no-break spaces away that are bytes of it. The repairs uncover one another, so all of them
 * are repeated until nothing changes: most texts need one round, and one more that finds nothing. A
 * text that is not done after eight was made to be so, and is brought into normal form alone.
 * Linear time.
 *
 * U+FFFD stays: it says that something is lost, and only who has the bytes knows what. */
#ifndef NEWSREEL_TEXT_REPAIR_H
#define NEWSREEL_TEXT_REPAIR_H

#include "newsreel/core/buf.h"
#include <stdint.h>

enum nr_repairs {
    NR_REPAIR_ONLY = 0,
    NR_REPAIR_ASCII_QUOTES = 1, /* " for “ ” „ ‟ « » ＂, ' for ‘ ’ ‚ ‛ ‹ › ʼ ＇ */
};

/* Appends text (valid UTF-8) to out, repaired and in normal form: no longer than 3 times what went
 * in, and unchanged when it is repaired again in the same way. */
void nr_text_repair(struct nr_buf *out, struct nr_str text, enum nr_repairs how);

/* The repairs one by one. Each appends the whole text and returns true, or returns false and
 * appends nothing when there is nothing to repair. What it appends is not longer than text. */
bool nr_references_resolve(struct nr_buf *out, struct nr_str text);
bool nr_mojibake_undo(struct nr_buf *out, struct nr_str text); /* once, of one charset */
bool nr_quotes_to_ascii(struct nr_buf *out, struct nr_str text);

/* As these, but what it appends may be longer by half: control characters that are the marks of
 * windows-1252 read as ISO 8859-1 (U+0092 for ’), after mojibake, of which they may be a part. */
bool nr_controls_undo(struct nr_buf *out, struct nr_str text);

/* The character that a reference of HTML stands for; s is what is between its & and its semicolon:
 * "eacute", "#8217", "#x2019". 0 when it is unknown, or no character. */
uint32_t nr_reference_value(struct nr_str s);

/* References by the number of a byte of windows-1252 ("&#146;" for ’), as pages have them that were
 * written by it. Parsers take them for the controls U+0080 to U+009F, which are lost later.
 * The character of the one that s begins with, and the bytes it takes; 0: s begins with none. */
uint32_t nr_reference_western(struct nr_str s, size_t *taken);

/* Appends text with these references resolved, and all others as they are. */
void nr_references_western(struct nr_buf *out, struct nr_str text);

#endif
