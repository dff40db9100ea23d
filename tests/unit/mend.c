#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/formats/mend.h"

static struct nr_buf out;

static const char *mended(const char *text)
{
    out.len = 0;
    nr_mend(nr_str_of(text), &out);
    return nr_buf_cstr(&out);
}

static void test_what_matches_stays(void **state)
{
    (void)state;
    const char *const texts[] = {
        "",
        "a",
        "<a>b</a>",
        "<a b='c>d' e=\"/>\">f</a>",
        "<a/><b c='d'/>",
        "<a><![CDATA[<c>]]></a>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(mended(texts[i]), texts[i]);
}

static void test_what_does_not_match_is_closed(void **state)
{
    (void)state;
    assert_string_equal(mended("<a><b>c</a>"), "<a><b>c</b></a>");
    assert_string_equal(mended("<a>b"), "<a>b</a>");
    assert_string_equal(mended("a</b>c"), "ac");
    assert_string_equal(mended("<a><b>c</b></b></a>d"), "<a><b>c</b></a>d");
    assert_string_equal(mended("<A>b</a>"), "<A>b</A>");
    assert_string_equal(mended("<a><![CDATA[b"), "<a><![CDATA[b]]></a>");
    assert_string_equal(mended("<a><![CD"), "<a></a>");
    assert_string_equal(mended("<a><p>b<p>c<i>d<p>e</a>"),
                        "<a><p>b</p><p>c<i>d<p>e</p></i></p></a>");
}

static void test_what_is_no_tag_is_text(void **state)
{
    (void)state;
    assert_string_equal(mended("1 < 2 <3 <>"), "1 &lt; 2 &lt;3 &lt;>");
    assert_string_equal(mended("<!x>"), "&lt;!x>");
    assert_string_equal(mended("<a <b>c</b>"), "<b>c</b>");
    assert_string_equal(mended("<"), "&lt;");
    assert_string_equal(mended("a<!-- <b> -->c<?d <e> ?>f<!-- g"), "acf&lt;!-- g");
    assert_string_equal(mended("<a>b<!-- c <d>e</d><!-- f<?g</a>"),
                        "<a>b&lt;!-- c <d>e</d>&lt;!-- f&lt;?g</a>");
    assert_string_equal(mended("&#X41;&#x41;"), "&#x41;&#x41;");
}

static void test_attributes(void **state)
{
    (void)state;
    assert_string_equal(mended("<a b=c d e = 'f' g=\"h\"/>"), "<a b=\"c\" e='f' g=\"h\"/>");
    assert_string_equal(mended("<a b=c\"d e=f'></a>"), "<a b='c\"d' e=\"f'\"></a>");
    assert_string_equal(mended("<a b=''c=\"\" = , 1=2 \"d=\" b:\xc3\xa9.-_1='x'/>"),
                        "<a b='' c=\"\" d=\" b:\xc3\xa9.-_1='x'\"/>");
    assert_string_equal(mended("<a b=c\"'d e=http://x.test/f/ g=1/>"),
                        "<a e=\"http://x.test/f/\" g=\"1\"/>");
    assert_string_equal(mended("<a b=></a>"), "<a b=\"\"></a>");
    assert_string_equal(mended("<a b=\"c></a>"), "<a b=\"c\"></a>");
    assert_string_equal(mended("<a href=\"x<y\">b"), "&lt;y\">b");
    assert_string_equal(mended("Ann <ann@x.test>"), "Ann &lt;ann@x.test>");
}

static void test_whether_it_ends(void **state)
{
    (void)state;
    out.len = 0;
    assert_true(nr_mend(nr_str_of("<a><b></a>"), &out));
    assert_true(nr_mend(nr_str_of(""), &out));
    assert_false(nr_mend(nr_str_of("<a></b>"), &out));
    assert_false(nr_mend(nr_str_of("<a><b></b><c d"), &out));
}

static void test_depth_is_bounded(void **state)
{
    (void)state;
    struct nr_buf deep = {0};
    for (int i = 0; i < NR_MEND_DEPTH + 5; i++)
        nr_buf_add_cstr(&deep, "<a>");
    mended(nr_buf_cstr(&deep));
    assert_int_equal(out.len, NR_MEND_DEPTH * 7);
    nr_buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_matches_stays),
        cmocka_unit_test(test_what_does_not_match_is_closed),
        cmocka_unit_test(test_what_is_no_tag_is_text),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_whether_it_ends),
        cmocka_unit_test(test_depth_is_bounded),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_buf_free(&out);
    return failed;
}
