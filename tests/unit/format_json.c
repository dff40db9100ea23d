#include "cut.h"

static const struct nr_format *json(void)
{
    return nr_format_named(nr_str_of("json"));
}

static void expect(const char *bytes, const char *want)
{
    expect_cut(json(), nr_str_of(bytes), NULL, want);
}

static void arrays_are_cut_at_their_elements(void **state)
{
    (void)state;
    expect("[{\"a\":1},{\"a\":[{},{\"b\":\"]}\"}]}]", "{\"a\":1}\n{\"a\":[{},{\"b\":\"]}\"}]}\n");
    expect("\xef\xbb\xbf [\r\n  {\"a\" : 1} ,\n {} ]\n", "{\"a\" : 1}\n{}\n");
    expect("[{\"a\":\"\\\"}\\\\\"},{\"a\":\"\\\\\\\"{\"}]",
           "{\"a\":\"\\\"}\\\\\"}\n{\"a\":\"\\\\\\\"{\"}\n");
    expect("[]", "");
    expect("[] [{\"a\":1}]\n[{\"b\":1}]", "{\"a\":1}\n{\"b\":1}\n");
    expect("", "");
}

static void objects_may_follow_each_other(void **state)
{
    (void)state;
    expect("{\"a\":1}{\"a\":2}\n{\"a\":3},{\"a\":4},\n{\"a\":5}",
           "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n{\"a\":5}\n");
    expect("\x1e{\"a\":1}\n\x1e{\"a\":2}\n", "{\"a\":1}\n{\"a\":2}\n");
    expect("{\n \"a\": {\n }\n}\n{ }", "{\n \"a\": {\n }\n}\n{ }\n");
    expect("\xef\xbb\xbf{\"a\":1}\xef\xbb\xbf{\"a\":2}", "{\"a\":1}\n{\"a\":2}\n");
}

static void what_is_no_object_is_a_piece(void **state)
{
    (void)state;
    expect("[1,\"a,]\\\"\",null , [2,{\"x\":[]}],{\"a\":1},true]",
           "1\n\"a,]\\\"\"\nnull\n[2,{\"x\":[]}]\n{\"a\":1}\ntrue\n");
    expect("{\"a\":1} -1.5e+3", "{\"a\":1}\n-1.5e+3\n");
}

static void damage_costs_one_element(void **state)
{
    (void)state;
    /* a quote too many, one too few, a line feed in a string */
    expect("[{\"id\":1,\"t\":\"a\"b\"},{\"id\":2}]", "{\"id\":1,\"t\":\"a\"b\"},\n{\"id\":2}\n");
    expect("[{\"id\":0},{\"id\":1,\"t\":\"a},{\"id\":2},{\"id\":3}]",
           "{\"id\":0}\n{\"id\":1,\"t\":\"a},\n{\"id\":2}\n{\"id\":3}\n");
    expect("[{\"id\":1,\"t\":\"a\nb\"},{\"id\":2}]", "{\"id\":1,\"t\":\"a\nb\"},\n{\"id\":2}\n");
    /* a brace too few, one too many, the wrong bracket */
    expect("[{\"id\":1,{\"id\":2},{\"id\":3}]", "{\"id\":1,\n{\"id\":2}\n{\"id\":3}\n");
    expect("[{\"id\":1}},{\"id\":2}]", "{\"id\":1}\n},\n{\"id\":2}\n");
    expect("[{\"id\":1],{\"id\":2}]", "{\"id\":1],\n{\"id\":2}\n");
    /* an object inside the broken one is none of the elements */
    expect("[{\"id\":0},{\"id\":1,\"s\":{\"id\":5},\"x\":{\"y\":1},\"t\":\"a\"b\"},{\"id\":2}]",
           "{\"id\":0}\n{\"id\":1,\"s\":{\"id\":5},\"x\":{\"y\":1},\"t\":\"a\"b\"},\n{\"id\":2}\n");
    /* bare words, and what is no JSON at all */
    expect("[{\"id\":1},<p>,{\"id\":2},what {is} this? {\"id\" : 3}]",
           "{\"id\":1}\n<p>,\n{\"id\":2}\nwhat {is} this? \n{\"id\" : 3}\n");
    expect("[{\"id\":1},{\"id\":2", "{\"id\":1}\n{\"id\":2\n");
    expect("{\"id\":1}\n{\"id\":\"2\n{\"x\":3}", "{\"id\":1}\n{\"id\":\"2\n\n{\"x\":3}\n");
}

