/* entities: learns the model of newsreel/tags/entities.h from texts whose entities are known.
 *
 *     entities [OPTION ...] FILE.jsonl ... > lib/tags/entities_model.bin
 *     entities -f FOLDS [-t TIMES] [-v] [OPTION ...] FILE.jsonl ...
 *
 * A line of FILE is {"text": ..., "entities": [{"s": .., "e": .., "t": ..}, ...]}: half-open ranges
 * of code points; t is person, organisation, place, or misc for other names.
 *
 * With -f nothing is written but how well the documents of the first file are read, each by what
 * was learnt without its fold, by all that nr_entities does; TIMES times with other folds. -v shows
 * what is wrong: the type that was found or missed, and what is there in its place.
 *
 *     -b FILE.jsonl  texts read by another program, of which a first model is learnt; what is
 *                    learnt then begins there, and stays near
 *     -a SHARE       how much of the first model's weights is taken
 *     -c TIMES       features are learnt that are seen so often
 *     -e EPOCHS      how often all is read
 *     -l WEIGHT      of the squares of the weights
 *     -n ROWS        the most features that the model may have
 *     -s SCALE       of a weight that is 1 in the file
 *
 * The model is a conditional random field, learnt by stochastic gradient descent with AdaGrad's
 * steps (Duchi and others 2011). The second reading learns from what the first makes of texts that
 * it has not learnt from. lib/tags/entities_model.bin was learnt with the options' defaults by
 *
 *     entities -b silver.jsonl wikigold.jsonl tests/train/entities.jsonl
 *
 * from Wikigold (Balasuriya and others 2009, CC BY 4.0), 73 documents, and what
 * tests/train/entities_silver.py, whose head says from what, writes to silver.jsonl. */
#include "../../lib/tags/entities_parts.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct entity {
    size_t start, end; /* bytes */
    uint8_t label;     /* of its first unit */
};

struct features {
    uint32_t *rows;
    size_t count;
};

/* A segment, and what is to be learnt of it. */
struct example {
    struct nr_segment at; /* in what is held of the document */
    uint8_t gold[NR_SEGMENT_MOST];
    struct features features[NR_READINGS][NR_SEGMENT_MOST];
};

struct document {
    struct nr_str text;
    struct entity *entities;
    size_t count;
    int fold;
    float weight;
    struct example *examples;
    size_t room;
    struct nr_held held;
};

static struct document *documents;
static size_t count, capacity, tested;

/* What is learnt: a weight for each label, and the sums of the squares of their changes. */
struct row {
    float weights[NR_LABELS], squares[NR_LABELS];
};

struct weights {
    struct row rows[NR_MODEL_FEATURES], steps[NR_MODEL_FROM + 1];
    uint32_t seen[NR_MODEL_FEATURES]; /* how often */
};

static struct weights w;
/* What the first model says, and of which features. */
static float prior[NR_MODEL_FEATURES][NR_LABELS], prior_steps[NR_MODEL_FROM + 1][NR_LABELS];
static bool known[NR_MODEL_FEATURES];

/* The model before it is packed, and packed. */
static int8_t unpacked[NR_MODEL_FEATURES][NR_MODEL_ROW];
static struct nr_entities_model *model;
static size_t rows_most = 65000;

static struct nr_gazetteer *gazetteer;
static struct nr_entities_memory memory;
static struct nr_units units;
static struct nr_tokens tokens;

static int epochs = 12;
static float l2 = .02f, rate = .1f, scale = 24, share = .5f;
static unsigned least = 2;
enum { FIRST_EPOCHS = 6, FIRST_LEAST = 6 };

/* ---- Documents ---- */

static uint8_t label_of(const char *type)
{
    return *type == 'p'   ? (type[1] == 'e' ? NR_LABEL_PERSON : NR_LABEL_PLACE)
           : *type == 'o' ? NR_LABEL_ORG
                          : NR_LABEL_OTHER;
}

