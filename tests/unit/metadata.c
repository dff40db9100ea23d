#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "metadata.h"

static void reads_linked_data(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f,
         "<html lang=en-GB><script type='application/ld+json'>[{\"@type\":\"WebSite\",\"headline\":"
         "\"No\"},{\"@graph\":[{\"@type\":[\"NewsArticle\"],\"headline\":\"Ferry &amp; bridge\\n "
         "open\",\"datePublished\":\"2021-03-04T05:06:07+01:00\",\"dateModified\":\"2021-03-05\","
         "\"articleSection\":[\"Local\",\"Sea\"],\"publisher\":{\"name\":\"Harbour Post\"},"
         "\"author\":[{\"name\":\"By Ann Lee\"},\"Bo Kim\",{\"name\":\"Harbour Post\"}]}]}]"
         "</script><meta property=og:title content=Other>");
    assert_str(f.m.headline, "Ferry & bridge open");
    assert_str(f.m.created, "2021-03-04T05:06:07+01:00");
    assert_str(f.m.modified, "2021-03-05");
    assert_str(f.m.section, "Local");
    assert_str(f.m.site, "Harbour Post");
    assert_str(f.m.language, "en-GB");
    assert_int_equal(f.m.by_count, 2);
    assert_str(f.m.by[0], "Ann Lee");
    assert_str(f.m.by[1], "Bo Kim");
    done(&f);
}

/* As WordPress has it. The firm behind a site is called the site only where nothing else is. */
static void follows_references_in_linked_data(void **state)
{
    static const char page[] =
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"author\":"
        "[{\"@id\":\"#ann\"},{\"@id\":\"#nobody\"},{\"name\":[\"Bo Kim\",\"Cy Roe\"]}],"
        "\"publisher\":{\"@id\":\"#firm\"}},{\"@type\":\"Person\",\"@id\":\"#ann\",\"name\":"
        "\"Ann Lee\"},{\"@id\":\"#firm\",\"name\":\"Harbour Ltd\"}]}</script>%s";
    struct fixture f = {0};
    char written[sizeof page + 100];
    (void)state;
    snprintf(written, sizeof written, page, "");
    read(&f, written);
    assert_int_equal(f.m.by_count, 3);
    assert_str(f.m.by[0], "Ann Lee");
    assert_str(f.m.by[1], "Bo Kim");
    assert_str(f.m.by[2], "Cy Roe");
    assert_str(f.m.site, "Harbour Ltd");
    snprintf(written, sizeof written, page, "<meta property=og:site_name content='Harbour Post'>");
    read(&f, written);
    assert_str(f.m.site, "Harbour Post");
    done(&f);
}

static void keeps_names_where_a_better_source_has_none(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<meta name=author content='Ann Lee'><meta property=article:author "
             "content='https://social.example/ann'>");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.by[0], "Ann Lee");
    read(&f, "<meta name=author content='Ann Lee'><meta property=article:author content='Bo Kim'>");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.by[0], "Bo Kim");
    read(&f, "<meta name=author content='&lt;a href=/ann&gt;Ann Lee&lt;/a&gt;'>");
    assert_str(f.m.by[0], "Ann Lee");
    done(&f);
}

static void mends_broken_linked_data(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(
        &f,
        "<script type='application/ld+json'>/* x */ {'@type':\"Article\",\"headline\":\"A \"long\" "
        "crossing ends\",,\"author\": Ann Lee,\"datePublished\":\"2021-03-04\",};</script>");
    assert_str(f.m.headline, "A \"long\" crossing ends");
    assert_str(f.m.created, "2021-03-04");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.by[0], "Ann Lee");
    done(&f);
}

