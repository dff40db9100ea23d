#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/bands.h"
#include <math.h>

static void assert_bands(double threshold, unsigned bands, unsigned rows, double missed)
{
    struct nr_bands b = nr_bands_choose(threshold);
    assert_int_equal(b.bands, bands);
    assert_int_equal(b.rows, rows);
    assert_true(fabs(nr_bands_missed(b, threshold) - missed) <= missed / 20);
}

static void the_table_of_the_header(void **state)
{
    (void)state;
    assert_bands(.3, 20, 1, 8.0e-4);
    assert_bands(.4, 40, 2, 9.4e-4);
    assert_bands(.5, 25, 2, 7.5e-4);
    assert_bands(.6, 16, 2, 7.9e-4);
    assert_bands(.7, 17, 3, 7.9e-4);
    assert_bands(.8, 18, 5, 7.9e-4);
    assert_bands(.9, 13, 8, 6.6e-4);
    assert_bands(1, 1, 16, 0);
}

static void missed_is_the_formula(void **state)
{
    (void)state;
    for (unsigned bands = 1; bands < 60; bands += 7)
        for (unsigned rows = 1; rows < 9; rows++)
            for (double s = 0; s <= 1; s += .125) {
                double want = pow(1 - pow(s, rows), bands);
                double got = nr_bands_missed((struct nr_bands){bands, rows}, s);
                assert_true(fabs(got - want) < 1e-12);
            }
}

static void no_threshold_misses_more(void **state)
{
    (void)state;
    for (int i = 1; i <= 1000; i++) {
        struct nr_bands b = nr_bands_choose(i / 1000.);
        assert_true(b.bands >= 1 && b.rows >= 1 && b.rows <= NR_BANDS_MOST_ROWS);
        assert_true(b.bands * b.rows <= NR_MINHASH_MOST);
        if (i >= 60)
            assert_true(nr_bands_missed(b, i / 1000.) <= NR_BANDS_MISSED);
        if (i >= 580)
            assert_true(b.bands <= NR_BANDS_FEW);
        if (i >= 320)
            assert_true(b.rows >= 2);
    }
}

/* Equal rows give equal keys, in their own band only; any other number gives another key. */
static void keys(void **state)
{
    (void)state;
    struct nr_bands b = {.bands = 8, .rows = 4};
    uint32_t values[32];
    uint64_t first[8], second[8];
    for (unsigned i = 0; i < 32; i++)
        values[i] = 1000 + i % 4;
    nr_bands_keys(b, values, first);
    for (unsigned i = 0; i < 8; i++)
        for (unsigned k = 0; k < i; k++)
            assert_true(first[i] != first[k]);
    for (unsigned i = 0; i < 32; i++) {
        values[i] ^= 1u << i;
        nr_bands_keys(b, values, second);
        for (unsigned k = 0; k < 8; k++)
            assert_int_equal(first[k] == second[k], k != i / 4);
        values[i] ^= 1u << i;
    }
}

/* An index on disk holds keys: they never change. */
static void keys_are_for_good(void **state)
{
    (void)state;
    const uint32_t values[] = {1, 2, 3, 4, 5, 6};
    uint64_t got[2];
    nr_bands_keys((struct nr_bands){2, 3}, values, got);
    assert_true(got[0] == UINT64_C(0x7fe5957661febc44));
    assert_true(got[1] == UINT64_C(0x82570be6a7950b67));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_the_header),  cmocka_unit_test(missed_is_the_formula),
        cmocka_unit_test(no_threshold_misses_more), cmocka_unit_test(keys),
        cmocka_unit_test(keys_are_for_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
