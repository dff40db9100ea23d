/* Normalising: once is enough, and the form is what the header promises. */
#include "newsreel/text/normalize.h"
#include "normal.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0}, out = {0}, again = {0};
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    nr_text_normalize(&out, nr_buf_str(&in));
    check(out.len <= 3 * in.len);
    check_normal(nr_buf_str(&out));
    nr_text_normalize(&again, nr_buf_str(&out));
    check(nr_str_eq(nr_buf_str(&out), nr_buf_str(&again)));
    nr_buf_free(&in);
    nr_buf_free(&out);
    nr_buf_free(&again);
    return 0;
}
