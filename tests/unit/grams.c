#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/mem.h"
#include "newsreel/dupes/grams.h"
#include <math.h>
#include <stdlib.h>

static uint64_t state_of_random = 1;

static uint32_t next_random(void)
{
    uint64_t z = state_of_random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)(z ^ z >> 31);
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Sorted by qsort and without repetition. */
static size_t sort_slowly(uint32_t *values, size_t count)
{
    size_t kept = 0;
    qsort(values, count, sizeof *values, compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || values[i] != values[kept - 1])
            values[kept++] = values[i];
    return kept;
}

/* Every way of sorting: sizes on both sides of each, evenly spread hashes, repeated ones, and such
 * that all lie close together or fall. */
static void sets_are_sorted(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 3, 17, 400, 2047, 2048, 5000, 131072, 131073};
    static const uint32_t masks[] = {UINT32_MAX, 0xffff, 0xff, 0xf0f0f0f0, 0};
    struct nr_grams g = {0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < 6; k++) {
            uint32_t *hashes = nr_realloc_array(NULL, sizes[i], sizeof *hashes);
            for (size_t j = 0; j < sizes[i]; j++)
                hashes[j] = k < 5 ? next_random() & masks[k] : (uint32_t)(sizes[i] - j);
            nr_grams_make(&g, hashes, sizes[i], 0);
            size_t want = sort_slowly(hashes, sizes[i]);
            assert_int_equal(g.count, want);
            if (want)
                assert_memory_equal(g.values, hashes, want * sizeof *hashes);
            free(hashes);
        }
    nr_grams_free(&g);
}

static void make(struct nr_grams *g, size_t count, size_t bits)
{
    uint32_t *hashes = nr_realloc_array(NULL, count, sizeof *hashes);
    for (size_t i = 0; i < count; i++)
        hashes[i] = next_random() >> (32 - bits) << (32 - bits);
    nr_grams_make(g, hashes, count, 0);
    free(hashes);
}

static size_t common_slowly(const struct nr_grams *a, const struct nr_grams *b)
{
    size_t common = 0;
    for (size_t i = 0; i < a->count; i++)
        common += b->count &&
                  bsearch(&a->values[i], b->values, b->count, sizeof *b->values, compare) != NULL;
    return common;
}

static void check_pair(const struct nr_grams *a, const struct nr_grams *b)
{
    size_t common = common_slowly(a, b), all = a->count + b->count - common;
    double j = all ? (double)common / (double)all : 0, got = -1;
    double c = a->count ? (double)common / (double)a->count : 0;
    assert_int_equal(nr_grams_common(a, b), common);
    assert_true(nr_grams_similarity(a, b) == j);
    assert_true(nr_grams_containment(a, b) == c);
    for (int i = 1; i <= 100; i++) {
        double threshold = i / 100.;
        assert_int_equal(nr_grams_alike(a, b, threshold, &got), j >= threshold);
        if (j >= threshold) {
            assert_true(got == j);
            assert_true(nr_grams_sizes_alike(a->count, b->count, threshold));
        }
        assert_int_equal(nr_grams_contained(a, b, threshold, &got), c >= threshold);
        if (c >= threshold)
            assert_true(got == c);
    }
}

static void similarity_is_exact(void **state)
{
    (void)state;
    struct nr_grams a = {0}, b = {0};
    for (size_t bits = 3; bits < 13; bits++)
        for (size_t i = 0; i < 20; i++) {
            make(&a, i * i * 3, bits);
            make(&b, 20 + 40 * i, bits);
            check_pair(&a, &b);
            check_pair(&b, &a);
            check_pair(&a, &a);
        }
    nr_grams_free(&a);
    nr_grams_free(&b);
}

/* Thresholds and shares that floating point cannot hold: 7 of 10, 9 of 10, 1 of 3. */
static void thresholds_are_reached(void **state)
{
    (void)state;
    const uint32_t values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    struct nr_grams a = {0}, b = {0};
    double got;
    nr_grams_make(&a, values, 10, 0);
    for (size_t n = 1; n <= 10; n++) {
        nr_grams_make(&b, values, n, 0);
        assert_true(nr_grams_alike(&a, &b, (double)n / 10, &got));
        assert_true(nr_grams_contained(&a, &b, (double)n / 10, &got));
        assert_false(nr_grams_alike(&a, &b, (double)n / 10 + 1e-9, &got));
        assert_false(nr_grams_contained(&a, &b, (double)n / 10 + 1e-9, &got));
    }
    nr_grams_make(&b, NULL, 0, 0);
    assert_false(nr_grams_alike(&b, &b, .1, &got));
    assert_false(nr_grams_contained(&b, &a, .1, &got));
    assert_true(nr_grams_similarity(&b, &b) == 0);
    nr_grams_free(&a);
    nr_grams_free(&b);
}

