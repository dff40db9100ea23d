/* Times as RFC 3339 writes them. */
#ifndef NEWSREEL_CORE_MOMENT_H
#define NEWSREEL_CORE_MOMENT_H

#include "newsreel/core/str.h"

/* What nr_moment_parse makes of a value. */
enum nr_moment {
    NR_MOMENT_NONE, /* neither of the two */
    NR_MOMENT_DAY,  /* a day alone: "2022-07-19" */
    NR_MOMENT_TIME, /* a time with its zone: "2022-07-19T08:00:00.5+02:00" */
};

/* day gets "YYYY-MM-DD" as written; utc, for a time, "YYYY-MM-DDThh:mm:ssZ". Both with a NUL. The
 * letters may be lower case, and a space may stand for the T (RFC 3339 section 5.6). */
enum nr_moment nr_moment_parse(struct nr_str s, char day[11], char utc[21]);

#endif
