#include "newsreel/source/sniff.h"
#include "newsreel/core/buf.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct sample {
    enum nr_kind kind;
    struct nr_str head;
};

static void check(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_sniff(samples[i].head) != samples[i].kind)
            fail_msg("sample %zu is %s, not %s", i, nr_kind_name(nr_sniff(samples[i].head)),
                     nr_kind_name(samples[i].kind));
}

#define CHECK(samples) check(samples, sizeof(samples) / sizeof *(samples))

static void test_markup(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {NR_KIND_HTML, NR_STR("<!DOCTYPE html><p>x")},
        {NR_KIND_HTML, NR_STR("\xef\xbb\xbf \r\n<!-- a --><!-- b --> <HTML lang=sv>")},
        {NR_KIND_HTML, NR_STR("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>")},
        {NR_KIND_HTML, NR_STR("<?xml version='1.0'?>\n<html xmlns='y'>")},
        {NR_KIND_HTML, NR_STR("Warning: no such file in /x.php\n<html><body>")},
        {NR_KIND_HTML, NR_STR("<p>One paragraph")},
        {NR_KIND_HTML, NR_STR("<!doctype><head>")},
        {NR_KIND_HTML, NR_STR("<page id='1'><div>A</div></page>")},
        {NR_KIND_HTML, NR_STR("\xff\xfe<\0h\0t\0m\0l\0>\0")},
        {NR_KIND_HTML, NR_STR("\0<\0h\0t\0m\0l\0>")},
        {NR_KIND_HTML, NR_STR("<\0!\0d\0o\0c\0t\0y\0p\0e\0 \0h\0t\0m\0l\0>\0")},
        {NR_KIND_XML, NR_STR("<?xml version='1.0'?><rss><channel>")},
        {NR_KIND_XML, NR_STR("<!DOCTYPE nitf SYSTEM 'x'><nitf>")},
        {NR_KIND_XML, NR_STR("<rss><item><br/><html></html></item></rss>")},
        {NR_KIND_XML, NR_STR("<a:feed><div></div></a:feed>")},
        {NR_KIND_XML, NR_STR("<DOC id='1'><TEXT>a</TEXT></DOC>")},
        {NR_KIND_IMAGE, NR_STR("<?xml version='1.0'?><svg/>")},
        {NR_KIND_IMAGE, NR_STR("<svg xmlns='x'>")},
        {NR_KIND_TEXT, NR_STR("<anna@mail.example> wrote:")},
        {NR_KIND_TEXT, NR_STR("1 < 2 and body > soul")},
        {NR_KIND_TEXT, NR_STR("<")},
        {NR_KIND_TEXT, NR_STR("<!--")},
    };
    CHECK(samples);
}

static void test_json(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {NR_KIND_JSONL, NR_STR("{\"a\":1}\n{\"a\":2}\n")},
        {NR_KIND_JSONL, NR_STR("\xef\xbb\xbf{\"a\":1}\r\n")},
        {NR_KIND_JSONL, NR_STR("\n\n{}\n")},
        {NR_KIND_JSONL, NR_STR("{\"a\":1}")},
        {NR_KIND_JSONL, NR_STR("{\"text\":\"a long line of which")},
        {NR_KIND_JSONL, NR_STR("{\"a\":\n{\"a\":2}\n")},
        {NR_KIND_JSON, NR_STR("{\n  \"a\": 1\n}\n")},
        {NR_KIND_JSON, NR_STR("{\"a\": 1,\n \"b\": 2}\n")},
        {NR_KIND_JSON, NR_STR("[{\"a\":1},\n")},
        {NR_KIND_JSON, NR_STR(" [\"a\"]")},
        {NR_KIND_TEXT, NR_STR("[Illustration: a ship]\n")},
        {NR_KIND_TEXT, NR_STR("{note} here\n")},
        {NR_KIND_TEXT, NR_STR("{")},
        {NR_KIND_DOCUMENT, NR_STR("{\\rtf1 x}")},
    };
    CHECK(samples);
}

