/* nr_str: a view of bytes that somebody else owns.
 *
 * Invariants
 *   - len bytes are readable at data. data may be NULL only when len is 0.
 *   - There is no terminating NUL, and NUL bytes may occur inside.
 *   - A view never outlives what it looks into; functions that return one say whose bytes it
 *     shows.
 *
 * It is passed by value: two words, like a pointer. */
#ifndef NEWSREEL_CORE_STR_H
#define NEWSREEL_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct nr_str {
    const char *data;
    size_t len;
};

/* Initialiser of a view of a string literal, for constant tables; elsewhere nr_str_of does. */
#define NR_STR(literal)                                                                            \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

static inline struct nr_str nr_str(const char *data, size_t len)
{
    return (struct nr_str){data, len};
}

/* A view of a NUL-terminated string; NULL gives the empty view. */
static inline struct nr_str nr_str_of(const char *s)
{
    return (struct nr_str){s, s ? strlen(s) : 0};
}

/* Bytes from..to of s. Both are cut to the length of s; to < from gives the empty view. */
static inline struct nr_str nr_str_sub(struct nr_str s, size_t from, size_t to)
{
    to = to < s.len ? to : s.len;
    from = from < to ? from : to;
    return s.data ? nr_str(s.data + from, to - from) : s;
}

static inline bool nr_str_eq(struct nr_str a, struct nr_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool nr_str_is(struct nr_str a, const char *literal)
{
    return nr_str_eq(a, nr_str_of(literal));
}

static inline bool nr_str_starts(struct nr_str s, struct nr_str prefix)
{
    return s.len >= prefix.len && nr_str_eq(nr_str_sub(s, 0, prefix.len), prefix);
}

static inline bool nr_str_ends(struct nr_str s, struct nr_str suffix)
{
    return s.len >= suffix.len && nr_str_eq(nr_str_sub(s, s.len - suffix.len, s.len), suffix);
}

/* ASCII, whatever the locale: a byte >= 0x80 is none of these, and its own lower case. */

static inline bool nr_ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool nr_ascii_is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Space, tab, LF, VT, FF, CR. */
static inline bool nr_ascii_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char nr_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The rest work on ASCII letters and blanks only: other bytes compare as they are. */

/* Equal but for the case of ASCII letters. */
bool nr_str_eq_fold(struct nr_str a, struct nr_str b);
bool nr_str_starts_fold(struct nr_str s, struct nr_str prefix);
bool nr_str_ends_fold(struct nr_str s, struct nr_str suffix);

/* Position of the first needle in s, or s.len. The _fold form ignores the case of ASCII letters. */
size_t nr_str_find(struct nr_str s, struct nr_str needle);
size_t nr_str_find_fold(struct nr_str s, struct nr_str needle);
size_t nr_str_find_char(struct nr_str s, char c);

/* True when a byte of s is a letter, or not ASCII, as letters of most scripts are. */
bool nr_str_has_letter(struct nr_str s);

/* s without blanks (space, tab, CR, LF, FF, VT) at both ends. */
struct nr_str nr_str_trim(struct nr_str s);

/* What a file name ends with, from the last '.' on; empty where there is none. */
struct nr_str nr_str_suffix(struct nr_str name);

/* Cuts the part before the next separator off *rest and returns true; false once *rest is used up.
 * "a,,b" gives "a", "", "b"; a view of no bytes at a data of NULL gives nothing, one at a string
 * gives "". */
bool nr_str_split(struct nr_str *rest, char separator, struct nr_str *part);

/* < 0, 0, > 0 in byte order, a prefix before what it begins. */
int nr_str_cmp(struct nr_str a, struct nr_str b);

/* A decimal number that fills s: digits only. False on anything else and on overflow. */
bool nr_str_u64(struct nr_str s, unsigned long long *value);

enum { NR_DIGITS = 20 }; /* of the largest such number */

/* The number in decimal: a view into digits. */
struct nr_str nr_str_decimal(unsigned long long value, char digits[NR_DIGITS]);

#endif
