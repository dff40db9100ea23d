#include "evidence.h"
#include "newsreel/core/hash.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/furniture.h"
#include "newsreel/text/words.h"

/* What is found by hash in a table of this many places; a collision costs a wrong count. */
enum { LIKES = 1 << 10, REPEATS = 1 << 12, TITLE_WORDS = 64, PHRASE_WORDS = 25 };

/* Blocks whose elements have the same names. */
struct like {
    uint32_t blocks, prose, scored;
};

/* Words of the head, by hash. bits has one for each, by its last six: most words are in no list. */
struct words {
    uint64_t of[TITLE_WORDS], bits;
    size_t count;
};

struct gatherer {
    const struct nr_candidates *c;
    const struct nr_dom *dom;
    const struct nr_block_info *blocks;
    size_t count;
    struct nr_str text;
    struct nr_evidence *out;
    uint16_t *likes; /* per block: place in like */
    struct like like[LIKES];
    uint8_t seen[REPEATS];
    struct words title, summary;
};

static int16_t cap(uint64_t n, int16_t most)
{
    return n < (uint64_t)most ? (int16_t)n : most;
}

static int16_t percent(uint64_t part, uint64_t whole)
{
    return whole ? cap(part * 100 / whole, 100) : 0;
}

static int16_t distance(size_t from, size_t to)
{
    return from < to ? cap(to - from, 50) : (int16_t)-cap(from - to, 50);
}

static struct nr_str text_of(const struct gatherer *g, size_t i)
{
    return nr_str(g->text.data + g->blocks[i].from, g->blocks[i].len);
}

/* ---- Text ---- */

static int16_t first_kind(struct nr_str s)
{
    const char *at = s.data;
    uint32_t c = s.len ? nr_utf8_next(&at, s.data + s.len) : 0;
    if (nr_char_is_upper(c))
        return 5;
    if (nr_char_is_lower(c))
        return 4;
    if (nr_char_is_letter(c))
        return 3;
    if (nr_char_is_digit(c))
        return 2;
    return nr_char_opens(c) || c == '"' || c == '\'' ? 1 : 0;
}

static int16_t phrase(const struct nr_block_info *b, struct nr_str s)
{
    bool ends = false;
    if (b->words > PHRASE_WORDS || !nr_furniture_phrase(s, &ends))
        return 0;
    return ends ? 2 : 1;
}

static void look_at_text(struct gatherer *g, size_t i)
{
    const struct nr_block_info *b = &g->blocks[i];
    struct nr_str s = text_of(g, i);
    int16_t *e = g->out[i].of;
    e[NR_EVIDENCE_WORDS] = cap(b->words, 1000);
    e[NR_EVIDENCE_CHARS] = cap(b->chars, 5000);
    e[NR_EVIDENCE_WORD_LENGTH] = cap(b->words ? (uint64_t)b->chars * 10 / b->words : 0, 300);
    e[NR_EVIDENCE_LINKED] = percent(b->linked, b->chars);
    e[NR_EVIDENCE_COMMAS] = cap(b->commas, 50);
    e[NR_EVIDENCE_STOPS] = cap(b->stops, 50);
    e[NR_EVIDENCE_SENTENCE] = b->sentence;
    e[NR_EVIDENCE_COLON] = b->colon;
    e[NR_EVIDENCE_DIGITS] = percent(b->digits, b->chars);
    e[NR_EVIDENCE_CAPITALS] = percent(b->capitals, b->chars);
    e[NR_EVIDENCE_SHORTS] = percent(b->shorts, b->words);
    e[NR_EVIDENCE_STRONG] = percent(b->strong, b->chars);
    e[NR_EVIDENCE_COPYRIGHT] = b->copyright;
    e[NR_EVIDENCE_FIRST] = first_kind(s);
    e[NR_EVIDENCE_PHRASE] = phrase(b, s);
}

/* ---- Elements ---- */

static const uint8_t tag_numbers[NR_TAG_COUNT] = {
    [NR_TAG_P] = 1,       [NR_TAG_DIV] = 2,    [NR_TAG_LI] = 3,         [NR_TAG_TD] = 4,
    [NR_TAG_TH] = 4,      [NR_TAG_TR] = 4,     [NR_TAG_BLOCKQUOTE] = 5, [NR_TAG_PRE] = 6,
    [NR_TAG_SECTION] = 7, [NR_TAG_DD] = 8,     [NR_TAG_DT] = 8,         [NR_TAG_FIGCAPTION] = 9,
    [NR_TAG_ARTICLE] = 7, [NR_TAG_BODY] = 2,   [NR_TAG_H1] = 10,        [NR_TAG_H2] = 10,
    [NR_TAG_H3] = 10,     [NR_TAG_H4] = 10,    [NR_TAG_H5] = 10,        [NR_TAG_H6] = 10,
    [NR_TAG_FORM] = 11,   [NR_TAG_TITLE] = 12,
};

