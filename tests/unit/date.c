#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/html/date.h"

struct pair {
    const char *in, *out; /* NULL: no date */
};

static void check(const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char out[NR_DATE_SIZE];
        bool found = nr_date_parse(nr_str_of(pairs[i].in), out);
        if (found != (pairs[i].out != NULL))
            print_error("%s\n", pairs[i].in);
        assert_int_equal(found, pairs[i].out != NULL);
        if (found)
            assert_string_equal(out, pairs[i].out);
    }
}

#define CHECK(pairs) check(pairs, sizeof(pairs) / sizeof *(pairs))

static void reads_iso(void **state)
{
    static const struct pair pairs[] = {
        {"2022-07-19", "2022-07-19"},
        {"2022-07-19T10:00:00Z", "2022-07-19T10:00:00Z"},
        {"2022-07-19T10:05:00.123+02:00", "2022-07-19T10:05:00+02:00"},
        {"2022-07-19T10:05-0530", "2022-07-19T10:05:00-05:30"},
        {"2022-07-19 10:05:09 +0200", "2022-07-19T10:05:09+02:00"},
        {"2022/07/19", "2022-07-19"},
        {"20220719", "2022-07-19"},
    };
    (void)state;
    CHECK(pairs);
}

static void reads_mail_and_scripts(void **state)
{
    static const struct pair pairs[] = {
        {"Tue, 19 Jul 2022 10:00:00 +0000", "2022-07-19T10:00:00Z"},
        {"19 Jul 2022 22:00 EST", "2022-07-19T22:00:00-05:00"},
        {"Tue Jul 19 2022 10:00:00 GMT+0200 (CEST)", "2022-07-19T10:00:00+02:00"},
    };
    (void)state;
    CHECK(pairs);
}

static void reads_written_dates(void **state)
{
    static const struct pair pairs[] = {
        {"July 19, 2022", "2022-07-19"},
        {"Published on the 19th of July, 2022", "2022-07-19"},
        {"19. Juli 2022", "2022-07-19"},
        {"19 de julio de 2022", "2022-07-19"},
        {"19 juillet 2022", "2022-07-19"},
        {"19 июля 2022", "2022-07-19"},
        {"2022年7月19日", "2022-07-19"},
        {"19.07.2022", "2022-07-19"},
        {"7/19/2022", "2022-07-19"},
        {"19/7/2022", "2022-07-19"},
        {"Jul 19 2022 10:05 pm UTC", "2022-07-19T22:05:00Z"},
    };
    (void)state;
    CHECK(pairs);
}

static void gives_no_time_without_a_zone(void **state)
{
    static const struct pair pairs[] = {
        {"2022-07-19T10:00:00", "2022-07-19"},
        {"July 19, 2022 10:05 AM", "2022-07-19"},
        {"2022-07-19T25:00:00Z", "2022-07-19"},
    };
    (void)state;
    CHECK(pairs);
}

static void refuses(void **state)
{
    static const struct pair pairs[] = {
        {"", NULL},           {"yesterday", NULL},  {"3/4/2022", NULL},   {"2022-02-30", NULL},
        {"2022-13-01", NULL}, {"2021-02-29", NULL}, {"0000-00-00", NULL}, {"July 2022", NULL},
        {"99999999", NULL},   {"12:30", NULL},
    };
    (void)state;
    CHECK(pairs);
    char out[NR_DATE_SIZE];
    assert_true(nr_date_parse(nr_str_of("2020-02-29"), out));
    assert_true(nr_date_parse(nr_str_of("4/4/2022"), out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_iso),
        cmocka_unit_test(reads_mail_and_scripts),
        cmocka_unit_test(reads_written_dates),
        cmocka_unit_test(gives_no_time_without_a_zone),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
