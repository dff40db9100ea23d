#include "../../lib/formats/formats.h"
#include "stories.h"

static void test_version_1(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_ninjs,
        "{\"uri\":\"http://agency.example/1\",\"type\":\"text\",\"version\":\"2\","
        "\"versioncreated\":\"2022-07-19T10:30:00Z\",\"firstcreated\":\"2022-07-19T10:00:00+0000\","
        "\"language\":\"en\",\"headline\":\"Harbour &amp; town\",\"byline\":\"By Ann Lee and Bo "
        "Ek\","
        "\"slugline\":\"HARBOUR\",\"located\":\"Bergen\",\"ednote\":\"Not this\","
        "\"copyrightnotice\":\"(c) Agency\",\"copyrightholder\":\"Agency\","
        "\"description_text\":\"Short\",\"subject\":[{\"name\":\"ports\",\"rel\":\"about\"},"
        "{\"code\":\"1\"}],\"keywords\":[\"ships\"],\"service\":[{\"name\":\"Economy\"}],"
        "\"body_text\":\"One. Two.\",\"body_xhtml\":\"<p>One.<\\/p><p>Two.</p>\","
        "\"associations\":{\"a\":{\"uri\":\"2\",\"headline\":\"no\",\"body_text\":\"no\","
        "\"versioncreated\":\"2022-07-19T10:30:00Z\",\"type\":\"text\"}}}");
    assert_str(s->id, "http://agency.example/1");
    assert_str(s->url, "http://agency.example/1");
    assert_str(s->created, "2022-07-19T10:00:00Z");
    assert_str(s->modified, "2022-07-19T10:30:00Z");
    assert_str(s->language, "en");
    assert_str(s->headline, "Harbour & town");
    assert_str(s->summary, "Short");
    assert_str(s->section, "Economy");
    assert_str(s->slugline, "HARBOUR");
    assert_str(s->located, "Bergen");
    assert_str(s->copyright, "(c) Agency");
    assert_texts(&s->by, "Ann Lee|Bo Ek");
    assert_texts(&s->subjects, "ports|ships");
    assert_str(s->text, "One.\n\nTwo.");
    assert_false(s->wrapped);
}

static void test_version_3(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_ninjs,
        "{\"uri\":\"urn:1\",\"versionCreated\":\"2022-07-19T10:30:00Z\",\"by\":null,"
        "\"headlines\":[{\"role\":\"short\",\"value\":\"Short\"},"
        "{\"role\":\"main\",\"value\":\"Main\"}],"
        "\"descriptions\":[{\"value\":\"Summary\"}],\"creators\":[{\"name\":\"Ann Lee\"}],"
        "\"places\":[{\"name\":\"Oslo\",\"rel\":\"mentions\"},{\"name\":\"Bergen\"}],"
        "\"bodies\":[{\"role\":\"plain\",\"contentType\":\"text/plain\",\"value\":\"no\"},"
        "{\"role\":\"html5\",\"contentType\":\"text/html\",\"value\":"
        "\"<html><head><title>Main</title></head><h1>Main</h1><p>One.</p></html>\"}],"
        "\"subjects\":[{\"name\":\"ports\"}],\"infoSources\":[{\"name\":\"Agency\"}]}");
    assert_str(s->id, "urn:1");
    assert_str(s->url, "");
    assert_str(s->headline, "Main");
    assert_str(s->summary, "Summary");
    assert_str(s->located, "Bergen");
    assert_texts(&s->by, "Ann Lee");
    assert_texts(&s->subjects, "ports");
    assert_str(s->text, "One.");
}

static void test_nitf_body(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_ninjs,
        "{\"uri\":\"urn:1\",\"versionCreated\":\"2022-07-19\",\"altIds\":[],\"bodies\":[{"
        "\"contentType\":\"text/vnd.IPTC.NITF\",\"value\":\"<?xml version=\\\"1.0\\\"?><nitf><body>"
        "<body.head><hedline><hl1>Head</hl1></hedline></body.head><body.content><p>One.</p>"
        "<p>Two.</p></body.content></body></nitf>\"}]}");
    assert_str(s->headline, "Head");
    assert_str(s->text, "One.\n\nTwo.");
}

