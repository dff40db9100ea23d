/* Words and runs of them are entries of one table, by the hash of what they are in lower case. */
#include "newsreel/tags/keywords.h"
#include "background.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/function_words.h"
#include <stdlib.h>

enum { WORDS = 3, LETTERS = 3, LONGEST_WORD = 64 };

struct term {
    uint64_t hash;
    struct nr_str surface;
    uint32_t word[WORDS]; /* numbers of its words, plus 1 */
    uint32_t times, at;   /* at: words before the first */
    uint32_t lower_at;    /* of a word: where it is in the words in lower case */
    uint32_t lower_hash;
    uint16_t lower_len;
    uint8_t words;
    bool first; /* the surface begins a sentence */
};

struct nr_keywords {
    struct term *terms;
    uint32_t *table; /* numbers of terms, plus 1 */
    size_t count, capacity, table_size;
    struct nr_buf lower; /* the words in lower case */
    uint64_t seen;       /* words of the text */
};

struct nr_keywords *nr_keywords_new(void)
{
    struct nr_keywords *k = nr_alloc_zero(1, sizeof *k);
    k->table_size = 1 << 10;
    k->table = nr_alloc_zero(k->table_size, sizeof *k->table);
    return k;
}

void nr_keywords_reset(struct nr_keywords *k)
{
    if (k->table_size > 1 << 14) {
        free(k->table);
        free(k->terms);
        k->terms = NULL;
        k->capacity = 0;
        k->table_size = 1 << 10;
        k->table = nr_alloc_zero(k->table_size, sizeof *k->table);
    } else {
        memset(k->table, 0, k->table_size * sizeof *k->table);
    }
    k->count = 0;
    k->seen = 0;
    nr_buf_reset(&k->lower, 1 << 18);
}

void nr_keywords_free(struct nr_keywords *k)
{
    if (!k)
        return;
    nr_buf_free(&k->lower);
    free(k->table);
    free(k->terms);
    free(k);
}

static void put(struct nr_keywords *k, uint32_t number)
{
    size_t i = k->terms[number].hash & (k->table_size - 1);
    while (k->table[i])
        i = (i + 1) & (k->table_size - 1);
    k->table[i] = number + 1;
}

static void grow_table(struct nr_keywords *k)
{
    free(k->table);
    k->table_size *= 2;
    k->table = nr_alloc_zero(k->table_size, sizeof *k->table);
    for (size_t i = 0; i < k->count; i++)
        put(k, (uint32_t)i);
}

/* The term of a hash, which may be new: then it has been seen 0 times. NULL when there are too
 * many. */
static struct term *term_of(struct nr_keywords *k, uint64_t hash)
{
    for (size_t i = hash & (k->table_size - 1); k->table[i]; i = (i + 1) & (k->table_size - 1))
        if (k->terms[k->table[i] - 1].hash == hash)
            return &k->terms[k->table[i] - 1];
    if (k->count == NR_KEYWORDS_TERMS)
        return NULL;
    if (2 * k->count >= k->table_size)
        grow_table(k);
    k->terms = nr_grow_array(k->terms, &k->capacity, k->count + 1, sizeof *k->terms);
    k->terms[k->count] = (struct term){.hash = hash};
    put(k, (uint32_t)k->count);
    return &k->terms[k->count++];
}

/* A term is written as it is inside a sentence, where it ever is. */
static void see(struct nr_keywords *k, struct term *t, struct nr_str surface, bool first)
{
    if (!t->times)
        t->at = k->seen < UINT32_MAX ? (uint32_t)k->seen : UINT32_MAX;
    if (!t->times || (t->first && !first)) {
        t->surface = surface;
        t->first = first;
    }
    t->times += t->times < UINT32_MAX;
}

static bool is_content(const struct nr_tokens *block, const struct nr_token *token)
{
    struct nr_str text = nr_token_text(block, token);
    return token->kind == NR_TOKEN_WORD && !(token->flags & NR_TOKEN_SINGLE) &&
           text.len <= LONGEST_WORD && nr_utf8_count(text) >= LETTERS && !nr_is_function_word(text);
}

/* The number of a word, which is seen; k->count at most; NR_KEYWORDS_TERMS: there is no room. */
static size_t see_word(struct nr_keywords *k, const struct nr_tokens *block,
                       const struct nr_token *token)
{
    struct nr_str text = nr_token_text(block, token);
    size_t at = k->lower.len;
    nr_text_fold(&k->lower, text);
    struct nr_str lower = nr_str_sub(nr_buf_str(&k->lower), at, k->lower.len);
    struct term *t = term_of(k, nr_hash64(lower));
    if (!t || t->times) {
        k->lower.len = at;
    } else {
        t->words = 1;
        t->lower_at = (uint32_t)at;
        t->lower_len = (uint16_t)lower.len;
        t->lower_hash = nr_token_hash(lower);
    }
    if (!t)
        return NR_KEYWORDS_TERMS;
    see(k, t, text, token->flags & NR_TOKEN_FIRST);
    return (size_t)(t - k->terms);
}

/* The words that stand before the one at hand with nothing between, the nearest first. */
struct run {
    size_t word[WORDS]; /* numbers of terms */
    size_t start[WORDS];
    bool first[WORDS];
    size_t count;
};

