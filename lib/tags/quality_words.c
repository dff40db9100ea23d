/* Words are found 64 bytes at a time: a mask says where white space is. A word of up to 7 bytes is
 * its own key; longer ones are hashed, and compared when the hashes are equal. */
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "quality_parts.h"
#include <utf8proc.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { BLOCK = 64, SHORT = 7, PIECE = 16, MEDIAN_SHORT = 256 };

static const uint64_t HASHED = UINT64_C(1) << 63; /* set in the key of a hashed word */

size_t quality_space_at(const char *p)
{
    unsigned char a = (unsigned char)p[0], b, c;
    if (a < 0x80)
        return a == ' ' || (a >= '\t' && a <= '\r') || (a >= 0x1c && a <= 0x1f);
    if (a != 0xc2 && (a < 0xe1 || a > 0xe3))
        return 0;
    b = (unsigned char)p[1];
    if (a == 0xc2)
        return b == 0x85 || b == 0xa0 ? 2 : 0;
    c = (unsigned char)p[2];
    bool space = (a == 0xe1 && b == 0x9a && c == 0x80) || (a == 0xe3 && b == 0x80 && c == 0x80) ||
                 (a == 0xe2 && b == 0x81 && c == 0x9f) ||
                 (a == 0xe2 && b == 0x80 && (c <= 0x8a || c == 0xa8 || c == 0xa9 || c == 0xaf));
    return space ? 3 : 0;
}

struct nr_str quality_strip_left(struct nr_str s)
{
    for (size_t n; s.len && (n = quality_space_at(s.data)) > 0;)
        s = nr_str_sub(s, n, s.len);
    return s;
}

struct nr_str quality_strip_right(struct nr_str s)
{
    while (s.len) {
        const char *p = s.data + s.len;
        nr_utf8_previous(&p, s.data);
        if (!quality_space_at(p))
            break;
        s.len = (size_t)(p - s.data);
    }
    return s;
}

struct nr_str quality_strip(struct nr_str s)
{
    return quality_strip_left(quality_strip_right(s));
}

/* A bit for each byte of a block, the first lowest: white space of ASCII; and bytes that may begin
 * white space outside it. */
struct masks {
    uint64_t space, wide;
};

#if defined(__SSE2__)
static inline __m128i at_most(__m128i bytes, int from, int span)
{
    __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8((char)from));
    return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((char)span)), above);
}

static inline struct masks masks_of(const char *p)
{
    struct masks m = {0, 0};
    for (int i = 0; i < BLOCK / 16; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i space = _mm_or_si128(at_most(bytes, '\t', 4), at_most(bytes, 0x1c, 4));
        __m128i wide =
            _mm_or_si128(at_most(bytes, 0xe1, 2), _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xc2)));
        m.space |= (uint64_t)(unsigned)_mm_movemask_epi8(space) << (16 * i);
        m.wide |= (uint64_t)(unsigned)_mm_movemask_epi8(wide) << (16 * i);
    }
    return m;
}
#else
static inline struct masks masks_of(const char *p)
{
    struct masks m = {0, 0};
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)p[i];
        m.space |= (uint64_t)((unsigned)c - '\t' <= 4 || (unsigned)c - 0x1c <= 4) << i;
        m.wide |= (uint64_t)(c == 0xc2 || (unsigned)c - 0xe1 <= 2) << i;
    }
    return m;
}
#endif

/* Adds the white space outside ASCII that begins in the block at p. *over are the bits that it has
 * in the next one. */
static uint64_t add_wide(uint64_t space, uint64_t wide, const char *p, uint64_t *over)
{
    for (; wide; wide &= wide - 1) {
        unsigned at = (unsigned)__builtin_ctzll(wide);
        size_t len = quality_space_at(p + at);
        uint64_t bits = (UINT64_C(1) << len) - 1;
        space |= bits << at;
        if (at + len > BLOCK)
            *over |= bits >> (BLOCK - at);
    }
    return space;
}

