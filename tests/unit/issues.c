#include "newsreel/source/members.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "archive.h"

/* One letter a file: "m1.xml" is a METS file, "p1.xml" a page, "x1" a text. */
#define PAGE      "<alto><Layout/></alto>"
#define FILE_(id) "<file><FLocat href='" id "'/></file>"
#define METS(files)                                                                                \
    "<mets><fileSec>" files "</fileSec><structMap TYPE='LOGICAL'><div><area BEGIN='b'/></div>"     \
    "</structMap></mets>"
#define PLAIN(files) "<mets><fileSec>" files "</fileSec></mets>"

/* What comes out: a word for each member, behind that of a METS file its pages in brackets. */
static void tell(struct nr_members *m, struct nr_buf *out)
{
    struct nr_member member;
    struct nr_error e;
    enum nr_status status;
    while ((status = nr_members_next(m, &member, &e)) != NR_END) {
        struct nr_str source = status == NR_OK ? member.source : e.path;
        nr_buf_add_cstr(out, out->len ? " " : "");
        nr_buf_add_cstr(out, status == NR_OK ? "" : "LOST ");
        nr_buf_add_str(out, nr_str_sub(source, nr_str_find(source, nr_str_of("!/")) + 2, 99));
        if (status == NR_OK && member.state)
            nr_buf_add_char(out, '!');
        for (size_t i = 0; status == NR_OK && i < member.part_count; i++) {
            assert_string_equal(member.parts[i].format->name, "alto");
            nr_buf_add_cstr(out, i ? " " : "[");
            nr_buf_add_str(out, member.parts[i].name);
        }
        nr_buf_add_cstr(out, status == NR_OK && member.part_count ? "]" : "");
        assert_true(status != NR_OK || !member.part_count || !member.placed);
    }
    assert_int_equal(nr_members_next(m, &member, &e), NR_END);
    nr_members_close(m);
}

static void expect_with(const struct nr_members_options *options, const struct file *files,
                        size_t count, const char *want)
{
    struct nr_buf tar = {0}, got = {0};
    write_archive(&tar, "ustar", files, count);
    tell(nr_members_open_memory(nr_str_of("t.tar"), nr_buf_str(&tar), options), &got);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&tar);
    nr_buf_free(&got);
}

#define EXPECT(want, ...)                                                                          \
    do {                                                                                           \
        const struct file files[] = {__VA_ARGS__};                                                 \
        const struct nr_members_options usual = {.input = {.stop_fd = -1}};                        \
        expect_with(&usual, files, sizeof files / sizeof *files, want);                            \
    } while (0)
#define F(path, content)                                                                           \
    {                                                                                              \
        path, NR_STR(content), 0                                                                   \
    }
#define P(path) F(path, PAGE)
#define X(path) F(path, "Text.\n")
#define M12     METS(FILE_("1.xml") FILE_("2.xml"))

static void test_any_order(void **state)
{
    (void)state;
    EXPECT("m.xml[1.xml 2.xml]", F("m.xml", M12), P("1.xml"), P("2.xml"));
    EXPECT("m.xml[2.xml 1.xml]", P("2.xml"), P("1.xml"), F("m.xml", M12));
    EXPECT("m.xml[1.xml 2.xml]", P("1.xml"), F("m.xml", M12), P("2.xml"));
    EXPECT("a/m.xml[1.xml] b/m.xml[1.xml]", P("a/alto/1.xml"),
           F("a/m.xml", METS(FILE_("alto/1.xml"))), P("b/alto/1.xml"),
           F("b/m.xml", METS(FILE_("alto/1.xml"))));
    EXPECT("a/mets/m.xml[1.xml]", F("a/mets/m.xml", METS(FILE_("..\\alto\\1.XML"))),
           P("a/alto/1.xml"));
    EXPECT("a/m.xml[1.xml] b/x", P("a/data/alto/1.xml"),
           F("a/m.xml", METS(FILE_("data/alto/1.xml"))), X("b/x"));
    EXPECT("a/m.xml[1.xml 2.xml]", P("a/p1/1.xml"), P("a/p2/2.xml"),
           F("a/m.xml", METS(FILE_("p1/1.xml") FILE_("p2/2.xml"))));
}

