#include "misread.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "ranges.h"

/* What the bytes from 0x80 on are read as. */
static const uint16_t high[NR_MISREADS][128] = {
    [NR_MISREAD_1252] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,
                         0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018,
                         0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,  0x2122, 0x161,
                         0x203a, 0x153,  0x9d,   0x17e,  0x178,  0xa0,   0xa1,   0xa2,   0xa3,
                         0xa4,   0xa5,   0xa6,   0xa7,   0xa8,   0xa9,   0xaa,   0xab,   0xac,
                         0xad,   0xae,   0xaf,   0xb0,   0xb1,   0xb2,   0xb3,   0xb4,   0xb5,
                         0xb6,   0xb7,   0xb8,   0xb9,   0xba,   0xbb,   0xbc,   0xbd,   0xbe,
                         0xbf,   0xc0,   0xc1,   0xc2,   0xc3,   0xc4,   0xc5,   0xc6,   0xc7,
                         0xc8,   0xc9,   0xca,   0xcb,   0xcc,   0xcd,   0xce,   0xcf,   0xd0,
                         0xd1,   0xd2,   0xd3,   0xd4,   0xd5,   0xd6,   0xd7,   0xd8,   0xd9,
                         0xda,   0xdb,   0xdc,   0xdd,   0xde,   0xdf,   0xe0,   0xe1,   0xe2,
                         0xe3,   0xe4,   0xe5,   0xe6,   0xe7,   0xe8,   0xe9,   0xea,   0xeb,
                         0xec,   0xed,   0xee,   0xef,   0xf0,   0xf1,   0xf2,   0xf3,   0xf4,
                         0xf5,   0xf6,   0xf7,   0xf8,   0xf9,   0xfa,   0xfb,   0xfc,   0xfd,
                         0xfe,   0xff},
    [NR_MISREAD_1250] = {0x20ac, 0x81,   0x201a, 0x83,   0x201e, 0x2026, 0x2020, 0x2021, 0x88,
                         0x2030, 0x160,  0x2039, 0x15a,  0x164,  0x17d,  0x179,  0x90,   0x2018,
                         0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x98,   0x2122, 0x161,
                         0x203a, 0x15b,  0x165,  0x17e,  0x17a,  0xa0,   0x2c7,  0x2d8,  0x141,
                         0xa4,   0x104,  0xa6,   0xa7,   0xa8,   0xa9,   0x15e,  0xab,   0xac,
                         0xad,   0xae,   0x17b,  0xb0,   0xb1,   0x2db,  0x142,  0xb4,   0xb5,
                         0xb6,   0xb7,   0xb8,   0x105,  0x15f,  0xbb,   0x13d,  0x2dd,  0x13e,
                         0x17c,  0x154,  0xc1,   0xc2,   0x102,  0xc4,   0x139,  0x106,  0xc7,
                         0x10c,  0xc9,   0x118,  0xcb,   0x11a,  0xcd,   0xce,   0x10e,  0x110,
                         0x143,  0x147,  0xd3,   0xd4,   0x150,  0xd6,   0xd7,   0x158,  0x16e,
                         0xda,   0x170,  0xdc,   0xdd,   0x162,  0xdf,   0x155,  0xe1,   0xe2,
                         0x103,  0xe4,   0x13a,  0x107,  0xe7,   0x10d,  0xe9,   0x119,  0xeb,
                         0x11b,  0xed,   0xee,   0x10f,  0x111,  0x144,  0x148,  0xf3,   0xf4,
                         0x151,  0xf6,   0xf7,   0x159,  0x16f,  0xfa,   0x171,  0xfc,   0xfd,
                         0x163,  0x2d9},
    [NR_MISREAD_1251] = {0x402,  0x403,  0x201a, 0x453,  0x201e, 0x2026, 0x2020, 0x2021, 0x20ac,
                         0x2030, 0x409,  0x2039, 0x40a,  0x40c,  0x40b,  0x40f,  0x452,  0x2018,
                         0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x98,   0x2122, 0x459,
                         0x203a, 0x45a,  0x45c,  0x45b,  0x45f,  0xa0,   0x40e,  0x45e,  0x408,
                         0xa4,   0x490,  0xa6,   0xa7,   0x401,  0xa9,   0x404,  0xab,   0xac,
                         0xad,   0xae,   0x407,  0xb0,   0xb1,   0x406,  0x456,  0x491,  0xb5,
                         0xb6,   0xb7,   0x451,  0x2116, 0x454,  0xbb,   0x458,  0x405,  0x455,
                         0x457,  0x410,  0x411,  0x412,  0x413,  0x414,  0x415,  0x416,  0x417,
                         0x418,  0x419,  0x41a,  0x41b,  0x41c,  0x41d,  0x41e,  0x41f,  0x420,
                         0x421,  0x422,  0x423,  0x424,  0x425,  0x426,  0x427,  0x428,  0x429,
                         0x42a,  0x42b,  0x42c,  0x42d,  0x42e,  0x42f,  0x430,  0x431,  0x432,
                         0x433,  0x434,  0x435,  0x436,  0x437,  0x438,  0x439,  0x43a,  0x43b,
                         0x43c,  0x43d,  0x43e,  0x43f,  0x440,  0x441,  0x442,  0x443,  0x444,
                         0x445,  0x446,  0x447,  0x448,  0x449,  0x44a,  0x44b,  0x44c,  0x44d,
                         0x44e,  0x44f},
};

