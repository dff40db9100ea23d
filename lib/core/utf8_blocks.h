/* The two halves of nr_utf8_valid, for each other and for the tests (library internal). */
#ifndef NEWSREEL_LIB_CORE_UTF8_BLOCKS_H
#define NEWSREEL_LIB_CORE_UTF8_BLOCKS_H

#include "newsreel/core/str.h"

/* Length of a prefix of s that is valid for sure and ends between two sequences, found with vector
 * instructions; 0 where the processor has none that help. All valid text is covered but for the
 * last few bytes. */
size_t nr_utf8_valid_blocks(struct nr_str s);

/* nr_utf8_valid in plain C. */
size_t nr_utf8_valid_portable(struct nr_str s);

#endif
