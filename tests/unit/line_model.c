/* The traits of lines, and the stretches with the largest sum. */
#include "../../lib/text/line_model.h"
#include "../../lib/text/line_words.h"
#include "../../lib/text/segments.h"
#include "../../lib/text/stretch.h"
#include "newsreel/text/function_words.h"
#include <math.h>
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

/* The probability that paragraph i is inside is the share of the ways to go through all paragraphs,
 * each with the exponential of its score as its weight, in which it is. */
static void expect_chances(const struct nr_line_scores *scores, size_t count)
{
    unsigned short chances[MOST];
    double all = 0, inside[MOST] = {0};
    for (unsigned set = 0; set < 1u << count; set++) {
        int sum = 0;
        for (size_t i = 0; i <= count; i++) {
            bool in = i < count && (set >> i & 1), was = i > 0 && (set >> (i - 1) & 1);
            sum += in ? scores[i].inside : 0;
            sum += in && !was ? scores[i].begin : !in && was ? scores[i].end : 0;
        }
        all += exp(sum / 100.0);
        for (size_t i = 0; i < count; i++)
            inside[i] += set >> i & 1 ? exp(sum / 100.0) : 0;
    }
    nr_line_model_weigh(scores, count, chances, &arena);
    for (size_t i = 0; i < count; i++)
        assert_true(fabs(chances[i] - 1000 * inside[i] / all) < 0.51);
}

static void test_chances(void **state)
{
    (void)state;
    uint32_t seed = 4711;
    struct nr_line_scores scores[MOST + 1];
    for (size_t trial = 0; trial < 50; trial++) {
        for (size_t i = 0; i <= MOST; i++) {
            int some[3];
            for (size_t k = 0; k < 3; k++) {
                seed = seed * 1664525 + 1013904223;
                some[k] = (int)(seed >> 16) % 601 - 300;
            }
            scores[i] = (struct nr_line_scores){some[0], some[1], some[2]};
        }
        expect_chances(scores, trial % MOST + 1);
    }
    nr_line_model_weigh(scores, 0, NULL, &arena);
}

/* Scores as large as can be leave no number undefined. */
static void test_chances_extreme(void **state)
{
    (void)state;
    struct nr_line_scores scores[] = {{2500, 2500, -2500},
                                      {-2500, -2500, -2500},
                                      {2500, 2500, 2500},
                                      {2500, -2500, -2500},
                                      {0, 0, 2500}};
    unsigned short chances[4];
    nr_line_model_weigh(scores, 4, chances, &arena);
    assert_int_equal(chances[0], 1000);
    assert_int_equal(chances[3], 1000);
}

enum { PAGE = 40 };

/* Likely lines stay where others are not, furniture apart. */
static void test_choose_scattered(void **state)
{
    (void)state;
    struct nr_traits t[PAGE] = {{.value = {0}}};
    unsigned short chances[PAGE];
    bool chosen[PAGE];
    for (size_t i = 0; i < PAGE; i++) {
        t[i].columns = 60;
        chances[i] = i % 4 == 0 ? 730 : 50;
    }
    t[4].phrase = "navigation";
    t[8].recurs = true;
    nr_line_model_choose(t, chances, PAGE, chosen);
    for (size_t i = 0; i < PAGE; i++)
        assert_int_equal(chosen[i], i % 4 == 0 && i != 4 && i != 8);
}

/* An article stays whole, but for furniture, whatever is said of one short line in it. */
static void test_choose_whole(void **state)
{
    (void)state;
    struct nr_traits t[MOST] = {{.value = {0}}};
    unsigned short chances[MOST];
    bool chosen[MOST];
    for (size_t i = 0; i < MOST; i++) {
        t[i].columns = i == 5 ? 10 : 200;
        chances[i] = i == 5 ? 3 : 950;
    }
    t[8].phrase = "share buttons";
    t[8].columns = 10;
    nr_line_model_choose(t, chances, MOST, chosen);
    for (size_t i = 0; i < MOST; i++)
        assert_int_equal(chosen[i], i != 8);
}

/* On a page where all chances are low the best of them stay. */
static void test_choice(void **state)
{
    (void)state;
    enum { COUNT = 4 };
    const struct nr_traits t[COUNT] = {
        {.columns = 18}, {.columns = 240}, {.columns = 240}, {.columns = 180}};
    bool chosen[COUNT];
    nr_line_model_choose(t, (const unsigned short[]){3, 290, 290, 3}, COUNT, chosen);
    assert_true(!chosen[0] && chosen[1] && chosen[2] && !chosen[3]);
    nr_line_model_choose(t, (const unsigned short[]){950, 950, 900, 10}, COUNT, chosen);
    assert_true(chosen[0] && chosen[1] && chosen[2] && !chosen[3]);
    nr_line_model_choose(t, NULL, 0, chosen);
    const struct nr_traits last[COUNT] = {{.columns = 240},
                                          {.columns = 30, .sentence = true},
                                          {.columns = 30, .sentence = true},
                                          {.columns = 180}};
    nr_line_model_choose(last, (const unsigned short[]){900, 90, 90, 3}, COUNT, chosen);
    assert_true(chosen[0] && chosen[1] && !chosen[2] && !chosen[3]);
}

