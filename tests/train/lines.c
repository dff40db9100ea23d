/* Learns the weights of the line model (lib/text/weights.h) and of the words of short lines.
 *
 *     lines lib/text/word_weights.h FILE... > lib/text/weights.h
 *
 * Each FILE is a collection of pages as JSONL: {"lines": [all visible lines], "y": [1 where the
 * line is the article's, else 0]}, as tests/train/lines.py makes it of pages with markup. To
 * standard error goes the character F1 on what was not learnt from: either half of the pages, with
 * the weights of the other half, and each collection, with those of the others (where there are
 * several). The last counts for a change of the traits, for the halves have pages of the same kind.
 * Words are learnt first, of the same pages: on how many they stand in short lines of articles, and on
 * how many in others, where that is sure and several collections agree.
 * Weights are those of a conditional random field. It learns the likelihood of the labels first, and
 * then the expected character F1 of each page, by AdaGrad in a fixed order: the same input gives the
 * same weights. Small collections count for more than their pages. Of each page that
 * has enough prose the article is shown alone as well, and with a few lines around it, so that
 * articles stay whole. */
#include "../../lib/text/line_model.h"
#include "../../lib/text/line_words.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/furniture.h"
#include "newsreel/text/normalize.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    EPOCHS = 20,
    LIKELY_EPOCHS = 3,
    FOLD = 8, /* neighbouring pages that stay in one half: they may be of one site */
    MOST_COLUMNS = 1000,
    MOST_ODDS = 25,
    ALONE_PROSE = 600,
    COLLECTIONS = 16,
    WORDS = 1 << 20,      /* room for words, half of which is used */
    WORD_PAGES = 20,      /* that a word must stand on */
    WORD_COLLECTIONS = 4, /* that must agree on what it says ... */
    COLLECTION_PAGES = 3, /* ... by this many pages of each ... */
    AGREEING = 3,         /* ... for each of the others */
    LEAST_WEIGHT = 40,    /* hundredths that are worth an entry */
    LINE_COLUMNS = 100,
};

/* Of weights: for the line to be inside, the article to begin with it, to have ended above it. */
enum { OWN, ABOVE, BELOW, BEGIN, BEGIN_ABOVE, END, END_BELOW, KINDS };

static const double rate_at_first = 0.1, decay = 1e-6;
static const double alone_weight = 0.3, page_weight = 1;
static const double f1_share = 0.98; /* of what is learnt for, the rest is the likelihood */
static const double shrink =
    0.7;             /* the likelihood of n lines weighs as n to the power 1 - shrink */
#define CLEAR   0.1  /* log odds by which a collection says something of a word */
#define DOUBT   8    /* pages that say nothing, beside those that a word stands on */
#define ERRORS  3    /* standard errors that the log odds of a word must have */
#define NUDGE   0.01 /* the most that a score is moved to learn how F1 changes */
#define NOTHING 2e-5 /* a slope that is not worth the work */
static const double balance =
    0.2; /* a collection of n pages weighs as n to the power 1 - balance */

struct page {
    struct nr_traits *traits;
    struct nr_str *lines; /* the short ones */
    bool *wanted;
    double *letters;
    size_t count;
    int collection, half;
    bool alone;
    double weight; /* 1 on average */
};

struct pages {
    struct page *pages;
    size_t count, room, loaded;
    struct nr_arena arena;
};

typedef double table[KINDS][NR_TRAITS][NR_TRAIT_VALUES];

struct learner {
    table weights, squares;
    double rate;
    bool likely_only;
};

struct place {
    double inside, begin, end;
};

/* What speaks for being outside and inside, in sum 1. */
struct mass {
    double out, in;
};

static double letters_of(struct nr_str s)
{
    size_t n = 0;
    for (const char *p = s.data, *end = s.data + s.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        n += c >= 0x80 || nr_ascii_is_letter((char)c) || nr_ascii_is_digit((char)c);
    }
    return (double)n;
}

