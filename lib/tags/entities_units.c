/* Units and segments. */
#include "entities_parts.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>

enum { LINKS_MOST = 3, TELLING = 6 };

static bool is_close(const struct nr_token *t, enum nr_token_kind kind)
{
    return t->kind == kind && nr_token_is_close(t);
}

static bool is_close_mark(const struct nr_token *t, uint32_t mark)
{
    return nr_token_is_mark(t, mark) && nr_token_is_close(t);
}

static bool is_hyphen(const struct nr_token *t)
{
    return is_close_mark(t, '-') || is_close_mark(t, 0x2010) || is_close_mark(t, 0x2011);
}

static bool is_apostrophe(const struct nr_token *t)
{
    return is_close_mark(t, '\'') || is_close_mark(t, 0x2019);
}

static size_t length(const struct nr_token *t)
{
    return t->end - t->start;
}

/* A letter alone, in upper case. */
static bool is_initial(const struct nr_token *t)
{
    return t->kind == NR_TOKEN_WORD && (t->flags & NR_TOKEN_UPPER) && length(t) <= 2 &&
           (length(t) == 1 || t->flags & NR_TOKEN_NOT_ASCII);
}

static void take(struct nr_unit *u, const struct nr_token *t)
{
    uint32_t hash = t->kind == NR_TOKEN_WORD ? t->hash : 7 + (uint32_t)length(t);
    u->key = nr_name_key(u->key, hash);
    u->words = (uint8_t)(u->words < 200 ? u->words + 1 : 200);
    u->end = t->end;
}

/* Takes "A." or "U.S."; returns the token behind. */
static const struct nr_token *read_initials(struct nr_unit *u, const struct nr_token *t)
{
    const struct nr_token *next = t;
    size_t count = 0;
    while (is_initial(next) && is_close_mark(next + 1, '.') &&
           (!count || nr_token_is_close(next))) {
        count++;
        next += 2;
    }
    bool name = count == 1 && (next->flags & NR_TOKEN_CAPITAL) && next->kind == NR_TOKEN_WORD;
    if (count < 2 && !name)
        return t;
    for (; t < next; t += 2)
        take(u, t);
    u->end = next[-1].end;
    u->shape = count > 1 ? NR_SHAPE_DOTTED : NR_SHAPE_INITIAL;
    return next;
}

/* Whether the mark at t ties a word to the one that follows: a hyphen, the apostrophe of O'Neil
 * and don't, the sign of AT&T, the point of a host. */
static bool is_tie(const struct nr_token *t)
{
    const struct nr_token *next = t + 1;
    if (!is_close(next, NR_TOKEN_WORD))
        return is_hyphen(t) && is_close(next, NR_TOKEN_DIGITS);
    if (is_hyphen(t))
        return true;
    if (is_apostrophe(t))
        return (t[-1].flags & NR_TOKEN_LOWER && length(next) < 3 && length(t - 1) > 1) ||
               (next->flags & NR_TOKEN_CAPITAL && length(next) > 1);
    if (is_close_mark(t, '&'))
        return true;
    return is_close_mark(t, '.') && next->flags & NR_TOKEN_LOWER;
}

static uint8_t shape_of_word(const struct nr_token *t)
{
    if (t->flags & NR_TOKEN_UPPER)
        return is_initial(t) ? NR_SHAPE_LETTER : NR_SHAPE_UPPER;
    if (t->flags & NR_TOKEN_CAPITAL)
        return NR_SHAPE_TITLE;
    return t->flags & NR_TOKEN_LOWER ? NR_SHAPE_LOWER : NR_SHAPE_OTHER;
}

/* Whether the token goes on with the word before it: "G20". Not where letters of a script without
 * spaces meet others, for nobody puts a space there. */
static bool goes_with(const struct nr_token *t)
{
    return (is_close(t, NR_TOKEN_WORD) || is_close(t, NR_TOKEN_DIGITS)) &&
           !((t[-1].flags ^ t->flags) & NR_TOKEN_SINGLE);
}

