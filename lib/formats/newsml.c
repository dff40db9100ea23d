/* NewsML 1, IPTC's envelope of the years after 2000. A NewsItem holds a tree of components; what is
 * a story is not one of them in particular, but what has a headline and, somewhere inside, text
 * that plays no other role: not a caption's, not a style sheet's. Components of several languages
 * are several stories. https://iptc.org/standards/newsml-1/ */
#include "body.h"
#include "formats.h"
#include "newsreel/formats/byline.h"
#include "nitf.h"

enum {
    STORIES = 100, /* of one item */
    STEPS = 10000, /* topics, codes and keywords that are looked at for one story */
};

struct reader {
    const xmlNode *item;
    struct nr_stories *stories;
    struct nr_arena *arena;
    const xmlNode *component; /* of the story at hand */
    struct nr_story *story;
    size_t count; /* stories of the item */
    size_t steps; /* left */
    struct nr_buf text;
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

/* What kind of thing a media type, a format or a role names; NULL for text. */
static const char *kind_of(struct nr_str name)
{
    static const struct {
        const char *word, *kind;
    } table[] = {
        {"photo", "picture"},    {"picture", "picture"},   {"image", "picture"},
        {"jpeg", "picture"},     {"jpg", "picture"},       {"gif", "picture"},
        {"png", "picture"},      {"tiff", "picture"},      {"thumbnail", "picture"},
        {"preview", "picture"},  {"quicklook", "picture"}, {"logo", "picture"},
        {"icon", "picture"},     {"video", "video"},       {"mpeg", "video"},
        {"quicktime", "video"},  {"audio", "audio"},       {"mp3", "audio"},
        {"graphic", "graphic"},  {"flash", "graphic"},     {"css", "style"},
        {"stylesheet", "style"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (holds(name, table[i].word))
            return table[i].kind;
    return NULL;
}

/* The nearest element in the tree above that has the path with something in it. */
static const xmlNode *up(const struct reader *r, const char *path)
{
    for (const xmlNode *n = r->component; n && n != r->item->parent; n = n->parent) {
        const xmlNode *found = nr_xml_path(n, path);
        if (found && (found->children || found->properties))
            return found;
    }
    return NULL;
}

static struct nr_str line_up(const struct reader *r, const char *path)
{
    const xmlNode *n = up(r, path);
    return n ? nr_body_headline(r->arena, n) : nr_str(NULL, 0);
}

/* A property's value out of what is said about the story: DescriptiveMetadata and the like. */
static struct nr_str property(const struct reader *r, const xmlNode *parent, const char *name)
{
    for (const xmlNode *n = nr_xml_child(parent, "Property"); n; n = nr_xml_next(n, "Property"))
        if (nr_str_is(attribute(r, n, "FormalName"), name))
            return attribute(r, n, "Value");
    return nr_str(NULL, 0);
}

static void read_place(const struct reader *r, struct nr_story *s)
{
    fill(&s->located, nr_dateline_place(r->arena, line_up(r, "NewsLines/DateLine")));
    for (const xmlNode *n = up(r, "DescriptiveMetadata/Location"); n;
         n = nr_xml_next(n, "Location"))
        if (nr_str_is(attribute(r, n, "HowPresent"), "Origin"))
            fill(&s->located, property(r, n, "City"));
    fill(&s->located, property(r, up(r, "DescriptiveMetadata"), "City"));
}

/* The name of a topic, in the story's language where it has one. */
static struct nr_str topic_name(const struct reader *r, const xmlNode *topic)
{
    struct nr_str best = {NULL, 0};
    int best_rank = -1;
    for (const xmlNode *n = nr_xml_child(topic, "Description"); n;
         n = nr_xml_next(n, "Description")) {
        bool name = holds(attribute(r, n, "Variant"), "name");
        bool language = nr_str_eq_fold(attribute(r, n, "lang"), r->story->language);
        int rank = 2 * name + (language && attribute(r, n, "lang").len);
        if (rank > best_rank)
            best = nr_xml_line(n, r->arena);
        best_rank = rank > best_rank ? rank : best_rank;
    }
    return best;
}

static bool step(struct reader *r)
{
    r->steps -= r->steps > 0;
    return r->steps > 0;
}

static void read_topics(struct reader *r, const xmlNode *level)
{
    for (const xmlNode *set = nr_xml_child(level, "TopicSet"); set && step(r);
         set = nr_xml_next(set, "TopicSet"))
        for (const xmlNode *n = nr_xml_child(set, "Topic"); n && step(r);
             n = nr_xml_next(n, "Topic"))
            nr_texts_add(&r->story->subjects, r->arena, topic_name(r, n));
}

/* Codes whose names no topic gives: IPTC's, which are public, and what is no number. */
static void read_codes(struct reader *r, const xmlNode *metadata, bool named)
{
    for (const xmlNode *at = metadata; step(r) && (at = nr_xml_step(metadata, at, true));) {
        struct nr_str parent = nr_xml_name(at->parent), code = attribute(r, at, "FormalName");
        bool number = code.len && nr_ascii_is_digit(code.data[0]);
        if (nr_str_is(parent, "SubjectCode") && (!number || (code.len == 8 && !named)))
            nr_texts_add(&r->story->subjects, r->arena, code);
    }
}

static void read_keywords(struct reader *r, const xmlNode *metadata)
{
    for (const xmlNode *n = nr_xml_child(metadata, "Property"); n && step(r);
         n = nr_xml_next(n, "Property")) {
        struct nr_str name = attribute(r, n, "FormalName");
        if (nr_str_ends_fold(name, nr_str_of("keyword")) ||
            nr_str_ends_fold(name, nr_str_of("keywords")))
            nr_texts_add(&r->story->subjects, r->arena, attribute(r, n, "Value"));
    }
}

static void read_subjects(struct reader *r)
{
    const xmlNode *end = r->item->parent;
    r->steps = STEPS;
    for (const xmlNode *n = r->component; n && n != end; n = n->parent)
        read_topics(r, n);
    bool named = r->story->subjects.count > 0;
    for (const xmlNode *n = r->component; n && n != end; n = n->parent)
        for (const xmlNode *m = n->children; m && step(r); m = m->next) {
            if (nr_xml_is(m, "DescriptiveMetadata"))
                read_codes(r, m, named);
            if (nr_xml_is(m, "DescriptiveMetadata") || nr_xml_is(m, "Metadata"))
                read_keywords(r, m);
        }
    for (const xmlNode *n = up(r, "NewsLines/KeywordLine"); n && step(r);
         n = nr_xml_next(n, "KeywordLine"))
        nr_texts_add(&r->story->subjects, r->arena, nr_xml_line(n, r->arena));
}

static void read_language(const struct reader *r, struct nr_story *s)
{
    static const struct nr_str none = NR_STR("x-");
    struct nr_str line = attribute(r, up(r, "NewsLines/HeadLine"), "lang");
    fill(&s->language, attribute(r, up(r, "DescriptiveMetadata/Language"), "FormalName"));
    if (!nr_str_starts(line, none))
        fill(&s->language, line);
    fill(&s->language, attribute(r, r->item, "lang"));
}

/* Several stories of an item share its name; the second one is number 2. */
static struct nr_str numbered(const struct reader *r, struct nr_str id)
{
    struct nr_buf b = {0};
    if (r->count < 2 || !id.len)
        return id;
    nr_buf_add_str(&b, id);
    nr_buf_addf(&b, "/%zu", r->count);
    id = nr_arena_str(r->arena, nr_buf_str(&b));
    nr_buf_free(&b);
    return id;
}

static void read_management(const struct reader *r, struct nr_story *s)
{
    const xmlNode *names = nr_xml_path(r->item, "Identification/NewsIdentifier");
    const xmlNode *dates = nr_xml_child(r->item, "NewsManagement");
    fill(&s->id, nr_xml_line(nr_xml_child(names, "PublicIdentifier"), r->arena));
    fill(&s->id, nr_xml_line(nr_xml_child(names, "NewsItemId"), r->arena));
    s->id = numbered(r, s->id);
    struct nr_str first = nr_xml_line(nr_xml_child(dates, "FirstCreated"), r->arena);
    struct nr_str last = nr_xml_line(nr_xml_child(dates, "ThisRevisionCreated"), r->arena);
    struct nr_str day = nr_xml_line(nr_xml_child(names, "DateId"), r->arena);
    fill(&s->created, nr_story_date(r->arena, first));
    fill(&s->modified, nr_story_date(r->arena, last));
    fill(&s->created, s->modified);
    fill(&s->created, nr_story_date(r->arena, day));
}

static void read_lines(struct reader *r)
{
    struct nr_story *s = r->story;
    read_language(r, s);
    read_management(r, s);
    fill(&s->headline, line_up(r, "NewsLines/HeadLine"));
    fill(&s->summary, line_up(r, "NewsLines/SubHeadLine"));
    fill(&s->copyright, line_up(r, "NewsLines/CopyrightLine"));
    fill(&s->copyright, line_up(r, "RightsMetadata/Copyright/CopyrightHolder"));
    fill(&s->slugline, line_up(r, "NewsLines/SlugLine"));
    fill(&s->slugline, nr_xml_line(nr_xml_path(r->item, "Identification/NameLabel"), r->arena));
    for (const xmlNode *n = up(r, "NewsLines/ByLine"); n; n = nr_xml_next(n, "ByLine"))
        nr_byline_add(&s->by, r->arena, nr_xml_line(n, r->arena));
    read_place(r, s);
    read_subjects(r);
}

/* The component that a content belongs to: the nearest one with a headline, else the outermost. */
static const xmlNode *component_of(const struct reader *r, const xmlNode *content)
{
    const xmlNode *outermost = r->item;
    for (const xmlNode *n = content; n && n != r->item; n = n->parent) {
        if (!nr_xml_is(n, "NewsComponent"))
            continue;
        if (nr_xml_path(n, "NewsLines/HeadLine"))
            return n;
        outermost = n;
    }
    return outermost;
}

enum use { TEXT, HEADLINE, SUMMARY, NOTHING };

/* What a component's role makes of the text in it. */
static enum use use_of_role(struct nr_str role)
{
    if (holds(role, "subheadline") || holds(role, "abstract") || holds(role, "summary"))
        return SUMMARY;
    if (holds(role, "headline"))
        return HEADLINE;
    return holds(role, "caption") || holds(role, "contact") || kind_of(role) ? NOTHING : TEXT;
}

/* What a content is for: the roles of the components around it, and what it says that it is. *kind:
 * set when it is no text. */
static enum use use_of(const struct reader *r, const xmlNode *content, const char **kind)
{
    static const char *const types[] = {"MediaType", "Format", "MimeType"};
    enum use use = TEXT;
    for (size_t i = 0; i < 3 && !*kind; i++)
        *kind = kind_of(attribute(r, nr_xml_child(content, types[i]), "FormalName"));
    const xmlNode *encoding = nr_xml_find(content, "Encoding");
    if (*kind || holds(attribute(r, encoding, "Notation"), "64"))
        return NOTHING;
    for (const xmlNode *n = content; n && n != r->component; n = n->parent) {
        enum use role = use_of_role(attribute(r, nr_xml_child(n, "Role"), "FormalName"));
        use = nr_xml_is(n, "NewsComponent") && role != TEXT ? role : use;
    }
    return use;
}

static void end_story(struct reader *r)
{
    if (r->story)
        r->story->text = nr_arena_str(r->arena, nr_buf_str(&r->text));
    r->text.len = 0;
}

static void begin_story(struct reader *r, const xmlNode *component)
{
    end_story(r);
    r->component = component;
    r->story = nr_story_new(r->stories);
    r->count++;
    read_lines(r);
}

static void read_text(struct reader *r, const xmlNode *content, enum use use)
{
    const xmlNode *data = nr_xml_find(content, "DataContent");
    bool plain = false;
    struct nr_str text = nr_body_content(r->arena, data, &plain);
    if (use == HEADLINE)
        fill(&r->story->headline, nr_story_line(r->arena, text));
    if (use == SUMMARY)
        fill(&r->story->summary, text);
    if (use != TEXT)
        return;
    nr_body_add(&r->text, text);
    r->story->wrapped |= plain;
    if (nr_xml_child(data, "nitf"))
        nr_nitf_read(nr_xml_child(data, "nitf"), r->story, r->arena);
}

/* A ContentItem. *taken: the last one that gave text: its neighbours in the same component say the
 * same in other formats. */
static void read_content(struct reader *r, const xmlNode *content, const char **kind,
                         const xmlNode **taken)
{
    const xmlNode *before = r->component;
    const char *what = NULL;
    r->component = component_of(r, content);
    enum use use = use_of(r, content, &what);
    bool another = !r->story || r->component != before;
    r->stories->attachments += what != NULL;
    *kind = what ? what : *kind;
    bool full = use != NOTHING && another && r->count == STORIES;
    r->stories->attachments += full;
    if (use == NOTHING || full) {
        r->component = before;
        return;
    }
    if (another)
        begin_story(r, r->component);
    if (*taken && (*taken)->parent == content->parent)
        return;
    read_text(r, content, use);
    *taken = use == TEXT && r->text.len ? content : *taken;
}

static void read_item(const xmlNode *item, struct nr_stories *stories)
{
    struct reader r = {.item = item, .stories = stories, .arena = stories->arena};
    const char *kind = NULL;
    const xmlNode *taken = NULL;
    bool into = true;
    for (const xmlNode *n = item; (n = nr_xml_step(item, n, into));) {
        into = !nr_xml_is(n, "NewsItem") && !nr_xml_is(n, "ContentItem");
        if (nr_xml_is(n, "ContentItem"))
            read_content(&r, n, &kind, &taken);
    }
    if (!r.story && !kind)
        begin_story(&r, item);
    end_story(&r);
    nr_buf_free(&r.text);
    if (kind)
        stories->drop = kind;
}

static void read_document(const xmlNode *root, struct nr_stories *stories)
{
    struct nr_story *before = stories->last;
    for (const xmlNode *n = root; (n = nr_xml_step(root, n, true));)
        if (nr_xml_is(n, "NewsItem"))
            read_item(n, stories);
    for (struct nr_story *s = before ? before->next : stories->first; s; s = s->next)
        nr_body_finish(s);
}

static bool begins(struct nr_str head, struct nr_str name)
{
    (void)name;
    return nr_str_is(nr_xml_root(head, NULL), "NewsML");
}

static enum nr_status read(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e)
{
    return nr_xml_each(r->bytes, stories, e, read_document);
}

const struct nr_format nr_format_newsml = {
    .name = "newsml",
    .mime = "text/vnd.IPTC.NewsML",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .cut = nr_xml_cut,
    .read = read,
};
