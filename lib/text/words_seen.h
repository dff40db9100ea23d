/* What a text does with its words elsewhere: the text as its own dictionary. Private to lib/text.
 */
#ifndef NEWSREEL_TEXT_WORDS_SEEN_H
#define NEWSREEL_TEXT_WORDS_SEEN_H

#include "newsreel/core/arena.h"
#include <stdint.h>

/* The parts of a word on both sides of a hyphen: letters only, so that of "mother-in-law's" there
 * are "mother" and "in", or "in" and "law". Either may be empty. */
struct nr_word_cut {
    struct nr_str head, tail;
};

/* The parts at the end of before and at the start of after. */
struct nr_word_cut nr_word_cut_of(struct nr_str before, struct nr_str after);

/* How often a text has, within lines, the hyphen between the two parts, and between one of them and
 * another one. */
struct nr_hyphenated {
    unsigned both, head, tail;
};

enum nr_tongue { NR_ENGLISH, NR_GERMAN, NR_FRENCH, NR_TONGUES };

struct nr_words_seen {
    struct nr_str text;
    struct nr_arena *scratch;
    struct nr_asked *asked;        /* made with the first question */
    size_t soft, hard, strokes;    /* line ends behind U+00AC and U+00AD, behind -, and behind = */
    bool scanned, strokes_counted; /* for the questions further down */
};

void nr_words_seen_init(struct nr_words_seen *s, struct nr_str text, struct nr_arena *scratch);

/* These ask about a word that a line end of the text cuts, and read the text once at most. */
struct nr_hyphenated nr_words_seen_hyphenated(struct nr_words_seen *s, struct nr_word_cut cut);

/* True where words are divided with a mark of its own (U+00AC, U+00AD), so that a hyphen at the end
 * of a line is one that the word has anyway. */
bool nr_words_seen_divides_softly(struct nr_words_seen *s);

/* True where words are divided with =, as in transcripts of Fraktur. */
bool nr_words_seen_divides_with_strokes(struct nr_words_seen *s);

/* These read it once more. */

/* How often the text has the two parts as one word. */
unsigned nr_words_seen_whole(struct nr_words_seen *s, struct nr_word_cut cut);

/* The language that the text most likely is in, of the three. */
enum nr_tongue nr_words_seen_tongue(struct nr_words_seen *s);

#endif
