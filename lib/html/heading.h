/* nr_heading: the text of a heading without what only labels it.
 *
 * A kicker above the headline, a line below it, the section, the date and words for screen readers
 * often stand in elements of their own inside the heading; their names say so. */
#ifndef NEWSREEL_HTML_HEADING_H
#define NEWSREEL_HTML_HEADING_H

#include "newsreel/core/buf.h"
#include "newsreel/html/dom.h"

enum { NR_HEADING_MOST = 400 }; /* bytes of a heading; what is longer is none */

/* Writes the text inside node over out, with a blank where an element ends a line. Labels are left
 * out while enough for a headline is left. Returns of how many pieces it is; out may be longer than
 * NR_HEADING_MOST, by one node, and is cut short there. */
size_t nr_heading_text(const struct nr_dom *d, uint32_t node, struct nr_buf *out);

/* True when the element is named for a line above a headline. */
bool nr_heading_is_kicker(const struct nr_dom *d, uint32_t node);

/* True when the heading is the name of the site: a link to the front page, or named for a logo. */
bool nr_heading_is_logo(const struct nr_dom *d, uint32_t node);

#endif
