/* Where an expression may begin: most words and numbers that may be inside one begin none, and to
 * ask all readers takes long. What is let through here is still read; what is not never is. */
#include "dates_parts.h"

/* A unit of time, or a word before a day that makes one. */
static bool is_unit(const struct dates_reader *r, size_t i)
{
    enum dates_word kind = dates_kind(r, i);
    return kind == W_UNIT || kind == W_SECOND || kind == W_QUARTER || kind == W_BUSINESS ||
           kind == W_PARTS || kind == W_HALF_NAME || kind == W_SHORT_UNIT;
}

static bool is_shade(enum dates_word kind)
{
    return kind == W_EARLY || kind == W_LATE || kind == W_LATER || kind == W_EARLIER;
}

/* "in the morning", "late in the evening", "nights" */
static bool is_part(const struct dates_reader *r, size_t i)
{
    for (size_t k = i; k < i + 8; k++) {
        enum dates_word kind = dates_kind(r, k);
        if (kind == W_PART || kind == W_PARTS)
            return true;
        if (!is_shade(kind) && kind != W_IN && kind != W_THE)
            return false;
    }
    return false;
}

static bool is_month(const struct dates_reader *r, size_t i)
{
    return dates_is(r, i, W_MONTH) || dates_is(r, i, W_WEAK_MONTH);
}

/* "22/Jan/2019", "12/2015", "7/13" */
static bool may_begin_slashed(const struct dates_reader *r, size_t i)
{
    struct dates_day day;
    return is_month(r, i + 2) || dates_digits(r, i + 2) == 4 || dates_read_numeric(r, i, &day);
}

/* Digits, a point and digits: what follows makes more than a number of it. */
static bool may_begin_decimal(const struct dates_reader *r, size_t i)
{
    if (i && dates_is(r, i - 1, W_AT))
        return true;
    if (r->t->items[i + 3].kind != NR_TOKEN_MARK)
        return dates_kind(r, i + 3) != W_NONE;
    return dates_mark(r, i + 3, '.') || dates_mark(r, i + 3, 0xbd) ||
           (dates_is_dash(r, i + 3) && dates_kind(r, i + 4) != W_NONE);
}

static bool may_begin_before_mark(const struct dates_reader *r, size_t i)
{
    const struct nr_token *next = &r->t->items[i + 1];
    if (dates_is_dash(r, i + 1))
        return dates_kind(r, i + 2) != W_NONE;
    if (!nr_token_is_close(next))
        return false;
    switch (next->mark) {
    case ',':
        return dates_digits(r, i + 2) == 3 && dates_close(r, i + 2) &&
               is_unit(r, i + 3 + dates_mark(r, i + 3, '-'));
    case '.':
        if (dates_digits(r, i + 2) && dates_close(r, i + 2))
            return may_begin_decimal(r, i);
        return r->t->items[i + 2].kind == NR_TOKEN_WORD;
    case '/':
        return may_begin_slashed(r, i);
    case ':':
        return dates_digits(r, i + 2) && dates_close(r, i + 2);
    case 0xbc:
    case 0xbd:
    case 0xbe:
        return true;
    default:
        return false;
    }
}

/* A month of another language, by what is around it: the name itself is looked up later. */
static bool is_foreign_month(const struct dates_reader *r, size_t i)
{
    const struct nr_token *word = &r->t->items[i];
    size_t behind = i + 1 + (dates_mark(r, i + 1, '.') && dates_close(r, i + 1));
    return word->kind == NR_TOKEN_WORD && word->end - word->start >= 3 &&
           dates_digits(r, i - 1) < 3 &&
           (word->flags & NR_TOKEN_NOT_ASCII || r->now->foreign ||
            dates_digits(r, dates_skip(r, behind, W_DE)) == 4);
}

