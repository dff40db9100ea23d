#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/lines.h"

static struct nr_arena arena;

static char *join(const char *text)
{
    static struct nr_buf out;
    nr_buf_reset(&out, 1 << 16);
    nr_arena_reset(&arena);
    nr_lines_join(&out, nr_str_of(text), &arena);
    return (char *)(uintptr_t)nr_buf_cstr(&out);
}

/* Joining gives want, and joining that again changes nothing. */
static void expect(const char *text, const char *want)
{
    char *got = join(text);
    assert_string_equal(got, want);
    struct nr_str copy = nr_arena_str(&arena, nr_str_of(got));
    struct nr_buf again = {0};
    struct nr_arena scratch = {0};
    nr_lines_join(&again, copy, &scratch);
    assert_string_equal(nr_buf_cstr(&again), want);
    nr_buf_free(&again);
    nr_arena_free(&scratch);
}

/* Joining leaves want somewhere in the text. */
static void expect_part(const char *text, const char *want)
{
    assert_non_null(strstr(join(text), want));
}

/* Joined, text is as many lines as paragraphs are given, which it has them begin with. */
static void expect_starts(const char *text, const char *const *starts, size_t n)
{
    struct nr_str rest = nr_str_of(join(text)), line;
    for (size_t i = 0; i < n; i++) {
        do
            assert_true(nr_str_split(&rest, '\n', &line));
        while (line.len == 0);
        assert_true(nr_str_starts(nr_str_trim(line), nr_str_of(starts[i])));
    }
    assert_false(nr_str_split(&rest, '\n', &line));
}

static void test_wrapped_paragraphs(void **state)
{
    (void)state;
    expect(
        "The harbour of Lindholm was closed on Monday after a crane\n"
        "fell into the basin. Nobody was hurt, the port authority\n"
        "said, but ships will have to wait until the wreck has been\n"
        "lifted.\n"
        "\n\n"
        "Divers went down in the afternoon. They found the cabin of\n"
        "the crane intact, forty feet below the surface.\n",
        "The harbour of Lindholm was closed on Monday after a crane fell into the basin. Nobody "
        "was "
        "hurt, the port authority said, but ships will have to wait until the wreck has been "
        "lifted."
        "\n\n"
        "Divers went down in the afternoon. They found the cabin of the crane intact, forty feet "
        "below the surface.");
}

static void test_crlf_and_trailing_blanks(void **state)
{
    (void)state;
    expect("The council of the small town has met for the third time  \r\n"
           "this week without a decision about the old mill by the  \r\n"
           "river.\r\n",
           "The council of the small town has met for the third time this week without a decision "
           "about "
           "the old mill by the river.");
}

static void test_verse_stays(void **state)
{
    (void)state;
    const char *verse = "The editors have asked me for a poem about the recent flood,\n"
                        "and as I am a poor man, I have written one for them, which I\n"
                        "hope will please the readers of this paper.\n"
                        "\n"
                        "The river rose at night,\n"
                        "The bridge was gone by day,\n"
                        "No lantern gave us light,\n"
                        "No neighbour knew the way.";
    assert_non_null(strstr(join(verse), "The river rose at night,\n"
                                        "The bridge was gone by day,\n"
                                        "No lantern gave us light,\n"
                                        "No neighbour knew the way."));
}

static void test_lists_and_tables_stay(void **state)
{
    (void)state;
    expect("The committee named three reasons for the long delay of the\n"
           "new line, none of which it could do anything about:\n"
           "- the weather in the first three months of the year, which\n"
           "was worse than anybody remembers\n"
           "- the price of steel\n"
           "\n"
           "Station    Opened   Closed\n"
           "Amberg     1901     1988\n"
           "Brand      1903     1990",
           "The committee named three reasons for the long delay of the new line, none of which it "
           "could do anything about:\n"
           "- the weather in the first three months of the year, which was worse than anybody "
           "remembers\n"
           "- the price of steel\n\n"
           "Station    Opened   Closed\n"
           "Amberg     1901     1988\n"
           "Brand      1903     1990");
}

