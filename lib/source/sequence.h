/* The walk from record to record that WARC and ARC share: a header, a block whose length the header
 * says, line ends, the next header. The readers know what a header looks like; where a record ends,
 * and what becomes of one that does not end where its header says, is decided here.
 *
 * A length is believed when a record, or the end, follows the block, or when what a writer puts
 * behind a block does: then what follows is damaged. Otherwise the record ends where the next one
 * begins: the block is longer than was said, or shorter. It comes out whole, marked as corrected,
 * unless it is so much shorter that bytes of it must be missing: then it is lost. In doubt, an HTTP
 * response decides, which has a length of its own. */
#ifndef NEWSREEL_LIB_SOURCE_SEQUENCE_H
#define NEWSREEL_LIB_SOURCE_SEQUENCE_H

#include "newsreel/source/warc.h"

struct nr_sequence_format {
    bool (*begins)(struct nr_str bytes); /* whether a record does, at the first byte */
    size_t header_line; /* bytes that begins wants to see at most; it says no to longer lines */
    unsigned newlines;  /* that a writer puts behind a block */
    size_t least;       /* bytes of the shortest record: so many behind them may be a damaged one */
};

struct nr_sequence {
    const struct nr_sequence_format *format;
    struct nr_input *in;
    size_t max_record;
    unsigned types;      /* that are wanted, a bit each */
    struct nr_buf block; /* of a record behind which the look-ahead ends */
    bool later;          /* error is to be reported by the next call */
    struct nr_error error;
};

/* What a header says of its record. */
struct nr_extent {
    size_t header;   /* bytes before the block */
    bool sized;      /* length is known */
    uint64_t length; /* of the block */
    bool placed;     /* offset is known */
    uint64_t offset; /* of the header */
};

/* Looks for the next record. NR_OK: view begins with its header, x has its place. NR_BAD: bytes
 * that belong to none; NR_END, NR_FAIL. */
enum nr_status nr_sequence_find(struct nr_sequence *s, struct nr_str *view, struct nr_extent *x,
                                struct nr_error *e);

/* Takes the record whose header the last view showed: fills in block, skipped, corrected, and its
 * place. As nr_warc_next. */
enum nr_status nr_sequence_take(struct nr_sequence *s, struct nr_warc_record *r,
                                const struct nr_extent *x, struct nr_error *e);

/* Takes all bytes up to the next start. */
void nr_sequence_skip(struct nr_sequence *s);

/* The error of a record that is lost, what e says being the reason: names it, and the bytes from
 * its header to where the input stands. NR_BAD. */
enum nr_status nr_sequence_lose(const struct nr_sequence *s, const struct nr_warc_record *r,
                                const struct nr_extent *x, struct nr_error *e);

void nr_sequence_free(struct nr_sequence *s);

#endif
