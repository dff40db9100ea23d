#include "newsreel/source/members.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "archive.h"
#include "newsreel/source/warc.h"

static struct nr_members_options usual(void)
{
    return (struct nr_members_options){.input = {.stop_fd = -1}};
}

/* A line for each member and each loss, and the skips; closes m. */
static void tell(struct nr_members *m, struct nr_buf *out)
{
    static const char *const kinds[] = {"file", "http", "text", "lines"};
    struct nr_member member;
    struct nr_error e;
    enum nr_status status;
    while ((status = nr_members_next(m, &member, &e)) != NR_END) {
        if (status != NR_OK) {
            nr_buf_add_cstr(out, status == NR_BAD ? "BAD " : "FAIL ");
            nr_error_describe(&e, out);
            nr_buf_add_char(out, '\n');
            continue;
        }
        nr_buf_addf(out, "%s %llu ", kinds[member.kind], (unsigned long long)member.ordinal);
        nr_buf_add_str(out, member.source);
        if (member.placed)
            nr_buf_addf(out, " %llu+%llu", (unsigned long long)member.offset,
                        (unsigned long long)member.length);
        nr_buf_addf(out, " [");
        nr_buf_add_str(out, member.bytes);
        nr_buf_addf(out, "]\n");
    }
    const struct nr_members_skips *skips;
    size_t count = nr_members_skips(m, &skips);
    for (size_t i = 0; i < count; i++)
        nr_buf_addf(out, "skip %s %llu\n", skips[i].kind, (unsigned long long)skips[i].count);
    assert_int_equal(nr_members_next(m, &member, &e), NR_END);
    nr_members_close(m);
}

