/* nr_input over damaged data: what is lost, what is told, and that nothing else is. */
#include "input.h"

static void garbage_is_told_once_with_its_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char events[200];
        struct nr_buf packed = {0};
        codecs[i].add(&packed, nr_str_of("one "));
        size_t a = packed.len;
        nr_buf_add_cstr(&packed, "garbage \x1f\x8b\x08 that \x28\xb5\x2f\xfd looks like a member");
        size_t b = packed.len;
        codecs[i].add(&packed, nr_str_of("two"));
        size_t c = packed.len;
        nr_buf_add_cstr(&packed, "and at the end");
        const char *unit = i == 0 ? "gzip member" : "zstd frame";
        snprintf(events, sizeof events,
                 "4 not a %s; bytes [%zu,%zu) lost\n7 not a %s; bytes [%zu,%zu) lost\n", unit, a, b,
                 unit, c, packed.len);
        assert_story(nr_buf_str(&packed), nr_str_of("one two"), events);
        nr_buf_free(&packed);
    }
}

/* Bytes of unit k may be anything; all others are as they were, and one gap names unit k. */
static void check_damage(const struct members *m, size_t k, struct nr_str damaged, size_t end)
{
    struct story s = read_memory(damaged);
    size_t before = m->from[k], after = m->text.len - m->from[k + 1];
    char range[64];
    snprintf(range, sizeof range, "bytes [%zu,%zu) lost", m->at[k], end);
    assert_int_equal(s.fail, 0);
    assert_int_equal(s.bad, 1);
    assert_non_null(strstr(nr_buf_cstr(&s.events), range));
    assert_true(s.bytes.len >= before + after);
    assert_memory_equal(s.bytes.data, m->text.data, before);
    assert_memory_equal(s.bytes.data + s.bytes.len - after, m->text.data + m->from[k + 1], after);
    story_free(&s);
}

static void a_damaged_unit_costs_itself_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(5, 3000, codecs[i].add);
        size_t k = 2, harmless = 0;
        for (size_t at = m.at[k]; at < m.at[k + 1]; at++) {
            char old = m.packed.data[at];
            struct story s;
            m.packed.data[at] = (char)(old ^ 0x40);
            s = read_memory(nr_buf_str(&m.packed));
            if (s.bad) {
                check_damage(&m, k, nr_buf_str(&m.packed), m.at[k + 1]);
            } else { /* a bit that means nothing */
                assert_int_equal(s.bytes.len, m.text.len);
                assert_memory_equal(s.bytes.data, m.text.data, m.text.len);
                harmless++;
            }
            story_free(&s);
            m.packed.data[at] = old;
        }
        assert_true(harmless < 20);
        members_free(&m);
    }
}

static void missing_bytes_cost_their_unit_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(5, 30000, codecs[i].add);
        for (size_t gap = 1; gap < 4000; gap = gap * 3 + 1) {
            struct nr_buf damaged = {0};
            size_t cut = m.at[2] + 200;
            nr_buf_add(&damaged, m.packed.data, cut);
            nr_buf_add(&damaged, m.packed.data + cut + gap, m.packed.len - cut - gap);
            check_damage(&m, 2, nr_buf_str(&damaged), m.at[3] - gap);
            nr_buf_free(&damaged);
        }
        members_free(&m);
    }
}

static void truncation_at_every_length_keeps_what_was_before(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        struct nr_buf text = {0}, packed = {0};
        add_text(&text, 2000, 5);
        codecs[i].add(&packed, nr_buf_str(&text));
        for (size_t len = 12; len < packed.len; len++) {
            struct story s = read_memory(nr_str(packed.data, len));
            assert_int_equal(s.fail, 0);
            assert_true(s.bytes.len <= text.len);
            if (s.bytes.len)
                assert_memory_equal(s.bytes.data, text.data, s.bytes.len);
            /* compress has no end mark */
            assert_int_equal(s.bad, codecs[i].add == add_compress ? s.bad : 1);
            story_free(&s);
        }
        nr_buf_free(&text);
        nr_buf_free(&packed);
    }
}

static void a_flipped_byte_anywhere_never_hangs(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        struct nr_buf text = {0}, packed = {0};
        add_text(&text, 1500, 5);
        codecs[i].add(&packed, nr_buf_str(&text));
        codecs[i].add(&packed, nr_buf_str(&text));
        for (size_t at = 0; at < packed.len; at++) {
            packed.data[at] = (char)(packed.data[at] ^ 0x11);
            struct story s = read_memory(nr_buf_str(&packed));
            story_free(&s);
            packed.data[at] = (char)(packed.data[at] ^ 0x11);
        }
        nr_buf_free(&text);
        nr_buf_free(&packed);
    }
}

static void the_split_of_reads_changes_nothing(void **state)
{
    static const size_t mosts[] = {1, 2, 7, 100, 5000, 200000};
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        struct members m = make_members(4, 40000, codecs[i].add);
        struct nr_buf bytes = {0};
        nr_buf_add_str(&bytes, nr_buf_str(&m.packed));
        for (int damaged = 0; damaged < 2; damaged++) {
            struct story all = read_nested(nr_buf_str(&bytes), 1, 1 << 24, 1);
            for (unsigned k = 0; k < 12; k++) {
                size_t want = k % 3 == 0 ? 1 : k % 3 == 1 ? 1000 : 300000;
                struct story s = read_nested(nr_buf_str(&bytes), k, mosts[k % 6] + 1, want);
                assert_string_equal(nr_buf_cstr(&s.events), nr_buf_cstr(&all.events));
                assert_int_equal(s.bytes.len, all.bytes.len);
                assert_memory_equal(s.bytes.data, all.bytes.data, s.bytes.len);
                story_free(&s);
            }
            story_free(&all);
            bytes.data[m.at[1] + 500] ^= 4;
            bytes.data[m.at[3] + 1500] ^= 4;
        }
        nr_buf_free(&bytes);
        members_free(&m);
    }
}

static enum nr_status gap_then_bytes(void *self, struct nr_str *chunk, struct nr_error *e)
{
    int *call = self;
    switch ((*call)++) {
    case 0:
        *chunk = nr_str_of("before");
        return NR_OK;
    case 1:
        nr_error_set(e, "a hole");
        return NR_BAD;
    case 2:
        *chunk = nr_str_of("behind");
        return NR_OK;
    default:
        nr_error_set(e, "the disk has gone");
        return NR_FAIL;
    }
}

static void gaps_come_at_their_place(void **state)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_str view;
    int call = 0;
    (void)state;
    assert_int_equal(nr_input_open_nested(&in, gap_then_bytes, &call, &plain, &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "before"));
    nr_input_skip(in, 3);
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "ore"));
    nr_input_skip(in, 3);
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_BAD);
    assert_string_equal(e.text, "a hole");
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "behind"));
    nr_input_skip(in, 6);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_FAIL);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_FAIL);
    nr_input_close(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(garbage_is_told_once_with_its_range),
        cmocka_unit_test(a_damaged_unit_costs_itself_only),
        cmocka_unit_test(missing_bytes_cost_their_unit_only),
        cmocka_unit_test(truncation_at_every_length_keeps_what_was_before),
        cmocka_unit_test(a_flipped_byte_anywhere_never_hangs),
        cmocka_unit_test(the_split_of_reads_changes_nothing),
        cmocka_unit_test(gaps_come_at_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
