#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/near.h"
#include <stdlib.h>

static uint64_t state_of_random;

static uint64_t next_random(void)
{
    uint64_t z = state_of_random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static void random_keys(uint64_t *keys, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        keys[i] = next_random();
}

static void assert_found(const struct nr_candidates *c, size_t i, uint32_t ordinal, uint32_t keys)
{
    assert_true(i < c->count);
    assert_int_equal(c->found[i].ordinal, ordinal);
    assert_int_equal(c->found[i].keys, keys);
}

static void records_with_a_key_in_common(void **state)
{
    (void)state;
    struct nr_near *n = nr_near_new();
    struct nr_candidates c = {0};
    uint64_t keys[6];
    random_keys(keys, 6);
    nr_near_find(n, keys, 6, &c);
    assert_int_equal(c.count, 0);
    nr_near_add(n, 7, keys, 3);
    nr_near_add(n, 4, keys + 1, 4);
    nr_near_add(n, UINT32_MAX, keys + 5, 1);
    assert_int_equal(nr_near_entries(n), 8);
    nr_near_find(n, keys, 3, &c);
    assert_int_equal(c.count, 2);
    assert_found(&c, 0, 4, 2);
    assert_found(&c, 1, 7, 3);
    nr_near_find(n, keys + 3, 3, &c);
    assert_int_equal(c.count, 2);
    assert_found(&c, 0, 4, 2);
    assert_found(&c, 1, UINT32_MAX, 1);
    assert_int_equal(c.cut_keys + c.cut_records, 0);
    nr_candidates_free(&c);
    nr_near_free(n);
    nr_near_free(NULL);
}

/* Nothing is lost while tables grow: each record is found again by any of its keys, and few others
 * are. The memory is as it was promised, at any moment. */
static void all_are_found_in_bounded_memory(void **state)
{
    (void)state;
    enum { RECORDS = 100000, KEYS = 17 };
    struct nr_near *n = nr_near_new();
    struct nr_candidates c = {0};
    uint64_t keys[KEYS], others = 0;
    state_of_random = 1;
    for (uint32_t i = 0; i < RECORDS; i++) {
        random_keys(keys, KEYS);
        nr_near_add(n, i, keys, KEYS);
        if (i % 100 == 0)
            assert_true(nr_near_peak(n) <= NR_NEAR_BASE + nr_near_entries(n) * 17 / 2);
    }
    assert_int_equal(nr_near_entries(n), RECORDS * KEYS);
    assert_true(nr_near_bytes(n) <= nr_near_peak(n));
    state_of_random = 1;
    for (uint32_t i = 0; i < RECORDS; i++) {
        random_keys(keys, KEYS);
        nr_near_find(n, keys + i % KEYS, 1, &c);
        others += c.count - 1;
        size_t k = 0;
        while (k < c.count && c.found[k].ordinal != i)
            k++;
        assert_found(&c, k, i, 1);
    }
    /* RECORDS look-ups of one key among RECORDS * KEYS entries: 9.9 are expected by chance. */
    assert_true(others <= 30);
    nr_candidates_free(&c);
    nr_near_free(n);
}

/* One key in common with everybody: adding and finding stay quick, the first and the newest are
 * found, and so is a record that has another key in common. */
static void crowds(void **state)
{
    (void)state;
    enum { RECORDS = 50000, LIMIT = NR_NEAR_PAGE * NR_NEAR_PAGES };
    struct nr_near *n = nr_near_new();
    struct nr_candidates c = {0};
    uint64_t keys[2], middle[2] = {0, 0};
    random_keys(keys, 2);
    for (uint32_t i = 0; i < RECORDS; i++) {
        keys[1] = next_random();
        if (i == RECORDS / 2)
            middle[1] = keys[1];
        nr_near_add(n, i, keys, 2);
    }
    assert_true(nr_near_peak(n) <= NR_NEAR_BASE + nr_near_entries(n) * 17 / 2);
    nr_near_find(n, keys, 1, &c);
    assert_int_equal(c.cut_keys, 1);
    assert_true(c.count <= LIMIT && c.count > LIMIT - 2 * NR_NEAR_PAGE);
    for (uint32_t i = 0; i < NR_NEAR_PAGE; i++)
        assert_found(&c, i, i, 1);
    for (uint32_t i = 1; i <= LIMIT - 2 * NR_NEAR_PAGE; i++)
        assert_found(&c, c.count - i, RECORDS - i, 1);
    middle[0] = keys[0];
    nr_near_find(n, middle, 2, &c);
    size_t k = 0;
    while (k < c.count && c.found[k].ordinal != RECORDS / 2)
        k++;
    assert_found(&c, k, RECORDS / 2, 1);
    nr_candidates_free(&c);
    nr_near_free(n);
}

/* All of a crowd that is not too large is found, whatever its size. */
static void small_crowds_are_not_cut(void **state)
{
    (void)state;
    struct nr_near *n = nr_near_new();
    struct nr_candidates c = {0};
    uint64_t key = next_random();
    for (uint32_t i = 0; i < NR_NEAR_PAGE * (NR_NEAR_PAGES - 1); i++) {
        nr_near_find(n, &key, 1, &c);
        assert_int_equal(c.count, i);
        for (uint32_t k = 0; k < i; k++)
            assert_found(&c, k, k, 1);
        nr_near_add(n, i, &key, 1);
    }
    assert_int_equal(c.cut_keys, 0);
    nr_candidates_free(&c);
    nr_near_free(n);
}

/* Too many candidates: those with the most keys in common stay, then the earliest. */
static void the_best_stay(void **state)
{
    (void)state;
    enum { KEYS = 100, EACH = 10, RECORDS = KEYS * EACH };
    struct nr_near *n = nr_near_new();
    struct nr_candidates c = {0};
    uint64_t keys[KEYS];
    random_keys(keys, KEYS);
    for (uint32_t i = 0; i < RECORDS; i++)
        nr_near_add(n, i, keys + i / EACH, i == RECORDS - 5 * EACH ? 3 : 1);
    nr_near_find(n, keys, KEYS, &c);
    assert_int_equal(c.count, NR_NEAR_MOST);
    assert_int_equal(c.cut_records, RECORDS - NR_NEAR_MOST);
    for (uint32_t i = 0; i + 1 < NR_NEAR_MOST; i++)
        assert_found(&c, i, i, 1);
    assert_found(&c, NR_NEAR_MOST - 1, RECORDS - 5 * EACH, 3);
    nr_candidates_free(&c);
    nr_near_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_with_a_key_in_common),
        cmocka_unit_test(all_are_found_in_bounded_memory),
        cmocka_unit_test(crowds),
        cmocka_unit_test(small_crowds_are_not_cut),
        cmocka_unit_test(the_best_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
