/* Key lines as they come, and sorted: however they are cut into blocks, the same pairs come out,
 * and pairs are lines that resolving takes. The first byte says in which mode and with which
 * bounds. */
#include "newsreel/dupes/pairs.h"
#include "newsreel/dupes/steps.h"
#include "sorted.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Pairs of all lines, n at a time; false when there was something wrong. */
static bool pair_all(const struct nr_pairs_options *options, struct nr_str lines, size_t n,
                     struct nr_buf *out)
{
    struct nr_error e;
    struct nr_buf sifted = {0};
    struct nr_pairs *p = nr_pairs_new(options);
    bool good = true;
    while (good && lines.len) {
        sifted.len = 0;
        struct nr_str block = cut_lines(&lines, n);
        good = nr_pairs_sift(block, &sifted, &e) == NR_OK &&
               nr_pairs_add(p, nr_buf_str(&sifted), out, &e) == NR_OK;
        check(sifted.len <= block.len);
    }
    nr_pairs_warn(p, &sifted);
    nr_pairs_free(p);
    nr_buf_free(&sifted);
    return good;
}

static void try(const struct nr_pairs_options *options, struct nr_str lines)
{
    struct nr_buf whole = {0}, pieces = {0};
    struct nr_pair_line pair;
    bool good = pair_all(options, lines, SIZE_MAX, &whole);
    if (good) {
        check(pair_all(options, lines, 1, &pieces));
        check(nr_str_eq(nr_buf_str(&whole), nr_buf_str(&pieces)));
        pieces.len = 0;
        check(pair_all(options, lines, 3, &pieces));
        check(nr_str_eq(nr_buf_str(&whole), nr_buf_str(&pieces)));
    }
    struct nr_str rest = nr_buf_str(&whole), line;
    while (good && rest.len && nr_str_split(&rest, '\n', &line))
        check(nr_pair_line_parse(line, &pair));
    nr_buf_free(&whole);
    nr_buf_free(&pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double thresholds[] = {0, .3, .7, 1};
    if (size == 0)
        return 0;
    struct nr_pairs_options options = {.threshold = thresholds[data[0] & 3],
                                       .most_classes = data[0] & 4 ? 3 : NR_PAIRS_CLASSES,
                                       .most_bytes = data[0] & 8 ? 64 : NR_PAIRS_BYTES,
                                       .most_pairs = data[0] & 16 ? 1 : NR_PAIRS_PAIRS};
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    struct nr_buf sorted = {0};
    try(&options, bytes);
    add_sorted(bytes, &sorted);
    try(&options, nr_buf_str(&sorted));
    nr_buf_free(&sorted);
    return 0;
}
