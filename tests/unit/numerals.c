#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "newsreel/tags/numerals.h"

struct expected {
    const char *text, *value, *surface;
    unsigned flags;
};

static void assert_numeral(const struct nr_numerals *n, unsigned how, const struct expected *e)
{
    struct nr_tokens t = {0};
    struct nr_numeral found;
    char value[NR_DECIMAL_SIZE] = "";
    nr_tokens_begin(&t, nr_str_of(e->text));
    assert_true(nr_tokens_next(&t));
    bool is = nr_numerals_read(n, &t, 0, how, &found);
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

static void assert_all_as(unsigned how, const struct expected *e, size_t count)
{
    struct nr_numerals *n = nr_numerals_new();
    for (size_t i = 0; i < count; i++)
        assert_numeral(n, how, &e[i]);
    nr_numerals_free(n);
}

static void assert_all(const struct expected *e, size_t count)
{
    assert_all_as(0, e, count);
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
        {"12.32e+14", "1.232E+15", NULL, 0},
        {"6.02E23 atoms", "6.02E+23", "6.02E23", 0},
        {"5e-3", "0.005", NULL, 0},
        {"3E5", NULL, NULL, 0},
        {"6.02E99", "6.02E+99", NULL, 0},
        {"6.02E1000", NULL, NULL, 0},
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

static void powers(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"2^10", "1024", NULL, NR_NUMERAL_DIGITS},
        {"1.1^23", "8.95430243255237", NULL, 0},
        {"2.5^-1", "0.4", NULL, 0},
        {"-1.1^+23", "-8.95430243255237", NULL, NR_NUMERAL_SIGNED},
        {"2^-10", "0.0009765625", NULL, 0},
        {"10^24", "1E+24", NULL, 0},
        {"10^100", "1E+100", NULL, 0},
        {"-10^-30", "-1E-30", NULL, 0},
        {"2^1000", NULL, NULL, 0},
        {"2^900 of", "8.45271249817064E+270", "2^900", 0},
        {"0^-1", NULL, NULL, 0},
        {"2^x", NULL, NULL, 0},
        {"2 ^3", "2", "2", 0},
        {"6.02 \xc3\x97 10\xc2\xb2\xc2\xb3", "6.02E+23", NULL, 0},
        {"1.5\xc3\x97"
         "10\xe2\x81\xbb\xc2\xb3",
         "0.0015", NULL, 0},
        {"10\xc2\xb2", "10", "10", 0},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void marks_by_language(void **state)
{
    (void)state;
    static const struct expected comma[] = {
        {"1.234", "1234", NULL, NR_NUMERAL_SEPARATED},
        {"1.234,5", "1234.5", NULL, 0},
        {"1.234.567", "1234567", NULL, 0},
        {"1,5", "1.5", NULL, 0},
        {"1,234", "1.234", NULL, 0},
        {"1,23456", "1.23456", NULL, 0},
        {"1,234,567", "1234567", NULL, 0},
        {"1.5", "1.5", NULL, 0},
        {"1.2345", "1.2345", NULL, 0},
        {"0.234", "0.234", NULL, 0},
        {"22,24,26", "22", "22", 0},
        {"1.2.3", NULL, NULL, 0},
    };
    static const struct expected either[] = {
        {"1.234", "1234", NULL, 0},
        {"1,234", "1234", NULL, 0},
        {"1,5", "1.5", NULL, 0},
        {"12.345,6", "12345.6", NULL, 0},
    };
    const unsigned both = NR_NUMERAL_POINT_GROUPS | NR_NUMERAL_COMMA_FRACTION;
    assert_all_as(both, comma, sizeof comma / sizeof comma[0]);
    assert_all_as(NR_NUMERAL_POINT_GROUPS, either, sizeof either / sizeof either[0]);
}

static void languages_have_their_marks(void **state)
{
    (void)state;
    static const char *const comma[] = {"de", "DE_at", "fr", "it",     "pt-BR",
                                        "nl", "pl",    "ru", "sr-Latn"};
    static const char *const english[] = {"",      "en",    "en-GB", "zh-Hant", "und", "deu",
                                          "es-MX", "de-CH", "it-CH", "d",       "ja"};
    for (size_t i = 0; i < sizeof comma / sizeof comma[0]; i++)
        assert_int_equal(nr_numerals_marks_of(nr_str_of(comma[i])),
                         NR_NUMERAL_POINT_GROUPS | NR_NUMERAL_COMMA_FRACTION);
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++)
        assert_int_equal(nr_numerals_marks_of(nr_str_of(english[i])), 0);
    assert_int_equal(nr_numerals_marks_of(nr_str_of("es")), NR_NUMERAL_POINT_GROUPS);
    assert_int_equal(nr_numerals_marks_of(nr_str_of("es-419")), NR_NUMERAL_POINT_GROUPS);
}

static void free_minus(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"- 1 4/5", "-1.8", NULL, NR_NUMERAL_SIGNED},
        {" - 5 \n", "-5", "- 5", NR_NUMERAL_SIGNED},
        {"- 5 people", NULL, NULL, 0},
        {"- 5\n\n- 6", NULL, NULL, 0},
        {"- five", NULL, NULL, 0},
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
        {"2000 over 3", "2000", "2000", 0},
        {"two hundred and fifty-four hundredths", "200.54", NULL, 0},
        {"twenty and three and three fifths", "23.6", NULL, 0},
        {"twenty and three and a half", "20", "twenty", 0},
        {"1 over 20", "0.05", NULL, 0},
    };
    assert_all(e, sizeof e / sizeof e[0]);
}

