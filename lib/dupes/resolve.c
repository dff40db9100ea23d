/* Deciding waits for the memory that says whether a record was dropped, which is asked for some pairs
 * before it is needed. */
#include "newsreel/dupes/resolve.h"
#include "newsreel/core/mem.h"
#include "newsreel/dupes/steps.h"
#include "steps.h"
#include <stdlib.h>

enum {
    AHEAD = 16,
    PAGE_BITS = 15,
    PAGE_WORDS = 1 << (PAGE_BITS - 6),
    KEEP = 64 << 10,
    KEEP_PAIRS = 1 << 20
};

/* A pair as it is passed on; the id is that of a block. */
struct pair {
    uint64_t later, earlier;
    uint32_t millionths, id, id_length, unused;
};

struct shard {
    uint64_t **pages; /* NULL: nothing dropped there */
    size_t count, cap;
};

struct nr_resolve {
    struct shard *shards;
    size_t shard_count, shard_cap;
    size_t page_bytes;
    uint64_t dropped;
    uint64_t later, earlier;  /* of the last pair */
    struct nr_drop_line best; /* of later, when there is one: then best.ref is that */
    struct nr_buf id;         /* best's, between two calls */
    struct nr_buf pairs;
};

static const char NOT_SORTED[] = "the pair lines are not sorted (LC_ALL=C sort -u)";

struct nr_resolve *nr_resolve_new(void)
{
    return nr_alloc_zero(1, sizeof(struct nr_resolve));
}

/* The word that has the record's bit, or NULL when nothing near it was dropped. */
static inline uint64_t *find_word(const struct nr_resolve *r, uint64_t ref)
{
    uint64_t shard = nr_ref_shard(ref), line = nr_ref_line(ref), page = line >> PAGE_BITS;
    if (shard >= r->shard_count || page >= r->shards[shard].count)
        return NULL;
    uint64_t *words = r->shards[shard].pages[page];
    return words ? &words[line >> 6 & (PAGE_WORDS - 1)] : NULL;
}

static inline bool is_dropped(const struct nr_resolve *r, uint64_t ref)
{
    const uint64_t *word = find_word(r, ref);
    return word && *word >> (ref & 63) & 1;
}

static struct shard *make_shard(struct nr_resolve *r, size_t number)
{
    if (number >= r->shard_count) {
        r->shards = nr_grow_array(r->shards, &r->shard_cap, number + 1, sizeof *r->shards);
        memset(r->shards + r->shard_count, 0, (number + 1 - r->shard_count) * sizeof *r->shards);
        r->shard_count = number + 1;
    }
    return &r->shards[number];
}

static uint64_t *make_word(struct nr_resolve *r, uint64_t ref)
{
    struct shard *s = make_shard(r, (size_t)nr_ref_shard(ref));
    size_t page = (size_t)(nr_ref_line(ref) >> PAGE_BITS);
    if (page >= s->count) {
        r->page_bytes -= s->cap * sizeof *s->pages;
        s->pages = nr_grow_array(s->pages, &s->cap, page + 1, sizeof *s->pages);
        r->page_bytes += s->cap * sizeof *s->pages;
        for (; s->count <= page; s->count++)
            s->pages[s->count] = NULL;
    }
    if (!s->pages[page]) {
        s->pages[page] = nr_alloc_zero(PAGE_WORDS, sizeof **s->pages);
        r->page_bytes += PAGE_WORDS * sizeof **s->pages;
    }
    return &s->pages[page][nr_ref_line(ref) >> 6 & (PAGE_WORDS - 1)];
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
        if (!nr_pair_line_parse(nr_str_sub(block, at, end), &p)) {
            wrong = "no pair line (two references, similarity, id)";
            break;
        }
        if (p.later < later || (p.later == later && p.earlier < earlier)) {
            wrong = NOT_SORTED;
            break;
        }
        later = p.later;
        earlier = p.earlier;
        struct pair pair = {
            later, earlier, p.millionths, (uint32_t)at + STEP_PAIR, (uint32_t)p.id.len, 0};
        memcpy(nr_buf_reserve(pairs, sizeof pair), &pair, sizeof pair);
        pairs->len += sizeof pair;
    }
    if (!wrong)
        return NR_OK;
    nr_error_set(e, "%s", wrong);
    e->line = n;
    return NR_FAIL;
}

static inline struct pair pair_at(struct nr_str pairs, size_t at)
{
    struct pair p;
    memcpy(&p, pairs.data + at, sizeof p);
    return p;
}

/* Pairs of one record come with the earlier ones in order, so the first of equals is the earliest. */
static inline void decide(struct nr_resolve *r, const struct pair *p, struct nr_str block,
                          struct nr_buf *out)
{
    if (p->later != r->later)
        close_record(r, out);
    r->later = p->later;
    r->earlier = p->earlier;
    if ((!r->best.ref || p->millionths > r->best.millionths) && !is_dropped(r, p->earlier))
        r->best = (struct nr_drop_line){p->later, p->earlier, p->millionths,
                                        nr_str(block.data + p->id, p->id_length)};
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
    const size_t size = sizeof(struct pair);
    for (size_t at = 0; at + size <= pairs.len; at += size) {
        struct pair p = pair_at(pairs, at);
        if (at == 0 && (p.later < r->later || (p.later == r->later && p.earlier < r->earlier))) {
            nr_error_set(e, "%s", NOT_SORTED);
            e->line = 0;
            return NR_FAIL;
        }
        if (pairs.len - at > AHEAD * size) {
            const uint64_t *word = find_word(r, pair_at(pairs, at + AHEAD * size).earlier);
            if (word)
                __builtin_prefetch(word);
        }
        decide(r, &p, block, out);
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
    return r->page_bytes + r->shard_cap * sizeof *r->shards + r->id.cap + r->pairs.cap + sizeof *r;
}

void nr_resolve_free(struct nr_resolve *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->shard_count; i++) {
        for (size_t k = 0; k < r->shards[i].count; k++)
            free(r->shards[i].pages[k]);
        free(r->shards[i].pages);
    }
    free(r->shards);
    nr_buf_free(&r->id);
    nr_buf_free(&r->pairs);
    free(r);
}
