#include "dates_parts.h"

size_t dates_read_unit(const struct dates_reader *r, size_t i, enum dates_unit *of)
{
    enum dates_word kind = dates_kind(r, i);
    bool business =
        kind == W_BUSINESS && dates_is(r, i + 1, W_UNIT) && dates_value(r, i + 1) == DATES_DAY;
    if (business || kind == W_PARTS) {
        *of = business ? DATES_WORKDAY : DATES_DAY;
        return kind == W_PARTS && dates_value(r, i) != PART_NIGHT ? 0 : i + 1 + business;
    }
    if (kind == W_SECOND || (kind == W_HALF_NAME && dates_close(r, i)))
        *of = kind == W_SECOND ? DATES_SECOND : DATES_HOUR;
    else if (kind == W_UNIT || kind == W_QUARTER)
        *of = (enum dates_unit)dates_value(r, i);
    else if (kind == W_SHORT_UNIT && i && dates_is(r, i - 1, W_DIGITS))
        *of = (enum dates_unit)dates_value(r, i);
    else
        return 0;
    return i + 1;
}

void dates_add_unit(struct dates_length *length, enum dates_unit unit, int64_t milli)
{
    switch (unit) {
    case DATES_DECADE:
        length->of[DATES_YEAR] += 10 * milli;
        break;
    case DATES_CENTURY:
        length->of[DATES_YEAR] += 100 * milli;
        break;
    case DATES_QUARTER:
        length->of[DATES_MONTH] += 3 * milli;
        break;
    case DATES_FORTNIGHT:
        length->of[DATES_WEEK] += 2 * milli;
        break;
    default:
        length->of[unit] += milli;
    }
}

/* "a quarter of an hour" */
static size_t read_quarter_of(const struct dates_reader *r, size_t i, struct dates_length *length)
{
    enum dates_unit unit;
    if (!dates_is(r, i, W_A) || !dates_is(r, i + 1, W_QUARTER) || !dates_is(r, i + 2, W_OF) ||
        !(dates_is(r, i + 3, W_A) || dates_is(r, i + 3, W_AN)))
        return 0;
    size_t end = dates_read_unit(r, i + 4, &unit);
    if (end)
        dates_add_unit(length, unit, DATES_MILLI / 4);
    return end;
}

/* "a quarter of the votes", "a quarter point", and "an hour" of "three quarters of an hour". */
static bool is_share(const struct dates_reader *r, size_t i)
{
    static const struct nr_str of[] = {NR_STR("point"), NR_STR("percentage"), NR_STR("percent"),
                                       NR_STR("pct"), NR_STR("share")};
    bool unit = i > 1 && (dates_is(r, i - 2, W_QUARTER) || dates_is(r, i - 2, W_UNIT));
    if (unit && dates_is(r, i - 1, W_OF) && dates_value(r, i - 2) == DATES_QUARTER)
        return true;
    if (!dates_is(r, i, W_A) || !dates_is(r, i + 1, W_QUARTER))
        return false;
    size_t behind = i + 2 + (dates_mark(r, i + 2, '-') && dates_close(r, i + 2));
    struct nr_str word = nr_token_text(r->t, &r->t->items[behind]);
    for (size_t k = 0; k < sizeof of / sizeof of[0]; k++)
        if (nr_str_eq(word, of[k]))
            return true;
    return dates_is(r, i + 2, W_OF);
}

