/* nr_headline: which of the lines that a page calls its title is the headline of its article.
 *
 * Machines' titles (JSON-LD, OpenGraph, <title>) are about this article but carry the site's name,
 * or are shortened for others' pages; headings are what the reader sees, but a page has several and
 * the first may be the logo. So headings are judged by how far they agree with the titles, in
 * words without case and marks, and the best is taken; a title stands where no heading agrees. */
#ifndef NEWSREEL_HTML_HEADLINE_H
#define NEWSREEL_HTML_HEADLINE_H

#include "newsreel/html/dom.h"

enum { NR_HEADINGS = 64, NR_TITLES = 4 };

struct nr_heading {
    struct nr_str text; /* plain */
    uint32_t node;
    size_t parts; /* pieces of text that it is made of */
    bool top;     /* h1; else a lower one, which counts only as the equal of a title */
    bool logo;    /* leads to the front page */
};

struct nr_headlines {
    struct nr_str titles[NR_TITLES]; /* the most trusted first; empty ones are passed over */
    struct nr_str title;             /* <title> */
    struct nr_str site;              /* its name, where one is given */
    struct nr_str host;              /* of the page's address, or empty */
    struct nr_heading headings[NR_HEADINGS];
    size_t count;
};

/* The headline, a view of what was given or in the arena; *node is the heading it came from or
 * stands in, 0 when there is none. */
struct nr_str nr_headline_choose(const struct nr_headlines *h, struct nr_arena *arena,
                                 uint32_t *node);

/* title without the name of the site at its end or begin. With guess, also without last parts that
 * look like one. */
struct nr_str nr_headline_cut_site(struct nr_str title, struct nr_str site, struct nr_str host,
                                   bool guess);

#endif
