#include "newsreel/core/buf.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void what_is_added_is_there(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    assert_int_equal(nr_buf_str(&b).len, 0);
    nr_buf_add(&b, NULL, 0);
    nr_buf_add(&b, "a\0b", 3);
    nr_buf_add_str(&b, nr_str("cd", 2));
    nr_buf_add_char(&b, 'e');
    nr_buf_add_cstr(&b, "fg");
    nr_buf_addf(&b, "%d-%s", 12, "x");
    nr_buf_addf(&b, "%s", "");
    assert_true(nr_str_eq(nr_buf_str(&b), nr_str("a\0bcdefg12-x", 12)));
    nr_buf_free(&b);
    assert_null(b.data);
}

static void growth_keeps_the_bytes(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    for (unsigned i = 0; i < 100000; i++)
        nr_buf_add_char(&b, (char)(i % 251));
    assert_int_equal(b.len, 100000);
    assert_true(b.cap >= b.len && b.cap < 2 * b.len);
    for (unsigned i = 0; i < 100000; i++)
        assert_int_equal((unsigned char)b.data[i], i % 251);
    nr_buf_free(&b);
}

static void long_formats_fit(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_addf(&b, "%05000d", 7);
    assert_int_equal(b.len, 5000);
    assert_int_equal(b.data[4999], '7');
    nr_buf_free(&b);
}

static void reserved_room_can_be_written(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    assert_non_null(nr_buf_reserve(&b, 0));
    nr_buf_add_cstr(&b, "ab");
    char *room = nr_buf_reserve(&b, 1000);
    assert_ptr_equal(room, b.data + 2);
    memset(room, 'x', 1000);
    b.len += 1000;
    assert_memory_equal(b.data, "abxx", 4);
    nr_buf_free(&b);
}

static void cstr_ends_without_being_part(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    assert_string_equal(nr_buf_cstr(&b), "");
    nr_buf_add_cstr(&b, "abc");
    assert_string_equal(nr_buf_cstr(&b), "abc");
    assert_int_equal(b.len, 3);
    nr_buf_free(&b);
}

static void reset_keeps_memory_up_to_a_limit(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "abc");
    const char *data = b.data;
    nr_buf_reset(&b, 1000);
    assert_int_equal(b.len, 0);
    assert_ptr_equal(b.data, data);
    nr_buf_reserve(&b, 2000);
    nr_buf_reset(&b, 1000);
    assert_null(b.data);
    assert_int_equal(b.cap, 0);
    nr_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_is_there),
        cmocka_unit_test(growth_keeps_the_bytes),
        cmocka_unit_test(long_formats_fit),
        cmocka_unit_test(reserved_room_can_be_written),
        cmocka_unit_test(cstr_ends_without_being_part),
        cmocka_unit_test(reset_keeps_memory_up_to_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
