/* The records and losses are the same however the bytes come, every block fits the limit, and every
 * byte is taken; so with segments put together. The first byte chooses the limit. */
#include "../unit/chunks.h"
#include "newsreel/core/utf8.h"
#include "newsreel/source/segments.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(struct nr_input *in, bool together, size_t max_record, size_t size,
                 struct nr_buf *out)
{
    struct nr_segments s = {.warc = nr_warc_open(in, max_record, NR_WARC_DOCUMENTS),
                            .max_record = max_record};
    struct nr_warc_record r;
    struct nr_error e;
    enum nr_status status;
    uint64_t end = 0;
    while ((status = together ? nr_segments_next(&s, &r, &e) : nr_warc_next(s.warc, &r, &e)) !=
           NR_END) {
        assert(status == NR_OK || status == NR_BAD);
        nr_buf_addf(out, "%d ", (int)status);
        if (status == NR_BAD) {
            /* what was lost has places, or none */
            nr_buf_add(out, e.text, strcspn(e.text, ";"));
            continue;
        }
        assert(r.block.len <= max_record);
        assert(nr_utf8_valid(r.uri) == r.uri.len && nr_utf8_valid(r.mime) == r.mime.len);
        if (r.placed) {
            assert(r.offset >= end && r.length > r.block.len);
            assert(!r.skipped || !r.block.len);
            end = r.offset + r.length;
            assert(end <= size);
        }
        nr_buf_addf(out, "%s %zu ", nr_warc_type_name(r.type), r.block.len);
        nr_buf_add_str(out, r.uri);
        nr_buf_add_str(out, r.block);
    }
    nr_warc_close(s.warc);
    nr_segments_close(&s);
}

static void compare(struct nr_str bytes, bool together, size_t max_record)
{
    static const struct nr_input_options options = {.stop_fd = -1};
    static const size_t sizes[] = {7, 1, 100};
    struct nr_buf want = {0};
    struct nr_input *in;
    struct nr_error e;
    assert(nr_input_open_memory(&in, bytes, &options, &e) == NR_OK);
    tell(in, together, max_record, bytes.len, &want);
    nr_input_close(in);
    for (size_t i = 0; i < (together ? 1 : sizeof sizes / sizeof *sizes); i++) {
        struct chunks p = {bytes, sizes[i]};
        struct nr_buf got = {0};
        assert(nr_input_open_nested(&in, read_chunk, &p, &options, &e) == NR_OK);
        tell(in, together, max_record, 0, &got);
        nr_input_close(in);
        assert(nr_str_eq(nr_buf_str(&want), nr_buf_str(&got)));
        nr_buf_free(&got);
    }
    nr_buf_free(&want);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    size_t max_record = data[0] < 128 ? data[0] : 1 << 20;
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    /* Plain bytes only: what a compression makes of them is for another target. */
    if (!nr_str_starts_fold(bytes, nr_str_of("WARC")))
        return 0;
    compare(bytes, false, max_record);
    compare(bytes, true, max_record);
    return 0;
}
