/* Deciding waits for the memory that says whether a record was dropped, which is asked for some
 * pairs before it is needed. */
#include "newsreel/dupes/resolve.h"
#include "../core/little.h"
#include "newsreel/core/mem.h"
#include "newsreel/dupes/steps.h"
#include "steps.h"
#include <stdlib.h>

enum {
    AHEAD = 16,
    FIRST_SLOTS = 64, /* a power of two */
    PAGE_BITS = 13,
    PAGE_WORDS = 1 << (PAGE_BITS - 6),
    KEEP = 64 << 10,
    KEEP_PAIRS = 1 << 20
};

/* A pair is passed on as four words: later, earlier, where its id begins in the block, and the id's
 * length above the millionths. They are written and read one by one, for a processor waits where it
 * reads as one what it has just written as two. */
enum { WORD = 8, PAIR = 4 * WORD };

/* Bits of PAGE_WORDS * 64 lines that follow each other in a shard, by ref >> PAGE_BITS. */
struct page {
    uint64_t number;
    uint64_t *words; /* NULL: the slot is free */
};

struct nr_resolve {
    struct page *pages; /* a hash table: line numbers may lie anywhere */
    size_t slots, page_count;
    uint64_t dropped;
    uint64_t later, earlier;  /* of the last pair */
    struct nr_drop_line best; /* of later, when there is one: then best.ref is that */
    struct nr_buf id;         /* best's, between two calls */
    struct nr_buf pairs;
};

static const char NOT_SORTED[] = "the pair lines are not sorted (LC_ALL=C sort -u)";

struct nr_resolve *nr_resolve_new(void)
{
    struct nr_resolve *r = nr_alloc_zero(1, sizeof *r);
    r->slots = FIRST_SLOTS;
    r->pages = nr_alloc_zero(r->slots, sizeof *r->pages);
    return r;
}

/* Where the search for a page begins. */
static inline size_t home(const struct nr_resolve *r, uint64_t page)
{
    return (size_t)(page * 0x9e3779b97f4a7c15u >> 32) & (r->slots - 1);
}

/* The slot of the page, or the free one where it belongs. */
static inline struct page *find_page(const struct nr_resolve *r, uint64_t number)
{
    size_t i = home(r, number);
    while (r->pages[i].words && r->pages[i].number != number)
        i = (i + 1) & (r->slots - 1);
    return &r->pages[i];
}

/* The word that has the record's bit, or NULL when nothing near it was dropped. */
static inline uint64_t *find_word(const struct nr_resolve *r, uint64_t ref)
{
    uint64_t *words = find_page(r, ref >> PAGE_BITS)->words;
    return words ? &words[ref >> 6 & (PAGE_WORDS - 1)] : NULL;
}

static inline bool is_dropped(const struct nr_resolve *r, uint64_t ref)
{
    const uint64_t *word = find_word(r, ref);
    return word && *word >> (ref & 63) & 1;
}

static void grow(struct nr_resolve *r)
{
    struct page *old = r->pages;
    size_t slots = r->slots;
    r->slots *= 2;
    r->pages = nr_alloc_zero(r->slots, sizeof *r->pages);
    for (size_t i = 0; i < slots; i++)
        if (old[i].words)
            *find_page(r, old[i].number) = old[i];
    free(old);
}

static uint64_t *make_word(struct nr_resolve *r, uint64_t ref)
{
    uint64_t *word = find_word(r, ref);
    if (word)
        return word;
    if (r->page_count >= r->slots / 4 * 3)
        grow(r);
    struct page *page = find_page(r, ref >> PAGE_BITS);
    *page = (struct page){ref >> PAGE_BITS, nr_alloc_zero(PAGE_WORDS, sizeof *page->words)};
    r->page_count++;
    return &page->words[ref >> 6 & (PAGE_WORDS - 1)];
}

/* All pairs of the last record have been seen. */
static void close_record(struct nr_resolve *r, struct nr_buf *out)
{
    if (!r->best.ref)
        return;
    *make_word(r, r->best.ref) |= UINT64_C(1) << (r->best.ref & 63);
    r->dropped++;
    nr_drop_line_add(out, &r->best);
    r->best.ref = 0;
}

