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

/* A span of ours. */
struct mention {
    size_t span;
    uint32_t last;  /* the key of its last unit */
    uint32_t name;  /* a key of all of them */
    uint32_t names; /* what the gazetteer knows of the whole name */
    bool alone;     /* it has one unit */
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
}

/* What the gazetteer knows of a name as a whole. */
static uint32_t names_of(const struct nr_unit *first, const struct nr_unit *last)
{
    bool whole = first->place == 1 && last->place == 3 && first->phrase == last->phrase;
    return first == last ? first->names : whole ? first->phrase : 0;
}

enum {
    SURE_PLACE = NR_NAME_COUNTRY | NR_NAME_CITY | NR_NAME_REGION | NR_NAME_PLACE,
    PERSONAL = NR_NAME_FIRST | NR_NAME_LAST,
};

/* The label of a name that the gazetteer is sure of; else the one that it has. */
static uint8_t judge(const struct nr_unit *unit, uint32_t names, bool alone, uint8_t label)
{
    bool sure = names & SURE_PLACE && !(names & (PERSONAL | NR_NAME_ORG));
    if (alone && names & (NR_NAME_TIME | NR_NAME_DEMONYM) && !(names & (SURE_PLACE | NR_NAME_ORG)))
        return label == NR_LABEL_PERSON && !(names & NR_NAME_TIME) && unit->names & PERSONAL
                   ? label
                   : NR_LABEL_NONE;
    if (alone && unit->flags & NR_UNIT_FIRST && unit->shape == NR_SHAPE_TITLE &&
        names & NR_NAME_COMMON && label == NR_LABEL_PLACE && !(names & (SURE_PLACE | NR_NAME_ORG)))
        return NR_LABEL_NONE;
    if (alone && names & NR_NAME_ORG && unit->shape == NR_SHAPE_UPPER && !(names & NR_NAME_COUNTRY))
        return NR_LABEL_ORG;
    if (names & NR_NAME_ORG && !(names & (SURE_PLACE | PERSONAL)) &&
        (!alone || unit->shape != NR_SHAPE_TITLE || !(names & NR_NAME_COMMON) ||
         label == NR_LABEL_PERSON))
        return NR_LABEL_ORG;
    if (sure && (label == NR_LABEL_PERSON || names & NR_NAME_COUNTRY))
        return NR_LABEL_PLACE;
    return label;
}

/* Whether more than a capital speaks for a name, where all nouns have one. */
static bool is_proven(const struct nr_unit *first, const struct nr_unit *last, uint32_t names,
                      uint8_t label)
{
    if (label == NR_LABEL_PLACE)
        return names & SURE_PLACE;
    if (label == NR_LABEL_ORG)
        return names & NR_NAME_ORG || last->shape == NR_SHAPE_UPPER;
    return (first < last && first->names & NR_NAME_FIRST) || first[-1].names & NR_NAME_ROLE;
}

/* "Joe Gold Corp", "Ministry" behind a name: the last word says what it is. */
static bool ends_as_body(const struct nr_unit *first, const struct nr_unit *last, uint8_t label)
{
    bool body = last->names & NR_NAME_ORGCUE && !(last->names & NR_NAME_PLACECUE);
    return first < last && body && last->flags & NR_UNIT_CAPITAL &&
           !(label == NR_LABEL_PERSON && first->names & NR_NAME_FIRST);
}

/* "Polish Prime" before "Minister": nationality and office name nobody. */
static bool is_office(const struct nr_unit *first, const struct nr_unit *last)
{
    for (const struct nr_unit *u = first; u <= last; u++) {
        bool office = u->place && u->phrase & NR_NAME_ROLE && !(u->phrase & NR_NAME_ORG);
        if (!office && !(u->names & NR_NAME_DEMONYM))
            return false;
    }
    return first < last || first->place;
}

/* What is left of a name that was cut in two: "P" of "S & P", "Inc" behind a line's end. */
static bool is_rest(const struct nr_unit *unit)
{
    uint32_t legal = NR_NAME_ORGCUE | NR_NAME_ABBR;
    return unit->shape == NR_SHAPE_LETTER || unit->shape == NR_SHAPE_INITIAL ||
           (unit->names & legal) == legal;
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
    const struct nr_unit *first = &s->held.units[at.first], *last = first + at.count - 1;
    uint32_t names = names_of(first, last);
    if (ends_as_body(first, last, label) && !(names & SURE_PLACE))
        label = NR_LABEL_ORG;
    if (label == NR_LABEL_PERSON && first < last && last->names & NR_NAME_PLACECUE &&
        !(last->names & (NR_NAME_LAST | NR_NAME_RARE)))
        label = NR_LABEL_PLACE;
    label = judge(first, names, at.count == 1, label);
    if (label == NR_LABEL_NONE || is_office(first, last) || (first == last && is_rest(first)) ||
        (s->careful && !is_proven(first, last, names, label)))
        return;
    s->mentions = nr_grow_array(s->mentions, &s->capacity, s->count + 1, sizeof *s->mentions);
    s->mentions[s->count++] =
        (struct mention){spans->count, last->key, key_of(first, last), names, first == last};
    nr_spans_add(spans, types[(label - 1) / 2].data, first->start, last->end);
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
        if (m->alone || type_of(&spans->items[m->span]) != 0 || i >= UINT32_MAX)
            continue;
        struct nr_known *known = nr_memory_of(&s->memory, m->last, true);
        if (known && !known->full)
            known->full = (uint32_t)i + 1;
    }
}

/* "World Health Organization (WHO)": what the text spells out stands for the acronym everywhere in it. */
static void note_acronyms(struct nr_entities_state *s, struct nr_str text,
                          const struct nr_spans *spans)
{
    for (size_t i = 0; i + 1 < s->count && i < UINT32_MAX; i++) {
        const struct mention *m = &s->mentions[i], *next = m + 1;
        const struct nr_span *full = &spans->items[m->span], *acronym = &spans->items[next->span];
        if (m->alone || !next->alone || acronym->start < full->end ||
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

/* The mention, from 1, that says what a name of one word is; 0: none. */
static uint32_t told_by(struct nr_entities_state *s, const struct mention *m)
{
    const struct nr_known *known = m->alone ? nr_memory_of(&s->memory, m->last, false) : NULL;
    if (known && known->spelt)
        return known->spelt;
    return known && !(m->names & (SURE_PLACE | NR_NAME_ORG)) ? known->full : 0;
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
    for (size_t i = 0; i < s->count; i++) {
        const struct mention *m = &s->mentions[i];
        struct nr_span *span = &spans->items[m->span];
        uint32_t told = told_by(s, m);
        span->value = nr_str_sub(text, span->start, span->end);
        if (!told)
            continue;
        const struct nr_span *full = &spans->items[s->mentions[told - 1].span];
        span->type = full->type;
        span->value = nr_str_sub(text, full->start, full->end);
    }
}
