/* What the targets share whose output is in normal form (text/normalize.h). */
#ifndef NEWSREEL_TESTS_FUZZ_NORMAL_H
#define NEWSREEL_TESTS_FUZZ_NORMAL_H

#include "newsreel/core/utf8.h"
#include <stdlib.h>
#include <utf8proc.h>

static inline void check(bool holds)
{
    if (!holds)
        abort();
}

static inline void check_lines(struct nr_str s)
{
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

/* U+11A7, right before the first final consonant of Hangul: utf8proc takes it for one, and loses
 * it. */
static inline bool has_no_final(struct nr_str s)
{
    return nr_str_find(s, nr_str_of("\xe1\x86\xa7")) < s.len;
}

static inline void check_composed(struct nr_str s)
{
    utf8proc_uint8_t *c = NULL;
    if (has_no_final(s))
        return;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.data, (utf8proc_ssize_t)s.len, &c,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    check(n >= 0 && nr_str_eq(s, nr_str((const char *)c, (size_t)n)));
    free(c);
}

static inline void check_normal(struct nr_str s)
{
    if (s.len == 0)
        return;
    check_lines(s);
    check_composed(s);
}

#endif
