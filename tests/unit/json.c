#include "newsreel/json/json.h"
#include "../../lib/json/plain.h"
#include "newsreel/core/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

static struct nr_str S(const char *s) {
    return nr_str_of(s);
}

static void
expect_str(struct nr_str s, const char *want, size_t len)
{
    if (!nr_str_eq(s, nr_str(want, len)))
        fail_msg("\"%.*s\" instead of \"%.*s\"", (int)s.len, s.data, (int)len, want);
}

static struct nr_json scan(const char *json)
{
    struct nr_json value;
    struct nr_error e;
    if (nr_json_scan(S(json), &value, &e) != NR_OK)
        fail_msg("%s: %s", json, e.text);
    return value;
}

static void scan_takes_exactly_one_value(void **state)
{
    (void)state;
    static const struct {
        const char *json, *raw;
        enum nr_json_type type;
    } good[] = {
        {" null ", "null", NR_JSON_NULL},         {"true", "true", NR_JSON_TRUE},
        {"false\r\n", "false", NR_JSON_FALSE},    {"-0", "-0", NR_JSON_NUMBER},
        {"\t1.5E-07", "1.5E-07", NR_JSON_NUMBER}, {"\"\"", "\"\"", NR_JSON_STRING},
        {" [ ] ", "[ ]", NR_JSON_ARRAY},          {"{\"\":{}}", "{\"\":{}}", NR_JSON_OBJECT},
        {"\"\x7f\"", "\"\x7f\"", NR_JSON_STRING},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct nr_json value = scan(good[i].json);
        assert_int_equal(value.type, good[i].type);
        expect_str(value.raw, good[i].raw, strlen(good[i].raw));
    }
}

static void scan_refuses_what_is_not_one_value(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "1 2",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{,}",
        "{\"a\":1,}",
        "nulll",
        "tru",
        "+1",
        ".5",
        "1.",
        "00",
        "-",
        "1e",
        "0x10",
        "NaN",
        "'a'",
        "\"a",
        "\"\\a\"",
        "\"\\u12\"",
        "[",
        "{",
        "[1}",
        "{\"a\":1]",
        "]",
        "[1]]",
        "\"\n\"",
        "\"\x1f\"",
        "\xef\xbb\xbf{}",
        "\"\xed\xa0\x80\"",
        "\"\xc0\x80\"",
        "/**/1",
        "[1 2]",
        "{\"a\" 1}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct nr_json value;
        struct nr_error e;
        if (nr_json_scan(S(bad[i]), &value, &e) != NR_BAD)
            fail_msg("%s was accepted", bad[i]);
        assert_in_range(e.offset, 1, strlen(bad[i]) + 1);
    }
}

static void nul_is_a_control_character(void **state)
{
    (void)state;
    struct nr_json value;
    struct nr_error e;
    assert_int_equal(nr_json_scan(nr_str("\"a\0b\"", 5), &value, &e), NR_BAD);
    assert_int_equal(nr_json_scan(nr_str("1\0", 2), &value, &e), NR_BAD);
    assert_int_equal(nr_json_scan(nr_str(NULL, 0), &value, &e), NR_BAD);
}

static void expect_text(const char *json, const char *want, size_t len, size_t lone)
{
    struct nr_arena arena = {0};
    struct nr_json string = scan(json);
    size_t replaced = 10;
    expect_str(nr_json_text(string, &arena, &replaced), want, len);
    assert_int_equal(replaced, 10 + lone);
    expect_str(nr_json_text(string, &arena, NULL), want, len);
    nr_arena_free(&arena);
}

#define FFFD "\xef\xbf\xbd"

