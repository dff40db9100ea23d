/* Whether there is anything to do is asked of every text: so it is asked of blocks first, by
 * vectors (an extension of gcc and clang, on any processor), and of characters only where a block
 * has something in it that may be a mark. */
#include "newsreel/text/compose.h"
#include "compose.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

enum {
    BLOCK = 64,
    STEP = 8,
    LOOK_AHEAD = 2,
    LEAST = 0x300,      /* form C leaves what comes before it as it is */
    LEAST_LEAD = 0xcc,  /* its first byte */
    MOST_STRETCH = 256, /* bytes of a letter with its marks */
};

static const uint64_t HIGH_BITS = 0x8080808080808080u;

/* ---- Characters ---- */

bool compose_is_second(const utf8proc_property_t *p, uint32_t c)
{
    bool jamo = (c >= 0x1161 && c <= 0x1175) || (c >= 0x11a8 && c <= 0x11c2);
    return jamo || (p->comb_index != UINT16_MAX && p->comb_index >= 0x8000);
}

bool compose_is_replaced(const utf8proc_property_t *p, uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } twice[] = {{0x340, 0x344},   {0x374, 0x387},   {0xf73, 0xf81},   {0x1f70, 0x1fff},
                 {0x2126, 0x212b}, {0x2329, 0x232a}, {0xf900, 0xfaff}, {0x2f800, 0x2fa1f}};
    if (p->comp_exclusion)
        return true;
    for (size_t i = 0; i < sizeof twice / sizeof *twice && c >= twice[i].from; i++)
        if (c <= twice[i].to)
            return p->decomp_type == 0 && p->decomp_seqindex != UINT16_MAX;
    return false;
}

bool compose_is_mark(uint32_t c)
{
    if (c < LEAST)
        return false;
    bool two = c == 0xf73 || c == 0xf75 || c == 0xf81; /* marks of Tibetan that are two others */
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
    return two || p->combining_class != 0 || compose_is_second(p, c);
}

/* ---- Is there anything to do? ---- */

/* What came before a character. */
struct before {
    int class;  /* the combining class of the last character */
    bool first; /* the last one of class 0 may combine with one that follows */
};

/* Whether form C may change c or what is before it. */
static bool may_change(struct before *b, uint32_t c)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
    int class = p->combining_class;
    bool jamo = c >= 0x1161 && c <= 0x11c2;
    if (!class && p->comb_index == UINT16_MAX && p->decomp_seqindex == UINT16_MAX && !jamo) {
        *b = (struct before){0, false};
        return false;
    }
    bool second = compose_is_second(p, c) && (b->first || jamo);
    if (second || compose_is_replaced(p, c) || (class && class < b->class))
        return true;
    b->class = class;
    if (!class)
        b->first = p->comb_index < 0x8000;
    return false;
}

enum { SIMPLE_FROM = 0x580, SIMPLE_TO = 0x1000 };

/* A bit for each character from U+0580 to U+0FFF, Hebrew to Tibetan: set where it is assigned, is no
 * mark, combines with nothing and is not replaced. A test asks utf8proc for all of them; what is
 * assigned stays so. */
static const uint64_t simple[(SIMPLE_TO - SIMPLE_FROM) / 64] = {
    0x400000000000e77f, 0x001f87ffffff0049, 0xffffff03f800ffff, 0xfe1effff000002ff,
    0xffffffffffffffff, 0xffffc2606013fff8, 0x0000fffffffdbfff, 0xffffffffffffe000,
    0x0003ffffffffffff, 0xc7f007ffffffffff, 0x7fff0110043fffff, 0xffff07ff41ffffff,
    0xffffffff00037fff, 0x00000004000003ff, 0xefe4fcffffffffff, 0xffffffff00e1dfff,
    0xa3c5fdfffff99fef, 0x3fffffcf0000411f, 0xc325fdfffff987ee, 0x007fffc010021987,
    0xe3edfdfffffbbfee, 0xfe03ffcf00011bbf, 0xa3edfdfffff99fee, 0x00ffffcf8020001f,
    0x83ffc718d629c7ec, 0x07ffffc000010107, 0xe3fffdfffffddfff, 0xff80ffcf27001c9f,
    0x63effdfffffddfff, 0x000effcf6000101a, 0xa7fffffffffddfff, 0xffffffcfff70c11f,
    0x2ffbfffffc7fffee, 0x001cffc0095f007f, 0x80f7fffffffffffe, 0x000000000ffff0ff,
    0x38f7ffaffffff7d6, 0x00000000c3ff705f, 0xfd5ffffffcffefff, 0xc0001dffef7bdef7,
    0xddffef7bdef7ff20, 0x0000000007ffdfbf,
};

