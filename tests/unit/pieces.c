/* The pieces of a toy format: each begins with "> " at the beginning of a line and ends before the
 * next one. */
#include "newsreel/source/pieces.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static bool toy_begins(struct nr_str head, struct nr_str name)
{
    (void)name;
    return nr_str_starts(head, nr_str_of("> "));
}

/* Where a line of s begins with "> ", from at on, or s.len. */
static size_t find_mark(struct nr_str s, size_t at)
{
    for (; at + 2 <= s.len; at++)
        if ((at == 0 || s.data[at - 1] == '\n') && s.data[at] == '>' && s.data[at + 1] == ' ')
            return at;
    return s.len;
}

/* piece_state: the piece has begun. state counts pieces; "> -" is a file without a header. */
static enum nr_status toy_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    if (!cut->piece_state) {
        cut->from = find_mark(bytes, 0);
        if (cut->from == bytes.len)
            return NR_END;
        cut->piece_state = 1;
        cut->at = cut->from + 1;
        cut->lost = false;
    }
    size_t end = find_mark(bytes, cut->at);
    if (end == bytes.len && !last) {
        cut->at = bytes.len > 2 ? bytes.len - 2 : 0;
        cut->at = cut->at > cut->from ? cut->at : cut->from + 1;
        return NR_END;
    }
    cut->to = cut->next = end;
    cut->headless =
        cut->state == 0 && nr_str_starts(nr_str_sub(bytes, cut->from, end), nr_str_of("> -"));
    cut->state++;
    return NR_OK;
}

static const struct nr_format toy = {.name = "toy", .begins = toy_begins, .cut = toy_cut};
static const struct nr_format toy_with_header = {.name = "toy",
                                                 .header = true,
                                                 .begins = toy_begins,
                                                 .cut = toy_cut};
static const struct nr_format uniform_toy = {.name = "toy",
                                             .uniform = true,
                                             .begins = toy_begins,
                                             .cut = toy_cut};

/* Says "end" once, when it is asked at the end. */
static enum nr_status end_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    if (!last || bytes.len || cut->state)
        return toy_cut(cut, bytes, last);
    cut->state = 1;
    cut->from = cut->to = cut->next = 0;
    return NR_OK;
}

static const struct nr_format toy_with_end = {.name = "toy", .cut = end_cut};

/* A stream of chunks; "!" stands for a gap. */
struct stream {
    const char *const *chunks;
};

static enum nr_status read_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct stream *s = self;
    if (!*s->chunks)
        return NR_END;
    *chunk = nr_str_of(*s->chunks++);
    if (!nr_str_is(*chunk, "!"))
        return NR_OK;
    nr_error_set(e, "damage");
    return NR_BAD;
}

/* All that comes, joined: pieces in brackets, errors behind a star. Static storage. */
static const char *all_of(struct nr_input *in, const struct nr_format *format, size_t most)
{
    static struct nr_buf out;
    struct nr_pieces p;
    struct nr_slice slice;
    struct nr_error e;
    enum nr_status status;
    out.len = 0;
    nr_pieces_open(&p, in, format, most);
    while ((status = nr_pieces_next(&p, &slice, &e)) != NR_END) {
        assert_int_not_equal(status, NR_FAIL);
        nr_buf_add_cstr(&out, status == NR_OK ? "[" : "*");
        nr_buf_add_str(&out, status == NR_OK ? slice.bytes : nr_str_of(e.text));
        nr_buf_add_cstr(&out, status == NR_OK ? "]" : "");
        if (status == NR_OK && slice.placed)
            nr_buf_addf(&out, "%d+%d", (int)slice.offset, (int)slice.length);
    }
    nr_buf_add_cstr(&out, "|");
    nr_buf_add_str(&out, nr_pieces_preamble(&p));
    nr_pieces_close(&p);
    return nr_buf_cstr(&out);
}

static const char *of_chunks(const char *const *chunks, const struct nr_format *format, size_t most)
{
    struct nr_input *in;
    struct nr_error e;
    struct stream stream = {chunks};
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(nr_input_open_nested(&in, read_chunk, &stream, &options, &e), NR_OK);
    const char *text = all_of(in, format, most);
    nr_input_close(in);
    return text;
}

static const char *of_memory(const char *bytes, const struct nr_format *format)
{
    struct nr_input *in;
    struct nr_error e;
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(nr_input_open_memory(&in, nr_str_of(bytes), &options, &e), NR_OK);
    const char *text = all_of(in, format, 1000);
    nr_input_close(in);
    return text;
}

static void pieces_and_their_places(void **state)
{
    (void)state;
    assert_string_equal(of_memory("> a\nb\n> c\n", &toy), "[> a\nb\n]0+6[> c\n]6+4|");
    assert_string_equal(of_memory("intro\n> a\n", &toy), "[> a\n]6+4|intro\n");
    assert_string_equal(of_memory("> head\n> a\n> b", &toy_with_header),
                        "[> a\n]7+4[> b]11+3|> head\n");
    assert_string_equal(of_memory("nothing of it", &toy), "|");
}

static void a_header_may_be_missing(void **state)
{
    (void)state;
    assert_string_equal(of_memory("> -\n> a\n", &toy_with_header), "[> -\n]0+4[> a\n]4+4|");
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_slice slice;
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(nr_input_open_memory(&in, nr_str_of("> a\n> b\n"), &options, &e), NR_OK);
    nr_pieces_open(&p, in, &toy_with_header, 1000);
    p.cut.columns = 3;
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_OK);
    assert_int_equal(slice.bytes.data[2], 'a');
    assert_int_equal(slice.state, 1);
    assert_int_equal(p.cut.columns, 3);
    nr_pieces_close(&p);
    nr_input_close(in);
}

