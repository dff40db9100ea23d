/* nr_summary: what a stream of published records is like, for people: a page of HTML or tables of
 * text.
 *
 * The work is in two halves. nr_facts_add takes from one record what the summary wants to know, as
 * a few bytes, on any thread; nr_summary_add adds such bytes up, in the order of the records. So
 * the summary is the same for any number of threads.
 *
 * What is exact, and what is not
 *   - Exact: numbers of records, of duplicates, of characters and words, records per day and per
 *     length, the least and the greatest length, all that seals tell.
 *   - Exact up to so many different ones: languages and topics (1,024); sources, sites, people,
 *     organisations, places, and the records that others duplicate (8,192 each); with more of them
 *     counts may be too low, and the summary says by how much at most (publish/top.h). Sizes of
 *     clusters are exact up to 65,536 clusters, then estimated from a random part of them
 *     (publish/sizes.h).
 *   - The median and the like of lengths lie within a bin of the lengths, six to a power of ten.
 *   - Of a record's people, organisations, places and topics the first NR_FACTS_NAMES of each
 *     count.
 *   - Names are told apart by a hash of 64 bits.
 *
 * Memory: 25 MB at most for any input, of which 15 for days when all of 9999 years are met.
 *
 * What is written is a stranger's text. In the page it is escaped in one place (core/escape.h),
 * characters that turn the direction of text are replaced, and the page's Content-Security-Policy
 * allows nothing but its own style: no script, no request. The page is well-formed XML too. In
 * tables there are no control characters but line feeds. Long values are cut between code points,
 * and show that they are. */
#ifndef NEWSREEL_PUBLISH_SUMMARY_H
#define NEWSREEL_PUBLISH_SUMMARY_H

#include "newsreel/core/sample.h"
#include "newsreel/json/record.h"

enum {
    NR_FACTS_NAMES = 100,
    NR_SUMMARY_CARDS = 12, /* records that are shown as they came and as they were published */
};

/* Appends the facts about a record that is published as row, one line; with a card to show it, if
 * it may be among those with the smallest keyed hashes, of their length and of 32 bytes at both
 * ends: cards is the sample of this thread, zero-initialised at first, and owned by the caller
 * (nr_sample_free). Members of the wrong type are as good as none, and so is the second of a name.
 * The record has no changes. */
void nr_facts_add(struct nr_buf *out, const struct nr_record *record, struct nr_str row,
                  struct nr_sample *cards, struct nr_arena *arena);

struct nr_summary;

struct nr_summary *nr_summary_new(void);
void nr_summary_free(struct nr_summary *s);

/* facts of any number of records, whole ones. Bytes that are none end the adding. */
void nr_summary_add(struct nr_summary *s, struct nr_str facts);

/* Once, after the last record: the stages that the records went through, a JSON array as seals have
 * it (stream/seal.h), the last of them this run; whether the chain is proven to be whole; bytes
 * that were read. What cannot be read of them is left out. */
void nr_summary_end(struct nr_summary *s, struct nr_str stages, bool sealed, uint64_t bytes_in);

/* Append the page, and the tables. After nr_summary_end. */
void nr_summary_page(struct nr_summary *s, struct nr_buf *out);
void nr_summary_tables(struct nr_summary *s, struct nr_buf *out);

#endif
