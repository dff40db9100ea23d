#include "newsreel/formats/mapping.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The record after the mapping, without its newline; or the error behind a star. list: arguments of
 * --map, separated by blanks. Static storage. */
static const char *mapped(const char *list, const char *line)
{
    static struct nr_buf out;
    struct nr_mapping *m = nr_mapping_new();
    struct nr_record r = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    struct nr_str rest = nr_str_of(list), argument;
    while (nr_str_split(&rest, ' ', &argument))
        assert_int_equal(nr_mapping_add(m, argument, &e), NR_OK);
    assert_int_equal(nr_record_scan(&r, nr_str_of(line), &e), NR_OK);
    out.len = 0;
    if (nr_mapping_apply(m, &r, &arena, &e) == NR_OK) {
        nr_record_write(&r, &out);
        assert_int_equal(out.data[--out.len], '\n');
    } else {
        nr_buf_addf(&out, "*%s", e.text);
    }
    nr_record_free(&r);
    nr_arena_free(&arena);
    nr_mapping_free(m);
    return nr_buf_cstr(&out);
}

static void expect(const char *line, const char *want)
{
    assert_string_equal(mapped(NULL, line), want);
}

static void expect_same(const char *line)
{
    expect(line, line);
}

static void names_become_those_of_the_stream(void **state)
{
    (void)state;
    expect("{ \"n\" : 7.60, \"title\" : \"A\\u0041\" "
           ",\"content\":\"b\",\"link\":\"c\",\"lang\":\"de\","
           "\"category\":\"x\",\"tags\":[1]}",
           "{ \"n\" : 7.60, \"headline\" : \"A\\u0041\" ,\"text\":\"b\",\"url\":\"c\","
           "\"language\":\"de\",\"section\":\"x\",\"tags\":[1]}");
    expect("{\"content_html\":\"a b\"}", "{\"html\":\"a b\"}");
    static const char *const texts[] = {"maintext",     "full_text", "article_text", "body_text",
                                        "content_text", "content",   "body",         "article",
                                        "story",        "document",  "raw_content"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct nr_buf line = {0};
        nr_buf_addf(&line, "{\"%s\":\"x\"}", texts[i]);
        expect(nr_buf_cstr(&line), "{\"text\":\"x\"}");
        nr_buf_free(&line);
    }
}

static void what_is_there_stays(void **state)
{
    (void)state;
    expect_same("{}");
    expect_same("{\"text\":\"a\",\"content\":\"b\"}");
    expect_same("{\"html\":\"a\",\"content\":\"b\"}");
    expect_same("{\"text\":\"a\",\"content_html\":\"b\"}");
    expect_same("{\"headline\":\"a\",\"title\":\"b\",\"url\":\"c\",\"link\":\"d\"}");
    expect_same("{\"created\":\"soon\",\"date\":\"2020-01-02\"}");
    expect_same("{\"Texts\":\"a\",\"con\\u0074ents\":\"b\"}");
    /* what is empty gives way, and keeps its place */
    expect("{\"text\":\"\",\"a\":1,\"content\":\"b\"}", "{\"text\":\"b\",\"a\":1}");
    expect("{\"content\":\"b\",\"text\":null}", "{\"text\":\"b\"}");
    expect("{\"html\":\" \\n\",\"content\":\"b\"}", "{\"html\":\" \\n\",\"text\":\"b\"}");
}

static void the_first_that_says_something_is_taken(void **state)
{
    (void)state;
    expect("{\"body\":\"b\",\"content\":\"a\"}", "{\"body\":\"b\",\"text\":\"a\"}");
    expect("{\"content\":\" \\t\\n \",\"body\":\"b\"}",
           "{\"content\":\" \\t\\n \",\"text\":\"b\"}");
    expect("{\"content\":{\"a\":1},\"body\":\"b\"}", "{\"content\":{\"a\":1},\"text\":\"b\"}");
    expect("{\"content_text\":\"a\",\"content_html\":\"b\"}",
           "{\"content_text\":\"a\",\"html\":\"b\"}");
    expect_same(
        "{\"content\":[\"a\"],\"title\":7,\"lang\":null,\"link\":true,\"category\":[\"a\"]}");
}

