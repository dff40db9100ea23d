#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/contacts.h"

/* "type:surface=value" of each span, parted by " | "; the value where it differs. */
static void assert_spans(const char *text, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_buf got = {0};
    nr_contacts_read(nr_str_of(text), &spans);
    for (size_t i = 0; i < spans.count; i++) {
        const struct nr_span *s = &spans.items[i];
        struct nr_str surface = nr_str_sub(nr_str_of(text), s->start, s->end);
        nr_buf_add_cstr(&got, i ? " | " : "");
        nr_buf_add_str(&got, s->type);
        nr_buf_add_char(&got, ':');
        nr_buf_add_str(&got, surface);
        if (!nr_str_eq(surface, s->value))
            nr_buf_addf(&got, "=%.*s", (int)s->value.len, s->value.data);
    }
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
}

static void emails(void **state)
{
    (void)state;
    assert_spans("<Ann.Lee@Example.org>", "email:Ann.Lee@Example.org=ann.lee@example.org");
    assert_spans("to bo@example.co.uk.", "email:bo@example.co.uk");
    assert_spans("\"x@m\xc3\xbcller.de\"", "email:x@m\xc3\xbcller.de");
    assert_spans("a..b@example.org .a@example.org a@ex_ample.org a@1.2.3.4", "");
}

static void urls(void **state)
{
    (void)state;
    assert_spans("(see https://example.org/a(b)?c=d).", "url:https://example.org/a(b)?c=d");
    assert_spans("www.example.com, example.com/x!", "url:www.example.com | url:example.com/x");
    assert_spans("http://localhost:8080/#/1", "url:http://localhost:8080/#/1");
    assert_spans("the end.is near; Mr.Smith, e.g. http://#", "");
    assert_spans("Run foo.py on u.id, self.app, main.rs, item.name and os.user.id.", "");
    assert_spans("example.org, example.news, example.academy, my.item.name",
                 "url:example.org | url:example.news | url:example.academy | url:my.item.name");
    assert_spans(
        "example.co.id www.example.rs example.rs/a http://example.py",
        "url:example.co.id | url:www.example.rs | url:example.rs/a | url:http://example.py");
}

static void a_scheme_is_enough(void **state)
{
    (void)state;
    assert_spans("http://intranet.corp/x,", "url:http://intranet.corp/x");
    assert_spans("https://x.test/secret?token=1", "url:https://x.test/secret?token=1");
    assert_spans("http://my_host.b-1:81/ http://[fe80::1]:8080/x http://nas/.",
                 "url:http://my_host.b-1:81/ | url:http://[fe80::1]:8080/x | url:http://nas/");
    assert_spans("http:// http://.. https://- http://$HOST/ http://[x]/ file://x/y http://nas.",
                 "");
    assert_spans("«http://example.com»", "url:http://example.com");
    assert_spans("看http://example.com）或http://intranet.corp。",
                 "url:http://example.com | url:http://intranet.corp");
    assert_spans("http://b\xc3\xbc"
                 "cher.test/x",
                 "url:http://b\xc3\xbc"
                 "cher.test/x");
}

static void users_are_part_of_urls(void **state)
{
    (void)state;
    assert_spans("http://joe@corp.com/x", "url:http://joe@corp.com/x");
    assert_spans("(ftp://u:p@ftp.example.com/f)", "url:ftp://u:p@ftp.example.com/f");
    assert_spans("http://u:p(@)s@nas:80/", "url:http://u:p(@)s@nas:80/");
    assert_spans("http://example.com, joe@corp.com", "url:http://example.com | email:joe@corp.com");
    assert_spans("http://example.com,joe@corp.com", "url:http://example.com | email:joe@corp.com");
    assert_spans("http://joe@ http://joe@nas", "url:http://joe@nas");
}

static void emails_begin_with_a_word(void **state)
{
    (void)state;
    assert_spans("na\xc3\xafve@x.com \xc3\x89va@x.com",
                 "email:na\xc3\xafve@x.com | email:\xc3\x89va@x.com=\xc3\xa9va@x.com");
    assert_spans("邮箱bob@x.com", "email:bob@x.com");
    assert_spans("0123456789012345678901234567890123456789012345678901234567890123456789@x.com",
                 "");
}

/* What is cut off where a host may be no longer would be one; and each such piece looked to the
 * end. */
static void hosts_are_not_cut_from_long_runs(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    for (int i = 0; i < 20000; i++) {
        nr_buf_add_char(&text, 'x');
        for (int k = 0; k < 124; k++)
            nr_buf_add_cstr(&text, ".a");
        nr_buf_add_cstr(&text, ".com"); /* 253 bytes: the longest host */
    }
    assert_spans(nr_buf_cstr(&text), "");
    assert_int_equal(text.data[253], 'x');
    text.data[253] = '\0';
    struct nr_buf want = {0};
    nr_buf_addf(&want, "url:%s", text.data);
    assert_spans(text.data, nr_buf_cstr(&want));
    nr_buf_free(&want);
    nr_buf_free(&text);
}

