#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/store/set.h"
#include <stdlib.h>

static struct nr_hash128 key_of(uint64_t n)
{
    return nr_hash128(nr_str((const char *)&n, sizeof n));
}

static void keys_are_added_once(void **state)
{
    (void)state;
    struct nr_set *s = nr_set_new(false, 128);
    for (int round = 0; round < 2; round++)
        for (uint64_t i = 0; i < 100000; i++)
            assert_int_equal(nr_set_add(s, key_of(i), NULL), round == 0);
    assert_int_equal(nr_set_count(s), 100000);
    nr_set_free(s);
    nr_set_free(NULL);
}

static void values_come_back(void **state)
{
    (void)state;
    struct nr_set *s = nr_set_new(true, 128);
    for (uint64_t i = 0; i < 50000; i++) {
        uint64_t value = i * 7 + 1;
        assert_true(nr_set_add(s, key_of(i), &value));
    }
    for (uint64_t i = 0; i < 50000; i++) {
        uint64_t value = 0;
        assert_false(nr_set_add(s, key_of(i), &value));
        assert_int_equal(value, i * 7 + 1);
    }
    nr_set_free(s);
}

static void the_zero_key_is_a_key(void **state)
{
    (void)state;
    struct nr_set *s = nr_set_new(true, 128);
    struct nr_hash128 zero = {0, 0}, half = {0, 1}, other = {1, 0};
    uint64_t value = 9;
    assert_true(nr_set_add(s, zero, &value));
    assert_true(nr_set_add(s, half, &value));
    assert_true(nr_set_add(s, other, &value));
    value = 0;
    assert_false(nr_set_add(s, zero, &value));
    assert_int_equal(value, 9);
    assert_int_equal(nr_set_count(s), 3);
    nr_set_free(s);
}

/* The same slot for all of them, near one end of the table: they are found past the end and around,
 * and again after each growth, among others. */
static void check_crowd(uint64_t high)
{
    struct nr_set *s = nr_set_new(true, 128);
    for (int round = 0; round < 2; round++)
        for (uint64_t i = 1; i <= 3000; i++) {
            struct nr_hash128 keys[2] = {{high, i}, {key_of(i).high >> 4, i}};
            for (int k = 0; k < 2; k++) {
                uint64_t value = round == 0 ? i : 0;
                assert_int_equal(nr_set_add(s, keys[k], &value), round == 0);
                assert_int_equal(value, i);
            }
        }
    assert_int_equal(nr_set_count(s), 6000);
    nr_set_free(s);
}

static void crowded_keys(void **state)
{
    (void)state;
    check_crowd(5);
    check_crowd(UINT32_MAX / 2);
    check_crowd(UINT32_MAX - 5);
}

static void check_bound(bool values, unsigned bits, uint64_t per_key)
{
    struct nr_set *s = nr_set_new(values, bits);
    for (uint64_t i = 1; i <= 1500000; i++) {
        uint64_t value = i;
        size_t before = nr_set_bytes(s);
        nr_set_add(s, key_of(i), &value);
        size_t bytes = nr_set_bytes(s);
        if (i % 1000 == 0)
            assert_true(bytes <= NR_SET_BASE + i * per_key);
        if (before > NR_SET_BASE)
            assert_true(bytes - before <= before / NR_SET_GROWTH);
    }
    nr_set_free(s);
}

/* Of a short key only high counts. */
static void short_keys(void **state)
{
    (void)state;
    struct nr_set *s = nr_set_new(true, 64);
    uint64_t value = 7;
    assert_true(nr_set_add(s, (struct nr_hash128){0, 1}, &value));
    for (uint64_t i = 1; i < 100000; i++) {
        value = i;
        assert_true(nr_set_add(s, (struct nr_hash128){key_of(i).high, i}, &value));
    }
    for (uint64_t i = 1; i < 100000; i++) {
        assert_false(nr_set_add(s, (struct nr_hash128){key_of(i).high, ~i}, &value));
        assert_int_equal(value, i);
    }
    assert_false(nr_set_add(s, (struct nr_hash128){0, 2}, &value));
    assert_int_equal(value, 7);
    nr_set_free(s);
}

static void memory_is_bounded_while_it_grows(void **state)
{
    (void)state;
    check_bound(false, 64, 16);
    check_bound(true, 64, 28);
    check_bound(false, 128, 28);
    check_bound(true, 128, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_keys),       cmocka_unit_test(keys_are_added_once),
        cmocka_unit_test(values_come_back), cmocka_unit_test(the_zero_key_is_a_key),
        cmocka_unit_test(crowded_keys),     cmocka_unit_test(memory_is_bounded_while_it_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
