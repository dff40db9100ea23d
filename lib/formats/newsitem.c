/* The newsitems of Reuters Corpora 1 and 2: a small schema that is neither NewsML nor NITF.
 * Declared ISO-8859-1, with the entities of HTML.
 * https://trec.nist.gov/data/reuters/reuters.html */
#include "body.h"
#include "formats.h"
#include "newsreel/formats/byline.h"

static void fill(struct nr_str *field, struct nr_str value)
{
    if (!field->len)
        *field = value;
}

/* The value of a Dublin Core element among the metadata. */
static struct nr_str dublin(const xmlNode *metadata, const char *element, struct nr_arena *arena)
{
    for (const xmlNode *n = nr_xml_child(metadata, "dc"); n; n = nr_xml_next(n, "dc"))
        if (nr_str_is(nr_xml_attribute(n, "element", arena), element))
            return nr_xml_attribute(n, "value", arena);
    return nr_str(NULL, 0);
}

/* Topics are what a story is about; the other classes say which countries and industries. */
static void read_topics(const xmlNode *metadata, struct nr_story *s, struct nr_arena *arena)
{
    for (const xmlNode *codes = nr_xml_child(metadata, "codes"); codes;
         codes = nr_xml_next(codes, "codes")) {
        struct nr_str class = nr_xml_attribute(codes, "class", arena);
        if (nr_str_find(class, nr_str_of("topics")) == class.len)
            continue;
        for (const xmlNode *n = nr_xml_child(codes, "code"); n; n = nr_xml_next(n, "code"))
            nr_texts_add(&s->subjects, arena, nr_xml_attribute(n, "code", arena));
    }
}

/* The title repeats the headline behind the name of a country. */
static void read_document(const xmlNode *root, struct nr_stories *stories)
{
    struct nr_arena *arena = stories->arena;
    struct nr_story *s = nr_story_new(stories);
    const xmlNode *metadata = nr_xml_child(root, "metadata");
    s->id = nr_xml_attribute(root, "itemid", arena);
    s->language = nr_xml_attribute(root, "lang", arena);
    s->created = nr_story_date(arena, nr_xml_attribute(root, "date", arena));
    fill(&s->created, nr_story_date(arena, dublin(metadata, "dc.date.published", arena)));
    s->headline = nr_body_headline(arena, nr_xml_child(root, "headline"));
    fill(&s->headline, nr_body_headline(arena, nr_xml_child(root, "title")));
    nr_byline_add(&s->by, arena, nr_xml_line(nr_xml_child(root, "byline"), arena));
    struct nr_str dateline = nr_xml_line(nr_xml_child(root, "dateline"), arena);
    s->located = nr_dateline_place(arena, dateline);
    fill(&s->located, dublin(metadata, "dc.creator.location", arena));
    s->copyright = nr_xml_line(nr_xml_child(root, "copyright"), arena);
    read_topics(metadata, s, arena);
    s->text = nr_body_text(arena, nr_xml_child(root, "text"));
    nr_body_finish(s);
}

static bool begins(struct nr_str head, struct nr_str name)
{
    struct nr_str attributes, root = nr_xml_root(head, &attributes);
    (void)name;
    return nr_str_is(root, "newsitem") &&
           nr_str_find(attributes, nr_str_of("itemid=")) < attributes.len;
}

static enum nr_status read(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e)
{
    return nr_xml_each(r->bytes, stories, e, read_document);
}

const struct nr_format nr_format_newsitem = {
    .name = "newsitem",
    .mime = "application/xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .cut = nr_xml_cut,
    .read = read,
};
