#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/keywords.h"

static void read_all(struct nr_keywords *k, struct nr_str text)
{
    struct nr_tokens tokens = {0};
    nr_tokens_begin(&tokens, text);
    while (nr_tokens_next(&tokens))
        nr_keywords_read(k, &tokens);
    nr_tokens_free(&tokens);
}

/* The keywords of a text, with | between. */
static void assert_keywords(const char *background, const char *text, const char *want)
{
    struct nr_error e;
    struct nr_background *b;
    struct nr_keywords *k = nr_keywords_new();
    struct nr_str found[NR_KEYWORDS_FOUND];
    struct nr_buf got = {0};
    assert_int_equal(nr_background_new(&b, nr_str_of(background), &e), NR_OK);
    for (int round = 0; round < 2; round++) { /* what was before does not matter */
        nr_keywords_reset(k);
        nr_buf_reset(&got, 1 << 20);
        read_all(k, nr_str_of(text));
        size_t n = nr_keywords_result(k, b, found);
        for (size_t i = 0; i < n; i++)
            nr_buf_addf(&got, "%s%.*s", i ? "|" : "", (int)found[i].len, found[i].data);
        assert_string_equal(nr_buf_cstr(&got), want);
    }
    nr_buf_free(&got);
    nr_keywords_free(k);
    nr_background_free(b);
}

static void frequent_and_early_words_come_first(void **state)
{
    (void)state;
    assert_keywords("", "ferry, cargo, ferry, storm", "ferry|cargo|storm");
    assert_keywords("", "", "");
    assert_keywords("", "the and of an it 12 of", "");
}

static void the_background_takes_weight_from_common_words(void **state)
{
    (void)state;
    const char *background = "# texts: 1023\nferry\t900\nyear\t1000\n";
    assert_keywords(background, "ferry, ferry, year, year, cargo", "cargo|ferry|year");
}

static void runs_of_words_that_come_again(void **state)
{
    (void)state;
    assert_keywords("", "harbour master sank the harbour master, the Harbour Master",
                    "harbour master|sank");
    assert_keywords("", "harbour master. Harbour: master", "harbour|master");
    assert_keywords("", "harbour\n\nmaster harbour\n\nmaster", "harbour|master");
}

static void words_are_written_as_inside_a_sentence(void **state)
{
    (void)state;
    assert_keywords("", "Ferries sank. The ferries, the NATO ferries. NATO", "ferries|NATO|sank");
}

static void scripts_without_spaces_have_none(void **state)
{
    (void)state;
    assert_keywords("", "東京都は東京", "");
    assert_keywords("", "Київ і Київ", "Київ");
}

static void ten_at_most(void **state)
{
    (void)state;
    assert_keywords("", "aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, iii, jjj, kkk, lll, mmm",
                    "aaa|bbb|ccc|ddd|eee|fff|ggg|hhh|iii|jjj");
}

static void the_words_for_a_background(void **state)
{
    (void)state;
    struct nr_keywords *k = nr_keywords_new();
    struct nr_buf words = {0};
    read_all(k, nr_str_of("Ferry and FERRY, Éire ferries ferry"));
    nr_keywords_words(k, &words);
    assert_string_equal(nr_buf_cstr(&words), "ferry\n\xc3\xa9ire\nferries\n");
    nr_buf_free(&words);
    nr_keywords_free(k);
}

static void a_background_is_written_and_read_again(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_background *b, *again;
    struct nr_buf first = {0}, second = {0};
    assert_int_equal(nr_background_new(&b, nr_str(NULL, 0), &e), NR_OK);
    nr_background_add(b, nr_str_of("sea\nland\n"));
    nr_background_add(b, nr_str_of("sea\nair\nland\n"));
    nr_background_add(b, nr_str_of("sea\nfire\n"));
    nr_background_write(b, &first);
    assert_string_equal(nr_buf_cstr(&first), "# texts: 3\nsea\t3\nland\t2\n");
    assert_int_equal(nr_background_new(&again, nr_buf_str(&first), &e), NR_OK);
    nr_background_write(again, &second);
    assert_string_equal(nr_buf_cstr(&second), nr_buf_cstr(&first));
    nr_background_free(b);
    nr_background_free(again);
    nr_buf_free(&first);
    nr_buf_free(&second);
}

static void a_background_forgets_the_rarest(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_background *b;
    struct nr_buf words = {0}, list = {0};
    assert_int_equal(nr_background_new(&b, nr_str(NULL, 0), &e), NR_OK);
    for (size_t i = 0; i < NR_BACKGROUND_WORDS + 10; i++) {
        nr_buf_reset(&words, 1 << 10);
        nr_buf_addf(&words, "often\nw%zu\n", i);
        nr_background_add(b, nr_buf_str(&words));
    }
    nr_background_write(b, &list);
    assert_string_equal(nr_buf_cstr(&list), "# texts: 1048586\noften\t1048586\n");
    nr_background_free(b);
    nr_buf_free(&words);
    nr_buf_free(&list);
}

static void bad_backgrounds_are_refused_with_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        uint64_t line;
    } bad[] = {{"sea\t3\n", 1},
               {"# texts: x\n", 1},
               {"# texts: 18446744073709551615\n", 1},
               {"# texts: 3\nsea\n", 2},
               {"# texts: 3\nsea\t4\n", 2},
               {"# texts: 3\nsea\t0\n", 2},
               {"# texts: 3\nsea\t1\n\xff\t2\n", 3},
               {"# texts: 3\n\t2\n", 2}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct nr_error e = {.line = 0};
        struct nr_background *b;
        assert_int_equal(nr_background_new(&b, nr_str_of(bad[i].list), &e), NR_FAIL);
        assert_int_equal(e.line, bad[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequent_and_early_words_come_first),
        cmocka_unit_test(the_background_takes_weight_from_common_words),
        cmocka_unit_test(runs_of_words_that_come_again),
        cmocka_unit_test(words_are_written_as_inside_a_sentence),
        cmocka_unit_test(scripts_without_spaces_have_none),
        cmocka_unit_test(ten_at_most),
        cmocka_unit_test(the_words_for_a_background),
        cmocka_unit_test(a_background_is_written_and_read_again),
        cmocka_unit_test(a_background_forgets_the_rarest),
        cmocka_unit_test(bad_backgrounds_are_refused_with_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
