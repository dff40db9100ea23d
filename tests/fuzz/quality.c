/* Input: a text. No value is negative, and the same text gives the same signals again, whatever
 * was looked at before. */
#include "newsreel/tags/quality.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static double sum_of(struct nr_quality *q, struct nr_str text)
{
    double sum = 0;
    nr_quality_begin(q, text, nr_str_of("en"));
    for (int set = 0; set < NR_QUALITY_SETS; set++) {
        size_t count;
        const struct nr_signal *s = nr_quality_signals(q, (enum nr_quality_set)set, &count);
        for (size_t i = 0; i < count; i++) {
            assert(s[i].real >= 0);
            sum += s[i].real + (double)s[i].count;
        }
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0};
    struct nr_quality *q = nr_quality_new();
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    double first = sum_of(q, nr_buf_str(&text));
    sum_of(q, nr_str_of("a b a b a b a b a b a b\n\n\na"));
    assert(sum_of(q, nr_buf_str(&text)) == first);
    nr_quality_free(q);
    nr_buf_free(&text);
    return 0;
}
