#include "newsreel/formats/mets.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../lib/formats/formats.h"

static struct nr_arena arena;
static struct nr_stories stories;

/* ---- Names ---- */

static const char *path(const char *s)
{
    return nr_arena_cstr(&arena, nr_mets_path(&arena, nr_str_of(s)));
}

static const char *target(const char *mets, const char *href)
{
    return nr_arena_cstr(&arena, nr_mets_target(&arena, nr_str_of(mets), nr_str_of(href)));
}

static void test_paths(void **state)
{
    (void)state;
    assert_string_equal(path("a/./b//c.xml"), "a/b/c.xml");
    assert_string_equal(path("./c.xml"), "c.xml");
    assert_string_equal(path("/a/../../c.xml"), "/c.xml");
    assert_string_equal(path("a/../../c.xml"), "../c.xml");
    assert_string_equal(path("../../c.xml"), "../../c.xml");
    assert_string_equal(path("d/x.zip!/../../c.xml"), "d/x.zip!/c.xml");
    assert_string_equal(path("x.zip!/a/../c.xml"), "x.zip!/c.xml");
    assert_string_equal(path(""), "");
    assert_int_equal(nr_mets_folder(nr_str_of("a/b/c")), 4);
    assert_int_equal(nr_mets_folder(nr_str_of("c")), 0);
}

static void test_targets(void **state)
{
    (void)state;
    assert_string_equal(target("d/mets.xml", "alto/1.xml"), "d/alto/1.xml");
    assert_string_equal(target("mets.xml", "file://./alto/1.xml"), "alto/1.xml");
    assert_string_equal(target("d/mets.xml", " .\\alto\\1.xml "), "d/alto/1.xml");
    assert_string_equal(target("d/m/mets.xml", "../alto/a%20b%2.xml"), "d/alto/a b%2.xml");
    assert_string_equal(target("x.zip!/mets.xml", "../../alto/1.xml"), "x.zip!/alto/1.xml");
    assert_string_equal(target("x.zip!/mets.xml", "file:///etc/passwd"), "*/passwd");
    assert_string_equal(target("d/mets.xml", "/a/1.xml"), "*/1.xml");
    assert_string_equal(target("d/mets.xml", "D:\\scans\\1.xml"), "*/1.xml");
    assert_string_equal(target("d/mets.xml", "https://a.example/t/1.xml"), "*/1.xml");
    assert_string_equal(target("d/mets.xml", "https://a.example/t/"), "");
    assert_string_equal(target("d/mets.xml", ""), "");
    assert_string_equal(target("d/mets.xml", "a/.."), "");
    assert_string_equal(target("x.zip!/d/mets.xml", "..\\"), "");
    assert_int_equal(nr_mets_compare(nr_str_of("A/b"), nr_str_of("a/B")), 0);
    assert_true(nr_mets_compare(nr_str_of("a"), nr_str_of("ab")) < 0);
    assert_true(nr_mets_compare(nr_str_of("b"), nr_str_of("AB")) > 0);
}

static size_t look(const char *text, bool *areas, const char **first)
{
    struct nr_mets_files files;
    nr_mets_look(&files, &arena, nr_str_of("d/mets.xml"), nr_str_of(text));
    *areas = files.areas;
    *first = files.count ? nr_arena_cstr(&arena, files.targets[0]) : "";
    return files.count;
}

static void test_looks(void **state)
{
    (void)state;
    bool areas;
    const char *first;
    assert_int_equal(look("<m:mets><m:FLocat a='1' x:href = \"a&amp;b.xml\"/><FLocat href='2.xml'>"
                          "<m:area FILEID='A' BEGIN='b'/>",
                          &areas, &first),
                     2);
    assert_true(areas);
    assert_string_equal(first, "d/a&b.xml");
    assert_int_equal(look("<FLocatX href='1'/><area FILEID='A'/><FLocat xhref='1' href=1 href/>< "
                          "FLocat",
                          &areas, &first),
                     0);
    assert_false(areas);
    assert_int_equal(look("<FLocat href='unfinished", &areas, &first), 1);
    assert_int_equal(look("<", &areas, &first), 0);
}

/* ---- Issues ---- */

