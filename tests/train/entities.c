/* entities: learns the model of lib/tags/entities.c from texts whose entities are known.
 *
 *     entities [-e EPOCHS] [-s SCALE] FILE.jsonl ... > lib/tags/entities_model.c
 *     entities -f FOLDS [-e EPOCHS] [-s SCALE] FILE.jsonl ...
 *
 * A line of FILE is {"text": ..., "entities": [{"s": .., "e": .., "t": ..}, ...]}: half-open ranges
 * of code points; t is person, organisation, place, or misc for other names. With -f nothing is
 * written but how well each part of the first file's documents is read, by the model alone, by what
 * was learnt from the others. SCALE is what a step of learning weighs. */
#include "../../lib/tags/entities_parts.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct entity {
    size_t start, end; /* bytes */
    uint8_t label;     /* of its first unit */
};

struct document {
    struct nr_str text;
    struct entity *entities;
    size_t count;
    unsigned weight;
};

static struct document *documents;
static size_t count, capacity, tested;

/* The weights, the sums of all that they were, and when they were last summed. */
struct weight {
    int32_t now, since;
    int64_t sum;
};

static struct weight rows[NR_MODEL_ROWS][NR_LABELS], steps[NR_MODEL_FROM + 1][NR_LABELS];
static int32_t averaged_rows[NR_MODEL_ROWS][NR_LABELS],
    averaged_steps[NR_MODEL_FROM + 1][NR_LABELS];
static int32_t clock_now;

static struct nr_gazetteer *gazetteer;
static struct nr_entities_memory memory;
static struct nr_units units;
static struct nr_tokens tokens;

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

static void read_line(const char *line, size_t len, unsigned weight)
{
    json_t *root = json_loadb(line, len, 0, NULL), *list = json_object_get(root, "entities"), *one;
    documents = nr_grow_array(documents, &capacity, count + 1, sizeof *documents);
    struct document *d = &documents[count++];
    json_t *text = json_object_get(root, "text");
    d->text = nr_str(json_string_value(text), json_string_length(text));
    d->count = json_array_size(list);
    d->weight = weight;
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

static void read_file(const char *path, unsigned weight)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    if (!f) {
        perror(path);
        exit(2);
    }
    for (ssize_t len; (len = getline(&line, &size, f)) > 0;)
        read_line(line, (size_t)len, weight);
    free(line);
    fclose(f);
}

/* ---- Learning ---- */

static void change(struct weight *w, int32_t by)
{
    w->sum += (int64_t)w->now * (clock_now - w->since);
    w->since = clock_now;
    w->now += by;
}

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

struct seen {
    uint32_t rows[NR_SEGMENT_MOST][NR_FEATURES];
    size_t counts[NR_SEGMENT_MOST];
};

static void see(struct seen *seen, struct nr_segment s)
{
    for (size_t i = 0; i < s.count; i++)
        seen->counts[i] = nr_entity_features(&units, s, i, &memory, seen->rows[i]);
}

static void predict(const struct seen *seen, struct nr_segment s, bool averaged, uint8_t *labels)
{
    int32_t scores[NR_SEGMENT_MOST][NR_LABELS] = {{0}}, moves[NR_MODEL_FROM + 1][NR_LABELS];
    for (size_t i = 0; i < s.count; i++)
        for (size_t k = 0; k < seen->counts[i]; k++)
            for (int l = 0; l < NR_LABELS; l++)
                scores[i][l] +=
                    averaged ? averaged_rows[seen->rows[i][k]][l] : rows[seen->rows[i][k]][l].now;
    for (int k = 0; k <= NR_MODEL_FROM; k++)
        for (int l = 0; l < NR_LABELS; l++)
            moves[k][l] = averaged ? averaged_steps[k][l] : steps[k][l].now;
    nr_entity_decode(scores, s.count, (const int32_t(*)[NR_LABELS])moves, labels);
}