static inline uint64_t load(const char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

/* The first len bytes of eight, len <= 7. */
static inline uint64_t low_bytes(uint64_t x, size_t len)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return len ? x >> (64 - 8 * len) : 0;
#else
    return x & ((UINT64_C(1) << 8 * len) - 1);
#endif
}

/* len > SHORT: the first eight bytes and the last eight, which overlap or meet up to PIECE. */
static inline uint64_t hash_of(const char *p, size_t len)
{
    if (len > PIECE)
        return nr_hash64(nr_str(p, len));
    if (len == SHORT + 1)
        return nr_mix64(load(p));
    return nr_mix64(load(p) ^ nr_mix64(load(p + len - 8) + len));
}

static inline uint64_t key_of(const char *p, size_t len, const char *end)
{
    char copy[8] = {0};
    if (len > SHORT)
        return hash_of(p, len) | HASHED;
    if (end - p < 8) {
        memcpy(copy, p, len);
        p = copy;
    }
    return low_bytes(load(p), len) | (uint64_t)len << 56;
}

struct seeking {
    const struct quality_words *w;
    const char *word;
    size_t len;
};

static inline bool same_word(const void *context, uint32_t item)
{
    const struct seeking *s = context;
    return s->len <= SHORT ||
           (s->len == s->w->shapes[item].bytes &&
            memcmp(s->word, s->w->text.data + s->w->distinct.items[item].first, s->len) == 0);
}

static void add_shape(struct quality_words *w, const char *p, size_t len)
{
    size_t points = nr_utf8_count(nr_str(p, len));
    w->shapes = nr_grow_array(w->shapes, &w->shapes_cap, w->distinct.count, sizeof *w->shapes);
    w->shapes[w->distinct.count - 1] = (struct quality_shape){(uint32_t)len, (uint32_t)points};
}

static inline void add_word(struct quality_words *w, const char *p, const char *word_end)
{
    size_t len = (size_t)(word_end - p), distinct = w->distinct.count;
    uint64_t key = key_of(p, len, w->text.data + w->text.len);
    struct seeking s = {w, p, len};
    uint32_t id = counter_add(&w->distinct, key, (uint32_t)(p - w->text.data), same_word, &s);
    if (id == distinct)
        add_shape(w, p, len);
    w->ids[w->count] = id;
    w->before[w->count + 1] = w->before[w->count] + w->shapes[id].points;
    w->count++;
}

static void reserve(struct quality_words *w, size_t more)
{
    w->ids = nr_grow_array(w->ids, &w->ids_cap, w->count + more, sizeof *w->ids);
    w->before = nr_grow_array(w->before, &w->before_cap, w->count + more + 1, sizeof *w->before);
}

/* The words that end in a block. *begin is where the open word begins, or NULL. */
static inline void add_block(struct quality_words *w, const char *p, uint64_t space,
                             const char **begin)
{
    uint64_t word = ~space, open = *begin != NULL;
    uint64_t edges = word ^ (word << 1 | open);
    reserve(w, BLOCK / 2 + 1);
    for (; edges; edges &= edges - 1) {
        const char *at = p + __builtin_ctzll(edges);
        if (*begin) {
            add_word(w, *begin, at);
            *begin = NULL;
        } else {
            *begin = at;
        }
    }
}

static void reset(struct quality_words *w, struct nr_str text)
{
    if (w->ids_cap > COUNTER_KEPT || w->shapes_cap > COUNTER_KEPT)
        quality_words_free(w);
    w->text = text;
    w->count = 0;
    counter_reset(&w->distinct, text.len / 12);
    reserve(w, 1);
    w->before[0] = 0;
}

