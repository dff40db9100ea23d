/* Bytes as a file: in memory, with threads and without, and through a callback in chunks whose
 * sizes follow from the bytes. All give the same bytes and the same number of gaps, and the first
 * two the same places; every loop ends; places ascend. */
#include "newsreel/source/input.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OUTPUT_MOST = 16 << 20 };

struct outcome {
    uint64_t bytes, hash, bad, places;
    enum nr_status status;
};

static void check(bool truth)
{
    if (!truth)
        abort();
}

struct chunks {
    struct nr_str left;
    size_t step;
};

static enum nr_status next_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct chunks *c = self;
    (void)e;
    if (!c->left.len)
        return NR_END;
    c->step = c->step * 7 % 1009 + 1;
    *chunk = nr_str_sub(c->left, 0, c->step);
    c->left = nr_str_sub(c->left, c->step, c->left.len);
    return NR_OK;
}

static struct outcome read_all(struct nr_input *in, size_t size)
{
    struct outcome o = {0};
    struct nr_error e;
    struct nr_str view;
    uint64_t place, last = 0;
    while (o.bytes < OUTPUT_MOST) {
        size_t want = 1 + o.bytes % 5000;
        o.status = nr_input_peek(in, want, &view, &e);
        if (o.status == NR_END || o.status == NR_FAIL)
            break;
        if (o.status == NR_BAD) {
            check(e.text[0] && ++o.bad <= size);
            continue;
        }
        check(view.len > 0);
        if (nr_input_place(in, &place)) {
            check(place >= last && place <= size);
            last = place;
            o.places = (o.places ^ place ^ o.bytes) * 0x100000001b3u;
        }
        size_t n = view.len < want ? view.len : want;
        n = n < OUTPUT_MOST - o.bytes ? n : (size_t)(OUTPUT_MOST - o.bytes);
        for (size_t i = 0; i < n; i++)
            o.hash = (o.hash ^ (unsigned char)view.data[i]) * 0x100000001b3u;
        o.bytes += n;
        nr_input_skip(in, n);
    }
    nr_input_close(in);
    return o;
}

static struct outcome read_memory(struct nr_str bytes, const struct nr_input_options *options)
{
    struct outcome o = {.status = NR_FAIL};
    struct nr_input *in;
    struct nr_error e;
    return nr_input_open_memory(&in, bytes, options, &e) == NR_OK ? read_all(in, bytes.len) : o;
}

static void check_same(const struct outcome *a, const struct outcome *b)
{
    if (a->bytes == OUTPUT_MOST || b->bytes == OUTPUT_MOST)
        return;
    check(a->status == b->status && a->bad == b->bad);
    check(a->bytes == b->bytes && a->hash == b->hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nr_input_options options = {.stop_fd = -1, .window_log = 23};
    static const struct nr_input_options threads = {.stop_fd = -1, .window_log = 23, .threads = 2};
    struct nr_str bytes = {(const char *)data, size};
    struct chunks chunks = {bytes, size % 1009};
    struct nr_input *in;
    struct nr_error e;
    struct outcome a = read_memory(bytes, &options), b = read_memory(bytes, &threads);
    struct outcome c = {.status = NR_FAIL};
    check_same(&a, &b);
    check(a.places == b.places);
    if (nr_input_open_nested(&in, next_chunk, &chunks, &options, &e) == NR_OK)
        c = read_all(in, size);
    check_same(&a, &c);
    return 0;
}
