#include "newsreel/html/metadata.h"
#include "bylines.h"
#include "heading.h"
#include "headline.h"
#include "newsreel/core/address.h"
#include "newsreel/core/utf8.h"
#include "offers.h"
#include "published.h"

/* One walk over the page collects offers, headings and elements that may hold a date; then the
 * headline is chosen among what was said, and the date that stands near it. */

enum { MAX_NAMES = 512 }; /* bytes of an itemprop */

struct reader {
    const struct nr_dom *dom;
    struct nr_offers offers;
    struct nr_str base;
    struct nr_headlines lines;
    struct nr_dated dated;
    struct nr_bylines bylines;
    struct nr_buf text;
};

static struct nr_str attribute(const struct reader *r, uint32_t node, enum nr_attr name)
{
    return nr_dom_attribute(r->dom, node, name);
}

static void read_meta(struct reader *r, uint32_t node)
{
    static const enum nr_attr names[] = {NR_ATTR_PROPERTY, NR_ATTR_NAME, NR_ATTR_ITEMPROP};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nr_str name = nr_str_trim(attribute(r, node, names[i]));
        struct nr_key key;
        if (name.len && nr_key_of_meta(name, &key))
            nr_offer(&r->offers, key.field, key.trust, attribute(r, node, NR_ATTR_CONTENT),
                     r->base);
    }
}

/* Not more than a value can have: elements with names may nest, and the text inside counts for each
 * of them. */
static struct nr_str text_of(struct reader *r, uint32_t node)
{
    r->text.len = 0;
    nr_dom_text(r->dom, node, NR_VALUE_MOST, &r->text);
    return nr_buf_str(&r->text);
}

/* What an element with itemprop says: in an attribute, or as its text. */
static void read_item(struct reader *r, uint32_t node, struct nr_str names)
{
    struct nr_str name;
    names = nr_str_sub(names, 0, MAX_NAMES);
    while (nr_str_split(&names, ' ', &name)) {
        struct nr_key key;
        if (!nr_key_of_item(name, &key))
            continue;
        struct nr_str value = attribute(r, node, NR_ATTR_CONTENT);
        if (!value.len)
            value = attribute(r, node, NR_ATTR_DATETIME);
        if (!value.len)
            value = text_of(r, node);
        if (value.len < 400)
            nr_offer(&r->offers, key.field, key.trust, value, r->base);
    }
}

/* Lower headings take only a part of the room, so that an h1 behind them finds some. */
static void read_heading(struct reader *r, uint32_t node)
{
    struct nr_headlines *l = &r->lines;
    bool top = r->dom->nodes[node].tag == NR_TAG_H1 && !nr_heading_is_kicker(r->dom, node);
    if (l->count == NR_HEADINGS || (!top && l->count >= NR_HEADINGS / 2))
        return;
    size_t parts = nr_heading_text(r->dom, node, &r->text);
    if (r->text.len > NR_HEADING_MOST)
        return;
    struct nr_str text = nr_plain_value(r->offers.arena, nr_buf_str(&r->text));
    if (text.len)
        l->headings[l->count++] =
            (struct nr_heading){text, node, parts, top, nr_heading_is_logo(r->dom, node)};
}

static void read_element(struct reader *r, uint32_t node)
{
    switch (r->dom->nodes[node].tag) {
    case NR_TAG_HTML:
        nr_offer(&r->offers, NR_FIELD_LANGUAGE, NR_TRUST_PAGE, attribute(r, node, NR_ATTR_LANG),
                 r->base);
        break;
    case NR_TAG_META:
        read_meta(r, node);
        break;
    case NR_TAG_LINK:
        if (nr_str_eq_fold(attribute(r, node, NR_ATTR_REL), nr_str_of("canonical")))
            nr_offer(&r->offers, NR_FIELD_URL, NR_TRUST_GRAPH, attribute(r, node, NR_ATTR_HREF),
                     r->base);
        break;
    case NR_TAG_SCRIPT:
        if (r->dom->nodes[node].end > node + 1)
            nr_offer_linked_data(&r->offers, r->dom->nodes[node + 1].text, r->base);
        break;
    case NR_TAG_TITLE:
        if (!r->lines.title.data)
            r->lines.title = nr_plain_value(r->offers.arena, text_of(r, node));
        break;
    case NR_TAG_H1:
    case NR_TAG_H2:
    case NR_TAG_H3:
        read_heading(r, node);
        break;
    default:
        break;
    }
}

static struct nr_str choose_headline(struct reader *r, struct nr_str url, uint32_t *node)
{
    struct nr_headlines *l = &r->lines;
    for (size_t i = 0; i < NR_TITLES; i++)
        l->titles[i] = r->offers.titles[i];
    l->site = r->offers.value[NR_FIELD_SITE];
    l->host = nr_address_host(nr_address_original(url));
    return nr_headline_choose(l, r->offers.arena, node);
}

