/* make-pairs COUNT: so many pair lines of invented records, in order, as --resolve reads them. Each
 * record has one to seven pairs with earlier ones, near or far, and one in three records has none.
 * Ids are as long as those of a web archive. */
#include "newsreel/dupes/steps.h"
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 1 << 20, SHARD = 1 << 20, MOST = 7 };

static uint64_t state = 1;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * UINT64_C(2685821657736338717) >> 16;
}

static uint64_t ref_of(uint64_t record)
{
    return nr_ref(record / SHARD, record % SHARD + 1);
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The pairs of a record, at most count. Returns how many. */
static uint64_t add_pairs(uint64_t record, uint64_t count, struct nr_buf *out)
{
    uint64_t others[MOST], n = draw() % (MOST + 1), added = 0;
    for (uint64_t i = 0; i < n; i++)
        others[i] =
            draw() % 2 ? draw() % record : record - 1 - draw() % (record < 50 ? record : 50);
    qsort(others, n, sizeof *others, compare);
    for (uint64_t i = 0; i < n && added < count; i++) {
        char id[64];
        if (i && others[i] == others[i - 1])
            continue;
        int length = snprintf(id, sizeof id, "urn:uuid:%08llx-0000-4000-8000-%012llx",
                              (unsigned long long)(others[i] * 2654435761u & UINT32_MAX),
                              (unsigned long long)others[i]);
        struct nr_pair_line pair = {.later = ref_of(record),
                                    .earlier = ref_of(others[i]),
                                    .millionths = 700000 + (uint32_t)(draw() % 300001),
                                    .id = nr_str(id, (size_t)length)};
        nr_pair_line_add(out, &pair);
        added++;
    }
    return added;
}

int main(int argc, char *argv[])
{
    unsigned long long count;
    struct nr_buf out = {0};
    bool good = argc == 2 && nr_str_u64(nr_str_of(argv[1]), &count);
    if (!good) {
        fprintf(stderr, "usage: make-pairs COUNT\n");
        return 2;
    }
    for (uint64_t record = 1; count; record++) {
        if (record % 3)
            count -= add_pairs(record, count, &out);
        if (out.len >= BLOCK || !count) {
            good &= fwrite(out.data, 1, out.len, stdout) == out.len;
            out.len = 0;
        }
    }
    nr_buf_free(&out);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
