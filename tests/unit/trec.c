#include "../../lib/formats/formats.h"
#include "wire_stories.h"

static const struct nr_format *const trec = &nr_format_trec;

static bool begins(const char *head)
{
    return trec->begins(nr_str_of(head), nr_str_of("ap880212"));
}

static void beginnings(void **state)
{
    (void)state;
    assert_true(begins("<DOC>\n<DOCNO> AP880212-0004 </DOCNO>\n"));
    assert_true(begins("\n<DOC id=\"AFP_ENG_19940512.0002\" type=\"story\" >\n<HEADLINE>\n"));
    assert_true(begins("<doc><docno>1</docno>"));
    assert_true(
        begins("<doc id=\"12\" url=\"https://hollin.example/?curid=12\" title=\"Ferry\">\n"));
    assert_false(begins("<doc id=\"12\"><field/></doc>"));
    assert_false(begins("<DOC>\n<HTML>"));
    assert_false(begins("<DOCS><DOC id=\"1\">"));
    assert_false(begins("<!DOCTYPE html>\n<html><DOC id=\"1\">"));
    assert_false(begins("Files of <DOC id=\"1\"> elements"));
    assert_false(begins(""));
}

static void pieces(void **state)
{
    (void)state;
    assert_string_equal(
        pieces_of(trec, nr_str_of("<DOC>\na\n</DOC>\n<DOC id=\"2\">\nb < c <DOCNO>\n"
                                  "<DOC>\nnot closed\n<doc>d</doc>")),
        "[<DOC>\na\n</DOC>][<DOC id=\"2\">\nb < c <DOCNO>\n]"
        "[<DOC>\nnot closed\n][<doc>d</doc>]");
}

static void associated_press(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(
            trec,
            "<DOC>\n<DOCNO> AP880212-0004 </DOCNO>\n<FILEID>AP-NR-02-12-88 1637EST</FILEID>\n"
            "<1ST_LINE>r w AM-FerryFares     02-12 0155</1ST_LINE>\n"
            "<2ND_LINE>AM-Ferry Fares,150</2ND_LINE>\n"
            "<HEAD>Ferry Fares Will Go Up</HEAD>\n<HEAD>Eds: Adds prices</HEAD>\n"
            "<HEAD>First rise since 1980</HEAD>\n<BYLINE>By MARA LINDT and JON PELL</BYLINE>\n"
            "<BYLINE>Associated Press Writers</BYLINE>\n<DATELINE>HOLLIN, N.J. (AP) </DATELINE>\n"
            "<TEXT>\n   Fares for cars on the Orme ferry will be $6.27 each way, an\n"
            "increase of less than 80 cents, the harbor board said.\n"
            "   ``Nobody likes it,'' said a member of AT&T, where fares are <\n"
            "5 pct of it and <SRD> > 3.\n   Cars               6.27\n"
            "   Bicycles           1.10\n</TEXT>\n</DOC>"),
        "id: AP880212-0004\ncreated: 1988-02-12T16:37:00-05:00\nsection: w\n"
        "headline: Ferry Fares Will Go Up\nby: MARA LINDT\nby: JON PELL\nlocated: HOLLIN, N.J.\n"
        "slugline: AM-Ferry Fares\nsummary: First rise since 1980\n\n"
        "Fares for cars on the Orme ferry will be $6.27 each way, an increase of less than 80 "
        "cents, "
        "the harbor board said.\n\n``Nobody likes it,'' said a member of AT&T, where fares are < 5 "
        "pct of it and <SRD> > 3.\n\n   Cars               6.27\n   Bicycles           1.10\n");
}

static void wall_street_journal(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(trec, "<DOC>\n<DOCNO> WSJ870324-0001 </DOCNO>\n<HL> Hollin Yards Is Near Accord\n"
                       "@  To Sell Unit\n@  ----\n@  By Ana Soto\n@  Staff Reporter </HL>\n"
                       "<DD> 03/24/87</DD>\n<SO> COURIER (J)</SO>\n<DATELINE> HOLLIN </DATELINE>\n"
                       "<LP>\n   Hollin Yards &amp; Co. is close to an accord.\n</LP>\n"
                       "<TEXT>\n   It may\nsell a tug.\n</TEXT>\n</DOC>"),
        "id: WSJ870324-0001\ncreated: 1987-03-24\nheadline: Hollin Yards Is Near Accord To Sell "
        "Unit\n"
        "by: Ana Soto\nlocated: HOLLIN\n\nHollin Yards & Co. is close to an accord.\n\n"
        "It may sell a tug.\n");
}

