#include "../../lib/formats/formats.h"
#include "wire_stories.h"

static const struct nr_format *const iptc7901 = &nr_format_iptc7901;

#define HEADER                                                                                     \
    "\x01"                                                                                         \
    "eca062 4 i 211 ccccb   dpa 061\r\n\nHollin-ferry/\r\n\x02"
#define MEMBERS "section: i\n"

static bool begins(const char *head)
{
    return iptc7901->begins(nr_str_of(head), nr_str_of("dpa_1.txt"));
}

static void beginnings(void **state)
{
    (void)state;
    assert_true(begins(HEADER "Headline =\r\n"));
    assert_true(begins("\x01"
                       "AFP0001 4 rs 46  AFP 0027\r\n\x02"));
    assert_false(begins("\x01"
                        "eca062 4 i 211 ccccb   dpa 061\r\n"));
    assert_false(begins("\x01"
                        "eca062 four i 211\r\n\x02"));
    assert_false(begins("\x01"
                        "eca062 4 i many\r\n\x02"));
    assert_false(begins("\x01"
                        "062 4 i 211\r\n\x02"));
    assert_false(begins("\x01"
                        "W2870\x1f"
                        "asian\nf l\x13\x11 BC-LT--Ferry 11-13 1049\n\x02"));
    assert_false(begins("eca062 4 i 211 ccccb   dpa 061\r\n\x02"));
    assert_false(begins(""));
}

static void a_story(void **state)
{
    (void)state;
    assert_string_equal(
        story_of(iptc7901, HEADER
                 "1ST LEAD\r\nFerry Hollin: talks with the harbour could fail\r\n"
                 "By Mara Lindt, dpa =\r\n\n"
                 "Hollin (dpa) - Talks between the council headed by the old master of\r\n"
                 "the harbour and its ferry could fail, a senior member warned on\r\n"
                 "Wednesday.\r\n\n"
                 "\"One cannot yet say if it will work,\" he said to those on the quay.\r\n\n"
                 "# dpa NOTEBOOK\r\n\n* * * *\r\nThe following information is not for "
                 "publication\r\n\n- Reporting by: Mara Lindt\r\n\ndpa ml jp\r\n\r\n\x03"
                 "131137 GMT Nov 13 \r\n\x7f\n\x7f\x04"),
        "created: 2013-11-13T11:37:00Z\nsection: i\n"
        "headline: Ferry Hollin: talks with the harbour could fail\nby: Mara Lindt\n"
        "located: Hollin\nslugline: Hollin-ferry\n\n"
        "Hollin (dpa) - Talks between the council headed by the old master of the harbour and its "
        "ferry could fail, a senior member warned on Wednesday.\n\n"
        "\"One cannot yet say if it will work,\" he said to those on the quay.\n");
}

static void lines_above_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *story;
    } rows[] = {
        {"(Achtung)\nImpressum =\n\nText.\n",
         MEMBERS "headline: Impressum\nslugline: Hollin-ferry\n\nText.\n"},
        {"Fähre fährt\nVon Jörg Über und Ana Soto, dpa =\n\n   Hollin (dpa) - Ja\n",
         MEMBERS "headline: Fähre fährt\nby: Jörg Über\nby: Ana Soto\nlocated: Hollin\n"
                 "slugline: Hollin-ferry\n\nHollin (dpa) - Ja\n"},
        {"A headline that goes on\nin a second line =\nText.\n",
         MEMBERS "headline: A headline that goes on in a second line\nslugline: Hollin-ferry\n\n"
                 "Text.\n"},
        {"Ferry sails\n   HOLLIN, Jan 1 (AFP) - It\nsailed.\n   Late.\n",
         MEMBERS "headline: Ferry sails\nlocated: HOLLIN\nslugline: Hollin-ferry\n\n"
                 "HOLLIN, Jan 1 (AFP) - It sailed.\n\nLate.\n"},
        {"The text begins at once.\n\nAnd goes on.\n",
         MEMBERS "slugline: Hollin-ferry\n\nThe text begins at once.\n\nAnd goes on.\n"},
        {"EXTRA =\n\nText.\n", MEMBERS "headline: EXTRA\nslugline: Hollin-ferry\n\nText.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_buf piece = {0};
        nr_buf_addf(&piece, HEADER "%s\x03\x04", rows[i].text);
        assert_string_equal(story_of(iptc7901, nr_buf_cstr(&piece)), rows[i].story);
        nr_buf_free(&piece);
    }
}

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *time, *created;
    } rows[] = {
        {"071341 GMT Okt 15", "created: 2015-10-07T13:41:00Z\n"},
        {"211259 Nov 18", "created: 2018-11-21\n"},
        {"242200 CET Jun 1987", "created: 1987-06-24T22:00:00+01:00\n"},
        {"312200 GMT Jun 17", ""},
        {"1137 GMT Nov 13", ""},
        {"131137 GMT", ""},
        {"soon", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_buf piece = {0}, want = {0};
        nr_buf_addf(&piece, HEADER "a =\nb\x03%s\x04", rows[i].time);
        nr_buf_addf(&want, "%s" MEMBERS "headline: a\nslugline: Hollin-ferry\n\nb\n",
                    rows[i].created);
        assert_string_equal(story_of(iptc7901, nr_buf_cstr(&piece)), nr_buf_cstr(&want));
        nr_buf_free(&piece);
        nr_buf_free(&want);
    }
}

static void controls_glue_no_words(void **state)
{
    (void)state;
    assert_string_equal(story_of(iptc7901, HEADER "a\x0e"
                                                  "b =\r\n\r\none\x1btwo\x7fthree\rfour\x03"),
                        MEMBERS "headline: a b\nslugline: Hollin-ferry\n\none two three four\n");
}

static void lines_are_kept_when_asked(void **state)
{
    (void)state;
    assert_string_equal(stories_of(iptc7901, nr_str_of(HEADER "a =\n\n   one\ntwo\x03"), true),
                        MEMBERS "headline: a\nslugline: Hollin-ferry\n\n   one\ntwo\n");
}

static void damaged_pieces(void **state)
{
    (void)state;
    assert_string_equal(story_of(iptc7901, ""), "bad: no start of a message\n");
    assert_string_equal(story_of(iptc7901, "\x01"), "\n\n");
    assert_string_equal(story_of(iptc7901, "\x01\x02\x03\x04"), "\n\n");
    assert_string_equal(story_of(iptc7901, "\x01"
                                           "eca062 4 i"),
                        "\n\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings),
        cmocka_unit_test(a_story),
        cmocka_unit_test(lines_above_the_text),
        cmocka_unit_test(times),
        cmocka_unit_test(controls_glue_no_words),
        cmocka_unit_test(lines_are_kept_when_asked),
        cmocka_unit_test(damaged_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
