/* nr_spans: what taggers find in a text, as one flat list of ranges.
 *
 * A tagger is a pure function that reads a text and adds spans, in any order:
 *
 *     struct nr_span *span = nr_spans_add(spans, "money", start, end);
 *     span->value = nr_spans_value(spans, amount, " ", currency);
 *
 * Invariants
 *   - start and end are bytes of the text, half open, at code points; start < end <= text.len.
 *   - type is a constant string or lives as long as the text; value lives in the arena or is
 *     constant.
 *   - After nr_spans_sort they are in the order of start; of the same start the longer is first,
 *     and equal ranges keep the order in which they were added.
 *
 * Zero-initialised with an arena is empty and ready; the items are the owner's to free, and
 * nr_spans_reset keeps them for the next text. */
#ifndef NEWSREEL_TAGS_SPANS_H
#define NEWSREEL_TAGS_SPANS_H

#include "newsreel/core/arena.h"
#include "newsreel/core/str.h"

/* Bytes of the text; start == end is none. */
struct nr_range {
    size_t start, end;
};

struct nr_span {
    size_t start, end;
    struct nr_str type;
    struct nr_str value;       /* normalised; empty where there is none */
    struct nr_str first, last; /* the ends of a range of time; empty where it has none */
    unsigned percent;          /* confidence, 1 to 100; 0 where it means nothing */
    /* of a quote or an attribution: who says it, the verb, and to or by which outlet */
    struct nr_range speaker, cue, via;
};

struct nr_spans {
    struct nr_arena *arena; /* of the values */
    struct nr_span *items;
    size_t count, capacity;
};

/* A span without value. It may be filled until the next one is added. */
struct nr_span *nr_spans_add(struct nr_spans *s, const char *type, size_t start, size_t end);
/* A value in the arena: the three parts one after the other, and a NUL behind that is not
 * counted. */
struct nr_str nr_spans_value(struct nr_spans *s, struct nr_str part, const char *second,
                             const char *third);
/* A part of the text as a value: of more lines than one, a copy on one line in the arena. */
struct nr_str nr_spans_line(struct nr_spans *s, struct nr_str part);
void nr_spans_sort(struct nr_spans *s);
/* Forgets the items, and keeps their memory unless it is large. */
void nr_spans_reset(struct nr_spans *s, struct nr_arena *arena);
void nr_spans_free(struct nr_spans *s);

/* The units in which ranges are told. */
enum nr_offsets { NR_OFFSETS_POINT, NR_OFFSETS_BYTE, NR_OFFSETS_UTF16 };

/* Turns bytes of a text into other units, at the cost of the way from the byte asked for before. */
struct nr_offset {
    struct nr_str text; /* valid UTF-8 */
    enum nr_offsets unit;
    size_t byte, units; /* the last answer: begins as 0, 0 */
};

size_t nr_offset_at(struct nr_offset *o, size_t byte);

#endif
