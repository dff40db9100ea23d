#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/tags/lexicon.h"
#include <stdio.h>

static struct nr_lexicon *load(const char *list)
{
    struct nr_lexicon *l = NULL;
    struct nr_error e;
    assert_int_equal(nr_lexicon_new(&l, nr_str_of(list), &e), NR_OK);
    return l;
}

/* The matches as "start-end term/label;" */
static void assert_matches(const char *list, const char *text, const char *want)
{
    struct nr_lexicon *l = load(list);
    struct nr_lexicon_walk walk = nr_lexicon_walk(l, nr_str_of(text));
    struct nr_lexicon_match m;
    struct nr_buf got = {0};
    while (nr_lexicon_next(&walk, &m)) {
        assert_true(nr_str_eq(nr_str_sub(walk.text, m.from, m.to), m.term));
        nr_buf_addf(&got, "%zu-%zu %.*s/%.*s;", m.start, m.end, (int)m.term.len, m.term.data,
                    (int)m.label.len, m.label.data);
    }
    assert_false(nr_lexicon_next(&walk, &m));
    nr_buf_cstr(&got);
    assert_string_equal(got.data, want);
    nr_buf_free(&got);
    nr_lexicon_free(l);
}

static void whole_words_only(void **state)
{
    (void)state;
    const char *list = "art\tfield\nC\tlanguage\nC++\tlanguage\n@desk\thandle\n";
    assert_matches(list, "art, party artful Art", "0-3 art/field;");
    assert_matches(list, "C2 2C C_C", "6-7 C/language;8-9 C/language;");
    assert_matches(list, "(C++)", "1-4 C++/language;");
    assert_matches(list, "@desk x@desk @desks", "0-5 @desk/handle;7-12 @desk/handle;");
    assert_matches("Rome\tplace", "Rome's aRome Rome\u0301", "0-4 Rome/place;");
    assert_matches("\U0001f44d\tthumb", "\U0001f44d\U0001f3fd \U0001f44d", "3-4 \U0001f44d/thumb;");
    assert_matches("\u00c9vora\tplace", "in \u00c9vora, \u00c9voras", "3-8 \u00c9vora/place;");
}

static void leftmost_longest(void **state)
{
    (void)state;
    const char *list = "North Sea\tsea\nSea\tsea\nNorth\tdirection\nNorth Sea oil field\tfield\n";
    assert_matches(list, "North Sea oil rig", "0-9 North Sea/sea;");
    assert_matches(list, "North Sea oil field.", "0-19 North Sea oil field/field;");
    assert_matches(list, "North  Sea", "0-5 North/direction;7-10 Sea/sea;");
    assert_matches("a b c d\tlong\nb\tshort\nc e\tother\n", "a b c e",
                   "2-3 b/short;4-7 c e/other;");
}

static void scripts_without_spaces(void **state)
{
    (void)state;
    assert_matches("東京\tplace\n京都\tplace\n", "東京都と京都。",
                   "0-2 東京/place;4-6 京都/place;");
    assert_matches("กรุงเทพ\tplace\n", "ไปกรุงเทพครับ", "2-9 กรุงเทพ/place;");
    assert_matches("กา\tbird\n", "กาที่กำ", "0-2 กา/bird;");
    assert_matches("서울\tplace\n", "서울 서울에", "0-2 서울/place;");
}

static void offsets_are_code_points(void **state)
{
    (void)state;
    assert_matches("Kiel\tplace\n", "\u20ac\U0001f6a2 \u00e4 Kiel \u2014 Kiel",
                   "5-9 Kiel/place;12-16 Kiel/place;");
}

static void several_labels(void **state)
{
    (void)state;
    const char *list = "Victoria\tplace\nx\ty\nVictoria\tperson\nVictoria\tplace\n";
    assert_matches(list, "Victoria x", "0-8 Victoria/place;0-8 Victoria/person;9-10 x/y;");
    assert_matches("b\t3\na\t1\nb\t3\nb\t2\nb\t1\na\t1\nb\t2\nc\t1\n", "b a c",
                   "0-1 b/3;0-1 b/2;0-1 b/1;2-3 a/1;4-5 c/1;");
    struct nr_lexicon *l = load(list);
    assert_int_equal(nr_lexicon_count(l), 2);
    nr_lexicon_free(l);
}

static void comments_and_blanks(void **state)
{
    (void)state;
    assert_matches("# places\r\n\r\n  Oslo \t place \r\n\n", "Oslo", "0-4 Oslo/place;");
    assert_matches("", "Oslo", "");
    assert_matches("Oslo\tplace", "", "");
}

static void assert_refused(const char *list, size_t len, uint64_t line, const char *why)
{
    struct nr_lexicon *l = NULL;
    struct nr_error e = {0};
    assert_int_equal(nr_lexicon_new(&l, nr_str(list, len), &e), NR_FAIL);
    assert_null(l);
    assert_int_equal(e.line, line);
    assert_non_null(strstr(e.text, why));
}

#define REFUSED(list, line, why) assert_refused(list, sizeof(list) - 1, line, why)

