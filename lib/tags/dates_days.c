#include "dates_parts.h"
#include "newsreel/core/buf.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/months.h"

/* ---- Names ---- */

static bool is_upper(const struct dates_reader *r, size_t i)
{
    return i < r->t->count && r->t->items[i].flags & NR_TOKEN_CAPITAL;
}

/* Whether the token before a name says that a part of the calendar follows. */
static bool is_called_for(const struct dates_reader *r, size_t i)
{
    enum dates_word before = i ? dates_kind(r, i - 1) : W_NONE;
    return before == W_IN || before == W_SINCE || before == W_UNTIL || before == W_BY ||
           before == W_FROM || before == W_OF || before == W_LAST || before == W_NEXT ||
           before == W_THIS || before == W_LATE || before == W_EARLY || before == W_MID ||
           before == W_BETWEEN || before == W_DURING || before == W_BEFORE || before == W_AFTER ||
           before == W_TO || before == W_EVERY || before == W_ON ||
           (before == W_NONE && i > 1 && dates_is_dash(r, i - 1) &&
            (dates_kind(r, i - 2) == W_MONTH || dates_kind(r, i - 2) == W_MID)) ||
           (before == W_AND && i > 1 && dates_kind(r, i - 2) == W_MONTH);
}

static bool is_small_number(const struct dates_reader *r, size_t i)
{
    int n;
    return (dates_is(r, i, W_DIGITS) && dates_digits(r, i) <= 2 && dates_value(r, i) >= 1 &&
            dates_value(r, i) <= 31) ||
           dates_read_ordinal(r, i, &n);
}

/* A month or a day by a name that is a word too. */
static bool is_weak_name(const struct dates_reader *r, size_t i)
{
    size_t next = i + 1 +
                  (dates_mark(r, i + 1, '.') || dates_mark(r, i + 1, '/') ||
                   dates_mark(r, i + 1, '-') || dates_mark(r, i + 1, ','));
    next = dates_skip(r, next, W_THE);
    int year;
    if (is_small_number(r, next) &&
        (is_upper(r, i) || next > i + 1 || dates_digits(r, next) || dates_is(r, next, W_ORDINAL)))
        return true;
    if (i && dates_is(r, i - 1, W_OR))
        return is_upper(r, i) && i > 1 && dates_kind(r, i - 2) == W_WEAK_DAY;
    bool number = i && (is_small_number(r, i - 1) ||
                        (i > 1 && is_small_number(r, i - 2) &&
                         (dates_is(r, i - 1, W_OF) || dates_is(r, i - 1, W_SUFFIX))));
    if (number && is_upper(r, i))
        return true;
    return is_upper(r, i) &&
           (is_called_for(r, i) ||
            (dates_read_year(r, dates_skip(r, next, W_OF), &year) && is_upper(r, i)));
}

size_t dates_read_month(const struct dates_reader *r, size_t i, int *month)
{
    enum dates_word kind = dates_kind(r, i);
    if (kind != W_MONTH && (kind != W_WEAK_MONTH || !is_weak_name(r, i)))
        return 0;
    if (i && dates_close(r, i) && dates_mark(r, i - 1, '$'))
        return 0;
    *month = dates_value(r, i);
    size_t len = r->t->items[i].end - r->t->items[i].start;
    bool dot = dates_mark(r, i + 1, '.') && dates_close(r, i + 1) && len < 5 && *month != 5 &&
               !(r->t->items[i + 2].flags & NR_TOKEN_CAPITAL) && i + 2 < r->t->count;
    return i + 1 + dot;
}

