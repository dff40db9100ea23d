#include "newsreel/tags/quality.h"
#include "newsreel/core/utf8.h"
#include "quality_parts.h"

static const struct {
    const char *name;
    void (*read)(struct nr_quality *q);
} sets[NR_QUALITY_SETS] = {
    [NR_QUALITY_DOLMA_GOPHER_V1] = {"dolma-gopher-v1", quality_gopher_v1},
    [NR_QUALITY_DOLMA_GOPHER_V2] = {"dolma-gopher-v2", quality_gopher_v2},
    [NR_QUALITY_DATATROVE] = {"datatrove", quality_datatrove},
    [NR_QUALITY_DOLMA_C4_V1] = {"dolma-c4-v1", quality_c4},
    [NR_QUALITY_FINEWEB_V1] = {"fineweb-v1", quality_fineweb},
    [NR_QUALITY_NEMO] = {"nemo", quality_nemo},
    [NR_QUALITY_REDPAJAMA_V2] = {"redpajama-v2", quality_redpajama},
};

const char *nr_quality_name(enum nr_quality_set set)
{
    return sets[set].name;
}

bool nr_quality_find(struct nr_str name, enum nr_quality_set *set)
{
    for (int i = 0; i < NR_QUALITY_SETS; i++) {
        if (nr_str_is(name, sets[i].name)) {
            *set = (enum nr_quality_set)i;
            return true;
        }
    }
    return false;
}

struct nr_quality *nr_quality_new(void)
{
    return nr_alloc_zero(1, sizeof(struct nr_quality));
}

void nr_quality_free(struct nr_quality *q)
{
    if (!q)
        return;
    quality_words_free(&q->words);
    quality_words_free(&q->normal);
    quality_grams_free(&q->grams);
    quality_table_free(&q->table);
    free(q->signals);
    free(q->starts);
    nr_buf_free(&q->joined);
    nr_buf_free(&q->line);
    free(q->lines);
    free(q);
}

void nr_quality_begin(struct nr_quality *q, struct nr_str text, struct nr_str language)
{
    q->language = language;
    q->text = text.len <= NR_QUALITY_LONGEST ? text : nr_str(NULL, 0);
    q->points = nr_utf8_count(q->text);
    q->has_words = q->has_ngrams = false;
    if (q->lines_cap > COUNTER_KEPT) {
        free(q->lines);
        q->lines = NULL;
        q->lines_cap = 0;
    }
    if (q->starts_cap > COUNTER_KEPT) {
        free(q->starts);
        q->starts = NULL;
        q->starts_cap = 0;
    }
}

const struct quality_words *quality_get_words(struct nr_quality *q)
{
    if (!q->has_words)
        quality_words_read(&q->words, q->text);
    q->has_words = true;
    return &q->words;
}

/* Without the first time of each n-gram. A word that others have in common counts once, with the
 * space before it; of an n-gram that shares none, the first word has no space. */
static uint64_t later_points(const struct quality_grams *g)
{
    uint64_t points = 0;
    size_t counted = 0; /* the words before this one have been counted */
    for (size_t i = 0; i < g->count; i++) {
        size_t at = g->grams[i].at, end = at + g->n;
        if (g->counter.items[g->grams[i].id].first == at)
            continue;
        size_t from = counted > at ? counted : at, more = end - from;
        points += quality_gram_points(g->words, from, (unsigned)more);
        points += more < g->n ? more : g->n - 1;
        counted = end;
    }
    return points;
}

void quality_get_ngrams(struct nr_quality *q)
{
    const struct quality_words *w = quality_get_words(q);
    if (q->has_ngrams)
        return;
    q->has_ngrams = true;
    quality_grams_begin(&q->grams, w);
    for (unsigned n = 2; n <= QUALITY_NGRAMS; n++) {
        quality_grams_next(&q->grams);
        struct quality_top top = quality_grams_top(&q->grams);
        q->ngrams[n].top = top;
        q->ngrams[n].top_points = top.count ? quality_gram_points(w, top.at, n) : 0;
        q->ngrams[n].copies_points = 0;
        q->ngrams[n].later_points = later_points(&q->grams);
        for (size_t i = 0; i < q->grams.count; i++)
            q->ngrams[n].copies_points += quality_gram_points(w, q->grams.grams[i].at, n);
    }
}

static struct nr_signal *add(struct nr_quality *q, const char *key, enum nr_signal_type type)
{
    q->signals = nr_grow_array(q->signals, &q->cap, q->count + 1, sizeof *q->signals);
    struct nr_signal *s = &q->signals[q->count++];
    *s = (struct nr_signal){.type = type, .key = key};
    return s;
}

void quality_add_real(struct nr_quality *q, const char *key, double value)
{
    add(q, key, NR_SIGNAL_REAL)->real = value;
}

void quality_add_count(struct nr_quality *q, const char *key, uint64_t value)
{
    add(q, key, NR_SIGNAL_COUNT)->count = value;
}

void quality_add_flag(struct nr_quality *q, const char *key, bool value)
{
    add(q, key, NR_SIGNAL_FLAG)->count = value;
}

void quality_add_none(struct nr_quality *q, const char *key)
{
    add(q, key, NR_SIGNAL_NONE);
}

void quality_add_share(struct nr_quality *q, const char *key, uint64_t part, uint64_t whole)
{
    if (whole)
        quality_add_real(q, key, quality_ratio(part, whole));
    else
        quality_add_none(q, key);
}

void quality_add_group(struct nr_quality *q, const char *key)
{
    add(q, key, NR_SIGNAL_GROUP);
}

void quality_add_list(struct nr_quality *q, const char *key)
{
    add(q, key, NR_SIGNAL_LIST);
}

void quality_add_span(struct nr_quality *q, uint64_t start, uint64_t end, double value)
{
    struct nr_signal *s = add(q, "", NR_SIGNAL_SPAN);
    s->inside = true;
    s->none = value != value;
    s->real = s->none ? 0 : value;
    s->start = start;
    s->end = end;
}

void quality_add_ngram(struct nr_quality *q, unsigned n, double value)
{
    static const char *const keys[] = {"2", "3", "4", "5", "6", "7", "8", "9", "10"};
    struct nr_signal *s = add(q, keys[n - 2], NR_SIGNAL_REAL);
    s->inside = true;
    s->real = value;
}

const struct nr_signal *nr_quality_signals(struct nr_quality *q, enum nr_quality_set set,
                                           size_t *count)
{
    q->count = 0;
    sets[set].read(q);
    *count = q->count;
    return q->signals;
}
