#include "newsreel/charset/charset.h"
#include "newsreel/core/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct want {
    const char *bytes;
    size_t len;
    const char *declared;
    const char *text, *charset;
    size_t replaced;
    bool guessed;
};

#define BYTES(literal) literal, sizeof(literal) - 1

static void expect(const struct want *w, bool markup)
{
    struct nr_charset_scratch scratch = {0};
    struct nr_decoded d;
    nr_charset_decode(&scratch, nr_str(w->bytes, w->len), nr_str_of(w->declared), markup, &d);
    if (!nr_str_is(d.text, w->text))
        fail_msg("\"%.*s\" instead of \"%s\"", (int)d.text.len, d.text.data, w->text);
    assert_string_equal(d.charset, w->charset);
    assert_int_equal(d.replaced, w->replaced);
    assert_int_equal(d.guessed, w->guessed);
    nr_charset_scratch_free(&scratch);
}

static void expect_all(const struct want *rows, size_t count, bool markup)
{
    for (size_t i = 0; i < count; i++)
        expect(&rows[i], markup);
}

#define EXPECT_ALL(rows, markup) expect_all(rows, sizeof rows / sizeof rows[0], markup)

static void names_follow_the_standard(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"UTF8", "utf-8"},
        {" Latin1 ", "windows-1252"},
        {"ISO-8859-1", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"TIS-620", "windows-874"},
        {"iso-8859-11", "windows-874"},
        {"GB2312", "gb18030"},
        {"gbk", "gb18030"},
        {"Shift_JIS", "shift_jis"},
        {"x-sjis", "shift_jis"},
        {"ks_c_5601-1987", "euc-kr"},
        {"KOI8-R", "koi8-r"},
        {"utf-16", "utf-16le"},
        {"big5-hkscs", "big5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(nr_charset_name(nr_str_of(rows[i][0])), rows[i][1]);
    assert_null(nr_charset_name(nr_str_of("utf-7")));
    assert_null(nr_charset_name(nr_str_of("")));
    assert_null(nr_charset_name(nr_str_of("none")));
}

static void valid_utf8_is_a_view(void **state)
{
    (void)state;
    static const char text[] = "Die Brücke über die Ahle";
    struct nr_charset_scratch scratch = {0};
    struct nr_decoded d;
    nr_charset_decode(&scratch, nr_str_of(text), nr_str_of("iso-8859-1"), true, &d);
    assert_ptr_equal(d.text.data, text);
    assert_string_equal(d.charset, "utf-8");
    assert_false(d.guessed);
    nr_charset_decode(&scratch, nr_str(NULL, 0), nr_str(NULL, 0), true, &d);
    assert_int_equal(d.text.len, 0);
    nr_charset_scratch_free(&scratch);
}

static void marks_come_first(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("\xef\xbb\xbfz\xc3\xbc"), "windows-1252", "zü", "utf-8", 0, false},
        {BYTES("\xef\xbb\xbfz\xfc"), "windows-1252", "z\xef\xbf\xbd", "utf-8", 1, false},
        {BYTES("\xff\xfez\0\xfc\0"), "", "zü", "utf-16le", 0, false},
        {BYTES("\xfe\xff\0z\0\xfc"), "utf-8", "zü", "utf-16be", 0, false},
        {BYTES("\xff\xfe\0\0z\0\0\0\xfc\0\0\0"), "", "zü", "utf-32le", 0, false},
        {BYTES("\0\0\xfe\xff\0\0\0z\0\0\0\xfc"), "", "zü", "utf-32be", 0, false},
        {BYTES("\xff\xfez\0\x00\xd8y\0"), "", "z\xef\xbf\xbdy", "utf-16le", 1, false},
        {BYTES("\xff\xfez\0\x3d\xd8"), "", "z\xef\xbf\xbd", "utf-16le", 1, false},
        {BYTES("<\0p\0>\0H\0i\0!\0"), "", "<p>Hi!", "utf-16le", 0, false},
        {BYTES("\0<\0p\0>\0H\0i\0!"), "", "<p>Hi!", "utf-16be", 0, false},
    };
    EXPECT_ALL(rows, true);
}