size_t dates_read_weekday(const struct dates_reader *r, size_t i, int *weekday)
{
    enum dates_word kind = dates_kind(r, i);
    if (kind == W_WEAK_DAY) {
        bool before = i && (is_called_for(r, i) || dates_is(r, i - 1, W_UNIT));
        int month;
        size_t next = i + 1 + (dates_mark(r, i + 1, ',') || dates_mark(r, i + 1, '.'));
        if (!is_weak_name(r, i) && !(is_upper(r, i) && before) &&
            !dates_read_month(r, next, &month))
            return 0;
    } else if (kind != W_WEEKDAY) {
        return 0;
    }
    *weekday = dates_value(r, i);
    return i + 1;
}

/* ---- Day and month ---- */

/* "3", "3rd", "third", "twenty five" before or behind a month. */
static size_t read_day_number(const struct dates_reader *r, size_t i, int *day)
{
    size_t end = dates_read_ordinal(r, i, day);
    if (!end && dates_is(r, i, W_DIGITS) && dates_digits(r, i) <= 2) {
        *day = dates_value(r, i);
        end = i + 1;
    }
    if (!end)
        end = dates_read_small(r, i, day);
    if (dates_is(r, end, W_THOUSAND) || dates_is(r, end, W_HUNDRED))
        return 0;
    return end && *day >= 1 && *day <= 31 ? end : 0;
}

/* A year behind a day or a month, with what may be between; or i. */
static size_t read_tail_year(const struct dates_reader *r, size_t i, int *year)
{
    size_t at = i + (dates_mark(r, i, ',') || ((dates_mark(r, i, '-') || dates_mark(r, i, '/')) &&
                                               dates_close(r, i) && dates_close(r, i + 1)));
    bool of = dates_is(r, at, W_OF) || (dates_is(r, at, W_IN) && at == i);
    size_t end = dates_read_year(r, at + of, year);
    if (!end && (of || dates_mark(r, at, '\'') || dates_mark(r, at, 0x2019)) && at == i &&
        dates_is(r, at, W_IN) == 0)
        end = dates_read_year_after(r, at + of, year);
    if (end && *year >= 1000 && !dates_is(r, end, W_ZONE) &&
        !(dates_mark(r, end, ':') && dates_close(r, end)) &&
        !(dates_joined_after(r, end) && !dates_is_dash(r, end) && !dates_mark(r, end, '~')))
        return end;
    *year = 0;
    end = at == i ? dates_read_relative_year(r, i, year) : 0;
    return end ? end : i;
}

static size_t join(const struct dates_reader *r, size_t i)
{
    return i + ((dates_is_dash(r, i) || dates_mark(r, i, '/') || dates_mark(r, i, '.')) &&
                dates_close(r, i) && dates_close(r, i + 1));
}

/* "July 13, 2022", "april the ninth", "Sep-23-2020" */
static size_t read_month_day(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    size_t at = dates_read_month(r, i, &day->month);
    if (!at)
        return 0;
    if (r->t->items[at - 1].kind != NR_TOKEN_MARK)
        at = join(r, at);
    size_t end = read_day_number(r, dates_skip(r, at, W_THE), &day->day);
    if (!end || (dates_digits(r, end - 1) && dates_close(r, end) && dates_mark(r, end, ':')))
        return 0;
    if (dates_joined_after(r, end) && r->t->items[end].kind == NR_TOKEN_WORD &&
        r->t->items[end - 1].kind == NR_TOKEN_DIGITS)
        return 0;
    if (dates_mark(r, end, '.') && dates_joined_after(r, end))
        return 0;
    return read_tail_year(r, end, &day->year);
}

/* "13 July 2022", "the 9th of May", "twenty third day of September", "22/Jan/2019" */
static size_t read_day_month(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    size_t at = read_day_number(r, i, &day->day);
    if (!at || (dates_is(r, i, W_DIGITS) && dates_joined_before(r, i) &&
                !dates_mark(r, i - 1, ':') && !dates_mark(r, i - 1, '-')))
        return 0;
    if (dates_is(r, at, W_UNIT) && dates_value(r, at) == DATES_DAY && dates_is(r, at + 1, W_OF))
        at++;
    at = dates_is(r, at, W_OF) ? at + 1 : join(r, at);
    size_t end = dates_read_month(r, dates_skip(r, at, W_THE), &day->month);
    return end ? read_tail_year(r, end, &day->year) : 0;
}

