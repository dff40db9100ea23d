/* What speaks for the labels of a unit when a text is read for the first time. The numbers of the
 * kinds mean nothing; with another one the model must be learnt again. */
#include "entities_parts.h"
#include "newsreel/text/chars.h"

enum { AROUND = 6, LONG_WORD = 4 }; /* words, bytes */

/* The word as others see it: numbers and marks by their shape. */
static uint32_t word_of(const struct nr_unit *u)
{
    return u->shape >= NR_SHAPE_DIGITS && u->shape != NR_SHAPE_MARK ? u->shape : u->key;
}

/* The last characters of a word, in lower case. */
static uint32_t ending(struct nr_str s, size_t most)
{
    uint32_t value = (uint32_t)most;
    for (size_t i = s.len < most ? 0 : s.len - most; i < s.len; i++)
        value = value << 8 | (unsigned char)nr_ascii_lower(s.data[i]);
    return value;
}

static uint32_t clip(size_t n, size_t most)
{
    return (uint32_t)(n < most ? n : most);
}

static void say_words(struct nr_features *f, const struct nr_unit *u)
{
    nr_say(f, 1, word_of(u));
    nr_say(f, 2, word_of(u - 1));
    nr_say(f, 3, word_of(u + 1));
    nr_say(f, 6, nr_both(word_of(u - 1), word_of(u)));
    nr_say(f, 7, nr_both(word_of(u), word_of(u + 1)));
}

static void say_forms(struct nr_features *f, const struct nr_units *units, const struct nr_unit *u,
                      struct nr_str text)
{
    struct nr_str word = nr_str_sub(text, u->start, u->end);
    uint32_t block = units->capitals ? 2 : units->titles;
    nr_say(f, 8, u->shape | block << 8 | clip(word.len, 6) << 10);
    nr_say(f, 9, u[-1].shape | (uint32_t)u->shape << 8 | (uint32_t)u[1].shape << 16);
    nr_say(f, 11, ending(word, 2));
    nr_say(f, 13, nr_both(ending(word, 4), u->shape));
}

static void say_names(struct nr_features *f, const struct nr_unit *u)
{
    uint32_t names = u->names & NR_NAME_KINDS, phrase = u->phrase & NR_NAME_KINDS;
    nr_say(f, 14, names | (uint32_t)u->place << 20);
    nr_say(f, 15, nr_both(u[-1].names & NR_NAME_KINDS, u[-1].shape));
    nr_say(f, 16, nr_both(u[1].names & NR_NAME_KINDS, u[1].shape));
    nr_say(f, 17, nr_both(names, u[1].names & NR_NAME_KINDS));
    if (u->place)
        nr_say(f, 19, phrase | (uint32_t)u->place << 20);
}

static void say_place(struct nr_features *f, const struct nr_units *units, struct nr_segment s,
                      size_t i)
{
    const struct nr_unit *first = &units->items[s.first], *last = first + s.count - 1;
    uint32_t at = clip(i, 3) | clip(s.count - 1 - i, 3) << 4;
    nr_say(f, 20, at | (first->flags & NR_UNIT_FIRST ? 1u << 8 : 0));
    nr_say(f, 23, nr_both(word_of(last), at >> 4));
    nr_say(f, 25, nr_both(nr_both(first[-1].names & NR_NAME_KINDS, first[-1].shape), at));
    nr_say(f, 26, nr_both(nr_both(last[1].names & NR_NAME_KINDS, last[1].shape), at));
}

static void say_memory(struct nr_features *f, const struct nr_unit *u, struct nr_segment s,
                       const struct nr_entities_memory *m)
{
    uint32_t small = nr_memory_is_small(m, u->key) | (u->flags & NR_UNIT_FIRST ? 2u : 0) |
                     (u->names & NR_NAME_COMMON ? 4u : 0);
    nr_say(f, 29, small | (uint32_t)u->shape << 4);
    nr_say(f, 30, small | (s.count == 1 ? 16u : 0));
    nr_say(f, 31, nr_both(small << 8, u->names & NR_NAME_KINDS));
}

/* The first steps of a word's path; of one without, its shape. */
static uint32_t path(const struct nr_unit *u, unsigned steps)
{
    return u->class.path ? u->class.path & ((1u << steps) - 1) : (uint32_t)u->shape << 20;
}

enum { WHOLE = 18 };

