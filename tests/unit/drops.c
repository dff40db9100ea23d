#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/drops.h"

static const char list[] = "0000-00000002\t1\t0000-00000001\ta\n"
                           "0000-00000005\t0.8\t0000-00000001\ta\n"
                           "0002-00000001\t0.75\t0000-00000001\ta\n"
                           "0002-00000002\t0.7\t0000-00000004\tb\\tc\n"
                           "0007-00000009\t0.75\t0002-00000003\t";

static struct nr_drop_line drop;
static struct nr_error e;

static void assert_asked(struct nr_drops *d, uint64_t ref, enum nr_status want)
{
    assert_int_equal(nr_drops_find(d, ref, &drop, &e), want);
    if (want == NR_OK)
        assert_true(drop.ref == ref);
}

static void the_list_is_read_along(void **state)
{
    (void)state;
    struct nr_drops d;
    nr_drops_init(&d, nr_str_of(list));
    for (uint64_t line = 1; line < 10; line++)
        assert_asked(&d, nr_ref(0, line), line == 2 || line == 5 ? NR_OK : NR_END);
    for (uint64_t line = 1; line < 10; line++)
        assert_asked(&d, nr_ref(1, line), NR_END);
    assert_asked(&d, nr_ref(2, 1), NR_OK);
    assert_asked(&d, nr_ref(2, 2), NR_OK);
    assert_int_equal(drop.millionths, 700000);
    assert_true(drop.kept == nr_ref(0, 4) && nr_str_is(drop.id, "b\\tc"));
    assert_asked(&d, nr_ref(2, 3), NR_END);
    assert_int_equal(nr_drops_finish(&d, &e), NR_OK);
}

static void shards_come_in_any_order(void **state)
{
    (void)state;
    struct nr_drops d;
    nr_drops_init(&d, nr_str_of(list));
    assert_asked(&d, nr_ref(7, 8), NR_END);
    assert_asked(&d, nr_ref(7, 9), NR_OK);
    assert_true(drop.id.len == 0);
    assert_asked(&d, nr_ref(7, 10), NR_END);
    assert_asked(&d, nr_ref(9, 1), NR_END);
    assert_asked(&d, nr_ref(0, 2), NR_OK);
    assert_asked(&d, nr_ref(0, 4), NR_END);
    assert_asked(&d, nr_ref(0, 5), NR_OK);
    assert_asked(&d, nr_ref(2, 1), NR_OK);
    assert_asked(&d, nr_ref(2, 2), NR_OK);
    assert_int_equal(nr_drops_finish(&d, &e), NR_OK);
}

static void an_empty_list_drops_nothing(void **state)
{
    (void)state;
    struct nr_drops d;
    nr_drops_init(&d, nr_str(NULL, 0));
    assert_asked(&d, nr_ref(0, 1), NR_END);
    assert_asked(&d, nr_ref(3, 1), NR_END);
    assert_int_equal(nr_drops_finish(&d, &e), NR_OK);
}

static void a_line_that_no_record_meets_fails(void **state)
{
    (void)state;
    struct nr_drops d;
    static const char missing[] =
        "0000-00000005 is no record: the list was made of other files, or other shard numbers";
    nr_drops_init(&d, nr_str_of(list));
    assert_asked(&d, nr_ref(0, 2), NR_OK);
    assert_asked(&d, nr_ref(0, 4), NR_END);
    assert_asked(&d, nr_ref(0, 6), NR_FAIL);
    assert_string_equal(e.text, missing);
    nr_drops_init(&d, nr_str_of(list));
    assert_asked(&d, nr_ref(0, 2), NR_OK);
    assert_asked(&d, nr_ref(2, 1), NR_FAIL);
    assert_string_equal(e.text, missing);
    nr_drops_init(&d, nr_str_of(list));
    assert_asked(&d, nr_ref(0, 2), NR_OK);
    assert_int_equal(nr_drops_finish(&d, &e), NR_FAIL);
    assert_string_equal(e.text, missing);
}

static void damage_is_placed(void **state)
{
    (void)state;
    struct nr_drops d;
    nr_drops_init(&d, nr_str_of("0000-00000002\t1\t0000-00000001\ta\n"
                                "0000-00000003\tx\t0000-00000001\ta\n"
                                "0000-00000004\t1\t0000-00000001\ta\n"
                                "0000-00000005\t1\t0000-00000001\ta\n"));
    assert_asked(&d, nr_ref(0, 2), NR_FAIL);
    assert_string_equal(e.text, "no drop line (reference, similarity, reference, id)");
    assert_int_equal(e.offset, 32);
    nr_drops_init(&d, nr_str_of("0000-00000003\t1\t0000-00000001\ta\n"
                                "0000-00000002\t1\t0000-00000001\ta\n"));
    assert_asked(&d, nr_ref(0, 3), NR_FAIL);
    assert_string_equal(e.text, "the drop lines are not in order");
    assert_int_equal(e.offset, 32);
    nr_drops_init(&d, nr_str_of("\n\n"));
    assert_asked(&d, nr_ref(0, 3), NR_FAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_read_along),
        cmocka_unit_test(shards_come_in_any_order),
        cmocka_unit_test(an_empty_list_drops_nothing),
        cmocka_unit_test(a_line_that_no_record_meets_fails),
        cmocka_unit_test(damage_is_placed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
