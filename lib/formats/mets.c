/* METS: the issues of digitised newspapers, whose pages are ALTO files.
 *
 *     mets.xml        which blocks of which pages are an article (mets_map.h), its title, the date
 *     alto/0001.xml   the words, in blocks with names (alto.h)
 *
 * An issue is one piece: the METS file, and as its parts the pages that it names and that lie
 * beside it (formats/mets.h says what names mean, source/issues.c how they come together). A
 * document comes of each div that blocks belong to, in the order of the map; then one of what is
 * left of each page, so that a block which no article names is not lost. A block that two divs name
 * is the first one's. A page that is missing or cannot be read costs itself: it is reported, and
 * the documents that name it are truncated. Without articles, pages come as they do alone.
 *
 * One page at a time is a tree. Of the METS file and of a page nothing is left when the next is
 * looked at but what comes of them. */
#include "newsreel/formats/mets.h"
#include "alto.h"
#include "formats.h"
#include "mend.h"
#include "mets_map.h"
#include "newsreel/core/mem.h"
#include "newsreel/formats/byline.h"
#include "root.h"
#include "xml.h"
#include <stdlib.h>

static bool begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    return nr_root_find(head, &root) && nr_str_eq_fold(root.name, nr_str_of("mets"));
}

/* A block that a div has. */
struct piece {
    size_t div, rank, place;
    enum nr_mets_role role;
    struct nr_str text, language, charset;
};

/* What has been made of a div. */
struct article {
    struct nr_story story;
    struct nr_str heading; /* as printed */
    bool has_pieces;
    bool serves; /* its heading is the section of others */
};

struct issue {
    const struct nr_reading *r;
    struct nr_stories *stories;
    struct nr_arena *arena;
    struct nr_mets_map map;
    struct piece *pieces;
    size_t piece_count, piece_room;
    struct article *articles; /* one for each div */
    /* The page at hand. */
    size_t part;
    struct nr_str charset;
    size_t from, to;        /* its claims */
    struct nr_stories rest; /* what is left of all pages so far */
    struct nr_buf text;     /* of this one */
};

/* ---- Pages ---- */

static size_t find_claim(void *self, struct nr_str id)
{
    struct issue *s = self;
    size_t from = s->from, to = s->to;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (nr_str_cmp(s->map.claims[middle].block, id) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == s->to || !nr_str_eq(s->map.claims[from].block, id))
        return NR_ALTO_UNCLAIMED;
    s->map.claims[from].found = true;
    return from;
}

static void end_page(struct issue *s)
{
    if (s->rest.last && s->rest.last->part == s->part + 1)
        s->rest.last->text = nr_arena_str(s->arena, nr_buf_str(&s->text));
    s->text.len = 0;
}

static void begin_page(void *self)
{
    struct issue *s = self;
    end_page(s);
    struct nr_story *story = nr_story_new(&s->rest);
    story->part = s->part + 1;
    story->charset = s->charset;
}

static void add_rest(struct issue *s, const struct nr_alto_block *block)
{
    struct nr_story *story = s->rest.last;
    if (s->text.len && block->text.len)
        nr_buf_add_cstr(&s->text, "\n\n");
    nr_buf_add_str(&s->text, block->text);
    if (!story->language.len)
        story->language = nr_arena_str(s->arena, block->language);
}

static void take_block(void *self, const struct nr_alto_block *block)
{
    struct issue *s = self;
    if (block->claim == NR_ALTO_UNCLAIMED) {
        add_rest(s, block);
        return;
    }
    const struct nr_mets_claim *claim = &s->map.claims[block->claim];
    s->pieces = nr_grow_array(s->pieces, &s->piece_room, s->piece_count + 1, sizeof *s->pieces);
    s->pieces[s->piece_count] = (struct piece){.div = claim->div,
                                               .rank = claim->rank,
                                               .place = s->piece_count,
                                               .role = claim->role,
                                               .charset = s->charset,
                                               .text = nr_arena_str(s->arena, block->text),
                                               .language = nr_arena_str(s->arena, block->language)};
    s->piece_count++;
}