/* The longest one, from whatever has it, also where the JSON breaks off. */
static void tells_the_body(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(
        &f,
        "<script "
        "type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"Short.\"}</script>"
        "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":"
        "\"DiscussionForumPosting\",\"articleBody\":\"Said \\\"no\\\" in M\\u00e4rz.\"}}</script>");
    assert_str(f.m.body, "Said \"no\" in März.");
    read(&f, "<script type='application/ld+json'>{,\"@type\":\"Article\",\"articleBody\":\"It "
             "breaks off</script>");
    assert_str(f.m.body, "It breaks off");
    read(&f, "<p>Nothing");
    assert_str(f.m.body, "");
    done(&f);
}

static void takes_dates_of_other_objects_last(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\","
             "\"datePublished\":\"2021-03-04\"}]}</script>");
    assert_str(f.m.created, "2021-03-04");
    read(&f, "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\","
             "\"datePublished\":\"2021-03-04\"}]}</script><meta name=pubdate content=2021-03-05>");
    assert_str(f.m.created, "2021-03-05");
    done(&f);
}

static void reads_keywords(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<meta name=keywords content='sea, ferry ,, Sea,storm'>");
    assert_int_equal(f.m.keyword_count, 3);
    assert_str(f.m.keywords[0], "sea");
    assert_str(f.m.keywords[1], "ferry");
    assert_str(f.m.keywords[2], "storm");
    read(&f, "<meta name=keywords content='all, sorts'><meta property=article:tag content=sea>"
             "<meta property=article:tag content=ferry>");
    assert_int_equal(f.m.keyword_count, 2);
    assert_str(f.m.keywords[1], "ferry");
    read(&f, "<script type='application/ld+json'>{\"@type\":\"Article\",\"keywords\":[\"sea\","
             "{\"name\":\"ferry\"}]}</script><meta name=keywords content=other>");
    assert_int_equal(f.m.keyword_count, 2);
    assert_str(f.m.keywords[0], "sea");
    done(&f);
}

static void refuses_days_that_cannot_be(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<meta name=pubdate content=1970-01-01><meta name=pubdate content=2022-06-03>"
             "<meta name=pubdate content=2022-06-02><p>x</p>");
    assert_str(f.m.created, "2022-06-02");
    done(&f);
}

/* The fixture's page was fetched on 1 June. */
static void believes_days_behind_the_fetch_last(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<meta name=pubdate content=2022-06-03><title>x</title>");
    assert_str(f.m.created, "2020-01-02"); /* of the address */
    done(&f);
    nr_dom_parse(&f.dom, nr_str_of("<meta name=pubdate content=2022-06-03><time>2022-06-05</time>"
                                   "<script type=application/ld+json>{\"@type\":\"NewsArticle\","
                                   "\"datePublished\":\"2022-06-04\"}</script>"));
    nr_metadata_read(&f.m, &f.dom, nr_str(NULL, 0), nr_str_of("2022-06-01T00:00:00Z"));
    assert_str(f.m.created, "2022-06-04");
    done(&f);
}

static void takes_the_tags_out_of_values(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f,
         "<meta name=description content='&lt;p>It is &lt;b>b&lt;/b>ack.&lt;/p>&lt;p>1 < 2 <3, a "
         "&lt;a class=\"x'>");
    assert_str(f.m.summary, "It is back. 1 < 2 <3, a");
    done(&f);
    read(&f, "<meta name=description content='Boats with a <b of four go.'>");
    assert_str(f.m.summary, "Boats with a <b of four go.");
    done(&f);
}

static void leaves_out_parts_of_the_site(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<meta property=og:site_name content=Harbour><meta name=author content='Ann Lee, "
             "Harbour Sports'>");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.by[0], "Ann Lee");
    done(&f);
    read(&f,
         "<meta property=og:site_name content=Harbour><meta name=author content='Harbour Lee'>");
    assert_int_equal(f.m.by_count, 1);
    done(&f);
}

static void assert_created(const char *page, const char *want)
{
    struct fixture f = {0};
    read(&f, page);
    assert_str(f.m.created, want);
    done(&f);
}

/* Each page says less than the one before; what is trusted more stands behind what is trusted less,
 * so that neither the first nor the last of them wins for where it stands. */
