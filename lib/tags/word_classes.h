/* Classes of words that are used alike, for a learner that has seen few words and asks which others
 * are like them: "Paris", "Vienna" and "Toronto" share one.
 *
 * A word has a path, its way from the root of a tree of clusters (Brown and others 1992), which
 * tells a word with a capital from the same one without; and a fine and a coarse class, by its
 * neighbours in text (GloVe, Pennington and others 2014). English, some 330,000 words.
 *
 * The table, word_classes.bin, is written by tests/train/word_classes.py and built in as it is:
 *   1,024 paths of four bytes, the lowest first
 *   2^19 slots of six bytes, the lowest first: 10 bits the number of the path of the word written
 *   small, 10 of the one with a capital, 9 its fine class, 7 its coarse one, 12 of its hash; 0 for
 *   an empty slot. A word is in the slot of its hash, or behind it. */
#ifndef NEWSREEL_LIB_TAGS_WORD_CLASSES_H
#define NEWSREEL_LIB_TAGS_WORD_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

struct nr_word_class {
    uint32_t path;         /* the first step in the lowest bit; the last one is a 1; 0: not known */
    uint16_t coarse, fine; /* from 1; 0: not known */
};

/* hash is nr_token_hash of the word in lower case. Of 1,000 words that are not there a few are
 * taken for one that is. */
struct nr_word_class nr_word_class_of(uint32_t hash, bool capital);

/* Whether the table has its size. */
bool nr_word_classes_are_sound(void);

#endif