static struct page *add_page(struct pages *all, const struct nr_str *lines, const bool *wanted,
                             size_t count)
{
    if (all->count == all->room) {
        all->room = all->room * 2 + 1024;
        all->pages = nr_realloc_array(all->pages, all->room, sizeof *all->pages);
    }
    struct page *p = &all->pages[all->count++];
    *p = (struct page){.count = count, .half = (int)(all->loaded / FOLD % 2)};
    p->traits = nr_arena_zero(&all->arena, count, sizeof *p->traits);
    p->wanted = nr_arena_zero(&all->arena, count, sizeof *p->wanted);
    p->letters = nr_arena_zero(&all->arena, count, sizeof *p->letters);
    p->lines = nr_arena_zero(&all->arena, count, sizeof *p->lines);
    struct nr_arena scratch = {0};
    for (size_t i = 0; i < count; i++)
        p->traits[i].phrase = nr_furniture_phrase(lines[i], &p->traits[i].ends);
    nr_traits_measure(p->traits, lines, count, &scratch);
    nr_arena_free(&scratch);
    for (size_t i = 0; i < count; i++) {
        p->wanted[i] = wanted[i];
        p->letters[i] = letters_of(lines[i]);
        if (p->traits[i].length < 2)
            p->lines[i] = nr_arena_str(&all->arena, lines[i]);
    }
    return p;
}

/* The wanted lines from first to last, with up lines above and down lines below. */
static void add_alone(struct pages *all, const struct nr_str *lines, const bool *wanted,
                      size_t count, size_t up, size_t down, int collection)
{
    size_t first = 0, last = count, n = 0;
    while (!wanted[first])
        first++;
    while (!wanted[last - 1])
        last--;
    struct nr_str *some = nr_alloc_zero(count, sizeof *some);
    bool *of_some = nr_alloc_zero(count, sizeof *of_some);
    for (size_t i = 0; i < count; i++)
        if (i + up >= first && i < last + down && (wanted[i] || i < first || i >= last)) {
            some[n] = lines[i];
            of_some[n++] = wanted[i];
        }
    struct page *p = add_page(all, some, of_some, n);
    p->alone = true;
    p->collection = collection;
    free(some);
    free(of_some);
}

/* The lines of a page in normal form, as clean has them. Returns how many are wanted. */
static size_t read_lines(const json_t *page, struct nr_arena *arena, struct nr_str *lines,
                         bool *wanted, size_t *count)
{
    const json_t *in = json_object_get(page, "lines"), *y = json_object_get(page, "y");
    size_t n = 0, article = 0;
    for (size_t i = 0; i < json_array_size(in); i++) {
        struct nr_buf text = {0};
        const json_t *line = json_array_get(in, i);
        nr_text_normalize(&text, nr_str(json_string_value(line), json_string_length(line)));
        struct nr_str trimmed = nr_str_trim(nr_buf_str(&text));
        if (trimmed.len) {
            lines[n] = nr_arena_str(arena, trimmed);
            wanted[n] = json_integer_value(json_array_get(y, i)) != 0;
            article += wanted[n++];
        }
        nr_buf_free(&text);
    }
    *count = n;
    return article;
}

static void load_page(struct pages *all, const json_t *page, int collection)
{
    struct nr_arena arena = {0};
    size_t room = json_array_size(json_object_get(page, "lines")) + 1, count;
    struct nr_str *lines = nr_arena_zero(&arena, room, sizeof *lines);
    bool *wanted = nr_arena_zero(&arena, room, sizeof *wanted);
    if (read_lines(page, &arena, lines, wanted, &count)) {
        double prose = 0;
        all->loaded++;
        struct page *p = add_page(all, lines, wanted, count);
        p->collection = collection;
        for (size_t i = 0; i < count; i++)
            prose += wanted[i] ? p->traits[i].prose : 0;
        if (prose > ALONE_PROSE) {
            add_alone(all, lines, wanted, count, 0, 0, collection);
            add_alone(all, lines, wanted, count, all->loaded % 5, all->loaded / 5 % 8, collection);
        }
    }
    nr_arena_free(&arena);
}

static bool load(struct pages *all, const char *path, int collection)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while (file && (length = getline(&line, &room, file)) > 0) {
        json_t *page = json_loadb(line, (size_t)length, 0, NULL);
        load_page(all, page, collection);
        json_decref(page);
    }
    free(line);
    return file && fclose(file) == 0;
}

