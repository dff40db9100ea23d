#include "newsreel/source/warc.h"
#include "chunks.h"
#include "newsreel/core/mem.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

/* The text of an error; without the range of bytes where places are not asked for. */
static void tell_error(const struct nr_error *e, bool places, struct nr_buf *out)
{
    const char *range = places ? NULL : strstr(e->text, " bytes [");
    size_t skip = range ? strcspn(range, ")") + 1 : 0;
    if (places && e->offset != NR_NOWHERE)
        nr_buf_addf(out, "%llu ", (unsigned long long)e->offset);
    nr_buf_addf(out, "BAD %.*s%s\n", range ? (int)(range - e->text) : (int)strlen(e->text), e->text,
                range ? range + skip : "");
}

/* Writes what a reader says: a line for each record and each loss. */
static void tell(struct nr_input *in, size_t max_record, bool places, struct nr_buf *out)
{
    struct nr_warc *w = nr_warc_open(in, max_record, NR_WARC_DOCUMENTS);
    struct nr_warc_record r;
    struct nr_error e;
    enum nr_status status;
    while ((status = nr_warc_next(w, &r, &e)) != NR_END) {
        assert_int_not_equal(status, NR_FAIL);
        if (status == NR_BAD) {
            tell_error(&e, places, out);
            continue;
        }
        if (places && r.placed)
            nr_buf_addf(out, "%llu+%llu ", (unsigned long long)r.offset,
                        (unsigned long long)r.length);
        nr_buf_addf(out, "%s %.*s", nr_warc_type_name(r.type), (int)r.uri.len,
                    r.uri.len ? r.uri.data : "");
        nr_buf_addf(out, "%s%s [",
                    r.truncated ? " cut"
                    : r.skipped ? " skipped"
                                : "",
                    r.corrected ? " corrected" : "");
        nr_buf_add_str(out, r.block);
        nr_buf_addf(out, "]\n");
    }
    nr_warc_close(w);
}

static const struct nr_input_options options = {.stop_fd = -1};

/* The same from memory and from pieces of any size. */
static void expect_all(struct nr_str bytes, size_t max_record, const char *want)
{
    static const size_t sizes[] = {1, 2, 3, 5, 64, 1000};
    struct nr_input *in;
    struct nr_error e;
    struct nr_buf all = {0};
    assert_int_equal(nr_input_open_memory(&in, bytes, &options, &e), NR_OK);
    tell(in, max_record, false, &all);
    nr_input_close(in);
    assert_string_equal(nr_buf_cstr(&all), want);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct chunks p = {bytes, sizes[i]};
        struct nr_buf got = {0};
        assert_int_equal(nr_input_open_nested(&in, read_chunk, &p, &options, &e), NR_OK);
        tell(in, max_record, false, &got);
        nr_input_close(in);
        assert_string_equal(nr_buf_cstr(&got), want);
        nr_buf_free(&got);
    }
    nr_buf_free(&all);
}

static void expect(const char *bytes, const char *want)
{
    expect_all(nr_str_of(bytes), LIMIT, want);
}

static void expect_placed(struct nr_str bytes, const char *want)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_buf got = {0};
    assert_int_equal(nr_input_open_memory(&in, bytes, &options, &e), NR_OK);
    tell(in, LIMIT, true, &got);
    nr_input_close(in);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

#define RECORD(type, uri, length, block)                                                           \
    "WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: " uri "\r\nContent-Length: " length       \
    "\r\n\r\n" block "\r\n\r\n"

