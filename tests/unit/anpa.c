#include "../../lib/formats/formats.h"
#include "wire_stories.h"

static const struct nr_format *const anpa = &nr_format_anpa;

#define SOH "\x01"
#define STX "\x02"
#define ETX "\x03"
#define EOT "\x04"
#define TEXT_HEADER                                                                                \
    SOH "W2870\x1f"                                                                                \
        "asian\nf l\x13\x11 BC-LT--Hollin-FerryB     11-13 1049\n" STX
#define TABLE_HEADER SOH "s0284\x1f-----\r\nr s\x14\x12 BC-BBO--FerryGlance     08-18 \r\n" STX

static bool begins(const char *head)
{
    return anpa->begins(nr_str_of(head), nr_str_of("a.tst"));
}

static void beginnings(void **state)
{
    (void)state;
    assert_true(begins("\x16\x16" TEXT_HEADER "^BC"));
    assert_true(begins("\r\n" TABLE_HEADER));
    assert_true(begins(SOH "a0042\r\nr s\x13\x11 Ferry  7-3 0100\r\n" STX));
    assert_false(begins(SOH "eca062 4 i 211 ccccb   dpa 061\r\n\n" STX));
    assert_false(begins(SOH "W2870\x1f"
                            "asian\nno keyword\n" STX));
    assert_false(begins(SOH "W2870\x1f"
                            "asian\nf l BC-Hollin 11-13 1049\n"));
    assert_false(begins("W2870 f l BC-LT--Hollin-FerryB     11-13 1049\n" STX));
    assert_false(begins("\x16\x16"));
    assert_false(begins(""));
}

static void a_story(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(anpa, TEXT_HEADER
                 "^BC-LT--Hollin-Ferry Beauty, 1st Ld-Writethru,466<\n"
                 "^For Hollin ferries, mirrors can hurt <\n^AP Photo XNP101, XNP102<\n"
                 "^(Eds: With AP Photos.)<\n^Ferries look into mirrors and are hurt.<\n"
                 "^EDITOR'S NOTE _ Part of a series.<\n"
                 "^By PAUL PELL and ANA SOTO=\n^Associated Press=\n"
                 "\t   HOLLIN, Valdin (AP) _ For ferries even looking in the mirror is\n"
                 "difficult. \n \n\t   ``Hope,'' she said.<\n\n\t   ___\n \n"
                 "\t   Pell reported from Brastova.\n^END<\n\n\t   " ETX
                 "AP-WF-11-13-13 1509GMT<\n\n\f\n" EOT),
        "created: 2013-11-13T15:09:00Z\nsection: l\nheadline: For Hollin ferries, mirrors can "
        "hurt\n"
        "by: PAUL PELL\nby: ANA SOTO\nlocated: HOLLIN, Valdin\n"
        "slugline: BC-LT--Hollin-Ferry Beauty, 1st Ld-Writethru\n"
        "summary: Ferries look into mirrors and are hurt.\n\n"
        "EDITOR'S NOTE _ Part of a series.\n\n"
        "HOLLIN, Valdin (AP) _ For ferries even looking in the mirror is difficult.\n\n"
        "``Hope,'' she said.\n\nPell reported from Brastova.\n");
}

static void tables(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(anpa, TABLE_HEADER
                 "^BC-BBO--Ferry Glance< \r\n^Ferry Standings= \r\n^All Times EDT= \r\n"
                 "^By The Associated Press=\r\n^EAST=\r\n"
                 "\b^\x1f\x1e W\x1e \x1e \x1e L\x1e \x1e Pct\r\n"
                 "\bHollin\x10 Bay\x1f\x1e 73\x1e \x1e 52\x1e .584\r\n"
                 "\b;W;L\x10 \r\n\bNew\x10 Orme;12;3{\x10 \r\n"
                 "\t   ___=\r\n^Saturday's Races=\r\n\t   Hollin 6, Orme 5 \r\n"
                 "\t   Valdin 4, Brastova 2< \r\n^Sunday's Races=\r\n"
                 "\t   Orme at Hollin, 6:10 p.m.\r\n" ETX "AP-WF-08-18-19 2017GMT<" EOT),
        "created: 2019-08-18T20:17:00Z\nsection: s\nheadline: Ferry Standings\n"
        "by: The Associated Press\nslugline: BC-BBO--Ferry Glance\n\n"
        "All Times EDT\nEAST\n\tW\tL\tPct\nHollin Bay\t73\t52\t.584\n\tW\tL\nNew Orme\t12\t3{\n\n"
        "Saturday's Races\nHollin 6, Orme 5\nValdin 4, Brastova 2\n\n"
        "Sunday's Races\nOrme at Hollin, 6:10 p.m.\n");
}