/* "3 hours", "2.5-hour", "one year and a quarter" */
static size_t read_one(const struct dates_reader *r, size_t i, struct dates_length *length)
{
    int64_t milli;
    enum dates_unit unit;
    size_t at = dates_read_amount(r, i, &milli), end;
    if ((end = read_quarter_of(r, i, length)))
        return end;
    if (!at || is_share(r, i))
        return 0;
    at += dates_mark(r, at, '-') && dates_close(r, at) && dates_close(r, at + 1);
    at += dates_is(r, at, W_MORE);
    if (!(end = dates_read_unit(r, at, &unit)) || milli == 0)
        return 0;
    bool of_a = dates_is(r, end, W_OF) && (dates_is(r, end + 1, W_A) || dates_is(r, end + 1, W_AN));
    if (unit == DATES_QUARTER && of_a)
        return 0;
    if (unit == DATES_SECOND && dates_is(r, at, W_SECOND) && dates_is(r, i, W_A))
        return 0;
    if (dates_is(r, end, W_AND)) {
        size_t half = end + 1 + dates_is(r, end + 1, W_A);
        bool quarter = dates_is(r, half, W_QUARTER) && half > end + 1;
        if (dates_is(r, half, W_HALF) || quarter) {
            milli += quarter ? DATES_MILLI / 4 : DATES_MILLI / 2;
            end = half + 1;
        }
    }
    dates_add_unit(length, unit, milli);
    return end;
}

static bool is_finer(const struct dates_length *a, const struct dates_length *b)
{
    size_t first = 0, last = DATES_UNITS - 1;
    while (first < DATES_UNITS && !a->of[first])
        first++;
    while (last > 0 && !b->of[last])
        last--;
    return first > last;
}

size_t dates_read_length(const struct dates_reader *r, size_t i, struct dates_length *length)
{
    *length = (struct dates_length){{0}};
    size_t end = read_one(r, i, length);
    for (int k = 0; end && k < 6; k++) {
        size_t next = end + (dates_is(r, end, W_AND) || dates_mark(r, end, ','));
        struct dates_length finer = {{0}};
        bool article = dates_is(r, next, W_A) || dates_is(r, next, W_AN);
        size_t more = article ? 0 : read_one(r, next, &finer);
        size_t ago = more && (dates_is(r, more, W_AGO) || dates_is(r, more, W_LATER));
        if (!more || (ago && next > end) || !is_finer(&finer, length))
            break;
        for (size_t unit = 0; unit < DATES_UNITS; unit++)
            length->of[unit] += finer.of[unit];
        end = more;
    }
    return end;
}

/* ---- Named ---- */

static void span_months(struct dates_period *p, int year, int month, int months)
{
    p->kind = DATES_OF_SPAN;
    p->from = (struct dates_day){.year = year, .month = month, .day = 1};
    int behind = month + months;
    p->to = (struct dates_day){
        .year = year ? year + (behind > 12) : 0, .month = (behind - 1) % 12 + 1, .day = 1};
    dates_add_unit(&p->length, DATES_MONTH, (int64_t)months * DATES_MILLI);
}

static void span_years(struct dates_period *p, int from, int years)
{
    p->kind = DATES_OF_SPAN;
    p->from = (struct dates_day){.year = from, .month = 1, .day = 1};
    p->to = (struct dates_day){.year = from + years, .month = 1, .day = 1};
    dates_add_unit(&p->length, DATES_YEAR, (int64_t)years * DATES_MILLI);
}

static size_t read_relation(const struct dates_reader *r, size_t i, int *n)
{
    size_t at = dates_skip(r, i, W_THIS);
    enum dates_word kind = dates_kind(r, at);
    *n = kind == W_NEXT || kind == W_AFTER_THIS ? 1 : kind == W_LAST || kind == W_PAST ? -1 : 0;
    return *n ? at + 1 : at > i || kind == W_CURRENT ? at + (kind == W_CURRENT) : 0;
}

size_t dates_read_relative_year(const struct dates_reader *r, size_t i, int *year)
{
    int n;
    size_t at = read_relation(r, dates_skip(r, i, W_OF), &n);
    if (!at || !dates_is(r, at, W_UNIT) || dates_value(r, at) != DATES_YEAR)
        return 0;
    *year = dates_known(r) ? r->now->year + n : 0;
    return at + 1;
}

