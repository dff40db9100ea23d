/* Input: a text. Whatever it is, quotes and attributions lie in it at code points, so do their
 * speakers, cues and outlets, and they come out the same with a state that was used before. */
#include "newsreel/tags/quotes.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_point(struct nr_str text, size_t at)
{
    assert(at <= text.len);
    assert(at == text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80);
}

static void check_range(struct nr_str text, struct nr_range r)
{
    assert(r.start <= r.end);
    check_point(text, r.start);
    check_point(text, r.end);
}

static bool same(struct nr_range a, struct nr_range b)
{
    return a.start == b.start && a.end == b.end;
}

static void check(struct nr_str text, const struct nr_span *span)
{
    check_range(text, (struct nr_range){span->start, span->end});
    check_range(text, span->speaker);
    check_range(text, span->cue);
    check_range(text, span->via);
    assert(span->start < span->end && span->percent < 100);
    assert(!span->value.len || (span->percent && span->speaker.start < span->speaker.end));
    if (nr_str_is(span->type, "attribution"))
        assert(span->speaker.start < span->speaker.end && span->cue.start < span->cue.end);
}

static void read_text(const struct nr_quotes *q, struct nr_quotes_state *s, struct nr_str text,
                      struct nr_spans *spans)
{
    struct nr_tokens t = {0};
    nr_quotes_begin(s);
    nr_tokens_begin(&t, text);
    while (nr_tokens_next(&t))
        nr_quotes_read(q, s, &t, spans);
    nr_tokens_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0};
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena}, again = {.arena = &arena};
    struct nr_quotes *q = nr_quotes_new();
    struct nr_quotes_state *s = nr_quotes_state_new();
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    read_text(q, s, nr_buf_str(&text), &spans);
    read_text(q, s, nr_buf_str(&text), &again);
    assert(spans.count == again.count);
    for (size_t i = 0; i < spans.count; i++) {
        check(nr_buf_str(&text), &spans.items[i]);
        assert(same(spans.items[i].speaker, again.items[i].speaker));
        assert(nr_str_eq(spans.items[i].value, again.items[i].value));
    }
    nr_quotes_state_free(s);
    nr_quotes_free(q);
    nr_spans_free(&spans);
    nr_spans_free(&again);
    nr_arena_free(&arena);
    nr_buf_free(&text);
    return 0;
}
