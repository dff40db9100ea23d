#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/dupes/shingles.h"
#include <stdio.h>
#include <stdlib.h>

static bool equal(const struct nr_shingles *a, const struct nr_shingles *b)
{
    return a->words == b->words && a->count == b->count &&
           (a->count == 0 || memcmp(a->hashes, b->hashes, a->count * sizeof *a->hashes) == 0);
}

static bool same(const char *a, const char *b, unsigned n)
{
    struct nr_shingles x = {0}, y = {0};
    nr_shingles_make(&x, nr_str_of(a), n);
    nr_shingles_make(&y, nr_str_of(b), n);
    bool result = equal(&x, &y);
    nr_shingles_free(&x);
    nr_shingles_free(&y);
    return result;
}

static uint64_t words_of(const char *text)
{
    struct nr_shingles s = {0};
    nr_shingles_make(&s, nr_str_of(text), 1);
    uint64_t words = s.words;
    assert_int_equal(s.count, words);
    nr_shingles_free(&s);
    return words;
}

static void words(void **state)
{
    (void)state;
    assert_int_equal(words_of("The harbour, re-opened: 12.5 million!"), 7);
    assert_int_equal(words_of("don't"), 2);
    assert_int_equal(words_of("under_score"), 2);
    assert_int_equal(words_of(" \n\t--- \u201c\u2026\u201d "), 0);
    assert_int_equal(words_of("\u201cquoted\u201d words\u2014joined\u00a0here"), 4);
    assert_int_equal(words_of("x\u00b2 \u00bd \u2167"), 3);  /* all kinds of numbers */
    assert_int_equal(words_of("e\u0301te\u0301 \u0301"), 1); /* a mark alone is no word */
    assert_int_equal(words_of("\U0001f600 \U0001d400"), 1);  /* a picture, a letter */
}

static void case_and_what_is_between_do_not_count(void **state)
{
    (void)state;
    assert_true(same("The HARBOUR re-opened.", "the\n\nharbour \u2014 RE opened", 2));
    assert_true(same("\u00c9T\u00c9 \u041c\u043e\u0441\u043a\u0432\u0430 \u0395\u039b\u0391",
                     "\u00e9t\u00e9, \u043c\u041e\u0421\u041a\u0412\u0410 (\u03b5\u03bb\u03b1)",
                     2));
    assert_true(same("\u212aelvin", "kelvin", 1)); /* the sign that is a letter */
    assert_false(same("the harbour", "the harbours", 2));
    assert_false(same("caf\u00e9", "cafe", 1));
    assert_false(same("a b", "b a", 2));
    assert_false(same("ab c", "a bc", 2));
}

static void scripts_without_spaces(void **state)
{
    (void)state;
    assert_int_equal(words_of("\u6e2f\u53e3\u5173\u95ed\u3002"), 4);
    assert_int_equal(words_of("2024\u5e74\u304b\u3089IBM\u306f"), 6);
    assert_int_equal(words_of("\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48"), 2); /* with their marks */
    assert_int_equal(words_of("\ud55c\uad6d \uc18c\uc2dd"), 2);            /* Korean has spaces */
    assert_true(same("\u6e2f\u53e3\u5173", "\u6e2f \u53e3\n\u5173", 2));
    assert_true(same("IBM\u306f2024", "ibm \u306f 2024", 2));
}

static void accents_in_either_form(void **state)
{
    (void)state;
    assert_true(same("Cafe\u0301, MU\u0308NCHEN x", "caf\u00e9 m\u00fcnchen x", 2));
    assert_true(same("\u1112\u1161\u11ab\u1100\u116e\u11a8", "\ud55c\uad6d", 1));
    assert_true(same("a <\u0338 b", "a \u226e b", 1));
    assert_false(same("Cafe\u0300", "caf\u00e9", 1));
}

static void short_texts_are_compared_whole(void **state)
{
    (void)state;
    struct nr_shingles s = {0};
    nr_shingles_make(&s, nr_str_of("..."), 5);
    assert_int_equal(s.count, 0);
    nr_shingles_make(&s, nr_str(NULL, 0), 5);
    assert_int_equal(s.count, 0);
    static const char *const texts[] = {"a", "a a", "a a a", "a a a a",
                                        "b", "a b", "b a",   "a a a b"};
    uint32_t seen[8];
    for (size_t i = 0; i < 8; i++) {
        nr_shingles_make(&s, nr_str_of(texts[i]), 5);
        assert_int_equal(s.count, 1);
        seen[i] = s.hashes[0];
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(seen[i], seen[k]);
    }
    assert_true(same("Breaking: News!", "breaking news", 5));
    nr_shingles_make(&s, nr_str_of("one two three four five"), 5);
    assert_int_equal(s.count, 1);
    nr_shingles_make(&s, nr_str_of("one two three four five six"), 5);
    assert_int_equal(s.count, 2);
    nr_shingles_free(&s);
}

