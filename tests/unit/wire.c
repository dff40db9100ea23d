#include "../../lib/formats/wire.h"
#include "wire_stories.h"

static struct nr_arena arena;

static const char *names_in(const char *line)
{
    static struct nr_buf out;
    struct nr_texts by = {0};
    out.len = 0;
    nr_wire_byline(&by, &arena, nr_str_of(line));
    for (const struct nr_text_item *i = by.first; i; i = i->next)
        nr_buf_addf(&out, "[%.*s]", (int)i->text.len, i->text.data);
    return nr_buf_cstr(&out);
}

static void bylines(void **state)
{
    (void)state;
    assert_string_equal(names_in("By PAUL BYRNE and ANA SOTO="), "[PAUL BYRNE][ANA SOTO]");
    assert_string_equal(names_in("by Mara Lindt, Courier"), "[Mara Lindt, Courier]");
    assert_string_equal(names_in("Von Jörg Über und Ämilie Ost, dpa"),
                        "[Jörg Über][Ämilie Ost, dpa]");
    assert_string_equal(names_in("Jon Pell"), "[Jon Pell]");
    assert_string_equal(names_in("By Sons and daughters of Hollin"),
                        "[Sons and daughters of Hollin]");
    assert_string_equal(names_in(" "), "");
    assert_true(nr_wire_is_byline(nr_str_of("By MARA LINDT")));
    assert_true(nr_wire_is_byline(nr_str_of("  By The Courier")));
    assert_false(nr_wire_is_byline(nr_str_of("By the time it sailed")));
    assert_false(nr_wire_is_byline(nr_str_of("by Hollin")));
    assert_false(nr_wire_is_byline(nr_str_of("Bye Bye")));
    assert_true(nr_str_is(nr_wire_behind_by(nr_str_of("By dpa writers")), "dpa writers"));
    assert_int_equal(nr_wire_behind_by(nr_str_of("Bystanders")).len, 0);
}

static void many_bylines_are_bounded(void **state)
{
    (void)state;
    struct nr_texts by = {0};
    size_t count = 0;
    for (unsigned i = 0; i < 1000; i++) {
        struct nr_buf line = {0};
        nr_buf_addf(&line, "By Number %u", i);
        nr_wire_byline(&by, &arena, nr_buf_str(&line));
        nr_buf_free(&line);
    }
    for (const struct nr_text_item *i = by.first; i; i = i->next)
        count++;
    assert_in_range(count, 16, 100);
}

static void posts_and_notes(void **state)
{
    (void)state;
    assert_true(nr_wire_is_post(nr_str_of("AP Sports Writer")));
    assert_true(nr_wire_is_post(nr_str_of("Associated Press")));
    assert_false(nr_wire_is_post(nr_str_of("By The Associated Press")));
    assert_false(nr_wire_is_post(nr_str_of("AMERICAN LEAGUE")));
    assert_true(nr_wire_is_note(nr_str_of("(Eds: Minor edits.)")));
    assert_true(nr_wire_is_note(nr_str_of(" AP Photo XNP101")));
    assert_false(nr_wire_is_note(nr_str_of("Edsel drives again")));
}

/* The place, and a mark for one that is certain. */
static const char *place_of(const char *dateline)
{
    static struct nr_buf out;
    bool sure;
    out.len = 0;
    nr_buf_add_str(&out, nr_wire_place(nr_str_of(dateline), &sure));
    nr_buf_add_cstr(&out, sure ? "!" : "");
    return nr_buf_cstr(&out);
}

