/* The memory of a document, what is held of it, and the features of the second reading. */
#include "entities_parts.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

/* ---- Memory ---- */

void nr_memory_reset(struct nr_entities_memory *m)
{
    m->count = 0;
    if (++m->stamp == 0) {
        memset(m->known, 0, sizeof m->known);
        m->stamp = 1;
    }
    memset(m->small, 0, sizeof m->small);
}

struct nr_known *nr_memory_of(struct nr_entities_memory *m, uint32_t key, bool add)
{
    size_t i = (key * 0x85ebca6bu) % NR_MEMORY_SLOTS;
    while (m->known[i].stamp == m->stamp && m->known[i].key != key)
        i = (i + 1) % NR_MEMORY_SLOTS;
    if (m->known[i].stamp == m->stamp)
        return &m->known[i];
    if (!add || m->count == NR_ENTITIES_KNOWN)
        return NULL;
    m->count++;
    m->known[i] = (struct nr_known){.key = key, .stamp = m->stamp};
    return &m->known[i];
}

void nr_memory_small(struct nr_entities_memory *m, const struct nr_tokens *block)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct nr_token *t = &block->items[i];
        uint32_t bit = t->hash % NR_MEMORY_SMALL;
        if (t->flags & NR_TOKEN_LOWER)
            m->small[bit / 8] |= (uint8_t)(1 << bit % 8);
    }
}

bool nr_memory_is_small(const struct nr_entities_memory *m, uint32_t key)
{
    uint32_t bit = key % NR_MEMORY_SMALL;
    return m->small[bit / 8] >> bit % 8 & 1;
}

/* ---- Held ---- */

struct nr_reading *nr_held_add(struct nr_held *h, const struct nr_units *u, struct nr_segment s,
                               const uint8_t *labels)
{
    size_t first = h->count + 1, want = first + s.count;
    h->units = nr_grow_array(h->units, &h->unit_capacity, want, sizeof *h->units);
    h->readings = nr_grow_array(h->readings, &h->reading_capacity, want, sizeof *h->readings);
    h->segments =
        nr_grow_array(h->segments, &h->segment_capacity, h->segment_count + 1, sizeof *h->segments);
    memcpy(&h->units[h->count], &u->items[s.first] - 1, (s.count + 1) * sizeof *h->units);
    h->readings[h->count] = (struct nr_reading){{0}, 0};
    for (size_t i = 0; i < s.count; i++)
        h->readings[first + i] = (struct nr_reading){{0}, labels[i]};
    h->segments[h->segment_count++] = (struct nr_segment){first, s.count};
    h->count = want;
    return &h->readings[first];
}

void nr_held_reset(struct nr_held *h)
{
    h->count = h->segment_count = 0;
}

void nr_held_free(struct nr_held *h)
{
    free(h->units);
    free(h->readings);
    free(h->segments);
    *h = (struct nr_held){0};
}

/* ---- The second reading ---- */

static unsigned kind_of(uint8_t label)
{
    return label == NR_LABEL_NONE || label == NR_LABEL_OTHER ? 3u : (label - 1u) / 2;
}

static bool is_inside(uint8_t label)
{
    return label != NR_LABEL_NONE && label != NR_LABEL_OTHER && label % 2 == 0;
}

/* How a unit is used in the name around it, whose kind is not 3. */
static unsigned use_of(const struct nr_reading *r, bool last)
{
    bool inside = is_inside(r->label), more = !last && is_inside(r[1].label);
    return inside ? (more ? NR_USED_INSIDE : NR_USED_LAST) : more ? NR_USED_FIRST : NR_USED_ALONE;
}

static void count_up(uint16_t *n)
{
    if (*n < UINT16_MAX)
        ++*n;
}

