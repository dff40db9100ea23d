#include "../../lib/formats/formats.h"
#include "stories.h"

static const char whole[] =
    "<?xml version=\"1.0\" encoding=\"iso-8859-1\" ?>\n"
    "<newsitem itemid=\"12\" id=\"root\" date=\"1996-08-20\" xml:lang=\"en\">\n"
    "<title>NORWAY: Harbour opens.</title>\n<headline>Harbour &quot;opens&quot;.</headline>\n"
    "<byline>Ann Lee</byline>\n<dateline>BERGEN 1996-08-20</dateline>\n<text>\n"
    "<p>It caf&eacute; R&D opened.</p>\n<p>It cost.</p>\n</text>\n"
    "<copyright>(c) Agency 1996</copyright>\n<metadata>\n"
    "<codes class=\"bip:countries:1.0\"><code code=\"NOR\"/></codes>\n"
    "<codes class=\"bip:topics:1.0\"><code code=\"E11\"><editdetail/></code><code code=\"ECAT\"/>"
    "</codes>\n<dc element=\"dc.creator.location\" value=\"OSLO\"/></metadata>\n</newsitem>\n";

static void test_whole(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(&nr_format_newsitem, whole);
    assert_str(s->id, "12");
    assert_str(s->created, "1996-08-20");
    assert_str(s->language, "en");
    assert_str(s->headline, "Harbour \"opens\".");
    assert_str(s->located, "BERGEN");
    assert_str(s->copyright, "(c) Agency 1996");
    assert_texts(&s->by, "Ann Lee");
    assert_texts(&s->subjects, "E11|ECAT");
    assert_str(s->text, "It caf\xc3\xa9 R&D opened.\n\nIt cost.");
}

static void test_little(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsitem,
        "<newsitem itemid='1'><title>Head</title><metadata><dc element='dc.date.published' "
        "value='1996-08-21'/><dc element='dc.creator.location' value='OSLO'/></metadata>");
    assert_str(s->headline, "Head");
    assert_str(s->created, "1996-08-21");
    assert_str(s->located, "OSLO");
    assert_str(s->text, "");
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(begins_like(&nr_format_newsitem, whole));
    assert_false(begins_like(&nr_format_newsitem, "<newsitem>"));
    assert_false(begins_like(&nr_format_newsitem, "<newsItem itemid='1'>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_little),
        cmocka_unit_test(test_begins),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
