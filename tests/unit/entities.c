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

static void long_runs_of_capitals(void **state)
{
    (void)state;
    struct nr_buf text = {0}, got = {0};
    for (int i = 0; i < 20000; i++)
        nr_buf_add_cstr(&text, "Ann of ");
    read_all(&got, nr_buf_str(&text), false);
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
        cmocka_unit_test(careful_where_nouns_are_capital),
        cmocka_unit_test(countries),
        cmocka_unit_test(long_runs_of_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