static void the_end_is_asked_about(void **state)
{
    (void)state;
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_slice slice;
    struct nr_str view;
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(nr_input_open_memory(&in, nr_str_of("x"), &options, &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    nr_input_skip(in, 1);
    nr_pieces_open(&p, in, &toy_with_end, 1000);
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_OK);
    assert_int_equal(slice.bytes.len, 0);
    assert_true(slice.placed);
    assert_int_equal(slice.offset, 1);
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_END);
    nr_pieces_close(&p);
    nr_input_close(in);
}

/* Windows-1252, of which single pieces could be anything. */
static void a_charset_holds_for_the_file(void **state)
{
    (void)state;
    static const char bytes[] = "> plain\n> Stra\xdf"
                                "e\n> \xfc\n> Gr\xfc\xdf"
                                "e aus M\xfcnchen und "
                                "K\xf6ln, wo die Stra\xdf"
                                "en sch\xf6n sind\n";
    static const char *const want[] = {NULL, "windows-1252", "windows-1252", "windows-1252"};
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_slice slice;
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(nr_input_open_memory(&in, nr_str(bytes, sizeof bytes - 1), &options, &e),
                     NR_OK);
    nr_pieces_open(&p, in, &uniform_toy, 1000);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_OK);
        assert_true(want[i] ? slice.charset && !strcmp(slice.charset, want[i]) : !slice.charset);
    }
    assert_int_equal(slice.offset + slice.length, sizeof bytes - 1);
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_END);
    nr_pieces_close(&p);
    nr_input_close(in);
}

static void reads_do_not_matter(void **state)
{
    (void)state;
    const char *const bytes[] = {">", " a", "\n", "b\n", "> ", "c\n", ">", "\n", NULL};
    assert_string_equal(of_chunks(bytes, &toy, 1000), "[> a\nb\n][> c\n>\n]|");
    const char *const whole[] = {"> a\nb\n> c\n>\n", NULL};
    assert_string_equal(of_chunks(whole, &toy, 1000), "[> a\nb\n][> c\n>\n]|");
}

static void damage_costs_its_piece(void **state)
{
    (void)state;
    const char *const damaged[] = {"> a\n> b", "!", "rest\n> c\n", NULL};
    assert_string_equal(of_chunks(damaged, &toy, 1000), "[> a\n]*damage[> c\n]|");
    const char *const at_end[] = {"> a\n> b", "!", NULL};
    assert_string_equal(of_chunks(at_end, &toy, 1000), "[> a\n]*damage|");
    const char *const at_start[] = {"!", "> a\n", NULL};
    assert_string_equal(of_chunks(at_start, &toy, 1000), "*damage[> a\n]|");
}

static void large_pieces_are_let_by(void **state)
{
    (void)state;
    static char large[3000];
    memset(large, 'x', sizeof large - 1);
    const char *const chunks[] = {"> a\n> ", large, large, "\n> b\n", NULL};
    assert_string_equal(of_chunks(chunks, &toy, 1000),
                        "[> a\n]*toy of more than 1000 bytes[> b\n]|");
    const char *const last[] = {"> a\n> ", large, large, "\n", NULL};
    assert_string_equal(of_chunks(last, &toy, 1000), "[> a\n]*toy of more than 1000 bytes|");
    /* A limit below what is kept for the format. */
    const char *const small[] = {"> a ", "piece", "\n> ", "b\n", NULL};
    assert_string_equal(of_chunks(small, &toy, 5), "*toy of more than 5 bytes[> b\n]|");
}

/* From a pipe: what has come as a whole does not have to be waited for, what has not does. */
static void pieces_that_are_there_do_not_block(void **state)
{
    (void)state;
    int ends[2];
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_slice slice;
    char path[32];
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_int_equal(write(ends[1], "> h\n> a\n> b\n> c", 15), 15);
    assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
    nr_pieces_open(&p, in, &toy_with_header, 1000);
    assert_false(nr_pieces_would_block(&p)); /* nothing has been looked at */
    for (const char *name = "ab"; *name; name++) {
        assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_OK);
        assert_int_equal(slice.bytes.data[2], *name);
        assert_int_equal(nr_pieces_would_block(&p), *name == 'b');
    }
    assert_int_equal(write(ends[1], "\n> d", 4), 4);
    assert_false(nr_pieces_would_block(&p));
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_OK);
    assert_int_equal(slice.bytes.data[2], 'c');
    assert_true(nr_pieces_would_block(&p));
    close(ends[1]);
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_OK);
    assert_int_equal(slice.bytes.data[2], 'd');
    assert_false(nr_pieces_would_block(&p));
    assert_int_equal(nr_pieces_next(&p, &slice, &e), NR_END);
    nr_pieces_close(&p);
    nr_input_close(in);
    close(ends[0]);
}

/* A header alone is nothing that could be handed on. */
static void a_header_blocks(void **state)
{
    (void)state;
    int ends[2];
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_str view;
    char path[32];
    const struct nr_input_options options = {.stop_fd = -1};
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_int_equal(write(ends[1], "> h\n> a", 7), 7);
    assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 7, &view, &e), NR_OK);
    nr_pieces_open(&p, in, &toy_with_header, 1000);
    assert_true(nr_pieces_would_block(&p));
    nr_pieces_close(&p);
    nr_input_close(in);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_and_their_places),
        cmocka_unit_test(a_header_may_be_missing),
        cmocka_unit_test(the_end_is_asked_about),
        cmocka_unit_test(a_charset_holds_for_the_file),
        cmocka_unit_test(reads_do_not_matter),
        cmocka_unit_test(damage_costs_its_piece),
        cmocka_unit_test(large_pieces_are_let_by),
        cmocka_unit_test(pieces_that_are_there_do_not_block),
        cmocka_unit_test(a_header_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
