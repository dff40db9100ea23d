#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/furniture.h"

#define BODY_1                                                                                     \
    "The ferry to the island of Halm will not sail before the end of the week, its owner said on " \
    "Tuesday, because a pump in the engine room has failed and a new one must come from abroad."
#define BODY_2                                                                                     \
    "About two hundred people live on the island. Most of them have a boat of their own, and the " \
    "grocer said that there was enough flour for a month."
#define MORE_1                                                                                     \
    "The company has two ferries, but the other one has been in a dock on the mainland since the " \
    "winter, and nobody on the island expects it to be back before the end of the month."
#define MORE_2                                                                                     \
    "Until then fishing boats carry the mail, the medicines and those who have to see a doctor, "  \
    "and the school has closed, because its only teacher lives on the other side of the water."
#define BODY_3 "The mayor declined to comment."

static struct nr_arena arena;

static void sort(struct nr_parts *p, const char *text)
{
    nr_arena_reset(&arena);
    nr_parts_sort(p, nr_str_of(text), (struct nr_parts_known){0}, &arena);
}

static void expect_text(const struct nr_parts *p, const char *want)
{
    struct nr_buf out = {0};
    nr_parts_text(p, &out);
    assert_string_equal(nr_buf_cstr(&out), want);
    nr_buf_free(&out);
}

static void test_article_with_a_little_around_it(void **state)
{
    (void)state;
    struct nr_parts p;
    sort(&p, "World\n\nFerry to Halm stays in port for a week\n\nBy Jane Doe and John Roe, The "
             "Herald\n\n"
             "Updated 10:14 AM EDT, July 19, 2022\n\n" BODY_1 "\n\nAdvertisement\n\n" BODY_2
             "\n\n" BODY_3 "\n\nRelated Articles\n\nThe pump that failed\n\nBack to top button");
    assert_true(nr_str_is(p.section, "World"));
    assert_true(nr_str_is(p.headline, "Ferry to Halm stays in port for a week"));
    assert_true(nr_str_is(p.by, "Jane Doe and John Roe, The Herald"));
    expect_text(&p, BODY_1 "\n\n" BODY_2 "\n\n" BODY_3);
    assert_int_equal(p.count, 11);
    for (size_t i = 0; i < p.count; i++)
        assert_true((p.parts[i].place == NR_PLACE_GONE) == (p.parts[i].reason != NULL));
    assert_string_equal(p.parts[3].reason, "date line");
    assert_string_equal(p.parts[5].reason, "advertisement");
    assert_string_equal(p.parts[8].reason, "related articles");
    assert_string_equal(p.parts[9].reason, "behind the article");
    assert_string_equal(p.parts[10].reason, "back to top");
}

static void test_sentences_stay(void **state)
{
    (void)state;
    struct nr_parts p;
    const char *text =
        "More from the capital came on Friday, when the bridge was closed.\n\n" BODY_1
        "\n\nRelated to this is the matter of the lighthouse.\n\n" BODY_3;
    sort(&p, text);
    expect_text(&p, text);
    assert_int_equal(p.headline.len, 0);
}

static void test_text_without_sentences_stays(void **state)
{
    (void)state;
    struct nr_parts p;
    sort(&p, "Results\n\nAmberg 3 Brand 2\n\nCastell 1 Doren 1");
    expect_text(&p, "Results\n\nAmberg 3 Brand 2\n\nCastell 1 Doren 1");
    sort(&p, "");
    assert_int_equal(p.count, 0);
}

static void test_whole_page(void **state)
{
    (void)state;
    struct nr_parts p;
    sort(&p, "Ferry to Halm stays in port for a week - The "
             "Herald\n\nHome\n\nNews\n\nSport\n\nWeather\n\n"
             "Islands\n\nHarbours\n\nOpinion\n\nFerry to Halm stays in port for a "
             "week\n\nShare\n\n" BODY_1 "\n\n" BODY_2 "\n\n" BODY_3
             "\n\nComments\n\nContact us\n\nPrivacy policy\n\nJobs\n\nImprint");
    assert_true(nr_str_is(p.headline, "Ferry to Halm stays in port for a week"));
    expect_text(&p, BODY_1 "\n\n" BODY_2 "\n\n" BODY_3);
}

/* Whatever the record knows wins, and the line that says the same goes. */
/* What recurs goes, but a byline, a kicker above a headline of its own, and the headline that other
 * pages link to. */