static size_t byte_of(struct nr_str text, size_t point)
{
    const char *p = text.data;
    while (point--)
        nr_utf8_next(&p, text.data + text.len);
    return (size_t)(p - text.data);
}

static void read_line(const char *line, size_t len)
{
    json_t *root = json_loadb(line, len, 0, NULL), *list = json_object_get(root, "entities"), *one;
    documents = nr_grow_array(documents, &capacity, count + 1, sizeof *documents);
    struct document *d = &documents[count++];
    json_t *text = json_object_get(root, "text");
    d->text = nr_str(json_string_value(text), json_string_length(text));
    *d = (struct document){.text = d->text, .weight = 1};
    d->count = json_array_size(list);
    d->entities = nr_alloc_zero(d->count + 1, sizeof *d->entities);
    size_t i;
    json_array_foreach(list, i, one)
    {
        size_t s = (size_t)json_integer_value(json_object_get(one, "s"));
        size_t e = (size_t)json_integer_value(json_object_get(one, "e"));
        d->entities[i] = (struct entity){byte_of(d->text, s), byte_of(d->text, e),
                                         label_of(json_string_value(json_object_get(one, "t")))};
    }
}

static void read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    if (!f) {
        perror(path);
        exit(2);
    }
    for (ssize_t len; (len = getline(&line, &size, f)) > 0;)
        read_line(line, (size_t)len);
    free(line);
    fclose(f);
}

/* ---- Examples ---- */

static uint8_t gold_of(const struct document *d, const struct nr_unit *u)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct entity *e = &d->entities[i];
        if (u->start < e->end && e->start < u->end && u->end <= e->end + 2)
            return (uint8_t)(e->label == NR_LABEL_OTHER || u->start <= e->start ? e->label
                                                                                : e->label + 1);
    }
    return NR_LABEL_NONE;
}

/* Gold labels; an inside one whose beginning is not in the segment begins. */
static void gold_labels(const struct document *d, struct nr_segment s, uint8_t *labels)
{
    for (size_t i = 0; i < s.count; i++) {
        labels[i] = gold_of(d, &units.items[s.first + i]);
        bool inside = labels[i] && labels[i] != NR_LABEL_OTHER && labels[i] % 2 == 0;
        if (inside && (!i || (labels[i - 1] != labels[i] && labels[i - 1] != labels[i] - 1)))
            labels[i]--;
    }
}

static void keep(struct features *to, const struct nr_features *from)
{
    free(to->rows);
    to->rows = nr_alloc((from->count + 1) * sizeof *from->ids);
    memcpy(to->rows, from->ids, from->count * sizeof *from->ids);
    to->count = from->count;
}

static void add_example(struct document *d, struct nr_segment s)
{
    size_t n = d->held.segment_count;
    d->examples = nr_grow_array(d->examples, &d->room, n + 1, sizeof *d->examples);
    struct example *e = &d->examples[n];
    *e = (struct example){.at = s};
    gold_labels(d, s, e->gold);
    for (size_t i = 0; i < s.count; i++) {
        struct nr_features f = {.count = 0};
        nr_segment_features(&units, s, &f);
        nr_unit_features(&units, s, i, &memory, &f);
        keep(&e->features[0][i], &f);
    }
    nr_held_add(&d->held, &units, s, e->gold);
    e->at = d->held.segments[n];
}

/* The features of the first reading. */
static void prepare(struct document *d)
{
    struct nr_segment s;
    nr_memory_reset(&memory);
    nr_units_begin(&units);
    nr_tokens_begin(&tokens, d->text);
    while (nr_tokens_next(&tokens)) {
        nr_memory_small(&memory, &tokens);
        nr_units_read(&units, &tokens, gazetteer);
        for (size_t at = 0; nr_segment_next(&units, gazetteer, &at, &s);)
            add_example(d, s);
    }
}

