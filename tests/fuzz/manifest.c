/* Whatever is read as a manifest has files with the digests that it states, and never more of them
 * than a data set may have. */
#include "../../lib/publish/dataset_manifest.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dataset_manifest m;
    struct nr_error e;
    if (dataset_manifest_read(&m, nr_str((const char *)data, size), &e) == NR_OK) {
        assert(m.text_apart || m.counts[DATASET_TEXT] == 0);
        assert(strlen(m.frames.sha256) == SHA256_DIGITS);
        for (int kind = 0; kind < DATASET_KINDS; kind++)
            for (size_t i = 0; i < m.counts[kind]; i++)
                assert(strlen(m.files[kind][i].sha256) == SHA256_DIGITS);
    } else {
        assert(*e.text);
    }
    dataset_manifest_free(&m);
    return 0;
}
