/* ninjs, IPTC's JSON for news, versions 1 to 3, with what agencies (Superdesk, AP, BBC) put beside
 * its members. https://iptc.org/standards/ninjs/ */
#include "ninjs.h"
#include "body.h"
#include "formats.h"
#include "mend.h"
#include "newsreel/formats/byline.h"
#include "newsreel/json/json.h"
#include "nitf.h"

/* The members that are read; the names of version 3 have capitals, nothing else differs. */
enum field {
    TYPE,
    URI,
    URL,
    HEADLINE,
    HEADLINES,
    TITLE,
    BODY_HTML,
    BODY_TEXT,
    BODIES,
    SUMMARY,
    SUMMARIES,
    BYLINE,
    CREATORS,
    SOURCES,
    FIRST_CREATED,
    CONTENT_CREATED,
    VERSION_CREATED,
    LANGUAGE,
    SLUGLINE,
    LOCATED,
    PLACES,
    SUBJECTS,
    KEYWORDS,
    SECTION,
    NOTICE,
    HOLDER,
    ASSOCIATIONS,
    EVENT,
    COVERAGE,
    FIELDS,
};

static const struct {
    const char *key;
    enum field field;
} keys[] = {
    {"type", TYPE},
    {"uri", URI},
    {"guid", URI},
    {"url", URL},
    {"headline", HEADLINE},
    {"headlines", HEADLINES},
    {"title", TITLE},
    {"body_xhtml", BODY_HTML},
    {"body_html", BODY_HTML},
    {"body_text", BODY_TEXT},
    {"bodies", BODIES},
    {"description_text", SUMMARY},
    {"description_html", SUMMARY},
    {"description_xhtml", SUMMARY},
    {"descriptions", SUMMARIES},
    {"byline", BYLINE},
    {"by", BYLINE},
    {"creators", CREATORS},
    {"creator", CREATORS},
    {"authors", CREATORS},
    {"infosources", SOURCES},
    {"infosource", SOURCES},
    {"firstcreated", FIRST_CREATED},
    {"contentcreated", CONTENT_CREATED},
    {"versioncreated", VERSION_CREATED},
    {"language", LANGUAGE},
    {"slugline", SLUGLINE},
    {"located", LOCATED},
    {"places", PLACES},
    {"place", PLACES},
    {"subjects", SUBJECTS},
    {"subject", SUBJECTS},
    {"keywords", KEYWORDS},
    {"service", SECTION},
    {"section", SECTION},
    {"copyrightnotice", NOTICE},
    {"copyrightholder", HOLDER},
    {"associations", ASSOCIATIONS},
    {"eventdetails", EVENT},
    {"plannedcoverage", COVERAGE},
};

struct item {
    struct nr_json fields[FIELDS]; /* of no bytes where there is none */
    struct nr_stories *stories;
    struct nr_arena *arena;
    struct nr_story story;
};

/* The text of a string; empty for anything else. U+0000 becomes a space. */
static struct nr_str text_of(struct item *item, struct nr_json value)
{
    if (value.raw.len == 0 || value.type != NR_JSON_STRING)
        return nr_str(NULL, 0);
    struct nr_str text = nr_json_text(value, item->arena, &item->stories->replaced);
    if (!text.len || !memchr(text.data, '\0', text.len))
        return text;
    char *copy = nr_arena_alloc(item->arena, text.len);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = text.data[i] ? text.data[i] : ' ';
    return nr_str(copy, text.len);
}

/* The member of that name of an object; of no bytes where there is none. */
static struct nr_json member(struct item *item, struct nr_json object, const char *name)
{
    struct nr_str rest = object.raw;
    struct nr_json key, value;
    bool is_object = object.raw.len && object.type == NR_JSON_OBJECT;
    while (is_object && nr_json_next_member(&rest, &key, &value) == NR_OK)
        if (nr_str_eq_fold(text_of(item, key), nr_str_of(name)))
            return value;
    return (struct nr_json){0};
}

static struct nr_str member_text(struct item *item, struct nr_json object, const char *name)
{
    return text_of(item, member(item, object, name));
}

