/* gzip (RFC 1952) by ISA-L, which checks CRC and length of every member.
 *
 * Its fast loop notices a bad distance late: then bytes have come out that nobody wrote, and how
 * many depends on how the input was cut. Fed byte by byte it is exact. So a call that fails is
 * taken back and done again that way, from a copy of the state (or from the member's start, which
 * needs none: small members cost no copy).
 *
 * A header is always handed over whole: ISA-L forgets the header's flags from one call to the next,
 * and takes what lies on its stack for them.
 *
 * Where a member seems to be in view as a whole, and to fit into the room, it is decoded in one
 * call without state, which copies nothing. What comes of it counts only when it is sound. */
#include "newsreel/core/mem.h"
#include "units.h"
#include <isa-l/igzip_lib.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    PROOF_CALLS = 1024, /* of 8 KiB each */
    SMALL = 256,        /* input that is not worth a copy of the state */
    FIXED_HEADER = 10,
    MEMBER_LEAST = 18,
    HEADER_MOST = 64 << 10,
};

struct gzip {
    struct inflate_state state;
    bool full;                   /* the last call filled its room: more may be left inside */
    bool any;                    /* a member has begun: zeros are padding now */
    bool fresh;                  /* the member's first call is still to come */
    size_t end;                  /* where the member seems to end; 0: not looked for yet */
    struct inflate_state *spare; /* to take a call back; for the search behind damage */
};

/* Zeros behind a member pad it to a tape's or disk's blocks. */
static enum nr_status gzip_between(void *self, struct nr_ahead *in, struct nr_error *e)
{
    const struct gzip *g = self;
    struct nr_str view;
    for (;;) {
        enum nr_status status = nr_ahead_peek(in, 1, &view, e);
        if (status != NR_OK || !g->any || view.data[0] != 0)
            return status;
        size_t n = 0;
        while (n < view.len && view.data[n] == 0)
            n++;
        nr_ahead_skip(in, n);
    }
}

static bool gzip_begins(void *self, struct nr_str bytes)
{
    (void)self;
    return bytes.len >= 4 && memcmp(bytes.data, "\x1f\x8b\x08", 3) == 0 &&
           (bytes.data[3] & 0xe0) == 0;
}

/* Length of the header that bytes begin with (RFC 1952 section 2.3); what is more than bytes have
 * has to be seen to tell. */
static size_t header_length(struct nr_str bytes)
{
    enum { CHECKSUM = 2, EXTRA = 4, NAME = 8, COMMENT = 16 };
    size_t at = FIXED_HEADER;
    unsigned flags = bytes.len > 3 ? (unsigned char)bytes.data[3] : 0;
    if ((flags & EXTRA) && bytes.len < at + 2)
        return at + 2;
    if (flags & EXTRA)
        at += 2 + ((size_t)(unsigned char)bytes.data[at] | (size_t)(unsigned char)bytes.data[at + 1]
                                                               << 8);
    for (unsigned text = NAME; text <= COMMENT; text *= 2)
        if (flags & text)
            at += nr_str_find_char(nr_str_sub(bytes, at, bytes.len), '\0') + 1;
    return at + (flags & CHECKSUM ? 2 : 0);
}

static size_t gzip_wants(struct nr_str bytes)
{
    size_t header = gzip_begins(NULL, bytes) ? header_length(bytes) : FIXED_HEADER;
    return header < HEADER_MOST ? header : HEADER_MOST;
}

/* ISA-L's pointers are not const, but it does not write to its input. */
static void give(struct inflate_state *state, struct nr_str in, char *to, size_t room)
{
    union {
        const char *data;
        uint8_t *bytes;
    } at = {.data = in.data};
    state->next_in = at.bytes;
    state->avail_in = in.len < UINT32_MAX ? (uint32_t)in.len : UINT32_MAX;
    state->next_out = (uint8_t *)to;
    state->avail_out = room < UINT32_MAX ? (uint32_t)room : UINT32_MAX;
}

static void start(struct inflate_state *state)
{
    isal_inflate_reset(state);
    state->crc_flag = ISAL_GZIP;
}

static bool nothing_or_member(void *self, struct nr_str rest)
{
    size_t zeros = 0;
    while (zeros < rest.len && rest.data[zeros] == 0)
        zeros++;
    return zeros == rest.len || gzip_begins(self, nr_str_sub(rest, zeros, rest.len));
}

/* ISA-L decodes up to 64 KiB before it hands anything out, so the first call tests far more than
 * the few bytes that are asked for. */
static bool gzip_proves(void *self, struct nr_str bytes, bool whole)
{
    struct gzip *g = self;
    char out[8192];
    int code = 0, calls = 0;
    start(g->spare);
    give(g->spare, bytes, out, sizeof out);
    do {
        g->spare->next_out = (uint8_t *)out;
        g->spare->avail_out = sizeof out;
        code = isal_inflate(g->spare);
    } while (whole && code >= 0 && g->spare->avail_out == 0 && ++calls < PROOF_CALLS);
    bool done = code >= 0 && g->spare->block_state == ISAL_BLOCK_FINISH;
    if (whole)
        return done && nothing_or_member(
                           self, nr_str_sub(bytes, bytes.len - g->spare->avail_in, bytes.len));
    return done || (code >= 0 && g->spare->avail_out < sizeof out);
}

static enum nr_status gzip_begin(void *self, struct nr_str bytes, struct nr_why *why)
{
    struct gzip *g = self;
    (void)bytes, (void)why;
    start(&g->state);
    g->full = false;
    g->fresh = true;
    g->any = true;
    g->end = 0;
    return NR_OK;
}

