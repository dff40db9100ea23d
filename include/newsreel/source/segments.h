/* nr_segments: the records of a WARC, with those that were written in segments put together again
 * (ISO 28500 section 7).
 *
 * A record with WARC-Segment-Number 1 and the continuations that follow it directly, in order and
 * with its id as their WARC-Segment-Origin-ID, become one record: the fields of the first, the
 * blocks one behind the other. It stays marked as truncated, and as a segment, unless the last one
 * states the length of all (WARC-Segment-Total-Length) and that is what came. Continuations of
 * anything else come as records of their own. */
#ifndef NEWSREEL_SOURCE_SEGMENTS_H
#define NEWSREEL_SOURCE_SEGMENTS_H

#include "newsreel/source/warc.h"

/* Zero-initialised but for warc and max_record is ready. */
struct nr_segments {
    struct nr_warc *warc;        /* the caller's */
    size_t max_record;           /* bytes of all segments together */
    struct nr_buf fields, block; /* of the first segment, and what has been put together */
    bool held;                   /* the next call's record has been read */
    struct nr_warc_record record;
    enum nr_status later; /* what the next call reports, with error; NR_OK: nothing */
    struct nr_error error;
};

/* As nr_warc_next. NR_BAD also when the segments are more than max_record together. */
enum nr_status nr_segments_next(struct nr_segments *s, struct nr_warc_record *record,
                                struct nr_error *e);

void nr_segments_close(struct nr_segments *s);

#endif