static void test_nothing_is_overtaken(void **state)
{
    (void)state;
    EXPECT("a/m.xml[1.xml 2.xml] a/x b/y", P("a/1.xml"), X("a/x"), P("a/2.xml"), F("a/m.xml", M12),
           X("b/y"));
    EXPECT("a/x a/m.xml[1.xml 2.xml] a/y", X("a/x"), F("a/m.xml", M12), P("a/1.xml"), X("a/y"),
           P("a/2.xml"));
}

static void test_what_belongs_to_none(void **state)
{
    (void)state;
    EXPECT("a/1.xml b/x", P("a/1.xml"), X("b/x"));
    EXPECT("a/m.xml[1.xml 2.xml] a/3.xml", P("a/1.xml"), P("a/3.xml"), F("a/m.xml", M12),
           P("a/2.xml"));
    /* The second of one name. */
    EXPECT("a/m.xml[1.xml 2.xml] a/1.xml", P("a/1.xml"), P("a/1.xml"), F("a/m.xml", M12),
           P("a/2.xml"));
    /* A METS file beside the folder of pages without one does not wait for the end. */
    EXPECT("a/1.xml b/m.xml[1.xml 2.xml] b/x", P("a/1.xml"), P("b/1.xml"), P("b/2.xml"),
           F("b/m.xml", M12), X("b/x"));
}

static void test_what_is_left_ends_the_wait(void **state)
{
    (void)state;
    EXPECT("a/m.xml[1.xml] b/x a/2.xml", F("a/m.xml", M12), P("a/1.xml"), X("b/x"), P("a/2.xml"));
    EXPECT("a/m.xml[1.xml]", F("a/m.xml", M12), P("a/1.xml"));
    EXPECT("a/alto/1.xml b/x a/m.xml", P("a/alto/1.xml"), X("b/x"),
           F("a/m.xml", METS(FILE_("alto/1.xml"))));
    /* Pictures are not waited for, and a METS file does not wait for itself. */
    EXPECT("m.xml[1.xml] x",
           F("m.xml", METS(FILE_("1.xml") FILE_("1.tif") FILE_("m.xml") FILE_("1.xml"))),
           P("1.xml"), X("x"));
}

static void test_names_that_lead_elsewhere(void **state)
{
    (void)state;
    EXPECT("a/m.xml[1.xml]", F("a/m.xml", METS(FILE_("file:///D:/scans/1.xml"))), P("a/t/1.xml"));
    EXPECT("m.xml[1.xml]", F("m.xml", METS(FILE_("../../../1.xml"))), P("1.xml"));
    EXPECT("a/m.xml b/1.xml", F("a/m.xml", METS(FILE_("/b/1.xml"))), P("b/1.xml"));
}

static void test_issues_among_each_other(void **state)
{
    (void)state;
    EXPECT("m.xml[1.xml 2.xml] n.xml[3.xml]", F("m.xml", M12), F("n.xml", METS(FILE_("3.xml"))),
           P("1.xml"), P("3.xml"), P("2.xml"));
    EXPECT("m/m.xml[1.xml] m/n.xml[3.xml]", P("alto/1.xml"), P("alto/3.xml"),
           F("m/m.xml", METS(FILE_("../alto/1.xml"))), F("m/n.xml", METS(FILE_("../alto/3.xml"))));
    /* Of a paper as a whole. */
    EXPECT("m.xml a/m.xml[1.xml]", F("m.xml", PLAIN(FILE_("a/m.xml"))), P("a/1.xml"),
           F("a/m.xml", METS(FILE_("1.xml"))));
}

static void test_without_articles(void **state)
{
    (void)state;
    EXPECT("a/1.xml a/m.xml b/x a/2.xml", P("a/1.xml"),
           F("a/m.xml", PLAIN(FILE_("1.xml") FILE_("2.xml"))), X("b/x"), P("a/2.xml"));
}

