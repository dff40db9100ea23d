/* The walk from unit to unit that gzip and zstd share: borders, places, damage and what is behind
 * it. A codec knows one format; it reads through the look-ahead that the walk owns. */
#ifndef NEWSREEL_SOURCE_UNITS_H
#define NEWSREEL_SOURCE_UNITS_H

#include "layer.h"

enum nr_step {
    NR_STEP_MORE,   /* go on */
    NR_STEP_DONE,   /* the unit is complete */
    NR_STEP_BROKEN, /* damage, see why */
    NR_STEP_BELOW,  /* the layer below ended, failed or has a gap; see status */
};

/* Why a unit is lost: one phrase ("wrong checksum"). */
struct nr_why {
    char text[120];
};

struct nr_codec {
    const char *unit; /* "gzip member" */
    char first;       /* a unit's first byte */

    /* Skips what may lie between units. NR_OK: something else follows. */
    enum nr_status (*between)(void *self, struct nr_ahead *in, struct nr_error *e);
    /* How many bytes begins has to see, as far as bytes tell; asked again when there are more. */
    size_t (*wants)(struct nr_str bytes);
    /* Whether a unit begins here, by its header. bytes: what wants says or more, fewer only at the
     * end. */
    bool (*begins)(void *self, struct nr_str bytes);
    /* The same, looked at closely, for the search behind damage. bytes: 64 KiB, or fewer only at
     * the end. whole: bytes are all there is; the unit must be complete in them, and be followed by
     * another one or nothing. */
    bool (*proves)(void *self, struct nr_str bytes, bool whole);
    /* Makes ready for the unit that begins here. NR_BAD: it cannot be decoded, see why. NR_FAIL: it
     * could with other options; that ends the stream when it is the first unit. */
    enum nr_status (*begin)(void *self, struct nr_str bytes, struct nr_why *why);
    /* Decodes into to[0..room); *n bytes come out, also with DONE and BROKEN. */
    enum nr_step (*decode)(void *self, struct nr_ahead *in, char *to, size_t room, size_t *n,
                           struct nr_why *why, enum nr_status *status, struct nr_error *e);
    /* True when decode has output left that needs no input. */
    bool (*full)(const void *self);
    /* How many bytes come out of the unit that has begun, as far as bytes tell: a guess, or 0.
     * bytes: all there are, the same that decode will look at. */
    size_t (*makes)(void *self, struct nr_str bytes);
    /* Another decoder, which knows what self has learned of the file. self lives longer; one thread
     * may call each. */
    void *(*clone)(const void *self);
    void (*free)(void *self);
};

/* Takes *below and self. threads: that may decode units ahead, where the layer is the one above a
 * file. */
struct nr_layer *nr_units_layer(const struct nr_codec *codec, void *self, struct nr_ahead *below,
                                unsigned threads);

#endif
