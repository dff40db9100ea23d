/* Messages as stories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail.h"

#define MIXED       "Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n"
#define ALTERNATIVE "Subject: s\nContent-Type: multipart/alternative; boundary=x\n\n"
#define HTML        "Content-Type: text/html\n\n"

/* Which formats take a file that begins with head and has that name. */
static void check_begins(const char *head, const char *name, const char *expected)
{
    const struct nr_format *format = nr_format_find(nr_str_of(head), nr_str_of(name));
    assert_string_equal(format ? format->name : "", expected);
}

static void knows_mail(void **state)
{
    (void)state;
    check_begins("From: a@b\nSubject: s\nDate: d\n\n", "x", "mail");
    check_begins("\n \nFrom: a@b\r\nSubject: s\r\nTo: d\r\n", "x", "mail");
    check_begins("Received: by x\n\tfor y\nX-Other: z\nSubject: s\nTo: b\n\n", "x", "mail");
    check_begins("Newsgroups: rec.boats\nPath: a!b\nFrom: a@b\nSubject: s\n\n", "x", "news");
    check_begins("Path: a!b!c\nNewsgroups: rec.boats\nSubject: s\n\n", "x", "news");
    check_begins("Subject: s\n\n", "mail/x.eml", "mail");
    check_begins("From: b\nSubject: s\n\n", "inbox/cur/123:2,S", "mail");
    check_begins("From: b\nSubject: s\n\n", "a.tar!/inbox/new/123", "mail");
    check_begins("From a@b Mon Apr 19 10:00:00 1993\nFrom: a@b\nTo: c\n\n", "x", "mbox");
    check_begins("\n\nFrom - whenever\nReturn-Path: a@b\nTo: c\n\n", "x", "mbox");
    check_begins("From - whenever\nSubject: s\n\n", "x.mbox", "mbox");
}

static void knows_what_is_no_mail(void **state)
{
    (void)state;
    check_begins("Subject: the harbour\n\nIt is closed.\n", "x.txt", "");
    check_begins("To: all\nFrom: the harbour\nDate: Monday\nSubject: ferries\n\nNone.\n", "x", "");
    check_begins("HTTP/1.1 200 OK\nDate: d\nSubject: s\nFrom: a@b\n\n", "x", "");
    check_begins("WARC/1.0\nWARC-Type: response\nContent-Type: a/b\n\n", "x", "");
    check_begins("Date: d\nServer: s\nContent-Type: text/html\nContent-Length: 5\n\n", "x", "");
    check_begins("From: a@b\nSubject: s\nno field\nDate: d\n", "x", "mail");
    check_begins("From: a@b\nSubject: s\nno field\nneither\nDate: d\n", "x", "");
    check_begins("From the beginning\nSubject: it was\n\n", "x", "");
    check_begins("From the beginning\n\nFrom: a@b\nSubject: s\nDate: d\n\n", "x", "");
    check_begins("Note: x\nFrom: y\n\n", "news/x", "");
    check_begins("no mail\n", "x.eml", "");
    check_begins("", "x.eml", "");
}

static void reads_fields(void **state)
{
    (void)state;
    const struct nr_story *s =
        read_mail("From: \"Ada Orme\" <ada@valdin.example>\nSubject: Re: =?utf-8?q?F=C3=A4hre?=\n"
                  "Date: Tue, 20 Apr 1993 11:36:47 -0600\nMessage-ID: <1@valdin.example>\n"
                  "List-Id: Rowers <rowers.valdin.example>\nKeywords: oars, boats ,oars\n"
                  "Summary: in\n short\nContent-Language: de-CH, fr\n"
                  "Archived-At: <http://valdin.example/1>\n\nText.\n");
    assert_str(s->headline, "Re: Fähre");
    assert_texts(&s->by, "Ada Orme");
    assert_str(s->created, "1993-04-20T11:36:47-06:00");
    assert_str(s->id, "1@valdin.example");
    assert_str(s->section, "Rowers");
    assert_texts(&s->subjects, "oars|boats");
    assert_str(s->summary, "in short");
    assert_str(s->language, "de-CH");
    assert_str(s->url, "http://valdin.example/1");
    assert_str(s->text, "Text.");
    assert_true(s->wrapped && !s->html.len && !s->next);
    s = read_as("news", nr_str_of("Newsgroups: rec.boats,rec.rowing\nKeywords: oars\n\nText.\n"));
    assert_texts(&s->subjects, "rec.boats|rec.rowing|oars");
    s = read_mail("Title: Old\nPosted: Mon, 1-Apr-85 10:00:00 EST\n\nText.\n");
    assert_str(s->headline, "Old");
    assert_str(s->created, "1985-04-01T10:00:00-05:00");
}

