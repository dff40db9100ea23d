/* Words, by a simple rule in the spirit of UAX #29.
 *
 * A word is a run of letters, marks and digits. An apostrophe between letters and a point, comma or
 * colon between digits belong to it (don't, 3.14, 10:30); a hyphen separates. Each Han character
 * and each kana is a word of its own. Thai, Lao, Khmer and Myanmar have no spaces: a run of their
 * letters counts as one word. */
#ifndef NEWSREEL_TEXT_WORDS_H
#define NEWSREEL_TEXT_WORDS_H

#include "newsreel/core/str.h"
#include <stdint.h>

/* Cuts the next word off *rest (valid UTF-8); false when there is none left. */
bool nr_words_next(struct nr_str *rest, struct nr_str *word);

/* To find a word again, ASCII case apart: FNV-1a. */
uint64_t nr_word_hash(struct nr_str word);

size_t nr_words_count(struct nr_str text);

/* Whether the acronym is the letters that the capitalised ones of words begin with: "AA" of
 * "Automobile Association". ASCII. */
bool nr_words_are_acronym(struct nr_str words, struct nr_str acronym);

#endif
