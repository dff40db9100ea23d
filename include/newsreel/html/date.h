/* Dates as web pages give them: ISO 8601, RFC 822 and 2822, JavaScript's, and the written forms of
 * some forty languages, with the digits of their scripts.
 *
 * What comes out is RFC 3339: "2022-07-19T10:00:00+02:00" with the zone that was given (Z for UTC),
 * or "2022-07-19" where there is no time, or a time whose zone nobody says: it would name a moment
 * that is not known. Seconds are added where they are missing, fractions dropped.
 *
 * A date whose order cannot be told (3/4/2022) is no date unless the caller knows the order; with
 * dots the day comes first, with dashes or slashes what is past 12 tells. Years have four digits,
 * or two in 19.07.22 (2000 to 2069); they run from 1700 to 2199. */
#ifndef NEWSREEL_HTML_DATE_H
#define NEWSREEL_HTML_DATE_H

#include "newsreel/core/moment.h"

enum { NR_DATE_SIZE = NR_MOMENT_SIZE };

/* How the place that a date comes from writes 3/4/2022. */
enum nr_date_order { NR_DATE_ORDER_UNKNOWN, NR_DATE_DAY_FIRST, NR_DATE_MONTH_FIRST };

/* The first date in s, NUL-terminated. False when there is none. It has to end in the first 200
 * bytes: no more are looked at. s is valid UTF-8, but for its end. */
bool nr_date_parse(struct nr_str s, char out[NR_DATE_SIZE]);
bool nr_date_parse_in(struct nr_str s, enum nr_date_order order, char out[NR_DATE_SIZE]);

/* The dates in a line that says when something was published or changed ("Updated 15 March 2023;
 * published 14 March 2023"): RFC 3339, empty where it gives none. */
void nr_date_line(struct nr_str line, char created[NR_DATE_SIZE], char modified[NR_DATE_SIZE]);

/* The order in a language (BCP 47: "en-US", also "en_US"); unknown for English of no country, and
 * where years come first. */
enum nr_date_order nr_date_order_of(struct nr_str language);

/* The date in the path of an address: /2022/07/19/, /2022-07-19-ferry, /20220719.html,
 * /ferry-19-07-2022. Years from 1990 to 2099. */
bool nr_date_in_address(struct nr_str url, char out[NR_DATE_SIZE]);

/* The date in UTC of seconds or milliseconds since 1970, alone in s: from 2001, when they had ten
 * and thirteen digits, to 2029. */
bool nr_date_of_epoch(struct nr_str s, char out[NR_DATE_SIZE]);

/* Days since 1970-01-01 of a date that begins as RFC 3339 says, so that days can be compared; -1
 * when it does not, or lies before. */
long nr_date_day(struct nr_str date);

#endif
