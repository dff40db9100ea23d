/* A mailbox of any bytes: however they arrive, the same pieces come out, in order, each from its
 * From_ line to the next, and nothing between them is left out. */
#include "../../lib/formats/mail.h"
#include "newsreel/source/pieces.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes that arrive in chunks: sizes from the bytes themselves, or all at once. */
struct stream {
    struct nr_str rest;
    unsigned seed; /* 0: all at once */
};

static enum nr_status read_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct stream *s = self;
    (void)e;
    if (!s->rest.len)
        return NR_END;
    size_t n = s->rest.len;
    if (s->seed) {
        s->seed = s->seed * 1103515245u + 12345u;
        n = 1 + (s->seed >> 16) % (s->seed >> 30 ? 9 : 300);
    }
    *chunk = nr_str_sub(s->rest, 0, n);
    s->rest = nr_str_sub(s->rest, n, s->rest.len);
    return NR_OK;
}

static void cut(struct nr_str bytes, unsigned seed, struct nr_buf *out, size_t *total)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_pieces p;
    struct nr_slice slice;
    enum nr_status status;
    struct stream stream = {bytes, seed};
    const struct nr_input_options options = {.stop_fd = -1};
    *total = 0;
    enum nr_status opened = nr_input_open_nested(&in, read_chunk, &stream, &options, &e);
    assert(opened == NR_OK);
    nr_pieces_open(&p, in, nr_format_named(nr_str_of("mbox")), SIZE_MAX / 2);
    while ((status = nr_pieces_next(&p, &slice, &e)) != NR_END) {
        assert(status == NR_OK && slice.bytes.len);
        nr_buf_add_str(out, slice.bytes);
        nr_buf_add(out, "\0|", 2);
        *total += slice.bytes.len;
    }
    struct nr_str before = nr_pieces_preamble(&p);
    assert(*total == 0 || before.len == NR_PREAMBLE || *total + before.len == bytes.len);
    nr_pieces_close(&p);
    nr_input_close(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str bytes = nr_str((const char *)data, size);
    struct nr_buf in = {0}, whole = {0}, chunks = {0};
    size_t all, some;
    /* Nothing that a decompressor would take. */
    nr_buf_add_cstr(&in, nr_str_starts(bytes, nr_str_of("From ")) ? "" : "\n");
    nr_buf_add_str(&in, bytes);
    cut(nr_buf_str(&in), 0, &whole, &all);
    cut(nr_buf_str(&in), size ? data[size - 1] + 1u : 1, &chunks, &some);
    assert(nr_str_eq(nr_buf_str(&whole), nr_buf_str(&chunks)));
    nr_buf_free(&in);
    nr_buf_free(&whole);
    nr_buf_free(&chunks);
    return 0;
}
