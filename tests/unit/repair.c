#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/repair.h"

static void expect_how(const char *text, const char *want, enum nr_repairs how)
{
    struct nr_buf out = {0}, again = {0};
    nr_text_repair(&out, nr_str_of(text), how);
    assert_string_equal(nr_buf_cstr(&out), want);
    nr_text_repair(&again, nr_buf_str(&out), how);
    assert_string_equal(nr_buf_cstr(&again), want);
    nr_buf_free(&out);
    nr_buf_free(&again);
}

static void expect(const char *text, const char *want)
{
    expect_how(text, want, NR_REPAIR_ONLY);
}

static void stays(const char *text)
{
    expect(text, text);
}

static void test_references(void **state)
{
    (void)state;
    expect("caf&eacute; &#8217; &#x2019; &#146; &nbsp;x &ccaron;", "café ’ ’ ’ x č");
    expect("R&amp;amp;amp;D &amp;lt;b&amp;gt;", "R&D <b>");
    expect("R&amp D &nbspx &#8217 s &quot", "R& D x ’ s \"");
    expect("R&#38 D &#60 x", "R& D < x");
    stays("AT&T R&D &unknown; &#0; &#xd800; &#99999999; &; & ?a=1&lt=5&copy=2 &eacute x No.&#12 &");
}

static void test_utf8_read_as_another_charset(void **state)
{
    (void)state;
    expect("cafÃ© Ã‰cole Ãœber itâ€™s â‚¬5 ðŸ˜€", "café École Über it’s €5 😀");
    expect("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет");
    expect("РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир");
    expect("JeĹľĂ­Ĺˇ pĹ™iĹˇel", "Ježíš přišel");
    expect("caf\xc3\x83\xc2\xa9 \xc3\xa2\xc2\x80\xc2\x99", "café ’"); /* ISO-8859-1 */
}

static void test_controls(void **state)
{
    (void)state;
    expect("It\xc2\x92s \xc2\x93so\xc2\x94 \xc2\x96 \xc2\x80"
           "5\xc2\x81\xc2\x9f",
           "It’s “so” – €5");
    expect("caf\xc3\x83\xc2\xa9 \xc3\xa2\xc2\x80\xc2\x99 it\xc2\x92s", "café ’ it’s");
    expect("\xc3\xa2\xc2\x80\xc2\x99", "’");
}

static void test_twice(void **state)
{
    (void)state;
    expect("ÃƒÂ© itÃ¢â‚¬â„¢s", "é it’s");
    expect("caf&Atilde;&copy;", "café");
}

