/* nr_tame: a page cut into chunks that the HTML parser takes in linear time.
 *
 * libxml2 compares every attribute of a tag with all before it, and searches its stack of open
 * elements for every end tag. So before the parser sees a chunk, attributes past
 * NR_DOM_ATTRIBUTES of one tag, and tags that would nest deeper than NR_DOM_DEPTH, are overwritten
 * with blanks, and so are the control characters that make it lose text. What nobody reads,
 * comments, styles and scripts other than application/ld+json, is left out: it is half of many a
 * page. Chunks end between tags.
 */
#ifndef NEWSREEL_HTML_TAME_H
#define NEWSREEL_HTML_TAME_H

#include "newsreel/core/buf.h"

struct nr_tame {
    struct nr_str page;
    size_t at;          /* how much of the page is done */
    struct nr_buf *out; /* holds chunks that had to be changed */
    size_t copied;      /* up to where of the page out has a chunk, while it is made */
};

/* The next chunk: a view into the page or into out. depth is how many elements the parser has open
 * now. False at the end. */
bool nr_tame_next(struct nr_tame *t, size_t depth, struct nr_str *chunk);

#endif