/* "2019-aug-1", "2020/23/Sep" */
static size_t read_year_first(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    size_t at = dates_digits(r, i) == 4 ? dates_read_year(r, i, &day->year) : 0, end;
    if (!at || join(r, at) == at)
        return 0;
    at = join(r, at);
    if ((end = dates_read_month(r, at, &day->month)) && join(r, end) > end &&
        (end = read_day_number(r, join(r, end), &day->day)))
        return end;
    if ((end = read_day_number(r, at, &day->day)) && join(r, end) > end &&
        (end = dates_read_month(r, join(r, end), &day->month)))
        return end;
    return 0;
}

/* ---- Months of other languages ---- */

static unsigned foreign_month(const struct dates_reader *r, size_t i)
{
    struct nr_buf lower = {0};
    if (i >= r->t->count || r->t->items[i].kind != NR_TOKEN_WORD || dates_kind(r, i) != W_NONE ||
        r->t->items[i].flags & NR_TOKEN_SINGLE || r->t->items[i].end - r->t->items[i].start > 32)
        return 0;
    nr_text_fold(&lower, nr_token_text(r->t, &r->t->items[i]));
    unsigned month = nr_month_of(nr_buf_str(&lower));
    nr_buf_free(&lower);
    return month;
}

/* "13. Juli 2022", "13 de julio de 2022", "13 июля 2022 г." */
static size_t read_foreign(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    if (!is_small_number(r, i) || !dates_is(r, i, W_DIGITS) || dates_joined_before(r, i))
        return 0;
    size_t at = i + 1, end;
    at += dates_mark(r, at, '.') && dates_close(r, at);
    at = dates_skip(r, at, W_DE);
    unsigned month = foreign_month(r, at);
    if (!month)
        month = dates_kind(r, at) == W_MONTH && at > i + 1 ? (unsigned)dates_value(r, at) : 0;
    if (!month)
        return 0;
    day->day = dates_value(r, i);
    day->month = (int)month;
    size_t dot = at + 1 + (dates_mark(r, at + 1, '.') && dates_close(r, at + 1));
    end = dates_digits(r, dates_skip(r, dot, W_DE)) == 4
              ? dates_read_year(r, dates_skip(r, dot, W_DE), &day->year)
              : 0;
    if (end)
        return end;
    struct nr_token *name = &r->t->items[at];
    return r->now->foreign && name->end - name->start > 3 ? at + 1 : 0;
}

/* ---- Relative days ---- */

struct dates_day dates_of_number(const struct dates_reader *r, long number)
{
    struct dates_day day = {0};
    if (dates_known(r))
        nr_calendar_date(number, &day.year, &day.month, &day.day);
    return day;
}

/* Monday of the week of the reference, and the one weeks later. */
static long monday(const struct dates_reader *r, int weeks)
{
    return r->today - nr_calendar_weekday(r->today) + 1 + 7L * weeks;
}

static struct dates_day weekday_of(const struct dates_reader *r, int weekday, int weeks)
{
    struct dates_day day = {.weekday = weekday};
    return dates_known(r) ? dates_of_number(r, monday(r, weeks) + weekday - 1) : day;
}

/* "next", "last" and so on, as weeks from this one; *near: the closest in that direction. */
static size_t read_relation(const struct dates_reader *r, size_t i, int *weeks, bool *near)
{
    size_t at = dates_skip(r, i, W_THIS);
    *near = false;
    *weeks = 0;
    if (dates_is(r, at, W_NEXT) || dates_is(r, at, W_AFTER_THIS)) {
        *weeks = 1;
        *near = dates_is(r, at, W_NEXT) && dates_value(r, at) == 0;
    } else if (dates_is(r, at, W_LAST) || dates_is(r, at, W_PAST)) {
        *weeks = -1;
        *near = dates_is(r, at, W_PAST);
    } else {
        return at > i || dates_is(r, i, W_CURRENT) ? i + 1 : 0;
    }
    return at + 1;
}