/* Bytes of the character at p if it is one of these, else 0. */
static size_t simple_length(const char *p, const char *end)
{
    const unsigned char *u = (const unsigned char *)p;
    uint32_t c = 0;
    size_t len = u[0] < 0xe0 ? 2 : 3;
    if (end - p < 3)
        return 0;
    if (u[0] >= 0xd6 && u[0] <= 0xdf)
        c = (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
    else if (u[0] == 0xe0)
        c = (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
    if (c < SIMPLE_FROM)
        return 0;
    return simple[(c - SIMPLE_FROM) / 64] >> c % 64 & 1 ? len : 0;
}

/* Bytes of the character at p, where it and any like it is no mark and is not replaced; 0 for any
 * other. */
static size_t plain_length(unsigned char lead)
{
    if (lead < LEAST_LEAD)
        return lead < 0xc0 ? 1 : 2;
    if (lead >= 0xe4)
        return lead == 0xea || lead > 0xed ? 0 : 3; /* Han, Hangul */
    return lead == 0xcf || lead == 0xd0 || lead == 0xd1 || lead == 0xd3 || lead == 0xd4 ? 2 : 0;
}

/* The character at *p, which moves behind it; 0 for one that the text cuts. */
static uint32_t next(const char **p, const char *end)
{
    unsigned char lead = (unsigned char)**p;
    if (end - *p >= (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4))
        return nr_utf8_next(p, end);
    *p = end;
    return 0;
}

static bool is_ascii(const char *p, size_t len)
{
    uint64_t word, any = 0;
    for (size_t i = 0; i < len; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        any |= word;
    }
    return !(any & HIGH_BITS);
}

/* Looks at the characters from *p up to stop. */
static bool look(const char **p, const char *stop, const char *end, struct before *b)
{
    while (*p < stop) {
        size_t plain = plain_length((unsigned char)**p);
        size_t length = plain ? 0 : simple_length(*p, end);
        if (length) {
            *p += length;
            *b = (struct before){0, false};
            continue;
        }
        if (!plain) {
            if (may_change(b, next(p, end)))
                return true;
            continue;
        }
        *p += plain == 1 && end - *p >= STEP && is_ascii(*p, STEP) ? STEP : plain;
        *b = (struct before){0, true};
    }
    return false;
}

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Set where no character begins but those of which there are most: what comes before U+0300, Greek,
 * Cyrillic, Han, dashes and quotation marks. b are the bytes that follow each of a. */
static inline sixteen frequent(sixteen a, sixteen b)
{
    return (sixteen)(a < LEAST_LEAD) | (sixteen)((a - 0xcf) <= 2) | (sixteen)((a - 0xe4) <= 5) |
           ((sixteen)(a == 0xe2) & (sixteen)(b == 0x80));
}

/* Set where a character may begin that is a mark or is replaced; b and c are the bytes that follow
 * each of a. Of frequent ones that are not plain: letters of Arabic, Hebrew and Vietnamese, kana,
 * full-width forms. */
static inline sixteen suspects(sixteen a, sixteen b, sixteen c)
{
    sixteen two = (sixteen)((a | 1) == 0xcd) | (sixteen)(a == 0xd2) | (sixteen)((a - 0xd5) <= 1);
    sixteen greek = (sixteen)(a == 0xce) & (sixteen)(b == 0x87);
    sixteen hebrew = (sixteen)(a == 0xd7) & (sixteen)(b < 0x90);
    sixteen arabic =
        ((sixteen)(a == 0xd8) & (sixteen)((b - 0x90) <= 0x0a)) |
        ((sixteen)(a == 0xd9) & ((sixteen)((b - 0x8b) <= 0x14) | (sixteen)(b == 0xb0)));
    sixteen scripts = (sixteen)((a - 0xdb) <= 0xe0 - 0xdb) | (sixteen)(a == 0xea);
    sixteen latin = (sixteen)(a == 0xe1) & (sixteen)((b - 0xb8) > 3);
    sixteen signs = (sixteen)(a == 0xe2) & (sixteen)(b > 0x82);
    sixteen kana = ((sixteen)(b == 0x80) & (sixteen)((c - 0xaa) <= 5)) |
                   ((sixteen)(b == 0x82) & (sixteen)((c - 0x99) <= 1));
    sixteen wide = (sixteen)(a == 0xef) & (sixteen)((b - 0xbc) > 1);
    sixteen rest = (sixteen)(a == 0xee) | (sixteen)(a >= 0xf0);
    return two | greek | hebrew | arabic | scripts | latin | signs | (kana & (sixteen)(a == 0xe3)) |
           wide | rest;
}

static bool has_any(sixteen x)
{
    uint64_t halves[2];
    memcpy(halves, &x, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* Reads LOOK_AHEAD bytes past the block. */
static bool is_plain(const char *p)
{
    sixteen a, b, c, others = {0}, marks = {0};
    for (size_t i = 0; i < BLOCK; i += sizeof a) {
        memcpy(&a, p + i, sizeof a);
        memcpy(&b, p + i + 1, sizeof b);
        others |= ~frequent(a, b);
    }
    if (!has_any(others))
        return true;
    for (size_t i = 0; i < BLOCK; i += sizeof a) {
        memcpy(&a, p + i, sizeof a);
        memcpy(&b, p + i + 1, sizeof b);
        memcpy(&c, p + i + 2, sizeof c);
        marks |= suspects(a, b, c);
    }
    return !has_any(marks);
}

/* Length of a text of nothing but ASCII; of any other a part of it that is. */
static size_t ascii_head(struct nr_str s)
{
    size_t at = 0;
    for (; s.len - at >= BLOCK; at += BLOCK)
        if (!is_ascii(s.data + at, BLOCK))
            return at;
    for (; s.len - at >= STEP; at += STEP)
        if (!is_ascii(s.data + at, STEP))
            return at;
    if (s.len >= STEP)
        return is_ascii(s.data + s.len - STEP, STEP) ? s.len : at;
    while (at < s.len && (unsigned char)s.data[at] < 0x80)
        at++;
    return at;
}

/* A character that a plain block cuts is plain: its other bytes are passed over one by one. */
bool nr_text_may_compose(struct nr_str text)
{
    size_t ascii = ascii_head(text);
    struct before b = {0, ascii > 0};
    if (ascii == text.len)
        return false;
    const char *p = text.data + ascii, *end = text.data + text.len;
    while (end - p >= BLOCK + LOOK_AHEAD) {
        if (!is_plain(p)) {
            if (look(&p, p + BLOCK, end, &b))
                return true;
            continue;
        }
        p += BLOCK;
        b = (struct before){0, true};
    }
    return look(&p, end, end, &b);
}

/* ---- Doing it ---- */

/* Appends the form C of s. */
static void compose(struct nr_buf *out, struct nr_str s)
{
    const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_uint8_t *done = NULL;
    utf8proc_ssize_t n = UTF8PROC_ERROR_OVERFLOW;
    if (s.len <= MOST_STRETCH)
        n = utf8proc_map((const utf8proc_uint8_t *)s.data, (utf8proc_ssize_t)s.len, &done, form);
    if (n == UTF8PROC_ERROR_NOMEM)
        nr_die_of_memory();
    if (n >= 0)
        nr_buf_add(out, (const char *)done, (size_t)n);
    else
        nr_buf_add_str(out, s);
    free(done);
}

/* Stretches of a letter and its marks; what is between them is copied. */
void nr_text_compose(struct nr_buf *out, struct nr_str s)
{
    if (!s.len)
        return;
    const char *end = s.data + s.len;
    const char *done = s.data, *letter = s.data; /* written up to; the last character */
    for (const char *p = s.data; p < end;) {
        const char *at = p;
        size_t length = simple_length(p, end);
        uint32_t c = length ? 0 : next(&p, end);
        if (c < LEAST) {
            letter = at;
            p += length;
            continue;
        }
        bool other = compose_is_replaced(utf8proc_get_property((utf8proc_int32_t)c), c);
        const char *from = compose_is_mark(c) ? letter : at;
        letter = at;
        if (!other && from == at)
            continue;
        const char *to = p;
        while (p < end && compose_is_mark(next(&p, end)))
            to = p;
        p = to;
        nr_buf_add(out, done, (size_t)(from - done));
        compose(out, nr_str(from, (size_t)(to - from)));
        done = letter = to;
    }
    nr_buf_add(out, done, (size_t)(end - done));
}