/* Of the last n-gram, wherever it stands. */
static void one_ngram_has_another_hash(void **state)
{
    (void)state;
    struct nr_shingles s = {0}, t = {0};
    nr_shingles_make(&s, nr_str_of("Item 88433"), 5);
    nr_shingles_make(&t, nr_str_of("item 12183"), 5);
    assert_int_equal(s.hashes[0], t.hashes[0]); /* an accident */
    assert_int_not_equal(s.second, t.second);
    nr_shingles_make(&s, nr_str_of("rain rain rain"), 3);
    nr_shingles_make(&t, nr_str_of("rain, rain, rain, rain, rain"), 3);
    assert_true(s.second && s.second == t.second);
    nr_shingles_make(&s, nr_str_of("..."), 5);
    assert_int_equal(s.second, 0);
    nr_shingles_free(&s);
    nr_shingles_free(&t);
}

/* Text of words w0 w1 ... whose lengths go through all that matter; word number i % period. */
static void make_text(struct nr_buf *out, size_t count, size_t period, const char *gap)
{
    out->len = 0;
    for (size_t i = 0; i < count; i++) {
        nr_buf_addf(out, "%s%zu", i ? gap : "", i % period * 7919);
        for (size_t k = 0; k < i % period % 37; k++)
            nr_buf_add_char(out, (char)('a' + k % 26));
    }
}

/* Hash i is that of words i to i + n - 1 alone: the same n-grams have the same hash wherever they
 * stand, and others have others. */
static void shingles_are_ngrams(void **state)
{
    (void)state;
    enum { PERIOD = 500, WORDS = 3000 };
    struct nr_buf text = {0};
    struct nr_shingles s = {0};
    make_text(&text, WORDS, PERIOD, " ");
    for (unsigned n = 1; n <= NR_SHINGLES_MOST_WORDS; n += n < 6 ? 1 : 13) {
        nr_shingles_make(&s, nr_buf_str(&text), n);
        assert_int_equal(s.words, WORDS);
        assert_int_equal(s.count, WORDS - n + 1);
        for (size_t i = 0; i < s.count; i++) {
            if (i >= PERIOD)
                assert_int_equal(s.hashes[i], s.hashes[i - PERIOD]);
            for (size_t k = 0; k < i && i < PERIOD; k++)
                assert_int_not_equal(s.hashes[i], s.hashes[k]);
        }
    }
    nr_shingles_free(&s);
    nr_buf_free(&text);
}

/* Neither where blocks fall nor how long the gaps are matters. */
static void every_alignment(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    struct nr_shingles want = {0}, got = {0};
    make_text(&text, 60, 60, " ");
    nr_shingles_make(&want, nr_buf_str(&text), 3);
    make_text(&text, 60, 60, ", \u2014 ");
    for (size_t before = 0; before < 70; before++)
        for (size_t after = 0; after < 70; after += 3) {
            struct nr_buf padded = {0};
            for (size_t i = 0; i < before; i++)
                nr_buf_add_char(&padded, '.');
            nr_buf_add_str(&padded, nr_buf_str(&text));
            for (size_t i = 0; i < after; i++)
                nr_buf_add_char(&padded, '\n');
            char *exact = malloc(padded.len);
            memcpy(exact, padded.data, padded.len);
            nr_shingles_make(&got, nr_str(exact, padded.len), 3);
            assert_true(equal(&want, &got));
            free(exact);
            nr_buf_free(&padded);
        }
    nr_shingles_free(&want);
    nr_shingles_free(&got);
    nr_buf_free(&text);
}

/* An index on disk holds hashes: they never change, on any platform. */
static void hashes_are_for_good(void **state)
{
    (void)state;
    static const uint32_t want[] = {0x7fe9574e, 0x988dc219, 0xe4b5d3cf, 0xe3bdad3f,
                                    0xc4106041, 0x7fd92728, 0x51b5ece5, 0xad453a9c};
    struct nr_shingles s = {0};
    nr_shingles_make(&s,
                     nr_str_of("The harbour of Z\u00fcrich reopened on Tuesday morning after "
                               "extraordinarily-long-lastingrepairsofeverything"),
                     5);
    assert_int_equal(s.count, 8);
    assert_memory_equal(s.hashes, want, sizeof want);
    nr_shingles_make(&s, nr_str_of("The harbour"), 5);
    assert_int_equal(s.hashes[0], 0x230ffdb6);
    nr_shingles_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(case_and_what_is_between_do_not_count),
        cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(short_texts_are_compared_whole),
        cmocka_unit_test(accents_in_either_form),
        cmocka_unit_test(shingles_are_ngrams),
        cmocka_unit_test(one_ngram_has_another_hash),
        cmocka_unit_test(every_alignment),
        cmocka_unit_test(hashes_are_for_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
