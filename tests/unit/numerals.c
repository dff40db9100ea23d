#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/tags/numerals.h"

struct expected {
    const char *text, *value, *surface;
    unsigned flags;
};

static void assert_numeral(const struct nr_numerals *n, const struct expected *e)
{
    struct nr_tokens t = {0};
    struct nr_numeral found;
    char value[NR_DECIMAL_SIZE] = "";
    nr_tokens_begin(&t, nr_str_of(e->text));
    assert_true(nr_tokens_next(&t));
    bool is = nr_numerals_read(n, &t, 0, false, &found);
    if (is != (e->value != NULL))
        print_error("%s\n", e->text);
    assert_int_equal(is, e->value != NULL);
    if (is) {
        nr_decimal_write(found.value, value);
        struct nr_str surface = nr_str_sub(t.text, t.items[0].start, t.items[found.end - 1].end);
        if (!nr_str_is(surface, e->surface ? e->surface : e->text))
            print_error("%s: %.*s\n", e->text, (int)surface.len, surface.data);
        assert_string_equal(value, e->value);
        assert_true(nr_str_is(surface, e->surface ? e->surface : e->text));
        assert_int_equal(found.flags & e->flags, e->flags);
        assert_true(nr_numerals_may_begin(n, &t, 0));
    }
    nr_tokens_free(&t);
}

static void assert_all(const struct expected *e, size_t count)
{
    struct nr_numerals *n = nr_numerals_new();
    for (size_t i = 0; i < count; i++)
        assert_numeral(n, &e[i]);
    nr_numerals_free(n);
}

