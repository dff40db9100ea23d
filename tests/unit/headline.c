#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/html/metadata.h"

/* The headline of a page, as nr_metadata gives it. */
static void check(const char *page, const char *url, const char *want)
{
    struct nr_dom dom = {0};
    struct nr_metadata m = {0};
    nr_dom_parse(&dom, nr_str_of(page));
    nr_metadata_read(&m, &dom, nr_str_of(url), nr_str(NULL, 0));
    if (!nr_str_is(m.headline, want))
        print_error("%s gives '%.*s'\n", page, (int)m.headline.len, m.headline.data);
    assert_true(nr_str_is(m.headline, want));
    nr_metadata_free(&m);
    nr_dom_free(&dom);
}

static void takes_the_heading_that_agrees(void **state)
{
    (void)state;
    check("<title>Ferry runs again | Harbour Post</title><h1>Harbour Post</h1><h1>Ferry runs "
          "again</h1>",
          "", "Ferry runs again");
    check("<meta property=og:title content='Ferry to run again, company says'>"
          "<h1>Menu</h1><h1>Company says ferry will run again</h1>",
          "", "Company says ferry will run again");
    check("<meta property=og:title content='Ferry runs again after the storm'><h1>News</h1>"
          "<h2>Ferry runs again after the storm</h2>",
          "", "Ferry runs again after the storm");
    check(
        "<meta property=og:title content='Ferry runs again today'><title>Ferry runs again today | "
        "Harbour Post</title><h1>Log in</h1>",
        "", "Ferry runs again today");
    check(
        "<meta property=og:title content='Ferry runs again today'><title>Ferry runs again today | "
        "Harbour Post</title><h1>Back on the water</h1>",
        "", "Back on the water");
    check("<title>News - Ferry runs again</title><h1>News</h1><h1>Ferry runs again</h1>", "",
          "Ferry runs again");
}

static void passes_over_logos(void **state)
{
    (void)state;
    check("<title>Ferry runs again</title><h1><a href='/'>Ferry runs</a></h1>", "",
          "Ferry runs again");
    check("<title>Harbour Post - Ferry</title><h1>Harbour Post</h1>",
          "http://harbourpost.example/a", "Ferry");
}

static void cuts_sites_off(void **state)
{
    (void)state;
    check("<title>harbour.example | Ferry runs</title>", "", "Ferry runs");
    check("<title>Ferry runs again - Local - Harbour Post</title>", "", "Ferry runs again");
    check("<meta property=og:site_name content='Harbour Post'>"
          "<meta property=og:title content='Harbour Post: a history - Harbour Post'>",
          "", "Harbour Post: a history");
    check("<title>渡轮今天恢复通航-港口新闻</title>", "", "渡轮今天恢复通航");
}

static void leaves_kickers_out(void **state)
{
    (void)state;
    check("<meta property=og:title content='Ferry runs again'><h1><span>Storm</span>Ferry runs "
          "again</h1>",
          "", "Ferry runs again");
    check("<meta property=og:title content='Ferry runs again'><h1>Storm: Ferry runs again</h1>", "",
          "Storm: Ferry runs again");
    check("<meta property=og:title content='Ferry runs again...'><h1>Ferry runs again "
          "<i>today</i></h1>",
          "", "Ferry runs again today");
}

static void leaves_labels_out(void **state)
{
    (void)state;
    check("<meta property=og:title content='Storm in Lee - Ferry runs again'>"
          "<h1><span class=article-kicker>Storm in Lee</span> Ferry runs again</h1>",
          "", "Ferry runs again");
    check("<title>Ferry runs again</title><h1 itemprop=headline><small>Lee</small><br>Ferry runs "
          "again</h1>",
          "", "Ferry runs again");
    check("<h1><span class='head head--topline'>Storm</span><span>: </span><span>Ferry runs "
          "again</span></h1>",
          "", "Ferry runs again");
    check("<h1>Ferry runs again <time>4 May</time><span class=sr-only> | Harbour</span></h1>", "",
          "Ferry runs again");
    check("<h1>Ferry runs again<a href=#ferry>¶</a></h1>", "", "Ferry runs again");
    check("<h1><span class=subtitle>Ferry runs again</span> today</h1>", "",
          "Ferry runs again today");
}

static void parts_at_separators_that_nobody_sees(void **state)
{
    (void)state;
    check("<h1><b>Storm</b><span class=invisible>: </span><b>Ferry runs again</b></h1>", "",
          "Ferry runs again");
    check("<h1><b>Ferry runs again</b><span class=invisible>: </span><b>Storm</b></h1>", "",
          "Ferry runs again Storm");
}

static void knows_the_names_of_logos(void **state)
{
    (void)state;
    check("<title>Ferry runs again</title><h1 class=site-title>Ferry runs</h1>", "",
          "Ferry runs again");
    check("<title>Ferry runs again : Ferry News</title>"
          "<h1><a href='/copy/2014/https://ferry.example/'>Ferry News</a></h1>",
          "http://archive.example/copy/2014/http://ferry.example/a", "Ferry runs again");
}