static void text_decodes_every_escape(void **state)
{
    (void)state;
    expect_text("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8, 0);
    expect_text("\"\\u0041\\u00e9\\u20AC\\u0000\"", "A\xc3\xa9\xe2\x82\xac\0", 7, 0);
    expect_text("\"x\\ud83d\\ude00y\"", "x\xf0\x9f\x98\x80y", 6, 0);
    expect_text("\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf", 4, 0);
    expect_text("\"\\uffff\\uFFFE\"", "\xef\xbf\xbf\xef\xbf\xbe", 6, 0);
    expect_text("\"\\\\u0041\"", "\\u0041", 6, 0);
}

static void lone_surrogates_are_replaced_and_counted(void **state)
{
    (void)state;
    expect_text("\"\\ud800\"", FFFD, 3, 1);
    expect_text("\"a\\udc00z\"", "a" FFFD "z", 5, 1);
    expect_text("\"\\ud800\\ud800\\udc00\"", FFFD "\xf0\x90\x80\x80", 7, 1);
    expect_text("\"\\ude00\\ud83d\"", FFFD FFFD, 6, 2);
    expect_text("\"\\ud83dx\\ude00\"", FFFD "x" FFFD, 7, 2);
    expect_text("\"\\ud83d\\u0041\"", FFFD "A", 4, 1);
    expect_text("\"\\ud83d\\n\"", FFFD "\n", 4, 1);
}

static void plain_text_is_not_copied(void **state)
{
    (void)state;
    static const char json[] = "\"just words\"";
    struct nr_arena arena = {0};
    struct nr_str text = nr_json_text(scan(json), &arena, NULL);
    assert_ptr_equal(text.data, json + 1);
    assert_null(arena.blocks);
}

static void add_text_escapes_what_must_be(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    nr_json_add_text(&out, nr_str("a\"b\\c/\b\f\n\r\t\x01\x1f\0\x7f\xc3\xa9", 17));
    static const char want[] = "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\x7f\xc3\xa9\"";
    expect_str(nr_buf_str(&out), want, sizeof want - 1);
    nr_json_add_text(&out, nr_str(NULL, 0));
    expect_str(nr_str_sub(nr_buf_str(&out), sizeof want - 1, out.len), "\"\"", 2);
    nr_buf_free(&out);
}

/* The worst case: everything grows sixfold. */
static void add_text_makes_room(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    char zeros[1000] = {0};
    nr_json_add_text(&out, nr_str(zeros, sizeof zeros));
    assert_int_equal(out.len, 6002);
    nr_buf_free(&out);
}

/* Byte by byte, as RFC 8259 has it. */
static void add_slowly(struct nr_buf *out, struct nr_str s)
{
    static const char letters[] = "btn\vfr";
    nr_buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c == '"' || c == '\\')
            nr_buf_addf(out, "\\%c", c);
        else if (c >= '\b' && c <= '\r' && c != '\v')
            nr_buf_addf(out, "\\%c", letters[c - '\b']);
        else if (c < 0x20)
            nr_buf_addf(out, "\\u%04x", c);
        else
            nr_buf_add_char(out, (char)c);
    }
    nr_buf_add_char(out, '"');
}

/* All lengths around those of blocks, from no escapes to nothing else; behind other bytes. */
static void add_text_is_the_same_in_blocks(void **state)
{
    (void)state;
    unsigned seed = 1;
    for (size_t len = 0; len < 300; len++)
        for (unsigned density = 0; density <= 8; density++) {
            struct nr_buf text = {0}, out = {0}, want = {0};
            for (size_t i = 0; i < len; i++) {
                seed = seed * 1103515245u + 12345u;
                bool odd = (seed >> 12) % 8 < density;
                nr_buf_add_char(&text, odd ? "\n\"\\\t\0\x1f\r\v"[seed >> 20 & 7]
                                           : (char)(' ' + 1 + (seed >> 20) % 0xdf));
            }
            nr_json_add_text(&out, nr_str_of("before"));
            nr_json_add_text(&out, nr_buf_str(&text));
            add_slowly(&want, nr_str_of("before"));
            add_slowly(&want, nr_buf_str(&text));
            expect_str(nr_buf_str(&out), want.data, want.len);
            nr_buf_free(&text);
            nr_buf_free(&out);
            nr_buf_free(&want);
        }
}

