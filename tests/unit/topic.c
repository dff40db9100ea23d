/* Which words of a page's title a text shares, and whether a page is a discussion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/html/forum.h"
#include "../../lib/html/topic.h"

static struct nr_topic topic_of(const char *title)
{
    struct nr_dom dom = {0};
    struct nr_buf page = {0};
    struct nr_topic t;
    nr_buf_addf(&page, "<head><title>%s</title><title>Second</title></head><p>Body text", title);
    nr_dom_parse(&dom, nr_buf_str(&page));
    nr_topic_read(&t, &dom);
    nr_dom_free(&dom);
    nr_buf_free(&page);
    return t;
}

/* How many keys the title has, times a hundred, and how many of them are found in text. */
static unsigned keys(const char *title, const char *text)
{
    struct nr_topic t = topic_of(title);
    unsigned n = t.count * 100;
    for (uint64_t found = nr_topic_found(&t, nr_str_of(text)); found; found &= found - 1)
        n++;
    return n;
}

static void compares_beginnings(void **state)
{
    (void)state;
    assert_int_equal(keys("Lighthouse keepers on strike", "The lighthouse keeper was striking."),
                     303);
    assert_int_equal(keys("Lighthouse keepers on strike", "Nothing of it, not even on Sunday."),
                     300);
    assert_int_equal(keys("The sea, the sky", "The sea and the sky"), 0);
    assert_int_equal(keys("Storm, storm and STORM", "storms"), 101);
}

static void reads_other_scripts(void **state)
{
    (void)state;
    assert_int_equal(keys("Хирург из Перми", "хирурга ждали в ПЕРМИ"), 202);
    assert_int_equal(keys("Φάρος στο λιμάνι", "Ο φάρος, το λιμάνι."), 202);
    assert_int_equal(keys("Żółtawa ŁÓDŹ", "żółtawe łódź"), 202);
    assert_int_equal(keys("灯塔熄灭", "港口的灯塔星期天夜里熄灭了"), 302);
    assert_int_equal(keys("灯，塔", "灯塔"), 0);
    assert_int_equal(keys("ประภาคาร", "ประภาคาร"), 707);
}

static void has_limits(void **state)
{
    struct nr_buf title = {0};
    struct nr_topic empty = topic_of("");
    (void)state;
    for (int i = 0; i < 300; i++)
        nr_buf_addf(&title, "%c%cxyz ", 'a' + i % 26, 'a' + i / 26);
    assert_int_equal(keys(nr_buf_cstr(&title), nr_buf_cstr(&title)), 6464);
    assert_int_equal(nr_topic_found(&empty, nr_str_of("any words")), 0);
    assert_int_equal(nr_topic_found(&empty, nr_str(NULL, 0)), 0);
    nr_buf_free(&title);
}

static bool is_forum(const char *page)
{
    struct nr_dom dom = {0};
    nr_dom_parse(&dom, nr_str_of(page));
    bool is = nr_forum_is(&dom);
    nr_dom_free(&dom);
    return is;
}

static void knows_forums(void **state)
{
    (void)state;
    assert_true(is_forum("<html itemscope itemtype=http://schema.org/QAPage><p>A question"));
    assert_true(is_forum("<div itemtype='https://schema.org/DiscussionForumPosting'>A post</div>"));
    assert_true(is_forum("<script type=application/ld+json>"
                         "{\"@type\":\"DiscussionForumPosting\"}</script><p>A post"));
    assert_false(is_forum("<script type=application/ld+json></script><p>About a QAPage"));
    assert_false(is_forum("<div itemtype=https://schema.org/NewsArticle>An article</div>"));
    assert_false(is_forum(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_beginnings),
        cmocka_unit_test(reads_other_scripts),
        cmocka_unit_test(has_limits),
        cmocka_unit_test(knows_forums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
