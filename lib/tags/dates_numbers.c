#include "dates_parts.h"

enum { THOUSANDTHS = 1000, MOST = 99999 };

bool dates_is_dash(const struct dates_reader *r, size_t i)
{
    return dates_mark(r, i, '-') || dates_mark(r, i, 0x2013) || dates_mark(r, i, 0x2014) ||
           dates_mark(r, i, '~');
}

static bool is_joint(const struct dates_reader *r, size_t i)
{
    return dates_mark(r, i, '.') || dates_mark(r, i, ',') || dates_mark(r, i, '-') ||
           dates_mark(r, i, '/') || dates_mark(r, i, ':') || dates_mark(r, i, 0x2013);
}

static bool is_currency(const struct dates_reader *r, size_t i)
{
    return dates_mark(r, i, '$') || dates_mark(r, i, 0x20ac) || dates_mark(r, i, 0xa3) ||
           dates_mark(r, i, 0xa5) || dates_mark(r, i, '#') || dates_mark(r, i, '+');
}

bool dates_joined_before(const struct dates_reader *r, size_t i)
{
    if (i == 0 || !dates_close(r, i))
        return i > 0 && is_currency(r, i - 1);
    return is_currency(r, i - 1) || r->t->items[i - 1].kind != NR_TOKEN_MARK ||
           (i > 1 && dates_close(r, i - 1) && is_joint(r, i - 1) &&
            r->t->items[i - 2].kind == NR_TOKEN_DIGITS);
}

bool dates_joined_after(const struct dates_reader *r, size_t end)
{
    if (!dates_close(r, end))
        return false;
    if (r->t->items[end].kind != NR_TOKEN_MARK)
        return true;
    return dates_mark(r, end, '%') || is_currency(r, end) ||
           (is_joint(r, end) && dates_close(r, end + 1) &&
            r->t->items[end + 1].kind == NR_TOKEN_DIGITS);
}

/* Behind the hyphen of "twenty-two", or i. */
static size_t skip_hyphen(const struct dates_reader *r, size_t i)
{
    return dates_mark(r, i, '-') && dates_close(r, i) && dates_close(r, i + 1) ? i + 1 : i;
}

size_t dates_read_small(const struct dates_reader *r, size_t i, int *n)
{
    if (dates_is(r, i, W_CARDINAL)) {
        *n = dates_value(r, i);
        return i + 1;
    }
    if (!dates_is(r, i, W_TENS))
        return 0;
    *n = dates_value(r, i);
    size_t next = skip_hyphen(r, i + 1);
    if (!dates_is(r, next, W_CARDINAL) || dates_value(r, next) < 1 || dates_value(r, next) > 9)
        return i + 1;
    *n += dates_value(r, next);
    return next + 1;
}

static bool is_ordinal(const struct dates_reader *r, size_t i)
{
    return dates_is(r, i, W_ORDINAL) || dates_is(r, i, W_SECOND);
}

size_t dates_read_ordinal(const struct dates_reader *r, size_t i, int *n)
{
    if (is_ordinal(r, i)) {
        *n = dates_value(r, i);
        return i + 1;
    }
    if (dates_is(r, i, W_DIGITS) && dates_close(r, i + 1) && dates_is(r, i + 1, W_SUFFIX) &&
        !dates_joined_before(r, i)) {
        *n = dates_value(r, i);
        return i + 2;
    }
    if (!dates_is(r, i, W_TENS))
        return 0;
    size_t next = skip_hyphen(r, i + 1);
    if (!is_ordinal(r, next) || dates_value(r, next) > 9)
        return 0;
    *n = dates_value(r, i) + dates_value(r, next);
    return next + 1;
}

/* ---- Amounts ---- */

static size_t read_decimal(const struct dates_reader *r, size_t i, int64_t *milli)
{
    if (!dates_is(r, i, W_DIGITS) || dates_value(r, i) > MOST || dates_joined_before(r, i))
        return 0;
    *milli = (int64_t)dates_value(r, i) * THOUSANDTHS;
    size_t digits = dates_digits(r, i + 2);
    if (!dates_mark(r, i + 1, '.') || !dates_close(r, i + 1) || !dates_close(r, i + 2) ||
        digits == 0 || digits > 3)
        return i + 1;
    int part = dates_value(r, i + 2);
    for (; digits < 3; digits++)
        part *= 10;
    *milli += part;
    return i + 3;
}

/* "hundred", "thousand" behind a number, and what is added to it. */
static size_t read_large(const struct dates_reader *r, size_t i, int *n)
{
    size_t next;
    int more;
    while (dates_is(r, i, W_HUNDRED) || dates_is(r, i, W_THOUSAND)) {
        if (*n > MOST / dates_value(r, i))
            return 0;
        *n *= dates_value(r, i++);
        size_t small = dates_skip(r, i, W_AND);
        if ((next = dates_read_small(r, small, &more)) && more < 100 &&
            !dates_is(r, next, W_HUNDRED)) {
            *n += more;
            return next;
        }
    }
    return i;
}