/* The byte that was read as c, or 0 when none was. */
static unsigned byte_of(enum nr_misread charset, uint32_t c)
{
    if (c < 0x80 || c > 0x2122 || (c > 0x491 && c < 0x2013))
        return 0;
    if (c < 0xa0 || (c < 0x100 && high[charset][c - 0x80] == c))
        return c;
    if (charset == NR_MISREAD_1251 && c >= 0x410 && c < 0x450)
        return c - 0x350;
    for (unsigned i = 0; i < 128; i++)
        if (high[charset][i] == c)
            return 0x80 + i;
    return 0;
}

bool nr_misread_read(enum nr_misread charset, const char *p, const char *end,
                     struct nr_misread_sequence *s)
{
    char bytes[4];
    s->begin = p;
    s->seen[0] = nr_utf8_next(&p, end);
    unsigned lead = byte_of(charset, s->seen[0]);
    if (lead < 0xc2 || lead > 0xf4)
        return false;
    bytes[0] = (char)lead;
    s->count = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (unsigned i = 1; i < s->count; i++) {
        if (p >= end || !((unsigned char)*p & 0x80))
            return false;
        s->seen[i] = nr_utf8_next(&p, end);
        unsigned byte = byte_of(charset, s->seen[i]);
        if (byte < 0x80 || byte > 0xbf)
            return false;
        bytes[i] = (char)byte;
    }
    s->end = p;
    if (nr_utf8_valid(nr_str(bytes, s->count)) != s->count)
        return false;
    const char *at = bytes;
    s->c = nr_utf8_next(&at, bytes + s->count);
    return true;
}

/* Latin letters and the signs of ISO-8859-1: what sequences of two are read as most. */
static bool is_latin(uint32_t c)
{
    static const struct nr_code_range latin[] = {
        {0xa0, 0x17f}, {0x1a0, 0x1a1}, {0x1af, 0x1b0}, {0x218, 0x21b}, {0x259, 0x259}};
    return nr_code_ranges_have(latin, sizeof latin / sizeof *latin, c);
}

/* What living scripts are written with, apart from Latin. */
static bool is_script(uint32_t c)
{
    static const struct nr_code_range scripts[] = {
        {0x192, 0x192},   {0x18f, 0x18f},   {0x300, 0x304},   {0x306, 0x30c},   {0x323, 0x328},
        {0x384, 0x3ce},   {0x401, 0x45f},   {0x490, 0x4ff},   {0x531, 0x587},   {0x5b0, 0x5f4},
        {0x609, 0x6ff},   {0x901, 0xdf4},   {0xe01, 0xe5b},   {0xe81, 0xedd},   {0xf00, 0xfda},
        {0x1000, 0x10ff}, {0x1200, 0x137c}, {0x1780, 0x17f9}, {0x1f00, 0x1fff}, {0x2c80, 0x2cf3},
        {0x3001, 0x30ff}, {0x3131, 0x318e}, {0x3400, 0x9fff}, {0xac00, 0xd7a3}, {0xff01, 0xffe6}};
    return nr_code_ranges_have(scripts, sizeof scripts / sizeof *scripts, c);
}

/* Signs that are text in any script. */
static bool is_sign(uint32_t c)
{
    static const struct nr_code_range signs[] = {
        {0x2000, 0x206f}, {0x2070, 0x209c}, {0x20a0, 0x20bf}, {0x2100, 0x23ff},
        {0x2460, 0x27bf}, {0x2900, 0x2bff}, {0x1e00, 0x1eff}, {0xfb00, 0xfb06},
        {0xfe0f, 0xfe0f}, {0xfeff, 0xfeff}, {0xfffd, 0xfffd}, {0x1f000, 0x1faff}};
    return nr_code_ranges_have(signs, sizeof signs / sizeof *signs, c);
}

/* Accents without a letter, which no text has, but what was misread twice has in between. */
static bool is_spacing_accent(uint32_t c)
{
    return c == 0x2c6 || c == 0x2c7 || (c >= 0x2d8 && c <= 0x2dd);
}

/* What stands behind a word in good text. */
static bool follows_word(uint32_t c)
{
    return c == 0xa0 || c == 0xbb || c == 0x2122 || c == 0x20ac ||
           (c >= 0x2013 && c <= 0x203a && c != 0x201a && c != 0x201e);
}

static bool all_follow_words(const struct nr_misread_sequence *s)
{
    for (unsigned i = 1; i < s->count; i++)
        if (!follows_word(s->seen[i]))
            return false;
    return true;
}

/* Signs that stand behind the unit of a tenth of a nanometre. */
static bool follows_unit(uint32_t c)
{
    return c == 0xb2 || c == 0xb3 || c == 0xb7 || c == 0xb1 || c == 0xb0;
}