/* As windows-1252, ISO-8859-1, and windows-1252 three times; the last one as windows-1251. */
static const struct {
    const char *text, *want;
} several_times[] = {
    {"\303\203\302\220\303\205\302\270\303\203\342\200\230\303\242\342\200\232\302\254\303\203"
     "\302\220\303\202\302\270\303\203\302\220\303\202\302\262\303\203\302\220\303\202\302\265"
     "\303\203\342\200\230\303\242\342\202\254\305\241, "
     "\303\203\302\220\303\202\302\274\303\203\302\220\303\202\302\270\303\203\342\200\230\303"
     "\242\342\200\232\302\254",
     "Привет, мир"},
    {"\303\203\302\220\303\202\302\237\303\203\302\221\303\202\302\200\303\203\302\220\303\202"
     "\302\270\303\203\302\220\303\202\302\262\303\203\302\220\303\202\302\265\303\203\302\221"
     "\303\202\302\202, "
     "\303\203\302\220\303\202\302\274\303\203\302\220\303\202\302\270\303\203\302\221\303\202"
     "\302\200",
     "Привет, мир"},
    {"\303\203\306\222\303\202\302\220\303\203\342\200\246\303\202\302\270\303\203\306\222\303"
     "\242\342\202\254\313\234\303\203\302\242\303\242\342\202\254\305\241\303\202\302\254\303"
     "\203\306\222\303\202\302\220\303\203\342\200\232\303\202\302\270\303\203\306\222\303\202"
     "\302\220\303\203\342\200\232\303\202\302\262\303\203\306\222\303\202\302\220\303\203\342"
     "\200\232\303\202\302\265\303\203\306\222\303\242\342\202\254\313\234\303\203\302\242\303"
     "\242\342\200\232\302\254\303\205\302\241, "
     "\303\203\306\222\303\202\302\220\303\203\342\200\232\303\202\302\274\303\203\306\222\303"
     "\202\302\220\303\203\342\200\232\303\202\302\270\303\203\306\222\303\242\342\202\254\313"
     "\234\303\203\302\242\303\242\342\202\254\305\241\303\202\302\254",
     "Привет, мир"},
    {"\303\203\305\275\303\205\302\241\303\203\305\275\303\202\302\261\303\203\305\275\303\202"
     "\302\273\303\203\305\275\303\202\302\267\303\203\305\275\303\202\302\274\303\203\305\275"
     "\303\202\302\255\303\203\302\217\303\202\302\201\303\203\305\275\303\202\302\261 "
     "\303\203\305\275\303\202\302\272\303\203\302\217\303\205\342\200\231\303\203\302\217\303"
     "\206\342\200\231\303\203\305\275\303\202\302\274\303\203\305\275\303\202\302\265",
     "Καλημέρα κόσμε"},
    {"\303\203\302\216\303\202\302\232\303\203\302\216\303\202\302\261\303\203\302\216\303\202"
     "\302\273\303\203\302\216\303\202\302\267\303\203\302\216\303\202\302\274\303\203\302\216"
     "\303\202\302\255\303\203\302\217\303\202\302\201\303\203\302\216\303\202\302\261 "
     "\303\203\302\216\303\202\302\272\303\203\302\217\303\202\302\214\303\203\302\217\303\202"
     "\302\203\303\203\302\216\303\202\302\274\303\203\302\216\303\202\302\265",
     "Καλημέρα κόσμε"},
    {"\303\203\306\222\303\205\302\275\303\203\342\200\246\303\202\302\241\303\203\306\222\303"
     "\205\302\275\303\203\342\200\232\303\202\302\261\303\203\306\222\303\205\302\275\303\203"
     "\342\200\232\303\202\302\273\303\203\306\222\303\205\302\275\303\203\342\200\232\303\202"
     "\302\267\303\203\306\222\303\205\302\275\303\203\342\200\232\303\202\302\274\303\203\306"
     "\222\303\205\302\275\303\203\342\200\232\303\202\302\255\303\203\306\222\303\202\302\217"
     "\303\203\342\200\232\303\202\302\201\303\203\306\222\303\205\302\275\303\203\342\200\232"
     "\303\202\302\261 "
     "\303\203\306\222\303\205\302\275\303\203\342\200\232\303\202\302\272\303\203\306\222\303"
     "\202\302\217\303\203\342\200\246\303\242\342\202\254\342\204\242\303\203\306\222\303\202"
     "\302\217\303\203\342\200\240\303\242\342\202\254\342\204\242\303\203\306\222\303\205\302"
     "\275\303\203\342\200\232\303\202\302\274\303\203\306\222\303\205\302\275\303\203\342\200"
     "\232\303\202\302\265",
     "Καλημέρα κόσμε"},
    {"\303\203\302\246\303\242\342\202\254\342\200\234\303\202\302\260\303\203\302\250\303\202"
     "\302\201\303\205\302\276\303\203\302\250\303\202\302\250\303\213\305\223\303\203\302\244"
     "\303\202\302\272\303\242\342\202\254\302\271",
     "新聞記事"},
    {"\303\203\302\246\303\202\302\226\303\202\302\260\303\203\302\250\303\202\302\201\303\202"
     "\302\236\303\203\302\250\303\202\302\250\303\202\302\230\303\203\302\244\303\202\302\272"
     "\303\202\302\213",
     "新聞記事"},
    {"\303\203\306\222\303\202\302\246\303\203\302\242\303\242\342\200\232\302\254\303\242\342"
     "\202\254\305\223\303\203\342\200\232\303\202\302\260\303\203\306\222\303\202\302\250\303"
     "\203\342\200\232\303\202\302\201\303\203\342\200\246\303\202\302\276\303\203\306\222\303"
     "\202\302\250\303\203\342\200\232\303\202\302\250\303\203\342\200\271\303\205\342\200\234"
     "\303\203\306\222\303\202\302\244\303\203\342\200\232\303\202\302\272\303\203\302\242\303"
     "\242\342\200\232\302\254\303\202\302\271",
     "新聞記事"},
    {"\303\203\306\222\303\202\302\251t\303\203\306\222\303\202\302\251 "
     "\303\203\306\222\303\202\302\240 "
     "l\303\203\302\242\303\242\342\200\232\302\254\303\242\342\200\236\302\242\303\203\306\222"
     "\303\202\302\251cole",
     "été à l’école"},
    {"\303\203\302\203\303\202\302\251t\303\203\302\203\303\202\302\251 "
     "\303\203\302\203\303\202\302\240 "
     "l\303\203\302\242\303\202\302\200\303\202\302\231\303\203\302\203\303\202\302\251cole",
     "été à l’école"},
    {"\303\203\306\222\303\206\342\200\231\303\203\342\200\232\303\202\302\251t\303\203\306\222"
     "\303\206\342\200\231\303\203\342\200\232\303\202\302\251 "
     "\303\203\306\222\303\206\342\200\231\303\203\342\200\232\303\202\302\240 "
     "l\303\203\306\222\303\202\302\242\303\203\302\242\303\242\342\202\254\305\241\303\202\302"
     "\254\303\203\302\242\303\242\342\202\254\305\276\303\202\302\242\303\203\306\222\303\206"
     "\342\200\231\303\203\342\200\232\303\202\302\251cole",
     "été à l’école"},
    {"\320\240\302\240\320\241\321\237\320\240\320\216\320\240\342\200\232\320\240\302\240\320"
     "\241\342\200\230\320\240\302\240\320\240\342\200\240\320\240\302\240\320\222\302\265\320"
     "\240\320\216\320\262\320\202\321\231, "
     "\320\240\302\240\320\241\302\230\320\240\302\240\320\241\342\200\230\320\240\320\216\320"
     "\240\342\200\232",
     "Привет, мир"},
};

