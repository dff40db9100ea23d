/* The spans of a record as dolma's attributes: a line beside the line of the document, with its id
 * and, for each type of span, where they are and how certain:
 *
 *     {"id":"a","attributes":{"newsreel__person":[[0,7,1.0]],"newsreel__organisation":[],...}}
 *
 * The keys are the same in every line: the types of tag(1), and "newsreel__other" for all the
 * others. dolma counts ranges in code points, as tag does unless it is told otherwise. */
#ifndef NEWSREEL_PUBLISH_ATTRIBUTES_H
#define NEWSREEL_PUBLISH_ATTRIBUTES_H

#include "newsreel/json/record.h"

/* Appends the line. NR_BAD where "spans" is not a list of objects with two integers s <= e, a
 * string t and, if it is there, a number c; out may then hold half a line. The id is written as it
 * stands in the record. */
enum nr_status nr_attributes_row(struct nr_record *record, struct nr_arena *arena,
                                 struct nr_buf *out, struct nr_error *e);

#endif
