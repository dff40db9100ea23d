#include "newsreel/source/digest.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Of "abc", from RFC 1321 and FIPS 180-4; other bases by base32(1) and base64(1). */
static void the_same_in_any_base(void **state)
{
    (void)state;
    static const char *const stated[] = {
        "md5:900150983cd24fb0d6963f7d28e17f72",
        "MD5:900150983CD24FB0D6963F7D28E17F72",
        "md5:SAAVBGB42JH3BVUWH56SRYL7OI======",
        "md5:saavbgb42jh3bvuwh56sryl7oi",
        "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
        "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
        "sha-1: VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5 ",
        "SHA1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
        "SHA1:qZk-NkcGgWq6PiVxeFDCbJzQ2J0",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha-256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====",
        "sha384:cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        "8086072ba1e7cc2358baeca134c825a7",
        "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    };
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
        assert_int_equal(nr_digest_check(nr_str_of(stated[i]), nr_str_of("abc")), NR_DIGEST_SAME);
        assert_int_equal(nr_digest_check(nr_str_of(stated[i]), nr_str_of("abd")),
                         NR_DIGEST_DIFFERS);
    }
}

static void nothing_stated(void **state)
{
    (void)state;
    assert_int_equal(nr_digest_check(nr_str(NULL, 0), nr_str_of("abc")), NR_DIGEST_SAME);
    assert_int_equal(nr_digest_check(nr_str_of(" "), nr_str(NULL, 0)), NR_DIGEST_SAME);
    assert_int_equal(
        nr_digest_check(nr_str_of("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"), nr_str(NULL, 0)),
        NR_DIGEST_SAME);
}

static void unknown(void **state)
{
    (void)state;
    static const char *const stated[] = {"whirlpool:00",
                                         "sha1",
                                         "sha1:",
                                         ":VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
                                         "sha1:abc",
                                         "=",
                                         "a-very-long-name-of-an-algorithm:00"};
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        assert_int_equal(nr_digest_check(nr_str_of(stated[i]), nr_str_of("abc")),
                         NR_DIGEST_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_in_any_base),
        cmocka_unit_test(nothing_stated),
        cmocka_unit_test(unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