/* Steps through the elements of an array; anything else counts as an array of itself. */
static bool next_element(struct nr_json list, struct nr_str *rest, struct nr_json *element)
{
    if (list.raw.len == 0)
        return false;
    if (list.type == NR_JSON_ARRAY)
        return nr_json_next_element(rest, element) == NR_OK;
    *element = list;
    bool first = rest->len > 0;
    *rest = nr_str(NULL, 0);
    return first;
}

/* A string that should be one line of text, but may be marked up. */
static struct nr_str line_of(struct item *item, struct nr_str text)
{
    bool plain;
    return nr_story_line(item->arena, nr_body_string(item->arena, text, &plain));
}

static struct nr_str field_line(struct item *item, enum field field)
{
    return line_of(item, text_of(item, item->fields[field]));
}

static void fill(struct nr_str *field, struct nr_str value)
{
    if (!field->len)
        *field = value;
}

/* The value of the list's main element, or of its first. */
static struct nr_str main_value(struct item *item, enum field field)
{
    struct nr_json list = item->fields[field], element;
    struct nr_str rest = list.raw, first = {NULL, 0};
    while (next_element(list, &rest, &element)) {
        struct nr_str value = line_of(item, member_text(item, element, "value"));
        if (value.len && nr_str_eq_fold(member_text(item, element, "role"), nr_str_of("main")))
            return value;
        first = first.len ? first : value;
    }
    return first;
}

/* Names of a list of objects, or the strings in it. */
static void add_names(struct item *item, enum field field, struct nr_texts *texts)
{
    struct nr_json list = item->fields[field], element;
    struct nr_str rest = list.raw;
    while (next_element(list, &rest, &element)) {
        struct nr_str name = text_of(item, element);
        nr_texts_add(texts, item->arena, name.len ? name : member_text(item, element, "name"));
    }
}

static void add_people(struct item *item, enum field field, bool writers)
{
    struct nr_json list = item->fields[field], element;
    struct nr_str rest = list.raw;
    while (next_element(list, &rest, &element)) {
        struct nr_str name = text_of(item, element), role = member_text(item, element, "role");
        bool writes = nr_str_find_fold(role, nr_str_of("writer")) < role.len ||
                      nr_str_find_fold(role, nr_str_of("author")) < role.len ||
                      nr_str_find_fold(role, nr_str_of("by")) < role.len;
        if (!writers || writes)
            nr_byline_add(&item->story.by, item->arena,
                          name.len ? name : member_text(item, element, "name"));
    }
}

static void read_by(struct item *item)
{
    struct nr_texts *by = &item->story.by;
    nr_byline_add(by, item->arena, field_line(item, BYLINE));
    if (!by->first)
        add_people(item, CREATORS, false);
    if (!by->first)
        add_people(item, SOURCES, true);
}

/* A place that the item does not only mention. */
static void read_place(struct item *item)
{
    struct nr_json list = item->fields[PLACES], element;
    struct nr_str rest = list.raw;
    fill(&item->story.located, field_line(item, LOCATED));
    while (!item->story.located.len && next_element(list, &rest, &element))
        if (!member_text(item, element, "rel").len)
            item->story.located = line_of(item, member_text(item, element, "name"));
}

static void read_section(struct item *item)
{
    struct nr_texts names = {0};
    add_names(item, SECTION, &names);
    if (names.first)
        item->story.section = names.first->text;
}

static void read_fields(struct item *item)
{
    struct nr_story *s = &item->story;
    s->id = field_line(item, URI);
    s->url = field_line(item, URL);
    if (nr_str_starts(s->id, nr_str_of("http")))
        fill(&s->url, s->id);
    fill(&s->headline, field_line(item, HEADLINE));
    fill(&s->headline, main_value(item, HEADLINES));
    fill(&s->headline, field_line(item, TITLE));
    fill(&s->summary, field_line(item, SUMMARY));
    fill(&s->summary, main_value(item, SUMMARIES));
    s->language = field_line(item, LANGUAGE);
    s->slugline = field_line(item, SLUGLINE);
    fill(&s->copyright, field_line(item, NOTICE));
    fill(&s->copyright, field_line(item, HOLDER));
    s->modified = nr_story_date(item->arena, field_line(item, VERSION_CREATED));
    fill(&s->created, nr_story_date(item->arena, field_line(item, FIRST_CREATED)));
    fill(&s->created, nr_story_date(item->arena, field_line(item, CONTENT_CREATED)));
    fill(&s->created, s->modified);
    add_names(item, SUBJECTS, &s->subjects);
    add_names(item, KEYWORDS, &s->subjects);
    read_by(item);
    read_place(item);
    read_section(item);
}

