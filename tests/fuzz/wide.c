/* UTF-16 and UTF-32 become the same valid UTF-8 however they come. */
#include "../../lib/source/wide.h"
#include "../unit/chunks.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void decode(struct nr_str bytes, size_t step, struct nr_buf *out)
{
    static const struct nr_input_options options = {.stop_fd = -1};
    struct chunks stream = {bytes, step};
    struct nr_input *in;
    struct nr_error e;
    struct nr_str chunk;
    assert(nr_input_open_nested(&in, read_chunk, &stream, &options, &e) == NR_OK);
    struct nr_wide *w = nr_wide_open(in, nr_sniff_width(bytes));
    while (nr_wide_read(w, &chunk, &e) == NR_OK) {
        assert(chunk.len && nr_utf8_valid(chunk) == chunk.len);
        nr_buf_add_str(out, chunk);
    }
    nr_wide_close(w);
    nr_input_close(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str bytes = nr_str((const char *)data, size);
    struct nr_buf want = {0}, got = {0};
    if (nr_sniff_width(bytes).unit == 1)
        return 0;
    decode(bytes, size + 1, &want);
    for (size_t step = 1; step < 6; step++) {
        got.len = 0;
        decode(bytes, step, &got);
        assert(nr_str_eq(nr_buf_str(&got), nr_buf_str(&want)));
    }
    nr_buf_free(&want);
    nr_buf_free(&got);
    return 0;
}
