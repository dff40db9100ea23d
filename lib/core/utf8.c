#include "newsreel/core/utf8.h"
#include "utf8_blocks.h"

#define EACH_BYTE(b) (0x0101010101010101u * (b))

static uint64_t word_at(const char *p)
{
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}

static bool is_ascii_16(const char *p)
{
    return ((word_at(p) | word_at(p + 8)) & EACH_BYTE(0x80)) == 0;
}

size_t nr_utf8_ascii(struct nr_str s)
{
    size_t i = 0;
    while (s.len - i >= 32 && is_ascii_16(s.data + i) && is_ascii_16(s.data + i + 16))
        i += 32;
    while (s.len - i >= 8 && (word_at(s.data + i) & EACH_BYTE(0x80)) == 0)
        i += 8;
    while (i < s.len && (unsigned char)s.data[i] < 0x80)
        i++;
    return i;
}

static bool is_tail(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* The range that the second byte of a sequence starting with lead must lie in (RFC 3629 section 4),
 * and the length. */
static size_t sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = 0x80, *high = 0xbf;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    if (lead < 0xe0)
        return 2;
    if (lead == 0xe0)
        *low = 0xa0;
    else if (lead == 0xed)
        *high = 0x9f;
    else if (lead == 0xf0)
        *low = 0x90;
    else if (lead == 0xf4)
        *high = 0x8f;
    return lead < 0xf0 ? 3 : 4;
}

/* Length of the valid sequence at p, or 0; *bad is then the length of the maximal invalid part. */
static size_t step(const unsigned char *p, size_t room, size_t *bad)
{
    unsigned char low, high;
    size_t want = sequence(p[0], &low, &high);
    size_t have = 1;
    if (want && room > 1 && p[1] >= low && p[1] <= high)
        for (have = 2; have < want && have < room && is_tail(p[have]);)
            have++;
    *bad = have;
    return want && have == want ? want : 0;
}

/* Validation is a finite automaton whose transitions are shifts (Per Vognsen, "Shift-based DFAs",
 * 2021): a state is a bit position, the row of a byte holds the next state at the position of each
 * state. The only thing that a step waits for is the shift of the step before, so text in any
 * script runs at the same speed, without a branch on what it says. A state is six bits wide; bits
 * that are not named in a row mean REJECT, which no byte leaves. */
enum {
    REJECT = 0,
    ACCEPT = 6,
    TAIL_1 = 12, /* that many more tail bytes */
    TAIL_2 = 18,
    TAIL_3 = 24,
    AFTER_E0 = 30, /* these restrict the second byte */
    AFTER_ED = 36,
    AFTER_F0 = 42,
    AFTER_F4 = 48,
};

#define GO(from, to) ((uint64_t)(to) << (from))
#define TAIL         (GO(TAIL_1, ACCEPT) | GO(TAIL_2, TAIL_1) | GO(TAIL_3, TAIL_2))
#define ROW_80       (TAIL | GO(AFTER_ED, TAIL_1) | GO(AFTER_F4, TAIL_2))
#define ROW_90       (TAIL | GO(AFTER_ED, TAIL_1) | GO(AFTER_F0, TAIL_2))
#define ROW_A0       (TAIL | GO(AFTER_E0, TAIL_1) | GO(AFTER_F0, TAIL_2))
#define FOUR(row)    row, row, row, row
#define SIXTEEN(row) FOUR(row), FOUR(row), FOUR(row), FOUR(row)

#define LEAD(state) GO(ACCEPT, state)

/* clang-format off */
static const uint64_t rows[256] = {
    /* 00 */ SIXTEEN(LEAD(ACCEPT)), SIXTEEN(LEAD(ACCEPT)), SIXTEEN(LEAD(ACCEPT)), SIXTEEN(LEAD(ACCEPT)),
    /* 40 */ SIXTEEN(LEAD(ACCEPT)), SIXTEEN(LEAD(ACCEPT)), SIXTEEN(LEAD(ACCEPT)), SIXTEEN(LEAD(ACCEPT)),
    /* 80 */ SIXTEEN(ROW_80), SIXTEEN(ROW_90), SIXTEEN(ROW_A0), SIXTEEN(ROW_A0),
    /* c0 */ 0, 0, LEAD(TAIL_1), LEAD(TAIL_1), FOUR(LEAD(TAIL_1)), FOUR(LEAD(TAIL_1)), FOUR(LEAD(TAIL_1)),
    /* d0 */ SIXTEEN(LEAD(TAIL_1)),
    /* e0 */ LEAD(AFTER_E0), LEAD(TAIL_2), LEAD(TAIL_2), LEAD(TAIL_2), FOUR(LEAD(TAIL_2)),
    /* e8 */ FOUR(LEAD(TAIL_2)), LEAD(TAIL_2), LEAD(AFTER_ED), LEAD(TAIL_2), LEAD(TAIL_2),
    /* f0 */ LEAD(AFTER_F0), LEAD(TAIL_3), LEAD(TAIL_3), LEAD(TAIL_3), LEAD(AFTER_F4),
};
/* clang-format on */

