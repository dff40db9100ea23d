/* Where the messages of a mailbox begin and end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chunks.h"
#include "mail.h"
#include "newsreel/source/pieces.h"

#define FROM "From a@b Mon Apr 19 10:00:00 1993\n"

/* The pieces of bytes, each with a bar behind it, and "!" for what is lost. */
static void cut(struct nr_str bytes, size_t chunk, size_t most, struct nr_buf *out)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_slice slice;
    enum nr_status status;
    struct chunks stream = {bytes, chunk};
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(nr_input_open_nested(&in, read_chunk, &stream, &options, &e), NR_OK);
    nr_pieces_open(&p, in, nr_format_named(nr_str_of("mbox")), most);
    while ((status = nr_pieces_next(&p, &slice, &e)) != NR_END) {
        if (status == NR_OK)
            nr_buf_add_str(out, slice.bytes);
        nr_buf_add_cstr(out, status == NR_OK ? "|" : "!");
    }
    nr_pieces_close(&p);
    nr_input_close(in);
}

static void check_bytes(struct nr_str bytes, const char *expected)
{
    for (size_t chunk = 1; chunk < bytes.len + 2; chunk += chunk < 70 ? 1 : chunk) {
        struct nr_buf out = {0};
        cut(bytes, chunk, 4 << 20, &out);
        assert_string_equal(nr_buf_cstr(&out), expected);
        nr_buf_free(&out);
    }
}

static void check(const char *bytes, const char *expected)
{
    check_bytes(nr_str_of(bytes), expected);
}

static void cuts_messages(void **state)
{
    (void)state;
    check(FROM "To: a\n\none\n\n" FROM "To: b\n\ntwo\n",
          FROM "To: a\n\none\n\n|" FROM "To: b\n\ntwo\n|");
    check("From a\r\nTo: a\r\n\r\none\r\n\r\nFrom b\r\nTo: b\r\n",
          "From a\r\nTo: a\r\n\r\none\r\n\r\n|From b\r\nTo: b\r\n|");
    check("\n\n" FROM "To: a\n\n" FROM "To: b\n", FROM "To: a\n\n|" FROM "To: b\n|");
    check("\xef\xbb\xbf" FROM "To: a\n", FROM "To: a\n|");
    check(FROM, FROM "|");
    check("no mailbox\n", "no mailbox\n|");
    check("", "");
}

static void knows_lines_that_separate(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool separates;
    } table[] = {
        {"From a@b Mon Apr 19 10:00:00 1993\nTo: a\n", true},
        {"From a@b sometime\nReceived: by x\n", true},
        {"From - \nDate: d\n", true},
        {"From a@b\n>From c remote\n>From d remote\nTo: a\n", true},
        {"From a@b Mon Apr 19 10:00:00 1993\nX-Other: a\n", true},
        {"From a@b Mon Apr 19 10:00 1993\nX-Other : a\n", true},
        /* No field, or one that nobody knows and no date; no blank line. */
        {"From a@b sometime\nX-Other: a\n", false},
        {"From here on\nwe walked.\n", false},
        {"From here at 10:00 in 1993\nwe walked: far\n", false},
        {"From a@b Mon Apr 19 10:00:00 1993\n\nTo: a\n", false},
        {">From a@b Mon Apr 19 10:00:00 1993\nTo: a\n", false},
        {"Text\nFrom a@b Mon Apr 19 10:00:00 1993\nTo: a\n", false},
        {"From a@b", false},
        {"From a@b\nTo", false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct nr_buf in = {0}, expected = {0};
        nr_buf_addf(&in, FROM "To: x\n\nbody\n\n%s", table[i].line);
        nr_buf_addf(&expected, FROM "To: x\n\nbody\n\n%s%s|", table[i].separates ? "|" : "",
                    table[i].line);
        check_bytes(nr_buf_str(&in), nr_buf_cstr(&expected));
        nr_buf_free(&in);
        nr_buf_free(&expected);
    }
}

