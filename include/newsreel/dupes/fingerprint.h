/* Fingerprints of texts: equal for two texts that differ in nothing but white space, or in how
 * their accents are written.
 *
 * A text is normalised for comparison: every run of white space (Unicode's White_Space property:
 * blanks, line ends, no-break and ideographic spaces) becomes one space, and none is left at either
 * end; letters and their marks are in Unicode's form C. Case, punctuation and digits count. The
 * fingerprint is XXH3-128 of the result: 10^9 texts share one by chance with probability 10^-21;
 * somebody who wants to can make two texts collide. */
#ifndef NEWSREEL_DUPES_FINGERPRINT_H
#define NEWSREEL_DUPES_FINGERPRINT_H

#include "newsreel/core/buf.h"
#include "newsreel/core/hash.h"

/* text is valid UTF-8 (other bytes do no harm). scratch keeps its memory from call to
 * call; what it held is lost. Never {0, 0}, and *blank (may be NULL) says whether nothing but white
 * space was there. */
struct nr_hash128 nr_fingerprint(struct nr_str text, struct nr_buf *scratch, bool *blank);

/* The same where case and punctuation do not count: of the letters, their marks and digits
 * (Unicode's L, M and Nd) in lower case, whatever else is between them a single space. blank: there
 * is none of them. */
struct nr_hash128 nr_fingerprint_fold(struct nr_str text, struct nr_buf *scratch, bool *blank);

/* Appends text to out with its white space normalised. */
void nr_fingerprint_normalize(struct nr_str text, struct nr_buf *out);

#endif
