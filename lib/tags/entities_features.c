/* What speaks for the labels of a unit, and the memory of a document. */
#include "entities_parts.h"
#include "newsreel/text/chars.h"

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

static unsigned kind_of(uint8_t label)
{
    return label == NR_LABEL_NONE || label == NR_LABEL_OTHER ? 3u : (label - 1u) / 2;
}

void nr_memory_labels(struct nr_entities_memory *m, const struct nr_units *u, struct nr_segment s,
                      const uint8_t *labels)
{
    for (size_t i = 0; i < s.count; i++) {
        const struct nr_unit *unit = &u->items[s.first + i];
        if (!(unit->flags & NR_UNIT_CAPITAL))
            continue;
        struct nr_known *known = nr_memory_of(m, unit->key, true);
        unsigned kind = kind_of(labels[i]);
        if (known && known->labels[kind] < UINT16_MAX)
            known->labels[kind]++;
    }
}

/* The kind that a word mostly was: 1 to 4, 0 for one not seen; 8 more where it was others too. */
static uint32_t was(struct nr_entities_memory *m, uint32_t key)
{
    const struct nr_known *known = nr_memory_of(m, key, false);
    uint32_t best = 0, some = 0;
    if (!known)
        return 0;
    for (uint32_t i = 0; i < 4; i++) {
        some += known->labels[i] > 0;
        if (known->labels[i] > known->labels[best])
            best = i;
    }
    return best + 1 + (some > 1 ? 8 : 0);
}

/* ---- Features ---- */

struct features {
    uint32_t *rows;
    size_t count;
};

static void say(struct features *f, uint32_t id, uint32_t value)
{
    uint32_t h = (value ^ id * 0x9e3779b1u) * 0x85ebca6bu;
    h ^= h >> 15;
    h *= 0xc2b2ae35u;
    f->rows[f->count++] = (h ^ h >> 16) % NR_MODEL_ROWS;
}

static uint32_t both(uint32_t a, uint32_t b)
{
    return (a << 13 | a >> 19) * 0x9e3779b1u ^ b;
}

static const uint32_t KINDS = (1u << 16) - 1;

/* The word as others see it: numbers and marks by their shape. */
static uint32_t word_of(const struct nr_unit *u)
{
    return u->shape >= NR_SHAPE_DIGITS && u->shape != NR_SHAPE_MARK ? u->shape : u->key;
}

/* The last and first characters of a word, in lower case. */
static uint32_t ending(struct nr_str s, size_t most)
{
    uint32_t value = (uint32_t)most;
    for (size_t i = s.len < most ? 0 : s.len - most; i < s.len; i++)
        value = value << 8 | (unsigned char)nr_ascii_lower(s.data[i]);
    return value;
}

static uint32_t beginning(struct nr_str s, size_t most)
{
    uint32_t value = (uint32_t)most;
    for (size_t i = 0; i < s.len && i < most; i++)
        value = value << 8 | (unsigned char)nr_ascii_lower(s.data[i]);
    return value;
}

static uint32_t clip(size_t n, size_t most)
{
    return (uint32_t)(n < most ? n : most);
}

static void say_words(struct features *f, const struct nr_unit *u)
{
    say(f, 1, word_of(u));
    say(f, 2, word_of(u - 1));
    say(f, 3, word_of(u + 1));
    say(f, 4, word_of(u - 2));
    say(f, 5, word_of(u + 2));
    say(f, 6, both(word_of(u - 1), word_of(u)));
    say(f, 7, both(word_of(u), word_of(u + 1)));
}

static void say_forms(struct features *f, const struct nr_units *units, const struct nr_unit *u,
                      struct nr_str text)
{
    struct nr_str word = nr_str_sub(text, u->start, u->end);
    uint32_t block = units->capitals ? 2 : units->titles;
    say(f, 8, u->shape | block << 8 | clip(word.len, 6) << 10);
    say(f, 9, u[-1].shape | (uint32_t)u->shape << 8 | (uint32_t)u[1].shape << 16);
    say(f, 10, ending(word, 3));
    say(f, 11, ending(word, 2));
    say(f, 12, beginning(word, 3));
    say(f, 13, both(ending(word, 4), u->shape));
}

