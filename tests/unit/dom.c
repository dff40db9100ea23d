#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "newsreel/core/utf8.h"
#include "newsreel/html/dom.h"

static void check_tree(const struct nr_dom *d)
{
    assert_int_equal(d->nodes[0].tag, NR_TAG_ROOT);
    assert_int_equal(d->nodes[0].end, d->count);
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node *n = &d->nodes[i], *parent = &d->nodes[n->parent];
        assert_true(n->parent < i && i < n->end && n->end <= parent->end);
        assert_int_not_equal(parent->tag, NR_TAG_TEXT);
        if (n->tag == NR_TAG_TEXT)
            assert_true(n->end == i + 1 && nr_utf8_valid(n->text) == n->text.len);
    }
}

static void parse(struct nr_dom *d, const char *page)
{
    nr_dom_parse(d, nr_str_of(page));
    check_tree(d);
}

static uint32_t find(const struct nr_dom *d, enum nr_tag tag)
{
    for (uint32_t i = 1; i < d->count; i++)
        if (d->nodes[i].tag == tag)
            return i;
    return 0;
}

static void assert_text(const struct nr_dom *d, uint32_t node, const char *want)
{
    struct nr_buf b = {0};
    nr_dom_text(d, node, SIZE_MAX, &b);
    assert_string_equal(nr_buf_cstr(&b), want);
    nr_buf_free(&b);
}

/* Tags of the elements with a name, in order: D for div, o for others. */
static const char *layout(const char *page)
{
    static char out[32];
    struct nr_dom d = {0};
    size_t n = 0;
    parse(&d, page);
    for (uint32_t i = 1; i < d.count && n + 1 < sizeof out; i++)
        if (d.nodes[i].tag == NR_TAG_DIV || d.nodes[i].tag == NR_TAG_OTHER)
            out[n++] = d.nodes[i].tag == NR_TAG_DIV ? 'D' : 'o';
    out[n] = '\0';
    nr_dom_free(&d);
    return out;
}

static void lays_out_elements_with_names_of_their_own(void **state)
{
    (void)state;
    assert_string_equal(layout("<body><x-story><x-p>One.</x-p> <x-p>Two.</x-p></x-story>"), "DDD");
    assert_string_equal(layout("<div>One <x-word>two</x-word> three</div>"), "Do");
    assert_string_equal(layout("<div><x-a>One <x-b>two</x-b></x-a></div>"), "DDo");
    assert_string_equal(layout("<p><x-p>One</x-p></p><body><tt>a</tt><big>b</big>"), "ooo");
}

static void reads_shadows_and_no_other_templates(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<body><x-a><template shadowrootmode=open><p>One</p></template></x-a>"
              "<template><p>Two</p></template>");
    assert_text(&d, 0, "One");
    nr_dom_free(&d);
}

static void leaves_out_readings(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>は</p>");
    assert_text(&d, 0, "漢字は");
    assert_int_equal(nr_tag_kind(NR_TAG_RT), NR_TAG_KIND_INLINE);
    nr_dom_free(&d);
}

static void builds_a_tree(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<html><body><div id=x class='a b'><p>One <b>two</b> three</p></div><p>Four</body>");
    uint32_t div = find(&d, NR_TAG_DIV), p = find(&d, NR_TAG_P), b = find(&d, NR_TAG_B);
    assert_true(div && p && b);
    assert_int_equal(d.nodes[p].parent, div);
    assert_int_equal(d.nodes[b].parent, p);
    assert_text(&d, div, "One two three");
    assert_true(nr_str_is(nr_dom_attribute(&d, div, NR_ATTR_ID), "x"));
    assert_true(nr_str_is(nr_dom_attribute(&d, div, NR_ATTR_CLASS), "a b"));
    assert_null(nr_dom_attribute(&d, div, NR_ATTR_HREF).data);
    nr_dom_free(&d);
}

static void text_has_a_limit(void **state)
{
    struct nr_dom d = {0};
    struct nr_buf b = {0};
    (void)state;
    parse(&d, "<p>One <b>two</b> three</p>");
    nr_dom_text(&d, 0, 6, &b);
    nr_dom_text(&d, 0, 0, &b);
    assert_string_equal(nr_buf_cstr(&b), "One tw");
    parse(&d, "<p>a\xd1\x8f<b>b</b></p>");
    b.len = 0;
    nr_dom_text(&d, 0, 2, &b);
    assert_string_equal(nr_buf_cstr(&b), "a");
    nr_buf_free(&b);
    nr_dom_free(&d);
}

