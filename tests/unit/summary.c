#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/publish/report.h"
#include "newsreel/core/utf8.h"
#include <stdio.h>
#include <stdlib.h>

/* What reads records. */
struct reader {
    struct nr_summary *summary;
    struct nr_sample cards;
    struct nr_buf facts;
};

static void take(struct reader *r, const char *line)
{
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    assert_int_equal(nr_record_scan(&record, nr_str_of(line), &e), NR_OK);
    nr_facts_add(&r->facts, &record, nr_str_of(line), &r->cards, &arena);
    nr_record_free(&record);
    nr_arena_free(&arena);
}

static struct reader open_reader(void)
{
    return (struct reader){.summary = nr_summary_new()};
}

static struct nr_summary *sum(struct reader *r, const char *stages)
{
    nr_summary_add(r->summary, nr_buf_str(&r->facts));
    nr_summary_end(r->summary, nr_str_of(stages), true, 77);
    return r->summary;
}

static void close_reader(struct reader *r)
{
    nr_summary_free(r->summary);
    nr_sample_free(&r->cards);
    nr_buf_free(&r->facts);
}

static void assert_name(const struct nr_summary *s, enum list list, size_t i, const char *name,
                        uint64_t count)
{
    const struct nr_top *t = &s->lists[list];
    assert_true(i < t->count);
    if (!nr_str_is(nr_top_name(t, i), name) || t->items[i].count != count)
        fail_msg("%.*s %llu, not %s", t->names[i].len, t->names[i].text,
                 (unsigned long long)t->items[i].count, name);
}

static void members_are_counted(void **state)
{
    (void)state;
    struct reader r = open_reader();
    take(&r,
         "{\"id\":\"a\",\"source\":\"a.tar!/x/y\",\"url\":\"https://WWW.News.example:80/a/b?c\","
         "\"language\":\"en\",\"created\":\"2022-07-19T23:00:00+02:00\",\"text\":\"Rain.\","
         "\"words\":1,\"people\":[{\"name\":\"Ada \\u0048olm\",\"count\":2},{\"name\":\"Li\"}],"
         "\"topics\":[{\"code\":\"1\",\"name\":\"weather\"}]}");
    take(&r,
         "{\"id\":\"b\",\"source\":\"a.tar!/z\",\"url\":\"http://news.example/x\",\"text\":\"\","
         "\"created\":\"2022-07-18\",\"words\":9,\"people\":[{\"name\":\"Li\"}],"
         "\"duplicate_of\":\"a\"}");
    take(&r, "{\"source\":\"b\",\"url\":\"ftp://x.example/\",\"created\":\"yesterday\","
             "\"duplicate_of\":\"a\",\"text\":null}");
    struct nr_summary *s = sum(&r, "[]");
    assert_int_equal(s->records, 3);
    assert_int_equal(s->words, 10);
    assert_int_equal(s->worded, 2);
    assert_int_equal(s->days.total, 2);
    assert_int_equal(s->duplicates, 2);
    assert_int_equal(s->lengths.records, 2);
    assert_int_equal(s->lengths.sum, 5);
    assert_int_equal(s->lengths.least, 0);
    assert_name(s, LIST_SOURCES, 0, "a.tar", 2);
    assert_name(s, LIST_SOURCES, 1, "b", 1);
    assert_name(s, LIST_SITES, 0, "news.example", 2);
    assert_name(s, LIST_SITES, 1, "x.example", 1);
    assert_name(s, LIST_PEOPLE, 0, "Li", 2);
    assert_name(s, LIST_PEOPLE, 1, "Ada Holm", 1);
    assert_name(s, LIST_TOPICS, 0, "weather", 1);
    assert_name(s, LIST_LANGUAGES, 0, "en", 1);
    assert_name(s, LIST_KEPT, 0, "a", 2);
    close_reader(&r);
}

