#include "candidates.h"

enum { PROSE_WORDS = 8, WORDS_OFF = 5, MAX_WORDS = 300 };

float nr_block_link_share(const struct nr_block_info *b)
{
    return b->chars ? (float)b->linked / (float)b->chars : 0;
}

bool nr_block_is_prose(const struct nr_block_info *b)
{
    return b->sentence && b->words >= PROSE_WORDS && nr_block_link_share(b) < .3f;
}

/* A block that reads like prose scores its words, one that does not half of them, less five: so a
 * short line counts about nothing, and only blocks of links count against what is around them. */
static float block_score(const struct nr_block_info *b)
{
    float words = (float)(b->words < MAX_WORDS ? b->words : MAX_WORDS);
    float links = nr_block_link_share(b);
    if (links > .5f)
        return -5 - (words < 20 ? words : 20) * .5f;
    float score = words * (b->sentence || b->commas > 2 ? 1 : .5f) * (1 - links) - WORDS_OFF;
    return score > -1 ? score : -1;
}

/* ---- Sums ---- */

static const uint16_t tag_inside[NR_TAG_COUNT] = {
    [NR_TAG_ARTICLE] = NR_INSIDE_ARTICLE, [NR_TAG_MAIN] = NR_INSIDE_MAIN,
    [NR_TAG_LI] = NR_INSIDE_ITEM,         [NR_TAG_DD] = NR_INSIDE_ITEM,
    [NR_TAG_DT] = NR_INSIDE_ITEM,         [NR_TAG_TABLE] = NR_INSIDE_TABLE,
    [NR_TAG_FIGURE] = NR_INSIDE_FIGURE,   [NR_TAG_FIGCAPTION] = NR_INSIDE_FIGURE,
    [NR_TAG_CAPTION] = NR_INSIDE_FIGURE,  [NR_TAG_BLOCKQUOTE] = NR_INSIDE_QUOTE,
    [NR_TAG_ASIDE] = NR_INSIDE_ASIDE,     [NR_TAG_HEADER] = NR_INSIDE_HEADER,
    [NR_TAG_FOOTER] = NR_INSIDE_FOOTER,   [NR_TAG_PRE] = NR_INSIDE_PRE,
};

static void inherit_marks(struct nr_node_sums *nodes, const struct nr_dom *d)
{
    for (uint32_t i = 1; i < d->count; i++) {
        struct nr_node_sums *n = &nodes[i], *parent = &nodes[d->nodes[i].parent];
        unsigned tag = d->nodes[i].tag;
        if (tag == NR_TAG_TEXT)
            continue;
        n->marks = tag == NR_TAG_BODY || tag == NR_TAG_HTML ? 0 : nr_marks(d, i);
        n->above = parent->above | n->marks;
        n->close = n->marks | parent->marks | nodes[d->nodes[d->nodes[i].parent].parent].marks;
        n->inside = parent->inside | tag_inside[tag];
    }
}

static void add_up(struct nr_node_sums *nodes, const struct nr_dom *d,
                   const struct nr_block_info *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct nr_block_info *b = &blocks[i];
        struct nr_node_sums *n = &nodes[b->owner];
        n->blocks++;
        n->words += b->words;
        n->chars += b->chars;
        n->linked += b->linked;
        n->prose += nr_block_is_prose(b) ? b->words : 0;
    }
    for (size_t i = d->count; i-- > 1;) {
        struct nr_node_sums *n = &nodes[i], *parent = &nodes[d->nodes[i].parent];
        parent->blocks += n->blocks;
        parent->words += n->words;
        parent->chars += n->chars;
        parent->linked += n->linked;
        parent->prose += n->prose;
    }
    for (uint32_t i = 1; i < d->count; i++) {
        uint32_t parent = d->nodes[i].parent;
        nodes[i].holder = nodes[parent].blocks > nodes[i].blocks ? parent : nodes[parent].holder;
    }
}

uint32_t nr_candidates_holder(const struct nr_candidates *c, uint32_t owner)
{
    return c->nodes[owner].blocks > 1 ? owner : c->nodes[owner].holder;
}

/* ---- By block scores and names ---- */

/* A share of the page's prose, by mark, that cannot be something else, whatever its name. */
static const struct {
    uint32_t mark;
    float share;
} beliefs[] = {
    {NR_MARK_HIDDEN, .5f},  {NR_MARK_COMMENTS, .8f}, {NR_MARK_NAVIGATION, .4f},
    {NR_MARK_RELATED, .4f}, {NR_MARK_SHARE, .4f},    {NR_MARK_ADVERT, .3f},
    {NR_MARK_NOTICE, .5f},  {NR_MARK_SIDEBAR, .4f},  {NR_MARK_FOOTER, .4f},
    {NR_MARK_MEDIA, .3f},   {NR_MARK_META, .2f},     {NR_MARK_HEADER, .2f},
    {NR_MARK_FORM, .4f},
};

static bool is_something_else(const struct nr_node_sums *n, uint32_t prose)
{
    /* What is related is linked; a teaser without a link is the article's own. */
    uint32_t marks = n->linked ? n->marks : n->marks & ~(uint32_t)NR_MARK_RELATED;
    for (size_t i = 0; i < sizeof beliefs / sizeof *beliefs; i++)
        if ((marks & beliefs[i].mark) && (float)n->prose <= (float)prose * beliefs[i].share)
            return true;
    return false;
}

