#include "newsreel/json/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct nr_str S(const char *s) {
    return nr_str_of(s);
}

static void
expect_str(struct nr_str s, const char *want)
{
    if (!nr_str_is(s, want))
        fail_msg("\"%.*s\" instead of \"%s\"", (int)s.len, s.data, want);
}

static void expect_bad(const char *line, const char *text, uint64_t column)
{
    struct nr_record r = {0};
    struct nr_error e;
    assert_int_equal(nr_record_scan(&r, S(line), &e), NR_BAD);
    assert_string_equal(e.text, text);
    assert_int_equal(e.offset, column);
    assert_int_equal(r.count, 0);
    nr_record_free(&r);
}

static void scan_notes_top_level_members(void **state)
{
    (void)state;
    static const char line[] =
        " { \"a\" : [1,{\"x\":[]}] ,\"b\":null,\"c\\u0041\":\"q\\n\",\"d\":-1.5e+3,\"e\":{} } \r";
    struct nr_record r = {0};
    struct nr_error e;
    assert_int_equal(nr_record_scan(&r, S(line), &e), NR_OK);
    assert_int_equal(r.count, 5);
    assert_int_equal(r.scanned, 5);
    static const struct {
        const char *key, *raw;
        enum nr_json_type type;
    } want[] = {
        {"a", "[1,{\"x\":[]}]", NR_JSON_ARRAY},
        {"b", "null", NR_JSON_NULL},
        {"cA", "\"q\\n\"", NR_JSON_STRING},
        {"d", "-1.5e+3", NR_JSON_NUMBER},
        {"e", "{}", NR_JSON_OBJECT},
    };
    for (size_t i = 0; i < 5; i++) {
        const struct nr_record_member *m = &r.members[i];
        expect_str(m->key, want[i].key);
        expect_str(m->value.raw, want[i].raw);
        assert_int_equal(m->value.type, want[i].type);
        assert_int_equal(m->value.escaped, i == 2);
        assert_int_equal(line[m->from], '"');
        assert_ptr_equal(line + m->to, m->value.raw.data + m->value.raw.len);
    }
    nr_record_free(&r);
}

static void errors_say_what_and_where(void **state)
{
    (void)state;
    expect_bad("", "invalid JSON: ends early", 1);
    expect_bad("[1]", "not a JSON object", 1);
    expect_bad("  null", "not a JSON object", 3);
    expect_bad("{\"a\":1", "invalid JSON: ends early", 7);
    expect_bad("{\"a\":\"b", "invalid JSON: ends early", 8);
    expect_bad("{\"a\":\"b\tc\"}", "invalid JSON: raw control character in string", 8);
    expect_bad("{\"a\":\"\\x\"}", "invalid JSON: unknown escape in string", 7);
    expect_bad("{\"a\":\"\\u12g4\"}", "invalid JSON: \\u without four hexadecimal digits", 11);
    expect_bad("{\"a\":\"\xc3\"}", "invalid UTF-8", 7);
    expect_bad("{\"a\":1}\xff", "invalid UTF-8", 8);
    struct nr_record r = {0};
    struct nr_error e;
    assert_int_equal(nr_record_scan_utf8(&r, S("{\"a\":\"\u00e9\"}"), &e), NR_OK);
    assert_int_equal(r.count, 1);
    assert_int_equal(nr_record_scan_utf8(&r, S("{\"a\":\"\u00e9\""), &e), NR_BAD);
    assert_int_equal(r.count, 0);
    nr_record_free(&r);
    expect_bad("{a:1}", "invalid JSON: member name expected", 2);
    expect_bad("{\"a\":1,}", "invalid JSON: member name expected", 8);
    expect_bad("{\"a\" 1}", "invalid JSON: ':' expected", 6);
    expect_bad("{\"a\":}", "invalid JSON: value expected", 6);
    expect_bad("{\"a\":nul}", "invalid JSON: value expected", 9);
    expect_bad("{\"a\":1 2}", "invalid JSON: ',' or '}' expected", 8);
    expect_bad("{\"a\":[1 2]}", "invalid JSON: ',' or ']' expected", 9);
    expect_bad("{\"a\":[1}", "invalid JSON: ',' or ']' expected", 8);
    expect_bad("{\"a\":[,]}", "invalid JSON: value expected", 7);
    expect_bad("{\"a\":01}", "invalid JSON: number with a leading zero", 7);
    expect_bad("{\"a\":1.}", "invalid JSON: digit expected in number", 8);
    expect_bad("{\"a\":-}", "invalid JSON: digit expected in number", 7);
    expect_bad("{\"a\":1e+}", "invalid JSON: digit expected in number", 9);
    expect_bad("{\"a\":1}}", "invalid JSON: more text behind the value", 8);
    /* The first error counts, whichever it is. */
    expect_bad("{\"a\":?}\xff", "invalid JSON: value expected", 6);
}