static struct dates_day nearest_weekday(const struct dates_reader *r, int weekday, int sign)
{
    long away = (7 + sign * (weekday - nr_calendar_weekday(r->today))) % 7;
    struct dates_day day = {.weekday = weekday};
    return dates_known(r) ? dates_of_number(r, r->today + sign * (away ? away : 7)) : day;
}

/* "next week", "last week" behind or before a weekday. */
static size_t read_week(const struct dates_reader *r, size_t i, int *weeks)
{
    bool near;
    size_t at = read_relation(r, i, weeks, &near);
    return at && dates_is(r, at, W_UNIT) && dates_value(r, at) == DATES_WEEK ? at + 1 : 0;
}

/* "monday 21", "tuesday the eleventh": not the hour of "monday 11-4", "monday 10:00". */
static size_t read_monthday(const struct dates_reader *r, size_t i, int *day)
{
    bool the = dates_is(r, i, W_THE);
    size_t end = dates_read_ordinal(r, i + the, day);
    if (end)
        return end;
    struct dates_clock c;
    if (the || dates_digits(r, i) != 2 || dates_value(r, i) > 31 || dates_value(r, i) < 10 ||
        dates_joined_after(r, i + 1) || dates_read_clock(r, i, false, &c) ||
        dates_is_dash(r, i + 1) || dates_is(r, i + 1, W_TO))
        return 0;
    *day = dates_value(r, i);
    enum dates_word next = dates_kind(r, i + 1);
    return next == W_UNIT || next == W_UNTIL || next == W_SHORT_UNIT ||
                   (r->t->items[i + 1].kind == NR_TOKEN_WORD && next == W_NONE)
               ? 0
               : i + 1;
}

static size_t read_relative_weekday(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    int weeks, weekday;
    bool near;
    size_t at = read_week(r, i, &weeks), end;
    if (at && (end = dates_read_weekday(r, dates_skip(r, at, W_ON), &weekday))) {
        *day = weekday_of(r, weekday, weeks);
        return end;
    }
    at = read_relation(r, i, &weeks, &near);
    if (!at || !(end = dates_read_weekday(r, at, &weekday)))
        return 0;
    *day = near ? nearest_weekday(r, weekday, weeks) : weekday_of(r, weekday, weeks);
    return end;
}

static size_t read_plain_weekday(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    int weeks;
    size_t at = dates_read_weekday(r, i, &day->weekday), end;
    if (!at)
        return 0;
    if ((end = read_week(r, dates_skip(r, at, W_OF), &weeks))) {
        *day = weekday_of(r, day->weekday, weeks);
        return end;
    }
    end = read_monthday(r, at, &day->day);
    return end ? end : at;
}

/* "USA Today", "India Today": on one line, as a headline's end is no part of a name. */
static bool is_named_so(const struct dates_reader *r, size_t i)
{
    static const struct nr_str before[] = {NR_STR("Christianity"), NR_STR("Florida"),
                                           NR_STR("India"),        NR_STR("Physics"),
                                           NR_STR("Psychology"),   NR_STR("Russia")};
    const struct nr_token *t = &r->t->items[i];
    if (!i || !(t->flags & NR_TOKEN_CAPITAL) || t->flags & NR_TOKEN_UPPER ||
        t[-1].kind != NR_TOKEN_WORD || t->start != t[-1].end + 1 ||
        r->t->text.data[t->start - 1] != ' ')
        return false;
    bool named = t[-1].flags & NR_TOKEN_UPPER && t[-1].end - t[-1].start > 1;
    for (size_t k = 0; k < sizeof before / sizeof before[0]; k++)
        named |= nr_str_eq(nr_token_text(r->t, &t[-1]), before[k]);
    return named;
}

