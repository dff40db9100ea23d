#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/html/offers.h"

/* The names in a byline, joined with bars. */
static void check(const char *byline, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_offers o = {.arena = &arena};
    struct nr_buf joined = {0};
    nr_offer_names(&o, nr_str_of(byline));
    for (size_t i = 0; i < o.author_count; i++) {
        if (i)
            nr_buf_add_char(&joined, '|');
        nr_buf_add_str(&joined, o.authors[i]);
    }
    if (!nr_str_is(nr_buf_str(&joined), want))
        print_error("%s gives %s\n", byline, nr_buf_cstr(&joined));
    assert_true(nr_str_is(nr_buf_str(&joined), want));
    nr_buf_free(&joined);
    nr_arena_free(&arena);
}

static void separates_names(void **state)
{
    (void)state;
    check("Ann Lee, Bo Kim and Cy Doe", "Ann Lee|Bo Kim|Cy Doe");
    check("Ann Lee & Bo Kim; Ann Lee", "Ann Lee|Bo Kim");
    check("Ann Lee und Bo Kim", "Ann Lee|Bo Kim");
    check("Lee, Ann", "Lee, Ann");
    check("Ли, Анна М.", "Ли, Анна М.");
    check("Lee, Ann; Kim, Bo", "Lee, Ann|Kim, Bo");
    check("Ann Lee, Bo", "Ann Lee|Bo");
    check("李安, 金波", "李安|金波");
    check("Lee, Reuters", "Lee");
}

static void leaves_out_what_is_no_name(void **state)
{
    (void)state;
    check("By Ann Lee, Senior Reporter", "Ann Lee");
    check("Von Dr. Ann Lee,", "Ann Lee");
    check("Text: Ann Lee / Reuters", "Ann Lee");
    check("| Ann Lee", "Ann Lee");
    check("ann.lee; ann_lee; ann@harbour.example; http://a.example/; {name}", "");
    check("Harbour GmbH", "");
    check("Harbour Post Staff; la rédaction; 7 News; Ann Stafford", "Ann Stafford");
    check("Recueilli par Ann Lee", "Ann Lee");
    check("Текст: Анна Ли", "Анна Ли");
    check("Ann Lee, Harbour-Verlag GmbH, Valdin, Elbonia", "Ann Lee");
    check("2804; 219.79.38.192; 2006-2020; 50 Knots", "50 Knots");
    check("Ann Lee, November 18, 2019 12:01 PM Print this article", "Ann Lee");
    check("Publisher", "");
    check("By Ann Lee in London and Bo Kim in Paris", "Ann Lee|Bo Kim");
    check("Ann Lee for The Harbour Post", "Ann Lee");
    check("Ann Lee (AFP)", "Ann Lee");
    check("Ann Lee - Reuters", "Ann Lee");
    check("Sophie in 't Veld", "Sophie in 't Veld");
    check("AFP", "");
    check("AFP/Ann Lee", "Ann Lee");
    check("Ann Lee/The Harbour Post", "Ann Lee");
    check("harbour.example/author/ann", "");
    check("Ann Lee, Special to The Post", "Ann Lee");
    check("Ann Lee, for CNN", "Ann Lee");
    check("Ann Lee, Ph.D.", "Ann Lee");
    check("Dr. med. Ann Lee", "Ann Lee");
    check("Ann Lee with Bo Kim", "Ann Lee|Bo Kim");
    check("Ann Lee avec AFP", "Ann Lee");
    check("Ann Lee and agencies", "Ann Lee");
    check("ANN LEE AND BO KIM", "ANN LEE|BO KIM");
    check("Ann Lee, Bo Kim, and Cy Doe", "Ann Lee|Bo Kim|Cy Doe");
    check("undefined", "");
    check("Ann Lee ,Harbour Post", "Ann Lee");
    check("Ann Post, Bo Kim", "Ann Post|Bo Kim");
    check("Liste 90/Die Hafenpartei", "Liste 90/Die Hafenpartei");
    check("Ann Lee For The Post On Sunday", "Ann Lee");
    check("", "");
}

static void knows_how_languages_join_names(void **state)
{
    (void)state;
    check("Ana López y Juan Pérez", "Ana López|Juan Pérez");
    check("José Ortega y Gasset", "José Ortega y Gasset");
    check("Ana Souza e João Lima", "Ana Souza|João Lima");
    check("Anna Kowal i Jan Nowak", "Anna Kowal|Jan Nowak");
    check("Анна Ли и Иван Ким", "Анна Ли|Иван Ким");
    check("Ana López en Nueva York", "Ana López en Nueva York");
    check("Ann Lee · Bo Kim — Cy Doe •", "Ann Lee|Bo Kim|Cy Doe");
    check("Oleh: Budi Santoso", "Budi Santoso");
    check("كتب: أحمد علي", "أحمد علي");
    check("記者王小明／台北報導", "王小明|台北報導");
    check("홍길동 기자", "홍길동");
    check("山田太郎、鈴木花子", "山田太郎|鈴木花子");
    check("By, Ann Lee, and, Bo Kim", "Ann Lee|Bo Kim");
}

