#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/normalize.h"

static void expect(const char *text, const char *want)
{
    struct nr_buf out = {0}, again = {0};
    nr_text_normalize(&out, nr_str_of(text));
    assert_string_equal(nr_buf_cstr(&out), want);
    nr_text_normalize(&again, nr_buf_str(&out));
    assert_string_equal(nr_buf_cstr(&again), want);
    nr_buf_free(&out);
    nr_buf_free(&again);
}

static void test_plain_text_stays(void **state)
{
    (void)state;
    expect("", "");
    expect("Plain text, as it should be.\n\nTwo paragraphs\nand a line.",
           "Plain text, as it should be.\n\nTwo paragraphs\nand a line.");
    expect("Gr\xc3\xbc\xc3\x9f"
           "e aus K\xc3\xb6ln \xe2\x80\x94 \xe2\x80\x9cja\xe2\x80\x9d\xe2\x80\xa6",
           "Gr\xc3\xbc\xc3\x9f"
           "e aus K\xc3\xb6ln \xe2\x80\x94 \xe2\x80\x9cja\xe2\x80\x9d\xe2\x80\xa6");
}

static void test_white_space(void **state)
{
    (void)state;
    expect("  two  blanks \t and a tab  \n", "two blanks\tand a tab");
    expect("no\xc2\xa0"
           "break, thin\xe2\x80\x89space, ideographic\xe3\x80\x80space",
           "no break, thin space, ideographic space");
    expect("a\r\nb\rc\x0b"
           "d\x0c"
           "e\xc2\x85"
           "f\xe2\x80\xa8g\xe2\x80\xa9h",
           "a\nb\nc\nd\ne\nf\ng\n\nh");
    expect("\n\n a \n \n\n\n b\n\n", "a\n\nb");
}

static void test_line_ends_far_behind_blanks(void **state)
{
    (void)state;
    expect("eight by eight   \n   and more than eight bytes   ",
           "eight by eight\nand more than eight bytes");
}

static void test_invisible_characters_go(void **state)
{
    (void)state;
    expect("so\xc2\xad"
           "ft, zero\xe2\x80\x8bwidth, \xef\xbb\xbf"
           "bom, \x01"
           "con\x7ftrol",
           "soft, zerowidth, bom, control");
    expect("\xe2\x80\xaa"
           "left\xe2\x80\xac \xe2\x80\x8f\xd7\x90\xe2\x81\xa6",
           "left \xd7\x90");
}

static void test_joiners(void **state)
{
    (void)state;
    /* Persian needs ZWNJ, a family of emoji ZWJ; Latin neither. */
    expect("\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88",
           "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88");
    expect("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
           "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7");
    expect("a\xe2\x80\x8d"
           "b\xe2\x80\x8c"
           "c",
           "abc");
}

static void test_zero_width_spaces_part_words(void **state)
{
    (void)state;
    /* Khmer, with one and with two; between Khmer and Latin it says nothing. */
    expect("\xe1\x9e\x80\xe2\x80\x8b\xe1\x9e\x81", "\xe1\x9e\x80\xe2\x80\x8b\xe1\x9e\x81");
    expect("\xe1\x9e\x80\xe2\x80\x8b\xe2\x80\x8b\xe1\x9e\x81",
           "\xe1\x9e\x80\xe2\x80\x8b\xe1\x9e\x81");
    expect("\xe1\x9e\x80\xe2\x80\x8bk", "\xe1\x9e\x80k");
    expect("\xe4\xb8\xad\xe2\x80\x8b\xe6\x96\x87", "\xe4\xb8\xad\xe6\x96\x87");
}

static void test_form_c(void **state)
{
    (void)state;
    expect("Cafe\xcc\x81", "Caf\xc3\xa9");
    expect("e\xe2\x80\x8b\xcc\x81", "\xc3\xa9"); /* only without what is between them */
    expect("\xe2\x84\xab", "\xc3\x85");          /* angstrom sign */
    expect("a\xcc\xa3\xcc\x82", "\xe1\xba\xad"); /* a, dot below, circumflex */
    expect("a\xcc\x82\xcc\xa3", "\xe1\xba\xad"); /* in the wrong order */
    expect("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c");
    expect("\xe3\x81\x8b\xe3\x82\x99", "\xe3\x81\x8c");
}

static void test_too_many_marks(void **state)
{
    (void)state;
    struct nr_buf in = {0}, out = {0};
    nr_buf_add_char(&in, 'q');
    for (int i = 0; i < 1000; i++)
        nr_buf_add_cstr(&in, "\xcc\xa3");
    nr_text_normalize(&out, nr_buf_str(&in));
    assert_int_equal(out.len, 1 + 2 * 16);
    nr_buf_free(&in);
    nr_buf_free(&out);
}

static void test_appends(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    nr_buf_add_cstr(&out, "x");
    nr_text_normalize(&out, nr_str_of(" y "));
    nr_text_normalize(&out, nr_str_of(" e\xcc\x81 "));
    assert_string_equal(nr_buf_cstr(&out), "xy\xc3\xa9");
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_text_stays),
        cmocka_unit_test(test_white_space),
        cmocka_unit_test(test_line_ends_far_behind_blanks),
        cmocka_unit_test(test_invisible_characters_go),
        cmocka_unit_test(test_joiners),
        cmocka_unit_test(test_zero_width_spaces_part_words),
        cmocka_unit_test(test_form_c),
        cmocka_unit_test(test_too_many_marks),
        cmocka_unit_test(test_appends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
