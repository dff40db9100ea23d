/* What the targets for sorted lines share. */
#ifndef NEWSREEL_TESTS_FUZZ_SORTED_H
#define NEWSREEL_TESTS_FUZZ_SORTED_H

#include "newsreel/core/buf.h"
#include <stdlib.h>

static int compare_lines(const void *a, const void *b)
{
    return nr_str_cmp(*(const struct nr_str *)a, *(const struct nr_str *)b);
}

/* Appends the lines of bytes to out, in order, each with its newline. */
static void add_sorted(struct nr_str bytes, struct nr_buf *out)
{
    size_t count = 0;
    struct nr_str *lines = calloc(bytes.len + 1, sizeof *lines), rest = bytes;
    if (!lines)
        abort();
    while (rest.len && nr_str_split(&rest, '\n', &lines[count]))
        count++;
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++) {
        nr_buf_add_str(out, lines[i]);
        nr_buf_add_char(out, '\n');
    }
    free(lines);
}

/* Cuts up to n whole lines off *rest. */
static struct nr_str cut_lines(struct nr_str *rest, size_t n)
{
    size_t end = 0;
    while (n-- && end < rest->len)
        end += nr_str_find_char(nr_str_sub(*rest, end, rest->len), '\n') + 1;
    struct nr_str lines = nr_str_sub(*rest, 0, end);
    *rest = nr_str_sub(*rest, end, rest->len);
    return lines;
}

#endif
