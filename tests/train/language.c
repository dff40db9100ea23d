/* Learns the weights of the language model (lib/tags/language_model.bin).
 *
 *     language FILE... > lib/tags/language_model.bin
 *
 * The FILEs have lines of a language's code, a kind, and a text, separated by tabs. Kinds are any
 * words: what goes to standard error is the accuracy for each kind, as the mean over languages, on
 * a tenth of the lines that was not learnt from, before all lines are learnt from. Serbian is
 * learnt in Latin letters as well. Languages that the model does not have (language_model.c) are
 * passed over.
 *
 * The model is a linear one for each script, learnt by logistic regression over all its languages,
 * one text at a time. The sum over a text's n features is divided by the root of n: this makes
 * words and sentences weigh alike. Each longer text is also learnt from as a few runs of one to
 * three of its words, drawn anew in each round. Some of the features of a text are left out, at
 * random. In the last rounds it is the weights rounded to four bits that judge, and the exact ones
 * that learn.
 *
 * The same FILEs give the same bytes with the same compiler and mathematical library. */
#include "../../lib/tags/language_model.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 24, ROUNDED_ROUNDS = 8, RUNS = 6, RUN_WORDS = 3, TENTH = 10, KINDS = 8 };
enum { COLUMNS = 52 }; /* room for the weights of a row */
static const double rate_at_first = 2, left_out = 0.15;
/* By script: between two neighbours of the 16 values that a weight may have. */
static const float steps[NR_SCRIPT_MODELLED] = {0.7f, 0.7f, 0.7f, 0.7f, 0.7f};

struct example {
    uint32_t *rows;    /* of all its words, one after the other */
    uint32_t *word_at; /* where each word's rows begin, and the end */
    size_t words, language, kind;
    bool kept; /* from learning, to measure on it */
};

struct examples {
    struct example *items;
    size_t count, room;
    char *kinds[KINDS];
};

struct learner {
    enum nr_script script;
    size_t languages;
    float *weights, *rounded; /* rows of COLUMNS */
    float *squares;           /* of the slopes that a row has seen */
    float rate;
    uint64_t seed;
};

static uint32_t draw(struct learner *l)
{
    l->seed ^= l->seed << 13;
    l->seed ^= l->seed >> 7;
    l->seed ^= l->seed << 17;
    return (uint32_t)(l->seed >> 32);
}

static void add_word(struct example *e, size_t *rows_room, const struct nr_language_words *w,
                     unsigned bits)
{
    size_t at = e->word_at[e->words];
    if (*rows_room < at + NR_LANGUAGE_ROWS)
        e->rows =
            nr_realloc_array(e->rows, (*rows_room = 2 * at + NR_LANGUAGE_ROWS), sizeof *e->rows);
    at += nr_language_rows(bits, w->letters, w->count, e->rows + at);
    e->words++;
    e->word_at = nr_realloc_array(e->word_at, e->words + 1, sizeof *e->word_at);
    e->word_at[e->words] = (uint32_t)at;
}

static void add_example(struct examples *all, enum nr_script script, struct nr_str text,
                        struct example e)
{
    size_t room = 0;
    struct nr_language_words w = {.rest = text, .script = script};
    e.word_at = nr_alloc_zero(1, sizeof *e.word_at);
    while (nr_language_words_next(&w))
        add_word(&e, &room, &w, nr_language_groups[script].bits);
    if (!e.words) {
        free(e.word_at);
        return;
    }
    if (all->count == all->room)
        all->items =
            nr_realloc_array(all->items, (all->room = 2 * all->room + 64), sizeof *all->items);
    all->items[all->count++] = e;
}

static size_t kind_of(struct examples *all, struct nr_str kind)
{
    size_t i = 0;
    while (i + 1 < KINDS && all->kinds[i] && !nr_str_is(kind, all->kinds[i]))
        i++;
    if (!all->kinds[i])
        all->kinds[i] = strndup(kind.data, kind.len);
    return i;
}

/* Serbian in Latin letters. */
static void transliterate(struct nr_buf *out, struct nr_str text)
{
    static const char *const small[0x30] = {
        "a",           "b",          "v",           "g", "d",          "e",          "ž",
        "z",           "i",          "j",           "k", "l",          "m",          "n",
        "o",           "p",          "r",           "s", "t",          "u",          "f",
        "h",           "c",          "č",           "š", [0x22] = "đ", [0x28] = "j", [0x29] = "lj",
        [0x2a] = "nj", [0x2b] = "ć", [0x2f] = "dž",
    };
    nr_buf_reset(out, SIZE_MAX);
    for (const char *at = text.data, *end = at + text.len; at < end;) {
        uint32_t c = nr_utf8_next(&at, end);
        c = c >= 0x410 && c <= 0x42f ? c + 0x20 : c >= 0x400 && c <= 0x40f ? c + 0x50 : c;
        if (c >= 0x430 && c <= 0x45f)
            nr_buf_add_cstr(out, small[c - 0x430] ? small[c - 0x430] : "");
        else
            nr_utf8_add(out, c);
    }
}

