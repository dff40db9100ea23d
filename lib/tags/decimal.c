#include "newsreel/tags/decimal.h"
#include <inttypes.h>
#include <stdio.h>

static const uint64_t LIMIT = 1000000000000000000u;
enum { SIGNIFICANT = 15 };

static bool is_kept(struct nr_decimal *d, uint64_t coefficient, int exponent)
{
    if (coefficient >= LIMIT || exponent > NR_DECIMAL_EXPONENT || exponent < -NR_DECIMAL_EXPONENT)
        return false;
    d->coefficient = coefficient;
    d->exponent = exponent;
    return true;
}

bool nr_decimal_push(struct nr_decimal *d, unsigned digit)
{
    return is_kept(d, d->coefficient * 10 + digit, d->exponent);
}

/* Without zeros at the end. */
static struct nr_decimal reduced(struct nr_decimal d)
{
    if (!d.coefficient)
        d.exponent = 0;
    while (d.coefficient && d.coefficient % 10 == 0) {
        d.coefficient /= 10;
        d.exponent++;
    }
    return d;
}

/* Brings the larger exponent of the two down to the smaller; false when digits run out. */
static bool align(struct nr_decimal *a, struct nr_decimal *b)
{
    struct nr_decimal *high = a->exponent > b->exponent ? a : b;
    int low = high == a ? b->exponent : a->exponent;
    while (high->exponent > low && high->coefficient && high->coefficient < LIMIT / 10) {
        high->coefficient *= 10;
        high->exponent--;
    }
    if (!high->coefficient)
        high->exponent = low;
    return high->exponent == low;
}

bool nr_decimal_add(struct nr_decimal *d, struct nr_decimal other)
{
    struct nr_decimal sum = reduced(*d);
    other = reduced(other);
    return align(&sum, &other) && is_kept(d, sum.coefficient + other.coefficient, sum.exponent);
}

bool nr_decimal_multiply(struct nr_decimal *d, uint32_t factor)
{
    struct nr_decimal r = reduced(*d);
    if (factor && r.coefficient >= LIMIT / factor)
        return false;
    return is_kept(d, r.coefficient * factor, r.exponent);
}

bool nr_decimal_shift(struct nr_decimal *d, int places)
{
    struct nr_decimal r = reduced(*d);
    return is_kept(d, r.coefficient, r.coefficient ? r.exponent + places : 0);
}

bool nr_decimal_divide(struct nr_decimal *d, uint64_t divisor)
{
    return nr_decimal_divide_to(d, divisor, SIGNIFICANT);
}

bool nr_decimal_divide_to(struct nr_decimal *d, uint64_t divisor, int digits)
{
    struct nr_decimal r = reduced(*d);
    if (!divisor || divisor >= LIMIT / 10)
        return false;
    uint64_t quotient = r.coefficient / divisor, rest = r.coefficient % divisor, most = 1;
    int exponent = r.exponent;
    for (int i = 0; i < digits - 1; i++)
        most *= 10;
    for (; rest && quotient < most; exponent--) {
        rest *= 10;
        quotient = quotient * 10 + rest / divisor;
        rest %= divisor;
    }
    r.coefficient = quotient + (rest * 2 >= divisor && rest);
    r.exponent = exponent;
    r = reduced(r);
    return is_kept(d, r.coefficient, r.exponent);
}

/* The product of two, rounded half up to 18 digits where it has more; tells whether it was. */
static bool multiply_rounded(struct nr_decimal *d, struct nr_decimal by, bool *rounded)
{
    const uint64_t half = 1000000000; /* of the digits of a coefficient */
    uint64_t a = d->coefficient / half, b = d->coefficient % half;
    uint64_t x = by.coefficient / half, y = by.coefficient % half;
    uint64_t cross = a * y + b * x;
    uint64_t low = cross % half * half + b * y;
    uint64_t high = a * x + cross / half + low / LIMIT;
    int places = 0;
    low %= LIMIT;
    for (; high; places++) { /* moves the lowest digit of high to low */
        uint64_t lost = low % 10;
        *rounded = *rounded || lost;
        low = low / 10 + high % 10 * (LIMIT / 10);
        high /= 10;
        if (!high && lost >= 5 && low < LIMIT - 1)
            low++;
    }
    return is_kept(d, low, d->exponent + by.exponent + places);
}

