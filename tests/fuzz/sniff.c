/* The answer is a kind with a name, and depends on no more than nr_sniff_wants asks for. */
#include "newsreel/source/sniff.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str all = nr_str((const char *)data, size);
    struct nr_str head = nr_str_sub(all, 0, 1);
    size_t want = nr_sniff_wants(head);
    while (want > head.len && head.len < size) {
        head = nr_str_sub(all, 0, want);
        want = nr_sniff_wants(head);
        assert(want <= NR_SNIFF_LINE);
    }
    enum nr_kind kind = nr_sniff(head);
    assert(nr_kind_name(kind)[0]);
    assert(nr_sniff(all) == kind);
    assert((kind == NR_KIND_EMPTY) == (size == 0));
    return 0;
}
