#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include "quotes_parts.h"
#include <stdlib.h>

enum { NAME_WORDS = 8 };

static bool is_kind(struct nr_str type, enum name_kind *kind)
{
    if (nr_str_is(type, "person"))
        *kind = NAME_PERSON;
    else if (nr_str_is(type, "organisation"))
        *kind = NAME_BODY;
    else if (nr_str_is(type, "place"))
        *kind = NAME_PLACE;
    else
        return false;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct known *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end == y->end ? 0 : x->end > y->end ? -1 : 1;
}

/* Takes over the names among the spans that were added since the last call. */
static void collect(struct nr_quotes_state *s, const struct nr_spans *spans)
{
    bool sorted = true;
    for (; s->spans_read < spans->count; s->spans_read++) {
        const struct nr_span *span = &spans->items[s->spans_read];
        enum name_kind kind;
        if (!is_kind(span->type, &kind))
            continue;
        if (s->known_count == s->known_capacity)
            s->known =
                nr_grow_array(s->known, &s->known_capacity, s->known_count + 1, sizeof *s->known);
        struct known k = {span->start, span->end, span->value, kind};
        sorted &= s->known_count == s->known_at || compare(&s->known[s->known_count - 1], &k) <= 0;
        s->known[s->known_count++] = k;
    }
    if (!sorted)
        qsort(s->known + s->known_at, s->known_count - s->known_at, sizeof *s->known, compare);
}

static bool is_capital(const struct nr_token *t)
{
    return t->kind == NR_TOKEN_WORD && t->flags & NR_TOKEN_CAPITAL;
}

static bool is_joint(const struct nr_token *t)
{
    return (nr_token_is_mark(t, '-') || nr_token_is_mark(t, '\'') || nr_token_is_mark(t, 0x2019) ||
            nr_token_is_mark(t, '&') || nr_token_is_mark(t, 0x2010)) &&
           nr_token_is_close(t) && nr_token_is_close(t + 1);
}

/* Whether the word stands close to what is before it, with no blank between: it is no next word of
 * a name. */
static bool is_close_word(const struct nr_token *t)
{
    return nr_token_is_close(t) && t->kind == NR_TOKEN_WORD;
}

/* Behind the token up to which the name goes on that has a word at `at`; at + 1 where it ends. */
static size_t next_word(const struct nr_quotes_state *s, const struct nr_token *t, size_t at)
{
    const uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    size_t next = at + 1;
    if (nr_token_is_mark(&t[next], '.') && nr_token_is_close(&t[next]) &&
        t[at].end - t[at].start == 1)
        next++;
    else if (is_joint(&t[next]) && is_capital(&t[next + 1]))
        return next + 1;
    else if (nr_token_is_mark(&t[next], '&') && is_capital(&t[next + 1]))
        return next + 1;
    if (is_capital(&t[next]) && (next == at + 2 || !is_close_word(&t[next])))
        return next;
    if (!(bits[next] & QW_PARTICLE) || t[next].kind != NR_TOKEN_WORD)
        return at + 1;
    size_t more = next + 1;
    if (bits[more] & QW_PARTICLE)
        more++;
    if (nr_token_is_mark(&t[more], '-') || nr_token_is_mark(&t[more], '\'') ||
        nr_token_is_mark(&t[more], 0x2019))
        more++;
    return is_capital(&t[more]) ? more : at + 1;
}

static bool is_owner(const struct nr_token *t)
{
    return (nr_token_is_mark(t, '\'') || nr_token_is_mark(t, 0x2019)) && nr_token_is_close(t) &&
           (!nr_token_is_close(t + 1) ||
            (t[1].kind == NR_TOKEN_WORD && t[1].end - t[1].start == 1));
}

static void add_name(struct nr_quotes_state *s, const struct nr_tokens *block, struct name name)
{
    name.owns = is_owner(&block->items[name.to]);
    if (!name.value.len)
        name.value =
            nr_str_sub(block->text, block->items[name.from].start, block->items[name.to - 1].end);
    s->names[s->name_count++] = name;
}

