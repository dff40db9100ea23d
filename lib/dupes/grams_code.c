/* The gaps between evenly spread values are distributed geometrically, for which Golomb's code is
 * the best of those with whole bits: a gap's upper part as so many zeros and a one, and so many
 * lower bits as they are, in bytes from the lowest bit up. How many lower bits follows from the
 * count. */
#include "../core/little.h"
#include "newsreel/core/mem.h"
#include "newsreel/dupes/grams.h"

enum { WINDOW = 56, VARINT = 5 }; /* bits that a load of 8 bytes gives at any bit; bytes */
enum { SECOND = 4, ONLY = 4 };    /* bytes; least ones of a value that is alone */

/* Half the mean gap, or up to all of it: values of a set lie 2^32 / count apart. */
static unsigned low_bits(uint64_t count)
{
    unsigned bits = 31;
    while (bits && (count >>= 1))
        bits--;
    return bits;
}

struct writer {
    char *at;
    uint64_t bits;
    unsigned count; /* of bits; below 8 between two calls */
};

/* Appends the lowest count bits, at most WINDOW. Writes 8 bytes. */
static inline void write_bits(struct writer *w, uint64_t bits, unsigned count)
{
    w->bits |= bits << w->count;
    w->count += count;
    little_store(w->at, w->bits);
    w->at += w->count / 8;
    w->bits = w->count < 64 ? w->bits >> (w->count & 56) : 0;
    w->count &= 7;
}

static inline void write_gap(struct writer *w, uint64_t gap, unsigned low)
{
    uint64_t zeros = gap >> low, rest = gap & ((UINT64_C(1) << low) - 1);
    for (; zeros > WINDOW - 32; zeros -= WINDOW - 32)
        write_bits(w, 0, WINDOW - 32);
    write_bits(w, (rest << 1 | 1) << zeros, (unsigned)zeros + 1 + low);
}

/* Upper parts add up to 2^32 >> low, which is at most 2 for each value. */
static size_t most_bytes(size_t count, unsigned low)
{
    return nr_size_add(nr_size_mul(count, low + 3) / 8, VARINT + 2 * sizeof(uint64_t));
}

void nr_grams_encode(const struct nr_grams *g, struct nr_buf *out)
{
    unsigned low = low_bits(g->count);
    uint64_t rest = g->count, next = 0;
    struct writer w = {.at = nr_buf_reserve(out, most_bytes(g->count, low))};
    for (; rest >= 0x80; rest >>= 7)
        *w.at++ = (char)(rest | 0x80);
    *w.at++ = (char)rest;
    for (size_t i = 0; i < g->count; i++) {
        write_gap(&w, g->values[i] - next, low);
        next = (uint64_t)g->values[i] + 1;
    }
    w.at += w.count > 0; /* the byte has been written */
    if (g->second) {
        little_store(w.at, g->second);
        w.at += SECOND;
    }
    out->len = (size_t)(w.at - out->data);
}

/* Cuts the count off *s; false when there is none in its shortest form. */
static bool read_count(struct nr_str *s, uint64_t *count)
{
    *count = 0;
    for (size_t i = 0; i < s->len && i < VARINT; i++) {
        unsigned char c = (unsigned char)s->data[i];
        *count |= (uint64_t)(c & 0x7f) << (7 * i);
        if (c < 0x80) {
            *s = nr_str_sub(*s, i + 1, s->len);
            return (c || i == 0) && *count <= UINT32_MAX;
        }
    }
    return false;
}

/* At least WINDOW bits from bit at on; zeros behind the end. */
static inline uint64_t bits_at(struct nr_str s, uint64_t at)
{
    size_t byte = (size_t)(at / 8);
    char copy[8] = {0};
    if (s.len >= 8 && byte <= s.len - 8)
        return little_load(s.data + byte) >> (at % 8);
    if (byte < s.len)
        memcpy(copy, s.data + byte, s.len - byte);
    return little_load(copy) >> (at % 8);
}

/* The gap at bit *at, which moves behind it; at most UINT32_MAX << 1, and more when there is
 * none. */
static inline uint64_t read_gap(struct nr_str s, uint64_t *at, unsigned low)
{
    uint64_t bits = bits_at(s, *at), zeros = 0;
    while (!(bits & UINT32_MAX >> 8)) {
        zeros += 24;
        if (zeros >> (32 - low))
            return UINT64_MAX;
        bits = bits_at(s, *at + zeros);
    }
    unsigned more = (unsigned)__builtin_ctzll(bits);
    zeros += more;
    *at += zeros + 1 + low;
    return zeros << low | (bits >> (more + 1) & ((UINT64_C(1) << low) - 1));
}

static bool read_values(struct nr_grams *g, struct nr_str s, size_t count, unsigned low)
{
    uint64_t at = 0, next = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t gap = read_gap(s, &at, low);
        if (gap > UINT32_MAX || next + gap > UINT32_MAX)
            return false;
        g->values[i] = (uint32_t)(next + gap);
        next += gap + 1;
    }
    return (at + 7) / 8 == s.len && bits_at(s, at) == 0;
}

/* Cuts the other hash of an only n-gram off *s; false when it is there and says nothing. */
static bool cut_second(struct nr_str *s, uint32_t *second)
{
    char bytes[8] = {0};
    if (s->len < ONLY + SECOND)
        return true;
    memcpy(bytes, s->data + s->len - SECOND, SECOND);
    *second = (uint32_t)little_load(bytes);
    *s = nr_str_sub(*s, 0, s->len - SECOND);
    return *second != 0;
}

bool nr_grams_decode(struct nr_grams *g, struct nr_str s)
{
    uint64_t count;
    uint32_t second = 0;
    g->count = 0;
    g->second = 0;
    if (!read_count(&s, &count) || (count == 1 && !cut_second(&s, &second)))
        return false;
    unsigned low = low_bits(count);
    if (count > (uint64_t)s.len * 8 / (low + 1))
        return false;
    g->values = nr_grow_array(g->values, &g->cap, (size_t)count, sizeof *g->values);
    if (!read_values(g, s, (size_t)count, low))
        return false;
    g->count = (size_t)count;
    g->second = second;
    return true;
}

size_t nr_grams_encoded_count(struct nr_str s)
{
    uint64_t count;
    return read_count(&s, &count) ? (size_t)count : 0;
}
