/* The parts of the tagger of dates. A reading function begins at token i and returns the token
 * behind what it has read; 0 where nothing is there, and then *out may hold anything. */
#ifndef NEWSREEL_LIB_TAGS_DATES_PARTS_H
#define NEWSREEL_LIB_TAGS_DATES_PARTS_H

#include "dates_calendar.h"
#include "dates_words.h"
#include "newsreel/tags/dates.h"
#include <stdint.h>

struct dates_found;

struct dates_reader {
    const struct nr_dates *d;
    const struct nr_dates_now *now;
    const struct nr_tokens *t;
    const uint32_t *words;     /* of the tokens of the block, and NR_TOKENS_MARGIN behind it */
    struct dates_found *found; /* DATES_FOUND of them */
    long today;                /* as in the calendar, where the reference is known */
};

/* 0 for what is not said. Not all go together:
 *   year month day    month day    day weekday    weekday    day
 * and none: some day that depends on the reference, which is not known. */
struct dates_day {
    int year, month, day;
    int weekday;
};

struct dates_clock {
    int hour, minute, second; /* -1 for what is not said; hour -1 only where there is no clock */
    bool either;              /* before or after noon */
    bool half;                /* which half of the day is said: "pm", "in the evening" */
};

/* Nothing is said. */
extern const struct dates_clock dates_no_clock;

enum dates_unit {
    DATES_YEAR,
    DATES_MONTH,
    DATES_WEEK,
    DATES_WEEKEND,
    DATES_WORKDAY,
    DATES_DAY,
    DATES_HOUR,
    DATES_MINUTE,
    DATES_SECOND,
    DATES_UNITS,
    /* of durations these are others: */
    DATES_DECADE,
    DATES_CENTURY,
    DATES_QUARTER,
    DATES_FORTNIGHT,
};

/* How often each unit, in thousandths of it. */
struct dates_length {
    int64_t of[DATES_UNITS];
};

enum { DATES_MILLI = 1000 }; /* thousandths of one */

/* One part of the calendar. */
enum dates_period_kind {
    DATES_NO_PERIOD,
    DATES_OF_YEAR,       /* 2018; year 0: XXXX */
    DATES_OF_MONTH,      /* 2018-10, XXXX-10, XXXX-XX */
    DATES_OF_WEEK,       /* 2018-W10, XXXX-WXX */
    DATES_OF_WEEKEND,    /* 2018-W10-WE */
    DATES_OF_MONTH_WEEK, /* 2018-10-W05 */
    DATES_OF_SEASON,     /* 2018-SU, SU */
    DATES_OF_FISCAL,     /* FY2018 */
    DATES_OF_SCHOOL,     /* SY2018 */
    DATES_OF_DAY,        /* what a day is the value of */
    DATES_OF_SPAN,       /* (from,to,length) */
};

struct dates_period {
    enum dates_period_kind kind;
    int year, month, n; /* n: of the week, weekend, season */
    struct dates_day from, to;
    struct dates_length length;
};

enum dates_shape {
    DATES_NOTHING,
    DATES_DATE,
    DATES_TIME,
    DATES_DATETIME,
    DATES_DURATION,
    DATES_SET,
    DATES_DATERANGE,
    DATES_TIMERANGE,
    DATES_DATETIMERANGE,
};

/* What an expression means. By shape:
 *   DATE           day
 *   TIME           clock
 *   DATETIME       day, clock; or present
 *   DATERANGE      period
 *   TIMERANGE      part, or clock to until
 *   DATETIMERANGE  day and part, or day clock to until_day until
 *   DURATION       length
 *   SET            length, or day with clock or part, or one of them */
struct dates_when {
    enum dates_shape shape;
    struct dates_day day, until_day;
    struct dates_clock clock, until;
    struct dates_period period;
    struct dates_length length;
    const char *part; /* "MO"; NULL: none */
    bool range;       /* to until */
    int until_months; /* how long the end is that until_day begins; 0: a day */
    bool present;     /* now */
    bool bound;       /* before, after or from it on: a range, with the value of the one end */
    unsigned percent; /* 0 or confidence */
};

/* What dates_read_point has read, so that readers of ranges may ask for it again. */
enum { DATES_FOUND = 8 };
struct dates_found {
    size_t at, end; /* at: of the token, and one; 0 for none */
    struct dates_when when;
};

/* ---- What a token is ---- */

static inline enum dates_word dates_kind(const struct dates_reader *r, size_t i)
{
    return (enum dates_word)(i < r->t->count ? r->words[i] & 0xff : 0);
}

static inline int dates_value(const struct dates_reader *r, size_t i)
{
    return i < r->t->count ? (int)(r->words[i] >> 8) : 0;
}

static inline bool dates_is(const struct dates_reader *r, size_t i, enum dates_word word)
{
    return dates_kind(r, i) == word;
}

static inline bool dates_mark(const struct dates_reader *r, size_t i, uint32_t mark)
{
    return i < r->t->count && nr_token_is_mark(&r->t->items[i], mark);
}

static inline bool dates_close(const struct dates_reader *r, size_t i)
{
    return i < r->t->count && nr_token_is_close(&r->t->items[i]);
}

/* Digits of a run, 0 where there is none. */
static inline size_t dates_digits(const struct dates_reader *r, size_t i)
{
    return dates_is(r, i, W_DIGITS) ? r->t->items[i].end - r->t->items[i].start : 0;
}

/* Behind the word, or at i where another is there. */
static inline size_t dates_skip(const struct dates_reader *r, size_t i, enum dates_word word)
{
    return i + dates_is(r, i, word);
}