static void trusts_sources_in_order(void **state)
{
#define VAGUE "<meta name=date content=2021-01-07>"
#define SEEN  "<h1>Ferry runs</h1><time>6 January 2021</time>"
#define ITEM  "<p itemprop=datePublished content=2021-01-05>"
#define NAMED "<meta name=pubdate content=2021-01-04><meta name=dcterms.issued content=2021-01-14>"
#define GRAPH                                                                                      \
    "<meta property=article:published_time content=2021-01-03>"                                    \
    "<meta property=og:pubdate content=2021-01-13>"
#define LINKED                                                                                     \
    "<script type='application/ld+json'>[{\"@type\":\"Article\",\"datePublished\":"                \
    "\"2021-01-02\"},{\"@type\":\"Article\",\"datePublished\":\"2021-01-12\"}]</script>"
    (void)state;
    assert_created(VAGUE SEEN ITEM NAMED GRAPH LINKED, "2021-01-02");
    assert_created(VAGUE SEEN ITEM NAMED GRAPH, "2021-01-03");
    assert_created(VAGUE SEEN ITEM NAMED, "2021-01-04");
    assert_created(VAGUE SEEN ITEM, "2021-01-05");
    assert_created(VAGUE SEEN, "2021-01-06");
    assert_created(VAGUE, "2021-01-07");
    assert_created("<p>The address alone has one.</p>", "2020-01-02");
}

static void takes_the_time_of_a_known_day(void **state)
{
    (void)state;
    assert_created("<meta name=genTime content='Wed Jul 08 16:36:31 CEST 2020'><p>x", "2020-01-02");
    assert_created("<meta property=article:published_time content=2021-03-04><meta "
                   "itemprop=datePublished content=2021-03-04T05:06:07+01:00><p>x",
                   "2021-03-04T05:06:07+01:00");
    assert_created("<meta property=article:published_time content=2021-03-04><meta "
                   "itemprop=datePublished content=2021-03-05T05:06:07+01:00><p>x",
                   "2021-03-04");
    assert_created("<meta property=article:published_time content=2021-03-04T05:06:07Z><meta "
                   "itemprop=datePublished content=2021-03-04T06:06:07Z><p>x",
                   "2021-03-04T05:06:07Z");
}

static void reads_dates_in_the_order_of_the_language(void **state)
{
    (void)state;
    assert_created("<html lang=fr><meta name=pubdate content=3/4/2021>", "2021-04-03");
    assert_created("<html lang=en-US><meta name=pubdate content=3/4/2021>", "2021-03-04");
    assert_created("<html lang=en><meta name=pubdate content=3/4/2021>", "2020-01-02");
}

static void sees_the_date_beside_the_headline(void **state)
{
    (void)state;
    assert_created(
        "<div class=date>1 March 2021</div><p>a<p>b<p>c<p>d<h1>Ferry runs again</h1>"
        "<span class=post-date>4 March 2021</span><div class=comments><time>5 March 2021</time>",
        "2021-03-04");
    assert_created("<h1>Ferry runs again</h1><aside><time>5 March 2021</time></aside><p>Storm.</p>"
                   "<time datetime='2021-03-04T10:00:00+01:00'>Thursday</time>",
                   "2021-03-04T10:00:00+01:00");
}

static void assert_seen(struct nr_str page, const char *want)
{
    struct fixture f = {0};
    nr_dom_parse(&f.dom, page);
    nr_metadata_read(&f.m, &f.dom, nr_str(NULL, 0), nr_str(NULL, 0));
    assert_str(f.m.created, want);
    done(&f);
}

static void assert_language(const char *page, const char *want)
{
    struct fixture f = {0};
    read(&f, page);
    assert_str(f.m.language, want);
    done(&f);
}

static void takes_no_language_but_a_tag(void **state)
{
    (void)state;
    assert_language("<html lang=en_US><meta property=og:locale content=de_DE>", "en-US");
    assert_language("<html lang='zz-!!'>", "");
    assert_language("<html lang='{{ lang }}'><meta property=og:locale content=de_DE>", "de-DE");
    assert_language("<html><meta name=language content='English'>", "");
}

