/* nr_bylines: names of authors that a reader sees in the page, where no metadata names them.
 *
 * Elements count that link to an author (rel) or whose class names one, and where there is none,
 * texts around the headline that begin as bylines do. Elements of a byline stand apart as they do
 * on the screen: "By<a>Ann Lee</a><a>Bo Kim</a>" are two names. */
#ifndef NEWSREEL_HTML_BYLINES_H
#define NEWSREEL_HTML_BYLINES_H

#include "offers.h"

struct nr_bylines {
    size_t count;        /* of elements that were looked at */
    uint32_t end;        /* of the last one that gave names; 0: none did */
    struct nr_str class; /* its class */
};

/* Offers the names in node, an element of that class and rel. Once there are names, only those
 * count that stand right beside them in an element of the same kind. */
void nr_bylines_read(struct nr_bylines *b, struct nr_offers *o, const struct nr_dom *d,
                     uint32_t node, struct nr_str class, struct nr_str rel);

/* Offers the names in the first byline in the text around headline. */
void nr_bylines_near(struct nr_offers *o, const struct nr_dom *d, uint32_t headline);

#endif
