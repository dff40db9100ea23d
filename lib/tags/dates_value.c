#include "dates_parts.h"
#include <stdarg.h>
#include <stdio.h>

enum { SIZE = 200, MILLI = 1000 };

struct text {
    char data[SIZE];
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(t->data + t->len, SIZE - t->len, format, args);
    va_end(args);
    size_t left = SIZE - 1 - t->len;
    t->len += n < 0 ? 0 : (size_t)n < left ? (size_t)n : left;
}

static void add_year(struct text *t, int year)
{
    if (year)
        add(t, "%04d", year);
    else
        add(t, "XXXX");
}

static void add_day(struct text *t, const struct dates_day *d)
{
    if (d->weekday && !d->month && !d->year) {
        add(t, "XXXX-WXX-%d", d->weekday);
        return;
    }
    add_year(t, d->year);
    if (d->month)
        add(t, "-%02d", d->month);
    else
        add(t, "-XX");
    if (d->day)
        add(t, "-%02d", d->day);
    else
        add(t, "-XX");
}

static void add_clock(struct text *t, const struct dates_clock *c)
{
    add(t, "T%02d", c->hour);
    if (c->minute >= 0)
        add(t, ":%02d", c->minute);
    if (c->second >= 0)
        add(t, ":%02d", c->second);
}

static void add_amount(struct text *t, int64_t milli, const char *unit)
{
    if (!milli)
        return;
    add(t, "%lld", (long long)(milli / MILLI));
    for (int64_t rest = milli % MILLI, by = 100, first = 1; rest; rest %= by, by /= 10, first = 0)
        add(t, "%s%lld", first ? "." : "", (long long)(rest / by));
    add(t, "%s", unit);
}

static void add_length(struct text *t, const struct dates_length *length)
{
    static const char *const units[] = {"Y", "M", "W", "WE", "BD", "D", "H", "M", "S"};
    add(t, "P");
    for (size_t i = 0; i < DATES_UNITS; i++) {
        if (i == DATES_HOUR && (length->of[i] || length->of[i + 1] || length->of[i + 2]))
            add(t, "T");
        add_amount(t, length->of[i], units[i]);
    }
}

static void add_period(struct text *t, const struct dates_period *p)
{
    static const char *const seasons[] = {"", "SP", "SU", "FA", "WI"};
    if (p->kind == DATES_OF_SPAN) {
        add(t, "(");
        add_day(t, &p->from);
        add(t, ",");
        add_day(t, &p->to);
        add(t, ",");
        add_length(t, &p->length);
        add(t, ")");
        return;
    }
    if (p->kind == DATES_OF_DAY) {
        add_day(t, &p->from);
        return;
    }
    if (p->kind == DATES_OF_FISCAL || p->kind == DATES_OF_SCHOOL)
        add(t, p->kind == DATES_OF_FISCAL ? "FY" : "SY");
    if (p->kind != DATES_OF_SEASON || p->year)
        add_year(t, p->year);
    if (p->kind == DATES_OF_SEASON)
        add(t, "%s%s", p->year ? "-" : "", seasons[p->n]);
    if (p->kind == DATES_OF_MONTH || p->kind == DATES_OF_MONTH_WEEK)
        p->month ? add(t, "-%02d", p->month) : add(t, "-XX");
    if (p->kind == DATES_OF_MONTH_WEEK ||
        ((p->kind == DATES_OF_WEEK || p->kind == DATES_OF_WEEKEND) && p->n))
        add(t, "-W%02d", p->n);
    else if (p->kind == DATES_OF_WEEK || p->kind == DATES_OF_WEEKEND)
        add(t, "-WXX");
    if (p->kind == DATES_OF_WEEKEND)
        add(t, "-WE");
}

long dates_number(const struct dates_day *day)
{
    return nr_calendar_number(day->year, day->month, day->day);
}

static long distance(long a, long b)
{
    return a > b ? a - b : b - a;
}

