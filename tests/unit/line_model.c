/* The traits of lines, and the stretches with the largest sum. */
#include "../../lib/text/line_model.h"
#include "../../lib/text/segments.h"
#include "../../lib/text/stretch.h"
#include "newsreel/text/function_words.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 12 };

static struct nr_arena arena;

/* choice: one digit for each gain, 1 where it is chosen. */
static void expect_choice(const long *gains, long cost, long skip, const char *choice)
{
    bool chosen[MOST];
    size_t count = strlen(choice);
    nr_segments_choose(gains, count, cost, skip, chosen, &arena);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(chosen[i], choice[i] == '1');
}

static void test_segments(void **state)
{
    (void)state;
    expect_choice((const long[]){-5, 9, -2, 8, -6}, 3, 100, "01110");
    expect_choice((const long[]){-5, 9, -4, 8, -6}, 3, 100, "01010");
    expect_choice((const long[]){-5, 9, -40, 8, -6}, 3, 2, "01110");
    expect_choice((const long[]){2, -1, 2}, 5, 100, "000");
    expect_choice((const long[]){-1, -1}, 0, 100, "00");
    expect_choice((const long[]){7}, 3, 100, "1");
    expect_choice(NULL, 3, 100, "");
}

/* The best of all 2^n choices is no better. */
static void test_segments_against_all(void **state)
{
    (void)state;
    uint32_t seed = 12345;
    for (int trial = 0; trial < 200; trial++) {
        long gains[MOST], best = 0, sum = 0;
        bool chosen[MOST];
        for (size_t i = 0; i < MOST; i++) {
            seed = seed * 1664525 + 1013904223;
            gains[i] = (long)(seed >> 20) % 21 - 10;
        }
        for (unsigned set = 0; set < 1u << MOST; set++) {
            long value = 0;
            for (size_t i = 0; i < MOST; i++)
                if (set >> i & 1)
                    value += gains[i] - (i == 0 || !(set >> (i - 1) & 1) ? 4 : 0);
            best = value > best ? value : best;
        }
        nr_segments_choose(gains, MOST, 4, 1000, chosen, &arena);
        for (size_t i = 0; i < MOST; i++)
            if (chosen[i])
                sum += gains[i] - (i == 0 || !chosen[i - 1] ? 4 : 0);
        assert_int_equal(sum, best);
    }
}

enum { PAGE = 40 };

/* Likely lines that stand alone stay, though no stretch of them would. */
static void test_choose_scattered(void **state)
{
    (void)state;
    struct nr_traits t[PAGE] = {{.value = {0}}};
    int scores[PAGE];
    bool chosen[PAGE];
    for (size_t i = 0; i < PAGE; i++) {
        t[i].columns = 60;
        t[i].words = 8;
        scores[i] = i % 4 == 0 ? 100 : -300;
    }
    t[4].phrase = "navigation";
    nr_line_model_choose(t, scores, PAGE, chosen, &arena);
    for (size_t i = 0; i < PAGE; i++)
        assert_int_equal(chosen[i], i % 4 == 0 && i != 4);
}

/* An article stays whole, but for furniture, whatever is said of one short line in it. */
static void test_choose_whole(void **state)
{
    (void)state;
    struct nr_traits t[MOST] = {{.value = {0}}};
    int scores[MOST];
    bool chosen[MOST];
    for (size_t i = 0; i < MOST; i++) {
        t[i].columns = i == 5 ? 10 : 200;
        t[i].words = i == 5 ? 2 : 30;
        t[i].sentence = i != 5;
        scores[i] = i == 5 ? -600 : 300;
    }
    t[8].phrase = "share buttons";
    nr_line_model_choose(t, scores, MOST, chosen, &arena);
    for (size_t i = 0; i < MOST; i++)
        assert_int_equal(chosen[i], i != 8);
}

