#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/recurring.h"

static uint64_t key(const char *line)
{
    struct nr_buf fold = {0};
    uint64_t k = nr_recurring_key(nr_str_of(line), &fold);
    nr_buf_free(&fold);
    return k;
}

static uint64_t site(const char *url, const char *source)
{
    return nr_recurring_site(nr_str_of(url), nr_str_of(source));
}

/* A document with one line of its own and, maybe, another one. */
static void add(struct nr_recurring *r, uint64_t of, uint64_t number, uint64_t line)
{
    uint64_t keys[2] = {number * 2 + 1000001, line};
    nr_recurring_add(r, of, keys, 2);
}

static void keys_are_of_letters(void **state)
{
    (void)state;
    assert_int_equal(key("Read more: 12 stories"), key("READ MORE -- 97 Stories!"));
    assert_int_equal(key("НОВОСТИ, 2024"), key("Новости 1999"));
    assert_int_equal(key("世界 ٣ 新闻"), key("世界，4。新闻"));
    assert_int_not_equal(key("Read more"), key("Read mores"));
    assert_int_not_equal(key("12 stories"), key("123 stories"));
    assert_int_equal(key("12:30 | 17"), 0);
    assert_int_equal(key(""), 0);
}

static void sites_are_hosts(void **state)
{
    (void)state;
    assert_int_equal(site("https://www.harbour.example/a", ""),
                     site("http://harbour.example/b?c", "x.tar"));
    assert_int_not_equal(site("https://a.example/", ""), site("https://b.example/", ""));
    assert_int_equal(site("", "a.tar.zst!/07/1.txt"),
                     site("not an address", "a.tar.zst!/08/2.txt"));
    assert_int_not_equal(site("", "a.tar!/1"), site("", "b.tar!/1"));
    assert_int_equal(site("", ""), 0);
}

static void three_documents_and_a_share_are_needed(void **state)
{
    (void)state;
    struct nr_recurring *r = nr_recurring_new();
    uint64_t here = site("http://a.example/", ""), elsewhere = site("http://b.example/", "");
    uint64_t line = key("Share this story");
    for (uint64_t i = 0; i < 2; i++)
        add(r, here, i, line);
    assert_false(nr_recurring_is(r, here, line, 3));
    add(r, here, 2, line);
    assert_true(nr_recurring_is(r, here, line, 3));
    assert_true(nr_recurring_is(r, here, line, 21));
    assert_false(nr_recurring_is(r, elsewhere, line, 3));
    assert_false(nr_recurring_is(r, here, key("Another line"), 3));
    assert_false(nr_recurring_is(r, here, 0, 3));
    for (uint64_t i = 3; i < 15; i++)
        add(r, here, i, 0);
    assert_true(nr_recurring_is(r, here, line, 20)); /* 3 of 15 */
    assert_false(nr_recurring_is(r, here, line, 21));
    add(r, here, 15, 0);
    assert_false(nr_recurring_is(r, here, line, 20)); /* 3 of 16 */
    nr_recurring_free(r);
    nr_recurring_free(NULL);
}

static void a_document_counts_once(void **state)
{
    (void)state;
    struct nr_recurring *r = nr_recurring_new();
    uint64_t line = key("Share this story"), thrice[3] = {line, line, line};
    uint64_t here = site("http://a.example/", "");
    nr_recurring_add(r, here, thrice, 3);
    assert_false(nr_recurring_is(r, here, line, 3));
    for (int i = 0; i < 5; i++)
        add(r, here, 7, line); /* one document, crawled five times */
    assert_false(nr_recurring_is(r, here, line, 3));
    add(r, here, 8, line);
    assert_true(nr_recurring_is(r, here, line, 3));
    nr_recurring_free(r);
}

/* Where no site is known, a line must be in a thousandth of all documents, and short. */
static void documents_without_a_site(void **state)
{
    (void)state;
    struct nr_recurring *r = nr_recurring_new();
    uint64_t line = key("Share this story");
    for (uint64_t i = 0; i < 3000; i++)
        add(r, 0, i, i < 3 ? line : 0);
    assert_true(nr_recurring_is(r, 0, line, 20));
    assert_false(nr_recurring_is(r, 0, line, 21));
    add(r, 0, 3000, 0);
    assert_false(nr_recurring_is(r, 0, line, 20));
    nr_recurring_free(r);
}

/* Far more lines than the table has room for: what recurs is still known, what does not never
 * is. */
static void too_many_lines(void **state)
{
    (void)state;
    struct nr_recurring *r = nr_recurring_new();
    uint64_t here = site("http://a.example/", ""), line = key("Share this story");
    enum { DOCUMENTS = 100000, LINES = 40 };
    uint64_t keys[LINES + 1] = {line}, next = 1;
    for (int i = 0; i < DOCUMENTS; i++) {
        for (int k = 1; k <= LINES; k++)
            keys[k] = next++ * 2 + 1;
        nr_recurring_add(r, here, keys, LINES + 1);
    }
    assert_true(nr_recurring_is(r, here, line, 3));
    for (uint64_t i = 1; i < next; i += 997)
        assert_false(nr_recurring_is(r, here, i * 2 + 1, 3));
    nr_recurring_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_of_letters),
        cmocka_unit_test(sites_are_hosts),
        cmocka_unit_test(three_documents_and_a_share_are_needed),
        cmocka_unit_test(a_document_counts_once),
        cmocka_unit_test(documents_without_a_site),
        cmocka_unit_test(too_many_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
