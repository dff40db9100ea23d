#include "dates_parts.h"

/* Three numbers, or two, of which the third is -1. */
struct numbers {
    int n[3];
    size_t digits[3], end;
    uint32_t mark;
};

static bool take(const struct dates_reader *r, size_t i, struct numbers *s, size_t k)
{
    s->digits[k] = dates_digits(r, i);
    s->n[k] = dates_value(r, i);
    s->end = i + 1;
    return s->digits[k] >= 1 && s->digits[k] <= 4 && s->digits[k] != 3;
}

static bool is_mark(const struct dates_reader *r, size_t i, uint32_t mark)
{
    return dates_mark(r, i, mark) && dates_close(r, i) && dates_close(r, i + 1);
}

static bool split(const struct dates_reader *r, size_t i, uint32_t mark, struct numbers *s)
{
    s->mark = mark;
    s->digits[2] = 0;
    s->n[2] = 0;
    if (!take(r, i, s, 0) || !is_mark(r, i + 1, mark) || !take(r, i + 2, s, 1))
        return false;
    if (is_mark(r, i + 3, mark) && dates_digits(r, i + 4))
        return take(r, i + 4, s, 2);
    return true;
}

static bool is_date(const struct dates_day *d)
{
    return d->month >= 1 && d->month <= 12 && d->day >= 1 && dates_exists(d) &&
           (!d->year || (d->year >= 1000 && d->year < 2200));
}

/* The order that the reference says, or the other one where only that is a date. */
static bool set_day(const struct dates_reader *r, int a, int b, bool day_first,
                    struct dates_day *day)
{
    (void)r;
    bool swap = day_first ? b > 12 : a <= 12;
    day->month = swap ? a : b;
    day->day = swap ? b : a;
    return is_date(day);
}

static bool set_year(const struct dates_reader *r, const struct numbers *s, struct dates_day *day)
{
    if (s->digits[2] == 4)
        day->year = s->n[2];
    else if (s->digits[2] == 2)
        day->year = dates_year_of_two(r, s->n[2]);
    return day->year > 0;
}

/* 2022-07-13, and 13.7.2022, 7/13/2022, 7-13-2022 */
static bool read_three(const struct dates_reader *r, const struct numbers *s, struct dates_day *day)
{
    if (s->digits[0] == 4) {
        *day = (struct dates_day){.year = s->n[0], .month = s->n[1], .day = s->n[2]};
        return s->digits[1] < 3 && s->digits[2] < 3 && is_date(day) && day->year;
    }
    bool short_year = s->digits[2] == 2 && s->mark != '/' && s->mark != '.';
    return s->digits[0] < 3 && s->digits[1] < 3 && !short_year && set_year(r, s, day) &&
           set_day(r, s->n[0], s->n[1], s->mark == '.' || r->now->day_first, day);
}

/* "7/13", "22/04": fractions and rates look the same, so one of the two has a sign of a date. */
static bool read_two(const struct dates_reader *r, const struct numbers *s, size_t i,
                     struct dates_day *day)
{
    bool called =
        i && (dates_is(r, i - 1, W_ON) || dates_is(r, i - 1, W_FROM) || dates_is(r, i - 1, W_TO) ||
              dates_is(r, i - 1, W_UNTIL) || dates_is(r, i - 1, W_BETWEEN) ||
              dates_is(r, i - 1, W_FOR) || dates_is(r, i - 1, W_BY) || dates_is(r, i - 1, W_NEXT) ||
              dates_is(r, i - 1, W_SINCE) || dates_is(r, i - 1, W_THIS) ||
              dates_is(r, i - 1, W_BEFORE) || dates_is(r, i - 1, W_AFTER) ||
              dates_is(r, i - 1, W_WEEKDAY));
    bool mixed = i > 1 && dates_is_dash(r, i - 1) && dates_digits(r, i - 2) &&
                 !(i > 2 && dates_mark(r, i - 3, '/'));
    int low = s->n[1];
    bool fraction =
        s->n[0] % 2 && s->n[0] < low &&
        (low == 2 || low == 4 || low == 8 || low == 16 || low == 32 || low == 3 || low == 5);
    if (mixed || (fraction && !(called && !dates_is(r, i - 1, W_BY) && !dates_is(r, i - 1, W_TO))))
        return false;
    bool plain = s->n[0] < s->n[1] && (s->digits[1] < 2 || s->n[1] % 4 == 0) && i &&
                 dates_is(r, i - 1, W_DIGITS);
    if (s->n[0] == 24 && s->n[1] == 7 && !(i && dates_is(r, i - 1, W_ON)))
        return false; /* all hours of all days */
    bool alone = s->n[1] > 12 || s->digits[0] == 2 || (i > 2 && dates_is_dash(r, i - 1));
    return s->mark == '/' && s->digits[0] < 3 && s->digits[1] < 3 && !plain && (called || alone) &&
           set_day(r, s->n[0], s->n[1], r->now->day_first, day);
}

/* "2016 10 16" */
static size_t read_spaced(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    if (dates_digits(r, i) != 4 || dates_digits(r, i + 1) != 2 || dates_digits(r, i + 2) != 2 ||
        dates_digits(r, i + 3))
        return 0;
    *day = (struct dates_day){
        .year = dates_value(r, i), .month = dates_value(r, i + 1), .day = dates_value(r, i + 2)};
    return is_date(day) && day->year > 1900 && day->year < 2100 ? i + 3 : 0;
}

static bool begins(const struct dates_reader *r, size_t i, const char *word)
{
    return i < r->t->count && r->t->items[i].kind == NR_TOKEN_WORD &&
           nr_str_starts(nr_token_text(r->t, &r->t->items[i]), nr_str_of(word));
}

static bool is_east(const struct dates_reader *r, size_t i, enum dates_word word,
                    const char *hangul)
{
    return dates_is(r, i, word) || begins(r, i, hangul);
}

/* 2022年7月13日, 7月13日; 2022년 7월 13일 */
static size_t read_east(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    size_t at = i;
    if (dates_digits(r, at) == 4 && is_east(r, at + 1, W_NEN, "년"))
        day->year = dates_value(r, at), at += 2;
    else if (i > 1 && dates_digits(r, i - 2) == 4 && is_east(r, i - 1, W_NEN, "년"))
        return 0; /* that year does not have the day */
    if (!dates_is(r, at, W_DIGITS) || !is_east(r, at + 1, W_TSUKI, "월") ||
        !dates_is(r, at + 2, W_DIGITS) || !is_east(r, at + 3, W_NICHI, "일"))
        return 0;
    day->month = dates_value(r, at);
    day->day = dates_value(r, at + 2);
    return is_date(day) ? at + 4 : 0;
}

size_t dates_read_numeric(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    static const uint32_t marks[] = {'-', '/', '.'};
    size_t end;
    *day = (struct dates_day){0};
    if (!dates_is(r, i, W_DIGITS) || dates_digits(r, i) > 4)
        return 0;
    if ((end = read_east(r, i, day)) || (end = read_spaced(r, i, day)))
        return end;
    bool slash = i && (dates_mark(r, i - 1, '/') || dates_mark(r, i - 1, '.'));
    if (slash && dates_joined_before(r, i))
        return 0;
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
        struct numbers s;
        *day = (struct dates_day){0};
        if (!split(r, i, marks[k], &s))
            continue;
        if (s.digits[2] ? !read_three(r, &s, day) : !read_two(r, &s, i, day))
            continue;
        bool more = is_mark(r, s.end, marks[k]) && dates_digits(r, s.end + 1);
        return more && marks[k] != '-' ? 0 : s.end;
    }
    return 0;
}
