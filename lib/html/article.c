#include "newsreel/html/article.h"
#include "choose.h"
#include "forum.h"
#include "model.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/furniture.h"
#include "newsreel/text/top_lines.h"
#include "newsreel/text/words.h"
#include "notices.h"
#include "offers.h"
#include "published.h"
#include "repeats.h"
#include "told.h"
#include "topic.h"

/* How the article is found
 *
 * 1. The page is cut into blocks (blocks.c).
 * 2. Several rules say where the article may be (candidates.c).
 * 3. Their answers, and what can be counted about each block, its elements' names and its
 *    neighbours, are its evidence (evidence.c); a model weighs it (model.c).
 * 4. The blocks that are most likely the article together are kept (choose.c).
 * 5. Of those that say the same, the first stays (repeats.c).
 * 6. Each of the others gets a reason that a reader of the page would understand. */

struct finder {
    const struct nr_dom *dom;
    struct nr_block_info *blocks;
    size_t count;
    struct nr_candidates candidates;
    struct nr_block *out;
};

/* What is shorter is a button or a name. */
enum { COMMENT_WORDS = 4, CAPTION_WORDS = 3, HEADING_WORDS = 8 };
/* How far from the article's text its first and last picture stand. */
enum { CAPTION_BLOCKS = 4 };
/* Where a date may stand: blocks, and bytes of one. */
enum { BEFORE_BEGIN = 12, AFTER_BEGIN = 3, BEHIND_END = 6, MAX_DATED = 100, DATED_WORDS = 8 };

struct range {
    size_t from, to; /* to: one past the last */
};

/* From the first kept block to the last; count and count when none is. */
static struct range kept_range(const struct nr_block *blocks, size_t count)
{
    struct range r = {0, count};
    while (r.from < count && blocks[r.from].removed)
        r.from++;
    while (r.to > r.from && blocks[r.to - 1].removed)
        r.to--;
    return r;
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
        if (tag == NR_TAG_FIGCAPTION || tag == NR_TAG_CAPTION)
            return NR_BLOCK_CAPTION;
        if (tag == NR_TAG_DIV || tag == NR_TAG_ARTICLE || tag == NR_TAG_SECTION)
            break;
    }
    return NR_BLOCK_BODY;
}

/* Names of what is around a block that say why it goes, the plainest first. */
static const struct {
    uint32_t mark;
    const char *reason;
} reasons[] = {
    {NR_MARK_HIDDEN, "hidden"},
    {NR_MARK_COMMENTS, "comments"},
    {NR_MARK_NAVIGATION, "navigation"},
    {NR_MARK_RELATED, "related"},
    {NR_MARK_SHARE, "share"},
    {NR_MARK_ADVERT, "advert"},
    {NR_MARK_NOTICE, "notice"},
    {NR_MARK_SIDEBAR, "sidebar"},
    {NR_MARK_FOOTER, "footer"},
    {NR_MARK_MEDIA, "media"},
    {NR_MARK_META, "meta"},
    {NR_MARK_HEADER, "header"},
    {NR_MARK_FORM, "form"},
};

/* The marks that count: all around a block that is something else, else only those close by. */
static uint32_t telling_marks(const struct finder *f, size_t i)
{
    const struct nr_node_sums *n = &f->candidates.nodes[f->blocks[i].owner];
    return n->inside & NR_INSIDE_ELSE ? n->above : n->close;
}

/* Why a block goes that the model does not keep. */
static const char *reason_to_drop(const struct finder *f, size_t i, struct range kept)
{
    uint32_t marks = telling_marks(f, i), owner = f->blocks[i].owner, root = f->candidates.scored;
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        if (marks & reasons[k].mark)
            return reasons[k].reason;
    if (nr_block_link_share(&f->blocks[i]) > .6f)
        return "links";
    if (root == 0 || owner < root || owner >= f->dom->nodes[root].end)
        return "outside";
    return i < kept.from ? "leading" : i >= kept.to ? "trailing" : "between";
}

/* A class by which the two largest systems for blogs mark captions in every theme. Where others
 * have "caption" in a class, cards and slides of all kinds may be meant. */
