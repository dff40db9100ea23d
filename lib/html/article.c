#include "newsreel/html/article.h"
#include "blocks.h"
#include "marks.h"
#include "newsreel/text/furniture.h"
#include "offers.h"

/* How the article is found
 *
 * 1. The page is cut into blocks (blocks.c). A block that reads like prose scores its words, one
 *    that does not half of them, less five; so a short line counts about nothing, and only blocks
 *    of links count against the elements around them. Sums over subtrees follow.
 * 2. Elements whose names say that they are something else (marks.c) are dropped with all that is
 *    in them, unless they hold a large share of the page's prose.
 * 3. Sums again, without what was dropped. The element with the best sum is the article,
 *    or a wider one that is named so and nearly as good.
 * 4. Prose under the page's first heading is its lead; blocks of links, numbers alone, and
 *    what stands before the first sentence or behind the last, are dropped. */

struct finder {
    const struct nr_dom *dom;
    struct nr_block_info *blocks;
    size_t count;
    float *sum;       /* per node */
    uint32_t *linked; /* per node: characters inside links */
    uint32_t *marks;  /* per node */
    uint8_t *dropped; /* per node: index into reasons */
    struct nr_block *out;
};

static const struct {
    uint32_t mark;
    const char *reason;
    float share; /* kept where it holds more of the page's prose than this */
} reasons[] = {
    {0, NULL, 0},
    {NR_MARK_HIDDEN, "hidden", .5f},
    {NR_MARK_COMMENTS, "comments", .8f},
    {NR_MARK_NAVIGATION, "navigation", .4f},
    {NR_MARK_RELATED, "related", .4f},
    {NR_MARK_SHARE, "share", .4f},
    {NR_MARK_ADVERT, "advert", .3f},
    {NR_MARK_NOTICE, "notice", .5f},
    {NR_MARK_SIDEBAR, "sidebar", .4f},
    {NR_MARK_FOOTER, "footer", .4f},
    {NR_MARK_MEDIA, "media", .3f},
    {NR_MARK_META, "meta", .2f},
    {NR_MARK_HEADER, "header", .2f},
    {NR_MARK_FORM, "form", .4f},
};

/* How far the search for a lead and for a tail goes. */
enum { LEAD_BLOCKS = 20, TAIL_BLOCKS = 20 };
/* Where a date may stand: blocks, and bytes of one. */
enum { BEFORE_BEGIN = 12, AFTER_BEGIN = 3, BEHIND_END = 6, MAX_DATED = 100 };
enum { REASONS = sizeof reasons / sizeof *reasons };

static float link_share(const struct nr_block_info *b)
{
    return b->chars ? (float)b->linked / (float)b->chars : 0;
}

static bool is_prose(const struct nr_block_info *b)
{
    return b->sentence && b->words >= 8 && link_share(b) < .3f;
}

enum { WORDS_OFF = 5, MAX_WORDS = 300 };

static float block_score(const struct nr_block_info *b)
{
    float words = (float)(b->words < MAX_WORDS ? b->words : MAX_WORDS), links = link_share(b);
    if (links > .5f)
        return -5 - (words < 20 ? words : 20) * .5f;
    float score = words * (b->sentence || b->commas > 2 ? 1 : .5f) * (1 - links) - WORDS_OFF;
    return score > -1 ? score : -1;
}

/* Prose is what scores above nothing: it alone says whether a name can be believed. */
static void sum_up(struct finder *f, bool prose)
{
    const struct nr_dom *d = f->dom;
    memset(f->sum, 0, d->count * sizeof *f->sum);
    for (size_t i = 0; i < f->count; i++) {
        float score = block_score(&f->blocks[i]);
        if (!f->out[i].removed && (!prose || score > 0))
            f->sum[f->blocks[i].owner] += score;
    }
    for (size_t i = d->count; i-- > 1;)
        f->sum[d->nodes[i].parent] += f->sum[i];
}

static void count_links(struct finder *f)
{
    const struct nr_dom *d = f->dom;
    for (size_t i = 0; i < f->count; i++)
        f->linked[f->blocks[i].owner] += f->blocks[i].linked;
    for (size_t i = d->count; i-- > 1;)
        f->linked[d->nodes[i].parent] += f->linked[i];
}

static uint8_t reason_to_drop(const struct finder *f, uint32_t node)
{
    uint32_t marks = f->marks[node];
    unsigned tag = f->dom->nodes[node].tag;
    if (!(marks & NR_MARKS_OTHER) || tag == NR_TAG_BODY || tag == NR_TAG_HTML)
        return 0;
    /* What is related is linked; a teaser without a link is the article's own. */
    if (f->linked[node] == 0)
        marks &= ~(uint32_t)NR_MARK_RELATED;
    for (uint8_t i = 1; i < REASONS; i++)
        if ((marks & reasons[i].mark) && f->sum[node] <= f->sum[0] * reasons[i].share)
            return i;
    return 0;
}

