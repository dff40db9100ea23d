#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/publish/where.h"

static const char record_text[] =
    "{\"id\":\"a\",\"language\":\"en\",\"words\":120,\"zero\":0,\"minus\":-2.5,\"big\":"
    "9007199254740993,"
    "\"empty\":\"\",\"none\":null,\"yes\":true,\"no\":false,\"list\":[1,\"x\",null,\"caf\\u00e9\"],"
    "\"nothing\":[ ],\"quality\":{\"word_count\":50,\"deep\":{\"2\":0.5}},\"e-x_1\":\"\\u0041\","
    "\"twice\":1,\"twice\":2}";

static enum nr_status test(const char *condition, bool *met)
{
    struct nr_error e;
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_where *where = nr_where_new(nr_str_of(condition), &e);
    if (!where)
        fail_msg("%s: %s", condition, e.text);
    assert_int_equal(nr_record_scan(&record, nr_str_of(record_text), &e), NR_OK);
    enum nr_status status = nr_where_test(where, &record, &arena, met, &e);
    nr_where_free(where);
    nr_record_free(&record);
    nr_arena_free(&arena);
    return status;
}

static void assert_met(const char *condition, bool want)
{
    bool met = !want;
    assert_int_equal(test(condition, &met), NR_OK);
    if (met != want)
        fail_msg("%s is %s", condition, met ? "met" : "not met");
}

static void assert_wrong(const char *condition, const char *why)
{
    struct nr_error e;
    assert_null(nr_where_new(nr_str_of(condition), &e));
    if (!strstr(e.text, why))
        fail_msg("%s: '%s' is not in '%s'", condition, why, e.text);
}

static void comparisons(void **state)
{
    (void)state;
    assert_met("language == \"en\"", true);
    assert_met("language == 'en'", true);
    assert_met("language != \"en\"", false);
    assert_met("language<'eo'&&language>'de'", true);
    assert_met("words >= 120", true);
    assert_met("words > 120", false);
    assert_met("words <= 1.2e2", true);
    assert_met("120 < words", false);
    assert_met("minus < -2", true);
    assert_met("big == 9007199254740992", false);
    assert_met("big == 9007199254740993", true);
    assert_met("e-x_1 == 'A'", true);
    assert_met("yes == true && no == false && none == null && absent == null", true);
    assert_met("(words == 1) == no", true);
}

static void types_that_differ(void **state)
{
    (void)state;
    assert_met("words == '120'", false);
    assert_met("words != '120'", true);
    assert_met("words < 'a' || words >= 'a'", false);
    assert_met("absent < 1 || absent >= 1", false);
    assert_met("list == list", false);
    assert_met("none == no", false);
}

static void paths(void **state)
{
    (void)state;
    assert_met("quality.word_count >= 50", true);
    assert_met("quality.deep.2 == 0.5", true);
    assert_met("quality.deep.3 == null", true);
    assert_met("language.en == null", true);
    assert_met("list.0 == null", true);
}

static void truths(void **state)
{
    (void)state;
    assert_met("yes", true);
    assert_met("words", true);
    assert_met("quality", true);
    assert_met("no || zero || empty || none || nothing || absent", false);
    assert_met("!absent", true);
    assert_met("!!words", true);
    assert_met("!(words == 120)", false);
    assert_met("!words || yes", true);
}

static void bindings(void **state)
{
    (void)state;
    assert_met("yes || no && no", true);
    assert_met("(yes || no) && no", false);
    assert_met("no && no || yes", true);
    assert_met("no && yes || no && yes || yes && yes", true);
    assert_met("yes && yes && no && yes", false);
    assert_met("no || no || yes || no", true);
}

