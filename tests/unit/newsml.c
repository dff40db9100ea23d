#include "../../lib/formats/formats.h"
#include "stories.h"
#include <stdlib.h>

#define ITEM(components)                                                                           \
    "<NewsML Version='1.2'><Catalog/><NewsEnvelope><DateAndTime>20220719T090000Z</DateAndTime>"    \
    "</NewsEnvelope><NewsItem xml:lang='en'><Identification><NewsIdentifier>"                      \
    "<DateId>20220719</DateId><NewsItemId>7</NewsItemId>"                                          \
    "<PublicIdentifier>urn:newsml:agency.example:7</PublicIdentifier></NewsIdentifier>"            \
    "<NameLabel>label</NameLabel></Identification><NewsManagement>"                                \
    "<FirstCreated>20220719T080000+0000</FirstCreated>"                                            \
    "<ThisRevisionCreated>20220719T083000+0000</ThisRevisionCreated></NewsManagement>" components  \
    "</NewsItem></NewsML>"

static void test_nitf_inside(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsml,
        ITEM("<NewsComponent><NewsLines><HeadLine xml:lang='en'>Harbour opens</HeadLine>"
             "<ByLine>By Ann Lee</ByLine><DateLine>BERGEN, July 19, 2022 (XYZ) -</DateLine>"
             "<SlugLine>Norway-harbour</SlugLine><CopyrightLine>(c) Agency</CopyrightLine>"
             "<KeywordLine>ships</KeywordLine></NewsLines><DescriptiveMetadata>"
             "<Language FormalName='nb'/><SubjectCode><Subject FormalName='04000000'/>"
             "</SubjectCode><Property FormalName='Keyword' Value='harbour'/>"
             "<Property FormalName='Software' Value='x'/></DescriptiveMetadata>"
             "<ContentItem><MediaType FormalName='Text'/><DataContent><nitf><body>"
             "<body.content><p>One.</p><p>Two.</p></body.content></body></nitf></DataContent>"
             "</ContentItem></NewsComponent>"));
    assert_str(s->id, "urn:newsml:agency.example:7");
    assert_str(s->created, "2022-07-19T08:00:00+00:00");
    assert_str(s->modified, "2022-07-19T08:30:00+00:00");
    assert_str(s->language, "nb");
    assert_str(s->headline, "Harbour opens");
    assert_str(s->located, "BERGEN");
    assert_str(s->slugline, "Norway-harbour");
    assert_str(s->copyright, "(c) Agency");
    assert_texts(&s->by, "Ann Lee");
    assert_texts(&s->subjects, "04000000|harbour|ships");
    assert_str(s->text, "One.\n\nTwo.");
}

/* Roles tell the text from what is around it. */
static void test_roles(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsml,
        ITEM("<NewsComponent><NewsLines><CopyrightLine>(c)</CopyrightLine></NewsLines>"
             "<NewsComponent><NewsLines><HeadLine>Head</HeadLine></NewsLines>"
             "<NewsComponent><Role FormalName='StyleSheet'/><ContentItem><Format FormalName='CSS'/>"
             "<DataContent>.a {}</DataContent></ContentItem></NewsComponent>"
             "<NewsComponent><Role FormalName='SubHeadLine'/><ContentItem><DataContent><p>Sub</p>"
             "</DataContent></ContentItem></NewsComponent>"
             "<NewsComponent><Role FormalName='Contact'/><ContentItem><DataContent><p>Phone</p>"
             "</DataContent></ContentItem></NewsComponent>"
             "<NewsComponent><Role FormalName='Photo'/><NewsLines><HeadLine>Caption</HeadLine>"
             "</NewsLines><ContentItem Href='a.jpg'><Format FormalName='JPEG Baseline'/>"
             "</ContentItem><NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent>"
             "<p>Long caption</p></DataContent></ContentItem></NewsComponent></NewsComponent>"
             "<NewsComponent><Role FormalName='Body'/><ContentItem><Format FormalName='XHTML'/>"
             "<DataContent><html><head><title>no</title></head><body><p>Head</p><p>One.</p>"
             "</body></html></DataContent></ContentItem></NewsComponent>"
             "</NewsComponent></NewsComponent>"));
    assert_str(s->headline, "Head");
    assert_str(s->summary, "Sub");
    assert_str(s->copyright, "(c)");
    assert_str(s->slugline, "label");
    assert_str(s->language, "en");
    assert_str(s->text, "One.");
    assert_int_equal(stories.attachments, 2);
}

