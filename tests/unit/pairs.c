#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/pairs.h"
#include "newsreel/dupes/steps.h"

#define HASH_A "00000000000000aa0000000000000001"
#define HASH_B "00000000000000aa0000000000000002"

static struct nr_buf lines, out;

/* A near key line for the set from..to of numbers far apart. */
static void add_set(uint64_t key, uint64_t ref, uint32_t from, uint32_t to, const char *id)
{
    struct nr_grams g = {0};
    struct nr_buf stored = {0}, scratch = {0};
    uint32_t values[1000];
    for (uint32_t i = from; i < to; i++)
        values[i - from] = i * 4000037u;
    nr_grams_make(&g, values, to - from, 0);
    nr_grams_encode(&g, &stored);
    struct nr_sketch s = {.id = nr_str_of(id),
                          .whole = {1, 1},
                          .grams = nr_buf_str(&stored),
                          .keys = {key},
                          .key_count = 1};
    nr_step_sign(&s, ref, true, &scratch, &lines);
    nr_grams_free(&g);
    nr_buf_free(&stored);
    nr_buf_free(&scratch);
}

static void assert_buf(struct nr_buf *b, const char *want)
{
    assert_int_equal(b->len, strlen(want));
    assert_memory_equal(b->data ? b->data : "", want, b->len);
    b->len = 0;
}

static struct nr_pairs *pairs_with(double threshold, size_t classes, size_t bytes)
{
    struct nr_pairs_options options = {threshold, classes, bytes, NR_PAIRS_PAIRS};
    return nr_pairs_new(&options);
}

/* Gives the lines gathered to p. */
static void give(struct nr_pairs *p)
{
    struct nr_error e;
    assert_int_equal(nr_pairs_add(p, nr_buf_str(&lines), &out, &e), NR_OK);
    lines.len = 0;
}

static void records_are_paired_with_earlier_ones_that_are_alike(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.5, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    add_set(5, nr_ref(0, 1), 0, 100, "first");
    add_set(5, nr_ref(0, 2), 500, 600, "other");
    add_set(5, nr_ref(0, 3), 20, 100, "third");
    add_set(5, nr_ref(1, 1), 20, 120, "");
    add_set(6, nr_ref(1, 2), 0, 100, "elsewhere");
    give(p);
    assert_buf(&out, "0000-00000003\t0000-00000001\t0800000\tfirst\n"
                     "0001-00000001\t0000-00000001\t0666667\tfirst\n"
                     "0001-00000001\t0000-00000003\t0800000\tthird\n");
    nr_pairs_free(p);
    nr_pairs_free(NULL);
}

static void a_copy_has_its_representative_and_what_that_is_alike_to(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.7, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 0, 100, "b");
    give(p);
    add_set(5, 3, 10, 100, "c");
    add_set(5, 4, 0, 100, "d");
    give(p);
    add_set(5, 5, 10, 100, "e");
    give(p);
    assert_buf(&out, "0000-00000002\t0000-00000001\t1000000\ta\n"
                     "0000-00000003\t0000-00000001\t0900000\ta\n"
                     "0000-00000004\t0000-00000001\t1000000\ta\n"
                     "0000-00000004\t0000-00000003\t0900000\tc\n"
                     "0000-00000005\t0000-00000003\t1000000\tc\n"
                     "0000-00000005\t0000-00000001\t0900000\ta\n");
    nr_pairs_free(p);
}

static void texts_without_words_are_like_their_copies(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.7, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    nr_buf_add_cstr(&lines, "0000000000000001\t0000-00000001\t\tx\n"
                            "0000000000000001\t0000-00000002\t\ty\n"
                            "0000000000000002\t0000-00000003\t\tz\n");
    give(p);
    assert_buf(&out, "0000-00000002\t0000-00000001\t1000000\tx\n");
    nr_pairs_free(p);
}

