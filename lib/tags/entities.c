#include "newsreel/tags/entities.h"
#include "entities_parts.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/words.h"
#include <stdlib.h>

struct nr_entities {
    struct nr_gazetteer *gazetteer;
    const struct nr_entities_model *model;
    uint32_t *before; /* the rows of 64 features each */
};

enum { HEADS = 2 };

/* A span of ours. */
struct mention {
    size_t span;
    uint32_t last;         /* the key of its last unit */
    uint32_t name;         /* a key of all of them */
    uint32_t heads[HEADS]; /* keys of the first unit, of the first two */
    uint32_t names;        /* what the gazetteer knows of the whole name */
    uint32_t units;
    enum nr_body body;
};

struct nr_entities_state {
    struct nr_entities_memory memory;
    struct nr_units units;
    struct nr_held held;
    struct mention *mentions;
    size_t count, capacity;
    bool careful;
};

void nr_entities_use(struct nr_entities *x, const struct nr_entities_model *model)
{
    x->model = model;
    nr_model_count(model, x->before);
}

struct nr_entities *nr_entities_new(void)
{
    struct nr_entities *x = nr_alloc(sizeof *x);
    x->gazetteer = nr_gazetteer_new();
    x->before = nr_alloc(NR_MODEL_WORDS * sizeof *x->before);
    nr_entities_use(x, nr_entities_model());
    return x;
}

void nr_entities_free(struct nr_entities *x)
{
    if (!x)
        return;
    nr_gazetteer_free(x->gazetteer);
    free(x->before);
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
    nr_held_free(&s->held);
    free(s->mentions);
    free(s);
}

void nr_entities_begin(struct nr_entities_state *s, bool careful)
{
    nr_memory_reset(&s->memory);
    nr_held_reset(&s->held);
    nr_units_begin(&s->units);
    s->count = 0;
    s->careful = careful;
}

/* By label. */
static const struct nr_str types[] = {NR_STR("person"), NR_STR("organisation"), NR_STR("place")};
enum { TYPES = sizeof types / sizeof types[0], HELD_MOST = 1 << 16 };

/* ---- Reading ---- */

/* The first reading of a segment. */
static void read_segment(const struct nr_entities *x, struct nr_entities_state *s,
                         struct nr_segment segment)
{
    int16_t sums[NR_SEGMENT_MOST][NR_MODEL_ROW], common[NR_MODEL_ROW] = {0};
    int32_t scores[NR_SEGMENT_MOST][NR_LABELS];
    uint8_t labels[NR_SEGMENT_MOST];
    struct nr_features f = {.count = 0};
    nr_segment_features(&s->units, segment, &f);
    nr_model_score(x->model, x->before, &f, common);
    for (size_t i = 0; i < segment.count; i++) {
        f.count = 0;
        nr_unit_features(&s->units, segment, i, &s->memory, &f);
        memcpy(sums[i], common, sizeof common);
        nr_model_score(x->model, x->before, &f, sums[i]);
        for (int l = 0; l < NR_LABELS; l++)
            scores[i][l] = sums[i][l];
    }
    nr_entity_decode(scores, segment.count, x->model->steps[0], labels);
    nr_drop_doubtful(&s->units.items[segment.first], segment.count, &s->memory, labels);
    struct nr_reading *held = nr_held_add(&s->held, &s->units, segment, labels);
    for (size_t i = 0; i < segment.count; i++)
        memcpy(held[i].scores, sums[i] + NR_LABELS, sizeof held[i].scores);
}

