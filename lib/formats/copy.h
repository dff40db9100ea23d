/* Copy as wires and newsrooms wrote it: lines cut at a column, the first line of a paragraph set in
 * from the margin, tables between paragraphs. Where the source marks its paragraphs nothing has to
 * be guessed from the widths of lines, as text/lines does. Words were never cut at line ends, so a
 * hyphen there stays.
 *
 * All functions take valid UTF-8 whose lines end with LF, and append paragraphs to out, set off
 * from what is there by a blank line. Rows of tables (columns with gaps of blanks or dots between
 * them) keep their line ends and their blanks. Linear time. */
#ifndef NEWSREEL_LIB_FORMATS_COPY_H
#define NEWSREEL_LIB_FORMATS_COPY_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"

struct nr_copy_layout {
    size_t indent; /* columns before the first line of a paragraph */
    size_t full;   /* columns: a line that would be shorter with the next word in it was not cut */
};

/* Finds the indent out: the most frequent one of lines that are followed by one at the margin; full
 * is two thirds of the longest line. False when no indent begins paragraphs. */
bool nr_copy_survey(struct nr_str text, struct nr_copy_layout *layout);

/* Text where a line set in by about indent columns begins a paragraph and one at the margin goes
 * on. Lines at other indents are rows. Paragraphs of one line that end no sentence, one behind the
 * other, are a list: one paragraph, with their line ends. */
void nr_copy_add_indented(struct nr_buf *out, struct nr_str text,
                          const struct nr_copy_layout *layout);

/* Text that is known to be one paragraph, or several with blank lines between. */
void nr_copy_add_paragraph(struct nr_buf *out, struct nr_str text);

/* Text that nothing is known about: by its indent, else as text/lines joins it. keep_lines: as it
 * is, but for blanks at its ends. scratch is only used during the call. */
void nr_copy_add(struct nr_buf *out, struct nr_str text, bool keep_lines, struct nr_arena *scratch);

#endif