/* The 't of "don't". */
static bool is_negation(const struct nr_token *t)
{
    return is_apostrophe(t) && is_close(t + 1, NR_TOKEN_WORD) && length(t + 1) == 1 &&
           t[1].hash == nr_token_hash(nr_str("t", 1));
}

/* Whether what is tied from first to last is an adjective: "London-based", "Full-time",
 * "mid-April"; not "al-Riyadh". */
static bool is_adjective(const struct nr_token *first, const struct nr_token *last,
                         const struct nr_gazetteer *g)
{
    uint32_t begin = nr_gazetteer_find(g, first->hash), end = nr_gazetteer_find(g, last->hash);
    if (first->flags & NR_TOKEN_LOWER)
        return length(first) > 1 && is_hyphen(first + 1) && !(begin & NR_NAME_LINK);
    return last->flags & NR_TOKEN_LOWER && end & NR_NAME_COMMON && !(end & NR_NAME_LINK);
}

static uint8_t flags_of_tied(const struct nr_unit *u, const struct nr_token *first,
                             const struct nr_token *last, const struct nr_gazetteer *g)
{
    if (u->shape == NR_SHAPE_TIED && last->kind == NR_TOKEN_DIGITS)
        return NR_UNIT_WEAK;
    return is_adjective(first, last, g) ? NR_UNIT_ADJECTIVE : 0;
}

/* A word or a number with what is tied to it. */
static const struct nr_token *read_word(struct nr_unit *u, const struct nr_token *t,
                                        const struct nr_gazetteer *g)
{
    const struct nr_token *behind = read_initials(u, t);
    if (behind != t)
        return behind;
    const struct nr_token *first = t;
    u->shape = t->kind == NR_TOKEN_DIGITS ? NR_SHAPE_DIGITS : shape_of_word(t);
    bool capital = t->flags & NR_TOKEN_CAPITAL;
    for (take(u, t++);; take(u, t++)) {
        if (goes_with(t)) {
            u->shape = t->flags & NR_TOKEN_SINGLE ? NR_SHAPE_OTHER : NR_SHAPE_NUMBERED;
        } else if (is_negation(t)) { /* no name, however it begins: "Don't" is not of a Don */
            take(u, t + 1);
            u->shape = NR_SHAPE_LOWER;
            u->flags &= (uint8_t)~NR_UNIT_CAPITAL;
            return t + 2;
        } else if (is_tie(t)) {
            t++;
            bool point = nr_token_is_mark(t - 1, '.');
            if (capital && !point)
                u->shape = NR_SHAPE_TIED;
        } else {
            break;
        }
        capital |= t->flags & NR_TOKEN_CAPITAL;
    }
    if (capital)
        u->flags |= NR_UNIT_CAPITAL;
    if (capital && u->words > 1)
        u->flags |= flags_of_tied(u, first, t - 1, g);
    return t;
}

static uint8_t shape_of_mark(uint32_t mark)
{
    if (mark == ',')
        return NR_SHAPE_COMMA;
    if (mark == '&')
        return NR_SHAPE_AND;
    if (nr_char_ends_sentence(mark))
        return NR_SHAPE_STOP;
    return nr_char_opens(mark)    ? NR_SHAPE_OPENS
           : nr_char_closes(mark) ? NR_SHAPE_CLOSES
                                  : NR_SHAPE_MARK;
}

static const struct nr_token *read_mark(struct nr_unit *u, const struct nr_token *t)
{
    u->end = t->end;
    u->key = t->mark;
    u->shape = shape_of_mark(t->mark);
    bool s = is_apostrophe(t) && is_close(t + 1, NR_TOKEN_WORD) && length(t + 1) == 1 &&
             t[1].hash == nr_token_hash(nr_str("s", 1));
    if (!s)
        return t + 1;
    u->shape = NR_SHAPE_POSSESSIVE;
    u->end = t[1].end;
    return t + 2;
}

