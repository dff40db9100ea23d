/* Text on its way into HTML, and the pages it goes into. */
#ifndef NEWSREEL_CORE_ESCAPE_H
#define NEWSREEL_CORE_ESCAPE_H

#include "newsreel/core/buf.h"

/* Appends valid UTF-8 so that it is text and nothing else, between tags as well as in a quoted
 * attribute, in HTML and in XML, on one line: <, >, & and quotes become references, newlines too;
 * characters that may stand in neither become U+FFFD. */
void nr_html_add_text(struct nr_buf *out, struct nr_str s);

/* Appends the beginning of a page that shows strangers' text, up to where its title goes: whatever
 * the page holds, no script runs and nothing is loaded. */
void nr_html_begin(struct nr_buf *out);

#endif
