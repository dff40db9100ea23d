/* Any bytes as a packed sketch: refused, or the same again when packed. */
#include "newsreel/dupes/sketch.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_sketch k;
    struct nr_buf packed = {0};
    struct nr_str bytes = nr_str((const char *)data, size);
    if (nr_sketch_unpack(&k, bytes)) {
        nr_sketch_pack(&k, &packed);
        if (!nr_str_eq(nr_buf_str(&packed), bytes))
            abort();
    }
    nr_buf_free(&packed);
    return 0;
}