static void decodes_references_and_utf8(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<meta charset=iso-8859-1><p title=x>caf\xc3\xa9 &amp; &eacute; &#8217;</p>");
    assert_text(&d, find(&d, NR_TAG_P), "caf\xc3\xa9 & \xc3\xa9 \xe2\x80\x99");
    nr_dom_free(&d);
}

/* As browsers do, and as old systems meant them. */
static void reads_numbers_of_windows_1252(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<p id='It&#146;s'>It&#146;s &#x93;x&#148; &#0150; &#151y &#128;5 &#129;&#159;</p>");
    uint32_t p = find(&d, NR_TAG_P);
    assert_text(&d, p,
                "It\xe2\x80\x99s \xe2\x80\x9cx\xe2\x80\x9d \xe2\x80\x93 \xe2\x80\x94y "
                "\xe2\x82\xac"
                "5 \xc2\x81\xc5\xb8");
    assert_true(nr_str_is(nr_dom_attribute(&d, p, NR_ATTR_ID), "It\xe2\x80\x99s"));
    nr_dom_free(&d);
}

static void takes_odd_markup_for_comments(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<!doctype html><p>a<![if !mso]>b<![endif]><?php echo 1 ?>c</ p>d<!x>e</p>");
    assert_text(&d, 0, "abcde");
    parse(&d, "<p>a </3 b</p>c<!x");
    assert_text(&d, find(&d, NR_TAG_P), "a 3 b");
    nr_dom_free(&d);
}

static void keeps_only_linked_data_of_scripts(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<script>var a = '<p>no</p>';</script><style>p{}</style>"
              "<script type='application/ld+json'>{\"a\":\"</b>\"}</script><p>yes<!-- <p>no -->!");
    uint32_t p = find(&d, NR_TAG_P), script = 0;
    for (uint32_t i = 1; i < d.count; i++)
        if (d.nodes[i].tag == NR_TAG_SCRIPT && d.nodes[i].end > i + 1)
            script = i;
    assert_true(nr_str_is(d.nodes[script + 1].text, "{\"a\":\"</b>\"}"));
    assert_text(&d, p, "yes!");
    assert_text(&d, 0, "yes!");
    nr_dom_free(&d);
}

static void is_used_again(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<p>first");
    parse(&d, "");
    assert_int_equal(d.count, 1);
    parse(&d, "<p>second");
    assert_text(&d, 0, "second");
    nr_dom_free(&d);
}

static void survives_nul_and_stray_bytes(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    nr_dom_parse(&d, nr_str("<p>a\0b<\0x>c</p>d", 16));
    check_tree(&d);
    struct nr_buf b = {0};
    nr_dom_text(&d, 0, SIZE_MAX, &b);
    assert_true(nr_str_find(nr_buf_str(&b), nr_str_of("d")) < b.len);
    nr_buf_free(&b);
    parse(&d, "<");
    parse(&d, "</");
    parse(&d, "<a");
    parse(&d, "<!--");
    parse(&d, "<script>");
    parse(&d, "<a href='");
    nr_dom_free(&d);
}

/* count times piece, then tail. */
static void parse_many(struct nr_dom *d, const char *head, const char *piece, size_t count,
                       const char *tail)
{
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, head);
    for (size_t i = 0; i < count; i++)
        nr_buf_add_cstr(&b, piece);
    nr_buf_add_cstr(&b, tail);
    nr_dom_parse(d, nr_buf_str(&b));
    nr_buf_free(&b);
}

static void flattens_what_is_deep(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse_many(&d, "<body>", "<div>", 100000, "inside");
    check_tree(&d);
    assert_true(d.count <= NR_DOM_DEPTH + 3);
    struct nr_buf b = {0};
    nr_dom_text(&d, 0, SIZE_MAX, &b);
    assert_true(nr_str_is(nr_str_trim(nr_buf_str(&b)), "inside"));
    nr_buf_free(&b);
    nr_dom_free(&d);
}

/* Each of these takes minutes where something is quadratic. */
static void is_linear(void **state)
{
    static const struct {
        const char *head, *piece, *tail;
        size_t count;
    } pages[] = {
        {"<p ", "a=1 ", ">x", 100000},
        {"<p class='", "xxxxxxxxxx", "'>x", 100000},
        {"", "<p>a<b>", "", 100000},
        {"<p>", "word of text ", "", 1000000},
        {"", "<", "", 1000000},
        {"", "<a href=\"", "", 100000},
        {"", "<!--", "", 100000},
        {"", "<script>", "", 100000},
        {"", "</x>", "", 500000},
        {"", "<table><tr><td>", "", 50000},
        {"", "&amp", "", 300000},
        {"<", "aaaaaaaaaa", ">", 100000},
        {"<table>", "<td><li></b></i>", "", 50000},
        {"", "<div>", "</div>", 1000000},
        {"", "<a ", "", 1000000},
        {"<p>", "<b><i>", "x", 500000},
        {"", "<p>&amp;&#8217;&nosuch;", "", 300000},
        {"", "<!x", "", 500000},
        {"", "<!-->", "", 500000},
        {"", "<b title=it's id=&amp;>", "", 100000},
        {"<b><i><u>", "</div>", "", 500000},
        {"<p class='&", "xxxxxxxxxx", "'>x", 1000000},
    };
    struct nr_dom d = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        parse_many(&d, pages[i].head, pages[i].piece, pages[i].count, pages[i].tail);
        check_tree(&d);
    }
    nr_dom_free(&d);
}

