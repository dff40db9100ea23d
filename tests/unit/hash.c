#include "newsreel/core/hash.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void sha256_of_the_standard(void **state)
{
    (void)state;
    char hex[65];
    nr_sha256_hex(nr_str_of("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    nr_sha256_hex(nr_str(NULL, 0), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* Written data sets hold these: they must never change. */
static void xxh3_is_the_same_for_ever(void **state)
{
    (void)state;
    char hex[33];
    nr_hash128_hex(nr_hash128(nr_str(NULL, 0)), hex);
    assert_string_equal(hex, "99aa06d3014798d86001c324468d497f");
    assert_true(nr_hash64(nr_str_of("")) == UINT64_C(0x2d06800538d394c2));
}

static void every_bit_counts(void **state)
{
    (void)state;
    char text[200] = {0};
    struct nr_hash128 zero = nr_hash128(nr_str(text, sizeof text));
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = 1;
        struct nr_hash128 h = nr_hash128(nr_str(text, sizeof text));
        assert_true(h.low != zero.low && h.high != zero.high);
        assert_true(nr_hash64(nr_str(text, i + 1)) != nr_hash64(nr_str(text, i)));
        text[i] = 0;
    }
}

static void hex_is_high_then_low(void **state)
{
    (void)state;
    char hex[33];
    nr_hash128_hex((struct nr_hash128){.high = 0xab, .low = UINT64_C(0x123456789abcdef0)}, hex);
    assert_string_equal(hex, "00000000000000ab123456789abcdef0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_the_standard),
        cmocka_unit_test(xxh3_is_the_same_for_ever),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(hex_is_high_then_low),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
