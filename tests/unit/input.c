/* nr_input over data that the tests compress themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "newsreel/core/mem.h"
#include "newsreel/source/input.h"
#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zdict.h>
#include <zlib.h>
#include <zstd.h>

/* ---- making data ---- */

/* Text that compresses about as news does. */
static void add_text(struct nr_buf *out, size_t size, unsigned seed)
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

static void add_gzip_level(struct nr_buf *out, struct nr_str in, int level)
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

static void add_gzip(struct nr_buf *out, struct nr_str in)
{
    add_gzip_level(out, in, 6);
}

static void add_zstd_window(struct nr_buf *out, struct nr_str in, int window_log)
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

static void add_zstd(struct nr_buf *out, struct nr_str in)
{
    add_zstd_window(out, in, 0);
}

static void add_filtered(struct nr_buf *out, struct nr_str in, int (*filter)(struct archive *))
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

static void add_bzip2(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_bzip2);
}

static void add_xz(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_xz);
}

static void add_lz4(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_lz4);
}

static void add_lzip(struct nr_buf *out, struct nr_str in)
{
    add_filtered(out, in, archive_write_add_filter_lzip);
}

static void add_compress(struct nr_buf *out, struct nr_str in)
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

static enum nr_status next_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
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

static void read_on(struct nr_input *in, size_t want, struct story *s)
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

static void story_free(struct story *s)
{
    nr_buf_free(&s->bytes);
    nr_buf_free(&s->events);
}

static struct story read_memory(struct nr_str bytes)
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

static struct story read_nested(struct nr_str bytes, unsigned seed, size_t most, size_t want)
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

static void assert_story(struct nr_str compressed, struct nr_str bytes, const char *events)
{
    struct story s = read_memory(compressed);
    assert_string_equal(nr_buf_cstr(&s.events), events);
    assert_int_equal(s.bytes.len, bytes.len);
    if (bytes.len)
        assert_memory_equal(s.bytes.data, bytes.data, bytes.len);
    story_free(&s);
}

static enum nr_status open_file(struct nr_input **in, const char *name, struct nr_str content,
                                struct nr_error *e)
{
    char base[] = "/tmp/nr-input-XXXXXX", path[64];
    assert_non_null(mkdtemp(base));
    snprintf(path, sizeof path, "%s/%s", base, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content.data, 1, content.len, f), content.len);
    fclose(f);
    enum nr_status status = nr_input_open(in, path, &plain, e);
    unlink(path);
    rmdir(base);
    return status;
}

/* ---- tests ---- */

static void every_compression_gives_its_bytes(void **state)
{
    static const size_t sizes[] = {1, 100, 70000, 300000};
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            struct nr_buf text = {0}, packed = {0};
            add_text(&text, sizes[k], (unsigned)k);
            codecs[i].add(&packed, nr_buf_str(&text));
            assert_story(nr_buf_str(&packed), nr_buf_str(&text), "");
            nr_buf_free(&text);
            nr_buf_free(&packed);
        }
    }
}

static void an_empty_file_is_an_empty_stream(void **state)
{
    (void)state;
    assert_story(nr_str("", 0), nr_str("", 0), "");
    for (size_t i = 0; i < CODECS; i++) {
        struct nr_buf packed = {0};
        if (codecs[i].add == add_compress || codecs[i].add == add_lz4)
            continue; /* their writers in libarchive do not survive it */
        codecs[i].add(&packed, nr_str("", 0));
        assert_story(nr_buf_str(&packed), nr_str("", 0), "");
        nr_buf_free(&packed);
    }
}

static void plain_bytes_stay_as_they_are(void **state)
{
    static const char *const starts[] = {
        "B", "BZh", "BZh9 is not bzip2", "\x1f",          "\x1f\x8b", "LZIP",
        "(", "P*M", "\xfd\x37",          "begin 644 x\n", "#mtree"};
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        assert_story(nr_str_of(starts[i]), nr_str_of(starts[i]), "");
}

