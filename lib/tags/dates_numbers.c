#include "dates_parts.h"

enum { MOST = 99999 };

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

/* "couple of", "few", with "a" before. */
static size_t read_vague(const struct dates_reader *r, size_t i, int64_t *milli)
{
    size_t at = dates_skip(r, i, W_A);
    if (!dates_is(r, at, W_COUPLE) && !dates_is(r, at, W_FEW))
        return 0;
    *milli = (int64_t)dates_value(r, at) * DATES_MILLI;
    return dates_skip(r, at + 1, W_OF);
}

/* "half an", "half a", "a half" */
static size_t read_half(const struct dates_reader *r, size_t i, int64_t *milli)
{
    size_t at = dates_skip(r, i, W_A);
    *milli = DATES_MILLI / 2;
    if (!dates_is(r, at, W_HALF))
        return 0;
    at = skip_hyphen(r, dates_skip(r, at + 1, W_OF));
    return at + (dates_is(r, at, W_A) || dates_is(r, at, W_AN));
}

static bool is_scale(const struct dates_reader *r, size_t i)
{
    return dates_is(r, i, W_HUNDRED) || dates_is(r, i, W_THOUSAND);
}

/* One token that nothing of a number can follow: most are. */
static size_t read_single(const struct dates_reader *r, size_t i, int64_t *milli)
{
    bool article = dates_is(r, i, W_A) || dates_is(r, i, W_AN);
    bool digits = dates_is(r, i, W_DIGITS);
    enum dates_word next = dates_kind(r, i + 1);
    bool ends = next == W_UNIT || next == W_SHORT_UNIT || next == W_SECOND || next == W_HALF_NAME ||
                next == W_BUSINESS || next == W_MORE || next == W_PARTS;
    bool more = next == W_DIGITS || next == W_AND || is_scale(r, i + 1) ||
                (r->t->items[i + 1].kind == NR_TOKEN_MARK && !dates_is_dash(r, i + 1));
    if (!(article && !is_scale(r, i + 1)) && !(digits && !more) &&
        !(ends && dates_is(r, i, W_CARDINAL)))
        return 0;
    *milli = (int64_t)(article ? 1 : dates_value(r, i)) * DATES_MILLI;
    return i + 1;
}

static bool to_milli(struct nr_decimal d, int64_t *milli)
{
    uint64_t whole;
    if (!nr_decimal_shift(&d, 3) || !nr_decimal_whole(d, &whole) ||
        whole > (uint64_t)MOST * DATES_MILLI)
        return false;
    *milli = (int64_t)whole;
    return true;
}

/* What a number would take for a part of one or for an ordinal: "three quarters",
 * "thirty-second". */
static bool is_unit_and_part(const struct dates_reader *r, size_t i)
{
    return dates_is(r, i, W_SECOND) ||
           (dates_is(r, i, W_UNIT) && dates_value(r, i) == DATES_QUARTER && !dates_close(r, i));
}

static size_t read_number(const struct dates_reader *r, size_t i, int64_t *milli)
{
    struct nr_numeral n;
    if (!nr_numerals_read(r->d->numerals, r->t, i, 0, &n) ||
        n.flags & (NR_NUMERAL_ORDINAL | NR_NUMERAL_SIGNED) || !to_milli(n.value, milli))
        return 0;
    return n.end;
}

size_t dates_read_amount(const struct dates_reader *r, size_t i, int64_t *milli)
{
    int small;
    if (dates_is(r, i, W_DIGITS) && (dates_value(r, i) > MOST || dates_joined_before(r, i)))
        return 0;
    size_t end = read_half(r, i, milli);
    if (end || (end = read_vague(r, i, milli)) || (end = read_single(r, i, milli)))
        return end;
    if ((end = dates_read_small(r, i, &small)) && is_unit_and_part(r, skip_hyphen(r, end))) {
        *milli = (int64_t)small * DATES_MILLI;
        return end;
    }
    return read_number(r, i, milli);
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
