#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/tags/quality.h"
#include <stdio.h>

/* The value of a signal; -1 where it is not there. */
static double value_of(const char *text, enum nr_quality_set set, const char *group,
                       const char *key)
{
    struct nr_quality *q = nr_quality_new();
    const char *in = "";
    double value = -1;
    size_t count;
    nr_quality_begin(q, nr_str_of(text), nr_str_of("en"));
    const struct nr_signal *s = nr_quality_signals(q, set, &count);
    for (size_t i = 0; i < count; i++) {
        in = s[i].type == NR_SIGNAL_GROUP || s[i].type == NR_SIGNAL_LIST ? s[i].key
             : s[i].inside                                               ? in
                                                                         : "";
        if (strcmp(in, group) == 0 && strcmp(s[i].key, key) == 0)
            value = s[i].type == NR_SIGNAL_REAL || s[i].type == NR_SIGNAL_SPAN ? s[i].real
                                                                               : (double)s[i].count;
    }
    nr_quality_free(q);
    return value;
}

static void words_lie_between_white_space(void **state)
{
    (void)state;
    assert_true(value_of("a\u00a0b c\u2028d\u3000e\x1c"
                         "f",
                         NR_QUALITY_DOLMA_GOPHER_V2, "", "word_count") == 6);
    assert_true(value_of("aaa bb\nc d", NR_QUALITY_DOLMA_GOPHER_V2, "", "median_word_length") ==
                1.5);
}

static void versions_differ_in_empty_lines(void **state)
{
    (void)state;
    const char *key = "fraction_of_duplicate_lines", *text = "a\n\nb\n\nc";
    assert_true(value_of(text, NR_QUALITY_DOLMA_GOPHER_V1, "", key) == .4);
    assert_true(value_of(text, NR_QUALITY_DOLMA_GOPHER_V2, "", key) == 0);
}

static void the_top_ngram_is_the_one_seen_first(void **state)
{
    (void)state;
    const char *group = "top_ngram_char_fraction";
    assert_true(value_of("aa b c", NR_QUALITY_DOLMA_GOPHER_V2, group, "2") == .75);
    assert_true(value_of("x a b ccc a b a", NR_QUALITY_DOLMA_GOPHER_V2, group, "2") == 4. / 9);
    assert_true(value_of("a", NR_QUALITY_DOLMA_GOPHER_V2, group, "2") == -1);
}

static void datatrove_joins_words(void **state)
{
    (void)state;
    assert_true(value_of("a bc d e f ab c d e f", NR_QUALITY_DATATROVE, "dup_ngram", "5") ==
                6. / 21);
}

static void check(const char *text, enum nr_quality_set set, const char *key, double expected)
{
    double value = value_of(text, set, "", key);
    if (value < expected - 1e-12 || value > expected + 1e-12)
        fail_msg("%s of '%s' is %.17g, not %.17g", key, text, value, expected);
}

static void nemo_counts_characters(void **state)
{
    (void)state;
    check("", NR_QUALITY_NEMO, "white_space", 1);
    check("ab 1(\u27e9", NR_QUALITY_NEMO, "alpha_numeric", 3. / 6);
    check("ab 1(\u27e9", NR_QUALITY_NEMO, "parentheses_ratio", 2. / 6);
    check("ab 1\u0663\t", NR_QUALITY_NEMO, "numbers_ratio", 2. / 6);
    check("ab 1\u0663\t", NR_QUALITY_NEMO, "white_space", 2. / 6);
    check("x https://a.b/c~ http:// ahttp://d", NR_QUALITY_NEMO, "urls_ratio", 21. / 34);
    check("http://a http://b", NR_QUALITY_NEMO, "urls_ratio", 16. / 17);
}

static void nemo_counts_words(void **state)
{
    (void)state;
    const char *text = "the ... # #a# ## to of 12";
    check(text, NR_QUALITY_NEMO, "word_count", 8);
    check(text, NR_QUALITY_NEMO, "symbol_to_word", 3. / 8);
    check(text, NR_QUALITY_NEMO, "words_without_alphabets", 4. / 8);
    check(text, NR_QUALITY_NEMO, "common_english_words", 2);
    check(text, NR_QUALITY_NEMO, "max_word_length", 3);
    check(text, NR_QUALITY_NEMO, "mean_word_length", 18. / 8);
}

static void nemo_counts_lines_and_paragraphs(void **state)
{
    (void)state;
    const char *text = " \u2022 a.\n\nRead More\n \nb\n\nb\n\nsee our Privacy Policy";
    check(text, NR_QUALITY_NEMO, "bullet_ratio", 1. / 5);
    check(text, NR_QUALITY_NEMO, "ellipsis", 1. / 5);
    check(text, NR_QUALITY_NEMO, "punctuation", 4. / 5);
    check(text, NR_QUALITY_NEMO, "repeated_lines", 4. / 5);
    check(text, NR_QUALITY_NEMO, "boilerplate_string_ratio", 1. / 4);
    check("a\n\na\n\nbb", NR_QUALITY_NEMO, "repeated_paragraphs", 2. / 3);
    check("a\n\na\n\nbb", NR_QUALITY_NEMO, "repeated_paragraphs_char", 3. / 4);
    check("Lorem Ipsum\n\na", NR_QUALITY_NEMO, "boilerplate_string_ratio", 1);
}

