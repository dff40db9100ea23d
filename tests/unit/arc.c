#include "newsreel/source/arc.h"
#include "chunks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

static const struct nr_input_options options = {.stop_fd = -1};

static void tell(struct nr_input *in, size_t max_record, struct nr_buf *out)
{
    struct nr_arc *a = nr_arc_open(in, max_record, NR_WARC_DOCUMENTS);
    struct nr_warc_record r;
    struct nr_error e;
    enum nr_status status;
    while ((status = nr_arc_next(a, &r, &e)) != NR_END) {
        assert_int_not_equal(status, NR_FAIL);
        if (status == NR_BAD) {
            const char *range = strstr(e.text, " bytes [");
            nr_buf_addf(out, "BAD %.*s%s\n", range ? (int)(range - e.text) : (int)strlen(e.text),
                        e.text, range ? range + strcspn(range, ")") + 1 : "");
            continue;
        }
        nr_buf_addf(out, "%s|%.*s|%.*s|%.*s|%s%s", nr_warc_type_name(r.type), (int)r.uri.len,
                    r.uri.data, (int)r.date.len, r.date.len ? r.date.data : "", (int)r.mime.len,
                    r.mime.len ? r.mime.data : "", r.corrected ? "corrected " : "",
                    r.skipped ? "skipped " : "");
        nr_buf_add_char(out, '[');
        nr_buf_add_str(out, r.block);
        nr_buf_add_cstr(out, "]\n");
        assert_true(r.id.len == 0 && r.block_digest.len == 0);
    }
    nr_arc_close(a);
}

/* The same from memory and from pieces of any size. */
static void expect_with(const char *bytes, size_t max_record, const char *want)
{
    static const size_t sizes[] = {SIZE_MAX, 1, 2, 3, 7, 64, 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct chunks p = {nr_str_of(bytes), sizes[i]};
        struct nr_input *in;
        struct nr_error e;
        struct nr_buf got = {0};
        enum nr_status status = i ? nr_input_open_nested(&in, read_chunk, &p, &options, &e)
                                  : nr_input_open_memory(&in, nr_str_of(bytes), &options, &e);
        assert_int_equal(status, NR_OK);
        tell(in, max_record, &got);
        nr_input_close(in);
        assert_string_equal(nr_buf_cstr(&got), want);
        nr_buf_free(&got);
    }
}

static void expect(const char *bytes, const char *want)
{
    expect_with(bytes, LIMIT, want);
}

#define HEAD "filedesc://a.arc 0.0.0.0 20080430204825 text/plain 9\n1 0 X\nURL\n\n"
#define HEAD_TOLD                                                                                  \
    "warcinfo|filedesc://a.arc|2008-04-30T20:48:25Z|text/plain|corrected [1 0 X\nURL\n]\n"
#define URL(url, length, block) url " 10.0.0.1 20080430204826 text/html " length "\n" block "\n"
#define TOLD(url, block)        "response|" url "|2008-04-30T20:48:26Z|text/html|[" block "]\n"
#define MENDED(url, block)      "response|" url "|2008-04-30T20:48:26Z|text/html|corrected [" block "]\n"

static void records(void **state)
{
    (void)state;
    expect(HEAD URL("http://a.example/", "3", "<p>") URL("dns:a.example", "2", "D\n"),
           HEAD_TOLD TOLD("http://a.example/", "<p>") TOLD("dns:a.example", "D\n"));
    /* Without a version block, and with other ends between records. */
    expect(URL("http://a/", "1", "A") "\r\n\n" URL("http://b/", "1", "B"),
           TOLD("http://a/", "A") TOLD("http://b/", "B"));
    expect("http://a/ 10.0.0.1 20080430204826 text/html 1\nA"
           "http://b/ 10.0.0.1 20080430204826 text/html 1\r\nB",
           TOLD("http://a/", "A") TOLD("http://b/", "B"));
    expect("", "");
}

/* Blanks in URLs and types; dates that are none; fields that are not there. */
static void headers(void **state)
{
    (void)state;
    expect(URL("http://a/x y?z=1 2", "1", "A"), TOLD("http://a/x y?z=1 2", "A"));
    expect("http://a/ 10.0.0.1 20080430204826 text/html; charset=x y 1\nA\n",
           "response|http://a/|2008-04-30T20:48:26Z|text/html; charset=x y|[A]\n");
    expect("http://a/ 10.0.0.1 20081340204826 text/html 1\nA\n"
           "http://a/ 10.0.0.1 200804302048 text/html 1\nB\n"
           "http://a/ ::1 20080430204826123 text/html 1\nC\n"
           "http://a/ - 20080430204826  1\nD\n"
           "http://a/ null 20080430204826 1\nE\n",
           "response|http://a/||text/html|[A]\nresponse|http://a/||text/html|[B]\n"
           "response|http://a/|2008-04-30T20:48:26Z|text/html|[C]\n"
           "response|http://a/|2008-04-30T20:48:26Z||[D]\n"
           "response|http://a/|2008-04-30T20:48:26Z||[E]\n");
    expect("http://\xff/ 10.0.0.1 20080430204826 \xfe 1\nA\n",
           "response|http://\xef\xbf\xbd/|2008-04-30T20:48:26Z|\xef\xbf\xbd|[A]\n");
}