static size_t read_words(const struct dates_reader *r, size_t i, int64_t *milli)
{
    int n = 1;
    size_t next = dates_is(r, i, W_A) || dates_is(r, i, W_AN) ? i + 1 : dates_read_small(r, i, &n);
    next = next ? read_large(r, next, &n) : 0;
    *milli = (int64_t)n * THOUSANDTHS;
    return next;
}

/* "couple of", "few", with "a" before. */
static size_t read_vague(const struct dates_reader *r, size_t i, int64_t *milli)
{
    size_t at = dates_skip(r, i, W_A);
    if (!dates_is(r, at, W_COUPLE) && !dates_is(r, at, W_FEW))
        return 0;
    *milli = (int64_t)dates_value(r, at) * THOUSANDTHS;
    return dates_skip(r, at + 1, W_OF);
}

static size_t read_half(const struct dates_reader *r, size_t i, int64_t *milli)
{
    static const struct {
        uint32_t mark;
        int milli;
    } marks[] = {{0xbd, 500}, {0xbc, 250}, {0xbe, 750}};
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
        if (dates_mark(r, i, marks[k].mark)) {
            *milli = marks[k].milli;
            return i + 1;
        }
    }
    size_t at = dates_skip(r, i, W_A);
    *milli = THOUSANDTHS / 2;
    if (!dates_is(r, at, W_HALF))
        return 0;
    at = skip_hyphen(r, dates_skip(r, at + 1, W_OF));
    return at + (dates_is(r, at, W_A) || dates_is(r, at, W_AN));
}

/* " and a half", " and a quarter", or i. */
static size_t read_fraction(const struct dates_reader *r, size_t i, int64_t *milli)
{
    if (!dates_is(r, i, W_AND))
        return i;
    size_t at = dates_skip(r, i + 1, W_A);
    if (dates_is(r, at, W_HALF))
        *milli += THOUSANDTHS / 2;
    else if (dates_is(r, at, W_QUARTER) && at > i + 1)
        *milli += THOUSANDTHS / 4;
    else
        return i;
    return at + 1;
}

size_t dates_read_amount(const struct dates_reader *r, size_t i, int64_t *milli)
{
    size_t next = read_half(r, i, milli);
    if (next)
        return next;
    if (!(next = read_decimal(r, i, milli)) && !(next = read_vague(r, i, milli)) &&
        !(next = read_words(r, i, milli)))
        return 0;
    int64_t half;
    if (read_half(r, next, &half) == next + 1 && dates_mark(r, next, 0xbd)) {
        *milli += half;
        return next + 1;
    }
    return read_fraction(r, next, milli);
}

/* ---- Years ---- */

int dates_year_of_two(const struct dates_reader *r, int year)
{
    int now = dates_known(r) ? r->now->year : 2020;
    int full = now - now % 100 + year;
    return full > now + 20 ? full - 100 : full <= now - 80 ? full + 100 : full;
}

/* "two thousand and fifteen" */
static size_t read_thousands(const struct dates_reader *r, size_t i, int *year)
{
    int more;
    if (!dates_is(r, i, W_CARDINAL) || dates_value(r, i) > 2 || !dates_is(r, i + 1, W_THOUSAND))
        return 0;
    *year = 1000 * dates_value(r, i);
    size_t next = dates_read_small(r, dates_skip(r, i + 2, W_AND), &more);
    if (next)
        *year += more;
    return next ? next : i + 2;
}

/* "nineteen eighty-seven" */
static size_t read_year_words(const struct dates_reader *r, size_t i, int *year)
{
    int century, rest;
    size_t next = read_thousands(r, i, year);
    if (next)
        return next;
    if (dates_is(r, i, W_TENS) && dates_value(r, i) == 20)
        next = i + 1, century = 20;
    else if (!(next = dates_read_small(r, i, &century)) || century < 15 || century > 19)
        return 0;
    size_t end = dates_read_small(r, skip_hyphen(r, next), &rest);
    *year = 100 * century + rest;
    return end && rest >= 10 ? end : 0;
}

size_t dates_read_year(const struct dates_reader *r, size_t i, int *year)
{
    if (!dates_is(r, i, W_DIGITS))
        return read_year_words(r, i, year);
    *year = dates_value(r, i);
    return dates_digits(r, i) == 4 && *year >= 1000 && *year < 2200 ? i + 1 : 0;
}

size_t dates_read_year_after(const struct dates_reader *r, size_t i, int *year)
{
    size_t next = dates_read_year(r, i, year);
    if (next)
        return next;
    size_t at = i + (dates_mark(r, i, '\'') || dates_mark(r, i, 0x2019));
    if (dates_digits(r, at) != 2 || dates_joined_after(r, at + 1))
        return 0;
    *year = dates_year_of_two(r, dates_value(r, at));
    return at + 1;
}
