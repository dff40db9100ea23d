/* The language model: for each script that several languages share, a table of weights.
 *
 * The features of a word are its runs of one to five letters, where the space before and the space
 * behind it count as letters, and the word as a whole. A feature is hashed to a row of the script's
 * table, which has a weight of four bits for each language of the script. The sum over all features
 * of a text is the logarithm of how likely the language is, up to a factor. Integers only: the same
 * answer on every machine.
 *
 * The weights, language_model.bin, are written by tests/train/language, which says how they are
 * learnt. The file is NR_LANGUAGE_MAGIC, then the tables of the scripts in their order, then
 * NR_LANGUAGE_PADDING bytes of zero, as rows are read 32 bytes at a time. A row has (languages + 1)
 * / 2 bytes: of byte i the low four bits are the weight of language i, the high ones that of
 * language i + (languages + 1) / 2; each 8 more than the weight it stands for. */
#ifndef NEWSREEL_LIB_TAGS_LANGUAGE_MODEL_H
#define NEWSREEL_LIB_TAGS_LANGUAGE_MODEL_H

#include "language_words.h"

#define NR_LANGUAGE_MAGIC "newsreel language model 1\n\n\n\n\n\n\n"
enum {
    NR_LANGUAGE_MAGIC_SIZE = sizeof NR_LANGUAGE_MAGIC - 1,
    NR_LANGUAGE_PADDING = 32,
    NR_LANGUAGE_MOST = 50, /* languages of one script */
    NR_LANGUAGE_GRAM = 5,  /* letters of the longest run */
    NR_LANGUAGE_WEIGHT_BIAS = 8,
    /* Features of one word, at most. */
    NR_LANGUAGE_ROWS = (NR_LANGUAGE_WORD + 2) * NR_LANGUAGE_GRAM + 1,
};

struct nr_language_group {
    const char *codes; /* BCP 47, in the order of the weights, separated by spaces */
    size_t languages;
    unsigned bits; /* the table has 1 << bits rows */
};

extern const struct nr_language_group nr_language_groups[NR_SCRIPT_MODELLED];

static inline size_t nr_language_row_size(const struct nr_language_group *g)
{
    return (g->languages + 1) / 2;
}

/* Where a script's table begins in the file; NR_SCRIPT_MODELLED: where the padding does. */
size_t nr_language_table_at(enum nr_script script);

/* The rows of a word's features: at most NR_LANGUAGE_ROWS. Returns how many. */
size_t nr_language_rows(unsigned bits, const uint32_t *letters, size_t count, uint32_t *rows);

/* What a text says of each language of a script. Begins as zero. */
struct nr_language_sums {
    uint32_t half[2][32]; /* sums of the low and the high halves of the bytes of rows */
    uint32_t features;
};

/* Adds all words of the text that are in the script. */
void nr_language_add(struct nr_language_sums *to, enum nr_script script, struct nr_str text);

/* The sum of the weights of a language. */
int32_t nr_language_sum(const struct nr_language_sums *of, enum nr_script script, size_t number);

/* The code of a language of a script, by the number of its weight. */
struct nr_str nr_language_code(enum nr_script script, size_t number);

/* The number of a code, or the count of languages of the script. */
size_t nr_language_number(enum nr_script script, struct nr_str code);

/* The file that is built in is the one that this code reads. */
bool nr_language_model_is_sound(void);

#endif