static double sum_weights(const table t, int kind, const struct nr_traits *traits, int groups)
{
    double sum = 0;
    for (int g = 0; g < groups; g++)
        sum += t[kind][g][traits->value[g]];
    return sum;
}

/* Calls f for every kind of weights that has a say at place i of the page. */
#define EACH_KIND(p, i, f)                                                                         \
    do {                                                                                           \
        const struct nr_traits *own_ = (p)->traits + (i);                                          \
        bool up_ = (i) > 0, in_ = (i) < (p)->count, down_ = (i) + 1 < (p)->count;                  \
        if (in_)                                                                                   \
            f(inside, OWN, own_, NR_TRAITS);                                                       \
        if (in_ && up_)                                                                            \
            f(inside, ABOVE, own_ - 1, NR_TRAIT_OWN);                                              \
        if (down_)                                                                                 \
            f(inside, BELOW, own_ + 1, NR_TRAIT_OWN);                                              \
        if (in_)                                                                                   \
            f(begin, BEGIN, own_, NR_TRAITS);                                                      \
        if (in_ && up_)                                                                            \
            f(begin, BEGIN_ABOVE, own_ - 1, NR_TRAIT_OWN);                                         \
        if (up_)                                                                                   \
            f(end, END, own_ - 1, NR_TRAITS);                                                      \
        if (in_ && up_)                                                                            \
            f(end, END_BELOW, own_, NR_TRAIT_OWN);                                                 \
    } while (0)

static double clip(double x)
{
    return x > MOST_ODDS ? MOST_ODDS : x < -MOST_ODDS ? -MOST_ODDS : x;
}

static void score_page(const struct learner *l, const struct page *p, struct place *scores)
{
    for (size_t i = 0; i <= p->count; i++) {
        struct place s = {0, 0, 0};
#define ADD(what, kind, traits, groups) s.what += sum_weights(l->weights, kind, traits, groups)
        EACH_KIND(p, i, ADD);
#undef ADD
        scores[i] = (struct place){clip(s.inside), clip(s.begin), clip(s.end)};
    }
}

static struct mass mass(double out, double in)
{
    return (struct mass){out / (out + in), in / (out + in)};
}

/* The probabilities that each paragraph is inside, and that the article begins or ends there. */
static void infer(const struct place *scores, size_t n, struct place *chances, struct mass *above)
{
    above[0] = (struct mass){1, 0};
    for (size_t i = 0; i < n; i++)
        above[i + 1] =
            mass(above[i].out + above[i].in * exp(scores[i].end),
                 exp(scores[i].inside) * (above[i].in + above[i].out * exp(scores[i].begin)));
    struct mass below = mass(1, exp(scores[n].end));
    chances[n] = (struct place){0, 0, mass(above[n].out * below.out, above[n].in * below.in).in};
    for (size_t i = n; i-- > 0;) {
        double begin = exp(scores[i].begin), end = exp(scores[i].end);
        double in = exp(scores[i].inside) * below.in;
        double first = above[i].out * begin * in, ended = above[i].in * end * below.out;
        double inside = above[i].in * in + first, outside = above[i].out * below.out + ended;
        double all = inside + outside;
        chances[i] = (struct place){inside / all, first / all, ended / all};
        below = mass(below.out + begin * in, in + end * below.out);
    }
}

static double columns_of(const struct nr_traits *t)
{
    return t->columns < MOST_COLUMNS ? t->columns : MOST_COLUMNS;
}

/* How the expected F1 grows with the chance of each paragraph. Returns the most of it. */
static double slopes_of_f1(const struct page *p, const struct place *chances, double *slopes)
{
    double right = 0, both = 0, most = 0;
    for (size_t i = 0; i < p->count; i++) {
        double columns = columns_of(&p->traits[i]);
        right += p->wanted[i] ? columns * chances[i].inside : 0;
        both += columns * (p->wanted[i] + chances[i].inside);
    }
    for (size_t i = 0; i < p->count; i++) {
        slopes[i] = columns_of(&p->traits[i]) * (2 * p->wanted[i] - 2 * right / both) / both;
        most = fmax(most, fabs(slopes[i]));
    }
    return most;
}

