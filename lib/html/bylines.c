#include "bylines.h"
#include "marks.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "published.h"

enum {
    MAX_BYLINE = 200, /* bytes */
    MAX_LINE = 100,   /* of one in the text */
    MAX_BYLINES = 32,
    MAX_NODES = 500, /* inside one, with text or without */
    BESIDE = 12,     /* nodes between one author and the next */
};

/* The name of who wrote a comment, not the article. Looked up a bounded number of times. */
static bool is_commenter(struct nr_bylines *b, const struct nr_dom *d, uint32_t node)
{
    if (b->count++ >= MAX_BYLINES)
        return true;
    for (uint32_t i = node; i > 0; i = d->nodes[i].parent)
        if (d->nodes[i].tag != NR_TAG_BODY && (nr_marks(d, i) & NR_MARK_COMMENTS))
            return true;
    return false;
}

static bool names_author(struct nr_str class)
{
    for (size_t i = 0; i + 6 <= class.len; i++) {
        char c = nr_ascii_lower(class.data[i]);
        if ((c == 'a' || c == 'b') &&
            nr_str_starts_fold(nr_str_sub(class, i, class.len),
                               c == 'a' ? nr_str_of("author") : nr_str_of("byline")))
            return true;
    }
    return false;
}

/* rel is a list: "noopener author". */
static bool links_author(struct nr_str rel)
{
    struct nr_str one;
    while (nr_str_split(&rel, ' ', &one))
        if (nr_str_eq_fold(one, nr_str_of("author")))
            return true;
    return false;
}

/* Between the texts at from and to a line ends. */
static bool is_apart(const struct nr_dom *d, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i < to; i++)
        if (d->nodes[i].tag == NR_TAG_BR || nr_tag_kind(d->nodes[i].tag) == NR_TAG_KIND_BLOCK)
            return true;
    for (uint32_t i = d->nodes[from].parent; d->nodes[i].end <= to; i = d->nodes[i].parent)
        if (nr_tag_kind(d->nodes[i].tag) == NR_TAG_KIND_BLOCK)
            return true;
    return false;
}

/* Both sides of a border are letters: style keeps them apart, or they would be one word. */
static bool is_glued(struct nr_str before, struct nr_str after)
{
    const char *last = before.data + before.len, *first = after.data;
    return before.len && after.len && nr_char_is_letter(nr_utf8_previous(&last, before.data)) &&
           nr_char_is_letter(nr_utf8_next(&first, after.data + after.len));
}

/* The text of node, with bars between its lines and commas between glued elements. False when there
 * is more of it than a byline has. */
static bool add_text(const struct nr_dom *d, uint32_t node, struct nr_buf *out)
{
    uint32_t last = 0;
    if (d->nodes[node].end - node > MAX_NODES)
        return false;
    for (uint32_t i = node; i < d->nodes[node].end && out->len <= MAX_BYLINE; i++) {
        const struct nr_node *n = &d->nodes[i];
        if (n->tag != NR_TAG_TEXT) {
            i = nr_tag_kind(n->tag) == NR_TAG_KIND_OBJECT ? n->end - 1 : i;
            continue;
        }
        struct nr_str text = nr_str_trim(n->text);
        bool blank = text.len == 0 || text.data > n->text.data;
        if (last && text.len && is_apart(d, last, i))
            nr_buf_add_cstr(out, " | ");
        else if (blank)
            nr_buf_add_char(out, ' ');
        else if (last && is_glued(nr_buf_str(out), text))
            nr_buf_add_cstr(out, ", ");
        nr_buf_add_str(out, nr_utf8_head(text, MAX_BYLINE + 1));
        if (text.len && text.data + text.len < n->text.data + n->text.len)
            nr_buf_add_char(out, ' ');
        last = text.len ? i : last;
    }
    return out->len <= MAX_BYLINE;
}

/* A list of authors. */
static bool is_many(const struct nr_dom *d, uint32_t node, struct nr_str class)
{
    return d->nodes[node].tag == NR_TAG_UL ||
           nr_str_find_fold(class, nr_str_of("authors")) < class.len;
}

static bool is_beside(const struct nr_bylines *b, uint32_t node, struct nr_str class)
{
    return node >= b->end && node - b->end <= BESIDE && nr_str_eq(class, b->class);
}

void nr_bylines_read(struct nr_bylines *b, struct nr_offers *o, const struct nr_dom *d,
                     uint32_t node, struct nr_str class, struct nr_str rel)
{
    if (o->trust[NR_FIELD_AUTHOR] && o->trust[NR_FIELD_AUTHOR] < NR_TRUST_TIME)
        return;
    bool linked = links_author(rel);
    enum nr_trust trust = linked ? NR_TRUST_TIME : NR_TRUST_PAGE;
    if (d->nodes[node].tag == NR_TAG_BODY || (!linked && !names_author(class)) ||
        (o->trust[NR_FIELD_AUTHOR] &&
         (o->trust[NR_FIELD_AUTHOR] != trust || !is_beside(b, node, class))))
        return;
    struct nr_buf seen = {0};
    struct nr_str text = {NULL, 0};
    if (add_text(d, node, &seen))
        text = nr_byline_names(o, nr_plain_value(o->arena, nr_buf_str(&seen)), linked ? 1 : 2,
                               is_many(d, node, class));
    if (text.len && !is_commenter(b, d, node)) {
        nr_offer(o, NR_FIELD_AUTHOR, trust, text, nr_str(NULL, 0));
        b->end = d->nodes[node].end;
        b->class = class;
    }
    nr_buf_free(&seen);
}

void nr_bylines_near(struct nr_offers *o, const struct nr_dom *d, uint32_t headline)
{
    uint32_t i = headline > NR_NEAR / 4 ? headline - NR_NEAR / 4 : 1;
    for (; i < d->count && i < headline + NR_NEAR && !o->author_count; i++) {
        const struct nr_node *n = &d->nodes[i];
        struct nr_str text = n->tag == NR_TAG_TEXT ? nr_str_trim(n->text) : nr_str(NULL, 0);
        if (text.len && text.len <= MAX_LINE && nr_is_byline(text))
            nr_offer(o, NR_FIELD_AUTHOR, NR_TRUST_FAR, nr_byline_names(o, text, 2, false),
                     nr_str(NULL, 0));
    }
}
