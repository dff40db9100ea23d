/* XML of an agency's own making. There are as many schemas as agencies, but they call things by the
 * same names: what has a headline and beside it a text is a story, and what else stands beside
 * these two says about it what its name says. */
#include "body.h"
#include "formats.h"
#include "newsreel/formats/byline.h"

enum { KEY_MOST = 24 };

enum field {
    HEADLINE,
    TEXT,
    BYLINE,
    CREATED,
    MODIFIED,
    SECTION,
    PLACE,
    SLUG,
    SUMMARY,
    ID,
    URL,
    LANGUAGE,
    SUBJECT,
    COPYRIGHT,
    FIELDS,
};

/* Names without case, dashes, dots and underscores. */
static const struct {
    const char *key;
    enum field field;
} keys[] = {
    {"headline", HEADLINE},
    {"hedline", HEADLINE},
    {"content", TEXT},
    {"body", TEXT},
    {"text", TEXT},
    {"bodytext", TEXT},
    {"story", TEXT},
    {"storytext", TEXT},
    {"articletext", TEXT},
    {"articlebody", TEXT},
    {"fulltext", TEXT},
    {"maintext", TEXT},
    {"bodyhtml", TEXT},
    {"byline", BYLINE},
    {"by", BYLINE},
    {"author", BYLINE},
    {"authors", BYLINE},
    {"journalist", BYLINE},
    {"publishdate", CREATED},
    {"pubdate", CREATED},
    {"publicationdate", CREATED},
    {"published", CREATED},
    {"date", CREATED},
    {"created", CREATED},
    {"datecreated", CREATED},
    {"datetime", CREATED},
    {"issuedate", CREATED},
    {"firstcreated", CREATED},
    {"modified", MODIFIED},
    {"updated", MODIFIED},
    {"lastmodified", MODIFIED},
    {"datemodified", MODIFIED},
    {"versioncreated", MODIFIED},
    {"section", SECTION},
    {"category", SECTION},
    {"department", SECTION},
    {"dateline", PLACE},
    {"town", PLACE},
    {"city", PLACE},
    {"located", PLACE},
    {"place", PLACE},
    {"location", PLACE},
    {"slug", SLUG},
    {"slugline", SLUG},
    {"subtitle", SUMMARY},
    {"subheadline", SUMMARY},
    {"summary", SUMMARY},
    {"abstract", SUMMARY},
    {"teaser", SUMMARY},
    {"standfirst", SUMMARY},
    {"ingress", SUMMARY},
    {"description", SUMMARY},
    {"newsid", ID},
    {"id", ID},
    {"guid", ID},
    {"articleid", ID},
    {"storyid", ID},
    {"docid", ID},
    {"itemid", ID},
    {"uri", ID},
    {"url", URL},
    {"link", URL},
    {"language", LANGUAGE},
    {"lang", LANGUAGE},
    {"keyword", SUBJECT},
    {"keywords", SUBJECT},
    {"subject", SUBJECT},
    {"topic", SUBJECT},
    {"tag", SUBJECT},
    {"copyright", COPYRIGHT},
    {"copyrightnotice", COPYRIGHT},
};

static struct nr_str key_of(struct nr_str name, char key[KEY_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < name.len && n < KEY_MOST; i++)
        if (name.data[i] != '-' && name.data[i] != '_' && name.data[i] != '.')
            key[n++] = nr_ascii_lower(name.data[i]);
    return nr_str(key, n);
}

static enum field field_of(const xmlNode *n)
{
    char spelt[KEY_MOST];
    struct nr_str key = key_of(nr_xml_name(n), spelt);
    for (size_t i = 0; key.len && i < sizeof keys / sizeof *keys; i++)
        if (nr_str_is(key, keys[i].key))
            return keys[i].field;
    return FIELDS;
}

static void fill(struct nr_str *field, struct nr_str value)
{
    if (!field->len)
        *field = value;
}

static void read_text(const xmlNode *n, struct nr_story *s, struct nr_arena *arena)
{
    bool plain = false;
    if (s->text.len)
        return;
    s->text = nr_str_trim(nr_body_content(arena, n, &plain));
    s->wrapped = plain;
}

static void read_field(const xmlNode *n, enum field field, struct nr_story *s,
                       struct nr_arena *arena)
{
    struct nr_str *const lines[FIELDS] = {
        [HEADLINE] = &s->headline,
        [SECTION] = &s->section,
        [SLUG] = &s->slugline,
        [SUMMARY] = &s->summary,
        [ID] = &s->id,
        [URL] = &s->url,
        [LANGUAGE] = &s->language,
        [COPYRIGHT] = &s->copyright,
    };
    struct nr_str line = field == TEXT ? nr_str(NULL, 0) : nr_body_headline(arena, n);
    if (field == TEXT)
        read_text(n, s, arena);
    else if (field == BYLINE)
        nr_byline_add(&s->by, arena, line);
    else if (field == CREATED)
        fill(&s->created, nr_story_date(arena, line));
    else if (field == MODIFIED)
        fill(&s->modified, nr_story_date(arena, line));
    else if (field == PLACE)
        fill(&s->located, nr_dateline_place(arena, line));
    else if (field == SUBJECT)
        nr_texts_add(&s->subjects, arena, line);
    else
        fill(lines[field], line);
}

/* Whether a headline and a text stand side by side in n. */
static bool is_story(const xmlNode *n)
{
    bool headline = false, text = false;
    for (const xmlNode *c = n->type == XML_ELEMENT_NODE ? n->children : NULL; c; c = c->next) {
        enum field field = field_of(c);
        headline |= field == HEADLINE;
        text |= field == TEXT && c->children;
    }
    return headline && text;
}

static void read_document(const xmlNode *root, struct nr_stories *stories)
{
    bool into = true;
    for (const xmlNode *n = root; n; n = nr_xml_step(root, n, into)) {
        into = !is_story(n);
        if (into)
            continue;
        struct nr_story *s = nr_story_new(stories);
        for (const xmlNode *c = n->children; c; c = c->next)
            if (field_of(c) != FIELDS)
                read_field(c, field_of(c), s, stories->arena);
        nr_body_finish(s);
    }
    if (!stories->first)
        stories->drop = "xml";
}

/* An element of that name, as it is mostly spelt, in a document that says it is XML. */
static bool begins(struct nr_str head, struct nr_str name)
{
    static const char *const tags[] = {"<headline>", "<headline ", "<headline/", "<Headline>",
                                       "<HeadLine>"};
    static const char *const others[] = {"html",  "rss", "feed",      "RDF",  "svg",  "TEI",
                                         "TEI.2", "DOC", "mediawiki", "alto", "mets", "urlset"};
    struct nr_str root = nr_xml_root(head, NULL);
    (void)name;
    if (!root.len || nr_str_find(head, nr_str_of("<?xml")) > 3)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nr_str_eq_fold(root, nr_str_of(others[i])))
            return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (nr_str_find(head, nr_str_of(tags[i])) < head.len)
            return true;
    return false;
}

static enum nr_status read(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e)
{
    return nr_xml_each(r->bytes, stories, e, read_document);
}

const struct nr_format nr_format_newsxml = {
    .name = "newsxml",
    .mime = "application/xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .cut = nr_xml_cut,
    .read = read,
};
