/* NewsML-G2: items in a message, each with what is said about it and its content in one or several
 * renditions. https://iptc.org/standards/newsml-g2/ */
#include "body.h"
#include "formats.h"
#include "newsreel/formats/byline.h"
#include "nitf.h"

struct reader {
    const xmlNode *item, *meta, *content, *rights; /* itemMeta, contentMeta, rightsInfo */
    struct nr_story *story;
    struct nr_arena *arena;
};

static struct nr_str attribute(const struct reader *r, const xmlNode *n, const char *name)
{
    return nr_xml_attribute(n, name, r->arena);
}

static void fill(struct nr_str *field, struct nr_str value)
{
    if (!field->len)
        *field = value;
}

static bool holds(struct nr_str s, const char *word)
{
    return nr_str_find_fold(s, nr_str_of(word)) < s.len;
}

/* Whether a text of the item is in the language of its story, or does not say. */
static bool speaks(const struct reader *r, const xmlNode *n)
{
    struct nr_str lang = attribute(r, n, "lang"), own = r->story->language;
    return !lang.len || !own.len || nr_str_starts_fold(own, nr_str_sub(lang, 0, 2));
}

/* The text of the first element of that name that has some; one in the story's language first. */
static struct nr_str own_line(const struct reader *r, const xmlNode *parent, const char *name)
{
    struct nr_str best = {NULL, 0};
    for (const xmlNode *n = nr_xml_child(parent, name); n; n = nr_xml_next(n, name)) {
        struct nr_str line = nr_body_headline(r->arena, n);
        if (line.len && speaks(r, n))
            return line;
        best = best.len ? best : line;
    }
    return best;
}

/* The name of a subject, a place, a person: an element, or an attribute. */
static struct nr_str name_of(const struct reader *r, const xmlNode *n)
{
    struct nr_str name = own_line(r, n, "name");
    return name.len ? name : attribute(r, n, "literal");
}

/* A headline and what stands under it have the same name, and roles. */
static void read_headlines(struct reader *r)
{
    struct nr_story *s = r->story;
    for (const xmlNode *n = nr_xml_child(r->content, "headline"); n;
         n = nr_xml_next(n, "headline")) {
        bool sub = holds(attribute(r, n, "role"), "sub");
        struct nr_str line = nr_body_headline(r->arena, n);
        if (sub)
            fill(&s->summary, line);
        else
            fill(&s->headline, line);
    }
    fill(&s->headline, own_line(r, r->meta, "title"));
}

/* A summary wins over a headline's second line; captions are about pictures. */
static void read_summary(struct reader *r)
{
    const xmlNode *n = nr_xml_child(r->content, "description");
    for (; n; n = nr_xml_next(n, "description")) {
        struct nr_str role = attribute(r, n, "role"), line = nr_body_headline(r->arena, n);
        if (!line.len || holds(role, "caption") || holds(role, "audio"))
            continue;
        r->story->summary = line;
        return;
    }
}

/* A creator's name counts as one when it has two words: agencies put themselves there, and
 * signs. */
static void read_by(struct reader *r)
{
    struct nr_texts *by = &r->story->by;
    for (const xmlNode *n = nr_xml_child(r->content, "by"); n; n = nr_xml_next(n, "by"))
        nr_byline_add(by, r->arena, nr_xml_line(n, r->arena));
    const xmlNode *n = by->first ? NULL : nr_xml_child(r->content, "creator");
    for (; n; n = nr_xml_next(n, "creator")) {
        struct nr_str name = name_of(r, n), role = attribute(r, n, "role");
        bool organisation = holds(attribute(r, n, "type"), "organi") || holds(role, "source");
        if (!organisation && nr_str_find_char(name, ' ') < name.len)
            nr_byline_add(by, r->arena, name);
    }
}

static void read_place(struct reader *r)
{
    const xmlNode *n = nr_xml_child(r->content, "located");
    for (; n; n = nr_xml_next(n, "located"))
        fill(&r->story->located, name_of(r, n));
    struct nr_str line = own_line(r, r->content, "dateline");
    fill(&r->story->located, nr_dateline_place(r->arena, line));
}