static void say_paths(struct nr_features *f, const struct nr_unit *u, const struct nr_unit *last,
                      uint32_t at)
{
    nr_say(f, 40, path(u, WHOLE));
    nr_say(f, 41, path(u, 10));
    nr_say(f, 42, path(u, 6));
    nr_say(f, 44, path(u - 1, WHOLE));
    nr_say(f, 45, path(u + 1, WHOLE));
    nr_say(f, 48, nr_both(path(u - 1, 8), path(u, 8)));
    nr_say(f, 49, nr_both(path(u, 8), path(u + 1, 8)));
    nr_say(f, 52, nr_both(path(last, WHOLE), at));
}

static void say_classes(struct nr_features *f, const struct nr_unit *u, const struct nr_unit *first,
                        const struct nr_unit *last, uint32_t at)
{
    nr_say(f, 53, u->class.coarse);
    nr_say(f, 54, u->class.fine);
    nr_say(f, 55, u[-1].class.coarse);
    nr_say(f, 56, u[1].class.coarse);
    nr_say(f, 57, u[-1].class.fine);
    nr_say(f, 58, u[1].class.fine);
    nr_say(f, 59, nr_both(first[-1].class.fine, at));
    nr_say(f, 60, nr_both(last[1].class.fine, at));
}

void nr_unit_features(const struct nr_units *u, struct nr_segment s, size_t i,
                      const struct nr_entities_memory *m, struct nr_features *f)
{
    const struct nr_unit *first = &u->items[s.first], *last = first + s.count - 1;
    const struct nr_unit *unit = first + i;
    uint32_t at = clip(i, 3) | clip(s.count - 1 - i, 3) << 4;
    say_words(f, unit);
    say_forms(f, u, unit, u->text);
    say_names(f, unit);
    say_place(f, u, s, i);
    say_memory(f, unit, s, m);
    say_paths(f, unit, last, at);
    say_classes(f, unit, first, last, at);
}

/* ---- Of a segment ---- */

/* Whether a word may tell what a name is. */
static bool is_telling(const struct nr_unit *u)
{
    return u->shape == NR_SHAPE_LOWER && u->end - u->start >= LONG_WORD;
}

/* "Elbonia is a small country", "Lee, the first mayor of": what is said to be what. */
static void say_what_it_is(struct nr_features *f, const struct nr_unit *last,
                           const struct nr_unit *end)
{
    const struct nr_unit *u = last + 3, *behind = end - u > AROUND ? u + AROUND : end;
    bool comma = last[1].shape == NR_SHAPE_COMMA;
    if (u > end || !(comma || last[1].names & NR_NAME_BE) || !(last[2].names & NR_NAME_ARTICLE))
        return;
    for (; u < behind && u->shape >= NR_SHAPE_LOWER && u->shape <= NR_SHAPE_NUMBERED; u++) {
        if (u > last + 3 && u->names & NR_NAME_LINK)
            return;
        if (u->shape != NR_SHAPE_LOWER)
            continue;
        nr_say(f, 70, nr_both(u->key, comma));
        nr_say(f, 71, u->class.fine);
    }
}

/* The words around, as far as the sentence goes. */
static void say_around(struct nr_features *f, const struct nr_units *units,
                       const struct nr_unit *first, const struct nr_unit *last)
{
    const struct nr_unit *begin = units->items, *end = begin + units->count;
    begin = first - begin > AROUND ? first - AROUND : begin;
    end = end - last > AROUND + 1 ? last + AROUND + 1 : end;
    for (const struct nr_unit *u = first; u-- > begin && u->shape != NR_SHAPE_STOP;)
        if (is_telling(u))
            nr_say(f, 72, u->key);
    for (const struct nr_unit *u = last + 1; u < end && u->shape != NR_SHAPE_STOP; u++)
        if (is_telling(u))
            nr_say(f, 73, u->key);
}

void nr_segment_features(const struct nr_units *u, struct nr_segment s, struct nr_features *f)
{
    const struct nr_unit *first = &u->items[s.first], *last = first + s.count - 1;
    nr_say(f, 66, nr_both(path(first - 2, WHOLE), path(first - 1, WHOLE)));
    nr_say(f, 67, nr_both(path(last + 1, WHOLE), path(last + 2, WHOLE)));
    say_what_it_is(f, last, u->items + u->count);
    say_around(f, u, first, last);
}