static void members_of_other_types_are_none(void **state)
{
    (void)state;
    struct reader r = open_reader();
    take(&r,
         "{\"source\":1,\"url\":\"nowhere\",\"language\":[],\"created\":{},\"text\":[\"a\"],"
         "\"words\":-1,\"people\":{\"name\":\"x\"},\"places\":[\"x\",1],\"topics\":[{\"name\":1}],"
         "\"organisations\":\"x\",\"duplicate_of\":\"\"}");
    struct nr_summary *s = sum(&r, "null");
    assert_int_equal(s->records, 1);
    assert_int_equal(s->worded + s->days.total + s->duplicates + s->lengths.records, 0);
    for (size_t i = 0; i < LISTS; i++)
        assert_int_equal(s->lists[i].total, i == LIST_ORGANISATIONS);
    close_reader(&r);
}

/* However often a member or a name stands in it, so that nothing is met in more records than there
 * are. */
static void a_record_counts_once(void **state)
{
    (void)state;
    struct reader r = open_reader();
    struct nr_buf page = {0};
    take(&r,
         "{\"text\":\"Rain.\",\"created\":\"2022-07-18\",\"language\":\"en\",\"text\":\"x\","
         "\"created\":\"2022-07-19\",\"language\":\"fr\",\"url\":\"http://a.example/\","
         "\"url\":\"http://b.example/\",\"words\":1,\"words\":2,"
         "\"people\":[{\"name\":\"Li\",\"name\":\"Lo\"},{\"name\":\"Ada\"},{\"name\":\"Li\"}]}");
    take(&r, "{\"language\":[{\"name\":\"en\"},{\"name\":\"fr\"}],"
             "\"duplicate_of\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}");
    struct nr_summary *s = sum(&r, "[]");
    assert_int_equal(s->lengths.sum, 5);
    assert_int_equal(s->days.total, 1);
    assert_int_equal(s->words, 1);
    assert_int_equal(s->duplicates, 0);
    assert_int_equal(s->lists[LIST_LANGUAGES].total, 1);
    assert_int_equal(s->lists[LIST_SITES].total, 1);
    assert_int_equal(s->lists[LIST_PEOPLE].total, 2);
    assert_name(s, LIST_PEOPLE, 0, "Ada", 1);
    assert_name(s, LIST_PEOPLE, 1, "Li", 1);
    nr_summary_page(s, &page);
    assert_true(nr_str_find(nr_buf_str(&page), nr_str_of("18,446,744")) == page.len);
    nr_buf_free(&page);
    close_reader(&r);
}

static void sites_are_hosts(void **state)
{
    (void)state;
    static const char *const urls[][2] = {
        {"https://a.example?x=/y", "a.example"},
        {"https://a.example#x", "a.example"},
        {"https://me:secret@A.example:81/x@y", "a.example"},
        {"http://[2001:db8::1]:80/", "[2001:db8::1]"},
        {"HTTP://www.a.example", "a.example"},
        {"ftp://me@a.example/x", "a.example"},
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct reader r = open_reader();
        struct nr_buf line = {0};
        nr_buf_addf(&line, "{\"url\":\"%s\"}", urls[i][0]);
        take(&r, nr_buf_cstr(&line));
        assert_name(sum(&r, "[]"), LIST_SITES, 0, urls[i][1], 1);
        nr_buf_free(&line);
        close_reader(&r);
    }
}

/* The length of a text of any mixture is that of what it decodes to. */
static void lengths_are_those_of_decoded_text(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",
                                         "\\n",
                                         "\\\\",
                                         "\\u00e9",
                                         "\\ud83d\\ude00",
                                         "\\ud83d",
                                         "\\ude00",
                                         "\xc3\xa9",
                                         "\xf0\x9f\x98\x80",
                                         "u",
                                         "\\\"",
                                         "plain text of some length, and more of it"};
    uint64_t x = 1;
    for (int round = 0; round < 3000; round++) {
        struct reader r = open_reader();
        struct nr_buf line = {0}, text = {0};
        struct nr_arena arena = {0};
        struct nr_json json;
        struct nr_error e;
        nr_buf_add_char(&text, '"');
        for (int i = 0; i < round % 40; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            nr_buf_add_cstr(&text, pieces[(x >> 40) % (sizeof pieces / sizeof *pieces)]);
        }
        nr_buf_add_char(&text, '"');
        assert_int_equal(nr_json_scan(nr_buf_str(&text), &json, &e), NR_OK);
        struct nr_str decoded = nr_json_text(json, &arena, NULL);
        nr_buf_addf(&line, "{\"text\":%.*s}", (int)text.len, text.data);
        take(&r, nr_buf_cstr(&line));
        struct nr_summary *s = sum(&r, "[]");
        size_t points = 0;
        for (size_t i = 0; i < decoded.len; i++)
            points += ((unsigned char)decoded.data[i] & 0xc0) != 0x80;
        if (s->lengths.sum != points)
            fail_msg("%llu, not %zu: %s", (unsigned long long)s->lengths.sum, points, line.data);
        nr_buf_free(&line);
        nr_buf_free(&text);
        nr_arena_free(&arena);
        close_reader(&r);
    }
}

