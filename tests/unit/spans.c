#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/tags/spans.h"
#include <stdio.h>

static void sorted_by_start_longer_first_equal_as_added(void **state)
{
    (void)state;
    struct nr_arena arena = {0};
    struct nr_spans s = {.arena = &arena};
    nr_spans_add(&s, "e", 5, 6);
    nr_spans_add(&s, "b", 2, 4);
    nr_spans_add(&s, "c", 2, 3);
    nr_spans_add(&s, "d", 2, 3);
    nr_spans_add(&s, "a", 0, 9);
    nr_spans_sort(&s);
    for (size_t i = 0; i < s.count; i++)
        assert_int_equal(s.items[i].type.data[0], 'a' + (int)i);
    nr_spans_free(&s);
}

static void many_keep_their_order(void **state)
{
    (void)state;
    struct nr_arena arena = {0};
    struct nr_spans s = {.arena = &arena};
    for (size_t i = 0; i < 1001; i++) {
        char number[8];
        int len = snprintf(number, sizeof number, "%04zu", i);
        nr_spans_add(&s, "x", i * 7 % 50, 60)->value =
            nr_spans_value(&s, nr_str(number, (size_t)len), "", "");
    }
    nr_spans_sort(&s);
    for (size_t i = 1; i < s.count; i++) {
        const struct nr_span *a = &s.items[i - 1], *b = &s.items[i];
        assert_true(a->start < b->start ||
                    (a->start == b->start && nr_str_cmp(a->value, b->value) < 0));
    }
    nr_spans_free(&s);
    nr_arena_free(&arena);
}

static void reset_forgets_and_a_new_one_is_empty(void **state)
{
    (void)state;
    struct nr_arena arena = {0};
    struct nr_spans s = {.arena = &arena};
    struct nr_span *span = nr_spans_add(&s, "x", 1, 2);
    span->percent = 50;
    span->cue.end = 3;
    nr_spans_reset(&s, &arena);
    assert_int_equal(s.count, 0);
    span = nr_spans_add(&s, "y", 3, 4);
    assert_int_equal(span->percent, 0);
    assert_int_equal(span->cue.end, 0);
    assert_int_equal(span->value.len, 0);
    nr_spans_free(&s);
}

static const char TEXT[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z"; /* 1, 2, 3, 4, 1 bytes */

static void assert_unit(enum nr_offsets unit, const size_t want[6])
{
    static const size_t bytes[6] = {0, 1, 3, 6, 10, 11};
    struct nr_offset o = {.text = nr_str_of(TEXT), .unit = unit};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(nr_offset_at(&o, bytes[i]), want[i]);
    for (size_t i = 6; i-- > 0;)
        assert_int_equal(nr_offset_at(&o, bytes[i]), want[i]);
}

static void offsets_in_each_unit_forwards_and_backwards(void **state)
{
    (void)state;
    assert_unit(NR_OFFSETS_BYTE, (size_t[]){0, 1, 3, 6, 10, 11});
    assert_unit(NR_OFFSETS_POINT, (size_t[]){0, 1, 2, 3, 4, 5});
    assert_unit(NR_OFFSETS_UTF16, (size_t[]){0, 1, 2, 3, 5, 6});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorted_by_start_longer_first_equal_as_added),
        cmocka_unit_test(many_keep_their_order),
        cmocka_unit_test(reset_forgets_and_a_new_one_is_empty),
        cmocka_unit_test(offsets_in_each_unit_forwards_and_backwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
