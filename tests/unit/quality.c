#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/tags/quality.h"

/* The value of a signal; -1 where it is not there. */
static double value_of(const char *text, enum nr_quality_set set, const char *group,
                       const char *key)
{
    struct nr_quality *q = nr_quality_new();
    const char *in = "";
    double value = -1;
    size_t count;
    nr_quality_begin(q, nr_str_of(text));
    const struct nr_signal *s = nr_quality_signals(q, set, &count);
    for (size_t i = 0; i < count; i++) {
        in = s[i].type == NR_SIGNAL_GROUP ? s[i].key : s[i].inside ? in : "";
        if (strcmp(in, group) == 0 && strcmp(s[i].key, key) == 0)
            value = s[i].type == NR_SIGNAL_REAL ? s[i].real : (double)s[i].count;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_lie_between_white_space),
        cmocka_unit_test(versions_differ_in_empty_lines),
        cmocka_unit_test(the_top_ngram_is_the_one_seen_first),
        cmocka_unit_test(datatrove_joins_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