/* "today", "the day before", "next day", "eod" apart */
static size_t read_offset_day(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    int by = 0;
    bool the = dates_is(r, i, W_THE);
    size_t at = i + the, end = 0;
    if (!the && dates_is(r, i, W_OFFSET) && !(dates_value(r, i) == 10 && is_named_so(r, i)))
        by = dates_value(r, i) - 10, end = i + 1;
    else if (dates_is(r, at, W_EOD) && dates_value(r, at) == 1)
        end = at + 1;
    else if (dates_is(r, at, W_CURRENT) && dates_is(r, at + 1, W_DATE))
        end = at + 2;
    else if (the && dates_is(r, at, W_UNIT) && dates_value(r, at) == DATES_DAY) {
        bool before = dates_is(r, at + 1, W_BEFORE), after = dates_is(r, at + 1, W_AFTER);
        if ((before || after) && dates_is(r, at + 2, W_OFFSET)) {
            by = dates_value(r, at + 2) - 10 + (after ? 1 : -1);
            end = at + 3;
        } else {
            by = before ? -1 : after ? 1 : 0;
            end = at + 1 + (before || after);
        }
    } else if ((dates_is(r, at, W_NEXT) || dates_is(r, at, W_LAST) ||
                dates_is(r, at, W_AFTER_THIS)) &&
               dates_value(r, at) && dates_is(r, at + 1, W_UNIT) &&
               dates_value(r, at + 1) == DATES_DAY)
        by = dates_is(r, at, W_LAST) ? -1 : 1, end = at + 2;
    if (end)
        *day = dates_of_number(r, r->today + by);
    return end;
}

/* "the 18th", "the 15th day of next month", "the thirty-first day of the month" */
static size_t read_of_month(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    bool the = dates_is(r, i, W_THE), near;
    bool on = i && (dates_is(r, i - 1, W_ON) || dates_is(r, i - 1, W_BY));
    int months = 0;
    size_t at = dates_read_ordinal(r, i + the, &day->day);
    if (!at || day->day > 31 || day->day < 1)
        return 0;
    if (dates_is(r, at, W_UNIT) && dates_value(r, at) == DATES_DAY && dates_is(r, at + 1, W_OF)) {
        size_t rel = dates_is(r, at + 2, W_THE) ? at + 3 : read_relation(r, at + 2, &months, &near);
        if (rel && dates_is(r, rel, W_UNIT) && dates_value(r, rel) == DATES_MONTH) {
            int number = day->day;
            *day = dates_of_number(r, nr_calendar_add_months(r->today, months));
            day->day = number;
            return dates_exists(day) ? rel + 1 : 0;
        }
        return 0;
    }
    bool digits = r->t->items[at - 1].kind == NR_TOKEN_WORD && dates_is(r, at - 1, W_SUFFIX);
    bool ends = r->t->items[at].kind != NR_TOKEN_WORD || dates_is(r, at, W_AT) ||
                dates_is(r, at, W_FROM) || dates_is(r, at, W_AND) || dates_is(r, at, W_OR);
    return (the || on) && digits && ends && !dates_is_dash(r, at) ? at : 0;
}

/* ---- All ---- */

static size_t read_dated(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    size_t end;
    struct dates_day none = {0};
    size_t (*const readers[])(const struct dates_reader *, size_t, struct dates_day *) = {
        read_month_day, read_year_first, read_day_month, dates_read_numeric, read_foreign};
    for (size_t k = 0; k < sizeof readers / sizeof readers[0]; k++) {
        *day = none;
        if ((end = readers[k](r, i, day)))
            return end;
    }
    return 0;
}

