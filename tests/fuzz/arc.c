/* The records and losses are the same however the bytes come, every block fits the limit, dates are
 * times, and every byte is taken. The first byte chooses the limit. */
#include "newsreel/source/arc.h"
#include "../unit/chunks.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct nr_warc_record *r, size_t max_record)
{
    char day[11], utc[21];
    assert(r->block.len <= max_record);
    assert(r->type == NR_WARC_RESPONSE || r->type == NR_WARC_WARCINFO);
    assert(r->uri.len && nr_utf8_valid(r->uri) == r->uri.len);
    assert(nr_utf8_valid(r->mime) == r->mime.len);
    assert(!r->date.len || nr_moment_parse(r->date, day, utc) == NR_MOMENT_TIME);
}

static void tell(struct nr_input *in, size_t max_record, size_t size, struct nr_buf *out)
{
    struct nr_arc *a = nr_arc_open(in, max_record, NR_WARC_DOCUMENTS);
    struct nr_warc_record r;
    struct nr_error e;
    enum nr_status status;
    uint64_t end = 0;
    while ((status = nr_arc_next(a, &r, &e)) != NR_END) {
        assert(status == NR_OK || status == NR_BAD);
        nr_buf_addf(out, "%d ", (int)status);
        if (status == NR_BAD) {
            /* what was lost has places, or none */
            nr_buf_add(out, e.text, strcspn(e.text, ";"));
            continue;
        }
        check(&r, max_record);
        if (r.placed) {
            assert(r.offset >= end && r.length > r.block.len);
            end = r.offset + r.length;
            assert(end <= size);
        }
        nr_buf_addf(out, "%zu ", r.block.len);
        nr_buf_add_str(out, r.uri);
        nr_buf_add_str(out, r.date);
        nr_buf_add_str(out, r.mime);
        nr_buf_add_str(out, r.block);
    }
    nr_arc_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nr_input_options options = {.stop_fd = -1};
    static const size_t sizes[] = {1, 7, 100};
    if (size < 1)
        return 0;
    size_t max_record = data[0] < 128 ? data[0] : 1 << 20;
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    /* Plain bytes only: what a compression makes of them is for another target. */
    if (bytes.len < 2 || !nr_ascii_is_letter(bytes.data[0]) || !nr_ascii_is_letter(bytes.data[1]))
        return 0;
    struct nr_buf want = {0};
    struct nr_input *in;
    struct nr_error e;
    if (nr_input_open_memory(&in, bytes, &options, &e) != NR_OK)
        return 0;
    tell(in, max_record, bytes.len, &want);
    nr_input_close(in);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct chunks p = {bytes, sizes[i]};
        struct nr_buf got = {0};
        assert(nr_input_open_nested(&in, read_chunk, &p, &options, &e) == NR_OK);
        tell(in, max_record, 0, &got);
        nr_input_close(in);
        assert(nr_str_eq(nr_buf_str(&want), nr_buf_str(&got)));
        nr_buf_free(&got);
    }
    nr_buf_free(&want);
    return 0;
}
