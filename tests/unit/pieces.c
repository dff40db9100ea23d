/* The pieces of a toy format: each begins with "> " at the beginning of a line and ends before the
 * next one. */
#include "newsreel/source/pieces.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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

/* piece_state: the piece has begun. */
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
    return NR_OK;
}

static const struct nr_format toy = {.name = "toy", .begins = toy_begins, .cut = toy_cut};
static const struct nr_format toy_with_header = {.name = "toy",
                                                 .header = true,
                                                 .begins = toy_begins,
                                                 .cut = toy_cut};

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
        if (slice.placed && status == NR_OK)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_and_their_places),
        cmocka_unit_test(reads_do_not_matter),
        cmocka_unit_test(damage_costs_its_piece),
        cmocka_unit_test(large_pieces_are_let_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
