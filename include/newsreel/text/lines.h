/* Joining hard-wrapped lines.
 *
 * Out of text whose lines were broken at a column comes text with one line per paragraph,
 * paragraphs separated by one blank line. Newlines that are meant stay: verse, lists, tables,
 * quoted mail of another depth, signatures. Text that was not wrapped keeps its lines; when it has
 * no blank line at all and its lines are long, each line is a paragraph.
 *
 * How: the column that explains most line ends (the first word of the next line would not have
 * fitted any more) is the measure; a line that leaves room for the next line's first word was ended
 * on purpose, unless the next one starts in lower case. Words cut by a hyphen are joined, the
 * hyphen stays when the document says elsewhere that it belongs there.
 *
 * Linear time. Memory: a few kilobytes, and where words are cut by hyphens a table of the
 * document's words. */
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
