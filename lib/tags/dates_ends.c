/* The first and the last day of a range, to ask whether a day is in it. */
#include "dates_parts.h"

static struct dates_day plus(const struct dates_day *day, long by)
{
    struct dates_day moved = {0};
    nr_calendar_date(dates_number(day) + by, &moved.year, &moved.month, &moved.day);
    return moved;
}

static bool is_whole(const struct dates_day *day)
{
    return day->year >= 1 && day->year <= 9999 && day->month && day->day && dates_exists(day);
}

/* The year in which a month is nearest to the reference. */
static int year_of_month(const struct dates_reader *r, int month)
{
    enum { MIDDLE = 15 };
    return dates_resolve(r, (struct dates_day){.month = month, .day = MIDDLE}).year;
}

/* So many days from the number of one on. */
static void set_days(long from, int days, struct dates_day *first, struct dates_day *last)
{
    *first = *last = (struct dates_day){0};
    nr_calendar_date(from, &first->year, &first->month, &first->day);
    nr_calendar_date(from + days - 1, &last->year, &last->month, &last->day);
}

/* A span's end is the day behind it. */
static bool read_span(const struct dates_reader *r, const struct dates_period *p,
                      struct dates_day *first, struct dates_day *last)
{
    struct dates_day from = p->from, to = p->to;
    if (!from.year && from.month) {
        from.year = year_of_month(r, from.month);
        to.year = from.year ? from.year + (to.month <= from.month) : 0;
    }
    if (!is_whole(&from) || !is_whole(&to))
        return false;
    *first = from;
    *last = plus(&to, -1);
    return true;
}

static bool read_period(const struct dates_reader *r, const struct dates_period *p,
                        struct dates_day *first, struct dates_day *last)
{
    int year = p->year;
    switch (p->kind) {
    case DATES_OF_SPAN:
        return read_span(r, p, first, last);
    case DATES_OF_YEAR:
        *first = (struct dates_day){.year = year, .month = 1, .day = 1};
        *last = (struct dates_day){.year = year, .month = 12, .day = 31};
        return year;
    case DATES_OF_MONTH:
        year = year || !p->month ? year : year_of_month(r, p->month);
        *first = *last = (struct dates_day){.year = year, .month = p->month, .day = 1};
        last->day = year && p->month ? nr_calendar_days(year, p->month) : 0;
        return year && p->month;
    case DATES_OF_WEEK:
    case DATES_OF_WEEKEND:
        if (!year || !p->n)
            return false;
        if (p->kind == DATES_OF_WEEK)
            set_days(nr_calendar_of_week(year, p->n), 7, first, last);
        else
            set_days(nr_calendar_of_week(year, p->n) + 5, 2, first, last);
        return true;
    default:
        return false;
    }
}

static bool is_earlier(const struct dates_clock *a, const struct dates_clock *b)
{
    return a->hour < b->hour || (a->hour == b->hour && a->minute < b->minute);
}

/* Two ends that are said: the second is not before the first, and as long as it is said. */
static bool read_range(const struct dates_reader *r, const struct dates_when *w,
                       struct dates_day *first, struct dates_day *last)
{
    *first = dates_resolve(r, w->day);
    *last = w->until_day;
    bool same = w->day.month == last->month && w->day.day == last->day &&
                w->day.weekday == last->weekday && w->day.year == last->year;
    if (dates_is_weekday(last) && w->clock.hour < 0 && is_whole(first))
        *last = plus(first, dates_until_weekday(r, *first, last->weekday));
    else if (same)
        *last = *first;
    else if (!last->year && last->month && last->day && first->year) {
        bool before =
            last->month < first->month || (last->month == first->month && last->day < first->day);
        last->year = first->year + before;
    }
    if (!is_whole(first) || !is_whole(last))
        return false;
    if (same && w->clock.hour >= 0 && is_earlier(&w->until, &w->clock))
        *last = plus(last, 1);
    if (w->until_months) {
        struct dates_day behind = *last;
        behind.month += w->until_months;
        *last = plus(&behind, -1);
    }
    return dates_number(first) <= dates_number(last);
}

static bool read_ends(const struct dates_reader *r, const struct dates_when *w,
                      struct dates_day *first, struct dates_day *last)
{
    if (w->range)
        return read_range(r, w, first, last);
    if (w->shape == DATES_DATERANGE)
        return read_period(r, &w->period, first, last);
    *first = *last = dates_resolve(r, w->day);
    return true;
}

bool dates_read_ends(const struct dates_reader *r, const struct dates_when *w,
                     struct dates_day *first, struct dates_day *last)
{
    if (w->bound || (w->shape != DATES_DATERANGE && w->shape != DATES_DATETIMERANGE))
        return false;
    return read_ends(r, w, first, last) && is_whole(first) && is_whole(last);
}