static void keeps_the_first_attributes(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse_many(&d, "<p class=first ", "b ", 5000, "id=late>text");
    uint32_t p = find(&d, NR_TAG_P);
    assert_true(nr_str_is(nr_dom_attribute(&d, p, NR_ATTR_CLASS), "first"));
    assert_null(nr_dom_attribute(&d, p, NR_ATTR_ID).data);
    assert_text(&d, p, "text");
    nr_dom_free(&d);
}

static void bounds_the_nodes(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse_many(&d, "", "x<br>", NR_DOM_NODES / 2 + 1000, "end");
    check_tree(&d);
    assert_true(d.count <= NR_DOM_NODES + 2);
    const struct nr_node *last = &d.nodes[d.count - 1];
    assert_int_equal(last->tag, NR_TAG_TEXT);
    assert_true(nr_str_ends(last->text, nr_str_of("end")));
    nr_dom_free(&d);
}

static void says_what_limits_cost(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<p class=a>plain</p>");
    assert_true(d.deep == 0 && d.many == 0 && d.crowded == 0);
    parse_many(&d, "<body>", "<div>", 1000, "inside");
    /* html, body and 510 are open; what implied elements take is theirs. */
    assert_true(d.deep >= 1000 - NR_DOM_DEPTH && d.deep <= 1000);
    parse_many(&d, "<p ", "a=1 ", NR_DOM_ATTRIBUTES + 1, ">x<p b=1>");
    assert_int_equal(d.crowded, 1);
    parse_many(&d, "", "<br>", NR_DOM_NODES + 10, "");
    assert_true(d.many >= 10 && d.many < 20 && d.deep == 0);
    nr_dom_free(&d);
}

/* The attribute of the first p, and the text of the page. */
static void assert_page(const char *page, enum nr_attr name, const char *value, const char *text)
{
    struct nr_dom d = {0};
    parse(&d, page);
    struct nr_str got = nr_dom_attribute(&d, find(&d, NR_TAG_P), name);
    assert_true(value ? nr_str_is(got, value) && got.data : !got.data);
    assert_text(&d, 0, text);
    nr_dom_free(&d);
}

static void reads_attributes_as_the_standard_does(void **state)
{
    (void)state;
    assert_page("<P CLASS=A>t</P>", NR_ATTR_CLASS, "A", "t");
    assert_page("<p class = 'a>b' >t", NR_ATTR_CLASS, "a>b", "t");
    assert_page("<p class=a id=b class=c>t", NR_ATTR_CLASS, "a", "t");
    assert_page("<p\nhidden\n>t", NR_ATTR_HIDDEN, "", "t");
    assert_page("<p class=>t", NR_ATTR_CLASS, "", "t");
    assert_page("<p data-x='<script>' id=b>t", NR_ATTR_ID, "b", "t");
    assert_page("<p title=it's id=b>t<p>u's", NR_ATTR_ID, "b", "tu's");
    assert_page("<p title=\"a'b\"id=b>t", NR_ATTR_ID, "b", "t");
    assert_page("<p id=a&amp;b/>t", NR_ATTR_ID, "a&b/", "t");
    assert_page("<p id=it's&amp;\"x\">t", NR_ATTR_ID, "it's&\"x\"", "t");
    assert_page("<p id='&quot;&lt;\"'>t", NR_ATTR_ID, "\"<\"", "t");
    assert_page("<p x\"y>z=1 id=b>t", NR_ATTR_ID, NULL, "z=1 id=b>t");
    assert_page("<p idx=1 i=2>t", NR_ATTR_ID, NULL, "t");
    assert_page("<p .=17 id='&amp;'>t", NR_ATTR_ID, "&", "t");
    assert_page("<p id=x\x01y>t", NR_ATTR_ID, "x y", "t");
    assert_page("<p id=a/>t", NR_ATTR_ID, "a/", "t");
}

