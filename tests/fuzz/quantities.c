/* The spans of quantities lie in the text at code points, in order, apart and with a value. */
#include "newsreel/tags/quantities.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

static bool is_border(struct nr_str text, size_t at)
{
    return at == text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static void read(struct nr_str text, struct nr_spans *spans)
{
    struct nr_tokens t = {0};
    struct nr_quantities *q = nr_quantities_new();
    const struct nr_str language = nr_str_of(text.len % 3 == 0   ? ""
                                             : text.len % 3 == 1 ? "de"
                                                                 : "es-AR");
    nr_tokens_begin(&t, text);
    while (nr_tokens_next(&t))
        nr_quantities_read(q, &t, language, spans);
    nr_quantities_free(q);
    nr_tokens_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
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
    return 0;
}
