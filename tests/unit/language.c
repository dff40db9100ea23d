#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include "newsreel/tags/language.h"
#include <pthread.h>

static void assert_tag(const char *text, const char *tag)
{
    struct nr_language language = nr_language_detect(nr_str_of(text));
    assert_int_equal(language.tag.len, strlen(tag));
    assert_memory_equal(language.tag.data, tag, language.tag.len);
}

static const char english[] =
    "The council decided on Tuesday that the old bridge would be closed for repairs until spring. ";
static const char german[] =
    "Der Stadtrat beschloss am Dienstag, dass die alte Brücke bis zum Frühjahr gesperrt bleibt. ";

static void tags(void **state)
{
    (void)state;
    assert_tag(english, "en");
    assert_tag(german, "de");
    assert_tag("מועצת העיר החליטה לסגור את הגשר הישן עד האביב.", "he");
    assert_tag("市議會週二決定，舊橋將關閉維修至明年春天，居民對此表示擔憂。", "zh-Hant");
    assert_tag("市议会周二决定，旧桥将关闭维修至明年春天，居民对此表示担忧。", "zh");
    assert_tag("", "und");
    assert_tag("12 345 ... !!", "und");
}

static void unknown_is_not_reliable(void **state)
{
    (void)state;
    struct nr_language language = nr_language_detect(nr_str_of("12 345 ... !!"));
    assert_int_equal(language.percent, 0);
    assert_false(language.reliable);
    language = nr_language_detect(nr_str_of(english));
    assert_true(language.percent > 90);
    assert_true(language.reliable);
}

/* A long text is judged by its parts, wherever they are cut. */
static void long_texts(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    nr_buf_add_cstr(&text, english);
    for (size_t i = 0; i < 200; i++)
        nr_buf_add_cstr(&text, german);
    for (size_t cut = 0; cut < 100; cut++) {
        struct nr_str s = nr_str_sub(nr_buf_str(&text), 0, text.len - cut);
        s.len = nr_utf8_valid(s);
        struct nr_language language = nr_language_detect(s);
        assert_true(nr_str_is(language.tag, "de"));
    }
    nr_buf_free(&text);
}

static void *detect_many(void *wrong)
{
    for (size_t i = 0; i < 200; i++) {
        *(size_t *)wrong += !nr_str_is(nr_language_detect(nr_str_of(english)).tag, "en");
        *(size_t *)wrong += !nr_str_is(nr_language_detect(nr_str_of(german)).tag, "de");
    }
    return NULL;
}

static void threads(void **state)
{
    (void)state;
    pthread_t thread[4];
    size_t wrong[4] = {0};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, detect_many, &wrong[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags),
        cmocka_unit_test(unknown_is_not_reliable),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