static void digits(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"2016", "2016", NULL, NR_NUMERAL_PLAIN | NR_NUMERAL_DIGITS},
        {"1,234,567", "1234567", NULL, NR_NUMERAL_SEPARATED},
        {"1.234.567,5", "1234567.5", NULL, 0},
        {"40 000 tons", "40000", "40 000", 0},
        {"40\xe2\x80\xaf"
         "000",
         "40000", NULL, 0},
        {"423 0000", "423", "423", NR_NUMERAL_PLAIN},
        {"1'234", "1234", NULL, 0},
        {"12,34,567", "1234567", NULL, 0},
        {"12,567", "12567", NULL, 0},
        {"1.250", "1.25", NULL, 0},
        {"1,3", "1.3", NULL, 0},
        {"0,125", "0.125", NULL, 0},
        {"22,24,26", "22", "22", 0},
        {".25", "0.25", NULL, 0},
        {"-7.50", "-7.5", NULL, NR_NUMERAL_SIGNED},
        {"1.3x10^6", "1300000", NULL, 0},
        {"6.23x10^-4", "0.000623", NULL, 0},
        {"12.32e+14", "1232000000000000", NULL, 0},
        {"6.02E23 atoms", "602000000000000000000000", "6.02E23", 0},
        {"5e-3", "0.005", NULL, 0},
        {"3E5", "3", "3", 0},
        {"6.02E99", "6.02", "6.02", 0},
        {"\xd9\xa1\xd9\xa2", "12", NULL, 0},
        {"192.", "192", "192", 0},
        {"1.2.3", NULL, NULL, 0},
        {"10:30", NULL, NULL, 0},
        {"9/11", NULL, NULL, 0},
        {"1234567890123456789", NULL, NULL, 0},
        {"21st", "21", NULL, NR_NUMERAL_ORDINAL},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void fractions_of_digits(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"3/4", "0.75", NULL, NR_NUMERAL_PART},      {"2 1/4", "2.25", NULL, NR_NUMERAL_PART},
        {"7-1/2", "7.5", NULL, NR_NUMERAL_PART},     {"10\xc2\xbd", "10.5", NULL, NR_NUMERAL_PART},
        {"\xc2\xbe", "0.75", NULL, NR_NUMERAL_PART},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void words(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"Twenty-six people", "26", "Twenty-six", 0},
        {"fifty two", "52", NULL, 0},
        {"two hundred and fifty-three thousand", "253000", NULL, NR_NUMERAL_SCALED},
        {"two hundred and three hundred", "200", "two hundred", 0},
        {"one million and two million", "1000000", "one million", 0},
        {"twenty-one trillion and three hundred", "21000000000300", NULL, 0},
        {"hundred thousand dollars", "100000", "hundred thousand", 0},
        {"three lakh crore", "3000000000000", NULL, 0},
        {"a dozen eggs", "12", "a dozen", NR_NUMERAL_ARTICLE},
        {"half a million", "500000", NULL, 0},
        {"half a dozen", "6", NULL, 0},
        {"quarter million", "250000", NULL, 0},
        {"a couple of men", "2", "a couple of", NR_NUMERAL_ARTICLE},
        {"a couple of hundred", "200", NULL, 0},
        {"minus five point five", "-5.5", NULL, NR_NUMERAL_SIGNED},
        {"nine point nought four", "9.04", NULL, 0},
        {"two hundred point seventy-one", "200.71", NULL, 0},
        {"third", "3", NULL, NR_NUMERAL_ORDINAL},
        {"two hundred and fifty-third", "253", NULL, NR_NUMERAL_ORDINAL},
        {"a man", NULL, NULL, 0},
        {"half", NULL, NULL, 0},
        {"million", NULL, NULL, 0},
        {"hundreds", NULL, NULL, 0},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void digits_and_words(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"2.5 million", "2500000", NULL, NR_NUMERAL_SCALED},
        {"3bn", "3000000000", NULL, 0},
        {"12k", "12000", NULL, 0},
        {"1.8M", "1800000", NULL, 0},
        {"5m", "5", "5", 0},
        {"4 thousand 3 hundred and 21", "4321", NULL, 0},
        {"4000 3 hundred", "4000", "4000", 0},
        {"3 million and a half", "3500000", NULL, 0},
        {"2,5 Millionen", "2500000", NULL, 0},
        {"3 млн", "3000000", NULL, NR_NUMERAL_SHORT},
        {"5 mil millones", "5000000000", NULL, 0},
        {"3\xe4\xba\xbf", "300000000", NULL, 0},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void parts(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"two thirds", "0.666666666666667", NULL, NR_NUMERAL_PART},
        {"one-third of", "0.333333333333333", "one-third", 0},
        {"one - fourth", "0.25", NULL, 0},
        {"a quarter of them", "0.25", "a quarter", 0},
        {"a third man", NULL, NULL, 0},
        {"one and a half", "1.5", NULL, 0},
        {"one and a half million", "1500000", NULL, 0},
        {"five and a quarter", "5.25", NULL, 0},
        {"one billion and three quarters million", "1000750000", NULL, 0},
        {"two million and three fifths", "2600000", NULL, 0},
        {"one out of three", "0.333333333333333", NULL, NR_NUMERAL_PART},
        {"12 out of 10", "12", "12", 0},
        {"1 over 20", "0.05", NULL, 0},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void money_has_more_suffixes(void **state)
{
    (void)state;
    struct nr_numerals *n = nr_numerals_new();
    struct nr_tokens t = {0};
    struct nr_numeral found;
    nr_tokens_begin(&t, nr_str_of("5m"));
    assert_true(nr_tokens_next(&t));
    assert_true(nr_numerals_read(n, &t, 0, true, &found));
    assert_int_equal(found.end, 2);
    assert_int_equal(nr_numerals_scale(n, &t, 1, true), 6);
    assert_int_equal(nr_numerals_scale(n, &t, 1, false), 0);
    nr_tokens_free(&t);
    nr_numerals_free(n);
}

static void decimals_are_exact(void **state)
{
    (void)state;
    struct nr_decimal d = nr_decimal_of(1), e = d;
    char out[NR_DECIMAL_SIZE];
    assert_true(nr_decimal_shift(&d, -12));
    assert_true(nr_decimal_write(d, out) == 14);
    assert_string_equal(out, "0.000000000001");
    assert_false(nr_decimal_shift(&d, -13));
    assert_true(nr_decimal_compare(d, e) < 0);
    assert_true(nr_decimal_divide(&e, 8));
    nr_decimal_write(e, out);
    assert_string_equal(out, "0.125");
    assert_true(nr_decimal_multiply(&e, 16));
    nr_decimal_write(e, out);
    assert_string_equal(out, "2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits),
        cmocka_unit_test(fractions_of_digits),
        cmocka_unit_test(words),
        cmocka_unit_test(digits_and_words),
        cmocka_unit_test(parts),
        cmocka_unit_test(money_has_more_suffixes),
        cmocka_unit_test(decimals_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
