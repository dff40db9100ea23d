#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/lines.h"

/* What was printed on every page. */

static struct nr_arena arena;
static struct nr_buf out;

static const char *join(const struct nr_buf *text)
{
    nr_buf_reset(&out, 1 << 16);
    nr_arena_reset(&arena);
    nr_lines_join(&out, nr_buf_str(text), &arena);
    return nr_buf_cstr(&out);
}

static void expect(const char *text, const char *want)
{
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, text);
    assert_string_equal(join(&b), want);
    nr_buf_free(&b);
}

/* A paragraph of so many lines that has no end, none like the other. */
static void add_lines(struct nr_buf *b, size_t lines)
{
    static unsigned n;
    for (size_t i = 0; i < lines; i++, n++)
        nr_buf_addf(b, "and then ferry %c%c sailed across the river and back\n", 'a' + n % 26,
                    'a' + n / 26 % 26);
}

static size_t count(const char *needle)
{
    size_t n = 0;
    struct nr_str rest = nr_buf_str(&out), word = nr_str_of(needle);
    for (size_t at; (at = nr_str_find(rest, word)) < rest.len; n++)
        rest = nr_str_sub(rest, at + word.len, rest.len);
    return n;
}

static void test_heads_and_numbers_of_pages(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    for (int page = 9; page < 13; page++) {
        nr_buf_addf(&b, "%sTHE LINDHOLM MERCURY, MAY %d\n\n", page > 9 ? "\f" : "", page);
        add_lines(&b, 8);
        nr_buf_addf(&b, "\n                      - %d -\n", page);
    }
    join(&b);
    assert_int_equal(count("MERCURY"), 0);
    assert_int_equal(count("- "), 0);
    assert_int_equal(count("\f"), 0);
    /* The paragraph goes on from page to page. */
    assert_int_equal(count("\n"), 0);
    assert_int_equal(count("ferry"), 32);
    nr_buf_free(&b);
}

static void test_lines_of_two_pages_stay(void **state)
{
    (void)state;
    expect("The Mercury\nof Lindholm\n\fThe Mercury\nof Brand\n",
           "The Mercury\nof Lindholm\nThe Mercury\nof Brand");
}

static void test_a_page_may_end_a_paragraph(void **state)
{
    (void)state;
    expect("The harbour of Lindholm was closed on Monday after a crane\n"
           "fell into the basin. Nobody was hurt.\n"
           "\n\f\n"
           "Divers went down in the afternoon. The water was cold and\n"
           "so dark that they could not see their\n"
           "\n\f\n"
           "hands.\n",
           "The harbour of Lindholm was closed on Monday after a crane fell into the basin. Nobody "
           "was hurt.\n\n"
           "Divers went down in the afternoon. The water was cold and so dark that they could not "
           "see their hands.");
    expect("one\ftwo", "one\ntwo");
    expect("\f\f\n\f", "");
}

static void add_numbered_pages(struct nr_buf *b, size_t pages, size_t lines, unsigned step)
{
    for (unsigned i = 0; i < pages; i++) {
        add_lines(b, lines);
        nr_buf_addf(b, "\n[Pg %u]\n\nThe Mercury\n\n", 30 + step * i);
    }
}

static void test_numbers_without_form_feeds(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    add_numbered_pages(&b, 6, 20, 1);
    join(&b);
    assert_int_equal(count("[Pg"), 0);
    assert_int_equal(count("Mercury"), 0);
    assert_int_equal(count("ferry"), 120);
    assert_int_equal(count("\n"), 0);
    /* The last one of a chapter may be shorter. */
    add_lines(&b, 13);
    nr_buf_add_cstr(&b, "\n36\n");
    join(&b);
    assert_int_equal(count("36"), 0);
    nr_buf_free(&b);
}

static void test_other_numbers_stay(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    add_numbered_pages(&b, 4, 20, 1); /* too few */
    join(&b);
    assert_int_equal(count("[Pg"), 4);
    b.len = 0;
    add_numbered_pages(&b, 6, 20, 2); /* they do not count up by one */
    join(&b);
    assert_int_equal(count("[Pg"), 6);
    b.len = 0;
    add_numbered_pages(&b, 6, 4, 1); /* chapters of a few lines, or a table */
    join(&b);
    assert_int_equal(count("[Pg"), 6);
    b.len = 0;
    for (unsigned i = 0; i < 8; i++) { /* chapters of all lengths */
        nr_buf_addf(&b, "\n%u\n\n", i + 1);
        add_lines(&b, 20 + i % 2 * 30);
    }
    join(&b);
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(count((const char[]){(char)('1' + i), 0}), 1);
    nr_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads_and_numbers_of_pages),
        cmocka_unit_test(test_lines_of_two_pages_stay),
        cmocka_unit_test(test_a_page_may_end_a_paragraph),
        cmocka_unit_test(test_numbers_without_form_feeds),
        cmocka_unit_test(test_other_numbers_stay),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    nr_buf_free(&out);
    return failed;
}