static enum sex sex_of(uint32_t bits)
{
    uint32_t sex = bits & (QW_MAN | QW_WOMAN);
    return sex == QW_MAN ? SEX_MAN : sex == QW_WOMAN ? SEX_WOMAN : SEX_UNKNOWN;
}

/* A name that somebody else found, which begins at token at; returns the token behind it. */
static size_t take_known(struct nr_quotes_state *s, const struct nr_tokens *block, size_t at,
                         const struct known *k)
{
    const uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    size_t to = at + 1;
    while (to < block->count && block->items[to].end <= k->end)
        to++;
    struct name name = {.from = at, .to = to, .value = k->value, .kind = k->kind};
    name.sex = sex_of(bits[at]);
    if (at && name.sex == SEX_UNKNOWN)
        name.sex =
            sex_of(bits[at - (at > 1 && block->items[at - 1].kind == NR_TOKEN_MARK ? 2 : 1)]);
    name.full = to - at > 1 || k->value.len > block->items[to - 1].end - block->items[at].start;
    add_name(s, block, name);
    return to;
}

/* What the words of a run are. */
struct run {
    size_t from, to, words;
    uint32_t seen; /* bits of its words, and of the title in front */
    bool titled, upper;
};

/* A run of capitalised words from at on, of which those up to a title are left out. */
static struct run read_run(const struct nr_quotes_state *s, const struct nr_tokens *block,
                           size_t at, size_t limit)
{
    const uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    const struct nr_token *t = block->items;
    struct run r = {.from = at, .to = at, .upper = true};
    for (size_t next = at; next < limit; at = next) {
        next = next_word(s, t, at);
        r.words++;
        r.to = at + 1;
        r.upper &= !!(t[at].flags & NR_TOKEN_UPPER);
        if (bits[at] & QW_TITLE && r.words <= NAME_WORDS) {
            size_t behind = nr_token_is_mark(&t[at + 1], '.') ? at + 2 : at + 1;
            r = (struct run){
                .from = behind, .to = behind, .titled = true, .upper = true, .seen = bits[at]};
            if (!is_capital(&t[behind]) || behind >= limit)
                return r;
            next = behind;
            continue;
        }
        r.seen |= r.words == 1 || bits[at] & QW_BODY ? bits[at] : 0;
        if (next == at + 1 && !(is_capital(&t[next]) && !is_close_word(&t[next])))
            break;
    }
    return r;
}

/* Whether a person is called so for short: by the surname, or by a given name that is known as
 * one. */
static bool is_part(const struct person *p, uint32_t hash)
{
    return p->last == hash || (p->first == hash && p->sex != SEX_UNKNOWN);
}

/* Whether the word is part of a person's name that was met, or of one shortly before. */
static bool is_remembered(const struct nr_quotes_state *s, const struct nr_tokens *block,
                          uint32_t hash)
{
    size_t oldest = s->name_count > PERSONS ? s->name_count - PERSONS : 0;
    for (size_t i = s->name_count; i-- > oldest;)
        if (s->names[i].kind == NAME_PERSON &&
            is_part(&(struct person){.first = block->items[s->names[i].from].hash,
                                     .last = block->items[s->names[i].to - 1].hash,
                                     .sex = s->names[i].sex},
                    hash))
            return true;
    for (size_t i = s->person_count; i-- > 0;)
        if (is_part(&s->persons[i], hash))
            return true;
    return false;
}

static enum name_kind kind_of(const struct nr_quotes_state *s, const struct nr_tokens *block,
                              const struct run *r)
{
    const struct nr_token *first = &block->items[r->from];
    if (r->titled)
        return NAME_PERSON;
    if (r->words > 1 && first->end - first->start == 1 && is_close_word(first + 2))
        return NAME_BODY; /* U.S. Steel */
    if (r->seen & QW_BODY || (r->upper && r->words == 1 && first->end - first->start > 1))
        return NAME_BODY;
    if (r->words > 1)
        return r->words <= 4 && !r->upper ? NAME_PERSON : NAME_OTHER;
    if (is_remembered(s, block, first->hash))
        return NAME_PERSON;
    return first->flags & NR_TOKEN_FIRST ? NAME_NONE : NAME_OTHER;
}