static bool may_begin_before_word(const struct dates_reader *r, size_t i)
{
    const struct nr_token *next = &r->t->items[i + 1];
    switch (dates_kind(r, i + 1)) {
    case W_NONE:
        return is_foreign_month(r, i + 1);
    case W_OF:
        return is_month(r, dates_skip(r, i + 2, W_THE));
    case W_THE:
        return is_month(r, i + 2);
    case W_TO:
    case W_UNTIL:
        return dates_kind(r, i + 2) != W_NONE;
    case W_A:
        return dates_mark(r, i + 2, '.') || dates_is(r, i + 2, W_M) || nr_token_is_close(next);
    case W_AND:
        return dates_is(r, dates_skip(r, i + 2, W_A), W_HALF) ||
               dates_is(r, dates_skip(r, i + 2, W_A), W_QUARTER);
    case W_IN:
    case W_EARLY:
    case W_LATE:
    case W_LATER:
    case W_EARLIER:
    case W_PART:
        return is_part(r, i + 1);
    case W_DIGITS:
    case W_AT:
    case W_BY:
    case W_ON:
    case W_OR:
    case W_FOR:
    case W_FROM:
    case W_ABOUT:
    case W_THAN:
    case W_BEFORE:
    case W_AFTER:
    case W_SINCE:
    case W_CARDINAL:
    case W_FEW:
    case W_ALL:
    case W_NO:
    case W_AN:
    case W_S:
        return false;
    default:
        return true;
    }
}

/* Whether a number could be more than a number, by what is behind it. */
static bool may_begin_digits(const struct dates_reader *r, size_t i)
{
    if (dates_digits(r, i) == 4)
        return true;
    return r->t->items[i + 1].kind == NR_TOKEN_MARK ? may_begin_before_mark(r, i)
                                                    : may_begin_before_word(r, i);
}

/* "a week", "a couple of days", "a quarter past", "a thousand years" */
static bool may_begin_article(const struct dates_reader *r, size_t i)
{
    switch (dates_kind(r, i + 1)) {
    case W_HUNDRED:
    case W_THOUSAND:
    case W_COUPLE:
    case W_FEW:
    case W_HALF:
    case W_MORE:
    case W_NEXT:
    case W_AFTER_THIS:
    case W_LAST:
    case W_PAST:
    case W_THIS:
    case W_CURRENT:
        return true;
    default:
        return is_unit(r, i + 1);
    }
}

static bool may_begin_in(const struct dates_reader *r, size_t i)
{
    switch (dates_kind(r, i + 1)) {
    case W_A:
    case W_AN:
        return may_begin_article(r, i + 1);
    case W_DIGITS:
        return dates_kind(r, i + 2) != W_NONE || r->t->items[i + 2].kind == NR_TOKEN_MARK;
    case W_CARDINAL:
    case W_TENS:
    case W_COUPLE:
    case W_FEW:
    case W_HALF:
        return true;
    default:
        return is_part(r, i + 1);
    }
}

static bool may_begin_the(const struct dates_reader *r, size_t i)
{
    switch (dates_kind(r, i + 1)) {
    case W_DIGITS:
    case W_ORDINAL:
    case W_TENS:
    case W_LAST:
    case W_NEXT:
    case W_AFTER_THIS:
    case W_CURRENT:
    case W_EOD:
    case W_YEAR_KIND:
        return true;
    default:
        return is_unit(r, i + 1);
    }
}

static bool may_begin_unit(const struct dates_reader *r, size_t i)
{
    int unit = dates_value(r, i);
    bool number = dates_is(r, i + 1, W_DIGITS) || dates_is(r, i + 1, W_CARDINAL) ||
                  dates_is(r, i + 1, W_TENS);
    return unit == DATES_WEEKEND || ((unit == DATES_WEEK || unit == DATES_YEAR) && number);
}

/* What is behind "from" and the like: none of these words again. */
static bool may_begin_point(const struct dates_reader *r, size_t i)
{
    size_t at = dates_skip(r, i, W_ABOUT);
    switch (dates_kind(r, at)) {
    case W_FROM:
    case W_ABOUT:
    case W_UNTIL:
    case W_BEFORE:
    case W_AFTER:
    case W_SINCE:
    case W_STARTING:
        return false;
    default:
        return dates_may_begin(r, at);
    }
}

