#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/gutenberg.h"

static struct nr_arena arena;

static void expect(struct nr_str got, const char *want)
{
    nr_arena_reset(&arena);
    assert_string_equal(nr_arena_cstr(&arena, got), want);
}

static void test_header_and_licence_go(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    struct nr_gutenberg g;
    const char *text = "The Project Gutenberg EBook of The Lindholm Mercury, by Various\r\n"
                       "\r\n"
                       "This eBook is for the use of anyone anywhere.\r\n"
                       "\r\n"
                       "Title: The Lindholm Mercury\r\n"
                       "       Volume 3,  Number 14\r\n"
                       "\r\n"
                       "Author: Various\r\n"
                       "\r\n"
                       "Release Date: April 1, 2005 [EBook #99999]\r\n"
                       "\r\n"
                       "Language: English\r\n"
                       "\r\n"
                       "*** START OF THIS PROJECT GUTENBERG EBOOK THE LINDHOLM MERCURY ***\r\n"
                       "\r\n"
                       "\r\n"
                       "Produced by Somebody and the Proofreaders of\r\n"
                       "the harbour\r\n"
                       "\r\n"
                       "\r\n"
                       "  THE LINDHOLM MERCURY\r\n"
                       "\r\n"
                       "Title: none.\r\n"
                       "\r\n"
                       "End of the Project Gutenberg EBook of The Lindholm Mercury, Volume 3,\r\n"
                       "Number 14, by Various\r\n"
                       "\r\n"
                       "*** END OF THIS PROJECT GUTENBERG EBOOK THE LINDHOLM MERCURY ***\r\n"
                       "\r\n"
                       "***** This file should be named 99999.txt *****\r\n";
    assert_true(nr_gutenberg_find(&g, nr_str_of(text), &a));
    expect(g.text, "  THE LINDHOLM MERCURY\r\n\r\nTitle: none.");
    expect(g.title, "The Lindholm Mercury Volume 3, Number 14");
    expect(g.author, "Various");
    expect(g.language, "English");
    nr_arena_free(&a);
}

static void test_newer_markers(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    struct nr_gutenberg g;
    const char *text = "Release date: May 2, 2021 [eBook #99999]\n"
                       "                Most recently updated: May 3, 2021\n\n"
                       "*** START OF THE PROJECT GUTENBERG EBOOK THE MERCURY OF LINDHOLM,\n"
                       "AND OTHER PAPERS ***\n\n"
                       "[Transcriber's note: spelling as printed.]\n\n"
                       "A crane fell into the basin.\n\n"
                       "*** END OF THE PROJECT GUTENBERG EBOOK THE MERCURY OF LINDHOLM ***\n"
                       "Updated editions will replace the previous one.\n";
    assert_true(nr_gutenberg_find(&g, nr_str_of(text), &a));
    expect(g.text, "[Transcriber's note: spelling as printed.]\n\nA crane fell into the basin.");
    expect(g.title, "");
    nr_arena_free(&a);
}

static void test_small_print(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    struct nr_gutenberg g;
    const char *text = "***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***\n"
                       "Why is this here?\n"
                       "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\n"
                       "The ferry sails at nine.\n\n"
                       "End of Project Gutenberg's The Lindholm Mercury, by Various\n";
    assert_false(nr_gutenberg_find(&g, nr_str_of("The ferry sails.\n*END*\n"), &a));
    assert_true(nr_gutenberg_find(&g, nr_str_of(strchr(text, '\n') + 1), &a));
    expect(g.text, "The ferry sails at nine.");
    /* The small print behind the text does not begin it. */
    const char *behind = "*** START OF THE PROJECT GUTENBERG EBOOK X ***\nThe ferry.\n"
                         "End of Project Gutenberg's X\n"
                         "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*END*\nNothing.\n";
    assert_true(nr_gutenberg_find(&g, nr_str_of(behind), &a));
    expect(g.text, "The ferry.");
    nr_arena_free(&a);
}

static void test_one_end_is_enough(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    struct nr_gutenberg g;
    assert_true(nr_gutenberg_find(
        &g, nr_str_of("The ferry.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nlaw\n"), &a));
    expect(g.text, "The ferry.");
    assert_true(nr_gutenberg_find(
        &g, nr_str_of("*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nThe ferry.\n"), &a));
    expect(g.text, "The ferry.");
    nr_arena_free(&a);
}

static void test_other_texts_stay(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    struct nr_gutenberg g;
    static const char *const others[] = {
        "",
        "\n\nProduced by nobody.\n",
        "Title: a form\nAuthor: none\n\nText about the START OF THE PROJECT GUTENBERG EBOOK.\n",
        "End of the Project Gutenberg talk.\n",
        "* * *\n*** START ***\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct nr_str text = nr_str_of(others[i]);
        assert_false(nr_gutenberg_find(&g, text, &a));
        assert_ptr_equal(g.text.data, text.data);
        assert_int_equal(g.text.len, text.len);
        assert_int_equal(g.title.len + g.author.len + g.language.len, 0);
    }
    nr_arena_free(&a);
}

static void test_markers_are_looked_for_at_the_ends(void **state)
{
    (void)state;
    enum { FAR = 70 << 10 };
    struct nr_arena a = {0};
    struct nr_gutenberg g;
    static char text[2 * FAR + 200];
    const char *marker = "\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n";
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 60 == 59 ? '\n' : 'x';
    memcpy(text + FAR, marker, strlen(marker));
    assert_false(nr_gutenberg_find(&g, nr_str(text, sizeof text), &a));
    memcpy(text + 1000, marker, strlen(marker));
    assert_true(nr_gutenberg_find(&g, nr_str(text, sizeof text), &a));
    nr_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header_and_licence_go),
        cmocka_unit_test(test_newer_markers),
        cmocka_unit_test(test_small_print),
        cmocka_unit_test(test_one_end_is_enough),
        cmocka_unit_test(test_other_texts_stay),
        cmocka_unit_test(test_markers_are_looked_for_at_the_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