static bool is_caption_class(struct nr_str class)
{
    static const struct nr_str names[] = {NR_STR("wp-caption"), NR_STR("wp-caption-text"),
                                          NR_STR("wp-element-caption"), NR_STR("tr-caption")};
    struct nr_str word;
    while (nr_str_split(&class, ' ', &word))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (nr_str_eq(word, names[i]))
                return true;
    return false;
}

/* Elements around a block that may name it, and words that a caption has at most. */
enum { CAPTION_DEPTH = 3, CAPTION_MOST = 80 };

/* Something close around the block is called a caption, and holds little more. */
static bool is_named_caption(const struct finder *f, size_t block)
{
    uint32_t i = f->blocks[block].owner;
    for (size_t n = 0; n < CAPTION_DEPTH && i != 0; n++, i = f->dom->nodes[i].parent) {
        if (f->candidates.nodes[i].words > CAPTION_MOST)
            return false;
        if (is_caption_class(nr_dom_attribute(f->dom, i, NR_ATTR_CLASS)))
            return true;
    }
    return false;
}

/* Why a block is no text of the article wherever it stands. */
static const char *never(const struct finder *f, size_t i)
{
    const struct nr_block *b = &f->out[i];
    const struct nr_node_sums *n = &f->candidates.nodes[f->blocks[i].owner];
    if ((n->inside & NR_INSIDE_ELSE) && (n->marks & NR_MARK_HIDDEN))
        return "hidden";
    if (b->role == NR_BLOCK_CAPTION)
        return "caption";
    bool verbatim = b->role == NR_BLOCK_TABLE || b->role == NR_BLOCK_VERBATIM;
    return verbatim || nr_str_has_letter(b->text) ? NULL : "number";
}

/* Was it removed for that reason, and is it a text of its own? */
static bool is_text_among(const struct finder *f, size_t i, const char *reason, uint32_t words)
{
    const struct nr_block_info *b = &f->blocks[i];
    return strcmp(f->out[i].removed, reason) == 0 && b->words >= words &&
           nr_block_link_share(b) < .5f;
}

/* Does it head comments? What is said about them in a few words stands at their begin, or at a
 * form. */
static bool heads_comments(struct nr_str s, uint32_t words)
{
    static const struct nr_str names[] = {
        NR_STR("comment"), NR_STR("kommentar"), NR_STR("comentari"), NR_STR("comentári"),
        NR_STR("koment"),  NR_STR("коммент"),   NR_STR("Коммент"),   NR_STR("комент"),
        NR_STR("Комент"),  NR_STR("σχόλι"),     NR_STR("Σχόλι"),     NR_STR("评论"),
        NR_STR("評論"),    NR_STR("留言"),      NR_STR("コメント"),  NR_STR("댓글"),
        NR_STR("yorum"),   NR_STR("reacties"),  NR_STR("تعليق"),
    };
    bool found = false;
    for (size_t i = 0; words <= HEADING_WORDS && i < sizeof names / sizeof *names && !found; i++)
        found = nr_str_find_fold(s, names[i]) < s.len;
    return found;
}

/* From the first block that is more likely the article than not to the last. */
static struct range likely_range(const int32_t *scores, size_t count)
{
    struct range r = {0, count};
    while (r.from < count && scores[r.from] < 0)
        r.from++;
    while (r.to > r.from && scores[r.to - 1] < 0)
        r.to--;
    return r;
}

/* What scores less is kept by nobody: nothing more is asked about it. */
enum { UNLIKELY = -3 * NR_MODEL_ONE };

/* What is known for answers of a discussion, where the page says that it is one: blocks of so many
 * words that are marked as comments. */
enum { ANSWER = 2 * NR_MODEL_ONE, ANSWER_WORDS = 4 };

static void favour_answers(struct nr_choice *choices, const struct nr_evidence *evidence,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const int16_t *e = evidence[i].of;
        if (e[NR_EVIDENCE_COMMENTS] && e[NR_EVIDENCE_LINKED] < 50 &&
            e[NR_EVIDENCE_WORDS] >= ANSWER_WORDS)
            choices[i].score += ANSWER;
    }
}

