/* nr_pieces: an input cut into the pieces of a format (formats/format.h): the messages of a
 * mailbox, the rows of a table, the pages of a dump.
 *
 * Only the piece at hand is held in memory, however long the file is. A piece larger than the limit
 * is skipped and reported; damage costs the piece that it lies in, and reading goes on where the
 * format finds the next one. */
#ifndef NEWSREEL_SOURCE_PIECES_H
#define NEWSREEL_SOURCE_PIECES_H

#include "newsreel/formats/format.h"
#include "newsreel/source/input.h"

struct nr_pieces {
    struct nr_input *in;
    const struct nr_format *format;
    size_t max_piece;
    struct nr_cut cut;
    struct nr_buf preamble;
    bool begun;  /* the preamble is complete */
    bool over;   /* the last piece has been cut */
    bool found;  /* the next piece has, while nobody waited for it; it lies in the input's view */
    size_t left; /* bytes of the last view that have not been taken */
    const char *charset; /* of what is not UTF-8, once there was a piece that is not */
    /* What is left before the end of the input or a gap, which are known only once it is taken. */
    struct nr_buf tail;
    size_t tail_at;
    bool in_tail, tail_placed;
    uint64_t tail_offset;
    enum nr_status behind; /* what follows the tail */
    struct nr_error error; /* of behind */
};

/* Views live until the next call of nr_pieces_next. */
struct nr_slice {
    struct nr_str bytes;
    bool placed; /* offset and length are known; they are those in the outermost file */
    uint64_t offset, length;
    unsigned state; /* cut's */
    /* Of a uniform format's file, as far as it is not UTF-8; NULL: not known. A name of the
     * Encoding Standard, static storage. */
    const char *charset;
};

/* in stays the caller's. */
void nr_pieces_open(struct nr_pieces *p, struct nr_input *in, const struct nr_format *format,
                    size_t max_piece);

/* Right after nr_pieces_open: in begins with a piece in the middle of a file that has that
 * preamble. */
void nr_pieces_resume(struct nr_pieces *p, struct nr_str preamble);

/* NR_OK, NR_END. NR_BAD: a piece that is too large, or damage and the piece that it cuts; go on.
 * NR_FAIL: the input's. */
enum nr_status nr_pieces_next(struct nr_pieces *p, struct nr_slice *slice, struct nr_error *e);

/* True when the next piece has to be waited for: what has been read does not hold it, and more
 * would have to be waited for. */
bool nr_pieces_would_block(struct nr_pieces *p);

/* What stands before the first piece. Valid from the first piece on, until nr_pieces_close. */
struct nr_str nr_pieces_preamble(const struct nr_pieces *p);

void nr_pieces_close(struct nr_pieces *p);

#endif