/* Of the days from the reference's month on, months apart, the nearest that fits. */
static struct dates_day nearest(const struct dates_reader *r, struct dates_day day, int most,
                                int step)
{
    struct dates_day best = day;
    long least = 0;
    for (int m = -most; m <= most; m += step) {
        int month = (day.month ? day.month : r->now->month) + m;
        if (day.day > nr_calendar_days(r->now->year, month))
            continue;
        long at = nr_calendar_number(r->now->year, month, day.day);
        bool fits = !day.weekday || day.month || nr_calendar_weekday(at) == day.weekday;
        if (!fits || (least && distance(at, r->today) + 1 >= least))
            continue;
        least = distance(at, r->today) + 1;
        best = dates_of_number(r, at);
    }
    return best;
}

struct dates_day dates_resolve(const struct dates_reader *r, struct dates_day day)
{
    if (!dates_known(r) || day.year)
        return day;
    if (day.day)
        return nearest(r, day, day.month ? 48 : 14, day.month ? 12 : 1);
    if (!day.weekday)
        return day;
    long away = (day.weekday - nr_calendar_weekday(r->today) + 10) % 7 - 3;
    return dates_of_number(r, r->today + away);
}

const char *dates_type(const struct dates_when *w)
{
    static const char *const types[] = {"",    "date",      "time",      "datetime",     "duration",
                                        "set", "daterange", "timerange", "datetimerange"};
    return types[w->shape];
}

static long minutes_of(const struct dates_clock *c)
{
    return c->hour * 60L + (c->minute > 0 ? c->minute : 0);
}

/* (start,end,duration) */
static void add_range(struct text *t, const struct dates_when *w, bool dated)
{
    struct dates_length length = w->length;
    add(t, "(");
    if (dated)
        add_day(t, &w->day);
    if (w->clock.hour >= 0)
        add_clock(t, &w->clock);
    add(t, ",");
    if (dated)
        add_day(t, &w->until_day);
    if (w->until.hour >= 0)
        add_clock(t, &w->until);
    add(t, ",");
    if (w->clock.hour >= 0) {
        long minutes = minutes_of(&w->until) - minutes_of(&w->clock);
        if (dated && w->day.year && w->until_day.year)
            minutes += 1440 * (dates_number(&w->until_day) - dates_number(&w->day));
        minutes += minutes < 0 ? 1440 : 0;
        length = (struct dates_length){{0}};
        length.of[DATES_HOUR] = minutes / 60 * MILLI;
        length.of[DATES_MINUTE] = minutes % 60 * MILLI;
    }
    add_length(t, &length);
    add(t, ")");
}

struct nr_str dates_write(const struct dates_reader *r, const struct dates_when *w,
                          struct nr_spans *spans)
{
    struct text t = {.len = 0};
    bool dated = w->shape == DATES_DATE || w->shape == DATES_DATETIME ||
                 w->shape == DATES_DATETIMERANGE || (w->shape == DATES_DATERANGE && w->range);
    bool point = w->shape == DATES_DATE || w->shape == DATES_DATETIME;
    bool setday = w->shape == DATES_SET && (w->day.weekday || w->day.month);
    struct dates_day day = point ? dates_resolve(r, w->day) : w->day;
    if (w->present)
        add(&t, "PRESENT_REF");
    else if (w->range)
        add_range(&t, w, dated);
    else if (w->shape == DATES_DATERANGE)
        add_period(&t, &w->period);
    else if (w->shape == DATES_DURATION ||
             (w->shape == DATES_SET && !setday && !w->part && w->clock.hour < 0))
        add_length(&t, &w->length);
    else {
        if (dated || setday)
            add_day(&t, &day);
        if (w->clock.hour >= 0)
            add_clock(&t, &w->clock);
        else if (w->part)
            add(&t, "T%s", w->part);
    }
    return nr_spans_valuef(spans, "%.*s", (int)t.len, t.data);
}
