#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/json/json.h"
#include "newsreel/publish/schema.h"
#include <stdlib.h>

struct result {
    enum nr_status status;
    struct nr_buf out, lines;
    struct nr_losses losses;
    struct nr_error e;
};

static struct result row_of(const char *fields, struct nr_str line)
{
    struct result r = {.status = NR_FAIL};
    struct nr_schema schema;
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    assert_int_equal(nr_schema_choose(&schema, nr_str_of(fields), &r.e), NR_OK);
    assert_int_equal(nr_record_scan(&record, line, &r.e), NR_OK);
    r.losses.lines = &r.lines;
    r.status = nr_schema_row(&schema, &record, &arena, &r.out, &r.losses, &r.e);
    r.losses.lines = NULL;
    nr_buf_cstr(&r.out);
    nr_buf_cstr(&r.lines);
    nr_record_free(&record);
    nr_arena_free(&arena);
    free(schema.fields);
    return r;
}

static void result_free(struct result *r)
{
    nr_buf_free(&r->out);
    nr_buf_free(&r->lines);
}

static void assert_row(const char *fields, const char *line, const char *want, const char *lost)
{
    struct result r = row_of(fields, nr_str_of(line));
    assert_int_equal(r.status, NR_OK);
    assert_string_equal(r.out.data, want);
    assert_string_equal(r.lines.data, lost);
    result_free(&r);
}

static void assert_bad(const char *fields, const char *line, const char *why)
{
    struct result r = row_of(fields, nr_str_of(line));
    assert_int_equal(r.status, NR_BAD);
    if (!strstr(r.e.text, why))
        fail_msg("'%s' is not in '%s'", why, r.e.text);
    result_free(&r);
}

static void default_row(void **state)
{
    (void)state;
    assert_row("", "{\"text\":\"Hail\",\"html\":\"<p>\",\"by\":null,\"extra\":{\"a\":1}}",
               "{\"id\":null,\"doc\":null,\"paragraph\":null,\"source\":null,\"offset\":null,"
               "\"length\":null,\"url\":null,\"mime\":null,\"charset\":null,\"created\":null,"
               "\"created_date\":null,\"added\":null,\"language\":null,\"headline\":null,"
               "\"section\":null,\"by\":[],\"role\":null,\"start\":null,\"end\":null,"
               "\"characters\":null,\"words\":null,\"sentences\":null,\"duplicate_of\":null,"
               "\"similarity\":null,\"truncated\":null,\"digest\":null,\"spans\":[],"
               "\"text\":\"Hail\"}\n",
               "");
}

static void chosen_fields(void **state)
{
    (void)state;
    assert_row("text,id", "{\"id\":\"a\",\"text\":\"b\"}", "{\"text\":\"b\",\"id\":\"a\"}\n", "");
    assert_row("html", "{\"html\":\"<p>\"}", "{\"html\":\"<p>\"}\n", "");
    struct nr_schema schema;
    struct nr_error e;
    assert_int_equal(
        nr_schema_choose(&schema, nr_str_of("id,no-such-name-that-is-long-indeed"), &e), NR_FAIL);
    assert_non_null(strstr(e.text, "no-such-name"));
    assert_non_null(strstr(e.text, " text html"));
    assert_int_equal(nr_schema_choose(&schema, nr_str_of("id,text,id"), &e), NR_FAIL);
    assert_non_null(strstr(e.text, "twice"));
}

static void assert_description(const char *fields, enum nr_schema_format format, const char *want)
{
    struct nr_schema schema;
    struct nr_error e;
    struct nr_buf out = {0};
    assert_int_equal(nr_schema_choose(&schema, nr_str_of(fields), &e), NR_OK);
    nr_schema_describe(&schema, format, &out);
    nr_buf_cstr(&out);
    assert_string_equal(out.data, want);
    nr_buf_free(&out);
    free(schema.fields);
}

static void descriptions(void **state)
{
    (void)state;
    assert_description("id,created,end", NR_SCHEMA_DUCKDB,
                       "CREATE OR REPLACE MACRO read_news(path) AS TABLE\n"
                       "SELECT * FROM read_json(path, format = 'newline_delimited', columns = {\n"
                       "    \"id\": 'VARCHAR',\n"
                       "    \"created\": 'TIMESTAMP',\n"
                       "    \"end\": 'BIGINT'\n"
                       "});\n");
    assert_description("by,created_date,similarity", NR_SCHEMA_SPARK,
                       "`by` ARRAY<STRING>, `created_date` DATE, `similarity` DOUBLE\n");
}

static void strings(void **state)
{
    (void)state;
    assert_row("text", "{\"text\":\"a\\u00e9\\n\\\"\\\\u0000\\/\\ud83d\\ude00\"}",
               "{\"text\":\"a\\u00e9\\n\\\"\\\\u0000\\/\\ud83d\\ude00\"}\n", "");
    assert_row("text", "{\"text\":\"a\x7f \xc2\x85 \u2028 \u2029 \u2027 \u00c5\"}",
               "{\"text\":\"a\\u007f \\u0085 \\u2028 \\u2029 \u2027 \u00c5\"}\n", "");
    assert_row("text", "{\"id\":7,\"text\":\"\\u0000\\uDE00\\ud83d\\ud83d\\uDe00\\ud83d\"}",
               "{\"text\":\"\ufffd\ufffd\ufffd\\ud83d\\uDe00\ufffd\"}\n",
               "{\"id\":7,\"member\":\"text\",\"loss\":\"characters replaced by U+FFFD\"}\n");
    assert_bad("text", "{\"text\":5}", "'text' is not a string");
    assert_bad("text", "{\"text\":\"a\",\"text\":\"b\"}", "text");
}

