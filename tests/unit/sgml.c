#include "../../lib/formats/sgml.h"
#include "newsreel/core/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The tags of text: names in brackets, end tags with a slash, declarations "!". Static storage. */
static const char *tags_of(const char *text)
{
    static struct nr_buf out;
    struct nr_sgml_tag tag;
    out.len = 0;
    for (size_t at = 0; nr_sgml_next(nr_str_of(text), at, &tag); at = tag.to) {
        assert_true(tag.from >= at && tag.to > tag.from && tag.to <= strlen(text));
        assert_int_equal(text[tag.from], '<');
        assert_int_equal(text[tag.to - 1], '>');
        nr_buf_addf(&out, "[%s%.*s]", tag.end ? "/" : "", tag.name.len ? (int)tag.name.len : 1,
                    tag.name.len ? tag.name.data : "!");
    }
    return nr_buf_cstr(&out);
}

static void tags_are_told_from_text(void **state)
{
    (void)state;
    assert_string_equal(tags_of("<DOC><1ST_LINE>x</1ST_LINE>\n<F P=100>"),
                        "[DOC][1ST_LINE][/1ST_LINE][F]");
    assert_string_equal(tags_of("<!DOCTYPE lewis SYSTEM \"lewis.dtd\"><!-- PJG 0012 --><?xml?>"),
                        "[!][!][!]");
    assert_string_equal(tags_of("a < b <<B> x <=3> <-> <.x> < P> <> </> <A"), "[B]");
    assert_string_equal(tags_of("<A <B>"), "[B]");
    assert_string_equal(tags_of("<br/><x,y>"), "[br]");
    assert_string_equal(tags_of(""), "");
}

static void long_tags_are_text(void **state)
{
    (void)state;
    static char text[3000] = "<A ";
    memset(text + 3, ' ', sizeof text - 4);
    text[NR_SGML_TAG_MOST - 1] = '>';
    assert_string_equal(tags_of(text), "[A]");
    text[NR_SGML_TAG_MOST - 1] = ' ';
    text[NR_SGML_TAG_MOST] = '>';
    assert_string_equal(tags_of(text), "");
}

static const char *attribute_of(const char *text, const char *name)
{
    static struct nr_buf out;
    struct nr_sgml_tag tag;
    out.len = 0;
    assert_true(nr_sgml_next(nr_str_of(text), 0, &tag));
    nr_buf_add_str(&out, nr_sgml_attribute(&tag, name));
    return nr_buf_cstr(&out);
}

static void attributes(void **state)
{
    (void)state;
    const char *doc = "<DOC id=\"AFP_ENG_1.1\" Type = 'story' n=12 >";
    assert_string_equal(attribute_of(doc, "ID"), "AFP_ENG_1.1");
    assert_string_equal(attribute_of(doc, "type"), "story");
    assert_string_equal(attribute_of(doc, "n"), "12");
    assert_string_equal(attribute_of(doc, "d"), "");
    assert_string_equal(attribute_of("<A B C=\"open>", "C"), "open");
    assert_string_equal(attribute_of("<A =>", "C"), "");
    assert_string_equal(attribute_of("<A>", "C"), "");
}

static void elements(void **state)
{
    (void)state;
    struct nr_str text = nr_str_of("<D>a</D><E>x</E><d>b</d>\n<D>c"), content;
    size_t at = 0;
    assert_true(nr_sgml_element(text, "D", &at, &content));
    assert_true(nr_str_is(content, "a"));
    assert_true(nr_sgml_element(text, "D", &at, &content));
    assert_true(nr_str_is(content, "b"));
    assert_true(nr_sgml_element(text, "D", &at, &content));
    assert_true(nr_str_is(content, "c"));
    assert_int_equal(at, text.len);
    assert_false(nr_sgml_element(text, "D", &at, &content));
    at = 3;
    assert_false(nr_sgml_element(text, "F", &at, &content));
    assert_int_equal(at, 3);
}

static const char *text_of(const char *raw)
{
    static struct nr_buf out;
    out.len = 0;
    nr_sgml_add_text(&out, nr_str_of(raw));
    assert_int_equal(nr_utf8_valid(nr_buf_str(&out)), out.len);
    return nr_buf_cstr(&out);
}

static void references(void **state)
{
    (void)state;
    assert_string_equal(text_of("a &lt;SRD> &amp; &GT; &AMP; caf&eacute; &#233;&#xe9;"),
                        "a <SRD> & > & café éé");
    assert_string_equal(text_of("AT&T & Co; R&D; &; &#; &#x; &#3x; &nosuch; &amp"),
                        "AT&T & Co; R&D; &; &#; &#x; &#3x; &nosuch; &amp");
    assert_string_equal(text_of("&#2;end&#3;of &#127; it&#0;now&#55296;&#99999999;"),
                        "end of  it now\xef\xbf\xbd\xef\xbf\xbd");
    assert_string_equal(text_of("one&QL;two &Cx13; three&UR;\nfour&MD;five&blank;/&hyph;"),
                        "one two  three\nfour—five /-");
    assert_string_equal(text_of("a\r\nb\rc\td\001e\177f"), "a\nb\nc\td e f");
}

static void one_line(void **state)
{
    (void)state;
    struct nr_arena arena = {0};
    assert_true(nr_str_is(nr_sgml_line(&arena, nr_str_of("\n R&amp;D\n  up&#3; \n")), "R&D up"));
    nr_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_told_from_text),
        cmocka_unit_test(long_tags_are_text),
        cmocka_unit_test(attributes),
        cmocka_unit_test(elements),
        cmocka_unit_test(references),
        cmocka_unit_test(one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