/* A subhead needs less of a chance than what has nothing below; furniture between does not count. */
static void test_choose_subhead(void **state)
{
    (void)state;
    enum { COUNT = 6 };
    const struct nr_traits t[COUNT] = {{.columns = 240}, {.columns = 20, .phrase = "advertisement"},
                                       {.columns = 20},  {.columns = 240},
                                       {.columns = 20},  {.columns = 900}};
    bool chosen[COUNT];
    nr_line_model_choose(t, (const unsigned short[]){950, 3, 260, 950, 260, 3}, COUNT, chosen);
    assert_true(chosen[0] && !chosen[1] && chosen[2] && chosen[3] && !chosen[4] && !chosen[5]);
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
    struct nr_line_scores scores[6];
    nr_line_model_score(t, 5, scores);
    assert_true(scores[2].inside > scores[1].inside);
    t[2].recurs = true;
    nr_line_model_score(t, 5, scores);
    assert_true(scores[2].inside <= -300);
}

static void expect_words(const char *text, const char *const *words)
{
    struct nr_str rest = nr_str_of(text);
    char word[NR_LINE_WORD_BYTES + 1] = {0};
    for (; nr_line_words_next(&rest, word); words++) {
        assert_non_null(*words);
        assert_string_equal(word, *words);
    }
    assert_null(*words);
    assert_int_equal(rest.len, 0);
}

static void test_words_cut(void **state)
{
    (void)state;
    expect_words("", (const char *const[]){NULL});
    expect_words("1 a 2024", (const char *const[]){NULL});
    expect_words("A Sign in/UP» b", (const char *const[]){"sign", "in", "up", NULL});
    expect_words("ŹródŁo", (const char *const[]){"źródło", NULL});
    /* A word of many letters is known by its first bytes, in whole characters. */
    expect_words("Incomprehensibilities x", (const char *const[]){"incomprehensibil", NULL});
    expect_words("aРегистрация Go", (const char *const[]){"aрегистр", "go", NULL});
}

static unsigned char step_of(const char *line)
{
    static const struct nr_line_word words[] = {
        {"ferry", 120}, {"home", -160}, {"incomprehensibil", 90}, {"login", -30}, {"weiß", -80}};
    const struct nr_line_lexicon lexicon = {words, sizeof words / sizeof *words};
    return nr_line_words_step(&lexicon, nr_str_of(line));
}

static void test_words_step(void **state)
{
    (void)state;
    assert_int_equal(step_of("HOME"), 1);
    assert_true(step_of("Home") < step_of("Home and hearth"));
    assert_true(step_of("Home and hearth") < step_of("Login"));
    assert_true(step_of("Login") < NR_LINE_WORDS_NONE);
    assert_true(step_of("WEISS") == NR_LINE_WORDS_NONE && step_of("Weiß") < NR_LINE_WORDS_NONE);
    assert_true(step_of("Harbour") == NR_LINE_WORDS_NONE);
    assert_true(step_of("Ferry in port") > NR_LINE_WORDS_NONE);
    assert_int_equal(step_of("ferry"), NR_LINE_WORDS_STEPS - 1);
    assert_int_equal(step_of("Incomprehensibility"), NR_LINE_WORDS_STEPS - 1);
    assert_int_equal(step_of("Порт"), NR_LINE_WORDS_OTHER);
    assert_int_equal(step_of("12"), NR_LINE_WORDS_OTHER);
    assert_true(step_of("Порт home") < NR_LINE_WORDS_NONE);
    assert_true(step_of("Порт home") != NR_LINE_WORDS_OTHER);
    /* Words far inside a line do not count. */
    assert_int_equal(step_of("ab cd ef gh ij kl mn op qr st uv wx home"), NR_LINE_WORDS_NONE);
    const struct nr_line_lexicon none = {NULL, 0};
    assert_int_equal(nr_line_words_step(&none, nr_str_of("home")), NR_LINE_WORDS_NONE);
}