/* A unit n from the present one. */
static bool set_unit(const struct dates_reader *r, enum dates_unit unit, int n,
                     struct dates_period *p)
{
    int year, week, month = r->now->month;
    bool known = dates_known(r);
    p->year = known ? r->now->year : 0;
    if (unit == DATES_YEAR) {
        p->kind = DATES_OF_YEAR;
        p->year += known ? n : 0;
    } else if (unit == DATES_MONTH) {
        p->kind = DATES_OF_MONTH;
        int months = 12 * p->year + month - 1 + n;
        p->year = known ? months / 12 : 0;
        p->month = known ? months % 12 + 1 : 0;
    } else if (unit == DATES_WEEK || unit == DATES_WEEKEND) {
        p->kind = unit == DATES_WEEK ? DATES_OF_WEEK : DATES_OF_WEEKEND;
        week = known ? nr_calendar_week(r->today + 7L * n, &year) : 0;
        p->year = known ? year : 0;
        p->n = week;
    } else if (unit == DATES_QUARTER && known) {
        int quarters = 4 * p->year + (month - 1) / 3 + n;
        span_months(p, quarters / 4, quarters % 4 * 3 + 1, 3);
    } else if ((unit == DATES_DECADE || unit == DATES_CENTURY) && known) {
        int years = unit == DATES_DECADE ? 10 : 100;
        span_years(p, p->year - p->year % years + n * years, years);
    } else {
        return false;
    }
    return true;
}

static struct dates_day moved(const struct dates_reader *r, long from,
                              const struct dates_length *length, int sign)
{
    long months = (length->of[DATES_YEAR] * 12 + length->of[DATES_MONTH]) / DATES_MILLI;
    long days = (length->of[DATES_WEEK] * 7 + length->of[DATES_DAY]) / DATES_MILLI;
    if (months > 12L * 9000 || days > 365L * 9000)
        return (struct dates_day){0};
    from = nr_calendar_add_months(from, sign * (int)months) + sign * days;
    for (long left = length->of[DATES_WORKDAY] / DATES_MILLI; left > 0 && left < 10000;) {
        from += sign;
        left -= nr_calendar_weekday(from) < 6;
    }
    struct dates_day day = dates_of_number(r, from);
    return day.year >= 1 && day.year <= 9999 ? day : (struct dates_day){0};
}

struct dates_day dates_shift(const struct dates_reader *r, long from,
                             const struct dates_length *length, int sign)
{
    return moved(r, from, length, sign);
}

/* Not "16 last year". */
static bool is_plural(const struct dates_reader *r, size_t i)
{
    return nr_str_ends(nr_token_text(r->t, &r->t->items[i]), nr_str_of("s"));
}

/* "last 3 months", "next two days", "5 upcoming years" */
static size_t read_many(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n;
    int64_t milli;
    enum dates_unit unit;
    size_t at = read_relation(r, i, &n), end;
    if (at && n) {
        if (dates_is(r, at, W_A) || dates_is(r, at, W_AN) || dates_is(r, at, W_ONCE) ||
            !(end = dates_read_length(r, at, &p->length)))
            return 0;
    } else {
        at = dates_read_amount(r, i, &milli);
        if (!at || !(at = read_relation(r, at, &n)) || !n ||
            !(end = dates_read_unit(r, at, &unit)) ||
            (milli != DATES_MILLI && !is_plural(r, end - 1)))
            return 0;
        dates_add_unit(&p->length, unit, milli);
    }
    if (p->length.of[DATES_HOUR] || p->length.of[DATES_MINUTE] || p->length.of[DATES_SECOND] ||
        p->length.of[DATES_WEEKEND])
        return 0;
    p->kind = DATES_OF_SPAN;
    enum dates_word last = dates_kind(r, end - 1);
    if ((last == W_UNIT || last == W_QUARTER) && dates_value(r, end - 1) == DATES_QUARTER &&
        dates_known(r)) {
        int months = (int)(p->length.of[DATES_MONTH] / DATES_MILLI);
        int begin = 12 * r->now->year + (r->now->month - 1) / 3 * 3 + (n < 0 ? -months : 3);
        if (months > 1200)
            return 0;
        p->from = (struct dates_day){.year = begin / 12, .month = begin % 12 + 1, .day = 1};
        begin += months;
        p->to = (struct dates_day){.year = begin / 12, .month = begin % 12 + 1, .day = 1};
        return end;
    }
    long tomorrow = r->today + 1;
    p->from = n < 0 ? moved(r, r->today, &p->length, -1) : dates_of_number(r, tomorrow);
    p->to = n < 0 ? dates_of_number(r, r->today) : moved(r, tomorrow, &p->length, 1);
    return end;
}

