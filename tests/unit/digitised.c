#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/formats/formats.h"
#include "read_all.h"

#define ALTO(blocks)                                                                               \
    "<alto><Layout><Page><PrintSpace>" blocks "</PrintSpace></Page></Layout></alto>"
#define BLOCK(id, lines) "<TextBlock ID='" id "'>" lines "</TextBlock>"
#define LINE(words)      "<TextLine>" words "</TextLine>"
#define W(word)          "<String CONTENT='" word "'/>"
#define PART(half, word, number)                                                                   \
    "<String CONTENT='" half "' SUBS_TYPE='HypPart" number "' SUBS_CONTENT='" word "'/>"
#define SP        "<SP/>"
#define HYP(mark) "<HYP CONTENT='" mark "'/>"

static struct read r;

static const char *alto(const char *text)
{
    read_all(&r, &nr_format_alto, text);
    return r.stories.first ? cstr(&r, r.stories.first->text) : NULL;
}

static void test_lines_are_joined_blocks_are_paragraphs(void **state)
{
    (void)state;
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("a") SP W("b")) LINE(W("c")))
                                      BLOCK("b", LINE(W("d"))) BLOCK("c", ""))),
                        "a b c\n\nd");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("a") W(",") SP W("b"))))), "a, b");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("a") W("b"))))), "a b");
    assert_string_equal(alto(ALTO("<ComposedBlock>" BLOCK("a", LINE(W("a"))) "</ComposedBlock>")),
                        "a");
}

static void test_halves_of_words(void **state)
{
    (void)state;
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(PART("wa", "water", "1") HYP("-"))
                                                 LINE(PART("ter", "water", "2") SP W("a"))))),
                        "water a");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("wa-") HYP("-")) LINE(W("ter"))))), "water");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("Wa") HYP("-")) LINE(W("Ter"))))), "Wa-Ter");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("Wa") HYP("\xc2\xac")) LINE(W("Ter"))))),
                        "WaTer");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("a") SP W("-")) LINE(W("b"))))), "a - b");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(PART("ter", "water", "2") SP W("a"))))), "a");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(PART("wa", "water", "1") HYP("-")))
                                      BLOCK("b", LINE(PART("ter", "water", "2"))))),
                        "water");
    assert_string_equal(alto(ALTO(BLOCK("a", LINE(W("wa") HYP("-"))) BLOCK("b", LINE(W("b"))))),
                        "wa-\n\nb");
}

static void test_reading_order(void **state)
{
    (void)state;
#define ORDER(refs)                                                                                \
    "<alto><ReadingOrder><OrderedGroup>" refs                                                      \
    "</OrderedGroup></ReadingOrder><Layout><Page><PrintSpace>" BLOCK(                              \
        "a", LINE(W("a"))) "<ComposedBlock ID='k'>" BLOCK("b", LINE(W("b")))                       \
        BLOCK("c", LINE(W("c"))) "</ComposedBlock>" BLOCK(                                         \
            "d", LINE(W("d"))) "</PrintSpace></Page></Layout></alto>"
    assert_string_equal(alto(ORDER("")), "a\n\nb\n\nc\n\nd");
    assert_string_equal(alto(ORDER("<ElementRef REF='d'/><ElementRef REF='k'/>")),
                        "d\n\nb\n\nc\n\na");
    assert_string_equal(alto(ORDER("<ElementRef REF='c'/><UnorderedGroup><ElementRef REF='x'/>"
                                   "<ElementRef REF='a'/></UnorderedGroup>")),
                        "c\n\na\n\nb\n\nd");
#undef ORDER
}

static void test_margins_are_left_out(void **state)
{
    (void)state;
    assert_string_equal(
        alto("<alto><Layout><Page><TopMargin>" BLOCK(
            "m",
            LINE(W(
                "m"))) "</TopMargin><PrintSpace>" BLOCK("a",
                                                        LINE(W(
                                                            "a"))) "</"
                                                                   "PrintSpace><"
                                                                   "BottomMargin>" BLOCK(
                                                                       "n",
                                                                       LINE(W(
                                                                           "n"))) "</"
                                                                                  "BottomMargin></"
                                                                                  "Page></Layout></"
                                                                                  "alto>"),
        "a");
}

