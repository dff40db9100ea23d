#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/tags/entities_parts.h"
#include "newsreel/core/buf.h"
#include "newsreel/tags/entities.h"

/* The spans as "person:Ann Lee|place:Kent|", or with values behind "=" where they differ. */
static void read_all(struct nr_buf *out, struct nr_str text, bool careful)
{
    struct nr_entities *x = nr_entities_new();
    struct nr_entities_state *s = nr_entities_state_new();
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_tokens tokens = {0};
    nr_entities_begin(s, careful);
    nr_tokens_begin(&tokens, text);
    while (nr_tokens_next(&tokens))
        nr_entities_read(x, s, &tokens, &spans);
    nr_entities_end(x, s, text, &spans);
    for (size_t i = 0; i < spans.count; i++) {
        const struct nr_span *span = &spans.items[i];
        struct nr_str name = nr_str_sub(text, span->start, span->end);
        nr_buf_add_str(out, span->type);
        nr_buf_add_char(out, ':');
        nr_buf_add_str(out, name);
        if (!nr_str_eq(name, span->value)) {
            nr_buf_add_char(out, '=');
            nr_buf_add_str(out, span->value);
        }
        nr_buf_add_char(out, '|');
    }
    nr_tokens_free(&tokens);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
    nr_entities_state_free(s);
    nr_entities_free(x);
}

