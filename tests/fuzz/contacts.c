/* The spans of contacts. */
#include "newsreel/tags/contacts.h"
#include "spans.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_spans(data, size, nr_contacts_read);
    return 0;
}