enum nr_status nr_resolve_parse(struct nr_str block, struct nr_buf *pairs, struct nr_error *e)
{
    struct nr_pair_line p;
    uint64_t n = 0, later = 0, earlier = 0;
    const char *wrong = block.len > UINT32_MAX ? "a line is too long" : NULL;
    for (size_t at = 0, end; !wrong && at < block.len; at = end + 1, n++) {
        end = line_end(block, at, STEP_PAIR);
        if (!pair_line_parse(nr_str_sub(block, at, end), &p)) {
            wrong = "no pair line (two references, similarity, id)";
            break;
        }
        if (p.later < later || (p.later == later && p.earlier < earlier)) {
            wrong = NOT_SORTED;
            break;
        }
        later = p.later;
        earlier = p.earlier;
        char *to = nr_buf_reserve(pairs, PAIR);
        little_store(to, later);
        little_store(to + WORD, earlier);
        little_store(to + 2 * WORD, at + STEP_PAIR);
        little_store(to + 3 * WORD, (uint64_t)p.id.len << 32 | p.millionths);
        pairs->len += PAIR;
    }
    if (!wrong)
        return NR_OK;
    nr_error_set(e, "%s", wrong);
    e->line = n;
    return NR_FAIL;
}

/* Pairs of one record come with the earlier ones in order, so the first of equals is the
 * earliest. */
static inline void decide(struct nr_resolve *r, const char *pair, struct nr_str block,
                          struct nr_buf *out)
{
    uint64_t later = little_load(pair), earlier = little_load(pair + WORD);
    uint64_t rest = little_load(pair + 3 * WORD);
    uint32_t millionths = (uint32_t)rest;
    if (later != r->later)
        close_record(r, out);
    r->later = later;
    r->earlier = earlier;
    if ((r->best.ref && millionths <= r->best.millionths) || is_dropped(r, earlier))
        return;
    r->best.ref = later;
    r->best.kept = earlier;
    r->best.millionths = millionths;
    r->best.id = nr_str(block.data + little_load(pair + 2 * WORD), (size_t)(rest >> 32));
}

/* The block goes. What is kept since an earlier one stays where it is. */
static void keep_id(struct nr_resolve *r)
{
    if (!r->best.ref || r->best.id.data == r->id.data)
        return;
    nr_buf_reset(&r->id, KEEP);
    nr_buf_add_str(&r->id, r->best.id);
    r->best.id = nr_buf_str(&r->id);
}

enum nr_status nr_resolve_apply(struct nr_resolve *r, struct nr_str block, struct nr_str pairs,
                                struct nr_buf *out, struct nr_error *e)
{
    uint64_t later = pairs.len ? little_load(pairs.data) : r->later;
    uint64_t earlier = pairs.len ? little_load(pairs.data + WORD) : r->earlier;
    if (later < r->later || (later == r->later && earlier < r->earlier)) {
        nr_error_set(e, "%s", NOT_SORTED);
        e->line = 0;
        return NR_FAIL;
    }
    for (size_t at = 0; at < pairs.len; at += PAIR) {
        const char *pair = pairs.data + at;
        if (pairs.len - at > AHEAD * PAIR) {
            const uint64_t *word = find_word(r, little_load(pair + AHEAD * PAIR + WORD));
            if (word)
                __builtin_prefetch(word);
        }
        decide(r, pair, block, out);
    }
    keep_id(r);
    return NR_OK;
}

enum nr_status nr_resolve_add(struct nr_resolve *r, struct nr_str lines, struct nr_buf *out,
                              struct nr_error *e)
{
    struct nr_error order;
    nr_buf_reset(&r->pairs, KEEP_PAIRS);
    enum nr_status status = nr_resolve_parse(lines, &r->pairs, e);
    if (nr_resolve_apply(r, lines, nr_buf_str(&r->pairs), out, &order) == NR_OK)
        return status;
    *e = order;
    return NR_FAIL;
}

void nr_resolve_finish(struct nr_resolve *r, struct nr_buf *out)
{
    close_record(r, out);
}

uint64_t nr_resolve_dropped(const struct nr_resolve *r)
{
    return r->dropped;
}

size_t nr_resolve_bytes(const struct nr_resolve *r)
{
    return r->page_count * PAGE_WORDS * sizeof(uint64_t) + r->slots * sizeof *r->pages + r->id.cap +
           r->pairs.cap + sizeof *r;
}

void nr_resolve_free(struct nr_resolve *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->slots; i++)
        free(r->pages[i].words);
    free(r->pages);
    nr_buf_free(&r->id);
    nr_buf_free(&r->pairs);
    free(r);
}
