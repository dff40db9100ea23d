/* nr_where: a condition on the members of a record.
 *
 *     language == "en" && quality.word_count >= 50 && !duplicate_of
 *
 *   or       a || b
 *   and      a && b                           binds tighter than or
 *   not      !a
 *   compare  a == b, != < <= > >=, a in [1, "x", null], a contains b
 *   value    a member with dots (names of letters, digits, _ and -, the first not beginning with a
 *            digit); a number or "string" as in JSON; 'string' without escapes; null, true, false;
 *            (or)
 *
 *   - A member that is not there is null; so is what lies inside something that is no object.
 *   - As a condition null, false, 0, "", [] and {} are false, everything else is true.
 *   - Values of different types are not equal; a list or an object is equal to nothing. Numbers are
 *     compared as integers where both are written so and have at most 18 digits, else as 64-bit
 *     floats; strings by code points. < <= > >= are false for everything else.
 *   - A list contains a value that an element is equal to, a string the strings inside it.
 *
 * Parentheses nest up to NR_WHERE_NEST deep. A condition is read once, and from then on may be used
 * by many threads; testing takes time linear in its length and in the values it names, and cannot
 * fail but for a member that occurs twice. */
#ifndef NEWSREEL_PUBLISH_WHERE_H
#define NEWSREEL_PUBLISH_WHERE_H

#include "newsreel/json/record.h"

enum { NR_WHERE_NEST = 64 };

struct nr_where;

/* NULL with the reason and the column, from 1 in characters, in the text of the error. */
struct nr_where *nr_where_new(struct nr_str text, struct nr_error *e);
void nr_where_free(struct nr_where *where);

/* NR_OK, and whether the record meets it; or NR_BAD. */
enum nr_status nr_where_test(const struct nr_where *where, struct nr_record *record,
                             struct nr_arena *arena, bool *met, struct nr_error *e);

#endif