static void learn(const struct seen *seen, struct nr_segment s, const uint8_t *gold,
                  const uint8_t *got, int32_t by)
{
    for (size_t i = 0; i < s.count; i++) {
        if (gold[i] != got[i]) {
            for (size_t k = 0; k < seen->counts[i]; k++) {
                change(&rows[seen->rows[i][k]][gold[i]], by);
                change(&rows[seen->rows[i][k]][got[i]], -by);
            }
        }
        change(&steps[i ? gold[i - 1] : NR_MODEL_FROM][gold[i]], by);
        change(&steps[i ? got[i - 1] : NR_MODEL_FROM][got[i]], -by);
    }
}

struct tally {
    size_t right[4], got[4], gold[4];
};

static void tally(struct tally *t, const struct document *d, struct nr_segment s,
                  const uint8_t *labels)
{
    for (size_t i = 0, next; i < s.count; i = next) {
        next = i + 1;
        if (labels[i] == NR_LABEL_NONE || labels[i] == NR_LABEL_OTHER)
            continue;
        while (next < s.count && labels[next] == labels[i] + 1)
            next++;
        const struct nr_unit *first = &units.items[s.first + i],
                             *last = &units.items[s.first + next - 1];
        int kind = (labels[i] - 1) / 2;
        bool right = false;
        for (size_t k = 0; k < d->count; k++)
            right |= d->entities[k].start == first->start && d->entities[k].end == last->end &&
                     d->entities[k].label == labels[i];
        t->got[kind]++;
        t->right[kind] += right;
    }
}

static void walk(const struct document *d, bool learning, struct tally *t)
{
    static struct seen seen;
    uint8_t gold[NR_SEGMENT_MOST], got[NR_SEGMENT_MOST];
    struct nr_segment s;
    nr_memory_reset(&memory);
    nr_tokens_begin(&tokens, d->text);
    while (nr_tokens_next(&tokens)) {
        nr_memory_small(&memory, &tokens);
        nr_units_read(&units, &tokens, gazetteer);
        for (size_t at = 0; nr_segment_next(&units, gazetteer, &at, &s);) {
            see(&seen, s);
            predict(&seen, s, !learning, got);
            gold_labels(d, s, gold);
            if (learning) {
                clock_now++;
                if (memcmp(gold, got, s.count) != 0)
                    learn(&seen, s, gold, got, 1);
            } else {
                tally(t, d, s, got);
            }
            nr_memory_labels(&memory, &units, s, got);
        }
    }
    for (size_t k = 0; t && k < d->count; k++)
        if (d->entities[k].label != NR_LABEL_OTHER)
            t->gold[(d->entities[k].label - 1) / 2]++;
}

static uint64_t random_state;

static size_t random_below(size_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % n;
}

/* Leaves out the documents of one part; fold < 0: none. */
static void train(int epochs, int fold, int folds)
{
    size_t *order = nr_alloc(count * sizeof *order), n = 0;
    memset(rows, 0, sizeof rows);
    memset(steps, 0, sizeof steps);
    clock_now = 0;
    random_state = 1;
    for (size_t i = 0; i < count; i++)
        if (i >= tested || fold < 0 || (int)(i % (size_t)folds) != fold)
            order[n++] = i;
    for (int epoch = 0; epoch < epochs; epoch++) {
        for (size_t i = n; i > 1; i--) {
            size_t k = random_below(i), kept = order[k];
            order[k] = order[i - 1];
            order[i - 1] = kept;
        }
        for (size_t i = 0; i < n; i++)
            walk(&documents[order[i]], true, NULL);
    }
    free(order);
}

static int32_t average(struct weight *w, double scale)
{
    change(w, 0);
    double value = (double)w->sum / clock_now * scale;
    int32_t rounded = (int32_t)(value + (value < 0 ? -.5 : .5));
    return rounded > 45 ? 45 : rounded < -45 ? -45 : rounded;
}

