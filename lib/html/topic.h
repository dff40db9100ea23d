/* nr_topic: whether a text is about what the page's title is about.
 *
 * An article shares words with the page's title; previews of other stories, and notices, share none
 * of them. Words are compared by their beginnings, so that endings do not count, and scripts
 * without spaces by pairs of characters. */
#ifndef NEWSREEL_HTML_TOPIC_H
#define NEWSREEL_HTML_TOPIC_H

#include "newsreel/html/dom.h"
#include <stdint.h>

enum { NR_TOPIC_KEYS = 64, NR_TOPIC_PLACES = 256 };

struct nr_topic {
    uint64_t keys[NR_TOPIC_KEYS];    /* hashes of the title's words */
    uint8_t places[NR_TOPIC_PLACES]; /* by hash: 1 + which key; 0: none */
    unsigned count;                  /* of keys; 0: there is no title */
};

/* From the page's <title>. */
void nr_topic_read(struct nr_topic *t, const struct nr_dom *d);

/* Which of the keys are found in text: bit i for key i. Linear. */
uint64_t nr_topic_found(const struct nr_topic *t, struct nr_str text);

#endif