static uint64_t run(uint64_t state, const char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        state = rows[(unsigned char)at[i]] >> (state & 63);
    return state;
}

/* As nr_utf8_valid, one sequence after the other: finds the place that the automaton only knows
 * about. */
static size_t valid_slowly(struct nr_str s)
{
    size_t i = 0, bad;
    const unsigned char *p = (const unsigned char *)s.data;
    for (size_t n = 1; n && i < s.len; i += n)
        n = p[i] < 0x80 ? 1 : step(p + i, s.len - i, &bad);
    return i;
}

size_t nr_utf8_valid_portable(struct nr_str s)
{
    size_t i = 0, good = 0; /* good: up to here, between two sequences, all is well */
    uint64_t state = ACCEPT;
    while (i < s.len) {
        if ((state & 63) == ACCEPT) {
            good = i;
            if (s.len - i >= 16 && is_ascii_16(s.data + i)) {
                i += nr_utf8_ascii(nr_str_sub(s, i, s.len));
                continue;
            }
        }
        size_t n = s.len - i < 16 ? s.len - i : 16;
        state = n == 16 ? run(state, s.data + i, 16) : run(state, s.data + i, n);
        if ((state & 63) == REJECT)
            break;
        i += n;
    }
    bool whole = i == s.len && (state & 63) == ACCEPT;
    return whole ? s.len : good + valid_slowly(nr_str_sub(s, good, s.len));
}

size_t nr_utf8_valid(struct nr_str s)
{
    size_t sure = nr_utf8_valid_blocks(s);
    return sure + nr_utf8_valid_portable(nr_str_sub(s, sure, s.len));
}

/* Every byte but 10xxxxxx starts a code point. Sums of up to 255 words fit the bytes of one. */
size_t nr_utf8_count(struct nr_str s)
{
    size_t n = 0, i = 0;
    while (s.len - i >= 8) {
        uint64_t sums = 0;
        for (int k = 0; k < 255 && s.len - i >= 8; k++, i += 8) {
            uint64_t word = word_at(s.data + i);
            sums += (~word >> 7 | word >> 6) & EACH_BYTE(1);
        }
        uint64_t pairs = (sums & 0x00ff00ff00ff00ffu) + (sums >> 8 & 0x00ff00ff00ff00ffu);
        n += (size_t)(pairs * 0x0001000100010001u >> 48);
    }
    for (; i < s.len; i++)
        n += !is_tail((unsigned char)s.data[i]);
    return n;
}

struct nr_str nr_utf8_head(struct nr_str s, size_t most)
{
    if (s.len <= most)
        return s;
    while (most > 0 && is_tail((unsigned char)s.data[most]))
        most--;
    return nr_str_sub(s, 0, most);
}

uint32_t nr_utf8_western(unsigned char byte)
{
    static const uint16_t low[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                     0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                     0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                     0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return byte >= 0x80 && byte < 0xa0 ? low[byte - 0x80] : byte;
}

size_t nr_utf8_put(char *to, uint32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

void nr_utf8_add(struct nr_buf *out, uint32_t c)
{
    out->len += nr_utf8_put(nr_buf_reserve(out, 4), c);
}

size_t nr_utf8_repair(struct nr_buf *out, struct nr_str s)
{
    size_t replaced = 0, at = 0;
    while (at < s.len) {
        size_t good = nr_utf8_valid(nr_str_sub(s, at, s.len));
        nr_buf_add(out, s.data + at, good);
        at += good;
        if (at < s.len) {
            size_t bad;
            step((const unsigned char *)s.data + at, s.len - at, &bad);
            nr_utf8_add(out, 0xfffd);
            at += bad;
            replaced++;
        }
    }
    return replaced;
}
