#include "../../lib/formats/formats.h"
#include "stories.h"

static const char whole[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    "<!DOCTYPE nitf SYSTEM 'nitf-3-2.dtd'>\n"
    "<nitf baselang='en-GB'><head><title>Harbour</title>"
    "<meta name='slug' content='HARBOUR-OPENS'/>"
    "<tobject tobject.type='Domestic'>"
    "<tobject.subject tobject.subject.type='Economy' tobject.subject.detail='Ports'/>"
    "<tobject.subject tobject.subject.refnum='04015001'/></tobject>"
    "<docdata><doc-id id-string='ab-1'/><date.issue norm='20220719T080000Z'/>"
    "<ed-msg info='Not for print'/><doc.copyright year='2022' holder='Agency'/>"
    "<identified-content><classifier>TOP/NEWS</classifier><person>Lee, Ann</person>"
    "<location code='1'/></identified-content>"
    "<key-list><keyword key='harbour'/><keyword>ports</keyword></key-list>"
    "<series series.name='Seaside'/></docdata>"
    "<pubdata ex-ref='https://agency.example/ab-1' position.section='Business'/></head>"
    "<body><body.head><hedline><hl1>Harbour <em>opens</em></hl1><hl2>After years</hl2></hedline>"
    "<note noteclass='editorsnote'><p>Not this</p></note>"
    "<byline>By <person>Ann Lee</person> and <person>Bo Ek</person><byttl>Staff</byttl></byline>"
    "<dateline><location><city>Bergen</city><country>Norway</country></location>"
    "<story.date norm='20220718'/></dateline></body.head>"
    "<body.content><media><media-caption>Not this</media-caption></media>"
    "<p>It opened   on\nTuesday.</p><hl2>The cost</hl2><p>It cost a lot.</p>"
    "<table><tr><td>Year</td><td>Cost</td></tr><tr><td>2021</td><td>7</td></tr></table>"
    "</body.content><body.end><tagline>Cy Orr helped.</tagline></body.end></body></nitf>";

static void test_whole(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(&nr_format_nitf, whole);
    assert_str(s->id, "ab-1");
    assert_str(s->url, "https://agency.example/ab-1");
    assert_str(s->created, "2022-07-19T08:00:00Z");
    assert_str(s->language, "en-GB");
    assert_str(s->headline, "Harbour opens");
    assert_str(s->summary, "After years");
    assert_str(s->section, "Business");
    assert_str(s->located, "Bergen, Norway");
    assert_str(s->slugline, "HARBOUR-OPENS");
    assert_str(s->copyright, "\xc2\xa9 2022 Agency");
    assert_texts(&s->by, "Ann Lee|Bo Ek");
    assert_texts(&s->subjects, "Economy|Ports|04015001|TOP/NEWS|Lee, Ann|harbour|ports|Seaside");
    assert_str(s->text, "It opened on Tuesday.\n\nThe cost\n\nIt cost a lot.\n\n"
                        "Year\tCost\n2021\t7\n\nCy Orr helped.");
    assert_false(s->wrapped);
}

/* The archive of a newspaper: two bylines, two headlines, the lead twice. */
static void test_archive(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_nitf,
        "<nitf><head><meta name='online_sections' content='Arts; Books'/><docdata>"
        "<doc-id id-string='7'/></docdata><pubdata date.publication='20060912T000000'/></head>"
        "<body><body.head><hedline><hl1>A Book</hl1><hl2 class='online_headline'>Book</hl2>"
        "</hedline><byline class='print_byline'>By ANN LEE</byline>"
        "<byline class='normalized_byline'>Lee, Ann</byline></body.head><body.content>"
        "<block class='lead_paragraph'><p>It is a book.</p></block>"
        "<block class='full_text'><p>It is a  book.</p><p>It is good.</p></block>"
        "<block class='correction_text'><p>It is not.</p></block></body.content></body></nitf>");
    assert_str(s->text, "It is a book.\n\nIt is good.\n\nIt is not.");
    assert_texts(&s->by, "ANN LEE");
    assert_str(s->summary, "");
    assert_str(s->section, "Arts; Books");
    assert_str(s->created, "2006-09-12");
}

