/* Dates as web pages give them: ISO 8601, RFC 822 and 2822, JavaScript's, and the written forms of
 * some languages.
 *
 * What comes out is RFC 3339: "2022-07-19T10:00:00+02:00" with the zone that was given (Z for UTC),
 * or "2022-07-19" where there is no time, or a time whose zone nobody says: it would name a moment
 * that is not known. Seconds are added where they are missing, fractions dropped.
 *
 * A date whose order cannot be told (3/4/2022) is no date; with dots the day comes first, with
 * dashes or slashes only what is past 12 tells. Years run from 1700 to 2199. */
#ifndef NEWSREEL_HTML_DATE_H
#define NEWSREEL_HTML_DATE_H

#include "newsreel/core/str.h"

enum { NR_DATE_SIZE = 26 };

/* The first date in s, NUL-terminated. False when there is none. Looks at 200 bytes at most. */
bool nr_date_parse(struct nr_str s, char out[NR_DATE_SIZE]);

#endif