/* A name by its capitals, from at on and before limit; returns the token behind it. */
static size_t take_run(struct nr_quotes_state *s, const struct nr_tokens *block, size_t at,
                       size_t limit)
{
    const uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    if (bits[at] & QW_NO_NAME && !(bits[at] & QW_TITLE))
        return at + 1;
    struct run r = read_run(s, block, at, limit);
    if (r.to <= r.from && r.from == at + 1 && is_remembered(s, block, block->items[at].hash))
        r = (struct run){.from = at, .to = at + 1, .words = 1}; /* a name like King */
    if (r.to <= r.from)
        return r.from > at ? r.from : at + 1;
    if (!r.titled && r.from && bits[r.from - 1] & QW_TITLE) {
        r.titled = true;
        r.seen |= bits[r.from - 1];
    }
    struct name name = {.from = r.from, .to = r.to, .kind = kind_of(s, block, &r)};
    name.sex = sex_of(r.seen);
    name.full = r.words > 1;
    if (name.kind != NAME_NONE)
        add_name(s, block, name);
    return r.to;
}

void quotes_read_names(struct nr_quotes_state *s, const struct nr_tokens *block,
                       const struct nr_spans *spans)
{
    s->name_count = 0;
    collect(s, spans);
    for (size_t i = 0; i < block->count;) {
        const struct nr_token *t = &block->items[i];
        while (s->known_at < s->known_count && s->known[s->known_at].start < t->start)
            s->known_at++;
        bool some = s->known_at < s->known_count;
        if (some && s->known[s->known_at].start == t->start)
            i = take_known(s, block, i, &s->known[s->known_at]);
        else if (!is_capital(t))
            i++;
        else {
            size_t limit = i + 1;
            while (limit < block->count && limit < i + 2 * NAME_WORDS &&
                   (!some || block->items[limit].start < s->known[s->known_at].start))
                limit++;
            i = take_run(s, block, i, limit);
        }
    }
}

size_t quotes_name_from(const struct nr_quotes_state *s, size_t token)
{
    size_t low = 0, high = s->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->names[middle].to <= token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The person that is met again goes to the end, where the last ones are. */
static void remember(struct nr_quotes_state *s, size_t at, struct person person)
{
    if (at == s->person_count && s->person_count < PERSONS)
        s->person_count++;
    else if (at == s->person_count)
        at = 0;
    memmove(&s->persons[at], &s->persons[at + 1], (s->person_count - 1 - at) * sizeof *s->persons);
    s->persons[s->person_count - 1] = person;
}

static size_t find_person(const struct nr_quotes_state *s, const struct name *name, uint32_t first,
                          uint32_t last)
{
    for (size_t i = s->person_count; i-- > 0;) {
        const struct person *p = &s->persons[i];
        if (name->full ? p->last == last && (p->first == first || p->first == p->last)
                       : is_part(p, last))
            return i;
    }
    return s->person_count;
}

void quotes_meet(struct nr_quotes_state *s, const struct nr_tokens *block, struct name *name)
{
    uint32_t first = block->items[name->from].hash, last = block->items[name->to - 1].hash;
    if (name->met)
        return;
    name->met = true;
    if (name->kind != NAME_PERSON)
        return;
    size_t at = find_person(s, name, first, last);
    struct person person = {name->value, first, last, name->sex};
    if (at < s->person_count) {
        struct person known = s->persons[at];
        if (!name->full) {
            person = known;
            name->value = known.value;
        }
        person.sex = name->sex != SEX_UNKNOWN ? name->sex : known.sex;
        name->sex = person.sex;
    }
    remember(s, at, person);
}
