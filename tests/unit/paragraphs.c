#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/utf8.h"
#include "newsreel/text/paragraphs.h"

static void expect(struct nr_paragraphs *walk, const char *text, size_t start, const char *role)
{
    struct nr_paragraph p;
    assert_true(nr_paragraphs_next(walk, &p));
    assert_true(nr_str_is(p.text, text));
    assert_int_equal(p.start, start);
    assert_int_equal(p.end, start + nr_utf8_count(nr_str_of(text)));
    assert_string_equal(p.role, role);
}

static void test_walk(void **state)
{
    (void)state;
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    nr_paragraphs_init(
        &walk, nr_str_of("\n\nThe Fair of \xc3\x96land\n\nIt opened on Friday, as every year.\n"
                         "A line of its own.\n\n \n- one\n- two\n\n> said he\n\n"
                         "Photo: A. Doe\n\nEnd\n"));
    expect(&walk, "The Fair of \xc3\x96land", 2, nr_role_heading);
    expect(&walk, "It opened on Friday, as every year.\nA line of its own.", 21, nr_role_body);
    expect(&walk, "- one\n- two", 79, nr_role_list);
    expect(&walk, "> said he", 92, nr_role_quote);
    expect(&walk, "Photo: A. Doe", 103, nr_role_caption);
    expect(&walk, "End", 118, nr_role_body);
    assert_false(nr_paragraphs_next(&walk, &p));
    assert_false(nr_paragraphs_next(&walk, &p));
}

static void test_nothing(void **state)
{
    (void)state;
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    nr_paragraphs_init(&walk, nr_str(NULL, 0));
    assert_false(nr_paragraphs_next(&walk, &p));
    nr_paragraphs_init(&walk, nr_str_of(" \n\n \n"));
    assert_false(nr_paragraphs_next(&walk, &p));
}

static void test_white_lines(void **state)
{
    (void)state;
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    nr_paragraphs_init(&walk,
                       nr_str_of("\u00a0\n\nRain.\r\n\r\nSnow,\r\nfog\n\u3000 \u00a0\nSun\n\u00a0\n"
                                 "\u00a0wind \u00a0\n\n\u2003"));
    expect(&walk, "Rain.", 3, nr_role_body);
    expect(&walk, "Snow,\r\nfog", 12, nr_role_body);
    expect(&walk, "Sun", 27, nr_role_heading);
    expect(&walk, "\u00a0wind \u00a0", 33, nr_role_body);
    assert_false(nr_paragraphs_next(&walk, &p));
    nr_paragraphs_init(&walk, nr_str_of(" \u00a0 \n"));
    assert_false(nr_paragraphs_next(&walk, &p));
}

static void test_heading_is_short_and_open(void **state)
{
    (void)state;
    struct nr_str body = nr_str_of("A paragraph that is a good deal longer than any heading.");
    assert_ptr_equal(nr_paragraph_role(nr_str_of("What comes next"), body), nr_role_heading);
    assert_ptr_equal(nr_paragraph_role(nr_str_of("What comes next."), body), nr_role_body);
    assert_ptr_equal(nr_paragraph_role(nr_str_of("what comes next"), body), nr_role_body);
    assert_ptr_equal(nr_paragraph_role(nr_str_of("What comes next"), nr_str_of("Short.")),
                     nr_role_body);
    assert_ptr_equal(nr_paragraph_role(nr_str_of("What comes next"), nr_str(NULL, 0)),
                     nr_role_body);
}

static void test_markers(void **state)
{
    (void)state;
    assert_int_equal(nr_list_marker(nr_str_of("- item")), 2);
    assert_int_equal(nr_list_marker(nr_str_of("\xe2\x80\xa2  item")), 5);
    assert_int_equal(nr_list_marker(nr_str_of("12. item")), 4);
    assert_int_equal(nr_list_marker(nr_str_of("(a) item")), 4);
    assert_int_equal(nr_list_marker(nr_str_of("b) item")), 3);
    assert_int_equal(nr_list_marker(nr_str_of("-item")), 0);
    assert_int_equal(nr_list_marker(nr_str_of("- ")), 0);
    assert_int_equal(nr_list_marker(nr_str_of("A. Smith")), 0);
    assert_int_equal(nr_list_marker(nr_str_of("(1914) it began")), 0);
    assert_int_equal(nr_list_marker(nr_str_of("3.5 million")), 0);
    assert_int_equal(nr_list_marker(nr_str_of("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_white_lines), cmocka_unit_test(test_heading_is_short_and_open),
        cmocka_unit_test(test_markers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