/* The second. */
static void read_segment_again(const struct nr_entities *x, struct nr_entities_state *s,
                               struct nr_segment segment, uint8_t *labels)
{
    int32_t scores[NR_SEGMENT_MOST][NR_LABELS];
    struct nr_features f;
    for (size_t i = 0; i < segment.count; i++) {
        int16_t sums[NR_MODEL_ROW] = {0};
        f.count = 0;
        nr_held_features(&s->held, segment, i, &s->memory, &f);
        nr_model_score(x->model, x->before, &f, sums);
        for (int l = 0; l < NR_LABELS; l++)
            scores[i][l] = s->held.readings[segment.first + i].scores[l] + sums[NR_LABELS + l];
    }
    nr_entity_decode(scores, segment.count, x->model->steps[1], labels);
    nr_drop_doubtful(&s->held.units[segment.first], segment.count, &s->memory, labels);
}

/* Not those of words alone. */
static uint32_t key_of(const struct nr_unit *first, const struct nr_unit *last)
{
    uint32_t key = 0x5bd1e995;
    for (const struct nr_unit *u = first; u <= last; u++)
        key = nr_name_key(key, u->key);
    return key;
}

static void add_mention(struct nr_entities_state *s, struct nr_spans *spans, struct nr_segment at,
                        uint8_t label)
{
    const struct nr_unit *first = &s->held.units[at.first];
    struct nr_found f = {first, first + at.count - 1, label};
    if (!nr_found_judge(&f, s->careful))
        return;
    const struct nr_unit *second = f.first < f.last ? f.first + 1 : f.first;
    s->mentions = nr_grow_array(s->mentions, &s->capacity, s->count + 1, sizeof *s->mentions);
    s->mentions[s->count++] =
        (struct mention){.span = spans->count,
                         .last = f.last->key,
                         .name = key_of(f.first, f.last),
                         .heads = {key_of(f.first, f.first), key_of(f.first, second)},
                         .names = nr_found_names(&f),
                         .units = (uint32_t)(f.last - f.first) + 1,
                         .body = nr_found_body(&f)};
    nr_spans_add(spans, types[(f.label - 1) / 2].data, f.first->start, f.last->end);
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

/* The second reading of all that is held. */
static void read_again(const struct nr_entities *x, struct nr_entities_state *s,
                       struct nr_spans *spans)
{
    uint8_t labels[NR_SEGMENT_MOST];
    nr_held_note(&s->held, &s->memory);
    for (size_t i = 0; i < s->held.segment_count; i++) {
        read_segment_again(x, s, s->held.segments[i], labels);
        add_mentions(s, spans, s->held.segments[i], labels);
    }
    nr_held_reset(&s->held);
}

void nr_entities_read(const struct nr_entities *x, struct nr_entities_state *s,
                      const struct nr_tokens *block, struct nr_spans *spans)
{
    struct nr_segment segment;
    nr_memory_small(&s->memory, block);
    nr_units_read(&s->units, block, x->gazetteer);
    for (size_t at = 0; nr_segment_next(&s->units, x->gazetteer, &at, &segment);)
        read_segment(x, s, segment);
    if (s->held.count > HELD_MOST)
        read_again(x, s, spans);
}

/* By the pointer: we have set it. */
static size_t type_of(const struct nr_span *span)
{
    size_t type = 0;
    while (type + 1 < TYPES && span->type.data != types[type].data)
        type++;
    return type;
}

static void count_types(struct nr_entities_state *s, const struct nr_spans *spans)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct mention *m = &s->mentions[i];
        struct nr_known *known = nr_memory_of(&s->memory, m->name, true);
        size_t type = type_of(&spans->items[m->span]);
        if (known && known->labels[type] < UINT16_MAX)
            known->labels[type]++;
    }
}

/* A name is what it most often is. */
static void settle_types(struct nr_entities_state *s, struct nr_spans *spans)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct nr_known *known = nr_memory_of(&s->memory, s->mentions[i].name, false);
        struct nr_span *span = &spans->items[s->mentions[i].span];
        size_t best = type_of(span);
        for (size_t k = 0; known && k < TYPES; k++)
            best = known->labels[k] > known->labels[best] ? k : best;
        span->type = types[best];
    }
}

