#include "words_seen.h"
#include <stdlib.h>

/* Hashes of words in an open table, filled with the first question (most texts never ask). Two
 * different words may share a hash; at 64 bits that is rarer than a misprint. */

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

static uint64_t *slot_of(const struct nr_seen *s, uint64_t h)
{
    size_t i = (size_t)(h >> 20) & s->mask;
    /* A full table would never end the search: fill leaves a quarter free. */
    while (s->slots[i] && s->slots[i] != h)
        i = (i + 1) & s->mask;
    return &s->slots[i];
}

/* The end of the word at p: letters and digits, with single hyphens and apostrophes between them.
 */
static const char *word_end(const char *p, const char *end, uint64_t *hash)
{
    uint64_t h = prime;
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        bool inside = (c == '-' || c == '\'') && p + 1 < end && is_word_byte((unsigned char)p[1]);
        if (!is_word_byte(c) && !inside)
            break;
        h = mix(h, c);
    }
    *hash = h | 1;
    return p;
}

static void fill(struct nr_seen *s)
{
    size_t slots = 256;
    while (slots < s->text.len / 4 && slots < MOST_SLOTS)
        slots *= 2;
    s->slots = nr_arena_zero(s->scratch, slots, sizeof *s->slots);
    s->mask = slots - 1;
    size_t room = slots / 4 * 3;
    const char *end = s->text.data + s->text.len;
    for (const char *p = s->text.data; p < end && room;) {
        if (!is_word_byte((unsigned char)*p)) {
            p++;
            continue;
        }
        uint64_t h;
        p = word_end(p, end, &h);
        uint64_t *slot = slot_of(s, h);
        room -= *slot == 0;
        *slot = h;
    }
}

static struct nr_str strip(struct nr_str w, bool front, bool back)
{
    while (front && w.len && !is_word_byte((unsigned char)w.data[0]))
        w = nr_str_sub(w, 1, w.len);
    while (back && w.len && !is_word_byte((unsigned char)w.data[w.len - 1]))
        w.len--;
    return w;
}

bool nr_seen_has(struct nr_seen *s, struct nr_str head, struct nr_str middle, struct nr_str tail)
{
    char word[3 * LONGEST];
    size_t n = 0;
    head = strip(head, true, false);
    tail = strip(tail, false, true);
    const struct nr_str parts[] = {head, middle, tail};
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].len > LONGEST)
            return false;
        if (parts[i].len)
            memcpy(word + n, parts[i].data, parts[i].len);
        n += parts[i].len;
    }
    if (!s->slots)
        fill(s);
    uint64_t h;
    return n > 0 && word_end(word, word + n, &h) == word + n && *slot_of(s, h) == h;
}