static void read_page(struct issue *s)
{
    struct nr_decoded decoded;
    const struct nr_alto_reader reader = {.self = s,
                                          .keep_lines = s->r->options->keep_lines,
                                          .claim = s->map.claim_count ? find_claim : NULL,
                                          .page = begin_page,
                                          .block = take_block};
    nr_charset_decode(s->r->charset, s->r->parts[s->part].bytes, nr_str(NULL, 0), true, &decoded);
    s->charset = nr_str_of(decoded.charset);
    s->stories->replaced += decoded.replaced;
    s->stories->guessed |= decoded.guessed;
    bool read = nr_alto_read(decoded.text, &reader);
    if (!read)
        nr_story_lose(s->stories, s->r->parts[s->part].path, "ALTO without a layout");
    for (size_t i = s->from; i < s->to; i++) {
        const struct nr_mets_claim *claim = &s->map.claims[i];
        s->map.divs[claim->div].lost |= !claim->found;
        s->stories->missing += read && !claim->found;
    }
    end_page(s);
}

/* Claims are in the order of the pages. */
static void read_pages(struct issue *s)
{
    for (s->part = 0; s->part < s->r->part_count; s->part++) {
        s->from = s->to;
        while (s->to < s->map.claim_count && s->map.claims[s->to].part == s->part)
            s->to++;
        read_page(s);
    }
}

/* ---- Articles ---- */

static int by_rank(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->div != y->div)
        return x->div < y->div ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static void add_part(struct nr_buf *text, const char *between, struct nr_str part)
{
    if (text->len && part.len)
        nr_buf_add_cstr(text, between);
    nr_buf_add_str(text, part);
}

/* Names that the library gives are better than those that are printed, which then stay where they
 * are. */
static bool take_author(struct issue *s, struct nr_texts *by, bool known, struct nr_str text)
{
    size_t count = by->count;
    if (!known)
        nr_byline_add(by, s->arena, nr_story_line(s->arena, text));
    return by->count > count;
}

/* A title that was typed has no errors, but it may be no more than the beginning. */
static struct nr_str headline_of(const struct nr_mets_div *div, struct nr_str printed)
{
    struct nr_str typed = div->about.title.len ? div->about.title : div->label;
    bool shorter = typed.len + typed.len / 4 < printed.len;
    return shorter ? printed : typed;
}

/* What is said of a div, with the text of its pieces: list[0..n). */
static void write_article(struct issue *s, const struct nr_mets_div *div, struct article *a,
                          const struct piece *list, size_t n)
{
    struct nr_buf text = {0}, heading = {0};
    struct nr_story *story = &a->story;
    struct nr_str language = {NULL, 0};
    story->by = div->about.by;
    bool known = story->by.first != NULL;
    if (n)
        story->charset = list[0].charset;
    for (size_t i = 0; i < n; i++) {
        const struct piece *p = &list[i];
        language = language.len ? language : p->language;
        if (p->role == NR_METS_HEADING)
            add_part(&heading, " ", nr_story_line(s->arena, p->text));
        else if (p->role != NR_METS_AUTHOR || !take_author(s, &story->by, known, p->text))
            add_part(&text, "\n\n", p->text);
    }
    a->has_pieces = text.len || heading.len;
    a->heading = nr_arena_str(s->arena, nr_buf_str(&heading));
    story->text = nr_arena_str(s->arena, nr_buf_str(&text));
    story->language = div->about.language.len ? div->about.language
                      : language.len          ? language
                                              : div->language;
    nr_buf_free(&text);
    nr_buf_free(&heading);
}

static void write_articles(struct issue *s)
{
    s->articles = nr_alloc_zero(s->map.div_count + 1, sizeof *s->articles);
    if (s->piece_count)
        qsort(s->pieces, s->piece_count, sizeof *s->pieces, by_rank);
    for (size_t i = 0, at = 0; i < s->map.div_count; i++) {
        size_t from = at;
        while (at < s->piece_count && s->pieces[at].div == i)
            at++;
        write_article(s, &s->map.divs[i], &s->articles[i], at > from ? &s->pieces[from] : NULL,
                      at - from);
    }
}