static void declared_charsets_are_tried(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("na\xefve \x93quoted\x94 \x80 5 \x81"), "iso-8859-1",
         "na\u00efve \u201cquoted\u201d \u20ac 5 \xc2\x81", "windows-1252", 0, false},
        {BYTES("\xf0\xd2\xc9\xd7\xc5\xd4"), "koi8-r", "Привет", "koi8-r", 0, false},
        {BYTES("\xcf\xf0\xe8\xe2\xe5\xf2"), "windows-1251", "Привет", "windows-1251", 0, false},
        {BYTES("\xc4\xe3\xba\xc3"), "gb2312", "你好", "gb18030", 0, false},
        {BYTES("\xa7\x41\xa6\x6e"), "big5", "你好", "big5", 0, false},
        {BYTES("\x83\x65\x83\x58\x83\x67\x87\x40"), "shift_jis", "テスト①", "shift_jis", 0, false},
        {BYTES("\xa5\xc6\xa5\xb9\xa5\xc8"), "x-euc-jp", "テスト", "euc-jp", 0, false},
        {BYTES("\xbe\xc8\xb3\xe7"), "ks_c_5601-1987", "안녕", "euc-kr", 0, false},
        {BYTES("\xcb\xe8\xe9"), "iso-8859-2", "Ëčé", "iso-8859-2", 0, false},
        {BYTES("\x9cwiat"), "iso-8859-2", "świat", "windows-1250", 0, false},
        {BYTES("\xca\xc7\xd1\xca\xb4\xd5"), "tis-620", "สวัสดี", "windows-874", 0, false},
        {BYTES("\xd0\xfd\xfe"), "iso-8859-9", "Ğış", "windows-1254", 0, false},
        {BYTES("\xf9\xec\xe5\xed"), "windows-1255", "שלום", "windows-1255", 0, false},
    };
    static const struct want bad = {
        BYTES("\xc4\xe3\xba\xc3\xc4\xe3\xba\xc3\xff"),
        "gbk",
        "\u4f60\u597d\u4f60\u597d\xef\xbf\xbd",
        "gb18030",
        1,
        false,
    };
    EXPECT_ALL(rows, false);
    expect(&bad, false);
}

static void iso2022jp_needs_its_escapes(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("\x1b$B%F%9%H\x1b(B ok"), "", "テスト ok", "iso-2022-jp", 0, false},
        {BYTES("plain \x1b text"), "iso-2022-jp", "plain \x1b text", "utf-8", 0, false},
    };
    EXPECT_ALL(rows, false);
}

static void pages_say_what_they_are(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"<meta charset=koi8-r>", "koi8-r"},
        {"<html><META CharSet = \"Windows-1251\" />", "Windows-1251"},
        {"<meta http-equiv='Content-Type' content='text/html; charset=big5'>", "big5"},
        {"<?xml version='1.0' encoding='iso-8859-2'?><html>", "iso-8859-2"},
        {"\n<?xml version='1.0'?><meta charset='x'>", "x"},
        {"<!-- <meta charset=gbk> --><meta charset=utf-8>", "utf-8"},
        {"<meta name=charset><meta charset=utf-8>", "utf-8"},
        {"<p>charset=koi8-r", ""},
        {"<meta charset=\"", ""},
        {"<meta", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_true(nr_str_is(nr_charset_in_page(nr_str_of(rows[i][0])), rows[i][1]));
}

static void pages_correct_a_server_that_says_latin1(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("<meta charset=koi8-r>\xf0\xd2\xc9\xd7\xc5\xd4"), "iso-8859-1",
         "<meta charset=koi8-r>Привет", "koi8-r", 0, false},
        {BYTES("<meta charset=koi8-r>\xcf\xf0\xe8\xe2\xe5\xf2"), "windows-1251",
         "<meta charset=koi8-r>Привет", "windows-1251", 0, false},
    };
    EXPECT_ALL(rows, true);
    static const struct want text = {BYTES("<meta charset=koi8-r> \xe9t\xe9"),
                                     "latin1",
                                     "<meta charset=koi8-r> été",
                                     "windows-1252",
                                     0,
                                     false};
    expect(&text, false);
}

