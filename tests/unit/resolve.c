#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/resolve.h"
#include "newsreel/dupes/steps.h"

static struct nr_buf out;

static void assert_out(const char *want)
{
    assert_int_equal(out.len, strlen(want));
    assert_memory_equal(out.data ? out.data : "", want, out.len);
    out.len = 0;
}

static void give(struct nr_resolve *r, const char *lines)
{
    struct nr_error e;
    assert_int_equal(nr_resolve_add(r, nr_str_of(lines), &out, &e), NR_OK);
}

static void a_record_goes_when_it_is_like_one_that_is_kept(void **state)
{
    (void)state;
    struct nr_resolve *r = nr_resolve_new();
    give(r, "0000-00000002\t0000-00000001\t0800000\ta\n"
            "0000-00000003\t0000-00000002\t0900000\tb\n"
            "0000-00000004\t0000-00000001\t0700000\ta\n"
            "0000-00000004\t0000-00000002\t1000000\tb\n"
            "0000-00000004\t0000-00000003\t0750000\tc\n");
    assert_out("0000-00000002\t0.8\t0000-00000001\ta\n");
    nr_resolve_finish(r, &out);
    assert_out("0000-00000004\t0.75\t0000-00000003\tc\n");
    assert_int_equal(nr_resolve_dropped(r), 2);
    nr_resolve_finish(r, &out);
    assert_out("");
    nr_resolve_free(r);
    nr_resolve_free(NULL);
}

static void of_equals_the_earliest_is_named(void **state)
{
    (void)state;
    struct nr_resolve *r = nr_resolve_new();
    give(r, "0001-00000001\t0000-00000001\t0700000\ta\n"
            "0001-00000001\t0000-00000002\t0800000\tb\n"
            "0001-00000001\t0000-00000003\t0800000\tc");
    nr_resolve_finish(r, &out);
    assert_out("0001-00000001\t0.8\t0000-00000002\tb\n");
    nr_resolve_free(r);
}

static void pairs_of_a_record_may_come_in_pieces(void **state)
{
    (void)state;
    struct nr_resolve *r = nr_resolve_new();
    char piece[] = "0001-00000001\t0000-00000001\t0900000\tthe first\n";
    give(r, piece);
    memset(piece, '?', sizeof piece - 1);
    give(r, "0001-00000001\t0000-00000002\t0800000\tb\n");
    give(r, "");
    give(r, "0001-00000001\t0000-00000003\t0800000\tc\n");
    assert_out("");
    give(r, "0001-00000002\t0001-00000001\t1000000\td\n");
    assert_out("0001-00000001\t0.9\t0000-00000001\tthe first\n");
    nr_resolve_finish(r, &out);
    assert_out("");
    nr_resolve_free(r);
}

static void a_long_id_outlives_its_block(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_resolve *r = nr_resolve_new();
    struct nr_buf id = {0}, lines = {0};
    memset(nr_buf_reserve(&id, 200000), 'x', 200000);
    id.len = 200000;
    struct nr_pair_line p = {5, 1, 900000, nr_buf_str(&id)};
    nr_pair_line_add(&lines, &p);
    assert_int_equal(nr_resolve_add(r, nr_buf_str(&lines), &out, &e), NR_OK);
    nr_buf_free(&lines);
    for (uint64_t earlier = 2; earlier < 5; earlier++) {
        p = (struct nr_pair_line){5, earlier, 800000, nr_str_of("y")};
        nr_pair_line_add(&lines, &p);
        assert_int_equal(nr_resolve_add(r, nr_buf_str(&lines), &out, &e), NR_OK);
        lines.len = 0;
    }
    nr_resolve_finish(r, &out);
    struct nr_drop_line d;
    assert_true(nr_drop_line_parse(nr_str_sub(nr_buf_str(&out), 0, out.len - 1), &d));
    assert_true(d.kept == 1 && nr_str_eq(d.id, nr_buf_str(&id)));
    out.len = 0;
    nr_buf_free(&lines);
    nr_buf_free(&id);
    nr_resolve_free(r);
}

/* The last line of each shard there may be costs no more than any other line. */
static void large_numbers_take_no_memory(void **state)
{
    (void)state;
    struct nr_resolve *r = nr_resolve_new();
    for (uint64_t shard = 0; shard <= NR_REF_MOST_SHARD; shard += 64) {
        struct nr_buf lines = {0};
        struct nr_error e;
        struct nr_pair_line p = {nr_ref(shard, NR_REF_MOST_LINE), nr_ref(shard, 1), 900000,
                                 nr_str_of("a")};
        nr_pair_line_add(&lines, &p);
        assert_int_equal(nr_resolve_add(r, nr_buf_str(&lines), &out, &e), NR_OK);
        nr_buf_free(&lines);
    }
    nr_resolve_finish(r, &out);
    assert_int_equal(nr_resolve_dropped(r), 1024);
    assert_true(nr_resolve_bytes(r) < 1500 * 1024);
    out.len = 0;
    nr_resolve_free(r);
}

