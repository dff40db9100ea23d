/* nr_resolve: from pair lines in order to the records that are dropped (steps.h).
 *
 * Decides as one run over all records would: a record is dropped when one of its pairs names an
 * earlier record that is not dropped itself. All pairs of a record stand together, and those of
 * earlier records before them, so each decision is made once, for good.
 *
 * Memory: one bit a record, in pages of 8,192 that exist where a record was dropped, and at most 43
 * bytes for each of these (65 while there come to be more): whatever the numbers of lines and
 * shards are. */
#ifndef NEWSREEL_DUPES_RESOLVE_H
#define NEWSREEL_DUPES_RESOLVE_H

#include "newsreel/core/err.h"

struct nr_resolve;

struct nr_resolve *nr_resolve_new(void);

/* Goes on with whole pair lines; appends drop lines to out, in order. NR_FAIL when a line is no
 * pair line or comes before its predecessor, with e->line its number among these lines, from 0;
 * what was decided before it has been appended. */
enum nr_status nr_resolve_add(struct nr_resolve *r, struct nr_str lines, struct nr_buf *out,
                              struct nr_error *e);

/* The two halves of nr_resolve_add. nr_resolve_parse is pure, for any thread: it appends to pairs
 * what nr_resolve_apply takes together with the same block, block after block. Each fails as
 * nr_resolve_add does. */
enum nr_status nr_resolve_parse(struct nr_str block, struct nr_buf *pairs, struct nr_error *e);
enum nr_status nr_resolve_apply(struct nr_resolve *r, struct nr_str block, struct nr_str pairs,
                                struct nr_buf *out, struct nr_error *e);

/* After the last pair line: appends the last drop line. */
void nr_resolve_finish(struct nr_resolve *r, struct nr_buf *out);

uint64_t nr_resolve_dropped(const struct nr_resolve *r);

/* Bytes of memory that it holds. */
size_t nr_resolve_bytes(const struct nr_resolve *r);

void nr_resolve_free(struct nr_resolve *r); /* NULL is allowed */

#endif