static void test_damage_keeps_its_place(void **state)
{
    (void)state;
    EXPECT("a/m.xml[1.xml 2.xml] LOST a/3.xml.gz", P("a/1.xml"), F("a/3.xml.gz", "no gzip"),
           P("a/2.xml"), F("a/m.xml", M12));
}

static void test_utf16(void **state)
{
    (void)state;
    static const char ascii[] = "<?xml version='1.0'?>" METS(FILE_("1.xml"));
    char wide[2 + 2 * sizeof ascii] = "\xff\xfe";
    for (size_t i = 0; i + 1 < sizeof ascii; i++)
        wide[2 + 2 * i] = ascii[i];
    const struct file files[] = {P("1.xml"), {"m.xml", {wide, 2 * sizeof ascii}, 0}};
    const struct nr_members_options usual = {.input = {.stop_fd = -1}};
    expect_with(&usual, files, 2, "m.xml[1.xml]");
}

static void test_limits(void **state)
{
    (void)state;
    enum { LIMIT = 4096, LARGE = 3000, MANY = 5000 };
    static char page[LARGE + 1];
    memset(page, ' ', LARGE);
    memcpy(page, PAGE, strlen(PAGE));
    const struct nr_members_options options = {.input = {.stop_fd = -1}, .max_record = LIMIT};
    const struct file last[] = {{"a/1.xml", {page, LARGE}, 0},
                                {"a/2.xml", {page, LARGE}, 0},
                                F("a/m.xml", METS(FILE_("1.xml") FILE_("2.xml") FILE_("3.xml"))),
                                P("a/3.xml"),
                                P("b/1.xml"),
                                F("b/m.xml", METS(FILE_("1.xml")))};
    expect_with(&options, last, 6, "a/1.xml a/2.xml a/m.xml! a/3.xml b/m.xml[1.xml]");
    const struct file first[] = {F("a/m.xml", M12), {"a/1.xml", {page, LARGE}, 0},
                                 X("a/x"),          {"a/2.xml", {page, LARGE}, 0},
                                 P("b/1.xml"),      F("b/m.xml", METS(FILE_("1.xml")))};
    expect_with(&options, first, 6, "a/m.xml! a/1.xml a/x a/2.xml b/m.xml[1.xml]");
    const struct file middle[] = {P("a/0.xml"),
                                  X("a/x"),
                                  F("a/m.xml", METS(FILE_("0.xml") FILE_("1.xml") FILE_("2.xml"))),
                                  {"a/1.xml", {page, LARGE}, 0},
                                  P("a/2.xml")};
    expect_with(&options, middle, 5, "a/0.xml a/x a/m.xml! a/1.xml a/2.xml");
    struct file *many = calloc(MANY + 1, sizeof *many);
    struct nr_buf want = {0};
    for (size_t i = 0; i < MANY; i++) {
        many[i] = (struct file)P("a/0.xml");
        nr_buf_add_cstr(&want, "a/0.xml ");
    }
    many[MANY] = (struct file)F("a/m.xml", METS(FILE_("0.xml")));
    nr_buf_add_cstr(&want, "a/m.xml!");
    const struct nr_members_options usual = {.input = {.stop_fd = -1}};
    expect_with(&usual, many, MANY + 1, nr_buf_cstr(&want));
    nr_buf_free(&want);
    free(many);
}

static void test_a_format_that_is_asked_for(void **state)
{
    (void)state;
    const struct file files[] = {P("1.xml"), F("m.xml", METS(FILE_("1.xml")))};
    const struct nr_members_options options = {.input = {.stop_fd = -1},
                                               .format = nr_format_named(nr_str_of("alto"))};
    expect_with(&options, files, 2, "1.xml m.xml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_nothing_is_overtaken),
        cmocka_unit_test(test_what_belongs_to_none),
        cmocka_unit_test(test_what_is_left_ends_the_wait),
        cmocka_unit_test(test_names_that_lead_elsewhere),
        cmocka_unit_test(test_issues_among_each_other),
        cmocka_unit_test(test_without_articles),
        cmocka_unit_test(test_damage_keeps_its_place),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_a_format_that_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