/* Scores by the model. */
static struct nr_choice *score(const struct finder *f, const struct nr_evidence *evidence,
                               bool forum, struct nr_arena *arena)
{
    struct nr_choice *choices = nr_arena_zero(arena, f->count, sizeof *choices);
    for (size_t i = 0; i < f->count; i++) {
        choices[i].score = nr_trees_score(&evidence[i]);
        choices[i].words = f->blocks[i].words;
    }
    if (nr_choose_expect(choices, f->count, arena) <= NR_CHOOSE_SURE)
        for (size_t i = 0; i < f->count; i++)
            choices[i].score = nr_trees_score_fully(&evidence[i]);
    if (forum)
        favour_answers(choices, evidence, f->count);
    return choices;
}

static void choose(struct finder *f, struct nr_article *a, struct nr_str told)
{
    const struct nr_evidence *evidence = nr_evidence_gather(
        &f->candidates, f->dom, f->blocks, f->count, nr_buf_str(&a->text), &a->arena);
    bool forum = nr_forum_is(f->dom);
    struct nr_choice *choices = score(f, evidence, forum, &a->arena);
    int32_t *scores = nr_arena_zero(&a->arena, f->count, sizeof *scores);
    for (size_t i = 0; i < f->count; i++)
        scores[i] = choices[i].score;
    nr_notices_weigh(f->blocks, f->count, nr_buf_str(&a->text), scores);
    nr_told_weigh(told, f->blocks, f->count, nr_buf_str(&a->text), scores, &a->arena);
    struct range likely = likely_range(scores, f->count);
    struct nr_topic topic;
    nr_topic_read(&topic, f->dom);
    for (size_t i = 0; i < f->count; i++)
        choices[i] = (struct nr_choice){
            .score = scores[i],
            .words = f->blocks[i].words,
            .topic = scores[i] < UNLIKELY ? 0 : nr_topic_found(&topic, f->out[i].text),
            .home = nr_candidates_holder(&f->candidates, f->blocks[i].owner),
            .scored = evidence[i].of[NR_EVIDENCE_IN_SCORED],
            .ends = evidence[i].of[NR_EVIDENCE_PHRASE] == 2,
            .comments = i >= likely.from && i < likely.to &&
                        heads_comments(f->out[i].text, f->blocks[i].words),
        };
    struct nr_choice_page page = {.keys = topic.count, .forum = forum};
    nr_choose(choices, f->count, page, &a->arena);
    for (size_t i = 0; i < f->count; i++)
        f->out[i].removed = choices[i].keep ? NULL : "outside";
    struct range kept = kept_range(f->out, f->count);
    bool more = false;
    for (size_t i = 0; i < f->count; i++) {
        struct nr_block *b = &f->out[i];
        if (b->role == NR_BLOCK_BODY && is_named_caption(f, i))
            b->role = NR_BLOCK_CAPTION;
        b->removed = choices[i].keep ? never(f, i) : reason_to_drop(f, i, kept);
        if (b->removed && is_text_among(f, i, "comments", COMMENT_WORDS))
            b->role = NR_BLOCK_COMMENT;
        else if (b->removed && is_text_among(f, i, "media", CAPTION_WORDS))
            b->role = NR_BLOCK_CAPTION;
        more |= !b->removed && b->role != NR_BLOCK_HEADING;
    }
    /* Of a gallery the captions are the text. */
    for (size_t i = 0; i < f->count && !more; i++)
        if (f->out[i].role == NR_BLOCK_CAPTION && choices[i].keep)
            f->out[i].removed = NULL;
}

static bool is_top_heading(const struct finder *f, size_t block)
{
    const struct nr_node *nodes = f->dom->nodes;
    uint32_t owner = f->blocks[block].owner;
    return nodes[owner].tag == NR_TAG_H1 || nodes[nodes[owner].parent].tag == NR_TAG_H1;
}

/* Kept blocks that stand above the text. */
enum { TOP_LINES = 6 };

/* How far the search for a lead goes. */
enum { LEAD_BLOCKS = 20 };

/* Prose between the page's first-rank heading and the article is its lead, though it stands in
 * another element. */
