/* nr_lexicon: finds the terms of a list in a text.
 *
 * The list is lines "term<TAB>label"; empty lines and lines that start with '#' are comments, a CR
 * at the end of a line is not part of it. Blanks around a term are cut off. A term that stands
 * there twice with two labels has both.
 *
 * What matches: the term's exact bytes, where no word is cut in two. A word is a run of letters,
 * digits and marks, joiners (U+200C, U+200D) among them; in scripts without spaces (Han, kana,
 * Thai, Lao, Khmer, Myanmar) each letter with its marks is one; so is an emoji, with all that is
 * joined to it, and a flag; everything else is by itself. So "art" is not found in "party" nor "C"
 * in "C2", but "C++" in "C++," and "Rome" in "Rome's". Matches do not overlap: the leftmost begins
 * first, and of those that begin there the longest is taken.
 *
 * Method: the automaton of Aho and Corasick over bytes (newsreel/tags/automaton.h). Linear in the
 * text, whatever the terms are. Memory: the list itself, 16 bytes for each byte of a term and each
 * break between its words that no other term begins with as well, about 60 for a term; while it is
 * made, half as much again. */
#ifndef NEWSREEL_TAGS_LEXICON_H
#define NEWSREEL_TAGS_LEXICON_H

#include "newsreel/core/err.h"

enum { NR_LEXICON_TERM = 1024 }; /* longest term in bytes */

struct nr_lexicon;

/* NR_OK and a lexicon that holds a copy of list; or NR_FAIL for the first bad line, with its number
 * in e->line: no tab, more than one, an empty term or label, a term that is too long, invalid
 * UTF-8, control characters; or a list of more than 1 GiB (line 0). The caller adds the path. */
enum nr_status nr_lexicon_new(struct nr_lexicon **lexicon, struct nr_str list, struct nr_error *e);

/* Distinct terms. */
size_t nr_lexicon_count(const struct nr_lexicon *l);
void nr_lexicon_free(struct nr_lexicon *l);

struct nr_lexicon_match {
    size_t from, to;    /* bytes of the text, half open */
    size_t start, end;  /* code points */
    struct nr_str term; /* bytes of the lexicon */
    struct nr_str label;
};

/* A walk over the matches of a text, in order; of a term with several labels, one match each, in
 * the order of the list. The lexicon is only read: any number of walks at once. */
struct nr_lexicon_walk {
    const struct nr_lexicon *lexicon;
    struct nr_str text; /* valid UTF-8 */
    size_t at;          /* bytes read */
    size_t word_end;    /* of the word at is in */
    uint32_t state;     /* of the automaton */
    uint32_t found;     /* matches of the state handed out */
    size_t counted, points;
    struct nr_lexicon_match match;
    size_t more; /* next entry with the term of the last match, plus 1 */
};

struct nr_lexicon_walk nr_lexicon_walk(const struct nr_lexicon *l, struct nr_str text);
/* False after the last. */
bool nr_lexicon_next(struct nr_lexicon_walk *w, struct nr_lexicon_match *match);

#endif