static size_t read_season(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n = 0;
    size_t at = read_relation(r, i, &n);
    bool related = at > 0;
    at = related ? at : i;
    bool weak = dates_is(r, at, W_WEAK_SEASON);
    bool in = at && (dates_is(r, at - 1, W_IN) || dates_is(r, at - 1, W_THE)) &&
              (at < 2 || dates_is(r, at - 1, W_IN) || dates_is(r, at - 2, W_IN));
    size_t end = dates_read_year(r, dates_skip(r, at + 1, W_OF), &p->year);
    if (!dates_is(r, at, W_SEASON) && !(weak && (related || in || end)))
        return 0;
    p->kind = DATES_OF_SEASON;
    p->n = dates_value(r, at);
    if (end)
        return end;
    p->year = related && dates_known(r) ? r->now->year + n : 0;
    return at + 1;
}

/* "April", "April 2017", "12-2015", "Dec, 2018" */
static size_t read_month(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n = 0, year;
    if (dates_digits(r, i) && dates_digits(r, i) < 3 && dates_value(r, i) <= 12 &&
        dates_value(r, i) && (dates_mark(r, i + 1, '-') || dates_mark(r, i + 1, '/')) &&
        dates_close(r, i + 1) && dates_close(r, i + 2) && !dates_joined_before(r, i) &&
        dates_digits(r, i + 2) == 4 && dates_read_year(r, i + 2, &p->year) &&
        !dates_joined_after(r, i + 3)) {
        p->kind = DATES_OF_MONTH;
        p->month = dates_value(r, i);
        return i + 3;
    }
    size_t at = read_relation(r, i, &n);
    bool related = at > 0;
    at = dates_read_month(r, related ? at : i, &p->month);
    if (!at)
        return 0;
    p->kind = DATES_OF_MONTH;
    bool mark = dates_mark(r, at, ',') || dates_mark(r, at, '-');
    bool word = dates_is(r, at, W_OF) || dates_is(r, at, W_IN);
    size_t behind = at + (mark || word);
    size_t end = dates_is(r, at, W_OF) ? dates_read_year_after(r, behind, &year)
                                       : dates_read_year(r, behind, &year);
    if (end &&
        !(dates_joined_after(r, end) && !dates_is_dash(r, end) && !dates_mark(r, end, '~'))) {
        p->year = year;
        return end;
    }
    if (!related && (end = dates_read_relative_year(r, at, &p->year)))
        return end;
    if (!related || !dates_known(r))
        return at;
    int now = r->now->month;
    p->year = r->now->year + (n > 0 && p->month <= now) - (n < 0 && p->month >= now);
    return at;
}