static void test_magic(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {NR_KIND_EMPTY, NR_STR("")},
        {NR_KIND_WARC, NR_STR("WARC/1.0\r\n")},
        {NR_KIND_TEXT, NR_STR("WARC/x")},
        {NR_KIND_ZIP, NR_STR("PK\3\4 and so on")},
        {NR_KIND_7Z, NR_STR("7z\xbc\xaf\x27\x1c\0")},
        {NR_KIND_ARC, NR_STR("filedesc://x.arc 0.0.0.0")},
        {NR_KIND_ARC, NR_STR("http://a/ 10.0.0.1 20080430204826 text/html 9\n<p>")},
        {NR_KIND_COMPRESSED, NR_STR("\x1f\x8b\x08\0")},
        {NR_KIND_PDF, NR_STR("%PDF-1.4")},
        {NR_KIND_IMAGE, NR_STR("\x89PNG\r\n\x1a\n")},
        {NR_KIND_IMAGE, NR_STR("RIFF1234WEBP")},
        {NR_KIND_AUDIO, NR_STR("RIFF1234WAVE")},
        {NR_KIND_IMAGE, NR_STR("BM1234\0\0\0\0")},
        {NR_KIND_TEXT, NR_STR("BMW is a maker of cars")},
        {NR_KIND_VIDEO, NR_STR("\0\0\0\x18"
                               "ftypmp42")},
        {NR_KIND_FONT, NR_STR("wOF2")},
        {NR_KIND_TEXT, NR_STR("070701 is a date of July")},
    };
    CHECK(samples);
}

static void test_indexes(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {NR_KIND_INDEX, NR_STR(" CDX N b a m s k r M S V g\n")},
        {NR_KIND_INDEX, NR_STR("!meta 0 ---\nexample,a)/ 2008\n")},
        {NR_KIND_INDEX, NR_STR("example,a)/ 20080430204826 http://a.example/ text/html 200 X\n")},
        {NR_KIND_INDEX, NR_STR("example,a)/x 20080430204826 {\"url\": \"http://a.example/x\"}\n")},
        {NR_KIND_INDEX, NR_STR("example,a)/ 20080430204826\tindex.cdx.gz\t0\t1\t1\n")},
        {NR_KIND_INDEX, NR_STR("{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}\n{}\n")},
        {NR_KIND_TEXT, NR_STR("(a) 20080430204826 was the time\n")},
        {NR_KIND_TEXT, NR_STR("example,a)/ 200804302048 http\n")},
        {NR_KIND_TEXT, NR_STR("Words.\nexample,a)/ 20080430204826 http\n")},
        {NR_KIND_JSONL, NR_STR("{\"a\": \"of json-pages-1.0\"}\n")},
    };
    CHECK(samples);
}

static void test_text(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {NR_KIND_TEXT, NR_STR("Plain words.\n")},
        {NR_KIND_TEXT, NR_STR(" \n\t\f")},
        {NR_KIND_TEXT, NR_STR("\xcf\xf0\xe8\xe2\xe5\xf2")},
        {NR_KIND_TEXT, NR_STR("\xfe\xff\0H\0i")},
        {NR_KIND_TEXT, NR_STR("\xff\xfe\0\0H\0\0\0")},
        {NR_KIND_TEXT, NR_STR("\1a wire story: \2 first take of two, more to come\r\n\3")},
        {NR_KIND_TEXT, NR_STR("\x1b$B$3$s\x1b(B \x1b$B$K\x1b(B")},
        {NR_KIND_TEXT, NR_STR("a\n\n\tb\r\n\r\n\1\n\n\n\n")},
        {NR_KIND_BINARY, NR_STR("a\0b")},
        {NR_KIND_TEXT, NR_STR("S\0n\0o\0w\0 \0u\0n\0t\0i\0l\0 \0F\0r\0i\0d\0a\0y\0.\0")},
        {NR_KIND_TEXT, NR_STR("\0S\0n\0o\0w\0 \0u\0n\0t\0i\0l\0 \0F\0r\0i\0d\0a\0y\0.")},
        {NR_KIND_BINARY, NR_STR("S\0n\0o\0w\0 \0\1\0n\0t\0i\0l\0 \0F\0r\0i\0d\0a\0y\0.\0")},
        {NR_KIND_BINARY, NR_STR("S\0n\0o\0w\0u\0n\0t\0i\0l\0F\0r\0i\0d\0a\0y\0s\0.\0")},
        {NR_KIND_BINARY, NR_STR("a\n\n\tb\r\n\r\n\1\2\n\n\n\n")},
        {NR_KIND_BINARY, NR_STR("\1\2\3\4\5 text")},
    };
    CHECK(samples);
}

