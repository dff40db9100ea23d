#include "newsreel/core/str.h"
#include <stdint.h>

bool nr_str_eq_fold(struct nr_str a, struct nr_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (nr_ascii_lower(a.data[i]) != nr_ascii_lower(b.data[i]))
            return false;
    return true;
}

bool nr_str_starts_fold(struct nr_str s, struct nr_str prefix)
{
    return s.len >= prefix.len && nr_str_eq_fold(nr_str_sub(s, 0, prefix.len), prefix);
}

bool nr_str_ends_fold(struct nr_str s, struct nr_str suffix)
{
    return s.len >= suffix.len && nr_str_eq_fold(nr_str_sub(s, s.len - suffix.len, s.len), suffix);
}

size_t nr_str_find_char(struct nr_str s, char c)
{
    const char *hit = s.len ? memchr(s.data, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.data) : s.len;
}

size_t nr_str_find(struct nr_str s, struct nr_str needle)
{
    if (needle.len == 0)
        return 0;
    for (size_t at = 0; at + needle.len <= s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), needle.data[0]);
        if (at + needle.len <= s.len && memcmp(s.data + at, needle.data, needle.len) == 0)
            return at;
    }
    return s.len;
}

/* Where byte c is next in s from at on, or s.len; *cached is the answer of the time before, which
 * holds until it is passed. */
static size_t next_byte(struct nr_str s, size_t at, char c, size_t *cached)
{
    if (*cached < at || *cached == (size_t)-1) {
        const char *found = at < s.len ? memchr(s.data + at, c, s.len - at) : NULL;
        *cached = found ? (size_t)(found - s.data) : s.len;
    }
    return *cached;
}

/* Position of the byte of needle that texts have least often, by the letters of English. */
static size_t rarest(struct nr_str needle)
{
    enum { OTHER = 15, BLANK = 200 };
    static const unsigned char often[26] = {82, 15, 28, 43, 127, 22, 20, 61, 70, 2,  8, 40, 24,
                                            67, 75, 19, 1,  60,  63, 91, 28, 10, 24, 2, 20, 1};
    size_t best = 0;
    for (size_t i = 0, least = SIZE_MAX; i < needle.len; i++) {
        char c = needle.data[i];
        size_t n = nr_ascii_is_letter(c)  ? often[(c | 0x20) - 'a']
                   : nr_ascii_is_blank(c) ? BLANK
                                          : OTHER;
        best = n < least ? i : best;
        least = n < least ? n : least;
    }
    return best;
}

size_t nr_str_find_fold(struct nr_str s, struct nr_str needle)
{
    if (needle.len == 0 || needle.len > s.len)
        return needle.len ? s.len : 0;
    size_t from = rarest(needle), next_lower = (size_t)-1, next_upper = (size_t)-1;
    char lower = nr_ascii_lower(needle.data[from]);
    char upper = nr_ascii_is_letter(lower) ? (char)(lower & ~0x20) : lower;
    struct nr_str places = nr_str_sub(s, from, s.len - needle.len + from + 1);
    for (size_t at = 0; at < places.len; at++) {
        size_t a = next_byte(places, at, lower, &next_lower);
        size_t b = upper == lower ? a : next_byte(places, at, upper, &next_upper);
        at = a < b ? a : b;
        if (at < places.len && nr_str_eq_fold(nr_str_sub(s, at, at + needle.len), needle))
            return at;
    }
    return s.len;
}

bool nr_str_has_letter(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (nr_ascii_is_letter(s.data[i]) || (unsigned char)s.data[i] >= 0x80)
            return true;
    return false;
}

struct nr_str nr_str_trim(struct nr_str s)
{
    while (s.len && nr_ascii_is_blank(s.data[0]))
        s = nr_str_sub(s, 1, s.len);
    while (s.len && nr_ascii_is_blank(s.data[s.len - 1]))
        s.len--;
    return s;
}

struct nr_str nr_str_suffix(struct nr_str name)
{
    size_t at = name.len;
    while (at > 0 && name.data[at - 1] != '.')
        at--;
    return nr_str_sub(name, at ? at - 1 : name.len, name.len);
}

bool nr_str_split(struct nr_str *rest, char separator, struct nr_str *part)
{
    if (!rest->data)
        return false;
    size_t at = nr_str_find_char(*rest, separator);
    *part = nr_str_sub(*rest, 0, at);
    *rest = at < rest->len ? nr_str_sub(*rest, at + 1, rest->len) : nr_str(NULL, 0);
    return true;
}

int nr_str_cmp(struct nr_str a, struct nr_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.data, b.data, shared) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool nr_str_u64(struct nr_str s, unsigned long long *value)
{
    unsigned long long n = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(s.data[i] - '0');
        if (digit > 9 || __builtin_mul_overflow(n, 10ULL, &n) ||
            __builtin_add_overflow(n, digit, &n))
            return false;
    }
    *value = n;
    return true;
}

struct nr_str nr_str_decimal(unsigned long long value, char digits[NR_DIGITS])
{
    size_t at = NR_DIGITS;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    return nr_str(digits + at, NR_DIGITS - at);
}