static void test_plain_body(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_ninjs, "{\"guid\":\"1\",\"versioncreated\":\"2022-07-19\",\"type\":\"text\","
                          "\"headline\":\"Head\",\"body_text\":\"Head\\nOne\\u0000 \\ud800x.\"}");
    assert_str(s->text, "One  \xef\xbf\xbdx.");
    assert_true(s->wrapped);
    assert_int_equal(stories.replaced, 1);
}

static void assert_dropped(const char *members, const char *reason)
{
    struct nr_buf json = {0};
    nr_buf_addf(&json, "{\"uri\":\"1\",\"versioncreated\":\"2022-07-19\",\"headline\":\"Head\"%s}",
                members);
    assert_int_equal(read_stories(&nr_format_ninjs, nr_buf_str(&json)), NR_OK);
    assert_int_equal(count_stories(), 0);
    assert_string_equal(stories.drop, reason);
    nr_buf_free(&json);
}

static void test_other_items(void **state)
{
    (void)state;
    assert_dropped(",\"type\":\"picture\"", "picture");
    assert_dropped(",\"type\":\"video\",\"body_text\":\" \"", "video");
    assert_dropped(",\"type\":\"audio\"", "audio");
    assert_dropped(",\"type\":\"composite\"", "package");
    assert_dropped(",\"eventDetails\":{}", "event");
    assert_dropped(",\"plannedCoverage\":[{}]", "planning");
}

#define ITEM(id)                                                                                   \
    "{\"uri\":\"" id "\",\"versioncreated\":\"2022-07-19\",\"headline\":\"Head\","                 \
    "\"body_text\":\"Text " id "\"}"

static void assert_items(const char *json, const char *ids)
{
    struct nr_texts all = {0};
    assert_int_equal(read_stories(&nr_format_ninjs, nr_str_of(json)), NR_OK);
    for (const struct nr_story *s = stories.first; s; s = s->next)
        nr_texts_add(&all, &stories_arena, s->id);
    assert_texts(&all, ids);
}

static void test_wrappers(void **state)
{
    (void)state;
    assert_items("[" ITEM("1") "," ITEM("2") "]", "1|2");
    assert_items(ITEM("1") "\n{\n" ITEM("2"), "1|2");
    assert_items("{\"total\":2,\"item\":[" ITEM("1") "," ITEM("2") "]}", "1|2");
    assert_items("{\"data\":{\"items\":[{\"meta\":{},\"item\":" ITEM("1") "}]}}", "1");
    assert_items("{\"uri\":\"0\",\"type\":\"composite\",\"versioncreated\":\"2022-07-19\","
                 "\"associations\":{\"main\":" ITEM("1") ",\"side\":[" ITEM("2") "]}}",
                 "1|2");
}

static void test_bad(void **state)
{
    (void)state;
    assert_int_equal(read_stories(&nr_format_ninjs, nr_str_of("{\"uri\":")), NR_BAD);
    assert_int_equal(read_stories(&nr_format_ninjs, nr_str_of("{\"uri\":\"1\"}")), NR_BAD);
    assert_int_equal(read_stories(&nr_format_ninjs, nr_str_of("")), NR_BAD);
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(begins_like(&nr_format_ninjs, ITEM("1")));
    assert_true(begins_like(&nr_format_ninjs, " [" ITEM("1")));
    assert_true(begins_like(&nr_format_ninjs, "{\"data\":{\"items\":[{\"item\":" ITEM("1")));
    assert_true(begins_like(&nr_format_ninjs,
                            "{\"associations\":{\"a\":{\"b\":[]}},\"guid\":\"1\",\"type\":\"te"));
    assert_false(begins_like(&nr_format_ninjs, "{\"uri\":\"1\",\"type\":\"text\"}"));
    assert_false(begins_like(&nr_format_ninjs, "{\"other\":" ITEM("1")));
    assert_false(begins_like(&nr_format_ninjs, "{\"headline\":\"a\",\"text\":\"b\",\"uri\":\"c\","
                                               "\"versioncreated\":\"d\"}"));
    assert_false(begins_like(&nr_format_ninjs,
                             "{\"id\":\"1\",\"url\":\"u\",\"headline\":\"h\",\"by\":[],\"located\":"
                             "\"x\",\"slugline\":\"y\",\"copyrightNotice\":\"z\"}"));
    assert_false(
        begins_like(&nr_format_ninjs, "{\"a\":\"versioncreated\",\"b\":\"uri\",\"c\":\"guid\"}"));
    assert_false(begins_like(&nr_format_ninjs, "uri versioncreated"));
    assert_false(begins_like(&nr_format_ninjs, ""));
    struct nr_buf deep = {0};
    for (int i = 0; i < 1000; i++)
        nr_buf_add_char(&deep, '[');
    assert_false(begins_like(&nr_format_ninjs, nr_buf_cstr(&deep)));
    nr_buf_free(&deep);
}

