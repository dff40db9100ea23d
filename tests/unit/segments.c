#include "newsreel/source/segments.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define FIRST(id, block)                                                                           \
    "WARC/1.0\nWARC-Type: response\nWARC-Record-ID: <" id ">\nWARC-Target-URI: u-" id              \
    "\nWARC-Block-Digest: sha1:X\nWARC-Segment-Number: 1\nContent-Length: 2\n\n" block "\n\n"
#define MORE(origin, number, more, block)                                                          \
    "WARC/1.0\nWARC-Type: continuation\nWARC-Record-ID: <" origin "-" number                       \
    ">\nWARC-Segment-Origin-ID: <" origin ">\nWARC-Segment-Number: " number "\n" more              \
    "Content-Length: 2\n\n" block "\n\n"
#define TOTAL(n) "WARC-Segment-Total-Length: " n "\n"
#define OTHER    "WARC/1.0\nWARC-Type: resource\nWARC-Target-URI: o\nContent-Length: 1\n\nO\n\n"

static void expect_with(const char *bytes, size_t max_record, const char *want)
{
    static const struct nr_input_options options = {.stop_fd = -1};
    struct nr_segments s = {.max_record = max_record};
    struct nr_warc_record r;
    struct nr_input *in;
    struct nr_error e;
    struct nr_buf got = {0};
    enum nr_status status;
    assert_int_equal(nr_input_open_memory(&in, nr_str_of(bytes), &options, &e), NR_OK);
    s.warc = nr_warc_open(in, max_record, NR_WARC_DOCUMENTS);
    while ((status = nr_segments_next(&s, &r, &e)) != NR_END) {
        if (status != NR_OK) {
            nr_buf_addf(&got, "BAD %s\n", e.text);
            continue;
        }
        nr_buf_addf(&got, "%s %.*s%s [", nr_warc_type_name(r.type), (int)r.uri.len,
                    r.uri.len ? r.uri.data : "", r.truncated ? " cut" : "");
        nr_buf_add_str(&got, r.block);
        nr_buf_addf(&got, "]\n");
    }
    assert_int_equal(nr_segments_next(&s, &r, &e), NR_END);
    nr_warc_close(s.warc);
    nr_segments_close(&s);
    nr_input_close(in);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

static void expect(const char *bytes, const char *want)
{
    expect_with(bytes, 1000, want);
}

static void a_whole_record(void **state)
{
    (void)state;
    expect(FIRST("a", "A1") MORE("a", "2", "", "A2") MORE("a", "3", TOTAL("6"), "A3") OTHER,
           "response u-a [A1A2A3]\nresource o [O]\n");
}

/* Its fields are the first segment's, but for the digest of that one's block. Its place spans
 * all. */
static void fields_stay(void **state)
{
    (void)state;
    static const struct nr_input_options options = {.stop_fd = -1};
    struct nr_segments s = {.max_record = 1000};
    struct nr_warc_record r;
    struct nr_input *in;
    struct nr_error e;
    const char *bytes = OTHER FIRST("a", "A1") MORE("a", "2", TOTAL("4"), "A2") OTHER;
    assert_int_equal(nr_input_open_memory(&in, nr_str_of(bytes), &options, &e), NR_OK);
    s.warc = nr_warc_open(in, 1000, NR_WARC_DOCUMENTS);
    assert_int_equal(nr_segments_next(&s, &r, &e), NR_OK);
    assert_int_equal(nr_segments_next(&s, &r, &e), NR_OK);
    assert_true(nr_str_is(r.id, "a") && nr_str_is(r.uri, "u-a"));
    assert_true(r.segment == 0 && r.block_digest.len == 0 && r.date.len == 0);
    assert_true(r.placed && r.offset == sizeof OTHER - 1);
    assert_int_equal(r.length, strlen(bytes) - 2 * (sizeof OTHER - 1));
    nr_warc_close(s.warc);
    nr_segments_close(&s);
    nr_input_close(in);
}

/* No end, a wrong length of all, a segment missing, one of another record, another record. */
static void parts_are_marked(void **state)
{
    (void)state;
    expect(FIRST("a", "A1") MORE("a", "2", "", "A2"), "response u-a cut [A1A2]\n");
    expect(FIRST("a", "A1") MORE("a", "2", TOTAL("9"), "A2"), "response u-a cut [A1A2]\n");
    expect(FIRST("a", "A1"), "response u-a cut [A1]\n");
    expect(FIRST("a", "A1") MORE("a", "3", TOTAL("4"), "A3"),
           "response u-a cut [A1]\ncontinuation  cut [A3]\n");
    expect(FIRST("a", "A1") MORE("b", "2", TOTAL("4"), "B2"),
           "response u-a cut [A1]\ncontinuation  cut [B2]\n");
    expect(FIRST("a", "A1") OTHER MORE("a", "2", TOTAL("4"), "A2"),
           "response u-a cut [A1]\nresource o [O]\n"
           "continuation  cut [A2]\n");
    expect(MORE("a", "1", TOTAL("2"), "A1"), "continuation  cut [A1]\n");
}

/* One that begins where another one ends. */
static void one_behind_another(void **state)
{
    (void)state;
    expect(FIRST("a", "A1") FIRST("b", "B1") MORE("b", "2", TOTAL("4"), "B2"),
           "response u-a cut [A1]\nresponse u-b [B1B2]\n");
}

static void damage_and_limits(void **state)
{
    (void)state;
    expect(FIRST("a", "A1") "garbage\n" OTHER,
           "response u-a cut [A1]\nBAD skipped 8 bytes that belong to no record\n"
           "resource o [O]\n");
    expect_with(FIRST("a", "A1") MORE("a", "2", "", "A2") MORE("a", "3", TOTAL("6"), "A3"), 5,
                "BAD segments of more than 5 bytes; lost: response record u-a\n");
    expect_with(FIRST("a", "A1") MORE("a", "2", "", "A2") MORE("a", "3", "", "A3")
                    MORE("a", "4", TOTAL("8"), "A4") OTHER,
                5,
                "BAD segments of more than 5 bytes; lost: response record u-a\n"
                "continuation  cut [A4]\nresource o [O]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_record),    cmocka_unit_test(fields_stay),
        cmocka_unit_test(parts_are_marked),  cmocka_unit_test(one_behind_another),
        cmocka_unit_test(damage_and_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
