#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/agencies.h"

static void whole_names(void **state)
{
    (void)state;
    assert_true(nr_str_is(nr_agency_of(nr_str_of("REUTERS")), "Reuters"));
    assert_true(nr_str_is(nr_agency_of(nr_str_of("Рейтер")), "Reuters"));
    assert_true(nr_str_is(nr_agency_of(nr_str_of("РИА Новости")), "RIA Novosti"));
    assert_int_equal(nr_agency_of(nr_str_of("Reuters Building")).len, 0);
    assert_int_equal(nr_agency_of(nr_str_of("")).len, 0);
    assert_int_equal(nr_agency_of(nr_str(NULL, 0)).len, 0);
}

static void names_at_the_edges(void **state)
{
    (void)state;
    size_t length = 0;
    assert_true(nr_str_is(nr_agency_at(nr_str_of("AP, Orme"), &length), "AP"));
    assert_int_equal(length, 2);
    assert_int_equal(nr_agency_at(nr_str_of("Apples"), &length).len, 0);
    assert_true(nr_str_is(nr_agency_at(nr_str_of("新华社北京"), &length), "Xinhua"));
    assert_int_equal(length, 9);
    assert_true(nr_str_is(nr_agency_at(nr_str_of("中新网12月"), &length), "China News Service"));
    assert_true(nr_str_is(nr_agency_before(nr_str_of("Orme, dpa"), &length), "dpa"));
    assert_int_equal(length, 3);
    assert_true(nr_str_is(nr_agency_before(nr_str_of("ワシントン共同"), &length), "Kyodo"));
    assert_int_equal(nr_agency_before(nr_str_of("SNAP"), &length).len, 0);
    assert_int_equal(nr_agency_before(nr_str_of(""), &length).len, 0);
}

static void the_longest_counts(void **state)
{
    (void)state;
    size_t length = 0;
    assert_true(nr_str_is(nr_agency_at(nr_str_of("Thomson Reuters Foundation"), &length),
                          "Thomson Reuters Foundation"));
    assert_int_equal(length, 26);
    assert_true(nr_str_is(nr_agency_before(nr_str_of("by Agence France-Presse"), &length), "AFP"));
    assert_int_equal(length, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_names),
        cmocka_unit_test(names_at_the_edges),
        cmocka_unit_test(the_longest_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