static void read_line(struct examples *all, enum nr_script script, struct nr_str line,
                      size_t number)
{
    struct nr_str code = {0}, kind = {0};
    struct nr_buf latin = {0};
    nr_str_split(&line, '\t', &code);
    nr_str_split(&line, '\t', &kind);
    struct example e = {.kept = number * 2654435761u % 4294967296u / 256 % TENTH == 0,
                        .kind = kind_of(all, kind),
                        .language = nr_language_number(script, code)};
    if (script == NR_SCRIPT_LATIN && nr_str_is(code, "sr")) {
        transliterate(&latin, line);
        line = nr_buf_str(&latin);
        e.language = nr_language_number(script, nr_str_of("sr-Latn"));
    }
    if (e.language < nr_language_groups[script].languages && nr_utf8_valid(line) == line.len)
        add_example(all, script, line, e);
    nr_buf_free(&latin);
}

static bool load(struct examples *all, enum nr_script script, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0, number = 0;
    ssize_t length;
    while (file && (length = getline(&line, &room, file)) > 0)
        read_line(all, script, nr_str_trim(nr_str(line, (size_t)length)), number++);
    free(line);
    return file && fclose(file) == 0;
}

static float rounded_to(float step, float weight)
{
    float r = rintf(weight / step);
    return step * (r < -8 ? -8 : r > 7 ? 7 : r);
}

static void sum_rows(const float *weights, const uint32_t *rows, size_t count, float *sums)
{
    memset(sums, 0, COLUMNS * sizeof *sums);
    for (size_t i = 0; i < count; i++) {
        const float *row = weights + (size_t)rows[i] * COLUMNS;
        for (size_t k = 0; k < COLUMNS; k++)
            sums[k] += row[k];
    }
}

/* Turns sums into the slopes of the loss, and returns the sum of their squares. */
static float slopes_of(const struct learner *l, float *z, float scale, size_t right)
{
    float most = z[0], all = 0, squares = 0;
    for (size_t k = 1; k < l->languages; k++)
        most = z[k] > most ? z[k] : most;
    for (size_t k = 0; k < l->languages; k++)
        all += z[k] = expf((z[k] - most) * scale);
    for (size_t k = 0; k < COLUMNS; k++) {
        z[k] = k < l->languages ? (z[k] / all - (k == right)) * scale : 0;
        squares += z[k] * z[k];
    }
    return squares;
}

static void learn_row(struct learner *l, uint32_t number, const float *slopes, float squares,
                      bool rounds)
{
    float *row = l->weights + (size_t)number * COLUMNS;
    float *short_row = l->rounded + (size_t)number * COLUMNS;
    float step = steps[l->script];
    l->squares[number] += squares;
    float rate = l->rate / sqrtf(l->squares[number] + 1e-4f);
    for (size_t k = 0; k < COLUMNS; k++)
        row[k] -= rate * slopes[k];
    for (size_t k = 0; rounds && k < COLUMNS; k++)
        short_row[k] = rounded_to(step, row[k]);
}

static void learn_text(struct learner *l, const uint32_t *rows, size_t count, size_t language,
                       bool rounds)
{
    uint32_t *some = nr_alloc(count * sizeof *some);
    float slopes[COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (draw(l) >= left_out * 4294967296.0)
            some[n++] = rows[i];
    if (n) {
        sum_rows(rounds ? l->rounded : l->weights, some, n, slopes);
        float squares = slopes_of(l, slopes, 1 / sqrtf((float)n), language);
        for (size_t i = 0; i < n; i++)
            learn_row(l, some[i], slopes, squares, rounds);
    }
    free(some);
}

static void learn_example(struct learner *l, const struct example *e, bool rounds)
{
    learn_text(l, e->rows, e->word_at[e->words], e->language, rounds);
    for (size_t i = 0; i < RUNS && e->words > RUN_WORDS; i++) {
        size_t words = 1 + draw(l) % RUN_WORDS;
        size_t from = draw(l) % (e->words - words + 1);
        size_t at = e->word_at[from];
        learn_text(l, e->rows + at, e->word_at[from + words] - at, e->language, rounds);
    }
}

static void round_all(struct learner *l)
{
    size_t count = COLUMNS * (size_t)1 << nr_language_groups[l->script].bits;
    for (size_t i = 0; i < count; i++)
        l->rounded[i] = rounded_to(steps[l->script], l->weights[i]);
}

static void shuffle(struct learner *l, struct example **items, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = draw(l) % i;
        struct example *other = items[k];
        items[k] = items[i - 1];
        items[i - 1] = other;
    }
}