static void test_quotes_join_with_their_depth(void **state)
{
    (void)state;
    expect(
        "> I have read the report twice now, and I still cannot find\n"
        "> the place where the costs of the tunnel are explained.\n"
        "Neither can I. It seems that whoever wrote it did not think\n"
        "that anybody would ask.\n",
        "> I have read the report twice now, and I still cannot find the place where the costs of "
        "the tunnel are explained.\n\n"
        "Neither can I. It seems that whoever wrote it did not think that anybody would ask.");
}

static void test_cjk_joins_without_space(void **state)
{
    (void)state;
    expect(
        "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5"
        "\xb8\x83\xe6\x96\xb0\xe7\x9a\x84\xe6\xa1\xa5\xe6\xa2\x81\xe5\xb0\x86\xe4\xba\x8e\xe4\xb8"
        "\x8b\xe6\x9c\x88\xe5\x88\x9d\xe5\x90\x91\xe8\xa1\x8c\xe4\xba\xba\xe5\x92\x8c\xe8\xbd\xa6\n"
        "\xe8\xbe\x86\xe5\x85\xa8\xe9\x9d\xa2\xe5\xbc\x80\xe6\x94\xbe\xe5\xb1\x8a\xe6\x97\xb6\xe6"
        "\xb2\xb3\xe4\xb8\xa4\xe5\xb2\xb8\xe7\x9a\x84\xe5\xb1\x85\xe6\xb0\x91\xe8\xbf\x87\xe6\xb2"
        "\xb3\xe5\x8f\xaa\xe9\x9c\x80\xe8\xa6\x81\xe5\x87\xa0\xe5\x88\x86\xe9\x92\x9f\xe7\x9a\x84\n"
        "\xe6\x97\xb6\xe9\x97\xb4\xe5\xb0\xb1\xe5\xa4\x9f\xe4\xba\x86\xe3\x80\x82\n",
        "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5"
        "\xb8\x83\xe6\x96\xb0\xe7\x9a\x84\xe6\xa1\xa5\xe6\xa2\x81\xe5\xb0\x86\xe4\xba\x8e\xe4\xb8"
        "\x8b\xe6\x9c\x88\xe5\x88\x9d\xe5\x90\x91\xe8\xa1\x8c\xe4\xba\xba\xe5\x92\x8c\xe8\xbd\xa6"
        "\xe8\xbe\x86\xe5\x85\xa8\xe9\x9d\xa2\xe5\xbc\x80\xe6\x94\xbe\xe5\xb1\x8a\xe6\x97\xb6\xe6"
        "\xb2\xb3\xe4\xb8\xa4\xe5\xb2\xb8\xe7\x9a\x84\xe5\xb1\x85\xe6\xb0\x91\xe8\xbf\x87\xe6\xb2"
        "\xb3\xe5\x8f\xaa\xe9\x9c\x80\xe8\xa6\x81\xe5\x87\xa0\xe5\x88\x86\xe9\x92\x9f\xe7\x9a\x84"
        "\xe6\x97\xb6\xe9\x97\xb4\xe5\xb0\xb1\xe5\xa4\x9f\xe4\xba\x86\xe3\x80\x82");
}

static void test_short_lines_within_prose(void **state)
{
    (void)state;
    /* Somebody took marks out of the third and the fourth line after they had been wrapped. */
    expect_part("The harbour of Lindholm was closed on Monday after a crane\n"
                "fell into the basin. Nobody was hurt, so the port authority\n"
                "said, but Captain HORATIO\n"
                "GREENE of the ferry, who had just put out with ALL\n"
                "HANDS on board, had to be taken off by the pilot, and will\n"
                "not sail again before the wreck has been lifted.\n\n"
                "Divers went down in the afternoon.\n\n"
                "They found the cabin of the crane, forty feet down.\n",
                "Captain HORATIO GREENE of the ferry, who had just put out with ALL HANDS on");
}

