#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/lines.h"

/* Words that line ends cut. */

static struct nr_arena arena;

static const char *join(const char *text)
{
    static struct nr_buf out;
    nr_buf_reset(&out, 1 << 16);
    nr_arena_reset(&arena);
    nr_lines_join(&out, nr_str_of(text), &arena);
    return nr_buf_cstr(&out);
}

static void expect(const char *text, const char *want)
{
    assert_string_equal(join(text), want);
}

/* The halves in a paragraph of the language that the rest of it is in, with more behind it. */
static void expect_halves(const char *language, const char *head, const char *tail,
                          const char *want, const char *more)
{
    static struct nr_buf text, part;
    text.len = part.len = 0;
    nr_buf_addf(&text, "%s\n%s %s\n%s, %s.\n\n%s\n", language, language, head, tail, language,
                more);
    nr_buf_addf(&part, " %s, ", want);
    assert_non_null(strstr(join(nr_buf_cstr(&text)), nr_buf_cstr(&part)));
}

static const char english[] = "and the ferry was late for the third time";
static const char german[] = "und der Kahn kam von der Stadt in das Dorf";
static const char french[] = "et les gens des villages que je connais une";

static void test_the_hyphen_goes(void **state)
{
    (void)state;
    expect(
        "The commission has not yet come to a result, and its secre-\n"
        "tary would not say when. The railway men and the GOVERN-\n"
        "MENT have both agreed to wait. Mr Mac-\n"
        "Donald was not asked, and neither was the lawyer of his fa\xe2\x80\x90\n"
        "ther, who is not cheap.\n",
        "The commission has not yet come to a result, and its secretary would not say when. The "
        "railway men and the GOVERNMENT have both agreed to wait. Mr MacDonald was not asked, and "
        "neither was the lawyer of his father, who is not cheap.");
    /* Whether or not the line is full. */
    expect_halves(english, "short-", "ened", "shortened", "");
    expect_halves(english, "to-", "day", "today", "");
}

static void test_the_text_is_its_own_dictionary(void **state)
{
    (void)state;
    const char *often = "A gum-tree is a tree. Each gum-tree, any gum-tree; this gum-tree.";
    expect_halves(english, "gum-", "tree", "gum-tree", often);
    expect_halves(english, "gum-", "tree", "gumtree", "There is one gum-tree.");
    expect_halves(english, "north-", "east", "north-east", "");
    expect_halves(english, "north-", "east", "northeast", "It blows from the northeast.");
    const char *streets = "In King-street, in York-street, in Pitt-street and in Bent-street.";
    expect_halves(english, "Oxford-", "street", "Oxford-street", streets);
    expect_halves(english, "Oxford-", "street", "Oxfordstreet", "In King-street.");
}

