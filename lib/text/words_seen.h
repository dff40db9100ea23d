/* Which words a text has: the text as its own dictionary. Private to lib/text. */
#ifndef NEWSREEL_TEXT_WORDS_SEEN_H
#define NEWSREEL_TEXT_WORDS_SEEN_H

#include "newsreel/core/arena.h"
#include <stdint.h>

enum nr_tongue { NR_ENGLISH, NR_GERMAN, NR_FRENCH, NR_TONGUES };

struct nr_seen {
    struct nr_str text;
    struct nr_arena *scratch;
    uint64_t *slots; /* made with the first question */
    size_t mask;
    size_t tongues[NR_TONGUES]; /* how often the commonest words of each language occur */
    size_t soft, hard;          /* line ends behind a mark of division, and behind a hyphen */
};

enum { NR_SEEN_MOST = 15 /* nothing is counted further */ };

void nr_seen_init(struct nr_seen *s, struct nr_str text, struct nr_arena *scratch);

/* How often the text has the word head + middle + tail within a line, ASCII case apart. Where
 * middle is a hyphen and head or tail is empty: how many of its words end or begin so. */
unsigned nr_seen_count(struct nr_seen *s, struct nr_str head, struct nr_str middle,
                       struct nr_str tail);

/* The language that the text most likely is in, of the three. */
enum nr_tongue nr_seen_tongue(struct nr_seen *s);

/* True where words are divided with a mark of its own (U+00AC, U+00AD), so that a hyphen at the end
 * of a line is one that the word has anyway. */
bool nr_seen_divides_softly(struct nr_seen *s);

#endif
