#include "newsreel/tags/entities.h"
#include "entities_parts.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

struct nr_entities {
    struct nr_gazetteer *gazetteer;
};

struct nr_entities_state {
    struct nr_entities_memory memory;
    struct nr_units units;
    size_t *mentions; /* of the spans, which are ours */
    size_t count, capacity;
    bool careful;
};

struct nr_entities *nr_entities_new(void)
{
    struct nr_entities *x = nr_alloc(sizeof *x);
    x->gazetteer = nr_gazetteer_new();
    return x;
}

void nr_entities_free(struct nr_entities *x)
{
    if (x)
        nr_gazetteer_free(x->gazetteer);
    free(x);
}

const struct nr_gazetteer *nr_entities_gazetteer(const struct nr_entities *x)
{
    return x->gazetteer;
}

struct nr_entities_state *nr_entities_state_new(void)
{
    return nr_alloc_zero(1, sizeof(struct nr_entities_state));
}

void nr_entities_state_free(struct nr_entities_state *s)
{
    if (!s)
        return;
    nr_units_free(&s->units);
    free(s->mentions);
    free(s);
}

void nr_entities_begin(struct nr_entities_state *s, bool careful)
{
    nr_memory_reset(&s->memory);
    s->count = 0;
    s->careful = careful;
}

/* ---- Reading ---- */

static const char *row_of(uint32_t row)
{
    return &nr_entities_rows[row / NR_MODEL_LINE][row % NR_MODEL_LINE * NR_LABELS];
}

static void score(const uint32_t *rows, size_t count, int32_t scores[NR_LABELS])
{
    int16_t sums[NR_LABELS] = {0};
    for (size_t k = 0; k < count; k++) {
        const char *row = row_of(rows[k]);
        for (int label = 0; label < NR_LABELS; label++)
            sums[label] = (int16_t)(sums[label] + row[label]);
    }
    for (int label = 0; label < NR_LABELS; label++)
        scores[label] = sums[label];
}

static void label(struct nr_entities_state *s, struct nr_segment segment, uint8_t *labels)
{
    int32_t scores[NR_SEGMENT_MOST][NR_LABELS];
    uint32_t rows[NR_FEATURES];
    for (size_t i = 0; i < segment.count; i++) {
        size_t count = nr_entity_features(&s->units, segment, i, &s->memory, rows);
        score(rows, count, scores[i]);
    }
    nr_entity_decode(scores, segment.count, nr_entities_steps, labels);
    nr_memory_labels(&s->memory, &s->units, segment, labels);
}

static void add_mention(struct nr_entities_state *s, struct nr_spans *spans, struct nr_segment at,
                        uint8_t kind)
{
    static const char *const types[] = {"person", "organisation", "place"};
    const struct nr_unit *first = &s->units.items[at.first], *last = first + at.count - 1;
    s->mentions = nr_grow_array(s->mentions, &s->capacity, s->count + 1, sizeof *s->mentions);
    s->mentions[s->count++] = spans->count;
    nr_spans_add(spans, types[(kind - 1) / 2], first->start, last->end);
}

static void add_mentions(struct nr_entities_state *s, struct nr_spans *spans,
                         struct nr_segment segment, const uint8_t *labels)
{
    for (size_t i = 0, next; i < segment.count; i = next) {
        next = i + 1;
        if (labels[i] == NR_LABEL_NONE || labels[i] == NR_LABEL_OTHER)
            continue;
        while (next < segment.count && labels[next] == labels[i] + 1)
            next++;
        add_mention(s, spans, (struct nr_segment){segment.first + i, next - i}, labels[i]);
    }
}

void nr_entities_read(const struct nr_entities *x, struct nr_entities_state *s,
                      const struct nr_tokens *block, struct nr_spans *spans)
{
    uint8_t labels[NR_SEGMENT_MOST];
    struct nr_segment segment;
    nr_memory_small(&s->memory, block);
    nr_units_read(&s->units, block, x->gazetteer);
    for (size_t at = 0; nr_segment_next(&s->units, x->gazetteer, &at, &segment);) {
        label(s, segment, labels);
        add_mentions(s, spans, segment, labels);
    }
}

void nr_entities_end(const struct nr_entities *x, struct nr_entities_state *s, struct nr_str text,
                     struct nr_spans *spans)
{
    (void)x;
    for (size_t i = 0; i < s->count; i++) {
        struct nr_span *span = &spans->items[s->mentions[i]];
        span->value = nr_str_sub(text, span->start, span->end);
    }
}