static void leaves_out_what_is_no_text(void **state)
{
    (void)state;
    assert_page("<p>a<!-- > -- <p> -->b", NR_ATTR_ID, NULL, "ab");
    assert_page("<p>a<!-->b<!--->c<!----!>d<!--!>e-->f", NR_ATTR_ID, NULL, "abcdf");
    assert_page("<p>a<!-- b --!>c", NR_ATTR_ID, NULL, "ac");
    assert_page("<p>a<!-- b", NR_ATTR_ID, NULL, "a");
    assert_page("<p>a<script>'<!-- <p>'</script >b", NR_ATTR_ID, NULL, "ab");
    assert_page("<p>a<SCRIPT>x</Script>b<style>c</style>d", NR_ATTR_ID, NULL, "abd");
    assert_page("<p>a<script/>x</script>b", NR_ATTR_ID, NULL, "ab");
    assert_page("<p>a</p title='>'>b", NR_ATTR_ID, NULL, "ab");
    assert_page("<p>1 < 2 <3", NR_ATTR_ID, NULL, "1 < 2 <3");
    assert_page("<p>a<p id='", NR_ATTR_ID, NULL, "a ");
}

static void reads_on_behind_the_end(void **state)
{
    (void)state;
    assert_page("<html><body><p id=x>a</body></html>b<p>c", NR_ATTR_ID, "x", "a  bc");
    assert_page("</a></html><p>a", NR_ATTR_ID, NULL, "a");
    assert_page("<html/><body/><p>a</HTML >b", NR_ATTR_ID, NULL, "a b");
    assert_page("</a>1 < 2<p>a", NR_ATTR_ID, NULL, "1 < 2a");
}

/* More attributes with a number in their place than can be aside, and a tag whose end the parser
 * looks for far behind what it was given. */
static void ends_buttons_with_open_divs(void **state)
{
    struct nr_dom d = {0};
    (void)state;
    parse(&d, "<body><div id=x><button><div>a<div>b</div><div></button><p>One</p></div><p>Two");
    uint32_t p = find(&d, NR_TAG_P), button = find(&d, NR_TAG_BUTTON);
    assert_int_equal(d.nodes[p].parent, find(&d, NR_TAG_DIV));
    assert_int_equal(d.nodes[button].end, p);
    assert_text(&d, 0, "OneTwo");
    parse(&d, "<body><div><button>a</div></button><div><p>One</div>");
    assert_text(&d, 0, "One");
    nr_dom_free(&d);
}

static void keeps_attributes_of_many_tags(void **state)
{
    struct nr_dom d = {0};
    struct nr_buf page = {0};
    (void)state;
    nr_buf_add_cstr(&page, "<p><_x '>");
    for (unsigned i = 0; i < 30000; i++)
        nr_buf_addf(&page, "<b id=%u class=c>%u</b>\n", i, i);
    nr_buf_add_cstr(&page, "'><b id=end>");
    nr_dom_parse(&d, nr_buf_str(&page));
    check_tree(&d);
    size_t count = 0;
    for (uint32_t i = 1; i < d.count; i++) {
        if (d.nodes[i].tag != NR_TAG_B || d.nodes[i].end == i + 1)
            continue;
        struct nr_str id = nr_dom_attribute(&d, i, NR_ATTR_ID);
        assert_true(nr_str_eq(id, d.nodes[i + 1].text));
        assert_true(nr_str_is(nr_dom_attribute(&d, i, NR_ATTR_CLASS), "c"));
        count++;
    }
    assert_int_equal(count, 30000);
    nr_buf_free(&page);
    nr_dom_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_a_tree),
        cmocka_unit_test(lays_out_elements_with_names_of_their_own),
        cmocka_unit_test(reads_shadows_and_no_other_templates),
        cmocka_unit_test(leaves_out_readings),
        cmocka_unit_test(text_has_a_limit),
        cmocka_unit_test(decodes_references_and_utf8),
        cmocka_unit_test(reads_numbers_of_windows_1252),
        cmocka_unit_test(takes_odd_markup_for_comments),
        cmocka_unit_test(keeps_only_linked_data_of_scripts),
        cmocka_unit_test(is_used_again),
        cmocka_unit_test(survives_nul_and_stray_bytes),
        cmocka_unit_test(flattens_what_is_deep),
        cmocka_unit_test(is_linear),
        cmocka_unit_test(keeps_the_first_attributes),
        cmocka_unit_test(bounds_the_nodes),
        cmocka_unit_test(says_what_limits_cost),
        cmocka_unit_test(reads_attributes_as_the_standard_does),
        cmocka_unit_test(leaves_out_what_is_no_text),
        cmocka_unit_test(reads_on_behind_the_end),
        cmocka_unit_test(ends_buttons_with_open_divs),
        cmocka_unit_test(keeps_attributes_of_many_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
