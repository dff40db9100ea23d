#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/lines.h"

static struct nr_arena arena;

static char *join(const char *text)
{
    static struct nr_buf out;
    nr_buf_reset(&out, 1 << 16);
    nr_arena_reset(&arena);
    nr_lines_join(&out, nr_str_of(text), &arena);
    return (char *)(uintptr_t)nr_buf_cstr(&out);
}

/* Joining gives want, and joining that again changes nothing. */
static void expect(const char *text, const char *want)
{
    char *got = join(text);
    assert_string_equal(got, want);
    struct nr_str copy = nr_arena_str(&arena, nr_str_of(got));
    struct nr_buf again = {0};
    struct nr_arena scratch = {0};
    nr_lines_join(&again, copy, &scratch);
    assert_string_equal(nr_buf_cstr(&again), want);
    nr_buf_free(&again);
    nr_arena_free(&scratch);
}

static void test_wrapped_paragraphs(void **state)
{
    (void)state;
    expect(
        "The harbour of Lindholm was closed on Monday after a crane\n"
        "fell into the basin. Nobody was hurt, the port authority\n"
        "said, but ships will have to wait until the wreck has been\n"
        "lifted.\n"
        "\n\n"
        "Divers went down in the afternoon. They found the cabin of\n"
        "the crane intact, forty feet below the surface.\n",
        "The harbour of Lindholm was closed on Monday after a crane fell into the basin. Nobody "
        "was "
        "hurt, the port authority said, but ships will have to wait until the wreck has been "
        "lifted."
        "\n\n"
        "Divers went down in the afternoon. They found the cabin of the crane intact, forty feet "
        "below the surface.");
}

static void test_crlf_and_trailing_blanks(void **state)
{
    (void)state;
    expect("The council of the small town has met for the third time  \r\n"
           "this week without a decision about the old mill by the  \r\n"
           "river.\r\n",
           "The council of the small town has met for the third time this week without a decision "
           "about "
           "the old mill by the river.");
}

static void test_verse_stays(void **state)
{
    (void)state;
    const char *verse = "The editors have asked me for a poem about the recent flood,\n"
                        "and as I am a poor man, I have written one for them, which I\n"
                        "hope will please the readers of this paper.\n"
                        "\n"
                        "The river rose at night,\n"
                        "The bridge was gone by day,\n"
                        "No lantern gave us light,\n"
                        "No neighbour knew the way.";
    assert_non_null(strstr(join(verse), "The river rose at night,\n"
                                        "The bridge was gone by day,\n"
                                        "No lantern gave us light,\n"
                                        "No neighbour knew the way."));
}

static void test_lists_and_tables_stay(void **state)
{
    (void)state;
    expect("The committee named three reasons for the long delay of the\n"
           "new line, none of which it could do anything about:\n"
           "- the weather in the first three months of the year, which\n"
           "was worse than anybody remembers\n"
           "- the price of steel\n"
           "\n"
           "Station    Opened   Closed\n"
           "Amberg     1901     1988\n"
           "Brand      1903     1990",
           "The committee named three reasons for the long delay of the new line, none of which it "
           "could do anything about:\n"
           "- the weather in the first three months of the year, which was worse than anybody "
           "remembers\n"
           "- the price of steel\n\n"
           "Station    Opened   Closed\n"
           "Amberg     1901     1988\n"
           "Brand      1903     1990");
}

static void test_quotes_join_with_their_depth(void **state)
{
    (void)state;
    expect(
        "> I have read the report twice now, and I still cannot find\n"
        "> the place where the costs of the tunnel are explained.\n"
        "Neither can I. It seems that whoever wrote it did not think\n"
        "that anybody would ask.\n",
        "> I have read the report twice now, and I still cannot find the place where the costs of "
        "the tunnel are explained.\n\n"
        "Neither can I. It seems that whoever wrote it did not think that anybody would ask.");
}

static void test_hyphens(void **state)
{
    (void)state;
    /* Cut only for the line, known to be one word, known to have its hyphen, a name. */
    expect(
        "The commission has not yet come to a result, and its secre-\n"
        "tary would not say when. The railway men and the govern-\n"
        "ment have both agreed to wait. The government sent a well-\n"
        "known lawyer, and a well-known lawyer is not cheap. Mr Box-\n"
        "Howard was his name.\n",
        "The commission has not yet come to a result, and its secretary would not say when. The "
        "railway men and the government have both agreed to wait. The government sent a well-known "
        "lawyer, and a well-known lawyer is not cheap. Mr Box-Howard was his name.");
}

