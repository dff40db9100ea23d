#include "newsreel/core/err.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect(const struct nr_error *e, const char *want)
{
    struct nr_buf out = {0};
    nr_error_describe(e, &out);
    assert_string_equal(nr_buf_cstr(&out), want);
    nr_buf_free(&out);
}

static void set_clears_the_place(void **state)
{
    (void)state;
    struct nr_error e = {.path = NR_STR("old"), .line = 3, .offset = 4};
    nr_error_set(&e, "member \"%s\" is %d", "a", 7);
    assert_string_equal(e.text, "member \"a\" is 7");
    assert_int_equal(e.path.len, 0);
    assert_int_equal(e.line, 0);
    assert_int_equal(e.offset, NR_NOWHERE);
}

static void long_texts_are_cut(void **state)
{
    (void)state;
    struct nr_error e;
    nr_error_set(&e, "%01000d", 1);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

static void system_errors_in_words(void **state)
{
    (void)state;
    struct nr_error e;
    nr_error_system(&e, "cannot open", ENOENT);
    assert_string_equal(e.text, "cannot open: No such file or directory");
    nr_error_system(&e, "cannot open", 99999);
    assert_memory_equal(e.text, "cannot open: ", 13);
}

static void describe_names_what_is_known(void **state)
{
    (void)state;
    struct nr_error e;
    nr_error_set(&e, "what");
    expect(&e, "what");
    e.path = nr_str_of("a.gz!/b");
    expect(&e, "a.gz!/b: what");
    e.offset = 0;
    expect(&e, "a.gz!/b:0: what");
    e.line = 12;
    expect(&e, "a.gz!/b:12:0: what");
    e.path = nr_str_of("");
    e.offset = NR_NOWHERE;
    expect(&e, "12: what");
}

static void describe_is_harmless_to_terminals(void **state)
{
    (void)state;
    struct nr_error e;
    nr_error_set(&e, "a\x1b[2Jb\n\xc3\xa9\xc2\x9b\xff");
    e.path = nr_str("x\0\ry", 4);
    expect(&e, "x??y: a?[2Jb?\xc3\xa9??");
    nr_error_set(&e, "%s", "");
    expect(&e, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_clears_the_place),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(system_errors_in_words),
        cmocka_unit_test(describe_names_what_is_known),
        cmocka_unit_test(describe_is_harmless_to_terminals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