static void test_verse_with_long_lines(void **state)
{
    (void)state;
    const char *text =
        "The editors have asked me for a poem about the flood, and as I am poor\n"
        "and old have written one for them, which I hope will please the readers and\n"
        "all of those who were not there to see it, or who were there but were\n"
        "not able to keep their eyes open for the rain, of which there was more\n"
        "than in all the other years together, as far as we can remember or can\n"
        "read in the books of the parish.\n\n"
        "  The river rose at night and took the bridge that I had built alone,\n"
        "  No lantern gave us any light, the neighbours stayed at home and slept,\n"
        "  The ferry man had had no wages, and the ferry had no crew at all,\n"
        "    Poor thing,\n" /* the rest of a line */
        "  And Lindholm lay beyond the water, where the girl I loved had wept,\n"
        "  So I sat down beside the water,\n"
        "  And sang to it.";
    expect_part(text, "parish.\n\n"
                      "  The river rose at night and took the bridge that I had built alone,\n"
                      "  No lantern gave us any light, the neighbours stayed at home and slept,\n"
                      "  The ferry man had had no wages, and the ferry had no crew at all, Poor "
                      "thing,\n"
                      "  And Lindholm lay beyond the water, where the girl I loved had wept,\n"
                      "  So I sat down beside the water,\n"
                      "  And sang to it.");
}

static void test_paragraphs_without_blank_lines(void **state)
{
    (void)state;
    static const char *const starts[] = {"The harbour", "Divers went", "\"We found", "\"And the"};
    expect_starts("The harbour of Lindholm was closed on Monday after a crane\n"
                  "fell into the basin. Nobody was hurt, the port authority\n"
                  "said, but ships will have to wait until Sunday.\n"
                  "Divers went down in the afternoon. The water was cold and\n"
                  "so dark that they could not see their hands.\n"
                  "\"We found the cabin,\" said one of them, \"and in it the\n"
                  "lunch of the crane driver.\"\n"
                  "\"And the driver?\"\n",
                  starts, 4);
}

static void test_print_style(void **state)
{
    (void)state;
    /* The second paragraph ends where the line is full, the third is one line. */
    static const char *const starts[] = {"The harbour", "Divers went",  "They found",
                                         "Its driver",  "Nobody knows", "The ferry"};
    expect_starts("The harbour of Lindholm was closed on Monday after a crane\n"
                  "fell into the basin. Nobody was hurt, they said.\n"
                  "   Divers went down in the afternoon. The water was cold\n"
                  "and dark, and none of them could see his hands before him.\n"
                  "   They found the cabin of the crane, forty feet deep.\n"
                  "   Its driver had been to lunch, as he was on any other day\n"
                  "at that time.\n"
                  "   Nobody knows how the crane could fall. It had been tested\n"
                  "in spring.\n"
                  "   The ferry sails again on Wednesday, but only for those who\n"
                  "have no luggage.\n",
                  starts, 6);
}

static void test_extracts_have_their_own_column(void **state)
{
    (void)state;
    expect_part("The council has published the letter that it had received from the\n"
                "captain of the ferry, and which had led to the meeting of last week:\n\n"
                "    I have to inform you that I cannot sail\n"
                "    any more under these conditions. Captain\n"
                "    Brand of the Margaret, who is no coward,\n"
                "    says so too, and Wednesday is the last\n"
                "    day on which we shall put out.\n\n"
                "The council regrets this, but it cannot change the weather, as it said\n"
                "on several occasions.\n",
                "I have to inform you that I cannot sail any more under these conditions. "
                "Captain Brand of the Margaret, who is no coward, says so too, and Wednesday is "
                "the last day on which we shall put out.\n\nThe council");
}

static void test_marks_that_only_look_like_a_list(void **state)
{
    (void)state;
    expect_part("The engine of the ferry was tested for three days. The needle, they\n"
                "said, was in contact with the\n"
                "wheel all the time, and what it wrote was the sum of both, that is p\n"
                "+ q, which nobody had expected, least of all those who had built the\n"
                "thing, and had sold it to the harbour of Lindholm in the year\n"
                "1914. It was then paid for.\n\n"
                "So much for it.\n",
                "that is p + q, which");
}