static void test_fields(void **state)
{
    (void)state;
    struct nr_input *in;
    struct nr_error e;
    struct nr_warc_record r;
    const char *bytes = "WARC/1.1\r\nwarc-type: Response\r\nWARC-RECORD-ID: <urn:uuid:12>\r\n"
                        "WARC-Date: 2008-10-294T05:21:46-0700\r\nContent-Type: text/html;\r\n"
                        "\tcharset=\xff\r\nWARC-Identified-Content-Language: swe,fin\r\n"
                        "WARC-Block-Digest: sha1:A\r\nWARC-Block-Digest: sha1:Z\r\n"
                        "WARC-Payload-digest:\r\n\tmd5:B\r\nWARC-Segment-Total-Length: 12\r\n"
                        "WARC-Segment-Origin-ID: <urn:uuid:11>\r\nWARC-Segment-Number: one\r\n"
                        "WARC-Target-URI:   <http://ö.example/>  \r\ncontent-length: 2\r\n\r\nhi";
    assert_int_equal(nr_input_open_memory(&in, nr_str_of(bytes), &options, &e), NR_OK);
    struct nr_warc *w = nr_warc_open(in, LIMIT, NR_WARC_DOCUMENTS);
    assert_int_equal(nr_warc_next(w, &r, &e), NR_OK);
    assert_int_equal(r.type, NR_WARC_RESPONSE);
    assert_true(nr_str_is(r.id, "urn:uuid:12"));
    assert_true(nr_str_is(r.uri, "http://ö.example/"));
    assert_true(nr_str_is(r.date, "2008-10-294T05:21:46-0700"));
    assert_true(nr_str_is(r.mime, "text/html; charset=\xef\xbf\xbd"));
    assert_true(nr_str_is(r.language, "swe,fin"));
    assert_true(nr_str_is(r.block, "hi"));
    assert_true(nr_str_is(r.block_digest, "sha1:A"));
    assert_true(nr_str_is(r.payload_digest, "md5:B"));
    assert_true(nr_str_is(r.origin, "urn:uuid:11"));
    assert_int_equal(r.segment, 0);
    assert_int_equal(r.total, 12);
    assert_true(r.truncated);
    assert_int_equal(nr_warc_next(w, &r, &e), NR_END);
    nr_warc_close(w);
    nr_input_close(in);
}

static void test_types(void **state)
{
    (void)state;
    for (unsigned type = 0; NR_WARC_ALL >> type; type++)
        assert_int_equal(nr_warc_type_named(nr_str_of(nr_warc_type_name((enum nr_warc_type)type))),
                         type);
    assert_int_equal(nr_warc_type_named(nr_str_of("hearsay")), NR_WARC_OTHER);
    expect(RECORD("resource", "a", "1", "A") RECORD("REVISIT", "b", "0", "")
               RECORD("conversion", "c", "2", "CC") RECORD("hearsay", "d", "1", "D"),
           "resource a [A]\nrevisit b []\nconversion c [CC]\nother d [D]\n");
}

static void test_line_ends(void **state)
{
    (void)state;
    expect("WARC/0.17\nWARC-Type: response\nWARC-Target-URI: a\nContent-Length: 1\n\nA"
           "WARC/1.0\r\nContent-Length: 1\r\n\r\nB\r\n\r\n\r\n\n"
           "wArC/1.0\nContent-Length: 1\n\nC\n",
           "response a [A]\nother  [B]\nother  [C]\n");
}

static void test_truncated_flag(void **state)
{
    (void)state;
    expect("WARC/1.0\nWARC-Truncated: length\nContent-Length: 1\n\nA\n\n"
           "WARC/1.0\nWARC-Segment-Number: 1\nContent-Length: 1\n\nB\n\n",
           "other  cut [A]\nother  cut [B]\n");
}

/* Content-Length too small, by little or much: the record ends where the next one begins, or the
 * file does. Line ends inside the block are its own. */
static void test_length_too_small(void **state)
{
    (void)state;
    expect(RECORD("response", "a", "2", "AAAA") RECORD("response", "b", "1", "B"),
           "response a corrected [AAAA]\nresponse b [B]\n");
    expect(RECORD("response", "a", "3", "AAAA") RECORD("response", "b", "0", "B\r\nB"),
           "response a corrected [AAAA]\nresponse b corrected [B\r\nB]\n");
    expect(RECORD("response", "a", "1", "A\nA\n\nA\n") RECORD("response", "b", "1", "B"),
           "response a corrected [A\nA\n\nA\n]\nresponse b [B]\n");
    expect(RECORD("response", "a", "2", "AAAA"), "response a corrected [AAAA]\n");
    expect("WARC/1.0\nContent-Length: 1\n\nAA", "other  corrected [AA]\n");
    /* The limit holds for what the record really has. */
    expect_all(
        nr_str_of(RECORD("response", "a", "2", "AAAAAAAAA") RECORD("response", "b", "1", "B")), 8,
        "response a [AA]\nBAD skipped 11 bytes that belong to no record\n"
        "response b [B]\n");
}

