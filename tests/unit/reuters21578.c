#include "../../lib/formats/formats.h"
#include "wire_stories.h"

static const struct nr_format *const reuters = &nr_format_reuters21578;

#define OPEN                                                                                       \
    "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"5\" "          \
    "NEWID=\"7\">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n"
#define CLOSE "</TEXT>\n</REUTERS>"

static bool begins(const char *head)
{
    return reuters->begins(nr_str_of(head), nr_str_of("reut2-000.sgm"));
}

static void beginnings(void **state)
{
    (void)state;
    assert_true(begins("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n" OPEN));
    assert_true(begins("\xef\xbb\xbf\n" OPEN));
    assert_false(begins("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"));
    assert_false(begins("<REUTERS>\n<DATE>"));
    assert_false(begins("<p>" OPEN));
    assert_false(begins("See " OPEN));
    assert_false(begins("Reuters said on Monday that the ferry sailed."));
    assert_false(begins(""));
}

static void pieces(void **state)
{
    (void)state;
    assert_string_equal(
        pieces_of(reuters, nr_str_of("<!DOCTYPE lewis>\n<REUTERS A=1>\na\n</REUTERS>\n"
                                     "<REUTERS A=2>\nb <REUTERS\n<REUTERS A=3>c</reuters >x")),
        "[<REUTERS A=1>\na\n</REUTERS>][<REUTERS A=2>\nb <REUTERS\n][<REUTERS A=3>c</reuters >]");
    assert_string_equal(pieces_of(reuters, nr_str_of("<REUTERS A=1>\nnot closed")),
                        "[<REUTERS A=1>\nnot closed]");
    assert_string_equal(pieces_of(reuters, nr_str_of("<REUTERSX>\n</REUTERS> none")), "");
}

static void a_story(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(reuters, OPEN
                 "<TOPICS><D>cocoa</D><D>coffee</D></TOPICS>\n<PLACES><D>usa</D></PLACES>\n"
                 "<PEOPLE></PEOPLE><ORGS><D>icco</D></ORGS><EXCHANGES><D>nyse</D></EXCHANGES>\n"
                 "<COMPANIES></COMPANIES>\n<UNKNOWN> \n&#5;&#5;&#5;C T\n"
                 "&#22;&#22;&#1;f0704&#31;reute\nu f BC-HOLLIN-&lt;HLN>-FERRY   02-26 0105"
                 "</UNKNOWN>\n<TEXT>&#2;\n<TITLE>HOLLIN &lt;HLN> FERRY\n SAILS</TITLE>\n"
                 "<AUTHOR>    By Mara Lindt, Reuters</AUTHOR>\n"
                 "<DATELINE>    HOLLIN, Valdin, Feb 26 -\n    </DATELINE><BODY>"
                 "The ferry of Hollin Co &lt;HLN> sailed again throughout\n"
                 "the week, AT&T said, and a party of anti-ferry and anti-\ntug people did not.\n"
                 "    It was&#127;late.\n Reuter\n&#3;</BODY>" CLOSE),
        "id: reuters21578-7\ncreated: 1987-02-26\nheadline: HOLLIN <HLN> FERRY SAILS\n"
        "by: Mara Lindt\nlocated: HOLLIN, Valdin\nslugline: BC-HOLLIN-<HLN>-FERRY\n"
        "subject: cocoa\nsubject: coffee\nsubject: usa\nsubject: icco\nsubject: nyse\n\n"
        "HOLLIN, Valdin, Feb 26 - The ferry of Hollin Co <HLN> sailed again throughout the week, "
        "AT&T said, and a party of anti-ferry and anti-tug people did not.\n\nIt was late.\n");
}

