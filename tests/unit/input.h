/* What the tests of inputs share: data that they compress themselves, and what reading it gave. */
#ifndef NEWSREEL_TESTS_INPUT_H
#define NEWSREEL_TESTS_INPUT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "newsreel/core/mem.h"
#include "newsreel/source/input.h"
#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* ---- making data ---- */

/* Text that compresses about as news does. */
static inline void add_text(struct nr_buf *out, size_t size, unsigned seed)
{
    static const char *const words[] = {"harbour", "council", "said",  "on",   "Tuesday", "that",
                                        "the",     "ferry",   "would", "sail", "again",   "after"};
    size_t end = out->len + size;
    while (out->len < end) {
        seed = seed * 1103515245u + 12345u;
        if ((seed >> 16) % 7 == 0)
            nr_buf_addf(out, "%u%c", seed >> 8, (seed >> 16) % 3 ? ' ' : '\n');
        else
            nr_buf_addf(out, "%s ", words[(seed >> 16) % 12]);
    }
    out->len = end;
}

static inline void add_gzip_level(struct nr_buf *out, struct nr_str in, int level)
{
    union {
        const char *data;
        Bytef *bytes;
    } from = {.data = in.data};
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, in.len) + 64;
    z.next_out = (Bytef *)nr_buf_reserve(out, room);
    z.avail_out = (uInt)room;
    z.next_in = from.bytes;
    z.avail_in = (uInt)in.len;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += z.total_out;
    deflateEnd(&z);
}

static inline void add_gzip(struct nr_buf *out, struct nr_str in)
{
    add_gzip_level(out, in, 6);
}

static inline void add_zstd_window(struct nr_buf *out, struct nr_str in, int window_log)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(c, ZSTD_c_contentSizeFlag, window_log == 0);
    ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, window_log);
    size_t room = ZSTD_compressBound(in.len);
    ZSTD_outBuffer to = {nr_buf_reserve(out, room), room, 0};
    ZSTD_inBuffer from = {in.data, in.len, 0};
    if (window_log) /* in pieces: else the library knows the size and shrinks the window */
        from.size = in.len / 2;
    assert_false(ZSTD_isError(ZSTD_compressStream2(c, &to, &from, ZSTD_e_flush)));
    from.size = in.len;
    assert_int_equal(ZSTD_compressStream2(c, &to, &from, ZSTD_e_end), 0);
    out->len += to.pos;
    ZSTD_freeCCtx(c);
}

static inline void add_zstd(struct nr_buf *out, struct nr_str in)
{
    add_zstd_window(out, in, 0);
}

static inline void add_filtered(struct nr_buf *out, struct nr_str in,
                                int (*filter)(struct archive *))
{
    size_t room = in.len * 2 + (64 << 10), used = 0;
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    assert_int_equal(filter(a), ARCHIVE_OK);
    assert_int_equal(archive_write_set_format_raw(a), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(a, 1);
    assert_int_equal(archive_write_open_memory(a, nr_buf_reserve(out, room), room, &used), 0);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_pathname(entry, "x");
    assert_int_equal(archive_write_header(a, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(a, in.data, in.len), in.len);
    archive_entry_free(entry);
    assert_int_equal(archive_write_free(a), ARCHIVE_OK);
    out->len += used;
}

static inline void add_bzip2(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_bzip2);
}

static inline void add_xz(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_xz);
}

static inline void add_lz4(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_lz4);
}

static inline void add_lzip(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_lzip);
}

static inline void add_compress(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_compress);
}

static const struct codec {
    const char *name;
    void (*add)(struct nr_buf *out, struct nr_str in);
    const char *suffix;
} codecs[] = {
    {"gzip", add_gzip, ".gz"},        {"zstd", add_zstd, ".zst"},
    {"bzip2", add_bzip2, ".bz2"},     {"xz", add_xz, ".xz"},
    {"lz4", add_lz4, ".lz4"},         {"lzip", add_lzip, ".lz"},
    {"compress", add_compress, ".Z"},
};
enum { CODECS = sizeof codecs / sizeof *codecs };

/* ---- reading ---- */

static const struct nr_input_options plain = {.stop_fd = -1};

/* A generator of chunk sizes for nested inputs. */
struct chunks {
    struct nr_str left;
    unsigned seed;
    size_t most;
};