static void finish(double scale)
{
    for (size_t i = 0; i < NR_MODEL_ROWS; i++)
        for (int l = 0; l < NR_LABELS; l++)
            averaged_rows[i][l] = average(&rows[i][l], scale);
    for (int k = 0; k <= NR_MODEL_FROM; k++)
        for (int l = 0; l < NR_LABELS; l++) {
            change(&steps[k][l], 0);
            averaged_steps[k][l] = (int32_t)((double)steps[k][l].sum / clock_now * scale);
        }
}

static void report(const char *name, const struct tally *t, int kind)
{
    double p = (double)t->right[kind] / (double)(t->got[kind] + !t->got[kind]);
    double r = (double)t->right[kind] / (double)(t->gold[kind] + !t->gold[kind]);
    printf("%s: precision %.4f recall %.4f F1 %.4f\n", name, p, r,
           p + r > 0 ? 2 * p * r / (p + r) : 0);
}

static void cross(int epochs, int folds, double scale)
{
    struct tally t = {{0}, {0}, {0}};
    for (int fold = 0; fold < folds; fold++) {
        train(epochs, fold, folds);
        finish(scale);
        for (size_t i = (size_t)fold; i < tested; i += (size_t)folds)
            walk(&documents[i], false, &t);
    }
    for (int k = 0; k < 3; k++) {
        t.right[3] += t.right[k];
        t.got[3] += t.got[k];
        t.gold[3] += t.gold[k];
    }
    report("person", &t, 0);
    report("organisation", &t, 1);
    report("place", &t, 2);
    report("all", &t, 3);
}

/* ---- Writing ---- */

static void write_row(const int32_t *row)
{
    for (int l = 0; l < NR_LABELS; l++) {
        int c = NR_MODEL_ZERO + row[l];
        if (c == '"' || c == '\\' || c == '?')
            putchar('\\');
        putchar(c);
    }
}

static void write_model(void)
{
    puts("/* Written by tests/train/entities. Learnt from Wikigold (Balasuriya and others 2009, CC "
         "BY 4.0) and\n"
         " * from tests/train/entities.jsonl. */\n#include \"entities_parts.h\"\n\n/* clang-format "
         "off */\n"
         "const int32_t nr_entities_steps[NR_MODEL_FROM + 1][NR_LABELS] = {");
    for (int k = 0; k <= NR_MODEL_FROM; k++) {
        printf("    {");
        for (int l = 0; l < NR_LABELS; l++)
            printf("%d%s", averaged_steps[k][l], l + 1 < NR_LABELS ? ", " : "},\n");
    }
    puts("};\n\nconst char nr_entities_rows[NR_MODEL_ROWS / NR_MODEL_LINE][NR_MODEL_LINE * "
         "NR_LABELS + 1] = {");
    for (size_t i = 0; i < NR_MODEL_ROWS; i++) {
        if (i % 16 == 0)
            fputs(i % NR_MODEL_LINE ? "\n     \"" : "    \"", stdout);
        write_row(averaged_rows[i]);
        if (i % 16 == 15)
            fputs(i % NR_MODEL_LINE == NR_MODEL_LINE - 1 ? "\",\n" : "\"", stdout);
    }
    puts("};\n/* clang-format on */");
}

int main(int argc, char *argv[])
{
    int folds = 0, epochs = 15, option;
    double scale = 0;
    while ((option = getopt(argc, argv, "e:f:s:")) != -1) {
        if (option == 'e')
            epochs = atoi(optarg);
        else if (option == 'f')
            folds = atoi(optarg);
        else if (option == 's')
            scale = atof(optarg);
        else
            return 2;
    }
    gazetteer = nr_gazetteer_new();
    for (int i = optind; i < argc; i++) {
        read_file(argv[i], 1);
        if (i == optind)
            tested = count;
    }
    scale = scale > 0 ? scale : 3;
    if (folds) {
        cross(epochs, folds, scale);
    } else {
        train(epochs, -1, 1);
        finish(scale);
        write_model();
    }
    return 0;
}
