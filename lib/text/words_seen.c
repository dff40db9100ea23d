#include "words_seen.h"

/* The words that line ends cut are collected first, which are all that can be asked for. Then each
 * hyphen of the text, and if need be each word, is looked up among them: nearly all fail at a
 * filter that stays in the cache, where a table of all words of the text would not.
 *
 * A letter is any byte with one of its two highest bits set: those of ASCII with some marks that
 * are rare beside them, and all of other scripts. Words are known by hashes of 64 bits, whose bytes
 * are compared without the bit that tells the cases of Latin letters apart. */

enum {
    LONGEST = 64, /* bytes of a part */
    MOST_CUTS = 1 << 18,
    FILTER_BITS = 16, /* for each slot */
};

struct slot {
    uint64_t hash;
    uint32_t count;
};

struct nr_asked {
    struct slot *slots;
    uint64_t *filter;
    size_t mask, filter_mask; /* of slots, of bits */
};

static const uint64_t high = 0x8080808080808080u;
static const uint64_t fold = 0x2020202020202020u;

/* The words that are commonest in each language, and rare in the others. */
static const struct nr_str common[NR_TONGUES][4] = {
    [NR_ENGLISH] = {NR_STR("the"), NR_STR("and"), NR_STR("was"), NR_STR("for")},
    [NR_GERMAN] = {NR_STR("der"), NR_STR("und"), NR_STR("das"), NR_STR("von")},
    [NR_FRENCH] = {NR_STR("les"), NR_STR("des"), NR_STR("une"), NR_STR("que")},
};

static bool is_letter(char c)
{
    return ((unsigned char)c & 0xc0) != 0;
}