/* "first quarter of 2018", "Q1", "2017 q1", "2019-H2" */
static size_t read_quarter(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int year = 0, n = 0;
    size_t at = dates_digits(r, i) == 4 ? dates_read_year(r, i, &year) : 0;
    at = at ? at + dates_mark(r, at, '-') : i;
    bool half = dates_is(r, at, W_HALF_NAME), letter = dates_is(r, at, W_Q) || half;
    size_t end = 0;
    if (letter && dates_close(r, at + 1) && dates_digits(r, at + 1) == 1) {
        n = dates_value(r, at + 1);
        end = at + 2;
    } else if (at == i) {
        at = dates_skip(r, i, W_THE);
        at = dates_read_ordinal(r, at, &n);
        at += at && dates_mark(r, at, '-');
        half = at && dates_is(r, at, W_HALF);
        end = at && (half || dates_is(r, at, W_QUARTER)) ? at + 1 : 0;
    }
    if (!end || n < 1 || n > (half ? 2 : 4))
        return 0;
    bool of = dates_is(r, end, W_OF);
    size_t behind = dates_read_year(r, end + (of || dates_mark(r, end, '-')), &year);
    if (!behind && of && dates_is(r, end + 1, W_THE) && dates_is(r, end + 2, W_UNIT) &&
        dates_value(r, end + 2) == DATES_YEAR)
        behind = end + 3;
    behind = behind ? behind : dates_read_relative_year(r, end, &year);
    if (half && !behind && !year)
        return 0;
    span_months(p, year, (n - 1) * (half ? 6 : 3) + 1, half ? 6 : 3);
    return behind ? behind : end;
}

/* "1990s", "15th century" */
static size_t read_decade(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n;
    size_t end = dates_read_ordinal(r, i, &n);
    end += end && dates_mark(r, end, '-');
    if (end && n > 0 && n < 30 && dates_is(r, end, W_UNIT) &&
        dates_value(r, end) == DATES_CENTURY) {
        span_years(p, 100 * (n - 1), 100);
        return end + 1;
    }
    bool four = dates_digits(r, i) == 4 && dates_read_year(r, i, &n);
    if (!four || n % 10 || !dates_is(r, i + 1, W_S))
        return 0;
    span_years(p, n, 10);
    return i + 2;
}

/* "week 10", "first week of Jan 2015", "the last week of July" */
static size_t read_week(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n = 0;
    struct dates_period of = {0};
    size_t at = dates_skip(r, i, W_THE);
    if (dates_is(r, i, W_UNIT) && dates_value(r, i) == DATES_WEEK && dates_digits(r, i + 1) &&
        dates_value(r, i + 1) >= 1 && dates_value(r, i + 1) <= 53) {
        p->kind = DATES_OF_WEEK;
        p->n = dates_value(r, i + 1);
        p->year = r->now->year;
        size_t end = dates_read_year(r, dates_skip(r, i + 2, W_OF), &n);
        p->year = end ? n : p->year;
        return end ? end : i + 2;
    }
    bool last = dates_is(r, at, W_LAST);
    at = last ? at + 1 : dates_read_ordinal(r, at, &n);
    if (!at || !dates_is(r, at, W_UNIT) || dates_value(r, at) != DATES_WEEK ||
        !dates_is(r, at + 1, W_OF))
        return 0;
    size_t end = read_month(r, at + 2, &of), rel;
    enum dates_unit unit;
    int by;
    if (!end && (end = dates_read_year(r, at + 2, &of.year)))
        of.kind = DATES_OF_YEAR;
    if (!end && (rel = read_relation(r, at + 2, &by)) && (end = dates_read_unit(r, rel, &unit)) &&
        !set_unit(r, unit, by, &of))
        end = 0;
    if (!end || (of.kind != DATES_OF_MONTH && of.kind != DATES_OF_YEAR))
        return 0;
    *p = of;
    p->kind = of.kind == DATES_OF_MONTH ? DATES_OF_MONTH_WEEK : DATES_OF_WEEK;
    p->n = !last ? n : of.kind == DATES_OF_MONTH ? 5 : nr_calendar_weeks(of.year);
    return end;
}

