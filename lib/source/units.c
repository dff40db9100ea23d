/* BETWEEN ──begins──► INSIDE ──done──► BETWEEN
 *    │ │                │
 *    │ └──decoded ahead──► READY ──handed out──► BETWEEN
 *    └── something else, damage ──► LOST ── a unit that proves itself, or the end ──► BETWEEN
 *
 * Damage is often noticed late: a decoder runs on through wrong bits, and over the border of the
 * next unit. So the search for what can be saved steps back to the damaged unit's first byte (or as
 * far as the look-ahead still holds), and a candidate counts only when it decodes. A unit of the
 * same format stored verbatim inside the damaged one can be taken for its successor: no reader can
 * tell; the gap stands before it.
 *
 * Where the file ends inside a unit it may be cut off, or a damaged unit has swallowed those behind
 * it. What is left is short then, so more can be asked of a candidate: that it is complete, and
 * that nothing or another unit follows. A file stored in an archive that was cut off does not pass.
 *
 * Only the layer right above a file can name places; above that a gap is told by the position in
 * the data inside. */
#include "units.h"
#include "newsreel/core/mem.h"
#include "prefetch.h"
#include <stdio.h>
#include <stdlib.h>

enum { PROOF = 64 << 10, PROOFS_AT_END = 64 };

enum state { BETWEEN, INSIDE, READY, LOST };

struct units {
    struct nr_layer layer;
    const struct nr_codec *codec;
    void *self;
    struct nr_ahead below;
    struct nr_prefetch *prefetch; /* NULL: one thread */
    struct nr_unit ready;         /* decoded ahead; what is left of it */
    enum state state;
    uint64_t from;   /* position of the unit, or of the bytes that are lost */
    bool fresh;      /* the unit has given nothing yet */
    bool skip_first; /* the byte at the head is known not to begin anything */
    bool begun;      /* there has been a unit */
    bool cut;        /* lost at the end of the file: only what is held is searched */
    struct nr_why why;
};

static uint64_t place(const struct units *u, uint64_t position)
{
    return u->below.linear ? position : NR_NOWHERE;
}

static enum nr_status tell_loss(struct units *u, struct nr_error *e)
{
    uint64_t to = nr_ahead_position(&u->below);
    nr_error_set(e, "%s; bytes [%llu,%llu)%s lost", u->why.text, (unsigned long long)u->from,
                 (unsigned long long)to, u->below.linear ? "" : " of the compressed data inside");
    e->offset = e->lost_from = place(u, u->from);
    e->lost_to = place(u, to);
    e->sound = u->cut || u->fresh;
    u->state = BETWEEN;
    return NR_BAD;
}

/* Decoding of the unit has stopped for u->why. */
static void lose_unit(struct units *u)
{
    struct nr_why why = u->why;
    snprintf(u->why.text, sizeof u->why.text, "%s: %.80s", u->codec->unit, why.text);
    u->state = LOST;
}

/* Cheap and dear check of every candidate in view. One costs at most the proof, which looks at 64
 * KiB; candidates begin with the format's magic, so ordinary bytes cost a memchr. Proofs at the end
 * of a file look at more, so only the first of them are tried. */
static bool find_unit(const struct units *u, struct nr_str view, size_t *at, size_t end)
{
    unsigned tries = 0;
    for (; *at < end && tries < PROOFS_AT_END; ++*at) {
        const char *found = memchr(view.data + *at, u->codec->first, end - *at);
        if (!found)
            break;
        *at = (size_t)(found - view.data);
        struct nr_str rest = nr_str_sub(view, *at, u->cut ? view.len : *at + PROOF);
        if (!u->codec->begins(u->self, rest))
            continue;
        tries += u->cut;
        if (u->codec->proves(u->self, rest, u->cut))
            return true;
    }
    *at = end;
    return false;
}

static enum nr_status search(struct units *u, struct nr_error *e)
{
    struct nr_str view;
    for (;;) {
        enum nr_status status =
            nr_ahead_peek(&u->below, u->cut ? NR_AHEAD_BACK + 1 : PROOF, &view, e);
        if (status == NR_END)
            return tell_loss(u, e);
        if (status != NR_OK) {
            u->state = BETWEEN;
            return status; /* a gap below: its own report covers what was lost here */
        }
        size_t at = u->skip_first ? 1 : 0;
        size_t end = view.len >= PROOF && !u->cut ? view.len - PROOF + 1 : view.len;
        u->skip_first = false;
        bool found = find_unit(u, view, &at, end);
        nr_ahead_skip(&u->below, at);
        if (found && u->cut)
            snprintf(u->why.text, sizeof u->why.text, "%s: damaged data", u->codec->unit);
        u->cut = u->cut && !found;
        if (found)
            return tell_loss(u, e);
    }
}

