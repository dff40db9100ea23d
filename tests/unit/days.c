#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/publish/days.h"
#include <stdio.h>

static void add(struct nr_days *d, int year, int month, int day, int times)
{
    for (int i = 0; i < times; i++)
        nr_days_add(d, (struct nr_day){year, month, day});
}

static void assert_label(const struct nr_bins *bins, size_t i, const char *want)
{
    struct nr_buf out = {0};
    nr_bins_add_label(bins, i, &out);
    assert_string_equal(nr_buf_cstr(&out), want);
    nr_buf_free(&out);
}

static void no_day(void **state)
{
    (void)state;
    struct nr_days d = {0};
    struct nr_bins bins;
    struct nr_day first, last;
    nr_days_bins(&d, 10, &bins);
    assert_int_equal(bins.count, 0);
    assert_false(nr_days_range(&d, &first, &last));
    nr_days_free(&d);
}

static void days_side_by_side(void **state)
{
    (void)state;
    struct nr_days d = {0};
    struct nr_bins bins;
    struct nr_day first, last;
    add(&d, 2024, 2, 28, 2);
    add(&d, 2024, 3, 1, 3);
    nr_days_bins(&d, 10, &bins);
    assert_string_equal(nr_bins_unit(&bins), "day");
    assert_int_equal(bins.count, 3);
    assert_int_equal(bins.records[0], 2);
    assert_int_equal(bins.records[1], 0);
    assert_int_equal(bins.records[2], 3);
    assert_label(&bins, 1, "2024-02-29");
    assert_label(&bins, 2, "2024-03-01");
    assert_true(nr_days_range(&d, &first, &last));
    assert_int_equal(first.day, 28);
    assert_int_equal(last.month, 3);
    nr_days_free(&d);
}

/* A bin for each day, with its label. */
static void check_month(int year, int month)
{
    struct nr_days d = {0};
    struct nr_bins bins;
    char want[40];
    int last = 31;
    while (!nr_moment_is_day(year, month, last))
        last--;
    add(&d, year, month, 1, 1);
    add(&d, year, month, last, 1);
    nr_days_bins(&d, 31, &bins);
    assert_int_equal(bins.count, last);
    for (int day = 1; day <= last; day++) {
        snprintf(want, sizeof want, "%04d-%02d-%02d", year, month, day);
        assert_label(&bins, (size_t)day - 1, want);
    }
    nr_days_free(&d);
}

/* Each day of 400 years is in the bins of the days around it, and a week begins on a Monday. */
static void every_day_has_its_label(void **state)
{
    (void)state;
    static const char *const weeks[] = {"2022-07-18", "1999-12-27", "2000-02-28", "0001-01-01"};
    static const struct nr_day in_weeks[] = {{2022, 7, 24}, {2000, 1, 2}, {2000, 3, 1}, {1, 1, 7}};
    for (int year = 1799; year < 2200; year++)
        for (int month = 1; month <= 12; month++)
            check_month(year, month);
    for (size_t i = 0; i < 4; i++) {
        struct nr_days d = {0};
        struct nr_bins bins;
        nr_days_add(&d, in_weeks[i]);
        add(&d, in_weeks[i].year, in_weeks[i].month + 1, 9, 1);
        nr_days_bins(&d, 8, &bins);
        assert_string_equal(nr_bins_unit(&bins), "week");
        assert_label(&bins, 0, weeks[i]);
        nr_days_free(&d);
    }
}

static void larger_units_for_longer_times(void **state)
{
    (void)state;
    static const struct {
        int year, month;
        const char *unit, *first, *last;
    } cases[] = {
        {2020, 6, "month", "2020-01", "2020-06"}, {2021, 6, "quarter", "2020 Q1", "2021 Q2"},
        {2026, 1, "year", "2020", "2026"},        {2081, 1, "decade", "2020s", "2080s"},
        {2300, 1, "century", "2000s", "2300s"},   {9999, 1, "millennium", "2000s", "9000s"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nr_days d = {0};
        struct nr_bins bins;
        add(&d, 2020, 1, 31, 1);
        add(&d, cases[i].year, cases[i].month, 1, 1);
        nr_days_bins(&d, 8, &bins);
        assert_string_equal(nr_bins_unit(&bins), cases[i].unit);
        assert_label(&bins, 0, cases[i].first);
        assert_label(&bins, bins.count - 1, cases[i].last);
        assert_int_equal(bins.records[0] + bins.records[bins.count - 1], 2);
        nr_days_free(&d);
    }
}

static void stray_days_do_not_stretch_the_scale(void **state)
{
    (void)state;
    struct nr_days d = {0};
    struct nr_bins bins;
    add(&d, 1970, 1, 1, 2);
    add(&d, 2022, 7, 18, 200);
    add(&d, 2022, 7, 19, 297);
    add(&d, 2038, 1, 19, 1);
    nr_days_bins(&d, 8, &bins);
    assert_string_equal(nr_bins_unit(&bins), "day");
    assert_int_equal(bins.count, 2);
    assert_int_equal(bins.records[0], 200);
    assert_int_equal(bins.earlier, 2);
    assert_int_equal(bins.later, 1);
    nr_days_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_day),
        cmocka_unit_test(days_side_by_side),
        cmocka_unit_test(every_day_has_its_label),
        cmocka_unit_test(larger_units_for_longer_times),
        cmocka_unit_test(stray_days_do_not_stretch_the_scale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
