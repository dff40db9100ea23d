#include "newsreel/core/utf8.h"
#include "../../lib/core/utf8_blocks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct nr_str S(const char *s) {
    return nr_str_of(s);
}

/* bytes with all kinds of valid text before and behind, so that every alignment to the blocks of
 * the vector form comes up. */
static void
expect_valid_at_all_places(struct nr_str bytes, size_t valid)
{
    for (size_t before = 0; before < 140; before++) {
        struct nr_buf b = {0};
        for (size_t i = 0; i < before; i++)
            nr_buf_add_char(&b, 'a');
        nr_buf_add_cstr(&b, before % 2 ? "\xd0\xb6\xe6\xb8\xaf\xf0\x9f\x98\x80" : "");
        size_t from = b.len;
        nr_buf_add_str(&b, bytes);
        nr_buf_add_cstr(&b, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\xc3\xa9");
        struct nr_str s = nr_buf_str(&b);
        size_t want = valid == bytes.len ? s.len : from + valid;
        assert_int_equal(nr_utf8_valid(s), want);
        assert_int_equal(nr_utf8_valid_portable(s), want);
        assert_true(nr_utf8_valid_blocks(s) <= want);
        nr_buf_free(&b);
    }
}

static void valid_sequences(void **state)
{
    (void)state;
    static const char *const good[] = {
        "",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xe0\xbf\xbf",
        "\xe1\x80\x80",
        "\xed\x80\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf1\x80\x80\x80",
        "\xf3\xbf\xbf\xbf",
        "\xf4\x80\x80\x80",
        "\xf4\x8f\xbf\xbf",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        expect_valid_at_all_places(S(good[i]), strlen(good[i]));
    assert_int_equal(nr_utf8_valid(nr_str("a\0b", 3)), 3);
    assert_int_equal(nr_utf8_valid(nr_str(NULL, 0)), 0);
}

static void invalid_sequences(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc2",
        "\xdf\xc0",
        "\xe0\x80\x80",
        "\xe0\x9f\xbf",
        "\xe1\x80",
        "\xe1\x80\xc0",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xef\xbf",
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf1\x80\x80",
        "\xf1\x80",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xf4\x8f\xbf\xc0",
        "\xf1\xc0\x80\x80",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_valid_at_all_places(S(bad[i]), 0);
    expect_valid_at_all_places(S("\xe6\xb8\xaf\xbf"), 3);
    expect_valid_at_all_places(S("\xd0\xb6\xd0"), 2);
}

/* Every pair of bytes, and what follows it: the automaton and the blocks against RFC 3629's table,
 * in the words of its section 4. */
static bool is_well_formed(const unsigned char *p, size_t n)
{
    static const unsigned char table[][6] = {
        {2, 0xc2, 0xdf, 0x80, 0xbf, 0}, {3, 0xe0, 0xe0, 0xa0, 0xbf, 0},
        {3, 0xe1, 0xec, 0x80, 0xbf, 0}, {3, 0xed, 0xed, 0x80, 0x9f, 0},
        {3, 0xee, 0xef, 0x80, 0xbf, 0}, {4, 0xf0, 0xf0, 0x90, 0xbf, 0},
        {4, 0xf1, 0xf3, 0x80, 0xbf, 0}, {4, 0xf4, 0xf4, 0x80, 0x8f, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (n == table[i][0] && p[0] >= table[i][1] && p[0] <= table[i][2] && p[1] >= table[i][3] &&
            p[1] <= table[i][4])
            return true;
    return false;
}

static void every_pair_of_bytes(void **state)
{
    (void)state;
    unsigned char text[64];
    for (unsigned lead = 0x80; lead < 0x100; lead++)
        for (unsigned next = 0; next < 0x100; next++)
            for (size_t n = 2; n <= 4; n++) {
                memset(text, 'a', sizeof text);
                text[30] = (unsigned char)lead;
                text[31] = (unsigned char)next;
                memset(text + 32, 0x80, n - 2);
                size_t want = is_well_formed(text + 30, n) ? sizeof text : 30;
                struct nr_str s = nr_str((const char *)text, sizeof text);
                size_t got = nr_utf8_valid(s);
                /* A shorter sequence may be good and something behind it bad. */
                assert_int_equal(got, nr_utf8_valid_portable(s));
                assert_int_equal(got == sizeof text, want == sizeof text);
            }
}

static void ascii_prefix(void **state)
{
    (void)state;
    char text[100];
    for (size_t len = 0; len <= sizeof text; len++) {
        memset(text, 'a', sizeof text);
        assert_int_equal(nr_utf8_ascii(nr_str(text, len)), len);
        for (size_t at = 0; at < len; at++) {
            text[at] = '\x80';
            assert_int_equal(nr_utf8_ascii(nr_str(text, len)), at);
            text[at] = '\x7f';
        }
    }
}

static void count_code_points(void **state)
{
    (void)state;
    assert_int_equal(nr_utf8_count(nr_str(NULL, 0)), 0);
    struct nr_buf b = {0};
    for (size_t n = 0; n < 3000; n++) {
        assert_int_equal(nr_utf8_count(nr_buf_str(&b)), n);
        nr_utf8_add(&b, n % 4 == 0 ? 'a' : n % 4 == 1 ? 0xe9 : n % 4 == 2 ? 0x6e2f : 0x1f600);
    }
    b.len = 0;
    for (size_t n = 0; n < 10000; n++)
        nr_buf_add_char(&b, 'a'); /* every byte counts: the sums are as large as they get */
    assert_int_equal(nr_utf8_count(nr_buf_str(&b)), 10000);
    nr_buf_free(&b);
}

static void next_and_previous_walk(void **state)
{
    (void)state;
    static const uint32_t points[] = {'a',    0x7f,   0x80,   0x7ff,   0x800,
                                      0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
    struct nr_buf b = {0};
    size_t n = sizeof points / sizeof *points;
    for (size_t i = 0; i < n; i++)
        nr_utf8_add(&b, points[i]);
    const char *at = b.data, *end = b.data + b.len;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(nr_utf8_next(&at, end), points[i]);
    assert_ptr_equal(at, end);
    while (n--)
        assert_int_equal(nr_utf8_previous(&at, b.data), points[n]);
    assert_ptr_equal(at, b.data);
    nr_buf_free(&b);
}

static void add_takes_scalar_values_only(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {0xd800, 0xdfff, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < 4; i++) {
        struct nr_buf b = {0};
        nr_utf8_add(&b, wrong[i]);
        assert_true(nr_str_is(nr_buf_str(&b), "\xef\xbf\xbd"));
        nr_buf_free(&b);
    }
}

static void head_cuts_no_code_point(void **state)
{
    (void)state;
    struct nr_str s = S("a\xc3\xa9\xf0\x9f\x98\x80z");
    const size_t lengths[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
    for (size_t most = 0; most < sizeof lengths / sizeof *lengths; most++)
        assert_true(nr_str_eq(nr_utf8_head(s, most), nr_str_sub(s, 0, lengths[most])));
    assert_int_equal(nr_utf8_head(S("\xa9\xc3\xa9"), 2).len, 1);
    assert_int_equal(nr_utf8_head(nr_str(NULL, 0), 5).len, 0);
}

#define FFFD "\xef\xbf\xbd"

/* The examples of the Unicode standard, section 3.9, on maximal subparts. */
static void repair_replaces_maximal_parts(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *want;
        size_t replaced;
    } cases[] = {
        {"plain \xc3\xa9", "plain \xc3\xa9", 0},
        {"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41", FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A", 8},
        {"\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41", FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A", 8},
        {"\xf4\x91\x92\x93\xff\x41\x80\xbf\x42", FFFD FFFD FFFD FFFD FFFD "A" FFFD FFFD "B", 7},
        {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", FFFD FFFD FFFD FFFD "A", 4},
        {"end \xe6\xb8", "end " FFFD, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nr_buf out = {0};
        assert_int_equal(nr_utf8_repair(&out, S(cases[i].bytes)), cases[i].replaced);
        assert_string_equal(nr_buf_cstr(&out), cases[i].want);
        nr_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_sequences),
        cmocka_unit_test(invalid_sequences),
        cmocka_unit_test(every_pair_of_bytes),
        cmocka_unit_test(ascii_prefix),
        cmocka_unit_test(count_code_points),
        cmocka_unit_test(next_and_previous_walk),
        cmocka_unit_test(head_cuts_no_code_point),
        cmocka_unit_test(add_takes_scalar_values_only),
        cmocka_unit_test(repair_replaces_maximal_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
