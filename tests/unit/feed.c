#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/formats/formats.h"
#include "read_all.h"

#define RSS(items)    "<rss><channel><link>https://a.example/n/</link>" items "</channel></rss>"
#define ATOM(entries) "<feed xmlns=\"http://www.w3.org/2005/Atom\">" entries "</feed>"

static struct read r;

static const struct nr_story *rss(const char *text)
{
    read_all(&r, &nr_format_rss, text);
    return r.stories.first;
}

static const struct nr_story *atom(const char *text)
{
    read_all(&r, &nr_format_atom, text);
    return r.stories.first;
}

static const struct nr_format *found(const char *head)
{
    return nr_format_find(nr_str_of(head), nr_str(NULL, 0));
}

static void test_begins_like_a_feed(void **state)
{
    (void)state;
    assert_ptr_equal(found("\xef\xbb\xbf\n<?xml version='1.0'?><!-- a --><rss version='2.0'>"),
                     &nr_format_rss);
    assert_ptr_equal(found("<!DOCTYPE rss [<!ENTITY a 'b>'>]>\n<RSS>"), &nr_format_rss);
    assert_ptr_equal(found("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>"), &nr_format_rss);
    assert_ptr_equal(found("<CHANNEL><ITEM>"), &nr_format_rss);
    assert_ptr_equal(found("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>"), &nr_format_atom);
    assert_ptr_equal(found("<feed><entry>"), &nr_format_atom);
    assert_ptr_equal(found("<entry xmlns='http://www.w3.org/2005/Atom'>"), &nr_format_atom);
    assert_ptr_equal(found("\xef\xbb\xbf \t\r\n<rss>"), &nr_format_rss);
    assert_null(found("\n\xef\xbb\xbf<rss>"));
    assert_null(found("<rdf:RDF xmlns='http://xmlns.com/foaf/0.1/'>"));
    assert_null(found("<entry>a</entry>"));
    assert_null(found("<html><body>&lt;rss></body></html>"));
    assert_null(found("text about <rss> feeds"));
    assert_null(found("<feed>animals</feed>"));
    assert_null(found(""));
}

static size_t count(const char *text)
{
    rss(text);
    return r.pieces;
}

static void test_an_entry_is_a_piece(void **state)
{
    (void)state;
    assert_int_equal(count("<rss/>"), 0);
    assert_int_equal(count(RSS("<item>a</item><item>b</item >")), 2);
    assert_int_equal(count(RSS("<items/><itemx>a</itemx></item>")), 0);
    assert_int_equal(count(RSS("<item a='b'/><item/>")), 2);
    assert_int_equal(count("<a:feed><a:entry><entry/></a:entry></a:feed>"), 1);
    assert_int_equal(count(RSS("<!-- <item>a</item> --><item>b</item>")), 1);
    assert_int_equal(count(RSS("<item><![CDATA[</item><item>]]></item>")), 1);
    assert_int_equal(count(RSS("<item>a<item>b</item>")), 2);
    assert_int_equal(count("<rss><item>a</item><item>b"), 2);
}

static void test_an_open_section_ends_with_its_entry(void **state)
{
    (void)state;
    assert_int_equal(count(RSS("<item><![CDATA[a</item><item><![CDATA[b]]></item>")), 2);
    assert_int_equal(count(RSS("<item><![CDATA[a</item><item>b</item>")), 2);
    assert_int_equal(count(RSS("<item><!-- a</item><item>b<!-- c --></item>")), 2);
    assert_int_equal(count(RSS("<item><![CDATA[a</item><![CDATA[]]></item>")), 1);
    assert_string_equal(cstr(&r, story_at(&r, 0)->id), "");
}

static void test_fields_of_rss(void **state)
{
    (void)state;
    const struct nr_story *s =
        rss("<rss xmlns:dc='http://purl.org/dc/elements/1.1/' "
            "xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><language>en</language>"
            "<copyright>C</copyright><item><title>A &amp;amp; B</title><link> http://a.example/1 "
            "</link><guid>g</guid><pubDate>Tue, 19 Jul 2022 08:00:00 GMT</pubDate><dc:creator>Jane "
            "Doe</dc:creator><author>x@a.example (John Roe)</author><category>One</category>"
            "<dc:subject>Two</dc:subject><description>Short</description><c:encoded>&lt;p&gt;Long"
            "&lt;/p&gt;</c:encoded></item></channel></rss>");
    assert_string_equal(cstr(&r, s->headline), "A & B");
    assert_string_equal(cstr(&r, s->url), "http://a.example/1");
    assert_string_equal(cstr(&r, s->id), "g");
    assert_string_equal(cstr(&r, s->created), "2022-07-19T08:00:00Z");
    assert_string_equal(list(&r, &s->by), "Jane Doe|John Roe");
    assert_string_equal(list(&r, &s->subjects), "One|Two");
    assert_string_equal(cstr(&r, s->text), "Long");
    assert_string_equal(cstr(&r, s->summary), "Short");
    assert_string_equal(cstr(&r, s->language), "en");
    assert_string_equal(cstr(&r, s->copyright), "C");
}