static void assert_entities(const char *text, const char *want)
{
    struct nr_buf got = {0};
    read_all(&got, nr_str_of(text), false);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

static void acronyms_stand_for_what_the_text_spells_out(void **state)
{
    (void)state;
    assert_entities(
        "The European Food Safety Authority (EFSA) agreed on Monday. EFSA will meet in Parma.",
        "organisation:European Food Safety Authority|"
        "organisation:EFSA=European Food Safety Authority|"
        "organisation:EFSA=European Food Safety Authority|place:Parma|");
    assert_entities("The World Health Organization (UNICEF) agreed. UNICEF will meet.",
                    "organisation:World Health Organization|organisation:UNICEF|"
                    "organisation:UNICEF|");
}

static void a_story(void **state)
{
    (void)state;
    assert_entities(
        "French President Emmanuel Dubois will on Monday visit Poland, where he will meet with "
        "Polish Prime Minister Jan Kowalski.\n\nDubois and Kowalski are set to discuss trade, the "
        "Kremlin said, according to TASS. Talks were held in Geneva by Russia, Ukraine and the "
        "UN.\n\n\"We wait,\" the adviser Peter Marsh told CNN in July.",
        "person:Emmanuel Dubois|place:Poland|person:Jan Kowalski|"
        "person:Dubois=Emmanuel Dubois|person:Kowalski=Jan Kowalski|organisation:Kremlin|"
        "organisation:TASS|place:Geneva|place:Russia|place:Ukraine|organisation:UN|"
        "person:Peter Marsh|organisation:CNN|");
}

static void the_tables_are_whole(void **state)
{
    (void)state;
    assert_true(nr_entities_model_is_sound());
    assert_true(nr_word_classes_are_sound());
}

static void words_used_alike_share_a_class(void **state)
{
    (void)state;
    struct nr_word_class paris = nr_word_class_of(nr_token_hash(nr_str_of("paris")), true);
    struct nr_word_class vienna = nr_word_class_of(nr_token_hash(nr_str_of("vienna")), true);
    struct nr_word_class said = nr_word_class_of(nr_token_hash(nr_str_of("said")), false);
    assert_true(paris.path && paris.fine && paris.coarse && said.path);
    assert_int_equal(paris.path, vienna.path);
    assert_int_not_equal(paris.path, said.path);
    assert_int_equal(nr_word_class_of(nr_token_hash(nr_str_of("xyzzyq")), false).path, 0);
}

/* What is found last tells what the same word is before. */
static void the_whole_text_decides(void **state)
{
    (void)state;
    assert_entities("Then Bardell spoke for an hour.\n\nThe mayor, Laura Bardell, said no.",
                    "person:Bardell=Laura Bardell|person:Laura Bardell|");
}

static void more_than_is_held_at_once(void **state)
{
    (void)state;
    struct nr_buf text = {0}, got = {0};
    for (int i = 0; i < 70000; i++)
        nr_buf_add_str(&text, nr_str_of("He saw Berlin.\n\n"));
    read_all(&got, nr_buf_str(&text), false);
    assert_int_equal(got.len, 70000 * strlen("place:Berlin|"));
    nr_buf_free(&text);
    nr_buf_free(&got);
}

static void names_with_marks(void **state)
{
    (void)state;
    assert_entities("He moved to the U.S. in May.", "place:U.S.|");
    assert_entities("It was said by Mary O'Brien on Friday.", "person:Mary O'Brien|");
}

static void days_and_nationalities_are_none(void **state)
{
    (void)state;
    assert_entities("On Tuesday German and French troops left.", "");
    assert_entities("nothing here is a name.", "");
    assert_entities("", "");
}

static void tables_begin_with_capitals(void **state)
{
    (void)state;
    assert_entities("Gross 34 cts vs 1.19 dlrs\n\nAdjd shrs 23.4 mln vs 21.9 mln\n\n"
                    "Oper shr loss two cts vs profit 14 cts",
                    "");
    assert_entities("Paris 21 degrees, 3 mm", "place:Paris|");
    assert_entities("The net of Xerbol rose, said the chairman of Xerbol Inc.\n\n"
                    "Xerbol 3.4 mln vs 2.1 mln",
                    "organisation:Xerbol|organisation:Xerbol Inc.|organisation:Xerbol|");
}

static void abbreviations_of_things_are_none(void **state)
{
    (void)state;
    assert_entities("He said GDP rose while the CPI fell, and AI was in all the news.", "");
    assert_entities("Don't go, and Can't is no name.", "");
    assert_entities("In mid-May full-time and Ohio-based staff of Class A left in April One.", "");
}

static void titles_are_written_with_capitals(void **state)
{
    (void)state;
    assert_entities("Upcoming Events and Letters From Readers\n\nShe said so in London.",
                    "place:London|");
}

static void titles_are_no_part_of_names(void **state)
{
    (void)state;
    assert_entities("Finance Minister Kiichi Miyazawa said the time has come.",
                    "person:Kiichi Miyazawa|");
}

static void what_a_company_is_called_for_short(void **state)
{
    (void)state;
    assert_entities("Velbrand Inc said it agreed to merge. Velbrand has 300 employees in Ohio.",
                    "organisation:Velbrand Inc|organisation:Velbrand|place:Ohio|");
}

static void who_has_a_share_is_a_company(void **state)
{
    (void)state;
    assert_entities("Velbrand <VLB.P> said it agreed to merge with Osrin (NYSE: OSR) in May.",
                    "organisation:Velbrand|organisation:Osrin|");
}

static void names_cross_the_lines_of_wrapped_text(void **state)
{
    (void)state;
    assert_entities("The board of the bank will meet next week in New\n"
                    "York and is to tell all of them what it has heard of\n"
                    "the loss, which nobody had foretold.\n\n"
                    "It has asked for the help of the Securities and\n"
                    "Exchange Commission in the matter.",
                    "place:New\nYork=New York|"
                    "organisation:Securities and\nExchange Commission="
                    "Securities and Exchange Commission|");
    assert_entities("Berlin\nParis", "place:Berlin|place:Paris|");
    assert_entities("Head of the office that the company has in Berlin\n"
                    "Paris office, since the fourth of May, for the north\n"
                    "London",
                    "place:Berlin|place:Paris|place:London|");
}

static void scripts_without_spaces(void **state)
{
    (void)state;
    assert_entities("\xe5\xbd\xb1\xe5\x93\x8d"
                    "CPI\xe4\xb8\x8b\xe9\x99\x8d"
                    "0.07\xe3\x80\x82",
                    "");
}

static void careful_where_nouns_are_capital(void **state)
{
    (void)state;
    struct nr_buf got = {0};
    read_all(&got, nr_str_of("Die Regierung und das Haus in Berlin haben den Vertrag."), true);
    assert_string_equal(nr_buf_cstr(&got), "place:Berlin|");
    nr_buf_free(&got);
}

static void countries(void **state)
{
    (void)state;
    struct nr_gazetteer *g = nr_gazetteer_new();
    char code[3];
    uint32_t found = nr_gazetteer_of(g, nr_str_of("New Zealand"));
    nr_name_country(found, code);
    assert_true(found & NR_NAME_COUNTRY);
    assert_string_equal(code, "NZ");
    nr_name_country(nr_gazetteer_of(g, nr_str_of("qqxzzy")), code);
    assert_string_equal(code, "");
    nr_gazetteer_free(g);
}

static void no_name_of_a_long_run_is_lost(void **state)
{
    (void)state;
    struct nr_buf text = {0}, got = {0}, want = {0};
    for (int i = 0; i < 20000; i++) {
        nr_buf_add_cstr(&text, "Ann of ");
        nr_buf_add_cstr(&want, "person:Ann|");
    }
    read_all(&got, nr_buf_str(&text), false);
    assert_true(nr_str_eq(nr_buf_str(&got), nr_buf_str(&want)));
    nr_buf_free(&want);
    nr_buf_free(&text);
    nr_buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story),
        cmocka_unit_test(acronyms_stand_for_what_the_text_spells_out),
        cmocka_unit_test(the_tables_are_whole),
        cmocka_unit_test(words_used_alike_share_a_class),
        cmocka_unit_test(the_whole_text_decides),
        cmocka_unit_test(more_than_is_held_at_once),
        cmocka_unit_test(names_with_marks),
        cmocka_unit_test(days_and_nationalities_are_none),
        cmocka_unit_test(tables_begin_with_capitals),
        cmocka_unit_test(abbreviations_of_things_are_none),
        cmocka_unit_test(titles_are_written_with_capitals),
        cmocka_unit_test(titles_are_no_part_of_names),
        cmocka_unit_test(what_a_company_is_called_for_short),
        cmocka_unit_test(who_has_a_share_is_a_company),
        cmocka_unit_test(names_cross_the_lines_of_wrapped_text),
        cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(careful_where_nouns_are_capital),
        cmocka_unit_test(countries),
        cmocka_unit_test(no_name_of_a_long_run_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
