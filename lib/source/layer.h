/* What the parts of an input have in common: layers, and the look-ahead over a layer.
 *
 * A layer is shaped like read(2): the reader brings the room, so that a decoder writes straight
 * into the look-ahead that its reader looks at, and a plain file is not copied at all. Each decoder
 * owns the look-ahead over the layer below it, so a stack of layers is a list:
 *
 *     struct nr_input: look-ahead ─► gzip: look-ahead ─► file
 *
 * Places: only the bottom layer (a file) is linear, there the place of a byte is its position. A
 * decoder directly above it names the places of its units; all others name none. */
#ifndef NEWSREEL_SOURCE_LAYER_H
#define NEWSREEL_SOURCE_LAYER_H

#include "newsreel/source/input.h"
#include <stdatomic.h>

/* Bytes that a layer has in memory and lends, and a share of what keeps them. */
struct nr_loan {
    struct nr_str bytes;
    struct nr_keeper *keeper;
};

/* What one read brought. */
struct nr_got {
    size_t len;    /* 1 to room with NR_OK */
    uint64_t unit; /* with NR_OK: place of the unit that the first byte begins, with NR_END: place
                      of the end; else NR_NOWHERE */
    struct nr_loan loan; /* in place of len bytes, when room is 0; the share is the reader's */
};

struct nr_layer {
    /* NR_OK, NR_END, NR_BAD once for each gap, NR_FAIL. Not called again after NR_END and NR_FAIL.
     * *got is empty before. Bytes of two units are never in one read. Room may be 0 where the layer
     * lends; NR_OK without a loan then means that it has to be asked again with room. */
    enum nr_status (*read)(struct nr_layer *self, char *to, size_t room, struct nr_got *got,
                           struct nr_error *e);
    bool (*would_block)(const struct nr_layer *self);
    void (*close)(struct nr_layer *self);
    bool linear; /* the place of a byte is its position */
    bool lends;
};

/* Bytes of a layer that can be looked at before they are taken, and stepped back over a little. */
struct nr_ahead {
    struct nr_layer *layer; /* owned; NULL when all bytes are in view from the start */
    const char *data;       /* data[pos..len) is next; what is before can be stepped back to */
    size_t pos, len;
    size_t hold; /* when holds: where a step back goes */
    bool holds;
    char *owned; /* data, unless it is borrowed: the bytes of block */
    size_t cap;  /* of owned */
    struct nr_keeper *block;
    size_t usual;        /* what cap is unless more is asked for */
    uint64_t start;      /* position of data[0] in the layer's stream */
    uint64_t shown;      /* up to where the reader has been shown bytes */
    enum nr_status next; /* what follows data[len): NR_OK means that the layer has to be asked */
    struct nr_error error;
    uint64_t end; /* place of the end */
    bool linear;
    bool borrows;               /* loans are wanted: nobody will step back */
    struct nr_keeper *keeper;   /* of data, when that is a loan */
    struct nr_loan loan;        /* the last one, as long as data is not it */
    size_t copied;              /* bytes of it that data ends with */
    struct nr_unit_mark *marks; /* units from pos on, ascending: marks[first..count) */
    size_t first, count, marks_cap;
};

enum {
    NR_AHEAD_ROOM = 512 << 10, /* what a look-ahead holds usually */
    NR_AHEAD_SMALL = 32 << 10, /* at first: most members of archives are small */
    NR_AHEAD_BACK = 128 << 10, /* how far a step back can go at most */
};

/* Takes the layer. */
void nr_ahead_open(struct nr_ahead *a, struct nr_layer *layer);
void nr_ahead_open_memory(struct nr_ahead *a, struct nr_str bytes);
void nr_ahead_close(struct nr_ahead *a);

/* As nr_input_peek. */
enum nr_status nr_ahead_peek(struct nr_ahead *a, size_t want, struct nr_str *view,
                             struct nr_error *e);
void nr_ahead_skip(struct nr_ahead *a, size_t n);
/* The bytes that are there without reading; may be empty. */
struct nr_str nr_ahead_buffered(const struct nr_ahead *a);
/* Of the bytes in view; NULL: nobody can hold them for longer. */
struct nr_keeper *nr_ahead_keeper(const struct nr_ahead *a);
/* Reads on until want bytes are there, or more would have to be waited for, or something else
 * follows, which the next peek tells. Returns what is there. */
struct nr_str nr_ahead_more(struct nr_ahead *a, size_t want);
/* Makes the gap that the last peek told be told again. */
void nr_ahead_retell(struct nr_ahead *a, const struct nr_error *e);

/* From now on the next byte and what follows can be stepped back to. */
void nr_ahead_hold(struct nr_ahead *a);
/* Steps back to the held byte, or NR_AHEAD_BACK bytes when it is farther. A gap ends a hold;
 * without one this does nothing. */
void nr_ahead_step_back(struct nr_ahead *a);

/* Position of the next byte in the layer's stream. */
static inline uint64_t nr_ahead_position(const struct nr_ahead *a)
{
    return a->start + a->pos;
}
bool nr_ahead_place(const struct nr_ahead *a, uint64_t *offset);
/* True when more bytes than have been shown would have to be waited for. */
bool nr_ahead_would_block(const struct nr_ahead *a);

/* The layers. Decoders take over *below, which they leave empty. */
/* Length of the frame with a dictionary that a .warc.zst begins with, told by its first 8 bytes; 0:
 * there is none. */
size_t nr_zstd_prologue(struct nr_str bytes);

/* position: where in the file fd stands. */
struct nr_layer *nr_file_layer(int fd, bool closes, bool waits, int stop_fd, uint64_t position,
                               _Atomic uint64_t *consumed);
struct nr_layer *nr_gzip_layer(struct nr_ahead *below, const struct nr_input_options *options);
struct nr_layer *nr_zstd_layer(struct nr_ahead *below, const struct nr_input_options *options);
struct nr_layer *nr_bzip2_layer(struct nr_ahead *below, const struct nr_input_options *options);
struct nr_layer *nr_xz_layer(struct nr_ahead *below, const struct nr_input_options *options);
struct nr_layer *nr_lz4_layer(struct nr_ahead *below, const struct nr_input_options *options);
struct nr_layer *nr_lzip_layer(struct nr_ahead *below, const struct nr_input_options *options);
struct nr_layer *nr_compress_layer(struct nr_ahead *below, const struct nr_input_options *options);

#endif
