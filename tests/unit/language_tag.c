#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/language_tag.h"

static void expect(const char *s, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_str tag = nr_language_tag(&arena, nr_str_of(s));
    if (!nr_str_is(tag, want))
        print_error("'%.*s'\n", (int)tag.len, tag.data ? tag.data : "");
    assert_true(nr_str_is(tag, want));
    nr_arena_free(&arena);
}

static void keeps_tags_as_they_are(void **state)
{
    static const char *const tags[] = {"en",
                                       "EN",
                                       "nds",
                                       "en-GB",
                                       "es-419",
                                       "zh-Hant-TW",
                                       "zh-cmn-Hans-CN",
                                       "zh-min-nan-hak",
                                       "sl-rozaj-biske-1994",
                                       "de-1996",
                                       "de-DE-u-co-phonebk-t-und",
                                       "en-x-i",
                                       "x-house-style",
                                       "az-Arab-x-AZE-derbend"};
    (void)state;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        expect(tags[i], tags[i]);
}

static void mends_what_is_meant(void **state)
{
    (void)state;
    expect("en_US", "en-US");
    expect(" pt_BR\n", "pt-BR");
    expect("sr_Latn-RS", "sr-Latn-RS");
}

static void refuses_what_is_none(void **state)
{
    static const char *const others[] = {"",
                                         "-",
                                         "en-",
                                         "-en",
                                         "en--GB",
                                         "zz-!!",
                                         "English",
                                         "e",
                                         "123",
                                         "en US",
                                         "en,de",
                                         "utf-8",
                                         "en-US.UTF",
                                         "en-GB-US",
                                         "en-u",
                                         "en-x",
                                         "x",
                                         "de-u-x-a",
                                         "en-GB-deu",
                                         "{{lang}}",
                                         "zh-min-nan-hak-wuu",
                                         "de-Latn-1",
                                         "français",
                                         "abcdefghi",
                                         "en-waytoolong",
                                         "en-Latn-variant1-variant2-variant3-variant4-variant5-"
                                         "variant6-variant7-variant8-variant9-varianta"
                                         "-variantb"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        expect(others[i], "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_tags_as_they_are),
        cmocka_unit_test(mends_what_is_meant),
        cmocka_unit_test(refuses_what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
