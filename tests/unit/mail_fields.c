/* The fields of a message and what they are worth. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail.h"

struct pair {
    const char *in, *out;
};

static void splits_head_and_body(void **state)
{
    (void)state;
    static const struct pair bodies[] = {
        {"Subject: a\nTo: b\n\nbody\n", "body\n"},
        {"Subject: a\r\n\r\nbody", "body"},
        {"Subject: a\n \nbody\n", "body\n"},
        {"Subject: a\n--boundary\n", "--boundary\n"},
        {"no field\n\nbody\n", "no field\n\nbody\n"},
        {"\nbody\n", "body\n"},
        {"Subject: a", ""},
        {"Subject: a\nbody begins\nnote: here\n", "body begins\nnote: here\n"},
        {"Subject: a\nbroken line\nFrom: b\n\nbody\n", "body\n"},
        {"From a@b Mon Apr 19 10:00:00 1993\nSubject: a\n\nbody\n", "body\n"},
        {">From a Mon\nSubject: a\n\nbody\n", "body\n"},
        {"Subject: a\n \n folded\n\nbody\n", "body\n"},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct nr_mail_head head;
        struct nr_str s = nr_str_of(bodies[i].in);
        size_t body = nr_mail_head_read(&head, s);
        assert_str(nr_str_sub(s, body, s.len), bodies[i].out);
    }
}

static void reads_values(void **state)
{
    (void)state;
    struct nr_mail_head head;
    nr_mail_head_read(&head, nr_str_of("SUBJECT : one\r\n\ttwo\r\nX-Other: no\r\n more\r\n"
                                       "Subject: later\r\nFrom:\r\nfrom: a@b\r\n\r\n"));
    assert_str(nr_mail_text(new_mail(), head.fields[NR_MAIL_SUBJECT], nr_str(NULL, 0)), "one two");
    assert_str(nr_str_trim(head.fields[NR_MAIL_FROM]), "a@b");
    assert_int_equal(head.fields[NR_MAIL_DATE].len, 0);
    nr_mail_head_read(&head, nr_str_of("Subject: a\n \n and more\nbroken\nDate: d\n\n"));
    assert_str(nr_mail_text(new_mail(), head.fields[NR_MAIL_SUBJECT], nr_str(NULL, 0)),
               "a and more");
    assert_str(nr_str_trim(head.fields[NR_MAIL_DATE]), "d");
}

static void decodes_words(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"plain  text", "plain text"},
        {"=?utf-8?Q?F=C3=A4hre?= heute", "Fähre heute"},
        {"=?iso-8859-1?q?F=E4hre_heute?=", "Fähre heute"},
        {"=?UTF-8?B?RsOkaHJl?=", "Fähre"},
        {"=?utf-8*de?q?F=C3=A4hre?=", "Fähre"},
        /* Blanks between words are none of the text; words of one charset are one. */
        {"=?utf-8?q?F=C3=A4?= \n =?utf-8?q?hre?=", "Fähre"},
        {"=?utf-8?q?F=C3?= =?utf-8?q?=A4hre?=", "Fähre"},
        {"=?utf-8?b?RsM=?= =?utf-8?b?pGhyZQ==?=", "Fähre"},
        {"=?iso-8859-1?q?=E4?= =?iso-8859-2?q?=B1?=", "äą"},
        {"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
        {"[list]=?utf-8?q?a?=", "[list]a"},
        {"=?iso-2022-jp?B?GyRCJDMbKEI=?=", "こ"},
        /* Broken ones, as far as they can be told. */
        {"=?utf-8?q?no end", "=?utf-8?q?no end"},
        {"=?utf-8?x?what?=", "=?utf-8?x?what?="},
        {"=??q?what?=", "=??q?what?="},
        {"=?utf-8?q?with a blank?=", "with a blank"},
        {"=?utf-8?q?what? no?=", "what? no"},
        {"=?utf-8?q?cut =?utf-8?q?whole?=", "=?utf-8?q?cut whole"},
        {"=?utf-8?b?RsOkaHJ?=", "Fähr"},
        {"=?utf-8?q?=zz_=4?=", "=zz =4"},
        {"=?nobody-knows?q?plain?=", "plain"},
        {"=?", "=?"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_str(nr_mail_text(new_mail(), nr_str_of(pairs[i].in), nr_str(NULL, 0)), pairs[i].out);
}

static void decodes_raw_bytes(void **state)
{
    (void)state;
    assert_str(nr_mail_text(new_mail(), nr_str_of("F\xc3\xa4hre"), nr_str(NULL, 0)), "Fähre");
    assert_str(nr_mail_text(new_mail(), nr_str_of("F\xe4hre zur Insel"), nr_str(NULL, 0)),
               "Fähre zur Insel");
    assert_str(nr_mail_text(new_mail(), nr_str_of("\xf0\xc1\xd2\xcf\xcd"), nr_str_of("koi8-r")),
               "Паром");
    /* A label for seven bits says nothing about eight. */
    const char *bytes =
        "\xf0\xc1\xd2\xcf\xcd \xf0\xcf \xd2\xc5\xcb\xc5 \xcf\xd4\xcd\xc5\xce\xc5\xce";
    assert_str(nr_mail_text(new_mail(), nr_str_of(bytes), nr_str_of("us-ascii")),
               "Паром По реке отменен");
}

static void check_authors(const char *from, const char *expected)
{
    struct nr_texts by = {0};
    nr_mail_authors(new_mail(), nr_str_of(from), nr_str(NULL, 0), &by);
    assert_texts(&by, expected);
}

static void names_authors(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Ada Orme <ada@valdin.example>", "Ada Orme"},
        {"\"Orme, Ada\" <ada@valdin.example>", "Orme, Ada"},
        {"\"Ada \\\"A\\\" Orme\" <a@b>", "Ada \"A\" Orme"},
        {"ada@valdin.example (Ada Orme)", "Ada Orme"},
        {"ada@valdin.example (Ada (the rower) Orme)", "Ada (the rower) Orme"},
        {"ada@valdin.example (\"Ada Orme\")", "Ada Orme"},
        {"ada@valdin.example", "ada@valdin.example"},
        {"<ada@valdin.example>", "ada@valdin.example"},
        {"ada@valdin.example ()", "ada@valdin.example"},
        {"valdin!ada (Ada Orme)", "Ada Orme"},
        {"Ada Orme", "Ada Orme"},
        {"Ada Orme (at work)", "Ada Orme"},
        {"Orme, Ada <ada@valdin.example>", "Orme, Ada"},
        {"Ada <a@b>, Bo <b@b>", "Ada|Bo"},
        {"a@b, b@b", "a@b|b@b"},
        {"Editors: Ada <a@b>, b@b;", "Ada|b@b"},
        {"News desk: Ada <a@b>", "News desk: Ada"},
        {"=?utf-8?q?Ad=C3=A4?= <a@b>", "Adä"},
        {"\"=?utf-8?q?Ad=C3=A4?=\" <a@b>", "Adä"},
        {"a@b (=?utf-8?q?Ad=C3=A4?=)", "Adä"},
        {"Ad\xe4la\xefs Orme <a@b>", "Adälaïs Orme"},
        {"\"open", "open"},
        {"(open", "open"},
        {"<open", "open"},
        {"", ""},
        {",,;", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check_authors(pairs[i].in, pairs[i].out);
}

static void names_lists(void **state)
{
    (void)state;
    struct nr_str none = {NULL, 0};
    assert_str(
        nr_mail_phrase(new_mail(), nr_str_of("\"Rowing news\" <rowing.valdin.example>"), none),
        "Rowing news");
    assert_str(nr_mail_phrase(new_mail(), nr_str_of("<rowing.valdin.example>"), none),
               "rowing.valdin.example");
    assert_str(nr_mail_phrase(new_mail(), nr_str_of("rowing"), none), "rowing");
}

static void reads_dates(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Tue, 20 Apr 1993 11:36:47 -0600", "1993-04-20T11:36:47-06:00"},
        {"20 Apr 1993 11:36:47 GMT", "1993-04-20T11:36:47Z"},
        {"20 Apr 93 11:36 UT", "1993-04-20T11:36:00Z"},
        {"Tuesday, 20-Apr-93 11:36:47 MDT", "1993-04-20T11:36:47-06:00"},
        {"1 Jan 49 00:00 +0000", "2049-01-01T00:00:00Z"},
        {"1 Jan 50 00:00 +0000", "1950-01-01T00:00:00Z"},
        {"1 Jan 102 00:00 +0000", "2002-01-01T00:00:00Z"},
        {"Tue Apr 20 11:36:47 1993", "1993-04-20"},
        {"Tue Apr 20 11:36:47 CET 1993", "1993-04-20T11:36:47+01:00"},
        {"Tue, 20 Apr 1993 11:36:47 +0200 (CEST)", "1993-04-20T11:36:47+02:00"},
        {"Tue, 20 (the (second)) Apr 1993 11 : 36 : 47 +0200", "1993-04-20T11:36:47+02:00"},
        {"20 APR 93 11:36:47 CDT", "1993-04-20T11:36:47-05:00"},
        {"20 Apr 1993 11:36:47 GMT+0200", "1993-04-20T11:36:47+02:00"},
        {"20 Apr 1993 11:36:47 +02:00", "1993-04-20T11:36:47+02:00"},
        {"20 Apr 1993 11:36:47 -600", "1993-04-20T11:36:47-06:00"},
        {"20 Apr 1993 1:05 pm -0600", "1993-04-20T13:05:00-06:00"},
        {"20 Apr 1993 12:05 am -0600", "1993-04-20T00:05:00-06:00"},
        {"Apr 20, 1993", "1993-04-20"},
        {"1993-04-20T11:36:47+02:00", "1993-04-20T11:36:47+02:00"},
        {"29 Feb 2000 10:00 Z", "2000-02-29T10:00:00Z"},
        {"mar, 20 Apr 1993 11:36:47 +0200", "1993-04-20T11:36:47+02:00"},
        /* A zone that says nothing, a time that is none: the day alone. */
        {"20 Apr 1993 11:36:47", "1993-04-20"},
        {"20 Apr 1993 11:36:47 K", "1993-04-20"},
        {"20 Apr 1993 11:36:47 +9999", "1993-04-20"},
        {"20 Apr 1993 25:36:47 +0000", "1993-04-20"},
        /* What is no date stays out. */
        {"", ""},
        {"yesterday", ""},
        {"31 Apr 1993 11:36:47 GMT", ""},
        {"29 Feb 1900 10:00 Z", ""},
        {"20 Apr 3609 11:36:47 GMT", ""},
        {"20 11:36:47 GMT", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        nr_arena_reset(&arena);
        assert_str(nr_mail_date(&arena, nr_str_of(pairs[i].in)), pairs[i].out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_head_and_body), cmocka_unit_test(reads_values),
        cmocka_unit_test(decodes_words),        cmocka_unit_test(decodes_raw_bytes),
        cmocka_unit_test(names_authors),        cmocka_unit_test(names_lists),
        cmocka_unit_test(reads_dates),
    };
    return cmocka_run_group_tests(tests, NULL, free_all);
}
