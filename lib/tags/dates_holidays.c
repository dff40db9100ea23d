#include "dates_parts.h"

/* A weekday is the nth of the month; else the day is fixed. month 0: days from Easter. */
static const struct {
    const char *name;
    int month, day, weekday;
} holidays[] = {
    {"christmas eve", 12, 24, 0},
    {"christmas day", 12, 25, 0},
    {"christmas", 12, 25, 0},
    {"xmas", 12, 25, 0},
    {"boxing day", 12, 26, 0},
    {"new year's eve", 12, 31, 0},
    {"new year's day", 1, 1, 0},
    {"new year", 1, 1, 0},
    {"easter monday", 0, 1, 0},
    {"easter sunday", 0, 0, 0},
    {"easter", 0, 0, 0},
    {"good friday", 0, -2, 0},
    {"palm sunday", 0, -7, 0},
    {"ash wednesday", 0, -46, 0},
    {"halloween", 10, 31, 0},
    {"independence day", 7, 4, 0},
    {"juneteenth", 6, 19, 0},
    {"labor day", 9, 1, 1},
    {"memorial day", 5, -1, 1},
    {"thanksgiving", 11, 4, 4},
    {"thanksgiving day", 11, 4, 4},
    {"veterans day", 11, 11, 0},
    {"earth day", 4, 22, 0},
    {"valentine's day", 2, 14, 0},
    {"mother's day", 5, 2, 7},
    {"father's day", 6, 3, 7},
    {"columbus day", 10, 2, 1},
    {"bastille day", 7, 14, 0},
    {"groundhog day", 2, 2, 0},
    {"mlk day", 1, 3, 1},
    {"presidents day", 2, 3, 1},
    {"international workers' day", 5, 1, 0},
};

/* Behind the words of name, of which the text may write the apostrophe in either way. */
static size_t match(const struct dates_reader *r, size_t i, struct nr_str name)
{
    while (name.len && i < r->t->count) {
        struct nr_str word = nr_token_text(r->t, &r->t->items[i]);
        if (name.data[0] == '\'') {
            if (!dates_mark(r, i, '\'') && !dates_mark(r, i, 0x2019))
                return 0;
            word.len = 1;
        } else if (!nr_str_starts_fold(name, word)) {
            return 0;
        }
        name = nr_str_sub(name, word.len, name.len);
        bool blank = name.len && name.data[0] == ' ';
        if (name.len && name.data[0] != ' ' && name.data[0] != '\'' && word.data[0] != '\'')
            return 0;
        name = nr_str_sub(name, blank, name.len);
        i++;
    }
    return name.len ? 0 : i;
}

static long holiday_of(size_t k, int year)
{
    if (!holidays[k].month)
        return nr_calendar_easter(year) + holidays[k].day;
    if (holidays[k].weekday)
        return nr_calendar_nth(year, holidays[k].month, holidays[k].weekday, holidays[k].day);
    return nr_calendar_number(year, holidays[k].month, holidays[k].day);
}

/* The one before, behind or nearest to the reference. */
static struct dates_day place(const struct dates_reader *r, size_t k, int year, int side)
{
    long best = 0, least = 0;
    if (year)
        return dates_of_number(r, holiday_of(k, year));
    for (int y = r->now->year - 1; y <= r->now->year + 1; y++) {
        long at = holiday_of(k, y), away = at > r->today ? at - r->today : r->today - at;
        if ((side < 0 && at >= r->today) || (side > 0 && at <= r->today) ||
            (least && away >= least))
            continue;
        best = at;
        least = away ? away : 1;
    }
    return dates_of_number(r, best);
}

size_t dates_read_holiday(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    bool last = dates_is(r, i, W_LAST),
         next = dates_is(r, i, W_NEXT) || dates_is(r, i, W_AFTER_THIS);
    size_t at = i + (last || next), end = 0;
    if (!dates_is(r, at, W_HOLIDAY))
        return 0;
    for (size_t k = 0; k < sizeof holidays / sizeof holidays[0] && !end; k++) {
        if (!(end = match(r, at, nr_str_of(holidays[k].name))))
            continue;
        int year = 0;
        size_t behind = dates_digits(r, end) == 4 ? dates_read_year(r, end, &year) : 0;
        bool fixed = holidays[k].month && !holidays[k].weekday;
        *day = (struct dates_day){0};
        if (fixed && !last && !next)
            *day = (struct dates_day){year, holidays[k].month, holidays[k].day, 0};
        else if (year)
            nr_calendar_date(holiday_of(k, year), &day->year, &day->month, &day->day);
        else
            *day = place(r, k, 0, next - last);
        end = behind ? behind : end;
    }
    return end;
}