static void test_several_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof several_times / sizeof *several_times; i++)
        expect(several_times[i].text, several_times[i].want);
}

static void test_lost_bytes(void **state)
{
    (void)state;
    expect("â€œHi,â€ he said.", "“Hi,” he said.");
    expect("textÂ more, cafÃ©", "text more, café");
    stays("no quotation opens: â€");
}

static void test_doubtful_stays(void **state)
{
    (void)state;
    const char *const texts[] = {
        "SÃO PAULO",  "AMANHÃ” disse", "VOILÀ…", "hâlâ”… dedi", "„Ä“ und „Ö“",
        "10 Å² groß", "Різдво СІЧ РІ", "дії",    "В«Газпроме»", "RĂŞINARI și Ăştia",
        "CAFÉ…",      "Straß»",        "3×°",    "É”",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        stays(texts[i]);
}

static void test_the_rest_of_the_text_speaks(void **state)
{
    (void)state;
    expect("aÃ© bÃ© cÃ© Ã“", "aé bé cé Ó");
    expect("aÃ© bÃ© Ã“", "aé bé Ã“");            /* too little */
    expect("aÃ© bÃ© cÃ© Ã“ ñ", "aé bé cé Ã“ ñ"); /* another letter speaks against it */
}

static void test_quotes(void **state)
{
    (void)state;
    expect_how("“a” „b‟ «c» ＂ ‘d’ ‚e‛ ‹f› ʼ ＇ 「g」 5′",
               "\"a\" \"b\" \"c\" \" 'd' 'e' 'f' ' ' 「g」 5′", NR_REPAIR_ASCII_QUOTES);
    expect_how("itâ&euro;&trade;s &ldquo;", "it's \"", NR_REPAIR_ASCII_QUOTES);
    stays("“a” «b»");
}

static void test_repairs_uncover_one_another(void **state)
{
    (void)state;
    expect("&am\xc2\xadp;lt;", "<");
    expect("\xef\xbf\xbd", "\xef\xbf\xbd");
}

/* Each Â and its soft hyphen hide the next reference for one round. */
static void test_made_to_go_on(void **state)
{
    (void)state;
    struct nr_buf text = {0}, out = {0};
    for (int i = 0; i < 40; i++)
        nr_buf_add_cstr(&text, "&am");
    nr_buf_add_cstr(&text, "\xc2\xadp;");
    for (int i = 1; i < 40; i++)
        nr_buf_add_cstr(&text, "p;");
    nr_text_repair(&out, nr_buf_str(&text), NR_REPAIR_ONLY);
    struct nr_buf again = {0};
    nr_text_repair(&again, nr_buf_str(&out), NR_REPAIR_ONLY);
    assert_true(out.len > 0 && nr_str_eq(nr_buf_str(&out), nr_buf_str(&again)));
    nr_buf_free(&text);
    nr_buf_free(&out);
    nr_buf_free(&again);
}

static void test_steps_say_whether_they_did_anything(void **state)
{
    (void)state;
    struct nr_buf out = {0};
    struct nr_str plain = nr_str_of("Plain, é & “q”");
    assert_false(nr_references_resolve(&out, plain));
    assert_false(nr_mojibake_undo(&out, plain));
    assert_false(nr_references_resolve(&out, nr_str(NULL, 0)));
    assert_false(nr_quotes_to_ascii(&out, nr_str(NULL, 0)));
    assert_false(nr_controls_undo(&out, plain));
    assert_false(nr_controls_undo(&out, nr_str_of("\xc2\x85\xc2")));
    assert_int_equal(out.len, 0);
    assert_true(nr_quotes_to_ascii(&out, plain));
    assert_string_equal(nr_buf_cstr(&out), "Plain, é & \"q\"");
    assert_int_equal(nr_reference_value(nr_str_of("eacute")), 0xe9);
    assert_int_equal(nr_reference_value(nr_str_of("#x2019")), 0x2019);
    assert_int_equal(nr_reference_value(nr_str_of("nothing")), 0);
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_utf8_read_as_another_charset),
        cmocka_unit_test(test_controls),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_several_times),
        cmocka_unit_test(test_lost_bytes),
        cmocka_unit_test(test_doubtful_stays),
        cmocka_unit_test(test_the_rest_of_the_text_speaks),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_repairs_uncover_one_another),
        cmocka_unit_test(test_made_to_go_on),
        cmocka_unit_test(test_steps_say_whether_they_did_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
