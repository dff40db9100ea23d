/* nr_slot: a batch of records on its way from the reader through a worker to the main thread.
 *
 * The reader appends bytes to `in`, or holds them where they are, and pieces that say what they
 * are; a worker turns each piece into results, appending to `out` and `side`; the main thread goes
 * through the results in order. Buffers are reused from batch to batch. */
#ifndef NEWSREEL_LIB_STREAM_SLOT_H
#define NEWSREEL_LIB_STREAM_SLOT_H

#include "newsreel/stream/filter.h"

/* What the reader found: whole lines, one member, or a fault where something is lost. */
struct nr_piece {
    enum nr_status status; /* NR_OK: bytes; NR_BAD: something is lost; NR_FAIL: an operand is */
    uint64_t stream;       /* number, from 1, of the operand or member file: what a seal ends */
    bool lines;            /* whole lines of NDJSON, else one member */
    size_t from, to;       /* in the slot's in, unless the member has a keeper */
    /* Its views lie in the slot's arena. bytes is set by the worker, unless it has a keeper, of
     * which the piece has a share. */
    struct nr_member member;
    struct nr_error *error; /* in the slot's arena, with status BAD and FAIL */
};

/* What became of one record, in input order. */
struct nr_result {
    enum nr_status status; /* NR_OK, NR_BAD, NR_FAIL (an operand) */
    bool stops;            /* with NR_FAIL: the run cannot go on */
    bool seal;
    bool as_it_came; /* for commit: map appended nothing, the line is to be written as it is */
    const struct nr_piece *piece;
    uint64_t line;           /* from 0 in the piece */
    uint64_t lines;          /* of a block; 1 for a record */
    const char *drop;        /* the reason, when map dropped it */
    uint64_t key[NR_KEY];    /* of map, for commit */
    struct nr_str label;     /* likewise, in the slot's arena */
    struct nr_str bytes;     /* the record as it came */
    size_t out_from, out_to; /* what map appended to the slot's out */
    struct nr_error *error;  /* in the slot's arena, unless status is NR_OK */
};

struct nr_slot {
    struct nr_buf in;
    size_t held; /* bytes of members that are not in in */
    struct nr_piece *pieces;
    size_t piece_count, piece_room;

    struct nr_buf out, side[NR_SIDES];
    uint64_t lines; /* in out; 0 for a filter that commits */
    struct nr_result *results;
    size_t result_count, result_room;

    struct nr_note *notes; /* of the records that map passed */
    size_t note_count, note_room;

    struct nr_arena arena; /* labels, member views and errors */
};

/* Bytes of input. */
static inline size_t nr_slot_weight(const struct nr_slot *s)
{
    return s->in.len + s->held;
}

void nr_slot_add_note(struct nr_slot *s, struct nr_note note);
struct nr_piece *nr_slot_add_piece(struct nr_slot *s);
struct nr_result *nr_slot_add_result(struct nr_slot *s);
/* A copy of e, and of its path, in the slot's arena. */
struct nr_error *nr_slot_keep_error(struct nr_slot *s, const struct nr_error *e);
/* Lines that begin in the bytes; the last may lack its newline. */
uint64_t nr_slot_count_lines(struct nr_str bytes);
void nr_slot_reset(struct nr_slot *s);
void nr_slot_free(struct nr_slot *s);

#endif
