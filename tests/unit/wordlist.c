#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/tags/wordlist.h"

/* The matches as "start-end term/label;" */
static void assert_matches(const char *list, const char *text, const char *want)
{
    struct nr_wordlist *l = NULL;
    struct nr_error e = {0};
    struct nr_buf lower = {0}, got = {0};
    struct nr_lexicon_match m;
    assert_int_equal(nr_wordlist_new(&l, nr_str_of(list), &e), NR_OK);
    struct nr_wordlist_walk walk = nr_wordlist_walk(l, nr_str_of(text), &lower);
    while (nr_wordlist_next(&walk, &m))
        nr_buf_addf(&got, "%zu-%zu %.*s/%.*s;", m.start, m.end, (int)m.term.len, m.term.data,
                    (int)m.label.len, m.label.data);
    nr_buf_cstr(&got);
    assert_string_equal(got.data, want);
    nr_buf_free(&got);
    nr_buf_free(&lower);
    nr_wordlist_free(l);
}

static void rules_of_case(void **state)
{
    (void)state;
    assert_matches("May\tname\nsea ICE\tice\ti\r\n", "may May SEA Ice seA ices",
                   "4-7 May/name;8-15 SEA Ice/ice;");
    assert_matches("\u00e9vora\tplace\ti\n", "x \u00c9VORA", "2-7 \u00c9VORA/place;");
    assert_matches("kg\tunit\ti\n", "\u212ag KG", "3-5 KG/unit;"); /* the sign of Kelvin */
    assert_matches("May\tname\t\n#a\tb\tc\n\n", "May may", "0-3 May/name;");
}

static void both_kinds(void **state)
{
    (void)state;
    const char *list = "North\tdirection\nnorth sea\tsea\ti\nSea oil\toil\n";
    assert_matches(list, "North Sea oil", "0-9 North Sea/sea;");
    assert_matches("US\texact\nus\tany\ti\n", "us US", "0-2 us/any;3-5 US/exact;3-5 US/any;");
    assert_matches("a b\tlong\nA\tany\ti\n", "a b a", "0-3 a b/long;4-5 a/any;");
}

static void assert_bad(const char *list, uint64_t line)
{
    struct nr_wordlist *l = NULL;
    struct nr_error e = {0};
    assert_int_equal(nr_wordlist_new(&l, nr_str_of(list), &e), NR_FAIL);
    assert_int_equal(e.line, line);
    assert_true(e.text[0]);
}

static void bad_lines(void **state)
{
    (void)state;
    assert_bad("a\tb\na\tb\tz\n", 2);
    assert_bad("a\tb\n(\tb\tx\n", 2);
    assert_bad("a\tb\txx\n", 1);
    assert_bad("\tb\tx\n", 1);
    assert_bad("a\tb\tii\n", 1);
    assert_bad("a\tb\ti\ti\n", 1);
    assert_bad("a\tb\n\n\tb\ti\n", 3);
    assert_bad("a\xff\tb\ti\n", 1);
    assert_bad("a\n", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_of_case),
        cmocka_unit_test(both_kinds),
        cmocka_unit_test(bad_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
