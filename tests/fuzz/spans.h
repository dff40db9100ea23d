/* What holds for the spans of every tag. */
#ifndef NEWSREEL_TESTS_SPANS_H
#define NEWSREEL_TESTS_SPANS_H

#include "newsreel/core/utf8.h"
#include "newsreel/tags/spans.h"
#include <stdint.h>
#include <stdlib.h>

static void check(bool ok)
{
    if (!ok)
        abort();
}

static bool is_border(struct nr_str text, size_t at)
{
    return at == text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

/* Reads data, repaired: the spans lie in the text at code points, in order, apart and with a
 * value. */
static void check_spans(const uint8_t *data, size_t size,
                        void (*read)(struct nr_str text, struct nr_spans *spans))
{
    struct nr_buf valid = {0};
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    size_t at = 0;
    nr_utf8_repair(&valid, nr_str((const char *)data, size));
    struct nr_str text = nr_buf_str(&valid);
    read(text, &spans);
    for (size_t i = 0; i < spans.count; at = spans.items[i++].end) {
        const struct nr_span *s = &spans.items[i];
        check(s->start >= at && s->start < s->end && s->end <= text.len);
        check(is_border(text, s->start) && is_border(text, s->end));
        check(s->value.len && nr_utf8_valid(s->value) == s->value.len);
    }
    nr_spans_free(&spans);
    nr_arena_free(&arena);
    nr_buf_free(&valid);
}

#endif