static enum nr_status read_issue(const char *mets, const char *first, const char *second,
                                 unsigned over)
{
    static const struct nr_format_options options = {.keep_lines = false};
    struct nr_charset_scratch charset = {0};
    struct nr_error e;
    const struct nr_file_part parts[] = {
        {.path = nr_str_of("x.zip!/d/1.xml"), .bytes = nr_str_of(first)},
        {.path = nr_str_of("x.zip!/d/2.xml"), .bytes = nr_str_of(second)}};
    const struct nr_reading r = {.bytes = nr_str_of(mets),
                                 .path = nr_str_of("x.zip!/d/mets.xml"),
                                 .parts = parts,
                                 .part_count = second  ? 2
                                               : first ? 1
                                                       : 0,
                                 .state = over,
                                 .charset = &charset,
                                 .options = &options};
    nr_arena_reset(&arena);
    stories = (struct nr_stories){.arena = &arena};
    enum nr_status status = nr_format_mets.read(&r, &stories, &e);
    nr_charset_scratch_free(&charset);
    return status;
}

static void add_field(struct nr_buf *out, const char *name, struct nr_str s)
{
    if (!s.len)
        return;
    nr_buf_addf(out, " %s=", name);
    nr_buf_add_str(out, s);
}

/* A line for each story and loss. */
static void tell(struct nr_buf *out)
{
    for (const struct nr_story *s = stories.first; s; s = s->next) {
        if (!s->text.len && !s->fragment.len)
            continue;
        nr_buf_addf(out, "%zu", s->part);
        add_field(out, "div", s->fragment);
        add_field(out, "head", s->headline);
        add_field(out, "in", s->section);
        add_field(out, "of", s->site);
        add_field(out, "on", s->created);
        add_field(out, "lang", s->language);
        add_field(out, "at", s->url);
        for (const struct nr_text_item *i = s->by.first; i; i = i->next)
            add_field(out, "by", i->text);
        for (const struct nr_text_item *i = s->subjects.first; i; i = i->next)
            add_field(out, "about", i->text);
        if (s->text.len)
            nr_buf_add_char(out, ' ');
        for (size_t i = 0; i < s->text.len; i++)
            nr_buf_add_char(out, s->text.data[i] == '\n' ? '|' : s->text.data[i]);
        nr_buf_add_cstr(out, s->truncated ? " ...\n" : "\n");
    }
    for (const struct nr_story_loss *l = stories.losses; l; l = l->next) {
        nr_buf_add_cstr(out, "lost ");
        nr_buf_add_str(out, l->path);
        nr_buf_addf(out, ": %s\n", l->text);
    }
}

static void expect(const char *mets, const char *first, const char *second, const char *want)
{
    struct nr_buf got = {0};
    assert_int_equal(read_issue(mets, first, second, 0), NR_OK);
    tell(&got);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

#define FILES                                                                                      \
    "<fileSec><file ID='A'><FLocat href='1.xml'/></file><file ID='B'><FLocat href='2.xml'/>"       \
    "</file><file ID='I'><FLocat href='1.tif'/></file></fileSec>"
#define ISSUE(map)        "<mets>" FILES "<structMap TYPE='LOGICAL'>" map "</structMap></mets>"
#define AREA(file, block) "<area FILEID='" file "' BETYPE='IDREF' BEGIN='" block "'/>"
#define DIV(type, id, in) "<div TYPE='" type "' ID='" id "'>" in "</div>"
#define PAGE(blocks)      "<alto><Layout><Page ID='p'>" blocks "</Page></Layout></alto>"
#define BLOCK(id, word)                                                                            \
    "<TextBlock ID='" id "'><TextLine ID='" id "l'><String CONTENT='" word "'/></TextLine>"        \
    "</TextBlock>"
#define TWO PAGE(BLOCK("a", "A") BLOCK("b", "B"))

static void test_articles_have_their_blocks_in_order(void **state)
{
    (void)state;
    expect(ISSUE(DIV("ISSUE", "i",
                     DIV("ARTICLE", "x", AREA("B", "b") AREA("A", "a"))
                         DIV("ARTICLE", "y", AREA("B", "a") AREA("A", "b")))),
           TWO, PAGE(BLOCK("a", "C") BLOCK("b", "D")), "0 div=x D||A\n0 div=y C||B\n");
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "b"))), TWO, TWO, "0 div=x B\n1 A\n2 A||B\n");
}

