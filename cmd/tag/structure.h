/* The tag "structure": what a story says of itself at its edges, as members of its record. */
#ifndef NEWSREEL_CMD_TAG_STRUCTURE_H
#define NEWSREEL_CMD_TAG_STRUCTURE_H

#include "newsreel/json/record.h"

/* Sets dateline, by, infoSources, section, correction and embargoedUntil where the text says so and
 * the record has no value yet. json is to work in. */
enum nr_status structure_tag(struct nr_record *record, struct nr_str text, struct nr_arena *arena,
                             struct nr_buf *json, struct nr_error *e);

#endif