/* The slopes of F1 by the scores, from two more inferences, with scores moved a little along the
 * slopes by the chances and against them (Domke, 2010). */
static void add_f1(const struct page *p, const struct place *scores, const struct place *chances,
                   struct place *slopes, struct nr_arena *arena)
{
    size_t n = p->count;
    double *along = nr_arena_zero(arena, n + 1, sizeof *along);
    double step = NUDGE / (slopes_of_f1(p, chances, along) + 1e-9);
    struct place *moved = nr_arena_zero(arena, n + 1, sizeof *moved);
    struct place *there = nr_arena_zero(arena, n + 1, sizeof *there);
    struct mass *above = nr_arena_zero(arena, n + 1, sizeof *above);
    for (int sign = -1; sign <= 1; sign += 2) {
        double share = sign * f1_share / 2 / step;
        memcpy(moved, scores, (n + 1) * sizeof *moved);
        for (size_t i = 0; i < n; i++)
            moved[i].inside += sign * step * along[i];
        infer(moved, n, there, above);
        for (size_t i = 0; i <= n; i++) {
            slopes[i].inside += share * there[i].inside;
            slopes[i].begin += share * there[i].begin;
            slopes[i].end += share * there[i].end;
        }
    }
}

static void add_likelihood(const struct page *p, const struct place *chances, double share,
                           struct place *slopes)
{
    share *= pow((double)p->count, -shrink);
    for (size_t i = 0; i <= p->count; i++) {
        bool in = i < p->count && p->wanted[i], was = i > 0 && p->wanted[i - 1];
        slopes[i].inside += share * (in - chances[i].inside);
        slopes[i].begin += share * ((in && !was) - chances[i].begin);
        slopes[i].end += share * ((was && !in) - chances[i].end);
    }
}

static void learn_weights(struct learner *l, int kind, const struct nr_traits *t, int groups,
                          double slope)
{
    for (int g = 0; fabs(slope) > NOTHING && g < groups; g++) {
        double *w = &l->weights[kind][g][t->value[g]], *q = &l->squares[kind][g][t->value[g]];
        double s = slope - decay * *w;
        *q += s * s;
        *w += l->rate * s / sqrt(*q + 1e-8);
    }
}

static void learn_page(struct learner *l, const struct page *p)
{
    struct nr_arena arena = {0};
    size_t places = p->count + 1;
    struct place *scores = nr_arena_zero(&arena, places, sizeof *scores);
    struct place *chances = nr_arena_zero(&arena, places, sizeof *chances);
    struct place *slopes = nr_arena_zero(&arena, places, sizeof *slopes);
    score_page(l, p, scores);
    infer(scores, p->count, chances, nr_arena_zero(&arena, places, sizeof(struct mass)));
    if (!l->likely_only)
        add_f1(p, scores, chances, slopes, &arena);
    add_likelihood(p, chances, l->likely_only ? 1 : 1 - f1_share, slopes);
    for (size_t i = 0; i < places; i++) {
#define LEARN(what, kind, traits, groups)                                                          \
    learn_weights(l, kind, traits, groups, p->weight *slopes[i].what)
        EACH_KIND(p, i, LEARN);
#undef LEARN
    }
    nr_arena_free(&arena);
}

/* On how many pages of each collection a word of short lines is in the article, outside, or either.
 * The sums of all words are one of these too. */
struct word {
    char word[NR_LINE_WORD_BYTES];
    size_t in[COLLECTIONS], out[COLLECTIONS], pages[COLLECTIONS];
    size_t last_in, last_out;
};

struct words {
    struct word *words, all;
    size_t count;
};

/* NULL where there is no room for a new one. */
static struct word *find_word(struct words *words, const char *word)
{
    size_t i = (size_t)nr_hash64(nr_str(word, NR_LINE_WORD_BYTES)) % WORDS;
    while (words->words[i].word[0]) {
        if (memcmp(words->words[i].word, word, NR_LINE_WORD_BYTES) == 0)
            return &words->words[i];
        i = (i + 1) % WORDS;
    }
    if (words->count >= WORDS / 2)
        return NULL;
    words->count++;
    memcpy(words->words[i].word, word, NR_LINE_WORD_BYTES);
    return &words->words[i];
}

