/* Names in bylines, places in datelines. */
#include "newsreel/formats/byline.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* names: separated by bars. */
static void assert_names(const char *line, const char *names)
{
    struct nr_arena arena = {0};
    struct nr_texts by = {0};
    struct nr_buf out = {0};
    nr_byline_add(&by, &arena, nr_str_of(line));
    for (const struct nr_text_item *i = by.first; i; i = i->next) {
        if (i != by.first)
            nr_buf_add_char(&out, '|');
        nr_buf_add_str(&out, i->text);
    }
    assert_string_equal(nr_buf_cstr(&out), names);
    nr_buf_free(&out);
    nr_arena_free(&arena);
}

static void test_names(void **state)
{
    (void)state;
    assert_names("Ann Lee", "Ann Lee");
    assert_names("By Ann Lee", "Ann Lee");
    assert_names("BY ANN LEE AND BO EK", "ANN LEE|BO EK");
    assert_names(" by:  Ann\n Lee ", "Ann Lee");
    assert_names("Von Ann Lee und Bo Ek", "Ann Lee|Bo Ek");
    assert_names("Von der Leyen", "Von der Leyen");
    assert_names("Byron Lee", "Byron Lee");
    assert_names("Ann Lee, Bo Ek et Cy Orr", "Ann Lee|Bo Ek|Cy Orr");
    assert_names("ANN LEE, BO EK ", "ANN LEE|BO EK");
    assert_names("John E Smith and Andrea Yorke", "John E Smith|Andrea Yorke");
    assert_names("\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0", "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0");
    assert_names("Ann Lee; Ann Lee", "Ann Lee");
    assert_names("Ann Lee and Bo Press", "Ann Lee|Bo Press");
}

static void test_what_is_no_name(void **state)
{
    (void)state;
    assert_names("By Ann Lee, Associated Press", "Ann Lee");
    assert_names("By Ann Lee, AP Business Writer", "Ann Lee");
    assert_names("By ANN LEE AP Business Writer", "ANN LEE");
    assert_names("By our Staff Correspondent", "");
    assert_names("Von Ann Lee, dpa", "Ann Lee");
    assert_names("Ann Lee and The Evening Post News", "Ann Lee");
    assert_names("Ann Lee and Associated Press", "Ann Lee");
    assert_names("Ann Lee, London", "Ann Lee");
    assert_names("Ann Lee in London", "Ann Lee");
    assert_names("Ann Lee - Reuters", "Ann Lee");
    assert_names("李安、金波", "李安|金波");
    assert_names("Анна Ли и Бо Ек", "Анна Ли|Бо Ек");
    assert_names("Ann Lee (AFP)", "Ann Lee");
    assert_names("Ann Lee / Paper.example", "Ann Lee");
    assert_names("B1234/_Ann Lee", "Ann Lee");
    assert_names("Staff Reporter", "");
    assert_names("gr/bp", "");
    assert_names("ALX", "");
    assert_names("Bo", "Bo");
    assert_names("ann@paper.example", "");
    assert_names("By", "");
    assert_names("", "");
    assert_names("NTB News", "");
}

static void test_limits(void **state)
{
    struct nr_buf line = {0};
    (void)state;
    for (int i = 0; i < 100000; i++)
        nr_buf_add_cstr(&line, "Aa ,");
    assert_names(nr_buf_cstr(&line), "");
    nr_buf_free(&line);
}

static void assert_place(const char *line, const char *place)
{
    struct nr_arena arena = {0};
    struct nr_str got = nr_dateline_place(&arena, nr_str_of(line));
    assert_string_equal(nr_arena_cstr(&arena, got), place);
    nr_arena_free(&arena);
}

static void test_places(void **state)
{
    (void)state;
    assert_place("LONDON", "LONDON");
    assert_place("STOCKHOLM, Aug 29, 2014 (AFP) -", "STOCKHOLM");
    assert_place("FORT WORTH, Texas", "FORT WORTH, Texas");
    assert_place("ELMHURST, Ill., Aug. 3 (AP) \xe2\x80\x94", "ELMHURST, Ill.");
    assert_place("LONDON 1996-08-20", "LONDON");
    assert_place("Perth March 22 XYZ -", "Perth");
    assert_place("Strasbourg, 10 juil 2024 (AFP)", "Strasbourg");
    assert_place("Bergen (ntb) - ", "Bergen");
    assert_place("Odense /ritzau/", "Odense");
    assert_place("4/4/2018", "");
    assert_place("2013-03-04 11:40:31 GMT+00:00", "");
    assert_place("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_what_is_no_name),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