static void layers_nest_up_to_a_limit(void **state)
{
    struct nr_buf a = {0}, b = {0}, text = {0};
    (void)state;
    add_text(&text, 50000, 1);
    nr_buf_add_str(&a, nr_buf_str(&text));
    for (size_t i = 0; i < 4; i++) {
        codecs[(i * 3) % CODECS].add(&b, nr_buf_str(&a)); /* gzip, lzip, compress, bzip2 */
        nr_buf_free(&a);
        a = b;
        b = (struct nr_buf){0};
    }
    assert_story(nr_buf_str(&a), nr_buf_str(&text), "");
    add_gzip(&b, nr_buf_str(&a));
    assert_story(nr_buf_str(&b), nr_str("", 0),
                 "open more than 4 compressions inside each other\n");
    nr_buf_free(&a);
    nr_buf_free(&b);
    nr_buf_free(&text);
}

static void a_name_that_lies_is_refused(void **state)
{
    struct nr_buf gzip = {0};
    struct nr_input *in;
    struct nr_error e;
    (void)state;
    add_gzip(&gzip, nr_str_of("x"));
    for (size_t i = 0; i < CODECS; i++) {
        char name[32];
        snprintf(name, sizeof name, "x.jsonl%s", codecs[i].suffix);
        assert_int_equal(open_file(&in, name, nr_str_of("plain text"), &e), NR_FAIL);
        assert_non_null(strstr(e.text, codecs[i].name));
        assert_int_equal(open_file(&in, name, nr_buf_str(&gzip), &e), i == 0 ? NR_OK : NR_FAIL);
        if (i == 0)
            nr_input_close(in);
        assert_int_equal(open_file(&in, name, nr_str("", 0), &e), NR_OK);
        nr_input_close(in);
    }
    assert_int_equal(open_file(&in, "x.txt", nr_buf_str(&gzip), &e), NR_OK);
    nr_input_close(in);
    nr_buf_free(&gzip);
}

static void the_suffix_of_a_compression_comes_off_a_name(void **state)
{
    static const char *const names[][2] = {
        {"a.txt.gz", "a.txt"},
        {"A.TXT.GZ", "A.TXT"},
        {"a.tar.zstd", "a.tar"},
        {"a.Z", "a"},
        {"a.z", "a.z"},
        {"a.txt", "a.txt"},
        {".gz", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(nr_str_is(nr_input_unpacked(nr_str_of(names[i][0])), names[i][1]));
}

static void folders_and_missing_files_fail_with_their_path(void **state)
{
    struct nr_input *in;
    struct nr_error e;
    (void)state;
    assert_int_equal(nr_input_open(&in, "/tmp", &plain, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "directory"));
    assert_true(nr_str_is(e.path, "/tmp"));
    assert_int_equal(nr_input_open(&in, "/tmp/nr-there-is-no-such", &plain, &e), NR_FAIL);
    assert_true(nr_str_is(e.path, "/tmp/nr-there-is-no-such"));
}

/* Members of all sizes, their places; text with the same layout beside it. */
struct members {
    struct nr_buf packed, text;
    size_t count;
    size_t *at;   /* places; at[count] is the end */
    size_t *from; /* where each one's text begins; from[count] is the end */
};

static struct members make_members(size_t count, size_t size,
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

static void members_free(struct members *m)
{
    nr_buf_free(&m->packed);
    nr_buf_free(&m->text);
    free(m->at);
    free(m->from);
}

/* Reads unit by unit as a reader of records does: a peek of one byte behind each. */
static void check_places(struct nr_input *in, const struct members *m)
{
    struct nr_str view;
    struct nr_error e;
    uint64_t at;
    for (size_t i = 0; i < m->count; i++) {
        size_t len = m->from[i + 1] - m->from[i];
        assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
        assert_true(nr_input_place(in, &at));
        assert_int_equal(at, m->at[i]);
        assert_int_equal(nr_input_peek(in, len, &view, &e), NR_OK);
        assert_true(view.len >= len);
        assert_memory_equal(view.data, m->text.data + m->from[i], len);
        nr_input_skip(in, 1);
        assert_false(nr_input_place(in, &at));
        nr_input_skip(in, len - 1);
    }
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_END);
    assert_true(nr_input_place(in, &at));
    assert_int_equal(at, m->at[m->count]);
}

static void units_have_exact_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        static const size_t sizes[][2] = {{4000, 100}, {100, 5000}, {3, 700000}};
        for (size_t k = 0; k < 3; k++) {
            struct members m = make_members(sizes[k][0], sizes[k][1], codecs[i].add);
            struct nr_input *in;
            struct nr_error e;
            assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&m.packed), &plain, &e), NR_OK);
            check_places(in, &m);
            nr_input_close(in);
            assert_int_equal(open_file(&in, "x", nr_buf_str(&m.packed), &e), NR_OK);
            check_places(in, &m);
            assert_int_equal(nr_input_consumed(in), m.packed.len);
            nr_input_close(in);
            members_free(&m);
        }
    }
}

