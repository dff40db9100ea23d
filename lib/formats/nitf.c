/* NITF, the News Industry Text Format of IPTC: versions 2 and 3, and what agencies and the New York
 * Times make of it. https://iptc.org/standards/nitf/ */
#include "nitf.h"
#include "body.h"
#include "formats.h"
#include "newsreel/formats/byline.h"

/* Names of meta elements that say what has a member of its own. */
static const char *const slug_names[] = {"slug", "slugline", "anpa-keyword", "NTBStikkord"};
static const char *const section_names[] = {"section", "online_sections"};

struct reader {
    const xmlNode *nitf, *head, *docdata, *front; /* front: body.head */
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

/* The content of the first meta element that has one of these names. */
static struct nr_str meta(const struct reader *r, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (const xmlNode *n = nr_xml_child(r->head, "meta"); n; n = nr_xml_next(n, "meta"))
            if (nr_str_eq_fold(attribute(r, n, "name"), nr_str_of(names[i])) &&
                attribute(r, n, "content").len)
                return attribute(r, n, "content");
    return nr_str(NULL, 0);
}

#define META(r, names) meta(r, names, sizeof(names) / sizeof *(names))

/* The text of the first element of that name that has some. */
static struct nr_str first_line(const struct reader *r, const xmlNode *parent, const char *name)
{
    struct nr_str line = {NULL, 0};
    for (const xmlNode *n = nr_xml_child(parent, name); n && !line.len; n = nr_xml_next(n, name))
        line = nr_body_headline(r->arena, n);
    return line;
}

static void read_headline(struct reader *r)
{
    static const char *const places[] = {"hedline", "headline"};
    for (size_t i = 0; i < 2; i++)
        fill(&r->story->headline, first_line(r, nr_xml_child(r->front, places[i]), "hl1"));
    fill(&r->story->headline, first_line(r, r->front, "hedline"));
    fill(&r->story->headline, first_line(r, r->head, "title"));
}

/* An abstract, or what stands under the headline; NYT keeps there how the headline was online. */
static void read_summary(struct reader *r)
{
    const xmlNode *abstract = nr_xml_child(r->front, "abstract");
    fill(&r->story->summary, abstract ? nr_body_text(r->arena, abstract) : nr_str(NULL, 0));
    const xmlNode *n = nr_xml_path(r->front, "hedline/hl2");
    for (; n && !r->story->summary.len; n = nr_xml_next(n, "hl2"))
        if (!nr_str_is(attribute(r, n, "class"), "online_headline"))
            r->story->summary = nr_body_headline(r->arena, n);
}

/* "Lee, Ann" as "Ann Lee". */
static struct nr_str turn_name(const struct reader *r, struct nr_str line)
{
    size_t comma = nr_str_find_char(line, ',');
    struct nr_buf name = {0};
    if (comma == line.len || nr_str_find_char(line, ';') < line.len)
        return line;
    nr_buf_add_str(&name, nr_str_sub(line, comma + 1, line.len));
    nr_buf_add_char(&name, ' ');
    nr_buf_add_str(&name, nr_str_sub(line, 0, comma));
    struct nr_str turned = nr_story_line(r->arena, nr_buf_str(&name));
    nr_buf_free(&name);
    return turned;
}

static void read_byline(const struct reader *r, const xmlNode *byline, struct nr_texts *by)
{
    const xmlNode *person = nr_xml_child(byline, "person");
    for (const xmlNode *n = person; n; n = nr_xml_next(n, "person"))
        nr_byline_add(by, r->arena, nr_body_line(r->arena, n, "byttl"));
    if (person)
        return;
    struct nr_str line = nr_body_line(r->arena, byline, "byttl");
    bool normalized = nr_str_is(attribute(r, byline, "class"), "normalized_byline");
    nr_byline_add(by, r->arena, normalized ? turn_name(r, line) : line);
}

/* NYT has a byline as it was printed, and one for the archive. */
static void read_by(struct reader *r)
{
    struct nr_texts by = {0};
    for (int archive = 0; archive < 2 && !by.first; archive++)
        for (const xmlNode *n = nr_xml_child(r->front, "byline"); n; n = nr_xml_next(n, "byline"))
            if (nr_str_is(attribute(r, n, "class"), "normalized_byline") == (archive == 1))
                read_byline(r, n, &by);
    if (!r->story->by.first)
        r->story->by = by;
}

/* A location's parts ("city", "state"), or its text. */
static struct nr_str location_line(const struct reader *r, const xmlNode *location)
{
    struct nr_buf parts = {0};
    struct nr_str line = nr_xml_line(location, r->arena);
    for (const xmlNode *n = location->children; n; n = n->next) {
        struct nr_str part = nr_xml_name(n).len ? nr_xml_line(n, r->arena) : nr_str(NULL, 0);
        if (parts.len && part.len)
            nr_buf_add_cstr(&parts, ", ");
        nr_buf_add_str(&parts, part);
    }
    bool plain = !parts.len || nr_str_find_char(line, ',') < line.len;
    struct nr_str joined = nr_arena_str(r->arena, nr_buf_str(&parts));
    nr_buf_free(&parts);
    return plain ? line : joined;
}

static void read_place(struct reader *r)
{
    const xmlNode *dateline = nr_xml_child(r->front, "dateline");
    const xmlNode *location = nr_xml_child(dateline, "location");
    struct nr_str line =
        location ? location_line(r, location) : nr_body_line(r->arena, dateline, "story.date");
    fill(&r->story->located, nr_dateline_place(r->arena, line));
    fill(&r->story->located, attribute(r, nr_xml_child(r->docdata, "evloc"), "city"));
}

static void read_dates(struct reader *r, const xmlNode *pubdata)
{
    const xmlNode *issue = nr_xml_child(r->docdata, "date.issue");
    const struct nr_str dates[] = {
        attribute(r, issue, "norm"),
        nr_xml_line(issue, r->arena),
        attribute(r, pubdata, "date.publication"),
        attribute(r, nr_xml_path(r->front, "dateline/story.date"), "norm"),
        nr_xml_line(nr_xml_path(r->front, "dateline/story.date"), r->arena),
        attribute(r, nr_xml_child(r->docdata, "date.release"), "norm"),
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        fill(&r->story->created, nr_story_date(r->arena, dates[i]));
}

/* Names where there are some; else a code of IPTC's, whose meaning is public. */
static void read_topic(struct reader *r, const xmlNode *n)
{
    static const char *const names[] = {"tobject.subject.type", "tobject.subject.matter",
                                        "tobject.subject.detail"};
    struct nr_str code = attribute(r, n, "tobject.subject.refnum");
    bool named = false;
    for (size_t i = 0; i < 3; i++) {
        struct nr_str name = attribute(r, n, names[i]);
        nr_texts_add(&r->story->subjects, r->arena, name);
        named |= name.len > 0;
    }
    if (!named && code.len == 8)
        nr_texts_add(&r->story->subjects, r->arena, code);
}

static void read_subjects(struct reader *r)
{
    struct nr_texts *subjects = &r->story->subjects;
    const xmlNode *tobject = nr_xml_child(r->head, "tobject");
    for (const xmlNode *n = nr_xml_child(tobject, "tobject.subject"); n;
         n = nr_xml_next(n, "tobject.subject"))
        read_topic(r, n);
    const xmlNode *content = nr_xml_child(r->docdata, "identified-content");
    for (const xmlNode *n = content ? content->children : NULL; n; n = n->next) {
        struct nr_str text = nr_xml_name(n).len ? nr_xml_line(n, r->arena) : nr_str(NULL, 0);
        nr_texts_add(subjects, r->arena, text.len ? text : attribute(r, n, "value"));
    }
    const xmlNode *keys = nr_xml_child(r->docdata, "key-list");
    for (const xmlNode *n = nr_xml_child(keys, "keyword"); n; n = nr_xml_next(n, "keyword")) {
        struct nr_str key = attribute(r, n, "key");
        nr_texts_add(subjects, r->arena, key.len ? key : nr_xml_line(n, r->arena));
    }
    nr_texts_add(subjects, r->arena,
                 attribute(r, nr_xml_child(r->docdata, "series"), "series.name"));
}

/* "(c) 2007 Paper" out of a holder and a year. */
static struct nr_str notice(const struct reader *r, const xmlNode *copyright)
{
    struct nr_str holder = attribute(r, copyright, "holder");
    struct nr_str year = attribute(r, copyright, "year");
    struct nr_buf text = {0};
    size_t digits = 0;
    while (digits < 4 && digits < year.len && nr_ascii_is_digit(year.data[digits]))
        digits++;
    year.len = digits;
    if (!holder.len)
        return holder;
    nr_buf_add_cstr(&text, "\xc2\xa9 ");
    nr_buf_add_str(&text, year);
    nr_buf_add_cstr(&text, year.len ? " " : "");
    nr_buf_add_str(&text, holder);
    holder = nr_story_line(r->arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return holder;
}

static void read_rights(struct reader *r)
{
    fill(&r->story->copyright, nr_xml_line(nr_xml_child(r->front, "copyrite"), r->arena));
    fill(&r->story->copyright, notice(r, nr_xml_child(r->docdata, "doc.copyright")));
    fill(&r->story->copyright, nr_xml_line(nr_xml_child(r->front, "rights"), r->arena));
}

static void read_names(struct reader *r, const xmlNode *pubdata)
{
    struct nr_story *s = r->story;
    struct nr_str type = attribute(r, nr_xml_child(r->head, "tobject"), "tobject.type");
    fill(&s->id, attribute(r, nr_xml_child(r->docdata, "doc-id"), "id-string"));
    struct nr_str url = attribute(r, pubdata, "ex-ref");
    if (nr_str_starts(url, nr_str_of("http")))
        fill(&s->url, url);
    fill(&s->language, attribute(r, r->nitf, "baselang"));
    fill(&s->language, attribute(r, r->nitf, "lang"));
    fill(&s->slugline, META(r, slug_names));
    fill(&s->section, attribute(r, pubdata, "position.section"));
    fill(&s->section, META(r, section_names));
    if (!nr_str_eq_fold(type, nr_str_of("news")))
        fill(&s->section, type);
}

/* The first block whose text the next one begins with: a lead that the full text repeats. */
static const xmlNode *repeated_block(const xmlNode *content)
{
    struct nr_buf texts[2] = {{0}};
    const xmlNode *found = NULL, *last = NULL;
    for (const xmlNode *n = nr_xml_child(content, "block"); n && !found;
         n = nr_xml_next(n, "block")) {
        texts[1].len = 0;
        nr_xml_flow(n, &texts[1]);
        if (last && texts[0].len && nr_body_begins(nr_buf_str(&texts[1]), nr_buf_str(&texts[0])))
            found = last;
        struct nr_buf swap = texts[0];
        texts[0] = texts[1];
        texts[1] = swap;
        last = n;
    }
    nr_buf_free(&texts[0]);
    nr_buf_free(&texts[1]);
    return found;
}

struct nr_str nr_nitf_text(const xmlNode *nitf, struct nr_arena *arena)
{
    const xmlNode *body = nr_xml_is(nitf, "body") ? nitf : nr_xml_child(nitf, "body");
    const xmlNode *content = nr_xml_child(body, "body.content"), *skip = repeated_block(content);
    struct nr_buf flow = {0};
    if (content && !skip)
        nr_xml_flow(content, &flow);
    const xmlNode *parts = content ? content : body;
    for (const xmlNode *n = parts && (skip || !content) ? parts->children : NULL; n; n = n->next)
        if (n != skip && !nr_xml_is(n, "body.head") && !nr_xml_is(n, "body.end"))
            nr_xml_flow(n, &flow);
    nr_xml_flow(nr_xml_path(body, "body.end/tagline"), &flow);
    struct nr_str text = nr_body_clean(arena, nr_buf_str(&flow));
    nr_buf_free(&flow);
    return text;
}

void nr_nitf_read(const xmlNode *nitf, struct nr_story *story, struct nr_arena *arena)
{
    struct reader r = {.nitf = nitf, .story = story, .arena = arena};
    r.head = nr_xml_child(nitf, "head");
    r.docdata = nr_xml_child(r.head, "docdata");
    r.front = nr_xml_path(nitf, "body/body.head");
    const xmlNode *pubdata = nr_xml_child(r.head, "pubdata");
    if (!pubdata)
        pubdata = nr_xml_child(r.docdata, "pubdata");
    read_names(&r, pubdata);
    read_headline(&r);
    read_summary(&r);
    read_by(&r);
    read_place(&r);
    read_dates(&r, pubdata);
    read_subjects(&r);
    read_rights(&r);
}

static void read_document(const xmlNode *root, struct nr_stories *stories)
{
    const xmlNode *nitf = nr_xml_is(root, "nitf") ? root : nr_xml_find(root, "nitf");
    if (!nitf)
        return;
    struct nr_story *story = nr_story_new(stories);
    nr_nitf_read(nitf, story, stories->arena);
    story->text = nr_nitf_text(nitf, stories->arena);
    nr_body_finish(story);
}

static bool begins(struct nr_str head, struct nr_str name)
{
    (void)name;
    return nr_str_is(nr_xml_root(head, NULL), "nitf");
}

static enum nr_status read(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e)
{
    return nr_xml_each(r->bytes, stories, e, read_document);
}

const struct nr_format nr_format_nitf = {
    .name = "nitf",
    .mime = "text/vnd.IPTC.NITF",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .cut = nr_xml_cut,
    .read = read,
};
