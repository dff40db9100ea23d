/* Tags that do not match, made to match. */
#ifndef NEWSREEL_LIB_FORMATS_MEND_H
#define NEWSREEL_LIB_FORMATS_MEND_H

#include "newsreel/core/buf.h"

/* Appends text, XML with markup in it that was meant for browsers, so that every element is closed
 * where the one around it is: an end tag closes what is open inside its element, one that belongs
 * to nothing is dropped, and so are elements deeper than NR_MEND_DEPTH. A "<" that begins no tag
 * becomes "&lt;". Comments and CDATA stay as they are; what they lack of an end is added. */
void nr_mend(struct nr_str text, struct nr_buf *out);

enum { NR_MEND_DEPTH = 100 };

#endif