/* Up to eight bytes at p, the first one lowest, with zeros behind. */
static uint64_t load(const char *p, const char *end)
{
    uint64_t bytes = 0;
    if (end - p >= 8)
        memcpy(&bytes, p, 8);
    else
        memcpy(&bytes, p, (size_t)(end - p));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

/* The highest bit of each byte that is a letter. */
static uint64_t letters(uint64_t bytes)
{
    return (bytes | bytes << 1) & high;
}

static uint64_t mix(uint64_t h, uint64_t bytes)
{
    h = (h ^ bytes) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

/* Adds the letters at *p to h; *p moves behind them. */
static uint64_t hash_letters(uint64_t h, const char **p, const char *end)
{
    for (;;) {
        uint64_t bytes = load(*p, end), others = letters(bytes) ^ high;
        if (others) {
            unsigned bits = (unsigned)__builtin_ctzll(others) & ~7u;
            *p += bits / 8;
            return bits ? mix(h, (bytes | fold) & (((uint64_t)1 << bits) - 1)) : h;
        }
        h = mix(h, bytes | fold);
        *p += 8;
    }
}

enum salt { WHOLE = 1, HYPHENATED, HEAD, TAIL };

static uint64_t hash_of(enum salt salt, struct nr_str word)
{
    const char *p = word.data;
    return hash_letters(salt, &p, word.data + word.len);
}

/* The hashes of a word with its hyphen, and of the parts. */
struct hashes {
    uint64_t both, head, tail;
};

static struct hashes hash_parts(struct nr_word_cut cut)
{
    struct hashes h = {.head = hash_of(HEAD, cut.head), .tail = hash_of(TAIL, cut.tail)};
    h.both = mix(h.head, h.tail);
    return h;
}

struct nr_word_cut nr_word_cut_of(struct nr_str before, struct nr_str after)
{
    size_t i = before.len, n = 0;
    while (i > 0 && is_letter(before.data[i - 1]) && before.len - i < LONGEST)
        i--;
    while (n < after.len && is_letter(after.data[n]) && n < LONGEST)
        n++;
    return (struct nr_word_cut){nr_str_sub(before, i, before.len), nr_str_sub(after, 0, n)};
}

void nr_words_seen_init(struct nr_words_seen *s, struct nr_str text, struct nr_arena *scratch)
{
    *s = (struct nr_words_seen){.text = text, .scratch = scratch};
}

static struct slot *slot_of(const struct nr_asked *a, uint64_t hash)
{
    size_t i = (size_t)(hash >> 20) & a->mask;
    /* At least a quarter of the slots is free. */
    while (a->slots[i].hash && a->slots[i].hash != hash)
        i = (i + 1) & a->mask;
    return &a->slots[i];
}

static void let_pass(struct nr_asked *a, uint64_t hash)
{
    size_t bit = (size_t)(hash >> 40) & a->filter_mask;
    a->filter[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool passes(const struct nr_asked *a, uint64_t hash)
{
    size_t bit = (size_t)(hash >> 40) & a->filter_mask;
    return a->filter[bit / 64] >> bit % 64 & 1;
}

static void ask(struct nr_asked *a, uint64_t hash)
{
    let_pass(a, hash);
    slot_of(a, hash)->hash = hash;
}

static void count(struct nr_asked *a, uint64_t hash)
{
    if (passes(a, hash)) {
        struct slot *slot = slot_of(a, hash);
        slot->count += slot->hash != 0 && slot->count < UINT32_MAX;
    }
}

/* The hash of the first eight letters of a word, or of all that it has. */
static uint64_t hash_start(const char *word, size_t len, const char *end)
{
    unsigned unused = len < 8 ? 64 - 8 * (unsigned)len : 0;
    return mix(WHOLE, (load(word, end) | fold) << unused >> unused);
}

static void ask_for_word(struct nr_asked *a, struct nr_str word)
{
    ask(a, hash_of(WHOLE, word));
    let_pass(a, hash_start(word.data, word.len, word.data + word.len));
}

/* The parts written in one. */
static struct nr_str join(char to[2 * LONGEST], struct nr_word_cut cut)
{
    memcpy(to, cut.head.data, cut.head.len);
    memcpy(to + cut.head.len, cut.tail.data, cut.tail.len);
    return nr_str(to, cut.head.len + cut.tail.len);
}

/* Counts a word of len letters. Most do not get past the hash of their start. */
static void count_word(struct nr_asked *a, const char *word, size_t len, const char *end)
{
    uint64_t hash = hash_start(word, len, end);
    if (passes(a, hash))
        count(a, len <= 8 ? hash : hash_letters(WHOLE, &word, end));
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The text around a hyphen. */
struct hyphen {
    struct nr_str before, after;
    bool ends_line;
};

/* The next hyphen behind a letter at or behind *at, which moves behind it. */
static bool next_hyphen(struct nr_str text, size_t *at, struct hyphen *h)
{
    for (;;) {
        size_t i = *at + nr_str_find_char(nr_str_sub(text, *at, text.len), '-');
        *at = i + 1;
        if (i >= text.len)
            return false;
        if (i == 0 || !is_letter(text.data[i - 1]))
            continue;
        size_t n = i + 1;
        while (n < text.len && is_space(text.data[n]))
            n++;
        h->before = nr_str_sub(text, 0, i);
        h->ends_line = n < text.len && text.data[n] == '\n';
        h->after = nr_str_sub(text, h->ends_line ? n + 1 : i + 1, text.len);
        return true;
    }
}

/* The word that a hyphen at the end of a line cuts: what follows may be indented, or quoted. */
static struct nr_word_cut cut_at(const struct hyphen *h)
{
    size_t n = 0;
    while (n < h->after.len && (is_space(h->after.data[n]) || h->after.data[n] == '>'))
        n++;
    return nr_word_cut_of(h->before, nr_str_sub(h->after, n, h->after.len));
}

static void ask_for_cut(struct nr_asked *a, struct nr_word_cut cut)
{
    char word[2 * LONGEST];
    struct hashes h = hash_parts(cut);
    if (!cut.tail.len)
        return;
    ask_for_word(a, join(word, cut));
    ask(a, h.both);
    ask(a, h.head);
    ask(a, h.tail);
}

static void make_table(struct nr_words_seen *s, size_t cuts)
{
    struct nr_asked *a = nr_arena_zero(s->scratch, 1, sizeof *a);
    size_t slots = 64;
    while (slots * 3 < 4 * (cuts + NR_TONGUES) * 4)
        slots *= 2;
    a->slots = nr_arena_zero(s->scratch, slots, sizeof *a->slots);
    a->filter = nr_arena_zero(s->scratch, slots / 64 * FILTER_BITS, sizeof *a->filter);
    a->mask = slots - 1;
    a->filter_mask = slots * FILTER_BITS - 1;
    s->asked = a;
}

static void collect(struct nr_words_seen *s)
{
    struct hyphen h;
    size_t cuts = 0;
    for (size_t at = 0; next_hyphen(s->text, &at, &h);)
        s->hard += h.ends_line;
    cuts = s->hard < MOST_CUTS ? s->hard : MOST_CUTS;
    make_table(s, cuts);
    for (size_t t = 0; t < NR_TONGUES; t++)
        for (size_t i = 0; i < 4; i++)
            ask_for_word(s->asked, common[t][i]);
    for (size_t at = 0; cuts > 0 && next_hyphen(s->text, &at, &h);)
        if (h.ends_line) {
            ask_for_cut(s->asked, cut_at(&h));
            cuts--;
        }
}

static void count_hyphens(struct nr_words_seen *s)
{
    struct hyphen h;
    for (size_t at = 0; next_hyphen(s->text, &at, &h);) {
        struct nr_word_cut cut = nr_word_cut_of(h.before, h.after);
        if (h.ends_line || !cut.tail.len)
            continue;
        struct hashes hashes = hash_parts(cut);
        count(s->asked, hashes.both);
        count(s->asked, hashes.head);
        count(s->asked, hashes.tail);
    }
}

/* Line ends behind U+00AC and U+00AD. */
static void count_soft(struct nr_words_seen *s)
{
    const char *p = s->text.data, *end = p + s->text.len;
    for (; end - p > 2 && (p = memchr(p, 0xc2, (size_t)(end - p - 2))); p++)
        s->soft += (p[1] == '\xac' || p[1] == '\xad') && (p[2] == '\n' || is_space(p[2]));
}

static void prepare(struct nr_words_seen *s)
{
    if (s->asked)
        return;
    collect(s);
    count_hyphens(s);
    count_soft(s);
}

/* One bit for each of the 64 bytes at p: whether it is a letter. */
static uint64_t map_letters(const char *p)
{
    uint64_t map = 0;
    for (unsigned i = 0; i < 8; i++) {
        uint64_t found = letters(load(p + 8 * i, p + 64)) >> 7;
        map |= (found * 0x0102040810204080u >> 56) << 8 * i;
    }
    return map;
}

/* Counts the words in the 64 bytes at p, as far as their ends are among them. Returns where to go
 * on. */
static const char *count_block(struct nr_asked *a, const char *p, const char *end)
{
    uint64_t map = map_letters(p);
    while (map) {
        unsigned from = (unsigned)__builtin_ctzll(map);
        uint64_t others = ~(map >> from);
        unsigned len = others ? (unsigned)__builtin_ctzll(others) : 64;
        if (from + len >= 64) {
            p += from;
            if (from == 0)
                hash_letters(WHOLE, &p, end); /* too long to be asked for */
            return p;
        }
        count_word(a, p + from, len, end);
        map &= map + ((uint64_t)1 << from);
    }
    return p + 64;
}

static void scan(struct nr_words_seen *s)
{
    prepare(s);
    if (s->scanned)
        return;
    s->scanned = true;
    const char *p = s->text.data, *end = p + s->text.len;
    while (end - p >= 64)
        p = count_block(s->asked, p, end);
    while (p < end) {
        const char *from = p;
        hash_letters(WHOLE, &p, end);
        if (p > from)
            count_word(s->asked, from, (size_t)(p - from), end);
        p += p < end;
    }
}

struct nr_hyphenated nr_words_seen_hyphenated(struct nr_words_seen *s, struct nr_word_cut cut)
{
    prepare(s);
    struct hashes h = hash_parts(cut);
    return (struct nr_hyphenated){
        .both = slot_of(s->asked, h.both)->count,
        .head = slot_of(s->asked, h.head)->count,
        .tail = slot_of(s->asked, h.tail)->count,
    };
}

unsigned nr_words_seen_whole(struct nr_words_seen *s, struct nr_word_cut cut)
{
    scan(s);
    char word[2 * LONGEST];
    return slot_of(s->asked, hash_of(WHOLE, join(word, cut)))->count;
}

enum nr_tongue nr_words_seen_tongue(struct nr_words_seen *s)
{
    scan(s);
    enum nr_tongue best = NR_ENGLISH;
    size_t most = 0;
    for (enum nr_tongue t = NR_ENGLISH; t < NR_TONGUES; t++) {
        size_t n = 0;
        for (size_t i = 0; i < 4; i++)
            n += slot_of(s->asked, hash_of(WHOLE, common[t][i]))->count;
        best = n > most ? t : best;
        most = n > most ? n : most;
    }
    return best;
}

bool nr_words_seen_divides_softly(struct nr_words_seen *s)
{
    prepare(s);
    return s->soft >= 2 && s->hard * 4 <= s->soft;
}

static size_t count_strokes(struct nr_str text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '=');
        struct nr_str around = nr_str_sub(text, at ? at - 1 : 0, at + 3);
        n += around.len == 4 && is_letter(around.data[0]) && around.data[2] == '\n' &&
             around.data[3] >= 'a' && around.data[3] <= 'z';
    }
    return n;
}

bool nr_words_seen_divides_with_strokes(struct nr_words_seen *s)
{
    prepare(s);
    if (!s->strokes_counted) {
        s->strokes = count_strokes(s->text);
        s->strokes_counted = true;
    }
    return s->strokes >= 3 && s->strokes * 2 > s->hard && nr_words_seen_tongue(s) == NR_GERMAN;
}
