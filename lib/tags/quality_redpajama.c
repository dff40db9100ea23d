/* The signals of RedPajama-v2 of a whole text that need no model. */
#include "newsreel/core/utf8.h"
#include "quality_parts.h"
#include "quality_stop_words.h"
#include <math.h>
#include <utf8proc.h>

static bool is_punctuation(unsigned char c)
{
    return c > ' ' && c < 0x7f && !nr_ascii_is_letter((char)c) && !nr_ascii_is_digit((char)c);
}

static void add_decomposed(struct nr_buf *out, uint32_t c)
{
    utf8proc_int32_t parts[32];
    int last = 0;
    if (c == 0x130) { /* the one letter whose lower case is a letter and a mark */
        nr_buf_add(out, "i\u0307", 3);
        return;
    }
    utf8proc_ssize_t n = utf8proc_decompose_char(utf8proc_tolower((utf8proc_int32_t)c), parts, 32,
                                                 UTF8PROC_DECOMPOSE, &last);
    for (utf8proc_ssize_t i = 0; i < n && n <= 32; i++)
        nr_utf8_add(out, (uint32_t)parts[i]);
}

void quality_normalise(struct nr_buf *out, struct nr_str s)
{
    bool space = false;
    size_t begin = out->len;
    nr_buf_reserve(out, s.len + 1);
    for (const char *p = s.data, *end = s.data + s.len; p < end;) {
        size_t blank = quality_space_at(p);
        if (blank || is_punctuation((unsigned char)*p)) {
            space |= blank > 0;
            p += blank ? blank : 1;
            continue;
        }
        if (space && out->len > begin)
            nr_buf_add_char(out, ' ');
        space = false;
        if ((unsigned char)*p < 0x80)
            nr_buf_add_char(out, nr_ascii_lower(*p++));
        else
            add_decomposed(out, nr_utf8_next(&p, end));
    }
}

double quality_rounded(double x)
{
    return round(x * 1e8) / 1e8;
}

static void add_share(struct nr_quality *q, const char *key, double part, uint64_t whole)
{
    quality_add_list(q, key);
    quality_add_span(q, 0, q->points, whole ? quality_rounded(part / (double)whole) : NAN);
}

static void add_value(struct nr_quality *q, const char *key, double value)
{
    add_share(q, key, value, 1);
}

enum kind { SPACE, WORD, MARK };

struct character {
    enum kind kind;
    bool upper, lower, number;
};

static struct character character_of(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    bool number = k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO;
    bool word = number || c == '_' || (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO);
    return (struct character){.kind = word ? WORD : MARK,
                              .upper = k == UTF8PROC_CATEGORY_LU,
                              .lower = k == UTF8PROC_CATEGORY_LL || k == UTF8PROC_CATEGORY_LT,
                              .number = number};
}

/* Of the raw text: runs of word characters and runs of other ones that are no white space. */
struct raw {
    uint64_t tokens, capitals, lettered, sentences, stops;
    const struct quality_stop_words *stop_words; /* NULL: the language has no list */
    enum kind kind;                              /* of the token that is open */
    const char *begin;                           /* it begins here */
    bool upper, lower, letter, in_sentence;
};

static void close_token(struct raw *r, const char *end)
{
    if (r->kind == WORD && r->stop_words)
        r->stops += quality_is_stop_word(r->stop_words, nr_str(r->begin, (size_t)(end - r->begin)));
    r->begin = end;
    r->tokens += r->kind != SPACE;
    r->capitals += r->upper && !r->lower;
    r->lettered += r->letter;
    r->upper = r->lower = r->letter = false;
}

static void read_character(struct raw *r, struct character c, uint32_t point, const char *at)
{
    if (c.kind != r->kind)
        close_token(r, at);
    r->kind = c.kind;
    r->upper |= c.upper;
    r->lower |= c.lower;
    r->letter |= point < 0x80 && nr_ascii_is_letter((char)point);
    if (point == '.' || point == '!' || point == '?')
        r->in_sentence = false;
    else if (c.kind == WORD && !r->in_sentence) {
        r->sentences++;
        r->in_sentence = true;
    }
}

static struct raw read_raw(struct nr_str text, struct nr_str language)
{
    struct raw r = {.stop_words = quality_stop_words_of(language), .begin = text.data};
    struct character ascii[128];
    for (uint32_t c = 0; c < 128; c++)
        ascii[c] = character_of(c);
    for (const char *p = text.data, *end = text.data + text.len; p < end;) {
        const char *at = p;
        bool space = quality_space_at(p) > 0;
        uint32_t c = nr_utf8_next(&p, end);
        struct character k = {.kind = SPACE};
        if (!space)
            k = c < 128 ? ascii[c] : character_of(c);
        read_character(&r, k, c, at);
    }
    close_token(&r, text.data + text.len);
    return r;
}

