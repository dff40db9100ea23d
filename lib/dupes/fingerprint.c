/* Nearly all of a text is words with single spaces between them, and is its own normal form. So the
 * work is to copy long stretches and to find, quickly, where something must change: the text is
 * looked at in blocks of a fixed size by a loop without branches, which compilers turn into vector
 * code, and copied as far as the first suspect byte. */
#include "newsreel/dupes/fingerprint.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/compose.h"

enum { BLOCK = 64, SHORT_BLOCK = 32, LOOK_AHEAD = 2, KEEP = 4 << 20 };

/* The other sigma is the next character. */
enum { FINAL_SIGMA = 0x3c2 };

/* Length of the white space character at p, 0 when there is none. In UTF-8, White_Space outside
 * ASCII is U+0085, U+00A0, U+1680, U+2000..U+200A, U+2028, U+2029, U+202F, U+205F and U+3000. */
static size_t space_at(const unsigned char *p, size_t room)
{
    if (p[0] < 0x80)
        return p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r');
    if (room >= 2 && p[0] == 0xc2)
        return p[1] == 0x85 || p[1] == 0xa0 ? 2 : 0;
    if (room < 3 || p[0] < 0xe1 || p[0] > 0xe3)
        return 0;
    unsigned point = (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    bool space = point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
                 point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
    return space ? 3 : 0;
}

/* Cheap tests first: false for a block of ASCII without white space other than single spaces. Both
 * look at the byte behind the block, too. All loops compare every byte with everything: no branch,
 * so that they become vector code. */
static inline bool is_strange(const unsigned char *p, size_t block)
{
    unsigned char any = 0;
    for (size_t i = 0; i < block; i++) {
        signed char a = (signed char)p[i], b = (signed char)p[i + 1];
        any |= (unsigned char)((a < ' ') | ((a == ' ') & (b == ' ')));
    }
    return any;
}

/* False when the block holds nothing that even resembles white space other than single spaces. True
 * for all text with typographic quotes. */
static inline bool is_suspect(const unsigned char *p, size_t block)
{
    unsigned char any = 0;
    if (!is_strange(p, block))
        return false;
    for (size_t i = 0; i < block; i++) {
        unsigned char a = p[i], b = p[i + 1];
        any |= (unsigned char)((a < ' ') | ((a == ' ') & (b == ' ')) | (a == 0xc2) |
                               ((unsigned char)(a - 0xe1) <= 2));
    }
    return any;
}

/* Marks the bytes where white space may begin that is not a single space between words. Reads
 * LOOK_AHEAD bytes past the block. */
static void mark_suspects(const unsigned char *p, unsigned char marks[BLOCK])
{
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char a = p[i], b = p[i + 1], c = p[i + 2];
        unsigned char line = (unsigned char)(a - '\t') <= '\r' - '\t';
        unsigned char twice = (a == ' ') & (b == ' ');
        unsigned char latin = (a == 0xc2) & ((b == 0x85) | (b == 0xa0));
        unsigned char general = (a == 0xe2) & (b == 0x80) &
                                ((c <= 0x8a) | ((unsigned char)(c - 0xa8) <= 1) | (c == 0xaf));
        unsigned char rare = ((a == 0xe2) & (b == 0x81)) | ((a == 0xe1) & (b == 0x9a));
        unsigned char wide = (a == 0xe3) & (b == 0x80) & (c == 0x80);
        marks[i] = (unsigned char)(line | twice | latin | general | rare | wide);
    }
}

/* Number of bytes of the block before the first suspect. */
static size_t plain_bytes(const unsigned char *p)
{
    unsigned char marks[BLOCK];
    size_t n = 0;
    if (!is_suspect(p, BLOCK))
        return BLOCK;
    mark_suspects(p, marks);
    for (uint64_t eight; n < BLOCK; n += sizeof eight) {
        memcpy(&eight, marks + n, sizeof eight);
        if (eight)
            break;
    }
    while (n < BLOCK && !marks[n])
        n++;
    return n;
}

/* The same for what is left of a text, up to BLOCK bytes of it: letters behind it change
 * nothing. */
static size_t plain_tail(struct nr_str rest)
{
    unsigned char block[BLOCK + LOOK_AHEAD];
    size_t len = rest.len < BLOCK ? rest.len : BLOCK;
    memset(block, 'x', sizeof block);
    memcpy(block, rest.data, rest.len < sizeof block ? rest.len : sizeof block);
    size_t n = plain_bytes(block);
    return n < len ? n : len;
}

/* Moves behind the white space at at, if there is any. */
static size_t skip_space(struct nr_str s, size_t at)
{
    for (size_t n; at < s.len; at += n)
        if (!(n = space_at((const unsigned char *)s.data + at, s.len - at)))
            break;
    return at;
}

