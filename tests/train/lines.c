/* Learns the weights of the line model (lib/text/weights.h).
 *
 *     lines FILE... > lib/text/weights.h
 *
 * Each FILE is a collection of pages as JSONL: {"lines": [all visible lines], "y": [1 where the
 * line is the article's, else 0]}, as tests/train/lines.py makes it of pages with markup. To
 * standard error goes the character F1 on what was not learnt from: either half of the pages, with
 * the weights of the other half, and each collection, with those of the others (where there are
 * several). The last counts for a change of the traits, for the halves have pages of the same kind.
 * Weights are those of a logistic regression, learnt by AdaGrad in a fixed order: the same input
 * gives the same weights. Small collections weigh nearly as much as large ones. Of each page that
 * has enough prose the article is shown alone as well, and with a few lines around it, so that
 * articles stay whole. */
#include "../../lib/text/line_model.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/furniture.h"
#include "newsreel/text/normalize.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    KINDS = 3, /* weights of the line itself, of the line above, of the line below */
    EPOCHS = 12,
    FOLD = 8, /* neighbouring pages that stay in one half: they may be of one site */
    MOST_COLUMNS = 500,
    ALONE_PROSE = 600,
    COLLECTIONS = 16,
};

static const double rate_at_first = 0.1, decay = 1e-6;
static const double alone_weight = 30, page_weight = 100;
static const double balance =
    0.7; /* a collection of n pages weighs as n to the power 1 - balance */

struct page {
    struct nr_traits *traits;
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
    struct nr_arena scratch = {0};
    for (size_t i = 0; i < count; i++)
        p->traits[i].phrase = nr_furniture_phrase(lines[i], &p->traits[i].ends);
    nr_traits_measure(p->traits, lines, count, &scratch);
    nr_arena_free(&scratch);
    for (size_t i = 0; i < count; i++) {
        p->wanted[i] = wanted[i];
        p->letters[i] = letters_of(lines[i]);
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

static double importance(const struct nr_traits *t)
{
    return sqrt(t->columns < MOST_COLUMNS ? t->columns : MOST_COLUMNS);
}

static double odds(const struct learner *l, const struct page *p, size_t i)
{
    double sum = 0;
    for (int g = 0; g < NR_TRAITS; g++)
        sum += l->weights[0][g][p->traits[i].value[g]];
    for (int g = 0; g < NR_TRAIT_OWN; g++) {
        sum += i > 0 ? l->weights[1][g][p->traits[i - 1].value[g]] : 0;
        sum += i + 1 < p->count ? l->weights[2][g][p->traits[i + 1].value[g]] : 0;
    }
    return sum;
}

static void learn_weight(struct learner *l, int kind, int group, int value, double slope)
{
    double *w = &l->weights[kind][group][value], *q = &l->squares[kind][group][value];
    slope += decay * *w;
    *q += slope * slope;
    *w -= l->rate * slope / sqrt(*q + 1e-8);
}

static void learn_page(struct learner *l, const struct page *p)
{
    double all = 0;
    for (size_t i = 0; i < p->count; i++)
        all += importance(&p->traits[i]);
    for (size_t i = 0; i < p->count; i++) {
        double error = 1 / (1 + exp(-odds(l, p, i))) - p->wanted[i];
        error *= p->weight * importance(&p->traits[i]) / all;
        for (int g = 0; g < NR_TRAITS; g++)
            learn_weight(l, 0, g, p->traits[i].value[g], error);
        for (int g = 0; i > 0 && g < NR_TRAIT_OWN; g++)
            learn_weight(l, 1, g, p->traits[i - 1].value[g], error);
        for (int g = 0; i + 1 < p->count && g < NR_TRAIT_OWN; g++)
            learn_weight(l, 2, g, p->traits[i + 1].value[g], error);
    }
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
        shuffle(pages, n, &seed);
        for (size_t i = 0; i < n; i++)
            learn_page(l, pages[i]);
    }
    free(pages);
}

static double page_f1(const struct learner *l, const struct page *p)
{
    struct nr_arena arena = {0};
    int *scores = nr_arena_zero(&arena, p->count, sizeof *scores);
    bool *kept = nr_arena_zero(&arena, p->count, sizeof *kept);
    double right = 0, both = 0;
    for (size_t i = 0; i < p->count; i++)
        scores[i] = (int)lround(100 * odds(l, p, i));
    nr_line_model_choose(p->traits, scores, p->count, kept, &arena);
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
        learn(l, all, -1, half);
        for (int c = 0; c < count; c++)
            fprintf(stderr, "other half       %s: pages %.3f, articles alone %.3f\n", names[c],
                    f1(l, all, c, half, false), f1(l, all, c, half, true));
    }
    for (int c = 0; c < count && count > 1; c++) {
        learn(l, all, c, -1);
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

int main(int argc, char *argv[])
{
    static const char *const names[NR_TRAITS] = {
        "LENGTH",  "END",   "FIRST",      "FUNCTION",  "CAPITALS", "DIGITS", "SEPARATORS",
        "INSIDE",  "SIGN",  "PHRASE",     "REPEATED",  "TITLE",    "PASSED", "BETWEEN",
        "BEFORE",  "AFTER", "FAR_BEFORE", "FAR_AFTER", "RUN",      "LIKE",   "ENDED",
        "STRETCH", "SHARE", "EDGE",       "STRETCHES",
    };
    static struct learner learner;
    struct pages all = {0};
    for (int i = 1; i < argc && i <= COLLECTIONS; i++)
        if (!load(&all, argv[i], i - 1)) {
            perror(argv[i]);
            return 2;
        }
    report(&learner, &all, argv + 1, argc - 1);
    learn(&learner, &all, -1, -1);
    puts("/* Written by tests/train/lines; log odds in hundredths. Columns are the values of\n"
         " * the trait, in the order of traits.c. */\n/* clang-format off */");
    print_rows(&learner, 0, NR_TRAITS, "own_weights", names);
    print_rows(&learner, 1, NR_TRAIT_OWN, "above_weights", names);
    print_rows(&learner, 2, NR_TRAIT_OWN, "below_weights", names);
    free(all.pages);
    nr_arena_free(&all.arena);
    return 0;
}