static void quarters_of_lengths(void **state)
{
    (void)state;
    struct lengths l = {.records = 4, .least = 100, .most = 2500};
    l.bins[report_length_bin(100)] = 2;
    l.bins[report_length_bin(1000)] = 1;
    l.bins[report_length_bin(2500)] = 1;
    assert_int_equal(report_length_at(&l, 0), 100);
    assert_true(report_length_at(&l, 250) >= 100 && report_length_at(&l, 250) < 150);
    assert_true(report_length_at(&l, 500) >= 1000 && report_length_at(&l, 500) < 1500);
    assert_int_equal(report_length_at(&l, 1000), 2500);
    assert_int_equal(report_length_bin(0), 0);
    assert_int_equal(report_length_bin(UINT64_MAX - 1), LENGTH_BINS - 1);
    for (size_t i = 0; i < LENGTH_BINS; i++)
        assert_int_equal(report_length_bin(report_lengths[i]), i);
}

#define STAGES                                                                                     \
    "[{\"stage\":0,\"program\":\"unwrap\",\"version\":\"1\",\"options\":[],\"in\":10,\"passed\":"  \
    "7,"                                                                                           \
    "\"dropped\":{\"empty\":2},\"rejected\":1,\"out\":7,\"bytes\":700,\"notes\":{},"               \
    "\"input_count\":2,\"inputs\":[{\"name\":\"a\",\"bytes\":40},{\"name\":\"b\",\"bytes\":2}]},"  \
    "{\"stage\":1,\"program\":\"to-jsonl\",\"in\":7,\"passed\":7,\"dropped\":{},\"rejected\":0,"   \
    "\"out\":7,\"input_count\":1,\"inputs\":[{\"name\":\"-\"}]}]"

static void stages_are_read(void **state)
{
    (void)state;
    struct reader r = open_reader();
    const struct nr_summary *s = sum(&r, STAGES);
    assert_int_equal(s->stage_count, 2);
    assert_true(nr_str_is(s->stages[0].program, "unwrap"));
    assert_int_equal(s->stages[0].bytes_in, 42);
    assert_int_equal(s->stages[0].bytes, 700);
    assert_int_equal(s->stages[0].dropped, 2);
    assert_int_equal(s->stages[1].bytes_in, 77);
    assert_true(s->stages[1].bytes == NR_NOWHERE);
    assert_int_equal(s->reason_count, 2);
    assert_true(nr_str_is(s->reasons[0].why, "empty"));
    assert_true(s->reasons[1].bad);
    close_reader(&r);
}

/* What comes in is what all first stages read, by whatever options they differ; long names are
 * cut. */
static void chains_may_begin_in_several_ways(void **state)
{
    (void)state;
    struct reader r = open_reader();
    struct nr_buf json = {0}, page = {0};
    nr_buf_add_cstr(
        &json, "[{\"stage\":0,\"program\":\"a\",\"in\":30,\"passed\":29,\"out\":29,\"rejected\":1},"
               "{\"stage\":0,\"program\":\"a\",\"in\":10,\"passed\":9,\"out\":9,"
               "\"dropped\":{\"");
    for (int i = 0; i < 50; i++)
        nr_buf_add_cstr(&json, i ? "\xc3\xa9" : "x");
    nr_buf_add_cstr(&json,
                    "\":1}},{\"stage\":1,\"program\":\"b\",\"in\":38,\"passed\":38,\"out\":38}]");
    struct nr_summary *s = sum(&r, nr_buf_cstr(&json));
    assert_int_equal(s->came_in, 40);
    assert_int_equal(s->dropped, 1);
    assert_int_equal(s->unread, 1);
    nr_summary_page(s, &page);
    assert_true(nr_utf8_valid(nr_buf_str(&page)) == page.len);
    assert_true(nr_str_find(nr_buf_str(&page), nr_str_of("40 records came in; 1 was")) < page.len);
    assert_true(nr_str_find(nr_buf_str(&page), nr_str_of("2.5 %")) < page.len);
    nr_buf_free(&json);
    nr_buf_free(&page);
    close_reader(&r);
}

