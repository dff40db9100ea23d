#include "dates_parts.h"
#include "newsreel/core/moment.h"

enum { SIZE = 200 };

struct text {
    char data[SIZE];
    size_t len;
};

static void add(struct text *t, const char *s)
{
    while (*s && t->len < SIZE)
        t->data[t->len++] = *s++;
}

/* A number, with zeros before it up to so many digits. */
static void add_number(struct text *t, int64_t n, size_t digits)
{
    char decimal[NR_DIGITS];
    struct nr_str s = nr_str_decimal((unsigned long long)(n < 0 ? -n : n), decimal);
    if (n < 0)
        add(t, "-");
    for (size_t zeros = s.len + (n < 0); zeros < digits; zeros++)
        add(t, "0");
    for (size_t i = 0; i < s.len && t->len < SIZE; i++)
        t->data[t->len++] = s.data[i];
}

static void add_year(struct text *t, int year)
{
    if (year)
        add_number(t, year, 4);
    else
        add(t, "XXXX");
}

static void add_two(struct text *t, const char *before, int n)
{
    add(t, before);
    add_number(t, n, 2);
}

/* "-07", or "-XX" for what is not said. */
static void add_two_or_xx(struct text *t, int n)
{
    if (n)
        add_two(t, "-", n);
    else
        add(t, "-XX");
}

static void add_day(struct text *t, const struct dates_day *d)
{
    if (d->weekday && !d->month && !d->year) {
        add(t, "XXXX-WXX-");
        add_number(t, d->weekday, 1);
        return;
    }
    add_year(t, d->year);
    add_two_or_xx(t, d->month);
    add_two_or_xx(t, d->day);
}

static void add_clock(struct text *t, const struct dates_clock *c)
{
    add_two(t, "T", c->hour);
    if (c->minute >= 0)
        add_two(t, ":", c->minute);
    if (c->second >= 0)
        add_two(t, ":", c->second);
}

static void add_amount(struct text *t, int64_t milli, const char *unit)
{
    if (!milli)
        return;
    add_number(t, milli / DATES_MILLI, 1);
    if (milli % DATES_MILLI)
        add(t, ".");
    for (int64_t rest = milli % DATES_MILLI, by = 100; rest; rest %= by, by /= 10)
        add_number(t, rest / by, 1);
    add(t, unit);
}

static void add_length(struct text *t, const struct dates_length *length)
{
    static const char *const units[] = {"Y", "M", "W", "WE", "BD", "D", "H", "M", "S"};
    size_t begin = t->len + 1;
    add(t, "P");
    for (size_t i = 0; i < DATES_UNITS; i++) {
        if (i == DATES_HOUR && (length->of[i] || length->of[i + 1] || length->of[i + 2]))
            add(t, "T");
        add_amount(t, length->of[i], units[i]);
    }
    if (t->len == begin)
        add(t, "0D");
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
        add(t, p->year ? "-" : ""), add(t, seasons[p->n]);
    if (p->kind == DATES_OF_MONTH || p->kind == DATES_OF_MONTH_WEEK)
        add_two_or_xx(t, p->month);
    if (p->kind == DATES_OF_MONTH_WEEK ||
        ((p->kind == DATES_OF_WEEK || p->kind == DATES_OF_WEEKEND) && p->n))
        add_two(t, "-W", p->n);
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

bool dates_exists(const struct dates_day *day)
{
    enum { LEAP = 2000 };
    return !day->month || !day->day ||
           nr_moment_is_day(day->year ? day->year : LEAP, day->month, day->day);
}

bool dates_is_weekday(const struct dates_day *day)
{
    return day->weekday && !day->year && !day->month && !day->day;
}

int dates_until_weekday(const struct dates_reader *r, struct dates_day day, int weekday)
{
    if (!dates_is_weekday(&day)) {
        day = dates_resolve(r, day);
        day.weekday = nr_calendar_weekday(dates_number(&day));
    }
    return (weekday - day.weekday + 6) % 7 + 1;
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
        length.of[DATES_HOUR] = minutes / 60 * DATES_MILLI;
        length.of[DATES_MINUTE] = minutes % 60 * DATES_MILLI;
    }
    add_length(t, &length);
    add(t, ")");
}

struct nr_str dates_write_moment(const struct dates_day *day, const struct dates_clock *clock,
                                 struct nr_spans *spans)
{
    struct text t = {.len = 0};
    add_day(&t, day);
    if (clock->hour >= 0)
        add_clock(&t, clock);
    return nr_spans_value(spans, nr_str(t.data, t.len), "", "");
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
            add(&t, "T"), add(&t, w->part);
    }
    return nr_spans_value(spans, nr_str(t.data, t.len), "", "");
}
