/* Text is looked at 64 bytes at a time: a mask says which of them may belong to a word (letters,
 * digits, and all of a character outside ASCII), and the edges of the mask are where runs begin and
 * end. Nearly all runs are words of ASCII up to 16 bytes: two loads, and no branch that depends on
 * the length. The others are read character by character. Word hashes go through a short queue,
 * because the rolling sum over them is quick only in a loop of its own. */
#include "newsreel/dupes/shingles.h"
#include "../core/little.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/compose.h"
#include "word_hash.h"
#include <stdlib.h>
#include <utf8proc.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { BLOCK = 64, PIECE = 16, QUEUE = 512, KEEP = 1 << 20, MEMO = 0x800 };

static const uint64_t BASE = 0xaf251af3b0f025b5u; /* of the polynomial */
static const uint64_t HIGH_BITS = 0x8080808080808080u, CASE_BITS = 0x2020202020202020u;

/* What a code point does to a word: nothing lower than LETTER is added by itself. */
enum kind { SEPARATOR, MARK, LETTER, ALONE };

/* The lower case of the code points before MEMO: 0 for a separator, MARKED added for a mark. */
struct nr_shingles_memo {
    uint32_t lower[MEMO];
};

enum { MARKED = 1 << 30 };

struct rolling {
    struct nr_shingles *out;
    unsigned n;
    uint64_t sum, leaving; /* BASE^n: what the word that leaves has been multiplied with */
    uint64_t *queue;       /* behind the last n words that have been rolled over */
    size_t queued;
    struct nr_str text;
    bool looked, composes; /* whether it may have something that is not in form C */
};

static uint64_t mix_all(uint64_t sum)
{
    return (sum ^ sum >> 32) * 0x9fb21c651e98df25u;
}

static uint32_t mix(uint64_t sum)
{
    return (uint32_t)(mix_all(sum) >> 32);
}

/* The bits that mix leaves out. */
static uint32_t mix_second(uint64_t sum)
{
    uint32_t rest = (uint32_t)mix_all(sum);
    return rest ? rest : 1;
}

static inline uint64_t next_sum(const struct rolling *r, uint64_t sum, const uint64_t *word)
{
    return sum * BASE + (*word - *(word - r->n) * r->leaving);
}

/* Rolls over the words in the queue. What is left of the first word of the text are zeros. */
static void roll(struct rolling *r)
{
    struct nr_shingles *s = r->out;
    const uint64_t *word = r->queue, *end = r->queue + r->queued;
    uint64_t sum = r->sum;
    if (s->cap - s->count < r->queued)
        s->hashes =
            nr_grow_array(s->hashes, &s->cap, nr_size_add(s->count, r->queued), sizeof *s->hashes);
    for (uint64_t i = s->words; i + 1 < r->n && word < end; i++)
        sum = next_sum(r, sum, word++);
    for (; word < end; word++) {
        sum = next_sum(r, sum, word);
        s->hashes[s->count++] = mix(sum);
    }
    s->words += r->queued;
    r->sum = sum;
    memmove(r->queue - r->n, end - r->n, r->n * sizeof *r->queue);
    r->queued = 0;
}

static inline void add_word(struct rolling *r, uint64_t hash)
{
    r->queue[r->queued++] = hash;
    if (r->queued == QUEUE)
        roll(r);
}