static void decodes_bodies(void **state)
{
    (void)state;
    const struct nr_story *s =
        read_mail("Content-Type: text/plain; charset=iso-8859-1\n"
                  "Content-Transfer-Encoding: quoted-printable\n\nF=E4hre=\n heute\n");
    assert_str(s->text, "Fähre heute");
    assert_str(s->charset, "windows-1252");
    s = read_mail("Content-Type: text/plain; charset=koi8-r\n"
                  "Content-Transfer-Encoding: base64\n\n8MHSz80=\n");
    assert_str(s->text, "Паром");
    s = read_mail("Content-Type: text/plain; format=flowed; delsp=yes\n\nFähr \nplan\n");
    assert_str(s->text, "Fährplan");
    assert_false(s->wrapped);
    s = read_mail("\nF\xe4hre nach Valdin f\xe4llt aus\n");
    assert_str(s->text, "Fähre nach Valdin fällt aus");
    s = read_mail(
        "Content-Type: text/plain; charset=utf-8\n\none \xff two F\xc3\xa4hre F\xc3\xa4hre "
        "F\xc3\xa4hre F\xc3\xa4hre F\xc3\xa4hre F\xc3\xa4hre F\xc3\xa4hre F\xc3\xa4hre\n");
    assert_int_equal(stories.replaced, 1);
}

static void reads_wide_messages(void **state)
{
    (void)state;
    static const char wide[] = "\xff\xfeS\0u\0b\0j\0e\0c\0t\0:\0\xe4\0\n\0\n\0T\0\xe4\0";
    const struct nr_story *s = read_as("mail", nr_str(wide, sizeof wide - 1));
    assert_str(s->headline, "ä");
    assert_str(s->text, "Tä");
}

static void keeps_pages(void **state)
{
    (void)state;
    const struct nr_story *s = read_mail("Subject: s\n" HTML "<p>One</p>\n");
    assert_str(s->html, "<p>One</p>\n");
    assert_int_equal(s->text.len, 0);
    assert_false(s->wrapped);
    s = read_mail("Subject: s\n" HTML "<meta charset=koi8-r><p>\xf0\xc1\xd2\xcf\xcd\n");
    assert_str(s->html, "<meta charset=koi8-r><p>Паром\n");
    /* Beside plain text it becomes text. */
    s = read_mail(MIXED "--x\n\nOne\n--x\n" HTML "<p>Two<p>Three\n--x--\n");
    assert_str(s->text, "One\n\nTwo\n\nThree");
    assert_int_equal(s->html.len, 0);
}

static void chooses_among_alternatives(void **state)
{
    (void)state;
    const struct nr_story *s =
        read_mail(ALTERNATIVE "--x\n" HTML "<p>H\n--x\n\nOne\n--x\n\nTwo\n--x--\n");
    assert_str(s->text, "One");
    s = read_mail(ALTERNATIVE "--x\n\n \n--x\n" HTML "<p>H\n--x--\n");
    assert_str(s->html, "<p>H");
    s = read_mail(ALTERNATIVE "--x\n\nOne\n--x\nContent-Type: multipart/related; boundary=y\n\n"
                              "--y\n" HTML "<p>H\n--y\nContent-Type: image/png\n\n"
                              "\x89PNG\n--y--\n--x--\n");
    assert_str(s->text, "One");
    assert_int_equal(stories.attachments, 1);
    s = read_mail(MIXED "--x\n\nBefore\n--x\nContent-Type: multipart/alternative; boundary=y\n\n"
                        "--y\n" HTML "<p>H\n--y\n\nInside\n--y--\n--x\n\nAfter\n--x--\n");
    assert_str(s->text, "Before\n\nInside\n\nAfter");
}

static void leaves_parts_aside(void **state)
{
    (void)state;
    const struct nr_story *s = read_mail(
        MIXED "preamble\n--x\n\nOne\n--x\nContent-Disposition: attachment\n\nnot this\n"
              "--x\nContent-Type: application/pdf\n\n%PDF\n--x\nContent-Type: text/css\n\na{}\n"
              "--x\nContent-Disposition: inline\n\nTwo\n--x--\nepilogue\n--x\n\nlate\n");
    assert_str(s->text, "One\n\nTwo");
    assert_int_equal(stories.attachments, 3);
    s = read_mail("Subject: s\nContent-Type: multipart/related; boundary=x\n\n"
                  "--x\nContent-Type: image/png\n\nP\n--x\n\nroot\n--x\n\nbeside\n--x--\n");
    assert_str(s->text, "root");
    assert_int_equal(stories.attachments, 2);
    s = read_mail("Subject: s\nContent-Type: image/png\n\nP\n");
    assert_int_equal(s->text.len, 0);
    assert_int_equal(stories.attachments, 1);
    assert_string_equal(stories.drop, "attachment");
    /* An attachment that is the whole message is its text. */
    s = read_mail("Subject: s\nContent-Disposition: attachment\n\nText\n");
    assert_str(s->text, "Text");
    s = read_mail("Subject: s\n\nbegin 644 cat\n#0V%T\n`\nend\nText\n");
    assert_str(s->text, "Text");
    assert_int_equal(stories.attachments, 1);
}

