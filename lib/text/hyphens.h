/* Words cut at the end of a line: does the hyphen belong to the word? Private to lib/text. */
#ifndef NEWSREEL_TEXT_HYPHENS_H
#define NEWSREEL_TEXT_HYPHENS_H

#include "seams.h"
#include "words_seen.h"

/* How to write the line end between a, which ends with a hyphen behind a letter, and b, which
 * belongs to it: NR_SEAM_DROP_MARK, NR_SEAM_NOTHING where the hyphen stays, NR_SEAM_SPACE where a
 * word stands behind it ("Ein- und Ausfuhr"). */
enum nr_seam nr_hyphens_decide(const struct nr_line *a, const struct nr_line *b,
                               struct nr_words_seen *seen);

/* True where a ends with the = that a text in Fraktur divides words with. */
bool nr_hyphens_is_stroke(const struct nr_line *a, struct nr_words_seen *seen);

#endif