/* Notes the first full name of each surname. */
static void note_full_names(struct nr_entities_state *s, const struct nr_spans *spans)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct mention *m = &s->mentions[i];
        if (m->units == 1 || type_of(&spans->items[m->span]) != 0 || i >= UINT32_MAX)
            continue;
        struct nr_known *known = nr_memory_of(&s->memory, m->last, true);
        if (known && !known->full)
            known->full = (uint32_t)i + 1;
    }
}

/* "World Health Organization (WHO)": what the text spells out stands for the acronym everywhere in
 * it. */
static void note_acronyms(struct nr_entities_state *s, struct nr_str text,
                          const struct nr_spans *spans)
{
    for (size_t i = 0; i + 1 < s->count && i < UINT32_MAX; i++) {
        const struct mention *m = &s->mentions[i], *next = m + 1;
        const struct nr_span *full = &spans->items[m->span], *acronym = &spans->items[next->span];
        if (m->units == 1 || next->units != 1 || acronym->start < full->end ||
            !nr_str_is(nr_str_sub(text, full->end, acronym->start), " (") ||
            !nr_str_is(nr_str_sub(text, acronym->end, acronym->end + 1), ")") ||
            !nr_words_are_acronym(nr_str_sub(text, full->start, full->end),
                                  nr_str_sub(text, acronym->start, acronym->end)))
            continue;
        struct nr_known *known = nr_memory_of(&s->memory, next->last, true);
        if (known && !known->spelt)
            known->spelt = (uint32_t)i + 1;
    }
}

/* Notes what organisations' names begin with: "Acme" of "Acme Corp". */
static void note_bodies(struct nr_entities_state *s, const struct nr_spans *spans)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct mention *m = &s->mentions[i];
        if (m->body == NR_BODY_NONE || type_of(&spans->items[m->span]) != 1)
            continue;
        for (uint32_t k = 0; k < HEADS && k < m->units; k++) {
            struct nr_known *known = nr_memory_of(&s->memory, m->heads[k], true);
            if (known && known->body < m->body)
                known->body = (uint8_t)m->body;
        }
    }
}

/* Whether a name is short for that of an organisation. What else may be one needs a company's, for
 * schools and railways are called by their places. */
static bool is_short_of_body(struct nr_entities_state *s, const struct mention *m,
                             const struct nr_span *span)
{
    uint32_t others = NR_SURE_PLACE | NR_NAME_DEMONYM | NR_NAME_TIME;
    const struct nr_known *known = nr_memory_of(&s->memory, m->name, false);
    if (!known || m->names & others || (m->units == 1 && m->names & NR_NAME_COMMON))
        return false;
    return known->body >= (m->units == 1 || type_of(span) == 2 ? NR_BODY_LEGAL : NR_BODY_CUE);
}

/* The mention, from 1, that says what a name of one word is; 0: none. */
static uint32_t told_by(struct nr_entities_state *s, const struct mention *m)
{
    const struct nr_known *known = m->units == 1 ? nr_memory_of(&s->memory, m->last, false) : NULL;
    if (known && known->spelt)
        return known->spelt;
    return known && !(m->names & (NR_SURE_PLACE | NR_NAME_ORG)) ? known->full : 0;
}

void nr_entities_end(const struct nr_entities *x, struct nr_entities_state *s, struct nr_str text,
                     struct nr_spans *spans)
{
    read_again(x, s, spans);
    nr_memory_reset(&s->memory);
    count_types(s, spans);
    settle_types(s, spans);
    note_full_names(s, spans);
    note_acronyms(s, text, spans);
    note_bodies(s, spans);
    for (size_t i = 0; i < s->count; i++) {
        const struct mention *m = &s->mentions[i];
        struct nr_span *span = &spans->items[m->span];
        uint32_t told = told_by(s, m);
        const struct nr_span *full = told ? &spans->items[s->mentions[told - 1].span] : span;
        span->type = told || !is_short_of_body(s, m, span) ? full->type : types[1];
        span->value = nr_spans_line(spans, nr_str_sub(text, full->start, full->end));
    }
}