static const char *reason(int code)
{
    switch (code) {
    case ISAL_INVALID_WRAPPER:
        return "damaged header";
    case ISAL_UNSUPPORTED_METHOD:
        return "unknown method";
    case ISAL_INCORRECT_CHECKSUM:
        return "wrong checksum or length";
    default:
        return "damaged data";
    }
}

/* As isal_inflate, but exact before damage. The first call takes the header, or (header 0) what is
 * left inside. */
static int inflate_exactly(struct inflate_state *state, struct nr_str in, size_t header, char *to,
                           size_t room)
{
    give(state, in, to, room);
    uint32_t first = header < state->avail_in ? (uint32_t)header : state->avail_in;
    uint32_t left = state->avail_in - first;
    state->avail_in = first;
    int code = isal_inflate(state);
    left += state->avail_in;
    while (left && code >= 0 && state->avail_out && state->block_state != ISAL_BLOCK_FINISH) {
        state->avail_in = 1;
        code = isal_inflate(state);
        left -= 1 - state->avail_in;
    }
    state->avail_in = left;
    return code;
}

/* Where the member that bytes begin with seems to end: before another one. */
static size_t member_end(struct nr_str bytes)
{
    for (size_t at = MEMBER_LEAST; at < bytes.len; at++) {
        at += nr_str_find_char(nr_str_sub(bytes, at, bytes.len), '\x1f');
        if (gzip_begins(NULL, nr_str_sub(bytes, at, bytes.len)))
            return at;
    }
    return bytes.len;
}

/* Its last four bytes say how many come out of it. */
static size_t length_before(struct nr_str bytes, size_t end)
{
    const unsigned char *p = (const unsigned char *)bytes.data + end;
    return end < MEMBER_LEAST
               ? 0
               : p[-4] | (size_t)p[-3] << 8 | (size_t)p[-2] << 16 | (size_t)p[-1] << 24;
}

static size_t gzip_makes(void *self, struct nr_str bytes)
{
    struct gzip *g = self;
    g->end = member_end(bytes);
    return length_before(bytes, g->end);
}

/* The whole member in one call. False: it is not there, does not fit, or is damaged. */
static bool inflate_whole(struct gzip *g, struct nr_str in, bool ends, char *to, size_t room)
{
    size_t end = g->end ? g->end : member_end(in);
    if ((end == in.len && !ends) || length_before(in, end) > room)
        return false;
    give(&g->state, in, to, room);
    if (isal_inflate_stateless(&g->state) == ISAL_DECOMP_OK)
        return true;
    start(&g->state);
    return false;
}

/* ends: in is all that is left of the file. */
static int inflate_some(struct gzip *g, struct nr_str in, bool ends, char *to, size_t room)
{
    bool fresh = g->fresh;
    g->fresh = false;
    if (fresh && inflate_whole(g, in, ends, to, room))
        return ISAL_DECOMP_OK;
    if (!fresh && in.len && in.len <= SMALL && !g->full)
        return inflate_exactly(&g->state, in, 0, to, room);
    if (!fresh)
        *g->spare = g->state;
    give(&g->state, in, to, room);
    int code = isal_inflate(&g->state);
    if (code >= 0 || code == ISAL_INCORRECT_CHECKSUM)
        return code;
    if (fresh)
        start(&g->state);
    else
        g->state = *g->spare;
    int again = inflate_exactly(&g->state, in, fresh ? header_length(in) : 0, to, room);
    return again < 0 ? again : code;
}

static enum nr_step gzip_decode(void *self, struct nr_ahead *in, char *to, size_t room, size_t *n,
                                struct nr_why *why, enum nr_status *status, struct nr_error *e)
{
    struct gzip *g = self;
    struct nr_str view = nr_ahead_buffered(in);
    if (!view.len && !g->full && (*status = nr_ahead_peek(in, 1, &view, e)) != NR_OK)
        return NR_STEP_BELOW;
    view.len = view.len < UINT32_MAX ? view.len : UINT32_MAX;
    room = room < UINT32_MAX ? room : UINT32_MAX;
    int code = inflate_some(g, view, in->next == NR_END, to, room);
    nr_ahead_skip(in, view.len - g->state.avail_in);
    *n = room - g->state.avail_out;
    g->full = g->state.avail_out == 0;
    if (code < 0) {
        snprintf(why->text, sizeof why->text, "%s", reason(code));
        return NR_STEP_BROKEN;
    }
    return g->state.block_state == ISAL_BLOCK_FINISH ? NR_STEP_DONE : NR_STEP_MORE;
}

static struct gzip *new_gzip(void)
{
    struct gzip *g = nr_alloc_zero(1, sizeof *g);
    g->spare = nr_alloc_zero(1, sizeof *g->spare);
    isal_inflate_init(&g->state);
    isal_inflate_init(g->spare);
    return g;
}

static bool gzip_full(const void *self)
{
    return ((const struct gzip *)self)->full;
}

static void *gzip_clone(const void *self)
{
    const struct gzip *from = self;
    struct gzip *g = new_gzip();
    g->any = from->any;
    return g;
}

static void gzip_free(void *self)
{
    struct gzip *g = self;
    free(g->spare);
    free(g);
}

struct nr_layer *nr_gzip_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    static const struct nr_codec codec = {
        .unit = "gzip member",
        .first = '\x1f',
        .between = gzip_between,
        .wants = gzip_wants,
        .begins = gzip_begins,
        .proves = gzip_proves,
        .begin = gzip_begin,
        .decode = gzip_decode,
        .full = gzip_full,
        .makes = gzip_makes,
        .clone = gzip_clone,
        .free = gzip_free,
    };
    return nr_units_layer(&codec, new_gzip(), below, options->threads);
}
