#include "words_seen.h"
#include <stdlib.h>

/* Hashes of words in an open table, filled with the first question (most texts never ask). Two
 * different words may share a hash; at 60 bits that is rarer than a misprint. The low bits of a
 * slot count. */

enum { LONGEST = 128, MOST_SLOTS = 1 << 22 };

static const uint64_t prime = 0x9e3779b97f4a7c15u;

static bool is_word_byte(unsigned char c)
{
    return c >= 0x80 || nr_ascii_is_digit((char)c) || nr_ascii_is_letter((char)c);
}

static uint64_t mix(uint64_t h, unsigned char c)
{
    h = (h ^ (unsigned char)nr_ascii_lower((char)c)) * prime;
    return h ^ h >> 29;
}

void nr_seen_init(struct nr_seen *s, struct nr_str text, struct nr_arena *scratch)
{
    *s = (struct nr_seen){.text = text, .scratch = scratch};
}

/* The slot of a hash, whose low bits are not looked at. */
static uint64_t *slot_of(const struct nr_seen *s, uint64_t h)
{
    size_t i = (size_t)(h >> 20) & s->mask;
    /* A full table would never end the search: fill leaves a quarter free. */
    while (s->slots[i] && (s->slots[i] | NR_SEEN_MOST) != (h | NR_SEEN_MOST))
        i = (i + 1) & s->mask;
    return &s->slots[i];
}

/* True where a new slot was taken. */
static bool count(const struct nr_seen *s, uint64_t h)
{
    uint64_t *slot = slot_of(s, h);
    bool is_new = *slot == 0;
    if (is_new)
        *slot = (h & ~(uint64_t)NR_SEEN_MOST) | 1;
    else if ((*slot & NR_SEEN_MOST) < NR_SEEN_MOST)
        ++*slot;
    return is_new;
}

struct hashes {
    uint64_t word;
    uint64_t front, back; /* up to its first hyphen and from its last one, both with it; or 0 */
};

/* The end of the word at p: letters and digits, with single hyphens and apostrophes between them.
 */
static const char *word_end(const char *p, const char *end, struct hashes *hashes)
{
    uint64_t h = prime, front = 0, back = 0;
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        bool inside = (c == '-' || c == '\'') && p + 1 < end && is_word_byte((unsigned char)p[1]);
        if (!is_word_byte(c) && !inside)
            break;
        h = mix(h, c);
        if (c == '-') {
            front = front ? front : h;
            back = mix(prime, c);
        } else if (back) {
            back = mix(back, c);
        }
    }
    *hashes = (struct hashes){h, front, back};
    return p;
}

/* The words that are commonest in each language, and rare in the others. */
static void count_tongue(struct nr_seen *s, const char *word, size_t len)
{
    static const char words[NR_TONGUES][4][4] = {
        [NR_ENGLISH] = {"the", "and", "was", "for"},
        [NR_GERMAN] = {"der", "und", "das", "von"},
        [NR_FRENCH] = {"les", "des", "une", "que"},
    };
    if (len != 3)
        return;
    for (size_t t = 0; t < NR_TONGUES; t++)
        for (size_t i = 0; i < 4; i++)
            s->tongues[t] += memcmp(word, words[t][i], 3) == 0;
}

static void count_words(struct nr_seen *s, size_t room)
{
    const char *end = s->text.data + s->text.len;
    for (const char *p = s->text.data; p < end && room >= 3;) {
        if (!is_word_byte((unsigned char)*p)) {
            p++;
            continue;
        }
        const char *from = p;
        struct hashes h;
        p = word_end(p, end, &h);
        count_tongue(s, from, (size_t)(p - from));
        room -= count(s, h.word);
        if (h.front)
            room -= (size_t)count(s, h.front) + count(s, h.back);
    }
}

/* What words are divided with at the ends of lines. */
static void count_marks(struct nr_seen *s)
{
    const char *from = s->text.data, *end = from + s->text.len;
    for (const char *p = from; (p = memchr(p, '\n', (size_t)(end - p))); p++) {
        if (p - from < 3)
            continue;
        s->hard += p[-1] == '-' && is_word_byte((unsigned char)p[-2]);
        s->soft += p[-2] == '\xc2' && (p[-1] == '\xac' || p[-1] == '\xad');
    }
}

static void fill(struct nr_seen *s)
{
    size_t slots = 256;
    while (slots < s->text.len / 4 && slots < MOST_SLOTS)
        slots *= 2;
    s->slots = nr_arena_zero(s->scratch, slots, sizeof *s->slots);
    s->mask = slots - 1;
    count_words(s, slots / 4 * 3);
    count_marks(s);
}

unsigned nr_seen_count(struct nr_seen *s, struct nr_str head, struct nr_str middle,
                       struct nr_str tail)
{
    char word[3 * LONGEST];
    size_t n = 0;
    const struct nr_str parts[] = {head, middle, tail};
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].len > LONGEST)
            return 0;
        if (parts[i].len)
            memcpy(word + n, parts[i].data, parts[i].len);
        n += parts[i].len;
    }
    if (!s->slots)
        fill(s);
    uint64_t h = prime;
    for (size_t i = 0; i < n; i++)
        h = mix(h, (unsigned char)word[i]);
    return n ? *slot_of(s, h) & NR_SEEN_MOST : 0;
}

enum nr_tongue nr_seen_tongue(struct nr_seen *s)
{
    if (!s->slots)
        fill(s);
    enum nr_tongue best = NR_ENGLISH;
    for (enum nr_tongue t = NR_ENGLISH; t < NR_TONGUES; t++)
        best = s->tongues[t] > s->tongues[best] ? t : best;
    return best;
}

bool nr_seen_divides_softly(struct nr_seen *s)
{
    if (!s->slots)
        fill(s);
    return s->soft >= 2 && s->hard * 4 <= s->soft;
}
