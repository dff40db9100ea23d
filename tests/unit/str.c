#include "newsreel/core/str.h"
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct nr_str S(const char *s) {
    return nr_str_of(s);
}

static void
expect(struct nr_str s, const char *want)
{
    if (!nr_str_is(s, want))
        fail_msg("\"%.*s\" instead of \"%s\"", (int)s.len, s.data, want);
}

static void views_are_cut_to_what_is_there(void **state)
{
    (void)state;
    static const struct nr_str table = NR_STR("abc");
    expect(table, "abc");
    expect(nr_str_of(NULL), "");
    expect(nr_str_sub(S("abcdef"), 2, 4), "cd");
    expect(nr_str_sub(S("abc"), 1, 99), "bc");
    expect(nr_str_sub(S("abc"), 7, 9), "");
    expect(nr_str_sub(S("abc"), 2, 1), "");
    expect(nr_str_sub(nr_str(NULL, 0), 1, 2), "");
}

static void comparisons(void **state)
{
    (void)state;
    assert_true(nr_str_eq(S(""), nr_str(NULL, 0)));
    assert_true(nr_str_eq(nr_str("a\0b", 3), nr_str("a\0b", 3)));
    assert_false(nr_str_eq(nr_str("a\0b", 3), nr_str("a\0c", 3)));
    assert_false(nr_str_eq(S("ab"), S("abc")));
    assert_true(nr_str_starts(S("abc"), S("ab")) && nr_str_starts(S("abc"), S("")));
    assert_false(nr_str_starts(S("ab"), S("abc")) || nr_str_starts(S("abc"), S("b")));
    assert_true(nr_str_ends(S("abc"), S("bc")) && nr_str_ends(S(""), S("")));
    assert_false(nr_str_ends(S("bc"), S("abc")) || nr_str_ends(S("abc"), S("ab")));
}

static void folding_is_for_ascii_letters_only(void **state)
{
    (void)state;
    assert_true(nr_str_eq_fold(S("Content-TYPE"), S("content-type")));
    assert_false(nr_str_eq_fold(S("[@`{"), S("{`@[")));
    assert_false(nr_str_eq_fold(S("\xc3\x89"), S("\xc3\xa9")));
    assert_true(nr_str_starts_fold(S("HTTP/1.1"), S("http/")));
    assert_true(nr_str_ends_fold(S("page.HTML"), S(".html")));
    assert_false(nr_str_ends_fold(S("html"), S(".html")));
    assert_int_equal(nr_str_find_fold(S("xx CharSet=y"), S("charset")), 3);
    assert_int_equal(nr_str_find_fold(S("xx chars"), S("charset")), 8);
}

static void a_letter_is_of_ascii_or_not_ascii(void **state)
{
    (void)state;
    assert_true(nr_str_has_letter(S("1-a")) && nr_str_has_letter(S("2 \xc3\xa9")));
    assert_false(nr_str_has_letter(S("10.0.0.1 @[`{")) || nr_str_has_letter(S("")));
}

/* Whichever byte of the needle is looked for. */
static void folded_finding_gives_the_first_place_or_the_end(void **state)
{
    (void)state;
    assert_int_equal(nr_str_find_fold(S("abjABJ abj"), S("bJ a")), 4);
    assert_int_equal(nr_str_find_fold(S("J Project PROJECTS"), S("project")), 2);
    assert_int_equal(nr_str_find_fold(S("joj"), S("oJ")), 1);
    assert_int_equal(nr_str_find_fold(S("a\nTitle\nTITLE: b"), S("\nTitle: ")), 7);
    assert_int_equal(nr_str_find_fold(S("**START***Start"), S("***START")), 7);
    assert_int_equal(nr_str_find_fold(S("xxxq"), S("QX")), 4);
    assert_int_equal(nr_str_find_fold(S("[a"), S("{a")), 2);
    assert_int_equal(nr_str_find_fold(S("  "), S(" ")), 0);
    assert_int_equal(nr_str_find_fold(S("ab"), S("")), 0);
    assert_int_equal(nr_str_find_fold(S("a"), S("ab")), 1);
    assert_int_equal(nr_str_find_fold(S("a\xc3\xa9J"), S("\xc3\xa9j")), 1);
    assert_int_equal(nr_str_find_fold(nr_str(NULL, 0), S("a")), 0);
}

