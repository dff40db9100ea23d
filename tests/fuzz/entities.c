/* nr_entities: spans are not empty, at code points, in order, apart, of a known type and with a
 * value. */
#include "newsreel/tags/entities.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void check_span(struct nr_str text, const struct nr_span *span, size_t at)
{
    struct nr_str name = nr_str_sub(text, span->start, span->end);
    check(span->start >= at && span->start < span->end && span->end <= text.len);
    check(nr_utf8_valid(name) == name.len && span->value.len);
    check(nr_str_is(span->type, "person") || nr_str_is(span->type, "organisation") ||
          nr_str_is(span->type, "place"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct nr_entities *x;
    static struct nr_entities_state *s;
    struct nr_buf valid = {0};
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_tokens tokens = {0};
    x = x ? x : nr_entities_new();
    s = s ? s : nr_entities_state_new();
    nr_utf8_repair(&valid, nr_str((const char *)data, size));
    nr_entities_begin(s, size % 2);
    nr_tokens_begin(&tokens, nr_buf_str(&valid));
    while (nr_tokens_next(&tokens))
        nr_entities_read(x, s, &tokens, &spans);
    nr_entities_end(x, s, nr_buf_str(&valid), &spans);
    for (size_t i = 0; i < spans.count; i++)
        check_span(nr_buf_str(&valid), &spans.items[i], i ? spans.items[i - 1].end : 0);
    nr_tokens_free(&tokens);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
    nr_buf_free(&valid);
    return 0;
}