static enum kind kind_of(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    if (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME)
        return MARK;
    if ((k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
        (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO))
        return nr_char_is_unspaced(c) ? ALONE : LETTER;
    return SEPARATOR;
}

static uint32_t lower_of(uint32_t c)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static struct nr_shingles_memo *new_memo(void)
{
    struct nr_shingles_memo *memo = nr_alloc(sizeof *memo);
    for (uint32_t c = 0; c < MEMO; c++) {
        enum kind kind = kind_of(c);
        memo->lower[c] = kind == SEPARATOR ? 0 : lower_of(c) + (kind == MARK) * (uint32_t)MARKED;
    }
    return memo;
}

/* The kind of *c, which becomes lower case. The first two ranges are most of what there is. */
static enum kind look_up(const struct nr_shingles_memo *memo, uint32_t *c)
{
    if (*c < MEMO) {
        uint32_t lower = memo->lower[*c];
        *c = lower & (MARKED - 1);
        return lower == 0 ? SEPARATOR : lower >= MARKED ? MARK : LETTER;
    }
    if (*c >= 0x4e00 && *c <= 0x9fff)
        return ALONE;
    if (*c >= 0xac00 && *c <= 0xd7a3)
        return LETTER;
    if (*c >= 0x2000 && *c <= 0x206f)
        return SEPARATOR;
    enum kind kind = kind_of(*c);
    if (kind != SEPARATOR)
        *c = lower_of(*c);
    return kind;
}

/* c in UTF-8, the first byte lowest. */
static inline void put_char(struct word_hash *w, uint32_t c)
{
    if (c < 0x80)
        word_hash_put(w, c, 1);
    else if (c < 0x800)
        word_hash_put(w, 0x80c0 | c >> 6 | (c & 0x3f) << 8, 2);
    else if (c < 0x10000)
        word_hash_put(w, 0x8080e0 | c >> 12 | (c >> 6 & 0x3f) << 8 | (c & 0x3f) << 16, 3);
    else
        word_hash_put(w,
                      0x808080f0 | c >> 18 | (c >> 12 & 0x3f) << 8 | (c >> 6 & 0x3f) << 16 |
                          (c & 0x3f) << 24,
                      4);
}

static void add_words(struct rolling *r, const char *p, const char *end)
{
    struct word_hash w = {0};
    bool alone = false;
    if (!r->out->memo)
        r->out->memo = new_memo();
    while (p < end) {
        uint32_t c = nr_utf8_next(&p, end);
        enum kind kind = look_up(r->out->memo, &c);
        if (w.any && (kind == SEPARATOR || kind == ALONE || (kind == LETTER && alone)))
            add_word(r, word_hash_end(&w));
        if (kind >= LETTER || (kind == MARK && w.any))
            put_char(&w, c);
        alone = kind == MARK ? alone : kind == ALONE;
    }
    if (w.any)
        add_word(r, word_hash_end(&w));
}

/* A run of letters, digits and characters outside ASCII: any number of words. What may combine
 * stands in one run, or is no letter. */
static void add_run(struct rolling *r, const char *p, const char *end)
{
    struct nr_buf composed = {0};
    struct nr_str run = nr_str(p, (size_t)(end - p));
    if (!r->looked)
        r->composes = nr_text_may_compose(r->text);
    r->looked = true;
    if (r->composes && nr_text_may_compose(run)) {
        nr_text_compose(&composed, run);
        run = nr_buf_str(&composed);
    }
    add_words(r, run.data, run.data + run.len);
    nr_buf_free(&composed);
}

/* The bits of the first len bytes. */
static inline uint64_t low_bytes(size_t len)
{
    return len >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * len)) - 1;
}

/* A word of ASCII whose hash is in *hash; false for a run that must be read slowly. */
static inline bool quick_word(const char *p, size_t len, const char *end, uint64_t *hash)
{
    char copy[PIECE] = {0};
    if (len > PIECE)
        return false;
    if (end - p < PIECE) {
        memcpy(copy, p, len);
        p = copy;
    }
    uint64_t low = little_load(p) & low_bytes(len);
    uint64_t high = little_load(p + 8) & low_bytes(len > 8 ? len - 8 : 0);
    if ((low | high) & HIGH_BITS)
        return false;
    /* Letters become lower case, digits have the bit already, and padding stays. */
    low |= CASE_BITS & low_bytes(len);
    high |= CASE_BITS & low_bytes(len > 8 ? len - 8 : 0);
    *hash = word_hash_piece(0, low, high);
    return true;
}

