/* Arithmetic of the Gregorian calendar, which is taken to hold for all years. */
#ifndef NEWSREEL_LIB_TAGS_DATES_CALENDAR_H
#define NEWSREEL_LIB_TAGS_DATES_CALENDAR_H

/* Days are counted from 1970-01-01, which is 0. Months outside 1 to 12 and days outside the month
 * count on into the years and months beside. */
long nr_calendar_number(int year, int month, int day);
void nr_calendar_date(long number, int *year, int *month, int *day);

int nr_calendar_days(int year, int month); /* of the month */
int nr_calendar_weekday(long number);      /* 1 Monday to 7 Sunday */
/* The week by ISO 8601 and the year that it belongs to. */
int nr_calendar_week(long number, int *year);
int nr_calendar_weeks(int year); /* 52 or 53 */
/* Monday of a week. */
long nr_calendar_of_week(int year, int week);
/* The same day of a month that is this many later; its last day where it has no such day. */
long nr_calendar_add_months(long number, int months);
/* The nth such weekday of a month; nth -1 is the last. */
long nr_calendar_nth(int year, int month, int weekday, int nth);
/* Easter Sunday of the western churches. */
long nr_calendar_easter(int year);

#endif
