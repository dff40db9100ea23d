/* Joining lines: nothing but white space, hyphens and quote marks is added or lost, and whole lines
 * only where the text may have page numbers. */
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
    check(nr_str_find_char(s, '\f') == s.len);
}

static bool may_have_pages(struct nr_str s)
{
    size_t numbers = 0;
    if (nr_str_find_char(s, '\f') < s.len)
        return true;
    for (struct nr_str line; nr_str_split(&s, '\n', &line);) {
        bool digit = false;
        for (size_t i = 0; i < line.len; i++)
            digit |= nr_ascii_is_digit(line.data[i]);
        numbers += digit;
    }
    return numbers >= 5;
}

/* What is left stands in the same order. */
static void check_content(struct nr_str before, struct nr_str after)
{
    bool loses = may_have_pages(before);
    size_t i = 0, j = 0;
    for (int a = 0, b = next(after, &j); a >= 0;) {
        a = next(before, &i);
        check(a == b || loses);
        if (a == b)
            b = next(after, &j);
        else
            check(a >= 0); /* nothing is left over */
    }
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
    check_content(before, after);
    nr_arena_free(&scratch);
    nr_buf_free(&in);
    nr_buf_free(&out);
    return 0;
}
