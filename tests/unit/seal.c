#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/stream/seal.h"
#include <stdio.h>

#define STAGE                                                                                      \
    "{\"stage\":0,\"program\":\"unwrap\",\"version\":\"1\",\"options\":[\"--rar\"],\"in\":3,"      \
    "\"passed\":1,\"dropped\":{\"a\\\"b\":1},\"rejected\":1,\"out\":1,\"notes\":{},"               \
    "\"input_count\":1,\"inputs\":[{\"name\":\"x\",\"bytes\":7}]}"
#define SEAL(stages)                                                                               \
    "{\"newsreel_seal\":{\"version\":1,\"records\":12,"                                            \
    "\"hash\":\"000102030405060708090a0b0c0d0eff\",\"stages\":[" stages "]}}"

static void assert_refused(const char *line)
{
    struct nr_seal seal;
    struct nr_stages stages = {0};
    struct nr_error e;
    if (nr_seal_read(nr_str_of(line), &seal, &stages, &e) != NR_BAD)
        fail_msg("taken: %s", line);
    assert_true(e.text[0] != '\0');
    nr_stages_free(&stages);
}

static void what_is_read_is_written_again(void **state)
{
    (void)state;
    struct nr_seal seal;
    struct nr_stages stages = {0};
    struct nr_buf out = {0};
    struct nr_error e;
    assert_int_equal(nr_seal_read(nr_str_of(SEAL(STAGE)), &seal, &stages, &e), NR_OK);
    assert_int_equal(seal.records, 12);
    assert_true(seal.hash.high == 0x0001020304050607 && seal.hash.low == 0x08090a0b0c0d0eff);
    nr_seal_write(seal, &stages, &out);
    assert_string_equal(nr_buf_cstr(&out), SEAL(STAGE) "\n");
    nr_buf_free(&out);
    nr_stages_free(&stages);
}

static void like_stages_are_added_up(void **state)
{
    (void)state;
    struct nr_seal seal;
    struct nr_stages stages = {0};
    struct nr_error e;
    for (int i = 0; i < 3; i++)
        assert_int_equal(nr_seal_read(nr_str_of(SEAL(STAGE)), &seal, &stages, &e), NR_OK);
    assert_int_equal(stages.count, 1);
    const struct nr_stage *s = &stages.stages[0];
    assert_int_equal(s->in, 9);
    assert_int_equal(s->rejected, 3);
    assert_int_equal(s->dropped.count, 1);
    assert_int_equal(s->dropped.counts[0].count, 3);
    assert_true(nr_str_is(s->dropped.counts[0].name, "a\"b"));
    assert_int_equal(s->input_count, 3);
    assert_int_equal(s->inputs_named, 3);
    nr_stages_free(&stages);
}

static void bytes_are_added_up_where_all_know_them(void **state)
{
    (void)state;
    struct nr_seal seal;
    struct nr_stages stages = {0};
    struct nr_buf out = {0};
    struct nr_error e;
    const char *known = SEAL("{\"stage\":0,\"program\":\"a\",\"version\":\"1\",\"options\":[],"
                             "\"in\":1,\"passed\":1,\"dropped\":{},\"rejected\":0,\"out\":1,"
                             "\"bytes\":20,\"notes\":{},\"input_count\":0,\"inputs\":[]}");
    const char *unknown = SEAL("{\"stage\":0,\"program\":\"a\",\"version\":\"1\",\"options\":[],"
                               "\"in\":1,\"passed\":1,\"dropped\":{},\"rejected\":0,\"out\":1,"
                               "\"notes\":{},\"input_count\":0,\"inputs\":[]}");
    for (int i = 0; i < 2; i++)
        assert_int_equal(nr_seal_read(nr_str_of(known), &seal, &stages, &e), NR_OK);
    assert_int_equal(stages.stages[0].bytes, 40);
    nr_stages_write(&stages, &out);
    assert_non_null(strstr(nr_buf_cstr(&out), "\"out\":2,\"bytes\":40,"));
    assert_int_equal(nr_seal_read(nr_str_of(unknown), &seal, &stages, &e), NR_OK);
    assert_true(stages.stages[0].bytes == NR_NOWHERE);
    nr_buf_free(&out);
    nr_stages_free(&stages);
}

static void stages_stand_in_the_order_of_their_numbers(void **state)
{
    (void)state;
    struct nr_stages stages = {0};
    struct nr_str v = nr_str_of("1"), none = nr_str_of("[]");
    assert_int_equal(nr_stages_next(&stages), 0);
    nr_stages_get(&stages, 1, nr_str_of("tag"), v, none);
    nr_stages_get(&stages, 0, nr_str_of("unwrap"), v, none);
    nr_stages_get(&stages, 1, nr_str_of("clean"), v, none);
    nr_stages_get(&stages, 1, nr_str_of("tag"), v, none);
    assert_int_equal(stages.count, 3);
    assert_int_equal(nr_stages_next(&stages), 2);
    assert_true(nr_str_is(stages.stages[0].program, "unwrap"));
    assert_true(nr_str_is(stages.stages[1].program, "tag"));
    assert_true(nr_str_is(stages.stages[2].program, "clean"));
    nr_stages_free(&stages);
}