/* Takes the full stop of an abbreviation. */
static const struct nr_token *read_stop(struct nr_unit *u, const struct nr_token *t,
                                        const struct nr_gazetteer *g)
{
    bool may = u->shape == NR_SHAPE_TITLE && is_close_mark(t, '.') && u->end - u->start <= 6;
    if (!may || !(nr_gazetteer_find(g, u->key) & NR_NAME_ABBR))
        return t;
    u->shape = NR_SHAPE_ABBR;
    u->end = t->end;
    return t + 1;
}

/* Whether what follows begins no sentence, for all its full stop. */
static bool goes_on(const struct nr_unit *u, const struct nr_gazetteer *g)
{
    return u->shape == NR_SHAPE_INITIAL ||
           (u->shape == NR_SHAPE_ABBR && nr_gazetteer_find(g, u->key) & NR_NAME_ROLE);
}

static void begin_unit(struct nr_units *u, const struct nr_token *t, const struct nr_gazetteer *g)
{
    struct nr_unit *unit = &u->items[u->count];
    *unit = (struct nr_unit){.start = t->start};
    if (t->flags & NR_TOKEN_FIRST && !goes_on(unit - 1, g))
        unit->flags |= NR_UNIT_FIRST;
    if (t->flags & NR_TOKEN_CAPITAL)
        unit->flags |= NR_UNIT_CAPITAL;
    if (!(t->flags & NR_TOKEN_LINE))
        return;
    unit->flags |= NR_UNIT_LINE;
    if (u->count)
        u->lines[u->line_count++] = u->count;
}

static void make_room(struct nr_units *u, size_t tokens)
{
    u->memory =
        nr_grow_array(u->memory, &u->capacity, tokens + 2 * NR_UNITS_MARGIN, sizeof *u->memory);
    u->lines = nr_grow_array(u->lines, &u->line_capacity, tokens, sizeof *u->lines);
    memset(u->memory, 0, NR_UNITS_MARGIN * sizeof *u->memory);
    u->items = u->memory + NR_UNITS_MARGIN;
}

void nr_units_read(struct nr_units *u, const struct nr_tokens *block, const struct nr_gazetteer *g)
{
    const struct nr_token *t = block->items, *end = t + block->count;
    make_room(u, block->count);
    u->text = block->text;
    u->count = u->line_count = 0;
    u->signs = false;
    while (t < end) {
        begin_unit(u, t, g);
        struct nr_unit *unit = &u->items[u->count++];
        u->signs |= t->mark == '<' || t->mark == '(';
        t = t->kind == NR_TOKEN_MARK ? read_mark(unit, t)
                                     : read_stop(unit, read_word(unit, t, g), g);
    }
    memset(u->items + u->count, 0, NR_UNITS_MARGIN * sizeof *u->items);
    nr_units_judge(u, g);
}

void nr_units_begin(struct nr_units *u)
{
    u->widest = 0;
}

void nr_units_free(struct nr_units *u)
{
    free(u->memory);
    free(u->lines);
    *u = (struct nr_units){0};
}

/* ---- What the gazetteer knows ---- */

static bool is_word(const struct nr_unit *u)
{
    return u->shape >= NR_SHAPE_LOWER && u->shape <= NR_SHAPE_NUMBERED;
}

static void look_up(struct nr_unit *u, const struct nr_gazetteer *g)
{
    if (u->flags & NR_UNIT_KNOWN || !is_word(u))
        return;
    u->flags |= NR_UNIT_KNOWN;
    u->names = nr_gazetteer_find(g, u->key);
    if (u->words == 1)
        u->class = nr_word_class_of(u->key, u->flags & NR_UNIT_CAPITAL);
}

/* Marks the longest name of several units that begins at first. */
static void look_up_phrase(struct nr_unit *first, const struct nr_gazetteer *g)
{
    struct nr_unit *u = first, *last = NULL;
    uint32_t key = first->key, found = first->names, best = 0;
    while (found & NR_NAME_LONGER && is_word(u + 1) && u[1].words == 1) {
        u++;
        key = nr_name_key(key, u->key);
        found = nr_gazetteer_find(g, key);
        if (found & ~(uint32_t)NR_NAME_LONGER) {
            last = u;
            best = found;
        }
    }
    for (u = first; last && u <= last; u++) {
        u->phrase = best;
        u->place = u == first ? 1 : u == last ? 3 : 2;
    }
}

