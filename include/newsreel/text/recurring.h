/* nr_recurring: which lines recur over the documents of a site, in memory that does not grow with
 * the number of documents.
 *
 * What stands on many pages of one site (menus, notices, names of sections, "Read more") is the
 * site's and not the article's. A line is compared without case, punctuation and blanks, and any
 * digit is as good as another. A document counts once for a line, however often the line is in it,
 * and a document that has come before, line for line, counts for nothing.
 *
 * A line recurs when at least NR_RECURRING_LEAST documents of its site have it, and at least
 *     20 percent of them, for lines of up to 20 words;
 *     50 percent of them, for longer ones: news agencies' paragraphs and a story's history are
 *                         repeated as well, but not on half of all pages;
 *     1 in 1,000, for short lines of documents whose site is not known (site 0).
 *
 * Memory. Lines are counted in a table of a fixed size (32 MiB). Where it is full the rarest goes
 * first, and what is forgotten loses counts: too little memory leaves lines in the text (Misra and
 * Gries, "Finding repeated elements", 1982, in sets of 8). The last half million documents are
 * remembered in 8 MiB: one that comes again after more others than that counts again. Sites are
 * counted in a table of 4 MiB; of more than some 200,000 sites, the last are not learnt. The order
 * of the documents decides what is forgotten, so add them in the order of input. */
#ifndef NEWSREEL_TEXT_RECURRING_H
#define NEWSREEL_TEXT_RECURRING_H

#include "newsreel/core/buf.h"
#include <stdint.h>

enum { NR_RECURRING_LEAST = 3 };

struct nr_recurring;

struct nr_recurring *nr_recurring_new(void);
void nr_recurring_free(struct nr_recurring *r); /* NULL is allowed */

/* What a line (valid UTF-8) is compared by; 0 for one without a letter, which never recurs. fold
 * keeps its memory from call to call; what it held is lost. */
uint64_t nr_recurring_key(struct nr_str line, struct nr_buf *fold);

/* What a site is known by: the host of url without "www.", else source up to what lies in it
 * ("a.tar!/b" is a.tar). 0 where both are empty. */
uint64_t nr_recurring_site(struct nr_str url, struct nr_str source);

/* Counts a document with the keys of its lines. */
void nr_recurring_add(struct nr_recurring *r, uint64_t site, const uint64_t *keys, size_t count);

/* Whether the line with this key and of so many words recurs. Any number of threads may ask, while
 * none adds. */
bool nr_recurring_is(const struct nr_recurring *r, uint64_t site, uint64_t key, uint64_t words);

#endif