/* Brackets that do not fit each other show at any depth. */
static void brackets_are_matched(void **state)
{
    (void)state;
    expect("[{\"id\":1,\"a\":{\"b\":1},{\"id\":2},{\"id\":3}]",
           "{\"id\":1,\"a\":{\"b\":1},\n{\"id\":2}\n{\"id\":3}\n");
    expect("[{\"id\":1,\"a\":{\"b\":[1,{\"c\":2},\"d\":3}},{\"id\":2}]",
           "{\"id\":1,\"a\":{\"b\":[1,{\"c\":2},\"d\":3}},\n{\"id\":2}\n");
}

/* Nesting that a scan takes is followed, more is not. */
static void nesting_is_followed(void **state)
{
    (void)state;
    static const size_t depths[] = {60, 61, 62, 63, 64, 500};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        struct nr_buf bytes = {0}, want = {0};
        nr_buf_add_cstr(&bytes, "[{\"id\":");
        for (size_t n = 0; n < depths[i]; n++)
            nr_buf_add_cstr(&bytes, n % 3 ? "[" : "{\"x\":");
        nr_buf_add_cstr(&bytes, "{\"id\":1}");
        for (size_t n = depths[i]; n > 0; n--)
            nr_buf_add_cstr(&bytes, (n - 1) % 3 ? "]" : "}");
        nr_buf_add_cstr(&bytes, "},{\"id\":2}]");
        nr_buf_add_str(&want, nr_str_sub(nr_buf_str(&bytes), 1, bytes.len - 10));
        nr_buf_add_cstr(&want, "\n{\"id\":2}\n");
        expect(nr_buf_cstr(&bytes), nr_buf_cstr(&want));
        nr_buf_free(&bytes);
        nr_buf_free(&want);
    }
    struct nr_buf out = {0};
    for (size_t n = 0; n < 100000; n++)
        nr_buf_add_cstr(&out, "{\"a\":[");
    struct nr_buf pieces = {0};
    cut_by(json(), nr_buf_str(&out), SIZE_MAX, NULL, &pieces);
    assert_true(pieces.len >= out.len - 100000); /* nothing is left out but commas and brackets */
    nr_buf_free(&out);
    nr_buf_free(&pieces);
}

static void an_open_array_is_told(void **state)
{
    (void)state;
    expect("[{\"a\":1},\n", "{\"a\":1}\n*cut off: an array is not closed\n");
    expect("[{\"a\":1}", "{\"a\":1}\n*cut off: an array is not closed\n");
    expect("[", "*cut off: an array is not closed\n");
}

static void behind_a_gap_the_next_element_is_found(void **state)
{
    (void)state;
    expect("[{\"id\":1},{\"id\":2,\"t\":\"x\a\",{}: \"}, {\"x\":1}, {\"id\":3},{\"id\":4}]",
           "{\"id\":1}\n!damage\n{\"id\":3}\n{\"id\":4}\n");
    expect("[{\"id\":1},\a{\"id\":3}]", "{\"id\":1}\n!damage\n{\"id\":3}\n");
    expect("\axxx {\"a\":1}{\"a\":2}", "!damage\n{\"a\":1}\n{\"a\":2}\n");
    expect("[{\"id\":1}\a", "{\"id\":1}\n!damage\n");
}

static void envelopes_are_opened(void **state)
{
    (void)state;
    expect("{\"status\":\"ok\",\"n\":[1,{}],\"articles\" : [ {\"title\":1,\"url\":2} , "
           "{\"b\":1}],\"more\":{\"x\":\"}\"}}",
           "{\"title\":1,\"url\":2}\n{\"b\":1}\n");
    expect("{\"response\":{\"meta\":{\"x\":1},\"docs\":[{\"x\":{},\"headline\":1,\"url\":2}]},"
           "\"z\":1}{\"c\":1}",
           "{\"x\":{},\"headline\":1,\"url\":2}\n{\"c\":1}\n");
    expect(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"f\",\"items\":[{\"id\":1}]}",
        "{\"id\":1}\n");
    expect("{\"Results\":[{\"Title\":1,\"URL\":2}]}\n{\"results\":[{\"title\":1,\"link\":2}]}",
           "{\"Title\":1,\"URL\":2}\n{\"title\":1,\"link\":2}\n");
    expect("{\"items\":[{\"title\":1,\"url\":2}",
           "{\"title\":1,\"url\":2}\n*cut off: an array is not closed\n");
    expect("{\"items\":[{\"title\":1,\"url\":2}],\"a\":",
           "{\"title\":1,\"url\":2}\n*cut off: an array is not closed\n");
}