static struct nr_str text_of_nitf(struct item *item, xmlDoc *doc)
{
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    return root && nr_xml_is(root, "nitf") ? nr_nitf_text(root, item->arena) : nr_str(NULL, 0);
}

static void read_nitf(struct item *item, struct nr_str xml)
{
    struct nr_trees t;
    nr_trees_parse(&t, xml);
    struct nr_str texts[] = {text_of_nitf(item, t.plain), text_of_nitf(item, t.mended)};
    bool mended = t.mended && texts[1].len >= texts[0].len;
    const xmlDoc *doc = mended ? t.mended : t.plain;
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root && nr_xml_is(root, "nitf")) {
        item->story.text = texts[mended];
        nr_nitf_read(root, &item->story, item->arena);
        item->stories->mended += t.mended != NULL;
        item->story.truncated |= t.open;
    }
    nr_trees_free(&t);
}

static void read_string(struct item *item, struct nr_str text, bool html)
{
    bool plain = false;
    if (item->story.text.len || !nr_str_trim(text).len)
        return;
    item->story.text =
        html ? nr_story_html(item->arena, text) : nr_body_string(item->arena, text, &plain);
    item->story.wrapped = plain;
}

/* How good a body is: HTML has paragraphs, plain text often has lost them. */
static int rank_of(struct item *item, struct nr_json body)
{
    struct nr_str type = member_text(item, body, "contenttype");
    struct nr_str role = member_text(item, body, "role");
    if (nr_str_find_fold(type, nr_str_of("nitf")) < type.len)
        return 2;
    if (nr_str_find_fold(type, nr_str_of("html")) < type.len ||
        nr_str_find_fold(role, nr_str_of("html")) < role.len)
        return 3;
    return 1;
}

static void read_body(struct item *item)
{
    struct nr_json list = item->fields[BODIES], element, best = {0};
    struct nr_str rest = list.raw;
    int rank = 0;
    while (next_element(list, &rest, &element)) {
        int r = rank_of(item, element);
        if (r <= rank || !member_text(item, element, "value").len)
            continue;
        rank = r;
        best = element;
    }
    struct nr_str value = member_text(item, best, "value");
    if (rank == 2)
        read_nitf(item, value);
    else
        read_string(item, value, rank == 3);
    read_string(item, text_of(item, item->fields[BODY_HTML]), true);
    read_string(item, text_of(item, item->fields[BODY_TEXT]), false);
}

/* Why an item without a body gives no story, or NULL: then its headline may do. */
static const char *kind_of(struct item *item)
{
    static const char *const words[] = {"picture", "video",    "audio",     "graphic",
                                        "event",   "planning", "component", "package"};
    struct nr_str type = text_of(item, item->fields[TYPE]);
    if (nr_str_eq_fold(type, nr_str_of("composite")))
        return "package";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nr_str_eq_fold(type, nr_str_of(words[i])))
            return words[i];
    if (item->fields[EVENT].raw.len)
        return "event";
    return item->fields[COVERAGE].raw.len ? "planning" : NULL;
}

/* Keeps the first of several members for one field that is not empty or null. */
static void sort_member(struct item *item, struct nr_json key, struct nr_json value)
{
    struct nr_str name = text_of(item, key);
    bool empty = value.type == NR_JSON_NULL || nr_str_is(value.raw, "\"\"");
    for (size_t i = 0; i < sizeof keys / sizeof *keys && !empty; i++)
        if (nr_str_eq_fold(name, nr_str_of(keys[i].key)) && !item->fields[keys[i].field].raw.len)
            item->fields[keys[i].field] = value;
}

