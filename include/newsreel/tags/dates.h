/* nr_dates: the dates, times, durations and repetitions that a text names, with values.
 *
 *   type           forms                                     values
 *   date           July 13, 2022; 13.7.2022; last Tuesday    2022-07-13, XXXX-07-13, XXXX-WXX-2
 *   time           2 pm; half past seven; noon               T14, T07:30
 *   datetime       Tuesday at 2 pm; now                      2022-07-12T14, PRESENT_REF
 *   duration       three days; 2.5 hours; all week           P3D, PT2.5H, P1W
 *   set            every Monday; daily; twice a week         XXXX-WXX-1, P1D, P1W
 *   daterange      late July; last week; 2014-2018           XXXX-07, 2022-W28,
 *                                                            (2014-01-01,2018-01-01,P4Y)
 *   timerange      in the morning; 2 to 5 pm                 TMO, (T14,T17,PT3H)
 *   datetimerange  Tuesday night; today from 2 to 5          XXXX-WXX-2TNI, (2022-07-12T02,...)
 *
 * Values are those of TIMEX3 (ISO-TimeML), whose base is ISO 8601: X stands for a digit that is not
 * said, and a range is (start,end,duration) with the end outside where it is the name of a period.
 *
 * What is relative is resolved against the reference: "last week", "three days ago". So are a
 * weekday and a day of a month that stand for a day or a moment: they mean the one that is nearest
 * to the reference. In ranges they keep their X: the value is what is said. Without a
 * reference, all keeps X.
 *
 * A range of days has a first and a last day, "2022-07-01" and "2022-07-31" of July, with the times
 * that are said, where the calendar and the reference tell them: not what has one end, seasons,
 * fiscal and school years.
 *
 * The forms are those of English, and the dates of a day, a month by its name and a year of the
 * languages of nr_month_of; numbers alone are read as year-month-day, day.month.year, and
 * month/day/year or day/month/year as the reference says, unless only one of the two is possible.
 *
 * Linear in the text; a reader is made once and only read, by any number of threads. */
#ifndef NEWSREEL_TAGS_DATES_H
#define NEWSREEL_TAGS_DATES_H

#include "newsreel/tags/spans.h"
#include "newsreel/tags/tokens.h"

struct nr_dates;

/* What a text is read against: when it was written, by the clock of its writer. */
struct nr_dates_now {
    int year, month, day;     /* year 0: not known, and all of the rest neither */
    int hour, minute, second; /* 0 where only the day is known */
    bool day_first;           /* 3/4 is the third of April */
    bool foreign;             /* the text is known not to be English */
};

struct nr_dates *nr_dates_new(void);
/* Adds the spans of one block, which do not overlap, in order. */
void nr_dates_read(const struct nr_dates *d, const struct nr_dates_now *now,
                   const struct nr_tokens *block, struct nr_spans *spans);
void nr_dates_free(struct nr_dates *d);

#endif
