#include "../../lib/formats/formats.h"
#include "stories.h"

#define META                                                                                       \
    "<rightsInfo><copyrightHolder><name>Agency</name></copyrightHolder>"                           \
    "<copyrightNotice xml:lang='en'>(c) Agency</copyrightNotice>"                                  \
    "<copyrightNotice xml:lang='nb'>(c) Byraet</copyrightNotice></rightsInfo>"                     \
    "<itemMeta><itemClass qcode='ninat:text'/>"                                                    \
    "<versionCreated>2022-07-19T10:30:00.000Z</versionCreated>"                                    \
    "<firstCreated>2022-07-19T10:00:00+02:00</firstCreated>"                                       \
    "<embargoed>2030-01-01T00:00:00Z</embargoed><edNote>Not this</edNote></itemMeta>"

#define CONTENT                                                                                    \
    "<contentMeta><located><name>Bergen</name><broader><name>Norway</name></broader></located>"    \
    "<creator literal='XYZ'/><creator><name>Ann Lee</name></creator>"                              \
    "<language tag='nb'/><subject qcode='x:1'><name xml:lang='en'>harbours</name>"                 \
    "<name xml:lang='nb'>havner</name><broader><name>no</name></broader></subject>"                \
    "<subject qcode='x:2'/><subject qcode='xdepartment:3'><name>Innenriks</name></subject>"        \
    "<subject type='cat:a'><name>f</name></subject>"                                               \
    "<keyword>skip</keyword><slugline>HAVN</slugline>"                                             \
    "<headline role='hld:subHeadline'>Etter mange ar</headline><headline>Havn apner</headline>"    \
    "<description role='drol:caption'>Not this</description></contentMeta>"

#define ITEM(content)                                                                              \
    "<newsItem guid='tag:agency.example:1' xml:lang='en'>" META CONTENT "<contentSet>" content     \
    "</contentSet></newsItem>"

static void test_members(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsml_g2,
        "<newsMessage><header><sent>2022-07-19</sent></header><itemSet>" ITEM(
            "<inlineXML contenttype='application/xhtml+xml'><html><head><title>no</title></head>"
            "<body><header><h1>no</h1></header><h1>Havn apner</h1><p>En.</p><p>To.</p></body>"
            "</html></inlineXML><inlineData>En. To.</inlineData>") "</itemSet></newsMessage>");
    assert_str(s->id, "tag:agency.example:1");
    assert_str(s->url, "");
    assert_str(s->created, "2022-07-19T10:00:00+02:00");
    assert_str(s->modified, "2022-07-19T10:30:00.000Z");
    assert_str(s->language, "nb");
    assert_str(s->headline, "Havn apner");
    assert_str(s->summary, "Etter mange ar");
    assert_str(s->section, "Innenriks");
    assert_str(s->located, "Bergen");
    assert_str(s->slugline, "HAVN");
    assert_str(s->copyright, "(c) Byraet");
    assert_texts(&s->by, "Ann Lee");
    assert_texts(&s->subjects, "havner|skip");
    assert_str(s->text, "En.\n\nTo.");
}

static void test_contents(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsml_g2,
        ITEM("<inlineXML contenttype='application/nitf+xml'/><inlineXML><nitf><body><body.head>"
             "<byline>By Bo Ek</byline></body.head><body.content><block><p>Text.</p></block>"
             "</body.content></body></nitf></inlineXML>"));
    assert_str(s->text, "Text.");
    s = read_story(&nr_format_newsml_g2, ITEM("<inlineData contenttype='text/plain'>A line\nand "
                                              "a line</inlineData>"));
    assert_str(s->text, "A line\nand a line");
    assert_true(s->wrapped);
    s = read_story(&nr_format_newsml_g2,
                   ITEM("<inlineData><![CDATA[<p>A line\nand a line</p>]]></inlineData>"));
    assert_str(s->text, "A line and a line");
    assert_false(s->wrapped);
    s = read_story(&nr_format_newsml_g2, ITEM("<inlineData encoding='base64'>AAAA</inlineData>"
                                              "<remoteContent href='a.jpg'/>"));
    assert_str(s->text, "");
    assert_int_equal(stories.attachments, 1);
}

/* What NITF inside says counts where the item says nothing. */
static void test_nitf_fills(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsml_g2,
        "<newsItem guid='http://agency.example/1'><contentMeta><dateline>BERGEN (XYZ) -</dateline>"
        "</contentMeta><contentSet><inlineXML><nitf><head><title>Head</title></head><body>"
        "<body.head><byline>By Ann Lee</byline></body.head><body.content><p>Text.</p>"
        "</body.content></body></nitf></inlineXML></contentSet></newsItem>");
    assert_str(s->url, "http://agency.example/1");
    assert_str(s->headline, "Head");
    assert_str(s->located, "BERGEN");
    assert_texts(&s->by, "Ann Lee");
}

static void assert_dropped(const char *xml, const char *reason)
{
    assert_int_equal(read_stories(&nr_format_newsml_g2, nr_str_of(xml)), NR_OK);
    assert_int_equal(count_stories(), 0);
    assert_string_equal(stories.drop, reason);
}

#define CLASS(name)                                                                                \
    "<newsItem guid='1'><itemMeta><itemClass qcode='ninat:" name "'/></itemMeta><contentMeta>"     \
    "<headline>Head</headline><description>Text</description></contentMeta></newsItem>"

static void test_other_items(void **state)
{
    (void)state;
    assert_dropped(CLASS("picture"), "picture");
    assert_dropped(CLASS("video"), "video");
    assert_dropped(CLASS("composite"), "package");
    assert_dropped("<packageItem guid='1'><headline>Head</headline></packageItem>", "package");
    assert_dropped("<newsMessage><itemSet><conceptItem/></itemSet></newsMessage>", "concept");
    assert_str(read_story(&nr_format_newsml_g2, CLASS("text"))->summary, "Text");
    assert_int_equal(read_stories(&nr_format_newsml_g2,
                                  nr_str_of("<newsMessage><itemSet><packageItem/>" ITEM("") CLASS(
                                      "picture") CLASS("text") "</itemSet></newsMessage>")),
                     NR_OK);
    assert_int_equal(count_stories(), 2);
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(begins_like(&nr_format_newsml_g2, "<newsMessage xmlns='x'>"));
    assert_true(begins_like(&nr_format_newsml_g2, "<nar:newsItem a='b' guid='1'>"));
    assert_true(begins_like(&nr_format_newsml_g2,
                            "<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/'>"));
    assert_false(begins_like(&nr_format_newsml_g2, "<newsItem>"));
    assert_false(begins_like(&nr_format_newsml_g2, "<newsitem guid='1'>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),    cmocka_unit_test(test_contents),
        cmocka_unit_test(test_nitf_fills), cmocka_unit_test(test_other_items),
        cmocka_unit_test(test_begins),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