/* A Latin letter or sign, from two characters. The first is a capital, which does not stand behind
 * a small letter; and the second is no letter and no closing mark, which would go on with the word
 * or end it. */
static int weigh_latin(enum nr_misread charset, const struct nr_misread_sequence *s,
                       uint32_t before, uint32_t after)
{
    uint32_t lead = s->seen[0], second = s->seen[1];
    bool western = charset == NR_MISREAD_1252 && lead >= 0xc2 && lead <= 0xc5;
    if (second < 0xa0)
        return NR_WEIGHT_PROOF;
    if (nr_char_is_upper(before) || (nr_char_is_digit(before) && lead == 0xc5))
        return NR_WEIGHT_FAIR;
    if (charset == NR_MISREAD_1251)
        return before < 0x80 && nr_char_is_lower(before) ? NR_WEIGHT_PROOF : NR_WEIGHT_FAIR;
    if (nr_char_is_lower(before))
        return NR_WEIGHT_PROOF;
    bool goes_on = nr_char_is_lower(after);
    if (follows_word(second))
        return goes_on && western ? NR_WEIGHT_PROOF : NR_WEIGHT_FAIR;
    if (nr_char_is_letter(second) && second != 0xaa && second != 0xba)
        return western ? NR_WEIGHT_PROOF : NR_WEIGHT_FAIR;
    if (lead == 0xc5 && follows_unit(second))
        return goes_on ? NR_WEIGHT_PROOF : NR_WEIGHT_FAIR;
    return western || lead == 0x102 || lead == 0x139 ? NR_WEIGHT_PROOF : NR_WEIGHT_FAIR;
}

int nr_misread_weigh(enum nr_misread charset, const struct nr_misread_sequence *s, uint32_t before,
                     uint32_t after)
{
    if (s->c < 0xa0 || is_spacing_accent(s->c))
        return 0;
    if (is_latin(s->c))
        return weigh_latin(charset, s, before, after);
    if (is_script(s->c))
        return NR_WEIGHT_FAIR;
    if (!is_sign(s->c))
        return NR_WEIGHT_NONE;
    bool common =
        (s->c >= 0x2000 && s->c <= 0x206f) || (s->c >= 0x20a0 && s->c <= 0x20bf) || s->c == 0x2122;
    return common || !all_follow_words(s) ? NR_WEIGHT_PROOF : NR_WEIGHT_FAIR;
}

/* True when the character whose lead byte of UTF-8 is p[0] may be the first of a sequence and p[2]
 * its second: capital and small letters that are bytes from 0xc2 on in one of the charsets, and
 * none of ASCII behind them. Er and Es are frequent in Cyrillic text, so the next is looked at as
 * well. */
static inline bool may_begin(const unsigned char *p)
{
    if (p[0] == 0xc3 || p[0] == 0xc4)
        return p[2] >= 0xc2;
    if (p[0] != 0xd0)
        return false;
    if (p[1] == 0xb2)
        return p[2] == 0xd0 && p[3] == 0x82;
    return (p[1] | 1) == 0xa1 && p[2] >= 0xc2 && !(p[2] == 0xd0 && p[3] >= 0x90) &&
           !(p[2] == 0xd1 && p[3] < 0x90);
}

enum { WORD = 8, AHEAD = 4 };

#define EACH_BYTE(b) (0x0101010101010101u * (uint64_t)(b))

static inline uint64_t word_at(const unsigned char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* The high bit of every byte of x that is b. */
static inline uint64_t is_byte(uint64_t x, unsigned b)
{
    const uint64_t low = EACH_BYTE(0x7f);
    uint64_t y = x ^ EACH_BYTE(b);
    return ~(((y & low) + low) | y | low);
}

/* False when may_begin is false at all of the 8 bytes at p, behind which there are 3 more. */
static inline bool may_begin_in_word(const unsigned char *p)
{
    uint64_t first = word_at(p);
    if ((first & EACH_BYTE(0x80)) == 0)
        return false;
    uint64_t second = word_at(p + 1), third = word_at(p + 2), fourth = word_at(p + 3);
    uint64_t latin = (is_byte(first, 0xc3) | is_byte(first, 0xc4)) & third & third << 1;
    uint64_t er = is_byte(second | EACH_BYTE(1), 0xa1) & third;
    uint64_t dash = is_byte(second, 0xb2) & is_byte(fourth, 0x82);
    return (latin | (is_byte(first, 0xd0) & (er | dash))) != 0;
}

const char *nr_misread_find(const char *p, const char *end)
{
    const unsigned char *at = (const unsigned char *)p, *last = (const unsigned char *)end;
    for (; last - at >= WORD + AHEAD; at += WORD) {
        if (!may_begin_in_word(at))
            continue;
        for (int i = 0; i < WORD; i++)
            if (may_begin(at + i))
                return (const char *)at + i;
    }
    for (; at < last; at++) {
        unsigned char ahead[AHEAD] = {0};
        memcpy(ahead, at, last - at < AHEAD ? (size_t)(last - at) : AHEAD);
        if (may_begin(ahead))
            return (const char *)at;
    }
    return end;
}
