/* Input: a text. Spans of dates lie in it at code points, in order and apart, and have a type and a
 * value, and both ends in their order or none, whatever the reference. */
#include "newsreel/tags/dates.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

static bool at_point(struct nr_str text, size_t at)
{
    return at == text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static void read_all(const struct nr_dates *d, const struct nr_dates_now *now, struct nr_str text)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_tokens tokens = {0};
    nr_tokens_begin(&tokens, text);
    while (nr_tokens_next(&tokens))
        nr_dates_read(d, now, &tokens, &spans);
    size_t before = 0;
    for (size_t i = 0; i < spans.count; i++) {
        const struct nr_span *s = &spans.items[i];
        check(before <= s->start && s->start < s->end && s->end <= text.len);
        check(at_point(text, s->start) && at_point(text, s->end));
        check(s->type.len && s->value.len);
        check(!s->first.len == !s->last.len && nr_str_cmp(s->first, s->last) <= 0);
        before = s->end;
    }
    nr_tokens_free(&tokens);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct nr_dates_now none = {0}, now = {.year = 2022, .month = 7, .day = 19};
    const struct nr_dates_now foreign = {
        .year = 1, .month = 1, .day = 1, .hour = 23, .day_first = true, .foreign = true};
    struct nr_dates *d = nr_dates_new();
    struct nr_buf text = {0};
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    read_all(d, &none, nr_buf_str(&text));
    read_all(d, &now, nr_buf_str(&text));
    read_all(d, &foreign, nr_buf_str(&text));
    nr_buf_free(&text);
    nr_dates_free(d);
    return 0;
}
