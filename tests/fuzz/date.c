#include "newsreel/html/date.h"
#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What comes out is a date of RFC 3339, and parsing it again changes nothing. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char once[NR_DATE_SIZE], twice[NR_DATE_SIZE];
    if (!nr_date_parse(nr_str((const char *)data, size), once))
        return 0;
    size_t len = strlen(once);
    assert(len == 10 || len == 20 || len == 25);
    assert(once[4] == '-' && once[7] == '-' && (len == 10 || once[10] == 'T'));
    assert(nr_date_parse(nr_str_of(once), twice));
    assert(strcmp(once, twice) == 0);
    return 0;
}