/* The search needs its order. */
static void test_words_sorted(void **state)
{
    (void)state;
    const struct nr_line_word *words = nr_line_lexicon.words;
    assert_true(nr_line_lexicon.count > 100);
    for (size_t i = 0; i < nr_line_lexicon.count; i++) {
        char word[NR_LINE_WORD_BYTES], known[NR_LINE_WORD_BYTES + 1] = {0};
        memcpy(known, words[i].word, NR_LINE_WORD_BYTES);
        struct nr_str rest = nr_str_of(known);
        assert_true(nr_line_words_next(&rest, word));
        assert_memory_equal(word, known, NR_LINE_WORD_BYTES);
        assert_true(words[i].weight != 0);
        if (i > 0)
            assert_true(memcmp(words[i - 1].word, words[i].word, NR_LINE_WORD_BYTES) < 0);
    }
}

/* Lines that look alike are told apart by their words, where they are short. */
static void test_words(void **state)
{
    (void)state;
    const struct nr_str lines[] = {
        NR_STR("Subscribe"), NR_STR("Different"),
        NR_STR("The ferry to the island of Halm will not sail before the end of the week, "
               "they said, and nobody on the island was surprised."),
        NR_STR("Subscribe"), NR_STR("Different")};
    struct nr_traits t[5] = {{.value = {0}}};
    nr_traits_measure(t, lines, 5, &arena);
    assert_true(t[0].value[NR_TRAIT_WORDS] < t[1].value[NR_TRAIT_WORDS]);
    assert_int_equal(t[2].value[NR_TRAIT_WORDS], 0);
    struct nr_line_scores scores[6];
    nr_line_model_score(t, 5, scores);
    assert_true(scores[0].inside < scores[1].inside);
}

static void test_echoes(void **state)
{
    (void)state;
    const struct nr_str lines[] = {
        NR_STR("Sport"),
        NR_STR("Weather"),
        NR_STR("The ferry to the island of Halm will not sail before the end of the week, they "
               "said."),
        NR_STR("Sport"),
        NR_STR("Weather"),
        NR_STR("On the island of Halm nobody was surprised that the ferry would not sail, they "
               "said."),
        NR_STR("Weather"),
        NR_STR("The harbour of the island has been too shallow for the new ferry since spring, "
               "they said."),
        NR_STR("Island without a ferry"),
        NR_STR("Recipes with pumpkin"),
        NR_STR("島の連絡船は週末まで運休すると会社が発表した。島の住民は驚かなかったという。"
               "島の連絡船は週末まで運休すると会社が発表した。"),
        NR_STR("連絡船は週末"),
    };
    enum { COUNT = sizeof lines / sizeof *lines };
    struct nr_traits t[COUNT] = {{.value = {0}}};
    nr_traits_measure(t, lines, COUNT, &arena);
    /* Both lines of the pair, and not the one that stands alone the third time. */
    assert_true(t[0].value[NR_TRAIT_PAIR] > t[6].value[NR_TRAIT_PAIR]);
    assert_int_equal(t[0].value[NR_TRAIT_PAIR], t[4].value[NR_TRAIT_PAIR]);
    assert_true(t[8].value[NR_TRAIT_SHARED] > t[9].value[NR_TRAIT_SHARED]);
    assert_true(t[11].value[NR_TRAIT_SHARED] > t[9].value[NR_TRAIT_SHARED]);
    /* A paragraph's own words are none that stand elsewhere. */
    assert_true(t[10].value[NR_TRAIT_SHARED] / 3 < t[2].value[NR_TRAIT_SHARED] / 3);
}

static void test_patterns(void **state)
{
    (void)state;
    enum { COUNT = 24 };
    struct nr_str lines[COUNT];
    struct nr_traits t[COUNT] = {{.value = {0}}};
    for (size_t i = 0; i < COUNT; i++)
        lines[i] = i % 3 == 0 ? nr_str_of("A lamp for the desk") : nr_str_of("$19.00");
    lines[10] = nr_str_of("what nobody else wrote about it,");
    nr_traits_measure(t, lines, COUNT, &arena);
    assert_true(t[9].value[NR_TRAIT_PATTERN] > t[10].value[NR_TRAIT_PATTERN]);
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
        cmocka_unit_test(test_segments),
        cmocka_unit_test(test_segments_against_all),
        cmocka_unit_test(test_chances),
        cmocka_unit_test(test_chances_extreme),
        cmocka_unit_test(test_choose_scattered),
        cmocka_unit_test(test_choose_whole),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_choose_subhead),
        cmocka_unit_test(test_traits),
        cmocka_unit_test(test_echoes),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_stretch),
        cmocka_unit_test(test_function_words),
        cmocka_unit_test(test_words_cut),
        cmocka_unit_test(test_words_step),
        cmocka_unit_test(test_words_sorted),
        cmocka_unit_test(test_words),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