static void test_archive_without_full_text(void **state)
{
    (void)state;
    const struct nr_story *s =
        read_story(&nr_format_nitf, "<nitf><body><body.head><byline class='normalized_byline'>"
                                    "Lee, Ann</byline></body.head><body.content>"
                                    "<block class='lead_paragraph'><p>It is a book.</p></block>"
                                    "</body.content></body></nitf>");
    assert_str(s->text, "It is a book.");
    assert_texts(&s->by, "Ann Lee");
}

static void test_numbers_of_windows_1252(void **state)
{
    (void)state;
    const struct nr_story *s =
        read_story(&nr_format_nitf, "<nitf><body><body.content><p>It&#146;s &#x97; &#8364;5.</p>"
                                    "</body.content></body></nitf>");
    assert_str(s->text, "It\xe2\x80\x99s \xe2\x80\x94 \xe2\x82\xac"
                        "5.");
}

/* Lines that were cut at a column are marked; those of a list are not. */
static void test_lines(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_nitf,
        "<nitf><body><body.content><p>The harbour that the town had wanted for longer than<br/>"
        "anybody there could remember was opened on Tuesday by<br/>the mayor, who said that it "
        "would bring the town more<br/>ships.</p></body.content></body></nitf>");
    assert_true(s->wrapped);
    s = read_story(&nr_format_nitf, "<nitf><body><body.content><p>Bergen<br/>Oslo<br/>Troms"
                                    "</p></body.content></body></nitf>");
    assert_false(s->wrapped);
    assert_str(s->text, "Bergen\nOslo\nTroms");
}

static void test_escaped(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_nitf,
        "<nitf><head><title>R&amp;amp;D</title></head><body><body.content><p>o&amp;#39;clock</p>"
        "<p>&lt;div class=\"a\"&gt;inside&lt;/div&gt;</p><p>&lt;script&gt;x&lt;/script&gt;</p>"
        "<p>a &lt; b</p></body.content></body></nitf>");
    assert_str(s->headline, "R&D");
    assert_str(s->text, "o'clock\n\ninside\n\na < b");
}

static void test_little(void **state)
{
    (void)state;
    const struct nr_story *s = read_story(
        &nr_format_nitf, "<nitf><head><docdata><evloc city='Turku'/></docdata></head><body>"
                         "<body.head><headline><hl1>Head</hl1></headline><abstract>Short"
                         "</abstract><copyrite>(c) Agency</copyrite><dateline>TURKU, July 19 -"
                         "</dateline></body.head><p>Head</p><p>Text</p></body></nitf>");
    assert_str(s->headline, "Head");
    assert_str(s->summary, "Short");
    assert_str(s->copyright, "(c) Agency");
    assert_str(s->located, "TURKU");
    assert_str(s->text, "Text");
    s = read_story(&nr_format_nitf, "<nitf/>");
    assert_str(s->text, "");
}

static void test_many(void **state)
{
    (void)state;
    struct nr_str bytes = nr_str_of("<nitf><body><p>1</p></body></nitf><?xml version='1.0'?>"
                                    "<nitf><body><p>2</p></body></nitf>");
    assert_int_equal(read_stories(&nr_format_nitf, bytes), NR_OK);
    assert_int_equal(count_stories(), 2);
    assert_str(stories.last->text, "2");
    assert_int_equal(read_stories(&nr_format_nitf, nr_str_of("nitf")), NR_BAD);
    assert_int_equal(read_stories(&nr_format_nitf, nr_str_of("<html/>")), NR_OK);
    assert_int_equal(count_stories(), 0);
}

static void test_begins(void **state)
{
    (void)state;
    assert_true(begins_like(&nr_format_nitf, whole));
    assert_true(begins_like(&nr_format_nitf, "<nitf>"));
    assert_false(begins_like(&nr_format_nitf, "<html><nitf>"));
    assert_false(begins_like(&nr_format_nitf, "nitf"));
    assert_false(begins_like(&nr_format_nitf, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_archive),
        cmocka_unit_test(test_archive_without_full_text),
        cmocka_unit_test(test_numbers_of_windows_1252),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_escaped),
        cmocka_unit_test(test_little),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_begins),
    };
    return cmocka_run_group_tests(tests, NULL, free_stories);
}
