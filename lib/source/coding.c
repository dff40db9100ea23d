#include "newsreel/source/coding.h"
#include "newsreel/core/mem.h"
#include <brotli/decode.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <zstd.h>

/* How a run over one compressed stream ended. */
enum end {
    END_WHOLE, /* at the end of the stream */
    END_CUT,   /* the input ended first */
    END_WRONG, /* the input is not a valid stream */
    END_LARGE, /* more than max */
};

/* Output grows by what the input suggests, and at most to one byte past max: so a full buffer means
 * that there is too much. */
enum { FIRST_ROOM = 16 << 10, CHUNK = 1 << 30 };

struct sink {
    struct nr_buf *out;
    size_t start, max; /* length of out before, bytes that may be added */
};

static size_t sink_added(const struct sink *s)
{
    return s->out->len - s->start;
}

/* Where more output goes; *room is 0 when the limit is passed. */
static uint8_t *sink_room(struct sink *s, size_t *room)
{
    size_t left = s->max - sink_added(s) + 1;
    size_t want = sink_added(s) > FIRST_ROOM ? sink_added(s) / 2 : FIRST_ROOM;
    want = want < left ? want : left;
    want = want < CHUNK ? want : CHUNK;
    uint8_t *at = (uint8_t *)nr_buf_reserve(s->out, want);
    size_t have = s->out->cap - s->out->len;
    have = have < left ? have : left;
    *room = sink_added(s) > s->max ? 0 : have < CHUNK ? have : CHUNK;
    return at;
}

enum nr_coding nr_coding_named(struct nr_str name)
{
    static const struct {
        struct nr_str name;
        enum nr_coding coding;
    } names[] = {
        {NR_STR("gzip"), NR_CODING_GZIP},       {NR_STR("x-gzip"), NR_CODING_GZIP},
        {NR_STR("deflate"), NR_CODING_DEFLATE}, {NR_STR("x-deflate"), NR_CODING_DEFLATE},
        {NR_STR("br"), NR_CODING_BROTLI},       {NR_STR("zstd"), NR_CODING_ZSTD},
        {NR_STR("chunked"), NR_CODING_CHUNKED},
    };
    name = nr_str_trim(name);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (nr_str_eq_fold(name, names[i].name))
            return names[i].coding;
    return NR_CODING_NONE;
}

static unsigned byte(struct nr_str s, size_t i)
{
    return i < s.len ? (unsigned char)s.data[i] : 0;
}

static bool is_gzip(struct nr_str in)
{
    return in.len > 2 && byte(in, 0) == 0x1f && byte(in, 1) == 0x8b && byte(in, 2) == 8;
}

/* The header check of RFC 1950: method 8, a window that exists, a multiple of 31, no dictionary. */
static bool is_zlib(struct nr_str in)
{
    unsigned head = byte(in, 0) << 8 | byte(in, 1);
    return in.len > 2 && (head >> 8 & 0x0f) == 8 && head >> 12 <= 7 && head % 31 == 0 &&
           !(head & 0x20);
}

static bool is_zstd(struct nr_str in)
{
    return nr_str_starts(in, (struct nr_str)NR_STR("\x28\xb5\x2f\xfd"));
}

/* Control characters that no text has, near the beginning. */
static bool is_binary(struct nr_str in)
{
    for (size_t i = 0; i < in.len && i < 1024; i++)
        if (byte(in, i) < 0x20 && !memchr("\t\n\r\f\x1b", (int)byte(in, i), 5))
            return true;
    return false;
}

/* One gzip member, zlib stream or bare deflate stream; in moves behind it. igzip's return code says
 * nothing about the end of a stream: block_state does. */
static enum end inflate_one(struct inflate_state *z, struct nr_str *in, struct sink *s)
{
    for (;;) {
        size_t room, avail = in->len < CHUNK ? in->len : CHUNK;
        z->next_out = sink_room(s, &room);
        if (!room)
            return END_LARGE;
        z->avail_out = (uint32_t)room;
        z->next_in = (uint8_t *)(uintptr_t)in->data;
        z->avail_in = (uint32_t)avail;
        int code = isal_inflate(z);
        s->out->len += room - z->avail_out;
        *in = nr_str_sub(*in, avail - z->avail_in, in->len);
        if (code < 0 || code == ISAL_NEED_DICT)
            return END_WRONG;
        if (z->block_state == ISAL_BLOCK_FINISH)
            return END_WHOLE;
        if (z->avail_out == room && z->avail_in == avail)
            return END_CUT;
    }
}

/* Gzip members behind each other are one text (RFC 1952 section 2.2); other bytes behind a member
 * are ignored. Zeroed, because igzip looks up symbols of damaged streams in parts of its tables
 * that it has not filled: what comes out must not depend on what the memory held before. */
