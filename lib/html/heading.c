#include "heading.h"
#include "marks.h"
#include "newsreel/core/address.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum {
    LEAST = 8,         /* bytes of a headline */
    MOST_NODES = 1000, /* of a heading that are looked at */
};

/* Names of what stands above a headline, in a class, in any place of a word. */
static const struct nr_str kickers[] = {
    NR_STR("kicker"),   NR_STR("overline"),   NR_STR("topline"),    NR_STR("roofline"),
    NR_STR("highline"), NR_STR("strapline"),  NR_STR("eyebrow"),    NR_STR("dachzeile"),
    NR_STR("toptitle"), NR_STR("spitzmarke"), NR_STR("supertitle"), NR_STR("overtitle"),
    NR_STR("pretitle"), NR_STR("surtitle"),   NR_STR("surtitre"),   NR_STR("antetitulo"),
    NR_STR("volanta"),  NR_STR("occhiello"),
};

/* Of what else stands beside it in its heading. */
static const struct nr_str labels[] = {
    NR_STR("subtitle"), NR_STR("sub-title"), NR_STR("sub_title"), NR_STR("subline"),
    NR_STR("subhead"),  NR_STR("sub-head"),  NR_STR("sub_head"),  NR_STR("category"),
    NR_STR("section"),  NR_STR("ressort"),   NR_STR("rubrik"),    NR_STR("badge"),
    NR_STR("label"),    NR_STR("small"),
};

static const struct nr_str logos[] = {NR_STR("logo"), NR_STR("site-title"), NR_STR("site-name"),
                                      NR_STR("sitename"), NR_STR("site_title")};

static bool has_name(struct nr_str class, const struct nr_str *names, size_t count)
{
    for (size_t i = 0; i < count && class.len; i++)
        if (nr_str_find_fold(class, names[i]) < class.len)
            return true;
    return false;
}

static bool is_hidden(const struct nr_dom *d, uint32_t node)
{
    static const struct nr_str names[] = {NR_STR("element-invisible"), NR_STR("aural")};
    return (nr_marks(d, node) & NR_MARK_HIDDEN) ||
           has_name(nr_dom_attribute(d, node, NR_ATTR_CLASS), names, COUNT(names));
}

bool nr_heading_is_kicker(const struct nr_dom *d, uint32_t node)
{
    return has_name(nr_dom_attribute(d, node, NR_ATTR_CLASS), kickers, COUNT(kickers));
}

static bool is_label(const struct nr_dom *d, uint32_t node)
{
    unsigned tag = d->nodes[node].tag;
    return tag == NR_TAG_SMALL || tag == NR_TAG_TIME ||
           (nr_marks(d, node) & (NR_MARK_META | NR_MARK_LEAD)) || nr_heading_is_kicker(d, node) ||
           has_name(nr_dom_attribute(d, node, NR_ATTR_CLASS), labels, COUNT(labels));
}

/* The last letter before and the first behind a border between elements are of two words: "of" and
 * "Storm" stand on lines of their own in most such headings. */
static bool is_seam(const struct nr_buf *text, struct nr_str next)
{
    char last = text->len ? text->data[text->len - 1] : ' ';
    char first = next.len ? next.data[0] : ' ';
    return last >= 'a' && last <= 'z' && first >= 'A' && first <= 'Z';
}

static bool ends_line(unsigned tag)
{
    return tag == NR_TAG_BR || nr_tag_kind(tag) == NR_TAG_KIND_BLOCK;
}

/* s without blanks and the marks that separate a label from the headline at its ends. */
static struct nr_str trim_marks(struct nr_str s)
{
    static const struct nr_str marks[] = {NR_STR(":"), NR_STR("|"), NR_STR("-"), NR_STR("/"),
                                          NR_STR(">"), NR_STR("–"), NR_STR("—"), NR_STR("·"),
                                          NR_STR("•"), NR_STR(",")};
    for (size_t before = s.len + 1; s.len < before;) {
        s = nr_str_trim(s);
        before = s.len;
        for (size_t i = 0; i < COUNT(marks); i++) {
            if (nr_str_starts(s, marks[i]))
                s = nr_str_sub(s, marks[i].len, s.len);
            if (nr_str_ends(s, marks[i]))
                s.len -= marks[i].len;
        }
    }
    return s;
}