static void a_peek_reaches_over_units(void **state)
{
    struct members m = make_members(3000, 100, add_gzip);
    struct nr_input *in;
    struct nr_error e;
    struct nr_str view;
    uint64_t at;
    (void)state;
    assert_int_equal(open_file(&in, "x", nr_buf_str(&m.packed), &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 5, &view, &e), NR_OK);
    nr_input_skip(in, 5);
    assert_int_equal(nr_input_peek(in, m.from[2000], &view, &e), NR_OK);
    assert_true(view.len >= m.from[2000]);
    assert_memory_equal(view.data, m.text.data + 5, m.from[2000]);
    nr_input_skip(in, m.from[1500] - 5);
    assert_true(nr_input_place(in, &at));
    assert_int_equal(at, m.at[1500]);
    assert_int_equal(nr_input_peek(in, m.text.len, &view, &e), NR_OK);
    assert_int_equal(view.len, m.text.len - m.from[1500]);
    nr_input_close(in);
    members_free(&m);
}

static void plain_bytes_have_places_and_nested_ones_none(void **state)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_str view;
    uint64_t at;
    struct chunks chunks = {nr_str_of("plain"), 1, 3};
    (void)state;
    assert_int_equal(open_file(&in, "x", nr_str_of("plain"), &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    nr_input_skip(in, 3);
    assert_true(nr_input_place(in, &at));
    assert_int_equal(at, 3);
    nr_input_close(in);
    assert_int_equal(nr_input_open_nested(&in, next_chunk, &chunks, &plain, &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    assert_false(nr_input_place(in, &at));
    nr_input_close(in);
}

static void zeros_between_members_are_padding(void **state)
{
    struct nr_buf packed = {0};
    (void)state;
    add_gzip(&packed, nr_str_of("one "));
    for (size_t i = 0; i < 5000; i++)
        nr_buf_add_char(&packed, '\0');
    add_gzip(&packed, nr_str_of("two"));
    for (size_t i = 0; i < 5000; i++)
        nr_buf_add_char(&packed, '\0');
    assert_story(nr_buf_str(&packed), nr_str_of("one two"), "");
    nr_buf_free(&packed);
}

static void garbage_is_told_once_with_its_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char events[200];
        struct nr_buf packed = {0};
        codecs[i].add(&packed, nr_str_of("one "));
        size_t a = packed.len;
        nr_buf_add_cstr(&packed, "garbage \x1f\x8b\x08 that \x28\xb5\x2f\xfd looks like a member");
        size_t b = packed.len;
        codecs[i].add(&packed, nr_str_of("two"));
        size_t c = packed.len;
        nr_buf_add_cstr(&packed, "and at the end");
        const char *unit = i == 0 ? "gzip member" : "zstd frame";
        snprintf(events, sizeof events,
                 "4 not a %s; bytes [%zu,%zu) lost\n7 not a %s; bytes [%zu,%zu) lost\n", unit, a, b,
                 unit, c, packed.len);
        assert_story(nr_buf_str(&packed), nr_str_of("one two"), events);
        nr_buf_free(&packed);
    }
}

/* Bytes of unit k may be anything; all others are as they were, and one gap names unit k. */
static void check_damage(const struct members *m, size_t k, struct nr_str damaged, size_t end)
{
    struct story s = read_memory(damaged);
    size_t before = m->from[k], after = m->text.len - m->from[k + 1];
    char range[64];
    snprintf(range, sizeof range, "bytes [%zu,%zu) lost", m->at[k], end);
    assert_int_equal(s.fail, 0);
    assert_int_equal(s.bad, 1);
    assert_non_null(strstr(nr_buf_cstr(&s.events), range));
    assert_true(s.bytes.len >= before + after);
    assert_memory_equal(s.bytes.data, m->text.data, before);
    assert_memory_equal(s.bytes.data + s.bytes.len - after, m->text.data + m->from[k + 1], after);
    story_free(&s);
}

static void a_damaged_unit_costs_itself_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(5, 3000, codecs[i].add);
        size_t k = 2, harmless = 0;
        for (size_t at = m.at[k]; at < m.at[k + 1]; at++) {
            char old = m.packed.data[at];
            struct story s;
            m.packed.data[at] = (char)(old ^ 0x40);
            s = read_memory(nr_buf_str(&m.packed));
            if (s.bad) {
                check_damage(&m, k, nr_buf_str(&m.packed), m.at[k + 1]);
            } else { /* a bit that means nothing */
                assert_int_equal(s.bytes.len, m.text.len);
                assert_memory_equal(s.bytes.data, m.text.data, m.text.len);
                harmless++;
            }
            story_free(&s);
            m.packed.data[at] = old;
        }
        assert_true(harmless < 20);
        members_free(&m);
    }
}