/* {"a":[[...]]} with depth levels, the object being one. */
static enum nr_status scan_depth(size_t depth)
{
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "{\"a\":");
    for (size_t i = 1; i < depth; i++)
        nr_buf_add_char(&b, '[');
    for (size_t i = 1; i < depth; i++)
        nr_buf_add_char(&b, ']');
    nr_buf_add_char(&b, '}');
    struct nr_record r = {0};
    struct nr_error e;
    enum nr_status status = nr_record_scan(&r, nr_buf_str(&b), &e);
    if (status == NR_BAD) {
        assert_string_equal(e.text, "nesting deeper than 512");
        assert_int_equal(e.offset, 5 + 512);
    }
    nr_record_free(&r);
    nr_buf_free(&b);
    return status;
}

static void depth_is_limited(void **state)
{
    (void)state;
    assert_int_equal(scan_depth(NR_JSON_DEPTH), NR_OK);
    assert_int_equal(scan_depth(NR_JSON_DEPTH + 1), NR_BAD);
    assert_int_equal(scan_depth(1000000), NR_BAD);
}

static void find_compares_decoded_keys(void **state)
{
    (void)state;
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json v;
    assert_int_equal(nr_record_scan(&r, S("{\"te\\u0078t\":1,\"\":2}"), &e), NR_OK);
    assert_int_equal(nr_record_find(&r, S("text"), &v, &e), NR_OK);
    expect_str(v.raw, "1");
    assert_int_equal(nr_record_find(&r, S(""), &v, &e), NR_OK);
    expect_str(v.raw, "2");
    assert_int_equal(nr_record_find(&r, S("tex"), &v, &e), NR_END);
    nr_record_free(&r);
}

static void repeated_keys_are_bad_when_used(void **state)
{
    (void)state;
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json v;
    struct nr_str text;
    assert_int_equal(nr_record_scan(&r, S("{\"a\":1,\"b\":2,\"\\u0061\":3}"), &e), NR_OK);
    assert_int_equal(nr_record_find(&r, S("b"), &v, &e), NR_OK);
    assert_int_equal(nr_record_find(&r, S("a"), &v, &e), NR_BAD);
    assert_string_equal(e.text, "member \"a\" occurs twice");
    assert_int_equal(e.offset, 14);
    assert_int_equal(nr_record_text(&r, S("a"), &r.arena, &text, &e), NR_BAD);
    assert_int_equal(nr_record_set(&r, S("a"), S("1"), &e), NR_BAD);
    assert_int_equal(nr_record_set_text(&r, S("a"), S("1"), &e), NR_BAD);
    assert_int_equal(nr_record_remove(&r, S("a"), &e), NR_BAD);
    nr_record_free(&r);
}