/* A weekday in brackets behind a date: "(Tue)". */
static size_t skip_weekday(const struct dates_reader *r, size_t i)
{
    int weekday;
    return dates_mark(r, i, '(') &&
                   (dates_is(r, i + 1, W_WEEKDAY) || dates_is(r, i + 1, W_WEAK_DAY)) &&
                   dates_read_weekday(r, i + 1, &weekday) != 1 && dates_mark(r, i + 2, ')')
               ? i + 3
               : i;
}

/* A date behind a weekday: "Tuesday, March 7", "friday (jun-15)", "friday 7.6" */
static size_t read_dated_behind(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    struct dates_day dated = {0};
    bool bracket = dates_mark(r, i, '(');
    size_t at = i + (bracket || dates_mark(r, i, ','));
    at = dates_skip(r, at, W_THE);
    size_t end = read_dated(r, at, &dated);
    if (!end && at == i && dates_digits(r, i) && dates_digits(r, i) < 3 &&
        dates_mark(r, i + 1, '.') && dates_close(r, i + 1) && dates_close(r, i + 2) &&
        dates_digits(r, i + 2) && dates_digits(r, i + 2) < 3 && dates_value(r, i) <= 12 &&
        dates_value(r, i) && dates_value(r, i + 2) <= 31 && dates_value(r, i + 2)) {
        dated.month = dates_value(r, r->now->day_first ? i + 2 : i);
        dated.day = dates_value(r, r->now->day_first ? i : i + 2);
        end = i + 3;
    }
    if (!end || (bracket && !dates_mark(r, end, ')')) || (dates_mark(r, i, ',') && !dated.month))
        return 0;
    *day = dated;
    return end + bracket;
}

/* "last November 23": that before the reference, or behind it. */
static size_t read_related_date(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    enum { LEAP_GAP = 8 }; /* years between 29 February and the next, at most */
    bool last = dates_is(r, i, W_LAST) || dates_is(r, i, W_PAST), next = dates_is(r, i, W_NEXT);
    size_t end = last || next ? read_month_day(r, i + 1, day) : 0;
    if (!end || day->year || !dates_known(r))
        return end;
    day->year = r->now->year;
    long at = dates_number(day);
    day->year += (next && at <= r->today) - (last && at >= r->today);
    for (int k = 0; k < LEAP_GAP && !dates_exists(day); k++)
        day->year += next ? 1 : -1;
    return dates_exists(day) ? end : 0;
}

size_t dates_read_day(const struct dates_reader *r, size_t i, struct dates_day *day)
{
    size_t end, more;
    bool the = dates_is(r, i, W_THE);
    *day = (struct dates_day){0};
    if ((end = read_dated(r, i + (the && !dates_is(r, i + 1, W_TENS)), day)) &&
        !(the && r->t->items[i + 1].kind == NR_TOKEN_WORD && !dates_is(r, i + 1, W_TENS) &&
          !dates_is(r, i + 1, W_ORDINAL) && !dates_is(r, i + 1, W_SECOND)))
        return skip_weekday(r, end);
    *day = (struct dates_day){0};
    if ((end = read_of_month(r, i, day)))
        return end;
    *day = (struct dates_day){0};
    if ((end = dates_read_holiday(r, i, day)))
        return end;
    *day = (struct dates_day){0};
    bool next = dates_is(r, i, W_NEXT) || dates_is(r, i, W_THIS);
    if (next && (end = dates_read_numeric(r, i + 1, day)) && !day->year)
        return end;
    *day = (struct dates_day){0};
    if ((end = read_related_date(r, i, day)))
        return end;
    if (!(end = read_offset_day(r, i, day)) && !(end = read_relative_weekday(r, i, day)) &&
        !(end = read_plain_weekday(r, i, day)))
        return 0;
    if (the && !dates_is(r, i + 1, W_UNIT) && !dates_is(r, i + 1, W_NEXT) &&
        !dates_is(r, i + 1, W_AFTER_THIS))
        return 0;
    return (more = read_dated_behind(r, end, day)) ? more : end;
}