static void test_lines_that_recur(void **state)
{
    (void)state;
    static const char *const lines[] = {"World", "Ferry to Halm stays in port", "By Ines Falk",
                                        "Follow us wherever you are"};
    struct nr_recurring *r = nr_recurring_new();
    struct nr_buf fold = {0};
    struct nr_parts p;
    uint64_t keys[5];
    for (size_t i = 0; i < 4; i++)
        keys[i] = nr_recurring_key(nr_str_of(lines[i]), &fold);
    for (keys[4] = 1; keys[4] <= NR_RECURRING_LEAST; keys[4]++)
        nr_recurring_add(r, 7, keys, 5);
    const char *text =
        "World\n\nFerry to Halm stays in port\n\nBy Ines Falk\n\nThe ferry to Halm "
        "has not left its port since Monday, the company said.\n\nFollow us wherever "
        "you are\n\nNobody knows when it will.\n\nFerry to Halm stays in port";
    struct nr_parts_known known = {.recurring = r, .site = 7};
    nr_parts_sort(&p, nr_str_of(text), known, &arena);
    assert_int_equal(p.count, 7);
    assert_true(nr_str_is(p.headline, lines[1]));
    assert_true(nr_str_is(p.by, "Ines Falk"));
    assert_string_equal(p.parts[4].reason, "site-line");
    assert_int_equal(p.parts[5].place, NR_PLACE_TEXT);
    known.site = 8;
    nr_parts_sort(&p, nr_str_of(text), known, &arena);
    assert_int_equal(p.parts[4].place, NR_PLACE_TEXT);
    nr_buf_free(&fold);
    nr_recurring_free(r);
}

static void test_known_members(void **state)
{
    (void)state;
    struct nr_parts p;
    const char *text = "Ferry to Halm stays in port for a week\n\n" BODY_1 "\n\n" BODY_2;
    struct nr_parts_known known = {.headline = nr_str_of("No ferry for Halm")};
    nr_parts_sort(&p, nr_str_of(text), known, &arena);
    expect_text(&p, text);
    assert_true(nr_str_is(p.headline, "No ferry for Halm"));
    known.headline = nr_str_of("Ferry to Halm Stays in Port for a Week");
    nr_parts_sort(&p, nr_str_of(text), known, &arena);
    expect_text(&p, BODY_1 "\n\n" BODY_2);
    assert_int_equal(p.parts[0].place, NR_PLACE_GONE);
}

static void test_mail_stays(void **state)
{
    (void)state;
    struct nr_parts p;
    const char *text = "> Comments\n\n> " BODY_1 "\n\n" BODY_2 "\n\n--\nJane Doe\nHalm";
    sort(&p, text);
    expect_text(&p, text);
}

static void test_what_would_be_empty_stays(void **state)
{
    (void)state;
    struct nr_parts p;
    sort(&p, "Comments\n\nShare");
    expect_text(&p, "Comments\n\nShare");
    assert_int_equal(p.parts[0].place, NR_PLACE_TEXT);
}

static void test_nothing_but_furniture(void **state)
{
    (void)state;
    struct nr_parts p;
    const char *furniture = "Share on Facebook\n\nRelated Articles\n\nPrivacy policy\n\n"
                            "Contact us\n\nHalm Herald\n\nBack to top";
    sort(&p, furniture);
    expect_text(&p, "");
    assert_int_equal(p.headline.len, 0);
    for (size_t i = 0; i < p.count; i++)
        assert_true(p.parts[i].place == NR_PLACE_GONE && p.parts[i].reason);
    sort(&p, "Share on Facebook\n\nPrivacy policy\n\nAmberg 3 Brand 2\n\nContact us\n\n"
             "Castell 1 Doren 1\n\nRelated Articles\n\nElmen 0 Forst 0\n\nBack to top");
    expect_text(&p, "Amberg 3 Brand 2\n\nCastell 1 Doren 1\n\nElmen 0 Forst 0");
}

/* Furniture between the paragraphs of a page goes too, and sub-heads stay. */
static void test_stretches(void **state)
{
    (void)state;
    struct nr_parts p;
    sort(&p, "Home\n\nNews\n\nSport\n\nWeather\n\nIslands\n\nHarbours\n\n" BODY_1 "\n\n" BODY_2
             "\n\nAdvertisement\n\nShare on Facebook\n\nRead more\n\n" MORE_1 "\n\n" MORE_2
             "\n\nContact us\n\nPrivacy policy\n\nJobs\n\nImprint\n\nTerms of use");
    expect_text(&p, BODY_1 "\n\n" BODY_2 "\n\n" MORE_1 "\n\n" MORE_2);
    assert_string_equal(p.parts[0].reason, "navigation");
}

