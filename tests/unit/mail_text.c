/* The text of a body: quotation, signatures, flowed lines, files set into it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail.h"

struct pair {
    const char *in, *out;
};

enum way { PLAIN, FLOWED, DELSP, ENRICHED };

static void check(enum way way, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nr_buf out = {0};
        nr_buf_add_cstr(&out, "before");
        if (way == PLAIN)
            nr_mail_add_plain(&out, nr_str_of(pairs[i].in));
        else if (way == ENRICHED)
            nr_mail_add_enriched(&out, nr_str_of(pairs[i].in));
        else
            nr_mail_add_flowed(&out, nr_str_of(pairs[i].in), way == DELSP);
        assert_string_equal(nr_buf_cstr(&out) + 6, pairs[i].out);
        nr_buf_free(&out);
    }
}

#define CHECK(way, pairs) check(way, pairs, sizeof(pairs) / sizeof *(pairs))

static void marks_quotes(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Ada writes:\n>one\n> two\nno\n", "Ada writes:\n\n> one\n> two\n\nno"},
        {">> a\n> > b\n>>c\n> d\n", "> > a\n> > b\n> > c\n\n> d"},
        {"> a\n>\n> b\n", "> a\n\n> b"},
        {" > a\n", "> a"},
        {">  indented\n>\ttab\n", ">  indented\n> \ttab"},
        {">From here\n", "> From here"},
        {"a > b\n", "a > b"},
        {">", ""},
    };
    CHECK(PLAIN, pairs);
}

static void keeps_lines_of_plain_text(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"one  \r\ntwo\r\r\n\r\n\n\nthree\rfour", "one\ntwo\n\nthree\nfour"},
        {"\n\n  verse\n    more\n\n", "  verse\n    more"},
        {"", ""},
        {"\n \n", ""},
    };
    CHECK(PLAIN, pairs);
}

static void marks_signatures(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"text\n-- \nAda\n", "text\n\n-- \nAda"},
        {"text\n\n-- \r\nAda\r\n", "text\n\n-- \nAda"},
        {"text\n--\nAda\n", "text\n\n-- \nAda"},
        {"> -- \n> Ada\n", "> -- \n> Ada"},
        {"--- \ntext\n", "---\ntext"},
    };
    CHECK(PLAIN, pairs);
    struct nr_buf in = {0}, out = {0};
    nr_buf_add_cstr(&in, "text\n--\n");
    for (size_t i = 0; i < 200; i++)
        nr_buf_add_cstr(&in, "chapter\n");
    nr_mail_add_plain(&out, nr_buf_str(&in));
    assert_int_equal(nr_str_find(nr_buf_str(&out), nr_str_of("text\n--\nchapter")), 0);
    nr_buf_free(&in);
    nr_buf_free(&out);
}

static void joins_flowed_lines(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"one \ntwo \nthree\nfour\n", "one two three\nfour"},
        {"one \r\ntwo\r\n", "one two"},
        {"> one \n> two\n>> three \n>> four\nfive\n", "> one two\n\n> > three four\n\nfive"},
        /* Paragraphs end where the depth changes, before a signature, at an empty line. */
        {"one \n> two \nthree\n", "one\n\n> two\n\nthree"},
        {"one \n-- \nAda \nOrme\n", "one\n\n-- \nAda Orme"},
        {"one \n\ntwo\n", "one\n\ntwo"},
        {">one \n>\n>two\n", "> one\n\n> two"},
        /* Space-stuffing. */
        {" From here\n >no quote\n  indented\n", "From here\n>no quote\n indented"},
        {"ends \n", "ends "},
        {"", ""},
    };
    CHECK(FLOWED, pairs);
    static const struct pair without[] = {
        {"Fähr \nplan\n", "Fährplan"},
        {"one  \ntwo\n", "one two"},
        {"> Fähr \n> plan\n", "> Fährplan"},
    };
    CHECK(DELSP, without);
}

static void takes_marks_off(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"<bold>One</bold>\ntwo\n\nthree\n\n\nfour", "One two\nthree\n\nfour"},
        {"<color><param>red</param>a</color>", "a"},
        {"a << b <lt> c", "a < b < c"},
        {"one<nl>two<paragraph>three", "one\ntwo\n\nthree"},
        {"<comment>not <bold>this</comment>but this", "but this"},
        {"a < b", "a < b"},
    };
    CHECK(ENRICHED, pairs);
}

static void cut(const char *in, const char *expected, size_t files)
{
    size_t count = 0;
    struct nr_str text = nr_str_of(in);
    nr_arena_reset(&arena);
    struct nr_str left = nr_mail_cut_files(&arena, text, &count);
    assert_str(left, expected);
    assert_int_equal(count, files);
    assert_true(files || left.data == text.data);
}

static void cuts_files_out(void **state)
{
    (void)state;
    cut("a\nbegin 644 cat\n#0V%T\n`\nend\nb\n", "a\nb\n", 1);
    cut("begin 0644 cat\r\n#0V%T\r\n`\r\nend\r\n", "", 1);
    cut("begin 644\n#0V%T\nend\n", "", 1);
    cut("begin 644 cat\n#0V%T\n#0V%T\n#0V%T\nno more of it\n", "no more of it\n", 1);
    cut("begin 644 cat\n\nend\n", "begin 644 cat\n\nend\n", 0);
    cut("begin 644 cats and go on\nas we said\n", "begin 644 cats and go on\nas we said\n", 0);
    cut("begin with this\n", "begin with this\n", 0);
    cut("a\n=ybegin line=128 size=3 name=cat\n\x01\xff\n=yend size=3\nb\n", "a\nb\n", 1);
    cut("a\n=ybegin line=128\nrest\n", "a\n", 1);
    cut("=yend\n", "=yend\n", 0);
}

/* lines full lines of uuencode. */
static const char *full_lines(size_t lines)
{
    static struct nr_buf text;
    text.len = 0;
    for (size_t i = 0; i < lines; i++) {
        nr_buf_add_char(&text, 'M');
        for (size_t k = 0; k < 60; k++)
            nr_buf_add_char(&text, (char)('!' + k));
        nr_buf_add_char(&text, '\n');
    }
    return nr_buf_cstr(&text);
}

static void cuts_the_middle_of_a_file(void **state)
{
    (void)state;
    cut(full_lines(8), "", 1);
    const char *few = full_lines(7);
    cut(few, few, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_quotes),
        cmocka_unit_test(keeps_lines_of_plain_text),
        cmocka_unit_test(marks_signatures),
        cmocka_unit_test(joins_flowed_lines),
        cmocka_unit_test(takes_marks_off),
        cmocka_unit_test(cuts_files_out),
        cmocka_unit_test(cuts_the_middle_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, free_all);
}
