#include "newsreel/source/http.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <zlib.h>

#include <cmocka.h>

static void expect_str(struct nr_str s, const char *want)
{
    if (!nr_str_is(s, want))
        fail_msg("\"%.*s\" instead of \"%s\"", (int)s.len, s.data, want);
}

static const char story[] = "<p>The ferry to Vassholm was late again.</p>";

static struct nr_http split(const char *block)
{
    struct nr_http http;
    nr_http_split(nr_str_of(block), &http);
    return http;
}

static void test_split(void **state)
{
    (void)state;
    struct nr_http http =
        split("HTTP/1.1 404 Not Found\r\nServer: x\r\nA: 1\r\n\r\nbody\r\n\r\nmore");
    assert_int_equal(http.status, 404);
    expect_str(http.fields, "Server: x\r\nA: 1\r\n");
    expect_str(http.body, "body\r\n\r\nmore");
}

static void test_split_odd(void **state)
{
    (void)state;
    expect_str(split("HTTP/1.0 200\nA: 1\n\nbody").body, "body");
    assert_int_equal(split("HTTP/1.0 200\nA: 1\n\nbody").status, 200);
    expect_str(split("no http at all\n\nbody").body, "no http at all\n\nbody");
    assert_int_equal(split("no http at all\n\nbody").status, 0);
    assert_int_equal(split("HTTP/1.1 OK\n\nbody").status, 0);
    expect_str(split("HTTP/1.1 200 OK\r\nA: 1\r\n").body, "");
    expect_str(split("HTTP/1.1 200 OK").body, "");
    expect_str(split("HTTP/1.1 200 OK\r\nA: 1\r\n<html>").body, "<html>");
    expect_str(split("").body, "");
    expect_str(split("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx").body, "x");
    assert_int_equal(split("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx").status, 200);
}

static void test_status_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        unsigned status;
    } rows[] = {
        {"HTTP/2 200", 200},       {"HTTP/1.1 200", 200},       {"HTTP/1.1  206 Partial", 206},
        {"HTTP/3 304 ", 304},      {"http/1.0 404 Gone?", 404}, {"ICY 200 OK", 200},
        {"HTTPX/1.1 200 OK", 200}, {"HTTP 500", 500},           {"HTTP/1.1 302 \r", 302},
        {"HTTP/1.1 99", 0},        {"HTTP/1.1 2000 OK", 0},     {"HTTP/1.1", 0},
        {"HTTP is a protocol", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char block[64];
        snprintf(block, sizeof block, "%s\r\nA: 1\r\n\r\nbody", rows[i].line);
        struct nr_http http = split(block);
        assert_int_equal(http.status, rows[i].status);
        expect_str(http.body, rows[i].status ? "body" : block);
    }
}

/* Interim responses, and what a proxy says before it leads on; but not what a page says. */
static void test_led_on(void **state)
{
    (void)state;
    struct nr_http http = split("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x"
                                "\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\nx");
    assert_int_equal(http.status, 404);
    expect_str(http.body, "x");
    http = split("HTTP/1.0 200 Connection established\r\nVia: p\r\n\r\nHTTP/1.1 200 OK\r\n"
                 "Content-Type: text/html\r\n\r\nHTTP/1.1 404 is a status line");
    assert_int_equal(http.status, 200);
    expect_str(http.body, "HTTP/1.1 404 is a status line");
    http = split("HTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx");
    assert_int_equal(http.status, 101);
    http = split("HTTP/1.1 100 Continue\r\n\r\nnothing more");
    assert_int_equal(http.status, 100);
    expect_str(http.body, "nothing more");
}

