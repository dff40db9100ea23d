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

/* The tree of a mended text, as nr_xml_parse returns it. Of what stands before the root element
 * only declarations of entities count. */
xmlDoc *nr_mend_parse(struct nr_str text);

/* A text as it is, and where that is not well-formed, mended too. An end tag that belongs to
 * nothing may be a stray one, which mending drops, or the damaged one of the innermost element,
 * which libxml2 takes it for: only what comes of both tells. */
struct nr_trees {
    xmlDoc *plain, *mended; /* NULL: has no element, or was not made */
    bool open;              /* with mended: the text ends inside of an element */
};

void nr_trees_parse(struct nr_trees *t, struct nr_str text);
void nr_trees_free(struct nr_trees *t);

#endif