static void say_names(struct features *f, const struct nr_unit *u)
{
    uint32_t names = u->names & KINDS, phrase = u->phrase & KINDS;
    say(f, 14, names | (uint32_t)u->place << 20);
    say(f, 15, both(u[-1].names & KINDS, u[-1].shape));
    say(f, 16, both(u[1].names & KINDS, u[1].shape));
    say(f, 17, both(names, u[1].names & KINDS));
    say(f, 18, both(u[-1].names & KINDS, names));
    if (u->place)
        say(f, 19, phrase | (uint32_t)u->place << 20);
}

static void say_place(struct features *f, const struct nr_units *units, struct nr_segment s,
                      size_t i)
{
    const struct nr_unit *first = &units->items[s.first], *last = first + s.count - 1;
    uint32_t at = clip(i, 3) | clip(s.count - 1 - i, 3) << 4;
    say(f, 20, at | (first->flags & NR_UNIT_FIRST ? 1u << 8 : 0));
    say(f, 21, both(word_of(first - 1), at));
    say(f, 22, both(word_of(last + 1), at));
    say(f, 23, both(word_of(last), at >> 4));
    say(f, 24, both(last->names & KINDS, at));
    say(f, 25, both(both(first[-1].names & KINDS, first[-1].shape), at));
    say(f, 26, both(both(last[1].names & KINDS, last[1].shape), at));
    say(f, 27, both(both(word_of(first - 2), word_of(first - 1)), 0));
    say(f, 28, both(both(word_of(last + 1), word_of(last + 2)), 0));
}

static void say_memory(struct features *f, const struct nr_unit *u, struct nr_segment s,
                       struct nr_entities_memory *m)
{
    uint32_t small = nr_memory_is_small(m, u->key) | (u->flags & NR_UNIT_FIRST ? 2u : 0) |
                     (u->names & NR_NAME_COMMON ? 4u : 0);
    uint32_t before = was(m, u->key);
    say(f, 29, small | (uint32_t)u->shape << 4);
    say(f, 30, before | (s.count == 1 ? 16u : 0));
    say(f, 31, both(before | small << 8, u->names & KINDS));
    say(f, 32, was(m, u[-1].key) | was(m, u[1].key) << 8);
}

size_t nr_entity_features(const struct nr_units *u, struct nr_segment s, size_t i,
                          struct nr_entities_memory *m, uint32_t rows[NR_FEATURES])
{
    struct features f = {.rows = rows};
    const struct nr_unit *unit = &u->items[s.first + i];
    say_words(&f, unit);
    say_forms(&f, u, unit, u->text);
    say_names(&f, unit);
    say_place(&f, u, s, i);
    say_memory(&f, unit, s, m);
    return f.count;
}

/* ---- Labels ---- */

static bool may_follow(int from, int to)
{
    bool inside = to == NR_LABEL_PERSON + 1 || to == NR_LABEL_ORG + 1 || to == NR_LABEL_PLACE + 1;
    return !inside || from == to || from == to - 1;
}

void nr_entity_decode(int32_t (*scores)[NR_LABELS], size_t count, const int32_t (*steps)[NR_LABELS],
                      uint8_t *labels)
{
    enum { NEVER = -(1 << 28) };
    int32_t best[NR_SEGMENT_MOST][NR_LABELS];
    uint8_t from[NR_SEGMENT_MOST][NR_LABELS];
    for (int to = 0; to < NR_LABELS; to++)
        best[0][to] =
            may_follow(NR_MODEL_FROM, to) ? scores[0][to] + steps[NR_MODEL_FROM][to] : NEVER;
    for (size_t i = 1; i < count; i++) {
        for (int to = 0; to < NR_LABELS; to++) {
            best[i][to] = NEVER;
            from[i][to] = 0;
            for (int k = 0; k < NR_LABELS; k++) {
                int32_t score = best[i - 1][k] + steps[k][to];
                if (score > best[i][to] && may_follow(k, to)) {
                    best[i][to] = score;
                    from[i][to] = (uint8_t)k;
                }
            }
            best[i][to] += scores[i][to];
        }
    }
    uint8_t last = 0;
    for (uint8_t k = 1; k < NR_LABELS; k++)
        if (best[count - 1][k] > best[count - 1][last])
            last = k;
    for (size_t i = count; i-- > 0; last = i ? from[i][last] : last)
        labels[i] = last;
}
