/* The repetition rules of Gopher, and those of FineWeb, as datatrove counts them. */
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include "quality_parts.h"

enum { PREFIX = 16, DUP_FROM = 5 };

/* datatrove joins the words of a repeated n-gram with nothing in between, so that "a bc" equals
 * "ab c". The words are put one behind the other: an n-gram is then a piece of that. It can only
 * occur twice where its first 16 bytes do, or where it is shorter. */
static void join(struct nr_quality *q, const struct quality_words *w)
{
    nr_buf_reset(&q->joined, COUNTER_KEPT);
    nr_buf_reserve(&q->joined, w->text.len + PREFIX);
    q->starts = nr_grow_array(q->starts, &q->starts_cap, w->count + 1, sizeof *q->starts);
    for (size_t i = 0; i < w->count; i++) {
        q->starts[i] = (uint32_t)q->joined.len;
        nr_buf_add_str(&q->joined, quality_word(w, w->ids[i]));
    }
    q->starts[w->count] = (uint32_t)q->joined.len;
    memset(nr_buf_reserve(&q->joined, PREFIX), 0, PREFIX);
}

static uint64_t prefix_key(const char *p)
{
    uint64_t low, high;
    memcpy(&low, p, 8);
    memcpy(&high, p + 8, 8);
    return nr_mix64(low + 0x9e3779b97f4a7c15u) ^ high;
}

/* The words at which an n-gram may begin that occurs twice, into the grams. Different prefixes of
 * the same key only make more of them. */
static void find_candidates(struct nr_quality *q, const struct quality_words *w)
{
    struct quality_grams *g = &q->grams;
    size_t last = w->count < DUP_FROM ? 0 : w->count - DUP_FROM + 1, kept = 0;
    g->grams = nr_grow_array(g->grams, &g->cap, last + 1, sizeof *g->grams);
    counter_reset(&g->counter, last);
    for (size_t i = 0; i < last; i++) {
        uint64_t key = prefix_key(q->joined.data + q->starts[i]);
        uint32_t id = counter_add(&g->counter, key, (uint32_t)i, NULL, NULL);
        g->grams[i] = (struct quality_gram){(uint32_t)i, id};
    }
    for (size_t i = 0; i < last; i++) {
        bool brief = q->starts[i + DUP_FROM] - q->starts[i] < PREFIX;
        bool twice = g->counter.items[g->grams[i].id].count > 1;
        g->grams[kept] = g->grams[i];
        kept += brief || twice;
    }
    g->count = kept;
}

/* From the first word on: an n-gram seen before counts, and the next one begins behind it. */
static uint64_t repeated_points(struct nr_quality *q, const struct quality_words *w, unsigned n)
{
    uint64_t points = 0;
    size_t free_from = 0;
    quality_table_reset(&q->table, q->joined.data, q->grams.count);
    for (size_t i = 0; i < q->grams.count; i++) {
        size_t at = q->grams.grams[i].at;
        if (at < free_from || at + n > w->count)
            continue;
        struct nr_str gram =
            nr_str(q->joined.data + q->starts[at], q->starts[at + n] - q->starts[at]);
        if (quality_table_add(&q->table, gram)) {
            points += quality_gram_points(w, at, n);
            free_from = at + n;
        }
    }
    return points;
}

static void add_ngrams(struct nr_quality *q)
{
    const struct quality_words *w = quality_get_words(q);
    quality_get_ngrams(q);
    quality_add_group(q, "top_ngram");
    for (unsigned n = 2; n <= 4; n++) { /* the words of these are joined with spaces */
        uint64_t count = q->ngrams[n].top.count;
        quality_add_ngram(q, n,
                          quality_ratio(count * (q->ngrams[n].top_points + n - 1), q->points));
    }
    join(q, w);
    find_candidates(q, w);
    quality_add_group(q, "dup_ngram");
    for (unsigned n = DUP_FROM; n <= QUALITY_NGRAMS; n++)
        quality_add_ngram(q, n, quality_ratio(repeated_points(q, w, n), q->points));
}

void quality_datatrove(struct nr_quality *q)
{
    struct quality_repeats r =
        quality_repeats(&q->table, q->text, quality_pieces(quality_strip(q->text), 2, SIZE_MAX));
    quality_add_real(q, "dup_paragraphs", quality_ratio(r.later, r.pieces));
    quality_add_real(q, "dup_paragraph_chars", quality_ratio(r.later_points, q->points));
    r = quality_repeats(&q->table, q->text, quality_lines_merged(q->text));
    quality_add_real(q, "dup_lines", quality_ratio(r.later, r.pieces));
    quality_add_real(q, "dup_line_chars", quality_ratio(r.later_points, q->points));
    add_ngrams(q);
}

static bool ends_sentence(struct nr_str line)
{
    return line.len && strchr(".'\"!?", line.data[line.len - 1]) && line.data[line.len - 1];
}

void quality_fineweb(struct nr_quality *q)
{
    enum { SHORT_LINE = 30 };
    uint64_t ended = 0, brief = 0, feeds = 0;
    struct quality_pieces lines = quality_lines_filled(q->text), all = lines;
    for (struct nr_str line; quality_piece_next(&lines, &line);) {
        ended += ends_sentence(line);
        brief += nr_utf8_count(nr_str_sub(line, 0, 4 * SHORT_LINE + 4)) <= SHORT_LINE;
    }
    for (size_t i = 0; i < q->text.len; i++)
        feeds += q->text.data[i] == '\n';
    struct quality_repeats r = quality_repeats(&q->table, q->text, all);
    quality_add_share(q, "line_punct_ratio", ended, r.pieces);
    quality_add_share(q, "short_line_ratio", brief, r.pieces);
    quality_add_share(q, "char_dup_ratio", r.later_points, q->points - feeds);
    quality_add_share(q, "list_ratio", feeds, quality_get_words(q)->count);
}