static void bad_lines(void **state)
{
    (void)state;
    REFUSED("a\tb\nc d\n", 2, "no tab");
    REFUSED("   \n", 1, "no tab");
    REFUSED("#\n\na\tb\tc\n", 3, "more than one tab");
    REFUSED("\tb", 1, "empty term");
    REFUSED(" \tb", 1, "empty term");
    REFUSED("a\t \n", 1, "empty label");
    REFUSED("a\0\tb", 1, "control character");
    REFUSED("a\rb\tc", 1, "control character");
    REFUSED("\xff\tb", 1, "UTF-8");
    struct nr_buf list = {0};
    for (size_t i = 0; i <= NR_LEXICON_TERM; i++)
        nr_buf_add_char(&list, 'a');
    nr_buf_add_cstr(&list, "\tb");
    assert_refused(list.data, list.len, 1, "longer than");
    nr_buf_free(&list);
}

/* Every term of a large list is found, and only where it stands. */
static void many_terms(void **state)
{
    (void)state;
    struct nr_buf list = {0}, text = {0};
    for (unsigned i = 0; i < 20000; i++) {
        nr_buf_addf(&list, "Mount %u of %u\tpeak\nw%u\tword\n", i % 100, i, i);
        nr_buf_addf(&text, "Mount %u of %u, w%u Mount of ", i % 100, i, i);
    }
    struct nr_lexicon *l = NULL;
    struct nr_error e;
    assert_int_equal(nr_lexicon_new(&l, nr_buf_str(&list), &e), NR_OK);
    assert_int_equal(nr_lexicon_count(l), 40000);
    struct nr_lexicon_walk walk = nr_lexicon_walk(l, nr_buf_str(&text));
    struct nr_lexicon_match m;
    size_t found = 0;
    for (; nr_lexicon_next(&walk, &m); found++)
        assert_true(nr_str_is(m.label, found % 2 ? "word" : "peak"));
    assert_int_equal(found, 40000);
    nr_lexicon_free(l);
    nr_buf_free(&list);
    nr_buf_free(&text);
}

/* What was read for a term that does not come is searched all the same. */
static void terms_in_a_term(void **state)
{
    (void)state;
    const char *list = "q x y x y z\tlong\nx\ta\ny\tb\ny x y\tc\n";
    assert_matches(list, "q x y x y z", "0-11 q x y x y z/long;");
    assert_matches(list, "q x y x y q", "2-3 x/a;4-9 y x y/c;");
    assert_matches(list, "q x y x y zz", "2-3 x/a;4-9 y x y/c;");
    assert_matches(list, "q x y q x y x", "2-3 x/a;4-5 y/b;8-9 x/a;10-11 y/b;12-13 x/a;");
    assert_matches("a b c\tlong\na\tshort\nb d\tother\n", "a b d a b c",
                   "0-1 a/short;2-5 b d/other;6-11 a b c/long;");
}

static void emoji_are_whole(void **state)
{
    (void)state;
    const char *list = "\U0001f1e9\U0001f1ea\tDE\n\U0001f467\tgirl\n"
                       "\U0001f469\u200d\U0001f467\tboth\n";
    assert_matches(list, "\U0001f1e6\U0001f1e9\U0001f1ea\U0001f1fa", "");
    assert_matches(list, "\U0001f1ea\U0001f1fa\U0001f1e9\U0001f1ea",
                   "2-4 \U0001f1e9\U0001f1ea/DE;");
    assert_matches(list, "\U0001f468\u200d\U0001f469\u200d\U0001f467", "");
    assert_matches(list, "\U0001f469\u200d\U0001f467\U0001f467",
                   "0-3 \U0001f469\u200d\U0001f467/both;3-4 \U0001f467/girl;");
    assert_matches("\U0001f3f4\tflag\n", "\U0001f3f4\U000e0067\U000e007f \U0001f3f4",
                   "4-5 \U0001f3f4/flag;");
}

/* The longest of terms is begun at each word of a text, and never comes. */
static void repeated_beginnings(void **state)
{
    (void)state;
    enum { WORDS = 300, ROUNDS = 1000 };
    struct nr_buf list = {0}, text = {0};
    nr_buf_add_cstr(&list, "x\t0\ny\t1\nq");
    for (size_t i = 0; i < WORDS; i++)
        nr_buf_add_cstr(&list, i % 2 ? " y" : " x");
    nr_buf_add_cstr(&list, " z\tlong\n");
    for (size_t i = 0; i < (size_t)WORDS * ROUNDS; i++)
        nr_buf_add_cstr(&text, i % WORDS == 0 ? "q x " : i % 2 ? "y " : "x ");
    struct nr_lexicon *l = load(nr_buf_cstr(&list));
    struct nr_lexicon_walk walk = nr_lexicon_walk(l, nr_buf_str(&text));
    struct nr_lexicon_match m;
    size_t found = 0;
    for (size_t at = 0; nr_lexicon_next(&walk, &m); found++, at = m.to + 1) {
        assert_int_equal(m.from, at + (found % WORDS ? 0 : 2));
        assert_true(nr_str_is(m.label, found % 2 ? "1" : "0"));
    }
    assert_int_equal(found, WORDS * ROUNDS);
    nr_lexicon_free(l);
    nr_buf_free(&list);
    nr_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_words_only),
        cmocka_unit_test(leftmost_longest),
        cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(offsets_are_code_points),
        cmocka_unit_test(several_labels),
        cmocka_unit_test(emoji_are_whole),
        cmocka_unit_test(comments_and_blanks),
        cmocka_unit_test(bad_lines),
        cmocka_unit_test(many_terms),
        cmocka_unit_test(terms_in_a_term),
        cmocka_unit_test(repeated_beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
