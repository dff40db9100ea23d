/* Texts of Project Gutenberg: what is found lies within what was given, and is trimmed. */
#include "newsreel/text/gutenberg.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_field(struct nr_str s)
{
    check(nr_str_eq(nr_str_trim(s), s));
    check(nr_str_find_char(s, '\n') == s.len);
    check(nr_utf8_valid(s) == s.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0};
    struct nr_arena arena = {0};
    struct nr_gutenberg g;
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    struct nr_str text = nr_buf_str(&in);
    bool found = nr_gutenberg_find(&g, text, &arena);
    if (!found)
        check(g.text.data == text.data && g.text.len == text.len);
    check(g.text.len <= text.len && (g.text.len == 0 || g.text.data >= text.data));
    check(g.text.len == 0 || g.text.data + g.text.len <= text.data + text.len);
    if (found && g.text.len)
        check(g.text.data[0] != '\n' && !nr_ascii_is_blank(g.text.data[g.text.len - 1]));
    check(nr_utf8_valid(g.text) == g.text.len);
    check_field(g.title);
    check_field(g.author);
    check_field(g.language);
    nr_arena_free(&arena);
    nr_buf_free(&in);
    return 0;
}
