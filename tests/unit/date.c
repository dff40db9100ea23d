#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/html/date.h"

struct pair {
    const char *in, *out; /* NULL: no date */
};

static void check(const struct pair *pairs, size_t count,
                  bool (*read)(struct nr_str, char[NR_DATE_SIZE]))
{
    for (size_t i = 0; i < count; i++) {
        char out[NR_DATE_SIZE];
        bool found = read(nr_str_of(pairs[i].in), out);
        if (found != (pairs[i].out != NULL))
            print_error("%s\n", pairs[i].in);
        assert_int_equal(found, pairs[i].out != NULL);
        if (found)
            assert_string_equal(out, pairs[i].out);
    }
}

#define CHECK(pairs, read) check(pairs, sizeof(pairs) / sizeof *(pairs), read)

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
    CHECK(pairs, nr_date_parse);
}

static void reads_mail_and_scripts(void **state)
{
    static const struct pair pairs[] = {
        {"Tue, 19 Jul 2022 10:00:00 +0000", "2022-07-19T10:00:00Z"},
        {"19 Jul 2022 22:00 EST", "2022-07-19T22:00:00-05:00"},
        {"Tue Jul 19 2022 10:00:00 GMT+0200 (CEST)", "2022-07-19T10:00:00+02:00"},
        {"Tue Jul 19 10:00:00 +0000 2022", "2022-07-19T10:00:00Z"},
        {"Tue Jul 19 10:00:00 CEST 2022", "2022-07-19T10:00:00+02:00"},
        {"Tue Jul  9 10:00:00 2022", "2022-07-09"},
        {"Jul 19 10:00", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
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
        {"July 19, 2022 12:30 a.m. EST", "2022-07-19T00:30:00-05:00"},
        {"July 19, 2022 at 9:05 P.M. GMT+0200", "2022-07-19T21:05:00+02:00"},
        {"July 19, 2022 9:05 p. EDT", "2022-07-19T21:05:00-04:00"},
        {"July 19, 2022 9:05 p.m.", "2022-07-19"},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

static void reads_dates_of_many_languages(void **state)
{
    static const struct pair pairs[] = {
        {"3 de março de 2021", "2021-03-03"},
        {"3 marzo 2021", "2021-03-03"},
        {"3 maart 2021", "2021-03-03"},
        {"3 lutego 2021", "2021-02-03"},
        {"3. června 2021", "2021-06-03"},
        {"3. července 2021", "2021-07-03"},
        {"3 Φεβρουαρίου 2021", "2021-02-03"},
        {"3 Şubat 2021", "2021-02-03"},
        {"den 3 maj 2021", "2021-05-03"},
        {"3. desember 2021", "2021-12-03"},
        {"3. helmikuuta 2021", "2021-02-03"},
        {"2021. február 3.", "2021-02-03"},
        {"3 лютого 2021", "2021-02-03"},
        {"2021년 2월 3일", "2021-02-03"},
        {"3 فبراير 2021", "2021-02-03"},
        {"MARDI 3 FÉVRIER 2021", "2021-02-03"},
        {"Juli 3, 2021 • 10:00", "2021-07-03"},
        {"26 | 01 | 2021", "2021-01-26"},
        {"3 Sept. 2021", "2021-09-03"},
        {"3 juil. 2021", "2021-07-03"},
        {"3 मार्च 2021", "2021-03-03"},
        {"३ मई २०२१", "2021-05-03"},
        {"৩ মার্চ ২০২১", "2021-03-03"},
        {"٣ مارس، ٢٠٢١", "2021-03-03"},
        {"۳ ژوئن ۲۰۲۱", "2021-06-03"},
        {"3 במרץ 2021", "2021-03-03"},
        {"3 كانون الثاني 2021", "2021-01-03"},
        {"3 تشرين الأول 2021", "2021-10-03"},
        {"3 شباط 2021", "2021-02-03"},
        {"２０２１年２月３日", "2021-02-03"},
        {"ngày 3 tháng 2 năm 2021", "2021-02-03"},
        {"3 tháng 2, 2021", "2021-02-03"},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

static void takes_other_words_for_no_month(void **state)
{
    static const struct pair pairs[] = {
        {"3 markets 2021", NULL},
        {"5 Mayors, 2021", NULL},
        {"12 de 2021", NULL},
        {"3 se 2021", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

static void reads_short_years_and_runs_of_digits(void **state)
{
    static const struct pair pairs[] = {
        {"19.07.22", "2022-07-19"},
        {"19.07.69", "2069-07-19"},
        {"19.07.70", NULL},
        {"19.07.22.1", NULL},
        {"19/07/22", NULL},
        {"1.2.22", NULL},
        {"20220719100500", "2022-07-19"},
        {"202207191005", "2022-07-19"},
        {"1658225100", NULL},
        {"16582251001", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

static void follows_the_order_that_is_known(void **state)
{
    char out[NR_DATE_SIZE];
    (void)state;
    assert_true(nr_date_parse_in(nr_str_of("3/4/2022"), NR_DATE_DAY_FIRST, out));
    assert_string_equal(out, "2022-04-03");
    assert_true(nr_date_parse_in(nr_str_of("3/4/2022"), NR_DATE_MONTH_FIRST, out));
    assert_string_equal(out, "2022-03-04");
    assert_true(nr_date_parse_in(nr_str_of("3/14/2022"), NR_DATE_DAY_FIRST, out));
    assert_string_equal(out, "2022-03-14");
    assert_true(nr_date_parse_in(nr_str_of("14/3/2022"), NR_DATE_MONTH_FIRST, out));
    assert_string_equal(out, "2022-03-14");
}

static void knows_the_order_of_languages(void **state)
{
    (void)state;
    assert_int_equal(nr_date_order_of(nr_str_of("en-US")), NR_DATE_MONTH_FIRST);
    assert_int_equal(nr_date_order_of(nr_str_of("en_us")), NR_DATE_MONTH_FIRST);
    assert_int_equal(nr_date_order_of(nr_str_of("en-GB")), NR_DATE_DAY_FIRST);
    assert_int_equal(nr_date_order_of(nr_str_of("en")), NR_DATE_ORDER_UNKNOWN);
    assert_int_equal(nr_date_order_of(nr_str_of("en-CA")), NR_DATE_ORDER_UNKNOWN);
    assert_int_equal(nr_date_order_of(nr_str_of("de")), NR_DATE_DAY_FIRST);
    assert_int_equal(nr_date_order_of(nr_str_of("ja")), NR_DATE_ORDER_UNKNOWN);
    assert_int_equal(nr_date_order_of(nr_str_of("zh-CN")), NR_DATE_ORDER_UNKNOWN);
    assert_int_equal(nr_date_order_of(nr_str_of("hu-HU")), NR_DATE_ORDER_UNKNOWN);
    assert_int_equal(nr_date_order_of(nr_str_of("")), NR_DATE_ORDER_UNKNOWN);
    assert_int_equal(nr_date_order_of(nr_str_of("english")), NR_DATE_ORDER_UNKNOWN);
}

static void reads_addresses(void **state)
{
    static const struct pair pairs[] = {
        {"https://n.example/2022/07/19/ferry", "2022-07-19"},
        {"https://n.example/2022/7/9/ferry", "2022-07-09"},
        {"https://n.example/news/2022-07-19-ferry.html", "2022-07-19"},
        {"https://n.example/ferry-20220719.html", "2022-07-19"},
        {"https://n.example/ferry-19-07-2022", "2022-07-19"},
        {"https://n.example/ferry-07-06-2022", NULL},
        {"https://n.example/2022/07/ferry", NULL},
        {"https://n.example/20221319/ferry", NULL},
        {"https://n.example/18220719/ferry", NULL},
        {"https://n.example/1989/12/31/ferry", NULL},
        {"https://n.example/1990/01/01/ferry", "1990-01-01"},
        {"https://n.example/2099/12/31/ferry", "2099-12-31"},
        {"https://n.example/2100/01/01/ferry", NULL},
        {"https://n.example/2022/02/30/2022/03/01/", "2022-03-01"},
        {"https://n.example/a?d=2022/07/19", NULL},
        {"https://2022-07-19.example/a", NULL},
        {"/2022/07/19/ferry", NULL},
        {"", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_in_address);
}

static void counts_days(void **state)
{
    (void)state;
    assert_int_equal(nr_date_day(nr_str_of("1970-01-01")), 0);
    assert_int_equal(nr_date_day(nr_str_of("1970-03-01T10:00:00Z")), 59);
    assert_int_equal(nr_date_day(nr_str_of("2000-02-29")), 11016);
    assert_int_equal(nr_date_day(nr_str_of("2000-03-01")), 11017);
    assert_int_equal(nr_date_day(nr_str_of("1969-12-31")), -1);
    assert_int_equal(nr_date_day(nr_str_of("2000-13-01")), -1);
    assert_int_equal(nr_date_day(nr_str_of("2001-02-29")), -1);
    assert_int_equal(nr_date_day(nr_str_of("2000/03/01")), -1);
    assert_int_equal(nr_date_day(nr_str_of("20000301")), -1);
    assert_int_equal(nr_date_day(nr_str_of("")), -1);
}

static void reads_zones(void **state)
{
    static const struct pair pairs[] = {
        {"19/7/2022, 18:05 (GMT+7)", "2022-07-19T18:05:00+07:00"},
        {"2022-07-19 18:05 UTC-3", "2022-07-19T18:05:00-03:00"},
        {"2022-07-19 18:05 GMT+5:30", "2022-07-19T18:05:00+05:30"},
        {"2022-07-19 18:05 GMT+15", "2022-07-19"},
        {"19 Juli 2022 18:05 WIB", "2022-07-19T18:05:00+07:00"},
        {"19 июля 2022, 18:05 МСК", "2022-07-19T18:05:00+03:00"},
        {"19 July 2022 18:05 BST", "2022-07-19"},
        {"July 19, 2022 6:05 PM ET", "2022-07-19"},
        {"20220719T180509Z", "2022-07-19T18:05:09Z"},
        {"20220719T1805+0530", "2022-07-19T18:05:00+05:30"},
        {"2022.07.19. 오후 6:05 KST", "2022-07-19T18:05:00+09:00"},
        {"2022年7月19日 下午12:05 HKT", "2022-07-19T12:05:00+08:00"},
        {"2022年７月19日 18：05 JST", "2022-07-19T18:05:00+09:00"},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

static void reads_lines_of_dates(void **state)
{
    static const struct {
        const char *line, *created, *modified;
    } lines[] = {
        {"12 March 2023", "2023-03-12", ""},
        {"Updated 13 March 2023; published 12 March 2023", "2023-03-12", "2023-03-13"},
        {"Publié le 12 mars 2023 - Mis à jour le 13 mars 2023", "2023-03-12", "2023-03-13"},
        {"Обновлено 13 марта 2023", "", "2023-03-13"},
        {"입력 2023.03.12. 수정 2023.03.13.", "2023-03-12", "2023-03-13"},
        {"Cập nhật 13/3/2023", "", "2023-03-13"},
        {"Updated 10:14", "", ""},
        {"", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char created[NR_DATE_SIZE], modified[NR_DATE_SIZE];
        nr_date_line(nr_str_of(lines[i].line), created, modified);
        assert_string_equal(created, lines[i].created);
        assert_string_equal(modified, lines[i].modified);
    }
}

static void reads_seconds_since_1970(void **state)
{
    static const struct pair pairs[] = {
        {"1658225100", "2022-07-19T10:05:00Z"},
        {"1658225100999", "2022-07-19T10:05:00Z"},
        {"1709164800", "2024-02-29T00:00:00Z"},
        {"1000000000", "2001-09-09T01:46:40Z"},
        {"1893455999", "2029-12-31T23:59:59Z"},
        {"1893456000", NULL},
        {"999999999", NULL},
        {"2022071910", NULL},
        {"165822510012", NULL},
        {"1658225100x12", NULL},
        {"1658225 100", NULL},
        {"", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_of_epoch);
}

static void gives_no_time_without_a_zone(void **state)
{
    static const struct pair pairs[] = {
        {"2022-07-19T10:00:00", "2022-07-19"},
        {"July 19, 2022 10:05 AM", "2022-07-19"},
        {"2022-07-19T25:00:00Z", "2022-07-19"},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

static void knows_years_of_news(void **state)
{
    static const struct pair pairs[] = {
        {"1699-12-31", NULL},
        {"1700-01-01", "1700-01-01"},
        {"31 December 2199", "2199-12-31"},
        {"1 January 2200", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
}

/* A date that goes past the bytes that are looked at is none, and its time not half of one. */
static void looks_at_the_begin(void **state)
{
    static const char date[] = "2022-07-19T10:05:00+05:30";
    (void)state;
    for (size_t before = 150; before < 220; before++) {
        struct nr_buf text = {0};
        char out[NR_DATE_SIZE];
        while (text.len < before)
            nr_buf_add_char(&text, ' ');
        nr_buf_add_cstr(&text, date);
        if (nr_date_parse(nr_buf_str(&text), out))
            assert_string_equal(out, text.len <= 200 ? date : "2022-07-19");
        else
            assert_true(text.len > 200);
        nr_buf_free(&text);
    }
}

static void refuses(void **state)
{
    static const struct pair pairs[] = {
        {"", NULL},           {"yesterday", NULL},  {"3/4/2022", NULL},   {"2022-02-30", NULL},
        {"2022-13-01", NULL}, {"2021-02-29", NULL}, {"0000-00-00", NULL}, {"July 2022", NULL},
        {"99999999", NULL},   {"12:30", NULL},
    };
    (void)state;
    CHECK(pairs, nr_date_parse);
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
        cmocka_unit_test(reads_zones),
        cmocka_unit_test(reads_seconds_since_1970),
        cmocka_unit_test(reads_lines_of_dates),
        cmocka_unit_test(gives_no_time_without_a_zone),
        cmocka_unit_test(knows_years_of_news),
        cmocka_unit_test(looks_at_the_begin),
        cmocka_unit_test(refuses),
        cmocka_unit_test(reads_dates_of_many_languages),
        cmocka_unit_test(takes_other_words_for_no_month),
        cmocka_unit_test(reads_short_years_and_runs_of_digits),
        cmocka_unit_test(follows_the_order_that_is_known),
        cmocka_unit_test(knows_the_order_of_languages),
        cmocka_unit_test(reads_addresses),
        cmocka_unit_test(counts_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
