/* Members of a document that point into its text by offsets: what tag writes as spans, and its
 * dateline. Once the text is another one, or a part of it, they are worth nothing. */
#ifndef NEWSREEL_JSON_ANCHORED_H
#define NEWSREEL_JSON_ANCHORED_H

#include "newsreel/json/record.h"

/* Counted of records that lose some of them. */
#define NR_ANCHORED_NOTE "spans-removed"

bool nr_anchored_is(struct nr_str key, struct nr_json value);

/* NR_BAD where one of them stands twice. */
enum nr_status nr_anchored_check(struct nr_record *r, struct nr_error *e);

/* Takes them out of the record; *removed says whether there were any. NR_BAD where one stands
 * twice. */
enum nr_status nr_anchored_remove(struct nr_record *r, bool *removed, struct nr_error *e);

#endif