static void text_decodes_strings_only(void **state)
{
    (void)state;
    static const char line[] =
        "{\"plain\":\"caf\xc3\xa9\",\"esc\":\"a\\n\\ud83d\\ude00\\ud800\",\"no\":"
        "null,\"n\":7}";
    struct nr_record r = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    struct nr_str text;
    assert_int_equal(nr_record_scan(&r, S(line), &e), NR_OK);
    assert_int_equal(nr_record_text(&r, S("plain"), &arena, &text, &e), NR_OK);
    expect_str(text, "caf\xc3\xa9");
    assert_ptr_equal(text.data, line + 10); /* a view, no copy */
    assert_int_equal(nr_record_text(&r, S("esc"), &arena, &text, &e), NR_OK);
    expect_str(text, "a\n\xf0\x9f\x98\x80\xef\xbf\xbd");
    assert_int_equal(r.replaced, 1);
    assert_int_equal(nr_record_text(&r, S("no"), &arena, &text, &e), NR_END);
    assert_int_equal(nr_record_text(&r, S("absent"), &arena, &text, &e), NR_END);
    assert_int_equal(nr_record_text(&r, S("n"), &arena, &text, &e), NR_BAD);
    assert_string_equal(e.text, "member \"n\" is not a string");
    assert_int_equal(e.offset, (uint64_t)(strstr(line, "7}") - line) + 1);
    nr_arena_free(&arena);
    nr_record_free(&r);
}

/* Edits: key=value sets, key= removes, key>name renames. */
static void expect_edit(const char *line, const char *edits, const char *want)
{
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_buf out = {0};
    struct nr_str rest = S(edits), edit;
    assert_int_equal(nr_record_scan(&r, S(line), &e), NR_OK);
    while (nr_str_split(&rest, ';', &edit)) {
        size_t is = nr_str_find_char(edit, '='), becomes = nr_str_find_char(edit, '>');
        struct nr_str key = nr_str_sub(edit, 0, is < becomes ? is : becomes);
        struct nr_str value = nr_str_sub(edit, key.len + 1, edit.len);
        if (becomes < is)
            assert_int_equal(nr_record_rename(&r, key, value, &e), NR_OK);
        else if (value.len)
            assert_int_equal(nr_record_set(&r, key, value, &e), NR_OK);
        else
            assert_int_equal(nr_record_remove(&r, key, &e), NR_OK);
    }
    nr_record_write(&r, &out);
    expect_str(nr_buf_str(&out), want);
    nr_buf_free(&out);
    nr_record_free(&r);
}

static void write_copies_what_nobody_touched(void **state)
{
    (void)state;
    static const char odd[] =
        " {\t\"n\" : 7.60 , \"big\":123456789012345678901234567890,\"n\":1e999 }\r";
    char want[sizeof odd + 1];
    memcpy(want, odd, sizeof odd - 1);
    memcpy(want + sizeof odd - 1, "\n", 2);
    expect_edit(odd, "absent=", want);
    expect_edit("{}", "absent=", "{}\n");
    expect_edit("{\"a\":\n1,\n\"b\":\"\\n\"\n}", "absent=", "{\"a\": 1, \"b\":\"\\n\" }\n");
}

static void set_replaces_in_place_and_appends_in_order(void **state)
{
    (void)state;
    expect_edit("{ \"a\" : 1 , \"b\" : 2 }", "a=[0]", "{ \"a\" : [0] , \"b\" : 2 }\n");
    expect_edit("{ \"a\" : 1 , \"b\" : 2 }", "b=3;b=4", "{ \"a\" : 1 , \"b\" : 4 }\n");
    expect_edit("{ \"a\" : 1 } ", "z=1;y=2;z=3", "{ \"a\" : 1,\"z\":3,\"y\":2 } \n");
    expect_edit("{ }", "z=1;y=2", "{\"z\":1,\"y\":2 }\n");
    expect_edit("{}", "q\"=1", "{\"q\\\"\":1}\n");
    expect_edit("{}", "a=[1,\n2]", "{\"a\":[1, 2]}\n");
}

