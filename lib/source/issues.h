/* Pages of newspapers that come out of an archive or a folder one by one, put together to issues.
 *
 * A METS file and the ALTO pages that it names (formats/mets.h) become one member with parts. Files
 * come in any order, and nothing is opened by a name: what has come is held until its issue is
 * complete, in a queue, so that nothing overtakes what came before it.
 *
 *   - A page is held, for its METS file may come behind it, until something comes that lies outside
 *     of the folder around the page's folder, unless that is its METS file.
 *   - A METS file that names blocks takes its pages out of the queue, and waits for the others
 *     until something comes that lies outside of the folder that it and all its pages are in. The
 *     issue then stands where the first of its files stood. Pages before it that lie elsewhere wait
 *     no longer: theirs would have come by now.
 *   - Whatever comes while something is held waits behind it.
 *
 * No more than max_record bytes are held, and no more than 4096 members. Where that does not
 * suffice, what is first in the queue has waited long enough: the pages of its folder come page by
 * page, and its METS file alone, with NR_METS_OVER as its state.
 *
 * Of a walk without ALTO and METS nothing is held, and nothing is copied. */
#ifndef NEWSREEL_LIB_SOURCE_ISSUES_H
#define NEWSREEL_LIB_SOURCE_ISSUES_H

#include "newsreel/source/members.h"

struct nr_issues;

/* limit: bytes that may be held. */
struct nr_issues *nr_issues_new(size_t limit);

/* Whether what the walk has brought is to be added before it is handed out. */
bool nr_issues_wants(const struct nr_issues *s, enum nr_status status,
                     const struct nr_member *member);

/* Takes a copy. status: NR_OK with a member, NR_BAD or NR_FAIL with an error; NR_END: nothing more
 * comes. */
void nr_issues_add(struct nr_issues *s, enum nr_status status, const struct nr_member *member,
                   const struct nr_error *e);

/* The next of what waits no longer: true, with its status. Views live until the next call, or as
 * long as somebody holds the member's keeper. */
bool nr_issues_next(struct nr_issues *s, enum nr_status *status, struct nr_member *member,
                    struct nr_error *e);

/* Whether nr_issues_next would bring something. */
bool nr_issues_ready(const struct nr_issues *s);

void nr_issues_free(struct nr_issues *s);

#endif