static void dates_are_days(void **state)
{
    (void)state;
    static const struct {
        const char *date, *day;
    } rows[] = {
        {" 9-APR-1987 00:45:11.58", "1987-04-09"},
        {"19-OCT-1987 23:59:59.01&#9;&#9;&#9;F A", "1987-10-19"},
        {"1-JUN-1987  09:02:17.4", "1987-06-01"},
        {"soon", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_buf piece = {0}, want = {0};
        nr_buf_addf(&piece,
                    "<REUTERS NEWID=\"1\"><DATE>%s</DATE><TEXT TYPE=\"BRIEF\">"
                    "<TITLE>a</TITLE>" CLOSE,
                    rows[i].date);
        nr_buf_addf(&want, "id: reuters21578-1\n%s%s%sheadline: a\n\n\n",
                    rows[i].day[0] ? "created: " : "", rows[i].day, rows[i].day[0] ? "\n" : "");
        assert_string_equal(story_of(reuters, nr_buf_cstr(&piece)), nr_buf_cstr(&want));
        nr_buf_free(&piece);
        nr_buf_free(&want);
    }
}

static void briefs_have_no_text(void **state)
{
    (void)state;
    assert_string_equal(story_of(reuters,
                                 OPEN "<TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>FERRY SAILS\n"
                                      "</TITLE>Blah blah blah.\n&#3;\n\n" CLOSE),
                        "id: reuters21578-7\ncreated: 1987-02-26\nheadline: FERRY SAILS\n\n\n");
}

static void unprocessed(void **state)
{
    (void)state;
    const char *head = "id: reuters21578-7\ncreated: 1987-02-26\n";
    static const struct {
        const char *text, *story;
    } rows[] = {
        {"&#2;\nHOLLIN FERRY INDEX 1500\n\n FARES     169.42 OFF 1.54\n TUGS      205.85 UP  1.63\n"
         "&#3;\n",
         "headline: HOLLIN FERRY INDEX 1500\n\n FARES     169.42 OFF 1.54\n"
         " TUGS      205.85 UP  1.63\n"},
        {"&#2;\nHOLLIN 12:10\nWHEAT\nMAY7  286 3/4 UP   1/2\n REUTER...^M\n&#3;",
         "\nHOLLIN 12:10\nWHEAT\nMAY7  286 3/4 UP   1/2\n"},
        {"&#2;\nHOLLIN YARDS ISSUE BOND\nHOLLIN, March 24 - Hollin Yards is issuing a bond of 20 "
         "mln\n"
         "dlrs. REUTER\n",
         "headline: HOLLIN YARDS ISSUE BOND\nlocated: HOLLIN\n\n"
         "HOLLIN, March 24 - Hollin Yards is issuing a bond of 20 mln dlrs.\n"},
        {"&#2;\n", "\n\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_buf piece = {0}, want = {0};
        nr_buf_addf(&piece, OPEN "<TEXT TYPE=\"UNPROC\">%s" CLOSE, rows[i].text);
        nr_buf_addf(&want, "%s%s", head, rows[i].story);
        assert_string_equal(story_of(reuters, nr_buf_cstr(&piece)), nr_buf_cstr(&want));
        nr_buf_free(&piece);
        nr_buf_free(&want);
    }
}

static void what_stands_between_is_kept(void **state)
{
    (void)state;
    const char *piece =
        OPEN "<TEXT>&#2;\n<TITLE>GRAIN</TITLE>\nKANSAS WHEAT\n"
             " MAY7 273 1/2        OFF   1/2\n<DATELINE> MAR8  --     --</DATELINE>"
             "<BODY>HOLLIN WHEAT\n MAY7 284 1/2        UP      1\n More\n REUTER E\n"
             "&#3;</BODY>" CLOSE;
    const char *story = "id: reuters21578-7\ncreated: 1987-02-26\nheadline: GRAIN\n\n"
                        "KANSAS WHEAT\n MAY7 273 1/2        OFF   1/2\n MAR8  --     --\n"
                        "HOLLIN WHEAT\n MAY7 284 1/2        UP      1\n";
    assert_string_equal(story_of(reuters, piece), story);
    assert_string_equal(stories_of(reuters, nr_str_of(piece), true), story);
}

static void a_mention_is_no_end_mark(void **state)
{
    (void)state;
    assert_string_equal(story_of(reuters, OPEN "<TEXT><TITLE>a</TITLE><DATELINE>    X, May 1 - "
                                               "</DATELINE><BODY>it told Reuters.\n</BODY>" CLOSE),
                        "id: reuters21578-7\ncreated: 1987-02-26\nheadline: a\nlocated: X\n\n"
                        "X, May 1 - it told Reuters.\n");
}

static void damaged_pieces(void **state)
{
    (void)state;
    assert_string_equal(story_of(reuters, "<REUTERS <DATE>"), "bad: no REUTERS element\n");
    assert_string_equal(story_of(reuters, ""), "bad: no REUTERS element\n");
    assert_string_equal(story_of(reuters, "<REUTERS NEWID=3><TEXT><TITLE>cut off"),
                        "id: reuters21578-3\nheadline: cut off\n\n\n");
    assert_string_equal(story_of(reuters, "<REUTERS>"), "\n\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings),
        cmocka_unit_test(pieces),
        cmocka_unit_test(a_story),
        cmocka_unit_test(dates_are_days),
        cmocka_unit_test(briefs_have_no_text),
        cmocka_unit_test(unprocessed),
        cmocka_unit_test(what_stands_between_is_kept),
        cmocka_unit_test(a_mention_is_no_end_mark),
        cmocka_unit_test(damaged_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