static void test_phrases(void **state)
{
    (void)state;
    bool ends;
    assert_string_equal(nr_furniture_phrase(nr_str_of(" RELATED  ARTICLES: "), &ends),
                        "related articles");
    assert_true(ends);
    assert_string_equal(nr_furniture_phrase(nr_str_of("Share on Facebook"), &ends),
                        "share buttons");
    assert_false(ends);
    assert_string_equal(
        nr_furniture_phrase(nr_str_of("\xc2\xa9 2022 The Herald. All rights reserved."), NULL),
        "copyright");
    assert_string_equal(nr_furniture_phrase(nr_str_of("Weiterlesen \xc2\xbb"), NULL),
                        "link to more");
    assert_string_equal(
        nr_furniture_phrase(
            nr_str_of("\xe7\x9b\xb8\xe5\x85\xb3\xe6\x96\xb0\xe9\x97\xbb\xef\xbc\x9a"), NULL),
        "related articles");
    assert_string_equal(
        nr_furniture_phrase(nr_str_of("You need to enable JavaScript to run this app."), NULL),
        "script notice");
    assert_null(nr_furniture_phrase(nr_str_of("JavaScript is disabled by one in a hundred of those "
                                              "who were asked, and most of them say that they do "
                                              "so for the sake of what they call their peace."),
                                    NULL));
    assert_null(nr_furniture_phrase(nr_str_of("Share prices fell"), NULL));
    assert_null(nr_furniture_phrase(nr_str_of("Homes burn in Halm"), NULL));
    assert_null(nr_furniture_phrase(nr_str_of("Copyright law was changed on Monday."), NULL));
    assert_null(nr_furniture_phrase(nr_str_of("..."), NULL));
    assert_null(nr_furniture_phrase(nr_str(NULL, 0), NULL));
}

static void cuts_the_lines_above_the_text(void **state)
{
    struct nr_parts p;
    (void)state;
    sort(&p,
         "No ferry to Halm this week\nBy Ann Lee\nUpdated 13 March 2023\n\n" BODY_1 "\n\n" BODY_2);
    expect_text(&p, BODY_1 "\n\n" BODY_2);
    assert_true(nr_str_is(p.headline, "No ferry to Halm this week"));
    assert_true(nr_str_is(p.by, "Ann Lee"));
    assert_true(nr_str_is(p.date, "Updated 13 March 2023"));
    sort(&p, "Waves at the pier\nBy the grey sea\n\n" BODY_1 "\n\n" BODY_2);
    expect_text(&p, "Waves at the pier\nBy the grey sea\n\n" BODY_1 "\n\n" BODY_2);
    sort(&p, "Lines of a letter\nBy Ann Lee, who had seen it.\n\n" BODY_1 "\n\n" BODY_2);
    expect_text(&p, "Lines of a letter\nBy Ann Lee, who had seen it.\n\n" BODY_1 "\n\n" BODY_2);
    sort(&p, "Мост закрыт до конца года\n\nАвтор: Анна Ли\n\n" BODY_1);
    assert_true(nr_str_is(p.by, "Анна Ли"));
}

/* A menu above them goes first. */
static void cuts_the_lines_below_a_menu(void **state)
{
    (void)state;
    struct nr_parts p;
    sort(&p,
         "Home\n\nNews\n\nSport\n\nWeather\n\nIslands\n\nHarbours\n\nOpinion\n\nShare\n\nWorld\n\n"
         "Ferry to Halm stays in port for a week\nBy Ann Lee\nUpdated 13 March 2023\n\n" BODY_1
         "\n\n" BODY_2 "\n\n" MORE_1 "\n\n" MORE_2);
    assert_true(nr_str_is(p.headline, "Ferry to Halm stays in port for a week"));
    assert_true(nr_str_is(p.by, "Ann Lee"));
    expect_text(&p, BODY_1 "\n\n" BODY_2 "\n\n" MORE_1 "\n\n" MORE_2);
}

static void very_many_lines_stay(void **state)
{
    (void)state;
    struct nr_parts p;
    struct nr_buf text = {0};
    for (int i = 0; i < NR_PARTS_MOST; i++)
        nr_buf_add_cstr(&text, "Share\n\n");
    nr_buf_add_cstr(&text, "Share");
    sort(&p, nr_buf_cstr(&text));
    assert_int_equal(p.count, 1);
    expect_text(&p, nr_buf_cstr(&text));
    text.len -= strlen("\n\nShare");
    sort(&p, nr_buf_cstr(&text));
    assert_int_equal(p.count, NR_PARTS_MOST);
    expect_text(&p, "");
    nr_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_the_lines_above_the_text),
        cmocka_unit_test(cuts_the_lines_below_a_menu),
        cmocka_unit_test(very_many_lines_stay),
        cmocka_unit_test(test_article_with_a_little_around_it),
        cmocka_unit_test(test_sentences_stay),
        cmocka_unit_test(test_text_without_sentences_stays),
        cmocka_unit_test(test_whole_page),
        cmocka_unit_test(test_lines_that_recur),
        cmocka_unit_test(test_known_members),
        cmocka_unit_test(test_mail_stays),
        cmocka_unit_test(test_what_would_be_empty_stays),
        cmocka_unit_test(test_nothing_but_furniture),
        cmocka_unit_test(test_stretches),
        cmocka_unit_test(test_phrases),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