static void records_far_apart_are_told_apart(void **state)
{
    (void)state;
    struct nr_resolve *r = nr_resolve_new();
    /* Each is like one that is kept, then each is asked for by another. */
    static const uint32_t far[] = {2, 63, 64, 65, 32767, 32768, 65536, 0x7fffffff, 0xffffffff};
    size_t count = sizeof far / sizeof *far;
    struct nr_error e;
    struct nr_buf lines = {0};
    for (uint64_t shard = 0; shard < 3; shard++)
        for (size_t i = 0; i < count; i++) {
            struct nr_pair_line p = {nr_ref(shard, far[i]), 1, NR_MILLION, nr_str_of("x")};
            nr_pair_line_add(&lines, &p);
        }
    assert_int_equal(nr_resolve_add(r, nr_buf_str(&lines), &out, &e), NR_OK);
    lines.len = out.len = 0;
    for (uint64_t shard = 0; shard < 4; shard++)
        for (size_t i = 0; i < count; i++)
            for (uint32_t next = 0; next < 2 && far[i] + next; next++) {
                struct nr_pair_line p = {nr_ref(9, shard * 100 + 10 * i + next + 1),
                                         nr_ref(shard, far[i] + next), 500000, nr_str_of("")};
                nr_pair_line_add(&lines, &p);
            }
    assert_int_equal(nr_resolve_add(r, nr_buf_str(&lines), &out, &e), NR_OK);
    nr_resolve_finish(r, &out);
    /* What follows a dropped record is kept, but 64 and 65, and 32768: 5 of the 17 of each shard;
     * of the shard that has none, all 17. */
    assert_int_equal(nr_resolve_dropped(r), 3 * count + 3 * 5 + 17);
    assert_true(nr_resolve_bytes(r) < 16 << 20);
    nr_buf_free(&lines);
    out.len = 0;
    nr_resolve_free(r);
}

static void assert_fails(const char *lines, const char *text, uint64_t line, const char *before)
{
    struct nr_error e;
    struct nr_resolve *r = nr_resolve_new();
    assert_int_equal(nr_resolve_add(r, nr_str_of(lines), &out, &e), NR_FAIL);
    assert_string_equal(e.text, text);
    assert_int_equal(e.line, line);
    assert_out(before);
    nr_resolve_free(r);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    static const char unsorted[] = "the pair lines are not sorted (LC_ALL=C sort -u)";
    static const char bad[] = "no pair line (two references, similarity, id)";
    assert_fails("0000-00000003\t0000-00000001\t0800000\ta\n"
                 "0000-00000002\t0000-00000001\t0900000\ta\n",
                 unsorted, 1, "");
    assert_fails("0000-00000003\t0000-00000001\t0800000\ta\n"
                 "0000-00000004\t0000-00000002\t0800000\ta\n"
                 "0000-00000004\t0000-00000001\t0900000\ta\n",
                 unsorted, 2, "0000-00000003\t0.8\t0000-00000001\ta\n");
    assert_fails("\n", bad, 0, "");
    assert_fails("0000-00000003\t0000-00000001\t0800000\ta\n"
                 "0000-00000004\t0000-00000002\n"
                 "0000-00000004\t0000-00000003\t0900000\ta\n",
                 bad, 1, "");
}

static void order_is_checked_from_block_to_block(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_resolve *r = nr_resolve_new();
    give(r, "0000-00000003\t0000-00000001\t0800000\ta\n");
    give(r, "0000-00000003\t0000-00000001\t0800000\ta\n");
    assert_int_equal(
        nr_resolve_add(r, nr_str_of("0000-00000002\t0000-00000001\t0800000\ta\n"), &out, &e),
        NR_FAIL);
    assert_int_equal(e.line, 0);
    nr_resolve_free(r);
}

static int stop(void **state)
{
    (void)state;
    nr_buf_free(&out);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_goes_when_it_is_like_one_that_is_kept),
        cmocka_unit_test(of_equals_the_earliest_is_named),
        cmocka_unit_test(pairs_of_a_record_may_come_in_pieces),
        cmocka_unit_test(a_long_id_outlives_its_block),
        cmocka_unit_test(large_numbers_take_no_memory),
        cmocka_unit_test(records_far_apart_are_told_apart),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(order_is_checked_from_block_to_block),
    };
    return cmocka_run_group_tests(tests, NULL, stop);
}
