#include "newsreel/source/coding.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

static const char story[] = "Council of Hollin votes for the bridge, again. ";

/* "newsreel newsreel newsreel newsreel" in brotli. */
static const unsigned char brotli[] = {0x1b, 0x22, 0x00, 0xf8, 0x8d, 0x54, 0xb5, 0xbf,
                                       0x2e, 0x63, 0x73, 0xbb, 0xd3, 0x20, 0x65, 0x72,
                                       0x73, 0x82, 0x9f, 0x60, 0x20, 0xe3, 0x13, 0x01};

static void test_names(void **state)
{
    (void)state;
    assert_int_equal(nr_coding_named(nr_str_of("GZip")), NR_CODING_GZIP);
    assert_int_equal(nr_coding_named(nr_str_of(" x-gzip ")), NR_CODING_GZIP);
    assert_int_equal(nr_coding_named(nr_str_of("deflate")), NR_CODING_DEFLATE);
    assert_int_equal(nr_coding_named(nr_str_of("br")), NR_CODING_BROTLI);
    assert_int_equal(nr_coding_named(nr_str_of("zstd")), NR_CODING_ZSTD);
    assert_int_equal(nr_coding_named(nr_str_of("chunked")), NR_CODING_CHUNKED);
    assert_int_equal(nr_coding_named(nr_str_of("identity")), NR_CODING_NONE);
    assert_int_equal(nr_coding_named(nr_str_of("")), NR_CODING_NONE);
}

static enum nr_status undo(enum nr_coding coding, const void *in, size_t len, struct nr_buf *out,
                           bool *broken)
{
    struct nr_error e;
    *broken = false;
    out->len = 0;
    nr_buf_add_cstr(out, "before");
    return nr_coding_undo(coding, nr_str(in, len), 1 << 20, out, broken, &e);
}

static void test_brotli(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    bool broken;
    assert_int_equal(undo(NR_CODING_BROTLI, brotli, sizeof brotli, &out, &broken), NR_OK);
    assert_true(nr_str_is(nr_buf_str(&out), "beforenewsreel newsreel newsreel newsreel"));
    assert_false(broken);
    /* no mark: bytes behind the stream mean that it is none */
    char longer[sizeof brotli + 4] = {0};
    memcpy(longer, brotli, sizeof brotli);
    memcpy(longer + sizeof brotli, "junk", 4);
    assert_int_equal(undo(NR_CODING_BROTLI, longer, sizeof longer, &out, &broken), NR_END);
    assert_true(nr_str_is(nr_buf_str(&out), "before"));
    nr_buf_free(&out);
}

static void test_zstd(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    char packed[512];
    bool broken;
    size_t one = ZSTD_compress(packed, sizeof packed, story, sizeof story - 1, 3);
    memcpy(packed + one, packed, one);
    assert_int_equal(undo(NR_CODING_ZSTD, packed, 2 * one, &out, &broken), NR_OK);
    assert_int_equal(out.len, 6 + 2 * (sizeof story - 1));
    assert_false(broken);
    assert_int_equal(undo(NR_CODING_ZSTD, packed, 2 * one - 3, &out, &broken), NR_OK);
    assert_true(broken);
    assert_true(out.len >= 6 + sizeof story - 1);
    assert_int_equal(undo(NR_CODING_ZSTD, packed, 3, &out, &broken), NR_END);
    nr_buf_free(&out);
}

/* A page large enough to need many rounds, compressed. */
static struct nr_buf large_gzip(size_t *plain)
{
    struct nr_buf text = {0}, packed = {0};
    for (int i = 0; i < 20000; i++)
        nr_buf_addf(&text, "%d. %s", i * 7919, story);
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (unsigned char *)text.data;
    z.avail_in = (unsigned)text.len;
    z.next_out = (unsigned char *)nr_buf_reserve(&packed, text.len);
    z.avail_out = (unsigned)text.len;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    packed.len = z.total_out;
    *plain = text.len;
    deflateEnd(&z);
    nr_buf_free(&text);
    return packed;
}

static void test_large(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_buf out = {0};
    bool broken = false;
    size_t plain;
    struct nr_buf packed = large_gzip(&plain);
    struct nr_str in = nr_buf_str(&packed);
    assert_int_equal(nr_coding_undo(NR_CODING_GZIP, in, plain, &out, &broken, &e), NR_OK);
    assert_int_equal(out.len, plain);
    assert_false(broken);
    out.len = 0;
    assert_int_equal(nr_coding_undo(NR_CODING_GZIP, in, plain - 1, &out, &broken, &e), NR_BAD);
    assert_int_equal(out.len, 0);
    in.len /= 2;
    assert_int_equal(nr_coding_undo(NR_CODING_GZIP, in, plain, &out, &broken, &e), NR_OK);
    assert_true(broken);
    assert_true(out.len > plain / 3 && out.len < plain);
    nr_buf_free(&packed);
    nr_buf_free(&out);
}

static void test_none(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    bool broken;
    for (int coding = NR_CODING_NONE; coding <= NR_CODING_CHUNKED; coding++) {
        assert_int_equal(undo((enum nr_coding)coding, "", 0, &out, &broken), NR_END);
        assert_int_equal(undo((enum nr_coding)coding, story, 20, &out, &broken), NR_END);
        assert_true(nr_str_is(nr_buf_str(&out), "before"));
        assert_false(broken);
    }
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_brotli), cmocka_unit_test(test_zstd),
        cmocka_unit_test(test_large), cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
