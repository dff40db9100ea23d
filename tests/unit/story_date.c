/* Dates as agencies write them. */
#include "newsreel/formats/story.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_date(const char *text, const char *expected)
{
    struct nr_arena arena = {0};
    struct nr_str date = nr_story_date(&arena, nr_str_of(text));
    assert_string_equal(nr_arena_cstr(&arena, date), expected);
    nr_arena_free(&arena);
}

static void test_compact(void **state)
{
    (void)state;
    assert_date("20220719T080000Z", "2022-07-19T08:00:00Z");
    assert_date(" 20220719T100000+0200\n", "2022-07-19T10:00:00+02:00");
    assert_date("20220719T100000-05:30", "2022-07-19T10:00:00-05:30");
    assert_date("20220719T100000+02", "2022-07-19T10:00:00+02:00");
    assert_date("20220719T1000+0200", "2022-07-19T10:00:00+02:00");
    assert_date("20220719T080000.125Z", "2022-07-19T08:00:00Z");
    assert_date("20220719T100000,125+0200", "2022-07-19T10:00:00+02:00");
}

static void test_no_zone_is_a_day(void **state)
{
    (void)state;
    assert_date("20220719", "2022-07-19");
    assert_date("20220719T080000", "2022-07-19");
    assert_date("20220719T0800", "2022-07-19");
    assert_date("20220719080000", "2022-07-19");
    assert_date("202207190800", "2022-07-19");
    assert_date("2022-07-19T08:00:00", "2022-07-19");
    assert_date("2022-07-19 08:00:00", "2022-07-19");
    assert_date("20220719+0100", "2022-07-19");
}

static void test_extended(void **state)
{
    (void)state;
    assert_date("2022-07-19T08:00:00Z", "2022-07-19T08:00:00Z");
    assert_date("2022-07-19T08:00:00.000Z", "2022-07-19T08:00:00.000Z");
    assert_date("2022-07-19T10:00:00+0200", "2022-07-19T10:00:00+02:00");
    assert_date("2022-07-19 08:00:00+00:00", "2022-07-19T08:00:00Z");
}

static void test_none(void **state)
{
    (void)state;
    assert_date("", "");
    assert_date("YYYYMMDD000000-HHMM", "");
    assert_date("20221319", "");
    assert_date("20220732T000000Z", "");
    assert_date("123456789", "");
    assert_date("soon", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compact),
        cmocka_unit_test(test_no_zone_is_a_day),
        cmocka_unit_test(test_extended),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