static void leaves_binary_text_aside(void **state)
{
    (void)state;
    static const char binary[] = "Subject: s\n\nab\0\1\2\3\4\5\6\7";
    const struct nr_story *s = read_as("mail", nr_str(binary, sizeof binary - 1));
    assert_int_equal(s->text.len, 0);
    assert_int_equal(stories.attachments, 1);
    static const char wide[] = "Content-Type: text/plain; charset=utf-16le\n\nA\0d\0a\0 \0O\0";
    s = read_as("mail", nr_str(wide, sizeof wide - 1));
    assert_str(s->text, "Ada O");
}

static void reads_broken_multiparts(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
        size_t attachments;
    } table[] = {
        /* The last boundary is missing; all are; there is none to look for. */
        {MIXED "--x\n\nOne\n--x\n\nTwo\n", "One\n\nTwo", 0},
        {MIXED "One\n\nTwo\n", "One\n\nTwo", 0},
        {"Content-Type: multipart/mixed\n\n--x\n\nOne\n", "--x\n\nOne", 0},
        {MIXED "--x--\n\nOne\n", "", 0},
        /* The outer boundary ends inner parts. */
        {MIXED "--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\nOne\n--x\n\nTwo\n--x--\n",
         "One\n\nTwo", 0},
        {MIXED "--x\nContent-Type: multipart/mixed; boundary=y\n\nOne\n--x\n\nTwo\n--x--\n",
         "One\n\nTwo", 0},
        /* Boundaries that begin alike; blanks behind one. */
        {MIXED "--x\nContent-Type: multipart/mixed; boundary=xy\n\n--xy \t\n\nOne\n--xy--\n--x \n"
               "\nTwo\n--xyz\n--x--\n",
         "One\n\nTwo\n--xyz", 0},
        /* Parts without a header, without a body, without anything. */
        {MIXED "--x\n\nOne\n--x\n--x\nContent-Type: text/plain\n--x\nTwo\n--x--\n", "One\n\nTwo",
         0},
        {MIXED "--x\r\n\r\nOne\r\n--x--\r\n", "One", 0},
        {MIXED "--x", "", 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct nr_story *s = read_mail(table[i].in);
        assert_str(s->text, table[i].out);
        assert_int_equal(stories.attachments, table[i].attachments);
    }
}