/* The heading of the section that a div is in, or what kind of document it is if it is no article.
 */
static struct nr_str section_of(struct issue *s, size_t div)
{
    const struct nr_mets_div *divs = s->map.divs;
    for (size_t up = divs[div].up; up != NR_METS_NONE; up = divs[up].up) {
        struct nr_str name = headline_of(&divs[up], s->articles[up].heading);
        if (divs[up].section && name.len) {
            s->articles[up].serves = true;
            return name;
        }
    }
    bool article = nr_str_eq_fold(divs[div].type, nr_str_of("article"));
    return article || divs[div].outer ? nr_str(NULL, 0) : divs[div].type;
}

/* A title without text counts where text may be missing, or a library has thought of one. */
static bool is_said(const struct issue *s, size_t i)
{
    const struct nr_mets_div *div = &s->map.divs[i];
    bool titled = div->about.title.len || (div->lost && div->label.len);
    return s->articles[i].has_pieces || (div->named && titled && !div->outer && !div->section);
}

static void add_article(struct issue *s, size_t i)
{
    const struct nr_mets_div *div = &s->map.divs[i];
    const struct article *a = &s->articles[i];
    struct nr_story *story = nr_story_new(s->stories);
    *story = a->story;
    story->fragment = div->id;
    story->headline = headline_of(div, a->heading);
    story->created = div->created;
    story->site = div->site;
    story->url = div->about.url;
    story->subjects = div->about.subjects;
    story->truncated = div->lost;
}

/* A section of which there is no more than a heading is said with what is in it. */
static void add_articles(struct issue *s)
{
    for (size_t i = 0; i < s->map.div_count; i++)
        if (is_said(s, i))
            s->articles[i].story.section = section_of(s, i);
    for (size_t i = 0; i < s->map.div_count; i++) {
        const struct article *a = &s->articles[i];
        if (is_said(s, i) && !(a->serves && !a->story.text.len))
            add_article(s, i);
    }
}

/* ---- All of it ---- */

static void add_rests(struct issue *s)
{
    for (struct nr_story *story = s->rest.first; story && s->map.areas; story = story->next) {
        story->created = story->text.len ? s->map.created : story->created;
        story->site = story->text.len ? s->map.site : story->site;
    }
    if (s->stories->last)
        s->stories->last->next = s->rest.first;
    else
        s->stories->first = s->rest.first;
    if (s->rest.last)
        s->stories->last = s->rest.last;
}

/* The METS file is a tree for no longer than it takes. */
static void read_map(struct issue *s)
{
    struct nr_trees trees;
    nr_trees_parse(&trees, s->r->bytes);
    xmlDoc *doc = trees.mended ? trees.mended : trees.plain;
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    s->stories->mended += trees.mended != NULL;
    if (trees.open)
        nr_story_lose(s->stories, nr_str(NULL, 0),
                      "the METS file ends too early: blocks behind that are in no article");
    if (root)
        nr_mets_map_read(&s->map, root, s->r, s->stories);
    nr_trees_free(&trees);
    s->stories->shared = s->map.shared;
}

static enum nr_status read_issue(const struct nr_reading *r, struct nr_stories *stories,
                                 struct nr_error *e)
{
    struct issue s = {.r = r, .stories = stories, .arena = stories->arena};
    (void)e;
    if (r->state == NR_METS_OVER) {
        stories->drop = "mets-too-large";
        return NR_OK;
    }
    s.rest.arena = s.arena;
    read_map(&s);
    stories->drop = s.map.areas && !r->part_count ? "mets-without-pages" : "mets";
    read_pages(&s);
    write_articles(&s);
    if (r->part_count)
        add_articles(&s);
    add_rests(&s);
    free(s.pieces);
    free(s.articles);
    nr_buf_free(&s.text);
    nr_mets_map_free(&s.map);
    return NR_OK;
}

const struct nr_format nr_format_mets = {
    .name = "mets",
    .mime = "application/xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .read = read_issue,
};