static void test_no_status_line(void **state)
{
    (void)state;
    struct nr_http http = split("Server: x\nContent-Type: text/html; charset=x\n\n<p>");
    assert_int_equal(http.status, 0);
    expect_str(nr_http_field(&http, "content-type"), "text/html; charset=x");
    expect_str(http.body, "<p>");
    static const char *const others[] = {
        "Server: x\nContent-Type: text/html",       /* no empty line */
        "Server: x\n\n<p>",                         /* one may be chance */
        "Subject: x\nDate: x\nServer: x\n\ntext",   /* a letter */
        "Server: x\nContent-Type\nDate: x\n\ntext", /* text */
        "Server: x\nDate: x\n\n",                   /* nothing behind */
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        expect_str(split(others[i]).body, others[i]);
        assert_int_equal(split(others[i]).fields.len, 0);
    }
}

/* An empty line too much, which a length or a coding tells from a body that begins with one. */
static void test_extra_line(void **state)
{
    (void)state;
    struct nr_http http = split("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\r\n<p>");
    expect_str(http.body, "<p>");
    assert_true(http.extra_line);
    http = split("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\r\n<p>");
    expect_str(http.body, "\r\n<p>");
    assert_false(http.extra_line);
    http = split("HTTP/1.1 200 OK\r\nA: 1\r\n\r\n\r\n<p>");
    expect_str(http.body, "\r\n<p>");
    http = split("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\n<p>");
    expect_str(http.body, "\n<p>");
    http = split("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>\r\n");
    expect_str(http.body, "<p>");
    assert_true(http.extra_line);
    http = split("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n<p>\r\n");
    expect_str(http.body, "<p>\r\n");
    assert_false(http.extra_line);
}

static void test_fields(void **state)
{
    (void)state;
    struct nr_http http =
        split("HTTP/1.1 200 OK\r\nEmpty:\r\nnonsense\r\nX-LONG : a\r\n\tb\r\n c\r\n"
              "type: one\r\nType: two\r\ntype:\r\n\r\n");
    expect_str(nr_http_field(&http, "x-long"), "a\r\n\tb\r\n c");
    expect_str(nr_http_field(&http, "type"), "two");
    assert_int_equal(nr_http_field(&http, "empty").len, 0);
    assert_int_equal(nr_http_field(&http, "absent").len, 0);
    struct nr_str rest = http.fields, name, value;
    int n = 0;
    while (nr_http_next_field(&rest, &name, &value))
        n++;
    assert_int_equal(n, 5);
}

