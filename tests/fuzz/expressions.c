/* nr_expressions: any expression is refused or searched; what it finds is apart, in order, at code
 * points. The expression ends with the first NUL. */
#include "newsreel/tags/expressions.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str expression = nr_str((const char *)data, size);
    expression.len = nr_str_find_char(expression, '\0');
    if (nr_utf8_valid(expression) != expression.len || size > 4096)
        return 0;
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_buf text = {0};
    struct nr_error e;
    struct nr_expressions *x = nr_expressions_new();
    nr_utf8_repair(&text, nr_str((const char *)data + expression.len, size - expression.len));
    if (nr_expressions_add(x, expression, nr_str_of("L"), size & 1, &e) == NR_OK)
        nr_expressions_read(x, nr_buf_str(&text), &spans);
    for (size_t i = 0, at = 0; i < spans.count; at = spans.items[i++].end) {
        const struct nr_span *span = &spans.items[i];
        check(span->start >= at && span->start < span->end && span->end <= text.len);
        check(nr_utf8_valid(span->value) == span->value.len);
    }
    nr_expressions_free(x);
    nr_spans_free(&spans);
    nr_buf_free(&text);
    nr_arena_free(&arena);
    return 0;
}
