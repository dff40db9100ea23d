#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/utf8.h"
#include "newsreel/text/compose.h"
#include <stdlib.h>
#include <utf8proc.h>

static bool composes_to(struct nr_str text, struct nr_str want)
{
    struct nr_buf out = {0};
    nr_text_compose(&out, text);
    bool same = nr_str_eq(nr_buf_str(&out), want);
    nr_buf_free(&out);
    return same;
}

static void letters_and_marks(void **state)
{
    (void)state;
    static const char *const forms[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"e\u0301te\u0301", "\u00e9t\u00e9"},
        {"\u0301 alone", "\u0301 alone"},
        {"Vie\u0323\u0302t", "Vi\u1ec7t"},
        {"a\u0301\u0323", "\u1ea1\u0301"},            /* in another order */
        {"\u1112\u1161\u11ab", "\ud55c"},             /* Hangul */
        {"\u304b\u3099\u3002", "\u304c\u3002"},       /* kana */
        {"\u0958", "\u0915\u093c"},                   /* is never composed */
        {"5 \u212b, 3 \u2126", "5 \u00c5, 3 \u03a9"}, /* encoded twice */
        {"\u0438\u0306", "\u0439"},
        {"\u0f73\u0f73", "\u0f71\u0f71\u0f72\u0f72"},
        {"\u09c7\u09be", "\u09cb"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct nr_str from = nr_str_of(forms[i][0]), to = nr_str_of(forms[i][1]);
        assert_true(composes_to(from, to));
        assert_true(nr_text_may_compose(from) || nr_str_eq(from, to));
    }
}

/* Each character beside a letter and each of some marks. */
static void single_characters(void **state)
{
    (void)state;
    static const uint32_t marks[] = {0,     0x301, 0x5b0, 0x64b, 0x654,
                                     0x93c, 0x94d, 0x9be, 0xf72, 0x3099};
    for (uint32_t c = 0x300; c < 0x1200; c++)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            struct nr_buf text = {0}, want = {0};
            utf8proc_uint8_t *form = NULL;
            nr_utf8_add(&text, 'a');
            nr_utf8_add(&text, c);
            if (marks[i])
                nr_utf8_add(&text, marks[i]);
            utf8proc_ssize_t n =
                utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &form,
                             UTF8PROC_STABLE | UTF8PROC_COMPOSE);
            assert_true(n > 0);
            nr_buf_add(&want, (const char *)form, (size_t)n);
            if (!nr_text_may_compose(nr_buf_str(&text)))
                assert_true(nr_str_eq(nr_buf_str(&text), nr_buf_str(&want)));
            free(form);
            nr_buf_free(&text);
            nr_buf_free(&want);
        }
}

static void what_is_composed_already(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\u201cQuoted\u201d \u2014 caf\u00e9 \u20ac 5\u2026",
        "\u041c\u043e\u0441\u043a\u0432\u0430 \u0451\u0439",
        "\u0928\u092e\u0938\u094d\u0924\u0947 \u0995\u09be\u099c",
        "\u6771\u4eac\u3001\u304c\u30ac\uff21",
        "\u0e19\u0e49\u0e33 \u0e17\u0e35\u0e48",
        "\u0627\u0644\u0623\u0645\u064e\u0651\u0629",
        "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd\ufe0f",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct nr_buf text = {0};
        for (int n = 0; n < 40; n++) /* some blocks of it */
            nr_buf_add_cstr(&text, texts[i]);
        assert_false(nr_text_may_compose(nr_buf_str(&text)));
        assert_true(composes_to(nr_buf_str(&text), nr_buf_str(&text)));
        nr_buf_free(&text);
    }
}

/* Wherever a mark stands. */
static void every_place(void **state)
{
    (void)state;
    for (size_t before = 0; before < 140; before++) {
        struct nr_buf text = {0}, want = {0};
        for (size_t i = 0; i < before; i++)
            nr_buf_add_cstr(&text, i % 3 ? "x" : "\u6771");
        nr_buf_add_str(&want, nr_buf_str(&text));
        nr_buf_add_cstr(&text,
                        "e\u0301 and so on, for as long as a block is and a bit longer than that");
        nr_buf_add_cstr(&want,
                        "\u00e9 and so on, for as long as a block is and a bit longer than that");
        assert_true(nr_text_may_compose(nr_buf_str(&text)));
        assert_false(nr_text_may_compose(nr_buf_str(&want)));
        assert_true(composes_to(nr_buf_str(&text), nr_buf_str(&want)));
        nr_buf_free(&text);
        nr_buf_free(&want);
    }
}

/* All characters, in form D, one behind the other. */
static void every_character(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x30000; c++) {
        struct nr_buf text = {0};
        utf8proc_uint8_t *form = NULL;
        if (c >= 0xd800 && c < 0xe000)
            continue;
        nr_utf8_add(&text, c);
        utf8proc_ssize_t n =
            utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &form,
                         UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
        assert_true(n > 0);
        struct nr_str apart = nr_str((const char *)form, (size_t)n);
        struct nr_buf a = {0}, b = {0};
        nr_text_compose(&a, apart);
        nr_text_compose(&b, nr_buf_str(&text));
        if (c != 0x2000 && c != 0x2001) /* two spaces that are written as two others */
            assert_true(nr_str_eq(nr_buf_str(&a), nr_buf_str(&b)));
        assert_true(nr_text_may_compose(apart) || nr_str_eq(apart, nr_buf_str(&a)));
        assert_true(nr_text_may_compose(nr_buf_str(&text)) ||
                    nr_str_eq(nr_buf_str(&text), nr_buf_str(&b)));
        free(form);
        nr_buf_free(&text);
        nr_buf_free(&a);
        nr_buf_free(&b);
    }
}

/* A million marks in two orders are not put in order, and take no time. */
static void endless_marks(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    nr_buf_add_char(&text, 'e');
    for (int i = 0; i < 500000; i++)
        nr_buf_add_cstr(&text, "\u0301\u0323");
    assert_true(nr_text_may_compose(nr_buf_str(&text)));
    assert_true(composes_to(nr_buf_str(&text), nr_buf_str(&text)));
    nr_buf_free(&text);
}

static void cut_characters(void **state)
{
    (void)state;
    static const char *const texts[] = {"e\xcc", "e\u0301\xe3\x82", "\xe0", "\xf0\x9f\x91",
                                        "\x80\xcc"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t len = strlen(texts[i]);
        char *exact = malloc(len);
        struct nr_buf out = {0};
        assert_non_null(exact);
        memcpy(exact, texts[i], len);
        nr_text_may_compose(nr_str(exact, len));
        nr_text_compose(&out, nr_str(exact, len));
        nr_buf_free(&out);
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_marks),        cmocka_unit_test(single_characters),
        cmocka_unit_test(what_is_composed_already), cmocka_unit_test(every_place),
        cmocka_unit_test(every_character),          cmocka_unit_test(endless_marks),
        cmocka_unit_test(cut_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
