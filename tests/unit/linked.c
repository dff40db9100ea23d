#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "metadata.h"

#define LINKED(json)                                                                               \
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\"," json "}</script>"

static void reads_other_forms_of_linked_data(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, LINKED("\"datePublished\":{\"@type\":\"Date\",\"@value\":\"2021-03-04T05:06:07Z\"},"
                    "\"dateModified\":1614895567000,\"author\":{\"@list\":[{\"givenName\":\"Ann\","
                    "\"familyName\":\"Lee\"},\"Bo Kim\"]},\"inLanguage\":\"de\",\"articleSection\":"
                    "\"City, Sea, Weather\",\"name\":\"Ferry runs\",\"mainEntityOfPage\":{\"@id\":"
                    "\"https://news.example/ferry\"}"));
    assert_str(f.m.created, "2021-03-04T05:06:07Z");
    assert_str(f.m.modified, "2021-03-04T22:06:07Z");
    assert_by(&f, "Ann Lee|Bo Kim");
    assert_str(f.m.language, "de");
    assert_str(f.m.section, "City");
    assert_str(f.m.headline, "Ferry runs");
    assert_str(f.m.url, "https://news.example/ferry");
    read(&f,
         LINKED(
             "\"creator\":[\"Ann Lee\"],\"url\":\"/b\",\"inLanguage\":\"de\","
             "\"datePublished\":\"1614895567\",\"articleSection\":\"Arts, Music & Stage\"") "<link "
                                                                                            "rel="
                                                                                            "canoni"
                                                                                            "cal "
                                                                                            "href=/"
                                                                                            "a><"
                                                                                            "html "
                                                                                            "lang="
                                                                                            "en>");
    assert_by(&f, "Ann Lee");
    assert_str(f.m.created, "2021-03-04T22:06:07Z");
    assert_str(f.m.section, "Arts, Music & Stage");
    assert_str(f.m.url, "https://news.example/a");
    read(&f, LINKED("\"author\":[{\"@type\":\"NewsMediaOrganization\",\"name\":\"Harbour Eye\"},"
                    "{\"@type\":\"Person\",\"name\":\"Ann Lee\"}]"));
    assert_by(&f, "Ann Lee");
    read(&f, LINKED("\"datePublished\":12,\"dateModified\":-1614895567,\"author\":7"));
    assert_str(f.m.created, "2020-01-02");
    assert_str(f.m.modified, "");
    assert_by(&f, "");
    done(&f);
}

static void reads_linked_data_that_was_escaped(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<script type='application/ld+json'>{&quot;@type&quot;:&quot;NewsArticle&quot;,"
             "&quot;author&quot;:&quot;Ann Lee&quot;}</script>");
    assert_by(&f, "Ann Lee");
    done(&f);
}

static void calls_the_site_what_it_calls_itself(void **state)
{
    struct fixture f = {0};
    (void)state;
    read(&f, "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\","
             "\"publisher\":{\"@id\":\"#firm\"}},{\"@type\":\"WebSite\",\"name\":\"Harbour Post\"},"
             "{\"@id\":\"#firm\",\"name\":\"Harbour Ltd\"}]}</script>");
    assert_str(f.m.site, "Harbour Post");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_other_forms_of_linked_data),
        cmocka_unit_test(reads_linked_data_that_was_escaped),
        cmocka_unit_test(calls_the_site_what_it_calls_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
