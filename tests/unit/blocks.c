#include "newsreel/source/blocks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static const struct nr_input_options options = {.stop_fd = -1};

struct pieces {
    struct nr_str rest;
    size_t most, gap_at;
};

static enum nr_status read_piece(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct pieces *p = self;
    if (p->gap_at && p->rest.len <= p->gap_at) {
        p->gap_at = 0;
        nr_error_set(e, "a gap");
        return NR_BAD;
    }
    *chunk = nr_str_sub(p->rest, 0, p->most);
    p->rest = nr_str_sub(p->rest, p->most, p->rest.len);
    return chunk->len ? NR_OK : NR_END;
}

/* All blocks one after the other, with the losses where they are told. */
static void read_all(struct nr_input *in, size_t max_line, struct nr_buf *out)
{
    struct nr_blocks b;
    struct nr_line_block block;
    struct nr_error e;
    enum nr_status status;
    uint64_t line = 1;
    nr_blocks_open(&b, in, max_line);
    while ((status = nr_blocks_next(&b, &block, &e)) != NR_END) {
        assert_int_not_equal(status, NR_FAIL);
        if (status == NR_BAD) {
            nr_buf_addf(out, "(%llu %s)", (unsigned long long)e.line, e.text);
            line = e.line + 1;
            continue;
        }
        assert_int_equal(block.line, line);
        line += block.lines;
        nr_buf_add_str(out, block.bytes);
    }
    nr_blocks_close(&b);
}

static void expect(const char *bytes, size_t max_line, size_t gap_at, const char *want)
{
    static const size_t sizes[] = {1, 2, 7, 100};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct pieces p = {nr_str_of(bytes), sizes[i], gap_at};
        struct nr_input *in;
        struct nr_error e;
        struct nr_buf got = {0};
        if (gap_at)
            p.most = 1;
        assert_int_equal(nr_input_open_nested(&in, read_piece, &p, &options, &e), NR_OK);
        read_all(in, max_line, &got);
        nr_input_close(in);
        assert_string_equal(nr_buf_cstr(&got), want);
        nr_buf_free(&got);
    }
}

static void test_lines(void **state)
{
    (void)state;
    expect("", 99, 0, "");
    expect("a", 99, 0, "a");
    expect("a\n\nbc\r\n", 99, 0, "a\n\nbc\r\n");
    expect("a\nlast", 99, 0, "a\nlast");
}

static void test_long_lines(void **state)
{
    (void)state;
    expect("12345\n123456\n1\n", 5, 0, "12345\n(2 line longer than 5 bytes)1\n");
    expect("1234567", 5, 0, "(1 line longer than 5 bytes)");
    expect("123456\n123456\n12345", 5, 0,
           "(1 line longer than 5 bytes)(2 line longer than 5 bytes)12345");
}

static void test_gap(void **state)
{
    (void)state;
    expect("one\ntwo\nthree\n", 99, 8, "one\n(2 a gap)o\nthree\n");
}

/* A file in memory: blocks are bounded, and placed. */
static void test_blocks(void **state)
{
    (void)state;
    struct nr_buf all = {0};
    struct nr_input *in;
    struct nr_error e;
    struct nr_blocks b;
    struct nr_line_block block;
    uint64_t lines = 0;
    size_t at = 0;
    while (all.len < 5 << 20)
        nr_buf_addf(&all, "{\"number\": %zu}\n", all.len);
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&all), &options, &e), NR_OK);
    nr_blocks_open(&b, in, 1000);
    while (nr_blocks_next(&b, &block, &e) == NR_OK) {
        assert_true(block.placed);
        assert_int_equal(block.offset, at);
        assert_int_equal(block.line, lines + 1);
        assert_in_range(block.bytes.len, 1, (1 << 20) + 1000);
        assert_memory_equal(block.bytes.data, all.data + at, block.bytes.len);
        at += block.bytes.len;
        lines += block.lines;
    }
    assert_int_equal(at, all.len);
    nr_blocks_close(&b);
    nr_input_close(in);
    nr_buf_free(&all);
}

/* A stream that stands still: the lines that have come are handed out, then it would block. */
static void test_live(void **state)
{
    (void)state;
    int fds[2];
    char path[32];
    struct nr_input *in;
    struct nr_error e;
    struct nr_blocks b;
    struct nr_line_block block;
    assert_int_equal(pipe(fds), 0);
    struct nr_buf name = {0};
    nr_buf_addf(&name, "/dev/fd/%d", fds[0]);
    strncpy(path, nr_buf_cstr(&name), sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_int_equal(write(fds[1], "{\"a\":1}\n{\"b\"", 12), 12);
    assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
    nr_blocks_open(&b, in, 1000);
    assert_false(nr_blocks_would_block(&b));
    assert_int_equal(nr_blocks_next(&b, &block, &e), NR_OK);
    assert_true(nr_str_is(block.bytes, "{\"a\":1}\n"));
    assert_true(nr_blocks_would_block(&b));
    assert_int_equal(write(fds[1], ":2}\n", 4), 4);
    assert_false(nr_blocks_would_block(&b));
    assert_int_equal(nr_blocks_next(&b, &block, &e), NR_OK);
    assert_true(nr_str_is(block.bytes, "{\"b\":2}\n"));
    assert_true(nr_blocks_would_block(&b));
    close(fds[1]);
    assert_int_equal(nr_blocks_next(&b, &block, &e), NR_END);
    nr_blocks_close(&b);
    nr_input_close(in);
    close(fds[0]);
    nr_buf_free(&name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines), cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_gap),   cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_live),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
