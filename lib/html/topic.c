#include "topic.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"

/* LEAST: letters of a word that says something; BEGIN: of those, the ones that are compared. */
enum { LEAST = 4, BEGIN = 5, TITLE_BYTES = 1000 };

/* Letters and marks of any script, roughly: 0 for what ends a word, else the small letter. Latin,
 * Greek and Cyrillic are enough; titles and texts are written in the same way elsewhere. */
static uint32_t small_letter(uint32_t c)
{
    if (c < 0x80)
        return nr_ascii_is_letter((char)c) ? (uint32_t)nr_ascii_lower((char)c) : 0;
    if (c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c < 0x2c00) ||
        (c >= 0x3000 && c < 0x3041) || (c >= 0xfe30 && c < 0xff66))
        return 0;
    if (c < 0xdf || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
        return c + (c & 1);
    return c >= 0x100 && c < 0x178 ? c | 1 : c;
}

struct reader {
    const char *at, *end;
    uint32_t last;   /* of a script without spaces; 0: none */
    uint64_t hash;   /* of the word so far */
    unsigned length; /* of it, in letters */
};

static void add_letter(struct reader *r, uint32_t c)
{
    if (r->length++ < BEGIN)
        r->hash = nr_mix64(r->hash + c);
}

/* What a word comes to at its end: a key, or 0 for one that says little. */
static uint64_t end_word(struct reader *r)
{
    uint64_t key = r->length >= LEAST ? r->hash | 1 : 0;
    r->hash = r->length = 0;
    return key;
}

/* The next key, never 0; false at the end. */
static bool next_key(struct reader *r, uint64_t *key)
{
    while (r->at < r->end) {
        const char *from = r->at;
        uint32_t c = nr_utf8_next(&r->at, r->end), small = small_letter(c);
        bool unspaced = small && nr_char_is_unspaced(c);
        if (r->length && (!small || unspaced)) {
            r->at = from;
            if ((*key = end_word(r)))
                return true;
            continue;
        }
        uint32_t last = r->last;
        r->last = unspaced ? c : 0;
        if (unspaced && last) {
            *key = nr_mix64((uint64_t)last << 32 | c) | 1;
            return true;
        }
        if (small && !unspaced)
            add_letter(r, small);
    }
    *key = r->length ? end_word(r) : 0;
    return *key;
}

/* The place of a key, or the free one where it would be: there are fewer keys than places. */
static unsigned place_of(const struct nr_topic *t, uint64_t key)
{
    unsigned at = (unsigned)(key >> 8) % NR_TOPIC_PLACES;
    while (t->places[at] && t->keys[t->places[at] - 1] != key)
        at = (at + 1) % NR_TOPIC_PLACES;
    return at;
}

static void learn(struct nr_topic *t, struct nr_str title)
{
    struct reader r = {.at = title.data, .end = title.data + title.len};
    uint64_t key;
    while (t->count < NR_TOPIC_KEYS && next_key(&r, &key)) {
        unsigned place = place_of(t, key);
        if (t->places[place])
            continue;
        t->keys[t->count++] = key;
        t->places[place] = (uint8_t)t->count;
    }
}

void nr_topic_read(struct nr_topic *t, const struct nr_dom *d)
{
    struct nr_buf title = {0};
    *t = (struct nr_topic){0};
    for (uint32_t i = 1; i < d->count && d->nodes[i].tag != NR_TAG_BODY; i++) {
        if (d->nodes[i].tag != NR_TAG_TITLE)
            continue;
        nr_dom_text(d, i, TITLE_BYTES, &title);
        break;
    }
    if (title.len)
        learn(t, nr_buf_str(&title));
    nr_buf_free(&title);
}

uint64_t nr_topic_found(const struct nr_topic *t, struct nr_str text)
{
    struct reader r = {.at = text.data, .end = text.data + text.len};
    uint64_t key, found = 0;
    while (t->count && text.len && next_key(&r, &key)) {
        unsigned place = t->places[place_of(t, key)];
        found |= place ? 1ull << (place - 1) : 0;
    }
    return found;
}