/* The features of the second, by the labels that are held. */
static void prepare_again(struct document *d)
{
    nr_memory_reset(&memory);
    nr_units_begin(&units);
    nr_tokens_begin(&tokens, d->text);
    while (nr_tokens_next(&tokens))
        nr_memory_small(&memory, &tokens);
    nr_held_note(&d->held, &memory);
    for (size_t k = 0; k < d->held.segment_count; k++) {
        struct example *e = &d->examples[k];
        for (size_t i = 0; i < e->at.count; i++) {
            struct nr_features f = {.count = 0};
            nr_held_features(&d->held, e->at, i, &memory, &f);
            keep(&e->features[1][i], &f);
        }
    }
}

/* ---- Learning ---- */

typedef double table[NR_SEGMENT_MOST][NR_LABELS];

static int8_t clipped(double value, int most)
{
    value = value < -most ? -most : value > most ? most : value;
    return (int8_t)(value + (value < 0 ? -.5 : .5));
}

static void add_scores(double *to, const struct features *f)
{
    for (size_t k = 0; k < f->count; k++)
        if (1)
            for (int l = 0; l < NR_LABELS; l++)
                to[l] += w.rows[f->rows[k]].weights[l];
}

/* Scores become factors; those of a unit are divided by the largest one. */
static void to_factors(table scores, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double most = scores[i][0];
        for (int l = 1; l < NR_LABELS; l++)
            most = scores[i][l] > most ? scores[i][l] : most;
        for (int l = 0; l < NR_LABELS; l++)
            scores[i][l] = exp(scores[i][l] - most);
    }
}

static void step_factors(double steps[NR_MODEL_FROM + 1][NR_LABELS])
{
    for (int from = 0; from <= NR_MODEL_FROM; from++)
        for (int to = 0; to < NR_LABELS; to++)
            steps[from][to] =
                nr_entity_may_follow(from, to) ? exp((double)w.steps[from].weights[to]) : 0;
}

static void normalise(double *values)
{
    double sum = 0;
    for (int l = 0; l < NR_LABELS; l++)
        sum += values[l];
    for (int l = 0; l < NR_LABELS; l++)
        values[l] /= sum;
}

/* Up to a factor for each unit, as everything here. */
static void forward(table scores, double (*steps)[NR_LABELS], size_t n, table alpha)
{
    for (int to = 0; to < NR_LABELS; to++)
        alpha[0][to] = steps[NR_MODEL_FROM][to] * scores[0][to];
    normalise(alpha[0]);
    for (size_t i = 1; i < n; i++) {
        for (int to = 0; to < NR_LABELS; to++) {
            double sum = 0;
            for (int from = 0; from < NR_LABELS; from++)
                sum += alpha[i - 1][from] * steps[from][to];
            alpha[i][to] = sum * scores[i][to];
        }
        normalise(alpha[i]);
    }
}

static void backward(table scores, double (*steps)[NR_LABELS], size_t n, table beta)
{
    for (int l = 0; l < NR_LABELS; l++)
        beta[n - 1][l] = 1;
    for (size_t i = n - 1; i-- > 0;) {
        for (int from = 0; from < NR_LABELS; from++) {
            beta[i][from] = 0;
            for (int to = 0; to < NR_LABELS; to++)
                beta[i][from] += steps[from][to] * scores[i + 1][to] * beta[i + 1][to];
        }
        normalise(beta[i]);
    }
}

/* Adds how often each step is expected before unit i. */
static void add_steps(table scores, double (*steps)[NR_LABELS], size_t i, table alpha, table beta,
                      double (*expected)[NR_LABELS])
{
    double ways[NR_LABELS + 1][NR_LABELS] = {{0}}, sum = 0;
    int first = i ? 0 : NR_MODEL_FROM, behind = i ? NR_LABELS : NR_MODEL_FROM + 1;
    for (int from = first; from < behind; from++)
        for (int to = 0; to < NR_LABELS; to++) {
            ways[from][to] =
                (i ? alpha[i - 1][from] : 1) * steps[from][to] * scores[i][to] * beta[i][to];
            sum += ways[from][to];
        }
    for (int from = first; from < behind; from++)
        for (int to = 0; to < NR_LABELS; to++)
            expected[from][to] += ways[from][to] / sum;
}