static void drop_named(struct finder *f)
{
    const struct nr_dom *d = f->dom;
    for (uint32_t i = 1; i < d->count; i++) {
        f->dropped[i] = f->dropped[d->nodes[i].parent];
        if (d->nodes[i].tag == NR_TAG_TEXT)
            continue;
        f->marks[i] = nr_marks(d, i);
        if (!f->dropped[i])
            f->dropped[i] = reason_to_drop(f, i);
    }
    for (size_t i = 0; i < f->count; i++)
        f->out[i].removed = reasons[f->dropped[f->blocks[i].owner]].reason;
}

/* The deepest element with the best sum. */
static uint32_t best_element(const struct finder *f)
{
    const struct nr_dom *d = f->dom;
    uint32_t best = 0;
    float top = 0;
    for (uint32_t i = 1; i < d->count; i++) {
        if (nr_tag_kind(d->nodes[i].tag) != NR_TAG_KIND_BLOCK)
            continue;
        float sum = f->marks[i] & NR_MARK_BODY ? f->sum[i] * 1.2f : f->sum[i];
        if (sum > top || (sum == top && best && i < d->nodes[best].end)) {
            top = sum;
            best = i;
        }
    }
    return best;
}

/* The widest element around best that is named as the article, or is an <article>, and has about as
 * good a sum; else best. */
static uint32_t widen(const struct finder *f, uint32_t best)
{
    uint32_t wide = best;
    for (uint32_t i = best; i != 0; i = f->dom->nodes[i].parent) {
        bool named = f->marks[i] & NR_MARK_BODY;
        bool article = f->dom->nodes[i].tag == NR_TAG_ARTICLE;
        if ((named || article) && f->sum[i] >= f->sum[best] * (named ? .6f : .9f))
            wide = i;
    }
    return wide;
}

static enum nr_block_role role_of(const struct nr_dom *d, const struct nr_block_info *b)
{
    if (b->row)
        return NR_BLOCK_TABLE;
    for (uint32_t i = b->owner; i != 0; i = d->nodes[i].parent) {
        unsigned tag = d->nodes[i].tag;
        if (tag >= NR_TAG_H1 && tag <= NR_TAG_H6)
            return NR_BLOCK_HEADING;
        if (tag == NR_TAG_LI || tag == NR_TAG_DD || tag == NR_TAG_DT)
            return NR_BLOCK_ITEM;
        if (tag == NR_TAG_BLOCKQUOTE)
            return NR_BLOCK_QUOTE;
        if (tag == NR_TAG_PRE)
            return NR_BLOCK_VERBATIM;
        if (tag == NR_TAG_DIV || tag == NR_TAG_ARTICLE || tag == NR_TAG_SECTION)
            break;
    }
    return NR_BLOCK_BODY;
}

static bool is_top_heading(const struct finder *f, size_t block)
{
    const struct nr_node *nodes = f->dom->nodes;
    uint32_t owner = f->blocks[block].owner;
    return nodes[owner].tag == NR_TAG_H1 || nodes[nodes[owner].parent].tag == NR_TAG_H1;
}

/* Prose between the page's first-rank heading and the article is its lead: it stands beside the
 * chosen element, or in a header. */
static void keep_lead(struct finder *f)
{
    static const char *const mended[] = {"outside", "header"};
    size_t first = 0, from;
    while (first < f->count && f->out[first].removed)
        first++;
    for (from = first; from > 0 && first - from < LEAD_BLOCKS; from--)
        if (is_top_heading(f, from - 1))
            break;
    if (first == f->count || from == 0 || !is_top_heading(f, from - 1))
        return;
    for (size_t i = from; i < first; i++)
        for (size_t k = 0; k < 2 && f->out[i].removed; k++)
            if (is_prose(&f->blocks[i]) && strcmp(f->out[i].removed, mended[k]) == 0)
                f->out[i].removed = NULL;
}

static void drop_outside(struct finder *f, uint32_t root)
{
    uint32_t end = root ? f->dom->nodes[root].end : 0;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t owner = f->blocks[i].owner;
        if (!f->out[i].removed && (owner < root || owner >= end))
            f->out[i].removed = "outside";
    }
}

static void drop_links(struct finder *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (!f->out[i].removed && link_share(&f->blocks[i]) > .6f && f->blocks[i].words < 40)
            f->out[i].removed = "links";
}

/* What trails the article without being a sentence: tags, signatures, "more on this:". */
static void drop_tail(struct finder *f)
{
    size_t dropped = 0;
    for (size_t i = f->count; i-- > 0 && dropped < TAIL_BLOCKS;) {
        struct nr_block *b = &f->out[i];
        const struct nr_block_info *info = &f->blocks[i];
        if (b->removed)
            continue;
        bool leads_nowhere = nr_str_ends(b->text, nr_str_of(":")) && info->words < 10;
        if (!leads_nowhere && (info->sentence || info->words >= 8))
            break;
        b->removed = "trailing";
        dropped++;
    }
}