static void test_addresses_and_signatures_stay(void **state)
{
    (void)state;
    expect_part("I have read the report of the commission about the harbour twice\n"
                "now, and still I cannot see who has paid for the new crane, which\n"
                "is what I wanted to know.\n"
                "\n"
                "Harbour Office\n"
                "12 Quay Street\n"
                "Lindholm\n"
                "\n"
                "-- \n"
                "Jane Brand, who writes letters to all and everybody, and does not\n"
                "stop before she has got an answer to every single one of them, or\n"
                "a crane\n",
                "know.\n\nHarbour Office\n12 Quay Street\nLindholm\n\n--\n"
                "Jane Brand, who writes letters to all and everybody, and does not\n"
                "stop before");
    /* A rule is no signature where words are cut below it. */
    expect_part("THE HARBOUR IS CLOSED\n--\nThe harbour of Lindholm was\nclosed on Mon-\n"
                "day after a crane had fallen\ninto the basin, the port author-\nity said.\n",
                "closed on Monday after a crane had fallen into the basin, the port authority");
}

static void test_names_at_the_right_of_letters(void **state)
{
    (void)state;
    expect_part("I have read the report of the commission about the harbour twice\n"
                "now. Please tell me who has paid for the crane.      JANE BRAND\n\n"
                "We do not know, but we shall ask the captain of the ferry, if he\n"
                "comes back.                                          EDITOR\n",
                "the harbour twice now. Please tell me who has paid for the crane.      JANE");
}

static void test_contents_keep_their_entries(void **state)
{
    (void)state;
    expect_part("The following is what this volume of the Mercury contains, as far as\n"
                "the printer has told us.\n\n"
                "That by leaving the harbour open we do not\n"
                "commit ourselves to anything . . . . . . 2\n"
                "Probable loss of a crane by the effects of\n"
                "the weather of this place .............. 14\n",
                ". . . 2\nProbable loss");
}

static void test_quotes_have_their_own_column(void **state)
{
    (void)state;
    expect("> I have read the report twice now, and I still cannot find the place\n"
           "> in it where the costs of the tunnel are explained to those that pay\n"
           "> for it.\n"
           "> The mayor wrote it.\n"
           "\n"
           "Neither can I. It seems that whoever wrote it did not think\n"
           "that anybody would ask. The mayor only signs what he is\n"
           "given. We should ask him to read it to us, word by word, and\n"
           "on the market square of Lindholm.\n"
           ">> Why?\n",
           "> I have read the report twice now, and I still cannot find the place in it where the "
           "costs of the tunnel are explained to those that pay for it.\n"
           "> The mayor wrote it.\n\n"
           "Neither can I. It seems that whoever wrote it did not think that anybody would ask. "
           "The mayor only signs what he is given. We should ask him to read it to us, word by "
           "word, and on the market square of Lindholm.\n\n"
           ">> Why?");
    expect_part("What other programs quote with stays as it is, whatever it may be, and\n"
                "however long the lines are that the other one has written.\n\n"
                ": I have read the report twice now, and I still cannot find the place in\n"
                ": it where the costs of the tunnel are explained to those who pay for it\n",
                ": I have read the report twice now, and I still cannot find the place in\n: it");
}

static void test_dashes_and_figures(void **state)
{
    (void)state;
    expect("To tell it all, the war of 1914-\n"
           "18 was long over when the harbour\xe2\x80\x94\n"
           "or what was left of it--\n"
           "was given to the town - and not -\n"
           "as some say, to the county, which\n"
           "has none.\n",
           "To tell it all, the war of 1914-18 was long over when the harbour\xe2\x80\x94or what "
           "was left of "
           "it--was given to the town - and not - as some say, to the county, which has none.");
}