/* The element that stands on its own around a block, and that lets it stand so. */
static uint32_t stand(const struct nr_dom *d, uint32_t node)
{
    while (node != 0 && nr_tag_kind(d->nodes[node].tag) != NR_TAG_KIND_BLOCK)
        node = d->nodes[node].parent;
    return node;
}

static void look_at_names(int16_t *e, const struct nr_node_sums *n)
{
    /* In the order of the bits. */
    for (int k = 0; k <= NR_EVIDENCE_LEAD - NR_EVIDENCE_BODY; k++)
        e[NR_EVIDENCE_BODY + k] = (int16_t)(n->close >> k & 1 ? 2 : n->above >> k & 1);
}

static void look_at_element(struct gatherer *g, size_t i, uint32_t node)
{
    const struct nr_node_sums *n = &g->c->nodes[node];
    unsigned tag = g->dom->nodes[node].tag;
    int16_t *e = g->out[i].of;
    e[NR_EVIDENCE_TAG] = tag_numbers[tag];
    e[NR_EVIDENCE_HEADING] =
        tag >= NR_TAG_H1 && tag <= NR_TAG_H6 ? (int16_t)(tag - NR_TAG_H1 + 1) : 0;
    e[NR_EVIDENCE_ITEM] = n->inside & NR_INSIDE_ITEM ? 1 : 0;
    e[NR_EVIDENCE_TABLE] = n->inside & NR_INSIDE_TABLE ? 1 : 0;
    e[NR_EVIDENCE_FIGURE] = n->inside & NR_INSIDE_FIGURE ? 1 : 0;
    e[NR_EVIDENCE_QUOTE] = n->inside & NR_INSIDE_QUOTE ? 1 : 0;
    e[NR_EVIDENCE_ARTICLE] = n->inside & NR_INSIDE_ARTICLE ? 1 : 0;
    e[NR_EVIDENCE_MAIN] = n->inside & NR_INSIDE_MAIN ? 1 : 0;
    e[NR_EVIDENCE_ASIDE] = n->inside & NR_INSIDE_ASIDE ? 1 : 0;
    e[NR_EVIDENCE_IN_HEADER] = n->inside & NR_INSIDE_HEADER ? 1 : 0;
    e[NR_EVIDENCE_IN_FOOTER] = n->inside & NR_INSIDE_FOOTER ? 1 : 0;
    e[NR_EVIDENCE_ELSE] = n->inside & NR_INSIDE_ELSE ? 1 : 0;
    look_at_names(e, n);
}

static void look_at_holders(struct gatherer *g, size_t i)
{
    const struct nr_node_sums *nodes = g->c->nodes;
    uint32_t holder = nr_candidates_holder(g->c, g->blocks[i].owner);
    uint32_t outer = nodes[holder].holder;
    const struct nr_node_sums *n = &nodes[holder], *o = &nodes[outer], *t = &nodes[o->holder];
    int16_t *e = g->out[i].of;
    e[NR_EVIDENCE_HOLDER_BLOCKS] = cap(n->blocks, 1000);
    e[NR_EVIDENCE_HOLDER_WORDS] = cap(n->words, 10000);
    e[NR_EVIDENCE_HOLDER_LINKED] = percent(n->linked, n->chars);
    e[NR_EVIDENCE_HOLDER_PROSE] = percent(n->prose, g->c->prose);
    e[NR_EVIDENCE_HOLDER_MEAN] = cap(n->blocks ? n->words / n->blocks : 0, 500);
    e[NR_EVIDENCE_OUTER_BLOCKS] = cap(o->blocks, 1000);
    e[NR_EVIDENCE_OUTER_WORDS] = cap(o->words, 10000);
    e[NR_EVIDENCE_OUTER_LINKED] = percent(o->linked, o->chars);
    e[NR_EVIDENCE_OUTER_PROSE] = percent(o->prose, g->c->prose);
    e[NR_EVIDENCE_OUTER_MEAN] = cap(o->blocks ? o->words / o->blocks : 0, 500);
    e[NR_EVIDENCE_THIRD_BLOCKS] = cap(t->blocks, 1000);
    e[NR_EVIDENCE_THIRD_LINKED] = percent(t->linked, t->chars);
    e[NR_EVIDENCE_THIRD_PROSE] = percent(t->prose, g->c->prose);
}

/* ---- Candidates ---- */

