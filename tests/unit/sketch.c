#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/crowds.h"
#include "newsreel/dupes/sketch.h"

static void packs_and_unpacks(void **state)
{
    (void)state;
    struct nr_buf packed = {0};
    struct nr_sketch k = {.id = nr_str_of("an id"),
                          .created = -5,
                          .size = 1234567890123,
                          .whole = {1, 2},
                          .grams = nr_str("\x00\xff", 2),
                          .keys = {7, UINT64_MAX},
                          .key_count = 2};
    struct nr_sketch back;
    nr_sketch_pack(&k, &packed);
    assert_true(nr_sketch_unpack(&back, nr_buf_str(&packed)));
    assert_true(nr_str_is(back.id, "an id"));
    assert_int_equal(back.created, -5);
    assert_int_equal(back.size, 1234567890123);
    assert_true(back.whole.high == 1 && back.whole.low == 2);
    assert_true(nr_str_eq(back.grams, k.grams));
    assert_int_equal(back.key_count, 2);
    assert_true(back.keys[0] == 7 && back.keys[1] == UINT64_MAX);
    for (size_t len = 0; len < packed.len - 2; len++)
        assert_false(nr_sketch_unpack(&back, nr_str(packed.data, len)));
    nr_buf_free(&packed);
}

static void expect(double similarity, const char *want)
{
    char text[9];
    nr_similarity_write(similarity, text);
    assert_string_equal(text, want);
}

static void writes_similarities(void **state)
{
    (void)state;
    expect(1, "1");
    expect(0, "0");
    expect(.5, "0.5");
    expect(2.0 / 3, "0.666667");
    expect(.0000004, "0");
    expect(.9999999, "1");
    expect(.1234, "0.1234");
}

/* What is more than one in NR_CROWDS of all is found. */
static void finds_crowds(void **state)
{
    (void)state;
    static struct nr_crowds c;
    for (uint64_t i = 0; i < 10000; i++) {
        nr_crowds_count(&c, 1000 + i, nr_str_of("other"));
        if (i % 10 == 0)
            nr_crowds_count(&c, 1, nr_str_of("large"));
        if (i % 20 == 0)
            nr_crowds_count(&c, 2, nr_str_of("small"));
    }
    nr_crowds_sort(&c);
    assert_int_equal(c.crowds[0].key, 1);
    assert_string_equal(nr_buf_cstr(&c.crowds[0].name), "large");
    assert_true(c.crowds[0].count <= 1000 && c.crowds[0].count >= 1000 - 11500 / NR_CROWDS);
    assert_int_equal(c.crowds[1].key, 2);
    assert_true(c.crowds[1].count >= 500 - 11500 / NR_CROWDS);
    nr_crowds_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packs_and_unpacks),
        cmocka_unit_test(writes_similarities),
        cmocka_unit_test(finds_crowds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
