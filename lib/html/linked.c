#include "json_mend.h"
#include "newsreel/json/value.h"
#include "newsreel/text/repair.h"
#include "offers.h"

/* JSON-LD: the graph is walked from a list of values still to look at, so that nesting costs no
 * stack; only what can hold an article is entered. */

enum {
    MAX_PENDING = 256,
    MAX_JSON = 4 << 20,
    MAX_REFERENCES = 32, /* that are followed: each is a walk over the document */
};

struct document {
    const struct nr_value *root;
    size_t followed;
};

static bool is_article_type(struct nr_str type)
{
    static const struct nr_str types[] = {NR_STR("Article"), NR_STR("BlogPosting"),
                                          NR_STR("LiveBlogPosting"), NR_STR("Report"),
                                          NR_STR("Review")};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (nr_str_ends_fold(type, types[i]))
            return true;
    return false;
}

static bool is_article(const struct nr_value *v)
{
    const struct nr_value *type = nr_value_get(v, "@type");
    struct nr_str name;
    if (nr_value_text(type, &name))
        return is_article_type(name);
    for (size_t i = 0; i < 8; i++)
        if (nr_value_text(nr_value_at(type, i), &name) && is_article_type(name))
            return true;
    return false;
}

/* What a value object or a list object holds, or v itself. */
static const struct nr_value *held(const struct nr_value *v)
{
    static const char *const keys[] = {"@value", "@list", "@set"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct nr_value *inside = nr_value_get(v, keys[i]);
        if (inside)
            return inside;
    }
    return v;
}

static void offer_text(struct nr_offers *o, enum nr_offered field, enum nr_trust trust,
                       const struct nr_value *v, struct nr_str base)
{
    char digits[NR_DIGITS];
    unsigned long long number;
    struct nr_str text;
    v = held(v);
    if (nr_value_natural(v, &number)) /* a date in seconds */
        text = nr_str_decimal(number, digits);
    else if (!nr_value_text(v, &text) && !nr_value_text(held(nr_value_at(v, 0)), &text) &&
             !nr_value_text(held(nr_value_get(v, "name")), &text))
        return;
    nr_offer(o, field, trust, text, base);
}

/* Of a list the element at i; what is no list is its own first element. */
static const struct nr_value *element(const struct nr_value *v, size_t i)
{
    v = held(v);
    if (nr_value_type(v) == NR_JSON_ARRAY)
        return nr_value_at(v, i);
    return i == 0 ? v : NULL;
}

static const struct nr_value *find_id(const struct nr_value *root, struct nr_str wanted)
{
    struct nr_str id;
    const struct nr_value *top, *one;
    for (size_t t = 0; t < MAX_PENDING && (top = element(root, t)); t++) {
        const struct nr_value *graph = nr_value_get(top, "@graph");
        for (size_t i = 0; i < MAX_PENDING && (one = element(graph ? graph : top, i)); i++)
            if (nr_value_get(one, "name") && nr_value_text(nr_value_get(one, "@id"), &id) &&
                nr_str_eq(id, wanted))
                return one;
    }
    return NULL;
}

/* What v names, which may be a reference, {"@id": "#ann"}, to an object in the document's list or
 * graph. */
static const struct nr_value *name_of(struct document *d, const struct nr_value *v)
{
    struct nr_str id;
    const struct nr_value *name = nr_value_get(v, "name");
    if (name || d->followed == MAX_REFERENCES || !nr_value_text(nr_value_get(v, "@id"), &id))
        return name;
    d->followed++;
    return nr_value_get(find_id(d->root, id), "name");
}

/* A person whose name is given in two parts. */
static void offer_parts(struct nr_offers *o, const struct nr_value *person)
{
    struct nr_buf name = {0};
    struct nr_str given, family;
    if (nr_value_text(nr_value_get(person, "givenName"), &given) &&
        nr_value_text(nr_value_get(person, "familyName"), &family)) {
        nr_buf_add_str(&name, given);
        nr_buf_add_char(&name, ' ');
        nr_buf_add_str(&name, family);
        nr_offer(o, NR_FIELD_AUTHOR, NR_TRUST_LINKED, nr_buf_str(&name), nr_str(NULL, 0));
    }
    nr_buf_free(&name);
}