static void change(float *weight, float *squares, float gradient)
{
    *squares += gradient * gradient;
    *weight -= rate * gradient / (sqrtf(*squares) + 1e-6f);
}

/* Whether a feature is learnt: it is seen often enough, or was in the texts read before. */
static bool counts(uint32_t id)
{
    return w.seen[id] >= least || known[id];
}

static void change_rows(const struct features *f, const float *gradient)
{
    for (size_t k = 0; k < f->count; k++) {
        uint32_t r = f->rows[k];
        if (!counts(r))
            continue;
        struct row *row = &w.rows[r];
        float decay = l2 / (float)w.seen[r];
        for (int l = 0; l < NR_LABELS; l++)
            change(&row->weights[l], &row->squares[l],
                   gradient[l] + decay * (row->weights[l] - prior[r][l]));
    }
}

static void learn_steps(const struct example *e, double (*expected)[NR_LABELS], float weight)
{
    for (size_t i = 0; i < e->at.count; i++)
        expected[i ? e->gold[i - 1] : NR_MODEL_FROM][e->gold[i]] -= 1;
    for (int from = 0; from <= NR_MODEL_FROM; from++)
        for (int to = 0; to < NR_LABELS; to++)
            if (expected[from][to] != 0)
                change(&w.steps[from].weights[to], &w.steps[from].squares[to],
                       weight * (float)expected[from][to]);
}

static void learn(const struct example *e, int reading, float weight)
{
    static table scores, alpha, beta;
    double steps[NR_MODEL_FROM + 1][NR_LABELS], expected[NR_MODEL_FROM + 1][NR_LABELS] = {{0}};
    size_t n = e->at.count;
    memset(scores, 0, n * sizeof scores[0]);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k <= reading; k++)
            add_scores(scores[i], &e->features[k][i]);
    to_factors(scores, n);
    step_factors(steps);
    forward(scores, steps, n, alpha);
    backward(scores, steps, n, beta);
    for (size_t i = 0; i < n; i++) {
        double chances[NR_LABELS];
        float gradient[NR_LABELS];
        for (int l = 0; l < NR_LABELS; l++)
            chances[l] = alpha[i][l] * beta[i][l];
        normalise(chances);
        for (int l = 0; l < NR_LABELS; l++)
            gradient[l] = weight * (float)(chances[l] - (e->gold[i] == l));
        add_steps(scores, steps, i, alpha, beta, expected);
        for (int k = 0; k <= reading; k++)
            change_rows(&e->features[k][i], gradient);
    }
    learn_steps(e, expected, weight);
}

static uint64_t random_state;

static size_t random_below(size_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % n;
}

static void count_rows(const struct document *d, int reading)
{
    for (size_t i = 0; i < d->held.segment_count; i++)
        for (size_t k = 0; k < d->examples[i].at.count; k++)
            for (int r = 0; r <= reading; r++)
                for (size_t j = 0; j < d->examples[i].features[r][k].count; j++)
                    w.seen[d->examples[i].features[r][k].rows[j]]++;
}

struct chosen {
    struct document *document;
    struct example *example;
};

static void shuffle(struct chosen *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = random_below(i);
        struct chosen kept = order[k];
        order[k] = order[i - 1];
        order[i - 1] = kept;
    }
}

static void finish(int reading)
{
    for (size_t i = 0; i < NR_MODEL_FEATURES; i++)
        for (int l = 0; l < NR_LABELS; l++)
            unpacked[i][reading * NR_LABELS + l] =
                clipped((double)(w.rows[i].weights[l] * scale), 127);
    for (int k = 0; k <= NR_MODEL_FROM; k++)
        for (int l = 0; l < NR_LABELS; l++)
            model->steps[reading][k][l] = clipped((double)(w.steps[k].weights[l] * scale), 127);
}