static void takes_a_date_that_a_text_begins_with(void **state)
{
    (void)state;
    assert_seen(nr_str_of("<h1>Ferry runs again</h1><p>(4 March 2021) The ferry between the two "
                          "banks ran again on Thursday, after four days of storm.</p>"),
                "2021-03-04");
    assert_seen(nr_str_of("<html xml:lang=en-GB><h1>Ferry runs again</h1><p>04/03/2021 - The ferry "
                          "ran again on Thursday, after four days of storm and two of rain.</p>"),
                "2021-03-04");
    assert_seen(nr_str_of("<h1>Ferry runs again</h1><p>10 ferries ran on 4 March 2021 - more than "
                          "on any other day of the winter before.</p>"),
                "");
}

static void takes_a_labelled_date_from_anywhere(void **state)
{
    struct nr_buf page = {0};
    (void)state;
    nr_buf_add_cstr(&page, "<h1>Ferry runs again</h1>");
    for (int i = 0; i < 300; i++)
        nr_buf_add_cstr(&page, "<p>It runs.</p>");
    nr_buf_add_cstr(&page, "<p>5 March 2021</p><p>Published: 4 March 2021</p>");
    assert_seen(nr_buf_str(&page), "2021-03-04");
    nr_buf_free(&page);
}

static void tells_changes_from_publication(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<h1>Ferry runs again</h1><p class=date>Updated 5 March 2021</p>"
             "<p class=published>4 March 2021</p>");
    assert_str(f.m.created, "2021-03-04");
    assert_str(f.m.modified, "2021-03-05");
    nr_dom_parse(&f.dom, nr_str_of("<h1>Ferry runs</h1>last edited: <time>5 March 2021</time>"));
    nr_metadata_read(&f.m, &f.dom, nr_str(NULL, 0), nr_str(NULL, 0));
    assert_str(f.m.modified, "2021-03-05");
    assert_int_equal(f.m.created.len, 0);
    done(&f);
}

static void passes_over_dates_of_teasers(void **state)
{
    (void)state;
    assert_created("<time>4 March 2021</time><p>x<p>x<h1>Ferry stops</h1><ul><li><time>5 April "
                   "2021</time><a href=b>The bridge is closed for weeks</a></ul>",
                   "2021-03-04");
    assert_created("<time>4 March 2021</time><p>x<p>x<h1>Ferry stops</h1><ul><li>By <a "
                   "href=b>Ann Lee</a> <time>5 April 2021</time></ul>",
                   "2021-04-05");
}

static void tells_two_dates_of_a_line(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<h1>Ferry stops</h1><span class=date>Updated March 5, 2021 9:00; published March 4, "
             "2021</span>");
    assert_str(f.m.created, "2021-03-04");
    assert_str(f.m.modified, "2021-03-05");
    read(&f, "<h1>Ferry stops</h1><span class=date>Publié le 4 mars 2021 à 07h20 - Mis à jour le 5 "
             "mars 2021</span>");
    assert_str(f.m.created, "2021-03-04");
    assert_str(f.m.modified, "2021-03-05");
    done(&f);
}

static void reads_meta_elements(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<meta name=author content='Ann Lee and Bo Kim'>"
             "<meta property=article:published_time content='2021-03-04 05:06'>"
             "<meta property=article:section content=Local>"
             "<meta name=description content=' Boats  run. '>"
             "<link rel=canonical href=/ferry><meta property=og:url content=http://x.example/>");
    assert_int_equal(f.m.by_count, 2);
    assert_str(f.m.by[1], "Bo Kim");
    assert_str(f.m.created, "2021-03-04");
    assert_str(f.m.section, "Local");
    assert_str(f.m.summary, "Boats run.");
    assert_str(f.m.url, "https://news.example/ferry");
    done(&f);
}