static void test_traits(void **state)
{
    (void)state;
    const struct nr_str lines[] = {
        NR_STR("Halm ferry in port | The Herald"),
        NR_STR("Home"),
        NR_STR(
            "The ferry to the island of Halm will not sail before the end of the week, they said."),
        NR_STR("HOME"),
        NR_STR("Comments"),
    };
    struct nr_traits t[5] = {{.value = {0}}};
    t[4].phrase = "comments";
    t[4].ends = true;
    nr_traits_measure(t, lines, 5, &arena);
    assert_int_equal(t[0].value[NR_TRAIT_TITLE], 3);
    assert_true(t[1].loose);
    assert_int_equal(t[1].words, 1);
    assert_int_equal(t[1].value[NR_TRAIT_REPEATED], t[3].value[NR_TRAIT_REPEATED]);
    assert_true(t[1].value[NR_TRAIT_REPEATED] > t[0].value[NR_TRAIT_REPEATED] % 3);
    assert_true(t[2].sentence);
    assert_int_equal(t[2].prose, t[2].columns);
    assert_int_equal(t[2].columns, lines[2].len);
    assert_int_equal(t[4].prose, 0);
    assert_true(t[4].loose);
    for (size_t i = 0; i < 5; i++)
        for (int g = 0; g < NR_TRAITS; g++)
            assert_true(t[i].value[g] < NR_TRAIT_VALUES);
    assert_true(nr_line_model_score(t, 5, 2) > nr_line_model_score(t, 5, 1));
}

static struct nr_traits line(uint32_t words, bool sentence)
{
    return (struct nr_traits){.words = words, .columns = words * 6, .sentence = sentence};
}

static struct nr_traits phrase(const char *reason)
{
    return (struct nr_traits){.words = 1, .columns = 8, .phrase = reason, .ends = true};
}

static void expect_stretch(const struct nr_traits *t, size_t count, size_t from, size_t to)
{
    size_t first, last;
    nr_stretch_find(t, count, &first, &last);
    assert_int_equal(first, from);
    assert_int_equal(last, to);
}

static void test_stretch(void **state)
{
    (void)state;
    const struct nr_traits none[] = {line(2, false), line(9, false)};
    expect_stretch(none, 2, 0, 0);
    expect_stretch(NULL, 0, 0, 0);
    /* A short sentence beside the stretch, and a longer one behind a line, belong to it. */
    const struct nr_traits near[] = {line(2, false), line(5, true), line(40, true), line(5, true),
                                     line(2, false), line(9, true), line(1, false)};
    expect_stretch(near, 7, 1, 6);
    /* Comments end it, other phrases do not while more comes. */
    const struct nr_traits comments[] = {line(90, true), phrase("comments"), line(80, true)};
    expect_stretch(comments, 3, 0, 1);
    const struct nr_traits related[] = {line(90, true), phrase("related articles"), line(80, true)};
    expect_stretch(related, 3, 0, 3);
    assert_true(nr_stretch_gain(&related[0]) > nr_stretch_gain(&near[0]));
    assert_true(nr_stretch_gain(&near[0]) > nr_stretch_gain(&related[1]));
}

/* On a page where all scores are low the best of them stay; words alone do not decide. */
static void test_choice(void **state)
{
    (void)state;
    enum { COUNT = 4 };
    const struct nr_traits t[COUNT] = {line(3, false), line(40, true), line(40, true),
                                       line(3, false)};
    bool chosen[COUNT];
    nr_line_model_choose(t, (const int[]){-600, -90, -90, -600}, COUNT, chosen, &arena);
    assert_true(!chosen[0] && chosen[1] && chosen[2] && !chosen[3]);
    nr_line_model_choose(t, (const int[]){300, 300, -600, -600}, COUNT, chosen, &arena);
    assert_true(chosen[0] && chosen[1] && !chosen[2] && !chosen[3]);
    nr_line_model_choose(t, NULL, 0, chosen, &arena);
}

static void test_function_words(void **state)
{
    (void)state;
    const char *const words[] = {"The", "aus", "wird", "qui", "и", "της", "في", "z", "a", "що"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(nr_is_function_word(nr_str_of(words[i])));
    assert_false(nr_is_function_word(nr_str_of("ferry")));
    assert_false(nr_is_function_word(nr_str(NULL, 0)));
    assert_false(nr_is_function_word(nr_str_of("Incomprehensibilities")));
    assert_true(nr_is_function_char(0x7684) && nr_is_function_char(0x306e));
    assert_false(nr_is_function_char(0x4eba));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segments),         cmocka_unit_test(test_segments_against_all),
        cmocka_unit_test(test_choose_scattered), cmocka_unit_test(test_choose_whole),
        cmocka_unit_test(test_traits),           cmocka_unit_test(test_stretch),
        cmocka_unit_test(test_choice),           cmocka_unit_test(test_function_words),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