static void a_suffix_begins_at_the_last_point(void **state)
{
    (void)state;
    expect(nr_str_suffix(S("a.tar.GZ")), ".GZ");
    expect(nr_str_suffix(S(".gz")), ".gz");
    expect(nr_str_suffix(S("a.")), ".");
    expect(nr_str_suffix(S("gz")), "");
    expect(nr_str_suffix(S("")), "");
    assert_int_equal(nr_str_suffix(nr_str(NULL, 0)).len, 0);
}

static void finding_gives_the_first_place_or_the_end(void **state)
{
    (void)state;
    assert_int_equal(nr_str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(nr_str_find(S("aab"), S("ab")), 1);
    assert_int_equal(nr_str_find(S("abab"), S("abc")), 4);
    assert_int_equal(nr_str_find(S("abc"), S("")), 0);
    assert_int_equal(nr_str_find(S(""), S("a")), 0);
    assert_int_equal(nr_str_find(S("a"), S("aa")), 1);
    assert_int_equal(nr_str_find(nr_str("a\0bc", 4), S("bc")), 2);
    assert_int_equal(nr_str_find_char(S("abc"), 'c'), 2);
    assert_int_equal(nr_str_find_char(S("abc"), 'x'), 3);
    assert_int_equal(nr_str_find_char(nr_str(NULL, 0), 'x'), 0);
}

static void trim_takes_ascii_blanks(void **state)
{
    (void)state;
    expect(nr_str_trim(S(" \t\r\n\f\va b\n ")), "a b");
    expect(nr_str_trim(S(" \n")), "");
    expect(nr_str_trim(S("\xc2\xa0x")), "\xc2\xa0x");
}

static void split_gives_every_part(void **state)
{
    (void)state;
    static const char *const want[] = {"a", "", "b", ""};
    struct nr_str rest = S("a,,b,"), part;
    for (size_t i = 0; i < 4; i++) {
        assert_true(nr_str_split(&rest, ',', &part));
        expect(part, want[i]);
    }
    assert_false(nr_str_split(&rest, ',', &part));
    rest = S("");
    assert_true(nr_str_split(&rest, ',', &part));
    expect(part, "");
    assert_false(nr_str_split(&rest, ',', &part));
}

static void order_is_that_of_bytes(void **state)
{
    (void)state;
    static const char *const sorted[] = {"", "A", "a", "a\x01", "ab", "b", "\x7f", "\xc3\xa9"};
    size_t n = sizeof sorted / sizeof *sorted;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int order = nr_str_cmp(S(sorted[i]), S(sorted[k]));
            assert_true(i < k ? order < 0 : i > k ? order > 0 : order == 0);
        }
}

static void u64_takes_digits_and_nothing_else(void **state)
{
    (void)state;
    unsigned long long n = 7;
    static const char *const bad[] = {
        "", " 1", "1 ", "+1", "-1", "0x1", "1.0", "18446744073709551616", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(nr_str_u64(S(bad[i]), &n));
        assert_int_equal(n, 7);
    }
    assert_true(nr_str_u64(S("0"), &n) && n == 0);
    assert_true(nr_str_u64(S("00012"), &n) && n == 12);
    assert_true(nr_str_u64(S("18446744073709551615"), &n) && n == ULLONG_MAX);
}

static void decimal_has_all_digits(void **state)
{
    (void)state;
    char digits[NR_DIGITS];
    assert_true(nr_str_is(nr_str_decimal(0, digits), "0"));
    assert_true(nr_str_is(nr_str_decimal(1020, digits), "1020"));
    assert_true(nr_str_is(nr_str_decimal(ULLONG_MAX, digits), "18446744073709551615"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_are_cut_to_what_is_there),
        cmocka_unit_test(comparisons),
        cmocka_unit_test(folding_is_for_ascii_letters_only),
        cmocka_unit_test(a_letter_is_of_ascii_or_not_ascii),
        cmocka_unit_test(folded_finding_gives_the_first_place_or_the_end),
        cmocka_unit_test(a_suffix_begins_at_the_last_point),
        cmocka_unit_test(finding_gives_the_first_place_or_the_end),
        cmocka_unit_test(trim_takes_ascii_blanks),
        cmocka_unit_test(split_gives_every_part),
        cmocka_unit_test(order_is_that_of_bytes),
        cmocka_unit_test(u64_takes_digits_and_nothing_else),
        cmocka_unit_test(decimal_has_all_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
