/* Which language a text is written in.
 *
 * The detector is CLD2, asked for its best guess however short the text is. A text of more than
 * NR_LANGUAGE_SAMPLE bytes is judged by three windows of a third of that each, from its start, its
 * middle and its end, cut at code points: so the time it takes does not depend on its length, and
 * neither a foreign lead-in nor the page's furniture at the end decides alone. */
#ifndef NEWSREEL_TAGS_LANGUAGE_H
#define NEWSREEL_TAGS_LANGUAGE_H

#include "newsreel/core/str.h"

enum { NR_LANGUAGE_SAMPLE = 1536 };

struct nr_language {
    struct nr_str tag; /* BCP 47, a constant: "en", "zh-Hant", "sr-Latn"; "und" when not known */
    unsigned percent;  /* of the letters looked at, those in this language: 0 to 100 */
    bool reliable;     /* the detector itself trusts its answer */
};

/* text is valid UTF-8. Any thread. */
struct nr_language nr_language_detect(struct nr_str text);

#endif
