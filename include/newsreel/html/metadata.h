/* nr_metadata: what a page says about its article.
 *
 * Sources, most trusted first: JSON-LD (objects of an article type, also inside @graph and
 * arrays; a document that is not valid JSON is given up), OpenGraph and article:* properties, named
 * meta elements, microdata, <time>, and at last <h1>, <title> and a date in the URL. Where two
 * of the same trust differ, the first on the page counts.
 *
 * Invariants
 *   - Everything is valid UTF-8 without blanks at its ends or two in a row; empty: not known.
 *   - created and modified are as nr_date_parse writes them; what does not parse is not there.
 *   - url is absolute (http or https). language is the html element's lang as it stands.
 *   - by holds names alone: no "By", no addresses, not the name of the site, none twice.
 *   - Zero-initialised is ready. Views live until the next call or nr_metadata_free. */
#ifndef NEWSREEL_HTML_METADATA_H
#define NEWSREEL_HTML_METADATA_H

#include "newsreel/html/dom.h"

enum { NR_AUTHORS = 16 };

struct nr_metadata {
    struct nr_str headline, created, modified, section, url, language, site, summary;
    struct nr_str by[NR_AUTHORS];
    size_t by_count;
    struct nr_arena arena;
};

/* base is the address the page was fetched from, to make others absolute; may be empty. */
void nr_metadata_read(struct nr_metadata *m, const struct nr_dom *d, struct nr_str base);

void nr_metadata_free(struct nr_metadata *m);

#endif
