#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/topics.h"

static void read_all(const struct nr_topics *t, struct nr_topics_count *count, const char *text)
{
    struct nr_tokens tokens = {0};
    nr_tokens_begin(&tokens, nr_str_of(text));
    while (nr_tokens_next(&tokens))
        nr_topics_read(t, count, &tokens);
    nr_tokens_free(&tokens);
}

/* The topics of a text as "name percent|name percent". */
static void assert_topics(const char *list, const char *text, const char *want)
{
    struct nr_error e;
    struct nr_topics *t;
    struct nr_topics_count count = {0};
    struct nr_topic found[NR_TOPICS_FOUND];
    struct nr_buf got = {0};
    assert_int_equal(nr_topics_new(&t, nr_str_of(list), &e), NR_OK);
    read_all(t, &count, text);
    size_t n = nr_topics_result(t, &count, found);
    for (size_t i = 0; i < n; i++)
        nr_buf_addf(&got, "%s%.*s %u", i ? "|" : "", (int)found[i].name.len, found[i].name.data,
                    found[i].percent);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_topics_count_free(&count);
    nr_topics_free(t);
}

static void weights_and_how_often_make_the_score(void **state)
{
    (void)state;
    const char *list = "# a comment\n\nsea\t6\tship, harbour\nland\t9\tcow\r\n";
    assert_topics(list, "A ship in the harbour.", "sea 100");
    assert_topics(list, "A ship.", "");
    assert_topics(list, "A ship, a ship.", "sea 100");
    assert_topics(list, "Ship SHIPS cow, cow!", "land 60|sea 40");
    assert_topics(list, "Starship harbours cowherd harbour", "sea 100");
}

static void the_longest_term_counts(void **state)
{
    (void)state;
    const char *list = "a\t9\tred\nb\t9\tred sea, Red-Sea port authority\nc\t9\tport\n";
    assert_topics(list, "red red", "a 100");
    assert_topics(list, "Red Sea, red sea", "b 100");
    assert_topics(list, "red sea red-sea port", "b 66");
    assert_topics(list, "red sea port authorities, red sea port authority", "b 66");
    assert_topics(list, "red, sea; port port", "c 66");
}

static void a_term_of_two_topics_speaks_for_both(void **state)
{
    (void)state;
    assert_topics("a\t6\tbank\nb\t6\tbank\n", "bank bank", "a 50|b 50");
}

static void less_than_a_fifth_is_not_told(void **state)
{
    (void)state;
    const char *list = "a\t9\tone,two,three,four,five,six,seven\nb\t6\teight,nine\n";
    assert_topics(list, "one two three four five six seven eight nine", "a 84");
}

static void three_at_most_the_first_of_equal_ones_first(void **state)
{
    (void)state;
    const char *list = "a\t6\tone\nb\t6\ttwo\nc\t6\tthree\nd\t6\tfour\n";
    assert_topics(list, "four three two one four three two one", "a 25|b 25|c 25");
}

static void the_built_in_lexicon_knows_the_news(void **state)
{
    (void)state;
    assert_topics("",
                  "The striker scored twice as the league champions won the match 3-1 in front of "
                  "40,000 fans; the coach praised his goalkeeper.",
                  "sport 100");
    assert_topics("",
                  "An earthquake of magnitude 6.1 destroyed hundreds of houses. Rescue workers "
                  "searched the rubble for survivors; the death toll rose to 40.",
                  "disaster, accident and emergency incident 100");
}

static void results_carry_the_codes_of_names_that_have_one(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_topics *t;
    struct nr_topics_count count = {0};
    struct nr_topic found[NR_TOPICS_FOUND];
    assert_int_equal(nr_topics_new(&t, nr_str_of("sport\t9\tball\nmine\t9\tpick\n"), &e), NR_OK);
    read_all(t, &count, "ball ball ball pick pick");
    assert_int_equal(nr_topics_result(t, &count, found), 2);
    assert_true(nr_str_is(found[0].code, "medtop:15000000"));
    assert_int_equal(found[1].code.len, 0);
    assert_int_equal(nr_topics_result(t, &count, found), 0);
    nr_topics_count_free(&count);
    nr_topics_free(t);
}

static void bad_lists_are_refused_with_the_line(void **state)
{
    (void)state;
    static const char *const lists[] = {"a\t1\tb\nno tab here\n",     "a\t1\tb\na\t0\tb\n",
                                        "a\t1\tb\na\t10\tb\n",        "a\t1\tb\na\tx\tb\n",
                                        "a\t1\tb\na\t1\tb c d e f\n", "a\t1\tb\na\t1\tb,,c\n",
                                        "a\t1\tb\n\xff\t1\tb\n"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct nr_error e = {.line = 0};
        struct nr_topics *t;
        assert_int_equal(nr_topics_new(&t, nr_str_of(lists[i]), &e), NR_FAIL);
        assert_int_equal(e.line, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_and_how_often_make_the_score),
        cmocka_unit_test(the_longest_term_counts),
        cmocka_unit_test(a_term_of_two_topics_speaks_for_both),
        cmocka_unit_test(less_than_a_fifth_is_not_told),
        cmocka_unit_test(three_at_most_the_first_of_equal_ones_first),
        cmocka_unit_test(the_built_in_lexicon_knows_the_news),
        cmocka_unit_test(results_carry_the_codes_of_names_that_have_one),
        cmocka_unit_test(bad_lists_are_refused_with_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