static void arrays_are_walked(void **state)
{
    (void)state;
    struct nr_str rest = scan(" [ 1 ,[2,[3]], \"]\" ,{\"a\":[]},[] ] ").raw;
    static const char *const want[] = {"1", "[2,[3]]", "\"]\"", "{\"a\":[]}", "[]"};
    struct nr_json element;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(nr_json_next_element(&rest, &element), NR_OK);
        expect_str(element.raw, want[i], strlen(want[i]));
    }
    assert_int_equal(nr_json_next_element(&rest, &element), NR_END);
    assert_int_equal(nr_json_next_element(&rest, &element), NR_END);
    static const char *const nothing[] = {"[]", "[ ]", "{\"a\":1}", "{}", "1", "\"[1]\"", "null"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        rest = scan(nothing[i]).raw;
        assert_int_equal(nr_json_next_element(&rest, &element), NR_END);
    }
}

static void objects_are_walked(void **state)
{
    (void)state;
    struct nr_str rest = scan("{ \"a\" : {\"x\":1} , \"\\u0062\":[{}] , \"a\":\"}\"}").raw;
    static const char *const want[] = {"\"a\"", "{\"x\":1}", "\"\\u0062\"",
                                       "[{}]",  "\"a\"",     "\"}\""};
    struct nr_json key, value;
    for (size_t i = 0; i < 6; i += 2) {
        assert_int_equal(nr_json_next_member(&rest, &key, &value), NR_OK);
        expect_str(key.raw, want[i], strlen(want[i]));
        expect_str(value.raw, want[i + 1], strlen(want[i + 1]));
        assert_int_equal(key.escaped, i == 2);
    }
    assert_int_equal(nr_json_next_member(&rest, &key, &value), NR_END);
    static const char *const nothing[] = {"{}", "{ }", "[{\"a\":1}]", "[]", "0"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        rest = scan(nothing[i]).raw;
        assert_int_equal(nr_json_next_member(&rest, &key, &value), NR_END);
    }
}

static void objects_in_arrays_are_walked(void **state)
{
    (void)state;
    struct nr_str rest =
        scan(" [ {\"a\" : \"}\\\"\" , \"\\u0062\":[{}]},{ } , {\"c\":-1.5e+3,\"d\":null }, 1] ")
            .raw;
    static const char *const want[] = {"\"a\"", "\"}\\\"\"", "\"\\u0062\"", "[{}]", "",
                                       "\"c\"", "-1.5e+3",   "\"d\"",       "null"};
    struct nr_json key, value;
    size_t i = 0;
    for (size_t object = 0; object < 3; object++) {
        assert_int_equal(nr_json_enter_object(&rest), NR_OK);
        for (; nr_json_next_inside(&rest, &key, &value) == NR_OK; i += 2) {
            expect_str(key.raw, want[i], strlen(want[i]));
            expect_str(value.raw, want[i + 1], strlen(want[i + 1]));
            assert_int_equal(key.escaped, i == 2);
        }
        i += object == 1;
    }
    assert_int_equal(i, 9);
    assert_int_equal(nr_json_enter_object(&rest), NR_BAD);
    rest = scan("[ ]").raw;
    assert_int_equal(nr_json_enter_object(&rest), NR_END);
    rest = scan("[{\"a\":true}]").raw;
    assert_int_equal(nr_json_enter_object(&rest), NR_OK);
    assert_int_equal(nr_json_next_inside(&rest, &key, &value), NR_OK);
    assert_int_equal(value.type, NR_JSON_TRUE);
    assert_int_equal(nr_json_next_inside(&rest, &key, &value), NR_END);
    assert_int_equal(nr_json_enter_object(&rest), NR_END);
}

