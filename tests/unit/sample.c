#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/hash.h"
#include "newsreel/core/sample.h"

static const char *orders(struct nr_sample *s, struct nr_buf *out)
{
    out->len = 0;
    nr_sample_sort(s);
    for (size_t i = 0; i < s->count; i++)
        nr_buf_addf(out, "%s%llu:%.*s", i ? " " : "", (unsigned long long)s->items[i].order,
                    (int)s->items[i].bytes.len,
                    s->items[i].bytes.len ? s->items[i].bytes.data : "");
    return nr_buf_cstr(out);
}

static void keeps_the_smallest(void **state)
{
    static const uint64_t hashes[] = {9, 3, 7, 1, 8, 2, 7};
    (void)state;
    struct nr_sample s = {.size = 3};
    struct nr_buf out = {0};
    char name = 'a';
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++, name++)
        nr_sample_add(&s, hashes[i], nr_str(&name, 1));
    assert_int_equal(s.added, 7);
    assert_false(nr_sample_wants(&s, 3));
    assert_true(nr_sample_wants(&s, 2));
    assert_true(nr_sample_has(&s, 2));
    assert_false(nr_sample_has(&s, 9));
    assert_string_equal(orders(&s, &out), "1:b 3:d 5:f");
    nr_sample_free(&s);
    nr_buf_free(&out);
}

static void keeps_the_earlier_of_equals(void **state)
{
    (void)state;
    struct nr_sample s = {.size = 2};
    struct nr_buf out = {0};
    for (size_t i = 0; i < 5; i++)
        nr_sample_add(&s, 4, nr_str(NULL, 0));
    assert_string_equal(orders(&s, &out), "0: 1:");
    nr_sample_free(&s);
    nr_buf_free(&out);
}

static void of_less_than_its_size_is_all(void **state)
{
    (void)state;
    struct nr_sample s = {.size = 10};
    struct nr_buf out = {0};
    assert_string_equal(orders(&s, &out), "");
    assert_true(nr_sample_wants(&s, UINT64_MAX));
    nr_sample_add(&s, UINT64_MAX, nr_str_of("x"));
    nr_sample_add(&s, 0, nr_str_of("y"));
    assert_string_equal(orders(&s, &out), "0:x 1:y");
    nr_sample_free(&s);
    nr_buf_free(&out);
}

/* What a worker's sample refuses, the whole one does not want either. */
static void parts_hold_the_sample_of_the_whole(void **state)
{
    (void)state;
    struct nr_sample whole = {.size = 16}, part[3] = {{.size = 16}, {.size = 16}, {.size = 16}};
    struct nr_sample joined = {.size = 16};
    struct nr_buf a = {0}, b = {0};
    for (uint64_t i = 0; i < 3000; i++) {
        uint64_t hash = nr_hash64(nr_str((const char *)&i, sizeof i)) % 500;
        struct nr_str bytes = nr_str((const char *)&i, sizeof i);
        struct nr_sample *mine = &part[i / 7 % 3];
        nr_sample_add(&whole, hash, bytes);
        if (nr_sample_wants(mine, hash))
            nr_sample_add(&joined, hash, bytes);
        nr_sample_add(mine, hash, nr_str(NULL, 0));
    }
    nr_sample_sort(&whole);
    nr_sample_sort(&joined);
    assert_int_equal(joined.count, 16);
    for (size_t i = 0; i < 16; i++) {
        nr_buf_add_str(&a, nr_buf_str(&whole.items[i].bytes));
        nr_buf_add_str(&b, nr_buf_str(&joined.items[i].bytes));
    }
    assert_true(nr_str_eq(nr_buf_str(&a), nr_buf_str(&b)));
    nr_sample_free(&whole);
    nr_sample_free(&joined);
    for (size_t i = 0; i < 3; i++)
        nr_sample_free(&part[i]);
    nr_buf_free(&a);
    nr_buf_free(&b);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_smallest),
        cmocka_unit_test(keeps_the_earlier_of_equals),
        cmocka_unit_test(of_less_than_its_size_is_all),
        cmocka_unit_test(parts_hold_the_sample_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