static void case_does_not_matter_where_it_is_clear(void **state)
{
    (void)state;
    expect("{\"Title\":\"a\",\"URL\":\"b\",\"TEXT\":\"c\",\"PubDate\":\"2020-01-02\"}",
           "{\"headline\":\"a\",\"url\":\"b\",\"text\":\"c\",\"created\":\"2020-01-02\"}");
    expect("{\"Content\":\"a\",\"content\":\"b\",\"CONTENT\":\"c\"}",
           "{\"Content\":\"a\",\"text\":\"b\",\"CONTENT\":\"c\"}");
    expect("{\"Content\":\"a\",\"CONTENT\":\"b\",\"Body\":\"c\"}",
           "{\"Content\":\"a\",\"CONTENT\":\"b\",\"text\":\"c\"}");
    /* what occurs twice is nobody's source, and does not make the record bad */
    expect("{\"content\":\"a\",\"content\":\"b\",\"body\":\"c\"}",
           "{\"content\":\"a\",\"content\":\"b\",\"text\":\"c\"}");
    expect_same("{\"text\":\"a\",\"text\":\"b\",\"content\":\"c\"}");
    expect_same("{\"headline\":\"\",\"headline\":\"\",\"title\":\"c\"}");
}

static void text_with_tags_is_a_page(void **state)
{
    (void)state;
    expect("{\"content\":\"<p>a<\\/p>\\n\"}", "{\"html\":\"<p>a<\\/p>\\n\"}");
    expect("{\"content\":\" \\u003cp\\u003ea\\u003C/p\\u003E\"}",
           "{\"html\":\" \\u003cp\\u003ea\\u003C/p\\u003E\"}");
    expect("{\"html\":null,\"content\":\"<!DOCTYPE html>\"}", "{\"html\":\"<!DOCTYPE html>\"}");
    expect("{\"content\":\"<3 this\"}", "{\"text\":\"<3 this\"}");
    expect("{\"content\":\"<b>a</b> b\"}", "{\"text\":\"<b>a</b> b\"}");
    expect("{\"content\":\"<\"}", "{\"text\":\"<\"}");
    assert_string_equal(mapped("text=content", "{\"content\":\"<p>a</p>\"}"),
                        "{\"text\":\"<p>a</p>\"}");
}

static void dates_are_read(void **state)
{
    (void)state;
    expect("{\"date\":\"2020-01-02T03:04:05+01:00\"}",
           "{\"created\":\"2020-01-02T03:04:05+01:00\"}");
    expect("{\"pubDate\" : \"Thu, 02 Jan 2020 03:04:05 GMT\", \"a\":1}",
           "{\"created\" : \"2020-01-02T03:04:05Z\", \"a\":1}");
    expect("{\"published\":\"20200102T030405Z\"}", "{\"created\":\"2020-01-02T03:04:05Z\"}");
    expect("{\"date\":\"January 2, 2020\"}", "{\"created\":\"2020-01-02\"}");
    /* a time whose zone nobody says is kept beside */
    expect("{\"date\":\"2020-01-02 03:04:05\",\"a\":1}",
           "{\"date\":\"2020-01-02 03:04:05\",\"a\":1,\"created\":\"2020-01-02\"}");
    expect("{\"date\":\"20200102030405\"}",
           "{\"date\":\"20200102030405\",\"created\":\"2020-01-02\"}");
    expect("{\"date\":\"2 janvier 2020, 3h05\"}",
           "{\"date\":\"2 janvier 2020, 3h05\",\"created\":\"2020-01-02\"}");
    expect("{\"date\":\"January 2, 2020, 3 pm\"}",
           "{\"date\":\"January 2, 2020, 3 pm\",\"created\":\"2020-01-02\"}");
    expect("{\"date\":\"13/02/2020\"}", "{\"created\":\"2020-02-13\"}");
    expect("{\"created\":null,\"date\":\"2020-01-02 03:04\"}",
           "{\"created\":\"2020-01-02\",\"date\":\"2020-01-02 03:04\"}");
    expect("{\"date\":\"Thu Jan 02 03:04:05 +0000 2020\"}",
           "{\"created\":\"2020-01-02T03:04:05Z\"}");
    expect("{\"date\":\"soon\",\"timestamp\":\"2020-01-02\"}",
           "{\"date\":\"soon\",\"created\":\"2020-01-02\"}");
    expect_same("{\"date\":\"3/4/2020\",\"timestamp\":1577934245,\"datetime\":\"1577934245\"}");
    expect_same("{\"timestamp\":\"1577934245123\",\"date\":{\"iso\":\"2020-01-02\"}}");
}

