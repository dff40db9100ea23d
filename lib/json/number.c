/* Real numbers. The digits come out of integers of 128 bits: a double is m * 2^-s, its neighbours
 * are half a unit of m away, and scaled by a power of ten the whole interval that reads back as the
 * same double is exact. The shortest number inside it is found by taking digits off both ends. */
#include "newsreel/json/json.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIGNIFICANT = 17 };

static const uint64_t powers[] = {1u,
                                  10u,
                                  100u,
                                  1000u,
                                  10000u,
                                  100000u,
                                  1000000u,
                                  10000000u,
                                  100000000u,
                                  1000000000u,
                                  10000000000u,
                                  100000000000u,
                                  1000000000000u,
                                  10000000000000u,
                                  100000000000000u,
                                  1000000000000000u,
                                  10000000000000000u,
                                  100000000000000000u,
                                  1000000000000000000u,
                                  10000000000000000000u};

/* What printf says, with a point whatever the locale: for numbers that are seldom seen. */
static void add_plainly(struct nr_buf *out, double x)
{
    char text[40];
    int len = 0;
    for (int digits = 15; digits <= SIGNIFICANT; digits++) {
        len = snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x)
            break;
    }
    bool real = false;
    for (int i = 0; i < len; i++) {
        bool digit = nr_ascii_is_digit(text[i]);
        real |= !digit && text[i] != '-';
        if (!digit && !strchr("+-e", text[i]))
            text[i] = '.';
    }
    nr_buf_add(out, text, (size_t)len);
    if (!real)
        nr_buf_add(out, ".0", 2);
}

/* digits * 10^-scale. */
static void add_decimal(struct nr_buf *out, uint64_t digits, unsigned scale)
{
    char text[NR_DIGITS];
    while (scale > 1 && digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    struct nr_str all = nr_str_decimal(digits, text);
    size_t whole = all.len > scale ? all.len - scale : 0;
    if (whole)
        nr_buf_add(out, all.data, whole);
    else
        nr_buf_add_char(out, '0');
    nr_buf_add_char(out, '.');
    for (size_t zeros = all.len; zeros < scale; zeros++)
        nr_buf_add_char(out, '0');
    nr_buf_add(out, all.data + whole, all.len - whole);
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

/* The smallest scale at which x has 17 digits before the point: up to 22. */
static unsigned scale_of(double x)
{
    double high = 1e16;
    unsigned scale = 0;
    while (x < high) {
        high /= 10; /* a digit more or less does no harm, so its rounding does none */
        scale++;
    }
    return scale;
}

static wide power(unsigned n)
{
    return n < 20 ? (wide)powers[n] : (wide)powers[19] * powers[n - 19];
}

/* The shortest of the numbers from low to high (17 digits each), closest to middle; *scale falls by
 * the digits that are left out. */
static uint64_t shortest(uint64_t low, uint64_t middle, uint64_t high, unsigned *scale)
{
    uint64_t unit = 1;
    while (*scale > 1 && (low + 9) / 10 <= high / 10) {
        low = (low + 9) / 10;
        high /= 10;
        unit *= 10;
        *scale -= 1;
    }
    uint64_t near = middle / unit + (middle % unit >= unit - unit / 2);
    return near < low ? low : near > high ? high : near;
}

/* x from 2^-17 to 2^52. */
static void add_shortest(struct nr_buf *out, double x)
{
    int exponent;
    uint64_t m = (uint64_t)ldexp(frexp(x, &exponent), 53);
    unsigned scale = scale_of(x), shift = (unsigned)(53 - exponent);
    wide by = power(scale), one = (wide)1 << (shift + 1);
    /* A power of two has its lower neighbour closer: there the interval begins with itself. The
     * ends of the others belong to it when m is even; that they are left out costs a digit at
     * worst. */
    bool edge = m == (uint64_t)1 << 52;
    wide low = edge ? 2 * (wide)m * by : (2 * (wide)m - 1) * by;
    wide high = (2 * (wide)m + 1) * by, middle = 2 * (wide)m * by;
    uint64_t from = (uint64_t)((low + (one - (edge ? 1 : 0))) >> (shift + 1));
    uint64_t to = (uint64_t)((high - 1) >> (shift + 1));
    uint64_t digits = shortest(from, (uint64_t)(middle >> (shift + 1)), to, &scale);
    add_decimal(out, digits, scale);
}

void nr_json_add_real(struct nr_buf *out, double x)
{
    if (x == 0 && !signbit(x))
        nr_buf_add(out, "0.0", 3);
    else if (x >= 0x1p-17 && x < 0x1p52)
        add_shortest(out, x);
    else
        add_plainly(out, x);
}
#else
void nr_json_add_real(struct nr_buf *out, double x)
{
    add_plainly(out, x);
}
#endif