static void financial_times_and_fbis(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(trec,
                 "<DOC>\n<DOCNO>FT921-3 </DOCNO>\n<PROFILE>_AN-CE</PROFILE>\n<DATE>920527\n"
                 "</DATE>\n<HEADLINE>\nFT  27 MAY 92 / World News: No second ferry\n"
                 "</HEADLINE>\n<TEXT>\nThere is none.\n</TEXT>\n<PUB>The Courier\n</PUB></DOC>"),
        "id: FT921-3\ncreated: 1992-05-27\nheadline: World News: No second ferry\n\n"
        "There is none.\n");
    assert_string_equal(
        story_of(trec, "<DOC>\n<DOCNO> FBIS3-1 </DOCNO>\n<HT> \"drafr\" </HT>\n<HEADER>\n"
                       "<DATE1>  17 Mar 1994 </DATE1>\nArticle Type:BFN\n</HEADER>\n"
                       "<F P=100> HOLLIN </F>\n<H3> <TI>  Council Waits </TI></H3>\n<TEXT>\n"
                       "Language: <F P=105> French </F>\n  [Excerpt] The council met the harbour \n"
                       "master on Monday. \n  It waits. \n</TEXT></DOC>"),
        "id: FBIS3-1\ncreated: 1994-03-17\nheadline: Council Waits\n\nLanguage:  French\n\n"
        "[Excerpt] The council met the harbour master on Monday.\n\nIt waits.\n");
}

static void gigaword(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(trec,
                 "<DOC id=\"AFP_ENG_19940512.0002\" type=\"story\" >\n<HEADLINE>\n"
                 "Ferry cases\njump\n</HEADLINE>\n<DATELINE>\nHollin, May 12 (AFP)\n"
                 "</DATELINE>\n<TEXT>\n<P>\nThe harbour confirmed 26 cases of sea-\nsickness\n"
                 "on Sunday.\n</P>\n<P>\n``The ferry continued.''\n</P>\n</TEXT>\n</DOC>"),
        "id: AFP_ENG_19940512.0002\ncreated: 1994-05-12\nlanguage: en\n"
        "headline: Ferry cases jump\nlocated: Hollin\n\n"
        "The harbour confirmed 26 cases of sea-sickness on Sunday.\n\n``The ferry continued.''\n");
    assert_string_equal(
        story_of(trec,
                 "<DOC id=\"XIN_CMN_19950101.0083\" type=\"multi\" >\n<TEXT>\n<P>\n渡船在星期二\n"
                 "再次启航。\n</P>\n</TEXT>\n</DOC>"),
        "id: XIN_CMN_19950101.0083\ncreated: 1995-01-01\nlanguage: zh\nsection: multi\n\n"
        "渡船在星期二再次启航。\n");
}

static void aquaint(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(trec,
                 "<DOC>\n<DOCNO> NYT19980601.0001 </DOCNO>\n<DATE_TIME> 1998-06-01 00:02 "
                 "</DATE_TIME>\n<HEADER>\nA7753 &Cx1f; taf-z\nu a &Cx13;  &Cx11;  BC-OBIT-NYT "
                 "&LR;      06-01 0290\n</HEADER>\n<BODY>\n<SLUG> BC-OBIT-NYT </SLUG>\n"
                 "<HEADLINE>\nLINDT DIES AT 69\n</HEADLINE>\n   (sw)\n By WOLF SACHS\n"
                 " c.1998 Courier\n<TEXT>\n<P>\n   HOLLIN _ Kenneth Lindt, a rower &AMP;\n"
                 "swimmer, died.\n</P>\n</TEXT>\n</BODY>\n<TRAILER>\nNYT-06-01-98 0002EDT "
                 "&QL;\n</TRAILER>\n</DOC>"),
        "id: NYT19980601.0001\ncreated: 1998-06-01T00:02:00-04:00\nsection: a\n"
        "headline: LINDT DIES AT 69\nby: WOLF SACHS\nlocated: HOLLIN\nslugline: BC-OBIT-NYT\n\n"
        "HOLLIN _ Kenneth Lindt, a rower & swimmer, died.\n");
}

static void los_angeles_times(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(trec,
                 "<DOC>\n<DOCNO> LA010189-0018 </DOCNO>\n<DOCID> 42 </DOCID>\n<DATE>\n<P>\n"
                 "January 1, 1989, Sunday, Home Edition\n</P>\n</DATE>\n<SECTION>\n<P>\n"
                 "Calendar; Page 24; Calendar Desk\n</P>\n</SECTION>\n<HEADLINE><P>OUT\n</P>\n"
                 "</HEADLINE>\n<BYLINE>\n<P>\nBy Mara Lindt\n</P>\n</BYLINE>\n<TEXT>\n<P>\nOne\n"
                 "</P>\n<P>\nTwo\n</P>\n</TEXT>\n<SUBJECT><P>FERRIES; ROWING</P></SUBJECT></DOC>"),
        "id: LA010189-0018\ncreated: 1989-01-01\nsection: Calendar\nheadline: OUT\nby: Mara Lindt\n"
        "subject: FERRIES\nsubject: ROWING\n\nOne\n\nTwo\n");
}

