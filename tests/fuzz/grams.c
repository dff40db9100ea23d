/* Bytes that are taken for a stored set are one, and are what it is stored as; and any two sets are
 * compared as a slow count has it. */
#include "newsreel/dupes/grams.h"
#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_set(const struct nr_grams *g)
{
    for (size_t i = 1; i < g->count; i++)
        assert(g->values[i - 1] < g->values[i]);
}

static void check_decode(struct nr_str s)
{
    struct nr_grams g = {0};
    struct nr_buf again = {0};
    if (nr_grams_decode(&g, s)) {
        check_set(&g);
        assert(nr_grams_encoded_count(s) == g.count);
        nr_grams_encode(&g, &again);
        assert(nr_str_eq(nr_buf_str(&again), s));
    } else {
        assert(g.count == 0);
    }
    nr_grams_free(&g);
    nr_buf_free(&again);
}

static void check_encode(const struct nr_grams *g)
{
    struct nr_grams back = {0};
    struct nr_buf stored = {0};
    nr_grams_encode(g, &stored);
    assert(nr_grams_decode(&back, nr_buf_str(&stored)));
    assert(back.count == g->count && back.second == g->second);
    assert(g->count == 0 || memcmp(back.values, g->values, g->count * sizeof *g->values) == 0);
    nr_grams_free(&back);
    nr_buf_free(&stored);
}

static size_t common_slowly(const struct nr_grams *a, const struct nr_grams *b)
{
    size_t common = 0;
    if (a->second && b->second && a->second != b->second)
        return 0;
    for (size_t i = 0, k = 0; i < a->count; i++) {
        while (k < b->count && b->values[k] < a->values[i])
            k++;
        common += k < b->count && b->values[k] == a->values[i];
    }
    return common;
}

static void check_pair(const struct nr_grams *a, const struct nr_grams *b, double threshold)
{
    size_t common = common_slowly(a, b), all = a->count + b->count - common;
    double j = all ? (double)common / (double)all : 0, got = -1;
    double c = a->count ? (double)common / (double)a->count : 0;
    assert(nr_grams_common(a, b) == common);
    assert(nr_grams_alike(a, b, threshold, &got) == (j >= threshold));
    assert(got == (j >= threshold ? j : -1));
    got = -1;
    assert(nr_grams_contained(a, b, threshold, &got) == (c >= threshold));
    assert(got == (c >= threshold ? c : -1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_grams a = {0}, b = {0};
    check_decode(nr_str((const char *)data, size));
    size_t count = size / sizeof(uint32_t), half = count / 2;
    uint32_t *hashes = malloc(count * sizeof *hashes + 1);
    assert(hashes);
    if (count)
        memcpy(hashes, data, count * sizeof *hashes);
    nr_grams_make(&a, hashes, half, count ? hashes[count - 1] : 0);
    nr_grams_make(&b, hashes + half, count - half, count ? hashes[0] : 0);
    check_set(&a);
    check_encode(&b);
    check_pair(&a, &b, size ? (data[size - 1] + 1) / 256. : 1);
    nr_grams_free(&a);
    nr_grams_free(&b);
    free(hashes);
    return 0;
}