/* "this week", "last year", "the year", "fiscal 1987" */
static size_t read_named(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n = 0;
    enum dates_unit unit;
    size_t at = read_relation(r, i, &n), end;
    bool the = !at && dates_is(r, i, W_THE), same = dates_is(r, i, W_SAME);
    at = at ? at : i + (the || same);
    if (same && (end = dates_read_unit(r, at, &unit)) && unit <= DATES_WEEKEND) {
        p->kind = unit == DATES_YEAR    ? DATES_OF_YEAR
                  : unit == DATES_MONTH ? DATES_OF_MONTH
                  : unit == DATES_WEEK  ? DATES_OF_WEEK
                                        : DATES_OF_WEEKEND;
        return end;
    }
    at += (dates_is(r, at, W_YEAR_KIND) && dates_value(r, at) == 3) || dates_is(r, at, W_BUSINESS);
    end = dates_read_unit(r, at, &unit);
    bool weekend = end && unit == DATES_WEEKEND && at == i;
    if (!end || (at == i && !weekend) ||
        (the && (dates_is(r, end, W_OF) || dates_digits(r, end) ||
                 (unit != DATES_WEEKEND && is_plural(r, end - 1)))) ||
        (the && (dates_is(r, end, W_AFTER) || dates_is(r, end, W_BEFORE) ||
                 (r->t->items[end].kind == NR_TOKEN_WORD && dates_kind(r, end) == W_NONE) ||
                 unit == DATES_QUARTER || unit > DATES_UNITS)))
        return 0;
    return set_unit(r, unit, n, p) ? end : 0;
}

/* "fiscal 1987", "this school year" */
static size_t read_fiscal(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    int n = 0;
    size_t at = read_relation(r, i, &n);
    bool related = at > 0;
    at = related ? at : i;
    if (!dates_is(r, at, W_YEAR_KIND) || dates_value(r, at) == 3)
        return 0;
    p->kind = dates_value(r, at) == 1 ? DATES_OF_FISCAL : DATES_OF_SCHOOL;
    bool word = dates_is(r, at + 1, W_UNIT) && dates_value(r, at + 1) == DATES_YEAR;
    size_t end = dates_read_year(r, at + 1 + word, &p->year);
    if (end)
        return end;
    p->year = related && dates_known(r) ? r->now->year + n : 0;
    return word ? at + 2 : 0;
}

/* A year alone: what is around it must not make a count of it. */
static size_t read_year(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    size_t at = i;
    bool word = dates_is(r, i, W_UNIT) && dates_value(r, i) == DATES_YEAR;
    at += word;
    size_t end = dates_read_year(r, at, &p->year);
    bool pair = at > 1 && dates_is_dash(r, at - 1) && dates_digits(r, at - 2) == 4 &&
                !(at > 2 && dates_is_dash(r, at - 3));
    bool first = end && dates_is_dash(r, end) && dates_digits(r, end + 1) == 4;
    if (!end || (dates_joined_before(r, at) && !pair) || (dates_joined_after(r, end) && !first))
        return 0;
    enum dates_word before = at ? dates_kind(r, at - 1) : W_NONE;
    bool called = word || before == W_IN || before == W_SINCE || before == W_OF ||
                  before == W_FROM || before == W_BY || before == W_BEFORE || before == W_AFTER ||
                  before == W_UNTIL || before == W_DURING || before == W_TO || before == W_AND ||
                  before == W_BETWEEN || before == W_THAN;
    bool open = r->t->items[end].kind != NR_TOKEN_WORD || dates_kind(r, end) != W_NONE;
    bool plain = p->year >= 1900 && p->year < 2100;
    p->kind = DATES_OF_YEAR;
    bool firm = before == W_IN || before == W_SINCE || before == W_BEFORE || before == W_AFTER ||
                before == W_UNTIL || before == W_DURING;
    return (called && open) || (called && plain && (firm || p->year % 100)) ||
                   (plain && open && !dates_is(r, end, W_ZONE)) || (plain && p->year % 10)
               ? end
               : 0;
}

size_t dates_read_period(const struct dates_reader *r, size_t i, struct dates_period *p)
{
    size_t (*const readers[])(const struct dates_reader *, size_t, struct dates_period *) = {
        read_week,  read_fiscal, read_quarter, read_decade, read_many,
        read_named, read_season, read_month,   read_year};
    for (size_t k = 0; k < sizeof readers / sizeof readers[0]; k++) {
        *p = (struct dates_period){0};
        size_t end = readers[k](r, i, p);
        if (end)
            return end;
    }
    return 0;
}