static bool is_within(const struct gatherer *g, uint32_t node, uint32_t root)
{
    return root != 0 && node >= root && node < g->dom->nodes[root].end;
}

static void look_at_candidates(struct gatherer *g, size_t i)
{
    const struct nr_candidates *c = g->c;
    uint32_t owner = g->blocks[i].owner;
    int16_t *e = g->out[i].of;
    e[NR_EVIDENCE_IN_SCORED] = is_within(g, owner, c->scored);
    e[NR_EVIDENCE_IN_WEIGHED] = is_within(g, owner, c->weighed);
    e[NR_EVIDENCE_IN_DECLARED] = is_within(g, owner, c->declared) ? 2 : c->declared == 0 ? 1 : 0;
    e[NR_EVIDENCE_IN_RUN] = i >= c->from && i < c->to;
    e[NR_EVIDENCE_AGREEMENT] = (int16_t)(e[NR_EVIDENCE_IN_SCORED] + e[NR_EVIDENCE_IN_WEIGHED] +
                                         (e[NR_EVIDENCE_IN_DECLARED] == 2) + e[NR_EVIDENCE_IN_RUN]);
    e[NR_EVIDENCE_SCORED_PROSE] = percent(c->nodes[c->scored].prose, c->prose);
    e[NR_EVIDENCE_WEIGHED_PROSE] = percent(c->nodes[c->weighed].prose, c->prose);
    e[NR_EVIDENCE_DECLARED_PROSE] = percent(c->nodes[c->declared].prose, c->prose);
    e[NR_EVIDENCE_RUN_BEGIN] = distance(c->from, i);
    e[NR_EVIDENCE_RUN_END] = distance(i, c->to);
}

/* How far down the scored element it stands, in percent of its blocks; negative before, over a
 * hundred behind. */
static void look_at_places(struct gatherer *g)
{
    size_t first = 0, inside = g->c->nodes[g->c->scored].blocks;
    while (first < g->count && !is_within(g, g->blocks[first].owner, g->c->scored))
        first++;
    for (size_t i = 0; i < g->count; i++) {
        int16_t *e = g->out[i].of;
        e[NR_EVIDENCE_SCORED_PLACE] = i < first ? (int16_t)-cap(first - i, 50)
                                      : i < first + inside
                                          ? percent(i - first, inside)
                                          : (int16_t)(100 + cap(i - first - inside, 50));
        e[NR_EVIDENCE_PLACE] = percent(i, g->count);
        e[NR_EVIDENCE_PAGE_BLOCKS] = cap(g->count, 5000);
        e[NR_EVIDENCE_PAGE_PROSE] = cap(g->c->prose, 5000);
    }
}

/* ---- Neighbours ---- */

static void look_around(struct gatherer *g, size_t i)
{
    static const struct {
        int step, words, linked, sentence;
    } around[] = {{-1, NR_EVIDENCE_WORDS_1, NR_EVIDENCE_LINKED_1, NR_EVIDENCE_SENTENCE_1},
                  {1, NR_EVIDENCE_WORDS_2, NR_EVIDENCE_LINKED_2, NR_EVIDENCE_SENTENCE_2},
                  {-2, NR_EVIDENCE_WORDS_3, NR_EVIDENCE_LINKED_3, -1},
                  {2, NR_EVIDENCE_WORDS_4, NR_EVIDENCE_LINKED_4, -1}};
    int16_t *e = g->out[i].of;
    for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
        size_t at = i + (size_t)around[k].step;
        if (at >= g->count) {
            e[around[k].words] = -1;
            continue;
        }
        const int16_t *other = g->out[at].of;
        e[around[k].words] = other[NR_EVIDENCE_WORDS];
        e[around[k].linked] = other[NR_EVIDENCE_LINKED];
        if (around[k].sentence >= 0)
            e[around[k].sentence] = other[NR_EVIDENCE_SENTENCE];
    }
    uint32_t holder = nr_candidates_holder(g->c, g->blocks[i].owner);
    e[NR_EVIDENCE_LIKE_BEFORE] = i > 0 && g->likes[i - 1] == g->likes[i];
    e[NR_EVIDENCE_LIKE_BEHIND] = i + 1 < g->count && g->likes[i + 1] == g->likes[i];
    e[NR_EVIDENCE_SAME_HOLDER_BEFORE] =
        i > 0 && nr_candidates_holder(g->c, g->blocks[i - 1].owner) == holder;
    e[NR_EVIDENCE_SAME_HOLDER_BEHIND] =
        i + 1 < g->count && nr_candidates_holder(g->c, g->blocks[i + 1].owner) == holder;
}

enum { WINDOW = 6 };

