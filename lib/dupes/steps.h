/* What the readers of lines share (library internal). */
#ifndef NEWSREEL_LIB_DUPES_STEPS_H
#define NEWSREEL_LIB_DUPES_STEPS_H

#include "newsreel/dupes/steps.h"
#include "ref.h"

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

/* STEP_DIGITS digits, and one byte behind them that may be read, as 8 digits the first of which is
 * 0: pairs of them are added up, then pairs of pairs. */
static inline bool parse_digits(const char *p, uint32_t *value)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t text = little_load(p) << 8 | '0';
    uint64_t digits = text - '0' * ones;
    if ((text & 0xf0 * ones) != '0' * ones || ((digits + 6 * ones) & 0x10 * ones))
        return false;
    uint64_t twos = (digits * 10 + (digits >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
    uint64_t fours = (twos * 100 + (twos >> 16)) & UINT64_C(0x0000ffff0000ffff);
    *value = (uint32_t)(fours * 10000 + (fours >> 32));
    return *value <= NR_MILLION;
}

/* As nr_pair_line_parse, for the loop that does nothing else. */
static inline bool pair_line_parse(struct nr_str line, struct nr_pair_line *p)
{
    const char *at = line.data;
    if (line.len < STEP_PAIR || at[NR_REF_LENGTH] != '\t' || at[2 * NR_REF_LENGTH + 1] != '\t' ||
        at[STEP_PAIR - 1] != '\t' || !ref_parse(at, &p->later) ||
        !ref_parse(at + NR_REF_LENGTH + 1, &p->earlier) || p->earlier >= p->later ||
        !parse_digits(at + STEP_PAIR - 1 - STEP_DIGITS, &p->millionths))
        return false;
    p->id = nr_str_sub(line, STEP_PAIR, line.len);
    return true;
}

#endif
