#include "../../lib/formats/formats.h"
#include "wire_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_format(&nr_format_anpa, data, size);
    return 0;
}
