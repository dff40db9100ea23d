/* Tags that do not match, made to match. */
#ifndef NEWSREEL_LIB_FORMATS_MEND_H
#define NEWSREEL_LIB_FORMATS_MEND_H

#include "newsreel/core/buf.h"
#include <libxml/tree.h>

enum { NR_MEND_DEPTH = 100 };

/* Appends text, XML with markup in it that was meant for browsers, so that every element is closed
 * where the one around it is: an end tag closes what is open inside its element, one that belongs
 * to nothing is dropped, a p closes the p that it would stand in, and elements deeper than
 * NR_MEND_DEPTH are dropped, their text is not. A "<" that begins no tag becomes "&lt;", "&#X41;"
 * what XML understands; values of attributes get quotes, attributes without a value go. CDATA stays
 * as it is, what it lacks of an end is added; comments and instructions go, but one without end is
 * text. False: text ends inside of an element. */
bool nr_mend(struct nr_str text, struct nr_buf *out);

/* The tree of a mended text, as nr_xml_parse returns it. Of what stands before the root element only
 * declarations of entities count. */
xmlDoc *nr_mend_parse(struct nr_str text);

/* What nr_mend_if_broken has found. */
struct nr_mending {
    bool mended; /* the text was not well-formed: the tree is that of the mended text */
    bool open;   /* it ends inside of an element */
};

/* The tree of a text that is taken as it is where it is well-formed, and mended where not. */
xmlDoc *nr_mend_if_broken(struct nr_str text, struct nr_mending *mending);

#endif
