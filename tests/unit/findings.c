/* What is found becomes members, where the record has none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/html/findings.h"

struct fixture {
    struct nr_record record;
    struct nr_findings findings;
    struct nr_buf out;
    struct nr_error e;
};

static struct nr_findings *scan(struct fixture *f, const char *line)
{
    assert_int_equal(nr_record_scan(&f->record, nr_str_of(line), &f->e), NR_OK);
    f->findings.record = &f->record;
    return &f->findings;
}

static void assert_record(struct fixture *f, const char *want)
{
    f->out.len = 0;
    nr_record_write(&f->record, &f->out);
    assert_string_equal(nr_buf_cstr(&f->out), want);
}

static void done(struct fixture *f)
{
    nr_record_free(&f->record);
    nr_findings_free(&f->findings);
    nr_buf_free(&f->out);
}

static void what_is_known_wins(void **state)
{
    struct fixture f = {0};
    (void)state;
    struct nr_findings *n = scan(&f, "{\"a\":1,\"b\":null}");
    assert_int_equal(nr_findings_offer(n, "a", nr_str_of("x"), &f.e), NR_OK);
    assert_int_equal(nr_findings_offer(n, "b", nr_str_of("y"), &f.e), NR_OK);
    assert_int_equal(nr_findings_offer(n, "c", nr_str_of("z\""), &f.e), NR_OK);
    assert_int_equal(nr_findings_offer(n, "d", nr_str(NULL, 0), &f.e), NR_OK);
    assert_int_equal(nr_findings_offer_list(n, "e", NULL, 0, &f.e), NR_OK);
    assert_record(&f, "{\"a\":1,\"b\":\"y\",\"c\":\"z\\\"\"}\n");
    scan(&f, "{\"a\":1,\"a\":2}");
    assert_int_equal(nr_findings_offer(n, "a", nr_str_of("x"), &f.e), NR_BAD);
    done(&f);
}

static void words_are_repaired(void **state)
{
    struct fixture f = {0};
    const struct nr_str names[] = {NR_STR("Ann &amp; Lee"), NR_STR("Bo  Ray")};
    (void)state;
    struct nr_findings *n = scan(&f, "{}");
    assert_int_equal(nr_findings_offer(n, "url", nr_str_of("http://a/?x&amp;y"), &f.e), NR_OK);
    assert_int_equal(nr_findings_offer_words(n, "site", nr_str_of("Fish &amp; Co"), &f.e), NR_OK);
    assert_int_equal(nr_findings_offer_list(n, "by", names, 2, &f.e), NR_OK);
    assert_record(&f, "{\"url\":\"http://a/?x&amp;y\",\"site\":\"Fish & Co\",\"by\":[\"Ann & Lee\","
                      "\"Bo Ray\"]}\n");
    done(&f);
}

static void takes_metadata(void **state)
{
    struct fixture f = {0};
    const struct nr_metadata page = {
        .headline = NR_STR("Dark"), .url = NR_STR("http://a/"), .body = NR_STR("Not a member")};
    (void)state;
    struct nr_findings *n = scan(&f, "{\"id\":1}");
    assert_int_equal(nr_findings_offer_metadata(n, &page, nr_str_of("2020-01-02"), &f.e), NR_OK);
    assert_record(&f, "{\"id\":1,\"headline\":\"Dark\",\"created\":\"2020-01-02\",\"url\":"
                      "\"http://a/\"}\n");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_known_wins),
        cmocka_unit_test(words_are_repaired),
        cmocka_unit_test(takes_metadata),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
