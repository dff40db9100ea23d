/* Sentences, by punctuation.
 *
 * A sentence ends behind . ! ? … and their like in other scripts, with the closing marks that
 * follow, where white space or the text's end comes next; behind the full stops of East Asia it
 * always ends. A full stop does not end one behind an abbreviation (Mr., Jan., e.g.), an initial
 * (J.) or initials (U.S.), nor when the next word begins in lower case. A blank line always does.
 */
#ifndef NEWSREEL_TEXT_SENTENCES_H
#define NEWSREEL_TEXT_SENTENCES_H

#include "newsreel/core/str.h"

/* Cuts the next sentence off *rest (valid UTF-8), without white space around it; false when there
 * is none left. */
bool nr_sentences_next(struct nr_str *rest, struct nr_str *sentence);

size_t nr_sentences_count(struct nr_str text);

#endif