static void integers(void **state)
{
    (void)state;
    assert_row("offset", "{\"offset\":9007199254740991}", "{\"offset\":9007199254740991}\n", "");
    assert_row("offset", "{\"offset\":-9007199254740991}", "{\"offset\":-9007199254740991}\n", "");
    assert_row("offset", "{\"offset\":-0}", "{\"offset\":0}\n", "");
    assert_bad("offset", "{\"offset\":9007199254740992}", "'offset' is beyond 2^53 - 1");
    assert_bad("offset", "{\"offset\":99999999999999999999999}", "'offset' is beyond");
    assert_bad("words", "{\"words\":1.0}", "'words' is not an integer");
    assert_bad("words", "{\"words\":1e3}", "'words' is not an integer");
    assert_bad("words", "{\"words\":\"1\"}", "'words' is not a number");
}

static void numbers_and_booleans(void **state)
{
    (void)state;
    assert_row("similarity", "{\"similarity\":1}", "{\"similarity\":1.0}\n", "");
    assert_row("similarity", "{\"similarity\":0.97}", "{\"similarity\":0.97}\n", "");
    assert_row("similarity", "{\"similarity\":1E-3}", "{\"similarity\":1E-3}\n", "");
    assert_bad("similarity", "{\"similarity\":1e999}", "'similarity' is beyond");
    assert_bad("similarity", "{\"similarity\":\"x\"}", "'similarity' is not a number");
    assert_row("truncated", "{\"truncated\":true}", "{\"truncated\":true}\n", "");
    assert_bad("truncated", "{\"truncated\":0}", "'truncated' is not a boolean");
}

static void times(void **state)
{
    (void)state;
    assert_row("created,created_date", "{\"created\":\"2022-07-19T23:30:15.75-02:00\"}",
               "{\"created\":\"2022-07-20T01:30:15Z\",\"created_date\":\"2022-07-19\"}\n", "");
    assert_row("created,created_date", "{\"created\":\"2022-07-19\"}",
               "{\"created\":null,\"created_date\":\"2022-07-19\"}\n", "");
    assert_row("created", "{\"created\":\"2022-07-19\"}", "{\"created\":null}\n",
               "{\"id\":null,\"member\":\"created\",\"loss\":\"a day without time\"}\n");
    assert_row("created_date,added,created", "{\"created\":\"July\",\"added\":\"2022-13-01\"}",
               "{\"created_date\":null,\"added\":null,\"created\":null}\n",
               "{\"id\":null,\"member\":\"added\",\"loss\":\"not an RFC 3339 time\"}\n"
               "{\"id\":null,\"member\":\"created\",\"loss\":\"not an RFC 3339 time\"}\n");
    assert_bad("created", "{\"created\":1658217600}", "'created' is not a string");
}

static void lists(void **state)
{
    (void)state;
    assert_row("by", "{\"by\":[ \"Ada\" , \"Bo\\u0000\"]}", "{\"by\":[\"Ada\",\"Bo\ufffd\"]}\n",
               "{\"id\":null,\"member\":\"by\",\"loss\":\"characters replaced by U+FFFD\"}\n");
    assert_row("by", "{\"by\":\"Ada\"}", "{\"by\":[\"Ada\"]}\n", "");
    assert_row("by", "{\"by\":[]}", "{\"by\":[]}\n", "");
    assert_bad("by", "{\"by\":[\"Ada\",null]}", "'by' is not a list of strings");
    assert_bad("by", "{\"by\":{}}", "'by' is not a list of strings");
}

static void spans(void **state)
{
    (void)state;
    assert_row(
        "spans",
        "{\"spans\":[{\"t\":\"place\",\"e\":4,\"s\":0,\"c\":[1]},{\"s\":1,\"e\":2,\"v\":\"x\"}]}",
        "{\"spans\":[{\"s\":0,\"e\":4,\"t\":\"place\",\"v\":null},"
        "{\"s\":1,\"e\":2,\"t\":null,\"v\":\"x\"}]}\n",
        "");
    assert_bad("spans", "{\"spans\":{}}", "'spans' is not a list");
    assert_bad("spans", "{\"spans\":[1]}", "'spans' is not a list of objects");
    assert_bad("spans", "{\"spans\":[{\"s\":1}]}", "without s or e");
    assert_bad("spans", "{\"spans\":[{\"s\":1,\"e\":2,\"\\u0073\":1}]}", "twice");
    assert_bad("spans", "{\"spans\":[{\"s\":1,\"e\":2,\"t\":3}]}", "'spans' is not a string");
    assert_bad("spans", "{\"spans\":[{\"s\":1,\"e\":2.5}]}", "'spans' is not an integer");
}

static void long_lines(void **state)
{
    (void)state;
    struct nr_buf line = {0};
    nr_buf_add_cstr(&line, "{\"text\":\"");
    while (line.len < NR_ROW_LIMIT - 3)
        nr_buf_add_char(&line, 'x');
    nr_buf_add_cstr(&line, "\"}");
    struct result r = row_of("text", nr_buf_str(&line));
    assert_int_equal(r.status, NR_OK);
    assert_int_equal(r.out.len, NR_ROW_LIMIT);
    result_free(&r);
    line.len -= 2;
    nr_buf_add_cstr(&line, "x\"}");
    r = row_of("text", nr_buf_str(&line));
    assert_int_equal(r.status, NR_BAD);
    assert_non_null(strstr(r.e.text, "line longer than 15 MiB"));
    result_free(&r);
    nr_buf_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_row),  cmocka_unit_test(chosen_fields),
        cmocka_unit_test(descriptions), cmocka_unit_test(strings),
        cmocka_unit_test(integers),     cmocka_unit_test(numbers_and_booleans),
        cmocka_unit_test(times),        cmocka_unit_test(lists),
        cmocka_unit_test(spans),        cmocka_unit_test(long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