static void other_files_of_that_shape(void **state)
{
    (void)state;
    assert_string_equal(story_of(trec, "<doc id=\"12\" url=\"https://hollin.example/12\" "
                                       "title=\"The Ferry\">\nThe Ferry\n\nIt sails.\n</doc>"),
                        "id: 12\nurl: https://hollin.example/12\nheadline: The Ferry\n\n"
                        "The Ferry\n\nIt sails.\n");
    assert_string_equal(story_of(trec, "<DOC><DOCNO>C-1</DOCNO>\na < b > c\n"),
                        "id: C-1\n\na < b > c\n");
    assert_string_equal(story_of(trec, "<DOC><DOCNO>NT-1</DOCNO><LANG>EN</LANG><ABSTRACT>\nIt\n"
                                       "sails.</ABSTRACT><TEXT>one</TEXT>"),
                        "id: NT-1\nlanguage: EN\nsummary: It sails.\n\none\n");
    assert_string_equal(story_of(trec,
                                 "<DOC>\n<DOCNO>WT01-1</DOCNO>\n<DOCHDR>\n"
                                 "http://hollin.example:80/a.html 10.0.0.1 1997\nHTTP/1.0 200\n"
                                 "</DOCHDR>\n<html><title>x</title><p>y</html>\n</DOC>"),
                        "id: WT01-1\nurl: http://hollin.example:80/a.html\n"
                        "html: \n<html><title>x</title><p>y</html>\n\n\n\n");
    assert_string_equal(story_of(trec, "<DOC><DOCNO>C-1</DOCNO><TEXT>one</TEXT><TEXT>two"),
                        "id: C-1\n\none\n\ntwo\n");
}

static const char *created_of(const char *number, const char *date)
{
    static struct nr_buf created;
    struct nr_buf piece = {0};
    nr_buf_addf(&piece, "<DOC><DOCNO> %s </DOCNO><DATE> %s </DATE><TEXT>x", number, date);
    struct nr_str story = nr_str_of(story_of(trec, nr_buf_cstr(&piece)));
    size_t at = nr_str_find(story, nr_str_of("created: "));
    created.len = 0;
    if (at < story.len)
        nr_buf_add(&created, story.data + at + 9, 10);
    nr_buf_free(&piece);
    return nr_buf_cstr(&created);
}

static void dates(void **state)
{
    (void)state;
    assert_string_equal(created_of("AP880212-0004", ""), "1988-02-12");
    assert_string_equal(created_of("LA010189-0001", "soon"), "1989-01-01");
    assert_string_equal(created_of("APW19981016.0240", ""), "1998-10-16");
    assert_string_equal(created_of("FR940104-0-00001", ""), "1994-01-04");
    assert_string_equal(created_of("FT911-3", "910514"), "1991-05-14");
    assert_string_equal(created_of("X-1", "= 891102"), "1989-11-02");
    assert_string_equal(created_of("X-1", "08/18/1998 15:32:00"), "1998-08-18");
    assert_string_equal(created_of("X-1", "13/18/1998"), "");
    assert_string_equal(created_of("AP889912-0004", "1 March 1994"), "1994-03-01");
    assert_string_equal(created_of("ZF109-012-345", ""), "");
    assert_string_equal(created_of("CR93E-10279", ""), "");
    assert_string_equal(created_of("19980601", ""), "");
}

static void lines_are_kept_when_asked(void **state)
{
    (void)state;
    const char *piece = "<DOC><DOCNO>C-1</DOCNO><TEXT>\n<P>\n  one\ntwo\n</P>\n<P>three</P></TEXT>";
    assert_string_equal(stories_of(trec, nr_str_of(piece), true),
                        "id: C-1\n\n  one\ntwo\n\nthree\n");
}

static void damaged_pieces(void **state)
{
    (void)state;
    assert_string_equal(story_of(trec, "<DOC <DOCNO>"), "bad: no DOC element\n");
    assert_string_equal(story_of(trec, ""), "bad: no DOC element\n");
    assert_string_equal(story_of(trec, "<DOC>"), "\n\n");
    assert_string_equal(story_of(trec, "<DOC><HEADLINE>cut <TEXT>off"), "headline: cut\n\noff\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings),
        cmocka_unit_test(pieces),
        cmocka_unit_test(associated_press),
        cmocka_unit_test(wall_street_journal),
        cmocka_unit_test(financial_times_and_fbis),
        cmocka_unit_test(gigaword),
        cmocka_unit_test(aquaint),
        cmocka_unit_test(los_angeles_times),
        cmocka_unit_test(other_files_of_that_shape),
        cmocka_unit_test(dates),
        cmocka_unit_test(lines_are_kept_when_asked),
        cmocka_unit_test(damaged_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
