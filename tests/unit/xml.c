/* The forgiving tree, its paragraphs, and documents one after the other in a file. */
#include "../../lib/formats/xml.h"
#include "newsreel/core/utf8.h"
#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct nr_arena arena;

/* All text of a document, or "none". */
static const char *text_of(struct nr_str xml, enum nr_xml_fate *fate)
{
    xmlDoc *doc = nr_xml_parse(xml, fate);
    if (!doc)
        return "none";
    const char *text = nr_arena_cstr(&arena, nr_xml_text(xmlDocGetRootElement(doc), &arena));
    xmlFreeDoc(doc);
    return text;
}

static void assert_text(const char *xml, const char *expected)
{
    assert_string_equal(text_of(nr_str_of(xml), NULL), expected);
}

static void test_parse(void **state)
{
    enum nr_xml_fate fate;
    (void)state;
    assert_text("<a>one</a>", "one");
    assert_text("noise <a>one</a>", "one");
    assert_text("\xef\xbb\xbf<?xml version='1.0' encoding='utf-16'?><a>\xc3\xa9</a>", "\xc3\xa9");
    assert_text("<a>caf&eacute; &amp; R&D &lt; &nosuch; &#8211;&#x2014;</a>",
                "caf\xc3\xa9 & R&D < &nosuch; \xe2\x80\x93\xe2\x80\x94");
    assert_text("<a>x\x02y&#3;z&#xD800;</a>", "x y z ");
    assert_text("<a><![CDATA[R&D <b> &eacute; ]] > &]]>&eacute;</a>",
                "R&D <b> &eacute; ]] > &\xc3\xa9");
    assert_text("<!DOCTYPE a [<!ENTITY me \"Ann\">]><a>&me; &eacute;</a>", "Ann \xc3\xa9");
    assert_text("no tag at all", "none");
    assert_text("", "none");
    text_of(nr_str_of("<a>fine</a>"), &fate);
    assert_int_equal(fate, NR_XML_FINE);
    assert_string_equal(text_of(nr_str_of("<a><b>one</a><c>"), &fate), "one");
    assert_int_equal(fate, NR_XML_BROKEN);
}

/* An error costs nothing of what comes behind it. */
static void test_recovery(void **state)
{
    (void)state;
    assert_text("<a><b>x</c> R&amp;D &lt;&gt;&quot;&apos; R&D &eacute; &#233;</b>",
                "x R&D <>\"' R&D \xc3\xa9 \xc3\xa9");
    assert_text(
        "<!DOCTYPE a [<!ENTITY co \"R &amp; D\"><!ENTITY x SYSTEM \"y\">]><a>&co; &x; &lt;</a>",
        "R & D  <");
    assert_text("<!DOCTYPE a [<!ENTITY x SYSTEM \"y\"><!ENTITY z \"Z\">]><a>&x;&z;</a>", "Z");
}

static void assert_unescaped(const char *text, const char *expected)
{
    struct nr_str got = nr_xml_unescape(&arena, nr_str_of(text));
    assert_string_equal(nr_arena_cstr(&arena, got), expected);
}

static void test_unescape(void **state)
{
    (void)state;
    assert_unescaped("R&amp;D o&#39;clock &quot;a&quot; caf&eacute; &apos;&#x2019;",
                     "R&D o'clock \"a\" caf\xc3\xa9 '\xe2\x80\x99");
    assert_unescaped("A & B; &nosuch; &#0; &#xD800; &", "A & B; &nosuch; &#0; &#xD800; &");
    assert_unescaped("&amp;amp;", "&amp;");
    assert_unescaped("", "");
}

static void test_nothing_is_loaded(void **state)
{
    char path[] = "/tmp/nr-xml-XXXXXX", xml[512];
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "<!ENTITY x 'secret'>", 20), 20);
    close(fd);
    snprintf(xml, sizeof xml, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file://%s\">]><a>[&x;]</a>", path);
    assert_null(strstr(text_of(nr_str_of(xml), NULL), "secret"));
    snprintf(xml, sizeof xml, "<!DOCTYPE a [<!ENTITY %% p SYSTEM \"file://%s\"> %%p;]><a>[&x;]</a>",
             path);
    assert_null(strstr(text_of(nr_str_of(xml), NULL), "secret"));
    snprintf(xml, sizeof xml, "<!DOCTYPE a SYSTEM \"file://%s\"><a>[&x;]</a>", path);
    assert_null(strstr(text_of(nr_str_of(xml), NULL), "secret"));
    unlink(path);
}