static void version_2(void **state)
{
    (void)state;
    expect("http://a/ 10.0.0.1 20080430204826 text/html 200 X1 - 1234 a.arc 1\nA\n"
           "http://b/ c 10.0.0.1 20080430204826 text/html; q=1 404 - http://d/ 0 a.arc 1\nB\n",
           TOLD("http://a/", "A") "response|http://b/ c|2008-04-30T20:48:26Z|text/html; q=1|[B]\n");
}

static void is_no_header(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "http://a/ 10.0.0.1 20080430204826 text/html 1", /* no line end */
        "http://a/ 10.0.0.1 2008 text/html 1\n",
        "http://a/ example 20080430204826 text/html 1\n",
        "a.example 10.0.0.1 20080430204826 text/html 1\n",
        "tps://a.example 10.0.0.1 20080430204826 text/html 1\n",
        "http://a/ 10.0.0.1 20080430204826 \n",
        "20080430204826 10.0.0.1 20080430204826 text/html 1\n",
        "Content-Type: text/html\n",
        "\n",
        "",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (nr_arc_begins(nr_str_of(lines[i])))
            fail_msg("a header: %s", lines[i]);
    assert_true(nr_arc_begins(nr_str_of("HTTP:y 1.2.3.4 20080430204826 z -1\n")));
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "http://");
    while (b.len < NR_ARC_LINE)
        nr_buf_add_char(&b, 'a');
    nr_buf_add_cstr(&b, " 10.0.0.1 20080430204826 text/html 1\n");
    assert_false(nr_arc_begins(nr_buf_str(&b)));
    nr_buf_free(&b);
}

static void wrong_lengths(void **state)
{
    (void)state;
    expect(URL("http://a/", "1", "AA\nA") URL("http://b/", "1", "B"),
           MENDED("http://a/", "AA\nA") TOLD("http://b/", "B"));
    expect(URL("http://a/", "-1", "AA\nA") URL("http://b/", "no", "B"),
           MENDED("http://a/", "AA\nA") MENDED("http://b/", "B"));
    expect(URL("http://a/", "4", "A\nA") URL("https://b/", "1", "B"),
           TOLD("http://a/", "A\nA\n") TOLD("https://b/", "B"));
    expect(URL("http://a/", "6", "A\nA") URL("https://b/", "1", "B"),
           MENDED("http://a/", "A\nA") TOLD("https://b/", "B"));
    expect(URL("http://a/", "1", "A\n</html>") URL("http://b/", "1", "B"),
           MENDED("http://a/", "A\n</html>") TOLD("http://b/", "B"));
    expect(URL("http://a/", "9", "AA\nA") URL("http://b/", "1", "B"),
           MENDED("http://a/", "AA\nA") TOLD("http://b/", "B"));
    expect(URL("http://a/", "90", "AA\nA") URL("http://b/", "1", "B"),
           "BAD another record begins after 5 of 90 bytes; lost: response record http://a/\n" TOLD(
               "http://b/", "B"));
    expect(URL("http://a/", "90", "HTTP/1.1 200 OK\nContent-Length: 1\n\nA"),
           MENDED("http://a/", "HTTP/1.1 200 OK\nContent-Length: 1\n\nA"));
    expect(URL("http://a/", "90", "A"),
           "BAD cut short after 2 of 90 bytes; lost: response record http://a/\n");
}

/* A header that is damaged costs its record. Only where the response before knows that it goes on
 * so far, its length was wrong. */
static void damage(void **state)
{
    (void)state;
    expect(URL("http://a/", "1", "A") URL("http//b/", "1", "B") URL("http://c/", "1", "C"),
           TOLD("http://a/",
                "A") "BAD skipped 47 bytes that belong to no record\n" TOLD("http://c/", "C"));
#define LONG "HTTP/1.1 200 OK\nContent-Length: 3\n\nA\nA"
    expect(URL("http://a/", "36", LONG) URL("http://c/", "1", "C"),
           MENDED("http://a/", LONG) TOLD("http://c/", "C"));
    expect("xx\n" URL("http://a/", "1", "A"),
           "BAD skipped 3 bytes that belong to no record\n" TOLD("http://a/", "A"));
    expect(URL("http://a/", "1", "A") "http://b/ 10.0.0.1 2008",
           TOLD("http://a/", "A") "BAD skipped 23 bytes that belong to no record\n");
    expect_with(URL("http://a/", "9", "AAAAAAAAA") URL("http://b/", "8", "BBBBBBBB"), 8,
                "BAD 9 bytes are more than the limit of 8; lost: response record http://a/\n" TOLD(
                    "http://b/", "BBBBBBBB"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records),       cmocka_unit_test(headers),
        cmocka_unit_test(version_2),     cmocka_unit_test(is_no_header),
        cmocka_unit_test(wrong_lengths), cmocka_unit_test(damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
