#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/formats/wikitext.h"

static struct nr_arena arena;
static struct nr_buf out;
static struct nr_wiki_page page;

static const char *plain(const char *text)
{
    static const struct nr_wiki_names names = {NR_STR("Album"), NR_STR("Fach")};
    nr_arena_reset(&arena);
    out.len = 0;
    nr_wikitext(nr_str_of(text), &names, &arena, &out, &page);
    return nr_buf_cstr(&out);
}

static void test_marks_inside_lines_go(void **state)
{
    (void)state;
    assert_string_equal(plain("''a'' '''b''' '''''c''''' d'e ''''f''''"), "a b c d'e 'f'");
    assert_string_equal(plain("[[A]] [[A|b]] [[:A]] [[A b]]s"), "A b A A bs");
    assert_string_equal(plain("[http://a.example b c] [//d e] [http://f.example] [g] http://h"),
                        "b c e [g] http://h");
    assert_string_equal(plain("a &ndash; b&nbsp;c &#65;&#x42; &no; &"),
                        "a \xe2\x80\x93 b c AB &no; &");
    assert_string_equal(plain("a __NOTOC__b _c_"), "a b _c_");
    assert_string_equal(plain("a <b>b</b> <span class='x'>c</span> 1 < 2 <x>"), "a b c 1 < 2 <x>");
    assert_string_equal(plain("a<br>b<br />c"), "a\nb\nc");
    assert_string_equal(plain("a<nowiki>[[b]] ''c''</nowiki>"), "a[[b]] ''c''");
}

static void test_what_is_no_text_goes(void **state)
{
    (void)state;
    assert_string_equal(plain("a{{b|{{c}}|d={{{e}}}}}f"), "af");
    assert_string_equal(plain("a<!-- b -->c<ref>d {{e}}</ref>f<ref name='g' />h"), "acfh");
    assert_string_equal(plain("a<math>b</math><gallery>\nc\n</gallery>d"), "ad");
    assert_string_equal(plain("[[File:a.jpg|thumb|b [[c|d]] [http://e f]]]g"), "g");
    assert_string_equal(plain("[[Album:a.jpg|b]][[Image:c]]d"), "d");
    assert_string_equal(plain("a\n\n{| b\n! c\n|-\n| d {{e|}}\n{| f\n|}\n|}\n\ng"), "a\n\ng");
    assert_string_equal(plain("a\n[[de:A]]\n[[zh-min-nan:A]]"), "a");
    assert_string_equal(plain("A ({{b}}; {{c}}) d ({{e}}, f) g {{h}}, i"), "A d (f) g, i");
}

static void test_words_of_templates_stay(void **state)
{
    (void)state;
    assert_string_equal(plain("{{w|A}} {{w|A|b}} {{w|A|b|c=d}}"), "A b b");
    assert_string_equal(plain("{{lang|fr|a}} {{nowrap|b {{c}}}} {{convert|10|km|mi}}"),
                        "a b 10 km");
    assert_string_equal(plain("a\n{{quote|text=b|c}}\nd"), "a b\n\nd");
}

static void test_paragraphs(void **state)
{
    (void)state;
    assert_string_equal(plain("a\nb\n\n\nc"), "a b\n\nc");
    assert_string_equal(plain("a\n* b\n** c\n# d\ne"), "a\n\nb\nc\nd\n\ne");
    assert_string_equal(plain(";a:b\n:c"), "a:b\nc");
    assert_string_equal(plain("\xe9\x9b\xa8\n\xe5\xa4\xa9\na"), "\xe9\x9b\xa8\xe5\xa4\xa9 a");
    assert_string_equal(plain("a\n----\nb"), "a\n\nb");
    assert_string_equal(plain("<p>a</p><div>b</div>"), "a\n\nb");
    assert_string_equal(plain("a\n<poem>b\nc</poem>"), "a\n\nb\nc");
    assert_string_equal(plain("<pre>a\nb</pre>"), "a\nb");
}

static void test_headings_wait_for_text(void **state)
{
    (void)state;
    assert_string_equal(plain("== A ==\nb\n=== C ===\n== D ==\n{{e}}"), "A\n\nb");
    assert_string_equal(plain("= A =\n== B ==\n=== C ===\nd"), "A\n\nB\n\nC\n\nd");
    assert_string_equal(plain("=== A ===\n== B ==\nc"), "B\n\nc");
    assert_string_equal(plain("a == b"), "a == b");
}

static void test_what_never_ends_costs_a_paragraph(void **state)
{
    (void)state;
    assert_string_equal(plain("a\n\nb {{c\nd\n\ne"), "a\n\nb\n\ne");
    assert_string_equal(plain("{| a\n\n| b\n\nc"), "c");
    assert_string_equal(plain("a [[b\n\nc]] d"), "a [[b\n\nc]] d");
    assert_string_equal(plain("a [http://b c\nd]"), "a c d]");
    assert_string_equal(plain("a <ref>b"), "a b");
    assert_string_equal(plain("a }} ]] |}"), "a }} ]] |}");
}

static void test_depth_is_bounded(void **state)
{
    (void)state;
    struct nr_buf deep = {0};
    for (int i = 0; i < 3 * NR_WIKI_DEPTH; i++)
        nr_buf_add_cstr(&deep, "{{a|");
    for (int i = 0; i < 3 * NR_WIKI_DEPTH; i++)
        nr_buf_add_cstr(&deep, "}}");
    nr_buf_add_cstr(&deep, "b");
    assert_string_equal(plain(nr_buf_cstr(&deep)), "b");
    nr_buf_free(&deep);
}

static void test_what_it_says_beside_the_text(void **state)
{
    (void)state;
    plain("{{byline|date=May 1, 2020|location=B}}{{date|May 2, 2020}}[[Category: A |x]][[fach:B]]"
          "[[:Category:C]]");
    assert_true(nr_str_is(page.date, "May 1, 2020"));
    assert_true(nr_str_is(page.place, "B"));
    assert_true(nr_str_is(page.categories.first->text, "A"));
    assert_true(nr_str_is(page.categories.first->next->text, "B"));
    assert_null(page.categories.first->next->next);
    assert_string_equal(nr_buf_cstr(&out), "Category:C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_inside_lines_go),
        cmocka_unit_test(test_what_is_no_text_goes),
        cmocka_unit_test(test_words_of_templates_stay),
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_headings_wait_for_text),
        cmocka_unit_test(test_what_never_ends_costs_a_paragraph),
        cmocka_unit_test(test_depth_is_bounded),
        cmocka_unit_test(test_what_it_says_beside_the_text),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    nr_buf_free(&out);
    return failed;
}