/* Behind a block and what a writer puts behind it, other bytes are no part of it. */
static void test_garbage_behind(void **state)
{
    (void)state;
    expect(RECORD("response", "a", "1", "A") "garbage\r\n" RECORD("response", "b", "1", "B"),
           "response a [A]\nBAD skipped 9 bytes that belong to no record\nresponse b [B]\n");
}

/* Too large by what lies between records, or by little more: the block is known all the same. */
static void test_length_too_large(void **state)
{
    (void)state;
    expect(RECORD("response", "a", "8", "AAAA") RECORD("response", "b", "1", "B"),
           "response a [AAAA\r\n\r\n]\nresponse b [B]\n");
    expect(RECORD("response", "a", "10", "AAAA") RECORD("response", "b", "1", "B"),
           "response a corrected [AAAA]\nresponse b [B]\n");
    expect(RECORD("response", "a", "16", "AAAA") RECORD("response", "b", "1", "B"),
           "response a corrected [AAAA]\nresponse b [B]\n");
}

/* Too large by more: bytes are missing, unless the response knows that none are. */
static void test_missing_bytes(void **state)
{
    (void)state;
    expect(RECORD("response", "a", "17", "AAAA") RECORD("response", "b", "1", "B"),
           "BAD another record begins after 8 of 17 bytes; lost: response record a\n"
           "response b [B]\n");
    expect(RECORD("response", "a", "900", "AAAA") RECORD("response", "b", "1", "B"),
           "BAD another record begins after 8 of 900 bytes; lost: response record a\n"
           "response b [B]\n");
#define WHOLE "HTTP/1.0 200 OK\nContent-Length: 4\n\nAAAA"
    expect(RECORD("response", "a", "900", WHOLE) RECORD("response", "b", "1", "B"),
           "response a corrected [" WHOLE "]\nresponse b [B]\n");
    expect(RECORD("response", "a", "900", WHOLE "A") RECORD("response", "b", "1", "B"),
           "BAD another record begins after 44 of 900 bytes; lost: response record a\n"
           "response b [B]\n");
    expect(RECORD("response", "a", "900", WHOLE), "response a corrected [" WHOLE "]\n");
}

/* Where line ends or more could be the block's or not, a response that knows its length decides. */
static void test_http_decides(void **state)
{
    (void)state;
#define ENDS "HTTP/1.0 200 OK\nContent-Length: 4\n\nAA\r\n"
    expect(RECORD("response", "a", "37", ENDS) RECORD("response", "b", "1", "B"),
           "response a corrected [" ENDS "]\nresponse b [B]\n");
    expect(RECORD("response", "a", "38", ENDS), "response a corrected [" ENDS "]\n");
    expect(RECORD("response", "a", "40", WHOLE) RECORD("response", "b", "1", "B"),
           "response a corrected [" WHOLE "]\nresponse b [B]\n");
    expect(RECORD("response", "a", "43", WHOLE), "response a corrected [" WHOLE "]\n");
    expect(RECORD("response", "a", "39", WHOLE) RECORD("response", "b", "1", "B"),
           "response a [" WHOLE "]\nresponse b [B]\n");
    expect(RECORD("response", "a", "39", WHOLE "garbage") RECORD("response", "b", "1", "B"),
           "response a [" WHOLE "]\nBAD skipped 11 bytes that belong to no record\n"
           "response b [B]\n");
}

