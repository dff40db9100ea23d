/* The words that a text is about, by TF-IDF: how often a term is in it, against in how many texts
 * of a background it is.
 *
 * Terms are words of three letters or more that are no function words, and runs of two or three of
 * them with nothing but white space between, which must be there twice. They are compared in lower
 * case. A term's points are
 *
 *     times * (1 + words) / 2 * mean of idf of its words * place
 *     idf = log2((texts + 1) / (texts with the word + 1)) + 1
 *
 * and place is 2 for a term whose first is the text's first word, falls to 1.5 at word 100 and goes
 * to 1. Without a background idf is 1. Of a term and a run it is in, the one with fewer points is
 * left out where it is hardly ever alone (less than half the time). The logarithm and all else is
 * done in integers: the same result everywhere.
 *
 * Scripts without spaces have no words to be counted, and no keywords.
 *
 * Linear in the text. Of a text, NR_KEYWORDS_TERMS different terms are counted; those that come
 * later are passed over. */
#ifndef NEWSREEL_TAGS_KEYWORDS_H
#define NEWSREEL_TAGS_KEYWORDS_H

#include "newsreel/core/err.h"
#include "newsreel/tags/tokens.h"

enum { NR_KEYWORDS_FOUND = 10, NR_KEYWORDS_TERMS = 1 << 16 };

/* In how many texts a word is. */
struct nr_background;

/* A background of a list as nr_background_write makes it; empty: of no texts. NR_FAIL for the first
 * bad line, with its number in e->line. The list is copied. */
enum nr_status nr_background_new(struct nr_background **b, struct nr_str list, struct nr_error *e);
/* One more text: its different words, each with a newline behind it (nr_keywords_words). When there
 * are more than NR_BACKGROUND_WORDS, those that were in fewest texts are forgotten, as in the lossy
 * counting of Manku and Motwani (2002). */
void nr_background_add(struct nr_background *b, struct nr_str words);
/* Appends a line "# texts: N", and then the words that were in two texts or more, with a tab and
 * how many; the most frequent first, those of the same number in byte order. */
void nr_background_write(const struct nr_background *b, struct nr_buf *out);
void nr_background_free(struct nr_background *b);

enum { NR_BACKGROUND_WORDS = 1 << 20 };

/* The terms of one text. */
struct nr_keywords;

struct nr_keywords *nr_keywords_new(void);
/* Forgets the terms, for the next text. */
void nr_keywords_reset(struct nr_keywords *k);
void nr_keywords_read(struct nr_keywords *k, const struct nr_tokens *block);
/* The best terms, as they are written in the text where they are not at the beginning of a
 * sentence; returns how many. The views show bytes of the text. background may be NULL. */
size_t nr_keywords_result(struct nr_keywords *k, const struct nr_background *background,
                          struct nr_str found[NR_KEYWORDS_FOUND]);
/* Appends the different words in lower case, each with a newline behind it. */
void nr_keywords_words(const struct nr_keywords *k, struct nr_buf *out);
void nr_keywords_free(struct nr_keywords *k);

#endif