/* number: of the page, from 1 on. */
static void count_word(struct words *words, const char *text, int collection, bool wanted,
                       size_t number)
{
    struct word *w = find_word(words, text);
    if (!w)
        return;
    w->pages[collection] += w->last_in != number && w->last_out != number;
    size_t *last = wanted ? &w->last_in : &w->last_out;
    if (*last != number) {
        (wanted ? w->in : w->out)[collection]++;
        (wanted ? words->all.in : words->all.out)[collection]++;
        *last = number;
    }
}

static void count_words(struct words *words, const struct page *p, size_t number)
{
    char word[NR_LINE_WORD_BYTES];
    for (size_t i = 0; i < p->count; i++) {
        struct nr_str rest = p->lines[i];
        for (int n = 0; n < NR_LINE_WORDS && nr_line_words_next(&rest, word); n++)
            count_word(words, word, p->collection, p->wanted[i], number);
    }
}

static double sum_of(const size_t *counts)
{
    size_t sum = 0;
    for (int c = 0; c < COLLECTIONS; c++)
        sum += counts[c];
    return (double)sum;
}

static double log_odds(double in, double out, double all_in, double all_out, double doubt)
{
    return log((in + doubt) / (all_in / all_out * out + doubt));
}

/* Enough collections say the same of the word as its weight does, and few the contrary. */
static bool agree(const struct word *w, const struct word *all, bool wanted)
{
    int same = 0, contrary = 0;
    for (int c = 0; c < COLLECTIONS; c++) {
        if (w->pages[c] < COLLECTION_PAGES)
            continue;
        double odds = log_odds((double)w->in[c], (double)w->out[c], (double)all->in[c],
                               (double)all->out[c], 1);
        same += wanted ? odds > CLEAR : odds < -CLEAR;
        contrary += wanted ? odds < -CLEAR : odds > CLEAR;
    }
    return same >= WORD_COLLECTIONS && contrary * AGREEING <= same;
}

/* In hundredths; 0 where too little is known of the word. */
static long weight_of(const struct word *w, const struct word *all)
{
    double in = sum_of(w->in), out = sum_of(w->out);
    if (in + out < WORD_PAGES)
        return 0;
    double odds = log_odds(in, out, sum_of(all->in), sum_of(all->out), DOUBT);
    double error = sqrt(1 / (in + 1) + 1 / (out + 1));
    bool sure = fabs(odds) >= ERRORS * error && fabs(odds) * 100 >= LEAST_WEIGHT;
    return sure && agree(w, all, odds > 0) ? lround(odds * 100) : 0;
}

static bool is_stopped(const struct word *w)
{
    /* Places and products, which stand in menus of today. */
    static const char *const stopped[] = {"africa", "asia",      "australia", "berlin",
                                          "canada", "china",     "covid",     "europa",
                                          "europe", "microsoft", "windows"};
    for (size_t i = 0; i < sizeof stopped / sizeof *stopped; i++)
        if (strncmp(w->word, stopped[i], NR_LINE_WORD_BYTES) == 0)
            return true;
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, NR_LINE_WORD_BYTES);
}

static struct nr_line_lexicon new_lexicon(const struct words *words)
{
    struct nr_line_word *known = nr_alloc_zero(words->count + 1, sizeof *known);
    size_t n = 0;
    for (size_t i = 0; i < WORDS; i++) {
        const struct word *w = &words->words[i];
        long weight = w->word[0] && !is_stopped(w) ? weight_of(w, &words->all) : 0;
        if (weight) {
            memcpy(known[n].word, w->word, NR_LINE_WORD_BYTES);
            known[n++].weight = (short)weight;
        }
    }
    qsort(known, n, sizeof *known, by_bytes);
    return (struct nr_line_lexicon){known, n};
}

