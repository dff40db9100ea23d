#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "metadata.h"

static void reads_bylines(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<div class='article-byline'>By Ann Lee and Bo Kim</div><a class=author>Cy Doe</a>");
    assert_int_equal(f.m.by_count, 2);
    assert_str(f.m.by[0], "Ann Lee");
    read(&f, "<div class=author>Posted 12 times</div><a rel=author href=/cy>Cy Doe</a>");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.by[0], "Cy Doe");
    done(&f);
}

static void reads_bylines_in_text(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<h1>Ferry runs again</h1><p>By Ann Lee</p><p>By the sea</p>");
    assert_int_equal(f.m.by_count, 1);
    assert_str(f.m.by[0], "Ann Lee");
    read(&f, "<h1>Ferry runs</h1><div class=comments><b class=author>Bo Kim</b></div>");
    assert_int_equal(f.m.by_count, 0);
    done(&f);
}

static void keeps_elements_of_bylines_apart(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<div class=byline>By<a>Ann Lee</a>and<a>Bo Kim</a><i>Senior editor</i></div>");
    assert_by(&f, "Ann Lee|Bo Kim");
    read(&f, "<ul class=authors><li>Ann Lee</li><li>Bo Kim</li></ul>");
    assert_by(&f, "Ann Lee|Bo Kim");
    read(&f, "<div class=author><p>Ann Lee</p><p>View All Posts</p></div>");
    assert_by(&f, "Ann Lee");
    read(&f, "<a rel=author>Ann Lee</a> and <a rel=author>Bo Kim</a>");
    assert_by(&f, "Ann Lee|Bo Kim");
    read(&f,
         "<body class=single-author><p>Harbour Post</p><p>No ferry sails to the island of Halm "
         "before the end of the week at the earliest, its owner said on Tuesday morning, as a pump "
         "in the engine room has failed "
         "and a new one must come from abroad.</p>\n\n<p>By <b class=author>\n\t Ann Lee\n</b>");
    assert_by(&f, "Ann Lee");
    read(&f, "<a rel='noopener author'>Ann Lee</a>");
    assert_by(&f, "Ann Lee");
    read(&f, "<b class=author>Ann Lee</b><p>1<p>2<p>3<p>4<p>5<p>6<p>7<b class=author>Bo Kim</b>");
    assert_by(&f, "Ann Lee");
    read(&f, "<p class=byline>By Ann Marguerite Featherstone, Bartholomew Higginbottom, Cy Doe and "
             "Dee Montgomery-Fox, Harbour");
    assert_by(&f, "Ann Marguerite Featherstone|Bartholomew Higginbottom|Cy Doe|Dee Montgomery-Fox");
    read(&f, "<h1>Ferry runs</h1><p>Von Anna Lee · 12. März 2021, 18:05 Uhr</p>");
    assert_by(&f, "Anna Lee");
    read(&f, "<html lang=nl><p class=byline>Door Jan Kim en Piet Lee");
    assert_by(&f, "Jan Kim|Piet Lee");
    done(&f);
}

static void leaves_the_host_out_of_names(void **state)
{
    struct fixture f = {0};
    (void)state;
    nr_dom_parse(&f.dom, nr_str_of("<meta name=author content='Ann Lee, Harbour Eye'>"));
    nr_metadata_read(&f.m, &f.dom, nr_str_of("https://www.harbour-eye.example/a"), nr_str_of(""));
    assert_by(&f, "Ann Lee");
    nr_metadata_read(&f.m, &f.dom, nr_str_of("https://ann-lee.example/a"), nr_str_of(""));
    assert_by(&f, "Harbour Eye");
    nr_dom_parse(&f.dom, nr_str_of("<meta name=author content='Ann Lee'>"));
    nr_metadata_read(&f.m, &f.dom, nr_str_of("https://ann-lee.example/a"), nr_str_of(""));
    assert_by(&f, "Ann Lee");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_bylines),
        cmocka_unit_test(reads_bylines_in_text),
        cmocka_unit_test(keeps_elements_of_bylines_apart),
        cmocka_unit_test(leaves_the_host_out_of_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