static void damaged_utf8_stays_utf8(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("b\xc3\xa4r h\xc3"), "latin1", "bär h\xef\xbf\xbd", "utf-8", 1, false},
        {BYTES("ääääääää\xff"
               "äääääääää"),
         "", "ääääääää\xef\xbf\xbdäääääääää", "utf-8", 1, false},
        {BYTES("Le pont de Hollin a \xe9t\xe9 ferm\xe9 apr\xe8s la temp\xeate de mardi, \xe0 "
               "no\xebl."),
         "utf-8", "Le pont de Hollin a été fermé après la tempête de mardi, à noël.",
         "windows-1252", 0, true},
        {BYTES("Le pont de Hollin a \xe9t\xe9 ferm\xe9 apr\xe8s la temp\xeate de mardi, \xe0 "
               "no\xebl."),
         "utf-7", "Le pont de Hollin a été fermé après la tempête de mardi, à noël.",
         "windows-1252", 0, true},
    };
    EXPECT_ALL(rows, false);
}

static void nuls_are_replaced(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("one two three f\0ur five six seven"), "",
         "one two three f\xef\xbf\xbdur five six seven", "utf-8", 1, false},
        {BYTES("one two three\0\0 caf\xe9 five six seven"), "latin1",
         "one two three\xef\xbf\xbd\xef\xbf\xbd café five six seven", "windows-1252", 2, false},
    };
    EXPECT_ALL(rows, false);
}

static void undeclared_charsets_are_detected(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("\xcf\xee\xe5\xe7\xe4 \xe8\xe7 \xc3\xee\xeb\xe8\xed\xe0 \xef\xf0\xe8\xf8\xb8\xeb "
               "\xef\xee\xe7\xe4\xed\xee \xe2\xe5\xf7\xe5\xf0\xee\xec, \xe8 "
               "\xe2\xf1\xe5 \xf3\xf1\xf2\xe0\xeb\xe8."),
         "", "Поезд из Голина пришёл поздно вечером, и все устали.", "windows-1251", 0, true},
        /* runs of high bytes as no western text has them */
        {BYTES("\xcf\xee\xe5\xe7\xe4 \xe8\xe7 \xc3\xee\xeb\xe8\xed\xe0 \xef\xf0\xe8\xf8\xb8\xeb "
               "\xef\xee\xe7\xe4\xed\xee \xe2\xe5\xf7\xe5\xf0\xee\xec, \xe8 "
               "\xe2\xf1\xe5 \xf3\xf1\xf2\xe0\xeb\xe8."),
         "iso-8859-1", "Поезд из Голина пришёл поздно вечером, и все устали.", "windows-1251", 0,
         true},
        /* Ukrainian letters where koi8-r draws boxes */
        {BYTES("\xed\xa6\xd3\xd4 \xd7 \xe8\xcf\xcc\xa6\xce\xa6 \xda\xce\xcf\xd7\xd5 "
               "\xda\xc1\xcb\xd2\xc9\xcc\xc9, \xa6 \xd0\xcf\xa7\xda\xc4 "
               "\xda\xd5\xd0\xc9\xce\xc9\xd7\xd3\xd1."),
         "", "Міст в Холіні знову закрили, і поїзд зупинився.", "koi8-u", 0, true},
        /* one letter tells the detector nothing */
        {BYTES("the post office in Upper Vassholm, run by \xd1ico since spring"), "",
         "the post office in Upper Vassholm, run by Ñico since spring", "windows-1252", 0, true},
    };
    EXPECT_ALL(rows, false);
}