static void test_tables(void **state)
{
    (void)state;
#define CELL(top, word) "<TextBlock VPOS='" top "' HEIGHT='10'>" LINE(W(word)) "</TextBlock>"
    assert_string_equal(alto(ALTO("<ComposedBlock TYPE='Table'>" CELL("10", "a") CELL("14", "b")
                                      CELL("30", "c") CELL("29", "d") "</ComposedBlock>")),
                        "a\tb\nc\td");
#undef CELL
}

static void test_a_page_is_a_story(void **state)
{
    (void)state;
    alto("<alto><Layout><Page><PrintSpace><TextBlock LANG='de'>" LINE(W(
        "a")) "</TextBlock></PrintSpace></Page><Page><PrintSpace>" BLOCK("b",
                                                                         LINE(W("b"))) "</"
                                                                                       "PrintSpace>"
                                                                                       "</Page></"
                                                                                       "Layout></"
                                                                                       "alto>");
    assert_string_equal(cstr(&r, story_at(&r, 0)->language), "de");
    assert_string_equal(cstr(&r, story_at(&r, 1)->text), "b");
    assert_null(story_at(&r, 2));
    assert_null(alto("<alto><Description/></alto>"));
    assert_int_equal(r.bad, 1);
}

static void test_mets_is_told(void **state)
{
    (void)state;
    read_all(&r, &nr_format_mets, "<mets/>");
    assert_null(r.stories.first);
    assert_string_equal(r.stories.drop, "mets");
}

#define TEI(header, text)                                                                          \
    "<TEI><teiHeader>" header "</teiHeader><text xml:lang='la'><body>" text "</body></text></TEI>"

static const struct nr_story *tei(const char *text)
{
    read_all(&r, &nr_format_tei, text);
    return r.stories.first;
}

static void test_text_of_tei(void **state)
{
    (void)state;
#define BODY(content) cstr(&r, tei(TEI("", content))->text)
    assert_string_equal(BODY("<head>A</head><p>b <hi>c</hi>\nd</p>"), "A\n\nb c d");
    assert_string_equal(BODY("<p>a-<lb break='no'/>b c<lb/>d<pb/></p>"), "ab c d");
    assert_string_equal(BODY("<fw>x</fw><p>a<note>x</note><figure><head>x</head></figure></p>"),
                        "a");
    assert_string_equal(BODY("<p><choice><sic>x</sic><corr>a</corr></choice> <sic>b</sic></p>"),
                        "a b");
    assert_string_equal(BODY("<lg><l>a</l><l>b</l></lg><list><item>c</item><item>d</item></list>"),
                        "a\nb\n\nc\nd");
#undef BODY
}

static void test_header_of_tei(void **state)
{
    (void)state;
    const struct nr_story *s = tei(TEI(
        "<fileDesc><titleStmt><title>T</title><author>A</author><author>B</author></titleStmt>"
        "<publicationStmt><date>2015</date><idno>i</idno></publicationStmt><sourceDesc><p><date "
        "when='1848-03-15'>x</date></p></sourceDesc></fileDesc>",
        "<p>a</p>"));
    assert_string_equal(cstr(&r, s->headline), "T");
    assert_string_equal(list(&r, &s->by), "A|B");
    assert_string_equal(cstr(&r, s->created), "1848-03-15");
    assert_string_equal(cstr(&r, s->id), "i");
    assert_string_equal(cstr(&r, s->language), "la");
    tei("<teiCorpus>" TEI("", "<p>a</p>") TEI("", "<p>b</p>") "</teiCorpus>");
    assert_string_equal(cstr(&r, story_at(&r, 1)->text), "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_joined_blocks_are_paragraphs),
        cmocka_unit_test(test_halves_of_words),
        cmocka_unit_test(test_reading_order),
        cmocka_unit_test(test_margins_are_left_out),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_a_page_is_a_story),
        cmocka_unit_test(test_mets_is_told),
        cmocka_unit_test(test_text_of_tei),
        cmocka_unit_test(test_header_of_tei),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&r.arena);
    return failed;
}