static inline bool dates_known(const struct dates_reader *r)
{
    return r->now->year != 0;
}

bool dates_is_dash(const struct dates_reader *r, size_t i);
/* Whether a number goes on before i or behind the token before end: 3.14, 12,500, 5-6. */
bool dates_joined_before(const struct dates_reader *r, size_t i);
bool dates_joined_after(const struct dates_reader *r, size_t end);

/* ---- Numbers ---- */

/* 1 to 99 in words. */
size_t dates_read_small(const struct dates_reader *r, size_t i, int *n);
/* "third", "twenty-first", "3rd" */
size_t dates_read_ordinal(const struct dates_reader *r, size_t i, int *n);
/* How many, in thousandths of one: "2.5", "twelve", "a couple of", "one and a half", "½" */
size_t dates_read_amount(const struct dates_reader *r, size_t i, int64_t *milli);
/* "1987", "nineteen eighty-seven", "two thousand and fifteen" */
size_t dates_read_year(const struct dates_reader *r, size_t i, int *year);
/* The same, and "'87", "87" behind something that calls for a year. */
size_t dates_read_year_after(const struct dates_reader *r, size_t i, int *year);
int dates_year_of_two(const struct dates_reader *r, int year);

/* ---- Points ---- */

/* A month by name. */
size_t dates_read_month(const struct dates_reader *r, size_t i, int *month);
size_t dates_read_weekday(const struct dates_reader *r, size_t i, int *weekday);
size_t dates_read_day(const struct dates_reader *r, size_t i, struct dates_day *day);
size_t dates_read_numeric(const struct dates_reader *r, size_t i, struct dates_day *day);
size_t dates_read_holiday(const struct dates_reader *r, size_t i, struct dates_day *day);
/* sure: what is before it calls for a time, so "7" or "7.30" is one. */
size_t dates_read_clock(const struct dates_reader *r, size_t i, bool sure, struct dates_clock *c);
/* "in the morning", "tonight" without its day */
size_t dates_read_part(const struct dates_reader *r, size_t i, const char **part, bool *plural);
/* A part of the day that holds for a clock: the hour moves behind noon where it must. */
void dates_apply_part(struct dates_clock *c, const char *part);

/* ---- Periods, durations, sets, ranges ---- */

/* Reads an expression that begins at token i. Returns where it ends; 0: there is none. */
typedef size_t (*dates_reading)(const struct dates_reader *r, size_t i, struct dates_when *w);

/* What the first of the readers finds that finds something; each gets *w as it is when nothing is
 * said. */
size_t dates_read_first(const dates_reading *readers, size_t count, const struct dates_reader *r,
                        size_t i, struct dates_when *w);
void dates_reset(struct dates_when *w);
size_t dates_read_period(const struct dates_reader *r, size_t i, struct dates_period *p);
/* A unit of time; *of also one of those behind DATES_UNITS. */
size_t dates_read_unit(const struct dates_reader *r, size_t i, enum dates_unit *of);
/* "last year", "of this year" behind a month or a day: 0 where the reference is not known. */
size_t dates_read_relative_year(const struct dates_reader *r, size_t i, int *year);
size_t dates_read_length(const struct dates_reader *r, size_t i, struct dates_length *length);
void dates_add_unit(struct dates_length *length, enum dates_unit unit, int64_t milli);
/* "three days ago", "in two weeks", "2 weeks before Christmas" */
size_t dates_read_offset(const struct dates_reader *r, size_t i, struct dates_when *w);
size_t dates_read_set(const struct dates_reader *r, size_t i, struct dates_when *w);
/* A day, a time, both, or a period. */
size_t dates_read_point(const struct dates_reader *r, size_t i, struct dates_when *w);
/* All of it. */
size_t dates_read_when(const struct dates_reader *r, size_t i, struct dates_when *w);

/* Whether an expression may begin at a token, by it and the next few: most that may be inside of
 * one begin none. */
bool dates_may_begin(const struct dates_reader *r, size_t i);

/* ---- Values ---- */

/* The day that is nearest to the reference of those it may be; or as it is, where that has a year
 * or the reference is not known. */
struct dates_day dates_resolve(const struct dates_reader *r, struct dates_day day);
struct dates_day dates_of_number(const struct dates_reader *r, long number);
/* A day with year, month and day as in the calendar. */
long dates_number(const struct dates_day *day);
/* Whether the calendar has the month and day, in the year where it is said, else in some year. True
 * of a day without one of them. */
bool dates_exists(const struct dates_day *day);
/* A weekday and nothing more. */
bool dates_is_weekday(const struct dates_day *day);
/* How many days the next such weekday is behind a day, 1 to 7: a weekday, or one that is resolved
 * to a date. */
int dates_until_weekday(const struct dates_reader *r, struct dates_day day, int weekday);
/* The first and the last day of a range of days, with the reference where it takes one; false where
 * it has not two ends, or the calendar does not tell them (seasons, fiscal years). */
bool dates_read_ends(const struct dates_reader *r, const struct dates_when *w,
                     struct dates_day *first, struct dates_day *last);
/* The day, and the time of the clock where it has one. */
struct nr_str dates_write_moment(const struct dates_day *day, const struct dates_clock *clock,
                                 struct nr_spans *spans);
/* The day that is this much later, or earlier where sign is -1. */
struct dates_day dates_shift(const struct dates_reader *r, long from,
                             const struct dates_length *length, int sign);
struct nr_str dates_write(const struct dates_reader *r, const struct dates_when *w,
                          struct nr_spans *spans);
const char *dates_type(const struct dates_when *w);

#endif
