#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "newsreel/core/moment.h"
#include <cmocka.h>

static void assert_moment(const char *s, enum nr_moment kind, const char *want)
{
    char day[11], utc[21];
    enum nr_moment got = nr_moment_parse(nr_str_of(s), day, utc);
    if (got != kind)
        fail_msg("%s is %d", s, (int)got);
    if (kind == NR_MOMENT_DAY)
        assert_string_equal(day, want);
    if (kind == NR_MOMENT_TIME)
        assert_string_equal(utc, want);
}

static void days_times_and_neither(void **state)
{
    (void)state;
    assert_moment("2024-02-29", NR_MOMENT_DAY, "2024-02-29");
    assert_moment("2023-02-29", NR_MOMENT_NONE, NULL);
    assert_moment("1900-02-29", NR_MOMENT_NONE, NULL);
    assert_moment("2022-7-19", NR_MOMENT_NONE, NULL);
    assert_moment("2022-07-19T08:00:00Z", NR_MOMENT_TIME, "2022-07-19T08:00:00Z");
    assert_moment("2022-07-19t08:00:00z", NR_MOMENT_TIME, "2022-07-19T08:00:00Z");
    assert_moment("2022-07-19 08:00:00+00:00", NR_MOMENT_TIME, "2022-07-19T08:00:00Z");
    assert_moment("2022-12-31T23:59:60-00:01", NR_MOMENT_TIME, "2023-01-01T00:00:59Z");
    assert_moment("2023-01-01T00:30:00+01:00", NR_MOMENT_TIME, "2022-12-31T23:30:00Z");
    assert_moment("2024-03-01T00:00:00+00:01", NR_MOMENT_TIME, "2024-02-29T23:59:00Z");
    assert_moment("2022-07-19T08:00:00", NR_MOMENT_NONE, NULL);
    assert_moment("2022-07-19T08:00Z", NR_MOMENT_NONE, NULL);
    assert_moment("2022-07-19T24:00:00Z", NR_MOMENT_NONE, NULL);
    assert_moment("2022-07-19T08:00:00.Z", NR_MOMENT_NONE, NULL);
    assert_moment("2022-07-19T08:00:00+0200", NR_MOMENT_NONE, NULL);
    assert_moment("2022-07-19T08:00:00Zx", NR_MOMENT_NONE, NULL);
    assert_moment("0001-01-01T00:00:00+00:01", NR_MOMENT_NONE, NULL);
    assert_moment("9999-12-31T23:59:59-00:01", NR_MOMENT_NONE, NULL);
    assert_moment("", NR_MOMENT_NONE, NULL);
}

static void knows_the_calendar(void **state)
{
    (void)state;
    assert_true(nr_moment_is_day(2024, 2, 29));
    assert_true(nr_moment_is_day(2000, 2, 29));
    assert_false(nr_moment_is_day(1900, 2, 29));
    assert_true(nr_moment_is_day(2023, 12, 31));
    assert_false(nr_moment_is_day(2023, 4, 31));
    assert_false(nr_moment_is_day(2023, 0, 1));
    assert_false(nr_moment_is_day(2023, 13, 1));
    assert_false(nr_moment_is_day(2023, 1, 0));
}

static void assert_written(struct nr_moment_parts parts, const char *want)
{
    char out[NR_MOMENT_SIZE];
    nr_moment_write(&parts, out);
    assert_string_equal(out, want);
}

static void writes_what_is_known(void **state)
{
    (void)state;
    assert_written((struct nr_moment_parts){2022, 7, 19, 8, 5, 9, true, 120},
                   "2022-07-19T08:05:09+02:00");
    assert_written((struct nr_moment_parts){2022, 7, 19, 8, 5, 60, true, -210},
                   "2022-07-19T08:05:60-03:30");
    assert_written((struct nr_moment_parts){2022, 7, 19, 0, 0, 0, true, 0}, "2022-07-19T00:00:00Z");
    assert_written((struct nr_moment_parts){2022, 7, 19, 8, 0, 0, true, NR_NO_ZONE}, "2022-07-19");
    assert_written((struct nr_moment_parts){2022, 7, 19, 8, 0, 0, false, 0}, "2022-07-19");
    assert_written((struct nr_moment_parts){2022, 7, 19, 24, 0, 0, true, 0}, "2022-07-19");
    assert_written((struct nr_moment_parts){2022, 7, 19, 8, 60, 0, true, 0}, "2022-07-19");
    assert_written((struct nr_moment_parts){2022, 7, 19, 8, 0, 61, true, 0}, "2022-07-19");
}

static void check_seconds(const char *text, int64_t want)
{
    int64_t seconds = -1;
    assert_true(nr_moment_seconds(nr_str_of(text), &seconds));
    assert_int_equal(seconds, want);
}

static void counts_seconds(void **state)
{
    (void)state;
    int64_t seconds;
    check_seconds("1970-01-01", 0);
    check_seconds("1969-12-31T23:59:59Z", -1);
    check_seconds("1970-01-01T01:00:00+01:00", 0);
    check_seconds("2000-02-29", 951782400);
    check_seconds("2000-03-01T00:00:00Z", 951868800);
    check_seconds("2022-07-19T08:00:00.5+02:00", 1658210400);
    check_seconds("0001-01-01", -62135596800);
    check_seconds("9999-12-31T23:59:59Z", 253402300799);
    assert_false(nr_moment_seconds(nr_str_of("2022-02-30"), &seconds));
    assert_false(nr_moment_seconds(nr_str_of("yesterday"), &seconds));
}

static void days_as_written(void **state)
{
    (void)state;
    struct nr_day d;
    assert_true(nr_moment_day(nr_str_of("2022-07-19T00:30:00+02:00"), &d));
    assert_true(d.year == 2022 && d.month == 7 && d.day == 19);
    assert_true(nr_moment_day(nr_str_of("0001-01-01"), &d));
    assert_true(d.year == 1 && d.month == 1 && d.day == 1);
    assert_true(nr_moment_day(nr_str_of("2022-07-19 noon"), &d));
    assert_false(nr_moment_day(nr_str_of("2022-07-190"), &d));
    assert_false(nr_moment_day(nr_str_of("2022-0x-19"), &d));
    assert_false(nr_moment_day(nr_str_of("2022/07/19"), &d));
    assert_false(nr_moment_day(nr_str_of("0000-07-19"), &d));
    assert_false(nr_moment_day(nr_str_of("2022-07-1"), &d));
    assert_false(nr_moment_day(nr_str_of("2022-02-29"), &d));
    assert_false(nr_moment_day(nr_str_of(""), &d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_seconds),         cmocka_unit_test(days_as_written),
        cmocka_unit_test(days_times_and_neither), cmocka_unit_test(knows_the_calendar),
        cmocka_unit_test(writes_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