static void datelines(void **state)
{
    (void)state;
    static const struct {
        const char *dateline, *place;
    } rows[] = {
        {"    NEW YORK, Feb 26 - ", "NEW YORK!"},
        {"HAMMOND, Ind., March 26 -\n    ", "HAMMOND, Ind.!"},
        {"AMSTERDAM, 2 March -", "AMSTERDAM!"},
        {"JOHANNESBURG APril 13", "JOHANNESBURG!"},
        {"Santiago, May 31, 2009 (AFP)", "Santiago!"},
        {"LEONIA, N.J. (AP) ", "LEONIA, N.J.!"},
        {"WASHINGTON (BC-FERRY-AZR)", "WASHINGTON!"},
        {"San Diego (tca/dpa) -", "San Diego!"},
        {" (BC-FERRY-AZR)", "!"},
        {"VILLA DEL MAR, 12 Feb (EFE)", "VILLA DEL MAR!"},
        {"MARIETTA, Ga., March 5 -", "MARIETTA, Ga.!"},
        {"KÖLN, 3. März -", "KÖLN!"},
        {"APRIL 7  - ", "!"},
        {" BRASTOVA ", "BRASTOVA"},
        {" MAR8  --     --", "MAR8"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(place_of(rows[i].dateline), rows[i].place);
}

static void datelines_in_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place;
    } rows[] = {
        {"BERLIN (dpa) - Talks could fail.", "BERLIN"},
        {"   PARIS, Jan 1 (AFP) - The year", "PARIS"},
        {"BUENOS AIRES, Argentina (AP) _ For", "BUENOS AIRES, Argentina"},
        {"HOLLIN _ Kenneth Lindt", "HOLLIN"},
        {"Hollin _ a town", ""},
        {"The ferry - which sailed on March 3 - was late", ""},
        {"HOLLIN - Rescue workers", ""},
        {"a (b) - c", ""},
        {"HOLLIN (AP)", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_str place = nr_wire_place_in(&arena, nr_str_of(rows[i].text));
        assert_true(nr_str_is(place, rows[i].place));
    }
}

static void stamps(void **state)
{
    (void)state;
    static const struct {
        const char *text, *moment;
    } rows[] = {
        {"AP-NR-02-12-88 1637EST", "1988-02-12T16:37:00-05:00"},
        {"AP-WF-11-13-13 1509GMT<", "2013-11-13T15:09:00Z"},
        {"\nNYT-06-01-98 0002EDT &QL;", "1998-06-01T00:02:00-04:00"},
        {"AP-NR-02-12-88 1637XYZ", "1988-02-12"},
        {"AP-NR-02-12-88 1637", "1988-02-12"},
        {"AP-NR-13-12-88 1637EST", ""},
        {"02-12-88", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct nr_str moment = nr_wire_stamp(&arena, nr_str_of(rows[i].text));
        assert_true(nr_str_is(moment, rows[i].moment));
    }
}

static void days_and_months(void **state)
{
    (void)state;
    assert_true(nr_str_is(nr_wire_day(&arena, 88, 2, 29), "1988-02-29"));
    assert_true(nr_str_is(nr_wire_day(&arena, 69, 12, 31), "2069-12-31"));
    assert_int_equal(nr_wire_day(&arena, 87, 2, 29).len, 0);
    assert_int_equal(nr_wire_day(&arena, 1987, 0, 1).len, 0);
    assert_int_equal(nr_wire_month(nr_str_of("Okt")), 10);
    assert_int_equal(nr_wire_month(nr_str_of("SEPT.")), 9);
    assert_int_equal(nr_wire_month(nr_str_of("août")), 8);
    assert_int_equal(nr_wire_month(nr_str_of("Marietta")), 0);
    assert_int_equal(nr_wire_month(nr_str_of("Ma")), 0);
}

static const char *keyword_of(const char *line)
{
    static struct nr_buf out;
    struct nr_wire_keyword keyword;
    out.len = 0;
    if (nr_wire_keyword(nr_str_of(line), &keyword))
        nr_buf_addf(&out, "%.*s %.*s", (int)keyword.category.len, keyword.category.data,
                    (int)keyword.keyword.len, keyword.keyword.data);
    return nr_buf_cstr(&out);
}

static void keywords(void **state)
{
    (void)state;
    assert_string_equal(keyword_of("r w AM-FerryFares     02-12 0155"), "w AM-FerryFares");
    assert_string_equal(keyword_of("f l\x13\x11 BC-LT--Ferry 1stLd-Writethru   11-13 1049\r"),
                        "l BC-LT--Ferry 1stLd-Writethru");
    assert_string_equal(keyword_of("r s\x14\x12 BC-BBO--Glance     08-18 "), "s BC-BBO--Glance");
    assert_string_equal(keyword_of("r s Ferry Race  7-3"), "s Ferry Race");
    assert_string_equal(keyword_of("r s 7-3 12"), "");
    assert_string_equal(keyword_of("a b this is a sentence"), "");
    assert_string_equal(keyword_of("a bc 7-3 12"), "");
    assert_string_equal(keyword_of(""), "");
}

static void slugs_and_words(void **state)
{
    (void)state;
    assert_true(nr_str_is(nr_wire_slug(nr_str_of("AM-Ferry Fares,150 ")), "AM-Ferry Fares"));
    assert_true(nr_str_is(nr_wire_slug(nr_str_of("AM-Ferry, 1st Ld")), "AM-Ferry, 1st Ld"));
    assert_true(nr_str_is(nr_wire_slug(nr_str_of("BC-Weather,")), "BC-Weather"));
    assert_true(nr_str_is(nr_wire_slug(nr_str_of("BC-2013")), "BC-2013"));
    assert_int_equal(nr_wire_slug(nr_str_of("")).len, 0);
    struct nr_str rest = nr_str_of("  one two\n");
    assert_true(nr_str_is(nr_wire_word(&rest), "one"));
    assert_true(nr_str_is(nr_wire_word(&rest), "two"));
    assert_int_equal(nr_wire_word(&rest).len, 0);
}

static const struct nr_format messages = {.name = "messages", .cut = nr_wire_cut};

static void messages_are_cut(void **state)
{
    (void)state;
    assert_string_equal(pieces_of(&messages, nr_str_of("\x16\x16\x01"
                                                       "a\x02"
                                                       "b\x03"
                                                       "c\x04\r\n"
                                                       "\x16\x01"
                                                       "d\x04")),
                        "[\x01"
                        "a\x02"
                        "b\x03"
                        "c\x04][\x01"
                        "d\x04]");
    assert_string_equal(pieces_of(&messages, nr_str_of("\x01"
                                                       "no end\x01"
                                                       "another")),
                        "[\x01"
                        "no end][\x01"
                        "another]");
    assert_string_equal(pieces_of(&messages, nr_str_of("no message")), "");
    assert_string_equal(pieces_in_chunks(&messages,
                                         nr_str_of("\x01"
                                                   "a much too long one\x04\x01"
                                                   "b\x04"),
                                         4, 10),
                        "*messages of more than 10 bytes[\x01"
                        "b\x04]");
}

static void messages_are_split(void **state)
{
    (void)state;
    struct nr_wire_message m;
    nr_wire_split(nr_str_of("\x01h\nk\x02text\x03time\n\x04"), &m);
    assert_true(nr_str_is(m.header, "h\nk"));
    assert_true(nr_str_is(m.text, "text"));
    assert_true(nr_str_is(m.trailer, "time\n"));
    nr_wire_split(nr_str_of("\x01h\x02text"), &m);
    assert_true(nr_str_is(m.text, "text"));
    assert_int_equal(m.trailer.len, 0);
    nr_wire_split(nr_str_of("\x01h"), &m);
    assert_true(nr_str_is(m.header, "h"));
    assert_int_equal(m.text.len, 0);
    assert_true(nr_str_is(nr_wire_head(nr_str_of("\x16\x16\x7f\r\n\x01h")), "h"));
    assert_int_equal(nr_wire_head(nr_str_of("h\x01h")).len, 0);
}

static int free_arena(void **state)
{
    (void)state;
    nr_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bylines),
        cmocka_unit_test(many_bylines_are_bounded),
        cmocka_unit_test(posts_and_notes),
        cmocka_unit_test(datelines),
        cmocka_unit_test(datelines_in_text),
        cmocka_unit_test(stamps),
        cmocka_unit_test(days_and_months),
        cmocka_unit_test(keywords),
        cmocka_unit_test(slugs_and_words),
        cmocka_unit_test(messages_are_cut),
        cmocka_unit_test(messages_are_split),
    };
    return cmocka_run_group_tests(tests, NULL, free_arena);
}