static unsigned loudness(const int8_t *row)
{
    unsigned sum = 0;
    for (int l = 0; l < NR_MODEL_ROW; l++)
        sum += (unsigned)(row[l] * row[l]);
    return sum;
}

/* The loudness from which on there are at most as many rows as there may be. */
static unsigned loud_enough(void)
{
    static size_t counts[NR_MODEL_ROW * 128 * 128 + 1];
    size_t sum = 0, level = sizeof counts / sizeof counts[0];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < NR_MODEL_FEATURES; i++)
        counts[loudness(unpacked[i])]++;
    while (level > 1 && sum + counts[level - 1] <= rows_most)
        sum += counts[--level];
    return (unsigned)level;
}

/* Returns how many rows there are. */
static size_t pack(void)
{
    size_t n = 0;
    unsigned level = loud_enough();
    memset(model->there, 0, sizeof model->there);
    for (size_t i = 0; i < NR_MODEL_FEATURES; i++) {
        if (loudness(unpacked[i]) < level)
            continue;
        model->there[i / 8] |= (uint8_t)(1 << i % 8);
        memcpy(model->rows[n++], unpacked[i], NR_MODEL_ROW);
    }
    return n;
}

/* Learns from the documents chosen. */
static void train(struct document **from, size_t n, int reading)
{
    size_t total = 0;
    memset(&w, 0, sizeof w);
    for (size_t i = 0; i < NR_MODEL_FEATURES; i++)
        memcpy(w.rows[i].weights, prior[i], sizeof prior[i]);
    for (size_t i = 0; i <= NR_MODEL_FROM; i++)
        memcpy(w.steps[i].weights, prior_steps[i], sizeof prior_steps[i]);
    random_state = 1;
    for (size_t i = 0; i < n; i++) {
        count_rows(from[i], reading);
        total += from[i]->held.segment_count;
    }
    struct chosen *order = nr_alloc((total + 1) * sizeof *order);
    total = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < from[i]->held.segment_count; k++)
            order[total++] = (struct chosen){from[i], &from[i]->examples[k]};
    for (int epoch = 0; epoch < epochs; epoch++) {
        shuffle(order, total);
        for (size_t i = 0; i < total; i++)
            learn(order[i].example, reading, order[i].document->weight);
    }
    free(order);
    finish(reading);
}

/* The labels of the first reading. */
static void read_first(struct document *d)
{
    for (size_t k = 0; k < d->held.segment_count; k++) {
        struct example *e = &d->examples[k];
        int32_t scores[NR_SEGMENT_MOST][NR_LABELS] = {{0}};
        uint8_t labels[NR_SEGMENT_MOST];
        for (size_t i = 0; i < e->at.count; i++)
            for (size_t j = 0; j < e->features[0][i].count; j++)
                for (int l = 0; l < NR_LABELS; l++)
                    scores[i][l] += unpacked[e->features[0][i].rows[j]][l];
        nr_entity_decode(scores, e->at.count, (const int8_t(*)[NR_LABELS])model->steps[0], labels);
        for (size_t i = 0; i < e->at.count; i++)
            d->held.readings[e->at.first + i].label = labels[i];
    }
}

enum { PARTS = 5 };

/* Both readings: the second learns from what the first makes of texts that it has not learnt from.
 * Leaves out the documents of one fold; fold < 0: none. */
static void train_all(int fold)
{
    struct document **all = nr_alloc(count * sizeof(struct document *)),
                    **some = nr_alloc(count * sizeof(struct document *));
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (fold < 0 || i >= tested || documents[i].fold != fold)
            all[n++] = &documents[i];
    for (size_t part = 0; part < PARTS; part++) {
        size_t k = 0;
        for (size_t i = 0; i < n; i++)
            if (i % PARTS != part)
                some[k++] = all[i];
        train(some, k, 0);
        for (size_t i = part; i < n; i += PARTS) {
            read_first(all[i]);
            prepare_again(all[i]);
        }
    }
    train(all, n, 1);
    train(all, n, 0);
    free(all);
    free(some);
}