static void test_headings_stand_apart(void **state)
{
    (void)state;
#define PARTS                                                                                      \
    DIV("HEADING", "", DIV("TITLE", "", AREA("A", "a")) DIV("Sub-Headline", "", AREA("A", "b")))   \
    DIV("AUTHOR", "", AREA("A", "c"))                                                              \
    DIV("BODY", "", DIV("HEADING", "", AREA("A", "d")) DIV("NOBODY_KNOWS", "", AREA("A", "e")))
    const char *page = PAGE(BLOCK("a", "Ice") BLOCK("b", "Ships wait") BLOCK("c", "By Mina Ardel")
                                BLOCK("d", "D") BLOCK("e", "E"));
    expect(ISSUE(DIV("ARTICLE", "x", PARTS)), page, NULL,
           "0 div=x head=Ice Ships wait by=Mina Ardel D||E\n");
    /* A title that is typed, unless it is much shorter. */
    expect(ISSUE("<div TYPE='ARTICLE' ID='x' LABEL='Ice: ships wait'>" PARTS "</div>"), page, NULL,
           "0 div=x head=Ice: ships wait by=Mina Ardel D||E\n");
    expect(ISSUE("<div TYPE='ARTICLE' ID='x' LABEL='Ice...'>" PARTS "</div>"), page, NULL,
           "0 div=x head=Ice Ships wait by=Mina Ardel D||E\n");
#undef PARTS
}

static void test_sections(void **state)
{
    (void)state;
    const char *page = PAGE(BLOCK("a", "Sport") BLOCK("b", "B") BLOCK("c", "C"));
#define HEAD DIV("HEADING", "", AREA("A", "a"))
    expect(ISSUE(DIV("SECTION", "s", HEAD DIV("BODY", "", DIV("ARTICLE", "x", AREA("A", "b"))))
                     DIV("DEATH_NOTICE", "y", AREA("A", "c"))),
           page, NULL, "0 div=x in=Sport B\n0 div=y in=DEATH_NOTICE C\n");
    /* One that nobody is in is a document, and so is one with text of its own. */
    expect(ISSUE(DIV("SECTION", "s", HEAD)), page, NULL, "0 div=s head=Sport in=SECTION\n1 B||C\n");
    expect(ISSUE(DIV("SECTION", "s", HEAD AREA("A", "c") DIV("ARTICLE", "x", AREA("A", "b")))),
           page, NULL, "0 div=s head=Sport in=SECTION C\n0 div=x in=Sport B\n");
    expect(ISSUE(DIV("TITLE_SECTION", "t", HEAD DIV("IMPRINT", "y", AREA("A", "c")))), page, NULL,
           "0 div=t head=Sport in=TITLE_SECTION C\n1 B\n");
    /* In an article it is a part. */
    expect(ISSUE(DIV(
               "ARTICLE", "x",
               HEAD DIV("BODY", "",
                        DIV("SECTION", "s", DIV("HEADING", "", AREA("A", "b")) AREA("A", "c"))))),
           page, NULL, "0 div=x head=Sport B||C\n");
    /* Articles in an article are documents of their own, pictures are not. */
    expect(ISSUE(DIV("ADVERTISEMENTS", "s",
                     AREA("A", "a") DIV("Picture", "p", AREA("A", "b"))
                         DIV("ADVERTISEMENT", "x", AREA("A", "c")))),
           page, NULL, "0 div=s in=ADVERTISEMENTS Sport||B\n0 div=x in=ADVERTISEMENT C\n");
#undef HEAD
}

#define DESCRIBED(id, what)                                                                        \
    "<dmdSec ID='" id "'><mdWrap><xmlData>" what "</xmlData></mdWrap></dmdSec>"

