/* gzip (RFC 1952) by ISA-L, which checks CRC and length of every member. */
#include "newsreel/core/mem.h"
#include "units.h"
#include <isa-l/igzip_lib.h>
#include <stdio.h>
#include <stdlib.h>

enum { PROOF_CALLS = 1024 }; /* of 8 KiB each */

struct gzip {
    struct inflate_state state;
    bool full;                   /* the last call filled its room: more may be left inside */
    bool any;                    /* a member has begun: zeros are padding now */
    struct inflate_state *proof; /* for the search behind damage; made when needed */
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

static size_t gzip_wants(struct nr_str bytes)
{
    (void)bytes;
    return 4;
}

static bool gzip_begins(void *self, struct nr_str bytes)
{
    (void)self;
    return bytes.len >= 4 && memcmp(bytes.data, "\x1f\x8b\x08", 3) == 0 &&
           (bytes.data[3] & 0xe0) == 0;
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
    int code, calls = 0;
    if (!g->proof) {
        g->proof = nr_alloc(sizeof *g->proof);
        isal_inflate_init(g->proof);
    }
    isal_inflate_reset(g->proof);
    g->proof->crc_flag = ISAL_GZIP;
    give(g->proof, bytes, out, sizeof out);
    do {
        g->proof->next_out = (uint8_t *)out;
        g->proof->avail_out = sizeof out;
        code = isal_inflate(g->proof);
    } while (whole && code >= 0 && g->proof->avail_out == 0 && ++calls < PROOF_CALLS);
    bool done = code >= 0 && g->proof->block_state == ISAL_BLOCK_FINISH;
    if (whole)
        return done && nothing_or_member(
                           self, nr_str_sub(bytes, bytes.len - g->proof->avail_in, bytes.len));
    return done || (code >= 0 && g->proof->avail_out < sizeof out);
}

static enum nr_status gzip_begin(void *self, struct nr_str bytes, struct nr_why *why)
{
    struct gzip *g = self;
    (void)bytes, (void)why;
    isal_inflate_reset(&g->state);
    g->state.crc_flag = ISAL_GZIP;
    g->full = false;
    g->any = true;
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

static enum nr_step gzip_decode(void *self, struct nr_ahead *in, char *to, size_t room, size_t *n,
                                struct nr_why *why, enum nr_status *status, struct nr_error *e)
{
    struct gzip *g = self;
    struct nr_str view = nr_ahead_buffered(in);
    if (!view.len && !g->full && (*status = nr_ahead_peek(in, 1, &view, e)) != NR_OK)
        return NR_STEP_BELOW;
    give(&g->state, view, to, room);
    uint32_t given = g->state.avail_in, space = g->state.avail_out;
    int code = isal_inflate(&g->state);
    nr_ahead_skip(in, given - g->state.avail_in);
    *n = space - g->state.avail_out;
    g->full = g->state.avail_out == 0;
    if (code < 0) {
        snprintf(why->text, sizeof why->text, "%s", reason(code));
        return NR_STEP_BROKEN;
    }
    return g->state.block_state == ISAL_BLOCK_FINISH ? NR_STEP_DONE : NR_STEP_MORE;
}

static bool gzip_full(const void *self)
{
    return ((const struct gzip *)self)->full;
}

static void gzip_free(void *self)
{
    struct gzip *g = self;
    free(g->proof);
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
        .free = gzip_free,
    };
    struct gzip *g = nr_alloc_zero(1, sizeof *g);
    (void)options;
    isal_inflate_init(&g->state);
    return nr_units_layer(&codec, g, below);
}
