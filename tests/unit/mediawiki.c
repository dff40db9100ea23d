#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/formats/formats.h"
#include "read_all.h"

#define SITE(name)                                                                                 \
    "<mediawiki xml:lang=\"en\"><siteinfo><dbname>" name                                           \
    "</dbname><base>https://w.example/wiki/Main</base></siteinfo>"
#define PAGE(head, text)                                                                           \
    "<page>" head "<revision><timestamp>2022-07-19T08:00:00Z</timestamp><text>" text               \
    "</text></revision></page>"

static struct read r;

static const struct nr_story *dump(const char *text)
{
    read_all(&r, &nr_format_mediawiki, text);
    return r.stories.first;
}

static void test_a_page_is_a_story(void **state)
{
    (void)state;
    const struct nr_story *s =
        dump(SITE("xwiki") PAGE("<title>A &amp; B?</title><ns>0</ns><id>7</id>",
                                "a &lt;b&gt;b&lt;/b&gt; &amp;amp; {{date|May 1, 2020}}"));
    assert_string_equal(cstr(&r, s->headline), "A & B?");
    assert_string_equal(cstr(&r, s->id), "xwiki:7");
    assert_string_equal(cstr(&r, s->url), "https://w.example/wiki/A_%26_B%3F");
    assert_string_equal(cstr(&r, s->modified), "2022-07-19T08:00:00Z");
    assert_string_equal(cstr(&r, s->created), "");
    assert_string_equal(cstr(&r, s->language), "en");
    assert_string_equal(cstr(&r, s->text), "a b &");
}

static void test_only_news_is_dated(void **state)
{
    (void)state;
    const struct nr_story *s =
        dump(SITE("xwikinews") PAGE("<title>A</title>", "{{byline|date=May 1, 2020|location=B}}c"));
    assert_string_equal(cstr(&r, s->created), "2020-05-01");
    assert_string_equal(cstr(&r, s->located), "B");
}

static void test_what_is_no_article_is_dropped(void **state)
{
    (void)state;
    assert_null(dump(SITE("x") PAGE("<title>A</title><ns>10</ns>", "a")));
    assert_string_equal(r.stories.drop, "namespace");
    assert_null(dump(SITE("x") PAGE("<title>A</title><redirect title='B' />", "a")));
    assert_string_equal(r.stories.drop, "redirect");
    assert_null(dump(SITE("x") PAGE("<title>A</title>", "#REDIRECT [[B]]")));
    assert_string_equal(r.stories.drop, "redirect");
    assert_null(dump("<mediawiki><page><title>A</title><revision><text>{}</text><model>json"
                     "</model></revision></page>"));
    assert_string_equal(r.stories.drop, "no-wikitext");
    assert_null(dump("<mediawiki><page><revision><text>a</text></revision></page>"));
    assert_int_equal(r.bad, 1);
}

static void test_the_latest_revision_counts(void **state)
{
    (void)state;
#define REVISION(time, text)                                                                       \
    "<revision><timestamp>" time "</timestamp><text>" text "</text></revision>"
    const struct nr_story *s = dump(
        "<mediawiki><page><title>A</title>" REVISION("2020-01-01T00:00:00Z", "a")
            REVISION("2022-01-01T00:00:00Z", "b") REVISION("2021-01-01T00:00:00Z", "c") "</page>");
    assert_string_equal(cstr(&r, s->text), "b");
#undef REVISION
}

static void test_pages_that_are_cut_off(void **state)
{
    (void)state;
    const struct nr_story *s = dump("<mediawiki><page><title>A</title><revision><text>a b");
    assert_string_equal(cstr(&r, s->text), "a b");
    assert_null(dump("<mediawiki><page"));
    assert_int_equal(r.pieces, 0);
    s = dump("<mediawiki><page><title>A</title><revision><text /></revision></page>");
    assert_string_equal(cstr(&r, s->text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_is_a_story),
        cmocka_unit_test(test_only_news_is_dated),
        cmocka_unit_test(test_what_is_no_article_is_dropped),
        cmocka_unit_test(test_the_latest_revision_counts),
        cmocka_unit_test(test_pages_that_are_cut_off),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&r.arena);
    return failed;
}