static void test_thai_joins_without_space(void **state)
{
    (void)state;
    expect("\xe0\xb8\x97\xe0\xb9\x88\xe0\xb8\xb2\xe0\xb9\x80\xe0\xb8\xa3\xe0\xb8\xb7\xe0\xb8\xad"
           "\xe0\xb8\x96\xe0\xb8\xb9\xe0\xb8\x81\xe0\xb8\x9b\xe0\xb8\xb4\xe0\xb8\x94\xe0\xb9\x83"
           "\xe0\xb8\x99\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\x99\xe0\xb8\x88\xe0\xb8\xb1\xe0\xb8\x99"
           "\xe0\xb8\x97\xe0\xb8\xa3\xe0\xb9\x8c\xe0\xb8\xab\xe0\xb8\xa5\xe0\xb8\xb1\xe0\xb8\x87"
           "\xe0\xb8\x88\xe0\xb8\xb2\xe0\xb8\x81\xe0\xb8\x9b\xe0\xb8\xb1\xe0\xb9\x89\xe0\xb8\x99"
           "\xe0\xb8\x88\xe0\xb8\xb1\xe0\xb9\x88\xe0\xb8\x99\xe0\xb8\x95\xe0\xb8\x81\xe0\xb8\xa5"
           "\xe0\xb8\x87\xe0\xb9\x84\xe0\xb8\x9b\xe0\xb9\x83\xe0\xb8\x99\xe0\xb8\xad\xe0\xb9\x88"
           "\xe0\xb8\xb2\xe0\xb8\x87\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3\xe0\xb9\x81\xe0\xb8\x95"
           "\xe0\xb9\x88\xe0\xb9\x84\xe0\xb8\xa1\xe0\xb9\x88\xe0\xb8\xa1\xe0\xb8\xb5"
           "\n"
           "\xe0\xb9\x83\xe0\xb8\x84\xe0\xb8\xa3\xe0\xb9\x84\xe0\xb8\x94\xe0\xb9\x89\xe0\xb8\xa3"
           "\xe0\xb8\xb1\xe0\xb8\x9a\xe0\xb8\x9a\xe0\xb8\xb2\xe0\xb8\x94\xe0\xb9\x80\xe0\xb8\x88"
           "\xe0\xb9\x87\xe0\xb8\x9a\xe0\xb9\x81\xe0\xb8\xa5\xe0\xb8\xb0\xe0\xb9\x80\xe0\xb8\xa3"
           "\xe0\xb8\xb7\xe0\xb8\xad\xe0\xb8\x97\xe0\xb8\xb8\xe0\xb8\x81\xe0\xb8\xa5\xe0\xb8\xb3"
           "\xe0\xb8\x95\xe0\xb9\x89\xe0\xb8\xad\xe0\xb8\x87\xe0\xb8\xa3\xe0\xb8\xad\xe0\xb8\x88"
           "\xe0\xb8\x99\xe0\xb8\x81\xe0\xb8\xa7\xe0\xb9\x88\xe0\xb8\xb2\xe0\xb8\x8b\xe0\xb8\xb2"
           "\xe0\xb8\x81\xe0\xb8\x88\xe0\xb8\xb0\xe0\xb8\x96\xe0\xb8\xb9\xe0\xb8\x81\xe0\xb8\xa2"
           "\xe0\xb8\x81\xe0\xb8\x82\xe0\xb8\xb6\xe0\xb9\x89\xe0\xb8\x99\xe0\xb8\xa1\xe0\xb8\xb2"
           "\xe0\xb8\x88\xe0\xb8\xb2\xe0\xb8\x81"
           "\n"
           "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3"
           "\n",
           "\xe0\xb8\x97\xe0\xb9\x88\xe0\xb8\xb2\xe0\xb9\x80\xe0\xb8\xa3\xe0\xb8\xb7\xe0\xb8\xad"
           "\xe0\xb8\x96\xe0\xb8\xb9\xe0\xb8\x81\xe0\xb8\x9b\xe0\xb8\xb4\xe0\xb8\x94\xe0\xb9\x83"
           "\xe0\xb8\x99\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\x99\xe0\xb8\x88\xe0\xb8\xb1\xe0\xb8\x99"
           "\xe0\xb8\x97\xe0\xb8\xa3\xe0\xb9\x8c\xe0\xb8\xab\xe0\xb8\xa5\xe0\xb8\xb1\xe0\xb8\x87"
           "\xe0\xb8\x88\xe0\xb8\xb2\xe0\xb8\x81\xe0\xb8\x9b\xe0\xb8\xb1\xe0\xb9\x89\xe0\xb8\x99"
           "\xe0\xb8\x88\xe0\xb8\xb1\xe0\xb9\x88\xe0\xb8\x99\xe0\xb8\x95\xe0\xb8\x81\xe0\xb8\xa5"
           "\xe0\xb8\x87\xe0\xb9\x84\xe0\xb8\x9b\xe0\xb9\x83\xe0\xb8\x99\xe0\xb8\xad\xe0\xb9\x88"
           "\xe0\xb8\xb2\xe0\xb8\x87\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3\xe0\xb9\x81\xe0\xb8\x95"
           "\xe0\xb9\x88\xe0\xb9\x84\xe0\xb8\xa1\xe0\xb9\x88\xe0\xb8\xa1\xe0\xb8\xb5"
           "\xe0\xb9\x83\xe0\xb8\x84\xe0\xb8\xa3\xe0\xb9\x84\xe0\xb8\x94\xe0\xb9\x89\xe0\xb8\xa3"
           "\xe0\xb8\xb1\xe0\xb8\x9a\xe0\xb8\x9a\xe0\xb8\xb2\xe0\xb8\x94\xe0\xb9\x80\xe0\xb8\x88"
           "\xe0\xb9\x87\xe0\xb8\x9a\xe0\xb9\x81\xe0\xb8\xa5\xe0\xb8\xb0\xe0\xb9\x80\xe0\xb8\xa3"
           "\xe0\xb8\xb7\xe0\xb8\xad\xe0\xb8\x97\xe0\xb8\xb8\xe0\xb8\x81\xe0\xb8\xa5\xe0\xb8\xb3"
           "\xe0\xb8\x95\xe0\xb9\x89\xe0\xb8\xad\xe0\xb8\x87\xe0\xb8\xa3\xe0\xb8\xad\xe0\xb8\x88"
           "\xe0\xb8\x99\xe0\xb8\x81\xe0\xb8\xa7\xe0\xb9\x88\xe0\xb8\xb2\xe0\xb8\x8b\xe0\xb8\xb2"
           "\xe0\xb8\x81\xe0\xb8\x88\xe0\xb8\xb0\xe0\xb8\x96\xe0\xb8\xb9\xe0\xb8\x81\xe0\xb8\xa2"
           "\xe0\xb8\x81\xe0\xb8\x82\xe0\xb8\xb6\xe0\xb9\x89\xe0\xb8\x99\xe0\xb8\xa1\xe0\xb8\xb2"
           "\xe0\xb8\x88\xe0\xb8\xb2\xe0\xb8\x81"
           "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3");
}

