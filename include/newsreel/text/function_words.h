/* Words that say how, not what: articles, prepositions, conjunctions, pronouns. Prose of any
 * language is full of them, and menus are not. */
#ifndef NEWSREEL_TEXT_FUNCTION_WORDS_H
#define NEWSREEL_TEXT_FUNCTION_WORDS_H

#include "newsreel/core/str.h"
#include <stdint.h>

/* True for a frequent function word of one of the main languages of news, in lower case or with a
 * capital of ASCII in front. */
bool nr_is_function_word(struct nr_str word);

/* The same for the characters of scripts without spaces: particles of Chinese, kana. */
bool nr_is_function_char(uint32_t c);

#endif
