#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/json/json.h"
#include "newsreel/publish/schema.h"

struct result {
    enum nr_status status;
    struct nr_buf out, lines;
    struct nr_losses losses;
    struct nr_error e;
};

/* A schema of the fields named (of the flat one), or of the lines of a text. */
static struct nr_schema *schema_of(const char *fields)
{
    struct nr_error e;
    bool text = strchr(fields, ' ') != NULL;
    struct nr_schema *schema =
        nr_schema_new(text ? nr_str_of(fields) : nr_schema_built_in("flat"), &e);
    assert_non_null(schema);
    assert_int_equal(nr_schema_use(schema, nr_str_of(text ? "" : fields), false, &e), NR_OK);
    return schema;
}

static struct result row_of(const char *fields, struct nr_str line)
{
    struct result r = {.status = NR_FAIL};
    struct nr_schema *schema = schema_of(fields);
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    assert_int_equal(nr_record_scan(&record, line, &r.e), NR_OK);
    r.losses.lines = &r.lines;
    r.status = nr_schema_row(schema, &record, &arena, &r.out, &r.losses, &r.e);
    r.losses.lines = NULL;
    nr_buf_cstr(&r.out);
    nr_buf_cstr(&r.lines);
    nr_record_free(&record);
    nr_arena_free(&arena);
    nr_schema_free(schema);
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
    struct result r = row_of(
        "", nr_str_of("{\"text\":\"Hail\",\"html\":\"<p>\",\"by\":null,\"extra\":{\"a\":1}}"));
    assert_int_equal(r.status, NR_OK);
    const char *begin = "{\"id\":null,\"doc\":null,\"paragraph\":null,\"source\":null,";
    assert_memory_equal(r.out.data, begin, strlen(begin));
    assert_non_null(strstr(r.out.data, "\"created\":null,\"created_date\":null,"
                                       "\"created_as_given\":null,"));
    assert_non_null(strstr(r.out.data, "\"by\":[],"));
    assert_non_null(strstr(r.out.data, "\"dateline\":null,"));
    assert_non_null(strstr(r.out.data, "\"spans\":[],\"text\":\"Hail\"}\n"));
    assert_null(strstr(r.out.data, "html"));
    assert_int_equal(r.losses.left_out, 2);
    result_free(&r);
}

static void assert_unused(const char *fields, bool flat, const char *why)
{
    struct nr_error e;
    struct nr_schema *schema = nr_schema_new(nr_schema_built_in("flat"), &e);
    assert_int_equal(nr_schema_use(schema, nr_str_of(fields), flat, &e), NR_FAIL);
    if (!strstr(e.text, why))
        fail_msg("'%s' is not in '%s'", why, e.text);
    nr_schema_free(schema);
}

static void chosen_fields(void **state)
{
    (void)state;
    assert_row("text,id", "{\"id\":\"a\",\"text\":\"b\"}", "{\"text\":\"b\",\"id\":\"a\"}\n", "");
    assert_row("html", "{\"html\":\"<p>\"}", "{\"html\":\"<p>\"}\n", "");
    assert_unused("id,no-such-name-that-is-long-indeed", false, "no-such-name");
    assert_unused("id,tetx", false, " id doc paragraph");
    assert_unused("id,text,id", false, "twice");
    assert_unused("id,,text", false, "no field ''");
}

static void assert_no_schema(const char *text, size_t line, const char *why)
{
    struct nr_error e = {.line = 99};
    assert_null(nr_schema_new(nr_str_of(text), &e));
    if (!strstr(e.text, why))
        fail_msg("'%s' is not in '%s'", why, e.text);
    assert_int_equal(e.line, line);
}

