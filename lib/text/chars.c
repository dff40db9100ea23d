#include "newsreel/text/chars.h"
#include "ranges.h"
#include <utf8proc.h>

static utf8proc_category_t category(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c);
}

bool nr_char_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool nr_char_is_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    return category(c) == UTF8PROC_CATEGORY_LL;
}

bool nr_char_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ME;
}

bool nr_char_is_digit(uint32_t c)
{
    if (c < 0x80)
        return c >= '0' && c <= '9';
    return category(c) == UTF8PROC_CATEGORY_ND;
}

bool nr_char_is_blank(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || c == '\t';
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

bool nr_char_is_cjk(uint32_t c)
{
    static const struct nr_code_range cjk[] = {
        {0x2e80, 0x312f}, {0x3190, 0xa4cf}, {0xf900, 0xfaff},
        {0xfe30, 0xfe4f}, {0xff00, 0xff9f}, {0x20000, 0x3ffff},
    };
    return c >= 0x2e80 && nr_code_ranges_have(cjk, sizeof cjk / sizeof *cjk, c);
}

bool nr_char_is_unspaced(uint32_t c)
{
    static const struct nr_code_range others[] = {
        {0x0e00, 0x0eff}, /* Thai, Lao */
        {0x1000, 0x109f}, /* Myanmar */
        {0x1780, 0x17ff}, /* Khmer */
        {0xaa60, 0xaa7f}, /* Myanmar, more */
    };
    return c >= 0x0e00 &&
           (nr_char_is_cjk(c) || nr_code_ranges_have(others, sizeof others / sizeof *others, c));
}

bool nr_char_ends_sentence_beyond_ascii(uint32_t c)
{
    switch (c) {
    case 0x037e: /* Greek question mark */
    case 0x0589: /* Armenian */
    case 0x061f: /* Arabic question mark */
    case 0x06d4: /* Urdu */
    case 0x0964: /* danda */
    case 0x0965:
    case 0x104b: /* Myanmar */
    case 0x1362: /* Ethiopic */
    case 0x1367:
    case 0x17d4: /* Khmer */
    case 0x2026: /* ellipsis */
    case 0x203c:
    case 0x2047:
    case 0x2048:
    case 0x2049:
    case 0x3002:
    case 0xff01:
    case 0xff0e:
    case 0xff1f:
    case 0xff61:
        return true;
    default:
        return false;
    }
}

bool nr_char_closes(uint32_t c)
{
    if (c < 0x80)
        return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}';
    /* German quotations close with the mark that opens English ones. */
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_PE || k == UTF8PROC_CATEGORY_PF || c == 0x201c || c == 0x2018 ||
           c == 0xab || c == 0x2039;
}

bool nr_char_opens(uint32_t c)
{
    if (c < 0x80)
        return c == '"' || c == '\'' || c == '(' || c == '[' || c == '{';
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_PS || k == UTF8PROC_CATEGORY_PI || c == 0x201d || c == 0x2019 ||
           c == 0xbb || c == 0x203a;
}

bool nr_text_ends_sentence(struct nr_str s)
{
    const char *p = s.data + s.len;
    while (p > s.data) {
        uint32_t c = nr_utf8_previous(&p, s.data);
        if (!nr_char_is_blank(c) && c != '\n' && !nr_char_closes(c))
            return nr_char_ends_sentence(c);
    }
    return false;
}

uint32_t nr_text_first(struct nr_str s)
{
    for (const char *p = s.data, *end = s.data + s.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        if (!nr_char_opens(c) && !nr_char_is_blank(c))
            return c;
    }
    return 0;
}

/* Adds up the bytes of a word, each of which is at most 31. */
static size_t sum_bytes(uint64_t bytes)
{
    return (size_t)(bytes * 0x0101010101010101u >> 56);
}

/* Eight bytes at a time: all are columns but those that go on with a character, and leading bytes
 * from E3 on, which begin the characters of East Asia and the emoji, are two. */
static size_t columns_of(const char *p, size_t words)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t tails = 0, wide = 0;
    for (size_t i = 0; i < words; i++) {
        uint64_t bytes;
        memcpy(&bytes, p + 8 * i, 8);
        uint64_t set = bytes & high;
        tails += (set & ~(bytes << 1)) >> 7;
        wide += (set & ((bytes & ~high) + 0x1d1d1d1d1d1d1d1du)) >> 7;
    }
    return 8 * words + sum_bytes(wide) - sum_bytes(tails);
}

size_t nr_text_columns(struct nr_str s)
{
    size_t n = 0, i = 0;
    for (; s.len - i >= 8;) {
        size_t words = (s.len - i) / 8;
        words = words < 31 ? words : 31;
        n += columns_of(s.data + i, words);
        i += 8 * words;
    }
    for (; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        n += (size_t)((c & 0xc0) != 0x80) + (c >= 0xe3);
    }
    return n;
}

/* Appends c in lower case. */
static void fold_char(struct nr_buf *out, uint32_t c)
{
    if (c == 0x2019)
        nr_buf_add_char(out, '\'');
    else
        nr_utf8_add(out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
}

void nr_text_fold(struct nr_buf *out, struct nr_str s)
{
    size_t begin = out->len;
    bool blank = false;
    nr_buf_reserve(out, s.len + s.len / 2 + 4);
    for (const char *p = s.data, *end = s.data + s.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        if (c <= ' ' || (c >= 0x80 && nr_char_is_blank(c))) {
            blank = true;
            continue;
        }
        if (blank && out->len > begin)
            nr_buf_add_char(out, ' ');
        blank = false;
        if (c < 0x80)
            nr_buf_add_char(out, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
        else
            fold_char(out, c);
    }
}