static void addresses(void **state)
{
    (void)state;
    assert_spans("10.0.0.1 or 010.000.000.001.", "ip:10.0.0.1 | ip:010.000.000.001=10.0.0.1");
    assert_spans("fe80::1, ::1, 2001:db8:0:0:0:0:0:1", "ip:fe80::1 | ip:::1 | "
                                                       "ip:2001:db8:0:0:0:0:0:1");
    assert_spans("10.0.0.1:22, 192.168.0.1/24", "ip:10.0.0.1 | ip:192.168.0.1");
    assert_spans("(10.0.0.1-10.0.0.9) 10.0.0.1-50", "ip:10.0.0.1 | ip:10.0.0.9 | ip:10.0.0.1");
    assert_spans("x-10.0.0.1 +10.0.0.1 10.0.0.1.2 10.0.0.1,5 10.0.0.1% v/10.0.0.1 10.0.0.1x", "");
    assert_spans("::ffff:10.0.0.1, 64:ff9b::192.0.2.33.",
                 "ip:::ffff:10.0.0.1 | ip:64:ff9b::192.0.2.33");
    assert_spans("1:2:3:4:5:6:7:10.0.0.1 ::ffff:1.2.3.4x", "ip:::ffff:1");
    assert_spans("1.1.1.256 1.2.3 12:30:45 std::vector 1::2::3", "");
}

static void cards_and_accounts(void **state)
{
    (void)state;
    assert_spans("4111 1111 1111 1111", "card:4111 1111 1111 1111=4111111111111111");
    assert_spans("4111 1111 1111 1112", "");
    assert_spans("GB82 WEST 1234 5698 7654 32",
                 "iban:GB82 WEST 1234 5698 7654 32=GB82WEST12345698765432");
    assert_spans("GB83 WEST 1234 5698 7654 32", "");
}

static void phones(void **state)
{
    (void)state;
    assert_spans("+44 161 123 4567.", "phone:+44 161 123 4567=+441611234567");
    assert_spans("(212) 555-0100 ext. 12", "phone:(212) 555-0100 ext. 12=2125550100x12");
    assert_spans("Phone: 280930640", "phone:280930640");
    assert_spans("06.12.34.56.78, v. 00.12.34.56.78", "phone:06.12.34.56.78=0612345678");
    assert_spans("Tél. : 12 34 56 78", "phone:12 34 56 78=12345678");
    assert_spans("account 280930640, 16-04-2010, 911-67-0060, 200.38294427", "");
    assert_spans("call money 7-11/16 7-3/4", "");
}

static void labels_may_stand_close(void **state)
{
    (void)state;
    assert_spans("Phone:212-555-1212 Tel:020 7123 4567",
                 "phone:212-555-1212=2125551212 | phone:020 7123 4567=02071234567");
    assert_spans("Visa:4111111111111111", "card:4111111111111111");
    assert_spans("IBAN:DE89 3704 0044 0532 0130 00",
                 "iban:DE89 3704 0044 0532 0130 00=DE89370400440532013000");
    assert_spans("ip:10.0.0.1 IP:fe80::1 to:ab:cd::1", "ip:10.0.0.1 | ip:fe80::1 | ip:ab:cd::1");
    assert_spans("by 12:00 0161 123 4567", "phone:0161 123 4567=01611234567");
    assert_spans("1:2:3:4:5:6:7:8:9 00:1a:2b:3c:4d:5e a::b::c 10:4111111111111111", "");
}

static void long_runs_are_linear(void **state)
{
    static const char *const units[] = {"a:", "\xc3\xa9", "://", "a@", "x://a:", "http://@:", "@."};
    (void)state;
    for (size_t k = 0; k < sizeof units / sizeof units[0]; k++) {
        struct nr_buf text = {0};
        for (int i = 0; i < 500000; i++)
            nr_buf_add_cstr(&text, units[k]);
        assert_spans(nr_buf_cstr(&text), "");
        nr_buf_free(&text);
    }
}

static void names(void **state)
{
    (void)state;
    assert_spans("@Ann_Lee, #NewsÉ and #123",
                 "handle:@Ann_Lee=@ann_lee | hashtag:#NewsÉ=#newsé | hashtag:#123");
    assert_spans("C# is no. #1 @ home &#39;", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emails),
        cmocka_unit_test(urls),
        cmocka_unit_test(a_scheme_is_enough),
        cmocka_unit_test(users_are_part_of_urls),
        cmocka_unit_test(emails_begin_with_a_word),
        cmocka_unit_test(hosts_are_not_cut_from_long_runs),
        cmocka_unit_test(addresses),
        cmocka_unit_test(cards_and_accounts),
        cmocka_unit_test(phones),
        cmocka_unit_test(labels_may_stand_close),
        cmocka_unit_test(long_runs_are_linear),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
