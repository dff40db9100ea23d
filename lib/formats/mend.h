/* Tags that do not match, made to match. */
#ifndef NEWSREEL_LIB_FORMATS_MEND_H
#define NEWSREEL_LIB_FORMATS_MEND_H

#include "newsreel/core/buf.h"
#include <libxml/tree.h>

enum { NR_MEND_DEPTH = 100 };

/* Appends text, XML with markup in it that was meant for browsers, so that every element is closed
 * where the one around it is: an end tag closes what is open inside its element, one that belongs
 * to nothing is dropped, and so are elements deeper than NR_MEND_DEPTH. A "<" that begins no tag
 * becomes "&lt;", "&#X41;" what XML understands. CDATA stays as it is, what it lacks of an end is
 * added; comments and instructions go. */
void nr_mend(struct nr_str text, struct nr_buf *out);

/* The tree of a mended text, as nr_xml_parse returns it. Of what stands before the root element only
 * declarations of entities count. */
xmlDoc *nr_mend_parse(struct nr_str text);

#endif
