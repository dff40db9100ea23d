/* nr_wide: an input of UTF-16 or UTF-32 as one of UTF-8, for what is cut into pieces: cutters look
 * for single bytes. Half a surrogate pair and numbers that are no characters become U+FFFD, and so
 * does what is left of a character at the end; before a gap, half a pair may be lost with it. */
#ifndef NEWSREEL_LIB_SOURCE_WIDE_H
#define NEWSREEL_LIB_SOURCE_WIDE_H

#include "newsreel/source/input.h"
#include "newsreel/source/sniff.h"

struct nr_wide;

/* in, which has not been read from, stays the caller's. */
struct nr_wide *nr_wide_open(struct nr_input *in, struct nr_width width);

/* An nr_input_read. */
enum nr_status nr_wide_read(void *self, struct nr_str *chunk, struct nr_error *e);

/* The name of the charset that in is in: "utf-16le". */
const char *nr_wide_charset(const struct nr_wide *w);

void nr_wide_close(struct nr_wide *w);

#endif