/* Of all pages but those of a collection or a half, for all pages. */
static struct nr_line_lexicon learn_words(struct pages *all, int collection, int half)
{
    struct words words = {.words = nr_alloc_zero(WORDS, sizeof *words.words)};
    for (size_t i = 0; i < all->count; i++) {
        const struct page *p = &all->pages[i];
        if (!p->alone && p->collection != collection && p->half != half)
            count_words(&words, p, i + 1);
    }
    struct nr_line_lexicon lexicon = new_lexicon(&words);
    free(words.words);
    for (size_t i = 0; i < all->count; i++) {
        const struct page *p = &all->pages[i];
        for (size_t k = 0; k < p->count; k++)
            p->traits[k].value[NR_TRAIT_WORDS] =
                nr_traits_words(&p->traits[k], &lexicon, p->lines[k]);
    }
    return lexicon;
}

static void shuffle(struct page **pages, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        size_t k = *seed % i;
        struct page *other = pages[k];
        pages[k] = pages[i - 1];
        pages[i - 1] = other;
    }
}

/* The larger collections do not decide alone what a page is like. */
static void weigh(struct page **pages, size_t count)
{
    double sizes[COLLECTIONS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        sizes[pages[i]->collection] += 1;
    for (size_t i = 0; i < count; i++)
        sum += pow(sizes[pages[i]->collection], -balance);
    for (size_t i = 0; i < count; i++)
        pages[i]->weight = pow(sizes[pages[i]->collection], -balance) * (double)count / sum *
                           (pages[i]->alone ? alone_weight : page_weight);
}

/* Learns from all pages but those of a collection or a half; -1: of none. */
static void learn(struct learner *l, struct pages *all, int collection, int half)
{
    struct page **pages = nr_alloc_zero(all->count, sizeof *pages);
    uint64_t seed = 88172645463325252u;
    size_t n = 0;
    *l = (struct learner){0};
    for (size_t i = 0; i < all->count; i++)
        if (all->pages[i].collection != collection && all->pages[i].half != half)
            pages[n++] = &all->pages[i];
    weigh(pages, n);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        l->rate = rate_at_first * (1.02 - (double)epoch / EPOCHS);
        l->likely_only = epoch < LIKELY_EPOCHS;
        shuffle(pages, n, &seed);
        for (size_t i = 0; i < n; i++)
            learn_page(l, pages[i]);
    }
    free(pages);
}

/* Words and weights; the words are forgotten. */
static void learn_all(struct learner *l, struct pages *all, int collection, int half)
{
    struct nr_line_lexicon lexicon = learn_words(all, collection, half);
    free((void *)(uintptr_t)lexicon.words);
    learn(l, all, collection, half);
}

static double page_f1(const struct learner *l, const struct page *p)
{
    struct nr_arena arena = {0};
    struct place *scores = nr_arena_zero(&arena, p->count + 1, sizeof *scores);
    struct nr_line_scores *rounded = nr_arena_zero(&arena, p->count + 1, sizeof *rounded);
    unsigned short *chances = nr_arena_zero(&arena, p->count, sizeof *chances);
    bool *kept = nr_arena_zero(&arena, p->count, sizeof *kept);
    double right = 0, both = 0;
    score_page(l, p, scores);
    for (size_t i = 0; i <= p->count; i++)
        rounded[i] = (struct nr_line_scores){(int)lround(100 * scores[i].inside),
                                             (int)lround(100 * scores[i].begin),
                                             (int)lround(100 * scores[i].end)};
    nr_line_model_weigh(rounded, p->count, chances, &arena);
    nr_line_model_choose(p->traits, chances, p->count, kept);
    for (size_t i = 0; i < p->count; i++) {
        right += kept[i] && p->wanted[i] ? p->letters[i] : 0;
        both += (kept[i] + p->wanted[i]) * p->letters[i];
    }
    nr_arena_free(&arena);
    return both > 0 ? 2 * right / both : 0;
}

/* F1 over the pages of a collection, of a half or (-1) of both. */
static double f1(const struct learner *l, const struct pages *all, int collection, int half,
                 bool alone)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct page *p = &all->pages[i];
        if (p->collection != collection || p->alone != alone || (half >= 0 && p->half != half))
            continue;
        sum += page_f1(l, p);
        n++;
    }
    return n > 0 ? sum / n : 0;
}