static void finds_the_site_in_its_host(void **state)
{
    (void)state;
    check("<title>Harbour Post // &raquo; Ferry runs again</title>",
          "http://www.harbour-post.example/a", "Ferry runs again");
    check("<title>Harbour Post » Local » Ferry runs again</title><h1>Harbour Post</h1>"
          "<h2>Ferry runs again</h2>",
          "http://archive.example/copy/2014/http://harbourpost.example/a", "Ferry runs again");
}

static void prefers_what_has_most_words(void **state)
{
    (void)state;
    check("<title>The ferry to Lee has run again for seven days</title>"
          "<h1>A ferry to Lee has run again for seven days</h1><h2>The ferry to Lee</h2>",
          "", "A ferry to Lee has run again for seven days");
    check("<title>Boats • Ferry • Tickets | Harbour Post</title><h1>All about crossing the "
          "sea</h1><h3>Ferry</h3>",
          "", "All about crossing the sea");
}

static void looks_below_an_h1_for_machines(void **state)
{
    (void)state;
    check(
        "<title>Lee: ferry runs - Harbour</title><meta property=og:title content='Ferry runs again"
        "'><h1>Lee: ferry runs</h1><h2><span class=kicker>Lee</span>Ferry runs again</h2>",
        "", "Ferry runs again");
    check(
        "<meta property=og:title content='Ferry runs again'><h1>Ferry runs again after a week</h1>"
        "<h3>Ferry runs again</h3>",
        "", "Ferry runs again after a week");
    check("<title>Ferry runs again | Sport | Post</title><h1>Sport</h1><h2>Ferry runs again</h2>",
          "", "Ferry runs again");
    check("<title>Ferry: back again</title><meta property=og:title content='Back again: ferry'>"
          "<h1 class=strapline>Back again</h1><h2>Ferry: back again</h2>",
          "", "Ferry: back again");
}

static void prefers_the_title_to_what_holds_it(void **state)
{
    (void)state;
    check("<title>Ferry runs again</title><h2>Ferry runs again</h2><h3>One reply to Ferry runs "
          "again</h3>",
          "", "Ferry runs again");
    check("<meta property=og:site_name content='Lee Now'><title>Ferry runs again | Lee Now</title>"
          "<h1>Ferry runs again | Lee Now</h1>",
          "", "Ferry runs again");
}

static void takes_only_names_for_hosts(void **state)
{
    (void)state;
    check("<title>«ferry.run» – Harbour</title><h1>«ferry.run»</h1>", "", "«ferry.run»");
    check("<title>ferry.example – Harbour is open</title><h1>ferry.example</h1>", "",
          "Harbour is open");
}

static void finds_it_behind_many_headings(void **state)
{
    struct nr_buf page = {0};
    (void)state;
    nr_buf_add_cstr(&page, "<title>Ferry runs again</title>");
    for (int i = 0; i < 20; i++)
        nr_buf_add_cstr(&page, "<h2>Top of the week</h2>");
    nr_buf_add_cstr(&page, "<h2>Ferry runs again</h2><h1>Ferry</h1>");
    check(nr_buf_cstr(&page), "", "Ferry runs again");
    nr_buf_free(&page);
}

static void falls_back(void **state)
{
    (void)state;
    check("<h1>Ferry runs again</h1>", "", "Ferry runs again");
    check("<title>Harbour</title><h1>Welcome aboard</h1>", "", "Welcome aboard");
    check("<meta property=og:title content='Ferry runs again'><h1>Welcome</h1>", "",
          "Ferry runs again");
    check("<p>x</p>", "", "");
}

static void decodes_what_is_encoded_too_often(void **state)
{
    (void)state;
    check("<meta property=og:title content='Ferry &amp;amp; bridge &amp;#8211; open'>", "",
          "Ferry & bridge – open");
    check("<meta property=og:title content='Harbour&amp;amp;amp;#146;s &amp;ccaron;art &amp;x; "
          "&amp;amp'>",
          "", "Harbour’s čart &x; &");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_heading_that_agrees),
        cmocka_unit_test(passes_over_logos),
        cmocka_unit_test(cuts_sites_off),
        cmocka_unit_test(leaves_kickers_out),
        cmocka_unit_test(leaves_labels_out),
        cmocka_unit_test(parts_at_separators_that_nobody_sees),
        cmocka_unit_test(knows_the_names_of_logos),
        cmocka_unit_test(finds_the_site_in_its_host),
        cmocka_unit_test(prefers_what_has_most_words),
        cmocka_unit_test(looks_below_an_h1_for_machines),
        cmocka_unit_test(prefers_the_title_to_what_holds_it),
        cmocka_unit_test(takes_only_names_for_hosts),
        cmocka_unit_test(finds_it_behind_many_headings),
        cmocka_unit_test(falls_back),
        cmocka_unit_test(decodes_what_is_encoded_too_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