static void texts(void **state)
{
    (void)state;
    assert_row("# a comment\n\n  n integer  \r\nt text from a.b.c\n",
               "{\"n\":1,\"a\":{\"b\":{\"c\":\"x\"}}}", "{\"n\":1,\"t\":\"x\"}\n", "");
    assert_no_schema("", 0, "no fields");
    assert_no_schema("# nothing\n", 0, "no fields");
    assert_no_schema("a text\nb\n", 2, "no type ''");
    assert_no_schema("a strin", 1, "no type 'strin'");
    assert_no_schema("a decimal", 1, "no type");
    assert_no_schema("a decimal:0", 1, "no type");
    assert_no_schema("a text:1", 1, "no type");
    assert_no_schema("a text maybe", 1, "no rule 'maybe'");
    assert_no_schema("1a text", 1, "not a name");
    assert_no_schema("a-b text", 1, "not a name");
    assert_no_schema("Ab text\naB text", 2, "there twice");
    assert_no_schema("a text from b.c.d.e", 1, "three names");
    assert_no_schema("a text from b..d", 1, "three names");
    assert_no_schema("a text\na.b text", 2, "no object has a line before");
    assert_no_schema("a object\nb text", 0, "no fields in the object 'a'");
    assert_no_schema("a object[]\na.b object\na.b.c text[]", 3, "deeper than three");
    assert_no_schema("a text = [1]", 1, "not a string, number or boolean");
    assert_no_schema("a text[] = 1", 1, "constant list");
    assert_no_schema("a text required empty", 1, "contradict");
    assert_no_schema("a integer empty", 1, "no text");
    assert_no_schema("a text made", 1, "made");
    assert_no_schema("a object\na.b object made", 2, "made");
    assert_no_schema("a text packed", 1, "packed");
    assert_no_schema("a object\na.b text asked", 2, "asked");
}

static void objects(void **state)
{
    (void)state;
    const char *o = "o object\no.n integer\no.l text[]\no.p object\no.p.q boolean\n";
    assert_row(o, "{\"o\":{\"x\":1,\"p\":{\"q\":true},\"\\u006e\":2}}",
               "{\"o\":{\"n\":2,\"l\":[],\"p\":{\"q\":true}}}\n", "");
    assert_row(o, "{\"o\":{}}", "{\"o\":{\"n\":null,\"l\":[],\"p\":null}}\n", "");
    assert_row(o, "{}", "{\"o\":null}\n", "");
    assert_bad(o, "{\"o\":[]}", "'o' is not an object");
    assert_bad(o, "{\"o\":{\"n\":1.5}}", "'o.n' is not an integer");
    assert_bad(o, "{\"o\":{\"n\":1,\"n\":1}}", "'o' has a key that is there twice");
    assert_bad(o, "{\"o\":{\"p\":{\"q\":0}}}", "'o.p.q' is not a boolean");
    assert_bad("t text from a.b", "{\"a\":{\"b\":\"x\",\"b\":\"y\"}}", "'a.b' is there twice");
    assert_bad("t text from a.b", "{\"a\":\"b\"}", "'a.b' is inside something");
    assert_row("t text from a.b", "{\"a\":null}", "{\"t\":null}\n", "");
    struct result r = row_of(o, nr_str_of("{\"o\":{\"x\":1,\"y\":{\"z\":1}},\"u\":0}"));
    assert_int_equal(r.losses.left_out, 3);
    result_free(&r);
}

static void rules(void **state)
{
    (void)state;
    assert_bad("a text required", "{\"a\":null}", "'a' is missing");
    assert_bad("a time required", "{\"a\":\"soon\"}", "'a' is no RFC 3339 time");
    assert_row("a text empty", "{}", "{\"a\":\"\"}\n", "");
    assert_row("a text omit\nb text[] omit\nc text", "{}", "{\"c\":null}\n", "");
    assert_row("a text omit", "{}", "{}\n", "");
    assert_row("a integer or-null\nb text[] or-null", "{\"id\":1,\"a\":\"x\",\"b\":[\"y\",0]}",
               "{\"a\":null,\"b\":[]}\n",
               "{\"id\":1,\"member\":\"a\",\"loss\":\"member 'a' is not a number\"}\n"
               "{\"id\":1,\"member\":\"b\",\"loss\":\"member 'b' is not a string\"}\n");
    const char *packed = "l integer[] packed\no object packed\no.t text";
    assert_row(packed, "{\"l\":[1,2],\"o\":{\"t\":\"\x7f\"}}",
               "{\"l\":\"[1,2]\",\"o\":\"{\\\"t\\\":\\\"\\\\u007f\\\"}\"}\n", "");
    assert_row(packed, "{}", "{\"l\":\"[]\",\"o\":null}\n", "");
    assert_row("k text = \"v\"\nn integer = 3", "{\"k\":7}", "{\"k\":\"v\",\"n\":3}\n", "");
}