static void test_media_type(void **state)
{
    (void)state;
    static const struct {
        const char *value, *type, *charset;
    } rows[] = {
        {"text/html", "text/html", ""},
        {" Text/HTML ; charset=UTF-8", "Text/HTML", "UTF-8"},
        {"text/html;charset=\"iso-8859-2\"; x=y", "text/html", "iso-8859-2"},
        {"text/html; x=\"a;charset=b\"; charset='c'", "text/html", "c"},
        {"text/html; charset=; charset=koi8-r", "text/html", "koi8-r"},
        {"text/html;;;\r\n charset = gbk ", "text/html", "gbk"},
        {"", "", ""},
        {";", "", ""},
        {"text/plain; charset=\"open", "text/plain", "open"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct nr_str type, charset;
        nr_http_media_type(nr_str_of(rows[i].value), &type, &charset);
        expect_str(type, rows[i].type);
        expect_str(charset, rows[i].charset);
    }
}

/* Undoes a response of these fields and bytes. Returns a copy of the body; static storage. */
static struct nr_str undo(const char *fields, struct nr_str body, bool *truncated)
{
    static char copy[4096];
    struct nr_http_scratch scratch = {0};
    struct nr_error e;
    struct nr_http http = {.status = 200, .fields = nr_str_of(fields), .body = body};
    assert_int_equal(nr_http_undo(&http, &scratch, sizeof copy, &e), NR_OK);
    if (http.body.len)
        memcpy(copy, http.body.data, http.body.len);
    *truncated = http.truncated;
    nr_http_scratch_free(&scratch);
    return nr_str(copy, http.body.len);
}

static void test_chunked(void **state)
{
    (void)state;
    static const struct {
        const char *body, *want;
        bool truncated;
    } rows[] = {
        {"4\r\nabcd\r\n0\r\n\r\n", "abcd", false},
        {"4;x=y\r\nabcd\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", "abcd0123456789", false},
        {"4\nabcd\n0\n\n", "abcd", false},
        {"4  \r\nabcd\r\n0", "abcd", true},
        {"4\r\nabcd\r\n0\r\n", "abcd", false},
        {"4\r\nabcd\r\n8\r\nab", "abcdab", true},
        {"4\r\nabcd\r\nzz\r\nab", "abcd", true},
        {"4\r\nabcd\r\n3\r\nefgh\r\n0\r\n\r\n", "abcdefg", true},
        {"9\r\nabcd", "abcd", true},
        {"0\r\n\r\n", "", false},
        /* not chunked at all */
        {"<p>4</p>\r\n", "<p>4</p>\r\n", false},
        {"4\r\nabcdefgh", "4\r\nabcdefgh", false},
        {"\r\nabc", "\r\nabc", false},
        {"fffffffffffffffff\r\nabc", "fffffffffffffffff\r\nabc", false},
        {"", "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool truncated;
        struct nr_str body =
            undo("transfer-ENCODING: Chunked\r\n", nr_str_of(rows[i].body), &truncated);
        expect_str(body, rows[i].want);
        assert_int_equal(truncated, rows[i].truncated);
    }
}

static void test_coding_behind_extra_line(void **state)
{
    (void)state;
    bool truncated;
    expect_str(
        undo("Transfer-Encoding: chunked\r\n", nr_str_of("\r\n4\r\nabcd\r\n0\r\n\r\n"), &truncated),
        "abcd");
    assert_false(truncated);
    expect_str(undo("Transfer-Encoding: chunked\r\n", nr_str_of("\r\nabcd"), &truncated),
               "\r\nabcd");
}

/* story, compressed by zlib; window_bits as in deflateInit2. Static storage. */
static struct nr_str pack(int window_bits)
{
    static char packed[256];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)story;
    z.avail_in = sizeof story - 1;
    z.next_out = (unsigned char *)packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return nr_str(packed, sizeof packed - z.avail_out);
}

static void test_content_codings(void **state)
{
    (void)state;
    bool truncated;
    expect_str(undo("Content-Encoding: gzip\n", pack(31), &truncated), story);
    assert_false(truncated);
    expect_str(undo("Content-Encoding: x-GZIP\n", pack(31), &truncated), story);
    expect_str(undo("Content-Encoding: deflate\n", pack(15), &truncated), story);
    expect_str(undo("Content-Encoding: deflate\n", pack(-15), &truncated), story);
    expect_str(undo("Content-Encoding: deflate\n", pack(31), &truncated), story);
    expect_str(undo("Transfer-Encoding: gzip\n", pack(31), &truncated), story);
    expect_str(undo("Content-Type: text/html\n", pack(31), &truncated), story);
    expect_str(undo("Content-Type: text/html\nContent-Encoding: br\n", pack(31), &truncated),
               story);
    expect_str(nr_str_sub(undo("Content-Type: application/gzip\n", pack(31), &truncated), 0, 2),
               "\x1f\x8b");
    assert_false(truncated);
}

static void test_lies(void **state)
{
    (void)state;
    static const char *const fields[] = {
        "Content-Encoding: gzip\n", "Content-Encoding: deflate\n", "Content-Encoding: br\n",
        "Content-Encoding: zstd\n", "Content-Encoding: none, x\n", "Content-Encoding: chunked\n",
    };
    bool truncated;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        expect_str(undo(fields[i], nr_str_of(story), &truncated), story);
        assert_false(truncated);
    }
    struct nr_str packed = pack(31);
    assert_int_equal(undo("X-Crawler-Content-Encoding: gzip\n", packed, &truncated).len,
                     packed.len);
}