/* What a line gives as a byline of names of at least two words. */
static void check_line(const char *line, bool many, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_offers o = {.arena = &arena};
    struct nr_str names = nr_byline_names(&o, nr_str_of(line), 2, many);
    if (!nr_str_is(names, want))
        print_error("%s gives %.*s\n", line, (int)names.len, names.data);
    assert_true(nr_str_is(names, want));
    nr_arena_free(&arena);
}

static void takes_names_out_of_lines(void **state)
{
    (void)state;
    check_line("By Ann Lee, Bo Kim, Cy Doe and Dee Fox, Harbour", false,
               "By Ann Lee; Bo Kim; Cy Doe; Dee Fox");
    check_line("By Ann Lee • 12 March 2023 • 5 min read", false, "By Ann Lee");
    check_line("Von Anna Müller · 12. März 2023", false, "Von Anna Müller");
    check_line("By Ann Lee March 12, 2023", false, "By Ann Lee");
    check_line("Written by Ann Lee Published 12 March 2023", false, "Written by Ann Lee");
    check_line("Submitted by Ann Lee on Fri, 04/06/2012", false, "Submitted by Ann Lee");
    check_line("By Ann Lee Photos by Bo Kim", false, "By Ann Lee");
    check_line("By Ann Lee @annlee", false, "By Ann Lee");
    check_line("By | Ann Lee | Senior Reporter | View All Posts", false, "Ann Lee");
    check_line("Ann Lee | Bo Kim", true, "Ann Lee; Bo Kim");
    check_line("山田太郎 記者", false, "山田太郎 記者");
    check_line("新闻部", false, "");
    check_line("Ann Lee covers the harbour and its bridges", false, "");
    check_line("von Heiko", false, "von Heiko");
    check_line("Heiko", false, "");
    check_line("Ann van der Lee, Bo de la Kim", false, "Ann van der Lee; Bo de la Kim");
    check_line("Gerüchte über Lautsprecher", false, "");
    check_line("Ann Lee | Published: Today", true, "Ann Lee");
    check_line("Ann Lee Stand: 12.03.2023", false, "Ann Lee");
    check_line("王小明 摄", false, "");
    check_line("12 March 2023", false, "");
    check_line("", false, "");
}

static void bounds_names(void **state)
{
    struct nr_buf many = {0};
    struct nr_offers o = {.author_count = 0};
    (void)state;
    for (int i = 0; i < 100; i++)
        nr_buf_addf(&many, "Ann Lee%c%c; ", 'a' + i / 26, 'a' + i % 26);
    nr_offer_names(&o, nr_buf_str(&many));
    assert_int_equal(o.author_count, NR_AUTHORS);
    nr_buf_free(&many);
}

static void tells_names(void **state)
{
    (void)state;
    assert_true(nr_looks_like_names(nr_str_of("Ann Lee"), 2));
    assert_true(nr_looks_like_names(nr_str_of("Ann van der Lee"), 2));
    assert_true(nr_looks_like_names(nr_str_of("Анна Ли"), 2));
    assert_true(nr_looks_like_names(nr_str_of("Ann"), 1));
    assert_false(nr_looks_like_names(nr_str_of("Ann"), 2));
    assert_false(nr_looks_like_names(nr_str_of("Posted on"), 2));
    assert_false(nr_looks_like_names(nr_str_of("Ann Lee 12"), 2));
    assert_false(nr_looks_like_names(nr_str_of("A B C D E F G H"), 2));
}

static void tells_bylines(void **state)
{
    (void)state;
    assert_true(nr_is_byline(nr_str_of("By Ann Lee")));
    assert_true(nr_is_byline(nr_str_of("von Ann Lee und Bo Kim")));
    assert_true(nr_is_byline(nr_str_of("Von Anna Müller · 12. März 2023, 18:05 Uhr")));
    assert_true(nr_is_byline(nr_str_of("By Ann Lee, Bo Kim, Cy Doe and Dee Fox")));
    assert_false(nr_is_byline(nr_str_of("Par Ann Lee, la maire de la ville")));
    assert_false(nr_is_byline(nr_str_of("Von der Messung zur Dienstleistung")));
    assert_false(nr_is_byline(nr_str_of("文：基金,期货与外汇市场的金融资讯")));
    assert_false(nr_is_byline(nr_str_of("By the sea")));
    assert_false(nr_is_byline(nr_str_of("Dr. Ann Lee")));
    assert_false(nr_is_byline(nr_str_of("Byron Ann Lee")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separates_names),
        cmocka_unit_test(leaves_out_what_is_no_name),
        cmocka_unit_test(knows_how_languages_join_names),
        cmocka_unit_test(takes_names_out_of_lines),
        cmocka_unit_test(bounds_names),
        cmocka_unit_test(tells_names),
        cmocka_unit_test(tells_bylines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