static void expect_same(const char *object)
{
    struct nr_buf want = {0};
    nr_buf_addf(&want, "%s\n", object);
    expect(object, nr_buf_cstr(&want));
    nr_buf_free(&want);
}

static void documents_are_no_envelopes(void **state)
{
    (void)state;
    expect_same("{\"id\":1,\"items\":[{\"title\":1,\"url\":2}]}");
    expect_same("{\"Title\":1,\"items\":[{\"title\":1,\"url\":2}]}");
    expect_same("{\"data\":{\"text\":1,\"items\":[{\"title\":1,\"url\":2}]}}");
    expect_same("{\"items\":[{\"title\":1,\"x\":2}]}");
    expect_same("{\"items\":[{}]}");
    expect_same("{\"items\":[1,{\"title\":1,\"url\":2}]}");
    expect_same("{\"items\":[]}");
    expect_same("{\"things\":[{\"title\":1,\"url\":2}]}");
    expect_same("{\"other\":{\"items\":[{\"title\":1,\"url\":2}]}}");
    expect_same("{\"data\":{\"data\":{\"data\":{\"data\":[{\"title\":1,\"url\":2}]}}}}");
    expect("[{\"items\":[{\"title\":1,\"url\":2}]}]", "{\"items\":[{\"title\":1,\"url\":2}]}\n");
}

static bool begins(const char *head)
{
    return json()->begins(nr_str_of(head), nr_str_of("x"));
}

static void other_content_is_left_alone(void **state)
{
    (void)state;
    assert_true(begins("[{\"a\":1},\n"));
    assert_true(begins("\xef\xbb\xbf\n[ {} ]"));
    assert_true(begins("[]\n"));
    assert_true(begins("{\n\"a\":1}\n"));
    assert_true(begins("{\"a\":[\n1]}\n"));
    assert_true(begins("{\"a\":1}{\"b\":1}\n"));
    assert_true(begins("{\"a\":1},\n{\"b\":1}\n"));
    assert_true(begins("\x1e{\"a\":1}\n"));
    assert_true(begins("{\"items\":[{\"title\":1,\"url\":2}]}\n"));
    /* JSONL, damaged too */
    assert_false(begins("{\"a\":1}\n{\"b\":1}\n"));
    assert_false(begins("{\"a\":1} \n"));
    assert_false(begins("{\"a\":\"a line that goes on"));
    assert_false(begins("{\"a\":\"cut\n{\"a\":1}\n"));
    assert_false(begins("{\"a\":1,\n{\"a\":1}\n"));
    /* text, and JSON that holds no objects */
    assert_false(begins(""));
    assert_false(begins("["));
    assert_false(begins("[1,2]"));
    assert_false(begins("[[{\"a\":1}]]"));
    assert_false(begins("[\"a\"]"));
    assert_false(begins("[{note}]"));
    assert_false(begins("[] is an empty list"));
    assert_false(begins("{note\n} x"));
    assert_false(begins("{\"quoted\" he said}\n"));
    assert_false(begins("\x1e text"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_are_cut_at_their_elements),
        cmocka_unit_test(objects_may_follow_each_other),
        cmocka_unit_test(what_is_no_object_is_a_piece),
        cmocka_unit_test(damage_costs_one_element),
        cmocka_unit_test(brackets_are_matched),
        cmocka_unit_test(nesting_is_followed),
        cmocka_unit_test(an_open_array_is_told),
        cmocka_unit_test(behind_a_gap_the_next_element_is_found),
        cmocka_unit_test(envelopes_are_opened),
        cmocka_unit_test(documents_are_no_envelopes),
        cmocka_unit_test(other_content_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