static void extend(struct run *run, size_t word, const struct nr_token *token)
{
    size_t keep = run->count < WORDS - 1 ? run->count : WORDS - 1;
    memmove(run->word + 1, run->word, keep * sizeof *run->word);
    memmove(run->start + 1, run->start, keep * sizeof *run->start);
    memmove(run->first + 1, run->first, keep * sizeof *run->first);
    run->word[0] = word;
    run->start[0] = token->start;
    run->first[0] = token->flags & NR_TOKEN_FIRST;
    run->count = keep + 1;
}

/* Sees the runs of words that end with the last. */
static void see_runs(struct nr_keywords *k, const struct nr_tokens *block, const struct run *run,
                     size_t end)
{
    uint64_t hash = k->terms[run->word[0]].hash;
    for (size_t words = 2; words <= run->count; words++) {
        hash = nr_mix64(hash + 0x9e3779b97f4a7c15u) ^ k->terms[run->word[words - 1]].hash;
        struct term *t = term_of(k, hash);
        if (!t)
            return;
        t->words = (uint8_t)words;
        for (size_t i = 0; i < words; i++)
            t->word[i] = (uint32_t)run->word[i] + 1;
        see(k, t, nr_str_sub(block->text, run->start[words - 1], end), run->first[words - 1]);
    }
}

void nr_keywords_read(struct nr_keywords *k, const struct nr_tokens *block)
{
    struct run run = {.count = 0};
    for (size_t i = 0; i < block->count; i++) {
        const struct nr_token *token = &block->items[i];
        bool apart = nr_token_is_close(token) || token->flags & (NR_TOKEN_LINE | NR_TOKEN_FIRST);
        if (apart)
            run.count = 0;
        size_t word = is_content(block, token) ? see_word(k, block, token) : NR_KEYWORDS_TERMS;
        k->seen += token->kind == NR_TOKEN_WORD;
        if (word == NR_KEYWORDS_TERMS) {
            run.count = 0;
            continue;
        }
        extend(&run, word, token);
        see_runs(k, block, &run, token->end);
    }
}

/* Points, times 1024 * 1024. */
static uint64_t points_of(const struct nr_keywords *k, const struct term *t,
                          const struct nr_background *background)
{
    uint64_t idf = 0, place = 1024 + 1024 * 100 / (100 + (uint64_t)t->at);
    for (size_t i = 0; i < t->words; i++) {
        const struct term *w = t->words > 1 ? &k->terms[t->word[i] - 1] : t;
        struct nr_str lower =
            nr_str_sub(nr_buf_str(&k->lower), w->lower_at, (size_t)w->lower_at + w->lower_len);
        idf += background_idf(background, lower, w->lower_hash);
    }
    return t->times * (1u + (uint64_t)t->words) * (idf / t->words) * place / 2;
}

/* A term that is among the best. */
struct best {
    const struct term *term;
    uint64_t points;
};

static bool has_words_of(const struct nr_keywords *k, const struct term *run, const struct term *t)
{
    size_t i = 0, have = 0;
    for (size_t w = 0; w < t->words; w++) {
        uint32_t word = t->words > 1 ? t->word[w] : (uint32_t)(t - k->terms) + 1;
        for (i = 0; i < run->words && run->word[i] != word;)
            i++;
        have += i < run->words;
    }
    return have == t->words;
}

/* Whether t says nothing beside what is among the best. */
static bool is_covered(const struct nr_keywords *k, const struct term *t, const struct best *best,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct term *b = best[i].term;
        if (b->words > t->words && has_words_of(k, b, t) && t->times < 2 * (uint64_t)b->times)
            return true;
        if (b->words < t->words && has_words_of(k, t, b))
            return true;
    }
    return false;
}

enum { CANDIDATES = 4 * NR_KEYWORDS_FOUND };

static size_t rank(struct best *best, size_t count, struct best one)
{
    size_t i = count;
    while (i > 0 && best[i - 1].points < one.points)
        i--;
    if (i == CANDIDATES)
        return count;
    count += count < CANDIDATES;
    memmove(&best[i + 1], &best[i], (count - i - 1) * sizeof *best);
    best[i] = one;
    return count;
}

size_t nr_keywords_result(struct nr_keywords *k, const struct nr_background *background,
                          struct nr_str found[NR_KEYWORDS_FOUND])
{
    struct best candidates[CANDIDATES], best[NR_KEYWORDS_FOUND];
    size_t ranked = 0, count = 0;
    for (size_t i = 0; i < k->count; i++)
        if (k->terms[i].words == 1 || k->terms[i].times > 1)
            ranked = rank(candidates, ranked,
                          (struct best){&k->terms[i], points_of(k, &k->terms[i], background)});
    for (size_t i = 0; i < ranked && count < NR_KEYWORDS_FOUND; i++)
        if (!is_covered(k, candidates[i].term, best, count)) {
            found[count] = candidates[i].term->surface;
            best[count++] = candidates[i];
        }
    return count;
}

void nr_keywords_words(const struct nr_keywords *k, struct nr_buf *out)
{
    for (size_t i = 0; i < k->count; i++) {
        const struct term *t = &k->terms[i];
        if (t->words > 1)
            continue;
        nr_buf_add(out, k->lower.data + t->lower_at, t->lower_len);
        nr_buf_add_char(out, '\n');
    }
}
