#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/top_lines.h"

static void knows_what_introduces_names(void **state)
{
    (void)state;
    assert_int_equal(nr_byline_intro(nr_str_of("By Ann Lee")), 3);
    assert_int_equal(nr_byline_intro(nr_str_of("VON ANN LEE")), 4);
    assert_int_equal(nr_byline_intro(nr_str_of("作者：李安")), 9);
    assert_int_equal(nr_byline_intro(nr_str_of("By the sea")), 0);
    assert_int_equal(nr_byline_intro(nr_str_of("By ")), 0);
    assert_int_equal(nr_byline_intro(nr_str_of("Byron Ann")), 0);
    assert_int_equal(nr_byline_intro(nr_str(NULL, 0)), 0);
}

static void cuts_names(void **state)
{
    (void)state;
    struct nr_str rest = nr_str_of("Jane Doe, John Roe, and Ann Poe"), name;
    const char *const want[] = {"Jane Doe", "John Roe", "Ann Poe"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(nr_byline_next(&rest, &name));
        assert_true(nr_str_is(name, want[i]));
    }
    assert_false(nr_byline_next(&rest, &name));
}

static void tells_date_lines(void **state)
{
    static const char *const dates[] = {"12 March 2023",
                                        "Sunday, March 12, 2023",
                                        "Wtorek, 3 stycznia 2012 (13:54)",
                                        "17 января 2012 г. (13:17)",
                                        "Mar 07, 2026 | 13 min read",
                                        "Last updated: April 21, 2025",
                                        "2023-03-12 18:05"};
    static const char *const others[] = {"HALM, Jan. 11, 2012 /Harbour Wire/ --",
                                         "Halm, Tue, 17 Jan 2012",
                                         "March 12, 2023, was the day on which it stopped.",
                                         "The ferry of 12 March 2023",
                                         "March",
                                         ""};
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_true(nr_line_is_date(nr_str_of(dates[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(nr_line_is_date(nr_str_of(others[i])));
}

static void lines_with_a_date(void **state)
{
    (void)state;
    assert_true(nr_line_tells_date(nr_str_of("Halm, Tue, 17 Jan 2012 18:05")));
    assert_true(nr_line_tells_date(nr_str_of("Updated 10:14")));
    assert_false(nr_line_tells_date(nr_str_of("Updated by the editors")));
    assert_false(nr_line_tells_date(nr_str_of("The ferry sailed for the last time in 2012")));
    assert_false(nr_line_tells_date(nr_str(NULL, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_introduces_names),
        cmocka_unit_test(cuts_names),
        cmocka_unit_test(tells_date_lines),
        cmocka_unit_test(lines_with_a_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
