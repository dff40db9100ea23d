/* Types, parameters and codings of parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail.h"

static void check_parameter(const char *value, const char *name, const char *expected)
{
    nr_arena_reset(&arena);
    assert_str(nr_mime_parameter(nr_str_of(value), name, &arena), expected);
}

static void finds_parameters(void **state)
{
    (void)state;
    check_parameter("text/plain; charset=utf-8", "charset", "utf-8");
    check_parameter("text/plain;charset=\"utf-8\";format=flowed", "format", "flowed");
    check_parameter("text/plain; CHARSET = utf-8 ; x=y", "charset", "utf-8");
    check_parameter("text/plain (a; b=c); charset=(really) utf-8 (it is)", "charset", "utf-8");
    check_parameter("text/plain;; charset=utf-8", "charset", "utf-8");
    check_parameter("text/plain charset=utf-8", "charset", "utf-8");
    check_parameter("text/plain; x=\"a;charset=no\"; charset=yes", "charset", "yes");
    check_parameter("a/b; boundary=\"a \\\"b\\\" c\"", "boundary", "a \"b\" c");
    check_parameter("a/b; boundary=\"two\r\n lines\"", "boundary", "two lines");
    check_parameter("a/b; boundary=----=_Part_1", "boundary", "----=_Part_1");
    check_parameter("a/b; boundary=\"open", "boundary", "open");
    check_parameter("a/b; boundary=one; boundary=two", "boundary", "one");
    check_parameter("a/b; boundary", "boundary", "");
    check_parameter("a/b; other=x", "boundary", "");
    check_parameter("", "boundary", "");
}

static void joins_sections(void **state)
{
    (void)state;
    check_parameter("a/b; boundary*0=one; boundary*1=two", "boundary", "onetwo");
    check_parameter("a/b; boundary*1=two; boundary*0=one", "boundary", "onetwo");
    check_parameter("a/b; boundary*=utf-8'en'a%20b", "boundary", "a b");
    check_parameter("a/b; boundary*0*=utf-8''a%20; boundary*1=%20b", "boundary", "a %20b");
    check_parameter("a/b; boundary*=a%2", "boundary", "a%2");
    check_parameter("a/b; boundary*0=one; boundary*2=three", "boundary", "one");
    check_parameter("a/b; boundary*x=one; boundary*99999999999999999999=two", "boundary", "");
}

/* Reads what the fields say that text begins with. */
static struct nr_mime mime_of(const char *fields, bool in_digest)
{
    struct nr_mail_head head;
    struct nr_mime mime;
    nr_arena_reset(&arena);
    nr_mail_head_read(&head, nr_str_of(fields));
    nr_mime_read(&mime, &head, in_digest, &arena);
    return mime;
}