/* Who signs as a firm is no person. */
static bool is_firm(const struct nr_value *author)
{
    struct nr_str type;
    return nr_value_text(nr_value_get(author, "@type"), &type) &&
           nr_str_ends(type, nr_str_of("Organization"));
}

static void offer_authors(struct nr_offers *o, struct document *d, const struct nr_value *v)
{
    struct nr_str text;
    const struct nr_value *one, *name;
    for (size_t i = 0; i < NR_AUTHORS && (one = element(v, i)); i++) {
        if (is_firm(one))
            continue;
        if (nr_value_text(held(one), &text))
            nr_offer(o, NR_FIELD_AUTHOR, NR_TRUST_LINKED, text, nr_str(NULL, 0));
        const struct nr_value *names = name_of(d, one);
        if (!names)
            offer_parts(o, one);
        for (size_t k = 0; k < NR_AUTHORS && (name = element(names, k)); k++)
            if (nr_value_text(held(name), &text))
                nr_offer(o, NR_FIELD_AUTHOR, NR_TRUST_LINKED, text, nr_str(NULL, 0));
    }
}

/* One string with commas, or several. */
static void offer_keywords(struct nr_offers *o, const struct nr_value *v)
{
    struct nr_str text;
    for (size_t i = 0; i < NR_KEYWORDS; i++) {
        const struct nr_value *one = i == 0 && nr_value_text(v, &text) ? v : nr_value_at(v, i);
        if (nr_value_text(one, &text) || nr_value_text(nr_value_get(one, "name"), &text))
            nr_offer(o, NR_FIELD_KEYWORD, NR_TRUST_LINKED, text, nr_str(NULL, 0));
    }
}

/* Who publishes is the site, by name. Where the article only refers to it, that is as a rule the
 * firm behind the site, which counts where nothing names the site itself. */
static void offer_site(struct nr_offers *o, struct document *d, const struct nr_value *publisher,
                       struct nr_str base)
{
    struct nr_str text;
    if (nr_value_get(publisher, "name"))
        offer_text(o, NR_FIELD_SITE, NR_TRUST_LINKED, nr_value_get(publisher, "name"), base);
    else if (nr_value_text(name_of(d, publisher), &text))
        nr_offer(o, NR_FIELD_SITE, NR_TRUST_PAGE, text, base);
}

/* Which page the article is on. It counts where the page itself does not say it. */
static void offer_address(struct nr_offers *o, const struct nr_value *article, struct nr_str base)
{
    const struct nr_value *page = nr_value_get(article, "mainEntityOfPage");
    const struct nr_value *id = nr_value_get(page, "@id");
    offer_text(o, NR_FIELD_URL, NR_TRUST_PAGE, nr_value_get(article, "url"), base);
    offer_text(o, NR_FIELD_URL, NR_TRUST_PAGE, id ? id : page, base);
}