static void missing_bytes_cost_their_unit_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(5, 30000, codecs[i].add);
        for (size_t gap = 1; gap < 4000; gap = gap * 3 + 1) {
            struct nr_buf damaged = {0};
            size_t cut = m.at[2] + 200;
            nr_buf_add(&damaged, m.packed.data, cut);
            nr_buf_add(&damaged, m.packed.data + cut + gap, m.packed.len - cut - gap);
            check_damage(&m, 2, nr_buf_str(&damaged), m.at[3] - gap);
            nr_buf_free(&damaged);
        }
        members_free(&m);
    }
}

static void truncation_at_every_length_keeps_what_was_before(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        struct nr_buf text = {0}, packed = {0};
        add_text(&text, 2000, 5);
        codecs[i].add(&packed, nr_buf_str(&text));
        for (size_t len = 12; len < packed.len; len++) {
            struct story s = read_memory(nr_str(packed.data, len));
            assert_int_equal(s.fail, 0);
            assert_true(s.bytes.len <= text.len);
            if (s.bytes.len)
                assert_memory_equal(s.bytes.data, text.data, s.bytes.len);
            /* compress has no end mark */
            assert_int_equal(s.bad, codecs[i].add == add_compress ? s.bad : 1);
            story_free(&s);
        }
        nr_buf_free(&text);
        nr_buf_free(&packed);
    }
}

static void a_flipped_byte_anywhere_never_hangs(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        struct nr_buf text = {0}, packed = {0};
        add_text(&text, 1500, 5);
        codecs[i].add(&packed, nr_buf_str(&text));
        codecs[i].add(&packed, nr_buf_str(&text));
        for (size_t at = 0; at < packed.len; at++) {
            packed.data[at] = (char)(packed.data[at] ^ 0x11);
            struct story s = read_memory(nr_buf_str(&packed));
            story_free(&s);
            packed.data[at] = (char)(packed.data[at] ^ 0x11);
        }
        nr_buf_free(&text);
        nr_buf_free(&packed);
    }
}