static enum end undo_inflate(struct nr_str *in, uint32_t wrapping, struct sink *s)
{
    struct inflate_state *z = nr_alloc_zero(1, sizeof *z);
    enum end end;
    do {
        isal_inflate_init(z);
        z->crc_flag = wrapping;
        end = inflate_one(z, in, s);
    } while (end == END_WHOLE && wrapping == ISAL_GZIP && is_gzip(*in));
    free(z);
    return end;
}

static enum end undo_brotli(struct nr_str *in, struct sink *s)
{
    BrotliDecoderState *b = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!b)
        nr_die_of_memory();
    const uint8_t *from = (const uint8_t *)in->data;
    BrotliDecoderResult result;
    size_t avail_in = in->len, room, left;
    do {
        uint8_t *to = sink_room(s, &room);
        left = room;
        result = BrotliDecoderDecompressStream(b, &avail_in, &from, &left, &to, NULL);
        s->out->len += room - left;
    } while (room && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT);
    BrotliDecoderDestroyInstance(b);
    *in = nr_str_sub(*in, in->len - avail_in, in->len);
    if (!room || sink_added(s) > s->max)
        return END_LARGE;
    return result == BROTLI_DECODER_RESULT_SUCCESS            ? END_WHOLE
           : result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT ? END_CUT
                                                              : END_WRONG;
}

/* Any number of frames. What is asked of a browser is a window of at most 8 MiB (RFC 9659). */
static enum end undo_zstd(struct nr_str *in, struct sink *s)
{
    ZSTD_DCtx *z = ZSTD_createDCtx();
    if (!z)
        nr_die_of_memory();
    ZSTD_inBuffer from = {in->data, in->len, 0};
    enum end end = END_WHOLE;
    size_t left = 1;
    while (end == END_WHOLE && (left || from.pos < from.size)) {
        size_t room, before = from.pos;
        ZSTD_outBuffer to = {sink_room(s, &room), room, 0};
        left = ZSTD_decompressStream(z, &to, &from);
        s->out->len += to.pos;
        if (!room)
            end = END_LARGE;
        else if (ZSTD_isError(left))
            end = END_WRONG;
        else if (left && from.pos == before && to.pos == 0)
            end = END_CUT;
    }
    ZSTD_freeDCtx(z);
    *in = nr_str_sub(*in, from.pos, from.size);
    return end;
}

static enum end undo_deflate(struct nr_str *in, struct sink *s, bool *marked)
{
    struct nr_str whole = *in;
    if (is_gzip(*in))
        return undo_inflate(in, ISAL_GZIP, s);
    if (is_zlib(*in)) {
        enum end end = undo_inflate(in, ISAL_ZLIB, s);
        if (end != END_WRONG || sink_added(s))
            return end;
    }
    *in = whole;
    *marked = false;
    return undo_inflate(in, ISAL_DEFLATE, s);
}

static enum end undo(enum nr_coding coding, struct nr_str *in, struct sink *s, bool *marked)
{
    switch (coding) {
    case NR_CODING_GZIP:
        return is_gzip(*in) ? undo_inflate(in, ISAL_GZIP, s) : END_WRONG;
    case NR_CODING_DEFLATE:
        return in->len ? undo_deflate(in, s, marked) : END_WRONG;
    case NR_CODING_ZSTD:
        return is_zstd(*in) ? undo_zstd(in, s) : END_WRONG;
    case NR_CODING_BROTLI:
        *marked = false;
        return in->len ? undo_brotli(in, s) : END_WRONG;
    default:
        return END_WRONG;
    }
}

/* Without a mark, the stream has to fill all of the body: a page that is not coded at all may begin
 * with what looks like a very short stream. */
static bool is_convincing(enum end end, struct nr_str whole, struct nr_str rest)
{
    if (end == END_WHOLE)
        return nr_str_trim(rest).len == 0;
    return end == END_CUT && is_binary(whole);
}

enum nr_status nr_coding_undo(enum nr_coding coding, struct nr_str in, size_t max,
                              struct nr_buf *out, bool *broken, struct nr_error *e)
{
    struct sink s = {out, out->len, max};
    struct nr_str rest = in;
    bool marked = true; /* the bytes say by themselves that they are coded so */
    enum end end = undo(coding, &rest, &s, &marked);
    size_t added = sink_added(&s);
    if (end == END_LARGE || added > max) {
        out->len = s.start;
        nr_error_set(e, "a compressed body expands to more than %zu bytes", max);
        return NR_BAD;
    }
    if (marked ? end == END_WHOLE || added : added && is_convincing(end, in, rest)) {
        *broken |= end != END_WHOLE;
        return NR_OK;
    }
    out->len = s.start;
    return NR_END;
}
