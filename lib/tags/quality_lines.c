#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include "quality_parts.h"

struct quality_pieces quality_pieces(struct nr_str text, size_t least, size_t most)
{
    const char *from = text.data ? text.data : "";
    return (struct quality_pieces){
        .at = from, .end = from + text.len, .least = least, .most = most};
}

struct quality_pieces quality_lines(struct nr_str text)
{
    return quality_pieces(text, 1, 1);
}

struct quality_pieces quality_lines_merged(struct nr_str text)
{
    return quality_pieces(text, 1, SIZE_MAX);
}

struct quality_pieces quality_lines_filled(struct nr_str text)
{
    struct quality_pieces p =
        quality_lines_merged(text); /* a blank line more makes no difference */
    p.skip_blank = true;
    return p;
}

static size_t run_at(const struct quality_pieces *p, const char *feed)
{
    size_t n = 1;
    while (n < p->most && feed + n < p->end && feed[n] == '\n')
        n++;
    return n;
}

/* The end of the piece at p->at; *run is the length of what separates it from the next, or 0. */
static const char *piece_end(const struct quality_pieces *p, size_t *run)
{
    for (const char *feed = p->at; (feed = memchr(feed, '\n', (size_t)(p->end - feed))) != NULL;) {
        *run = run_at(p, feed);
        if (*run >= p->least)
            return feed;
        feed += *run;
    }
    *run = 0;
    return p->end;
}

bool quality_piece_next(struct quality_pieces *p, struct nr_str *piece)
{
    size_t run;
    while (!p->done) {
        const char *end = piece_end(p, &run);
        *piece = nr_str(p->at, (size_t)(end - p->at));
        p->at = end + run;
        p->done = run == 0;
        if (!p->skip_blank || quality_strip_left(*piece).len)
            return true;
    }
    return false;
}

void quality_table_reset(struct quality_table *t, const char *base, size_t expected)
{
    if (t->lens_cap > COUNTER_KEPT)
        quality_table_free(t);
    t->base = base;
    counter_reset(&t->counter, expected);
}

struct seeking {
    const struct quality_table *t;
    struct nr_str s;
};

static inline bool same(const void *context, uint32_t item)
{
    const struct seeking *k = context;
    const char *known = k->t->base + k->t->counter.items[item].first;
    return k->s.len == k->t->lens[item] && memcmp(known, k->s.data, k->s.len) == 0;
}

bool quality_table_add(struct quality_table *t, struct nr_str s)
{
    size_t known = t->counter.count;
    struct seeking k = {t, s};
    uint64_t key = s.len ? nr_hash64(s) : 0;
    uint32_t item = counter_add(&t->counter, key, (uint32_t)(s.data - t->base), same, &k);
    if (item < known)
        return true;
    t->lens = nr_grow_array(t->lens, &t->lens_cap, known + 1, sizeof *t->lens);
    t->lens[item] = (uint32_t)s.len;
    return false;
}

void quality_table_free(struct quality_table *t)
{
    free(t->lens);
    counter_free(&t->counter);
    *t = (struct quality_table){0};
}

struct quality_repeats quality_repeats(struct quality_table *t, struct nr_str text,
                                       struct quality_pieces pieces)
{
    struct quality_repeats r = {0};
    struct nr_str piece;
    const char *base = pieces.at;
    quality_table_reset(t, base, text.len / 128);
    for (; quality_piece_next(&pieces, &piece); r.pieces++)
        quality_table_add(t, piece);
    r.distinct = t->counter.count;
    for (size_t i = 0; i < t->counter.count; i++) {
        const struct counted *c = &t->counter.items[i];
        uint64_t points = nr_utf8_count(nr_str(base + c->first, t->lens[i]));
        r.points += points * c->count;
        r.distinct_points += points;
        r.copies += c->count > 1 ? c->count : 0;
        r.copies_points += c->count > 1 ? points * c->count : 0;
    }
    r.later = r.pieces - r.distinct;
    r.later_points = r.points - r.distinct_points;
    return r;
}

void quality_phrases_begin(struct quality_phrases *f, const struct nr_str *phrases, size_t count,
                           struct nr_str text)
{
    *f = (struct quality_phrases){
        .phrases = phrases, .count = count, .at = text.data, .end = text.data + text.len};
    for (size_t i = 0; i < count; i++) {
        unsigned char first = (unsigned char)phrases[i].data[0];
        unsigned char second = (unsigned char)phrases[i].data[1];
        f->begins[first] = f->begins[first & ~0x20] = true;
        f->follows[second] = f->follows[second & ~0x20] = true;
    }
}

bool quality_phrases_next(struct quality_phrases *f, struct nr_str *place)
{
    for (const char *p = f->at; f->end - p > 1; p++) {
        if (!f->begins[(unsigned char)p[0]] || !f->follows[(unsigned char)p[1]])
            continue;
        struct nr_str rest = nr_str(p, (size_t)(f->end - p));
        for (size_t i = 0; i < f->count; i++) {
            if (!nr_str_starts_fold(rest, f->phrases[i]))
                continue;
            *place = nr_str(p, f->phrases[i].len);
            f->at = p + place->len;
            return true;
        }
    }
    f->at = f->end;
    return false;
}
