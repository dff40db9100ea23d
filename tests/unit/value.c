#include "newsreel/json/value.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct nr_value *parse(const char *json)
{
    struct nr_error e;
    struct nr_value *v = nr_value_parse(nr_str_of(json), &e);
    if (!v)
        fail_msg("%s: %s", json, e.text);
    return v;
}

static void parse_refuses_with_reason_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text;
        uint64_t column;
    } cases[] = {
        {"", "invalid JSON: ends early", 1},
        {"{\"a\":}", "invalid JSON: value expected", 6},
        {"[1] 2", "invalid JSON: more text behind the value", 5},
        {"\"\xff\"", "invalid UTF-8", 2},
    };
    struct nr_error e;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(nr_value_parse(nr_str_of(cases[i].json), &e));
        assert_string_equal(e.text, cases[i].text);
        assert_int_equal(e.offset, cases[i].column);
    }
    static const char *const unfit[] = {"\"\\ud800\"", "[1e999]", "{\"\\u0000\":1}"};
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++) {
        assert_null(nr_value_parse(nr_str_of(unfit[i]), &e));
        assert_memory_equal(e.text, "invalid JSON: ", 14);
    }
}

static void parse_bounds_the_depth(void **state)
{
    (void)state;
    struct nr_buf deep = {0};
    struct nr_error e;
    for (size_t i = 0; i <= NR_JSON_DEPTH; i++)
        nr_buf_add_char(&deep, '[');
    assert_null(nr_value_parse(nr_buf_str(&deep), &e));
    assert_string_equal(e.text, "nesting deeper than 512");
    nr_buf_free(&deep);
}

static void readers_chain_over_what_is_not_there(void **state)
{
    (void)state;
    struct nr_value *v =
        parse("{\"author\":{\"name\":\"Ann\\u0000 O\"},\"n\":[1,-2,2.5,true,false,null]}");
    struct nr_str s;
    assert_true(nr_value_text(nr_value_get(nr_value_get(v, "author"), "name"), &s));
    assert_true(nr_str_eq(s, nr_str("Ann\0 O", 6)));
    assert_false(nr_value_text(nr_value_get(nr_value_get(v, "nobody"), "name"), &s));
    assert_false(nr_value_text(nr_value_get(v, "author"), &s));
    assert_null(nr_value_get(nr_value_get(v, "n"), "name"));
    const struct nr_value *list = nr_value_get(v, "n");
    unsigned long long number = 7;
    assert_true(nr_value_natural(nr_value_at(list, 0), &number));
    assert_int_equal(number, 1);
    for (size_t i = 1; i < 7; i++)
        assert_false(nr_value_natural(nr_value_at(list, i), &number));
    assert_int_equal(nr_value_type(nr_value_at(list, 2)), NR_JSON_NUMBER);
    assert_int_equal(nr_value_type(nr_value_at(list, 3)), NR_JSON_TRUE);
    assert_int_equal(nr_value_type(nr_value_at(list, 4)), NR_JSON_FALSE);
    assert_int_equal(nr_value_type(nr_value_at(list, 5)), NR_JSON_NULL);
    assert_null(nr_value_at(list, 6));
    assert_null(nr_value_at(v, 0));
    assert_int_equal(nr_value_type(list), NR_JSON_ARRAY);
    assert_int_equal(nr_value_type(v), NR_JSON_OBJECT);
    assert_int_equal(nr_value_type(NULL), NR_JSON_NULL);
    nr_value_free(v);
    nr_value_free(NULL);
}

static void of_equal_keys_the_last_stays(void **state)
{
    (void)state;
    struct nr_value *v = parse("{\"a\":\"x\",\"a\":\"y\"}");
    struct nr_str s;
    assert_true(nr_value_text(nr_value_get(v, "a"), &s) && nr_str_is(s, "y"));
    nr_value_free(v);
}

static void big_numbers_are_no_error(void **state)
{
    (void)state;
    struct nr_value *v = parse("[9223372036854775808]");
    assert_int_equal(nr_value_type(nr_value_at(v, 0)), NR_JSON_NUMBER);
    nr_value_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_refuses_with_reason_and_column),
        cmocka_unit_test(parse_bounds_the_depth),
        cmocka_unit_test(readers_chain_over_what_is_not_there),
        cmocka_unit_test(of_equal_keys_the_last_stays),
        cmocka_unit_test(big_numbers_are_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
