/* The names of news agencies, and of the broadcasters and services that sign their copy as agencies
 * do. */
#ifndef NEWSREEL_TEXT_AGENCIES_H
#define NEWSREEL_TEXT_AGENCIES_H

#include "newsreel/core/str.h"

/* The name by which the agency is known (a constant: "Reuters", "RIA Novosti") that is called s, in
 * any of its spellings and scripts: "REUTERS", "Рейтер", "РИА Новости". ASCII case does not count.
 * Empty when s as a whole is the name of none. */
struct nr_str nr_agency_of(struct nr_str s);

/* The agency whose name s begins with, where a word ends behind it; *length is that of the name as
 * it stands there. Of several the longest. Empty when none. */
struct nr_str nr_agency_at(struct nr_str s, size_t *length);

/* The same for the end of s, where a word begins with the name. */
struct nr_str nr_agency_before(struct nr_str s, size_t *length);

#endif