static void reads_microdata_and_time(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<h1 itemprop=headline>Ferry runs</h1><span itemprop='author x'>Ann Lee</span>"
             "<time datetime='2021-03-04T05:06:07Z'>today</time>");
    assert_str(f.m.headline, "Ferry runs");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.created, "2021-03-04T05:06:07Z");
    read(&f, "<p>nothing</p>");
    assert_str(f.m.created, "2020-01-02");
    assert_int_equal(f.m.by_count, 0);
    done(&f);
}

static void cuts_the_site_off_titles(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<title>Ferry runs again after storm - Harbour Post</title>");
    assert_str(f.m.headline, "Ferry runs again after storm");
    read(&f, "<title>Ferry runs - again - Harbour Post</title><h1>Ferry runs - again</h1>");
    assert_str(f.m.headline, "Ferry runs - again");
    read(&f, "<title>Ferry</title>");
    assert_str(f.m.headline, "Ferry");
    done(&f);
}

static void leaves_out_what_does_not_parse(void **state)
{
    struct fixture f = {0};
    (void)state;
    nr_dom_parse(&f.dom, nr_str_of("<meta name=date content=soon><link rel=canonical href='a b'>"
                                   "<meta name=author content='http://x.example/ann'>"));
    nr_metadata_read(&f.m, &f.dom, nr_str(NULL, 0), nr_str(NULL, 0));
    assert_int_equal(f.m.created.len, 0);
    assert_int_equal(f.m.url.len, 0);
    assert_int_equal(f.m.by_count, 0);
    assert_int_equal(f.m.headline.len, 0);
    done(&f);
}

static void reads_titles_and_names_of_older_systems(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f,
         "<h1>Ferry runs</h1><abbr class=published title='2021-03-04T05:06:07+01:00'>6:05</abbr>");
    assert_str(f.m.created, "2021-03-04T05:06:07+01:00");
    read(&f, "<h1>Ferry runs</h1><abbr class=published title='when'>4 March 2021</abbr>");
    assert_str(f.m.created, "2021-03-04");
    read(&f, "<h1>Ferry runs</h1><span property='dc:date dc:created' "
             "content='2021-03-04T05:06:07+01:00' class=submitted>By Ann Lee on Thu, 03/04</span>");
    assert_str(f.m.created, "2021-03-04T05:06:07+01:00");
    assert_by(&f, "Ann Lee");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_titles_and_names_of_older_systems),
        cmocka_unit_test(reads_linked_data),
        cmocka_unit_test(follows_references_in_linked_data),
        cmocka_unit_test(keeps_names_where_a_better_source_has_none),
        cmocka_unit_test(mends_broken_linked_data),
        cmocka_unit_test(tells_the_body),
        cmocka_unit_test(takes_dates_of_other_objects_last),
        cmocka_unit_test(reads_keywords),
        cmocka_unit_test(refuses_days_that_cannot_be),
        cmocka_unit_test(believes_days_behind_the_fetch_last),
        cmocka_unit_test(takes_the_tags_out_of_values),
        cmocka_unit_test(leaves_out_parts_of_the_site),
        cmocka_unit_test(trusts_sources_in_order),
        cmocka_unit_test(takes_the_time_of_a_known_day),
        cmocka_unit_test(reads_dates_in_the_order_of_the_language),
        cmocka_unit_test(takes_no_language_but_a_tag),
        cmocka_unit_test(sees_the_date_beside_the_headline),
        cmocka_unit_test(takes_a_date_that_a_text_begins_with),
        cmocka_unit_test(takes_a_labelled_date_from_anywhere),
        cmocka_unit_test(tells_changes_from_publication),
        cmocka_unit_test(passes_over_dates_of_teasers),
        cmocka_unit_test(tells_two_dates_of_a_line),
        cmocka_unit_test(reads_meta_elements),
        cmocka_unit_test(reads_microdata_and_time),
        cmocka_unit_test(cuts_the_site_off_titles),
        cmocka_unit_test(leaves_out_what_does_not_parse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
