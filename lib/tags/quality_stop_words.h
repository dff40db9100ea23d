/* Lists of stop words of a few languages (library internal). */
#ifndef NEWSREEL_LIB_TAGS_QUALITY_STOP_WORDS_H
#define NEWSREEL_LIB_TAGS_QUALITY_STOP_WORDS_H

#include "newsreel/core/str.h"

struct quality_stop_words;

/* The list of a language, a tag of BCP 47: en, de, fr, es or it, of any region; else NULL. */
const struct quality_stop_words *quality_stop_words_of(struct nr_str language);
/* Whether a word is on it as it is written. */
bool quality_is_stop_word(const struct quality_stop_words *list, struct nr_str word);

#endif
