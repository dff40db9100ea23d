#include "newsreel/source/document.h"
#include "newsreel/core/hash.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Writes one member; the line without its newline, or the reason in angle brackets. Static storage.
 */
static const char *line_of(const struct nr_member *m, const struct nr_document_options *o)
{
    static struct nr_buf out;
    struct nr_document_scratch scratch = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    struct nr_document_fate fate;
    out.len = 0;
    nr_buf_add_cstr(&out, "#");
    enum nr_status status = nr_document_write(o, &scratch, m, &arena, &out, &fate, &e);
    assert_int_equal(out.data[0], '#');
    if (status == NR_BAD || fate.drop) {
        assert_int_equal(out.len, 1);
        nr_buf_addf(&out, "<%s>", fate.drop ? fate.drop : "bad");
    } else {
        assert_int_equal(status, NR_OK);
        assert_int_equal(out.data[--out.len], '\n');
    }
    nr_document_scratch_free(&scratch);
    nr_arena_free(&arena);
    return nr_buf_cstr(&out) + 1;
}

static const struct nr_document_options plain;

static struct nr_member http_member(const char *bytes)
{
    return (struct nr_member){
        .kind = NR_MEMBER_HTTP,
        .bytes = nr_str_of(bytes),
        .source = NR_STR("a.warc.gz"),
        .name = NR_STR("a.warc.gz"),
        .id = NR_STR("urn:uuid:1"),
    };
}

static struct nr_member file_member(const char *name, const char *bytes)
{
    return (struct nr_member){
        .kind = NR_MEMBER_FILE,
        .bytes = nr_str_of(bytes),
        .source = nr_str_of(name),
        .name = nr_str_of(name),
        .id = NR_STR("x"),
    };
}

static void a_response_with_all_members(void **state)
{
    (void)state;
    struct nr_member m =
        http_member("HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=latin1\r\n"
                    "\r\n<p>\"\xe9t\xe9\"\n");
    m.url = nr_str_of("https://hollin.example/1");
    m.added = nr_str_of("2016-08-26T03:10:44Z");
    m.language = nr_str_of("fra,eng");
    m.truncated = m.placed = true;
    m.offset = 5;
    m.length = 7;
    struct nr_document_options o = {.digest = true};
    char digest[65];
    nr_sha256_hex(nr_str_of("<p>\"\xe9t\xe9\"\n"), digest);
    struct nr_buf want = {0};
    nr_buf_addf(&want,
                "{\"id\":\"urn:uuid:1\",\"source\":\"a.warc.gz\",\"offset\":5,\"length\":7,"
                "\"url\":\"https://hollin.example/1\",\"mime\":\"text/html\","
                "\"charset\":\"windows-1252\",\"added\":\"2016-08-26T03:10:44Z\","
                "\"language\":\"fra\",\"html\":\"<p>\\\"été\\\"\\n\","
                "\"digest\":\"sha256:%s\",\"truncated\":true}",
                digest);
    assert_string_equal(line_of(&m, &o), nr_buf_cstr(&want));
    nr_buf_free(&want);
}

static void expect_end(const char *line, const char *end)
{
    assert_true(nr_str_ends(nr_str_of(line), nr_str_of(end)));
}