static void test_fields_of_atom(void **state)
{
    (void)state;
    const struct nr_story *s = atom(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='fr' xml:base='http://a.example/x/'>"
        "<author><name>All</name></author><rights>R</rights><entry><id>i</id><link rel='self' "
        "href='s'/><link type='text/plain' href='p'/><link href='../h' type='text/html'/>"
        "<category term='t' label='L'/><category term='u'/><published>2022-07-19T08:00:00Z"
        "</published><updated>2022-07-20T08:00:00Z</updated><summary>S</summary>"
        "<content type='xhtml'><div><p>a</p><p>b</p></div></content></entry></feed>");
    assert_string_equal(cstr(&r, s->url), "http://a.example/h");
    assert_string_equal(cstr(&r, s->created), "2022-07-19T08:00:00Z");
    assert_string_equal(cstr(&r, s->modified), "2022-07-20T08:00:00Z");
    assert_string_equal(list(&r, &s->by), "All");
    assert_string_equal(list(&r, &s->subjects), "L|u");
    assert_string_equal(cstr(&r, s->text), "a\n\nb");
    assert_string_equal(cstr(&r, s->summary), "S");
    assert_string_equal(cstr(&r, s->language), "fr");
    assert_string_equal(cstr(&r, s->copyright), "R");
}

static const char *url(const char *item)
{
    struct nr_buf text = {0};
    nr_buf_addf(&text, RSS("%s"), item);
    const char *copy = cstr(&r, rss(nr_buf_cstr(&text))->url);
    nr_buf_free(&text);
    return copy;
}

static void test_addresses(void **state)
{
    (void)state;
    assert_string_equal(url("<item><link>../b</link></item>"), "https://a.example/b");
    assert_string_equal(url("<item><guid>http://b.example/</guid></item>"), "http://b.example/");
    assert_string_equal(url("<item><guid isPermaLink='false'>http://b.example/</guid></item>"), "");
    assert_string_equal(url("<item xmlns:rdf='r' rdf:about='http://b.example/'></item>"),
                        "http://b.example/");
    assert_string_equal(url("<item><feedburner:origLink>http://o.example/</feedburner:origLink>"
                            "<link>http://f.example/</link></item>"),
                        "http://o.example/");
    assert_string_equal(url("<item><atom:link rel='self' href='http://s.example/'/></item>"), "");
}

static const char *text(const char *item)
{
    struct nr_buf all = {0};
    nr_buf_addf(&all, RSS("<item>%s</item>"), item);
    const char *copy = cstr(&r, rss(nr_buf_cstr(&all))->text);
    nr_buf_free(&all);
    return copy;
}

static void test_texts_of_all_kinds(void **state)
{
    (void)state;
    assert_string_equal(text("<description>1 &lt; 2 and 3 > 2</description>"), "1 < 2 and 3 > 2");
    assert_string_equal(text("<description>a\n\nb\nc</description>"), "a\n\nb c");
    assert_string_equal(text("<description>&lt;b&gt;a&lt;/b&gt;</description>"), "a");
    assert_string_equal(text("<description>&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;</description>"),
                        "a");
    assert_string_equal(text("<description>a <b>b</i> c</description>"), "a b c");
    assert_string_equal(text("<description>don&#146;t &#X41;</description>"), "don\xe2\x80\x99t A");
    assert_string_equal(text("<content:encoded/><description>a</description>"), "a");
    assert_string_equal(text("<itunes:summary>a</itunes:summary>"), "a");
    assert_string_equal(text("<media:title>a</media:title>"), "");
    assert_string_equal(
        cstr(&r, atom(ATOM("<entry><content>the &lt;b&gt; tag</content></entry>"))->text),
        "the <b> tag");
    assert_string_equal(
        cstr(&r, atom(ATOM("<entry><content type='image/png'>QUJD</content></entry>"))->text), "");
    assert_string_equal(
        cstr(&r, atom(ATOM("<entry><content mode='base64'>PHA+YTwvcD4=</content></entry>"))->text),
        "a");
}

static void test_declared_entities(void **state)
{
    (void)state;
    const struct nr_story *s =
        rss("<!DOCTYPE rss [<!ENTITY own 'mine'>]><rss><item><title>&own;&eacute;&no;</title>"
            "</item></rss>");
    assert_string_equal(cstr(&r, s->headline), "mine\xc3\xa9");
}

static void test_wordpress(void **state)
{
    (void)state;
#define POST(type, status) "<wp:post_type>" type "</wp:post_type><wp:status>" status "</wp:status>"
    const struct nr_story *s = rss(RSS(
        "<item>" POST("post", "publish") "<wp:post_date_gmt>2022-07-19 "
                                         "08:00:00</wp:post_date_gmt><content:encoded><![CDATA["
                                         "one\ntwo <a\nhref='x'>three</a>\n\n[caption "
                                         "id='1']<img/> no[/caption]four [b]five[/b] "
                                         "[note] [gallery ids='1']]]></content:encoded></item>"));
    assert_string_equal(cstr(&r, s->text), "one\ntwo three\n\nfour five [note]");
    assert_string_equal(cstr(&r, s->created), "2022-07-19T08:00:00Z");
    assert_null(rss(RSS("<item>" POST("attachment", "inherit") "<title>a</title></item>")));
    assert_string_equal(r.stories.drop, "post-type");
    assert_null(rss(RSS("<item>" POST("page", "draft") "<title>a</title></item>")));
    assert_string_equal(r.stories.drop, "unpublished");
    assert_non_null(rss(RSS("<item><wp:status>draft</wp:status><title>a</title></item>")));
#undef POST
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_begins_like_a_feed),
        cmocka_unit_test(test_an_entry_is_a_piece),
        cmocka_unit_test(test_an_open_section_ends_with_its_entry),
        cmocka_unit_test(test_fields_of_rss),
        cmocka_unit_test(test_fields_of_atom),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_texts_of_all_kinds),
        cmocka_unit_test(test_declared_entities),
        cmocka_unit_test(test_wordpress),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&r.arena);
    return failed;
}
