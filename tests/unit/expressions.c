#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/expressions.h"

/* What is found, as "label:from-to value" with | between; the number that gave up behind it. */
static void assert_found(const char *const expressions[][2], size_t count, bool any_case,
                         struct nr_str text, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_error e;
    struct nr_buf got = {0};
    struct nr_expressions *x = nr_expressions_new();
    for (size_t i = 0; i < count; i++)
        assert_int_equal(nr_expressions_add(x, nr_str_of(expressions[i][0]),
                                            nr_str_of(expressions[i][1]), any_case, &e),
                         NR_OK);
    size_t gave_up = nr_expressions_read(x, text, &spans);
    for (size_t i = 0; i < spans.count; i++)
        nr_buf_addf(&got, "%s%.*s:%zu-%zu %.*s", i ? "|" : "", (int)spans.items[i].type.len,
                    spans.items[i].type.data, spans.items[i].start, spans.items[i].end,
                    (int)spans.items[i].value.len, spans.items[i].value.data);
    if (gave_up)
        nr_buf_addf(&got, "!%zu", gave_up);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_expressions_free(x);
    nr_spans_free(&spans);
    nr_buf_free(&got);
    nr_arena_free(&arena);
}

static void each_is_searched_by_itself(void **state)
{
    (void)state;
    static const char *const two[][2] = {{"\\bCase \\d+", "CASE"}, {"\\d\\d", "PAIR"}};
    assert_found(two, 2, false, nr_str_of("Case 12, case 345. Case 6"),
                 "CASE:0-7 Case 12|CASE:19-25 Case 6|PAIR:5-7 12|PAIR:14-16 34");
    assert_found(two, 2, true, nr_str_of("case 3"), "CASE:0-6 case 3");
    assert_found(two, 0, false, nr_str_of("case 3"), "");
    assert_found(two, 2, false, nr_str_of(""), "");
}

static void letters_of_all_scripts(void **state)
{
    (void)state;
    static const char *const word[][2] = {{"\\b\\w+ть\\b", "VERB"}};
    assert_found(word, 1, true, nr_str_of("Жить ЗНАТЬ x"), "VERB:0-8 Жить|VERB:9-19 ЗНАТЬ");
}

static void empty_matches_are_passed_over(void **state)
{
    (void)state;
    static const char *const star[][2] = {{"a*", "A"}};
    assert_found(star, 1, false, nr_str_of("baab"), "A:1-3 aa");
}

static void what_takes_too_long_is_given_up(void **state)
{
    (void)state;
    static const char *const hostile[][2] = {{"(a+)+$|(a|aa)+c", "A"}, {"b", "B"}};
    struct nr_buf text = {0};
    for (size_t i = 0; i < 5000; i++)
        nr_buf_add_char(&text, 'a');
    nr_buf_add_cstr(&text, "!b");
    assert_found(hostile, 2, false, nr_buf_str(&text), "B:5001-5002 b!1");
    nr_buf_free(&text);
}

static void more_matches_than_allowed(void **state)
{
    (void)state;
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_error e;
    struct nr_buf text = {0};
    struct nr_expressions *x = nr_expressions_new();
    for (size_t i = 0; i < NR_EXPRESSIONS_MATCHES + 5; i++)
        nr_buf_add_char(&text, 'a');
    assert_int_equal(nr_expressions_add(x, nr_str_of("a"), nr_str_of("A"), false, &e), NR_OK);
    assert_int_equal(nr_expressions_read(x, nr_buf_str(&text), &spans), 1);
    assert_int_equal(spans.count, NR_EXPRESSIONS_MATCHES);
    spans.count = 0;
    text.len = NR_EXPRESSIONS_MATCHES;
    assert_int_equal(nr_expressions_read(x, nr_buf_str(&text), &spans), 0);
    assert_int_equal(spans.count, NR_EXPRESSIONS_MATCHES);
    nr_expressions_free(x);
    nr_spans_free(&spans);
    nr_buf_free(&text);
}

static void bad_expressions_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a(b", "[z-a]", "\\C", "(?<=a+)b", "*"};
    struct nr_expressions *x = nr_expressions_new();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct nr_error e = {.line = 0};
        assert_int_equal(nr_expressions_add(x, nr_str_of(bad[i]), nr_str_of("L"), false, &e),
                         NR_FAIL);
        assert_non_null(strstr(e.text, "bad expression at its byte "));
    }
    nr_expressions_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_searched_by_itself),
        cmocka_unit_test(letters_of_all_scripts),
        cmocka_unit_test(empty_matches_are_passed_over),
        cmocka_unit_test(what_takes_too_long_is_given_up),
        cmocka_unit_test(more_matches_than_allowed),
        cmocka_unit_test(bad_expressions_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