/* ---- Judging ---- */

enum { TYPES = 3, ALL = TYPES };

struct tally {
    size_t right[TYPES + 1], got[TYPES + 1], gold[TYPES + 1];
};

static const char *const types[] = {"person", "organisation", "place", "all", "misc"};

static void show(const char *what, const struct document *d, size_t start, size_t end,
                 const char *type, const char *other)
{
    size_t from = start < 40 ? 0 : start - 40, to = end + 30 < d->text.len ? end + 30 : d->text.len;
    printf("%s %s %s\t", what, type, other);
    for (size_t i = from; i < to; i++) {
        if (i == start)
            putchar('[');
        if (i == end)
            putchar(']');
        putchar(d->text.data[i] == '\n' ? '|' : d->text.data[i]);
    }
    putchar('\n');
}

/* What is there in place of a span: another type, other bounds, nothing. */
static const char *instead(const struct nr_spans *spans, size_t start, size_t end)
{
    for (size_t i = 0; i < spans->count; i++) {
        const struct nr_span *s = &spans->items[i];
        if (s->start == start && s->end == end)
            return s->type.data;
        if (s->start < end && start < s->end)
            return "bounds";
    }
    return "none";
}

static const char *truly(const struct document *d, size_t start, size_t end)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct entity *e = &d->entities[i];
        if (e->start == start && e->end == end)
            return e->label == NR_LABEL_OTHER ? "misc" : types[(e->label - 1) / 2];
        if (e->start < end && start < e->end)
            return e->label == NR_LABEL_OTHER ? "miscbounds" : "bounds";
    }
    return "none";
}

static void judge_spans(const struct document *d, const struct nr_spans *spans, struct tally *t,
                        bool showing)
{
    for (size_t i = 0; i < spans->count; i++) {
        const struct nr_span *span = &spans->items[i];
        int kind = (label_of(span->type.data) - 1) / 2;
        bool right = false;
        for (size_t k = 0; k < d->count; k++)
            right |= d->entities[k].start == span->start && d->entities[k].end == span->end &&
                     d->entities[k].label == label_of(span->type.data);
        t->got[kind]++;
        t->right[kind] += right;
        if (!right && showing)
            show("wrong", d, span->start, span->end, span->type.data,
                 truly(d, span->start, span->end));
    }
    for (size_t k = 0; k < d->count; k++) {
        const struct entity *e = &d->entities[k];
        if (e->label == NR_LABEL_OTHER)
            continue;
        t->gold[(e->label - 1) / 2]++;
        const char *type = types[(e->label - 1) / 2], *there = instead(spans, e->start, e->end);
        if (showing && strcmp(there, type) != 0)
            show("missed", d, e->start, e->end, type, there);
    }
}

static void judge(const struct nr_entities *x, struct nr_entities_state *state,
                  const struct document *d, struct tally *t, bool showing)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    nr_entities_begin(state, false);
    nr_tokens_begin(&tokens, d->text);
    while (nr_tokens_next(&tokens))
        nr_entities_read(x, state, &tokens, &spans);
    nr_entities_end(x, state, d->text, &spans);
    judge_spans(d, &spans, t, showing);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
}

static void report(const struct tally *t, int kind)
{
    double p = (double)t->right[kind] / (double)(t->got[kind] + !t->got[kind]);
    double r = (double)t->right[kind] / (double)(t->gold[kind] + !t->gold[kind]);
    printf("%s: precision %.4f recall %.4f F1 %.4f\n", types[kind], p, r,
           p + r > 0 ? 2 * p * r / (p + r) : 0);
}

/* The first time the folds are every so many documents, then they are drawn. */
static void deal(int folds, int time)
{
    random_state = (uint64_t)time;
    for (size_t i = 0; i < tested; i++)
        documents[i].fold = (int)(i % (size_t)folds);
    for (size_t i = tested; time && i > 1; i--) {
        size_t k = random_below(i);
        int kept = documents[k].fold;
        documents[k].fold = documents[i - 1].fold;
        documents[i - 1].fold = kept;
    }
}