/* Something more trusted than what is seen has given the date. */
static bool is_dated(const struct nr_offers *o)
{
    return o->trust[NR_FIELD_CREATED] && o->trust[NR_FIELD_CREATED] < NR_TRUST_TIME;
}

/* Where nothing better is known: what is seen in the page, and then what its address says. */
static void read_dates(struct reader *r, struct nr_str url, uint32_t headline)
{
    struct nr_offers *o = &r->offers;
    struct nr_published seen;
    char date[NR_DATE_SIZE];
    if (is_dated(o))
        return;
    nr_published_read(&seen, &r->dated, r->dom, headline, o->order);
    nr_offer(o, NR_FIELD_CREATED, seen.near ? NR_TRUST_TIME : NR_TRUST_FAR, nr_str_of(seen.created),
             r->base);
    nr_offer(o, NR_FIELD_MODIFIED, NR_TRUST_TIME, nr_str_of(seen.modified), r->base);
    if (nr_date_in_address(nr_address_original(url), date))
        nr_offer(o, NR_FIELD_CREATED, NR_TRUST_ADDRESS, nr_str_of(date), r->base);
}

/* The site, or beside other names a part of it: "CNN Business" of CNN. */
static bool is_site(struct nr_str name, struct nr_str site, bool alone)
{
    bool part = site.len && name.len > site.len && name.data[site.len] == ' ' &&
                nr_str_starts_fold(name, site);
    return nr_same_letters(name, site) || (part && !alone);
}

/* A label of the host, beside other names: "Harbour Post" of www.harbour-post.example. */
static bool is_host(struct nr_str name, struct nr_str host)
{
    struct nr_str label;
    while (nr_str_split(&host, '.', &label))
        if (nr_same_letters(name, label))
            return true;
    return false;
}

static void take_names(struct nr_metadata *m, const struct nr_offers *o, struct nr_str host)
{
    bool alone = o->author_count == 1;
    m->by_count = 0;
    for (size_t i = 0; i < o->author_count; i++)
        if (!is_site(o->authors[i], m->site, alone) && (alone || !is_host(o->authors[i], host)))
            m->by[m->by_count++] = o->authors[i];
    m->keyword_count = o->keyword_count;
    memcpy(m->keywords, o->keywords, sizeof m->keywords);
}

/* What the attributes of an element in the page say, each looked at once. */
static void read_attributes(struct reader *r, uint32_t node)
{
    const struct nr_node *n = &r->dom->nodes[node];
    struct nr_str names = {NULL, 0}, class = names, rel = names;
    for (size_t i = 0; i < n->attribute_count; i++) {
        const struct nr_attribute *a = &n->attributes[i];
        if (a->name == NR_ATTR_CLASS)
            class = a->value;
        else if (a->name == NR_ATTR_REL)
            rel = a->value;
        else if (a->name == NR_ATTR_ITEMPROP || (a->name == NR_ATTR_PROPERTY && !names.len))
            names = a->value;
    }
    if (names.len)
        read_item(r, node, names);
    if (class.len || rel.len)
        nr_bylines_read(&r->bylines, &r->offers, r->dom, node, class, rel);
    if ((class.len || n->tag == NR_TAG_TIME) && !is_dated(&r->offers))
        nr_published_note(&r->dated, r->dom, node);
}

static void walk(struct reader *r)
{
    for (uint32_t i = 1; i < r->dom->count; i++) {
        const struct nr_node *n = &r->dom->nodes[i];
        if (n->tag == NR_TAG_TEXT)
            continue;
        read_element(r, i);
        if ((n->attribute_count || n->tag == NR_TAG_TIME) && n->tag != NR_TAG_META)
            read_attributes(r, i);
    }
}

void nr_metadata_read(struct nr_metadata *m, const struct nr_dom *d, struct nr_str base,
                      struct nr_str fetched)
{
    nr_arena_reset(&m->arena);
    struct reader r = {.dom = d, .offers = {.arena = &m->arena, .latest = fetched}, .base = base};
    walk(&r);
    struct nr_str *v = r.offers.value;
    struct nr_str url = v[NR_FIELD_URL].len ? v[NR_FIELD_URL] : base;
    m->headline = choose_headline(&r, url, &m->heading);
    read_dates(&r, url, m->heading);
    if (m->heading && !r.offers.author_count)
        nr_bylines_near(&r.offers, d, m->heading);
    m->created = v[NR_FIELD_CREATED];
    m->modified = v[NR_FIELD_MODIFIED];
    m->section = v[NR_FIELD_SECTION];
    m->url = v[NR_FIELD_URL];
    m->language = v[NR_FIELD_LANGUAGE];
    m->site = v[NR_FIELD_SITE];
    m->summary = v[NR_FIELD_SUMMARY];
    m->body = r.offers.body;
    take_names(m, &r.offers, r.lines.host);
    nr_buf_free(&r.text);
}

void nr_metadata_free(struct nr_metadata *m)
{
    nr_arena_free(&m->arena);
    *m = (struct nr_metadata){0};
}
