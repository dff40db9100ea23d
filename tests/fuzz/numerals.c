/* Numerals end behind their beginning and within the block, and their values can be written. */
#include "newsreel/tags/numerals.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf valid = {0};
    struct nr_tokens t = {0};
    struct nr_numerals *n = nr_numerals_new();
    nr_utf8_repair(&valid, nr_str((const char *)data, size));
    nr_tokens_begin(&t, nr_buf_str(&valid));
    while (nr_tokens_next(&t)) {
        for (size_t i = 0; i < t.count; i++) {
            struct nr_numeral found;
            char value[NR_DECIMAL_SIZE];
            if (!nr_numerals_read(n, &t, i, size & 7, &found))
                continue;
            check(found.end > i && found.end <= t.count && found.end - i < 8 * NR_NUMERAL_TOKENS);
            check(nr_decimal_write(found.value, value) < NR_DECIMAL_SIZE);
            check(nr_numerals_may_begin(n, &t, i));
        }
    }
    nr_tokens_free(&t);
    nr_numerals_free(n);
    nr_buf_free(&valid);
    return 0;
}
