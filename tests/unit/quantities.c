#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/quantities.h"

/* "type:surface=value" of each span, parted by " | ". */
static void assert_spans_in(const char *language, const char *text, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_tokens t = {0};
    struct nr_buf got = {0};
    struct nr_quantities *q = nr_quantities_new();
    nr_tokens_begin(&t, nr_str_of(text));
    while (nr_tokens_next(&t))
        nr_quantities_read(q, &t, nr_str_of(language), &spans);
    for (size_t i = 0; i < spans.count; i++) {
        const struct nr_span *s = &spans.items[i];
        struct nr_str surface = nr_str_sub(nr_str_of(text), s->start, s->end);
        nr_buf_addf(&got, "%s%.*s:%.*s=%.*s", i ? " | " : "", (int)s->type.len, s->type.data,
                    (int)surface.len, surface.data, (int)s->value.len, s->value.data);
    }
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_tokens_free(&t);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
    nr_quantities_free(q);
}

static void assert_spans(const char *text, const char *want)
{
    assert_spans_in("", text, want);
}

static void percents(void **state)
{
    (void)state;
    assert_spans("up 12.5 percent, or 7%", "percent:12.5 percent=12.5% | percent:7%=7%");
    assert_spans("three per cent of 5 pct", "percent:three per cent=3% | percent:5 pct=5%");
    assert_spans("up 10pc, 2.5pc. A 5pc-set of 3 pc",
                 "percent:10pc=10% | percent:2.5pc=2.5% | number:3=3");
    assert_spans("by 2 percentage points", "percent:2 percentage points=2%");
}

static void money(void **state)
{
    (void)state;
    assert_spans("$20 million and $5m", "money:$20 million=20000000 USD | money:$5m=5000000 USD");
    assert_spans("20 mln dlrs, 10 US dollars", "money:20 mln dlrs=20000000 USD | "
                                               "money:10 US dollars=10 USD");
    assert_spans("C$5, HK$7, \xc2\xa3"
                 "3bn",
                 "money:C$5=5 CAD | money:HK$7=7 HKD | "
                 "money:\xc2\xa3"
                 "3bn=3000000000 GBP");
    assert_spans("5,000 Swiss francs, 20 francs",
                 "money:5,000 Swiss francs=5000 CHF | money:20 francs=20 franc");
    assert_spans("EUR 3.5bn or 120 MEUR", "money:EUR 3.5bn=3500000000 EUR | "
                                          "money:120 MEUR=120000000 EUR");
    assert_spans("thirteen dollars and forty-five cents",
                 "money:thirteen dollars and forty-five cents=13.45 USD");
    assert_spans("75 USD million", "money:75 USD million=75000000 USD");
    assert_spans("a 12-cent dividend", "money:12-cent=12 cent");
    assert_spans("they 12 won", "number:12=12");
}

static void ranges(void **state)
{
    (void)state;
    assert_spans("rose 10-20 percent", "percent:10=10% | percent:20 percent=20%");
    assert_spans("5\xe2\x80\x93"
                 "10 km",
                 "quantity:5=5 km | quantity:10 km=10 km");
    assert_spans("5-10 mln dlrs", "money:5=5000000 USD | money:10 mln dlrs=10000000 USD");
    assert_spans("1.5-2 million", "number:1.5=1500000 | number:2 million=2000000");
    assert_spans("2-1/2-3 pct", "percent:2-1/2=2.5% | percent:3 pct=3%");
    assert_spans("$5-10 million", "money:$5=5000000 USD | money:10 million=10000000 USD");
    assert_spans("$5-$10 million", "money:$5=5000000 USD | money:$10 million=10000000 USD");
    assert_spans("$900,000-1.2 million",
                 "money:$900,000=900000 USD | money:1.2 million=1200000 USD");
    assert_spans("$5-8 bucks, 100-120 MEUR",
                 "money:$5=5 USD | money:8 bucks=8 USD | "
                 "money:100=100000000 EUR | money:120 MEUR=120000000 EUR");
    assert_spans("a $5-10-year note", "money:$5=5 USD | number:10=10");
    assert_spans("votes 52-48 percent, 1-2-3 km, won 2-3 on penalties", "");
    assert_spans("7-800 m", "");
}

