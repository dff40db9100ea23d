/* nr_expressions: finds what regular expressions match in a text.
 *
 * Expressions are those of PCRE2 (see pcre2pattern(3)) over UTF-8, with Unicode's properties for
 * \w, \d, \b and case. \C is refused: it could cut a character. Each expression is searched by
 * itself from left to right; its matches do not overlap, and empty ones are passed over.
 *
 * An expression may need time that grows exponentially with the text. So each search for the next
 * match may take NR_EXPRESSIONS_STEPS steps of backtracking, and of one text an expression gives no
 * more than NR_EXPRESSIONS_MATCHES: what is behind is not looked at, and counted. */
#ifndef NEWSREEL_TAGS_EXPRESSIONS_H
#define NEWSREEL_TAGS_EXPRESSIONS_H

#include "newsreel/core/err.h"
#include "newsreel/tags/spans.h"

enum { NR_EXPRESSIONS_STEPS = 1000000, NR_EXPRESSIONS_MATCHES = 10000 };

struct nr_expressions;

struct nr_expressions *nr_expressions_new(void);
/* NR_OK; or NR_FAIL with what PCRE2 says. Both views are copied. */
enum nr_status nr_expressions_add(struct nr_expressions *x, struct nr_str expression,
                                  struct nr_str label, bool any_case, struct nr_error *e);
/* Adds a span for each match in text (valid UTF-8), of type label, with the text that matches as
 * value; in the order of the expressions. Returns how many of them gave up. Any thread. */
size_t nr_expressions_read(const struct nr_expressions *x, struct nr_str text,
                           struct nr_spans *spans);
void nr_expressions_free(struct nr_expressions *x);

#endif