static void test_descriptions(void **state)
{
    (void)state;
    expect(
        "<mets>" DESCRIBED("P",
                           "<mods><titleInfo><nonSort>L'</nonSort><title>Union</title></titleInfo>"
                           "<originInfo><dateIssued>1871-1934</dateIssued></originInfo></mods>")
            DESCRIBED("I", "<mods><part><date>27.12.1871</date></part><language><languageTerm "
                           "type='text'>German</languageTerm><languageTerm type='code'>ger"
                           "</languageTerm></language><relatedItem ID='R'><titleInfo><title>In "
                           "it</title></titleInfo></relatedItem></mods>")
                DESCRIBED("D", "<oai_dc:dc><dc:title>Core</dc:title><dc:creator>Bo Ek"
                               "</dc:creator><dc:date>1872</dc:date><dc:subject>Ice</dc:subject>"
                               "<dc:identifier>12</dc:identifier><dc:identifier>http://a.example/"
                               "</dc:identifier></oai_dc:dc>") FILES
        "<structMap TYPE='logical'><div TYPE='Newspaper' DMDID='none P'>"
        "<div TYPE='ISSUE' DMDID='I'><div TYPE='ARTICLE' ID='x' DMDID='R'>" AREA(
            "A", "a") "</div><div TYPE='ARTICLE' ID='y' DMDID='D'>"
                      "" AREA("A", "b") "</div></div></div></structMap></mets>",
        TWO, NULL,
        "0 div=x head=In it of=L'Union on=1871-12-27 lang=de A\n"
        "0 div=y head=Core of=L'Union on=1871-12-27 lang=de at=http://a.example/ by=Bo Ek "
        "about=Ice B\n");
    /* Of an issue that no div refers to, the date. */
    expect("<mets>" DESCRIBED("I", "<dc><date>1871-12-27</date><title>T</title></dc>") FILES
           "<structMap TYPE='LOGICAL'>" DIV("ARTICLE", "x", AREA("A", "a")) "</structMap></mets>",
           TWO, NULL, "0 div=x on=1871-12-27 A\n1 on=1871-12-27 B\n");
}

static void test_authors_by_role(void **state)
{
    (void)state;
    expect("<mets>" DESCRIBED(
               "I", "<mods><name><namePart type='family'>Ek</namePart><namePart type='given'>Bo"
                    "</namePart><namePart type='date'>1850</namePart></name><name><namePart>Printer"
                    "</namePart><role><roleTerm>prt</roleTerm></role></name><subject><topic>Ice"
                    "</topic><topic>Sea</topic></subject></mods>") FILES
           "<structMap TYPE='LOGICAL'><div TYPE='ARTICLE' ID='x' DMDID='I'>" DIV(
               "AUTHOR", "", AREA("A", "a")) "</div></structMap></mets>",
           TWO, NULL, "0 div=x by=Bo Ek about=Ice about=Sea A\n1 B\n");
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    expect(
        ISSUE(DIV("ARTICLE", "x", AREA("A", "a") AREA("B", "a") AREA("B", "b"))), TWO, NULL,
        "0 div=x A ...\n1 B\nlost x.zip!/d/2.xml: a page that the METS file names is not there\n");
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "a") AREA("C", "a") AREA("D", "a"))), TWO, NULL,
           "0 div=x A ...\n1 B\nlost : pages are named that the METS file does not list\n");
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "a") AREA("A", "z"))), TWO, NULL,
           "0 div=x A ...\n1 B\n");
    assert_int_equal(stories.missing, 1);
    expect(ISSUE(DIV("ARTICLE", "x", AREA("B", "a"))), TWO, "<alto/>",
           "1 A||B\nlost x.zip!/d/2.xml: ALTO without a layout\n");
    assert_int_equal(stories.missing, 0);
}

static void test_claims(void **state)
{
    (void)state;
    const char *page = PAGE("<TopMargin>" BLOCK("m", "M")
                                BLOCK("n", "N") "</TopMargin><ComposedBlock ID='k'>" BLOCK("a", "A")
                                    BLOCK("b", "B") "</ComposedBlock><Illustration ID='i'/>" BLOCK(
                                        "c", "C") "<ComposedBlock ID='t' TYPE='table'><TextBlock "
                                                  "ID='d' VPOS='1'><TextLine><String "
                                                  "CONTENT='D'/></TextLine></TextBlock>" BLOCK(
                                                      "e", "E") "</ComposedBlock>");
    /* Around a block, and on a line of it; pictures have no text; margins only if named. */
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "b") AREA("A", "i") AREA("A", "m"))
                     DIV("ARTICLE", "y", AREA("A", "k") AREA("A", "cl") AREA("A", "d"))),
           page, NULL, "0 div=x B||M\n0 div=y A||C||D\n1 E\n");
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "t"))), page, NULL, "0 div=x D\tE\n1 A||B||C\n");
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "p"))), page, NULL, "0 div=x M||N||A||B||C||D\tE\n");
    /* The first has it. */
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "a") AREA("A", "a"))
                     DIV("ARTICLE", "y", AREA("A", "a") AREA("A", "b"))),
           TWO, NULL, "0 div=x A\n0 div=y B\n");
    assert_int_equal(stories.shared, 1);
}