static void offer_article(struct nr_offers *o, struct document *d, const struct nr_value *v,
                          struct nr_str base)
{
    static const struct {
        const char *key;
        enum nr_offered field;
    } members[] = {
        {"headline", NR_FIELD_HEADLINE},     {"name", NR_FIELD_HEADLINE},
        {"datePublished", NR_FIELD_CREATED}, {"dateCreated", NR_FIELD_CREATED},
        {"dateModified", NR_FIELD_MODIFIED}, {"articleSection", NR_FIELD_SECTION},
        {"description", NR_FIELD_SUMMARY},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        offer_text(o, members[i].field, NR_TRUST_LINKED, nr_value_get(v, members[i].key), base);
    offer_text(o, NR_FIELD_LANGUAGE, NR_TRUST_PAGE, nr_value_get(v, "inLanguage"), base);
    offer_address(o, v, base);
    offer_site(o, d, nr_value_get(v, "publisher"), base);
    if (o->trust[NR_FIELD_AUTHOR] != NR_TRUST_LINKED)
        offer_authors(o, d, nr_value_get(v, "author"));
    if (o->trust[NR_FIELD_AUTHOR] != NR_TRUST_LINKED)
        offer_authors(o, d, nr_value_get(v, "creator"));
    if (o->trust[NR_FIELD_KEYWORD] != NR_TRUST_LINKED)
        offer_keywords(o, nr_value_get(v, "keywords"));
}

/* Pages, recipes and the like have dates too; what has no article in it is about those. */
static void offer_other(struct nr_offers *o, const struct nr_value *v, struct nr_str base)
{
    struct nr_str type;
    offer_text(o, NR_FIELD_CREATED, NR_TRUST_ITEM, nr_value_get(v, "datePublished"), base);
    offer_text(o, NR_FIELD_MODIFIED, NR_TRUST_ITEM, nr_value_get(v, "dateModified"), base);
    if (nr_value_text(nr_value_get(v, "@type"), &type) && nr_str_is(type, "WebSite"))
        offer_text(o, NR_FIELD_SITE, NR_TRUST_ITEM, nr_value_get(v, "name"), base);
}

/* The first post of a forum has it too. */
static void offer_body(struct nr_offers *o, const struct nr_value *v)
{
    struct nr_str body;
    if (nr_value_text(nr_value_get(v, "articleBody"), &body) && body.len > o->body.len)
        o->body = nr_arena_str(o->arena, body);
}

static void walk(struct nr_offers *o, const struct nr_value *root, struct nr_str base)
{
    const struct nr_value *pending[MAX_PENDING] = {root};
    struct document d = {.root = root};
    for (size_t count = 1; count > 0;) {
        const struct nr_value *v = pending[--count];
        offer_body(o, v);
        if (is_article(v))
            offer_article(o, &d, v, base);
        else
            offer_other(o, v, base);
        static const char *const inside[] = {"mainEntityOfPage", "mainEntity", "@graph"};
        for (size_t i = 0; i < sizeof inside / sizeof *inside && count < MAX_PENDING; i++) {
            const struct nr_value *part = nr_value_get(v, inside[i]);
            if (part)
                pending[count++] = part;
        }
        size_t length = 0;
        while (length < MAX_PENDING && nr_value_at(v, length))
            length++;
        while (length > 0 && count < MAX_PENDING)
            pending[count++] = nr_value_at(v, --length);
    }
}

/* Many pages break lines inside strings, which JSON does not allow. */
static void blank_controls(struct nr_buf *json)
{
    for (size_t i = 0; i < json->len; i++)
        if ((unsigned char)json->data[i] < ' ')
            json->data[i] = ' ';
}

/* A template has escaped the document as if it were text of the page. */
static bool is_escaped(struct nr_str json)
{
    return nr_str_find_char(json, '"') == json.len &&
           nr_str_find(json, nr_str_of("&quot;")) < json.len;
}

static struct nr_value *parse(struct nr_str json)
{
    struct nr_buf copy = {0};
    struct nr_error e;
    if (!is_escaped(json) || !nr_references_resolve(&copy, json))
        nr_buf_add_str(&copy, json);
    blank_controls(&copy);
    struct nr_value *v = nr_value_parse(nr_buf_str(&copy), &e);
    if (!v) {
        copy.len = 0;
        nr_json_mend(&copy, json);
        v = nr_value_parse(nr_buf_str(&copy), &e);
    }
    nr_buf_free(&copy);
    return v;
}

/* One of the words without which nothing in a document is looked at: most are about sites, crumbs
 * and pictures, and a search costs less than a tree. */
static bool may_say_something(struct nr_str json)
{
    static const struct nr_str words[] = {
        NR_STR("rticle\""), NR_STR("datePublished"), NR_STR("osting\""), NR_STR("dateModified"),
        NR_STR("rticle'"),  NR_STR("eport\""),       NR_STR("eview\""),  NR_STR("rticle&quot;")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nr_str_find(json, words[i]) < json.len)
            return true;
    return false;
}

void nr_offer_linked_data(struct nr_offers *o, struct nr_str json, struct nr_str base)
{
    if (json.len > MAX_JSON || !may_say_something(json))
        return;
    struct nr_value *v = parse(json);
    walk(o, v, base);
    nr_value_free(v);
}
