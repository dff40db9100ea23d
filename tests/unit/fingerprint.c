#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/fingerprint.h"
#include <stdlib.h>

static void assert_normal(const char *text, const char *normal)
{
    struct nr_buf out = {0};
    nr_fingerprint_normalize(nr_str_of(text), &out);
    nr_buf_cstr(&out);
    assert_string_equal(out.data, normal);
    nr_buf_free(&out);
}

/* That of the normal form, whether a copy is made or not. */
static void assert_fingerprint(struct nr_str text, struct nr_str normal)
{
    struct nr_buf scratch = {0};
    struct nr_hash128 a = nr_fingerprint(text, &scratch, NULL), b = nr_hash128(normal);
    assert_true(a.high == b.high && (a.low == b.low || normal.len == 0));
    nr_buf_free(&scratch);
}

static void white_space_is_one_space(void **state)
{
    (void)state;
    assert_normal("", "");
    assert_normal("word", "word");
    assert_normal(" \t word\r\n\r\nnext  word \f\v", "word next word");
    assert_normal("\u00a0The\u00a0harbour\u2009opened\u3000\u2028again\xc2\x85",
                  "The harbour opened again");
    assert_normal("\u1680a\u205fb\u202fc\u200ad\u2029e\u2000", "a b c d e");
    assert_normal(" \n\u2003 ", "");
}

static void other_characters_count(void **state)
{
    (void)state;
    assert_normal("A\u200bb", "A\u200bb"); /* a zero width space is none */
    assert_normal("\u201cx\u201d \u2014 \u3001\u00c0", "\u201cx\u201d \u2014 \u3001\u00c0");
    assert_normal("caf\xc2", "caf\xc2"); /* cut: no reading past the end */
    assert_normal("x\xe2\x80", "x\xe2\x80");
}

/* The quick way over whole blocks gives what the slow way does, wherever the blocks fall. */
static void every_alignment(void **state)
{
    (void)state;
    static const char *const gaps[] = {" ", "  ", "\n", " \u00a0", "\u2003 ", " \u3000", "\u00e2 "};
    for (size_t gap = 0; gap < sizeof gaps / sizeof gaps[0]; gap++)
        for (size_t before = 0; before < 140; before++)
            for (size_t after = 0; after < 140; after += 23) {
                struct nr_buf text = {0}, want = {0}, got = {0};
                for (size_t i = 0; i < before; i++)
                    nr_buf_add_char(&text, 'a');
                nr_buf_add_str(&want, nr_buf_str(&text));
                nr_buf_add_cstr(&text, gaps[gap]);
                if (gap == 6)
                    nr_buf_add_cstr(&want, "\u00e2");
                if ((before || gap == 6) && after)
                    nr_buf_add_char(&want, ' ');
                for (size_t i = 0; i < after; i++) {
                    nr_buf_add_char(&text, 'b');
                    nr_buf_add_char(&want, 'b');
                }
                nr_fingerprint_normalize(nr_buf_str(&text), &got);
                assert_true(nr_str_eq(nr_buf_str(&got), nr_buf_str(&want)));
                assert_fingerprint(nr_buf_str(&text), nr_buf_str(&want));
                nr_buf_free(&text);
                nr_buf_free(&want);
                nr_buf_free(&got);
            }
}

static void fingerprints(void **state)
{
    (void)state;
    struct nr_buf scratch = {0};
    bool blank;
    struct nr_hash128 a = nr_fingerprint(nr_str_of("Snow closes\n\nthe pass"), &scratch, &blank);
    assert_false(blank);
    struct nr_hash128 b = nr_fingerprint(nr_str_of(" Snow closes the pass\n"), &scratch, NULL);
    assert_true(a.high == b.high && a.low == b.low);
    struct nr_hash128 c = nr_fingerprint(nr_str_of("snow closes the pass"), &scratch, NULL);
    assert_false(a.high == c.high && a.low == c.low);
    struct nr_hash128 d = nr_fingerprint(nr_str_of(" \n"), &scratch, &blank);
    assert_true(blank);
    assert_true(d.high || d.low);
    nr_fingerprint(nr_str(NULL, 0), &scratch, &blank);
    assert_true(blank);
    nr_buf_free(&scratch);
}

static bool same(const char *a, const char *b)
{
    struct nr_buf scratch = {0};
    struct nr_hash128 x = nr_fingerprint(nr_str_of(a), &scratch, NULL);
    struct nr_hash128 y = nr_fingerprint(nr_str_of(b), &scratch, NULL);
    nr_buf_free(&scratch);
    return x.high == y.high && x.low == y.low;
}

static void accents_in_either_form(void **state)
{
    (void)state;
    assert_true(
        same("Cafe\u0301 in Mu\u0308nchen,  as long as a whole block, or two of them, may be",
             "Caf\u00e9 in M\u00fcnchen, as long as a whole block, or two of them, may be"));
    assert_true(same("Vie\u0302\u0323t", "Vi\u1ec7t"));
    assert_false(same("Cafe\u0300", "Caf\u00e9"));
}

static bool same_folded(const char *a, const char *b)
{
    struct nr_buf scratch = {0};
    struct nr_hash128 x = nr_fingerprint_fold(nr_str_of(a), &scratch, NULL);
    struct nr_hash128 y = nr_fingerprint_fold(nr_str_of(b), &scratch, NULL);
    nr_buf_free(&scratch);
    return x.high == y.high && x.low == y.low;
}

static void folded(void **state)
{
    (void)state;
    bool blank;
    struct nr_buf scratch = {0};
    assert_true(same_folded("Snow, until Friday.", "  SNOW -- until (friday)"));
    assert_true(same_folded("ЁЛКА № 5", "ёлка 5"));
    assert_true(same_folded("Ο ΔΡΟΜΟΣ", "ο δρομος") && same_folded("ΔΡΟΜΟΣ", "δρομοσ"));
    assert_true(same_folded("CAFE\u0301!", "caf\u00e9"));
    assert_false(same_folded("Snow until", "Snowuntil"));
    assert_false(same_folded("Snow 5", "Snow 6"));
    nr_fingerprint_fold(nr_str_of("... !"), &scratch, &blank);
    assert_true(blank);
    nr_fingerprint_fold(nr_str_of("... 5"), &scratch, &blank);
    assert_false(blank);
    nr_buf_free(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded),
        cmocka_unit_test(white_space_is_one_space),
        cmocka_unit_test(other_characters_count),
        cmocka_unit_test(every_alignment),
        cmocka_unit_test(fingerprints),
        cmocka_unit_test(accents_in_either_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