/* The pieces of bytes that come step by step, each in brackets of its own. */
static void assert_cut(const char *bytes, const char *pieces)
{
    struct nr_str all = nr_str_of(bytes);
    for (size_t step = 1; step < 20; step++) {
        struct nr_buf out = {0};
        struct nr_cut cut = {0};
        size_t at = 0, shown = step;
        for (;;) {
            struct nr_str view = nr_str_sub(all, at, at + shown);
            bool last = at + shown >= all.len;
            if (nr_format_ninjs.cut(&cut, view, last) == NR_OK) {
                nr_buf_add_cstr(&out, "<");
                nr_buf_add_str(&out, nr_str_sub(view, cut.from, cut.to));
                nr_buf_add_cstr(&out, ">");
                at += cut.next;
                shown = step;
                cut = (struct nr_cut){.state = cut.state};
            } else if (last) {
                break;
            } else {
                shown += step;
            }
        }
        assert_string_equal(nr_buf_cstr(&out), pieces);
        nr_buf_free(&out);
    }
}

static void test_cut(void **state)
{
    (void)state;
    assert_cut("{\"a\":1}", "<{\"a\":1}>");
    assert_cut("{\"a\":1}\n{\"b\":2}\n", "<{\"a\":1}><{\"b\":2}>");
    assert_cut("\xef\xbb\xbf[{\"a\":[{}]},\n {\"b\":\"}\\\"]{\"}]\n",
               "<{\"a\":[{}]}><{\"b\":\"}\\\"]{\"}>");
    assert_cut("{\n\"a\": {\n}\n}\n\x1e{}", "<{\n\"a\": {\n}\n}><{}>");
    assert_cut("{\"a\":\n{\"b\":1}}", "<{\"a\":\n><{\"b\":1}><}>");
    assert_cut("{\"a\":\"bro\n{\"b\":1}\n", "<{\"a\":\"bro\n><{\"b\":1}>");
    assert_cut("junk\n{}", "<junk\n><{}>");
    assert_cut("{\"a\":1", "<{\"a\":1>");
    assert_cut(" \n", "");
    assert_cut("", "");
}

static void test_cut_after_damage(void **state)
{
    struct nr_cut cut = {.lost = true};
    struct nr_str bytes = nr_str_of("\"b\":{}}\n{\"c\":1}");
    (void)state;
    assert_int_equal(nr_format_ninjs.cut(&cut, bytes, true), NR_OK);
    assert_true(nr_str_is(nr_str_sub(bytes, cut.from, cut.to), "{\"c\":1}"));
    assert_false(cut.lost);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_version_1),   cmocka_unit_test(test_version_3),
        cmocka_unit_test(test_nitf_body),   cmocka_unit_test(test_plain_body),
        cmocka_unit_test(test_other_items), cmocka_unit_test(test_wrappers),
        cmocka_unit_test(test_bad),         cmocka_unit_test(test_begins),
        cmocka_unit_test(test_cut),         cmocka_unit_test(test_cut_after_damage),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