static void test_strings_and_topics(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_newsml,
        ITEM("<NewsComponent><TopicSet><Topic><Description Variant='Category'>ANE</Description>"
             "<Description Variant='Name' xml:lang='el'>X</Description>"
             "<Description Variant='Name' xml:lang='en'>Work</Description></Topic></TopicSet>"
             "<NewsLines><HeadLine xml:lang='x-default'><![CDATA[Head]]></HeadLine>"
             "<DateLine>4/4/2018</DateLine></NewsLines><DescriptiveMetadata>"
             "<Language FormalName='EN'/><SubjectCode><Subject FormalName='09000000'/>"
             "</SubjectCode><Property FormalName='City' Value='Athens'/></DescriptiveMetadata>"
             "<NewsComponent><Role FormalName='Main'/><ContentItem><DataContent>"
             "<![CDATA[<P>One &amp; two.</P><P>&nbsp;</P><P>Three.</P>]]></DataContent>"
             "</ContentItem></NewsComponent></NewsComponent>"));
    assert_texts(&s->subjects, "Work");
    assert_str(s->located, "Athens");
    assert_str(s->text, "One & two.\n\nThree.");
    assert_false(s->wrapped);
    s = read_story(&nr_format_newsml,
                   ITEM("<NewsComponent><ContentItem><DataContent>One line\nand another."
                        "</DataContent></ContentItem></NewsComponent>"));
    assert_str(s->text, "One line\nand another.");
    assert_true(s->wrapped);
}

#define LANGUAGE(code, head, text)                                                                 \
    "<NewsComponent><NewsLines><HeadLine>" head "</HeadLine></NewsLines><DescriptiveMetadata>"     \
    "<Language FormalName='" code "'/></DescriptiveMetadata><ContentItem><DataContent><p>" text    \
    "</p></DataContent></ContentItem><ContentItem><DataContent>" text "</DataContent>"             \
    "</ContentItem></NewsComponent>"

static void test_languages(void **state)
{
    (void)state;
    const char *xml = ITEM("<NewsComponent>" LANGUAGE("en", "Harbour", "One.")
                               LANGUAGE("nb", "Havn", "En.") "</NewsComponent>");
    assert_int_equal(read_stories(&nr_format_newsml, nr_str_of(xml)), NR_OK);
    assert_int_equal(count_stories(), 2);
    assert_str(stories.first->id, "urn:newsml:agency.example:7");
    assert_str(stories.first->text, "One.");
    assert_str(stories.last->id, "urn:newsml:agency.example:7/2");
    assert_str(stories.last->language, "nb");
    assert_str(stories.last->headline, "Havn");
    assert_str(stories.last->text, "En.");
}

static void test_many_items(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "<NewsML>");
    for (int i = 0; i < 3; i++)
        nr_buf_addf(&b,
                    "<NewsItem><Identification><NewsIdentifier><NewsItemId>%d</NewsItemId>"
                    "</NewsIdentifier></Identification><NewsComponent><NewsLines>"
                    "<HeadLine>H%d</HeadLine></NewsLines><ContentItem><DataContent><p>T%d</p>"
                    "</DataContent></ContentItem></NewsComponent></NewsItem>",
                    i, i, i);
    nr_buf_add_cstr(&b, "</NewsML>");
    assert_int_equal(read_stories(&nr_format_newsml, nr_buf_str(&b)), NR_OK);
    assert_int_equal(count_stories(), 3);
    assert_str(stories.last->id, "2");
    assert_str(stories.last->headline, "H2");
    assert_str(stories.last->text, "T2");
    nr_buf_free(&b);
}

static void test_no_text(void **state)
{
    (void)state;
    const char *picture = ITEM("<NewsComponent><NewsLines><HeadLine>Caption</HeadLine></NewsLines>"
                               "<ContentItem Href='a.jpg'><MediaType FormalName='Photo'/>"
                               "</ContentItem></NewsComponent>");
    assert_int_equal(read_stories(&nr_format_newsml, nr_str_of(picture)), NR_OK);
    assert_int_equal(count_stories(), 0);
    assert_string_equal(stories.drop, "picture");
    assert_int_equal(read_stories(&nr_format_newsml, nr_str_of("<NewsML/>")), NR_OK);
    assert_int_equal(count_stories(), 0);
    assert_int_equal(read_stories(&nr_format_newsml, nr_str_of("")), NR_BAD);
    const char *coded = ITEM("<NewsComponent><ContentItem><Encoding Notation='Base64'>"
                             "<DataContent>AAAA</DataContent></Encoding></ContentItem>"
                             "</NewsComponent>");
    assert_str(read_story(&nr_format_newsml, coded)->text, "");
}

/* More stories than a tree of components is let have. */
static void test_limit(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "<NewsML><NewsItem><NewsComponent>");
    for (int i = 0; i < 1000; i++)
        nr_buf_add_cstr(&b, LANGUAGE("en", "H", "T"));
    nr_buf_add_cstr(&b, "</NewsComponent></NewsItem></NewsML>");
    assert_int_equal(read_stories(&nr_format_newsml, nr_buf_str(&b)), NR_OK);
    assert_int_equal(count_stories(), 100);
    assert_int_equal(stories.attachments, 2 * 900);
    nr_buf_free(&b);
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(begins_like(&nr_format_newsml, ITEM("")));
    assert_false(begins_like(&nr_format_newsml, "<newsMessage>"));
    assert_false(begins_like(&nr_format_newsml, "<html>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nitf_inside),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_strings_and_topics),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_many_items),
        cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_begins),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
