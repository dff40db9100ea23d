#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include "newsreel/tags/structure.h"

static void add_mark(struct nr_buf *out, struct nr_mark m)
{
    nr_buf_addf(out, "|%.*s", (int)m.text.len, m.text.len ? m.text.data : "");
}

/* The dateline as "whole|place|date|agency", the date as ISO 8601; empty where there is none. */
static void assert_dateline(const char *text, const char *want)
{
    struct nr_structure s;
    struct nr_buf got = {0};
    char date[NR_DATELINE_DATE_SIZE] = "";
    nr_structure_read(&s, nr_str_of(text));
    const struct nr_dateline *d = &s.dateline;
    if (d->percent) {
        nr_buf_add_str(&got, d->whole.text);
        add_mark(&got, d->place);
        nr_dateline_date(d, nr_str(NULL, 0), date);
        nr_buf_addf(&got, "|%s", date);
        add_mark(&got, d->agency);
    }
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

/* Every form is found in front of prose. */
static void assert_form(const char *line, const char *parts)
{
    struct nr_buf text = {0}, want = {0};
    nr_buf_addf(&text,
                "%s The harbour of Skerry Point stays closed, the office said, because ice "
                "has reached the mole.",
                line);
    nr_buf_addf(&want, "%s|%s", line, parts);
    assert_dateline(nr_buf_cstr(&text), nr_buf_cstr(&want));
    nr_buf_free(&text);
    nr_buf_free(&want);
}

static void datelines_with_agency(void **state)
{
    (void)state;
    assert_form("SKERRY POINT, July 19 (Reuters) -", "SKERRY POINT|XXXX-07-19|Reuters");
    assert_form("WASHINGTON (AP) —", "WASHINGTON||AP");
    assert_form("BERLIN, 3. März (dpa) -", "BERLIN|XXXX-03-03|dpa");
    assert_form("Hamburg (dpa/lno) –", "Hamburg||dpa/lno");
    assert_form("PARIS, 2 mars 2010 (AFP) -", "PARIS|2010-03-02|AFP");
    assert_form("MADRID, 2 (EFE) -", "MADRID|XXXX-XX-02|EFE");
    assert_form("Madrid, 2 mar (EFE).-", "Madrid|XXXX-03-02|EFE");
    assert_form("(ANSA) - ROMA, 05 MAR -", "ROMA|XXXX-03-05|ANSA");
    assert_form("Roma, 5 mar. - (Adnkronos) -", "Roma|XXXX-03-05|Adnkronos");
    assert_form("SÃO PAULO, 5 de março de 2020 (Reuters) -", "SÃO PAULO|2020-03-05|Reuters");
    assert_form("ANKARA (AA) -", "ANKARA||AA");
    assert_form("STOCKHOLM (TT).", "STOCKHOLM||TT");
    assert_form("New Delhi, Mar 5 (PTI)", "New Delhi|XXXX-03-05|PTI");
    assert_form("London, Jan 15 (ANI):", "London|XXXX-01-15|ANI");
    assert_form("TOKYO, March 5, Kyodo -", "TOKYO|XXXX-03-05|Kyodo");
    assert_form("UNITED NATIONS, July 19 /PRNewswire/ --", "UNITED NATIONS|XXXX-07-19|PRNewswire");
    assert_form("NAIROBI, Kenya (AP) _", "NAIROBI, Kenya||AP");
    assert_form("July 19 (Reuters) -", "|XXXX-07-19|Reuters");
    assert_form("(CNN) --", "||CNN");
    assert_form("(CNN)", "||CNN");
    assert_form("AUSTIN (KXAN) —", "AUSTIN||KXAN");
    assert_form("JAKARTA, KOMPAS.com -", "JAKARTA||KOMPAS.com");
}

static void datelines_of_other_scripts(void **state)
{
    (void)state;
    assert_form("МОСКВА, 5 мар - РИА Новости.", "МОСКВА|XXXX-03-05|РИА Новости");
    assert_form("МОСКВА, 5 марта. /ТАСС/.", "МОСКВА|XXXX-03-05|ТАСС");
    assert_form("Москва. 4 января. INTERFAX.RU -", "Москва|XXXX-01-04|INTERFAX.RU");
    assert_form("КИЕВ, 5 марта 2020 г. (Интерфакс) -", "КИЕВ|2020-03-05|Интерфакс");
    assert_form("ΑΘΗΝΑ, 5 Μαρτίου (ΑΠΕ) -", "ΑΘΗΝΑ|XXXX-03-05|ΑΠΕ");
    assert_form("القاهرة (رويترز) -", "القاهرة||رويترز");
    assert_form("الرياض 5 مارس 2020 (واس) --", "الرياض|2020-03-05|واس");
    assert_form("新华社北京3月5日电", "北京|XXXX-03-05|新华社");
    assert_form("北京3月5日电", "北京|XXXX-03-05|");
    assert_form("新華網海口１月１２日電", "海口|XXXX-01-12|新華網");
    assert_form("中新网12月9日电", "|XXXX-12-09|中新网");
    assert_form("（中央社記者林某某台北5日電）", "|XXXX-XX-05|中央社");
    assert_form("［東京　５日　ロイター］ -", "東京|XXXX-XX-05|ロイター");
    assert_form("【3月5日 AFP】", "|XXXX-03-05|AFP");
    assert_form("【ワシントン共同】", "ワシントン||共同");
    assert_form("(서울=연합뉴스) 홍길동 기자 =", "서울||연합뉴스");
}

static void datelines_without_agency(void **state)
{
    (void)state;
    assert_form("NEW YORK, March 2 -", "NEW YORK|XXXX-03-02|");
    assert_form("Toronto, Feb 26 -", "Toronto|XXXX-02-26|");
    assert_form("LEONIA, N.J., FEb. 26, 1988 --", "LEONIA, N.J.|1988-02-26|");
    assert_form("MINNEAPOLIS, MINN.,March 13-", "MINNEAPOLIS, MINN.|XXXX-03-13|");
    assert_form("VILLA DEL MAR, 12 Feb -", "VILLA DEL MAR|XXXX-02-12|");
    assert_form("Ottawa (17 Jan. 2012) -", "Ottawa|2012-01-17|");
    assert_form("LOS ANGELES --", "LOS ANGELES||");
    assert_form("GREAT FALLS, Va. –", "GREAT FALLS, Va.||");
    assert_form("MONTREAL -", "MONTREAL||");
    assert_form("WASHINGTON—", "WASHINGTON||");
    assert_form("OSLO —", "OSLO||");
}

static void no_datelines(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "-",
        "The harbour of Skerry Point stays closed - for now - the office said on March 5.",
        "The Harbour Authority (HA) - in short: the office - said that ice has reached the mole.",
        "Automobile Association (AA) - The group says that fewer cars break down than ever before.",
        "The Associated Press (AP) said on Monday that it would open an office in Skerry Point.",
        ("John Smith (Labour) - the candidate of the north - said that the harbour had to be "
         "opened."),
        "NASA — The agency said that it will land on the moon in one of the next three years.",
        "BREAKING — The ferry from Skerry Point to Orme will not sail before Tuesday, they say.",
        "SHARES FALL — MARKETS IN TURMOIL AS THE FERRY FROM SKERRY POINT TO ORME STAYS IN PORT",
        "Concert Hall, June 5 - June 7",
        "Updated March 5 - The ferry sails again.",
        "Tuesday, 17 January, 2012 - 10:52",
        "By Ann Lee, March 5 - The ferry sails again.",
        "It rained in the morning. London, March 5 - a day to remember.",
        "Horoskop tygodniowy 21 - 27 listopada 2011",
        "1. WASHINGTON (AP) - a list",
        "他在北京说，3月5日电力恢复。",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_dateline(texts[i], "");
}

static void only_the_first_prose_has_one(void **state)
{
    (void)state;
    assert_dateline("Ice closes harbour\n\nBy Ann Lee\n\nORME, March 5 (AP) - The ferry stays.",
                    "ORME, March 5 (AP) -|ORME|XXXX-03-05|AP");
    assert_dateline("The harbour of Skerry Point stays closed, the office said, because ice has "
                    "reached the mole.\n\nORME, March 5 (AP) - The ferry stays.",
                    "");
}

static void ranges_are_code_points(void **state)
{
    (void)state;
    struct nr_structure s;
    struct nr_str text =
        nr_str_of("Überschrift über Eis\n\nÖRME, 5. März (dpa) – Die Fähre fährt.");
    nr_structure_read(&s, text);
    assert_int_equal(s.dateline.whole.start, 22);
    assert_int_equal(s.dateline.whole.end, 43);
    assert_int_equal(s.dateline.place.start, 22);
    assert_int_equal(s.dateline.place.end, 26);
    assert_int_equal(s.dateline.date.start, 28);
    assert_int_equal(s.dateline.date.end, 35);
    assert_int_equal(s.dateline.agency.start, 37);
    assert_int_equal(s.dateline.agency.end, 40);
    assert_int_equal(s.dateline.percent, 99);
    assert_int_equal(s.kicker.end, 0);
    assert_int_equal(s.by.text.len, 0);
}

static void assert_date(struct nr_dateline d, const char *created, const char *want)
{
    char date[NR_DATELINE_DATE_SIZE] = "";
    assert_int_equal(nr_dateline_date(&d, nr_str_of(created), date), want[0] != 0);
    assert_string_equal(date, want);
}

static void the_year_is_the_closest(void **state)
{
    (void)state;
    struct nr_dateline day = {.month = 12, .day = 31}, alone = {.day = 30}, none = {.year = 0};
    struct nr_dateline leap = {.month = 2, .day = 29}, never = {.month = 6, .day = 31};
    struct nr_dateline not_then = {.year = 2021, .month = 2, .day = 29};
    assert_date(leap, "2021-03-02", "XXXX-02-29");
    assert_date(never, "2021-07-02", "");
    assert_date(not_then, "2021-03-02", "");
    assert_date(day, "2022-01-02T08:00:00Z", "2021-12-31");
    assert_date(day, "2022-12-30", "2022-12-31");
    assert_date(day, "2022-06-30", "XXXX-12-31");
    assert_date(day, "", "XXXX-12-31");
    assert_date(alone, "2022-01-01", "2021-12-30");
    assert_date(alone, "2022-03-01", "2022-03-30");
    assert_date(alone, "yesterday", "XXXX-XX-30");
    assert_date(none, "2022-03-01", "");
    assert_date((struct nr_dateline){.year = 2020, .month = 3, .day = 5}, "2022-03-01",
                "2020-03-05");
}

static void assert_lines(const char *text, const char *want)
{
    struct nr_structure s;
    struct nr_buf got = {0};
    nr_structure_read(&s, nr_str_of(text));
    add_mark(&got, s.kicker);
    add_mark(&got, s.by);
    add_mark(&got, s.correction);
    add_mark(&got, s.embargo);
    add_mark(&got, s.credit);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

#define PROSE                                                                                      \
    "The harbour of Skerry Point stays closed, the office said, because ice has reached the mole."

static void lines_above(void **state)
{
    (void)state;
    assert_lines(
        "World\n\nIce closes the harbour of Skerry Point\n\nBy Ann Lee and Bo Ek\n\n" PROSE,
        "|World|By Ann Lee and Bo Ek|||");
    assert_lines("Von Ann Lee\n\n" PROSE, "||Von Ann Lee|||");
    assert_lines("By Ann Lee\nStaff Writer\n\n" PROSE, "||By Ann Lee|||");
    assert_lines("By then it was late.\n\n" PROSE, "|||||");
    assert_lines("By 2030\n\n" PROSE, "|||||");
    assert_lines("Von der Leyen\n\n" PROSE, "|||||");
    assert_lines("World\n\n" PROSE, "|||||");
    assert_lines("World,\n\nIce closes the harbour of Skerry Point\n\n" PROSE, "|||||");
    assert_lines("EMBARGOED UNTIL 1 March 2022 06:00 GMT\n\n" PROSE,
                 "||||EMBARGOED UNTIL 1 March 2022 06:00 GMT|");
    assert_lines("Sperrfrist: 1. März 2022, 6.00 Uhr\n\n" PROSE,
                 "||||Sperrfrist: 1. März 2022, 6.00 Uhr|");
    assert_lines("The embargo on embargoed goods ended\n\n" PROSE, "|||||");
    assert_lines("(Corrects name of the mole in second paragraph)\n\n" PROSE,
                 "|||(Corrects name of the mole in second paragraph)||");
    assert_lines("CORRECTION: The mole is in Orme.\n\n" PROSE,
                 "|||CORRECTION: The mole is in Orme.||");
    assert_lines("Correction officers went on strike\n\n" PROSE, "|||||");
}

static void lines_below(void **state)
{
    (void)state;
    assert_lines(PROSE "\n\n(Reporting by Ann Lee; Editing by Bo Ek)",
                 "|||||(Reporting by Ann Lee; Editing by Bo Ek)");
    assert_lines(PROSE " (Reporting by Ann Lee)", "|||||(Reporting by Ann Lee)");
    assert_lines(PROSE "\n\nReuters\n\nReporting by Ann Lee", "|||||Reporting by Ann Lee");
    assert_lines(PROSE "\n\n-- AFP", "|||||-- AFP");
    assert_lines(PROSE "\n\nReporting by the office shows that ice is rare.", "|||||");
    assert_lines(PROSE "\n\nAn earlier version of this article said the mole was in Orme.",
                 "|||An earlier version of this article said the mole was in Orme.||");
}

static void the_end_of_a_long_text(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    for (int i = 0; i < 200; i++)
        nr_buf_add_cstr(&text, "Die Fähre fährt nicht, teilte das Hafenamt am Montag mit.\n\n");
    size_t start = nr_utf8_count(nr_buf_str(&text));
    nr_buf_add_cstr(&text, "(Reporting by Ann Lee)");
    struct nr_structure s;
    nr_structure_read(&s, nr_buf_str(&text));
    assert_int_equal(s.credit.start, start);
    assert_int_equal(s.credit.end, start + 22);
    nr_buf_free(&text);
}

static void assert_credits(const char *text, const char *want)
{
    struct nr_str rest = nr_str_of(text);
    const char *role = NULL;
    struct nr_credit c;
    struct nr_buf got = {0};
    while (nr_credit_next(&rest, &role, &c))
        nr_buf_addf(&got, "%.*s/%s;", (int)c.name.len, c.name.data, c.role);
    assert_false(nr_credit_next(&rest, &role, &c));
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
}

static void names_in_credits(void **state)
{
    (void)state;
    assert_credits("(Reporting by Ann Lee in Orme and Bo Ek; Editing by Cy Roe)",
                   "Ann Lee/reporter;Bo Ek/reporter;Cy Roe/editor;");
    assert_credits("Reporting by Ann Lee Writing by Bo Ek. Editing by Cy Roe.",
                   "Ann Lee/reporter;Bo Ek/writer;Cy Roe/editor;");
    assert_credits("Additional reporting by Ann Lee, Bo Ek", "Ann Lee/reporter;Bo Ek/reporter;");
    assert_credits("Rédigé par Ann Lee, édité par Bo Ek", "Ann Lee/writer;Bo Ek/editor;");
    assert_credits("-- AFP", "AFP/agency;");
    assert_credits("Ann Lee", "");
    assert_credits("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(datelines_with_agency),
        cmocka_unit_test(datelines_of_other_scripts),
        cmocka_unit_test(datelines_without_agency),
        cmocka_unit_test(no_datelines),
        cmocka_unit_test(only_the_first_prose_has_one),
        cmocka_unit_test(ranges_are_code_points),
        cmocka_unit_test(the_year_is_the_closest),
        cmocka_unit_test(lines_above),
        cmocka_unit_test(lines_below),
        cmocka_unit_test(the_end_of_a_long_text),
        cmocka_unit_test(names_in_credits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