static void test_other_maps(void **state)
{
    (void)state;
    const char *none[] = {"<mets/>",
                          "<mets>" FILES "</mets>",
                          "<mets>" FILES "<structMap TYPE='PHYSICAL'><div TYPE='PAGE'>" AREA(
                              "A", "a") "</div>"
                                        "</structMap></mets>",
                          ISSUE(DIV("ARTICLE", "x", "<area FILEID='A'/><fptr FILEID='A'/>")),
                          ISSUE(DIV("ARTICLE", "x", "<area FILEID='A' BETYPE='TIME' BEGIN='a'/>")),
                          ISSUE("<div>" AREA("A", "a") "</div>" AREA("A", "a")),
                          ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        expect(none[i], TWO, NULL, "1 A||B\n");
        read_issue(none[i], NULL, NULL, 0);
        assert_null(stories.first);
        assert_string_equal(stories.drop, "mets");
    }
    read_issue(ISSUE(DIV("ARTICLE", "x", AREA("A", "a"))), NULL, NULL, 0);
    assert_string_equal(stories.drop, "mets-without-pages");
    assert_null(stories.losses);
    read_issue(ISSUE(DIV("ARTICLE", "x", AREA("A", "a"))), NULL, NULL, NR_METS_OVER);
    assert_string_equal(stories.drop, "mets-too-large");
}

static void test_damage(void **state)
{
    (void)state;
    expect("<mets>" FILES "<structMap TYPE='LOGICAL'>" DIV(
               "ARTICLE", "x", AREA("A", "a")) "<div TYPE='ARTICLE' ID='y'><div TY",
           TWO, NULL,
           "0 div=x A\n1 B\n"
           "lost : the METS file ends too early: blocks behind that are in no article\n");
    assert_int_equal(stories.mended, 1);
    /* An ID that is there already, and none. */
    expect(ISSUE(DIV("ARTICLE", "x", AREA("A", "a")) DIV("ARTICLE", "x", AREA("A", "b"))), TWO,
           NULL, "0 div=x A\n0 div=x/1 B\n");
    expect(ISSUE(DIV("ARTICLE", "", AREA("A", "a"))), TWO, NULL, "0 div=/0 A\n1 B\n");
}

static void test_many_areas(void **state)
{
    (void)state;
    enum { MANY = 200000 };
    struct nr_buf mets = {0};
    nr_buf_add_cstr(&mets, "<mets>" FILES "<structMap TYPE='LOGICAL'><div TYPE='ARTICLE' ID='x'>");
    for (size_t i = 0; i < MANY; i++)
        nr_buf_addf(&mets, "<area FILEID='%s' BEGIN='b%zu'/>", i % 2 ? "A" : "B", i);
    for (size_t i = 0; i < 3 * NR_STORY_LOSSES; i++)
        nr_buf_addf(&mets, "<area FILEID='A' BEGIN='%s'/>", i % 2 ? "a" : "b");
    nr_buf_add_cstr(&mets, "</div></structMap></mets>");
    expect(nr_buf_cstr(&mets), TWO, NULL,
           "0 div=x B||A ...\n"
           "lost x.zip!/d/2.xml: a page that the METS file names is not there\n");
    nr_buf_free(&mets);
}

static void test_losses_are_counted(void **state)
{
    (void)state;
    nr_arena_reset(&arena);
    stories = (struct nr_stories){.arena = &arena};
    for (size_t i = 0; i < NR_STORY_LOSSES + 5; i++)
        nr_story_lose(&stories, nr_str_of("a"), "gone");
    size_t n = 0;
    for (const struct nr_story_loss *l = stories.losses; l; l = l->next)
        n++;
    assert_int_equal(n, NR_STORY_LOSSES);
    assert_int_equal(stories.loss_count, NR_STORY_LOSSES + 5);
}

static int end(void **state)
{
    (void)state;
    nr_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_articles_have_their_blocks_in_order),
        cmocka_unit_test(test_headings_stand_apart),
        cmocka_unit_test(test_sections),
        cmocka_unit_test(test_descriptions),
        cmocka_unit_test(test_authors_by_role),
        cmocka_unit_test(test_what_is_not_there),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_other_maps),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_many_areas),
        cmocka_unit_test(test_losses_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