static void test_english_compounds(void **state)
{
    (void)state;
    static const char *const kept[][3] = {
        {"two-", "thirds", "two-thirds"},
        {"Thirty-", "fifth", "Thirty-fifth"},
        {"three-year-", "old", "three-year-old"},
        {"well-", "known", "well-known"},
        {"self-", "made", "self-made"},
        {"old-", "fashioned", "old-fashioned"},
        {"mother-", "in-law", "mother-in-law"},
        {"up-to-", "date", "up-to-date"},
        {"ex-", "king", "ex-king"},
        {"X-", "rays", "X-rays"},
        {"Anglo-", "Danish", "Anglo-Danish"},
        {"un-", "American", "un-American"},
    };
    static const char *const joined[][3] = {
        {"self-", "ish", "selfish"}, {"sev-", "eral", "several"},     {"one-", "self", "oneself"},
        {"ex-", "pect", "expect"},   {"half-", "penny", "halfpenny"}, {"nor-", "thern", "northern"},
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        expect_halves(english, kept[i][0], kept[i][1], kept[i][2], "");
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
        expect_halves(english, joined[i][0], joined[i][1], joined[i][2], "");
}

static void test_french_compounds(void **state)
{
    (void)state;
    expect_halves(french, "dit-", "il", "dit-il", "");
    expect_halves(french, "a-t-", "elle", "a-t-elle", "");
    expect_halves(french, "rendez-", "vous", "rendez-vous", "");
    expect_halves(french, "peut-", "\xc3\xaatre", "peut-\xc3\xaatre", "");
    expect_halves(french, "quatre-", "vingts", "quatre-vingts", "");
    expect_halves(french, "Saint-", "Lazare", "Saint-Lazare", "");
    expect_halves(french, "new-", "yorkais", "new-yorkais", "");
    expect_halves(french, "nouvel-", "le", "nouvelle", "");
    /* Not in English. */
    expect_halves(english, "dit-", "on", "diton", "");
}

static void test_german_compounds(void **state)
{
    (void)state;
    expect_halves(german, "Reuter-", "Meldung", "Reuter-Meldung", "");
    expect_halves(german, "deutsch-", "franz\xc3\xb6sische", "deutsch-franz\xc3\xb6sische", "");
    expect_halves(german, "Vor-", "sitzende", "Vorsitzende", "");
    expect("Die Zahlen der Ein-\n"
           "und Ausfuhr sind die von der Stadt und das ist der Wert.\n",
           "Die Zahlen der Ein- und Ausfuhr sind die von der Stadt und das ist der Wert.");
}

static void test_soft_hyphens(void **state)
{
    (void)state;
    expect(
        "Der Verein hat am Sonntag sein hundertstes Jahr gefei\xc2\xac\n"
        "ert, und der Vorsitzende hielt eine lange Rede \xc3\xbc"
        "ber die Ge\xc2\xad\n"
        "schichte des Hauses am Markt und des Nord-\n"
        "ostens, dann ging er.\n",
        "Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vorsitzende hielt eine "
        "lange Rede \xc3\xbc"
        "ber die Geschichte des Hauses am Markt und des Nordostens, dann ging er.");
    /* With marks of its own for dividing, a hyphen is meant. */
    expect(
        "Der Verein hat am Sonntag sein hundertstes Jahr gefei\xc2\xac\n"
        "ert, und der Vorsitzende hielt eine lange Rede auf das Ge\xc2\xac\n"
        "b\xc3\xa4ude und die Stadt, der auch der Herr B\xc3\xbcrger\xc2\xac\n"
        "meister beiwohnte. Am Sonntag war von der Mu\xc2\xac\n"
        "sik nichts zu h\xc3\xb6ren, das schwarz-\n"
        "rote Banner hing am Mast.\n",
        "Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vorsitzende hielt eine "
        "lange Rede auf das Geb\xc3\xa4ude und die Stadt, der auch der Herr B\xc3\xbcrgermeister "
        "beiwohnte. Am Sonntag war von der Musik nichts zu h\xc3\xb6ren, das schwarz-rote Banner "
        "hing am Mast.");
}

static void test_fraktur(void **state)
{
    (void)state;
    expect(
        "Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vor=\n"
        "sitzende hielt eine lange Rede auf die Geschichte des Hauses am Markt=\n"
        "platz. Die Stadt und der Kreis, so sagte er, haben das alte schiefe Ge=\n"
        "b\xc3\xa4ude von dem Kaufmann Brand, und das war falsch, nach der Reuter=\n"
        "Meldung von gestern.\n",
        "Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vorsitzende hielt "
        "eine lange Rede auf die Geschichte des Hauses am Marktplatz. Die Stadt und der Kreis, so "
        "sagte er, haben das alte schiefe Geb\xc3\xa4ude von dem Kaufmann Brand, und das war "
        "falsch, nach der Reuter=Meldung von gestern.");
    expect("Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vor\xe2\xb8\x97\n"
           "sitzende hielt eine lange Rede.\n",
           "Der Verein hat am Sonntag sein hundertstes Jahr gefeiert, und der Vorsitzende hielt "
           "eine lange Rede.");
    /* Elsewhere it is something else. */
    expect("The sign was gone, and nobody knew any more what the first line was =\n"
           "except for the captain, who said a=\n"
           "b and that was the whole of it.\n",
           "The sign was gone, and nobody knew any more what the first line was = except for the "
           "captain, who said a= b and that was the whole of it.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_hyphen_goes),
        cmocka_unit_test(test_the_text_is_its_own_dictionary),
        cmocka_unit_test(test_english_compounds),
        cmocka_unit_test(test_french_compounds),
        cmocka_unit_test(test_german_compounds),
        cmocka_unit_test(test_soft_hyphens),
        cmocka_unit_test(test_fraktur),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
