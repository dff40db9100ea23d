/* Copy as paragraphs: nothing but white space is added or lost. The first byte chooses how. */
#include "../../lib/formats/copy.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next byte of s that is no blank, or -1. */
static int next(struct nr_str s, size_t *at)
{
    while (*at < s.len) {
        char c = s.data[(*at)++];
        if (!nr_ascii_is_blank(c))
            return (unsigned char)c;
    }
    return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0}, out = {0};
    struct nr_copy_layout layout;
    unsigned how = size ? data[0] : 0;
    nr_utf8_repair(&in, nr_str_sub(nr_str((const char *)data, size), 1, size));
    struct nr_str text = nr_buf_str(&in);
    nr_copy_survey(text, &layout);
    if (how & 1)
        layout = (struct nr_copy_layout){.indent = how / 2 % 8, .full = how / 16 * 8};
    if (how & 1 || layout.indent)
        nr_copy_add_indented(&out, text, &layout);
    else
        nr_copy_add_paragraph(&out, text);
    assert(nr_utf8_valid(nr_buf_str(&out)) == out.len);
    assert(nr_str_find(nr_buf_str(&out), nr_str("\n\n\n", 3)) == out.len);
    size_t i = 0, j = 0;
    for (int a = 0, b = 0; a >= 0;) {
        a = next(text, &i);
        b = next(nr_buf_str(&out), &j);
        assert(a == b);
    }
    nr_buf_free(&in);
    nr_buf_free(&out);
    return 0;
}