static void expect_with(const struct nr_members_options *options, const char *name,
                        struct nr_str bytes, const char *want)
{
    struct nr_buf got = {0};
    tell(nr_members_open_memory(nr_str_of(name), bytes, options), &got);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

static void expect(const char *name, struct nr_str bytes, const char *want)
{
    struct nr_members_options options = usual();
    expect_with(&options, name, bytes, want);
}

static void test_plain(void **state)
{
    (void)state;
    expect("a.txt", nr_str_of("Hello.\n"), "file 0 a.txt 0+7 [Hello.\n]\n");
    expect("dir/p", nr_str_of("<html>"), "file 0 dir/p 0+6 [<html>]\n");
    expect("e", nr_str_of(""), "skip empty 1\n");
    expect("x", nr_str_of("GIF89a..."), "skip image 1\n");
    expect("x", nr_str_of("[\"a\"]\n"), "skip json 1\n");
    expect("x", nr_str_of("<?xml version='1.0'?><sitemapindex/>"), "skip xml 1\n");
}

static void test_lines(void **state)
{
    (void)state;
    struct nr_members_options options = usual();
    expect("a.jsonl", nr_str_of("{\"a\":1}\n\n{}"),
           "lines 0 a.jsonl 0+9 [{\"a\":1}\n\n]\nlines 2 a.jsonl 9+2 [{}]\n");
    expect("a.jsonl", nr_str_of("\xef\xbb\xbf{\"a\":1}\n"), "lines 0 a.jsonl 3+8 [{\"a\":1}\n]\n");
    options.max_record = 8;
    expect_with(&options, "a", nr_str_of("{\"a\":1}\n{\"a\":123}\n{}\n"),
                "lines 0 a 0+8 [{\"a\":1}\n]\nBAD a:2: line longer than 8 bytes\n"
                "lines 1 a 18+3 [{}\n]\n");
}

/* A name says what damaged content should have been. */
static void test_promises(void **state)
{
    (void)state;
    expect("a.warc", nr_str_of("xx\nWARC/1.0\nWARC-Type: resource\nContent-Length: 1\n\nA"),
           "BAD a.warc:0: skipped 3 bytes that belong to no record\nfile 0 a.warc 3+49 [A]\n");
    expect("a.jsonl", nr_str_of("broken\n{}\n"), "lines 0 a.jsonl 0+10 [broken\n{}\n]\n");
    expect("a.html", nr_str_of("<x><y></y></x>"), "file 0 a.html 0+14 [<x><y></y></x>]\n");
    expect("a.txt", nr_str_of("<x>y</x>"), "file 0 a.txt 0+8 [<x>y</x>]\n");
    expect("a.gz", nr_str_of("no gzip"), "FAIL a.gz: named as gzip but does not begin as gzip\n");
}

static void test_warc(void **state)
{
    (void)state;
    expect("w",
           nr_str_of("WARC/1.0\nWARC-Type: warcinfo\nContent-Length: 1\n\nI\n\n"
                     "WARC/1.0\nWARC-Type: response\nContent-Type: application/http; "
                     "msgtype=response\nContent-Length: 1\n\nR\n\n"
                     "WARC/1.0\nWARC-Type: response\nContent-Type: text/html\n"
                     "Content-Length: 3\n\n<p>\n\n"
                     "WARC/1.0\nWARC-Type: conversion\nContent-Type: text/plain\n"
                     "Content-Length: 1\n\nC\n\n"
                     "WARC/1.0\nWARC-Type: response\nContent-Type: text/dns\n"
                     "Content-Length: 1\n\nD\n\n"
                     "WARC/1.0\nWARC-Type: resource\nContent-Length: 6\n\nGIF89a\n\n"),
           "http 0 w 51+100 [R]\nfile 1 w 151+77 [<p>]\ntext 2 w 228+78 [C]\n"
           "skip image 1\nskip warc-warcinfo 1\nskip warc-metadata 1\n");
}

#define HEAD(type, length) "WARC/1.0\nWARC-Type: " type "\nContent-Length: " length "\n"

/* Types that are asked for, and only those; what is text of any kind comes as it stands. */
static void test_types(void **state)
{
    (void)state;
    static const char bytes[] =
        HEAD("warcinfo", "4") "\na: 1\n\n" HEAD("request", "5") "\nGET /\n\n" HEAD("metadata", "7") "\n{\"a\":1}\n\n" HEAD(
            "metadata",
            "3") "\n<p>\n\n" HEAD("metadata",
                                  "6") "\nGIF89a\n\n" HEAD("revisit",
                                                           "15") "Content-Type: "
                                                                 "application/http\n\nHTTP/1.1 200 "
                                                                 "OK\n\n" HEAD("continuation", "1") "\nC\n\n" HEAD(
                                                                     "resource",
                                                                     "1") "WARC-Target-"
                                                                          "URI: "
                                                                          "metadata://"
                                                                          "x\n\nN\n"
                                                                          "\n" HEAD(
                                                                              "ne"
                                                                              "w",
                                                                              "1") "\nX\n\n" HEAD("response",
                                                                                                  "1") "\nR\n\n";
    static const struct {
        unsigned types;
        const char *want;
    } rows[] = {
        {0, "[R] warcinfo request metadata revisit continuation other"},
        {1u << NR_WARC_RESOURCE, " response warcinfo request metadata revisit continuation other"},
        {1u << NR_WARC_METADATA | 1u << NR_WARC_OTHER,
         "text[{\"a\":1}]file[<p>]text[N]text[X]"
         " image response warcinfo request revisit continuation"},
        {NR_WARC_ALL, "text[a: 1]text[GET /]text[{\"a\":1}]file[<p>]http[HTTP/1.1 200 OK]text[C]"
                      "text[N]text[X]file[R] image"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_members_options options = usual();
        struct nr_member member;
        struct nr_error e;
        struct nr_buf got = {0};
        options.types = rows[i].types;
        struct nr_members *m = nr_members_open_memory(nr_str_of("w"), nr_str_of(bytes), &options);
        while (nr_members_next(m, &member, &e) == NR_OK) {
            static const char *const kinds[] = {"file", "http", "text", "lines"};
            nr_buf_addf(&got, "%s[", i ? kinds[member.kind] : "");
            nr_buf_add_str(&got, member.bytes);
            nr_buf_addf(&got, "]");
        }
        const struct nr_members_skips *skips;
        size_t count = nr_members_skips(m, &skips);
        for (size_t k = 0; k < count; k++)
            nr_buf_addf(&got, " %s",
                        strncmp(skips[k].kind, "warc-", 5) ? skips[k].kind : skips[k].kind + 5);
        nr_members_close(m);
        assert_string_equal(nr_buf_cstr(&got), rows[i].want);
        nr_buf_free(&got);
    }
}

/* What an archive says of a record beside its bytes. */
static void test_facts(void **state)
{
    (void)state;
    static const char bytes[] =
        HEAD("response",
             "2") "WARC-Block-Digest: md5:A\nWARC-Payload-Digest: md5:B\n"
                  "WARC-Truncated: time\n\nR\n\n" HEAD(
                      "revisit",
                      "1") "WARC-Payload-Digest: md5:B\n\nR\n\n" HEAD("response",
                                                                      "1") "WARC-Payload-Digest: "
                                                                           "md5:B\nWARC-Segment-"
                                                                           "Number: 1\n\nS\n\n";
    struct nr_members_options options = usual();
    struct nr_member member;
    struct nr_error e;
    options.types = NR_WARC_ALL;
    struct nr_members *m = nr_members_open_memory(nr_str_of("w"), nr_str_of(bytes), &options);
    assert_int_equal(nr_members_next(m, &member, &e), NR_OK);
    assert_true(nr_str_is(member.block_digest, "md5:A"));
    assert_true(nr_str_is(member.payload_digest, "md5:B"));
    assert_true(member.truncated && !member.corrected);
    assert_int_equal(nr_members_next(m, &member, &e), NR_OK);
    assert_int_equal(member.payload_digest.len, 0);
    assert_int_equal(nr_members_next(m, &member, &e), NR_OK);
    assert_int_equal(member.payload_digest.len, 0);
    assert_true(member.truncated);
    assert_int_equal(nr_members_next(m, &member, &e), NR_END);
    nr_members_close(m);
}

static void test_arc(void **state)
{
    (void)state;
    static const char bytes[] =
        "filedesc://x.arc 0.0.0.0 20080430204825 text/plain 3\n1 0\n\n"
        "http://a.example/ 10.0.0.1 20080430204826 text/html 16\nHTTP/1.0 200 OK\n\n"
        "dns:a.example 10.0.0.1 20080430204826 text/dns 1\nD\n"
        "ftp://a.example/x 10.0.0.1 20080430204826 - 3\n<p>\n"
        "ftp://a.example/y 10.0.0.1 20080430204826 - 6\nGIF89a\n";
    expect("x.arc", nr_str_of(bytes),
           "http 0 x.arc 58+72 [HTTP/1.0 200 OK\n]\nfile 1 x.arc 181+50 [<p>]\n"
           "skip image 1\nskip warc-warcinfo 1\nskip warc-metadata 1\n");
    expect("x.arc", nr_str_of("garbled\nftp://a/ 10.0.0.1 20080430204826 text/plain 1\nA\n"),
           "BAD x.arc:0: skipped 8 bytes that belong to no record\nfile 0 x.arc 8+48 [A]\n");
}

static struct nr_str gzip(struct nr_buf *out, struct nr_str s)
{
    z_stream z = {0};
    struct nr_buf copy = {0};
    nr_buf_add_str(&copy, s);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)copy.data;
    z.avail_in = (uInt)s.len;
    z.next_out = (Bytef *)nr_buf_reserve(out, s.len + 100);
    z.avail_out = (uInt)s.len + 100;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += s.len + 100 - z.avail_out;
    deflateEnd(&z);
    nr_buf_free(&copy);
    return nr_buf_str(out);
}

static void test_gzip(void **state)
{
    (void)state;
    struct nr_buf b = {0}, want = {0};
    gzip(&b, nr_str_of("<p>Hi"));
    nr_buf_addf(&want, "file 0 a.html.gz 0+%zu [<p>Hi]\n", b.len);
    expect("a.html.gz", nr_buf_str(&b), nr_buf_cstr(&want));
    b.data[b.len - 5] ^= 1;
    want.len = 0;
    nr_buf_addf(&want, "BAD a.html.gz:0: gzip member: wrong checksum; bytes [0,%zu) lost\n", b.len);
    struct nr_buf got = {0};
    struct nr_members_options options = usual();
    tell(nr_members_open_memory(nr_str_of("a.html.gz"), nr_buf_str(&b), &options), &got);
    assert_int_equal(strncmp(nr_buf_cstr(&got), "BAD a.html.gz:0: ", 17), 0);
    assert_null(strstr(nr_buf_cstr(&got), "file"));
    nr_buf_free(&got);
    nr_buf_free(&b);
    nr_buf_free(&want);
}

/* tar!/zip!/warc, a page compressed by itself, lines, and what is left aside. */
static void test_nested(void **state)
{
    (void)state;
    struct nr_buf page = {0}, zip = {0}, tar = {0};
    const struct file inner[] = {
        {"w.warc", NR_STR("WARC/1.0\nWARC-Type: resource\nContent-Length: 1\n\nW\n\n"), 0},
        {"z.txt", NR_STR("Z"), 0}};
    write_archive(&zip, "zip", inner, 2);
    gzip(&page, nr_str_of("<p>G"));
    const struct file outer[] = {{"a.txt", NR_STR("A"), 0},
                                 {"in/b.zip", nr_buf_str(&zip), 0},
                                 {"c.html.gz", nr_buf_str(&page), 0},
                                 {"d.jsonl", NR_STR("{}\n{}\n"), 0},
                                 {"e.png", NR_STR("\x89PNG\r\n\x1a\n"), 0},
                                 {"f.txt", NR_STR("F"), 0}};
    write_archive(&tar, "ustar", outer, 6);
    expect("t.tar", nr_buf_str(&tar),
           "file 0 t.tar!/a.txt [A]\nfile 1 t.tar!/in/b.zip!/w.warc [W]\n"
           "file 2 t.tar!/in/b.zip!/z.txt [Z]\nfile 3 t.tar!/c.html.gz [<p>G]\n"
           "lines 4 t.tar!/d.jsonl [{}\n{}\n]\nfile 6 t.tar!/f.txt [F]\nskip image 1\n");
    nr_buf_free(&page);
    nr_buf_free(&zip);
    nr_buf_free(&tar);
}

/* Of a WACZ only what lies under archive/ is taken, whatever its name and the order of its members;
 * in a zip archive that may be one, only what the format has is left aside. */
static void test_wacz(void **state)
{
    (void)state;
    const struct file archive = {
        "archive/d.warc", NR_STR("WARC/1.0\nWARC-Type: resource\nContent-Length: 1\n\nW\n\n"), 0};
    const struct file package = {"datapackage.json", NR_STR("{\"wacz_version\":\"1.1.1\"}"), 0};
    const struct file pages = {"pages/pages.jsonl", NR_STR("{\"url\":\"http://a/\"}\n"), 0};
    const struct file notes = {"notes/a.txt", NR_STR("A"), 0};
    const struct file list = {"pages/pages.jsonl", NR_STR("{\"format\":\"json-pages-1.0\"}\n{}\n"),
                              0};
    const struct file log = {"logs/a.log", NR_STR("A"), 0};
    static const struct {
        const char *name, *want;
        int order[5];
    } rows[] = {
        {"x.wacz", "file 0 x.wacz!/archive/d.warc [W]\nskip index 3\n", {1, 2, 3, 0, -1}},
        {"x.zip", "file 0 x.zip!/archive/d.warc [W]\nskip index 3\n", {2, 0, 1, 3, -1}},
        {"x.zip",
         "file 0 x.zip!/archive/d.warc [W]\nfile 1 x.zip!/notes/a.txt [A]\nskip index 2\n",
         {0, 3, 1, 2, -1}},
        {"x.zip",
         "file 0 x.zip!/notes/a.txt [A]\nlines 1 x.zip!/pages/pages.jsonl [{\"url\":"
         "\"http://a/\"}\n]\n",
         {3, 1, -1}},
        {"x.zip", "file 0 x.zip!/archive/d.warc [W]\nskip index 2\n", {4, 5, 0, -1}},
        {"x.zip", "file 0 x.zip!/logs/a.log [A]\nskip index 1\n", {5, 4, -1}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct file all[] = {archive, pages, package, notes, list, log};
        struct file files[4];
        struct nr_buf zip = {0};
        size_t n = 0;
        for (; rows[i].order[n] >= 0; n++)
            files[n] = all[rows[i].order[n]];
        write_archive(&zip, "zip", files, n);
        expect(rows[i].name, nr_buf_str(&zip), rows[i].want);
        nr_buf_free(&zip);
    }
}

/* A member of an archive that is bad is lost alone. */
static void test_losses(void **state)
{
    (void)state;
    struct nr_buf page = {0}, tar = {0};
    gzip(&page, nr_str_of("<p>G"));
    page.data[page.len - 5] ^= 1;
    const struct file outer[] = {{"a.gz", nr_buf_str(&page), 0},
                                 {"b.bz2", NR_STR("text"), 0},
                                 {"c.zip", NR_STR("PK\3\4no"), 0},
                                 {"d.txt", NR_STR("D"), 0}};
    write_archive(&tar, "ustar", outer, 4);
    struct nr_buf got = {0};
    struct nr_members_options options = usual();
    tell(nr_members_open_memory(nr_str_of("t"), nr_buf_str(&tar), &options), &got);
    const char *text = nr_buf_cstr(&got);
    assert_non_null(strstr(text, "BAD t!/a.gz:"));
    assert_non_null(strstr(text, "BAD t!/b.bz2:"));
    assert_non_null(strstr(text, "BAD t!/c.zip:"));
    assert_non_null(strstr(text, "\nfile 0 t!/d.txt [D]\n"));
    nr_buf_free(&got);
    nr_buf_free(&page);
    nr_buf_free(&tar);
}

static void test_depth(void **state)
{
    (void)state;
    struct nr_buf tars[3] = {{0}};
    struct nr_members_options options = usual();
    struct file one = {"a", NR_STR("A"), 0};
    for (size_t i = 0; i < 3; i++) {
        write_archive(&tars[i], "ustar", &one, 1);
        one = (struct file){"t", nr_buf_str(&tars[i]), 0};
    }
    expect_with(&options, "o", nr_buf_str(&tars[2]), "file 0 o!/t!/t!/a [A]\n");
    options.max_depth = 2;
    expect_with(&options, "o", nr_buf_str(&tars[2]),
                "BAD o!/t!/t: archives inside each other deeper than 2\n");
    for (size_t i = 0; i < 3; i++)
        nr_buf_free(&tars[i]);
}

static void test_limits(void **state)
{
    (void)state;
    struct nr_buf tar = {0};
    struct nr_members_options options = usual();
    const struct file files[] = {{"a", NR_STR("AAAAAA"), 0}, {"b", NR_STR("BB"), 0}};
    write_archive(&tar, "ustar", files, 2);
    options.max_record = 5;
    expect_with(&options, "t", nr_buf_str(&tar),
                "BAD t!/a: document of more than 5 bytes\nfile 0 t!/b [BB]\n");
    expect_with(&options, "p", nr_str_of("AAAAAA"), "BAD p: document of more than 5 bytes\n");
    options = usual();
    options.max_expansion = 8;
    expect_with(&options, "t", nr_buf_str(&tar),
                "file 0 t!/a [AAAAAA]\n"
                "FAIL t!/b: expands by more than the limit of 8 bytes\n");
    expect_with(&options, "p", nr_str_of("123456789"),
                "FAIL p: expands to more than the limit of 8 bytes\n");
    nr_buf_free(&tar);
}

static void write_file(const char *path, struct nr_str bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.data, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
}

static void test_operands(void **state)
{
    (void)state;
    char folder[] = "/tmp/newsreel-test-XXXXXX", here[4096];
    struct nr_buf tar = {0}, zip = {0}, got = {0};
    struct nr_members_options options = usual();
    const struct file files[] = {{"x.txt", NR_STR("X"), 0}};
    const char *const paths[] = {"d", "missing", "z.zip", "t"};
    assert_non_null(getcwd(here, sizeof here));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("d", 0755), 0);
    write_archive(&tar, "ustar", files, 1);
    write_archive(&zip, "zip", files, 1);
    write_file("d/b.tar", nr_buf_str(&tar));
    write_file("d/a.txt", nr_str_of("A"));
    write_file("z.zip", nr_buf_str(&zip));
    write_file("t", nr_str_of("T"));
    struct nr_members *m = nr_members_open(paths, 4, &options);
    assert_int_equal(nr_members_size(m), 0);
    tell(m, &got);
    assert_string_equal(nr_buf_cstr(&got), "file 0 d/a.txt 0+1 [A]\nfile 0 d/b.tar!/x.txt [X]\n"
                                           "FAIL missing: cannot open: No such file or directory\n"
                                           "file 0 z.zip!/x.txt [X]\nfile 0 t 0+1 [T]\n");
    struct nr_member member;
    struct nr_error e;
    m = nr_members_open(paths + 2, 2, &options);
    assert_int_equal(nr_members_size(m), zip.len + 1);
    while (nr_members_next(m, &member, &e) == NR_OK)
        ;
    assert_in_range(nr_members_consumed(m), 2, zip.len + 1);
    nr_members_close(m);
    unlink("d/a.txt"), unlink("d/b.tar"), unlink("z.zip"), unlink("t"), rmdir("d");
    assert_int_equal(chdir(here), 0);
    rmdir(folder);
    nr_buf_free(&tar);
    nr_buf_free(&zip);
    nr_buf_free(&got);
}

/* The empty archive that zeros in a header make of a full one. */
static void test_7z_with_a_damaged_header(void **state)
{
    (void)state;
    struct file one = {"a.txt", NR_STR("Alpha.\n"), 0};
    struct nr_buf b = {0};
    write_archive(&b, "7zip", &one, 1);
    expect("a.7z", nr_buf_str(&b), "file 0 a.7z!/a.txt [Alpha.\n]\n");
    memset(b.data + 14, 0, 18);
    expect("a.7z", nr_buf_str(&b), "BAD a.7z: 7z header is damaged\n");
    nr_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_warc),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_arc),
        cmocka_unit_test(test_wacz),
        cmocka_unit_test(test_promises),
        cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_7z_with_a_damaged_header),
        cmocka_unit_test(test_losses),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_operands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
