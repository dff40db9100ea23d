#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/steps.h"

static struct nr_buf out, scratch;

static void assert_out(const char *want)
{
    assert_int_equal(out.len, strlen(want));
    assert_memory_equal(out.data ? out.data : "", want, out.len);
    out.len = 0;
}

static void references_sort_as_they_count(void **state)
{
    (void)state;
    uint64_t ref = 0;
    nr_ref_add(&out, nr_ref(0x1f, 0xabcdef01));
    assert_true(nr_ref_parse(nr_buf_str(&out), &ref));
    assert_true(ref == nr_ref(0x1f, 0xabcdef01));
    assert_int_equal(nr_ref_shard(ref), 0x1f);
    assert_int_equal(nr_ref_line(ref), 0xabcdef01);
    assert_out("001f-abcdef01");
    nr_ref_add(&out, nr_ref(NR_REF_MOST_SHARD, NR_REF_MOST_LINE));
    assert_out("ffff-ffffffff");
    assert_true(nr_ref_parse(nr_str_of("0001-00000002 and more"), &ref));
    assert_true(ref == nr_ref(1, 2));
    assert_true(nr_ref(1, 0) > nr_ref(0, NR_REF_MOST_LINE));
}

static void references_have_one_form(void **state)
{
    (void)state;
    uint64_t ref;
    static const char *const wrong[] = {
        "",
        "0001-0000000",
        "0001-0000000g",
        "0001-0000000A",
        "0001_00000001",
        "001-000000001",
        "000/-00000001",
        "000:-00000001",
        "000o-00000001",
        "000`-00000001",
        "000 -00000001",
        "000\xb1-00000001",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(nr_ref_parse(nr_str_of(wrong[i]), &ref));
    char any[] = "0000-00000000";
    for (size_t at = 0; at < NR_REF_LENGTH; at++)
        for (int c = 0; c < 256 && at != 4; c++) {
            any[at] = (char)c;
            bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            assert_int_equal(nr_ref_parse(nr_str(any, NR_REF_LENGTH), &ref), digit);
            any[at] = '0';
        }
}

static void similarities_are_millionths(void **state)
{
    (void)state;
    static const struct {
        double similarity;
        const char *text;
    } cases[] = {{1, "1"},
                 {0, "0"},
                 {.5, "0.5"},
                 {.75, "0.75"},
                 {2.0 / 3, "0.666667"},
                 {1.0 / 3, "0.333333"},
                 {1e-6, "0.000001"},
                 {.100001, "0.100001"},
                 {.9999996, "1"},
                 {.9999994, "0.999999"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t back;
        nr_millionths_add(&out, nr_millionths(cases[i].similarity));
        assert_true(nr_millionths_parse(nr_buf_str(&out), &back));
        assert_int_equal(back, nr_millionths(cases[i].similarity));
        assert_out(cases[i].text);
    }
    uint32_t any;
    static const char *const wrong[] = {"",    "2",    "0.",  "0.50", "0.0",
                                        ".5",  "1.",   "1.0", "00",   "0.1234567",
                                        "0,5", "0.5 ", "-1",  "0.-1", "0.x5"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(nr_millionths_parse(nr_str_of(wrong[i]), &any));
}

static void ids_stay_on_their_line(void **state)
{
    (void)state;
    nr_step_id_add(&out, nr_str("a\tb\nc\\d\re\0f é", 14));
    struct nr_buf back = {0};
    assert_true(nr_step_id_decode(&back, nr_buf_str(&out)));
    assert_true(nr_str_eq(nr_buf_str(&back), nr_str("a\tb\nc\\d\re\0f é", 14)));
    assert_out("a\\tb\\nc\\\\d\\re\\0f é");
    size_t before = back.len;
    assert_false(nr_step_id_decode(&back, nr_str_of("x\\")));
    assert_false(nr_step_id_decode(&back, nr_str_of("x\\y")));
    assert_false(nr_step_id_decode(&back, nr_str_of("x\ty")));
    assert_int_equal(back.len, before);
    nr_buf_free(&back);
}

static void near_signing_gives_a_line_for_each_key(void **state)
{
    (void)state;
    struct nr_sketch s = {.id = nr_str_of("tag:x,1\t2"),
                          .grams = nr_str_of("abcd"),
                          .keys = {0xfedcba9876543210, 7, 0xfedcba9876543210},
                          .key_count = 3};
    nr_step_sign(&s, nr_ref(2, 10), true, &scratch, &out);
    assert_out("fedcba9876543210\t0002-0000000a\tYWJjZA==\ttag:x,1\\t2\n"
               "0000000000000007\t0002-0000000a\tYWJjZA==\ttag:x,1\\t2\n");
}

static void a_text_without_words_is_known_by_its_fingerprint(void **state)
{
    (void)state;
    struct nr_sketch s = {.whole = {0xab, 2}, .keys = {1}, .key_count = 1};
    nr_step_sign(&s, nr_ref(0, 1), true, &scratch, &out);
    assert_out("00000000000000ab\t0000-00000001\t\t\n");
}

static void exact_signing_gives_one_line(void **state)
{
    (void)state;
    struct nr_sketch s = {
        .id = nr_str_of("x"), .whole = {0xab, 0xcd}, .grams = nr_str_of("abc"), .key_count = 2};
    nr_step_sign(&s, nr_ref(0, 1), false, &scratch, &out);
    assert_out("00000000000000ab\t0000-00000001\t00000000000000ab00000000000000cd\tx\n");
    s = (struct nr_sketch){.id = nr_str_of("x")};
    nr_step_sign(&s, nr_ref(0, 1), false, &scratch, &out);
    nr_step_sign(&s, nr_ref(0, 1), true, &scratch, &out);
    assert_out("");
}

static void key_lines_are_read(void **state)
{
    (void)state;
    struct nr_key_line k;
    assert_true(nr_key_line_parse(nr_str_of("fedcba9876543210\t0002-0000000a\tYWI=\tid"), &k));
    assert_true(k.key == UINT64_C(0xfedcba9876543210) && k.ref == nr_ref(2, 10));
    assert_true(nr_str_is(k.sketch, "YWI=") && nr_str_is(k.id, "id"));
    assert_true(nr_key_line_parse(nr_str_of("fedcba9876543210\t0002-0000000a\t\t"), &k));
    assert_true(k.sketch.len == 0 && k.id.len == 0);
    static const char *const wrong[] = {
        "",
        "fedcba9876543210\t0002-0000000a\t",
        "fedcba9876543210\t0002-0000000a\tYWI=",
        "fedcba987654321x\t0002-0000000a\tYWI=\tid",
        "xedcba9876543210\t0002-0000000a\tYWI=\tid",
        "fedcba9876543210 0002-0000000a\tYWI=\tid",
        "fedcba9876543210\t0002-0000000a YWI=\tid",
        "fedcba9876543210\t0002+0000000a\tYWI=\tid",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(nr_key_line_parse(nr_str_of(wrong[i]), &k));
}

static void pair_lines_are_written_and_read(void **state)
{
    (void)state;
    struct nr_pair_line p = {nr_ref(1, 2), nr_ref(0, 0x1234), 731234, nr_str_of("an id")}, q;
    nr_pair_line_add(&out, &p);
    assert_true(nr_pair_line_parse(nr_str_sub(nr_buf_str(&out), 0, out.len - 1), &q));
    assert_true(q.later == p.later && q.earlier == p.earlier && q.millionths == p.millionths);
    assert_true(nr_str_eq(q.id, p.id));
    assert_out("0001-00000002\t0000-00001234\t0731234\tan id\n");
    assert_true(nr_pair_line_parse(nr_str_of("0001-00000002\t0001-00000001\t1000000\t"), &q));
    assert_true(q.millionths == NR_MILLION && q.id.len == 0);
    static const char *const wrong[] = {
        "",
        "0001-00000002\t0000-00001234\t0731234",
        "0001-00000002\t0000-00001234\t073123\tid",
        "0001-00000002\t0000-00001234\t07312x4\tid",
        "0001-00000002\t0000-00001234\t1000001\tid",
        "0001-00000002\t0000-00001234\t9999999\tid",
        "0001-00000002\t0001-00000002\t1000000\tid",
        "0001-00000002\t0001-00000003\t1000000\tid",
        "0001-00000002 0000-00001234\t0731234\tid",
        "0001-00000002\t0000-00001234 0731234\tid",
        "0001-00000002\t0000-00001234\t0731234 id",
        "0001-0000000g\t0000-00001234\t0731234\tid",
        "0001-00000002\t000g-00001234\t0731234\tid",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(nr_pair_line_parse(nr_str_of(wrong[i]), &q));
}

static void drop_lines_are_written_and_read(void **state)
{
    (void)state;
    struct nr_drop_line d = {nr_ref(1, 2), nr_ref(0, 0x1234), 731200, nr_str_of("an id")}, q;
    nr_drop_line_add(&out, &d);
    assert_true(nr_drop_line_parse(nr_str_sub(nr_buf_str(&out), 0, out.len - 1), &q));
    assert_true(q.ref == d.ref && q.kept == d.kept && q.millionths == d.millionths);
    assert_true(nr_str_eq(q.id, d.id));
    assert_out("0001-00000002\t0.7312\t0000-00001234\tan id\n");
    assert_true(nr_drop_line_parse(nr_str_of("0001-00000002\t1\t0000-00001234\t"), &q));
    assert_true(q.millionths == NR_MILLION && q.id.len == 0);
    static const char *const wrong[] = {
        "",
        "0001-00000002",
        "0001-00000002\t",
        "0001-00000002\t1",
        "0001-00000002\t1\t0000-00001234",
        "0001-00000002\t0.70\t0000-00001234\tid",
        "0001-00000002\t2\t0000-00001234\tid",
        "0001-00000002\t1\t0001-00000002\tid",
        "0001-00000002\t1\t0000-0000123g\tid",
        "0001-00000002\t1\t0000-00001234 id",
        "0001-00000002 1\t0000-00001234\tid",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(nr_drop_line_parse(nr_str_of(wrong[i]), &q));
}

static int stop(void **state)
{
    (void)state;
    nr_buf_free(&out);
    nr_buf_free(&scratch);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_sort_as_they_count),
        cmocka_unit_test(references_have_one_form),
        cmocka_unit_test(similarities_are_millionths),
        cmocka_unit_test(ids_stay_on_their_line),
        cmocka_unit_test(near_signing_gives_a_line_for_each_key),
        cmocka_unit_test(a_text_without_words_is_known_by_its_fingerprint),
        cmocka_unit_test(exact_signing_gives_one_line),
        cmocka_unit_test(key_lines_are_read),
        cmocka_unit_test(pair_lines_are_written_and_read),
        cmocka_unit_test(drop_lines_are_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, stop);
}