static void reads_messages_inside(void **state)
{
    (void)state;
    const struct nr_story *s = read_mail(MIXED "--x\n\nOne\n--x\nContent-Type: message/rfc822\n\n"
                                               "Subject: inner\n\nTwo\n--x\n\nThree\n--x--\n");
    assert_str(s->headline, "s");
    assert_str(s->text, "One\n\nTwo\n\nThree");
    assert_null(s->next);
    s = read_mail(MIXED "--x\n\nOne\n--x\nContent-Type: message/rfc822\n"
                        "Content-Disposition: attachment\n\nSubject: inner\n\nTwo\n--x--\n");
    assert_str(s->text, "One");
    assert_int_equal(stories.attachments, 1);
    /* Coded, which it must not be. */
    s = read_mail(MIXED "--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                        "U3ViamVjdDogaW5uZXIKClR3bwo=\n--x\n\nThree\n--x--\n");
    assert_str(s->text, "Two\n\nThree");
    s = read_mail("Subject: s\nContent-Type: multipart/report; boundary=x\n\n--x\n\nReport\n"
                  "--x\nContent-Type: message/delivery-status\n\nStatus: 5\n"
                  "--x\nContent-Type: message/rfc822\n\nSubject: inner\n\nTwo\n--x--\n");
    assert_str(s->text, "Report");
    assert_int_equal(stories.attachments, 2);
}

static void takes_digests_apart(void **state)
{
    (void)state;
    const char *digest = "Content-Type: multipart/digest; boundary=y\n\n--y\n\nSubject: one\n"
                         "Message-ID: <1@b>\n\nText one\n--y\n\nSubject: two\n\nText two\n--y--\n";
    struct nr_buf message = {0};
    nr_buf_addf(&message, "Subject: s\n%s", digest);
    const struct nr_story *s = read_mail(nr_buf_cstr(&message));
    assert_str(s->headline, "one");
    assert_str(s->id, "1@b");
    assert_str(s->text, "Text one");
    assert_str(s->next->headline, "two");
    assert_str(s->next->text, "Text two");
    assert_null(s->next->next);
    /* With a text of its own. */
    message.len = 0;
    nr_buf_addf(&message, MIXED "--x\n\nTopics\n--x\n%s\n--x--\n", digest);
    s = read_mail(nr_buf_cstr(&message));
    assert_str(s->next->next->headline, "s");
    assert_str(s->next->next->text, "Topics");
    nr_buf_free(&message);
}

static void lays_out_what_is_mixed(void **state)
{
    (void)state;
    /* What is wrapped is joined by itself where something else is not. */
    static const struct nr_format_options join = {.keep_lines = false};
    const char *message = MIXED "--x\nContent-Type: text/plain; format=flowed\n\none \ntwo\nthree\n"
                                "--x\n\nfour\n--x--\n";
    struct nr_reading r = {.bytes = nr_str_of(message), .charset = &charset, .options = &join};
    struct nr_error e;
    stories = (struct nr_stories){.arena = &arena};
    nr_format_named(nr_str_of("mail"))->read(&r, &stories, &e);
    assert_str(stories.first->text, "one two\nthree\n\nfour");
    assert_false(stories.first->wrapped);
}

/* depth multiparts inside each other, a text in the innermost. */
static void nest(struct nr_buf *message, const char *type, size_t depth)
{
    nr_buf_addf(message, "Subject: s\n");
    for (size_t i = 0; i < depth; i++)
        nr_buf_addf(message, "Content-Type: %s; boundary=b%zu\n\n--b%zu\n", type, i, i);
    nr_buf_add_cstr(message, "\nDeep\n");
}

static void has_a_bottom(void **state)
{
    (void)state;
    struct nr_buf message = {0};
    nest(&message, "multipart/mixed", NR_MAIL_LEVELS - 1);
    const struct nr_story *s = read_as("mail", nr_buf_str(&message));
    assert_str(s->text, "Deep");
    message.len = 0;
    nest(&message, "multipart/alternative", 100000);
    s = read_as("mail", nr_buf_str(&message));
    assert_int_equal(s->text.len, 0);
    assert_int_equal(stories.attachments, 1);
    message.len = 0;
    nr_buf_add_cstr(&message, "Subject: s\n");
    for (size_t i = 0; i < 100000; i++)
        nr_buf_add_cstr(&message, "Content-Type: message/rfc822\n\n");
    s = read_as("mail", nr_buf_str(&message));
    assert_str(s->headline, "s");
    assert_int_equal(stories.attachments, 1);
    nr_buf_free(&message);
}

static void stands_many_of_everything(void **state)
{
    (void)state;
    struct nr_buf message = {0};
    nr_buf_add_cstr(&message, "Subject: s\n");
    for (size_t i = 0; i < 1000000; i++)
        nr_buf_add_cstr(&message, "X-Other: v\n");
    nr_buf_add_cstr(&message, "From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n");
    for (size_t i = 0; i < 1000000; i++)
        nr_buf_add_cstr(&message, i < NR_MAIL_TEXTS + 5 ? "--x\n\na\n" : "--x\n");
    const struct nr_story *s = read_as("mail", nr_buf_str(&message));
    assert_texts(&s->by, "a@b");
    assert_int_equal(s->text.len, NR_MAIL_TEXTS * 3 - 2);
    assert_int_equal(stories.attachments, 5);
    message.len = 0;
    nr_buf_add_cstr(&message, "Subject:");
    for (size_t i = 0; i < 100000; i++)
        nr_buf_add_cstr(&message, " =?utf-8?q?a?=\n");
    s = read_as("mail", nr_buf_str(&message));
    assert_true(s->headline.len > 0 && s->headline.len <= NR_MAIL_FIELD);
    nr_buf_free(&message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_mail),
        cmocka_unit_test(knows_what_is_no_mail),
        cmocka_unit_test(reads_fields),
        cmocka_unit_test(decodes_bodies),
        cmocka_unit_test(reads_wide_messages),
        cmocka_unit_test(keeps_pages),
        cmocka_unit_test(chooses_among_alternatives),
        cmocka_unit_test(leaves_parts_aside),
        cmocka_unit_test(leaves_binary_text_aside),
        cmocka_unit_test(reads_broken_multiparts),
        cmocka_unit_test(reads_messages_inside),
        cmocka_unit_test(takes_digests_apart),
        cmocka_unit_test(lays_out_what_is_mixed),
        cmocka_unit_test(has_a_bottom),
        cmocka_unit_test(stands_many_of_everything),
    };
    return cmocka_run_group_tests(tests, NULL, free_all);
}