static void keep_lead(struct finder *f)
{
    size_t first = kept_range(f->out, f->count).from, from;
    for (from = first; from > 0 && first - from < LEAD_BLOCKS; from--)
        if (is_top_heading(f, from - 1))
            break;
    if (first == f->count || from == 0 || !is_top_heading(f, from - 1))
        return;
    for (size_t i = from; i < first; i++) {
        const char *why = f->out[i].removed;
        if (nr_block_is_prose(&f->blocks[i]) &&
            (strcmp(why, "outside") == 0 || strcmp(why, "leading") == 0 ||
             strcmp(why, "header") == 0))
            f->out[i].removed = NULL;
    }
}

static uint32_t table_of(const struct finder *f, size_t block)
{
    uint32_t i = f->blocks[block].owner;
    while (i != 0 && f->dom->nodes[i].tag != NR_TAG_TABLE)
        i = f->dom->nodes[i].parent;
    return i;
}

/* A table is kept as a whole: its head is no less of it than its rows. */
static void keep_rows(struct finder *f)
{
    for (size_t from = 0, to; from < f->count; from = to) {
        uint32_t table = f->out[from].role == NR_BLOCK_TABLE ? table_of(f, from) : 0;
        size_t kept = 0;
        for (to = from;
             to < f->count && f->out[to].role == NR_BLOCK_TABLE && table_of(f, to) == table; to++)
            kept += !f->out[to].removed;
        for (size_t i = from; i < to && kept * 2 > to - from; i++)
            f->out[i].removed = NULL;
        to += to == from;
    }
}

/* Lines that say when the page was published, between the headline and the first prose. */
static void drop_date_lines(struct finder *f)
{
    size_t lines = 0;
    for (size_t i = 0; i < f->count && lines < TOP_LINES && !nr_block_is_prose(&f->blocks[i]);
         i++) {
        struct nr_block *b = &f->out[i];
        if (b->removed)
            continue;
        lines++;
        if (b->role == NR_BLOCK_BODY && nr_line_is_date(b->text))
            b->removed = "date line";
    }
}

static void drop_repeats(struct finder *f, struct nr_article *a)
{
    bool *keep = nr_arena_zero(&a->arena, f->count, sizeof *keep);
    bool *again = nr_arena_zero(&a->arena, f->count, sizeof *again);
    for (size_t i = 0; i < f->count; i++)
        keep[i] = !f->out[i].removed;
    nr_repeats_find(f->blocks, f->count, nr_buf_str(&a->text), keep, again, &a->arena);
    for (size_t i = 0; i < f->count; i++)
        if (again[i])
            f->out[i].removed = "repeated";
}

enum { KEEP_BYTES = 1 << 20 };

static void one_line_a_row(struct finder *f, struct nr_buf *text)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct nr_block_info *b = &f->blocks[i];
        for (size_t k = b->from; b->row && k < b->from + b->len; k++)
            if (text->data[k] == '\n')
                text->data[k] = ' ';
    }
}

static struct finder cut(struct nr_article *a, const struct nr_dom *d)
{
    nr_buf_reset(&a->text, KEEP_BYTES);
    nr_arena_reset(&a->arena);
    struct finder f = {.dom = d};
    f.count = nr_blocks_cut(d, &a->text, &a->arena, &f.blocks);
    f.out = a->blocks = nr_arena_zero(&a->arena, f.count, sizeof *a->blocks);
    a->count = f.count;
    one_line_a_row(&f, &a->text);
    for (size_t i = 0; i < f.count; i++)
        f.out[i] = (struct nr_block){
            .text = nr_str(a->text.data + f.blocks[i].from, f.blocks[i].len),
            .role = role_of(d, &f.blocks[i]),
            .node = f.blocks[i].owner,
        };
    return f;
}

void nr_article_cut(struct nr_article *a, const struct nr_dom *d)
{
    cut(a, d);
}

void nr_article_extract(struct nr_article *a, const struct nr_dom *d, struct nr_str told)
{
    struct finder f = cut(a, d);
    nr_candidates_find(&f.candidates, d, f.blocks, f.count, &a->arena);
    choose(&f, a, told);
    keep_lead(&f);
    keep_rows(&f);
    drop_date_lines(&f);
    drop_repeats(&f, a);
}