/* ---- Segments ---- */

static bool may_name(const struct nr_unit *u)
{
    return u->flags & NR_UNIT_CAPITAL && is_word(u);
}

static bool is_number(const struct nr_unit *u)
{
    return u->shape == NR_SHAPE_DIGITS || u->shape == NR_SHAPE_NUMBERED;
}

static bool is_link(struct nr_unit *u, const struct nr_gazetteer *g)
{
    if (u->shape == NR_SHAPE_AND || u->shape == NR_SHAPE_POSSESSIVE)
        return true;
    look_up(u, g);
    return u->shape == NR_SHAPE_LOWER && u->names & NR_NAME_LINK;
}

/* How many units from u on belong to a segment that goes on: links before a capital word. */
static size_t step(struct nr_unit *u, const struct nr_gazetteer *g)
{
    size_t links = 0;
    if (u->flags & NR_UNIT_LINE)
        return 0;
    if (is_number(u))
        return 1;
    while (links < LINKS_MOST && !(u[links].flags & NR_UNIT_LINE) && is_link(&u[links], g))
        links++;
    return may_name(&u[links]) && !(u[links].flags & NR_UNIT_LINE) ? links + 1 : 0;
}

static void look_around(struct nr_units *u, const struct nr_gazetteer *g, struct nr_segment s)
{
    struct nr_unit *first = &u->items[s.first], *behind = first + s.count;
    struct nr_unit *end = u->items + u->count;
    for (struct nr_unit *unit = first - 2; unit < behind + 2; unit++)
        look_up(unit, g);
    if (behind->shape == NR_SHAPE_COMMA || behind->names & NR_NAME_BE)
        for (struct nr_unit *unit = behind + 2; unit < behind + 2 + TELLING && unit < end; unit++)
            look_up(unit, g);
    for (struct nr_unit *unit = first; unit < behind; unit++)
        if (!unit->place && may_name(unit))
            look_up_phrase(unit, g);
}

/* A word of the language that only begins a sentence. */
static bool is_plain(const struct nr_unit *u)
{
    enum {
        A_NAME = NR_NAME_FIRST | NR_NAME_LAST | NR_NAME_RARE | NR_NAME_CITY | NR_NAME_TOWN |
                 NR_NAME_COUNTRY | NR_NAME_REGION | NR_NAME_PLACE | NR_NAME_ORG
    };
    return u->flags & NR_UNIT_FIRST && u->shape == NR_SHAPE_TITLE &&
           u->names & (NR_NAME_COMMON | NR_NAME_LINK | NR_NAME_ARTICLE) && !(u->names & A_NAME);
}

/* How many units the segment has that begins at first. */
static size_t extent(struct nr_units *u, const struct nr_gazetteer *g, size_t first, size_t behind)
{
    for (size_t more = 1; more && behind - first < NR_SEGMENT_MOST; behind += more) {
        more = step(&u->items[behind], g);
        if (behind + more - first > NR_SEGMENT_MOST)
            break;
    }
    return behind - first;
}

bool nr_segment_next(struct nr_units *u, const struct nr_gazetteer *g, size_t *at,
                     struct nr_segment *segment)
{
    for (size_t i = *at; i < u->count; i++) {
        struct nr_unit *unit = &u->items[i];
        if (!may_name(unit))
            continue;
        bool number = i > *at && is_number(unit - 1) && !(unit->flags & NR_UNIT_LINE);
        size_t first = number ? i - 1 : i, count = extent(u, g, first, i + 1);
        *at = first + count;
        look_up(unit, g);
        if (count == 1 && is_plain(unit))
            continue;
        *segment = (struct nr_segment){first, count};
        look_around(u, g, *segment);
        return true;
    }
    return false;
}