static void test_korean_joins_with_space(void **state)
{
    (void)state;
    expect("\xeb\xa6\xb0\xeb\x93\x9c\xed\x99\x80\xeb\xa6\x84 \xed\x95\xad\xea\xb5\xac\xeb\x8a\x94 "
           "\xec\x9b\x94\xec\x9a\x94\xec\x9d\xbc\xec\x97\x90 "
           "\xea\xb8\xb0\xec\xa4\x91\xea\xb8\xb0\xea\xb0\x80 \xeb\xac\xbc\xec\x97\x90 "
           "\xeb\xb9\xa0\xec\xa7\x84 \xeb\x92\xa4\xeb\xa1\x9c"
           "\n"
           "\xeb\xac\xb8\xec\x9d\x84 \xeb\x8b\xab\xec\x95\x98\xec\x9c\xbc\xeb\xa9\xb0 "
           "\xeb\x8b\xa4\xec\xb9\x9c \xec\x82\xac\xeb\x9e\x8c\xec\x9d\x80 "
           "\xec\x95\x84\xeb\xac\xb4\xeb\x8f\x84 \xec\x97\x86\xeb\x8b\xa4\xea\xb3\xa0 "
           "\xed\x95\xad\xeb\xa7\x8c\xec\xb2\xad\xec\x9d\x80"
           "\n"
           "\xeb\xb0\x9d\xed\x98\x94\xeb\x8b\xa4."
           "\n",
           "\xeb\xa6\xb0\xeb\x93\x9c\xed\x99\x80\xeb\xa6\x84 \xed\x95\xad\xea\xb5\xac\xeb\x8a\x94 "
           "\xec\x9b\x94\xec\x9a\x94\xec\x9d\xbc\xec\x97\x90 "
           "\xea\xb8\xb0\xec\xa4\x91\xea\xb8\xb0\xea\xb0\x80 \xeb\xac\xbc\xec\x97\x90 "
           "\xeb\xb9\xa0\xec\xa7\x84 \xeb\x92\xa4\xeb\xa1\x9c"
           " "
           "\xeb\xac\xb8\xec\x9d\x84 \xeb\x8b\xab\xec\x95\x98\xec\x9c\xbc\xeb\xa9\xb0 "
           "\xeb\x8b\xa4\xec\xb9\x9c \xec\x82\xac\xeb\x9e\x8c\xec\x9d\x80 "
           "\xec\x95\x84\xeb\xac\xb4\xeb\x8f\x84 \xec\x97\x86\xeb\x8b\xa4\xea\xb3\xa0 "
           "\xed\x95\xad\xeb\xa7\x8c\xec\xb2\xad\xec\x9d\x80"
           " "
           "\xeb\xb0\x9d\xed\x98\x94\xeb\x8b\xa4.");
}

