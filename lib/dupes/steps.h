/* What the readers of lines share (library internal). */
#ifndef NEWSREEL_LIB_DUPES_STEPS_H
#define NEWSREEL_LIB_DUPES_STEPS_H

#include "newsreel/core/str.h"
#include "newsreel/dupes/ref.h"

/* Bytes that a line begins with in any case, none of which is a newline. */
enum {
    STEP_DIGITS = 7,
    STEP_KEY = 16 + 1 + NR_REF_LENGTH + 1,
    STEP_PAIR = 2 * (NR_REF_LENGTH + 1) + STEP_DIGITS + 1,
    STEP_DROP = NR_REF_LENGTH + 1,
};

/* Where the line that begins at `at` ends: before its newline, or at the end of s. A line that is
 * shorter than least bytes may be taken with the next one, and is none in any case. */
static inline size_t line_end(struct nr_str s, size_t at, size_t least)
{
    if (s.len - at < least)
        least = 0;
    const char *newline = memchr(s.data + at + least, '\n', s.len - at - least);
    return newline ? (size_t)(newline - s.data) : s.len;
}

#endif