static void responses_are_classified(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *end;
    } rows[] = {
        {"HTTP/1.1 200 OK\n\n<html>x", "\"mime\":\"text/html\",\"charset\":\"utf-8\","
                                       "\"html\":\"<html>x\"}"},
        {"HTTP/1.1 200 OK\nContent-Type: application/xhtml+xml\n\n<html>x",
         "\"mime\":\"application/xhtml+xml\",\"charset\":\"utf-8\",\"html\":\"<html>x\"}"},
        {"HTTP/1.1 200 OK\nContent-Type: text/html\n\njust words", "\"html\":\"just words\"}"},
        {"HTTP/1.1 200 OK\nContent-Type: image/png\n\njust words",
         "\"mime\":\"text/plain\",\"charset\":\"utf-8\",\"text\":\"just words\"}"},
        {"HTTP/1.1 200 OK\nContent-Type: Text/Markdown\n\njust words",
         "\"mime\":\"text/markdown\",\"charset\":\"utf-8\",\"text\":\"just words\"}"},
        {"HTTP/1.1 200 OK\nContent-Type: text/css\n\np { color: red }", "<code>"},
        {"HTTP/1.1 200 OK\nContent-Type: text/html\n\n\x89PNG\r\n\x1a\n....", "<image>"},
        {"HTTP/1.1 200 OK\nContent-Type: text/html\n\n%PDF-1.4 and so on", "<pdf>"},
        {"HTTP/1.1 404 Not Found\n\n<html>x", "<http-status>"},
        {"HTTP/1.1 200 OK\n\n", "<empty>"},
        {"HTTP/1.1 200 OK\nContent-Type: text/html\n\n \n", "<empty>"},
        {"no HTTP, just words", "\"text\":\"no HTTP, just words\"}"},
        {"HTTP/2 200\nContent-Type: text/html\n\nwords", "\"html\":\"words\"}"},
        {"HTTP/1.1 206 Partial Content\n\n<html>x", "<http-status>"},
        {"Server: x\nContent-Type: text/html\n\nwords", "\"html\":\"words\"}"},
        {"HTTP/1.1 200 OK\n\n<?xml version='1.0'?><rss><channel/></rss>", "<xml>"},
        {"HTTP/1.1 200 OK\n\n<?xml version='1.0'?><urlset></urlset>", "<xml>"},
        {"HTTP/1.1 200 OK\n\n<feed><entry/></feed>", "<xml>"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct nr_member m = http_member(rows[i].bytes);
        expect_end(line_of(&m, &plain), rows[i].end);
    }
    struct nr_document_options any = {.any_status = true};
    struct nr_member m = http_member("HTTP/1.1 404 Not Found\n\n<html>x");
    expect_end(line_of(&m, &any), "\"html\":\"<html>x\"}");
}

/* The line of a member with these digests, held against them. */
static const char *line_held(const char *bytes, enum nr_member_kind kind, const char *block,
                             const char *payload)
{
    static const struct nr_document_options verify = {.verify_digests = true};
    struct nr_member m = http_member(bytes);
    m.kind = kind;
    m.block_digest = nr_str_of(block);
    m.payload_digest = nr_str_of(payload);
    assert_string_not_equal(line_of(&m, &plain), "<bad>"); /* only where they are */
    return line_of(&m, &verify);
}

/* SHA-1 of "<p>One.", of the same in chunks, of the response with it, and of nothing like it. */
static void digests_are_held_against(void **state)
{
    (void)state;
    static const char one[] = "HTTP/1.1 200 OK\n\n<p>One.";
    static const char chunks[] =
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n7\r\n<p>One.\r\n0\r\n\r\n";
    static const char body[] = "sha1:B6RIJGJ666VHBD6XGPYFL7KVYK3KCX2T";
    static const char wrong[] = "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect_end(line_held(one, NR_MEMBER_HTTP, "", body), "\"html\":\"<p>One.\"}");
    expect_end(line_held(chunks, NR_MEMBER_HTTP, "", body), "\"html\":\"<p>One.\"}");
    expect_end(line_held(chunks, NR_MEMBER_HTTP, "", "md5:1adecb0d16bf21910aa9db45237a38f2"),
               "\"html\":\"<p>One.\"}");
    assert_string_equal(line_held(one, NR_MEMBER_HTTP, "", wrong), "<bad>");
    assert_string_equal(line_held(chunks, NR_MEMBER_HTTP, "", wrong), "<bad>");
    assert_string_equal(line_held(one, NR_MEMBER_HTTP, wrong, ""), "<bad>");
    assert_string_equal(line_held("HTTP/1.1 404 Not\n\n<p>One.", NR_MEMBER_HTTP, "", wrong),
                        "<bad>");
    assert_string_equal(line_held("HTTP/1.1 404 Not\n\n<p>One.", NR_MEMBER_HTTP, "", body),
                        "<http-status>");
    expect_end(line_held("<p>One.", NR_MEMBER_FILE, body, body), "\"html\":\"<p>One.\"}");
    assert_string_equal(line_held("<p>One.", NR_MEMBER_FILE, body, wrong), "<bad>");
    assert_string_equal(line_held("words", NR_MEMBER_TEXT, "", wrong), "<bad>");
    expect_end(line_held("words", NR_MEMBER_TEXT, "new:ABC", ""), "\"text\":\"words\"}");
    expect_end(line_held("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n\r\n<p>One.", NR_MEMBER_HTTP,
                         "", body),
               "\"html\":\"<p>One.\"}");
}

