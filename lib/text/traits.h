/* What the paragraphs of a text look like: for each one a small number in each of a few groups,
 * which are all that the line model (line_model.h) knows of it.
 *
 * The groups up to NR_TRAIT_OWN come from the paragraph's bytes alone, the others from what stands
 * around it. No trait depends on words of a topic or the name of a site, and none says how long the
 * text is, which share of it is prose, or how far away its ends are: weights for those are right for
 * the pages that they were learnt from, and wrong for others. */
#ifndef NEWSREEL_LIB_TEXT_TRAITS_H
#define NEWSREEL_LIB_TEXT_TRAITS_H

#include "newsreel/core/arena.h"
#include "newsreel/core/str.h"
#include <stdint.h>

enum nr_trait {
    NR_TRAIT_LENGTH,     /* columns, in 13 steps */
    NR_TRAIT_END,        /* kind of the last mark, in lines of three lengths */
    NR_TRAIT_FIRST,      /* kind of the first character */
    NR_TRAIT_FUNCTION,   /* share of function words, in lines of three lengths */
    NR_TRAIT_CAPITALS,   /* share of words with a capital, in lines of two lengths */
    NR_TRAIT_DIGITS,     /* share of digits */
    NR_TRAIT_SEPARATORS, /* bars, arrows, bullets between words */
    NR_TRAIT_INSIDE,     /* sentence ends and commas inside */
    NR_TRAIT_SIGN,       /* the most telling sign: an address, a price, a date */
    NR_TRAIT_PHRASE,     /* a phrase of furniture, by its reason */
    NR_TRAIT_OWN,        /* how many groups the ones above are */

    NR_TRAIT_REPEATED = NR_TRAIT_OWN, /* how often the paragraph stands in the text */
    NR_TRAIT_TITLE,                   /* is, or is a part of, the first line */
    NR_TRAIT_PASSED,                  /* share of the text's prose that stands above it */
    NR_TRAIT_BETWEEN,                 /* how far prose is above and below */
    NR_TRAIT_BEFORE,                  /* prose in the four paragraphs above */
    NR_TRAIT_AFTER,                   /* in the four below */
    NR_TRAIT_FAR_BEFORE,              /* in the twelve above those */
    NR_TRAIT_FAR_AFTER,
    NR_TRAIT_RUN,       /* the run of short lines that it is in */
    NR_TRAIT_LIKE,      /* whether its neighbours look like it */
    NR_TRAIT_ENDED,     /* how long ago a phrase stood there that ends articles */
    NR_TRAIT_STRETCH,   /* in, above or below the stretch with the most words (stretch.h) */
    NR_TRAIT_SHARE,     /* how much of the prose is in it */
    NR_TRAIT_EDGE,      /* how far its ends are */
    NR_TRAIT_STRETCHES, /* in one of the stretches, where there may be many of them */
    NR_TRAIT_KIND,      /* how many paragraphs of prose the text has */
    NR_TRAIT_PAIR,      /* whether it stands elsewhere with the same neighbour */
    NR_TRAIT_SHARED,    /* share of its longer words that prose elsewhere has */
    NR_TRAIT_PATTERN,   /* how many around, but for its neighbours, look like it */
    NR_TRAIT_WORDS,     /* what the words of a short line say (line_words.h) */
    NR_TRAITS
};

enum { NR_TRAIT_VALUES = 39 }; /* in a group, at most */

struct nr_traits {
    unsigned char value[NR_TRAITS];
    const char *phrase;   /* what nr_furniture_phrase says: the caller fills these in */
    unsigned char length; /* 0 as navigation has them, 1, or 2 as prose has them */
    bool recurs;          /* on the site, and goes */
    bool ends;
    bool sentence;    /* ends like a sentence */
    bool loose;       /* short, and not a sentence: as navigation has them */
    uint32_t columns; /* estimated where the paragraph is long */
    uint32_t words;   /* likewise; two characters of a script without spaces are one */
    uint32_t prose;   /* columns, where it is of sentences; else 0 */
};

/* Fills t, but for phrase, ends and recurs, for all paragraphs (none of them empty, valid UTF-8).
 * Linear time. Scratch memory comes from the arena. */
void nr_traits_measure(struct nr_traits *t, const struct nr_str *paragraphs, size_t count,
                       struct nr_arena *arena);

/* The value of NR_TRAIT_WORDS by another lexicon; t: measured. */
struct nr_line_lexicon;
unsigned char nr_traits_words(const struct nr_traits *t, const struct nr_line_lexicon *lexicon,
                              struct nr_str paragraph);

#endif
