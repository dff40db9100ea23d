/* Any bytes as a list of drops: records are asked for as a run asks, and the list holds or
 * fails. */
#include "newsreel/dupes/drops.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SHARDS = 3, RECORDS = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_error e;
    struct nr_drops d;
    struct nr_drop_line drop;
    struct nr_str list = nr_str((const char *)data, size);
    for (uint64_t step = 1; step < 4; step += 2) {
        nr_drops_init(&d, list);
        enum nr_status status = NR_OK;
        for (uint64_t shard = SHARDS; shard-- > 0 && status != NR_FAIL;)
            for (uint64_t n = 1; n < RECORDS && status != NR_FAIL; n += step) {
                status = nr_drops_find(&d, nr_ref(shard, n), &drop, &e);
                if (status == NR_OK && (drop.ref != nr_ref(shard, n) || drop.kept >= drop.ref))
                    abort();
                if (d.at > size)
                    abort();
            }
        (void)nr_drops_finish(&d, &e);
    }
    return 0;
}
