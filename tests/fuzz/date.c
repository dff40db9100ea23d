#include "newsreel/html/date.h"
#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What comes out is a date of RFC 3339, and parsing it again changes nothing. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char once[NR_DATE_SIZE], twice[NR_DATE_SIZE];
    struct nr_str text = nr_str((const char *)data, size);
    if (nr_date_in_address(text, once))
        assert(strlen(once) == 10 && nr_date_day(nr_str_of(once)) > 0);
    if (nr_date_parse_in(text, NR_DATE_MONTH_FIRST, once) &&
        nr_date_parse_in(text, NR_DATE_DAY_FIRST, twice))
        assert(strlen(once) == strlen(twice));
    if (!nr_date_parse(text, once))
        return 0;
    size_t len = strlen(once);
    assert(len == 10 || len == 20 || len == 25);
    assert(once[4] == '-' && once[7] == '-' && (len == 10 || once[10] == 'T'));
    assert(nr_date_parse(nr_str_of(once), twice));
    assert(strcmp(once, twice) == 0);
    return 0;
}