static void what_is_too_large_is_none(void **state)
{
    (void)state;
    assert_spans("1,000,000,000,000,000,000,000,000 dollars, $1,000,000,000,000,000,000,000,000",
                 "");
    assert_spans("1'000'000'000'000'000'000'000'000 euros, 500-600,000 barrels", "");
    assert_spans("1,000,000,000,000 euros", "money:1,000,000,000,000 euros=1000000000000 EUR");
    assert_spans("$1E15, $2e3", "money:$1E15=1E+15 USD | money:$2e3=2000 USD");
    assert_spans("$1E1500 1.5e9999 10^999999999 10^n 1.3x10^9999 2E30 dollars", "");
}

static void pounds(void **state)
{
    (void)state;
    assert_spans("two pounds", "quantity:two pounds=2 lb");
    assert_spans("5 million pounds", "money:5 million pounds=5000000 GBP");
    assert_spans("5 million pounds of beef", "quantity:5 million pounds=5000000 lb");
    assert_spans("3 pounds sterling", "money:3 pounds sterling=3 GBP");
}

static void quantities(void **state)
{
    (void)state;
    assert_spans("20 million tons of grain", "quantity:20 million tons=20000000 t");
    assert_spans("a 3-inch gap, 17 km", "quantity:3-inch=3 in | quantity:17 km=17 km");
    assert_spans("190,000 square meters", "quantity:190,000 square meters=190000 m2");
    assert_spans("50 km/h or 30 meters per second",
                 "quantity:50 km/h=50 km/h | quantity:30 meters per second=30 m/s");
    assert_spans("he is 6 ft 3 in", "quantity:6 ft 3 in=6.25 ft");
    assert_spans("20 \xc2\xb0"
                 "C",
                 "quantity:20 \xc2\xb0"
                 "C=20 \xc2\xb0"
                 "C");
    assert_spans("291,890 metric tons", "quantity:291,890 metric tons=291890 t");
}

static void numbers(void **state)
{
    (void)state;
    assert_spans("Twenty-six people in 2016", "number:Twenty-six=26 | number:2016=2016");
    assert_spans("This one is one of those", "number:one=1");
    assert_spans("the third man, the 21st century", "");
    assert_spans("rows 22,24,26", "number:22=22 | number:24=24 | number:26=26");
}

static void marks_are_those_of_the_language(void **state)
{
    (void)state;
    assert_spans_in("de", "1.234 Euro und 1,5 km",
                    "money:1.234 Euro=1234 EUR | quantity:1,5 km=1.5 km");
    assert_spans_in("en", "1.234 km", "quantity:1.234 km=1.234 km");
    assert_spans_in("es", "1,234 y 1.234 km", "number:1,234=1234 | quantity:1.234 km=1234 km");
}

static void powers_and_signs(void **state)
{
    (void)state;
    assert_spans("6.02E23 of 10^100 in x^2 on 5 m^2",
                 "number:6.02E23=6.02E+23 | number:10^100=1E+100 | "
                 "quantity:5 m=5 m");
    assert_spans("x = - 5, a - 5", "number:- 5=-5 | number:5=5");
    assert_spans("- 20 people died", "number:20=20");
    assert_spans("2mil SEK", "money:2mil SEK=2000000 SEK");
    assert_spans("won 3 over 2 in a twenty-first round", "number:3=3 | number:2=2");
}

static void names_and_scores_are_no_numbers(void **state)
{
    (void)state;
    assert_spans("An F-16 and Apollo 11 on page 12", "");
    assert_spans("won 3-2 at 10:30 on 9/11", "");
    assert_spans("version 1.2.3, MH17, see No. 5", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percents),
        cmocka_unit_test(money),
        cmocka_unit_test(ranges),
        cmocka_unit_test(what_is_too_large_is_none),
        cmocka_unit_test(pounds),
        cmocka_unit_test(quantities),
        cmocka_unit_test(numbers),
        cmocka_unit_test(names_and_scores_are_no_numbers),
        cmocka_unit_test(marks_are_those_of_the_language),
        cmocka_unit_test(powers_and_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