/* One bit for each byte of a block, the first lowest: set where it may belong to a word. */
#if defined(__SSE2__)
static inline uint64_t mask_of(const char *p)
{
    uint64_t mask = 0;
    for (int i = 0; i < BLOCK / 16; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i letter = _mm_sub_epi8(lower, _mm_set1_epi8('a'));
        __m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
        letter = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(25)), letter);
        digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
        __m128i any = _mm_or_si128(_mm_or_si128(letter, digit), bytes);
        mask |= (uint64_t)(unsigned)_mm_movemask_epi8(any) << (16 * i);
    }
    return mask;
}
#else
static inline uint64_t mask_of(const char *p)
{
    uint64_t mask = 0;
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)p[i];
        unsigned letter = (c | 0x20u) - 'a' <= 25, digit = c - (unsigned)'0' <= 9;
        mask |= (uint64_t)(letter | digit | c >> 7) << i;
    }
    return mask;
}
#endif

/* Where the runs of a text are, from block to block. */
struct runs {
    const char *begin; /* of the run that the blocks before have left open */
    const char *end;   /* of the text */
    bool open;
};

static inline void add_block(struct rolling *r, struct runs *at, const char *p, uint64_t mask)
{
    const uint64_t last = UINT64_C(1) << (BLOCK - 1);
    uint64_t before = mask << 1 | at->open;
    uint64_t begins = mask & ~before, ends = ~mask & before;
    const char *begin = at->begin;
    uint64_t hash;
    if (!at->open) {
        begin = p + __builtin_ctzll(begins | last);
        begins &= begins - 1;
    }
    for (; ends; ends &= ends - 1) {
        const char *end = p + __builtin_ctzll(ends);
        if (quick_word(begin, (size_t)(end - begin), at->end, &hash))
            add_word(r, hash);
        else
            add_run(r, begin, end);
        begin = p + __builtin_ctzll(begins | last);
        begins &= begins - 1;
    }
    at->begin = begin;
    at->open = mask >> (BLOCK - 1);
}

static void add_text(struct rolling *r, struct nr_str text)
{
    struct runs at = {.end = text.data + text.len};
    const char *p = text.data;
    char padded[BLOCK] = {0};
    for (; at.end - p >= BLOCK; p += BLOCK)
        add_block(r, &at, p, mask_of(p));
    memcpy(padded, p, (size_t)(at.end - p));
    add_block(r, &at, p, mask_of(padded)); /* ends with a zero, so that no run stays open */
}

static void empty(struct nr_shingles *s)
{
    if (s->cap > KEEP) {
        free(s->hashes);
        s->hashes = NULL;
        s->cap = 0;
    }
    s->count = 0;
    s->words = 0;
    s->second = 0;
}

void nr_shingles_make(struct nr_shingles *s, struct nr_str text, unsigned n)
{
    uint64_t words[NR_SHINGLES_MOST_WORDS + QUEUE];
    struct rolling r = {
        .out = s, .n = n, .leaving = 1, .queue = words + NR_SHINGLES_MOST_WORDS, .text = text};
    memset(words, 0, NR_SHINGLES_MOST_WORDS * sizeof *words);
    for (unsigned i = 0; i < n; i++)
        r.leaving *= BASE;
    empty(s);
    if (text.len)
        add_text(&r, text);
    roll(&r);
    if (s->words == 0)
        return;
    if (s->count == 0) {
        r.sum += s->words * 0xc2b2ae3d27d4eb4fu;
        s->hashes = nr_grow_array(s->hashes, &s->cap, 1, sizeof *s->hashes);
        s->hashes[s->count++] = mix(r.sum);
    }
    s->second = mix_second(r.sum);
}

void nr_shingles_free(struct nr_shingles *s)
{
    free(s->hashes);
    free(s->memo);
    *s = (struct nr_shingles){0};
}