static void learner_new(struct learner *l, enum nr_script script)
{
    size_t rows = (size_t)1 << nr_language_groups[script].bits;
    *l = (struct learner){.script = script,
                          .languages = nr_language_groups[script].languages,
                          .weights = nr_alloc_zero(rows * COLUMNS, sizeof(float)),
                          .rounded = nr_alloc_zero(rows * COLUMNS, sizeof(float)),
                          .squares = nr_alloc_zero(rows, sizeof(float)),
                          .seed = 88172645463325252u};
}

static void learner_free(struct learner *l)
{
    free(l->weights);
    free(l->rounded);
    free(l->squares);
}

/* kept: leave out the texts that are kept from learning. */
static void learn(struct learner *l, struct examples *all, bool kept)
{
    struct example **items = nr_alloc((all->count + 1) * sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (!kept || !all->items[i].kept)
            items[count++] = &all->items[i];
    for (int round = 0; round < ROUNDS; round++) {
        bool rounds = round >= ROUNDS - ROUNDED_ROUNDS;
        l->rate = (float)(rate_at_first * (1 - (double)round / ROUNDS));
        if (rounds)
            round_all(l);
        shuffle(l, items, count);
        for (size_t i = 0; i < count; i++)
            learn_example(l, items[i], rounds);
    }
    round_all(l);
    free(items);
}

static bool is_right(const float *weights, size_t languages, const struct example *e)
{
    float sums[COLUMNS];
    size_t best = 0;
    sum_rows(weights, e->rows, e->word_at[e->words], sums);
    for (size_t k = 1; k < languages; k++)
        best = sums[k] > sums[best] ? k : best;
    return best == e->language;
}

static void report(const struct learner *l, const struct examples *all)
{
    for (size_t kind = 0; kind < KINDS && all->kinds[kind]; kind++) {
        double right[NR_LANGUAGE_MOST] = {0}, count[NR_LANGUAGE_MOST] = {0}, sum = 0;
        double exact = 0, seen = 0, languages = 0;
        for (size_t i = 0; i < all->count; i++) {
            const struct example *e = &all->items[i];
            if (!e->kept || e->kind != kind)
                continue;
            right[e->language] += is_right(l->rounded, l->languages, e);
            exact += is_right(l->weights, l->languages, e);
            count[e->language]++;
            seen++;
        }
        for (size_t k = 0; k < l->languages; k++) {
            sum += count[k] > 0 ? right[k] / count[k] : 0;
            languages += count[k] > 0;
        }
        fprintf(stderr, "%s %.4f (exact weights, over texts %.4f) ", all->kinds[kind],
                sum / languages, exact / seen);
    }
    fputs("\n", stderr);
}

static void write_table(const struct learner *l)
{
    const struct nr_language_group *g = &nr_language_groups[l->script];
    size_t half = nr_language_row_size(g);
    for (size_t row = 0; row < (size_t)1 << g->bits; row++) {
        int values[2 * COLUMNS] = {0};
        for (size_t k = 0; k < g->languages; k++)
            values[k] = (int)lrintf(l->rounded[row * COLUMNS + k] / steps[l->script]) +
                        NR_LANGUAGE_WEIGHT_BIAS;
        for (size_t i = 0; i < half; i++)
            putchar(values[i] | values[i + half] << 4);
    }
}

static bool learn_script(enum nr_script script, char *const *paths)
{
    struct examples all = {0};
    struct learner l;
    for (; *paths; paths++)
        if (!load(&all, script, *paths)) {
            perror(*paths);
            return false;
        }
    fprintf(stderr, "%zu texts in %s\n", all.count, nr_language_groups[script].codes);
    for (int kept = 1; kept >= 0; kept--) {
        learner_new(&l, script);
        learn(&l, &all, kept);
        if (kept)
            report(&l, &all);
        else
            write_table(&l);
        learner_free(&l);
    }
    for (size_t i = 0; i < all.count; i++) {
        free(all.items[i].rows);
        free(all.items[i].word_at);
    }
    for (size_t i = 0; i < KINDS; i++)
        free(all.kinds[i]);
    free(all.items);
    return true;
}

int main(int argc, char *argv[])
{
    if (argc < 2) {
        fputs("usage: language FILE... > lib/tags/language_model.bin\n", stderr);
        return 2;
    }
    fwrite(NR_LANGUAGE_MAGIC, 1, NR_LANGUAGE_MAGIC_SIZE, stdout);
    for (int script = 0; script < NR_SCRIPT_MODELLED; script++)
        if (!learn_script((enum nr_script)script, argv + 1))
            return 2;
    for (int i = 0; i < NR_LANGUAGE_PADDING; i++)
        putchar(0);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
}
