/* Powers behind digits: exponents of ten, and what is raised to a power. */
#include "newsreel/core/utf8.h"
#include "numeral_reading.h"

/* A sign and a whole number close behind, below NR_DECIMAL_EXPONENT: "-4", "+14", "23". */
static bool read_exponent(const struct reading *r, size_t *at, int *exponent)
{
    const struct nr_token *token = &r->t->items[*at];
    bool minus = nr_token_is_mark(token, '-') || nr_token_is_mark(token, 0x2212);
    size_t digits = *at + (minus || nr_token_is_mark(token, '+'));
    struct nr_numeral power;
    uint64_t value;
    if (!nr_token_is_close(token) || !nr_token_is_close(&r->t->items[digits]) ||
        r->t->items[digits].kind != NR_TOKEN_DIGITS ||
        !nr_numerals_read_digits(r->t, digits, r->how, &power) ||
        !(power.flags & NR_NUMERAL_PLAIN) || !nr_decimal_whole(power.value, &value) ||
        value > NR_DECIMAL_EXPONENT)
        return false;
    *exponent = minus ? -(int)value : (int)value;
    *at = power.end;
    return true;
}

/* The value of a raised digit; 10 of another mark. */
static unsigned raised(const struct nr_token *token)
{
    static const uint32_t digits[] = {0x2070, 0xb9,   0xb2,   0xb3,   0x2074,
                                      0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    unsigned i = 0;
    while (i < 10 && !nr_token_is_mark(token, digits[i]))
        i++;
    return i;
}

/* The same in raised digits: "⁻⁴", "²³". */
static bool read_raised(const struct reading *r, size_t *at, int *exponent)
{
    bool minus = nr_token_is_mark(&r->t->items[*at], 0x207b);
    size_t p = *at + minus, begin = p;
    int value = 0;
    for (; nr_token_is_close(&r->t->items[p]) && raised(&r->t->items[p]) < 10; p++) {
        value = value * 10 + (int)raised(&r->t->items[p]);
        if (p - begin == 3)
            return false;
    }
    if (p == begin || !nr_token_is_close(&r->t->items[*at]))
        return false;
    *exponent = minus ? -value : value;
    *at = p;
    return true;
}

static bool shift(struct nr_numeral *out, size_t end, int places)
{
    if (!nr_decimal_shift(&out->value, places))
        return false;
    out->end = end;
    out->flags &= ~(unsigned)NR_NUMERAL_PLAIN;
    return true;
}

static bool is_e(const struct reading *r, size_t at)
{
    const struct nr_token *e = &r->t->items[at];
    struct nr_str text = nr_token_text(r->t, e);
    return e->kind == NR_TOKEN_WORD && nr_token_is_close(e) &&
           (nr_str_is(text, "e") || nr_str_is(text, "E"));
}

/* "12.32e+14", "6.02E23": with a point or a sign, or as money, for 3E5 is many things. */
static bool apply_e(const struct reading *r, struct nr_numeral *out)
{
    const struct nr_token *e = &r->t->items[out->end];
    size_t at = out->end + 1;
    int places;
    if (!is_e(r, out->end) ||
        (e[1].kind != NR_TOKEN_MARK && !out->value.exponent && !(r->how & NR_NUMERAL_MONEY)) ||
        !read_exponent(r, &at, &places))
        return false;
    return shift(out, at, places);
}

static bool is_times_ten(const struct reading *r, size_t at)
{
    const struct nr_token *x = &r->t->items[at];
    return nr_str_is(nr_token_text(r->t, x + 1), "10") &&
           (word_kind(word_at(r, at)) == WORD_TIMES || nr_token_is_mark(x, 0xd7));
}

/* "1.3x10^6", "6.02 × 10²³" */
static bool apply_times(const struct reading *r, struct nr_numeral *out)
{
    const struct nr_token *x = &r->t->items[out->end];
    size_t at = out->end + 2;
    int places;
    if (!is_times_ten(r, out->end))
        return false;
    bool hat = nr_token_is_mark(x + 2, '^') && nr_token_is_close(x + 2);
    at += hat;
    if (!(hat ? read_exponent(r, &at, &places) : read_raised(r, &at, &places)))
        return false;
    return shift(out, at, places);
}

/* Whether a power that is not read stands close behind: then the digits alone are not the
 * number. */
static bool has_power(const struct reading *r, size_t at)
{
    const struct nr_token *mark = &r->t->items[at];
    if (is_e(r, at)) {
        bool sign = nr_token_is_mark(mark + 1, '+') || nr_token_is_mark(mark + 1, '-');
        return nr_token_is_close(mark + 1) && mark[1 + sign].kind == NR_TOKEN_DIGITS &&
               nr_token_is_close(mark + 1 + sign);
    }
    mark += is_times_ten(r, at) ? 2 : 0;
    return nr_token_is_mark(mark, '^') && nr_token_is_close(mark) && nr_token_is_close(mark + 1);
}

bool reading_apply_power(const struct reading *r, struct nr_numeral *out)
{
    const struct nr_token *hat = &r->t->items[out->end];
    size_t at = out->end + 1;
    int power;
    if (apply_e(r, out) || apply_times(r, out))
        return true;
    if (!nr_token_is_mark(hat, '^') || !nr_token_is_close(hat) || !read_exponent(r, &at, &power) ||
        !nr_decimal_power(&out->value, power))
        return !has_power(r, out->end);
    out->end = at;
    out->flags &= ~(unsigned)NR_NUMERAL_PLAIN;
    return true;
}