static void lists(void **state)
{
    (void)state;
    assert_met("language in ['de', 'en']", true);
    assert_met("1e400 > 1e399", false);
    assert_met("1e400 == 1e399", true);
    assert_met("999999999999999999 > 999999999999999998", true);
    assert_met("language in ['de']", false);
    assert_met("absent in [1, null]", true);
    assert_met("words in [120.0] && yes", true);
    assert_met("!(language in ['de']) && yes", true);
    assert_met("list contains 'x'", true);
    assert_met("list contains 'caf\u00e9' && list contains null && list contains 1.0", true);
    assert_met("list contains 'y'", false);
    assert_met("language contains 'n'", true);
    assert_met("language contains ''", true);
    assert_met("language contains 1", false);
    assert_met("words contains 1", false);
}

static void member_twice(void **state)
{
    (void)state;
    bool met;
    assert_int_equal(test("twice == 1", &met), NR_BAD);
    assert_int_equal(test("no && twice == 1", &met), NR_OK);
}

static void errors(void **state)
{
    (void)state;
    assert_wrong("", "column 1: a member or a value is expected at the end");
    assert_wrong("a &&", "column 5: a member or a value is expected at the end");
    assert_wrong("a = 1", "column 3: '==' compares");
    assert_wrong("a == 1 b", "column 8: '&&' or '||' is expected at 'b'");
    assert_wrong("'\u00e9\u00e9' == ?", "column 9: a member or a value is expected at '?'");
    assert_wrong("(a", "column 3: an operator or ')' is expected at the end");
    assert_wrong("a)", "column 2: '&&' or '||' is expected at ')'");
    assert_wrong("a < b < c", "column 7: a comparison of a comparison needs parentheses");
    assert_wrong("!a == b", "column 4: what is behind '!' needs parentheses");
    assert_wrong("a in 'x'", "column 6: '[' and a list of values");
    assert_wrong("a in []", "column 7: a number, string, null, true or false");
    assert_wrong("a in [b]", "column 7: a number, string");
    assert_wrong("a in ['x' 'y']", "column 11: ',' or ']' is expected");
    assert_wrong("a == \"x", "column 6: a member or a value is expected at '\"x'");
    assert_wrong("a == \"\\q\"", "column 6");
    assert_wrong("a == 01", "column 6");
    assert_wrong("a..b", "column 1");
    assert_wrong("a.", "column 1");
    assert_wrong("a & b", "column 3");
    assert_wrong("a == \xff", "UTF-8");
}

static void nesting(void **state)
{
    (void)state;
    char text[2 * (NR_WHERE_NEST + 1) + 2];
    for (size_t deep = NR_WHERE_NEST; deep <= NR_WHERE_NEST + 1; deep++) {
        memset(text, '(', deep);
        text[deep] = '1';
        memset(text + deep + 1, ')', deep);
        text[2 * deep + 1] = '\0';
        if (deep == NR_WHERE_NEST)
            assert_met(text, true);
        else
            assert_wrong(text, "column 65: more than 64 parentheses");
    }
    struct nr_buf deep = {0};
    for (size_t i = 0; i < NR_WHERE_NEST; i++)
        nr_buf_add_cstr(&deep, "yes == (");
    nr_buf_add_cstr(&deep, "yes == yes");
    for (size_t i = 0; i < NR_WHERE_NEST; i++)
        nr_buf_add_char(&deep, ')');
    assert_met(nr_buf_cstr(&deep), true);
    nr_buf_free(&deep);
}

static void long_conditions(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    for (size_t i = 0; i < 100000; i++)
        nr_buf_add_cstr(&text, i % 2 ? "!!absent||" : "!yes ||");
    nr_buf_add_cstr(&text, "yes");
    assert_met(nr_buf_cstr(&text), true);
    text.len = 0;
    for (size_t i = 0; i < 1000000; i++)
        nr_buf_add_char(&text, '!');
    nr_buf_add_cstr(&text, "yes");
    assert_met(nr_buf_cstr(&text), true);
    nr_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons),  cmocka_unit_test(types_that_differ),
        cmocka_unit_test(paths),        cmocka_unit_test(truths),
        cmocka_unit_test(bindings),     cmocka_unit_test(lists),
        cmocka_unit_test(member_twice), cmocka_unit_test(errors),
        cmocka_unit_test(nesting),      cmocka_unit_test(long_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