static void test_no_length(void **state)
{
    (void)state;
    expect(RECORD("response", "a", "-1", "AAAA") RECORD("response", "b", "1", "B"),
           "response a corrected [AAAA]\nresponse b [B]\n");
    expect(RECORD("response", "a", "99999999999999999999", "") RECORD("response", "b", "x", "B"),
           "response a corrected []\nresponse b corrected [B]\n");
    expect_all(
        nr_str_of(RECORD("response", "a", "", "AAAAAAAAA") RECORD("response", "b", "1", "B")), 8,
        "BAD no valid length; lost: response record a\nresponse b [B]\n");
}

/* Nothing at all behind a block; and line ends as Windows makes them of CR LF. */
static void test_odd_ends(void **state)
{
    (void)state;
    expect("WARC/1.0\r\nContent-Length: 1\r\n\r\nAWARC/1.0\r\nContent-Length: 1\r\n\r\nB",
           "other  [A]\nother  [B]\n");
    expect("WARC/1.0\r\r\nWARC-Target-URI: a\r\r\nContent-Length: 1\r\r\n\r\r\nA\r\r\n\r\r\n"
           "WARC/1.0\r\r\nContent-Length: 1\r\r\n\r\r\nB\r\r\n\r\r\n",
           "other a [A]\nother  [B]\n");
}

static void test_ranges(void **state)
{
    (void)state;
    expect_placed(nr_str_of(RECORD("response", "a", "900", "AAAA") "WARC/1.0\nWARC-Record-ID: <x>\n"
                                                                   "Content-Length: 5\n\nabc"),
                  "0 BAD another record begins after 8 of 900 bytes; bytes [0,82) lost: "
                  "response record a\n"
                  "82 BAD cut short after 3 of 5 bytes; bytes [82,133) lost: other record x\n");
}

static void test_garbage(void **state)
{
    (void)state;
    expect("garbage WARC/1.0\nWARC/x\n" RECORD("response", "b", "1", "B") "rest",
           "BAD skipped 24 bytes that belong to no record\nresponse b [B]\n"
           "BAD skipped 4 bytes that belong to no record\n");
    expect("", "");
    expect("\r\n\n", "");
}

static void test_cut_short(void **state)
{
    (void)state;
    expect("WARC/1.0\r\nContent-Le", "BAD cut short in the header; lost: a record\n");
    expect("WARC/1.0\nWARC-Record-ID: <x>\nContent-Length: 5\n\nabc",
           "BAD cut short after 3 of 5 bytes; lost: other record x\n");
}

static void test_limits(void **state)
{
    (void)state;
    expect_all(nr_str_of(RECORD("response", "a", "9", "AAAAAAAAA") RECORD(
                   "request", "r", "9", "RRRRRRRRR") RECORD("response", "b", "8", "BBBBBBBB")),
               8,
               "BAD 9 bytes are more than the limit of 8; lost: response record a\n"
               "request r skipped []\nresponse b [BBBBBBBB]\n");
    /* A false length past the limit does not cost what follows. */
    expect_all(nr_str_of(RECORD("response", "a", "5000", "A") RECORD("response", "b", "1", "B")),
               99,
               "BAD 5000 bytes are more than the limit of 99; lost: response record a\n"
               "response b [B]\n");
}

static void test_header_limits(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "WARC/1.0\nX: ");
    for (size_t i = 0; i < NR_WARC_LINE; i++)
        nr_buf_add_char(&b, 'x');
    nr_buf_add_cstr(&b, "\nContent-Length: 0\n\n\n" RECORD("response", "b", "1", "B"));
    struct nr_input *in;
    struct nr_error e;
    struct nr_buf got = {0};
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&b), &options, &e), NR_OK);
    tell(in, LIMIT, false, &got);
    nr_input_close(in);
    assert_string_equal(nr_buf_cstr(&got),
                        "BAD header of a record is too long; lost: a record\nresponse b [B]\n");
    nr_buf_free(&got);
    nr_buf_free(&b);
}