static void assert_round_trip(const struct nr_grams *g, struct nr_buf *stored)
{
    struct nr_grams back = {0};
    stored->len = 0;
    nr_buf_add_cstr(stored, "before");
    nr_grams_encode(g, stored);
    struct nr_str s = nr_str_sub(nr_buf_str(stored), 6, stored->len);
    double most =
        5 + (double)g->count * (g->count ? log2(4294967296. / (double)g->count) + 3 : 0) / 8;
    assert_true((double)s.len <= most + 1);
    assert_int_equal(nr_grams_encoded_count(s), g->count);
    assert_true(nr_grams_decode(&back, s));
    assert_int_equal(back.count, g->count);
    if (g->count)
        assert_memory_equal(back.values, g->values, g->count * sizeof *g->values);
    nr_grams_free(&back);
}

static void stored_sets_come_back(void **state)
{
    (void)state;
    struct nr_grams g = {0};
    struct nr_buf stored = {0};
    for (size_t bits = 1; bits <= 32; bits++)
        for (size_t count = 0; count < 3000; count = count * 3 + 1) {
            make(&g, count, bits);
            assert_round_trip(&g, &stored);
        }
    const uint32_t edges[] = {0, UINT32_MAX}, first[] = {0, 1, 2, 3}, last[] = {UINT32_MAX};
    nr_grams_make(&g, edges, 2, 0);
    assert_round_trip(&g, &stored);
    nr_grams_make(&g, first, 4, 0);
    assert_round_trip(&g, &stored);
    nr_grams_make(&g, last, 1, 0);
    assert_round_trip(&g, &stored);
    nr_grams_free(&g);
    nr_buf_free(&stored);
}

static void single_grams_are_told_apart(void **state)
{
    (void)state;
    const uint32_t values[] = {7, 9};
    struct nr_grams a = {0}, b = {0}, back = {0};
    struct nr_buf stored = {0};
    double got;
    nr_grams_make(&a, values, 1, 3);
    nr_grams_make(&b, values, 1, 4);
    assert_false(nr_grams_alike(&a, &b, .1, &got));
    assert_false(nr_grams_contained(&a, &b, .1, &got));
    assert_int_equal(nr_grams_common(&a, &b), 0);
    nr_grams_encode(&a, &stored);
    assert_true(nr_grams_decode(&back, nr_buf_str(&stored)));
    assert_int_equal(back.second, 3);
    assert_true(nr_grams_alike(&a, &back, 1, &got));
    assert_false(nr_grams_alike(&back, &b, .1, &got));
    nr_grams_make(&b, values, 1, 0); /* as it was stored without */
    assert_true(nr_grams_alike(&a, &b, 1, &got));
    nr_grams_make(&b, values, 2, 4);
    assert_int_equal(b.second, 0);
    assert_int_equal(nr_grams_common(&a, &b), 1);
    nr_grams_free(&a);
    nr_grams_free(&b);
    nr_grams_free(&back);
    nr_buf_free(&stored);
}

static void stored_sets_are_small(void **state)
{
    (void)state;
    struct nr_grams g = {0};
    struct nr_buf stored = {0};
    make(&g, 400, 32);
    nr_grams_encode(&g, &stored);
    assert_true(stored.len <= 400 * 315 / 100);
    stored.len = 0;
    make(&g, 10000, 32);
    nr_grams_encode(&g, &stored);
    assert_true(stored.len <= 10000 * 255 / 100);
    nr_grams_free(&g);
    nr_buf_free(&stored);
}

/* Cut short, too long, with a bit that is none of its own, or a count that is not there. */
static void other_bytes_are_refused(void **state)
{
    (void)state;
    static const struct nr_str bad[] = {
        NR_STR(""),
        NR_STR("\x80"),
        NR_STR("\x80\x00"),             /* a count that is longer than it must be */
        NR_STR("\xff\xff\xff\xff\x7f"), /* too many */
        NR_STR("\xff\xff\xff\xff\x0f"), /* as many as there can be, but none follows */
        NR_STR("\x01"),
        NR_STR("\x01\x00\x00\x00\x00"),
        NR_STR("\x00\x00"),
        NR_STR("\x01\x01\x00\x00\x00\x00\x00\x00\x00"), /* another hash that is none */
    };
    struct nr_grams g = {0}, back = {0};
    struct nr_buf stored = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(nr_grams_decode(&back, bad[i]));
        assert_int_equal(back.count, 0);
    }
    make(&g, 50, 32);
    nr_grams_encode(&g, &stored);
    for (size_t len = 0; len < stored.len; len++)
        assert_false(nr_grams_decode(&back, nr_str(stored.data, len)));
    nr_buf_add_char(&stored, 0);
    assert_false(nr_grams_decode(&back, nr_buf_str(&stored)));
    nr_grams_free(&g);
    nr_grams_free(&back);
    nr_buf_free(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_sorted),         cmocka_unit_test(similarity_is_exact),
        cmocka_unit_test(thresholds_are_reached),  cmocka_unit_test(stored_sets_come_back),
        cmocka_unit_test(stored_sets_are_small),   cmocka_unit_test(single_grams_are_told_apart),
        cmocka_unit_test(other_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
