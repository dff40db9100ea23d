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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_times_and_neither),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
