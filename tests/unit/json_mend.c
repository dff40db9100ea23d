#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/html/json_mend.h"
#include "newsreel/json/value.h"

static void check(const char *in, const char *want)
{
    struct nr_buf out = {0}, again = {0};
    nr_json_mend(&out, nr_str_of(in));
    if (!nr_str_is(nr_buf_str(&out), want))
        print_error("%s gives %s\n", in, nr_buf_cstr(&out));
    assert_true(nr_str_is(nr_buf_str(&out), want));
    nr_json_mend(&again, nr_buf_str(&out));
    assert_true(nr_str_eq(nr_buf_str(&again), nr_buf_str(&out)));
    struct nr_error e;
    struct nr_value *v = nr_value_parse(nr_buf_str(&out), &e);
    assert_int_equal(v != NULL, out.len > 0);
    nr_value_free(v);
    nr_buf_free(&again);
    nr_buf_free(&out);
}

static void leaves_valid_json(void **state)
{
    (void)state;
    check("{\"a\":[1,-2.5,true,null,\"\\u00e4\\n\"],\"b\":{}}",
          "{\"a\":[1,-2.5,true,null,\"\\u00e4\\n\"],\"b\":{}}");
    check("[\"\\ud83d\\ude00\"]", "[\"\\ud83d\\ude00\"]");
}

static void drops_what_is_around(void **state)
{
    (void)state;
    check("<!-- <![CDATA[ {\"a\":1} ]]> -->", "{\"a\":1}");
    check("/* x */ {\"a\": // y\n 1}; more", "{\"a\":1}");
    check("", "");
    check("none", "");
}

static void mends_commas_and_values(void **state)
{
    (void)state;
    check("{\"a\":1,,\"b\":[1,2,],}", "{\"a\":1,\"b\":[1,2]}");
    check("{\"a\":,\"b\":}", "{\"a\":null,\"b\":null}");
    check("{\"a\":Ann Lee,\"b\":007,c:undefined}",
          "{\"a\":\"Ann Lee\",\"b\":\"007\",\"c\":\"undefined\"}");
}

static void mends_strings(void **state)
{
    (void)state;
    check("{\"a\":\"the \"old\" ferry\"}", "{\"a\":\"the \\\"old\\\" ferry\"}");
    check("{'a':'it\\'s'}", "{\"a\":\"it's\"}");
    check("{\"a\":\"x\n\ty\"}", "{\"a\":\"x  y\"}");
    check("[\"\\ud83d x\",\"\\q\"]", "[\"\\ufffd x\",\"q\"]");
}

static void closes_what_is_open(void **state)
{
    (void)state;
    check("{\"a\":[{\"b\":\"c", "{\"a\":[{\"b\":\"c\"}]}");
    check("{\"a\":[1}", "{\"a\":[1]}");
}

static void bounds_nesting(void **state)
{
    struct nr_buf deep = {0}, out = {0};
    (void)state;
    for (int i = 0; i < 1000; i++)
        nr_buf_add_char(&deep, '[');
    nr_json_mend(&out, nr_buf_str(&deep));
    assert_int_equal(out.len, 2 * NR_MEND_DEPTH);
    nr_buf_free(&deep);
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_valid_json),       cmocka_unit_test(drops_what_is_around),
        cmocka_unit_test(mends_commas_and_values), cmocka_unit_test(mends_strings),
        cmocka_unit_test(closes_what_is_open),     cmocka_unit_test(bounds_nesting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