static enum nr_status begin_unit(struct units *u, struct nr_str view, struct nr_error *e)
{
    u->from = nr_ahead_position(&u->below);
    u->fresh = u->skip_first = true;
    u->cut = false;
    nr_ahead_hold(&u->below);
    if (!u->codec->begins(u->self, view)) {
        snprintf(u->why.text, sizeof u->why.text, "not a %s", u->codec->unit);
        u->state = LOST;
        return NR_OK;
    }
    u->state = INSIDE;
    enum nr_status status = u->codec->begin(u->self, view, &u->why);
    bool first = !u->begun;
    u->begun = true;
    if (status == NR_FAIL && first) {
        nr_error_set(e, "%s: %s", u->codec->unit, u->why.text);
        e->offset = place(u, u->from);
        return NR_FAIL;
    }
    if (status != NR_OK)
        lose_unit(u);
    return NR_OK;
}

/* Whether the unit that begins here has been decoded ahead. */
static bool take_ready(struct units *u)
{
    if (!u->prefetch)
        return false;
    nr_prefetch_look(u->prefetch, u->self, &u->below);
    u->from = nr_ahead_position(&u->below);
    if (!nr_prefetch_take(u->prefetch, u->self, u->from, &u->ready))
        return false;
    nr_ahead_skip(&u->below, u->ready.packed);
    nr_ahead_hold(&u->below); /* nothing of a sound unit has to be stepped back to */
    nr_prefetch_look(u->prefetch, u->self, &u->below);
    u->fresh = true;
    u->state = READY;
    return true;
}

static void hand_out_ready(struct units *u, char *to, size_t room, struct nr_got *got)
{
    struct nr_str *left = &u->ready.bytes;
    if (left->len && u->fresh)
        got->unit = place(u, u->from);
    u->fresh = false;
    if (left->len && room == 0) {
        got->loan = (struct nr_loan){*left, nr_keeper_hold(u->ready.keeper)};
        left->len = 0;
    } else if (left->len) {
        got->len = left->len < room ? left->len : room;
        memcpy(to, left->data, got->len);
        *left = nr_str_sub(*left, got->len, left->len);
    }
    if (!left->len)
        u->state = BETWEEN;
}

static enum nr_status at_border(struct units *u, struct nr_got *got, struct nr_error *e)
{
    struct nr_str view = {NULL, 0};
    enum nr_status status = u->codec->between(u->self, &u->below, e);
    /* Not more than needed: in a pipe a small unit may be all there is for a while. */
    size_t want = 0, next = u->codec->wants(nr_str("", 0));
    if (status == NR_OK && take_ready(u))
        return NR_OK;
    while (status == NR_OK && want < next) {
        want = next;
        status = nr_ahead_peek(&u->below, want, &view, e);
        next = view.len < want ? 0 : u->codec->wants(view);
    }
    if (status == NR_END)
        got->unit = place(u, nr_ahead_position(&u->below));
    return status == NR_OK ? begin_unit(u, view, e) : status;
}

static enum nr_status inside(struct units *u, char *to, size_t room, struct nr_got *got,
                             struct nr_error *e)
{
    enum nr_status status = NR_OK;
    enum nr_step step =
        u->codec->decode(u->self, &u->below, to, room, &got->len, &u->why, &status, e);
    if (got->len && u->fresh) {
        got->unit = place(u, u->from);
        u->fresh = false;
    }
    if (step == NR_STEP_DONE) {
        u->state = BETWEEN;
    } else if (step == NR_STEP_BROKEN || status == NR_END) {
        u->cut = status == NR_END;
        if (u->cut)
            snprintf(u->why.text, sizeof u->why.text, "cut off");
        lose_unit(u);
        nr_ahead_step_back(&u->below);
        u->skip_first = nr_ahead_position(&u->below) == u->from;
    } else if (step == NR_STEP_BELOW) {
        u->state = BETWEEN;
        return status;
    }
    return NR_OK;
}

static enum nr_status units_read(struct nr_layer *layer, char *to, size_t room, struct nr_got *got,
                                 struct nr_error *e)
{
    struct units *u = (struct units *)layer;
    enum nr_status status = NR_OK;
    while (status == NR_OK && got->len == 0 && !got->loan.keeper) {
        if (u->state == INSIDE && room == 0)
            break;
        if (u->state == INSIDE)
            status = inside(u, to, room, got, e);
        else if (u->state == READY)
            hand_out_ready(u, to, room, got);
        else if (u->state == LOST)
            status = search(u, e);
        else
            status = at_border(u, got, e);
    }
    return status;
}

static bool units_would_block(const struct nr_layer *layer)
{
    const struct units *u = (const struct units *)layer;
    if (u->state == READY || (u->state == INSIDE && u->codec->full(u->self)))
        return false;
    return nr_ahead_would_block(&u->below);
}

static void units_close(struct nr_layer *layer)
{
    struct units *u = (struct units *)layer;
    nr_prefetch_close(u->prefetch);
    u->codec->free(u->self);
    nr_ahead_close(&u->below);
    free(u);
}

struct nr_layer *nr_units_layer(const struct nr_codec *codec, void *self, struct nr_ahead *below,
                                unsigned threads)
{
    struct units *u = nr_alloc_zero(1, sizeof *u);
    u->layer = (struct nr_layer){units_read, units_would_block, units_close, false, false};
    u->codec = codec;
    u->self = self;
    u->below = *below;
    *below = (struct nr_ahead){0};
    if (threads > 1 && u->below.linear) {
        u->prefetch = nr_prefetch_new(codec, threads);
        u->layer.lends = true;
    }
    return &u->layer;
}