static uint32_t prose_words(const struct nr_block_info *b)
{
    return nr_block_is_prose(b) ? b->words : 0;
}

/* Prose up to each block and the words of the last few. */
static void look_back(struct gatherer *g)
{
    uint64_t all = 0, window = 0;
    size_t since = 50, title = 50;
    for (size_t i = 0; i < g->count; i++) {
        int16_t *e = g->out[i].of;
        uint32_t words = prose_words(&g->blocks[i]);
        e[NR_EVIDENCE_PROSE_BEFORE] = percent(all, g->c->prose);
        e[NR_EVIDENCE_WINDOW_BEFORE] = cap(window, 1000);
        e[NR_EVIDENCE_SINCE_PROSE] = cap(since, 50);
        title = e[NR_EVIDENCE_HEADING] == 1 || e[NR_EVIDENCE_TITLE] > 80 ? 0 : title + 1;
        e[NR_EVIDENCE_SINCE_TITLE] = cap(title, 60);
        since = words ? 1 : since + 1;
        all += words;
        window += words;
        window -= i >= WINDOW ? prose_words(&g->blocks[i - WINDOW]) : 0;
    }
}

static void look_ahead(struct gatherer *g)
{
    uint64_t window = 0;
    size_t until = 50;
    for (size_t i = g->count; i-- > 0;) {
        int16_t *e = g->out[i].of;
        uint32_t words = prose_words(&g->blocks[i]);
        e[NR_EVIDENCE_WINDOW_BEHIND] = cap(window, 1000);
        e[NR_EVIDENCE_UNTIL_PROSE] = cap(until, 50);
        until = words ? 1 : until + 1;
        window += words;
        window -= i + WINDOW < g->count ? prose_words(&g->blocks[i + WINDOW]) : 0;
    }
}

struct since_title {
    size_t phrases, since_phrase, headings, linked, since_heading, comments;
    uint64_t prose;
    int16_t heading_linked, heading_phrase;
};

static void step(struct since_title *s, const int16_t *e, uint32_t prose)
{
    s->since_phrase = e[NR_EVIDENCE_PHRASE] ? 0 : s->since_phrase + 1;
    s->phrases += e[NR_EVIDENCE_PHRASE] == 2;
    s->comments += e[NR_EVIDENCE_COMMENTS] > 0;
    s->prose += prose;
    s->since_heading++;
    if (e[NR_EVIDENCE_HEADING] == 0)
        return;
    s->headings++;
    s->since_heading = 0;
    s->linked += e[NR_EVIDENCE_LINKED] > 50;
    s->heading_linked = e[NR_EVIDENCE_LINKED];
    s->heading_phrase = e[NR_EVIDENCE_PHRASE];
}

static void look_since_title(struct gatherer *g)
{
    struct since_title s = {.since_phrase = 50, .since_heading = 50};
    for (size_t i = 0; i < g->count; i++) {
        int16_t *e = g->out[i].of;
        if (e[NR_EVIDENCE_SINCE_TITLE] == 0)
            s = (struct since_title){.since_phrase = 50, .since_heading = 50};
        e[NR_EVIDENCE_PHRASES] = cap(s.phrases, 20);
        e[NR_EVIDENCE_SINCE_PHRASE] = cap(s.since_phrase, 50);
        e[NR_EVIDENCE_HEADINGS] = cap(s.headings, 50);
        e[NR_EVIDENCE_LINKED_HEADINGS] = cap(s.linked, 50);
        e[NR_EVIDENCE_SINCE_HEADING] = cap(s.since_heading, 50);
        e[NR_EVIDENCE_HEADING_LINKED] = s.heading_linked;
        e[NR_EVIDENCE_HEADING_PHRASE] = s.heading_phrase;
        e[NR_EVIDENCE_COMMENTS_BEFORE] = cap(s.comments, 50);
        e[NR_EVIDENCE_PROSE_SINCE_TITLE] = cap(s.prose, 5000);
        step(&s, e, prose_words(&g->blocks[i]));
    }
}

/* ---- Likes ---- */

static uint16_t like_of(const struct nr_dom *d, uint32_t node)
{
    uint32_t parent = d->nodes[node].parent;
    struct nr_str class = nr_dom_attribute(d, node, NR_ATTR_CLASS);
    struct nr_str outer = nr_dom_attribute(d, parent, NR_ATTR_CLASS);
    uint64_t h = nr_hash64(nr_str_sub(class, 0, 256)) + d->nodes[node].tag;
    h = h * 31 + nr_hash64(nr_str_sub(outer, 0, 256)) + d->nodes[parent].tag;
    return (uint16_t)((h ^ h >> 32) % LIKES);
}

