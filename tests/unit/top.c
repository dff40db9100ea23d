#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/hash.h"
#include "newsreel/publish/sizes.h"
#include "newsreel/publish/top.h"
#include <stdio.h>

static void add(struct nr_top *t, const char *name, uint64_t count)
{
    nr_top_add(t, nr_hash64(nr_str_of(name)), nr_str_of(name), count);
}

static void add_number(struct nr_top *t, unsigned n)
{
    char name[20];
    snprintf(name, sizeof name, "name %u", n);
    add(t, name, 1);
}

static void exact_while_there_is_room(void **state)
{
    (void)state;
    struct nr_top t = {.room = 3};
    static const char *const names[] = {"b", "a", "c", "a", "a", "b", "b"};
    for (size_t i = 0; i < 7; i++)
        add(&t, names[i], 1);
    nr_top_sort(&t);
    assert_int_equal(t.lost, 0);
    assert_int_equal(t.total, 7);
    assert_int_equal(t.count, 3);
    assert_true(nr_str_is(nr_top_name(&t, 0), "a"));
    assert_true(nr_str_is(nr_top_name(&t, 1), "b"));
    assert_true(nr_str_is(nr_top_name(&t, 2), "c"));
    assert_int_equal(t.items[0].count, 3);
    assert_int_equal(t.items[2].count, 1);
    nr_top_free(&t);
}

/* A few names among many, with the bounds of the header. */
static void bounds_hold_without_room(void **state)
{
    (void)state;
    enum { ADDS = 200000, ROOM = 512, NAMES = 5000 };
    struct nr_top t = {.room = ROOM};
    static uint64_t truth[NAMES];
    uint64_t x = 7;
    for (size_t i = 0; i < ADDS; i++) {
        x = nr_mix64(x + 0x9e3779b97f4a7c15u);
        unsigned n = x % 3 == 0 ? (unsigned)(x >> 8) % 10 : (unsigned)(x >> 8) % NAMES;
        truth[n]++;
        add_number(&t, n);
    }
    assert_int_equal(t.total, ADDS);
    assert_true(t.lost > 0 && t.lost <= ADDS / (ROOM / 2));
    nr_top_sort(&t);
    assert_true(t.count >= 10 && t.count <= ROOM);
    for (size_t i = 0; i < t.count; i++) {
        unsigned long long n = NAMES;
        struct nr_str name = nr_top_name(&t, i);
        assert_true(nr_str_u64(nr_str_sub(name, 5, name.len), &n) && n < NAMES);
        assert_true(i >= 10 || n < 10);
        assert_true(t.items[i].count <= truth[n] && truth[n] <= t.items[i].count + t.lost);
    }
    nr_top_free(&t);
}

static void large_counts_make_room_too(void **state)
{
    (void)state;
    struct nr_top t = {.room = 4};
    for (unsigned i = 0; i < 5; i++)
        for (unsigned k = 0; k < 1000 + i; k++)
            add_number(&t, i);
    assert_int_equal(t.total, 5010);
    assert_true(t.lost >= 1001 && t.lost <= 5010 / 2);
    assert_true(t.count <= 3);
    nr_top_free(&t);
}

static void long_names_are_cut_between_characters(void **state)
{
    (void)state;
    struct nr_top t = {.room = 2};
    char name[NR_TOP_NAME + 2];
    memset(name, 'x', sizeof name);
    memcpy(name + NR_TOP_NAME - 1, "\xc3\xa9", 2);
    name[NR_TOP_NAME + 1] = '\0';
    add(&t, name, 1);
    assert_int_equal(nr_top_name(&t, 0).len, NR_TOP_NAME - 1);
    assert_true(t.names[0].cut);
    nr_top_free(&t);
}

static void sizes_of_groups(void **state)
{
    (void)state;
    static const uint64_t from[] = {1, 2, 3};
    uint64_t counts[3];
    struct nr_sizes s = {0};
    nr_sizes_count(&s, from, 3, counts);
    assert_int_equal(counts[0] + counts[1] + counts[2], 0);
    for (uint64_t group = 0; group < 1000; group++)
        for (uint64_t i = 0; i <= group % 4; i++)
            nr_sizes_add(&s, nr_mix64(group));
    assert_int_equal(s.level, 0);
    nr_sizes_count(&s, from, 3, counts);
    assert_int_equal(counts[0], 250);
    assert_int_equal(counts[1], 250);
    assert_int_equal(counts[2], 500);
    nr_sizes_count(&s, from + 1, 2, counts);
    assert_int_equal(counts[0], 250);
    assert_int_equal(counts[1], 500);
    nr_sizes_free(&s);
}

static void many_groups_are_told_by_some(void **state)
{
    (void)state;
    static const uint64_t from[] = {1, 2};
    uint64_t counts[2];
    struct nr_sizes s = {0};
    for (uint64_t group = 1; group <= 400000; group++)
        for (uint64_t i = 0; i <= group % 2; i++)
            nr_sizes_add(&s, nr_mix64(group));
    assert_true(s.level > 0 && s.count <= NR_SIZES_ROOM);
    nr_sizes_count(&s, from, 2, counts);
    assert_true(counts[0] > 190000 && counts[0] < 210000);
    assert_true(counts[1] > 190000 && counts[1] < 210000);
    nr_sizes_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_while_there_is_room),
        cmocka_unit_test(bounds_hold_without_room),
        cmocka_unit_test(large_counts_make_room_too),
        cmocka_unit_test(long_names_are_cut_between_characters),
        cmocka_unit_test(sizes_of_groups),
        cmocka_unit_test(many_groups_are_told_by_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
