/* The model: what features say, and the labels that are best for what they say. */
#include "../core/little.h"
#include "built_in.h"
#include "entities_parts.h"

NR_BUILT_IN(nr_entities_built_in, "lib/tags/entities_model.bin");

const struct nr_entities_model *nr_entities_model(void)
{
    return (const struct nr_entities_model *)nr_entities_built_in;
}

static uint32_t bits_in(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (uint32_t)(x * 0x0101010101010101u >> 56);
}

void nr_model_count(const struct nr_entities_model *model, uint32_t before[NR_MODEL_WORDS])
{
    uint32_t sum = 0;
    for (size_t i = 0; i < NR_MODEL_WORDS; i++) {
        before[i] = sum;
        sum += bits_in(little_load(model->there + i * 8));
    }
}

bool nr_entities_model_is_sound(void)
{
    uint32_t before[NR_MODEL_WORDS];
    const uint8_t *last = nr_entities_model()->there + sizeof nr_entities_model()->there - 8;
    nr_model_count(nr_entities_model(), before);
    size_t rows = before[NR_MODEL_WORDS - 1] + bits_in(little_load(last));
    return (size_t)((uintptr_t)nr_entities_built_in_end - (uintptr_t)nr_entities_built_in) ==
           sizeof(struct nr_entities_model) + rows * NR_MODEL_ROW;
}

/* Moves the features that have rows to the front: without a branch, for it could not be
 * foretold. */
static size_t find_there(const struct nr_entities_model *model, const struct nr_features *f,
                         uint32_t *there)
{
    size_t n = 0;
    for (size_t k = 0; k < f->count; k++) {
        uint32_t id = f->ids[k];
        there[n] = id;
        n += model->there[id / 8] >> id % 8 & 1;
    }
    return n;
}

/* Makes rows of features, and asks for them. */
static void find_rows(const struct nr_entities_model *model, const uint32_t *before, uint32_t *ids,
                      size_t n)
{
    for (size_t k = 0; k < n; k++) {
        uint64_t below = (UINT64_C(1) << ids[k] % 64) - 1;
        uint32_t word = ids[k] / 64;
        ids[k] = before[word] + bits_in(little_load(model->there + (size_t)word * 8) & below);
        __builtin_prefetch(model->rows[ids[k]]);
    }
}

typedef int8_t row_vector __attribute__((vector_size(NR_MODEL_ROW)));
typedef int16_t sum_vector __attribute__((vector_size(2 * NR_MODEL_ROW)));

void nr_model_score(const struct nr_entities_model *model, const uint32_t *before,
                    const struct nr_features *f, int16_t scores[NR_MODEL_ROW])
{
    uint32_t rows[NR_FEATURES];
    size_t n = find_there(model, f, rows);
    find_rows(model, before, rows, n);
    sum_vector sum;
    memcpy(&sum, scores, sizeof sum);
    for (size_t k = 0; k < n; k++) {
        row_vector row;
        memcpy(&row, model->rows[rows[k]], sizeof row);
        sum += __builtin_convertvector(row, sum_vector);
    }
    memcpy(scores, &sum, sizeof sum);
}

/* ---- Labels ---- */

bool nr_entity_may_follow(int from, int to)
{
    bool inside = to == NR_LABEL_PERSON + 1 || to == NR_LABEL_ORG + 1 || to == NR_LABEL_PLACE + 1;
    return !inside || from == to || from == to - 1;
}

enum { NEVER = -(1 << 28) };

/* The best score of a label behind those before it, and which one that is. */
static int32_t best_step(const int32_t before[NR_LABELS], const int8_t (*steps)[NR_LABELS], int to,
                         uint8_t *from)
{
    bool inside = !nr_entity_may_follow(NR_MODEL_FROM, to);
    int first = inside ? to - 1 : 0, last = inside ? to : NR_LABELS - 1;
    int32_t best = NEVER;
    for (int k = first; k <= last; k++) {
        int32_t score = before[k] + steps[k][to];
        *from = score > best ? (uint8_t)k : *from;
        best = score > best ? score : best;
    }
    return best;
}

void nr_entity_decode(int32_t (*scores)[NR_LABELS], size_t count, const int8_t (*steps)[NR_LABELS],
                      uint8_t *labels)
{
    int32_t best[NR_SEGMENT_MOST][NR_LABELS];
    uint8_t from[NR_SEGMENT_MOST][NR_LABELS];
    for (int to = 0; to < NR_LABELS; to++)
        best[0][to] = nr_entity_may_follow(NR_MODEL_FROM, to)
                          ? scores[0][to] + steps[NR_MODEL_FROM][to]
                          : NEVER;
    for (size_t i = 1; i < count; i++) {
        for (int to = 0; to < NR_LABELS; to++) {
            from[i][to] = 0;
            best[i][to] = scores[i][to] + best_step(best[i - 1], steps, to, &from[i][to]);
        }
    }
    uint8_t last = 0;
    for (uint8_t k = 1; k < NR_LABELS; k++)
        if (best[count - 1][k] > best[count - 1][last])
            last = k;
    for (size_t i = count; i-- > 0; last = i ? from[i][last] : last)
        labels[i] = last;
}