bool nr_decimal_power(struct nr_decimal *d, int power)
{
    struct nr_decimal base = reduced(*d), r = nr_decimal_of(1), one = r;
    bool rounded = false;
    if (power < 0 && !base.coefficient)
        return false;
    for (unsigned n = (unsigned)(power < 0 ? -power : power); n; n >>= 1) {
        if (n & 1 && !multiply_rounded(&r, base, &rounded))
            return false;
        if (n > 1 && !multiply_rounded(&base, base, &rounded))
            return false;
    }
    if (rounded || power < 0)
        nr_decimal_round(&r);
    r = reduced(r);
    if (power < 0 &&
        (!nr_decimal_divide(&one, r.coefficient) || !nr_decimal_shift(&one, -r.exponent)))
        return false;
    if (power < 0)
        r = one;
    return is_kept(d, r.coefficient, r.exponent);
}

void nr_decimal_round(struct nr_decimal *d)
{
    uint64_t unit = 1;
    int places = 0;
    while (d->coefficient / unit >= LIMIT / 1000) {
        unit *= 10;
        places++;
    }
    d->coefficient = d->coefficient / unit + (d->coefficient % unit * 2 >= unit && unit > 1);
    d->exponent += places;
}

int nr_decimal_compare(struct nr_decimal a, struct nr_decimal b)
{
    a = reduced(a);
    b = reduced(b);
    if (!align(&a, &b)) /* one is out of the other's reach: the one that was to come down */
        return a.exponent > b.exponent ? 1 : -1;
    return (a.coefficient > b.coefficient) - (a.coefficient < b.coefficient);
}

bool nr_decimal_whole(struct nr_decimal d, uint64_t *value)
{
    d = reduced(d);
    for (; d.exponent > 0 && d.coefficient <= UINT64_MAX / 10; d.exponent--)
        d.coefficient *= 10;
    *value = d.coefficient;
    return d.exponent == 0;
}

/* Of one that is reduced, without its sign: "6.02E+99". */
static size_t write_exponent(struct nr_decimal d, char out[NR_DECIMAL_SIZE])
{
    char digits[NR_DECIMAL_SIZE];
    int count = snprintf(digits, sizeof digits, "%" PRIu64, d.coefficient);
    return (size_t)snprintf(out, NR_DECIMAL_SIZE, "%c%s%sE%+03d", digits[0], count > 1 ? "." : "",
                            digits + 1, d.exponent + count - 1);
}

/* Whether a reduced one is written with an exponent, by the power of ten of its first digit. */
static bool is_far(struct nr_decimal d)
{
    int power = d.exponent - 1;
    for (uint64_t rest = d.coefficient; rest; rest /= 10)
        power++;
    return d.coefficient &&
           ((power >= NR_DECIMAL_POWER && d.exponent > 0) || power < -NR_DECIMAL_ZEROS);
}

size_t nr_decimal_write(struct nr_decimal d, char out[NR_DECIMAL_SIZE])
{
    char digits[NR_DECIMAL_SIZE];
    size_t count = 0, len = 0;
    d = reduced(d);
    if (is_far(d)) {
        if (d.negative)
            out[len++] = '-';
        return len + write_exponent(d, out + len);
    }
    size_t places = d.exponent < 0 ? (size_t)-d.exponent : 0;
    for (; d.exponent > 0; d.exponent--)
        digits[count++] = '0';
    for (; d.coefficient || count <= places; d.coefficient /= 10)
        digits[count++] = (char)('0' + d.coefficient % 10);
    if (d.negative && !(count == 1 && digits[0] == '0'))
        out[len++] = '-';
    while (count) {
        out[len++] = digits[--count];
        if (count == places && count)
            out[len++] = '.';
    }
    out[len] = 0;
    return len;
}