static void reads_types(void **state)
{
    (void)state;
    static const struct {
        const char *fields;
        enum nr_mime_kind kind;
    } table[] = {
        {"", NR_MIME_TEXT},
        {"Content-Type: TEXT/Plain", NR_MIME_TEXT},
        {"Content-Type: text", NR_MIME_TEXT},
        {"Content-Type: text/html", NR_MIME_HTML},
        {"Content-Type: text/enriched", NR_MIME_ENRICHED},
        {"Content-Type: text/css", NR_MIME_OTHER},
        {"Content-Type: image/png", NR_MIME_OTHER},
        {"Content-Type: message/rfc822", NR_MIME_MESSAGE},
        {"Content-Type: message/partial; number=1; total=2; id=a", NR_MIME_MESSAGE},
        {"Content-Type: message/partial; number=2; total=2; id=a", NR_MIME_OTHER},
        {"Content-Type: message/delivery-status", NR_MIME_OTHER},
        {"Content-Type: multipart/whatever; boundary=x", NR_MIME_MULTIPART},
        {"Content-Transfer-Encoding: x-gzip64", NR_MIME_OTHER},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(mime_of(table[i].fields, false).kind, table[i].kind);
    assert_int_equal(mime_of("", true).kind, NR_MIME_MESSAGE);
    assert_int_equal(mime_of("Content-Type: text/plain", true).kind, NR_MIME_TEXT);
}

static void reads_the_rest(void **state)
{
    (void)state;
    struct nr_mime mime = mime_of("Content-Type: text/plain; charset=\"KOI8-R\"; format=Flowed;"
                                  " delsp=yes\nContent-Transfer-Encoding: Quoted-Printable;\n"
                                  "Content-Disposition: ATTACHMENT; filename=x\n",
                                  false);
    assert_str(mime.charset, "KOI8-R");
    assert_true(mime.flowed && mime.delsp && mime.attached);
    assert_int_equal(mime.coding, NR_MIME_QUOTED);
    mime = mime_of("Content-Type: multipart/Alternative; boundary=\"a b \"\n", false);
    assert_int_equal(mime.multi, NR_MIME_ALTERNATIVE);
    assert_str(mime.boundary, "a b");
    assert_false(mime.flowed || mime.delsp || mime.attached);
    assert_int_equal(mime_of("Content-Transfer-Encoding: 8 bits\n", false).coding, NR_MIME_PLAIN);
    assert_int_equal(mime_of("Content-Transfer-Encoding: BASE64\n", false).coding, NR_MIME_BASE64);
}

static void check_coding(enum nr_mime_coding coding, const char *in, const char *expected)
{
    struct nr_buf out = {0};
    nr_buf_add_cstr(&out, "before:");
    nr_mime_decode(&out, coding, nr_str_of(in));
    assert_string_equal(nr_buf_cstr(&out) + 7, expected);
    nr_buf_free(&out);
}

static void decodes_quoted_printable(void **state)
{
    (void)state;
    check_coding(NR_MIME_QUOTED, "F=C3=A4h=\r\nre\r\n", "Fähre\n");
    check_coding(NR_MIME_QUOTED, "a=3d=3Db", "a==b");
    check_coding(NR_MIME_QUOTED, "blanks  \t\nend= \nline", "blanks\nendline");
    check_coding(NR_MIME_QUOTED, "kept=20\n", "kept \n");
    check_coding(NR_MIME_QUOTED, "broken =zz =4", "broken =zz =4");
    check_coding(NR_MIME_QUOTED, "ends with =", "ends with ");
    check_coding(NR_MIME_QUOTED, "", "");
}

static void decodes_base64(void **state)
{
    (void)state;
    check_coding(NR_MIME_BASE64, "RsOkaHJl\n", "Fähre");
    check_coding(NR_MIME_BASE64, "RsOk\r\naHJl\r\n", "Fähre");
    check_coding(NR_MIME_BASE64, "\n\nT25l\n", "One");
    check_coding(NR_MIME_BASE64, "T24=", "On");
    check_coding(NR_MIME_BASE64, "Tw==", "O");
    /* Parts that were coded one by one; what a list hangs on; what is missing; what is too much. */
    check_coding(NR_MIME_BASE64, "Tw==\nbmU=\n", "One");
    check_coding(NR_MIME_BASE64, "T25l\nTw==\n____\nRowing mailing list\n", "OneO");
    check_coding(NR_MIME_BASE64, "T25lI", "One");
    check_coding(NR_MIME_BASE64, "T25lIHR3b", "One tw");
    check_coding(NR_MIME_BASE64, "T25l\nIH*R3bw==\n", "One two");
    /* A body that is none. */
    check_coding(NR_MIME_BASE64, "This is plain.\n", "This is plain.\n");
}

static void decodes_uuencode(void **state)
{
    (void)state;
    check_coding(NR_MIME_UU, "begin 644 x\n#0V%T\n`\nend\nmore\n", "Cat");
    check_coding(NR_MIME_UU, "\nbegin 644 x\n$0V%T<P\n", "Cats");
    check_coding(NR_MIME_UU, "no file\n", "no file\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_parameters),
        cmocka_unit_test(joins_sections),
        cmocka_unit_test(reads_types),
        cmocka_unit_test(reads_the_rest),
        cmocka_unit_test(decodes_quoted_printable),
        cmocka_unit_test(decodes_base64),
        cmocka_unit_test(decodes_uuencode),
    };
    return cmocka_run_group_tests(tests, NULL, free_all);
}
