/* Repair: once is enough, and what comes out is in the form that normalize.h promises. */
#include "newsreel/text/repair.h"
#include "newsreel/core/utf8.h"
#include <stdint.h>
#include <stdlib.h>
#include <utf8proc.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_form(struct nr_str s)
{
    if (s.len == 0)
        return;
    check(nr_utf8_valid(s) == s.len);
    check((unsigned char)s.data[0] > ' ' && (unsigned char)s.data[s.len - 1] > ' ');
    for (size_t i = 0; i + 1 < s.len; i++) {
        char c = s.data[i], d = s.data[i + 1];
        check(!(c == ' ' && (d == ' ' || d == '\t' || d == '\n')));
        check(!(c == '\n' && (d == ' ' || d == '\t')));
        check((unsigned char)c >= ' ' || c == '\n' || c == '\t');
    }
    check(nr_str_find(s, nr_str("\n\n\n", 3)) == s.len);
    check(nr_str_find(s, nr_str("\xc2\xa0", 2)) == s.len);
    check(nr_str_find(s, nr_str("\xc2\xad", 2)) == s.len);
}

static void check_composed(struct nr_str s)
{
    utf8proc_uint8_t *c = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.data, (utf8proc_ssize_t)s.len, &c,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    check(n >= 0 && nr_str_eq(s, nr_str((const char *)c, (size_t)n)));
    free(c);
}

static void check_repair(struct nr_str in, enum nr_repairs how)
{
    struct nr_buf out = {0}, again = {0};
    nr_text_repair(&out, in, how);
    check(out.len <= 3 * in.len);
    check_form(nr_buf_str(&out));
    if (out.len)
        check_composed(nr_buf_str(&out));
    nr_text_repair(&again, nr_buf_str(&out), how);
    check(nr_str_eq(nr_buf_str(&out), nr_buf_str(&again)));
    nr_buf_free(&out);
    nr_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0};
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    check_repair(nr_buf_str(&in), NR_REPAIR_ONLY);
    check_repair(nr_buf_str(&in), NR_REPAIR_ASCII_QUOTES);
    nr_buf_free(&in);
    return 0;
}