static void rename_keeps_place_and_bytes(void **state)
{
    (void)state;
    expect_edit("{ \"a\" :\t1 , \"b\" : 2 }", "a>x", "{ \"x\" :\t1 , \"b\" : 2 }\n");
    expect_edit("{ \"a\" : 1 , \"b\" : \"c:\" }", "b>q\"", "{ \"a\" : 1 , \"q\\\"\" : \"c:\" }\n");
    expect_edit("{\"a\\\":\":\":\"}", "a\":>x", "{\"x\":\":\"}\n");
    expect_edit("{\"\\u0061\":1.0}", "a>x", "{\"x\":1.0}\n");
    expect_edit("{\"a\":1,\"b\":2}", "a>x;x=3;b>a;a>y", "{\"x\":3,\"y\":2}\n");
    expect_edit("{\"a\":1,\"b\":2}", "a=4;a>x", "{\"x\":4,\"b\":2}\n");
    expect_edit("{\"a\":1,\"b\":2,\"c\":3}", "a=;b>x", "{\"x\":2,\"c\":3}\n");
    expect_edit("{\"a\":1,\"b\":2}", "b>x;x=", "{\"a\":1}\n");
    expect_edit("{\"a\":1}", "a>a", "{\"a\":1}\n");
}

static void rename_refuses_what_is_not_clear(void **state)
{
    (void)state;
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json v;
    assert_int_equal(nr_record_scan(&r, S("{\"a\":1,\"b\":2,\"a\":3,\"c\":4}"), &e), NR_OK);
    assert_int_equal(nr_record_rename(&r, S("no"), S("x"), &e), NR_END);
    assert_int_equal(nr_record_rename(&r, S("a"), S("x"), &e), NR_BAD);
    assert_string_equal(e.text, "member \"a\" occurs twice");
    assert_int_equal(nr_record_rename(&r, S("b"), S("c"), &e), NR_BAD);
    assert_string_equal(e.text, "member \"c\" is there already");
    assert_int_equal(e.offset, 8);
    assert_int_equal(nr_record_set(&r, S("z"), S("1"), &e), NR_OK);
    assert_int_equal(nr_record_rename(&r, S("b"), S("z"), &e), NR_BAD);
    assert_int_equal(nr_record_rename(&r, S("b"), S("x"), &e), NR_OK);
    assert_int_equal(nr_record_find(&r, S("b"), &v, &e), NR_END);
    assert_int_equal(nr_record_find(&r, S("x"), &v, &e), NR_OK);
    expect_str(v.raw, "2");
    nr_record_free(&r);
}

static void remove_takes_one_comma(void **state)
{
    (void)state;
    static const char line[] = "{ \"a\":1 , \"b\":2 , \"c\":3 }";
    expect_edit(line, "a=", "{ \"b\":2 , \"c\":3 }\n");
    expect_edit(line, "b=", "{ \"a\":1 , \"c\":3 }\n");
    expect_edit(line, "c=", "{ \"a\":1 , \"b\":2 }\n");
    expect_edit(line, "a=;b=", "{ \"c\":3 }\n");
    expect_edit(line, "a=;c=", "{ \"b\":2 }\n");
    expect_edit(line, "b=;c=", "{ \"a\":1 }\n");
    expect_edit(line, "a=;b=;c=", "{  }\n");
    expect_edit(line, "a=;b=;c=;d=4", "{ \"d\":4 }\n");
    expect_edit(line, "c=;d=4;b=0", "{ \"a\":1 , \"b\":0,\"d\":4 }\n");
    expect_edit(line, "a=;a=5", "{ \"a\":5 , \"b\":2 , \"c\":3 }\n");
    expect_edit(line, "a=5;a=", "{ \"b\":2 , \"c\":3 }\n");
    expect_edit(line, "d=1;e=2;d=", "{ \"a\":1 , \"b\":2 , \"c\":3,\"e\":2 }\n");
    expect_edit("{\"a\":1}", "d=1;d=;d=2;a=", "{\"d\":2}\n");
}

