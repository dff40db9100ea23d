/* nr_told: the article's text as the page tells it to machines, in JSON-LD's articleBody.
 *
 * It is the whole article on half of the pages that have it, and a part, a summary or another text
 * on the others. So it counts only where most of it stands on the page, and then as evidence among
 * other. */
#ifndef NEWSREEL_HTML_TOLD_H
#define NEWSREEL_HTML_TOLD_H

#include "blocks.h"

/* Adds to the score of each block whose words are told and takes from that of each whose are not,
 * where body is there and counts. Linear. text is what the blocks refer to. */
void nr_told_weigh(struct nr_str body, const struct nr_block_info *blocks, size_t count,
                   struct nr_str text, int32_t *scores, struct nr_arena *arena);

#endif