static void nemo_counts_ngrams(void **state)
{
    (void)state;
    check("a b  c a b a  b", NR_QUALITY_NEMO, "repeating_top_2grams", 6. / 15);
    check("a", NR_QUALITY_NEMO, "repeating_top_2grams", 1);
    check("a b c d e a b c d e", NR_QUALITY_NEMO, "repeating_dup_5gram", 9. / 19);
    check("a a a a a a a", NR_QUALITY_NEMO, "repeating_dup_5gram", (9. + 2) / 13);
}

static void nemo_finds_long_ngrams(void **state)
{
    (void)state;
    char text[1024], word[200];
    memset(word, 'a', 199);
    word[199] = 0;
    snprintf(text, sizeof text, "%s b a%s b  %s  b", word, word, word);
    check(text, NR_QUALITY_NEMO, "repeating_top_2grams", 402. / 608);
}

static void redpajama_counts_raw_and_normal_words(void **state)
{
    (void)state;
    const enum nr_quality_set set = NR_QUALITY_REDPAJAMA_V2;
    const char *text = "AB cd, It's {1}... Ok?\nx\u2026\n";
    assert_true(value_of(text, set, "rps_doc_word_count", "") == 6);
    assert_true(value_of(text, set, "rps_doc_num_sentences", "") == 3);
    assert_true(value_of(text, set, "rps_doc_frac_all_caps_words", "") == .07692308);
    assert_true(value_of(text, set, "rps_doc_frac_lines_end_with_ellipsis", "") == .5);
    assert_true(value_of("a b a b", set, "rps_doc_unigram_entropy", "") == .69314718);
    assert_true(value_of("aa B, Aa b!", set, "rps_doc_frac_chars_top_2gram", "") == 1);
    assert_true(value_of("a b c d e f A B C D E", set, "rps_doc_frac_chars_dupe_5grams", "") ==
                .90909091);
}

/* The spans of a list as text. */
static void assert_list(const char *text, const char *language, const char *key, const char *want)
{
    struct nr_quality *q = nr_quality_new();
    char got[400] = "";
    size_t count, len = 0;
    nr_quality_begin(q, nr_str_of(text), nr_str_of(language));
    const struct nr_signal *s = nr_quality_signals(q, NR_QUALITY_REDPAJAMA_V2, &count);
    size_t i = 0;
    while (i < count && strcmp(s[i].key, key) != 0)
        i++;
    assert_true(i < count && s[i].type == NR_SIGNAL_LIST);
    for (i++; i < count && s[i].inside && len < sizeof got; i++)
        len +=
            (size_t)snprintf(got + len, sizeof got - len, s[i].none ? "%d-%d:none " : "%d-%d:%g ",
                             (int)s[i].start, (int)s[i].end, s[i].real);
    assert_string_equal(got, want);
    nr_quality_free(q);
}

static void redpajama_measures_lines(void **state)
{
    (void)state;
    const char *text = "The JavaScript, java script.  \n\n  \u2022 \u00dcBER 2\u00bd \u4e8c\u201d";
    assert_list(text, "en", "rps_lines_num_words", "0-31:4 31-32:0 32-46:4 ");
    assert_list(text, "en", "rps_lines_javascript_counts", "0-31:1 31-32:0 32-46:0 ");
    assert_list(text, "en", "rps_lines_ending_with_terminal_punctution_mark",
                "0-31:1 31-32:0 32-46:1 ");
    assert_list(text, "en", "rps_lines_start_with_bulletpoint", "0-31:0 31-32:0 32-46:1 ");
    assert_list("Ab \u2160\u01c5", "en", "rps_lines_uppercase_letter_fraction", "0-5:0.4 ");
    assert_list("1\u4e8c x\u00bd\n", "en", "rps_lines_numerical_chars_fraction", "0-6:0.6 ");
    assert_list("", "en", "rps_lines_num_words", "");
    assert_list("", "en", "rps_lines_start_with_bulletpoint", "0-0:none ");
}

static void redpajama_knows_stop_words_of_five_languages(void **state)
{
    (void)state;
    const char *key = "rps_doc_stop_word_fraction";
    assert_list("the cat, The", "en", key, "0-12:0.25 "); /* as they are written */
    assert_list("der Hund und", "de-AT", key, "0-12:0.666667 ");
    assert_list("le chat", "fr", key, "0-7:0.5 ");
    assert_list("el gato", "es", key, "0-7:0.5 ");
    assert_list("il gatto", "it", key, "0-8:0.5 ");
    assert_list("o gato", "pt", key, "0-6:none ");
    assert_list("the cat", "", key, "0-7:none ");
    assert_list("...", "en", key, "0-3:0 ");
    assert_list("particuli\u00e8rement", "fr", key, "0-16:1 ");
}