static void inputs_past_the_limit_are_counted(void **state)
{
    (void)state;
    struct nr_stages stages = {0};
    struct nr_stage *s =
        nr_stages_get(&stages, 0, nr_str_of("unwrap"), nr_str_of("1"), nr_str_of("[]"));
    for (int i = 0; i < NR_SEAL_INPUTS + 5; i++)
        nr_stage_input(s, nr_str_of("x"), NR_NOWHERE);
    assert_int_equal(s->input_count, NR_SEAL_INPUTS + 5);
    assert_int_equal(s->inputs_named, NR_SEAL_INPUTS);
    nr_stages_free(&stages);
}

static void others_are_refused(void **state)
{
    (void)state;
    assert_refused("{\"newsreel_seal\":1}");
    assert_refused("{\"newsreel_seal\":{}}");
    assert_refused("{}");
    assert_refused("[]");
    assert_refused("{\"newsreel_seal\":{\"version\":2,\"records\":1,\"hash\":"
                   "\"000102030405060708090a0b0c0d0eff\",\"stages\":[]}}");
    assert_refused("{\"newsreel_seal\":{\"version\":1,\"records\":-1,\"hash\":"
                   "\"000102030405060708090a0b0c0d0eff\",\"stages\":[]}}");
    assert_refused("{\"newsreel_seal\":{\"version\":1,\"records\":1,\"hash\":"
                   "\"000102030405060708090A0B0C0D0EFF\",\"stages\":[]}}");
    assert_refused(SEAL("{}"));
    assert_refused(SEAL("1"));
    assert_refused(SEAL("{\"stage\":1000000}"));
}

static void too_many_stages_are_refused(void **state)
{
    (void)state;
    struct nr_stages stages = {0};
    struct nr_error e;
    char version[16];
    for (int i = 0; i < NR_SEAL_STAGES; i++) {
        snprintf(version, sizeof version, "%d", i);
        nr_stages_get(&stages, 0, nr_str_of("x"), nr_str_of(version), nr_str_of("[]"));
    }
    assert_int_equal(nr_stages_read(&stages, nr_str_of("[" STAGE "]"), &e), NR_BAD);
    nr_stages_free(&stages);
}

/* A stage whose drops are count names. */
static void add_stage_with_drops(struct nr_buf *out, int count)
{
    nr_buf_add_cstr(out,
                    "[{\"stage\":0,\"program\":\"a\",\"version\":\"1\",\"options\":[],\"in\":1,"
                    "\"passed\":1,\"dropped\":{");
    for (int i = 0; i < count; i++)
        nr_buf_addf(out, "%s\"%d\":1", i ? "," : "", i);
    nr_buf_add_cstr(out,
                    "},\"rejected\":0,\"out\":1,\"notes\":{},\"input_count\":0,\"inputs\":[]}]");
}

static void too_many_counts_are_refused(void **state)
{
    (void)state;
    struct nr_stages stages = {0};
    struct nr_buf list = {0};
    struct nr_error e;
    add_stage_with_drops(&list, NR_SEAL_COUNTS);
    assert_int_equal(nr_stages_read(&stages, nr_buf_str(&list), &e), NR_OK);
    assert_int_equal(nr_stages_read(&stages, nr_buf_str(&list), &e), NR_OK);
    assert_int_equal(stages.stages[0].dropped.count, NR_SEAL_COUNTS);
    list.len = 0;
    add_stage_with_drops(&list, 1000000);
    assert_int_equal(nr_stages_read(&stages, nr_buf_str(&list), &e), NR_BAD);
    assert_string_equal(e.text, "too many counts in a stage of a seal");
    nr_buf_free(&list);
    nr_stages_free(&stages);
}

static void hashes_do_not_depend_on_pieces(void **state)
{
    (void)state;
    char text[3000], whole_hex[65], hex[65];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7 + i / 11);
    struct nr_str all = nr_str(text, sizeof text);
    struct nr_hash128 whole = nr_hash128(all);
    struct nr_hasher *h = nr_hasher_new();
    struct nr_sha256 *sha = nr_sha256_new();
    nr_sha256_hex(all, whole_hex);
    for (size_t step = 1; step < sizeof text; step = step * 3 + 1) {
        nr_hasher_reset(h);
        for (size_t at = 0; at < sizeof text; at += step) {
            nr_hasher_add(h, nr_str_sub(all, at, at + step));
            nr_sha256_add(sha, nr_str_sub(all, at, at + step));
        }
        struct nr_hash128 got = nr_hasher_result(h);
        nr_sha256_result(sha, hex);
        assert_true(got.high == whole.high && got.low == whole.low);
        assert_string_equal(hex, whole_hex);
    }
    nr_hasher_free(h);
    nr_sha256_free(sha);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_written_again),
        cmocka_unit_test(like_stages_are_added_up),
        cmocka_unit_test(bytes_are_added_up_where_all_know_them),
        cmocka_unit_test(stages_stand_in_the_order_of_their_numbers),
        cmocka_unit_test(inputs_past_the_limit_are_counted),
        cmocka_unit_test(others_are_refused),
        cmocka_unit_test(too_many_stages_are_refused),
        cmocka_unit_test(too_many_counts_are_refused),
        cmocka_unit_test(hashes_do_not_depend_on_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
