#include "newsreel/core/utf8.h"
#include "newsreel/formats/format.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive.h"

#define CONTAINER                                                                                  \
    "<container><rootfiles><rootfile full-path='OPS/a b.opf'/></rootfiles></container>"
#define PACKAGE                                                                                    \
    "<package xmlns:dc='x'><metadata><dc:title>The Harbour Weekly</dc:title>"                      \
    "<dc:creator>Jane Doe</dc:creator><dc:creator>Max Roe</dc:creator>"                            \
    "<dc:date>2023-03-14</dc:date><dc:language>en</dc:language><dc:rights>(c) HW</dc:rights>"      \
    "</metadata><manifest><item id='2' href='two%20.xhtml'/><item id='1' href='../one.xhtml#x'/>"  \
    "<item id='pic' href='p.png'/></manifest>"                                                     \
    "<spine><itemref idref='1'/><itemref idref='none'/><itemref idref='2'/></spine></package>"

static void write_book(struct nr_buf *out, const char *package)
{
    const struct file files[] = {
        {"mimetype", NR_STR("application/epub+zip"), 0},
        {"OPS/two .xhtml", NR_STR("<p>Caf\xe9 two."), 0},
        {"one.xhtml", NR_STR("<p>One."), 0},
        {"OPS/toc.xhtml", NR_STR("<p>Contents."), 0},
        {"META-INF/container.xml", NR_STR(CONTAINER), 0},
        {"OPS/a b.opf", nr_str_of(package), 0},
    };
    write_archive(out, "zip", files, sizeof files / sizeof *files);
}

/* The stories' pages and places in one line; "bad" when it cannot be read. */
static void read_book(struct nr_str bytes, struct nr_arena *arena, struct nr_stories *stories,
                      struct nr_buf *out)
{
    struct nr_charset_scratch charset = {0};
    const struct nr_format_options options = {.keep_lines = false};
    const struct nr_reading r = {.bytes = bytes, .charset = &charset, .options = &options};
    struct nr_error e;
    *stories = (struct nr_stories){.arena = arena};
    if (nr_format_named(nr_str_of("epub"))->read(&r, stories, &e) != NR_OK)
        nr_buf_add_cstr(out, "bad");
    for (const struct nr_story *s = stories->first; s; s = s->next) {
        nr_buf_add_str(out, s->inside);
        nr_buf_add_char(out, '=');
        nr_buf_add_str(out, s->html);
        nr_buf_add_char(out, ' ');
    }
    nr_charset_scratch_free(&charset);
}

static void pages_come_in_the_order_of_the_spine(void **state)
{
    struct nr_buf book = {0}, got = {0};
    struct nr_arena arena = {0};
    struct nr_stories stories;
    (void)state;
    write_book(&book, PACKAGE);
    read_book(nr_buf_str(&book), &arena, &stories, &got);
    assert_string_equal(nr_buf_cstr(&got), "one.xhtml=<p>One. OPS/two .xhtml=<p>Caf\xc3\xa9 two. ");
    const struct nr_story *s = stories.first;
    assert_true(nr_str_is(s->section, "The Harbour Weekly"));
    assert_true(nr_str_is(s->by.first->text, "Jane Doe"));
    assert_true(nr_str_is(s->by.last->text, "Max Roe"));
    assert_true(nr_str_is(s->created, "2023-03-14"));
    assert_true(nr_str_is(s->language, "en"));
    assert_true(nr_str_is(s->copyright, "(c) HW"));
    nr_buf_free(&book);
    nr_buf_free(&got);
    nr_arena_free(&arena);
}

static void a_book_is_known_by_its_first_member(void **state)
{
    static const char stored[] = "PK\3\4..........................mimetypeapplication/epub+zip";
    static const char other[] = "PK\3\4..........................mimetypeapplication/vnd.oasis";
    (void)state;
    assert_non_null(nr_format_find(nr_str_of(stored), nr_str_of("x")));
    assert_null(nr_format_find(nr_str_of(other), nr_str_of("a.zip")));
    assert_non_null(nr_format_find(nr_str_of(other), nr_str_of("a.EPUB")));
}

static void a_book_without_pages_is_bad(void **state)
{
    static const char *const packages[] = {"", "<package/>", "<package><spine/></package>", "<<<"};
    (void)state;
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        struct nr_buf book = {0}, got = {0};
        struct nr_arena arena = {0};
        struct nr_stories stories;
        write_book(&book, packages[i]);
        read_book(nr_buf_str(&book), &arena, &stories, &got);
        assert_string_equal(nr_buf_cstr(&got), "bad");
        nr_buf_free(&book);
        nr_buf_free(&got);
        nr_arena_free(&arena);
    }
}

/* Thousands of small pages must not make a long title out of a few bytes into gigabytes. */
static void what_is_long_is_not_said_with_every_page(void **state)
{
    struct nr_buf package = {0}, book = {0}, got = {0};
    struct nr_arena arena = {0};
    struct nr_stories stories;
    struct nr_str whole = nr_str_of(PACKAGE);
    size_t title = nr_str_find(whole, nr_str_of("The Harbour"));
    (void)state;
    nr_buf_add_str(&package, nr_str_sub(whole, 0, title));
    for (int i = 0; i < 5000; i++)
        nr_buf_add_char(&package, 'x');
    nr_buf_add_str(&package, nr_str_sub(whole, title, whole.len));
    write_book(&book, nr_buf_cstr(&package));
    read_book(nr_buf_str(&book), &arena, &stories, &got);
    assert_non_null(stories.first);
    assert_true(stories.first->html.len > 0);
    assert_int_equal(stories.first->section.len, 0);
    nr_buf_free(&package);
    nr_buf_free(&book);
    nr_buf_free(&got);
    nr_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_come_in_the_order_of_the_spine),
        cmocka_unit_test(what_is_long_is_not_said_with_every_page),
        cmocka_unit_test(a_book_is_known_by_its_first_member),
        cmocka_unit_test(a_book_without_pages_is_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
