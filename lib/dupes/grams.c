/* Hashes are evenly spread, so that their highest bits put nearly all of them in order: one pass of
 * a radix sort over as many bits as a small set needs, two or three passes over bytes for a large
 * one. What they leave is found by a look at neighbours. Hashes that somebody has made otherwise
 * cost four passes more. */
#include "newsreel/dupes/grams.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

enum { BYTES = 4, BYTE_VALUES = 256, KEEP = 1 << 20, STRIDE = 64 };
enum { SMALL_BITS = 12, SMALL = 1 << (SMALL_BITS - 1), LARGE = 1 << 17 };

static void forget(uint32_t **values, size_t *cap, size_t want)
{
    if (*cap <= KEEP || want > KEEP)
        return;
    free(*values);
    *values = NULL;
    *cap = 0;
}

static void reserve(struct nr_grams *g, size_t count)
{
    forget(&g->values, &g->cap, count);
    forget(&g->spare, &g->spare_cap, count);
    g->values = nr_grow_array(g->values, &g->cap, count, sizeof *g->values);
    g->spare = nr_grow_array(g->spare, &g->spare_cap, count, sizeof *g->spare);
}

/* A stable pass by the bits from shift up, whose values' counts become the places they go to. */
static void sort_pass(uint32_t *to, const uint32_t *from, size_t count, int shift, uint32_t *places,
                      size_t values)
{
    uint32_t place = 0;
    for (size_t i = 0; i < values; i++) {
        uint32_t n = places[i];
        places[i] = place;
        place += n;
    }
    for (size_t i = 0; i < count; i++)
        to[places[from[i] >> shift & (values - 1)]++] = from[i];
}

/* Into g->values, in the order of the bytes from first up. */
static void sort_bytes(struct nr_grams *g, const uint32_t *hashes, size_t count, int first)
{
    uint32_t places[BYTES][BYTE_VALUES] = {0};
    for (size_t i = 0; i < count; i++)
        for (int k = first; k < BYTES; k++)
            places[k][hashes[i] >> (8 * k) & 0xff]++;
    const uint32_t *from = hashes;
    for (int k = first; k < BYTES; k++) {
        uint32_t *to = (BYTES - k) % 2 ? g->values : g->spare;
        sort_pass(to, from, count, 8 * k, places[k], BYTE_VALUES);
        from = to;
    }
}

/* Into g->values, in the order of two to four times as many places as there are values. */
static void sort_small(struct nr_grams *g, const uint32_t *hashes, size_t count)
{
    uint32_t places[1 << SMALL_BITS];
    int bits = 4;
    while (count >> (bits - 1))
        bits++;
    memset(places, 0, sizeof *places << bits);
    for (size_t i = 0; i < count; i++)
        places[hashes[i] >> (32 - bits)]++;
    sort_pass(g->values, hashes, count, 32 - bits, places, (size_t)1 << bits);
}

/* Puts what is nearly sorted in order. False when it is not nearly sorted. */
static bool sort_rest(uint32_t *values, size_t count)
{
    size_t moves = 8 * count + STRIDE;
    for (size_t i = 1; i < count; i++) {
        uint32_t value = values[i];
        size_t k = i;
        for (; k && values[k - 1] > value && moves; k--, moves--)
            values[k] = values[k - 1];
        values[k] = value;
    }
    return moves > 0;
}

void nr_grams_make(struct nr_grams *g, const uint32_t *hashes, size_t count, uint32_t second)
{
    reserve(g, count);
    if (count < SMALL)
        sort_small(g, hashes, count);
    else
        sort_bytes(g, hashes, count, count > LARGE ? 1 : 2);
    if (!sort_rest(g->values, count))
        sort_bytes(g, hashes, count, 0);
    g->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = g->values[i];
        g->values[g->count] = value;
        g->count += i + 1 == count || value != g->values[i + 1];
    }
    g->second = g->count == 1 ? second : 0;
}

/* Two single n-grams, whatever their first hashes say. */
static bool are_told_apart(const struct nr_grams *a, const struct nr_grams *b)
{
    return a->second && b->second && a->second != b->second;
}

/* Elements in common, or any number below need as soon as need is out of reach. */
static size_t common_if(const struct nr_grams *a, const struct nr_grams *b, size_t need)
{
    size_t i = 0, k = 0, common = 0;
    if (are_told_apart(a, b))
        return 0;
    while (i < a->count && k < b->count) {
        size_t left = a->count - i < b->count - k ? a->count - i : b->count - k;
        if (common + left < need)
            return 0;
        for (size_t steps = left < STRIDE ? left : STRIDE; steps; steps--) {
            uint32_t x = a->values[i], y = b->values[k];
            common += x == y;
            i += x <= y;
            k += y <= x;
        }
    }
    return common;
}

size_t nr_grams_common(const struct nr_grams *a, const struct nr_grams *b)
{
    return common_if(a, b, 0);
}

static double share(size_t common, size_t of)
{
    return of ? (double)common / (double)of : 0;
}

double nr_grams_similarity(const struct nr_grams *a, const struct nr_grams *b)
{
    size_t common = common_if(a, b, 0);
    return share(common, a->count + b->count - common);
}

double nr_grams_containment(const struct nr_grams *a, const struct nr_grams *b)
{
    return share(common_if(a, b, 0), a->count);
}

static bool reaches(size_t common, size_t sum, double threshold)
{
    return share(common, sum - common) >= threshold;
}

/* The fewest common elements of sets of sum elements that reach the threshold; more than there can
 * be when none do. The quotient may be wrong by rounding, hence the steps. */
static size_t fewest_common(size_t sum, double threshold)
{
    size_t n = (size_t)((double)sum * threshold / (1 + threshold));
    n = n < sum / 2 ? n : sum / 2;
    while (n && reaches(n - 1, sum, threshold))
        n--;
    while (n <= sum / 2 && !reaches(n, sum, threshold))
        n++;
    return n;
}

bool nr_grams_alike(const struct nr_grams *a, const struct nr_grams *b, double threshold,
                    double *similarity)
{
    size_t sum = a->count + b->count;
    if (!nr_grams_sizes_alike(a->count, b->count, threshold))
        return false;
    size_t common = common_if(a, b, fewest_common(sum, threshold));
    if (!reaches(common, sum, threshold))
        return false;
    *similarity = share(common, sum - common);
    return true;
}

bool nr_grams_contained(const struct nr_grams *a, const struct nr_grams *b, double threshold,
                        double *containment)
{
    size_t need = (size_t)((double)a->count * threshold);
    if (share(need, a->count) < threshold)
        need++;
    size_t common = common_if(a, b, need);
    if (a->count == 0 || share(common, a->count) < threshold)
        return false;
    *containment = share(common, a->count);
    return true;
}

bool nr_grams_sizes_alike(size_t a, size_t b, double threshold)
{
    return share(a < b ? a : b, a < b ? b : a) >= threshold;
}

void nr_grams_free(struct nr_grams *g)
{
    free(g->values);
    free(g->spare);
    *g = (struct nr_grams){0};
}