static void look_at_likes(struct gatherer *g)
{
    for (size_t i = 0; i < g->count; i++) {
        struct like *k = &g->like[g->likes[i]];
        k->blocks++;
        k->prose += prose_words(&g->blocks[i]);
        k->scored += g->out[i].of[NR_EVIDENCE_IN_SCORED] == 1;
    }
    for (size_t i = 0; i < g->count; i++) {
        const struct like *k = &g->like[g->likes[i]];
        g->out[i].of[NR_EVIDENCE_LIKE_PROSE] = percent(k->prose, g->c->prose);
        g->out[i].of[NR_EVIDENCE_LIKE_BLOCKS] = cap(k->blocks, 1000);
        g->out[i].of[NR_EVIDENCE_LIKE_SCORED] = percent(k->scored, k->blocks);
    }
}

/* ---- What the page says of itself ---- */

static struct words hash_words(struct nr_str s)
{
    struct words w = {0};
    struct nr_str word;
    while (w.count < TITLE_WORDS && nr_words_next(&s, &word)) {
        w.of[w.count] = nr_word_hash(word);
        w.bits |= 1ull << w.of[w.count++] % 64;
    }
    return w;
}

static bool is_among(uint64_t hash, const struct words *w)
{
    bool found = false;
    if (w->bits >> hash % 64 & 1)
        for (size_t i = 0; i < w->count && !found; i++)
            found = w->of[i] == hash;
    return found;
}

static int16_t words_among(struct nr_str s, const struct words *w)
{
    struct nr_str word;
    size_t count = 0, found = 0;
    for (; count < TITLE_WORDS && nr_words_next(&s, &word); count++)
        found += is_among(nr_word_hash(word), w);
    return percent(found, count);
}

static void read_head(struct gatherer *g)
{
    const struct nr_dom *d = g->dom;
    struct nr_buf title = {0};
    for (uint32_t i = 1; i < d->count && d->nodes[i].tag != NR_TAG_BODY; i++) {
        if (d->nodes[i].tag == NR_TAG_TITLE && !g->title.count) {
            nr_dom_text(d, i, 1000, &title);
            g->title = hash_words(nr_buf_str(&title));
        }
        if (d->nodes[i].tag == NR_TAG_META && !g->summary.count &&
            (nr_str_eq_fold(nr_dom_attribute(d, i, NR_ATTR_NAME), nr_str_of("description")) ||
             nr_str_eq_fold(nr_dom_attribute(d, i, NR_ATTR_PROPERTY), nr_str_of("og:description"))))
            g->summary = hash_words(nr_dom_attribute(d, i, NR_ATTR_CONTENT));
    }
    nr_buf_free(&title);
}

static void compare_with_head(struct gatherer *g, size_t i)
{
    const struct nr_block_info *b = &g->blocks[i];
    int16_t *e = g->out[i].of;
    uint8_t *seen = &g->seen[nr_hash64(text_of(g, i)) % REPEATS];
    e[NR_EVIDENCE_REPEATED] = *seen;
    *seen = *seen < 10 ? (uint8_t)(*seen + 1) : *seen;
    if (b->words <= 40 && b->words > 2 && g->title.count)
        e[NR_EVIDENCE_TITLE] = words_among(text_of(g, i), &g->title);
    if (b->words <= TITLE_WORDS && b->words > 4 && g->summary.count)
        e[NR_EVIDENCE_SUMMARY] = words_among(text_of(g, i), &g->summary);
}

struct nr_evidence *nr_evidence_gather(const struct nr_candidates *c, const struct nr_dom *d,
                                       const struct nr_block_info *blocks, size_t count,
                                       struct nr_str text, struct nr_arena *arena)
{
    struct gatherer *g = nr_arena_zero(arena, 1, sizeof *g);
    *g = (struct gatherer){.c = c, .dom = d, .blocks = blocks, .count = count, .text = text};
    g->out = nr_arena_zero(arena, count, sizeof *g->out);
    g->likes = nr_arena_zero(arena, count, sizeof *g->likes);
    read_head(g);
    for (size_t i = 0; i < count; i++) {
        uint32_t node = stand(d, blocks[i].owner);
        g->likes[i] = like_of(d, node);
        look_at_text(g, i);
        look_at_element(g, i, node);
        look_at_holders(g, i);
        look_at_candidates(g, i);
        compare_with_head(g, i);
    }
    look_at_likes(g);
    look_at_places(g);
    for (size_t i = 0; i < count; i++)
        look_around(g, i);
    look_back(g);
    look_ahead(g);
    look_since_title(g);
    return g->out;
}
