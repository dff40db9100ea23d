#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/json/anchored.h"

static void expect(const char *line, const char *rest, bool lost)
{
    struct nr_record r = {0};
    struct nr_buf out = {0};
    struct nr_error e;
    bool removed = !lost;
    assert_int_equal(nr_record_scan(&r, nr_str_of(line), &e), NR_OK);
    assert_int_equal(nr_anchored_check(&r, &e), NR_OK);
    assert_int_equal(nr_anchored_remove(&r, &removed, &e), NR_OK);
    assert_int_equal(removed, lost);
    nr_record_write(&r, &out);
    assert_string_equal(nr_buf_cstr(&out), rest);
    nr_buf_free(&out);
    nr_record_free(&r);
}

static void what_points_goes(void **state)
{
    (void)state;
    expect("{\"text\":\"a\",\"spans\":[],\"n\":1}", "{\"text\":\"a\",\"n\":1}\n", true);
    expect("{\"dateline\":{\"s\":0,\"e\":1},\"text\":\"a\"}", "{\"text\":\"a\"}\n", true);
    expect("{\"sp\\u0061ns\":[{\"s\":0}],\"dateline\":{}}", "{}\n", true);
}

static void the_rest_stays(void **state)
{
    (void)state;
    expect("{\"text\":\"a\",\"dateline\":\"PARIS, May 2\"}",
           "{\"text\":\"a\",\"dateline\":\"PARIS, May 2\"}\n", false);
    expect("{\"spans\":null,\"dateline\":[]}", "{\"spans\":null,\"dateline\":[]}\n", false);
    expect("{}", "{}\n", false);
}

static void twice_is_bad(void **state)
{
    (void)state;
    struct nr_record r = {0};
    struct nr_error e;
    bool removed;
    assert_int_equal(nr_record_scan(&r, nr_str_of("{\"spans\":[],\"spans\":[]}"), &e), NR_OK);
    assert_int_equal(nr_anchored_check(&r, &e), NR_BAD);
    assert_int_equal(nr_anchored_remove(&r, &removed, &e), NR_BAD);
    nr_record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_points_goes),
        cmocka_unit_test(the_rest_stays),
        cmocka_unit_test(twice_is_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