static void made_objects(void **state)
{
    (void)state;
    const char *made = "m object made\nm.a text\nm.o object made\nm.o.b text from x.b\n";
    assert_row(made, "{\"x\":{\"b\":\"1\"},\"a\":\"2\"}",
               "{\"m\":{\"a\":\"2\",\"o\":{\"b\":\"1\"}}}\n", "");
    assert_row(made, "{}", "{\"m\":{\"a\":null,\"o\":{\"b\":null}}}\n", "");
    const char *list = "m object[] made\nm.r text = \"main\"\nm.a text required\nm.b text omit\n";
    assert_row(list, "{\"a\":\"1\"}", "{\"m\":[{\"r\":\"main\",\"a\":\"1\"}]}\n", "");
    assert_row(list, "{\"b\":\"1\"}", "{\"m\":[]}\n", "");
    assert_row("m object made omit\nm.a text\nz text", "{}", "{\"z\":null}\n", "");
}

static void two_paths(void **state)
{
    (void)state;
    const char *day = "c time\nd day from d or c";
    assert_row(day, "{\"c\":\"2022-07-19\"}", "{\"c\":null,\"d\":\"2022-07-19\"}\n", "");
    assert_row(day, "{\"c\":null,\"d\":\"2022-07-19\"}", "{\"c\":null,\"d\":\"2022-07-19\"}\n", "");
    assert_row(day, "{\"c\":\"2022-07-19\",\"d\":\"?\"}", "{\"c\":null,\"d\":\"2022-07-19\"}\n",
               "");
    assert_row("n number from a or b.c", "{\"a\":null,\"b\":{\"c\":2}}", "{\"n\":2.0}\n", "");
    assert_row("n text from a.b or c", "{\"a\":1,\"c\":\"x\"}", "{\"n\":\"x\"}\n", "");
    assert_bad("n text from a or b required", "{\"a\":1}", "is missing");
    assert_row("m object[] made\nm.n text from a or b", "{\"b\":\"x\"}",
               "{\"m\":[{\"n\":\"x\"}]}\n", "");
    assert_no_schema("a text from b or", 1, "three names");
    assert_no_schema("a text[] from b or c", 1, "two paths");
}

static void flattened(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_buf out = {0};
    struct nr_schema *schema =
        nr_schema_new(nr_str_of("a object from x\na.b integer required\na.c object\n"
                                "a.c.d text from e\nl object[]\nl.m text\nt text[]"),
                      &e);
    assert_int_equal(nr_schema_use(schema, nr_str("", 0), true, &e), NR_OK);
    nr_schema_describe(schema, NR_SCHEMA_NEWSREEL, &out);
    nr_buf_cstr(&out);
    assert_string_equal(out.data, "a_b integer from x.b\na_c_d text from x.c.e\n"
                                  "l object[] packed\nl.m text\nt text[]\n");
    nr_buf_free(&out);
    nr_schema_free(schema);
    schema = nr_schema_new(nr_str_of("a object\na.b text\nA_B text"), &e);
    assert_int_equal(nr_schema_use(schema, nr_str("", 0), true, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "when flat"));
    nr_schema_free(schema);
}

static void other_numbers(void **state)
{
    (void)state;
    assert_row("d digits", "{\"d\":18446744073709551616}", "{\"d\":\"18446744073709551616\"}\n",
               "");
    assert_row("d digits", "{\"d\":\"-12\"}", "{\"d\":\"-12\"}\n", "");
    assert_bad("d digits", "{\"d\":\"012\"}", "'d' is not an integer");
    assert_bad("d digits", "{\"d\":1.0}", "'d' is not an integer");
    assert_row("d decimal:2", "{\"d\":1}", "{\"d\":1.00}\n", "");
    assert_row("d decimal:2", "{\"d\":-0.004}", "{\"d\":0.00}\n", "");
    assert_row("d decimal:2", "{\"d\":0.996}", "{\"d\":1.00}\n", "");
    assert_row("d decimal:2", "{\"d\":1.005}", "{\"d\":1.01}\n", ""); /* of a double 1.00 */
    assert_row("d decimal:2", "{\"d\":-2.675}", "{\"d\":-2.68}\n", "");
    assert_row("d decimal:2", "{\"d\":0.2849999}", "{\"d\":0.28}\n", "");
    assert_row("d decimal:1", "{\"d\":9.95}", "{\"d\":10.0}\n", "");
    assert_row("d decimal:2", "{\"d\":-12.5}", "{\"d\":-12.50}\n", "");
    assert_row("d decimal:3", "{\"d\":1.25e2}", "{\"d\":125.000}\n", "");
    assert_row("d decimal:9", "{\"d\":123456789012345.5}", "{\"d\":123456789012345.500000000}\n",
               "");
    assert_bad("d decimal:1", "{\"d\":1e15}", "'d' is beyond 10^15");
}