static void parts_of_more_words(void **state)
{
    (void)state;
    static const struct expected e[] = {
        {"three twenty-firsts", "0.142857142857143", NULL, NR_NUMERAL_PART},
        {"twenty twenty fifths", "0.8", NULL, 0},
        {"one hundred thirty fifths", "2.85714285714286", NULL, NR_NUMERAL_PART},
        {"two thousand twenty-fifths", "80", NULL, 0},
        {"one hundred thirty-five fifths", "27", NULL, 0},
        {"one hundred thirty fifth graders", "135", "one hundred thirty fifth", NR_NUMERAL_ORDINAL},
        {"one one hundred fifth", "0.00952380952380952", NULL, 0},
        {"one one-hundredth of it", "0.01", "one one-hundredth", 0},
        {"three ten-thousandths", "0.0003", NULL, 0},
        {"a twenty-first", "0.0476190476190476", NULL, NR_NUMERAL_ARTICLE},
        {"a twenty-first of it", "0.0476190476190476", "a twenty-first", 0},
        {"a twenty-first century", NULL, NULL, 0},
        {"one twenty-fifth anniversary", "1", "one", 0},
        {"a thirty-second of an inch", "0.03125", "a thirty-second", 0},
        {"a thirty-second of silence", NULL, NULL, 0},
        {"two thirty-second spots", "2", "two", 0},
        {"two firsts", "2", "two", 0},
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
    assert_true(nr_numerals_read(n, &t, 0, NR_NUMERAL_MONEY, &found));
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
    assert_true(nr_decimal_write(d, out) == 5);
    assert_string_equal(out, "1E-12");
    assert_false(nr_decimal_shift(&d, -988));
    assert_true(nr_decimal_compare(d, e) < 0);
    assert_true(nr_decimal_divide(&e, 8));
    nr_decimal_write(e, out);
    assert_string_equal(out, "0.125");
    assert_true(nr_decimal_multiply(&e, 16));
    nr_decimal_write(e, out);
    assert_string_equal(out, "2");
}

static void assert_written(uint64_t coefficient, int exponent, const char *want)
{
    char out[NR_DECIMAL_SIZE];
    nr_decimal_write((struct nr_decimal){coefficient, exponent, true}, out);
    assert_string_equal(out, want);
}

static void decimals_that_are_far_have_an_exponent(void **state)
{
    (void)state;
    assert_written(999999999999999, 0, "-999999999999999");
    assert_written(1, 14, "-100000000000000");
    assert_written(1, 15, "-1E+15");
    assert_written(1234567890123456, 0, "-1234567890123456"); /* all of its digits say something */
    assert_written(123456789012345600, 0, "-1.234567890123456E+17");
    assert_written(1, -4, "-0.0001");
    assert_written(10, -5, "-0.0001");
    assert_written(12, -6, "-1.2E-05");
}

static void decimals_are_divided_to_so_many_digits(void **state)
{
    (void)state;
    struct nr_decimal d = nr_decimal_of(62);
    char out[NR_DECIMAL_SIZE];
    assert_true(nr_decimal_divide_to(&d, 12, 16));
    nr_decimal_write(d, out);
    assert_string_equal(out, "5.166666666666667");
    d = nr_decimal_of(2);
    assert_true(nr_decimal_divide_to(&d, 3, 1));
    nr_decimal_write(d, out);
    assert_string_equal(out, "0.7");
}

static void assert_power(uint32_t base, int power, const char *want)
{
    struct nr_decimal d = nr_decimal_of(base);
    char out[NR_DECIMAL_SIZE];
    assert_true(nr_decimal_power(&d, power));
    assert_int_equal(nr_decimal_write(d, out), strlen(want));
    assert_string_equal(out, want);
}

static void decimals_have_powers(void **state)
{
    (void)state;
    assert_power(7, 0, "1");
    assert_power(0, 3, "0");
    assert_power(3, 37, "450283905890997363");
    assert_power(3, 40, "1.21576654590569E+19");
    assert_power(2, 200, "1.60693804425899E+60");
    assert_power(10, 999, "1E+999");
    assert_power(10, -999, "1E-999");
    assert_power(8, -2, "0.015625");
    struct nr_decimal zero = nr_decimal_of(0), large = nr_decimal_of(1000);
    assert_false(nr_decimal_power(&zero, -1));
    assert_false(nr_decimal_power(&large, 999));
    assert_int_equal(large.coefficient, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits),
        cmocka_unit_test(fractions_of_digits),
        cmocka_unit_test(powers),
        cmocka_unit_test(marks_by_language),
        cmocka_unit_test(languages_have_their_marks),
        cmocka_unit_test(free_minus),
        cmocka_unit_test(words),
        cmocka_unit_test(digits_and_words),
        cmocka_unit_test(parts),
        cmocka_unit_test(parts_of_more_words),
        cmocka_unit_test(money_has_more_suffixes),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(decimals_that_are_far_have_an_exponent),
        cmocka_unit_test(decimals_are_divided_to_so_many_digits),
        cmocka_unit_test(decimals_have_powers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
