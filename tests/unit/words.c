#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/sentences.h"
#include "newsreel/text/words.h"

static void expect_words(const char *text, const char *const *want)
{
    struct nr_str rest = nr_str_of(text), word;
    for (; *want; want++) {
        assert_true(nr_words_next(&rest, &word));
        assert_true(nr_str_is(word, *want));
    }
    assert_false(nr_words_next(&rest, &word));
}

static void test_words(void **state)
{
    (void)state;
    expect_words("Don\xe2\x80\x99t pay $3,140.50 at 10:30, well-known 'ghost'.",
                 (const char *[]){"Don\xe2\x80\x99t", "pay", "3,140.50", "at", "10:30", "well",
                                  "known", "ghost", NULL});
    expect_words("\xd0\x9c\xd0\xb8\xd1\x80! caf\xc3\xa9",
                 (const char *[]){"\xd0\x9c\xd0\xb8\xd1\x80", "caf\xc3\xa9", NULL});
    expect_words("\xe4\xb8\xad\xe5\x9b\xbd"
                 "a",
                 (const char *[]){"\xe4\xb8\xad", "\xe5\x9b\xbd", "a", NULL});
    expect_words(" -- ... ", (const char *[]){NULL});
    assert_int_equal(nr_words_count(nr_str_of("one two, three")), 3);
    assert_int_equal(nr_words_count(nr_str(NULL, 0)), 0);
}

static void expect_sentences(const char *text, const char *const *want)
{
    struct nr_str rest = nr_str_of(text), sentence;
    for (; *want; want++) {
        assert_true(nr_sentences_next(&rest, &sentence));
        assert_true(nr_str_is(sentence, *want));
    }
    assert_false(nr_sentences_next(&rest, &sentence));
}

static void test_sentences(void **state)
{
    (void)state;
    expect_sentences(
        "It rained. \"Really?\" Yes! So it did\xe2\x80\xa6 ",
        (const char *[]){"It rained.", "\"Really?\"", "Yes!", "So it did\xe2\x80\xa6", NULL});
    expect_sentences(
        "Mr. Doe of the U.S. Navy paid 3.50. J. R. Roe did not.",
        (const char *[]){"Mr. Doe of the U.S. Navy paid 3.50.", "J. R. Roe did not.", NULL});
    expect_sentences("About noon. so he said. End",
                     (const char *[]){"About noon. so he said.", "End", NULL});
    expect_sentences("A heading\n\nA line\nthat goes on.",
                     (const char *[]){"A heading", "A line\nthat goes on.", NULL});
    expect_sentences("\xe4\xb8\x8b\xe9\x9b\xa8\xe4\xba\x86\xe3\x80\x82\xe7\x9c\x9f\xe7\x9a\x84",
                     (const char *[]){"\xe4\xb8\x8b\xe9\x9b\xa8\xe4\xba\x86\xe3\x80\x82",
                                      "\xe7\x9c\x9f\xe7\x9a\x84", NULL});
    expect_sentences("www.example.org is down", (const char *[]){"www.example.org is down", NULL});
    expect_sentences(" \n ", (const char *[]){NULL});
    assert_int_equal(nr_sentences_count(nr_str_of("One. Two. Three")), 3);
    assert_int_equal(nr_sentences_count(nr_str(NULL, 0)), 0);
}

static void assert_acronym(bool is, const char *words, const char *acronym)
{
    if (nr_words_are_acronym(nr_str_of(words), nr_str_of(acronym)) != is)
        fail_msg("%s: %s", words, acronym);
}

static void acronyms(void **state)
{
    (void)state;
    assert_acronym(true, "Automobile Association", "AA");
    assert_acronym(true, "Department of Health", "DH");
    assert_acronym(true, "Anglo-Dutch Oil", "ADO");
    assert_acronym(false, "Department of Health", "DOH");
    assert_acronym(false, "Automobile Association", "AAA");
    assert_acronym(false, "Automobile Association", "A");
    assert_acronym(false, "Reuters", "R");
    assert_acronym(false, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acronyms),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
