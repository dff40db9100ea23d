/* nr_notices: blocks that speak of rights, consent and the site itself.
 *
 * Disclaimers, legal notices and the small print of forms are prose, long, and often stand alone:
 * by counts and names they look like an article. Their words tell them. */
#ifndef NEWSREEL_HTML_NOTICES_H
#define NEWSREEL_HTML_NOTICES_H

#include "blocks.h"

/* Takes from the score of each block that has many words of notices for its length; evidence among
 * other, for news is about such things too. Linear. text is what the blocks refer to. */
void nr_notices_weigh(const struct nr_block_info *blocks, size_t count, struct nr_str text,
                      int32_t *scores);

#endif
