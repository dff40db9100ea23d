/* Which words a text has: the text as its own dictionary. Private to lib/text. */
#ifndef NEWSREEL_TEXT_WORDS_SEEN_H
#define NEWSREEL_TEXT_WORDS_SEEN_H

#include "newsreel/core/arena.h"
#include <stdint.h>

struct nr_seen {
    struct nr_str text;
    struct nr_arena *scratch;
    uint64_t *slots; /* made with the first question */
    size_t mask;
};

void nr_seen_init(struct nr_seen *s, struct nr_str text, struct nr_arena *scratch);

/* True when the text has the word head + middle + tail within a line, ASCII case and the marks
 * around it apart. */
bool nr_seen_has(struct nr_seen *s, struct nr_str head, struct nr_str middle, struct nr_str tail);

#endif
