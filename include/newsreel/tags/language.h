/* Which languages a text is written in.
 *
 * Letters first: a script that one language alone is written in decides. For Latin, Cyrillic,
 * Arabic, Devanagari and Han letters a linear model over letter sequences tells 65 languages apart;
 * where it is not sure, CLD2 is asked as well: it adds weight to the language that it names, and a
 * language that the model does not have is taken from it when it is certain and the text is not
 * short. What has too few letters to tell is "und", never a language by default.
 *
 * A text of up to NR_LANGUAGE_WHOLE bytes is read whole, paragraph by paragraph. Of a longer one,
 * windows of NR_LANGUAGE_WINDOW bytes are read, spread evenly: NR_LANGUAGE_WHOLE and an eighth of
 * its length in all, and where that leaves doubt, or if it is more, NR_LANGUAGE_SAMPLE. So the time
 * does not depend on its length, and neither a foreign lead-in nor the page's furniture at the end
 * decides alone. Each paragraph or window is of one language: that of the whole text unless it says
 * clearly that it is of another.
 *
 * The answer depends on the text alone: integers decide. */
#ifndef NEWSREEL_TAGS_LANGUAGE_H
#define NEWSREEL_TAGS_LANGUAGE_H

#include "newsreel/core/str.h"

enum {
    NR_LANGUAGE_WHOLE = 256,
    NR_LANGUAGE_WINDOW = 128,
    NR_LANGUAGE_SAMPLE = 1536,
    NR_LANGUAGE_TOP = 3,
};

struct nr_language_share {
    struct nr_str tag; /* BCP 47, a constant, never "und" */
    unsigned percent;  /* of the letters looked at, by bytes: 1 to 100 */
};

struct nr_language {
    struct nr_str tag; /* BCP 47, a constant: "en", "zh-Hant", "sr-Latn"; "und" when not known */
    unsigned percent;  /* of the letters looked at, those in this language: 0 to 100 */
    bool reliable;     /* no other language comes near */
    /* The languages with the largest shares, largest first; the first is tag, unless that is "und",
     * and then there are none. */
    struct nr_language_share top[NR_LANGUAGE_TOP];
    size_t count;
};

/* text is valid UTF-8. Any thread. */
struct nr_language nr_language_detect(struct nr_str text);

/* The language of a part, such as a paragraph, of a text that is on the whole in the language
 * around: a tag, or "und". Where the part does not speak clearly against it, it is in that
 * language; without letters it is "und". */
struct nr_str nr_language_of_part(struct nr_str text, struct nr_str around);

#endif
