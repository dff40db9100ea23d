/* nr_carried: the text of an article that a page carries as data alone, in JSON-LD's articleBody,
 * because a script is to show it. */
#ifndef NEWSREEL_HTML_CARRIED_H
#define NEWSREEL_HTML_CARRIED_H

#include "newsreel/core/buf.h"

enum { NR_CARRIED_LEAST = 25 }; /* words: less is a summary */

/* Appends body's paragraphs, a blank line between them: markup in it, also where it was escaped,
 * is read as a page is, and each line of other text is a paragraph. Nothing when body has fewer
 * words. body is valid UTF-8. */
void nr_carried_text(struct nr_buf *out, struct nr_str body);

#endif