/* What is written is never longer than what has been read, so a whole block always has room. */
void nr_fingerprint_normalize(struct nr_str text, struct nr_buf *out)
{
    char *begin = nr_buf_reserve(out, text.len), *o = begin;
    size_t at = skip_space(text, 0);
    while (at < text.len) {
        size_t left = text.len - at;
        if (left >= BLOCK + LOOK_AHEAD) {
            size_t n = plain_bytes((const unsigned char *)text.data + at);
            memcpy(o, text.data + at, BLOCK);
            o += n;
            at += n;
            if (n == BLOCK)
                continue;
        } else {
            size_t n = plain_tail(nr_str_sub(text, at, text.len));
            memcpy(o, text.data + at, n);
            o += n;
            at += n;
            if (at == text.len)
                break;
        }
        size_t next = skip_space(text, at);
        if (next == at)
            *o++ = text.data[at++];
        else if (o[-1] != ' ')
            *o++ = ' ';
        at = next > at ? next : at;
    }
    if (o > begin && o[-1] == ' ')
        o--;
    out->len += (size_t)(o - begin);
}

/* True only where the text is its own normal form, so that no copy has to be made. The last block
 * begins where it fits, over bytes that have been looked at before. */
__attribute__((always_inline)) static inline bool is_free_of(bool (*test)(const unsigned char *p,
                                                                          size_t block),
                                                             struct nr_str text)
{
    if (text.len <= SHORT_BLOCK)
        return false;
    const unsigned char *p = (const unsigned char *)text.data, *end = p + text.len;
    if (p[0] == ' ' || end[-1] <= ' ')
        return false;
    for (; end - p > BLOCK; p += BLOCK)
        if (test(p, BLOCK))
            return false;
    for (; end - p > SHORT_BLOCK; p += SHORT_BLOCK)
        if (test(p, SHORT_BLOCK))
            return false;
    return !test(end - SHORT_BLOCK - 1, SHORT_BLOCK);
}

static bool is_normal_ascii(struct nr_str text)
{
    return is_free_of(is_strange, text);
}

static bool is_normal(struct nr_str text)
{
    return is_free_of(is_suspect, text);
}

static struct nr_hash128 hash(struct nr_str s, bool *blank)
{
    struct nr_hash128 h = nr_hash128(s);
    if (blank)
        *blank = s.len == 0;
    if (h.high == 0 && h.low == 0)
        h.low = 1;
    return h;
}

static struct nr_hash128 of_copy(struct nr_str text, struct nr_buf *scratch, bool *blank)
{
    nr_buf_reset(scratch, KEEP);
    nr_fingerprint_normalize(text, scratch);
    return hash(nr_buf_str(scratch), blank);
}

/* That of the text with its accents composed. */
static struct nr_hash128 of_composed(struct nr_hash128 (*of)(struct nr_str text,
                                                             struct nr_buf *scratch, bool *blank),
                                     struct nr_str text, struct nr_buf *scratch, bool *blank)
{
    struct nr_buf composed = {0};
    nr_text_compose(&composed, text);
    struct nr_hash128 h = of(nr_buf_str(&composed), scratch, blank);
    nr_buf_free(&composed);
    return h;
}

struct nr_hash128 nr_fingerprint(struct nr_str text, struct nr_buf *scratch, bool *blank)
{
    if (is_normal_ascii(text))
        return hash(text, blank);
    if (nr_utf8_ascii(text) == text.len)
        return of_copy(text, scratch, blank);
    if (nr_text_may_compose(text))
        return of_composed(of_copy, text, scratch, blank);
    return is_normal(text) ? hash(text, blank) : of_copy(text, scratch, blank);
}

/* What is written is never longer than what has been read: it takes the place of the folded
 * text. */
static struct nr_hash128 fold(struct nr_str text, struct nr_buf *scratch, bool *blank)
{
    nr_buf_reset(scratch, KEEP);
    nr_text_fold(scratch, text);
    char *out = scratch->data;
    const char *end = scratch->data + scratch->len;
    bool gap = false;
    for (const char *p = scratch->data, *from; p < end;) {
        from = p;
        uint32_t c = nr_utf8_next(&p, end);
        if (!nr_char_is_letter(c) && !nr_char_is_digit(c)) {
            gap = out > scratch->data;
            continue;
        }
        if (gap)
            *out++ = ' ';
        gap = false;
        for (; from < p; from++)
            *out++ = *from;
        if (c == FINAL_SIGMA)
            out[-1]++; /* a capital has one small letter within words and another at their ends */
    }
    scratch->len = (size_t)(out - scratch->data);
    return hash(nr_buf_str(scratch), blank);
}

struct nr_hash128 nr_fingerprint_fold(struct nr_str text, struct nr_buf *scratch, bool *blank)
{
    if (nr_text_may_compose(text))
        return of_composed(fold, text, scratch, blank);
    return fold(text, scratch, blank);
}
