#include "newsreel/dupes/bands.h"
#include "word_hash.h"

/* By multiplication alone, which every platform rounds alike. */
static double power(double base, unsigned exponent)
{
    double result = 1;
    while (exponent--)
        result *= base;
    return result;
}

double nr_bands_missed(struct nr_bands b, double similarity)
{
    return power(1 - power(similarity, b.rows), b.bands);
}

/* The fewest bands of so many rows that miss no more than they may. */
static struct nr_bands fewest(double threshold, unsigned rows)
{
    struct nr_bands b = {.bands = 1, .rows = rows};
    while (b.bands < NR_MINHASH_MOST && nr_bands_missed(b, threshold) > NR_BANDS_MISSED)
        b.bands++;
    return b;
}

struct nr_bands nr_bands_choose(double threshold)
{
    struct nr_bands b;
    for (unsigned rows = NR_BANDS_MOST_ROWS; rows > 2; rows--) {
        b = fewest(threshold, rows);
        if (b.bands <= NR_BANDS_FEW && b.bands * rows <= NR_MINHASH_MOST)
            return b;
    }
    b = fewest(threshold, 2);
    return b.bands * b.rows <= NR_MINHASH_MOST ? b : fewest(threshold, 1);
}

void nr_bands_keys(struct nr_bands b, const uint32_t *values, uint64_t *keys)
{
    for (unsigned i = 0; i < b.bands; i++) {
        uint64_t key = i + 1;
        for (unsigned k = 0; k < b.rows; k++)
            key = word_hash_piece(key, *values++, 0);
        keys[i] = key;
    }
}