void nr_article_drop(struct nr_article *a, struct nr_str line, const char *reason)
{
    struct nr_block *left_out = NULL;
    for (size_t i = 0; line.len && i < a->count; i++) {
        struct nr_block *b = &a->blocks[i];
        /* Only what is about as long is looked at closely. */
        if (b->text.len > line.len * 2 + 8 || (b->removed && left_out) ||
            !nr_same_letters(b->text, line))
            continue;
        if (!b->removed) {
            b->removed = reason;
            return;
        }
        if (b->role == NR_BLOCK_HEADING)
            left_out = b;
    }
    if (left_out)
        left_out->removed = reason;
}

void nr_article_drop_recurring(struct nr_article *a, const struct nr_recurring *recurring,
                               uint64_t site, struct nr_buf *fold)
{
    bool *recurs = nr_arena_zero(&a->arena, a->count, sizeof *recurs);
    size_t kept = 0, lost = 0;
    for (size_t i = 0; i < a->count; i++) {
        struct nr_str text = a->blocks[i].text;
        if (a->blocks[i].removed)
            continue;
        recurs[i] =
            nr_recurring_is(recurring, site, nr_recurring_key(text, fold), nr_words_count(text));
        kept += text.len;
        lost += recurs[i] ? text.len : 0;
    }
    for (size_t i = 0; i < a->count && lost * 2 <= kept; i++)
        if (recurs[i])
            a->blocks[i].removed = "site-line";
}

static bool is_in(const struct nr_dom *d, uint32_t node, uint32_t ancestor)
{
    return ancestor && node >= ancestor && node < d->nodes[ancestor].end;
}

void nr_article_drop_heading(struct nr_article *a, const struct nr_dom *d, uint32_t heading,
                             const char *reason)
{
    bool more = false;
    for (size_t i = 0; i < a->count; i++) {
        struct nr_block *b = &a->blocks[i];
        if (!b->removed && d->nodes[b->node].tag == NR_TAG_TITLE)
            b->removed = reason;
        more |= !b->removed && !is_in(d, b->node, heading);
    }
    for (size_t i = 0; i < a->count && more; i++)
        if (!a->blocks[i].removed && is_in(d, a->blocks[i].node, heading))
            a->blocks[i].removed = reason;
}

void nr_article_keep_captions(struct nr_article *a)
{
    struct range kept = kept_range(a->blocks, a->count);
    if (kept.from == a->count)
        return;
    kept.from -= kept.from < CAPTION_BLOCKS ? kept.from : CAPTION_BLOCKS;
    kept.to = a->count - kept.to < CAPTION_BLOCKS ? a->count : kept.to + CAPTION_BLOCKS;
    for (size_t i = kept.from; i < kept.to; i++)
        if (a->blocks[i].role == NR_BLOCK_CAPTION)
            a->blocks[i].removed = NULL;
}

/* A sentence about what was changed in the article, and when. */
static bool is_correction(struct nr_str text)
{
    char created[NR_DATE_SIZE], modified[NR_DATE_SIZE];
    nr_date_line(text, created, modified);
    return !*created && *modified && nr_text_ends_sentence(text) &&
           nr_words_count(text) > DATED_WORDS;
}

/* A block of a date and little else. */
static bool is_dated(const struct nr_block *b, char out[NR_DATE_SIZE])
{
    return b->text.len <= MAX_DATED && !is_correction(b->text) &&
           strcmp(b->removed ? b->removed : "", "comments") != 0 &&
           nr_published_in_line(b->text, out);
}

bool nr_article_date(const struct nr_article *a, char out[NR_DATE_SIZE])
{
    struct range kept = kept_range(a->blocks, a->count);
    if (kept.from == a->count)
        return false;
    size_t to = kept.from + AFTER_BEGIN < kept.to ? kept.from + AFTER_BEGIN : kept.to;
    for (size_t i = to, steps = 0; i-- > 0 && steps < BEFORE_BEGIN + AFTER_BEGIN; steps++)
        if (is_dated(&a->blocks[i], out))
            return true;
    for (size_t i = kept.to; i < a->count && i < kept.to + BEHIND_END; i++)
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