static void find_something_else(const struct nr_candidates *c, const struct nr_dom *d)
{
    for (uint32_t i = 1; i < d->count; i++) {
        struct nr_node_sums *n = &c->nodes[i];
        n->inside |= c->nodes[d->nodes[i].parent].inside & NR_INSIDE_ELSE;
        if (d->nodes[i].tag != NR_TAG_TEXT && is_something_else(n, c->prose))
            n->inside |= NR_INSIDE_ELSE;
    }
}

/* The deepest element with the best sum of block scores. What is something else counts nothing. */
static uint32_t best_by_scores(const struct nr_candidates *c, const struct nr_dom *d,
                               const struct nr_block_info *blocks, size_t count)
{
    struct nr_node_sums *nodes = c->nodes;
    for (size_t i = 0; i < count; i++)
        nodes[blocks[i].owner].sum += block_score(&blocks[i]);
    uint32_t best = 0;
    float top = 0;
    for (size_t i = d->count; i-- > 1;) {
        struct nr_node_sums *n = &nodes[i];
        if (d->nodes[i].tag == NR_TAG_TEXT || (n->inside & NR_INSIDE_ELSE))
            continue;
        nodes[d->nodes[i].parent].sum += n->sum;
        float sum = n->marks & NR_MARK_BODY ? n->sum * 1.2f : n->sum;
        if (nr_tag_kind(d->nodes[i].tag) == NR_TAG_KIND_BLOCK && sum > top) {
            top = sum;
            best = (uint32_t)i;
        }
    }
    return best;
}

/* The widest element around best that is named as the article, or is an <article>, and has about as
 * good a sum; else best. */
static uint32_t widen(const struct nr_candidates *c, const struct nr_dom *d, uint32_t best)
{
    uint32_t wide = best;
    for (uint32_t i = best; i != 0; i = d->nodes[i].parent) {
        bool named = c->nodes[i].marks & NR_MARK_BODY;
        bool article = d->nodes[i].tag == NR_TAG_ARTICLE;
        if ((named || article) && c->nodes[i].sum >= c->nodes[best].sum * (named ? .6f : .9f))
            wide = i;
    }
    return wide;
}

/* ---- By the weights of Readability ---- */

/* Each paragraph weighs 1 + its commas + a point for every hundred characters, up to three; its
 * container gets all of that, the one above half, the next a sixth. The sum is lessened by the
 * share of links (Mozilla's Readability, grabArticle). */
static uint32_t best_by_weight(const struct nr_candidates *c, const struct nr_dom *d,
                               const struct nr_block_info *blocks, size_t count,
                               struct nr_arena *arena)
{
    float *weight = nr_arena_zero(arena, d->count, sizeof *weight);
    for (size_t i = 0; i < count; i++) {
        const struct nr_block_info *b = &blocks[i];
        if (b->chars < 25 || (c->nodes[b->owner].above & NR_MARKS_UNLIKELY))
            continue;
        float points = 2 + (float)b->commas + (b->chars < 300 ? (float)b->chars / 100 : 3);
        uint32_t node = d->nodes[b->owner].parent;
        for (float part = 1; part < 9 && node != 0; part = part == 1 ? 2 : part * 3) {
            weight[node] += points / part;
            node = d->nodes[node].parent;
        }
    }
    uint32_t best = 0;
    float top = 0;
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node_sums *n = &c->nodes[i];
        if (weight[i] == 0)
            continue;
        float named = n->marks & NR_MARK_BODY ? 25 : n->marks & NR_MARKS_OTHER ? -25 : 0;
        float links = n->chars ? (float)n->linked / (float)n->chars : 0;
        float w = (weight[i] + named) * (1 - links);
        if (w > top) {
            top = w;
            best = i;
        }
    }
    return best;
}

/* ---- By declaration ---- */

/* The smallest of the elements that are named as an article's text with about the most prose. */
static uint32_t best_declared(const struct nr_candidates *c, const struct nr_dom *d)
{
    uint32_t most = 0, best = 0;
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node_sums *n = &c->nodes[i];
        bool named = (n->marks & NR_MARK_BODY) || d->nodes[i].tag == NR_TAG_ARTICLE;
        if (d->nodes[i].tag == NR_TAG_TEXT || !named || (n->inside & NR_INSIDE_ELSE))
            continue;
        if (n->prose > most)
            most = n->prose;
        if (n->prose && (float)n->prose >= .8f * (float)most)
            best = i;
    }
    return best;
}

/* ---- By the run of blocks ---- */

static void best_run(struct nr_candidates *c, const struct nr_block_info *blocks, size_t count)
{
    float best = 0, now = 0;
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        now += block_score(&blocks[i]);
        if (now <= 0) {
            now = 0;
            from = i + 1;
        } else if (now > best) {
            best = now;
            c->from = from;
            c->to = i + 1;
        }
    }
}

void nr_candidates_find(struct nr_candidates *c, const struct nr_dom *d,
                        const struct nr_block_info *blocks, size_t count, struct nr_arena *arena)
{
    *c = (struct nr_candidates){.nodes = nr_arena_zero(arena, d->count, sizeof *c->nodes)};
    inherit_marks(c->nodes, d);
    add_up(c->nodes, d, blocks, count);
    c->prose = c->nodes[0].prose;
    find_something_else(c, d);
    c->scored = widen(c, d, best_by_scores(c, d, blocks, count));
    c->weighed = best_by_weight(c, d, blocks, count, arena);
    c->declared = best_declared(c, d);
    best_run(c, blocks, count);
}
