#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/dupes/minhash_portable.h"
#include "newsreel/dupes/minhash.h"
#include <math.h>
#include <stdbool.h>

static uint64_t state_of_random = 1;

static uint32_t next_random(void)
{
    uint64_t z = state_of_random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)(z ^ z >> 31);
}

static void numbers_are_the_least(void **state)
{
    (void)state;
    struct nr_minhash m;
    uint32_t hashes[300], values[NR_MINHASH_MOST], portable[NR_MINHASH_MOST];
    nr_minhash_init(&m, NR_MINHASH_MOST);
    for (size_t i = 0; i < 300; i++)
        hashes[i] = next_random();
    for (size_t count = 0; count <= 300; count += count < 9 ? 1 : 97) {
        nr_minhash_sign(&m, hashes, count, values);
        nr_minhash_sign_portable(&m, hashes, count, portable);
        for (unsigned k = 0; k < NR_MINHASH_MOST; k++) {
            uint32_t least = UINT32_MAX;
            for (size_t i = 0; i < count; i++) {
                uint32_t x = m.factors[k] * hashes[i] + m.addends[k];
                least = x < least ? x : least;
            }
            assert_int_equal(values[k], least);
            assert_int_equal(portable[k], least);
            assert_true(m.factors[k] & 1);
        }
    }
}

static void shorter_ones_are_beginnings(void **state)
{
    (void)state;
    struct nr_minhash all, some;
    const uint32_t hashes[] = {1, 2, 77, 1}, turned[] = {77, 2, 1};
    uint32_t whole[NR_MINHASH_MOST], part[NR_MINHASH_MOST];
    nr_minhash_init(&all, NR_MINHASH_MOST);
    nr_minhash_sign(&all, hashes, 4, whole);
    for (unsigned count = 1; count <= NR_MINHASH_MOST; count++) {
        nr_minhash_init(&some, count);
        nr_minhash_sign(&some, turned, 3, part);
        assert_memory_equal(part, whole, count * sizeof *part);
    }
}

/* An index on disk holds what comes of signatures: they never change, on any platform. */
static void numbers_are_for_good(void **state)
{
    (void)state;
    static const uint32_t hashes[] = {1, 1000, 0xffffffff, 0x12345678};
    static const uint32_t want[] = {0x56b72610, 0x670a3fc4, 0x3452082f, 0x0e484fbb,
                                    0x43ec7882, 0x631ace32, 0x0ccd2a5e, 0xa4a2fe8f};
    struct nr_minhash m;
    uint32_t values[NR_MINHASH_MOST];
    nr_minhash_init(&m, 8);
    nr_minhash_sign(&m, hashes, 4, values);
    assert_memory_equal(values, want, sizeof want);
}

/* Mean and deviation over pairs of sets with a known similarity. PAIRS estimates of 128 numbers
 * have a mean with a deviation of sqrt(J (1 - J) / 128 / PAIRS), .0020 at most. */
static void the_estimate_is_good(void **state)
{
    (void)state;
    enum { PAIRS = 500, SIZE = 200 };
    struct nr_minhash m;
    uint32_t a[SIZE], b[SIZE], x[NR_MINHASH_MOST], y[NR_MINHASH_MOST];
    nr_minhash_init(&m, NR_MINHASH_MOST);
    for (size_t common = 20; common < SIZE; common += 40) {
        double j = (double)common / (double)(2 * SIZE - common), sum = 0, squares = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            for (size_t i = 0; i < SIZE; i++) {
                a[i] = next_random();
                b[i] = i < common ? a[i] : next_random();
            }
            nr_minhash_sign(&m, a, SIZE, x);
            nr_minhash_sign(&m, b, SIZE, y);
            double off = nr_minhash_similarity(x, y, NR_MINHASH_MOST) - j;
            sum += off;
            squares += off * off;
        }
        double theory = sqrt(j * (1 - j) / NR_MINHASH_MOST);
        assert_true(fabs(sum / PAIRS) < .01);
        assert_true(sqrt(squares / PAIRS) < 1.15 * theory);
    }
}

static void similarity_is_a_share(void **state)
{
    (void)state;
    const uint32_t a[] = {1, 2, 3, 4}, b[] = {1, 2, 4, 3};
    assert_true(nr_minhash_similarity(a, b, 4) == .5);
    assert_true(nr_minhash_similarity(a, a, 4) == 1);
    assert_true(nr_minhash_similarity(a, b, 0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_the_least), cmocka_unit_test(shorter_ones_are_beginnings),
        cmocka_unit_test(numbers_are_for_good),  cmocka_unit_test(the_estimate_is_good),
        cmocka_unit_test(similarity_is_a_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
