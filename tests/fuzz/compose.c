/* Form C is what utf8proc makes of the whole text, unless a letter has very many marks; and a text
 * of which it is said that there is nothing to do is in it. */
#include "newsreel/text/compose.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <utf8proc.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two spaces, which form C writes as two others; and what stands right before the first final
 * consonant of Hangul, which utf8proc takes for one and loses. */
static bool is_special(uint32_t c)
{
    return c == 0x2000 || c == 0x2001 || c == 0x11a7;
}

/* The text, valid and without what is left alone. */
static void make_text(struct nr_str bytes, struct nr_buf *text)
{
    struct nr_buf valid = {0};
    unsigned marks = 0;
    nr_utf8_repair(&valid, bytes);
    for (const char *p = valid.data, *end = p ? p + valid.len : p; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        marks = c < 0x300 ? 0 : marks + 1;
        if (!is_special(c) && marks < 60)
            nr_utf8_add(text, c);
    }
    nr_buf_free(&valid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0}, any = {0}, got = {0};
    utf8proc_uint8_t *want = NULL;
    nr_text_compose(&any, nr_str((const char *)data, size)); /* any bytes: no harm */
    make_text(nr_str((const char *)data, size), &text);
    nr_text_compose(&got, nr_buf_str(&text));
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)(text.len ? text.data : ""),
                     (utf8proc_ssize_t)text.len, &want, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    assert(n >= 0 && nr_str_eq(nr_buf_str(&got), nr_str((const char *)want, (size_t)n)));
    assert(nr_text_may_compose(nr_buf_str(&text)) ||
           nr_str_eq(nr_buf_str(&got), nr_buf_str(&text)));
    free(want);
    nr_buf_free(&text);
    nr_buf_free(&any);
    nr_buf_free(&got);
    return 0;
}