static void exact_mode_compares_the_whole_fingerprint(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(0, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    nr_buf_add_cstr(&lines, "00000000000000aa\t0000-00000001\t" HASH_A "\tx\n"
                            "00000000000000aa\t0000-00000002\t" HASH_B "\ty\n"
                            "00000000000000aa\t0000-00000003\t" HASH_A "\tz\n"
                            "00000000000000aa\t0000-00000004\t" HASH_B "\t\n");
    give(p);
    assert_buf(&out, "0000-00000003\t0000-00000001\t1000000\tx\n"
                     "0000-00000004\t0000-00000002\t1000000\ty\n");
    nr_pairs_free(p);
}

static void further_classes_meet_the_first_ones_only(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.7, 2, NR_PAIRS_BYTES);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 500, 600, "b");
    give(p);
    nr_pairs_warn(p, &out);
    assert_buf(&out, "");
    add_set(5, 3, 5, 100, "c");
    add_set(5, 4, 5, 100, "d");
    add_set(5, 5, 500, 600, "e");
    add_set(6, 6, 0, 100, "f");
    add_set(6, 7, 0, 100, "g");
    give(p);
    assert_buf(&out, "0000-00000003\t0000-00000001\t0950000\ta\n"
                     "0000-00000004\t0000-00000001\t0950000\ta\n"
                     "0000-00000005\t0000-00000002\t1000000\tb\n"
                     "0000-00000007\t0000-00000006\t1000000\tf\n");
    assert_int_equal(nr_pairs_crowds(p).buckets, 1);
    assert_int_equal(nr_pairs_crowds(p).largest, 5);
    nr_pairs_warn(p, &out);
    assert_buf(&out, "1 key is shared by too many different records (5 with one of them): not all "
                     "pairs of these are there\n");
    nr_pairs_free(p);
}

static void so_do_classes_for_which_there_is_no_memory(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.7, NR_PAIRS_CLASSES, 900);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 2, 100, "b");
    add_set(5, 3, 4, 100, "c");
    give(p);
    assert_buf(&out, "0000-00000002\t0000-00000001\t0980000\ta\n"
                     "0000-00000003\t0000-00000001\t0960000\ta\n"
                     "0000-00000003\t0000-00000002\t0979592\tb\n");
    add_set(5, 4, 4, 100, "d");
    give(p);
    assert_buf(&out, "0000-00000004\t0000-00000001\t0960000\ta\n"
                     "0000-00000004\t0000-00000002\t0979592\tb\n");
    assert_int_equal(nr_pairs_crowds(p).buckets, 1);
    nr_pairs_free(p);
    p = pairs_with(.7, NR_PAIRS_CLASSES, 1); /* the first class always has room */
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 0, 100, "b");
    give(p);
    assert_buf(&out, "0000-00000002\t0000-00000001\t1000000\ta\n");
    nr_pairs_free(p);
}

static void pairs_with_what_goes_are_few(void **state)
{
    (void)state;
    struct nr_pairs_options options = {.5, NR_PAIRS_CLASSES, NR_PAIRS_BYTES, 1};
    struct nr_pairs *p = nr_pairs_new(&options);
    add_set(5, 1, 500, 600, "other");
    add_set(5, 2, 0, 100, "a");
    add_set(5, 3, 2, 100, "b");
    add_set(5, 4, 4, 100, "c");
    add_set(5, 5, 50, 120, "kept"); /* 50 of 120 with a, 50 of 118 with b, 50 of 116 with c */
    give(p);
    assert_int_equal(nr_pairs_crowds(p).buckets, 0);
    out.len = 0;
    add_set(5, 6, 4, 110, "like all");
    give(p);
    assert_buf(&out, "0000-00000006\t0000-00000002\t0872727\ta\n"
                     "0000-00000006\t0000-00000003\t0888889\tb\n"
                     "0000-00000006\t0000-00000005\t0517241\tkept\n");
    assert_int_equal(nr_pairs_crowds(p).buckets, 1);
    assert_int_equal(nr_pairs_crowds(p).largest, 6);
    add_set(5, 7, 4, 110, "copy");
    give(p);
    assert_buf(&out, "0000-00000007\t0000-00000006\t1000000\tlike all\n"
                     "0000-00000007\t0000-00000002\t0872727\ta\n"
                     "0000-00000007\t0000-00000003\t0888889\tb\n"
                     "0000-00000007\t0000-00000005\t0517241\tkept\n");
    assert_int_equal(nr_pairs_crowds(p).buckets, 1);
    assert_int_equal(nr_pairs_crowds(p).largest, 7);
    nr_pairs_free(p);
}

static void a_line_that_comes_twice_counts_once(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.7, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 0, 100, "b");
    add_set(5, 2, 0, 100, "b");
    give(p);
    assert_buf(&out, "0000-00000002\t0000-00000001\t1000000\ta\n");
    nr_pairs_free(p);
}