/* What is behind "since" and the like. */
static bool may_begin_bound(const struct dates_reader *r, size_t i)
{
    bool edge =
        dates_is(r, i, W_THE) && (dates_is(r, i + 1, W_END) || dates_is(r, i + 1, W_BEGINNING) ||
                                  dates_is(r, i + 1, W_UNIT));
    return edge || may_begin_point(r, i);
}

/* Whether an expression may begin with a word, as far as the next one tells. */
static bool may_begin_word(const struct dates_reader *r, size_t i)
{
    enum dates_word next = dates_kind(r, i + 1);
    struct dates_day day;
    switch (dates_kind(r, i)) {
    case W_IN:
        return may_begin_in(r, i);
    case W_THE:
        return may_begin_the(r, i);
    case W_UNIT:
        return may_begin_unit(r, i);
    case W_AT:
        return next == W_PRESENT || next == W_THIS || (next != W_NONE && dates_mark(r, i + 2, '.'));
    case W_A:
    case W_AN:
        return may_begin_article(r, i);
    case W_FROM:
    case W_ABOUT:
        return may_begin_point(r, i + 1);
    case W_UNTIL:
        return dates_value(r, i) && may_begin_bound(r, i + 1);
    case W_BEFORE:
    case W_AFTER:
    case W_SINCE:
        return may_begin_bound(r, i + 1);
    case W_STARTING:
        return may_begin_bound(r, dates_skip(r, i + 1, W_ON));
    case W_YEAR_KIND:
    case W_EVERY:
    case W_ANY:
    case W_ONCE:
        return next != W_NONE;
    case W_MORE:
        return next == W_THAN;
    case W_NO:
        return next == W_LATER || next == W_EARLIER;
    case W_SAME:
    case W_BUSINESS:
    case W_ALL:
        return is_unit(r, i + 1);
    case W_HOLIDAY:
        return dates_read_holiday(r, i, &day) != 0;
    default:
        return true;
    }
}

/* Words that are only inside of expressions, or behind them. */
static bool is_inner(enum dates_word kind)
{
    switch (kind) {
    case W_NONE:
    case W_OF:
    case W_ON:
    case W_AND:
    case W_OR:
    case W_BY:
    case W_AGO:
    case W_TO:
    case W_DE:
    case W_S:
    case W_FOR:
    case W_OTHER:
    case W_WITHIN:
    case W_DURING:
    case W_THAN:
    case W_AS:
    case W_HUNDRED:
    case W_THOUSAND:
    case W_SUFFIX:
    case W_SHORT_UNIT:
    case W_AM:
    case W_PM:
    case W_P:
    case W_M:
    case W_AMPM:
    case W_OCLOCK:
    case W_CLOCK:
    case W_HENCE:
    case W_BACK:
    case W_REST:
    case W_DATE:
    case W_TIME:
    case W_PRESENT:
    case W_LUNCH:
    case W_EVE:
    case W_ZONE:
        return true;
    default:
        return false;
    }
}

/* Words that say nothing of what stands beside them. */
static bool is_weak(enum dates_word kind)
{
    return kind == W_TO || kind == W_AND || kind == W_OR || kind == W_IN || kind == W_ON ||
           kind == W_OF || kind == W_THE || kind == W_FOR || kind == W_BY || kind == W_AT ||
           kind == W_FROM || kind == W_ABOUT || kind == W_THAN || kind == W_MORE || kind == W_ALL ||
           kind == W_AS;
}

/* Whether one of the tokens from i on could be at the heart of an expression. */
static bool has_heart(const struct dates_reader *r, size_t i)
{
    for (size_t k = i; k < i + 6 && k < r->t->count; k++) {
        enum dates_word kind = dates_kind(r, k);
        if (kind == W_NONE && r->t->items[k].kind != NR_TOKEN_MARK)
            return false;
        if ((kind >= W_MONTH && kind <= W_QUARTER) || kind == W_DIGITS ||
            (kind >= W_OFFSET && !is_weak(kind)))
            return true;
    }
    return false;
}

bool dates_may_begin(const struct dates_reader *r, size_t i)
{
    enum dates_word kind = dates_kind(r, i);
    if (is_inner(kind))
        return false;
    return kind == W_DIGITS ? may_begin_digits(r, i) : may_begin_word(r, i) && has_heart(r, i);
}