void quality_words_read(struct quality_words *w, struct nr_str text)
{
    const char *p = text.data, *end = text.data + text.len, *begin = NULL;
    char padded[BLOCK];
    uint64_t over = 0;
    reset(w, text);
    while (p < end) {
        size_t left = (size_t)(end - p);
        if (left < BLOCK) {
            memset(padded, ' ', BLOCK);
            memcpy(padded, p, left);
        }
        struct masks m = masks_of(left < BLOCK ? padded : p);
        uint64_t before = over;
        over = 0;
        add_block(w, p, add_wide(m.space | before, m.wide, p, &over), &begin);
        p += left < BLOCK ? left : BLOCK;
    }
    if (begin)
        add_word(w, begin, end);
}

void quality_words_free(struct quality_words *w)
{
    free(w->ids);
    free(w->before);
    free(w->shapes);
    counter_free(&w->distinct);
    *w = (struct quality_words){0};
}

/* The lengths of words from rank (by length, from 0) and from the next one on. The lengths of long
 * words are sorted; a text has few of them. */
struct lengths {
    uint64_t of[MEDIAN_SHORT]; /* how many words are so long */
    const struct quality_words *w;
};

static int by_points(const void *a, const void *b)
{
    uint32_t x = ((const struct quality_shape *)a)->points;
    uint32_t y = ((const struct quality_shape *)b)->points;
    return (x > y) - (x < y);
}

/* The length of rank among the words of MEDIAN_SHORT code points and more. */
static uint32_t long_at(const struct quality_words *w, uint64_t rank)
{
    size_t n = 0, cap = 0;
    struct quality_shape *all = NULL; /* bytes holds how often it occurs */
    for (size_t i = 0; i < w->distinct.count; i++) {
        if (w->shapes[i].points < MEDIAN_SHORT)
            continue;
        all = nr_grow_array(all, &cap, n + 1, sizeof *all);
        all[n++] = (struct quality_shape){w->distinct.items[i].count, w->shapes[i].points};
    }
    uint32_t points = 0;
    if (n)
        qsort(all, n, sizeof *all, by_points);
    for (size_t i = 0; i < n; i++) {
        points = all[i].points;
        if (rank < all[i].bytes)
            break;
        rank -= all[i].bytes;
    }
    free(all);
    return points;
}

static uint32_t length_at(const struct lengths *l, uint64_t rank)
{
    for (uint32_t len = 0; len < MEDIAN_SHORT; len++) {
        if (rank < l->of[len])
            return len;
        rank -= l->of[len];
    }
    return long_at(l->w, rank);
}

double quality_words_median(const struct quality_words *w)
{
    struct lengths l = {.w = w};
    if (!w->count)
        return 0;
    for (size_t i = 0; i < w->distinct.count; i++)
        if (w->shapes[i].points < MEDIAN_SHORT)
            l.of[w->shapes[i].points] += w->distinct.items[i].count;
    double low = length_at(&l, (w->count - 1) / 2), high = length_at(&l, w->count / 2);
    return (low + high) / 2;
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return nr_ascii_is_letter((char)c);
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

static bool has_letter(struct nr_str word)
{
    for (const char *p = word.data, *end = word.data + word.len; p < end;)
        if (is_letter(nr_utf8_next(&p, end)))
            return true;
    return false;
}

uint64_t quality_words_lettered(const struct quality_words *w)
{
    uint64_t n = 0;
    for (size_t i = 0; i < w->distinct.count; i++)
        n += has_letter(quality_word(w, i)) ? w->distinct.items[i].count : 0;
    return n;
}

uint64_t quality_words_english(const struct quality_words *w)
{
    static const char *const english[] = {"the", "be", "to", "of", "and", "that", "have", "with"};
    uint64_t n = 0;
    for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
        struct nr_str word = nr_str_of(english[i]);
        size_t slot;
        uint32_t item = counter_find(
            &w->distinct, key_of(word.data, word.len, word.data + word.len), NULL, NULL, &slot);
        n += item == UINT32_MAX ? 0 : w->distinct.items[item].count;
    }
    return n;
}