static void set_text_and_numbers(void **state)
{
    (void)state;
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_buf out = {0};
    assert_int_equal(nr_record_scan(&r, S("{\"text\":\"x\"}"), &e), NR_OK);
    assert_int_equal(nr_record_set_text(&r, S("text"), S("say \"no\"\n"), &e), NR_OK);
    assert_int_equal(nr_record_set_u64(&r, S("n"), UINT64_MAX, &e), NR_OK);
    assert_int_equal(nr_record_set_text(&r, S("empty"), nr_str(NULL, 0), &e), NR_OK);
    nr_record_write(&r, &out);
    expect_str(nr_buf_str(&out),
               "{\"text\":\"say \\\"no\\\"\\n\",\"n\":18446744073709551615,\"empty\":\"\"}\n");
    nr_buf_free(&out);
    nr_record_free(&r);
}

static void seal_is_an_object_of_one_member(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool seal;
    } cases[] = {
        {"{\"newsreel_seal\":{}}", true},
        {" {\"newsreel_seal\" : 1 }\r", true},
        {"{\"newsreel_seal\":1,\"a\":2}", false},
        {"{\"newsreel\":1}", false},
        {"{}", false},
    };
    struct nr_record r = {0};
    struct nr_error e;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(nr_record_scan(&r, S(cases[i].line), &e), NR_OK);
        assert_int_equal(nr_record_is_seal(&r), cases[i].seal);
    }
    nr_record_free(&r);
}

/* Memory settles: from the second round on nothing moves. */
static void steady_state_keeps_its_memory(void **state)
{
    (void)state;
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_arena_block *block = NULL;
    struct nr_record_member *members = NULL;
    for (int round = 0; round < 20; round++) {
        assert_int_equal(
            nr_record_scan(&r, S("{\"\\u0061\":1,\"b\":2,\"c\":3,\"text\":\"x\\ny\"}"), &e), NR_OK);
        assert_int_equal(nr_record_set_text(&r, S("text"), S("another one"), &e), NR_OK);
        assert_int_equal(nr_record_set_u64(&r, S("new"), 1, &e), NR_OK);
        if (round > 1) {
            assert_ptr_equal(r.arena.blocks, block);
            assert_ptr_equal(r.members, members);
        }
        block = r.arena.blocks;
        members = r.members;
    }
    nr_record_free(&r);
}

static void many_members(void **state)
{
    (void)state;
    enum { MANY = 50000 };
    struct nr_buf b = {0}, out = {0};
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json v;
    nr_object_begin(&b);
    for (unsigned i = 0; i < MANY; i++) {
        nr_buf_addf(&b, "%s\"k%u\":%u", i ? "," : "", i, i);
    }
    nr_object_end(&b);
    assert_int_equal(nr_record_scan(&r, nr_buf_str(&b), &e), NR_OK);
    assert_int_equal(r.count, MANY);
    assert_int_equal(nr_record_find(&r, S("k49999"), &v, &e), NR_OK);
    nr_record_write(&r, &out);
    assert_int_equal(out.len, b.len + 1);
    assert_memory_equal(out.data, b.data, b.len);
    assert_int_equal(nr_record_scan(&r, S("{}"), &e), NR_OK);
    assert_int_equal(r.capacity, 0);
    nr_buf_free(&b);
    nr_buf_free(&out);
    nr_record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scan_notes_top_level_members),
        cmocka_unit_test(errors_say_what_and_where),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(find_compares_decoded_keys),
        cmocka_unit_test(repeated_keys_are_bad_when_used),
        cmocka_unit_test(text_decodes_strings_only),
        cmocka_unit_test(write_copies_what_nobody_touched),
        cmocka_unit_test(set_replaces_in_place_and_appends_in_order),
        cmocka_unit_test(rename_keeps_place_and_bytes),
        cmocka_unit_test(rename_refuses_what_is_not_clear),
        cmocka_unit_test(remove_takes_one_comma),
        cmocka_unit_test(set_text_and_numbers),
        cmocka_unit_test(seal_is_an_object_of_one_member),
        cmocka_unit_test(steady_state_keeps_its_memory),
        cmocka_unit_test(many_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