static inline enum nr_status next_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct chunks *c = self;
    (void)e;
    if (!c->left.len)
        return NR_END;
    c->seed = c->seed * 1103515245u + 12345u;
    size_t n = (c->seed >> 16) % c->most + (c->most == 1);
    n = n < c->left.len ? n : c->left.len;
    *chunk = nr_str_sub(c->left, 0, n);
    c->left = nr_str_sub(c->left, n, c->left.len);
    return NR_OK;
}

/* What reading an input to its end gave. */
struct story {
    struct nr_buf bytes;
    struct nr_buf events; /* one line for each NR_BAD and NR_FAIL: "at what" */
    unsigned bad, fail;
};

static inline void read_on(struct nr_input *in, size_t want, struct story *s)
{
    struct nr_str view;
    struct nr_error e;
    enum nr_status status;
    while ((status = nr_input_peek(in, want, &view, &e)) != NR_END) {
        if (status == NR_OK) {
            assert_true(view.len > 0);
            nr_buf_add_str(&s->bytes, view);
            nr_input_skip(in, view.len);
            continue;
        }
        nr_buf_addf(&s->events, "%zu %s\n", s->bytes.len, e.text);
        s->bad += status == NR_BAD;
        s->fail += status == NR_FAIL;
        if (status == NR_FAIL)
            return;
    }
    assert_int_equal(nr_input_peek(in, want, &view, &e), NR_END);
}

static inline void story_free(struct story *s)
{
    nr_buf_free(&s->bytes);
    nr_buf_free(&s->events);
}

static inline struct story read_memory(struct nr_str bytes)
{
    struct story s = {0};
    struct nr_input *in;
    struct nr_error e;
    if (nr_input_open_memory(&in, bytes, &plain, &e) == NR_OK) {
        read_on(in, 1, &s);
        nr_input_close(in);
    } else {
        s.fail = 1;
        nr_buf_addf(&s.events, "open %s\n", e.text);
    }
    return s;
}

static inline struct story read_nested(struct nr_str bytes, unsigned seed, size_t most, size_t want)
{
    struct story s = {0};
    struct chunks chunks = {bytes, seed, most};
    struct nr_input *in;
    struct nr_error e;
    if (nr_input_open_nested(&in, next_chunk, &chunks, &plain, &e) == NR_OK) {
        read_on(in, want, &s);
        nr_input_close(in);
    } else {
        s.fail = 1;
        nr_buf_addf(&s.events, "open %s\n", e.text);
    }
    return s;
}

static inline void assert_story(struct nr_str compressed, struct nr_str bytes, const char *events)
{
    struct story s = read_memory(compressed);
    assert_string_equal(nr_buf_cstr(&s.events), events);
    assert_int_equal(s.bytes.len, bytes.len);
    if (bytes.len)
        assert_memory_equal(s.bytes.data, bytes.data, bytes.len);
    story_free(&s);
}

static inline enum nr_status open_file_with(struct nr_input **in, const char *name,
                                            struct nr_str content,
                                            const struct nr_input_options *options,
                                            struct nr_error *e)
{
    char base[] = "/tmp/nr-input-XXXXXX", path[64];
    assert_non_null(mkdtemp(base));
    snprintf(path, sizeof path, "%s/%s", base, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content.data, 1, content.len, f), content.len);
    fclose(f);
    enum nr_status status = nr_input_open(in, path, options, e);
    unlink(path);
    rmdir(base);
    return status;
}

static inline enum nr_status open_file(struct nr_input **in, const char *name,
                                       struct nr_str content, struct nr_error *e)
{
    return open_file_with(in, name, content, &plain, e);
}

/* Members of all sizes, their places; text with the same layout beside it. */
struct members {
    struct nr_buf packed, text;
    size_t count;
    size_t *at;   /* places; at[count] is the end */
    size_t *from; /* where each one's text begins; from[count] is the end */
};

static inline struct members make_members(size_t count, size_t size,
                                          void (*add)(struct nr_buf *, struct nr_str))
{
    struct members m = {.count = count};
    m.at = nr_alloc_zero(count + 1, sizeof *m.at);
    m.from = nr_alloc_zero(count + 1, sizeof *m.from);
    for (size_t i = 0; i <= count; i++) {
        m.at[i] = m.packed.len;
        m.from[i] = m.text.len;
        if (i == count)
            break;
        add_text(&m.text, size + i * 7 % 50, (unsigned)i);
        add(&m.packed, nr_str_sub(nr_buf_str(&m.text), m.from[i], m.text.len));
    }
    return m;
}

static inline void members_free(struct members *m)
{
    nr_buf_free(&m->packed);
    nr_buf_free(&m->text);
    free(m->at);
    free(m->from);
}

#endif