struct pieces {
    size_t count;
    size_t seam; /* where what stands behind a separator that nobody sees begins; 0: nowhere */
    bool cut;
};

/* Whether the element is left out. */
static bool leave_out(const struct nr_dom *d, uint32_t node, struct pieces *p, struct nr_buf *out)
{
    bool hidden = is_hidden(d, node);
    if (!hidden && !is_label(d, node))
        return false;
    size_t before = out->len;
    nr_dom_text(d, node, NR_HEADING_MOST, out);
    bool separator = !trim_marks(nr_str_sub(nr_buf_str(out), before, out->len)).len;
    out->len = before;
    nr_buf_add_char(out, ' ');
    if (hidden && separator && !p->seam)
        p->seam = out->len;
    p->cut = p->cut || !separator;
    return true;
}

static uint32_t end_of(const struct nr_dom *d, uint32_t node)
{
    uint32_t end = d->nodes[node].end;
    return end - node > MOST_NODES ? node + MOST_NODES : end;
}

static struct pieces read_pieces(const struct nr_dom *d, uint32_t node, bool whole,
                                 struct nr_buf *out)
{
    struct pieces p = {0};
    uint32_t end = end_of(d, node);
    out->len = 0;
    for (uint32_t i = node + 1; i < end && out->len <= NR_HEADING_MOST; i++) {
        const struct nr_node *n = &d->nodes[i];
        bool is_text = n->tag == NR_TAG_TEXT;
        if (is_text ? is_seam(out, n->text) : ends_line(n->tag))
            nr_buf_add_char(out, ' ');
        if (nr_tag_kind(n->tag) == NR_TAG_KIND_OBJECT ||
            (!is_text && !whole && leave_out(d, i, &p, out)))
            i = n->end - 1;
        if (!is_text)
            continue;
        nr_buf_add_str(out, nr_str_sub(n->text, 0, NR_HEADING_MOST + 1));
        p.count += nr_str_trim(n->text).len > 0;
    }
    return p;
}

/* The longer side of a separator that nobody sees is the headline, where it is the later one. */
static struct nr_str without_labels(struct nr_str text, const struct pieces *p)
{
    if (p->seam && text.len - p->seam > p->seam)
        return trim_marks(nr_str_sub(text, p->seam, text.len));
    text = p->cut ? trim_marks(text) : nr_str_trim(text);
    return nr_str_ends(text, nr_str_of("¶")) ? nr_str_sub(text, 0, text.len - 2) : text;
}

size_t nr_heading_text(const struct nr_dom *d, uint32_t node, struct nr_buf *out)
{
    struct pieces p = read_pieces(d, node, false, out);
    if (out->len > NR_HEADING_MOST)
        return p.count;
    struct nr_str left = without_labels(nr_buf_str(out), &p);
    if (left.len < LEAST && (p.cut || p.seam))
        return read_pieces(d, node, true, out).count;
    if (left.len && left.data != out->data)
        memmove(out->data, left.data, left.len);
    out->len = left.len;
    return p.count;
}

/* A link to the front page: "/" or a host alone. */
static bool is_front(struct nr_str href)
{
    href = nr_address_original(nr_str_trim(href));
    size_t path = nr_address_path(href);
    return path ? path + 1 >= href.len : nr_str_is(href, "/");
}

static bool is_front_link(const struct nr_dom *d, uint32_t node)
{
    return is_front(nr_dom_attribute(d, node, NR_ATTR_HREF));
}

bool nr_heading_is_logo(const struct nr_dom *d, uint32_t node)
{
    const struct nr_node *n = &d->nodes[node];
    for (uint32_t i = node + 1; i < end_of(d, node); i++)
        if (d->nodes[i].tag == NR_TAG_A)
            return is_front_link(d, i);
    return (d->nodes[n->parent].tag == NR_TAG_A && is_front_link(d, n->parent)) ||
           has_name(nr_dom_attribute(d, node, NR_ATTR_CLASS), logos, COUNT(logos)) ||
           has_name(nr_dom_attribute(d, node, NR_ATTR_ID), logos, COUNT(logos));
}
