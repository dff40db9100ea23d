#include "newsreel/tags/tokens.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>
#include <utf8proc.h>

/* FNV-1a */
static const uint32_t HASH_START = 0x811c9dc5, HASH_PRIME = 0x01000193;

enum kind { BLANK, LINE, LETTER, DIGIT, OTHER };

static enum kind kind_beyond_ascii(uint32_t c)
{
    if (nr_char_is_letter(c))
        return LETTER;
    if (nr_char_is_digit(c))
        return DIGIT;
    if (c == 0x2028 || c == 0x2029)
        return LINE;
    return nr_char_is_blank(c) || c == 0x85 ? BLANK : OTHER;
}

static inline enum kind kind_of(uint32_t c)
{
    if (c >= 0x80)
        return kind_beyond_ascii(c);
    if (nr_ascii_is_letter((char)c))
        return LETTER;
    if (c > ' ')
        return nr_ascii_is_digit((char)c) ? DIGIT : OTHER;
    return c == '\n' ? LINE : BLANK;
}

static uint32_t hash_byte(uint32_t hash, unsigned char byte)
{
    return (hash ^ byte) * HASH_PRIME;
}

static uint32_t lower_of(uint32_t c)
{
    return c < 0x80 ? (unsigned char)nr_ascii_lower((char)c)
                    : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* The letters of ASCII from p on, which most are, in fewer steps than the others. */
static const char *take_ascii(struct nr_token *token, const char *p, const char *end)
{
    uint32_t hash = token->hash;
    unsigned char any_lower = 0;
    for (; p < end; p++) {
        unsigned char lower = (unsigned char)(*p | 0x20);
        if (lower < 'a' || lower > 'z')
            break;
        hash = hash_byte(hash, lower);
        any_lower |= (unsigned char)*p & 0x20;
    }
    token->hash = hash;
    if (any_lower)
        token->flags &= (uint8_t)~NR_TOKEN_UPPER;
    return p;
}

static void take_letter(struct nr_token *token, uint32_t c)
{
    char lower[4];
    size_t len = nr_utf8_put(lower, lower_of(c));
    for (size_t i = 0; i < len; i++)
        token->hash = hash_byte(token->hash, (unsigned char)lower[i]);
    if (nr_char_is_lower(c))
        token->flags &= (uint8_t)~NR_TOKEN_UPPER;
    token->flags |= NR_TOKEN_NOT_ASCII;
}

static uint8_t flags_of_first(uint32_t c)
{
    if (c < 0x80)
        return c & 0x20 ? NR_TOKEN_LOWER : NR_TOKEN_CAPITAL | NR_TOKEN_UPPER;
    uint8_t letter = nr_char_is_upper(c)   ? NR_TOKEN_CAPITAL | NR_TOKEN_UPPER
                     : nr_char_is_lower(c) ? NR_TOKEN_LOWER
                                           : 0;
    return (uint8_t)(letter | (nr_char_is_unspaced(c) ? NR_TOKEN_SINGLE : 0));
}

/* Reads a word of letters from p, the first of which is there. */
static const char *read_word(struct nr_token *token, const char *p, const char *end)
{
    const char *next = p;
    token->kind = NR_TOKEN_WORD;
    token->hash = HASH_START;
    token->flags |= flags_of_first(nr_utf8_next(&next, end));
    p = take_ascii(token, p, end);
    while (p < end && (unsigned char)*p >= 0x80) {
        next = p;
        uint32_t c = nr_utf8_next(&next, end);
        if (kind_beyond_ascii(c) != LETTER ||
            nr_char_is_unspaced(c) != !!(token->flags & NR_TOKEN_SINGLE))
            break;
        take_letter(token, c);
        if (token->flags & NR_TOKEN_SINGLE)
            return next;
        p = take_ascii(token, next, end);
    }
    return p;
}

static const char *read_digits(struct nr_token *token, const char *p, const char *end)
{
    bool ascii = (unsigned char)*p < 0x80;
    token->kind = NR_TOKEN_DIGITS;
    token->flags |= (uint8_t)(ascii ? 0 : NR_TOKEN_NOT_ASCII);
    for (const char *next = p; p < end; p = next)
        if (kind_of(nr_utf8_next(&next, end)) != DIGIT || ((unsigned char)*p < 0x80) != ascii)
            break;
    return p;
}

/* White space between two tokens. */
struct gap {
    size_t blanks, lines;
};

static bool is_ascii_mark(char c)
{
    return c > ' ' && (unsigned char)c < 0x7f;
}

static const char *skip_gap(struct gap *gap, const char *p, const char *end)
{
    /* Nothing, or one space: most gaps are such. */
    if (p < end && is_ascii_mark(*p))
        return p;
    if (end - p > 1 && *p == ' ' && is_ascii_mark(p[1])) {
        gap->blanks++;
        return p + 1;
    }
    for (const char *next = p; p < end; p = next) {
        enum kind kind = kind_of(nr_utf8_next(&next, end));
        if (kind > LINE)
            break;
        gap->lines += kind == LINE;
        gap->blanks++;
    }
    return p;
}

static const char *read_token(struct nr_token *token, const char *p, const char *end)
{
    const char *next = p;
    uint32_t c = nr_utf8_next(&next, end);
    enum kind kind = kind_of(c);
    if (kind == LETTER)
        return read_word(token, p, end);
    if (kind == DIGIT)
        return read_digits(token, p, end);
    token->kind = NR_TOKEN_MARK;
    token->mark = c;
    token->flags |= (uint8_t)(c >= 0x80 ? NR_TOKEN_NOT_ASCII : 0);
    return next;
}

static struct nr_token *room_for_one(struct nr_tokens *t)
{
    size_t want = t->count + 1 + 2 * NR_TOKENS_MARGIN;
    if (want > t->capacity) {
        bool fresh = !t->memory;
        t->memory = nr_grow_array(t->memory, &t->capacity, want, sizeof *t->memory);
        if (fresh)
            memset(t->memory, 0, NR_TOKENS_MARGIN * sizeof *t->memory);
        t->items = t->memory + NR_TOKENS_MARGIN;
    }
    return &t->items[t->count++];
}

/* Marks the first tokens of sentences; returns how many tokens are up to the last end of one, 0:
 * none. */
static size_t mark_firsts(struct nr_tokens *t)
{
    bool first = true;
    size_t last = 0;
    for (size_t i = 0; i < t->count; i++) {
        struct nr_token *token = &t->items[i];
        if (token->kind == NR_TOKEN_MARK && nr_char_ends_sentence(token->mark)) {
            bool stop = i + 1 == t->count || token[1].flags & NR_TOKEN_SPACE ||
                        (token[1].kind == NR_TOKEN_MARK && nr_char_closes(token[1].mark));
            first |= stop;
            last = stop ? i + 1 : last;
        } else if (token->kind == NR_TOKEN_MARK &&
                   (nr_char_closes(token->mark) || nr_char_opens(token->mark))) {
            continue;
        } else if (first) {
            token->flags |= NR_TOKEN_FIRST;
            first = false;
        }
    }
    return last;
}

void nr_tokens_begin(struct nr_tokens *t, struct nr_str text)
{
    t->text = text;
    t->at = 0;
    t->count = 0;
}

/* Appends the tokens from p to the end of the paragraph, up to the most there may be. */
static void fill(struct nr_tokens *t, const char *p)
{
    const char *end = t->text.data + t->text.len;
    struct gap gap = {.blanks = t->at == 0};
    for (p = skip_gap(&gap, p, end);
         p < end && t->count < NR_TOKENS_MOST && (gap.lines < 2 || !t->count);
         p = skip_gap(&gap, p, end)) {
        struct nr_token *token = room_for_one(t);
        *token = (struct nr_token){.start = (size_t)(p - t->text.data)};
        token->flags =
            (uint8_t)((gap.blanks ? NR_TOKEN_SPACE : 0) | (gap.lines ? NR_TOKEN_LINE : 0));
        p = read_token(token, p, end);
        token->end = (size_t)(p - t->text.data);
        gap = (struct gap){0, 0};
    }
}

bool nr_tokens_next(struct nr_tokens *t)
{
    t->count = 0;
    if (t->at < t->text.len)
        fill(t, t->text.data + t->at);
    if (!t->count)
        return false;
    size_t last = mark_firsts(t);
    if (t->count == NR_TOKENS_MOST && last > NR_TOKENS_MOST / 2)
        t->count = last;
    t->at = t->items[t->count - 1].end;
    memset(t->items + t->count, 0, NR_TOKENS_MARGIN * sizeof *t->items);
    return true;
}

void nr_tokens_free(struct nr_tokens *t)
{
    free(t->memory);
    *t = (struct nr_tokens){0};
}

void nr_tokens_forget(struct nr_tokens_kept *k)
{
    k->count = k->block_count = 0;
    k->full = false;
}

void nr_tokens_keep(struct nr_tokens_kept *k, const struct nr_tokens *t)
{
    size_t first = k->block_count ? k->count : NR_TOKENS_MARGIN;
    size_t count = first + t->count + NR_TOKENS_MARGIN;
    k->full |= count > NR_TOKENS_KEPT;
    if (k->full)
        return;
    k->items = nr_grow_array(k->items, &k->capacity, count, sizeof *k->items);
    k->blocks = nr_grow_array(k->blocks, &k->block_capacity, k->block_count + 1, sizeof *k->blocks);
    if (!k->block_count)
        memset(k->items, 0, NR_TOKENS_MARGIN * sizeof *k->items);
    memcpy(k->items + first, t->items, (t->count + NR_TOKENS_MARGIN) * sizeof *k->items);
    k->blocks[k->block_count++] = (struct nr_tokens_block){first, t->count, t->at};
    k->count = count;
}

bool nr_tokens_again(const struct nr_tokens_kept *k, size_t i, struct nr_str text,
                     struct nr_tokens *block)
{
    if (i >= k->block_count)
        return false;
    const struct nr_tokens_block *b = &k->blocks[i];
    *block = (struct nr_tokens){
        .text = text, .items = k->items + b->first, .count = b->count, .at = b->at};
    return true;
}

void nr_tokens_kept_free(struct nr_tokens_kept *k)
{
    free(k->items);
    free(k->blocks);
    *k = (struct nr_tokens_kept){0};
}

struct nr_vocabulary_slot {
    struct nr_str word;
    uint32_t hash, value;
};

uint32_t nr_token_hash(struct nr_str lower)
{
    uint32_t hash = HASH_START;
    for (size_t i = 0; i < lower.len; i++)
        hash = hash_byte(hash, (unsigned char)lower.data[i]);
    return hash;
}

/* The slot of a word, or the empty one where it belongs. FNV's low bits are its best. */
static struct nr_vocabulary_slot *slot_of(const struct nr_vocabulary *v, struct nr_str word,
                                          uint32_t hash)
{
    size_t i = hash & v->mask;
    while (v->slots[i].value && (v->slots[i].hash != hash || !nr_str_eq(v->slots[i].word, word)))
        i = (i + 1) & v->mask;
    return &v->slots[i];
}

struct nr_vocabulary *nr_vocabulary_new(const struct nr_vocabulary_entry *entries, size_t count)
{
    struct nr_vocabulary *v = nr_alloc(sizeof *v);
    size_t size = 16;
    while (size < 2 * count)
        size *= 2;
    v->mask = size - 1;
    v->slots = nr_alloc_zero(size, sizeof *v->slots);
    v->maybe = nr_alloc_zero(size / 8, sizeof *v->maybe);
    for (size_t i = 0; i < count; i++) {
        struct nr_str word = nr_str_of(entries[i].word);
        uint32_t hash = nr_token_hash(word);
        struct nr_vocabulary_slot *slot = slot_of(v, word, hash);
        slot->word = word;
        slot->hash = hash;
        slot->value |= entries[i].value;
        v->maybe[(hash >> 6) & (v->mask >> 3)] |= UINT64_C(1) << (hash & 63);
    }
    return v;
}

static bool is_word_beyond_ascii(struct nr_str word, struct nr_str lower)
{
    const char *p = word.data, *end = p + word.len;
    size_t at = 0;
    while (p < end) {
        char bytes[4];
        size_t len = nr_utf8_put(bytes, lower_of(nr_utf8_next(&p, end)));
        if (lower.len - at < len || memcmp(lower.data + at, bytes, len) != 0)
            return false;
        at += len;
    }
    return at == lower.len;
}

/* The same for letters of ASCII, a few at a time. */
static bool is_word_of_ascii(struct nr_str word, struct nr_str lower)
{
    const char *a = word.data, *b = lower.data;
    size_t left = word.len;
    if (word.len != lower.len)
        return false;
    for (; left >= 4; a += 4, b += 4, left -= 4) {
        uint32_t x, y;
        memcpy(&x, a, 4);
        memcpy(&y, b, 4);
        if ((x | 0x20202020u) != y)
            return false;
    }
    for (; left; left--)
        if ((*a++ | 0x20) != *b++)
            return false;
    return true;
}

/* Whether a word of the text is the one in lower case. */
static bool is_word(const struct nr_token *token, struct nr_str word, struct nr_str lower)
{
    if (token->flags & NR_TOKEN_NOT_ASCII)
        return is_word_beyond_ascii(word, lower);
    return is_word_of_ascii(word, lower);
}

uint32_t nr_vocabulary_look_up(const struct nr_vocabulary *v, const struct nr_tokens *t,
                               const struct nr_token *token)
{
    for (size_t i = token->hash & v->mask; v->slots[i].value; i = (i + 1) & v->mask)
        if (v->slots[i].hash == token->hash &&
            is_word(token, nr_token_text(t, token), v->slots[i].word))
            return v->slots[i].value;
    return 0;
}

void nr_vocabulary_free(struct nr_vocabulary *v)
{
    if (!v)
        return;
    free(v->slots);
    free(v->maybe);
    free(v);
}