static void test_damage(void **state)
{
    (void)state;
    bool truncated;
    struct nr_str packed = pack(31);
    struct nr_str body =
        undo("Content-Encoding: gzip\n", nr_str_sub(packed, 0, packed.len - 12), &truncated);
    assert_true(truncated);
    assert_true(body.len > 0 && body.len < sizeof story);
    assert_memory_equal(body.data, story, body.len);

    char wrong_sum[256];
    memcpy(wrong_sum, packed.data, packed.len);
    wrong_sum[packed.len - 6] ^= 1;
    expect_str(undo("Content-Encoding: gzip\n", nr_str(wrong_sum, packed.len), &truncated), story);
    assert_true(truncated);

    /* nothing can be decoded: the bytes stay */
    body = undo("Content-Encoding: gzip\n", nr_str_sub(packed, 0, 10), &truncated);
    assert_int_equal(body.len, 10);
}

static void test_order(void **state)
{
    (void)state;
    bool truncated;
    char chunked[512], twice[512];
    struct nr_str packed = pack(31);
    int n = snprintf(chunked, sizeof chunked, "%zx\r\n", packed.len);
    memcpy(chunked + n, packed.data, packed.len);
    memcpy(chunked + n + (int)packed.len, "\r\n0\r\n\r\n", 7);
    struct nr_str body = nr_str(chunked, (size_t)n + packed.len + 7);
    expect_str(undo("Transfer-Encoding: chunked\nContent-Encoding: gzip\n", body, &truncated),
               story);
    expect_str(undo("Transfer-Encoding: gzip, chunked\n", body, &truncated), story);
    expect_str(undo("Transfer-Encoding: gzip\nTransfer-Encoding: chunked\n", body, &truncated),
               story);
    /* two members behind each other, and bytes that belong to neither */
    memcpy(twice, packed.data, packed.len);
    memcpy(twice + packed.len, packed.data, packed.len);
    memcpy(twice + 2 * packed.len, "junk", 4);
    body = undo("Content-Encoding: gzip\n", nr_str(twice, 2 * packed.len + 4), &truncated);
    assert_int_equal(body.len, 2 * (sizeof story - 1));
}

/* The halves make up the whole, and each knows its own fields only. */
static void test_halves(void **state)
{
    (void)state;
    struct nr_http_scratch scratch = {0};
    struct nr_error e;
    struct nr_str packed = pack(31);
    char chunked[512];
    int n = snprintf(chunked, sizeof chunked, "%zx\r\n", packed.len);
    memcpy(chunked + n, packed.data, packed.len);
    memcpy(chunked + n + (int)packed.len, "\r\n0\r\n\r\n", 7);
    struct nr_str body = nr_str(chunked, (size_t)n + packed.len + 7);
    struct nr_http http = {
        .fields = nr_str_of("Transfer-Encoding: chunked\nContent-Encoding: gzip\n"), .body = body};
    assert_int_equal(nr_http_undo_transfer(&http, &scratch, 1000, &e), NR_OK);
    assert_true(nr_str_eq(http.body, packed));
    assert_int_equal(nr_http_undo_content(&http, &scratch, 1000, &e), NR_OK);
    expect_str(http.body, story);
    nr_http_scratch_free(&scratch);
}

static void test_limit(void **state)
{
    (void)state;
    struct nr_http_scratch scratch = {0};
    struct nr_error e;
    struct nr_str packed = pack(31);
    struct nr_http http = {.fields = nr_str_of("Content-Encoding: gzip\n"), .body = packed};
    assert_int_equal(nr_http_undo(&http, &scratch, sizeof story - 2, &e), NR_BAD);
    assert_int_equal(nr_http_undo(&http, &scratch, sizeof story - 1, &e), NR_OK);
    expect_str(http.body, story);
    nr_http_scratch_free(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_split_odd),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_media_type),
        cmocka_unit_test(test_chunked),
        cmocka_unit_test(test_content_codings),
        cmocka_unit_test(test_lies),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_status_lines),
        cmocka_unit_test(test_led_on),
        cmocka_unit_test(test_no_status_line),
        cmocka_unit_test(test_extra_line),
        cmocka_unit_test(test_coding_behind_extra_line),
        cmocka_unit_test(test_halves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
