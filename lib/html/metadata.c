#include "newsreel/html/metadata.h"
#include "offers.h"

/* One walk over the page collects offers; then the headline is chosen among what was said, and
 * names of the site are cut off. */

/* Names of meta elements (name, property or itemprop), and of microdata. */
struct key {
    struct nr_str name;
    enum nr_offered field;
    enum nr_trust trust;
};

static const struct key meta_keys[] = {
    {NR_STR("og:title"), NR_FIELD_HEADLINE, NR_TRUST_GRAPH},
    {NR_STR("twitter:title"), NR_FIELD_HEADLINE, NR_TRUST_META},
    {NR_STR("headline"), NR_FIELD_HEADLINE, NR_TRUST_META},
    {NR_STR("dc.title"), NR_FIELD_HEADLINE, NR_TRUST_META},
    {NR_STR("sailthru.title"), NR_FIELD_HEADLINE, NR_TRUST_META},
    {NR_STR("parsely-title"), NR_FIELD_HEADLINE, NR_TRUST_META},
    {NR_STR("article:published_time"), NR_FIELD_CREATED, NR_TRUST_GRAPH},
    {NR_STR("og:article:published_time"), NR_FIELD_CREATED, NR_TRUST_GRAPH},
    {NR_STR("article:published"), NR_FIELD_CREATED, NR_TRUST_GRAPH},
    {NR_STR("og:published_time"), NR_FIELD_CREATED, NR_TRUST_GRAPH},
    {NR_STR("og:pubdate"), NR_FIELD_CREATED, NR_TRUST_GRAPH},
    {NR_STR("datepublished"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("pubdate"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("publishdate"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("publish-date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("publish_date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("publication_date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("published-date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("published_time_telegram"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("dc.date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("dc.date.issued"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("dc.date.created"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("dcterms.created"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("dcterms.date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("dcterms.issued"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("sailthru.date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("parsely-pub-date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("article_date_original"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("cxenseparse:recs:publishtime"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("citation_date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("citation_publication_date"), NR_FIELD_CREATED, NR_TRUST_META},
    {NR_STR("article:modified_time"), NR_FIELD_MODIFIED, NR_TRUST_GRAPH},
    {NR_STR("og:updated_time"), NR_FIELD_MODIFIED, NR_TRUST_GRAPH},
    {NR_STR("datemodified"), NR_FIELD_MODIFIED, NR_TRUST_META},
    {NR_STR("last-modified"), NR_FIELD_MODIFIED, NR_TRUST_META},
    {NR_STR("article:section"), NR_FIELD_SECTION, NR_TRUST_GRAPH},
    {NR_STR("og:section"), NR_FIELD_SECTION, NR_TRUST_GRAPH},
    {NR_STR("section"), NR_FIELD_SECTION, NR_TRUST_META},
    {NR_STR("articlesection"), NR_FIELD_SECTION, NR_TRUST_META},
    {NR_STR("parsely-section"), NR_FIELD_SECTION, NR_TRUST_META},
    {NR_STR("og:url"), NR_FIELD_URL, NR_TRUST_META},
    {NR_STR("og:site_name"), NR_FIELD_SITE, NR_TRUST_GRAPH},
    {NR_STR("application-name"), NR_FIELD_SITE, NR_TRUST_PAGE},
    {NR_STR("og:description"), NR_FIELD_SUMMARY, NR_TRUST_GRAPH},
    {NR_STR("description"), NR_FIELD_SUMMARY, NR_TRUST_META},
    {NR_STR("article:author"), NR_FIELD_AUTHOR, NR_TRUST_GRAPH},
    {NR_STR("author"), NR_FIELD_AUTHOR, NR_TRUST_META},
    {NR_STR("byl"), NR_FIELD_AUTHOR, NR_TRUST_META},
    {NR_STR("dc.creator"), NR_FIELD_AUTHOR, NR_TRUST_META},
    {NR_STR("dcterms.creator"), NR_FIELD_AUTHOR, NR_TRUST_META},
    {NR_STR("parsely-author"), NR_FIELD_AUTHOR, NR_TRUST_META},
    {NR_STR("sailthru.author"), NR_FIELD_AUTHOR, NR_TRUST_META},
};

static const struct key item_keys[] = {
    {NR_STR("headline"), NR_FIELD_HEADLINE, NR_TRUST_ITEM},
    {NR_STR("datepublished"), NR_FIELD_CREATED, NR_TRUST_ITEM},
    {NR_STR("datemodified"), NR_FIELD_MODIFIED, NR_TRUST_ITEM},
    {NR_STR("articlesection"), NR_FIELD_SECTION, NR_TRUST_ITEM},
    {NR_STR("author"), NR_FIELD_AUTHOR, NR_TRUST_ITEM},
};

enum {
    MAX_HEADINGS = 16,
    MAX_NAMES = 512, /* bytes of an itemprop */
};

struct reader {
    const struct nr_dom *dom;
    struct nr_offers offers;
    struct nr_str base, title, h1;
    bool h1_in_title;
    size_t h1_count;
    struct nr_buf text;
};

static const struct key *find_key(const struct key *keys, size_t count, struct nr_str name)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_eq_fold(keys[i].name, name))
            return &keys[i];
    return NULL;
}

#define FIND_KEY(keys, name) find_key(keys, sizeof(keys) / sizeof *(keys), name)

static struct nr_str attribute(const struct reader *r, uint32_t node, enum nr_attr name)
{
    return nr_dom_attribute(r->dom, node, name);
}

static void read_meta(struct reader *r, uint32_t node)
{
    static const enum nr_attr names[] = {NR_ATTR_PROPERTY, NR_ATTR_NAME, NR_ATTR_ITEMPROP};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nr_str name = nr_str_trim(attribute(r, node, names[i]));
        const struct key *key = name.len ? FIND_KEY(meta_keys, name) : NULL;
        if (key)
            nr_offer(&r->offers, key->field, key->trust, attribute(r, node, NR_ATTR_CONTENT),
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
        const struct key *key = FIND_KEY(item_keys, name);
        if (!key)
            continue;
        struct nr_str value = attribute(r, node, NR_ATTR_CONTENT);
        if (!value.len)
            value = attribute(r, node, NR_ATTR_DATETIME);
        if (!value.len)
            value = text_of(r, node);
        if (value.len < 400)
            nr_offer(&r->offers, key->field, key->trust, value, r->base);
    }
}

/* The first h1, or the first that is part of the page's title. */
static void read_heading(struct reader *r, uint32_t node)
{
    if (r->h1_in_title || r->h1_count++ >= MAX_HEADINGS)
        return;
    struct nr_str h1 = nr_plain_value(r->offers.arena, text_of(r, node));
    r->h1_in_title = h1.len && nr_str_find_fold(r->title, h1) < r->title.len;
    if (!r->h1.len || r->h1_in_title)
        r->h1 = h1;
}

/* Two to seven words on one line without digits, the last with a capital. */
static bool looks_like_names(struct nr_str text)
{
    size_t blanks = 0, last = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (nr_ascii_is_digit(c) || c == '\n')
            return false;
        if (c == ' ') {
            blanks++;
            last = i + 1;
        }
    }
    char first = last < text.len ? text.data[last] : 'a';
    return blanks >= 1 && blanks <= 6 &&
           ((first >= 'A' && first <= 'Z') || (unsigned char)first >= 0x80);
}

/* Names in elements whose class says that they name the author. */
static void read_byline(struct reader *r, uint32_t node)
{
    struct nr_str class = attribute(r, node, NR_ATTR_CLASS), rel = attribute(r, node, NR_ATTR_REL);
    bool linked = nr_str_eq_fold(rel, nr_str_of("author"));
    if (!linked && nr_str_find_fold(class, nr_str_of("author")) == class.len &&
        nr_str_find_fold(class, nr_str_of("byline")) == class.len)
        return;
    struct nr_str text = nr_str_trim(text_of(r, node));
    if (text.len < 60 && looks_like_names(text))
        nr_offer(&r->offers, NR_FIELD_AUTHOR, linked ? NR_TRUST_TIME : NR_TRUST_PAGE, text,
                 r->base);
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
    case NR_TAG_TIME:
        nr_offer(&r->offers, NR_FIELD_CREATED, NR_TRUST_TIME, attribute(r, node, NR_ATTR_DATETIME),
                 r->base);
        break;
    case NR_TAG_TITLE:
        if (!r->title.data)
            r->title = nr_plain_value(r->offers.arena, text_of(r, node));
        break;
    case NR_TAG_H1:
        read_heading(r, node);
        break;
    default:
        break;
    }
}

/* The last part of a title behind a bar or a dash with blanks around it. */
static size_t last_part(struct nr_str title, size_t *begin)
{
    static const struct nr_str separators[] = {
        NR_STR(" | "), NR_STR(" - "), NR_STR(" – "), NR_STR(" — "), NR_STR(" :: "),
        NR_STR(" » "), NR_STR(" · "), NR_STR(" • "), NR_STR(" / "), NR_STR(" : ")};
    for (size_t at = title.len; at-- > 0;) {
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
            if (!nr_str_starts(nr_str_sub(title, at, title.len), separators[i]))
                continue;
            *begin = at + separators[i].len;
            return at;
        }
    }
    return title.len;
}

/* title without the name of the site at its end. A last part that is not known to be one goes
 * when guess allows it and what stays is longer. */
static struct nr_str cut_site(struct nr_str title, struct nr_str site, bool guess)
{
    for (unsigned times = 0; times < 3; times++) {
        size_t begin = 0, end = last_part(title, &begin);
        if (end == title.len || end == 0)
            break;
        struct nr_str part = nr_str_sub(title, begin, title.len);
        bool known = site.len && nr_same_letters(part, site);
        if (!known && !(guess && part.len < 40 && part.len < end))
            break;
        title = nr_str_sub(title, 0, end);
    }
    return title;
}

static struct nr_str choose_headline(const struct reader *r)
{
    struct nr_str said = r->offers.value[NR_FIELD_HEADLINE], site = r->offers.value[NR_FIELD_SITE];
    struct nr_str short_title = cut_site(r->title, site, true);
    if (said.len && r->h1.len >= 12 && nr_str_find_fold(said, r->h1) < said.len)
        return r->h1;
    if (said.len) {
        struct nr_str cut = cut_site(said, site, false);
        return r->h1.len && nr_same_letters(cut_site(cut, site, true), r->h1) ? r->h1 : cut;
    }
    if (r->h1.len && (r->title.len == 0 || nr_str_find_fold(r->title, r->h1) < r->title.len) &&
        !nr_same_letters(r->h1, site))
        return r->h1;
    return short_title.len ? short_title : r->h1;
}

/* /2022/07/19/ in the address. */
static void read_address(struct reader *r, struct nr_str url)
{
    for (size_t at = nr_str_find(url, nr_str_of("://")) + 3; at + 10 < url.len; at++) {
        struct nr_str s = nr_str_sub(url, at, at + 11);
        bool digits =
            s.data[0] == '/' && s.data[5] == s.data[8] && (s.data[5] == '/' || s.data[5] == '-');
        for (size_t i = 1; digits && i < 11; i++)
            digits = i == 5 || i == 8 || nr_ascii_is_digit(s.data[i]);
        if (digits) {
            nr_offer(&r->offers, NR_FIELD_CREATED, NR_TRUST_ADDRESS, nr_str_sub(s, 1, 11), r->base);
            return;
        }
    }
}

static void take_authors(struct nr_metadata *m, const struct nr_offers *o)
{
    m->by_count = 0;
    for (size_t i = 0; i < o->author_count; i++)
        if (!nr_same_letters(o->authors[i], m->site))
            m->by[m->by_count++] = o->authors[i];
}

void nr_metadata_read(struct nr_metadata *m, const struct nr_dom *d, struct nr_str base)
{
    nr_arena_reset(&m->arena);
    struct reader r = {.dom = d, .offers = {.arena = &m->arena}, .base = base};
    for (uint32_t i = 1; i < d->count; i++) {
        if (d->nodes[i].tag == NR_TAG_TEXT)
            continue;
        read_element(&r, i);
        struct nr_str names = nr_dom_attribute(d, i, NR_ATTR_ITEMPROP);
        if (names.len && d->nodes[i].tag != NR_TAG_META)
            read_item(&r, i, names);
        if (d->nodes[i].attribute_count && r.offers.trust[NR_FIELD_AUTHOR] == 0)
            read_byline(&r, i);
    }
    struct nr_str *v = r.offers.value;
    read_address(&r, v[NR_FIELD_URL].len ? v[NR_FIELD_URL] : base);
    m->headline = choose_headline(&r);
    m->created = v[NR_FIELD_CREATED];
    m->modified = v[NR_FIELD_MODIFIED];
    m->section = v[NR_FIELD_SECTION];
    m->url = v[NR_FIELD_URL];
    m->language = v[NR_FIELD_LANGUAGE];
    m->site = v[NR_FIELD_SITE];
    m->summary = v[NR_FIELD_SUMMARY];
    take_authors(m, &r.offers);
    nr_buf_free(&r.text);
}

void nr_metadata_free(struct nr_metadata *m)
{
    nr_arena_free(&m->arena);
    *m = (struct nr_metadata){0};
}
