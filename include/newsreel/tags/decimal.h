/* nr_decimal: a decimal number that is exact, for values that are written as they were read.
 *
 * The number is coefficient times ten to the exponent. Invariants: coefficient is below 10^18, and
 * exponent is from -NR_DECIMAL_EXPONENT to NR_DECIMAL_EXPONENT. A function that would have to break
 * them, or to round, returns false and leaves the number as it was; nr_decimal_divide and
 * nr_decimal_power round. */
#ifndef NEWSREEL_TAGS_DECIMAL_H
#define NEWSREEL_TAGS_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NR_DECIMAL_PLACES = 24, /* digits behind a point that are read */
    NR_DECIMAL_EXPONENT = 999,
    NR_DECIMAL_POWER = 15, /* what is written with an exponent */
    NR_DECIMAL_ZEROS = 4,
    NR_DECIMAL_SIZE = 48,
};

struct nr_decimal {
    uint64_t coefficient;
    int exponent;
    bool negative;
};

static inline struct nr_decimal nr_decimal_of(uint32_t n)
{
    return (struct nr_decimal){.coefficient = n};
}

/* Appends a digit, 0 to 9: ten times the coefficient and the digit. */
bool nr_decimal_push(struct nr_decimal *d, unsigned digit);
/* Of absolute values: the sign of d stays. */
bool nr_decimal_add(struct nr_decimal *d, struct nr_decimal other);
bool nr_decimal_multiply(struct nr_decimal *d, uint32_t factor);
bool nr_decimal_shift(struct nr_decimal *d, int places); /* times ten to places */
/* By divisor, not 0: exact where it ends within 15 significant digits, else rounded to them, half
 * up. */
bool nr_decimal_divide(struct nr_decimal *d, uint64_t divisor);
/* The same with 1 to 17 digits. */
bool nr_decimal_divide_to(struct nr_decimal *d, uint64_t divisor, int digits);

/* Raises the absolute value to a power, -NR_DECIMAL_EXPONENT to NR_DECIMAL_EXPONENT: by squares
 * that are exact below 10^18 and keep 18 digits above; what is not exact is rounded to 15 digits in
 * the end, the last of which may be off where the power is in the hundreds. False for 0 to a
 * negative power. */
bool nr_decimal_power(struct nr_decimal *d, int power);

/* To 15 significant digits, half up. */
void nr_decimal_round(struct nr_decimal *d);

/* Of absolute values: < 0, 0, > 0. */
int nr_decimal_compare(struct nr_decimal a, struct nr_decimal b);
/* The value without its sign, where it is whole and below 2^64. */
bool nr_decimal_whole(struct nr_decimal d, uint64_t *value);

/* "20000000", "-0.75": digits without an exponent, no zeros at the end of a fraction. Of 10 to
 * NR_DECIMAL_POWER and more that ends in zeros, and below 10 to -NR_DECIMAL_ZEROS, "6.02E+99" or
 * "1E-07", as %.15G has it: one digit before the point, no point without a fraction, two digits of
 * exponent at least. At most NR_DECIMAL_SIZE bytes with the NUL. Returns the length. */
size_t nr_decimal_write(struct nr_decimal d, char out[NR_DECIMAL_SIZE]);

#endif