/* What stands before the first sentence: dates, bylines, counters. Headings stay. */
static void drop_top(struct finder *f)
{
    size_t steps = 0;
    for (size_t i = 0; i < f->count && steps < LEAD_BLOCKS; i++) {
        char date[NR_DATE_SIZE];
        struct nr_block *b = &f->out[i];
        const struct nr_block_info *info = &f->blocks[i];
        if (b->removed || b->role == NR_BLOCK_HEADING)
            continue;
        bool dated = b->text.len <= MAX_DATED && info->words < 12 && nr_date_parse(b->text, date);
        if (!dated && (info->sentence || info->words >= 8))
            break;
        b->removed = "leading";
        steps++;
    }
}

static bool has_letter(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0x80 || nr_ascii_is_letter(s.data[i]))
            return true;
    return false;
}

/* Counters between the paragraphs. */
static void drop_scraps(struct finder *f)
{
    for (size_t i = 0; i < f->count; i++) {
        struct nr_block *b = &f->out[i];
        if (!b->removed && b->role != NR_BLOCK_TABLE && b->role != NR_BLOCK_VERBATIM &&
            !has_letter(b->text))
            b->removed = "number";
    }
}

static void find(struct finder *f, struct nr_article *a)
{
    for (size_t i = 0; i < f->count; i++) {
        f->out[i] = (struct nr_block){
            .text = nr_str(a->text.data + f->blocks[i].from, f->blocks[i].len),
            .role = role_of(f->dom, &f->blocks[i]),
            .node = f->blocks[i].owner,
        };
    }
    sum_up(f, true);
    count_links(f);
    drop_named(f);
    sum_up(f, false);
    a->root = widen(f, best_element(f));
    drop_outside(f, a->root);
    keep_lead(f);
    drop_links(f);
    drop_tail(f);
    drop_top(f);
    drop_scraps(f);
}

enum { KEEP_BYTES = 1 << 20 };

void nr_article_extract(struct nr_article *a, const struct nr_dom *d)
{
    nr_buf_reset(&a->text, KEEP_BYTES);
    nr_arena_reset(&a->arena);
    struct finder f = {.dom = d};
    f.count = nr_blocks_cut(d, &a->text, &a->arena, &f.blocks);
    f.sum = nr_arena_zero(&a->arena, d->count, sizeof *f.sum);
    f.linked = nr_arena_zero(&a->arena, d->count, sizeof *f.linked);
    f.marks = nr_arena_zero(&a->arena, d->count, sizeof *f.marks);
    f.dropped = nr_arena_zero(&a->arena, d->count, sizeof *f.dropped);
    f.out = a->blocks = nr_arena_zero(&a->arena, f.count, sizeof *a->blocks);
    a->count = f.count;
    find(&f, a);
}

void nr_article_drop(struct nr_article *a, struct nr_str line, const char *reason)
{
    for (size_t i = 0; line.len && i < a->count; i++) {
        struct nr_block *b = &a->blocks[i];
        /* Only what is about as long is looked at closely. */
        if (b->removed || b->text.len > line.len * 2 + 8 || !nr_same_letters(b->text, line))
            continue;
        b->removed = reason;
        return;
    }
}

/* A block of a date and little else. */
static bool is_dated(const struct nr_block *b, char out[NR_DATE_SIZE])
{
    return b->text.len <= MAX_DATED && strcmp(b->removed ? b->removed : "", "comments") != 0 &&
           nr_date_parse(b->text, out);
}

bool nr_article_date(const struct nr_article *a, char out[NR_DATE_SIZE])
{
    size_t first = 0, last = a->count;
    while (first < a->count && a->blocks[first].removed)
        first++;
    while (last > first && a->blocks[last - 1].removed)
        last--;
    if (first == a->count)
        return false;
    size_t to = first + AFTER_BEGIN < last ? first + AFTER_BEGIN : last;
    for (size_t i = to, steps = 0; i-- > 0 && steps < BEFORE_BEGIN + AFTER_BEGIN; steps++)
        if (is_dated(&a->blocks[i], out))
            return true;
    for (size_t i = last; i < a->count && i < last + BEHIND_END; i++)
        if (is_dated(&a->blocks[i], out))
            return true;
    return false;
}

void nr_article_drop_phrases(struct nr_article *a)
{
    for (size_t i = 0; i < a->count; i++)
        if (!a->blocks[i].removed)
            a->blocks[i].removed = nr_furniture_phrase(a->blocks[i].text, NULL);
}

void nr_article_free(struct nr_article *a)
{
    nr_buf_free(&a->text);
    nr_arena_free(&a->arena);
    *a = (struct nr_article){0};
}
