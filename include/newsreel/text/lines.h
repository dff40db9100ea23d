/* Joining hard-wrapped lines.
 *
 * Out of text whose lines were broken at a column comes text with one line per paragraph,
 * paragraphs separated by one blank line. Newlines that are meant stay: verse, lists, tables and
 * tables of contents, headings, letterheads and signatures ("-- "), rules, quoted mail of another
 * depth. Within a depth of > marks lines are joined, and the first one keeps its marks. Text that
 * was not wrapped keeps its lines; when it has no blank line at all and its lines are long, each
 * line is a paragraph.
 *
 * How: the column that explains most line ends (the first word of the next line would not have
 * fitted any more) is the measure; extracts may have a narrower one, quotes of each depth their
 * own. A line that leaves room for the next line's first word was ended on purpose, unless the next
 * one begins in lower case, or blank lines separate the paragraphs and the lines around are full.
 * Lines that all begin with capitals, some of them short, are verse. Where each paragraph is
 * indented, an indented line begins one. Where nothing sets paragraphs apart, some end close to the
 * column by chance; how many is known from those that end before it, and where more paragraphs than
 * sentences end at a full line, it ends one.
 *
 * What was printed on each page goes: form feeds, and lines at the top and the bottom of three and
 * more pages that differ in numbers alone; without form feeds, numbers that stand apart, count up
 * by one and are a page's length apart, and what recurs beside them. A paragraph goes on behind the
 * end of a page.
 *
 * Words cut by a hyphen (- or U+2010, U+2011) are joined without it, unless the text says elsewhere
 * that it belongs there, the word goes on with a capital ("Saint-Lazare", "Reuter-Meldung"), or it
 * is one of the compounds of English, German and French ("thirty-one", "dit-il"). U+00AD and U+00AC
 * always go, and where they divide words a hyphen stays. U+2E17, and = in texts that use it so, are
 * the hyphens of Fraktur: they go before lower case. A dash close to its word is followed by no
 * space, nor is a character of Chinese, Japanese, Thai, Lao, Khmer or Burmese by another one.
 *
 * Linear time. Memory: some ten kilobytes, and where words are cut by hyphens a table of those
 * words. */
#ifndef NEWSREEL_TEXT_LINES_H
#define NEWSREEL_TEXT_LINES_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"

/* Appends text (valid UTF-8) to out, joined. No newline at the end, no blank line at either end,
 * no blanks at line ends. It is for text as it was printed: what has been joined is nearly always
 * left as it is, but not in every case. scratch is only used during the call; the caller resets it.
 */
void nr_lines_join(struct nr_buf *out, struct nr_str text, struct nr_arena *scratch);

#endif