static void the_split_of_reads_changes_nothing(void **state)
{
    static const size_t mosts[] = {1, 2, 7, 100, 5000, 200000};
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        struct members m = make_members(4, 40000, codecs[i].add);
        struct nr_buf bytes = {0};
        nr_buf_add_str(&bytes, nr_buf_str(&m.packed));
        for (int damaged = 0; damaged < 2; damaged++) {
            struct story all = read_nested(nr_buf_str(&bytes), 1, 1 << 24, 1);
            for (unsigned k = 0; k < 12; k++) {
                size_t want = k % 3 == 0 ? 1 : k % 3 == 1 ? 1000 : 300000;
                struct story s = read_nested(nr_buf_str(&bytes), k, mosts[k % 6] + 1, want);
                assert_string_equal(nr_buf_cstr(&s.events), nr_buf_cstr(&all.events));
                assert_int_equal(s.bytes.len, all.bytes.len);
                assert_memory_equal(s.bytes.data, all.bytes.data, s.bytes.len);
                story_free(&s);
            }
            story_free(&all);
            bytes.data[m.at[1] + 500] ^= 4;
            bytes.data[m.at[3] + 1500] ^= 4;
        }
        nr_buf_free(&bytes);
        members_free(&m);
    }
}

static void a_bomb_is_read_in_little_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf zeros = {0}, inner = {0}, outer = {0};
        memset(nr_buf_reserve(&zeros, 1 << 24), 0, 1 << 24);
        zeros.len = 1 << 24;
        for (int k = 0; k < 8; k++)
            codecs[i].add(&inner, nr_buf_str(&zeros));
        codecs[i].add(&outer, nr_buf_str(&inner));
        nr_buf_free(&zeros);
        nr_buf_free(&inner);
        struct nr_input *in;
        struct nr_error e;
        struct nr_str view;
        uint64_t total = 0;
        assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&outer), &plain, &e), NR_OK);
        while (nr_input_peek(in, 1, &view, &e) == NR_OK) {
            assert_true(view.len <= 1 << 20);
            total += view.len;
            nr_input_skip(in, view.len);
        }
        assert_int_equal(total, (uint64_t)8 << 24);
        nr_input_close(in);
        nr_buf_free(&outer);
    }
}

static void a_large_window_asks_for_the_option(void **state)
{
    struct nr_buf text = {0}, packed = {0};
    struct nr_input *in;
    struct nr_error e;
    struct nr_input_options options = plain;
    struct story s = {0};
    (void)state;
    add_text(&text, 10000, 1);
    add_zstd_window(&packed, nr_buf_str(&text), 21);
    options.window_log = 20;
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&packed), &options, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "--long=21"));
    options.window_log = 21;
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&packed), &options, &e), NR_OK);
    read_on(in, 1, &s);
    assert_int_equal(s.bytes.len, text.len);
    nr_input_close(in);
    story_free(&s);
    nr_buf_free(&text);
    nr_buf_free(&packed);
}

static void add_skippable(struct nr_buf *out, unsigned char low, struct nr_str content)
{
    const char header[] = {(char)low,
                           0x2a,
                           0x4d,
                           0x18,
                           (char)content.len,
                           (char)(content.len >> 8),
                           (char)(content.len >> 16),
                           0};
    nr_buf_add(out, header, sizeof header);
    nr_buf_add_str(out, content);
}

static void skippable_frames_are_skipped(void **state)
{
    struct nr_buf packed = {0};
    (void)state;
    add_skippable(&packed, 0x50, nr_str_of("\x28\xb5\x2f\xfd is no frame in here"));
    add_zstd(&packed, nr_str_of("one "));
    add_skippable(&packed, 0x5d, nr_str_of("no dictionary"));
    add_zstd(&packed, nr_str_of("two"));
    add_skippable(&packed, 0x5e, nr_str("", 0));
    assert_story(nr_buf_str(&packed), nr_str_of("one two"), "");
    packed.len--;
    assert_story(nr_buf_str(&packed), nr_str_of("one two"),
                 "7 not a zstd frame; bytes [92,99) lost\n");
    nr_buf_free(&packed);
}