/* What is said of a member beside its line. */
static void the_fate_is_told(void **state)
{
    (void)state;
    static const struct nr_document_options verify = {.verify_digests = true};
    struct nr_member m = http_member("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
                                     "x-commoncrawl-contenttruncated: TruncatedInDownload\r\n"
                                     "x-commoncrawl-DetectedCharset: koi8-r\r\n\r\n\r\n<p>");
    struct nr_document_scratch scratch = {0};
    struct nr_document_fate fate;
    struct nr_arena arena = {0};
    struct nr_buf out = {0};
    struct nr_error e;
    m.block_digest = nr_str_of("new:ABC");
    assert_int_equal(nr_document_write(&verify, &scratch, &m, &arena, &out, &fate, &e), NR_OK);
    assert_true(fate.extra_line && fate.unchecked && fate.truncated && !fate.drop);
    m.url = nr_str_of("http://a.example/");
    m.block_digest = nr_str_of("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_int_equal(nr_document_write(&verify, &scratch, &m, &arena, &out, &fate, &e), NR_BAD);
    assert_string_equal(e.text, "block does not have the digest sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                                "AAA; lost: http://a.example/");
    nr_document_scratch_free(&scratch);
    nr_arena_free(&arena);
    nr_buf_free(&out);
}

static void a_cut_coding_shows(void **state)
{
    (void)state;
    struct nr_member m =
        http_member("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n8\r\n<html>ab\r\n9\r\ncd");
    expect_end(line_of(&m, &plain), "\"html\":\"<html>abcd\",\"truncated\":true}");
}

static void plain_text_is_joined(void **state)
{
    (void)state;
    static const char wrapped[] = "The ferry to Vassholm was late again on Tuesday, for\r\n"
                                  "the third time this month, and nobody on the pier could\r\n"
                                  "say when the next one would come, or whether any would.\r\n";
    struct nr_document_options keep = {.keep_lines = true};
    struct nr_member m = file_member("a.txt", wrapped);
    expect_end(line_of(&m, &keep), "for\\nthe third time this month, and nobody on the pier "
                                   "could\\nsay when the next one would come, or whether any "
                                   "would.\\n\"}");
    expect_end(line_of(&m, &plain), "Tuesday, for the third time this month, and nobody on the "
                                    "pier could say when the next one would come, or whether any "
                                    "would.\"}");
    m = file_member("mac.txt", "\xef\xbb\xbfone\rtwo\r\nthree\n\r");
    expect_end(line_of(&m, &keep), "\"text\":\"one\\ntwo\\nthree\\n\\n\"}");
    m.kind = NR_MEMBER_TEXT;
    expect_end(line_of(&m, &plain), "\"text\":\"one\\rtwo\\r\\nthree\\n\\r\"}");
}

static void what_the_walk_saw_decides_about_a_file(void **state)
{
    (void)state;
    struct nr_member m = file_member("news/1.HTM", "just words");
    m.content = NR_KIND_HTML;
    expect_end(line_of(&m, &plain), "\"html\":\"just words\"}");
    m = file_member("news/1.txt", "<item>words</item>");
    m.content = NR_KIND_TEXT;
    expect_end(line_of(&m, &plain), "\"text\":\"<item>words</item>\"}");
    m.content = NR_KIND_EMPTY; /* it did not look */
    assert_string_equal(line_of(&m, &plain), "<xml>");
}

static void ids_are_made_where_the_archive_has_none(void **state)
{
    (void)state;
    struct nr_member m = file_member("a.tar!/x.txt", "just words");
    char hex[33];
    m.id = nr_str(NULL, 0);
    m.ordinal = 12;
    nr_hash128_hex(nr_hash128(nr_str("a.tar!/x.txt\0"
                                     "12",
                                     15)),
                   hex);
    assert_true(nr_str_find(nr_str_of(line_of(&m, &plain)), nr_str_of(hex)) == 7);
}

static void odd_headers_make_valid_lines(void **state)
{
    (void)state;
    struct nr_member m = file_member("a\xff", "words\xff and f\xfcr");
    m.url = nr_str("http://x\0y/\xc3", 12);
    m.added = nr_str_of("2009-03-65T08:43:19-0800");
    m.mime = nr_str_of("text/\xff; charset=latin1");
    m.language = nr_str_of(" de ");
    assert_string_equal(line_of(&m, &plain),
                        "{\"id\":\"x\",\"source\":\"a\xef\xbf\xbd\",\"url\":\"http://"
                        "x\xef\xbf\xbdy/\xef\xbf\xbd\",\"mime\":\"text/\xef\xbf\xbd\","
                        "\"charset\":\"windows-1252\",\"language\":\"de\","
                        "\"text\":\"wordsÿ and für\"}");
}

static void dates_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        bool good;
    } rows[] = {
        {"2016-08-26T03:10:44Z", true},
        {"2016-08-26T03:10:44.123456789Z", true},
        {"2016-08-26T03:10:60+05:30", true},
        {"2016-08-26T03:10:44.Z", false},
        {"2016-08-26T03:10:44", false},
        {"2016-13-26T03:10:44Z", false},
        {"2016-08-26T24:10:44Z", false},
        {"2016-08-26T03:10:44+0530", false},
        {"2016-08-26", false},
        {"20160826031044", false},
        {"2016-08-26T03:10:44Zz", false},
        {"2016-08-2bT03:10:44Z", false},
        {"2015-02-29T03:10:44Z", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct nr_member m = file_member("a.txt", "words");
        m.added = nr_str_of(rows[i].date);
        struct nr_str line = nr_str_of(line_of(&m, &plain));
        assert_int_equal(nr_str_find(line, nr_str_of("\"added\"")) < line.len, rows[i].good);
    }
}

static const char *complete(const char *text, const struct nr_member *m, uint64_t line, size_t at)
{
    static struct nr_buf out;
    struct nr_record r = {0};
    struct nr_error e;
    out.len = 0;
    assert_int_equal(nr_record_scan(&r, nr_str_of(text), &e), NR_OK);
    if (nr_document_complete(&r, m, line, at, &e) == NR_OK)
        nr_record_write(&r, &out);
    nr_record_free(&r);
    return nr_buf_cstr(&out);
}

static void lines_get_what_they_lack(void **state)
{
    (void)state;
    struct nr_member m = {
        .kind = NR_MEMBER_LINES,
        .bytes = NR_STR("{\"text\":1}\n{\"id\":7}\n"),
        .source = NR_STR("a.jsonl"),
        .line = 1,
        .placed = true,
        .offset = 100,
        .length = 20,
    };
    assert_string_equal(
        complete("{\"id\":7, \"x\":1.50}", &m, 2, 11),
        "{\"id\":\"7\", \"x\":1.50,\"source\":\"a.jsonl\",\"offset\":111,\"length\":18}"
        "\n");
    assert_string_equal(complete("{\"source\":\"s\",\"id\":null}", &m, 1, 0),
                        "{\"source\":\"s\",\"id\":\"08f52d086203542e2093567f943b96cf\"}\n");
    char hex[33];
    struct nr_buf want = {0};
    nr_hash128_hex(nr_hash128(nr_str("a.jsonl\0"
                                     "2",
                                     9)),
                   hex);
    nr_buf_addf(&want, "{\"id\":\"%s\",\"source\":\"a.jsonl\"}\n", hex);
    m.placed = false;
    assert_string_equal(complete("{}", &m, 2, 0), nr_buf_cstr(&want));
    nr_buf_free(&want);
    assert_string_equal(complete("{\"id\":1,\"id\":2}", &m, 2, 0), "");
}

/* A piece of data: as of a file where it has a place. */
static struct nr_member piece(const char *format, const char *bytes)
{
    return (struct nr_member){.kind = NR_MEMBER_FILE,
                              .format = nr_format_named(nr_str_of(format)),
                              .bytes = nr_str_of(bytes),
                              .source = NR_STR("a"),
                              .name = NR_STR("a"),
                              .placed = true,
                              .offset = 30,
                              .length = 20};
}

static void data_keeps_its_members(void **state)
{
    (void)state;
    struct nr_member m = piece("json", "{\n\"id\":7, \"title\":1.50}");
    assert_string_equal(line_of(&m, &plain), "{ \"id\":\"7\", \"title\":1.50,\"source\":\"a\","
                                             "\"offset\":30,\"length\":20}");
    m.placed = false;
    assert_string_equal(line_of(&m, &plain), "{ \"id\":\"7\", \"title\":1.50,\"source\":\"a\"}");
    m = piece("json", "{\"id\":7,\"title\":\"x\"}");
    struct nr_mapping *mapping = nr_mapping_new();
    struct nr_document_options o = {.mapping = mapping};
    assert_string_equal(line_of(&m, &o), "{\"id\":\"7\",\"headline\":\"x\",\"source\":\"a\","
                                         "\"offset\":30,\"length\":20}");
    nr_mapping_free(mapping);
    m.bytes = nr_str_of("[1]");
    assert_string_equal(line_of(&m, &plain), "<bad>");
}

/* The names of columns are made once for all pieces that begin alike. */
static void rows_keep_their_names_apart(void **state)
{
    (void)state;
    struct nr_document_scratch scratch = {0};
    struct nr_arena arena = {0};
    struct nr_buf out = {0};
    struct nr_document_fate fate;
    struct nr_error e;
    struct nr_cut cut = {0};
    assert_int_equal(nr_format_named(nr_str_of("csv"))->cut(&cut, nr_str_of("id,x\n1,2\n"), true),
                     NR_OK);
    static const char *const headers[] = {"id,x", "id,x", "id,y", "id,x"};
    for (size_t i = 0; i < 4; i++) {
        struct nr_member m = piece("csv", "1,Stra\xdf"
                                          "e");
        m.preamble = nr_str_of(headers[i]);
        m.state = cut.state;
        m.charset = i ? "windows-1252" : NULL;
        m.placed = false;
        assert_int_equal(nr_document_write(&plain, &scratch, &m, &arena, &out, &fate, &e), NR_OK);
        assert_true(fate.guessed);
    }
    assert_string_equal(nr_buf_cstr(&out), "{\"id\":\"1\",\"x\":\"Straße\",\"source\":\"a\"}\n"
                                           "{\"id\":\"1\",\"x\":\"Straße\",\"source\":\"a\"}\n"
                                           "{\"id\":\"1\",\"y\":\"Straße\",\"source\":\"a\"}\n"
                                           "{\"id\":\"1\",\"x\":\"Straße\",\"source\":\"a\"}\n");
    struct nr_member m = piece("csv", ",,");
    m.state = cut.state;
    assert_int_equal(nr_document_write(&plain, &scratch, &m, &arena, &out, &fate, &e), NR_OK);
    assert_string_equal(fate.drop, "empty");
    nr_document_scratch_free(&scratch);
    nr_arena_free(&arena);
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_with_all_members),
        cmocka_unit_test(responses_are_classified),
        cmocka_unit_test(a_cut_coding_shows),
        cmocka_unit_test(digests_are_held_against),
        cmocka_unit_test(the_fate_is_told),
        cmocka_unit_test(plain_text_is_joined),
        cmocka_unit_test(what_the_walk_saw_decides_about_a_file),
        cmocka_unit_test(ids_are_made_where_the_archive_has_none),
        cmocka_unit_test(odd_headers_make_valid_lines),
        cmocka_unit_test(dates_are_checked),
        cmocka_unit_test(lines_get_what_they_lack),
        cmocka_unit_test(data_keeps_its_members),
        cmocka_unit_test(rows_keep_their_names_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