static void other_texts(void **state)
{
    (void)state;
    assert_row("j json", "{\"j\":{\"a\":[1,\"\\u0000\"]}}",
               "{\"j\":\"{\\\"a\\\":[1,\\\"\ufffd\\\"]}\"}\n",
               "{\"id\":null,\"member\":\"j\",\"loss\":\"characters replaced by U+FFFD\"}\n");
    assert_row("b joined from by", "{\"by\":[\"A\",\"B\"]}", "{\"b\":\"A, B\"}\n", "");
    assert_row("b joined from by", "{\"by\":\"A\"}", "{\"b\":\"A\"}\n", "");
    assert_bad("b joined from by", "{\"by\":[1]}", "'by' is not a list of strings");
    assert_row("u uri", "{\"u\":\"http://[::1]:80/[a]\"}", "{\"u\":\"http://[::1]:80/%5Ba%5D\"}\n",
               "");
    assert_row("u uri", "{\"u\":\"http://a/b c#d#e%41%zz\"}",
               "{\"u\":\"http://a/b%20c#d%23e%41%25zz\"}\n", "");
    assert_row("u uri", "{\"u\":\"\u00e9/1#2\"}", "{\"u\":\"urn:newsreel:%C3%A9/1%232\"}\n", "");
    assert_row("t time[]", "{\"t\":[\"2022-07-19T10:00:00+02:00\"]}",
               "{\"t\":[\"2022-07-19T08:00:00Z\"]}\n", "");
    assert_bad("t time[]", "{\"t\":[\"2022-07-19\"]}", "'t' is a day without time");
}

static void assert_description(const char *fields, enum nr_schema_format format, const char *want)
{
    struct nr_buf out = {0};
    struct nr_schema *schema = schema_of(fields);
    nr_schema_describe(schema, format, &out);
    nr_buf_cstr(&out);
    assert_string_equal(out.data, want);
    nr_buf_free(&out);
    nr_schema_free(schema);
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
    assert_bad("by", "{\"by\":[\"Ada\",null]}", "'by' is a list that holds null");
    assert_bad("by", "{\"by\":[1]}", "'by' is not a string");
    assert_bad("by", "{\"by\":{}}", "'by' is not a list");
}

static void spans(void **state)
{
    (void)state;
    const char *schema = "spans object[]\nspans.s integer required\nspans.e integer required\n"
                         "spans.t text\nspans.v text\nspans.c decimal:2\n";
    assert_row(schema,
               "{\"spans\":[{\"t\":\"place\",\"e\":4,\"s\":0,\"c\":1,\"x\":[1]},"
               "{\"s\":1,\"e\":2,\"v\":\"x\"}]}",
               "{\"spans\":[{\"s\":0,\"e\":4,\"t\":\"place\",\"v\":null,\"c\":1.00},"
               "{\"s\":1,\"e\":2,\"t\":null,\"v\":\"x\",\"c\":null}]}\n",
               "");
    assert_bad("spans", "{\"spans\":{}}", "'spans' is not a list");
    assert_bad("spans", "{\"spans\":[1]}", "'spans' is a list that holds something that is not");
    assert_bad("spans", "{\"spans\":[null]}", "'spans' is a list that holds something that is not");
    assert_bad("spans", "{\"spans\":[{\"s\":1}]}", "'spans.e' is missing");
    assert_bad("spans", "{\"spans\":[{\"s\":1,\"e\":2,\"\\u0073\":1}]}", "twice");
    assert_bad("spans", "{\"spans\":[{\"s\":1,\"e\":2,\"t\":3}]}", "'spans.t' is not a string");
    assert_bad("spans", "{\"spans\":[{\"s\":1,\"e\":2.5}]}", "'spans.e' is not an integer");
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
        cmocka_unit_test(default_row),   cmocka_unit_test(chosen_fields),
        cmocka_unit_test(texts),         cmocka_unit_test(objects),
        cmocka_unit_test(rules),         cmocka_unit_test(made_objects),
        cmocka_unit_test(two_paths),     cmocka_unit_test(flattened),
        cmocka_unit_test(other_numbers), cmocka_unit_test(other_texts),
        cmocka_unit_test(descriptions),  cmocka_unit_test(strings),
        cmocka_unit_test(integers),      cmocka_unit_test(numbers_and_booleans),
        cmocka_unit_test(times),         cmocka_unit_test(lists),
        cmocka_unit_test(spans),         cmocka_unit_test(long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
