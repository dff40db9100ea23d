/* References: a record is known by its shard (a file of records, by its place in the order of the
 * stream) and the number of its line there. Written, it is `SSSS-LLLLLLLL` in hexadecimal digits,
 * so that references in the order of their bytes (LC_ALL=C sort) are in the order of the stream. */
#ifndef NEWSREEL_DUPES_REF_H
#define NEWSREEL_DUPES_REF_H

#include "newsreel/core/buf.h"
#include <stdint.h>

enum { NR_REF_LENGTH = 13 };

#define NR_REF_MOST_SHARD UINT64_C(0xffff)
#define NR_REF_MOST_LINE  UINT64_C(0xffffffff)

/* The reference of a line, counted from 1 with all lines of the file, whatever they hold; both
 * numbers are within the limits above. References compare as numbers. */
static inline uint64_t nr_ref(uint64_t shard, uint64_t line)
{
    return shard << 32 | line;
}

static inline uint64_t nr_ref_shard(uint64_t ref)
{
    return ref >> 32;
}

static inline uint64_t nr_ref_line(uint64_t ref)
{
    return ref & NR_REF_MOST_LINE;
}

/* Appends it as it is written. */
void nr_ref_add(struct nr_buf *out, uint64_t ref);

/* Reads one that s begins with; false where there is none (digits are in lower case). */
bool nr_ref_parse(struct nr_str s, uint64_t *ref);

#endif