static void test_long_lines_become_paragraphs(void **state)
{
    (void)state;
    char text[2000], want[2000];
    size_t n = 0, m = 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 30; k++, n += 9, m += 9) {
            memcpy(text + n, "sentence ", 9);
            memcpy(want + m, "sentence ", 9);
        }
        text[n - 1] = '\n';
        want[m - 1] = '\n';
        want[m++] = '\n';
    }
    text[n] = 0;
    want[m - 2] = 0;
    expect(text, want);
}

static void test_lines_that_were_not_wrapped_stay(void **state)
{
    (void)state;
    expect("Results of the day\nAmberg 3\nBrand 2\n\n\n\nCastell 1\n",
           "Results of the day\nAmberg 3\nBrand 2\n\nCastell 1");
}

static void test_nothing(void **state)
{
    (void)state;
    expect("", "");
    expect("\n \n\t\n", "");
    expect("one line", "one line");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrapped_paragraphs),
        cmocka_unit_test(test_crlf_and_trailing_blanks),
        cmocka_unit_test(test_verse_stays),
        cmocka_unit_test(test_lists_and_tables_stay),
        cmocka_unit_test(test_quotes_join_with_their_depth),
        cmocka_unit_test(test_cjk_joins_without_space),
        cmocka_unit_test(test_short_lines_within_prose),
        cmocka_unit_test(test_verse_with_long_lines),
        cmocka_unit_test(test_paragraphs_without_blank_lines),
        cmocka_unit_test(test_print_style),
        cmocka_unit_test(test_extracts_have_their_own_column),
        cmocka_unit_test(test_marks_that_only_look_like_a_list),
        cmocka_unit_test(test_addresses_and_signatures_stay),
        cmocka_unit_test(test_names_at_the_right_of_letters),
        cmocka_unit_test(test_contents_keep_their_entries),
        cmocka_unit_test(test_quotes_have_their_own_column),
        cmocka_unit_test(test_dashes_and_figures),
        cmocka_unit_test(test_thai_joins_without_space),
        cmocka_unit_test(test_korean_joins_with_space),
        cmocka_unit_test(test_long_lines_become_paragraphs),
        cmocka_unit_test(test_lines_that_were_not_wrapped_stay),
        cmocka_unit_test(test_nothing),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nr_arena_free(&arena);
    return failed;
}