static void authors_become_an_array_of_names(void **state)
{
    (void)state;
    expect("{\"author\" : \"A \\\"B\\\"\"}", "{\"by\" : [\"A \\\"B\\\"\"]}");
    expect("{\"authors\": [ \"A\" , \"B\" ]}", "{\"by\": [ \"A\" , \"B\" ]}");
    expect("{\"authors\":[\"A\",\"\",null]}", "{\"by\":[\"A\"]}");
    expect("{\"authors\":\"['A', \\\"B O'H\\\"]\"}", "{\"by\":[\"A\",\"B O'H\"]}");
    expect("{\"authors\":\"[\\\"A\\\"]\"}", "{\"by\":[\"A\"]}");
    expect("{\"authors\":\"['A\\\\'B']\"}", "{\"by\":[\"A'B\"]}");
    expect("{\"authors\":\"[A]\"}", "{\"by\":[\"[A]\"]}");
    expect_same("{\"authors\":\"[]\"}");
    expect("{\"byline\":\"By A\"}", "{\"by\":[\"By A\"]}");
    expect("{\"author\":{\"name\":\"A\",\"url\":\"u\"}}",
           "{\"author\":{\"name\":\"A\",\"url\":\"u\"},\"by\":[\"A\"]}");
    expect("{\"authors\":[{\"id\":1,\"name\":\"A\"},\"B\"]}",
           "{\"authors\":[{\"id\":1,\"name\":\"A\"},\"B\"],\"by\":[\"A\",\"B\"]}");
    expect("{\"authors\":[],\"author\":\"A\"}", "{\"authors\":[],\"by\":[\"A\"]}");
    expect_same("{\"authors\":[{\"id\":1}],\"author\":7,\"byline\":\"\"}");
    expect_same("{\"authors\":[\"A\",7]}");
}

static void the_users_names_come_first(void **state)
{
    (void)state;
    assert_string_equal(
        mapped("text=lead|x,topics=tags", "{\"x\":\"a\",\"content\":\"b\",\"tags\":[1]}"),
        "{\"text\":\"a\",\"content\":\"b\",\"topics\":[1]}");
    assert_string_equal(mapped("text=lead|x", "{\"x\":\"a\",\"lead\":\"b\"}"),
                        "{\"x\":\"a\",\"text\":\"b\"}");
    assert_string_equal(mapped("text=x", "{\"text\":\"a\",\"x\":\"b\"}"),
                        "{\"text_2\":\"a\",\"text\":\"b\"}");
    assert_string_equal(mapped("text=x", "{\"text\":\"a\",\"text_2\":1,\"x\":\"b\"}"),
                        "{\"text_3\":\"a\",\"text_2\":1,\"text\":\"b\"}");
    assert_string_equal(mapped("text=x", "{\"text\":\"a\",\"x\":\"\"}"),
                        "{\"text\":\"a\",\"x\":\"\"}");
    assert_string_equal(mapped("headline=text", "{\"text\":\"a\",\"content\":\"b\"}"),
                        "{\"headline\":\"a\",\"text\":\"b\"}");
    assert_string_equal(mapped("text=text", "{\"text\":\"a\",\"content\":\"b\"}"),
                        "{\"text\":\"a\",\"content\":\"b\"}");
    assert_string_equal(mapped("created=x by=y", "{\"x\":\"2 May 2020\",\"y\":\"A\",\"z\":1}"),
                        "{\"created\":\"2020-05-02\",\"by\":[\"A\"],\"z\":1}");
    assert_string_equal(mapped("created=x", "{\"x\":\"soon\"}"), "{\"x\":\"soon\"}");
    assert_string_equal(mapped("id=n", "{\"n\":7,\"N\":8}"), "{\"id\":7,\"N\":8}");
    assert_string_equal(mapped("id=n", "{\"N\":8}"), "{\"id\":8}");
    assert_string_equal(mapped("a=x,b=x", "{\"x\":8}"), "{\"a\":8}");
    assert_string_equal(mapped("text=x", "{\"x\":\"a\",\"x\":\"b\"}"),
                        "*member \"x\" occurs twice");
    assert_string_equal(mapped("text=x", "{\"text\":\"a\",\"text\":\"b\",\"x\":\"c\"}"),
                        "*member \"text\" occurs twice");
}