static void too_many_stages_and_reasons_are_counted(void **state)
{
    (void)state;
    struct reader r = open_reader();
    struct nr_buf json = {0};
    for (int i = 0; i < 100; i++)
        nr_buf_addf(&json, "%s{\"in\":1,\"program\":\"p\",\"dropped\":{\"r%d\":%d}}", i ? "," : "[",
                    i, i + 1);
    nr_buf_addf(&json, ",{\"dropped\":{\"big\":18446744073709551615}},3]");
    const struct nr_summary *s = sum(&r, nr_buf_cstr(&json));
    assert_int_equal(s->stage_count, STAGES_MOST);
    assert_int_equal(s->stages_left_out, 61);
    assert_int_equal(s->reason_count, REASONS_MOST);
    assert_true(s->reasons_left_out == UINT64_MAX);
    nr_buf_free(&json);
    close_reader(&r);
}

/* Samples of any division of the records among readers come to the same. */
static void samples_do_not_depend_on_who_reads(void **state)
{
    (void)state;
    struct nr_buf pages[3] = {{0}, {0}, {0}};
    for (size_t readers = 1; readers <= 3; readers++) {
        struct nr_summary *s = nr_summary_new();
        struct reader r[3] = {{0}, {0}, {0}};
        for (unsigned i = 0; i < 500; i++) {
            char line[120];
            struct reader *one = &r[i * 7 / 3 % readers];
            snprintf(line, sizeof line,
                     "{\"id\":\"r%u\",\"headline\":\"Story %u\",\"text\":\"Rain.\"}", i % 400,
                     i % 400);
            one->facts.len = 0;
            take(one, line);
            nr_summary_add(s, nr_buf_str(&one->facts));
        }
        nr_summary_end(s, nr_str_of("[]"), true, 0);
        assert_int_equal(s->cards.count, NR_SUMMARY_CARDS);
        for (size_t i = 0; i < s->cards.count; i++)
            for (size_t k = 0; k < i; k++)
                assert_true(s->cards.items[i].hash != s->cards.items[k].hash);
        nr_summary_page(s, &pages[readers - 1]);
        nr_summary_free(s);
        for (size_t i = 0; i < 3; i++) {
            nr_sample_free(&r[i].cards);
            nr_buf_free(&r[i].facts);
        }
    }
    assert_true(nr_str_eq(nr_buf_str(&pages[0]), nr_buf_str(&pages[1])));
    assert_true(nr_str_eq(nr_buf_str(&pages[0]), nr_buf_str(&pages[2])));
    for (size_t i = 0; i < 3; i++)
        nr_buf_free(&pages[i]);
}

static void assert_lacks(const struct nr_buf *out, const char *what)
{
    struct nr_str s = nr_buf_str(out);
    if (nr_str_find(s, nr_str_of(what)) < s.len)
        fail_msg("it has %s", what);
}