/* Only names: what a code means is known to its agency. Departments and categories are the sections
 * of agencies. */
static void read_subjects(struct reader *r)
{
    for (const xmlNode *n = nr_xml_child(r->content, "subject"); n; n = nr_xml_next(n, "subject")) {
        struct nr_str name = own_line(r, n, "name"), code = attribute(r, n, "qcode");
        struct nr_str scheme = nr_str_sub(code, 0, nr_str_find_char(code, ':'));
        bool section = nr_str_ends_fold(attribute(r, n, "type"), nr_str_of(":category")) ||
                       holds(scheme, "department");
        if (name.len < 2)
            continue;
        if (section)
            fill(&r->story->section, name);
        else
            nr_texts_add(&r->story->subjects, r->arena, name);
    }
    for (const xmlNode *n = nr_xml_child(r->content, "keyword"); n; n = nr_xml_next(n, "keyword"))
        nr_texts_add(&r->story->subjects, r->arena, nr_xml_line(n, r->arena));
}

static void read_dates(struct reader *r)
{
    struct nr_story *s = r->story;
    const struct nr_str first = own_line(r, r->meta, "firstCreated");
    const struct nr_str made = own_line(r, r->content, "contentCreated");
    fill(&s->modified, nr_story_date(r->arena, own_line(r, r->meta, "versionCreated")));
    fill(&s->modified, nr_story_date(r->arena, own_line(r, r->content, "contentModified")));
    fill(&s->created, nr_story_date(r->arena, first));
    fill(&s->created, nr_story_date(r->arena, made));
    fill(&s->created, s->modified);
}

static void read_meta(struct reader *r)
{
    struct nr_story *s = r->story;
    s->id = attribute(r, r->item, "guid");
    if (nr_str_starts(s->id, nr_str_of("http")))
        s->url = s->id;
    fill(&s->language, attribute(r, nr_xml_child(r->content, "language"), "tag"));
    fill(&s->language, attribute(r, r->item, "lang"));
    fill(&s->slugline, own_line(r, r->content, "slugline"));
    fill(&s->copyright, own_line(r, r->rights, "copyrightNotice"));
    fill(&s->copyright, name_of(r, nr_xml_child(r->rights, "copyrightHolder")));
    read_headlines(r);
    read_summary(r);
    read_by(r);
    read_place(r);
    read_subjects(r);
    read_dates(r);
}

/* A string that says it is plain text and has its paragraphs between tags all the same: lines cut
 * at a column, which HTML would run together. *plain: there is no other markup in it. */
static struct nr_str read_plain(struct reader *r, const xmlNode *n, bool *plain)
{
    static const struct nr_str tags[] = {NR_STR("<p>"), NR_STR("</p>")};
    struct nr_str text = nr_xml_text(n, r->arena);
    struct nr_buf lines = {0};
    for (size_t i = 0; i < text.len; i++) {
        struct nr_str rest = nr_str_sub(text, i, text.len);
        bool opens = nr_str_starts_fold(rest, tags[0]), closes = nr_str_starts_fold(rest, tags[1]);
        if (opens || closes)
            nr_buf_add_cstr(&lines, "\n\n");
        else
            nr_buf_add_char(&lines, text.data[i]);
        i += opens ? tags[0].len - 1 : closes ? tags[1].len - 1 : 0;
    }
    text = nr_body_string(r->arena, nr_arena_str(r->arena, nr_buf_str(&lines)), plain);
    nr_buf_free(&lines);
    return text;
}

static void read_rendition(struct reader *r, const xmlNode *n)
{
    struct nr_story *s = r->story;
    bool plain = false;
    if (nr_str_starts(attribute(r, n, "contenttype"), nr_str_of("text/plain")))
        s->text = read_plain(r, n, &plain);
    if (!plain)
        s->text = nr_body_content(r->arena, n, &plain);
    s->wrapped = plain;
    if (nr_xml_child(n, "nitf"))
        nr_nitf_read(nr_xml_child(n, "nitf"), s, r->arena);
}