static void test_old_tar(void **state)
{
    (void)state;
    char head[512] = "note.txt";
    memcpy(head + 100, "0000644", 7);
    unsigned sum = 8 * ' ';
    for (size_t i = 0; i < sizeof head; i++)
        sum += (unsigned char)head[i];
    struct nr_buf digits = {0};
    nr_buf_addf(&digits, "%06o", sum);
    memcpy(head + 148, digits.data, 6);
    assert_int_equal(nr_sniff(nr_str(head, sizeof head)), NR_KIND_TAR);
    head[0] = 'm';
    assert_int_equal(nr_sniff(nr_str(head, sizeof head)), NR_KIND_BINARY);
    nr_buf_free(&digits);
}

/* A stream is asked for no more than its first line or object when it is JSON, else for the
 * head. */
static void test_wants(void **state)
{
    (void)state;
    assert_int_equal(nr_sniff_wants(nr_str_of("")), 1);
    assert_int_equal(nr_sniff_wants(nr_str_of("\n")), 2);
    assert_int_equal(nr_sniff_wants(nr_str_of("T")), NR_SNIFF_HEAD);
    assert_int_equal(nr_sniff_wants(nr_str_of("{\"a\"")), 5);
    assert_int_equal(nr_sniff_wants(nr_str_of("{\"a\":1}\nrest")), 8);
    assert_int_equal(nr_sniff_wants(nr_str_of("[")), 2);
    assert_int_equal(nr_sniff_wants(nr_str_of("[\n{")), 4);
    assert_int_equal(nr_sniff_wants(nr_str_of("[\n{\"a\":1},")), 9);
    assert_int_equal(nr_sniff_wants(nr_str_of("[{\"a\":{\"b\":\"}\\\"}\"}},{")), 19);
    assert_int_equal(nr_sniff_wants(nr_str_of("[{\"a\":{}")), 9);
    assert_int_equal(nr_sniff_wants(nr_str_of("[1")), NR_SNIFF_HEAD);
    assert_int_equal(nr_sniff_wants(nr_str_of("{\n")), 3);
    assert_int_equal(nr_sniff_wants(nr_str_of("{\n\"a")), NR_SNIFF_HEAD);
    assert_int_equal(nr_sniff_wants(nr_str_of("{a")), NR_SNIFF_HEAD);
}

/* More than is wanted does not change the answer. */
static void test_more_is_ignored(void **state)
{
    (void)state;
    struct nr_buf b = {0};
    nr_buf_add_cstr(&b, "words ");
    while (b.len < NR_SNIFF_HEAD)
        nr_buf_add_char(&b, 'x');
    nr_buf_add(&b, "\0\0\0", 3);
    assert_int_equal(nr_sniff(nr_buf_str(&b)), NR_KIND_TEXT);
    b.data[NR_SNIFF_HEAD - 1] = '\0';
    assert_int_equal(nr_sniff(nr_buf_str(&b)), NR_KIND_BINARY);
    nr_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup),          cmocka_unit_test(test_json),
        cmocka_unit_test(test_magic),           cmocka_unit_test(test_text),
        cmocka_unit_test(test_old_tar),         cmocka_unit_test(test_wants),
        cmocka_unit_test(test_more_is_ignored), cmocka_unit_test(test_indexes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
