/* The Gopher rules as dolma's taggers gopher_v1 and gopher_v2 count them. */
#include "newsreel/core/utf8.h"
#include "quality_parts.h"

/* Words with a number sign or an ellipsis. */
static uint64_t symbol_words(const struct quality_words *w)
{
    const struct nr_str ellipsis = nr_str_of("\u2026");
    uint64_t n = 0;
    if (nr_str_find_char(w->text, '#') == w->text.len &&
        nr_str_find_char(w->text, ellipsis.data[0]) == w->text.len)
        return 0;
    for (size_t i = 0; i < w->distinct.count; i++) {
        struct nr_str word = quality_word(w, i);
        if (nr_str_find_char(word, '#') < word.len || nr_str_find(word, ellipsis) < word.len)
            n += w->distinct.items[i].count;
    }
    return n;
}

static void add_words(struct nr_quality *q, const struct quality_words *w)
{
    quality_add_count(q, "character_count", q->points);
    quality_add_count(q, "word_count", w->count);
    quality_add_real(q, "median_word_length", quality_words_median(w));
    quality_add_real(q, "symbol_to_word_ratio", quality_ratio(symbol_words(w), w->count));
    quality_add_real(q, "fraction_of_words_with_alpha_character",
                     quality_ratio(quality_words_lettered(w), w->count));
    quality_add_count(q, "required_word_count", quality_words_english(w));
}

static void add_lines(struct nr_quality *q, uint64_t word_points, struct quality_pieces lines)
{
    uint64_t bullets = 0, ellipses = 0;
    struct quality_pieces all = lines;
    for (struct nr_str line; quality_piece_next(&lines, &line);) {
        bullets += line.len && (line.data[0] == '*' || line.data[0] == '-');
        ellipses += nr_str_ends(line, nr_str_of("\u2026"));
    }
    struct quality_repeats r = quality_repeats(&q->table, q->text, all);
    quality_add_real(q, "fraction_of_lines_starting_with_bullet_point",
                     quality_ratio(bullets, r.pieces));
    quality_add_real(q, "fraction_of_lines_ending_with_ellipsis",
                     quality_ratio(ellipses, r.pieces));
    quality_add_real(q, "fraction_of_duplicate_lines",
                     q->points ? quality_ratio(r.copies, r.pieces) : 0);
    quality_add_real(q, "fraction_of_characters_in_duplicate_lines",
                     quality_ratio(r.copies_points, word_points));
}

/* Code points of all n-grams together: each word counts once for each n-gram that it is in. */
static uint64_t all_grams_points(const struct quality_words *w, unsigned n)
{
    uint64_t sum = 0, last = w->count - n + 1;
    for (unsigned i = 0; i < n; i++)
        sum += w->before[last + i] - w->before[i];
    return sum;
}

static void add_ngrams(struct nr_quality *q, const struct quality_words *w)
{
    uint64_t points = quality_words_points(w);
    quality_get_ngrams(q);
    quality_add_group(q, "top_ngram_char_fraction");
    for (unsigned n = 2; n <= 4 && n <= w->count; n++)
        quality_add_ngram(q, n,
                          quality_ratio(q->ngrams[n].top.count * q->ngrams[n].top_points, points));
    quality_add_group(q, "dup_ngram_char_fraction");
    for (unsigned n = 5; n <= QUALITY_NGRAMS && n <= w->count; n++)
        quality_add_ngram(q, n, quality_ratio(q->ngrams[n].copies_points, all_grams_points(w, n)));
}

static void add_all(struct nr_quality *q, struct quality_pieces lines)
{
    const struct quality_words *w = quality_get_words(q);
    add_words(q, w);
    add_lines(q, quality_words_points(w), lines);
    add_ngrams(q, w);
}

void quality_gopher_v1(struct nr_quality *q)
{
    add_all(q, quality_lines(q->text));
}

void quality_gopher_v2(struct nr_quality *q)
{
    add_all(q, quality_lines_merged(q->text));
}
