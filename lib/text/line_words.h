/* Words that short lines of pages have, and how much each says for or against an article.
 *
 * The words (word_weights.h) are learnt by tests/train/lines: those on which several collections of
 * pages agree, so that none is of one site or of one topic. */
#ifndef NEWSREEL_LIB_TEXT_LINE_WORDS_H
#define NEWSREEL_LIB_TEXT_LINE_WORDS_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum {
    NR_LINE_WORD_BYTES = 16, /* of a word that are told apart */
    NR_LINE_WORDS = 6,       /* of a line that count */
    NR_LINE_WORDS_OTHER = 0, /* the step of a line without known words, in another script */
    NR_LINE_WORDS_NONE = 5,  /* of one in ASCII */
    NR_LINE_WORDS_STEPS = 8,
};

struct nr_line_word {
    char word[NR_LINE_WORD_BYTES]; /* zeros behind it */
    short weight;                  /* log odds in hundredths, for the article */
};

/* Sorted by the bytes of the words. */
struct nr_line_lexicon {
    const struct nr_line_word *words;
    size_t count;
};

extern const struct nr_line_lexicon nr_line_lexicon;

/* The next word of two letters or more in lower case, cut to whole characters; takes it from rest
 * (valid UTF-8). False at the end. */
bool nr_line_words_next(struct nr_str *rest, char word[NR_LINE_WORD_BYTES]);

/* The mean weight of the first words of a line as a step: below NR_LINE_WORDS_NONE, but not
 * NR_LINE_WORDS_OTHER, where they speak against an article. */
unsigned char nr_line_words_step(const struct nr_line_lexicon *lexicon, struct nr_str line);

#endif
