/* nr_wordlist: finds the terms of a list in a text, each by its own rule of case, and has the
 * expressions of the list.
 *
 * The list is that of nr_lexicon with a third column that may be left out: lines
 * "term<TAB>label<TAB>flags". The flag "x" says that the term is an expression, see nr_expressions.
 * The flag "i" is any case: the term and the text are compared in lower case, by Unicode's simple
 * mapping of each code point; one whose lower case has another length in UTF-8 is compared as it
 * is. Without flags a term matches its exact bytes.
 *
 * Exact terms are found as nr_lexicon does, and so are those of any case, each kind by itself. Of
 * two matches of the two kinds that overlap the one that begins first counts, of two that begin
 * together the longer; of the same bytes both do, the exact one first. What the match left out had
 * hidden among its own kind stays hidden. Linear in the text. */
#ifndef NEWSREEL_TAGS_WORDLIST_H
#define NEWSREEL_TAGS_WORDLIST_H

#include "newsreel/tags/expressions.h"
#include "newsreel/tags/lexicon.h"

struct nr_wordlist;

/* NR_OK and a list that holds copies; or NR_FAIL for a bad line, with its number in e->line: an
 * unknown flag, or what nr_lexicon_new says. The caller adds the path. */
enum nr_status nr_wordlist_new(struct nr_wordlist **list, struct nr_str text, struct nr_error *e);
void nr_wordlist_free(struct nr_wordlist *l);

/* Those of the list, to be read apart; they may overlap its terms and each other. */
const struct nr_expressions *nr_wordlist_expressions(const struct nr_wordlist *l);

/* A walk over the matches of a text, in order. The list is only read: any number at once. */
struct nr_wordlist_walk {
    struct nr_lexicon_walk walks[2]; /* exact, any case */
    struct nr_lexicon_match heads[2];
    bool have[2];
    struct nr_str text;
    size_t from, to; /* of the match handed out last */
};

/* text is valid UTF-8; lower is overwritten and must stay until the end of the walk. */
struct nr_wordlist_walk nr_wordlist_walk(const struct nr_wordlist *l, struct nr_str text,
                                         struct nr_buf *lower);
/* False after the last. The term of a match is the bytes of the list, or, of one of any case, those
 * of the text. */
bool nr_wordlist_next(struct nr_wordlist_walk *w, struct nr_lexicon_match *match);

#endif
