/* nr_blocks: an input as blocks of whole lines, about 256 KiB each.
 *
 * A block is handed out early when more would have to be waited for: so a live stream flows line by
 * line, and a file in large pieces. How lines fall into blocks says nothing. */
#ifndef NEWSREEL_SOURCE_BLOCKS_H
#define NEWSREEL_SOURCE_BLOCKS_H

#include "newsreel/source/input.h"

struct nr_blocks {
    struct nr_input *in;
    size_t max_line;
    uint64_t line;     /* number of the next line, from 1 */
    size_t seen;       /* bytes at the front of the look-ahead that hold no line end */
    bool more;         /* the look-ahead holds whole lines */
    struct nr_buf end; /* the last line, when no line end follows */
};

/* Views live until the next call of nr_blocks_next. */
struct nr_line_block {
    struct nr_str bytes; /* every line with its line end; only the last of all may lack it */
    uint64_t line;       /* number of the first, from 1 */
    uint64_t lines;
    bool placed;     /* the block lies in the outermost file as it is */
    uint64_t offset; /* there */
};

/* in stays the caller's. Lines longer than max_line bytes, without their end, are lost. */
void nr_blocks_open(struct nr_blocks *b, struct nr_input *in, size_t max_line);

/* NR_OK, NR_END. NR_BAD: a line too long, or damage and the line that it cuts; the error has the
 * line's number and, for damage, the input's text. NR_FAIL: the input's. */
enum nr_status nr_blocks_next(struct nr_blocks *b, struct nr_line_block *block, struct nr_error *e);

/* True when the next call would have to wait. */
bool nr_blocks_would_block(const struct nr_blocks *b);
void nr_blocks_close(struct nr_blocks *b);

#endif
