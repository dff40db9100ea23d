/* zstd (RFC 8878) by libzstd, and .warc.zst, whose dictionary lies in a skippable frame.
 *
 * The library is fed exactly one step at a time (a header, a block): a call that fails tells
 * nothing about the output that it made before, so no call may do both. Block headers are three
 * bytes, that costs nothing.
 *
 * A frame that is in view as a whole, and fits into the room, is decoded in one call, which does
 * not copy it out of a window. What comes of it counts only when it is sound, and only frames that
 * are no larger than their window, in blocks that are no larger either, are decoded so: in one call
 * the library accepts distances and blocks beyond it that it may not accept step by step. */
#include "newsreel/core/mem.h"
#include "units.h"
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    DICTIONARY = 0x184d2a5d, /* at the start of a .warc.zst */
    DICTIONARY_MOST = 8 << 20,
    WINDOW_LOG_DEFAULT = 27,
    WINDOW_LOG_MOST = 31,
    FIXED = 5, /* magic and descriptor, what every frame header begins with */
    BLOCK_HEADER = 3,
    CHECKSUM = 4,
    BLOCK_MOST = 128 << 10,
};

struct zstd {
    ZSTD_DCtx *context;
    int window_log;
    size_t hint; /* bytes that the library asks for next */
    bool full;   /* the last call filled its room: more may be left inside */
    bool fresh;  /* the frame's first call is still to come */
    ZSTD_DDict *dictionary;
    bool is_clone; /* the dictionary is another's */
};

/* What a frame's header says (RFC 8878, 3.1.1.1). */
struct frame {
    size_t header; /* bytes */
    uint64_t window;
    uint64_t content; /* UINT64_MAX: it does not say */
    bool checksum, dictionary;
};

static uint64_t little(struct nr_str bytes, size_t at, size_t n)
{
    uint64_t value = 0;
    while (n-- > 0)
        value = value << 8 | (unsigned char)bytes.data[at + n];
    return value;
}

/* Bytes of the dictionary's id and of the content's size, by their bits in the descriptor. */
static const unsigned char id_sizes[] = {0, 1, 2, 4}, content_sizes[] = {0, 2, 4, 8};

static size_t zstd_wants(struct nr_str bytes)
{
    if (bytes.len < FIXED)
        return FIXED;
    unsigned descriptor = (unsigned char)bytes.data[4];
    size_t id = id_sizes[descriptor & 3], content = content_sizes[descriptor >> 6];
    bool single = descriptor >> 5 & 1;
    return FIXED + id + (single && content == 0 ? 1 : content) + (single ? 0u : 1u);
}

static bool read_frame(struct nr_str bytes, struct frame *frame)
{
    if (bytes.len < FIXED || little(bytes, 0, 4) != ZSTD_MAGICNUMBER)
        return false;
    unsigned descriptor = (unsigned char)bytes.data[4];
    bool single = descriptor >> 5 & 1;
    size_t id = id_sizes[descriptor & 3];
    *frame = (struct frame){zstd_wants(bytes), 0, UINT64_MAX, descriptor >> 2 & 1, id > 0};
    if ((descriptor & 8) || bytes.len < frame->header)
        return false;
    size_t before = FIXED + (single ? 0u : 1u) + id, content = frame->header - before;
    if (content)
        frame->content = little(bytes, before, content) + (content == 2 ? 256 : 0);
    if (single) {
        frame->window = frame->content;
    } else {
        unsigned window = (unsigned char)bytes.data[FIXED];
        uint64_t base = (uint64_t)1 << (10 + (window >> 3));
        frame->window = base + base / 8 * (window & 7);
    }
    return true;
}

static bool zstd_begins(void *self, struct nr_str bytes)
{
    struct frame frame;
    (void)self;
    return read_frame(bytes, &frame);
}