static void note_segment(const struct nr_held *h, struct nr_segment s, struct nr_entities_memory *m)
{
    for (size_t i = s.first; i < s.first + s.count; i++) {
        if (!(h->units[i].flags & NR_UNIT_CAPITAL))
            continue;
        struct nr_known *known = nr_memory_of(m, h->units[i].key, true);
        unsigned kind = kind_of(h->readings[i].label);
        if (!known)
            continue;
        count_up(&known->labels[kind]);
        if (kind < NR_KINDS - 1)
            count_up(&known->uses[kind][use_of(&h->readings[i], i + 1 == s.first + s.count)]);
    }
}

void nr_held_note(const struct nr_held *h, struct nr_entities_memory *m)
{
    for (size_t i = 0; i < h->segment_count; i++)
        note_segment(h, h->segments[i], m);
}

/* What a word is elsewhere: 1 to 4 the kind that it mostly is, 0 for one not seen; 8 more where it
 * is others too. */
static uint32_t elsewhere(const struct nr_known *known, const struct nr_reading *r)
{
    uint32_t best = 0, some = 0, most = 0;
    for (uint32_t i = 0; known && i < NR_KINDS; i++) {
        uint32_t times = known->labels[i] - (uint32_t)(kind_of(r->label) == i);
        some += times > 0;
        if (times > most) {
            most = times;
            best = i + 1;
        }
    }
    return best + (some > 1 ? 8 : 0);
}

/* In which ways a word is used elsewhere in names: bits. */
static uint32_t uses_elsewhere(const struct nr_known *known, const struct nr_reading *r, bool last)
{
    uint32_t bits = 0;
    unsigned kind = kind_of(r->label), use = kind < NR_KINDS - 1 ? use_of(r, last) : 0;
    for (unsigned k = 0; known && k < NR_KINDS - 1; k++)
        for (unsigned i = 0; i < NR_USES; i++)
            if (known->uses[k][i] > (k == kind && i == use))
                bits |= 1u << (k * NR_USES + i);
    return bits;
}

static uint32_t word_elsewhere(const struct nr_held *h, size_t i, struct nr_entities_memory *m)
{
    return h->units[i].flags & NR_UNIT_CAPITAL
               ? elsewhere(nr_memory_of(m, h->units[i].key, false), &h->readings[i])
               : 16;
}

void nr_held_features(const struct nr_held *h, struct nr_segment s, size_t i,
                      struct nr_entities_memory *m, struct nr_features *f)
{
    const struct nr_unit *u = &h->units[s.first + i];
    const struct nr_reading *r = &h->readings[s.first + i];
    bool last = i + 1 == s.count;
    uint32_t own = r->label | (uint32_t)(last ? NR_LABELS : r[1].label) << 4 |
                   (uint32_t)(i ? r[-1].label : NR_LABELS) << 8;
    uint32_t there = word_elsewhere(h, s.first + i, m);
    uint32_t uses =
        u->flags & NR_UNIT_CAPITAL ? uses_elsewhere(nr_memory_of(m, u->key, false), r, last) : 0;
    uint32_t alone = s.count == 1;
    uint32_t small = nr_memory_is_small(m, u->key) | (u->flags & NR_UNIT_FIRST ? 2u : 0) |
                     (u->names & NR_NAME_COMMON ? 4u : 0);
    nr_say(f, 80, own);
    nr_say(f, 81, r->label);
    nr_say(f, 82, there | alone << 5);
    nr_say(f, 83, there | (own & 15) << 8);
    nr_say(f, 84, uses | alone << 20);
    nr_say(f, 85, uses | (own & 15) << 20);
    for (unsigned b = 0; b < 12; b++)
        if (uses >> b & 1)
            nr_say(f, 86, b);
    nr_say(f, 87, small | (own & 15) << 8 | there << 16);
    nr_say(f, 88, (i ? word_elsewhere(h, s.first + i - 1, m) : 16) | there << 8);
    nr_say(f, 89, (last ? 16 : word_elsewhere(h, s.first + i + 1, m)) | there << 8);
    nr_say(f, 90, nr_both(there, u->names & NR_NAME_KINDS));
}