static void none_switches_the_defaults_off(void **state)
{
    (void)state;
    assert_string_equal(mapped("none", "{\"content\":\"a\"}"), "{\"content\":\"a\"}");
    assert_string_equal(mapped("text=x,none", "{\"x\":\"a\",\"title\":\"b\"}"),
                        "{\"text\":\"a\",\"title\":\"b\"}");
    assert_string_equal(mapped("none html=x", "{\"x\":\"a\",\"title\":\"b\"}"),
                        "{\"html\":\"a\",\"title\":\"b\"}");
}

static void refuse(const char *list, const char *message)
{
    struct nr_mapping *m = nr_mapping_new();
    struct nr_error e;
    assert_int_equal(nr_mapping_add(m, nr_str_of(list), &e), NR_FAIL);
    assert_string_equal(e.text, message);
    nr_mapping_free(m);
}

static void bad_lists_are_refused(void **state)
{
    (void)state;
    refuse("", "--map: '' is not NAME=SOURCE");
    refuse("text", "--map: 'text' is not NAME=SOURCE");
    refuse("a=b,", "--map: '' is not NAME=SOURCE");
    refuse("=x", "--map: '=x' is not NAME=SOURCE");
    refuse("text=", "--map: 'text=' is not NAME=SOURCE|SOURCE");
    refuse("text=a||b", "--map: 'text=a||b' is not NAME=SOURCE|SOURCE");
    refuse("text=a=b", "--map: 'text=a=b' is not NAME=SOURCE|SOURCE");
    refuse("text=a,text=b", "--map: 'text' is mapped twice");
    refuse("text=\xff", "--map: not valid UTF-8");
}

static void names_are_known(void **state)
{
    (void)state;
    assert_true(nr_mapping_knows(nr_str_of("Text")));
    assert_true(nr_mapping_knows(nr_str_of("publishedat")));
    assert_false(nr_mapping_knows(nr_str_of("id")));
    assert_false(nr_mapping_knows(nr_str_of("")));
}

/* More names than a mapping keeps track of: the record stays as it is. */
static void a_crowd_of_names(void **state)
{
    (void)state;
    struct nr_buf line = {0};
    for (size_t i = 0; i < 500; i++)
        nr_buf_addf(&line, "%s\"body\":\"x\"", i ? "," : "{");
    nr_buf_add_cstr(&line, ",\"content\":\"a\"}");
    const char *text = nr_buf_cstr(&line);
    expect_same(text);
    nr_buf_free(&line);
    struct nr_record r = {0};
    assert_int_equal(nr_mapping_apply(NULL, &r, NULL, NULL), NR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_those_of_the_stream),
        cmocka_unit_test(what_is_there_stays),
        cmocka_unit_test(the_first_that_says_something_is_taken),
        cmocka_unit_test(case_does_not_matter_where_it_is_clear),
        cmocka_unit_test(text_with_tags_is_a_page),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(authors_become_an_array_of_names),
        cmocka_unit_test(the_users_names_come_first),
        cmocka_unit_test(none_switches_the_defaults_off),
        cmocka_unit_test(bad_lists_are_refused),
        cmocka_unit_test(names_are_known),
        cmocka_unit_test(a_crowd_of_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