static void test_places_plain(void **state)
{
    (void)state;
    const char *a = RECORD("response", "a", "1", "A"), *b = RECORD("response", "b", "1", "B");
    struct nr_buf all = {0}, want = {0};
    nr_buf_addf(&all, "%s%s", a, b);
    nr_buf_addf(&want, "0+%zu response a [A]\n%zu+%zu response b [B]\n", strlen(a), strlen(a),
                strlen(b));
    expect_placed(nr_buf_str(&all), nr_buf_cstr(&want));
    nr_buf_free(&all);
    nr_buf_free(&want);
}

static void add_gzip(struct nr_buf *out, const char *text)
{
    z_stream z = {0};
    size_t len = strlen(text);
    char *copy = nr_alloc(len + 1);
    memcpy(copy, text, len);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)copy;
    z.avail_in = (uInt)len;
    z.next_out = (Bytef *)nr_buf_reserve(out, 4096);
    z.avail_out = 4096;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += 4096 - z.avail_out;
    deflateEnd(&z);
    free(copy);
}

/* Three members; the end of each; and the second with a wrong checksum, then with garbage behind.
 */
static void test_places_gzip(void **state)
{
    (void)state;
    struct nr_buf all = {0}, want = {0};
    size_t end[3];
    static const char *const records[] = {RECORD("response", "a", "1", "A"),
                                          RECORD("response", "b", "1", "B"),
                                          RECORD("response", "c", "1", "C")};
    for (size_t i = 0; i < 3; i++) {
        add_gzip(&all, records[i]);
        end[i] = all.len;
    }
    nr_buf_addf(&want, "0+%zu response a [A]\n%zu+%zu response b [B]\n%zu+%zu response c [C]\n",
                end[0], end[0], end[1] - end[0], end[1], end[2] - end[1]);
    expect_placed(nr_buf_str(&all), nr_buf_cstr(&want));
    all.data[end[1] - 8] ^= 1;
    struct nr_buf got = {0};
    struct nr_input *in;
    struct nr_error e;
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&all), &options, &e), NR_OK);
    tell(in, LIMIT, false, &got);
    nr_input_close(in);
    const char *text = nr_buf_cstr(&got);
    assert_non_null(strstr(text, "response a [A]\n"));
    assert_null(strstr(text, "response b [B]\n"));
    assert_non_null(strstr(text, "lost: response record b\n"));
    assert_non_null(strstr(text, "response c [C]\n"));
    nr_buf_free(&all);
    nr_buf_free(&want);
    nr_buf_free(&got);
}

static void test_garbage_between_members(void **state)
{
    (void)state;
    struct nr_buf all = {0}, got = {0};
    struct nr_input *in;
    struct nr_error e;
    add_gzip(&all, RECORD("response", "a", "1", "A"));
    nr_buf_add_cstr(&all, "garbage");
    add_gzip(&all, RECORD("response", "b", "1", "B"));
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&all), &options, &e), NR_OK);
    tell(in, LIMIT, false, &got);
    nr_input_close(in);
    const char *text = nr_buf_cstr(&got);
    assert_ptr_equal(strstr(text, "response a [A]\nBAD"), text);
    assert_non_null(strstr(text, "response b [B]\n"));
    nr_buf_free(&all);
    nr_buf_free(&got);
}

/* Members that begin and end anywhere: where records lie cannot be said, what they are can. */
static void test_split_members(void **state)
{
    (void)state;
    static const char records[] =
        RECORD("response", "a", "4", "AAAA") RECORD("response", "b", "4", "BBBB");
    char piece[sizeof records];
    for (size_t size = 1; size < sizeof records; size += size / 2 + 1) {
        struct nr_buf all = {0}, got = {0};
        struct nr_input *in;
        struct nr_error e;
        for (size_t at = 0; at < sizeof records - 1; at += size) {
            size_t left = sizeof records - 1 - at;
            snprintf(piece, sizeof piece, "%.*s", (int)(left < size ? left : size), records + at);
            add_gzip(&all, piece);
        }
        assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&all), &options, &e), NR_OK);
        tell(in, LIMIT, false, &got);
        nr_input_close(in);
        assert_string_equal(nr_buf_cstr(&got), "response a [AAAA]\nresponse b [BBBB]\n");
        nr_buf_free(&all);
        nr_buf_free(&got);
    }
}

