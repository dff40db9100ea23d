/* Parts of the compounds that English, German and French write with a hyphen. Private to lib/text.
 */
#ifndef NEWSREEL_TEXT_COMPOUNDS_H
#define NEWSREEL_TEXT_COMPOUNDS_H

#include "newsreel/core/str.h"
#include <stdint.h>

/* What a part is by itself. */
enum {
    NR_PREFIX = 1 << 0,   /* stays apart from what follows */
    NR_BOUND = 1 << 1,    /* what follows such a prefix in a word */
    NR_LINK = 1 << 2,     /* a word of its own within a compound: up-to-date */
    NR_STREET = 1 << 3,   /* Oxford-street */
    NR_PARTICLE = 1 << 4, /* begins names, and is none: DeSoto */
    NR_JOINS = 1 << 5,    /* Ein- und Ausfuhr */
    NR_SUBJECT = 1 << 6,  /* dit-il: behind t and d */
    NR_PRONOUN = 1 << 7,  /* dis-je */
    NR_QUALITY = 1 << 8,  /* old-fashioned */
    NR_NON = 1 << 10,     /* as NR_PREFIX in British texts */
    NR_VOWEL = 1 << 9,    /* may be a syllable alone */
};

struct nr_compound_part {
    struct nr_str word;    /* in lower case */
    uint32_t heads, tails; /* kinds of compounds that it begins, and that it ends */
    uint32_t is;
};

/* All that is known of a word, in whatever case its ASCII letters are; never NULL. */
const struct nr_compound_part *nr_compounds_find(struct nr_str word);

/* True when head and tail make one of the compounds of English, of French. */
bool nr_compounds_english(const struct nr_compound_part *head, const struct nr_compound_part *tail);
bool nr_compounds_french(const struct nr_compound_part *head, const struct nr_compound_part *tail);

#endif