static void what_has_no_headline_takes_the_keyword(void **state)
{
    (void)state;
    assert_string_equal(story_of(anpa,
                                 TABLE_HEADER "^BC-WEA--Hollin Weather,<\n"
                                              "\t   Hollin;42;50;rn<\n\t   Orme;60;69;rn<\n" EOT),
                        "section: s\nheadline: Hollin Weather\nslugline: BC-WEA--Hollin Weather\n\n"
                        "Hollin;42;50;rn\nOrme;60;69;rn\n");
    assert_string_equal(story_of(anpa, TEXT_HEADER "^*9006< ^AP-Headlines,0176<\n^Top News<\n"
                                                   "^One ferry\n^Two ferries\n" EOT),
                        "section: l\nheadline: Top News\nslugline: AP-Headlines\n\n"
                        "One ferry\nTwo ferries\n");
}

static void wires_without_marks(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(anpa, SOH "a0042\r\nr s\x13\x11 Ferry Race  7-3 0100\r\n" STX
                           "Ferry wins the race\r\nBy Ana Soto\r\n"
                           "   HOLLIN, July 3 (CP) - The ferry won the race by half\r\na metre.\r\n"
                           "   It was late.\r\n" ETX "\r\n" EOT),
        "section: s\nheadline: Ferry wins the race\nby: Ana Soto\nlocated: HOLLIN\n"
        "slugline: Ferry Race\n\n"
        "HOLLIN, July 3 (CP) - The ferry won the race by half a metre.\n\nIt was late.\n");
    assert_string_equal(story_of(anpa, TEXT_HEADER "All of it at the\nmargin.<\nAnd more.\n" EOT),
                        "section: l\nheadline: Hollin-FerryB\nslugline: BC-LT--Hollin-FerryB\n\n"
                        "All of it at the margin.\n\nAnd more.\n");
}

static void controls_glue_no_words(void **state)
{
    (void)state;
    assert_string_equal(story_of(anpa, TEXT_HEADER "^k<\n\t   one\x0e"
                                                   "two\x10three\x1b four\x7f"
                                                   "five\n" EOT),
                        "section: l\nheadline: k\nslugline: k\n\none two three four five\n");
}

static void lines_are_kept_when_asked(void **state)
{
    (void)state;
    const char *piece = TEXT_HEADER "^k<\n\t   one\ntwo\n" EOT;
    assert_string_equal(stories_of(anpa, nr_str_of(piece), true),
                        "section: l\nheadline: k\nslugline: k\n\none\ntwo\n");
}

static void damaged_pieces(void **state)
{
    (void)state;
    assert_string_equal(story_of(anpa, ""), "bad: no start of a message\n");
    assert_string_equal(story_of(anpa, "x"), "bad: no start of a message\n");
    assert_string_equal(story_of(anpa, SOH), "\n\n");
    assert_string_equal(story_of(anpa, SOH STX ETX "AP-WF-99-99-99 9999GMT"), "\n\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings),
        cmocka_unit_test(a_story),
        cmocka_unit_test(tables),
        cmocka_unit_test(what_has_no_headline_takes_the_keyword),
        cmocka_unit_test(wires_without_marks),
        cmocka_unit_test(controls_glue_no_words),
        cmocka_unit_test(lines_are_kept_when_asked),
        cmocka_unit_test(damaged_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
