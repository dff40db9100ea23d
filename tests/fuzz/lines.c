/* Joining lines: nothing but white space, hyphens and quote marks is added or lost. */
#include "newsreel/text/lines.h"
#include "newsreel/core/utf8.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next byte of s that joining never touches, or -1. */
static int next(struct nr_str s, size_t *at)
{
    while (*at < s.len) {
        unsigned char c = (unsigned char)s.data[(*at)++];
        if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
            return c;
    }
    return -1;
}

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_shape(struct nr_str s)
{
    if (s.len == 0)
        return;
    check(nr_utf8_valid(s) == s.len);
    check(s.data[0] != '\n' && s.data[s.len - 1] != '\n');
    check(nr_str_find(s, nr_str("\n\n\n", 3)) == s.len);
    check(nr_str_find(s, nr_str(" \n", 2)) == s.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0}, out = {0};
    struct nr_arena scratch = {0};
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    nr_buf_add_char(&out, '#');
    nr_lines_join(&out, nr_buf_str(&in), &scratch);
    struct nr_str before = nr_buf_str(&in), after = nr_str_sub(nr_buf_str(&out), 1, out.len);
    check(out.data[0] == '#');
    check_shape(after);
    size_t i = 0, j = 0;
    for (int a = 0, b = 0; a >= 0; check(a == b)) {
        a = next(before, &i);
        b = next(after, &j);
    }
    nr_arena_free(&scratch);
    nr_buf_free(&in);
    nr_buf_free(&out);
    return 0;
}
