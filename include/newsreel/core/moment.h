/* Times as RFC 3339 writes them. */
#ifndef NEWSREEL_CORE_MOMENT_H
#define NEWSREEL_CORE_MOMENT_H

#include "newsreel/core/str.h"
#include <stdint.h>

/* What nr_moment_parse makes of a value. */
enum nr_moment {
    NR_MOMENT_NONE, /* neither of the two */
    NR_MOMENT_DAY,  /* a day alone: "2022-07-19" */
    NR_MOMENT_TIME, /* a time with its zone: "2022-07-19T08:00:00.5+02:00" */
};

/* day gets "YYYY-MM-DD" as written; utc, for a time, "YYYY-MM-DDThh:mm:ssZ". Both with a NUL. The
 * letters may be lower case, and a space may stand for the T (RFC 3339 section 5.6). */
enum nr_moment nr_moment_parse(struct nr_str s, char day[11], char utc[21]);

struct nr_day {
    int year, month, day;
};

/* The day that s begins with, as it is written there: alone, or before a T or a space. What follows
 * is not looked at, so this is much faster than nr_moment_parse. */
bool nr_moment_day(struct nr_str s, struct nr_day *day);

/* Seconds from the beginning of 1970 in UTC; a day alone is its first second. False where s is
 * neither a day nor a time. */
bool nr_moment_seconds(struct nr_str s, int64_t *seconds);

enum { NR_MOMENT_SIZE = 26, NR_NO_ZONE = 10000 };

/* What readers of other forms find. */
struct nr_moment_parts {
    int year, month, day;
    int hour, minute, second;
    bool timed; /* the line above was given */
    int zone;   /* minutes east of UTC, or NR_NO_ZONE */
};

/* Whether the Gregorian calendar has the day. */
bool nr_moment_is_day(int year, int month, int day);

/* Writes parts with a real day of the years 0 to 9999, NUL-terminated: "2022-07-19T10:00:00+02:00",
 * Z for UTC; "2022-07-19" where there is no time that a clock shows, or no zone. */
void nr_moment_write(const struct nr_moment_parts *parts, char out[NR_MOMENT_SIZE]);

#endif
