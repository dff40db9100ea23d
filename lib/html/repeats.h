/* nr_repeats: the same paragraph more than once on a page: beside the article for telephones or for
 * printers, or a preview beside the whole.
 *
 * Short ones may be meant (a refrain, a question) and are never repeats. */
#ifndef NEWSREEL_HTML_REPEATS_H
#define NEWSREEL_HTML_REPEATS_H

#include "blocks.h"

/* Sets again[i] where block i is kept and says, word for word, what a kept block before it says;
 * marks and ASCII case count nothing. text is what the blocks refer to. Linear. */
void nr_repeats_find(const struct nr_block_info *blocks, size_t count, struct nr_str text,
                     const bool *keep, bool *again, struct nr_arena *arena);

#endif