/* The renditions of a content say the same: the first one that says anything is taken, markup
 * before strings. */
static void read_content(struct reader *r)
{
    static const char *const kinds[] = {"inlineXML", "inlineData"};
    const xmlNode *set = nr_xml_child(r->item, "contentSet");
    for (size_t i = 0; i < 2; i++)
        for (const xmlNode *n = nr_xml_child(set, kinds[i]); n && !nr_str_trim(r->story->text).len;
             n = nr_xml_next(n, kinds[i]))
            if (!holds(attribute(r, n, "encoding"), "base64"))
                read_rendition(r, n);
}

/* The class of an item ("ninat:picture") as a constant word; NULL for text. */
static const char *class_of(const struct reader *r)
{
    static const char *const words[] = {"picture", "video",     "audio",    "graphic",
                                        "package", "animation", "planning", "event"};
    struct nr_str class = attribute(r, nr_xml_child(r->meta, "itemClass"), "qcode");
    if (holds(class, "composite"))
        return "package";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (holds(class, words[i]))
            return words[i];
    return NULL;
}

static void read_item(const xmlNode *item, struct nr_stories *stories)
{
    struct nr_story story = {0};
    struct reader r = {.item = item, .story = &story, .arena = stories->arena};
    r.meta = nr_xml_child(item, "itemMeta");
    r.content = nr_xml_child(item, "contentMeta");
    r.rights = nr_xml_child(item, "rightsInfo");
    const char *class = class_of(&r);
    read_meta(&r);
    read_content(&r);
    nr_body_finish(&story);
    const xmlNode *set = nr_xml_child(item, "contentSet"), *n = nr_xml_child(set, "remoteContent");
    for (; n; n = nr_xml_next(n, "remoteContent"))
        stories->attachments++;
    if (class)
        stories->drop = class;
    if (!class || story.text.len)
        *nr_story_new(stories) = story;
}

/* What an element of a message is, when it is no newsItem. */
static const char *other_item(const xmlNode *n)
{
    static const struct {
        const char *name, *word;
    } table[] = {{"packageItem", "package"},   {"conceptItem", "concept"},
                 {"knowledgeItem", "concept"}, {"catalogItem", "concept"},
                 {"planningItem", "planning"}, {"hop", NULL}};
    for (size_t i = 0; table[i].word; i++)
        if (nr_xml_is(n, table[i].name))
            return table[i].word;
    return NULL;
}

static void read_document(const xmlNode *root, struct nr_stories *stories)
{
    bool into = true;
    if (nr_xml_is(root, "newsItem"))
        read_item(root, stories);
    else if (other_item(root))
        stories->drop = other_item(root);
    for (const xmlNode *n = root; (n = nr_xml_step(root, n, into));) {
        bool item = nr_xml_is(n, "newsItem");
        if (item)
            read_item(n, stories);
        if (other_item(n))
            stories->drop = other_item(n);
        into = !item;
    }
}

static bool begins(struct nr_str head, struct nr_str name)
{
    struct nr_str attributes, root = nr_xml_root(head, &attributes);
    (void)name;
    bool item = nr_str_is(root, "newsItem") || nr_str_is(root, "packageItem") ||
                nr_str_is(root, "conceptItem") || nr_str_is(root, "knowledgeItem") ||
                nr_str_is(root, "planningItem");
    bool sign = nr_str_find(attributes, nr_str_of("guid=")) < attributes.len ||
                nr_str_find(attributes, nr_str_of("iptc.org")) < attributes.len;
    return nr_str_is(root, "newsMessage") || (item && sign);
}

static enum nr_status read(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e)
{
    return nr_xml_each(r->bytes, stories, e, read_document);
}

const struct nr_format nr_format_newsml_g2 = {
    .name = "newsml-g2",
    .mime = "application/vnd.iptc.g2.newsitem+xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .cut = nr_xml_cut,
    .read = read,
};