/* Headlines, which a detector takes for Latin letters. */
static void short_texts_of_east_asia(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("\xa4\xa4\xa5\xa1\xbb\xc8\xa6\xe6\xba\xfb\xab\xf9\xa7Q\xb2v"), "",
         "中央銀行維持利率", "big5", 0, true},
        {BYTES("\xb4\xe4\xa4"
               "f\xa4j\xbe\xf4\xa4\xad\xa4\xeb\xb0_\xab\xca\xb3\xac"),
         "", "港口大橋五月起封閉", "big5", 0, true},
        {BYTES("\xbb\xe4\xad\xb7\xb9G\xaa\xf1 \xbe\xc7\xae\xd5\xb0\xb1\xbd\xd2"), "",
         "颱風逼近 學校停課", "big5", 0, true},
        {BYTES("\xa5\xab\xaa\xf8\xab\xc5\xa5\xac\xc3\xe3\xc2\xbe"), "", "市長宣布辭職", "big5", 0,
         true},
        {BYTES("\xa6"
               "a\xbe_\xb3y\xa6\xa8\xa4T\xa4H\xa8\xfc\xb6\xcb"),
         "", "地震造成三人受傷", "big5", 0, true},
        {BYTES("\xbf\xef\xc1|\xb5\xb2\xaaG\xa9\xfa\xa4\xe9\xa4\xbd\xa5\xac"), "",
         "選舉結果明日公布", "big5", 0, true},
        {BYTES("\xaa\xd1\xa5\xab\xa6\xac\xbdL\xa4W\xba\xa6"), "", "股市收盤上漲", "big5", 0, true},
        {BYTES("\xa4\xf5\xa8\xae\xbb~\xc2I\xa8\xe2\xa4p\xae\xc9"), "", "火車誤點兩小時", "big5", 0,
         true},
        {BYTES("\xc1\xdf\xbe\xd3\xc0\xba\xc7\xe0 \xb1\xdd\xb8\xae \xb5\xbf\xb0\xe1"), "",
         "중앙은행 금리 동결", "euc-kr", 0, true},
        {BYTES(
             "\xc7\xd7\xb1\xb8 \xb4\xd9\xb8\xae \xbf\xc0\xbf\xf9\xba\xce\xc5\xcd \xc6\xf3\xbc\xe2"),
         "", "항구 다리 오월부터 폐쇄", "euc-kr", 0, true},
        {BYTES("\xc5\xc2\xc7\xb3 \xc1\xa2\xb1\xd9\xbf\xa1 \xc7\xd0\xb1\xb3 \xc8\xde\xb1\xb3"), "",
         "태풍 접근에 학교 휴교", "euc-kr", 0, true},
        {BYTES("\xbd\xc3\xc0\xe5 \xbb\xe7\xc0\xd3 \xb9\xdf\xc7\xa5"), "", "시장 사임 발표",
         "euc-kr", 0, true},
        {BYTES("\xc1\xf6\xc1\xf8\xc0\xb8\xb7\xce \xbc\xbc \xb8\xed \xba\xce\xbb\xf3"), "",
         "지진으로 세 명 부상", "euc-kr", 0, true},
        {BYTES("\xbc\xb1\xb0\xc5 \xb0\xe1\xb0\xfa \xb3\xbb\xc0\xcf \xb9\xdf\xc7\xa5"), "",
         "선거 결과 내일 발표", "euc-kr", 0, true},
        {BYTES("\x8d`"
               "\x82\xcc\x8b\xb4\x82\xcd\x8c\xdc\x8c\x8e\x82\xa9\x82\xe7\x95\xc2\x8d\xbd\x82\xb3"
               "\x82\xea\x82\xdc\x82\xb7"),
         "", "港の橋は五月から閉鎖されます", "shift_jis", 0, true},
        {BYTES("\x91\xe4\x95\x97\x82\xaa\x8b\xdf\x82\xc3\x82\xab\x8aw\x8dZ\x82\xcd\x8bx\x82\xdd"),
         "", "台風が近づき学校は休み", "shift_jis", 0, true},
        {BYTES("\xc3\xe6\xb1\xfb\xb6\xe4\xb9\xd4\xa4\xcf\xb6\xe2\xcd\xf8\xa4\xf2\xbf\xf8\xa4\xa8"
               "\xc3\xd6\xa4\xa4\xa4\xbf"),
         "", "中央銀行は金利を据え置いた", "euc-jp", 0, true},
        {BYTES("\xbb\xd4\xc4\xb9\xa4\xac\xbc\xad\xc7\xa4\xa4\xf2\xc9\xbd\xcc\xc0\xa4\xb7\xa4\xbf"),
         "", "市長が辞任を表明した", "euc-jp", 0, true},
        {BYTES("\xd6\xd0\xd1\xeb\xd2\xf8\xd0\xd0\xce\xac\xb3\xd6\xc0\xfb\xc2\xca\xb2\xbb\xb1\xe4"),
         "", "中央银行维持利率不变", "gb18030", 0, true},
        {BYTES("\xcc\xa8\xb7\xe7\xb1\xc6\xbd\xfc\xd1\xa7\xd0\xa3\xcd\xa3\xbf\xce"), "",
         "台风逼近学校停课", "gb18030", 0, true},
    };
    EXPECT_ALL(rows, false);
}

