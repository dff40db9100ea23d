#include "../../lib/formats/copy.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct nr_copy_layout wire = {.indent = 4, .full = 30};

static const char *indented(const char *text)
{
    static struct nr_buf out;
    out.len = 0;
    nr_copy_add_indented(&out, nr_str_of(text), &wire);
    return nr_buf_cstr(&out);
}

static void indent_begins_paragraphs(void **state)
{
    (void)state;
    assert_string_equal(indented("    The ferry to Hollin sailed\nagain on Tuesday.\n"
                                 "    It was late.\n"
                                 "     The council, which owns it,\nsaid nothing.\n"),
                        "The ferry to Hollin sailed again on Tuesday.\n\n"
                        "It was late.\n\n"
                        "The council, which owns it, said nothing.");
    assert_string_equal(indented("at the margin at the beginning\nof the text\n\n\nand again"),
                        "at the margin at the beginning of the text\n\nand again");
    assert_string_equal(indented(""), "");
    assert_string_equal(indented(" \n\n  \n"), "");
}

static void short_entries_are_a_list(void **state)
{
    (void)state;
    assert_string_equal(indented("    HOLLIN, March 2 - Shr 34 cts vs 1.19 dlrs\n"
                                 "    Net 807,000 vs 2,858,000\n"
                                 "    Revs 5 mln vs 4 mln\n"
                                 "    Note: the year has a gain of\n132,000 dlrs from a sale.\n"),
                        "HOLLIN, March 2 - Shr 34 cts vs 1.19 dlrs\n"
                        "Net 807,000 vs 2,858,000\n"
                        "Revs 5 mln vs 4 mln\n\n"
                        "Note: the year has a gain of 132,000 dlrs from a sale.");
}

static void rows_keep_lines_and_blanks(void **state)
{
    (void)state;
    assert_string_equal(
        indented("    The stocks, in tonnes, were these\nat the end of the month -\n"
                 "             March  Feb\n"
                 " Crude      41,536   42,094\n"
                 "    Latex      110      126\n"
                 " None so far\n"
                 "    Dealers said the market was\nquiet\n"),
        "The stocks, in tonnes, were these at the end of the month -\n\n"
        "             March  Feb\n"
        " Crude      41,536   42,094\n"
        "    Latex      110      126\n"
        " None so far\n\n"
        "Dealers said the market was quiet");
    assert_string_equal(
        indented("GRADE...........MAR 27.....MAR 20\nARAB LIGHT......18.49......18.52"),
        "GRADE...........MAR 27.....MAR 20\nARAB LIGHT......18.49......18.52");
    assert_string_equal(indented("WHEAT\nMAY7  287 UP   3/4\nCORN\nMAY7  160 UP  1 3/4"),
                        "WHEAT\nMAY7  287 UP   3/4\nCORN\nMAY7  160 UP  1 3/4");
}

static void prose_is_no_row(void **state)
{
    (void)state;
    /* Two blanks behind a sentence, two by mistake, and a paragraph set in too little. */
    assert_string_equal(indented("    Fleming was with Tracor.   He called  Mueller\nthe best.\n"
                                 " The two and a half mln dlr issue consisted of ten\nbonds.\n"),
                        "Fleming was with Tracor.   He called  Mueller the best.\n\n"
                        "The two and a half mln dlr issue consisted of ten bonds.");
}

static void short_lines_were_not_cut(void **state)
{
    (void)state;
    assert_string_equal(indented("CHICAGO CORN\nSPOT, 4 UNDER"), "CHICAGO CORN\nSPOT, 4 UNDER");
}

static void hyphens_stay(void **state)
{
    (void)state;
    assert_string_equal(
        indented("    a line that ends with an anti-\ninflation word and a dash --\n"
                 "and another dash at the end -\nfinished"),
        "a line that ends with an anti-inflation word and a dash -- and another "
        "dash at the end - finished");
}

static const char *paragraph(const char *text)
{
    static struct nr_buf out;
    out.len = 0;
    nr_copy_add_paragraph(&out, nr_str_of(text));
    return nr_buf_cstr(&out);
}

static void known_paragraphs(void **state)
{
    (void)state;
    assert_string_equal(paragraph("\n   Short\nlines\n are joined\n"), "Short lines are joined");
    assert_string_equal(paragraph("one\n\ntwo"), "one\n\ntwo");
    assert_string_equal(paragraph("渡船在星期二\n再次启航。"), "渡船在星期二再次启航。");
    assert_string_equal(paragraph("渡船在星期二\nagain"), "渡船在星期二 again");
    assert_string_equal(paragraph("Name     Won   Lost\nHollin   12    3"),
                        "Name     Won   Lost\nHollin   12    3");
}

static void survey(void **state)
{
    (void)state;
    struct nr_copy_layout layout;
    assert_true(
        nr_copy_survey(nr_str_of("   The ferry to Hollin sailed\nagain.\n   Late.\n"), &layout));
    assert_int_equal(layout.indent, 3);
    assert_int_equal(layout.full, 29 * 2 / 3);
    assert_false(nr_copy_survey(nr_str_of("The ferry\nsailed\n\n  > again"), &layout));
    assert_false(nr_copy_survey(nr_str_of("   Name     Won   Lost\nHollin   12    3"), &layout));
    assert_false(nr_copy_survey(nr_str(NULL, 0), &layout));
}

static const char *any(const char *text, bool keep_lines)
{
    static struct nr_buf out;
    struct nr_arena scratch = {0};
    out.len = 0;
    nr_buf_add_cstr(&out, "before");
    nr_copy_add(&out, nr_str_of(text), keep_lines, &scratch);
    nr_arena_free(&scratch);
    return nr_buf_cstr(&out);
}

static void any_text(void **state)
{
    (void)state;
    const char *set_in = "  The ferry to Hollin sailed\nagain.\n  It was late.\n";
    assert_string_equal(any(set_in, false),
                        "before\n\nThe ferry to Hollin sailed again.\n\nIt was late.");
    assert_string_equal(any("The ferry sailed.\n\nIt was late.", false),
                        "before\n\nThe ferry sailed.\n\nIt was late.");
    assert_string_equal(any("\n\n  The ferry\nsailed. \n", true), "before\n\n  The ferry\nsailed.");
    assert_string_equal(any(" \n", false), "before");
    assert_string_equal(any("", true), "before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indent_begins_paragraphs),
        cmocka_unit_test(short_entries_are_a_list),
        cmocka_unit_test(rows_keep_lines_and_blanks),
        cmocka_unit_test(prose_is_no_row),
        cmocka_unit_test(short_lines_were_not_cut),
        cmocka_unit_test(hyphens_stay),
        cmocka_unit_test(known_paragraphs),
        cmocka_unit_test(survey),
        cmocka_unit_test(any_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
