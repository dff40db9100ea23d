/* nr_published: the date that a reader sees beside the headline.
 *
 * Candidates are <time> and elements that are named for a date. Those in comments, related articles
 * and other furniture are none, and of the rest the nearest to the headline is taken, one behind it
 * rather than one before. Where there is none near, texts around the headline that are a date or
 * begin with one; and where there is none at all, a text that is labelled as one ("Published:
 * ..."). */
#ifndef NEWSREEL_HTML_PUBLISHED_H
#define NEWSREEL_HTML_PUBLISHED_H

#include "newsreel/html/date.h"
#include "newsreel/html/dom.h"

enum { NR_DATED = 48, NR_NEAR = 200 };

struct nr_dated {
    uint32_t nodes[NR_DATED]; /* elements that may hold a date, in order */
    size_t count;
};

/* Notes node when its tag or class says that it may hold a date. The first NR_DATED stay. */
void nr_published_note(struct nr_dated *d, const struct nr_dom *dom, uint32_t node);

struct nr_published {
    char created[NR_DATE_SIZE], modified[NR_DATE_SIZE]; /* empty: not found */
    bool near; /* created stands within NR_NEAR nodes of the headline */
};

/* headline: the node of the headline, or 0 when it is not known. */
void nr_published_read(struct nr_published *p, const struct nr_dated *d, const struct nr_dom *dom,
                       uint32_t headline, enum nr_date_order order);

/* The date of publication in a line of the page: the first, unless it is said to be that of a
 * change and another one behind it that of publication. */
bool nr_published_in_line(struct nr_str text, char out[NR_DATE_SIZE]);

#endif