static struct nr_buf repeated(const char *before, const char *what, size_t n, const char *after)
{
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, before);
    for (size_t i = 0; i < n; i++)
        nr_buf_add_cstr(&b, what);
    nr_buf_add_cstr(&b, after);
    return b;
}

static void test_hostile(void **state)
{
    (void)state;
    struct nr_buf b = repeated("<a>", "<b>", 100000, "deep");
    text_of(nr_buf_str(&b), NULL);
    nr_buf_free(&b);
    b = repeated("<a b=\"", "0123456789", 1 << 20, "\">text</a>");
    text_of(nr_buf_str(&b), NULL);
    nr_buf_free(&b);
    b = repeated("<a>", "<![CDATA[", 100000, "");
    text_of(nr_buf_str(&b), NULL);
    nr_buf_free(&b);
    b = repeated("<!DOCTYPE a [<!ENTITY a0 \"aaaaaaaaaa\">", "", 0, "");
    for (unsigned i = 1; i < 12; i++)
        nr_buf_addf(&b, "<!ENTITY a%u \"&a%u;&a%u;&a%u;&a%u;&a%u;&a%u;&a%u;&a%u;\">", i, i - 1,
                    i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    nr_buf_add_cstr(&b, "]><a>&a11;</a>");
    assert_true(strlen(text_of(nr_buf_str(&b), NULL)) < 32 << 20);
    nr_buf_free(&b);
}

static void test_limits(void **state)
{
    enum nr_xml_fate fate;
    (void)state;
    struct nr_buf b = repeated("<a>", "<b>", 300, "one");
    for (int i = 0; i < 300; i++)
        nr_buf_add_cstr(&b, "</b>");
    nr_buf_add_cstr(&b, "two</a>");
    text_of(nr_buf_str(&b), &fate);
    assert_int_equal(fate, NR_XML_CUT);
    nr_buf_free(&b);
    text_of(nr_str_of("<!DOCTYPE a [<!ENTITY b \"&c;\"><!ENTITY c \"&b;\">]><a>one &b; two</a>"),
            &fate);
    assert_int_equal(fate, NR_XML_CUT);
    b = repeated("<a>one", " two", 3 << 20, "</a>");
    text_of(nr_buf_str(&b), &fate);
    assert_int_equal(fate, NR_XML_CUT);
    xmlDoc *doc = nr_xml_parse_mended(nr_buf_str(&b));
    assert_int_equal(nr_xml_text(xmlDocGetRootElement(doc), &arena).len, b.len - 7);
    xmlFreeDoc(doc);
    nr_buf_free(&b);
}

static void test_tree(void **state)
{
    (void)state;
    xmlDoc *doc = nr_xml_parse(
        nr_str_of("<x:r a=' 1 '><n:a>one</n:a><b><c x='2'>two  \n words</c></b><a>three</a></x:r>"),
        NULL);
    const xmlNode *root = xmlDocGetRootElement(doc), *a = nr_xml_child(root, "a");
    assert_true(nr_xml_is(root, "r"));
    assert_true(nr_str_is(nr_xml_name(root), "r"));
    assert_int_equal(nr_xml_name(NULL).len, 0);
    assert_true(nr_str_is(nr_xml_attribute(root, "a", &arena), "1"));
    assert_int_equal(nr_xml_attribute(root, "b", &arena).len, 0);
    assert_int_equal(nr_xml_attribute(NULL, "b", &arena).len, 0);
    assert_int_equal(nr_xml_attribute(a->children, "b", &arena).len, 0);
    assert_true(nr_str_is(nr_xml_line(a, &arena), "one"));
    assert_true(nr_str_is(nr_xml_line(nr_xml_next(a, "a"), &arena), "three"));
    assert_null(nr_xml_child(root, "c"));
    assert_null(nr_xml_child(NULL, "c"));
    assert_true(nr_str_is(nr_xml_line(nr_xml_path(root, "b/c"), &arena), "two words"));
    assert_ptr_equal(nr_xml_find(root, "c"), nr_xml_path(root, "b/c"));
    assert_null(nr_xml_find(a, "c"));
    size_t steps = 0;
    for (const xmlNode *n = root; (n = nr_xml_step(root, n, true));)
        steps++;
    assert_int_equal(steps, 7);
    xmlFreeDoc(doc);
}

static void assert_flow(const char *xml, const char *expected)
{
    struct nr_buf out = {0};
    xmlDoc *doc = nr_xml_parse(nr_str_of(xml), NULL);
    nr_xml_flow(xmlDocGetRootElement(doc), &out);
    assert_string_equal(nr_buf_cstr(&out), expected);
    nr_buf_free(&out);
    xmlFreeDoc(doc);
}

static void test_flow(void **state)
{
    (void)state;
    assert_flow("<body>\n<p>One  <b>bold</b>\nword.</p>\n<p/><p>&#160;</p><p>Two.</p></body>",
                "One bold word.\n\nTwo.");
    assert_flow("<body>loose<p>One</p>tail<hl2>Head</hl2></body>", "loose\n\nOne\n\ntail\n\nHead");
    assert_flow("<p>a<br/>b<br />c</p>", "a\nb\nc");
    assert_flow("<body><table><tr><td>a</td><td><p>b</p><p>c</p></td></tr><tr><th>d</th></tr>"
                "</table><p>e</p></body>",
                "a\tb c\nd\n\ne");
    assert_flow("<body><P>One</P><UL><LI>item</LI></UL></body>", "One\n\nitem");
    assert_flow(
        "<body><p>One</p><media><media-caption>No</media-caption></media><!-- no --></body>",
        "One");
    assert_flow("<body><header><h1>No</h1></header><p>One</p><note type='npa'><p>No</p></note>"
                "<note noteclass='editorsnote'>No</note><note><p>Yes</p></note></body>",
                "One\n\nYes");
    assert_flow("<pre>  one  \n two\n\nthree <b>bold</b> end\n</pre>",
                "  one\n two\n\nthree bold end");
    assert_flow("<body><p>a</p><pre>b\nc</pre><p>d\ne</p></body>", "a\n\nb\nc\n\nd e");
    assert_flow("<a/>", "");
}

static void test_flow_goes_on(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    xmlDoc *doc = nr_xml_parse(nr_str_of("<p>one</p>"), NULL);
    for (int i = 0; i < 2; i++)
        nr_xml_flow(xmlDocGetRootElement(doc), &out);
    nr_xml_flow(NULL, &out);
    assert_string_equal(nr_buf_cstr(&out), "one\n\none");
    nr_buf_free(&out);
    xmlFreeDoc(doc);
}

static void assert_root(const char *head, const char *name, const char *attributes)
{
    struct nr_str rest, root = nr_xml_root(nr_str_of(head), &rest);
    assert_string_equal(nr_arena_cstr(&arena, root), name);
    assert_string_equal(nr_arena_cstr(&arena, rest), attributes);
    assert_true(nr_str_is(nr_xml_root(nr_str_of(head), NULL), name));
}

static void test_root(void **state)
{
    (void)state;
    assert_root("<nitf>", "nitf", "");
    assert_root("\xef\xbb\xbf <?xml version=\"1.0\"?>\n<!-- <no> -->\n<a:b c=\"d\">", "b",
                " c=\"d\"");
    assert_root("<!DOCTYPE nitf SYSTEM \"a.dtd\" [ <!ENTITY a \"b\"> ]><nitf x='1'", "nitf",
                " x='1'");
    assert_root("<!DOCTYPE nitf [ <!ENTITY a", "nitf", "");
    assert_root("<a/>", "a", "/");
    assert_root("text <a>", "", "");
    assert_root("< a>", "", "");
    assert_root("<a", "", "");
    assert_root("<!-- <a>", "", "");
    assert_root("", "", "");
}

/* The pieces of bytes that come step by step, each in brackets; what is given up is not held. */
static const char *cut_of(struct nr_str bytes, size_t step)
{
    struct nr_buf out = {0};
    struct nr_cut cut = {0};
    size_t at = 0, shown = step;
    for (;;) {
        bool last = at + shown >= bytes.len;
        struct nr_str view = nr_str_sub(bytes, at, at + shown);
        if (nr_xml_cut(&cut, view, last) == NR_OK) {
            nr_buf_add_char(&out, '[');
            nr_buf_add_str(&out, nr_str_sub(view, cut.from, cut.to));
            nr_buf_add_char(&out, ']');
            at += cut.next;
            shown = step;
            cut = (struct nr_cut){.state = cut.state};
        } else if (last) {
            break;
        } else {
            assert_true(cut.at <= view.len);
            shown += step;
        }
    }
    const char *pieces = nr_arena_cstr(&arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return pieces;
}

static void assert_cut(const char *bytes, const char *pieces)
{
    for (size_t step = 1; step < 30; step++)
        assert_string_equal(cut_of(nr_str_of(bytes), step), pieces);
    assert_string_equal(cut_of(nr_str_of(bytes), 10000), pieces);
}

static void test_cut(void **state)
{
    (void)state;
    assert_cut("<a>1</a>", "[<a>1</a>]");
    assert_cut("<a>1</a>\n <a x='2'>2</a >\n", "[<a>1</a>][<a x='2'>2</a >]");
    assert_cut("<?xml version='1.0'?><!-- </a> --><!DOCTYPE a [<!ENTITY b '</a>'>]><a/><a>"
               "<![CDATA[</a>]]><!-- </a> --></ab></b></a>\x1a<?xml version='1.0'?><b>2</b>",
               "[<?xml version='1.0'?><!-- </a> --><!DOCTYPE a [<!ENTITY b '</a>'>]><a/><a>"
               "<![CDATA[</a>]]><!-- </a> --></ab></b></a>][<?xml version='1.0'?><b>2</b>]");
    assert_cut("<x:a>1</x:a><a>2", "[<x:a>1</x:a>][<a>2]");
    assert_cut("<a>1</a> <!-- end -->\n", "[<a>1</a>]");
    struct nr_buf open = repeated("<a>1</a", " x", 200, ">");
    struct nr_buf pieces = repeated("[<a>1</a][", "x ", 199, "x>]");
    assert_cut(nr_buf_cstr(&open), nr_buf_cstr(&pieces));
    nr_buf_free(&open);
    nr_buf_free(&pieces);
    assert_cut("", "");
    assert_cut(" \n", "");
}

static void test_cut_junk(void **state)
{
    (void)state;
    assert_string_equal(cut_of(nr_str_of("<a>1</a> junk"), 1000), "[<a>1</a>][junk]");
    assert_string_equal(cut_of(nr_str_of("junk"), 1), "[junk]");
}

static void test_cut_after_damage(void **state)
{
    struct nr_cut cut = {0};
    struct nr_str bytes = nr_str_of("rest</a> <b/><a>2</a><a>3</a>");
    (void)state;
    assert_int_equal(nr_xml_cut(&cut, nr_str_of("<a>1</a>"), true), NR_OK);
    cut = (struct nr_cut){.state = cut.state, .lost = true};
    assert_int_equal(nr_xml_cut(&cut, bytes, true), NR_OK);
    assert_true(nr_str_is(nr_str_sub(bytes, cut.from, cut.to), "<a>2</a>"));
    assert_false(cut.lost);
}

/* A piece that is given up: what lies far before the place where the search goes on is gone. */
static void test_cut_let_go(void **state)
{
    (void)state;
    struct nr_buf b = repeated("<a><!-- ", "0123456789 </a> ", 1000, " --><b/></a><a>2</a>");
    struct nr_str all = nr_buf_str(&b);
    struct nr_cut cut = {0};
    size_t gone = 0, end = 0;
    while (nr_xml_cut(&cut, nr_str_sub(all, gone, end), end == all.len) != NR_OK) {
        size_t n = cut.at > NR_CUT_BACK ? cut.at - NR_CUT_BACK : 0;
        gone += n;
        cut.at -= n;
        assert_true(end - gone <= NR_CUT_BACK + 200);
        end = end + 100 < all.len ? end + 100 : all.len;
    }
    assert_true(nr_str_is(nr_str_sub(all, gone + cut.next, all.len), "<a>2</a>"));
    nr_buf_free(&b);
}

static void read_root(const xmlNode *root, struct nr_stories *stories)
{
    nr_story_new(stories)->text = nr_xml_line(root, stories->arena);
}

static void test_each(void **state)
{
    struct nr_stories stories = {.arena = &arena};
    struct nr_error e;
    (void)state;
    assert_int_equal(
        nr_xml_each(nr_str_of("<a>1</a>\n<?xml version='1.0'?><a>2"), &stories, &e, read_root),
        NR_OK);
    assert_true(nr_str_is(stories.first->text, "1"));
    assert_true(nr_str_is(stories.last->text, "2"));
    assert_ptr_equal(stories.first->next, stories.last);
    stories = (struct nr_stories){.arena = &arena};
    assert_int_equal(nr_xml_each(nr_str_of("<a><b></a>"), &stories, &e, read_root), NR_BAD);
    assert_string_equal(e.text, "XML is damaged or past the limits");
    assert_int_equal(stories.mended, 0);
    assert_int_equal(nr_xml_each(nr_str_of("<a><b></a><a/>"), &stories, &e, read_root), NR_OK);
    assert_int_equal(nr_xml_each(nr_str_of("none"), &stories, &e, read_root), NR_BAD);
    assert_string_equal(e.text, "no XML element");
    assert_int_equal(nr_xml_each(nr_str_of(""), &stories, &e, read_root), NR_BAD);
}

static size_t count_attributes(const xmlNode *n)
{
    size_t count = 0;
    for (const xmlAttr *a = n->properties; a; a = a->next)
        count++;
    for (const xmlNs *ns = n->nsDef; ns; ns = ns->next)
        count++;
    return count;
}

static void assert_attributes(struct nr_buf *xml, size_t count)
{
    xmlDoc *doc = nr_xml_parse(nr_buf_str(xml), NULL);
    assert_int_equal(count_attributes(xmlDocGetRootElement(doc)), count);
    assert_true(nr_str_is(nr_xml_line(xmlDocGetRootElement(doc), &arena), "x 'a > b' y"));
    xmlFreeDoc(doc);
    nr_buf_free(xml);
}

/* These would take minutes. */
static void test_many_attributes(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "<a");
    for (unsigned i = 0; i < 200000; i++)
        nr_buf_addf(&b, "\n a%u = '>'", i);
    nr_buf_add_cstr(&b, ">x 'a > b' y</a>");
    assert_attributes(&b, 1000);
    nr_buf_add_cstr(&b, "<!DOCTYPE a [<!ATTLIST a");
    for (unsigned i = 0; i < 100000; i++)
        nr_buf_addf(&b, " a%u CDATA 'x'", i);
    nr_buf_add_cstr(&b, " b (c|d) 'c' last CDATA #IMPLIED>]><a>x 'a > b' y</a>");
    assert_attributes(&b, 0);
    nr_buf_add_cstr(&b, "<a xmlns='u'>x ");
    for (unsigned i = 0; i < 100; i++) {
        nr_buf_add_cstr(&b, "<b d='e'");
        for (unsigned j = 0; j < 1000; j++)
            nr_buf_addf(&b, " xmlns:a%ux%u='u'", i, j);
        nr_buf_add_cstr(&b, ">");
    }
    for (unsigned i = 0; i < 100000; i++)
        nr_buf_add_cstr(&b, "<x:c/>");
    for (unsigned i = 0; i < 100; i++)
        nr_buf_add_cstr(&b, "</b>");
    nr_buf_add_cstr(&b, "'a > b' y</a>");
    assert_attributes(&b, 1);
}

/* All stories that come out of xml, one line each; a star where one is truncated. */
static const char *stories_of(struct nr_str xml, size_t *mended)
{
    struct nr_stories stories = {.arena = &arena};
    struct nr_buf lines = {0};
    struct nr_error e;
    nr_xml_each(xml, &stories, &e, read_root);
    for (const struct nr_story *s = stories.first; s; s = s->next) {
        nr_buf_add_str(&lines, s->text);
        nr_buf_add_cstr(&lines, s->truncated ? "*\n" : "\n");
    }
    const char *copy = nr_arena_cstr(&arena, nr_buf_str(&lines));
    nr_buf_free(&lines);
    *mended = stories.mended;
    return copy;
}

static void assert_mended(const char *xml, const char *stories, size_t expected)
{
    size_t mended;
    assert_string_equal(stories_of(nr_str_of(xml), &mended), stories);
    assert_int_equal(mended, expected);
}

static void test_each_mended(void **state)
{
    (void)state;
    assert_mended("<a><p>1</p><p>2</i></p> <p>3</p></a>", "12 3\n", 1);
    assert_mended("<a><p>1</p></p> <p class=x>2</p> <p c d='&amp;\"' e=\"\">3</p></a>", "1 2 3\n",
                  1);
    assert_mended("<a>1</a><a>2<b></a><a>3</a><a>4 <b>5", "1\n2\n3\n4 5*\n", 2);
    assert_mended("<!DOCTYPE a [<!ENTITY x \"X\"><!ENTITY b \"&c;\"><!ENTITY c \"&b;\">]>"
                  "<a>1 &b; 2 <i>&x;</i></a>",
                  "1 &b; 2 &x;\n", 1);
    assert_mended("<!DOCTYPE a [<!ENTITY x \"X\">]><a>1</b> &x;</a>", "1 X\n", 1);
}

static int reset(void **state)
{
    (void)state;
    nr_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_unescape),
        cmocka_unit_test(test_recovery),
        cmocka_unit_test(test_nothing_is_loaded),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_flow),
        cmocka_unit_test(test_flow_goes_on),
        cmocka_unit_test(test_root),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_cut_junk),
        cmocka_unit_test(test_cut_after_damage),
        cmocka_unit_test(test_cut_let_go),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_each_mended),
        cmocka_unit_test(test_many_attributes),
    };
    int failed = cmocka_run_group_tests(tests, NULL, reset);
    xmlCleanupParser();
    return failed;
}