static uint64_t times_of(struct nr_str text, struct nr_str s)
{
    uint64_t times = 0;
    for (size_t at; (at = nr_str_find(text, s)) < text.len; times++)
        text = nr_str_sub(text, at + s.len, text.len);
    return times;
}

static bool ends_cut(struct nr_str line)
{
    line = quality_strip_right(line);
    return nr_str_ends(line, nr_str_of("...")) || nr_str_ends(line, nr_str_of("\u2026"));
}

static void add_raw(struct nr_quality *q)
{
    struct raw r = read_raw(q->text, q->language);
    struct nr_str rest = q->text, line;
    uint64_t lines = 0, cut = 0,
             symbols = times_of(q->text, nr_str_of("#")) + times_of(q->text, nr_str_of("...")) +
                       times_of(q->text, nr_str_of("\u2026"));
    uint64_t braces = times_of(q->text, nr_str_of("{")) + times_of(q->text, nr_str_of("}"));
    for (; quality_line_next(&rest, &line); lines++)
        cut += ends_cut(line);
    add_share(q, "rps_doc_curly_bracket", (double)braces, q->points ? q->points : 1);
    add_share(q, "rps_doc_frac_all_caps_words", (double)r.capitals, r.tokens);
    add_share(q, "rps_doc_frac_lines_end_with_ellipsis", (double)cut, lines);
    add_share(q, "rps_doc_frac_no_alph_words", (double)(r.tokens - r.lettered), r.tokens);
    add_share(q, "rps_doc_symbol_to_word_ratio", (double)symbols, r.tokens);
    add_value(q, "rps_doc_num_sentences", (double)r.sentences);
    double stops = q->normal.count ? quality_ratio(r.stops, r.tokens) : 0;
    add_value(q, "rps_doc_stop_word_fraction", r.stop_words ? stops : NAN);
}

static double entropy(const struct quality_words *w)
{
    double sum = 0;
    for (size_t i = 0; i < w->distinct.count; i++) {
        double p = (double)w->distinct.items[i].count / (double)w->count;
        sum -= p * log(p);
    }
    return sum > 0 ? sum : 0;
}

static void add_words(struct nr_quality *q, const struct quality_words *w)
{
    size_t points = nr_utf8_count(w->text);
    add_share(q, "rps_doc_lorem_ipsum", (double)times_of(w->text, nr_str_of("lorem ipsum")),
              points ? points : 1);
    add_share(q, "rps_doc_mean_word_length", (double)quality_words_points(w), w->count);
    add_share(q, "rps_doc_frac_unique_words", (double)w->distinct.count, w->count);
    add_share(q, "rps_doc_unigram_entropy", entropy(w), w->count ? 1 : 0);
    add_value(q, "rps_doc_word_count", (double)w->count);
}

/* Code points of the words that are in an n-gram which occurs more than once. */
static uint64_t covered_points(const struct quality_grams *g)
{
    uint64_t points = 0;
    size_t counted = 0;
    for (size_t i = 0; i < g->count; i++) {
        size_t at = g->grams[i].at, end = at + g->n, from = counted > at ? counted : at;
        points += quality_gram_points(g->words, from, (unsigned)(end - from));
        counted = end;
    }
    return points;
}

static void add_ngrams(struct nr_quality *q, const struct quality_words *w)
{
    static const char *const keys[] = {
        "rps_doc_frac_chars_top_2gram",    "rps_doc_frac_chars_top_3gram",
        "rps_doc_frac_chars_top_4gram",    "rps_doc_frac_chars_dupe_5grams",
        "rps_doc_frac_chars_dupe_6grams",  "rps_doc_frac_chars_dupe_7grams",
        "rps_doc_frac_chars_dupe_8grams",  "rps_doc_frac_chars_dupe_9grams",
        "rps_doc_frac_chars_dupe_10grams",
    };
    uint64_t all = quality_words_points(w);
    quality_grams_begin(&q->grams, w);
    for (unsigned n = 2; n <= QUALITY_NGRAMS; n++) {
        quality_grams_next(&q->grams);
        struct quality_top top = quality_grams_top(&q->grams);
        uint64_t part = n > 4           ? covered_points(&q->grams)
                        : top.count > 1 ? top.count * quality_gram_points(w, top.at, n)
                                        : 0;
        add_share(q, keys[n - 2], (double)part, all ? all : 1);
    }
}

void quality_redpajama(struct nr_quality *q)
{
    nr_buf_reset(&q->joined, COUNTER_KEPT);
    quality_normalise(&q->joined, q->text);
    quality_words_read(&q->normal, nr_buf_str(&q->joined));
    add_raw(q);
    add_words(q, &q->normal);
    add_ngrams(q, &q->normal);
    quality_redpajama_lines(q);
}
