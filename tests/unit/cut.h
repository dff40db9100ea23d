/* What the tests of formats share: content cut into pieces and made into objects, whatever the size
 * of reads. */
#ifndef NEWSREEL_TESTS_CUT_H
#define NEWSREEL_TESTS_CUT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "newsreel/source/pieces.h"
#include <cmocka.h>

struct cut_stream {
    struct nr_str rest;
    size_t step; /* bytes of a read */
};

/* A BEL in the content stands for a gap. */
static enum nr_status cut_read(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct cut_stream *s = self;
    size_t gap = nr_str_find_char(s->rest, '\a');
    if (gap == 0 && s->rest.len) {
        s->rest = nr_str_sub(s->rest, 1, s->rest.len);
        nr_error_set(e, "damage");
        return NR_BAD;
    }
    *chunk = nr_str_sub(s->rest, 0, s->step < gap ? s->step : gap);
    s->rest = nr_str_sub(s->rest, chunk->len, s->rest.len);
    return chunk->len ? NR_OK : NR_END;
}

/* The object that the format makes of a piece, or its error behind a star. */
static void cut_object(const struct nr_pieces *p, const struct nr_slice *slice, const char *columns,
                       struct nr_buf *kept, struct nr_buf *out)
{
    struct nr_arena arena = {0};
    struct nr_error e;
    const struct nr_format_options options = {.columns = nr_str_of(columns)};
    const struct nr_reading r = {.bytes = slice->bytes,
                                 .preamble = nr_pieces_preamble(p),
                                 .state = slice->state,
                                 .kept = kept,
                                 .options = &options};
    size_t from = out->len;
    if (p->format->object(&r, &arena, out, &e) != NR_OK) {
        out->len = from;
        nr_buf_addf(out, "*%s", e.text);
    }
    nr_arena_free(&arena);
}

static void cut_by(const struct nr_format *format, struct nr_str bytes, size_t step,
                   const char *columns, struct nr_buf *out)
{
    struct cut_stream stream = {bytes, step};
    const struct nr_input_options options = {.stop_fd = -1};
    struct nr_buf kept = {0};
    struct nr_pieces p;
    struct nr_slice slice;
    struct nr_input *in;
    struct nr_error e;
    enum nr_status status;
    out->len = 0;
    assert_int_equal(nr_input_open_nested(&in, cut_read, &stream, &options, &e), NR_OK);
    nr_pieces_open(&p, in, format, 100000);
    p.cut.columns = columns ? 1 : 0;
    for (const char *c = columns; c && *c; c++)
        p.cut.columns += *c == ',';
    while ((status = nr_pieces_next(&p, &slice, &e)) != NR_END) {
        if (status == NR_OK)
            cut_object(&p, &slice, columns, &kept, out);
        else
            nr_buf_addf(out, "!%s", e.text);
        nr_buf_add_char(out, '\n');
    }
    nr_pieces_close(&p);
    nr_input_close(in);
    nr_buf_free(&kept);
}

/* All objects, a line each. columns: as of --columns, or NULL. */
static void expect_cut(const struct nr_format *format, struct nr_str bytes, const char *columns,
                       const char *want)
{
    struct nr_buf out = {0};
    static const size_t steps[] = {SIZE_MAX, 1, 2, 3, 7, 64, 1000};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        cut_by(format, bytes, steps[i], columns, &out);
        assert_string_equal(nr_buf_cstr(&out), want);
    }
    nr_buf_free(&out);
}

#endif
