/* What keywords ask the background for. */
#ifndef NEWSREEL_LIB_TAGS_BACKGROUND_H
#define NEWSREEL_LIB_TAGS_BACKGROUND_H

#include "newsreel/tags/keywords.h"

/* The idf of a word in lower case, times 1024; b may be NULL. hash is nr_token_hash of it. */
uint64_t background_idf(const struct nr_background *b, struct nr_str word, uint32_t hash);

#endif
