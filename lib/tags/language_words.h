/* A text as the language model reads it: its scripts, and words of lower-case letters. Digits,
 * marks and signs separate words; an apostrophe stays inside one. */
#ifndef NEWSREEL_LIB_TAGS_LANGUAGE_WORDS_H
#define NEWSREEL_LIB_TAGS_LANGUAGE_WORDS_H

#include "newsreel/core/str.h"
#include <stdint.h>

/* Those up to NR_SCRIPT_MODELLED - 1 serve several languages that the model tells apart; of the
 * others each stands for one language (nr_script_language), or for that one unless CLD2 knows
 * better. */
enum nr_script {
    NR_SCRIPT_LATIN,
    NR_SCRIPT_CYRILLIC,
    NR_SCRIPT_ARABIC,
    NR_SCRIPT_DEVANAGARI,
    NR_SCRIPT_HAN, /* and kana */
    NR_SCRIPT_MODELLED,
    NR_SCRIPT_FIRST_SINGLE = NR_SCRIPT_MODELLED, /* the rows of the table in language_words.c */
    NR_SCRIPTS = 48,
    NR_SCRIPT_NONE = NR_SCRIPTS,
};

enum nr_script nr_script_of(uint32_t c);

/* The language, as BCP 47, that is written in a script from NR_SCRIPT_MODELLED on; "und" for a
 * script of which nothing is known. */
struct nr_str nr_script_language(enum nr_script script);

/* Adds to bytes[script] the bytes of the text that are letters of each script. */
void nr_script_count(struct nr_str text, size_t bytes[NR_SCRIPTS]);

/* A longer word is taken as several. */
enum { NR_LANGUAGE_WORD = 48 };

struct nr_language_words {
    struct nr_str rest;
    enum nr_script script;
    uint32_t letters[NR_LANGUAGE_WORD + 2]; /* a space, the word, a space */
    size_t count;                           /* of letters, with the spaces */
};

/* The next word of the script; false when there is none left. */
bool nr_language_words_next(struct nr_language_words *w);

#endif