/* The same letters in two charsets, told by their company. */
static void polish_in_two_charsets(void **state)
{
    (void)state;
    static const struct want rows[] = {
        {BYTES("Rz\xb9"
               "d og\xb3"
               "osi\xb3 konkurs na budow\xea mostu, kt\xf3ry ma by\xe6 gotowy za rok"),
         "", "Rząd ogłosił konkurs na budowę mostu, który ma być gotowy za rok", "windows-1250", 0,
         true},
        {BYTES("Rz\xb1"
               "d og\xb3"
               "osi\xb3 konkurs na budow\xea mostu, kt\xf3ry ma by\xe6 gotowy za rok"),
         "", "Rząd ogłosił konkurs na budowę mostu, który ma być gotowy za rok", "iso-8859-2", 0,
         true},
    };
    EXPECT_ALL(rows, false);
}

static void every_charset_gives_valid_text(void **state)
{
    (void)state;
    static const char *const labels[] = {
        "ibm866",         "iso-8859-3",  "iso-8859-4",  "iso-8859-5",   "iso-8859-6",
        "iso-8859-7",     "iso-8859-8",  "logical",     "iso-8859-10",  "iso-8859-13",
        "iso-8859-14",    "iso-8859-15", "iso-8859-16", "koi8-u",       "macintosh",
        "cp1253",         "cp1256",      "cp1257",      "windows-1258", "windows-874",
        "x-mac-cyrillic", "gb18030",     "big5",        "euc-jp",       "iso-2022-jp",
        "shift_jis",      "euc-kr",      "utf-16",      "utf-16be",
    };
    char bytes[1024];
    struct nr_charset_scratch scratch = {0};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 + i / 256);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        struct nr_decoded d;
        assert_non_null(nr_charset_name(nr_str_of(labels[i])));
        nr_charset_decode(&scratch, nr_str(bytes, sizeof bytes), nr_str_of(labels[i]), false, &d);
        assert_int_equal(nr_utf8_valid(d.text), d.text.len);
        assert_null(memchr(d.text.data, 0, d.text.len));
    }
    nr_charset_scratch_free(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_follow_the_standard),
        cmocka_unit_test(valid_utf8_is_a_view),
        cmocka_unit_test(marks_come_first),
        cmocka_unit_test(declared_charsets_are_tried),
        cmocka_unit_test(iso2022jp_needs_its_escapes),
        cmocka_unit_test(pages_say_what_they_are),
        cmocka_unit_test(pages_correct_a_server_that_says_latin1),
        cmocka_unit_test(damaged_utf8_stays_utf8),
        cmocka_unit_test(nuls_are_replaced),
        cmocka_unit_test(undeclared_charsets_are_detected),
        cmocka_unit_test(short_texts_of_east_asia),
        cmocka_unit_test(polish_in_two_charsets),
        cmocka_unit_test(every_charset_gives_valid_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
