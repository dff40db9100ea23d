/* nr_metadata: what a page says about its article.
 *
 * Sources, most trusted first: JSON-LD (objects of an article type, also inside @graph and arrays;
 * what is not valid JSON is mended where that can be done), OpenGraph and article:* properties,
 * Dublin Core and other named meta elements, microdata, what is seen near the headline (<time>,
 * bylines, elements named for a date), meta elements that say less than their name, and at last a
 * date in the URL or far from the headline. Where two of the same trust differ, the first on the
 * page counts. The headline is chosen among headings and titles by how far they agree.
 *
 * Invariants
 *   - Everything is valid UTF-8 without blanks at its ends or two in a row; empty: not known.
 *   - created and modified are as nr_date_parse writes them; what does not parse is not there.
 *   - Neither is a day that stands for none (1970-01-01). One more than a day behind the time at
 *     which the page was fetched is there only when the page states it and nothing else is known.
 *     What says only that it was changed is modified.
 *   - url is absolute (http or https). language is a BCP 47 tag (text/language_tag.h): the html
 *     element's lang, JSON-LD's inLanguage, or a meta element's, in this order.
 *   - by holds names alone: no "By", no addresses, not the name of the site, none twice; keywords
 *     are single ones, none twice.
 *   - Zero-initialised is ready. Views live until the next call or nr_metadata_free. */
#ifndef NEWSREEL_HTML_METADATA_H
#define NEWSREEL_HTML_METADATA_H

#include "newsreel/html/dom.h"

enum { NR_AUTHORS = 16, NR_KEYWORDS = 32 };

struct nr_metadata {
    struct nr_str headline, created, modified, section, url, language, site, summary;
    struct nr_str body; /* what JSON-LD gives as the article's text; as it stands there */
    uint32_t heading;   /* node of the heading that the headline stands in; 0: none is known */
    struct nr_str by[NR_AUTHORS];
    size_t by_count;
    struct nr_str keywords[NR_KEYWORDS];
    size_t keyword_count;
    struct nr_arena arena;
};

/* base is the address the page was fetched from, to make others absolute; fetched the time at which
 * it was, RFC 3339. Both may be empty. */
void nr_metadata_read(struct nr_metadata *m, const struct nr_dom *d, struct nr_str base,
                      struct nr_str fetched);

void nr_metadata_free(struct nr_metadata *m);

#endif