/* A block that is longer than 32 bits can say, which is never held. */
struct huge {
    int at;
    uint64_t left;
};

static enum nr_status read_huge(void *self, struct nr_str *chunk, struct nr_error *e)
{
    static const char zeros[1 << 20];
    static const char *const heads[] = {
        "WARC/1.0\nWARC-Type: resource\nWARC-Target-URI: a\nContent-Length: 4294967301\n\n",
        "\r\n\r\nWARC/1.0\nWARC-Type: request\nContent-Length: 4294967301\n\n",
        "\r\n\r\n" RECORD("response", "b", "1", "B")};
    struct huge *h = self;
    (void)e;
    if (h->left) {
        *chunk = nr_str(zeros, h->left < sizeof zeros ? (size_t)h->left : sizeof zeros);
        h->left -= chunk->len;
        return NR_OK;
    }
    if (h->at == 3)
        return NR_END;
    *chunk = nr_str_of(heads[h->at]);
    h->left = h->at++ < 2 ? 4294967301 : 0;
    return NR_OK;
}

static void test_huge(void **state)
{
    (void)state;
    struct huge h = {0};
    struct nr_input *in;
    struct nr_error e;
    struct nr_buf got = {0};
    assert_int_equal(nr_input_open_nested(&in, read_huge, &h, &options, &e), NR_OK);
    tell(in, LIMIT, false, &got);
    nr_input_close(in);
    assert_string_equal(nr_buf_cstr(&got),
                        "BAD 4294967301 bytes are more than the limit of 1048576; "
                        "lost: resource record a\nrequest  skipped []\nresponse b [B]\n");
    nr_buf_free(&got);
}

/* A gap in the input costs the record that it lies in. */
struct gaps {
    struct nr_str parts[3];
    size_t at;
};

static enum nr_status read_gaps(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct gaps *g = self;
    if (g->at == 5)
        return NR_END;
    if (g->at++ % 2) {
        nr_error_set(e, "a gap");
        return NR_BAD;
    }
    *chunk = g->parts[(g->at - 1) / 2];
    return NR_OK;
}

static void test_gap(void **state)
{
    (void)state;
    struct gaps g = {
        {NR_STR(RECORD("response", "a", "1", "A") "WARC/1.0\r\nContent-Type: x"),
         NR_STR("y\r\n\r\n" RECORD("response", "b", "1",
                                   "B") "WARC/1.0\nWARC-Record-ID: <c>\nContent-Length: 9\n\nCC"),
         NR_STR("CC\r\n\r\n" RECORD("response", "d", "1", "D"))},
        0};
    struct nr_input *in;
    struct nr_error e;
    struct nr_buf got = {0};
    assert_int_equal(nr_input_open_nested(&in, read_gaps, &g, &options, &e), NR_OK);
    tell(in, LIMIT, false, &got);
    nr_input_close(in);
    assert_string_equal(nr_buf_cstr(&got),
                        "response a [A]\nBAD a gap; lost: a record\n"
                        "BAD skipped 5 bytes that belong to no record\nresponse b [B]\n"
                        "BAD a gap; lost: other record c\n"
                        "BAD skipped 6 bytes that belong to no record\nresponse d [D]\n");
    nr_buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_truncated_flag),
        cmocka_unit_test(test_length_too_small),
        cmocka_unit_test(test_garbage_behind),
        cmocka_unit_test(test_length_too_large),
        cmocka_unit_test(test_missing_bytes),
        cmocka_unit_test(test_http_decides),
        cmocka_unit_test(test_odd_ends),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_split_members),
        cmocka_unit_test(test_huge),
        cmocka_unit_test(test_no_length),
        cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_header_limits),
        cmocka_unit_test(test_places_plain),
        cmocka_unit_test(test_places_gzip),
        cmocka_unit_test(test_garbage_between_members),
        cmocka_unit_test(test_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
