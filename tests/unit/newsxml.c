#include "../../lib/formats/formats.h"
#include "stories.h"

static void test_flat(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsxml,
        "<?xml version='1.0'?><Story><NewsID>a1</NewsID><PublishDate>2018-02-01T18:44:52.9"
        "</PublishDate><headline>Harbour&amp;apos;s end</headline><sub-headline>After years"
        "</sub-headline><town>Bergen</town><section>Economy</section><byLine>By Ann Lee</byLine>"
        "<keyword>ships</keyword><keyword>ports</keyword><copyright>(c) A</copyright>"
        "<language>nb</language><slug>HARBOUR</slug><modified>2018-02-02</modified>"
        "<url>https://agency.example/a1</url><content>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp;"
        "amp; three.&lt;/p&gt;</content><Priority>4</Priority></Story>");
    assert_str(s->id, "a1");
    assert_str(s->url, "https://agency.example/a1");
    assert_str(s->created, "2018-02-01");
    assert_str(s->modified, "2018-02-02");
    assert_str(s->language, "nb");
    assert_str(s->headline, "Harbour's end");
    assert_str(s->summary, "After years");
    assert_str(s->section, "Economy");
    assert_str(s->located, "Bergen");
    assert_str(s->slugline, "HARBOUR");
    assert_str(s->copyright, "(c) A");
    assert_texts(&s->by, "Ann Lee");
    assert_texts(&s->subjects, "ships|ports");
    assert_str(s->text, "One.\n\nTwo & three.");
}

static void test_many(void **state)
{
    (void)state;
    const char *xml = "<r><n><headline>A</headline><body><p>1</p><p>2</p></body></n>"
                      "<m><n><headline/><text>plain\ntext</text></n></m>"
                      "<n><headline>No text</headline></n></r>";
    assert_int_equal(read_stories(&nr_format_newsxml, nr_str_of(xml)), NR_OK);
    assert_int_equal(count_stories(), 2);
    assert_str(stories.first->text, "1\n\n2");
    assert_str(stories.last->text, "plain\ntext");
    assert_true(stories.last->wrapped);
}

static void test_none(void **state)
{
    (void)state;
    assert_int_equal(read_stories(&nr_format_newsxml, nr_str_of("<r><headline/></r>")), NR_OK);
    assert_int_equal(count_stories(), 0);
    assert_string_equal(stories.drop, "xml");
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(begins_like(&nr_format_newsxml, "<?xml version='1.0'?><a><headline>"));
    assert_true(begins_like(&nr_format_newsxml, "\xef\xbb\xbf<?xml?><a><HeadLine>"));
    assert_false(begins_like(&nr_format_newsxml, "<a><headline>"));
    assert_false(begins_like(&nr_format_newsxml, "<?xml version='1.0'?><a><title>"));
    assert_false(begins_like(&nr_format_newsxml, "<?xml version='1.0'?><html><headline>"));
    assert_false(begins_like(&nr_format_newsxml, "<?xml version='1.0'?><rss><headline>"));
    assert_false(begins_like(&nr_format_newsxml, "text <?xml?> <headline>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flat),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_begins),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