static void report(struct learner *l, struct pages *all, char *names[], int count)
{
    for (int half = 0; half < 2; half++) {
        learn_all(l, all, -1, half);
        for (int c = 0; c < count; c++)
            fprintf(stderr, "other half       %s: pages %.3f, articles alone %.3f\n", names[c],
                    f1(l, all, c, half, false), f1(l, all, c, half, true));
    }
    for (int c = 0; c < count && count > 1; c++) {
        learn_all(l, all, c, -1);
        fprintf(stderr, "other collection %s: pages %.3f, articles alone %.3f\n", names[c],
                f1(l, all, c, -1, false), f1(l, all, c, -1, true));
    }
}

static void print_rows(const struct learner *l, int kind, int groups, const char *name,
                       const char *const *names)
{
    printf("static const short %s[%s][NR_TRAIT_VALUES] = {\n", name,
           groups == NR_TRAITS ? "NR_TRAITS" : "NR_TRAIT_OWN");
    for (int g = 0; g < groups; g++) {
        int last = NR_TRAIT_VALUES;
        while (last > 1 && fabs(l->weights[kind][g][last - 1]) < 0.005)
            last--;
        printf("    [NR_TRAIT_%s] = {", names[g]);
        for (int v = 0; v < last; v++)
            printf("%s%ld", v ? ", " : "", lround(100 * l->weights[kind][g][v]));
        printf("},\n");
    }
    printf("};\n");
}

static bool print_words(const struct nr_line_lexicon *lexicon, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("/* Written by tests/train/lines; log odds in hundredths. */\n/* clang-format off */\n"
          "static const struct nr_line_word word_weights[] = {\n",
          file);
    int column = 0;
    for (size_t i = 0; i < lexicon->count; i++) {
        const struct nr_line_word *w = &lexicon->words[i];
        char entry[64];
        int length = snprintf(entry, sizeof entry, "{\"%.*s\", %d},", NR_LINE_WORD_BYTES, w->word,
                              w->weight);
        column += length + 1;
        bool first = i == 0 || column > LINE_COLUMNS;
        fprintf(file, "%s%s", i == 0 ? "    " : first ? "\n    " : " ", entry);
        column = first ? length + 4 : column;
    }
    fputs("\n};\n", file);
    return fclose(file) == 0;
}

int main(int argc, char *argv[])
{
    static const char *const names[NR_TRAITS] = {
        "LENGTH",     "END",     "FIRST",  "FUNCTION", "CAPITALS",   "DIGITS",
        "SEPARATORS", "INSIDE",  "SIGN",   "PHRASE",   "REPEATED",   "TITLE",
        "PASSED",     "BETWEEN", "BEFORE", "AFTER",    "FAR_BEFORE", "FAR_AFTER",
        "RUN",        "LIKE",    "ENDED",  "STRETCH",  "SHARE",      "EDGE",
        "STRETCHES",  "KIND",    "PAIR",   "SHARED",   "PATTERN",    "WORDS",
    };
    static struct learner learner;
    struct pages all = {0};
    for (int i = 2; i < argc && i < COLLECTIONS + 2; i++)
        if (!load(&all, argv[i], i - 2)) {
            perror(argv[i]);
            return 2;
        }
    report(&learner, &all, argv + 2, argc - 2);
    struct nr_line_lexicon lexicon = learn_words(&all, -1, -1);
    if (argc < 2 || !print_words(&lexicon, argv[1])) {
        perror(argv[1]);
        return 2;
    }
    learn(&learner, &all, -1, -1);
    puts("/* Written by tests/train/lines; log odds in hundredths. Columns are the values of\n"
         " * the trait, in the order of traits.c. */\n/* clang-format off */");
    print_rows(&learner, OWN, NR_TRAITS, "own_weights", names);
    print_rows(&learner, ABOVE, NR_TRAIT_OWN, "above_weights", names);
    print_rows(&learner, BELOW, NR_TRAIT_OWN, "below_weights", names);
    print_rows(&learner, BEGIN, NR_TRAITS, "begin_weights", names);
    print_rows(&learner, BEGIN_ABOVE, NR_TRAIT_OWN, "begin_above_weights", names);
    print_rows(&learner, END, NR_TRAITS, "end_weights", names);
    print_rows(&learner, END_BELOW, NR_TRAIT_OWN, "end_below_weights", names);
    free(all.pages);
    nr_arena_free(&all.arena);
    return 0;
}