static bool is_skippable(struct nr_str bytes)
{
    return bytes.len >= 8 &&
           (little(bytes, 0, 4) & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

/* Length of the frame that bytes begin with, as far as its block headers are in view. *last: all of
 * them are. 0: they make no sense. most: bytes in a block. */
static size_t frame_length(struct nr_str bytes, const struct frame *frame, uint64_t most,
                           bool *last)
{
    size_t at = frame->header;
    *last = false;
    while (!*last && at + BLOCK_HEADER <= bytes.len) {
        uint64_t header = little(bytes, at, BLOCK_HEADER), size = header >> 3;
        unsigned type = header >> 1 & 3;
        if (type == 3 || size > most)
            return 0;
        at += BLOCK_HEADER + (type == 1 ? 1 : (size_t)size);
        *last = header & 1;
    }
    return at + (frame->checksum ? CHECKSUM : 0);
}

static bool zstd_proves(void *self, struct nr_str bytes, bool whole)
{
    struct frame frame;
    bool last;
    size_t length = read_frame(bytes, &frame) ? frame_length(bytes, &frame, BLOCK_MOST, &last) : 0;
    if (length == 0 || !whole)
        return length > 0;
    struct nr_str rest = nr_str_sub(bytes, length, bytes.len);
    return last && length <= bytes.len &&
           (rest.len == 0 || is_skippable(rest) || zstd_begins(self, rest));
}

static void use_dictionary(struct zstd *z, struct nr_str dictionary)
{
    z->dictionary = ZSTD_createDDict(dictionary.data, dictionary.len);
    if (z->dictionary)
        ZSTD_DCtx_refDDict(z->context, z->dictionary);
}

static void load(struct zstd *z, struct nr_str content)
{
    if (content.len >= 4 && little(content, 0, 4) == ZSTD_MAGICNUMBER) {
        char *raw = nr_alloc(DICTIONARY_MOST);
        size_t n = ZSTD_decompress(raw, DICTIONARY_MOST, content.data, content.len);
        if (!ZSTD_isError(n))
            use_dictionary(z, nr_str(raw, n));
        free(raw);
    } else if (content.len >= 4 && little(content, 0, 4) == ZSTD_MAGIC_DICTIONARY) {
        use_dictionary(z, content);
    }
}

static enum nr_status skip_frame(struct nr_ahead *in, uint64_t left, struct nr_error *e)
{
    struct nr_str view;
    uint64_t from = nr_ahead_position(in);
    while (left) {
        enum nr_status status = nr_ahead_peek(in, 1, &view, e);
        if (status == NR_END) {
            nr_error_set(e, "skippable zstd frame: cut off");
            e->offset = e->lost_from = in->linear ? from : NR_NOWHERE;
            e->lost_to = in->linear ? nr_ahead_position(in) : NR_NOWHERE;
            return NR_BAD;
        }
        if (status != NR_OK)
            return status;
        size_t n = view.len < left ? view.len : (size_t)left;
        nr_ahead_skip(in, n);
        left -= n;
    }
    return NR_OK;
}

size_t nr_zstd_prologue(struct nr_str bytes)
{
    if (bytes.len < 8 || little(bytes, 0, 4) != DICTIONARY)
        return 0;
    uint64_t size = little(bytes, 4, 4);
    return size <= DICTIONARY_MOST ? 8 + (size_t)size : 0;
}

static enum nr_status zstd_between(void *self, struct nr_ahead *in, struct nr_error *e)
{
    struct zstd *z = self;
    struct nr_str view;
    for (;;) {
        enum nr_status status = nr_ahead_peek(in, 8, &view, e);
        if (status != NR_OK || !is_skippable(view))
            return status;
        uint64_t size = little(view, 4, 4);
        size_t prologue = nr_ahead_position(in) == 0 ? nr_zstd_prologue(view) : 0;
        if (prologue) {
            status = nr_ahead_peek(in, prologue, &view, e);
            if (status == NR_OK && view.len >= prologue)
                load(z, nr_str_sub(view, 8, prologue));
        }
        status = skip_frame(in, 8 + size, e);
        if (status != NR_OK)
            return status;
    }
}

static enum nr_status zstd_begin(void *self, struct nr_str bytes, struct nr_why *why)
{
    struct zstd *z = self;
    struct frame frame = {0};
    read_frame(bytes, &frame);
    int log = 10;
    while (log < 63 && (uint64_t)1 << log < frame.window)
        log++;
    if (log > WINDOW_LOG_MOST) {
        snprintf(why->text, sizeof why->text, "needs an impossible window of 2^%d bytes", log);
        return NR_BAD;
    }
    if (log > z->window_log) {
        snprintf(why->text, sizeof why->text, "needs a window of 2^%d bytes: --long=%d", log, log);
        return NR_FAIL;
    }
    if (frame.dictionary && !z->dictionary) {
        snprintf(why->text, sizeof why->text, "needs a dictionary that is not in the file");
        return NR_BAD;
    }
    ZSTD_DCtx_reset(z->context, ZSTD_reset_session_only);
    z->hint = frame.header;
    z->full = false;
    z->fresh = true;
    return NR_OK;
}

static const char *reason(size_t code)
{
    switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_checksum_wrong:
        return "wrong checksum";
    case ZSTD_error_dictionary_wrong:
        return "made with another dictionary";
    case ZSTD_error_corruption_detected:
        return "damaged data";
    default:
        return ZSTD_getErrorName(code);
    }
}

/* What the library asks for includes the next block's header, see above. */
static size_t one_step(const struct zstd *z)
{
    return z->hint > BLOCK_HEADER ? z->hint - BLOCK_HEADER : z->hint;
}

/* The whole frame in one call. False: it is not there, does not fit, or is damaged. */
static bool decode_whole(struct zstd *z, struct nr_ahead *in, char *to, size_t room, size_t *n)
{
    struct frame frame;
    struct nr_str view = nr_ahead_buffered(in);
    bool last;
    if (!read_frame(view, &frame) || frame.content > room || frame.content > frame.window)
        return false;
    uint64_t most = frame.window < BLOCK_MOST ? frame.window : BLOCK_MOST;
    size_t length = frame_length(view, &frame, most, &last);
    if (length == 0 || !last || length > view.len)
        return false;
    size_t made = ZSTD_decompressDCtx(z->context, to, room, view.data, length);
    if (ZSTD_isError(made)) {
        ZSTD_DCtx_reset(z->context, ZSTD_reset_session_only);
        return false;
    }
    *n = made;
    nr_ahead_skip(in, length);
    return true;
}

static enum nr_step zstd_decode(void *self, struct nr_ahead *in, char *to, size_t room, size_t *n,
                                struct nr_why *why, enum nr_status *status, struct nr_error *e)
{
    struct zstd *z = self;
    ZSTD_outBuffer out = {to, room, 0};
    struct nr_str view = {0};
    bool fresh = z->fresh;
    z->fresh = false;
    if (fresh && decode_whole(z, in, to, room, n))
        return NR_STEP_DONE;
    size_t step = z->full ? 0 : one_step(z);
    if (step && (*status = nr_ahead_peek(in, step, &view, e)) != NR_OK)
        return NR_STEP_BELOW;
    ZSTD_inBuffer piece = {view.data, view.len < step ? view.len : step, 0};
    z->hint = ZSTD_decompressStream(z->context, &out, &piece);
    z->full = out.pos == room;
    *n = out.pos;
    nr_ahead_skip(in, piece.pos);
    if (ZSTD_isError(z->hint)) {
        snprintf(why->text, sizeof why->text, "%s", reason(z->hint));
        return NR_STEP_BROKEN;
    }
    return z->hint ? NR_STEP_MORE : NR_STEP_DONE;
}

static bool zstd_full(const void *self)
{
    return ((const struct zstd *)self)->full;
}

static struct zstd *new_zstd(int window_log)
{
    struct zstd *z = nr_alloc_zero(1, sizeof *z);
    z->window_log = window_log;
    z->context = ZSTD_createDCtx();
    if (!z->context)
        nr_die_of_memory();
    ZSTD_DCtx_setParameter(z->context, ZSTD_d_windowLogMax, z->window_log);
    return z;
}

static size_t zstd_makes(void *self, struct nr_str bytes)
{
    struct frame frame;
    (void)self;
    return read_frame(bytes, &frame) && frame.content < SIZE_MAX ? (size_t)frame.content : 0;
}

static void *zstd_clone(const void *self)
{
    const struct zstd *from = self;
    struct zstd *z = new_zstd(from->window_log);
    z->is_clone = true;
    z->dictionary = from->dictionary;
    if (z->dictionary)
        ZSTD_DCtx_refDDict(z->context, z->dictionary);
    return z;
}

static void zstd_free(void *self)
{
    struct zstd *z = self;
    ZSTD_freeDCtx(z->context);
    if (!z->is_clone)
        ZSTD_freeDDict(z->dictionary);
    free(z);
}

struct nr_layer *nr_zstd_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    static const struct nr_codec codec = {
        .unit = "zstd frame",
        .first = '\x28',
        .between = zstd_between,
        .wants = zstd_wants,
        .begins = zstd_begins,
        .proves = zstd_proves,
        .begin = zstd_begin,
        .decode = zstd_decode,
        .full = zstd_full,
        .makes = zstd_makes,
        .clone = zstd_clone,
        .free = zstd_free,
    };
    struct zstd *z = new_zstd(options->window_log ? options->window_log : WINDOW_LOG_DEFAULT);
    if (options->start && options->before.len > 8)
        load(z, nr_str_sub(options->before, 8, options->before.len));
    return nr_units_layer(&codec, z, below, options->threads);
}