static void add_zstd_dictionary(struct nr_buf *out, struct nr_str in, struct nr_str dictionary)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(in.len);
    ZSTD_CCtx_loadDictionary(c, dictionary.data, dictionary.len);
    size_t n = ZSTD_compress2(c, nr_buf_reserve(out, room), room, in.data, in.len);
    assert_false(ZSTD_isError(n));
    out->len += n;
    ZSTD_freeCCtx(c);
}

static void a_dictionary_may_lie_in_the_file(void **state)
{
    struct nr_buf samples = {0}, dictionary = {0}, frame = {0};
    size_t sizes[200];
    (void)state;
    for (unsigned i = 0; i < 200; i++) {
        add_text(&samples, 600, i);
        sizes[i] = 600;
    }
    size_t n =
        ZDICT_trainFromBuffer(nr_buf_reserve(&dictionary, 4096), 4096, samples.data, sizes, 200);
    assert_false(ZDICT_isError(n));
    dictionary.len = n;
    add_zstd(&frame, nr_buf_str(&dictionary));
    for (int compressed = 0; compressed < 3; compressed++) {
        struct nr_buf packed = {0};
        if (compressed < 2)
            add_skippable(&packed, 0x5d, nr_buf_str(compressed ? &frame : &dictionary));
        else
            add_zstd(&packed, nr_str_of("x"));
        for (size_t i = 0; i < 3; i++)
            add_zstd_dictionary(&packed, nr_str_sub(nr_buf_str(&samples), i * 600, i * 600 + 600),
                                nr_buf_str(&dictionary));
        struct story s = read_memory(nr_buf_str(&packed));
        if (compressed < 2) {
            assert_int_equal(s.bad + s.fail, 0);
            assert_int_equal(s.bytes.len, 1800);
            assert_memory_equal(s.bytes.data, samples.data, 1800);
        } else {
            assert_int_equal(s.bad, 3);
            assert_non_null(strstr(nr_buf_cstr(&s.events), "dictionary"));
        }
        story_free(&s);
        nr_buf_free(&packed);
    }
    nr_buf_free(&samples);
    nr_buf_free(&dictionary);
    nr_buf_free(&frame);
}

static enum nr_status gap_then_bytes(void *self, struct nr_str *chunk, struct nr_error *e)
{
    int *call = self;
    switch ((*call)++) {
    case 0:
        *chunk = nr_str_of("before");
        return NR_OK;
    case 1:
        nr_error_set(e, "a hole");
        return NR_BAD;
    case 2:
        *chunk = nr_str_of("behind");
        return NR_OK;
    default:
        nr_error_set(e, "the disk has gone");
        return NR_FAIL;
    }
}

static void gaps_come_at_their_place(void **state)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_str view;
    int call = 0;
    (void)state;
    assert_int_equal(nr_input_open_nested(&in, gap_then_bytes, &call, &plain, &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "before"));
    nr_input_skip(in, 3);
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "ore"));
    nr_input_skip(in, 3);
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_BAD);
    assert_string_equal(e.text, "a hole");
    assert_int_equal(nr_input_peek(in, 100, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "behind"));
    nr_input_skip(in, 6);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_FAIL);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_FAIL);
    nr_input_close(in);
}

/* ---- pipes ---- */

static struct nr_input *open_pipe(int *writer, int stop_fd, const char *first)
{
    int fds[2];
    char path[32];
    struct nr_input *in;
    struct nr_error e;
    struct nr_input_options options = {.stop_fd = stop_fd};
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(write(fds[1], first, strlen(first)), strlen(first));
    snprintf(path, sizeof path, "/dev/fd/%d", fds[0]);
    assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
    close(fds[0]);
    *writer = fds[1];
    return in;
}

static void a_pipe_without_data_would_block(void **state)
{
    int writer;
    struct nr_str view;
    struct nr_error e;
    (void)state;
    struct nr_input *in = open_pipe(&writer, -1, "a\n"); /* does not wait for more */
    assert_false(nr_input_would_block(in));
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "a\n"));
    assert_true(nr_input_would_block(in));
    nr_input_skip(in, 2);
    assert_true(nr_input_would_block(in));
    assert_int_equal(write(writer, "b\n", 2), 2);
    assert_false(nr_input_would_block(in));
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "b\n"));
    nr_input_skip(in, 2);
    close(writer);
    assert_false(nr_input_would_block(in)); /* the end does not have to be waited for */
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_END);
    nr_input_close(in);
}