static bool same_gram(const char *text, size_t i, size_t j, size_t n)
{
    return memcmp(text + 2 * i, text + 2 * j, 2 * n - 1) == 0;
}

/* How often the n-gram at word i of count occurs; the words are one letter and a space each. */
static size_t times_of(const char *text, size_t count, size_t i, size_t n)
{
    size_t times = 0;
    for (size_t j = 0; j + n <= count; j++)
        times += same_gram(text, i, j, n);
    return times;
}

static void assert_near(double a, double b)
{
    assert_true(a - b < 1e-7 && b - a < 1e-7);
}

static void compare_with_naive(const char *text, size_t count, size_t n)
{
    bool covered[64] = {false};
    size_t copies = 0, words = 0, most = 0;
    char key[48], group[] = {(char)('0' + n), 0};
    for (size_t i = 0; i + n <= count; i++) {
        size_t times = times_of(text, count, i, n);
        most = times > most ? times : most;
        copies += times > 1;
        for (size_t k = 0; times > 1 && k < n; k++)
            covered[i + k] = true;
    }
    for (size_t i = 0; i < count; i++)
        words += covered[i];
    snprintf(key, sizeof key,
             n < 5 ? "rps_doc_frac_chars_top_%zugram" : "rps_doc_frac_chars_dupe_%zugrams", n);
    double part = n >= 5 ? (double)words : most > 1 ? (double)(most * n) : 0;
    assert_near(value_of(text, NR_QUALITY_REDPAJAMA_V2, key, ""), part / (double)count);
    double gopher =
        n < 5 ? (double)(most * n) / (double)count : (double)copies / (double)(count - n + 1);
    assert_near(value_of(text, NR_QUALITY_DOLMA_GOPHER_V2,
                         n < 5 ? "top_ngram_char_fraction" : "dup_ngram_char_fraction", group),
                gopher);
}

static void ngrams_are_those_of_a_naive_count(void **state)
{
    (void)state;
    char text[129];
    uint32_t random = 7;
    for (int round = 0; round < 300; round++) {
        size_t count = 10 + (size_t)round % 50;
        for (size_t i = 0; i < count; i++) {
            random = random * 1664525 + 1013904223;
            text[2 * i] = (char)('a' + (random >> 24) % (2 + (unsigned)round % 3));
            text[2 * i + 1] = ' ';
        }
        text[2 * count - 1] = 0;
        for (size_t n = 2; n <= 9; n++)
            compare_with_naive(text, count, n);
    }
}

static void c4_counts_lines(void **state)
{
    (void)state;
    const char *text = "One two three. \nfour\n\nuse JavaScript now\"\n{";
    check(text, NR_QUALITY_DOLMA_C4_V1, "line_count", 5);
    check(text, NR_QUALITY_DOLMA_C4_V1, "lines_with_no_ending_punctuation", 3);
    check(text, NR_QUALITY_DOLMA_C4_V1, "lines_with_too_few_words", 3);
    check(text, NR_QUALITY_DOLMA_C4_V1, "has_javascript", 1);
    check(text, NR_QUALITY_DOLMA_C4_V1, "has_curly_brace", 1);
    check(text, NR_QUALITY_DOLMA_C4_V1, "has_lorem_ipsum", 0);
}

static void fineweb_counts_lines(void **state)
{
    (void)state;
    const char *text = "a b.\n\na b.\nthis line has more than thirty characters";
    check(text, NR_QUALITY_FINEWEB_V1, "line_punct_ratio", 2. / 3);
    check(text, NR_QUALITY_FINEWEB_V1, "short_line_ratio", 2. / 3);
    check(text, NR_QUALITY_FINEWEB_V1, "char_dup_ratio", 4. / 49);
    check(text, NR_QUALITY_FINEWEB_V1, "list_ratio", 3. / 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_lie_between_white_space),
        cmocka_unit_test(versions_differ_in_empty_lines),
        cmocka_unit_test(the_top_ngram_is_the_one_seen_first),
        cmocka_unit_test(datatrove_joins_words),
        cmocka_unit_test(nemo_counts_characters),
        cmocka_unit_test(nemo_counts_words),
        cmocka_unit_test(nemo_counts_lines_and_paragraphs),
        cmocka_unit_test(nemo_counts_ngrams),
        cmocka_unit_test(nemo_finds_long_ngrams),
        cmocka_unit_test(redpajama_counts_raw_and_normal_words),
        cmocka_unit_test(redpajama_measures_lines),
        cmocka_unit_test(redpajama_knows_stop_words_of_five_languages),
        cmocka_unit_test(ngrams_are_those_of_a_naive_count),
        cmocka_unit_test(c4_counts_lines),
        cmocka_unit_test(fineweb_counts_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
