#include "../../lib/html/json_mend.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/value.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What comes out is not much longer than what went in; UTF-8 stays UTF-8; and where it is JSON,
 * mending it once more gives JSON again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0}, once = {0}, twice = {0};
    struct nr_error e;
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    nr_json_mend(&once, nr_buf_str(&text));
    assert(once.len <= text.len * 6 + 2 * NR_MEND_DEPTH);
    assert(nr_utf8_valid(nr_buf_str(&once)) == once.len);
    struct nr_value *v = nr_value_parse(nr_buf_str(&once), &e);
    if (v) {
        nr_json_mend(&twice, nr_buf_str(&once));
        struct nr_value *w = nr_value_parse(nr_buf_str(&twice), &e);
        assert(w);
        nr_value_free(w);
    }
    nr_value_free(v);
    nr_buf_free(&twice);
    nr_buf_free(&once);
    nr_buf_free(&text);
    return 0;
}