static void *stop_later(void *fd)
{
    usleep(20000);
    ssize_t n = write(*(int *)fd, "x", 1);
    (void)n;
    return NULL;
}

static void a_waiting_read_can_be_stopped(void **state)
{
    int writer, stop[2];
    struct nr_str view;
    struct nr_error e;
    pthread_t thread;
    (void)state;
    assert_int_equal(pipe(stop), 0);
    struct nr_input *in = open_pipe(&writer, stop[0], "abc");
    assert_int_equal(pthread_create(&thread, NULL, stop_later, &stop[1]), 0);
    assert_int_equal(nr_input_peek(in, 3, &view, &e), NR_OK);
    nr_input_skip(in, 3);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_FAIL);
    assert_string_equal(e.text, "stopped");
    pthread_join(thread, NULL);
    nr_input_close(in);
    close(writer);
    close(stop[0]);
    close(stop[1]);
}

/* A flushed member is handed out before the next one is there. */
static void compressed_pipes_are_live(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf one = {0}, two = {0};
        struct nr_str view;
        struct nr_error e;
        struct nr_input *in;
        struct nr_input_options options = {.stop_fd = -1};
        char path[32];
        int fds[2];
        codecs[i].add(&one, nr_str_of("one\n"));
        codecs[i].add(&two, nr_str_of("two\n"));
        assert_int_equal(pipe(fds), 0);
        assert_int_equal(write(fds[1], one.data, one.len), one.len);
        snprintf(path, sizeof path, "/dev/fd/%d", fds[0]);
        assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
        assert_false(nr_input_would_block(in));
        assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
        assert_true(nr_str_is(view, "one\n"));
        nr_input_skip(in, 4);
        assert_true(nr_input_would_block(in));
        assert_int_equal(write(fds[1], two.data, two.len), two.len);
        assert_false(nr_input_would_block(in));
        assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
        assert_true(nr_str_is(view, "two\n"));
        nr_input_close(in);
        close(fds[0]);
        close(fds[1]);
        nr_buf_free(&one);
        nr_buf_free(&two);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_compression_gives_its_bytes),
        cmocka_unit_test(an_empty_file_is_an_empty_stream),
        cmocka_unit_test(plain_bytes_stay_as_they_are),
        cmocka_unit_test(layers_nest_up_to_a_limit),
        cmocka_unit_test(a_name_that_lies_is_refused),
        cmocka_unit_test(the_suffix_of_a_compression_comes_off_a_name),
        cmocka_unit_test(folders_and_missing_files_fail_with_their_path),
        cmocka_unit_test(units_have_exact_places),
        cmocka_unit_test(a_peek_reaches_over_units),
        cmocka_unit_test(plain_bytes_have_places_and_nested_ones_none),
        cmocka_unit_test(zeros_between_members_are_padding),
        cmocka_unit_test(garbage_is_told_once_with_its_range),
        cmocka_unit_test(a_damaged_unit_costs_itself_only),
        cmocka_unit_test(missing_bytes_cost_their_unit_only),
        cmocka_unit_test(truncation_at_every_length_keeps_what_was_before),
        cmocka_unit_test(a_flipped_byte_anywhere_never_hangs),
        cmocka_unit_test(the_split_of_reads_changes_nothing),
        cmocka_unit_test(a_bomb_is_read_in_little_memory),
        cmocka_unit_test(a_large_window_asks_for_the_option),
        cmocka_unit_test(skippable_frames_are_skipped),
        cmocka_unit_test(a_dictionary_may_lie_in_the_file),
        cmocka_unit_test(gaps_come_at_their_place),
        cmocka_unit_test(a_pipe_without_data_would_block),
        cmocka_unit_test(a_waiting_read_can_be_stopped),
        cmocka_unit_test(compressed_pipes_are_live),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