static void assert_has(const struct nr_buf *out, const char *what)
{
    struct nr_str s = nr_buf_str(out);
    if (nr_str_find(s, nr_str_of(what)) == s.len)
        fail_msg("it lacks %s in %.*s", what, (int)s.len, s.data);
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    struct reader r = open_reader();
    struct nr_buf page = {0}, tables = {0};
    take(&r, "{\"id\":\"</script><img src=x onerror=1>\",\"headline\":\"\\u202eabc\\u2067\\u0000\","
             "\"source\":\"\\u001b[31m<b>&\\\"'\",\"language\":\"\\u0007<i>\",\"text\":"
             "\"x\\ny\\u2028z\","
             "\"people\":[{\"name\":\"<script>alert(1)</script>\"}],\"<u>\":\"\\u009b\"}");
    struct nr_summary *s =
        sum(&r, "[{\"program\":\"<p>\\u001b\",\"in\":1,\"dropped\":{\"<s>\\u202e\":1}}]");
    nr_summary_page(s, &page);
    nr_summary_tables(s, &tables);
    static const char *const never[] = {"<script",      "<img",    "<b>",  "<i>",
                                        "<u>",          "<p>\xef", "<s>",  "\xe2\x80\xae",
                                        "\xe2\x81\xa7", "\x1b",    "\x07", "\xc2\x9b"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_lacks(&page, never[i]);
    assert_has(&page, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assert_has(&page, "\xef\xbf\xbd"
                      "abc");
    for (size_t i = 7; i < sizeof never / sizeof *never; i++)
        assert_lacks(&tables, never[i]);
    assert_lacks(&tables, "\xe2\x80\xa8");
    assert_has(&tables, "<script>alert(1)</script>");
    nr_buf_free(&page);
    nr_buf_free(&tables);
    close_reader(&r);
}

static void long_values_are_cut(void **state)
{
    (void)state;
    struct reader r = open_reader();
    struct nr_buf line = {0}, page = {0};
    nr_buf_add_cstr(&line, "{\"id\":\"a\"");
    for (int member = 0; member < 100; member++) {
        nr_buf_addf(&line, ",\"m%d\":\"", member);
        for (int i = 0; i < 5000; i++)
            nr_buf_add_cstr(&line, "\xc3\xa9");
        nr_buf_add_char(&line, '"');
    }
    nr_buf_add_cstr(&line, ",\"empty\":[ ],\"null\":null}");
    take(&r, nr_buf_cstr(&line));
    assert_true(r.facts.len < 20000);
    struct nr_summary *s = sum(&r, "[]");
    nr_summary_page(s, &page);
    assert_true(page.len < 64000);
    assert_has(&page, "\xc3\xa9<i title=\"cut here\">\xe2\x80\xa6</i>");
    assert_has(&page, "<p>2 more null or empty.</p>");
    assert_has(&page, " more not shown.</p>");
    nr_buf_free(&line);
    nr_buf_free(&page);
    close_reader(&r);
}

static void nothing_at_all(void **state)
{
    (void)state;
    struct reader r = open_reader();
    struct nr_buf page = {0}, tables = {0};
    struct nr_summary *s = sum(&r, "");
    nr_summary_page(s, &page);
    nr_summary_tables(s, &tables);
    assert_has(&page, "0 records published");
    assert_has(&tables, "0 records published");
    nr_buf_free(&page);
    nr_buf_free(&tables);
    close_reader(&r);
}

static void numbers_for_people(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    report_add_count(&out, 0);
    nr_buf_add_char(&out, ' ');
    report_add_count(&out, 1234567);
    nr_buf_add_char(&out, ' ');
    report_add_count(&out, 999);
    nr_buf_add_char(&out, ' ');
    report_add_bytes(&out, 999);
    nr_buf_add_char(&out, ' ');
    report_add_bytes(&out, 1250000);
    nr_buf_add_char(&out, ' ');
    report_add_share(&out, 1, 3);
    nr_buf_add_char(&out, ' ');
    report_add_share(&out, 1, 30000);
    nr_buf_add_char(&out, ' ');
    report_add_share(&out, 0, 0);
    assert_string_equal(nr_buf_cstr(&out),
                        "0 1,234,567 999 999 bytes 1.2 MB 33.3 % \xe2\x89\xa4 0.1 % 0.0 %");
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_counted),
        cmocka_unit_test(members_of_other_types_are_none),
        cmocka_unit_test(a_record_counts_once),
        cmocka_unit_test(sites_are_hosts),
        cmocka_unit_test(lengths_are_those_of_decoded_text),
        cmocka_unit_test(quarters_of_lengths),
        cmocka_unit_test(stages_are_read),
        cmocka_unit_test(chains_may_begin_in_several_ways),
        cmocka_unit_test(too_many_stages_and_reasons_are_counted),
        cmocka_unit_test(samples_do_not_depend_on_who_reads),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(long_values_are_cut),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(numbers_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