static void test_soft_hyphens_go(void **state)
{
    (void)state;
    expect(
        "Der Verein hat am Sonntag sein hundertstes Jahr gefei\xc2\xac\n"
        "ert, und der Vorsitzende hielt eine lange Rede \xc3\xbc"
        "ber die Ge\xc2\xad\n"
        "schichte des Hauses am Markt.\n",
        "Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vorsitzende hielt eine "
        "lange Rede \xc3\xbc"
        "ber die Geschichte des Hauses am Markt.");
}

static void test_cjk_joins_without_space(void **state)
{
    (void)state;
    expect(
        "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5"
        "\xb8\x83\xe6\x96\xb0\xe7\x9a\x84\xe6\xa1\xa5\xe6\xa2\x81\xe5\xb0\x86\xe4\xba\x8e\xe4\xb8"
        "\x8b\xe6\x9c\x88\xe5\x88\x9d\xe5\x90\x91\xe8\xa1\x8c\xe4\xba\xba\xe5\x92\x8c\xe8\xbd\xa6\n"
        "\xe8\xbe\x86\xe5\x85\xa8\xe9\x9d\xa2\xe5\xbc\x80\xe6\x94\xbe\xe5\xb1\x8a\xe6\x97\xb6\xe6"
        "\xb2\xb3\xe4\xb8\xa4\xe5\xb2\xb8\xe7\x9a\x84\xe5\xb1\x85\xe6\xb0\x91\xe8\xbf\x87\xe6\xb2"
        "\xb3\xe5\x8f\xaa\xe9\x9c\x80\xe8\xa6\x81\xe5\x87\xa0\xe5\x88\x86\xe9\x92\x9f\xe7\x9a\x84\n"
        "\xe6\x97\xb6\xe9\x97\xb4\xe5\xb0\xb1\xe5\xa4\x9f\xe4\xba\x86\xe3\x80\x82\n",
        "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5"
        "\xb8\x83\xe6\x96\xb0\xe7\x9a\x84\xe6\xa1\xa5\xe6\xa2\x81\xe5\xb0\x86\xe4\xba\x8e\xe4\xb8"
        "\x8b\xe6\x9c\x88\xe5\x88\x9d\xe5\x90\x91\xe8\xa1\x8c\xe4\xba\xba\xe5\x92\x8c\xe8\xbd\xa6"
        "\xe8\xbe\x86\xe5\x85\xa8\xe9\x9d\xa2\xe5\xbc\x80\xe6\x94\xbe\xe5\xb1\x8a\xe6\x97\xb6\xe6"
        "\xb2\xb3\xe4\xb8\xa4\xe5\xb2\xb8\xe7\x9a\x84\xe5\xb1\x85\xe6\xb0\x91\xe8\xbf\x87\xe6\xb2"
        "\xb3\xe5\x8f\xaa\xe9\x9c\x80\xe8\xa6\x81\xe5\x87\xa0\xe5\x88\x86\xe9\x92\x9f\xe7\x9a\x84"
        "\xe6\x97\xb6\xe9\x97\xb4\xe5\xb0\xb1\xe5\xa4\x9f\xe4\xba\x86\xe3\x80\x82");
}

static void test_long_lines_become_paragraphs(void **state)
{
    (void)state;
    char text[2000], want[2000];
    size_t n = 0, m = 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 30; k++, n += 9, m += 9) {
            memcpy(text + n, "sentence ", 9);
            memcpy(want + m, "sentence ", 9);
        }
        text[n - 1] = '\n';
        want[m - 1] = '\n';
        want[m++] = '\n';
    }
    text[n] = 0;
    want[m - 2] = 0;
    expect(text, want);
}

static void test_lines_that_were_not_wrapped_stay(void **state)
{
    (void)state;
    expect("Results of the day\nAmberg 3\nBrand 2\n\n\n\nCastell 1\n",
           "Results of the day\nAmberg 3\nBrand 2\n\nCastell 1");
}

static void test_nothing(void **state)
{
    (void)state;
    expect("", "");
    expect("\n \n\t\n", "");
    expect("one line", "one line");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrapped_paragraphs),
        cmocka_unit_test(test_crlf_and_trailing_blanks),
        cmocka_unit_test(test_verse_stays),
        cmocka_unit_test(test_lists_and_tables_stay),
        cmocka_unit_test(test_quotes_join_with_their_depth),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_soft_hyphens_go),
        cmocka_unit_test(test_cjk_joins_without_space),
        cmocka_unit_test(test_long_lines_become_paragraphs),
        cmocka_unit_test(test_lines_that_were_not_wrapped_stay),
        cmocka_unit_test(test_nothing),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