static void assert_fails(double threshold, const char *text, uint64_t line)
{
    struct nr_error e;
    struct nr_pairs *p = pairs_with(threshold, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    assert_int_equal(nr_pairs_add(p, nr_buf_str(&lines), &out, &e), NR_FAIL);
    assert_string_equal(e.text, text);
    assert_int_equal(e.line, line);
    lines.len = out.len = 0;
    nr_pairs_free(p);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    add_set(5, 2, 0, 100, "a");
    add_set(5, 1, 0, 100, "b");
    assert_fails(.7, "the key lines are not sorted (LC_ALL=C sort)", 1);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 0, 100, "a");
    add_set(4, 3, 0, 100, "b");
    assert_fails(.7, "the key lines are not sorted (LC_ALL=C sort)", 2);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 1, 0, 99, "b");
    assert_fails(.7, "two records are 0000-00000001: shards need different numbers", 1);
    nr_buf_add_cstr(&lines, "0000000000000001\t0000-00000001\t?\tx\n"
                            "0000000000000001\t0000-00000002\t?\tx\n");
    assert_fails(.7, "the sketch of 0000-00000001 is damaged, or was made in exact mode", 1);
    add_set(1, 1, 0, 100, "a");
    nr_buf_add_cstr(&lines, "0000000000000001\t0000-00000002\t" HASH_A "\tx\n");
    assert_fails(.7, "the sketch of 0000-00000002 is damaged, or was made in exact mode", 1);
    add_set(5, 1, 0, 100, "a");
    add_set(5, 2, 0, 100, "a");
    assert_fails(0, "the sketch of 0000-00000001 is damaged, or was made in near mode", 1);
    add_set(5, 1, 0, 100, "a");
    nr_buf_add_cstr(&lines, "0000000000000009\n");
    assert_fails(.7, "no key line (key, reference, sketch, id)", 1);
}

static void a_record_without_company_is_not_looked_at(void **state)
{
    (void)state;
    struct nr_pairs *p = pairs_with(.7, NR_PAIRS_CLASSES, NR_PAIRS_BYTES);
    nr_buf_add_cstr(&lines, "0000000000000001\t0000-00000001\t?\tx\n"
                            "0000000000000002\t0000-00000001\t?\tx\n");
    give(p);
    assert_buf(&out, "");
    nr_pairs_free(p);
}

static void sifting_leaves_what_may_have_a_partner(void **state)
{
    (void)state;
    struct nr_error e;
    static const char block[] = "0000000000000001\t0000-00000001\tA\t\n"
                                "0000000000000002\t0000-00000001\tA\t\n"
                                "0000000000000003\t0000-00000001\tA\t\n"
                                "0000000000000003\t0000-00000002\tA\t\n"
                                "0000000000000004\t0000-00000002\tA\t\n"
                                "0000000000000005\t0000-00000002\tA\t";
    assert_int_equal(nr_pairs_sift(nr_str_of(block), &out, &e), NR_OK);
    assert_buf(&out, "0000000000000001\t0000-00000001\tA\t\n"
                     "0000000000000003\t0000-00000001\tA\t\n"
                     "0000000000000003\t0000-00000002\tA\t\n"
                     "0000000000000005\t0000-00000002\tA\t");
    assert_int_equal(nr_pairs_sift(nr_str(NULL, 0), &out, &e), NR_OK);
    assert_buf(&out, "");
    assert_int_equal(nr_pairs_sift(nr_str_sub(nr_str_of(block), 0, 34), &out, &e), NR_OK);
    assert_buf(&out, "0000000000000001\t0000-00000001\tA\t\n");
}

static void sifting_checks_lines_and_order(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_str bad = nr_str_of("0000000000000001\t0000-00000002\tA\t\n"
                                  "0000000000000001\t0000-00000001\tA\t\n");
    assert_int_equal(nr_pairs_sift(bad, &out, &e), NR_FAIL);
    assert_string_equal(e.text, "the key lines are not sorted (LC_ALL=C sort)");
    assert_int_equal(e.line, 1);
    bad = nr_str_of("0000000000000001\t0000-00000002\tA\t\n\n"
                    "0000000000000001\t0000-00000003\tA\t\n");
    assert_int_equal(nr_pairs_sift(bad, &out, &e), NR_FAIL);
    assert_string_equal(e.text, "no key line (key, reference, sketch, id)");
    assert_int_equal(e.line, 1);
    out.len = 0;
}

static int stop(void **state)
{
    (void)state;
    nr_buf_free(&lines);
    nr_buf_free(&out);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_paired_with_earlier_ones_that_are_alike),
        cmocka_unit_test(a_copy_has_its_representative_and_what_that_is_alike_to),
        cmocka_unit_test(texts_without_words_are_like_their_copies),
        cmocka_unit_test(exact_mode_compares_the_whole_fingerprint),
        cmocka_unit_test(further_classes_meet_the_first_ones_only),
        cmocka_unit_test(so_do_classes_for_which_there_is_no_memory),
        cmocka_unit_test(pairs_with_what_goes_are_few),
        cmocka_unit_test(a_line_that_comes_twice_counts_once),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_record_without_company_is_not_looked_at),
        cmocka_unit_test(sifting_leaves_what_may_have_a_partner),
        cmocka_unit_test(sifting_checks_lines_and_order),
    };
    return cmocka_run_group_tests(tests, NULL, stop);
}