static void objects_are_built_in_order(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    nr_object_begin(&out);
    nr_object_end(&out);
    expect_str(nr_buf_str(&out), "{}", 2);
    out.len = 0;
    nr_object_begin(&out);
    nr_object_add_text(&out, "text", S("a \"b\" {"));
    nr_object_add_u64(&out, "n", UINT64_MAX);
    nr_object_add_raw(&out, "raw", S("{}"));
    nr_object_add_text(&out, "last", S("{"));
    nr_object_end(&out);
    static const char want[] =
        "{\"text\":\"a \\\"b\\\" {\",\"n\":18446744073709551615,\"raw\":{},\"last\":\"{\"}";
    expect_str(nr_buf_str(&out), want, sizeof want - 1);
    nr_buf_free(&out);
}

/* Every byte at every place of text of every short length. */
static void all_forms_of_plain_end_agree(void **state)
{
    (void)state;
    char text[40];
    for (size_t len = 0; len <= sizeof text; len++) {
        memset(text, 'a', sizeof text);
        assert_ptr_equal(nr_plain_end(text, text + len), text + len);
        for (size_t at = 0; at < len; at++)
            for (unsigned c = 0; c < 256; c++) {
                text[at] = (char)c;
                bool stops = c < 0x20 || c == '"' || c == '\\';
                const char *want = text + (stops ? at : len);
                assert_ptr_equal(nr_plain_end(text, text + len), want);
                assert_ptr_equal(nr_plain_end_portable(text, text + len), want);
                text[at] = at % 3 ? 'a' : '\x80';
            }
    }
}

static void all_forms_of_copy_block_agree(void **state)
{
    (void)state;
    char text[NR_PLAIN_BLOCK], one[NR_PLAIN_BLOCK], two[NR_PLAIN_BLOCK];
    memset(text, 'a', sizeof text);
    for (size_t at = 0; at < sizeof text; at++)
        for (unsigned c = 0; c < 256; c++) {
            text[at] = (char)c;
            bool stops = c < 0x20 || c == '"' || c == '\\';
            uint32_t hits = nr_plain_copy_block(one, text);
            assert_int_equal(hits >> at & 1, stops);
            assert_int_equal(hits, nr_plain_copy_block_portable(two, text));
            assert_memory_equal(one, text, sizeof text);
            assert_memory_equal(two, text, sizeof text);
            text[at] = at % 3 ? '"' : '\x80';
        }
}

static void reals_are_short_and_read_back(void **state)
{
    (void)state;
    static const struct {
        double x;
        const char *text;
    } cases[] = {
        {0, "0.0"}, {4, "4.0"}, {.1, "0.1"}, {-1.5, "-1.5"}, {1. / 3, "0.3333333333333333"}};
    static const double hard[] = {1e300, 5e-324, 0x1p52, 0x1p-17, 123456789.125, 1e22, -2e-7};
    struct nr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        out.len = 0;
        nr_json_add_real(&out, cases[i].x);
        assert_true(nr_str_is(nr_buf_str(&out), cases[i].text));
    }
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        out.len = 0;
        nr_json_add_real(&out, hard[i]);
        nr_buf_add_char(&out, 0);
        assert_true(strtod(out.data, NULL) == hard[i]);
    }
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scan_takes_exactly_one_value),
        cmocka_unit_test(scan_refuses_what_is_not_one_value),
        cmocka_unit_test(nul_is_a_control_character),
        cmocka_unit_test(text_decodes_every_escape),
        cmocka_unit_test(lone_surrogates_are_replaced_and_counted),
        cmocka_unit_test(plain_text_is_not_copied),
        cmocka_unit_test(add_text_escapes_what_must_be),
        cmocka_unit_test(add_text_makes_room),
        cmocka_unit_test(add_text_is_the_same_in_blocks),
        cmocka_unit_test(arrays_are_walked),
        cmocka_unit_test(objects_are_walked),
        cmocka_unit_test(objects_in_arrays_are_walked),
        cmocka_unit_test(objects_are_built_in_order),
        cmocka_unit_test(all_forms_of_plain_end_agree),
        cmocka_unit_test(all_forms_of_copy_block_agree),
        cmocka_unit_test(reals_are_short_and_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