/* Reads an item. True when it gave no story, so that what it is associated with may. */
static bool read_item(struct nr_stories *stories, struct nr_json object, struct nr_json *inside)
{
    struct item item = {.stories = stories, .arena = stories->arena};
    struct nr_str rest = object.raw;
    struct nr_json key, value;
    while (nr_json_next_member(&rest, &key, &value) == NR_OK)
        sort_member(&item, key, value);
    read_fields(&item);
    read_body(&item);
    nr_body_finish(&item.story);
    const char *kind = nr_str_trim(item.story.text).len ? NULL : kind_of(&item);
    *inside = item.fields[ASSOCIATIONS];
    if (!kind)
        *nr_story_new(stories) = item.story;
    else
        stories->drop = kind;
    return kind != NULL;
}

static bool is_item(struct nr_arena *arena, struct nr_json object)
{
    struct nr_ninjs_signs signs = {0};
    struct nr_str rest = object.raw;
    struct nr_json key, value;
    while (nr_json_next_member(&rest, &key, &value) == NR_OK)
        nr_ninjs_sign(&signs, nr_json_text(key, arena, NULL));
    return nr_ninjs_is_item(&signs);
}

/* Values that are open on the way to items. */
struct level {
    struct nr_json value;
    struct nr_str rest;
    bool any; /* whatever the members are called */
};

enum { LEVELS = 8 };

/* The next value of a level that may be or hold an item. */
static bool next_value(struct level *level, struct nr_arena *arena, struct nr_json *value)
{
    struct nr_json key;
    if (level->value.type == NR_JSON_ARRAY)
        return nr_json_next_element(&level->rest, value) == NR_OK;
    while (nr_json_next_member(&level->rest, &key, value) == NR_OK)
        if (level->any || nr_ninjs_is_wrapper(nr_json_text(key, arena, NULL)))
            return true;
    return false;
}

/* Reads the items in value. How many there were. */
static size_t read_items(struct nr_stories *stories, struct nr_json value)
{
    struct level levels[LEVELS];
    size_t depth = 0, count = 0;
    bool more = true;
    for (bool any = false; more; any = false) {
        bool open = value.type == NR_JSON_ARRAY || value.type == NR_JSON_OBJECT;
        if (value.type == NR_JSON_OBJECT && is_item(stories->arena, value)) {
            count++;
            struct nr_json inside;
            any = open = read_item(stories, value, &inside) && inside.raw.len;
            open = open && (inside.type == NR_JSON_ARRAY || inside.type == NR_JSON_OBJECT);
            value = inside;
        }
        if (open && depth < LEVELS)
            levels[depth++] = (struct level){.value = value, .rest = value.raw, .any = any};
        more = false;
        while (depth && !(more = next_value(&levels[depth - 1], stories->arena, &value)))
            depth--;
    }
    return count;
}

static bool read_piece(struct nr_str piece, struct nr_stories *stories, struct nr_error *e)
{
    struct nr_json value;
    if (nr_json_scan(piece, &value, e) != NR_OK)
        return false;
    nr_error_set(e, "no item of ninjs");
    return read_items(stories, value) > 0;
}

static enum nr_status read(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e)
{
    struct nr_cut cut = {0};
    struct nr_str rest = r->bytes;
    bool any = false;
    nr_error_set(e, "no JSON");
    while (nr_ninjs_cut(&cut, rest, true) == NR_OK) {
        any |= read_piece(nr_str_sub(rest, cut.from, cut.to), stories, e);
        rest = nr_str_sub(rest, cut.next, rest.len);
        cut = (struct nr_cut){.state = cut.state};
    }
    return any ? NR_OK : NR_BAD;
}

const struct nr_format nr_format_ninjs = {
    .name = "ninjs",
    .mime = "application/json",
    .decoded = true,
    .signs = "{[",
    .begins = nr_ninjs_begins,
    .cut = nr_ninjs_cut,
    .read = read,
};
