/* Lines that stand above an article and are none of it: who wrote it, and when it was published. */
#ifndef NEWSREEL_TEXT_TOP_LINES_H
#define NEWSREEL_TEXT_TOP_LINES_H

#include "newsreel/core/str.h"
#include <stdbool.h>

enum { NR_DATE_LINE_WORDS = 14 }; /* a line that says when has at most so many */

/* The length in bytes of what introduces the names of a byline ("By ", "Von ", "作者："), where a
 * letter that is not lower case comes next; 0 when line does not begin so. */
size_t nr_byline_intro(struct nr_str line);

/* Cuts the next name off a byline ("Jane Doe and John Roe, Reuters"): separated by commas, slashes,
 * semicolons, "and" and its like. False when none is left. */
bool nr_byline_next(struct nr_str *rest, struct nr_str *name);

/* A year and little but digits, or digits behind one of the words for "published" and "updated".
 * line is no sentence. */
bool nr_line_tells_date(struct nr_str line);

/* A line that says when something was published or changed, and nothing else: it begins with a day,
 * a month, a day of the week or such a word, and is no sentence. */
bool nr_line_is_date(struct nr_str line);

#endif
