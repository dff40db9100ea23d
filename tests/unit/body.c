/* Texts of stories: what is escaped twice, strings that may be HTML, headlines in the text. */
#include "../../lib/formats/body.h"
#include "stories.h"

static void assert_clean(const char *paragraphs, const char *expected)
{
    assert_str(nr_body_clean(&stories_arena, nr_str_of(paragraphs)), expected);
}

static void test_clean(void **state)
{
    (void)state;
    assert_clean("One.\n\nTwo.", "One.\n\nTwo.");
    assert_clean("R&amp;D &#8211; o&#39;clock &endash;", "R&D \xe2\x80\x93 o'clock \xe2\x80\x93");
    assert_clean("One.\n\n<div>in <b>a</b> box</div>\n\n<script>x</script>\n\nTwo.",
                 "One.\n\nin a box\n\nTwo.");
    assert_clean("<1> and <2>", "<1> and <2>");
    assert_clean("<not a tag>", "<not a tag>");
    assert_clean("", "");
}

static void assert_string(const char *text, const char *expected, bool is_plain)
{
    bool plain = !is_plain;
    assert_str(nr_body_string(&stories_arena, nr_str_of(text), &plain), expected);
    assert_int_equal(plain, is_plain);
}

static void test_string(void **state)
{
    (void)state;
    assert_string("a\nb", "a\nb", true);
    assert_string("a < b &amp; c", "a < b & c", true);
    assert_string("<P>a\nb</P><p>c &amp;amp; d</p>", "a b\n\nc & d", false);
    assert_string("a<sup >2</sup>", "a2", false);
    assert_string("", "", true);
}

static void test_add(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    nr_body_add(&out, nr_str_of(" "));
    nr_body_add(&out, nr_str_of("One. "));
    nr_body_add(&out, nr_str_of(""));
    nr_body_add(&out, nr_str_of("\nTwo."));
    assert_string_equal(nr_buf_cstr(&out), "One.\n\nTwo.");
    nr_buf_free(&out);
}

static void test_lines(void **state)
{
    (void)state;
    xmlDoc *doc =
        nr_xml_parse(nr_str_of("<a>By <b>Ann</b><c>not <d>this</d></c> Lee<e>x</e></a>"), NULL);
    const xmlNode *a = xmlDocGetRootElement(doc);
    assert_str(nr_body_line(&stories_arena, a, "c"), "By Ann Lee x");
    assert_str(nr_body_line(&stories_arena, NULL, "c"), "");
    xmlFreeDoc(doc);
    doc = nr_xml_parse(nr_str_of("<a>R&amp;amp;D <b>he</b>re\n</a>"), NULL);
    assert_str(nr_body_headline(&stories_arena, xmlDocGetRootElement(doc)), "R&D here");
    xmlFreeDoc(doc);
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(nr_body_begins(nr_str_of("One two.\n\nThree"), nr_str_of("one  two.")));
    assert_true(nr_body_begins(nr_str_of("a"), nr_str_of("")));
    assert_false(nr_body_begins(nr_str_of("One"), nr_str_of("One two")));
    assert_false(nr_body_begins(nr_str_of("One two"), nr_str_of("One three")));
}

static void assert_finished(const char *headline, const char *text, const char *expected)
{
    struct nr_story s = {.headline = nr_str_of(headline), .text = nr_str_of(text)};
    nr_body_finish(&s);
    assert_str(s.text, expected);
}

static void test_headline(void **state)
{
    (void)state;
    assert_finished("Head", "Head\n\nOne.", "One.");
    assert_finished("Head", "HEAD\n\n Head \n\nOne.", "One.");
    assert_finished("Head", "Head", "Head");
    assert_finished("Head", "Head and more\n\nOne.", "Head and more\n\nOne.");
    assert_finished("", "\n\nOne.\n\nTwo.", "One.\n\nTwo.");
    struct nr_story plain = {
        .headline = nr_str_of("Head"), .text = nr_str_of("Head\nOne."), .wrapped = true};
    nr_body_finish(&plain);
    assert_str(plain.text, "One.");
    struct nr_story same = {.headline = nr_str_of("Head"), .summary = nr_str_of("head")};
    nr_body_finish(&same);
    assert_str(same.summary, "");
}

static bool is_wrapped(const char *text)
{
    struct nr_story s = {.text = nr_str_of(text)};
    nr_body_finish(&s);
    return s.wrapped;
}

#define LINE "A line that is as long as lines of a wire are cut"

static void test_wrapped(void **state)
{
    (void)state;
    assert_true(is_wrapped(LINE "\n" LINE "\n" LINE "\nshort"));
    assert_false(is_wrapped(LINE "\n" LINE));
    assert_false(is_wrapped(LINE "\n\n" LINE "\n\n" LINE "\n\nshort"));
    assert_false(is_wrapped("Ann Lee\nBo Ek\nCy Orr\nDi Poe"));
    assert_false(is_wrapped(LINE "\t1\n" LINE "\t2\n" LINE "\t3\nshort"));
    assert_false(is_wrapped(LINE LINE LINE "\n" LINE LINE LINE "\n" LINE LINE LINE "\nshort"));
    assert_false(is_wrapped(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),   cmocka_unit_test(test_string),
        cmocka_unit_test(test_add),     cmocka_unit_test(test_lines),
        cmocka_unit_test(test_begins),  cmocka_unit_test(test_headline),
        cmocka_unit_test(test_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
