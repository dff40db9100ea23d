#include "newsreel/tags/spans.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

enum { SPANS_KEPT = 1 << 14 };

struct nr_span *nr_spans_add(struct nr_spans *s, const char *type, size_t start, size_t end)
{
    if (s->count == s->capacity)
        s->items = nr_grow_array(s->items, &s->capacity, s->count + 1, sizeof *s->items);
    struct nr_span *span = &s->items[s->count++];
    *span = (struct nr_span){.start = start, .end = end, .type = nr_str_of(type)};
    return span;
}

struct nr_str nr_spans_value(struct nr_spans *s, struct nr_str part, const char *second,
                             const char *third)
{
    size_t seconds = strlen(second), thirds = strlen(third), len = part.len + seconds + thirds;
    char *value = nr_arena_alloc(s->arena, len + 1);
    if (part.len)
        memcpy(value, part.data, part.len);
    memcpy(value + part.len, second, seconds);
    memcpy(value + part.len + seconds, third, thirds + 1);
    return nr_str(value, len);
}

struct nr_str nr_spans_line(struct nr_spans *s, struct nr_str part)
{
    if (nr_str_find_char(part, '\n') == part.len)
        return part;
    char *line = nr_arena_alloc(s->arena, part.len);
    size_t len = 0;
    for (size_t i = 0; i < part.len; i++) {
        bool blank = nr_ascii_is_blank(part.data[i]);
        if (!blank || (len && line[len - 1] != ' '))
            line[len++] = blank ? ' ' : part.data[i];
    }
    return nr_str(line, len);
}

/* Longer ones first; what is still equal is left to the order of the items in memory. */
static int compare(const struct nr_span *a, const struct nr_span *b)
{
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end == b->end ? 0 : a->end > b->end ? -1 : 1;
}

/* Merges the sorted runs [0, half) and [half, count) of from. */
static void merge(const struct nr_span *from, size_t half, size_t count, struct nr_span *to)
{
    size_t a = 0, b = half;
    for (size_t i = 0; i < count; i++)
        to[i] =
            b == count || (a < half && compare(&from[a], &from[b]) <= 0) ? from[a++] : from[b++];
}

/* By merging, for equal ones have to keep their order. */
void nr_spans_sort(struct nr_spans *s)
{
    if (s->count < 2)
        return;
    struct nr_span *from = s->items, *to = nr_realloc_array(NULL, s->count, sizeof *to), *spare;
    for (size_t run = 1; run < s->count; run *= 2) {
        for (size_t at = 0; at < s->count; at += 2 * run) {
            size_t count = s->count - at < 2 * run ? s->count - at : 2 * run;
            merge(from + at, run < count ? run : count, count, to + at);
        }
        spare = from;
        from = to;
        to = spare;
    }
    if (from != s->items)
        memcpy(s->items, from, s->count * sizeof *from);
    free(from != s->items ? from : to);
}

void nr_spans_reset(struct nr_spans *s, struct nr_arena *arena)
{
    if (s->capacity > SPANS_KEPT)
        nr_spans_free(s);
    s->arena = arena;
    s->count = 0;
}

void nr_spans_free(struct nr_spans *s)
{
    free(s->items);
    *s = (struct nr_spans){.arena = s->arena};
}

/* Code points past U+FFFF are two units of UTF-16. */
static size_t count_units(struct nr_str part, enum nr_offsets unit)
{
    size_t count = nr_utf8_count(part);
    if (unit == NR_OFFSETS_UTF16 && count < part.len)
        for (size_t i = 0; i < part.len; i++)
            count += (unsigned char)part.data[i] >= 0xf0;
    return count;
}

size_t nr_offset_at(struct nr_offset *o, size_t byte)
{
    if (o->unit == NR_OFFSETS_BYTE)
        return byte;
    if (byte >= o->byte)
        o->units += count_units(nr_str_sub(o->text, o->byte, byte), o->unit);
    else
        o->units -= count_units(nr_str_sub(o->text, byte, o->byte), o->unit);
    o->byte = byte;
    return o->units;
}