static void believes_lengths_that_fit(void **state)
{
    (void)state;
    /* The body holds another mailbox; its length is 43. */
    const char *inner = "a\n\n" FROM "To: x\n";
    struct nr_buf in = {0}, expected = {0};
    assert_int_equal(strlen(inner), 43);
    nr_buf_addf(&in, FROM "Content-Length: 43\nTo: a\n\n%s\n" FROM "To: b\n", inner);
    nr_buf_addf(&expected, FROM "Content-Length: 43\nTo: a\n\n%s\n|" FROM "To: b\n|", inner);
    check_bytes(nr_buf_str(&in), nr_buf_cstr(&expected));
    /* To the end of the file. */
    in.len = expected.len = 0;
    nr_buf_addf(&in, FROM "To: a\ncontent-length:43\n\n%s", inner);
    nr_buf_addf(&expected, FROM "To: a\ncontent-length:43\n\n%s|", inner);
    check_bytes(nr_buf_str(&in), nr_buf_cstr(&expected));
    /* Lengths that lie. */
    static const char *const lies[] = {"41", "45", "0", "3", "900", "99999999999999999999", "x"};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        in.len = expected.len = 0;
        nr_buf_addf(&in, FROM "Content-Length: %s\n\n%s\n" FROM "To: b\n", lies[i], inner);
        nr_buf_addf(&expected, FROM "Content-Length: %s\n\na\n\n|%s\n|" FROM "To: b\n|", lies[i],
                    inner + 3);
        check_bytes(nr_buf_str(&in), nr_buf_cstr(&expected));
    }
    nr_buf_free(&in);
    nr_buf_free(&expected);
}

static void lets_large_messages_by(void **state)
{
    (void)state;
    struct nr_buf in = {0}, out = {0};
    nr_buf_add_cstr(&in, FROM "To: a\n\none\n\n" FROM "Subject: ");
    for (size_t i = 0; i < 100000; i++)
        nr_buf_add_char(&in, 'x');
    nr_buf_add_cstr(&in, "\n\ntwo\n\n" FROM "To: c\n\nthree\n");
    cut(nr_buf_str(&in), 1000, 20000, &out);
    assert_string_equal(nr_buf_cstr(&out), FROM "To: a\n\none\n\n|!" FROM "To: c\n\nthree\n|");
    nr_buf_free(&in);
    nr_buf_free(&out);
}

static void finds_on_after_damage(void **state)
{
    (void)state;
    struct nr_cut c = {.lost = true};
    struct nr_str s = nr_str_of("rest of one\n\n" FROM "To: b\n");
    assert_int_equal(nr_mailbox_cut(&c, s, true), NR_OK);
    assert_int_equal(c.from, 13);
    assert_int_equal(c.to, s.len);
    assert_false(c.lost);
    c = (struct nr_cut){.lost = true};
    assert_int_equal(nr_mailbox_cut(&c, nr_str_of("rest of one\n"), true), NR_END);
}

static void check_message(const char *piece, const char *expected)
{
    nr_arena_reset(&arena);
    assert_str(nr_mailbox_message(&arena, nr_str_of(piece)), expected);
}

static void takes_quoting_off(void **state)
{
    (void)state;
    check_message(FROM "To: a\n\n>From here\n>>From there\n> From\nFrom\n>Fr",
                  "To: a\n\nFrom here\n>From there\n> From\nFrom\n>Fr");
    check_message(FROM "To: a\n\nno >From\n", "To: a\n\nno >From\n");
    check_message("To: a\n", "To: a\n");
    check_message("From a", "");
    const char *piece = FROM "To: a\n\n>From here\n>>From there\n";
    const struct nr_story *s = read_as("mbox", nr_str_of(piece));
    assert_str(s->text, "From here\n\n> From there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_messages),
        cmocka_unit_test(knows_lines_that_separate),
        cmocka_unit_test(believes_lengths_that_fit),
        cmocka_unit_test(lets_large_messages_by),
        cmocka_unit_test(finds_on_after_damage),
        cmocka_unit_test(takes_quoting_off),
    };
    return cmocka_run_group_tests(tests, NULL, free_all);
}
