/* nr_forum: whether a page says of itself that it is a discussion. There, answers are its text. */
#ifndef NEWSREEL_HTML_FORUM_H
#define NEWSREEL_HTML_FORUM_H

#include "newsreel/html/dom.h"

/* By schema.org's types, in JSON-LD or in an itemtype. Linear. */
bool nr_forum_is(const struct nr_dom *d);

#endif
