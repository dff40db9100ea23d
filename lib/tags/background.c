#include "background.h"
#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/tags/keywords.h"
#include <stdlib.h>

struct word {
    struct nr_str text; /* in the arena */
    uint32_t hash;
    uint32_t texts; /* 0: an empty place */
};

struct nr_background {
    struct nr_arena arena;
    struct word *words; /* open addressing; a power of two, at most half full */
    size_t size, count;
    uint64_t texts;
};

static struct word *place_of(const struct nr_background *b, struct nr_str text, uint32_t hash)
{
    size_t i = hash & (b->size - 1);
    while (b->words[i].texts && (b->words[i].hash != hash || !nr_str_eq(b->words[i].text, text)))
        i = (i + 1) & (b->size - 1);
    return &b->words[i];
}

/* Moves the words that are in more than least texts to a table of size places. */
static void rebuild(struct nr_background *b, size_t size, uint32_t least)
{
    struct nr_background old = *b;
    b->arena = (struct nr_arena){0};
    b->words = nr_alloc_zero(size, sizeof *b->words);
    b->size = size;
    b->count = 0;
    for (size_t i = 0; i < old.size; i++) {
        const struct word *w = &old.words[i];
        if (w->texts <= least)
            continue;
        *place_of(b, w->text, w->hash) =
            (struct word){nr_arena_str(&b->arena, w->text), w->hash, w->texts};
        b->count++;
    }
    nr_arena_free(&old.arena);
    free(old.words);
}

/* Room for one more: by more places, or by forgetting. */
static void make_room(struct nr_background *b)
{
    if (b->count * 2 < b->size)
        return;
    if (b->count < NR_BACKGROUND_WORDS) {
        rebuild(b, b->size * 2, 0);
        return;
    }
    for (uint32_t least = 1; b->count > NR_BACKGROUND_WORDS / 4 * 3; least *= 2)
        rebuild(b, b->size, least);
}

static void count_word(struct nr_background *b, struct nr_str text, uint32_t texts)
{
    uint32_t hash = nr_token_hash(text);
    struct word *w = place_of(b, text, hash);
    if (w->texts) {
        w->texts += w->texts < UINT32_MAX - texts ? texts : 0;
        return;
    }
    *w = (struct word){nr_arena_str(&b->arena, text), hash, texts};
    b->count++;
    make_room(b);
}

void nr_background_add(struct nr_background *b, struct nr_str words)
{
    struct nr_str word;
    b->texts += b->texts < INT64_MAX;
    while (nr_str_split(&words, '\n', &word))
        if (word.len)
            count_word(b, word, 1);
}

static const char *complaint(struct nr_background *b, struct nr_str line)
{
    struct nr_str rest = line, word;
    unsigned long long texts;
    if (nr_utf8_valid(line) != line.len)
        return "invalid UTF-8 in the background";
    if (!nr_str_split(&rest, '\t', &word) || !word.len || !nr_str_u64(rest, &texts) || texts < 1 ||
        texts > b->texts || texts > UINT32_MAX)
        return "not a word, a tab and in how many of the texts it is";
    count_word(b, word, (uint32_t)texts);
    return NULL;
}

static const char *read_head(struct nr_background *b, struct nr_str line)
{
    const struct nr_str head = nr_str_of("# texts: ");
    unsigned long long texts;
    if (!nr_str_starts(line, head) || !nr_str_u64(nr_str_sub(line, head.len, line.len), &texts) ||
        texts > INT64_MAX)
        return "the background does not begin with '# texts: N'";
    b->texts = texts;
    return NULL;
}

enum nr_status nr_background_new(struct nr_background **background, struct nr_str list,
                                 struct nr_error *e)
{
    struct nr_background *b = nr_alloc_zero(1, sizeof *b);
    struct nr_str line;
    const char *bad = NULL;
    rebuild(b, 1 << 10, 0);
    for (uint64_t number = 1; !bad && list.len && nr_str_split(&list, '\n', &line); number++) {
        bad = number == 1 ? read_head(b, line) : line.len ? complaint(b, line) : NULL;
        if (bad) {
            nr_error_set(e, "%s", bad);
            e->line = number;
        }
    }
    *background = b;
    if (bad) {
        nr_background_free(b);
        *background = NULL;
    }
    return bad ? NR_FAIL : NR_OK;
}

static int by_texts(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    if (x->texts != y->texts)
        return x->texts > y->texts ? -1 : 1;
    return nr_str_cmp(x->text, y->text);
}

void nr_background_write(const struct nr_background *b, struct nr_buf *out)
{
    struct word *words = nr_alloc_zero(b->count, sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < b->size; i++)
        if (b->words[i].texts > 1)
            words[count++] = b->words[i];
    if (count)
        qsort(words, count, sizeof *words, by_texts);
    nr_buf_addf(out, "# texts: %llu\n", (unsigned long long)b->texts);
    for (size_t i = 0; i < count; i++) {
        nr_buf_add_str(out, words[i].text);
        nr_buf_addf(out, "\t%lu\n", (unsigned long)words[i].texts);
    }
    free(words);
}

void nr_background_free(struct nr_background *b)
{
    if (!b)
        return;
    nr_arena_free(&b->arena);
    free(b->words);
    free(b);
}

/* log2 of n >= 1 times 1024: by squaring what is left of n, one bit at a time. */
static uint64_t log2_1024(uint64_t n)
{
    uint64_t whole = 63 - (uint64_t)__builtin_clzll(n), bits = whole;
    uint64_t part = whole > 30 ? n >> (whole - 30) : n << (30 - whole); /* 1 to 2, times 2^30 */
    for (int i = 0; i < 10; i++) {
        part = part * part >> 30;
        bits = bits * 2 + (part >> 31);
        part >>= part >> 31;
    }
    return bits;
}

uint64_t background_idf(const struct nr_background *b, struct nr_str word, uint32_t hash)
{
    if (!b || !b->texts)
        return 1024;
    uint64_t texts = place_of(b, word, hash)->texts;
    return 1024 + log2_1024(b->texts + 1) - log2_1024(texts < b->texts ? texts + 1 : b->texts + 1);
}