static void cross(int folds, int times, bool showing)
{
    struct nr_entities *x = nr_entities_new();
    struct nr_entities_state *state = nr_entities_state_new();
    struct tally t = {{0}, {0}, {0}};
    for (int time = 0; time < times; time++) {
        deal(folds, time);
        for (int fold = 0; fold < folds; fold++) {
            train_all(fold);
            pack();
            nr_entities_use(x, model);
            for (size_t i = 0; i < tested; i++)
                if (documents[i].fold == fold)
                    judge(x, state, &documents[i], &t, showing);
        }
    }
    for (int k = 0; k < TYPES; k++) {
        t.right[ALL] += t.right[k];
        t.got[ALL] += t.got[k];
        t.gold[ALL] += t.gold[k];
    }
    for (int k = 0; k <= ALL; k++)
        report(&t, k);
    nr_entities_state_free(state);
    nr_entities_free(x);
}

/* Learns the first model, and forgets its documents. */
static void learn_first(const char *path)
{
    int kept_epochs = epochs;
    unsigned kept_least = least;
    epochs = FIRST_EPOCHS;
    least = FIRST_LEAST;
    read_file(path);
    struct document **all = nr_alloc((count + 1) * sizeof(struct document *));
    for (size_t i = 0; i < count; i++) {
        prepare(&documents[i]);
        all[i] = &documents[i];
    }
    train(all, count, 0);
    for (size_t i = 0; i < NR_MODEL_FEATURES; i++)
        for (int l = 0; l < NR_LABELS; l++) {
            prior[i][l] = share * w.rows[i].weights[l];
            known[i] |= w.rows[i].weights[l] != 0;
        }
    for (size_t i = 0; i <= NR_MODEL_FROM; i++)
        for (int l = 0; l < NR_LABELS; l++)
            prior_steps[i][l] = share * w.steps[i].weights[l];
    free(all);
    count = 0;
    epochs = kept_epochs;
    least = kept_least;
}

struct run {
    int folds, times;
    bool showing;
    const char *first;
};

static bool set_option(struct run *r, int option, const char *value)
{
    switch (option) {
    case 'a':
        share = strtof(value, NULL);
        return true;
    case 'b':
        r->first = value;
        return true;
    case 'c':
        least = (unsigned)strtoul(value, NULL, 10);
        return true;
    case 'e':
        epochs = (int)strtol(value, NULL, 10);
        return true;
    case 'f':
        r->folds = (int)strtol(value, NULL, 10);
        return true;
    case 'l':
        l2 = strtof(value, NULL);
        return true;
    case 'n':
        rows_most = strtoul(value, NULL, 10);
        return true;
    case 's':
        scale = strtof(value, NULL);
        return true;
    case 't':
        r->times = (int)strtol(value, NULL, 10);
        return true;
    case 'v':
        r->showing = true;
        return true;
    default:
        return false;
    }
}

int main(int argc, char *argv[])
{
    struct run r = {.times = 1};
    for (int option; (option = getopt(argc, argv, "a:b:c:e:f:l:n:s:t:v")) != -1;)
        if (!set_option(&r, option, optarg))
            return 2;
    gazetteer = nr_gazetteer_new();
    model = nr_alloc_zero(1, sizeof *model + rows_most * NR_MODEL_ROW);
    if (r.first)
        learn_first(r.first);
    for (int i = optind; i < argc; i++) {
        read_file(argv[i]);
        if (i == optind)
            tested = count;
    }
    for (size_t i = 0; i < count; i++)
        prepare(&documents[i]);
    if (r.folds) {
        cross(r.folds, r.times, r.showing);
    } else {
        train_all(-1);
        size_t n = pack();
        fwrite(model, sizeof *model + n * NR_MODEL_ROW, 1, stdout);
    }
    return 0;
}
