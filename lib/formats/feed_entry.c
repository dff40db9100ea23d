/* What an entry's elements become. Of elements that say the same the surest wins; the list of
 * enum nr_feed_field has them in that order. */
#include "feed.h"
#include "markup.h"
#include "newsreel/core/utf8.h"
#include <libxml/uri.h>
#include <nettle/base64.h>

/* The first element of each kind that says anything. */
struct found {
    const xmlNode *field[NR_FEED_FIELDS];
};

static void find(const xmlNode *parent, struct found *found)
{
    *found = (struct found){.field = {NULL}};
    for (const xmlNode *n = parent ? parent->children : NULL; n; n = n->next) {
        enum nr_feed_field f = nr_feed_field(n);
        if (f != NR_FEED_NONE && !found->field[f] && (n->children || n->properties))
            found->field[f] = n;
    }
}

static bool has_elements(const xmlNode *n)
{
    for (n = n->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE)
            return true;
    return false;
}

static const xmlNode *child(const xmlNode *n, const char *name)
{
    for (n = n ? n->children : NULL; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && nr_str_is(nr_feed_name(n), name))
            return n;
    return NULL;
}

static struct nr_str flow(const xmlNode *n, struct nr_arena *arena)
{
    struct nr_buf out = {0};
    nr_xml_flow(n, &out);
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return copy;
}

/* Empty where s is no base64. */
static struct nr_str from_base64(struct nr_arena *arena, struct nr_str s)
{
    struct base64_decode_ctx context;
    struct nr_buf repaired = {0};
    size_t length = BASE64_DECODE_LENGTH(s.len);
    uint8_t *bytes = nr_arena_alloc(arena, length);
    base64_decode_init(&context);
    if (!base64_decode_update(&context, &length, bytes, s.len, s.data))
        length = 0;
    for (size_t i = 0; i < length; i++)
        bytes[i] = bytes[i] ? bytes[i] : ' ';
    nr_utf8_repair(&repaired, nr_str((const char *)bytes, length));
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&repaired));
    nr_buf_free(&repaired);
    return copy;
}

/* A media type of Atom's that is neither text nor markup: what is inside is a picture or the
 * like. */
static bool is_foreign(struct nr_str type)
{
    return nr_str_find_char(type, '/') < type.len &&
           !nr_str_starts_fold(type, nr_str_of("text/")) &&
           nr_str_find_fold(type, nr_str_of("xml")) == type.len;
}

static struct nr_str text_of(const struct nr_feed_entry *e, const xmlNode *n)
{
    struct nr_str type = nr_xml_attribute(n, "type", e->arena);
    if (!n || is_foreign(type))
        return nr_str(NULL, 0);
    if (has_elements(n))
        return flow(n, e->arena);
    struct nr_str s = nr_xml_text(n, e->arena);
    if (nr_str_eq_fold(nr_xml_attribute(n, "mode", e->arena), nr_str_of("base64")))
        s = from_base64(e->arena, s);
    bool rss = nr_str_eq_fold(nr_feed_name(e->item), nr_str_of("item"));
    bool html = nr_str_eq_fold(type, nr_str_of("html")) ||
                nr_str_eq_fold(type, nr_str_of("text/html")) || nr_markup_is_html(s, rss);
    return html ? nr_markup_html(e->arena, s) : nr_markup_plain(e->arena, s);
}

/* The first of the fields from..to that has a text. */
static struct nr_str first_text(const struct nr_feed_entry *e, const struct found *found,
                                enum nr_feed_field from, enum nr_feed_field to)
{
    struct nr_str text = {NULL, 0};
    for (unsigned f = from; f <= to && !text.len; f++)
        text = text_of(e, found->field[f]);
    return text;
}

static struct nr_str first_line(const struct nr_feed_entry *e, const struct found *found,
                                enum nr_feed_field from, enum nr_feed_field to)
{
    struct nr_str line = {NULL, 0};
    for (unsigned f = from; f <= to && !line.len; f++)
        line = nr_xml_line(found->field[f], e->arena);
    return line;
}

static void add_texts(const struct nr_feed_entry *e, const struct found *found,
                      struct nr_story *story)
{
    const xmlNode *encoded = found->field[NR_FEED_ENCODED];
    if (encoded && found->field[NR_FEED_POST_TYPE] && !has_elements(encoded))
        story->text = nr_markup_wordpress(e->arena, nr_xml_text(encoded, e->arena));
    if (!story->text.len)
        story->text = first_text(e, found, NR_FEED_ENCODED, NR_FEED_BODY);
    struct nr_str summary = first_text(e, found, NR_FEED_EXCERPT, NR_FEED_MEDIA_SUMMARY);
    if (!summary.len)
        summary = text_of(e, child(found->field[NR_FEED_MEDIA_GROUP], "description"));
    if (!story->text.len)
        story->text = summary;
    else if (!nr_str_eq(story->text, summary))
        story->summary = nr_story_line(e->arena, summary);
    story->headline =
        nr_story_line(e->arena, first_text(e, found, NR_FEED_TITLE, NR_FEED_MEDIA_TITLE));
}

/* A time of WordPress's, which is UTC. */
static struct nr_str utc(const struct nr_feed_entry *e, const xmlNode *n)
{
    struct nr_buf text = {0};
    nr_buf_add_str(&text, nr_xml_line(n, e->arena));
    nr_buf_add_char(&text, 'Z');
    struct nr_str date = nr_story_date(e->arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return date;
}

static struct nr_str first_date(const struct nr_feed_entry *e, const struct found *found,
                                enum nr_feed_field from, enum nr_feed_field to)
{
    struct nr_str date = {NULL, 0};
    for (unsigned f = from; f <= to && !date.len; f++) {
        const xmlNode *n = found->field[f];
        bool bare = f == NR_FEED_POSTED || f == NR_FEED_REPOSTED;
        date = bare ? utc(e, n) : nr_story_date(e->arena, nr_xml_line(n, e->arena));
    }
    return date;
}

static bool has_scheme(struct nr_str url)
{
    size_t n = 0;
    while (n < url.len && (nr_ascii_is_letter(url.data[n]) || nr_ascii_is_digit(url.data[n])))
        n++;
    return n > 1 && n < url.len && url.data[n] == ':';
}

static bool is_web(struct nr_str url)
{
    return nr_str_starts_fold(url, nr_str_of("http://")) ||
           nr_str_starts_fold(url, nr_str_of("https://"));
}

/* The address of the whole, which relative ones of its entries are relative to. */
static struct nr_str link_of_channel(const struct nr_feed_entry *e)
{
    for (const xmlNode *n = e->channel ? e->channel->children : NULL; n; n = n->next) {
        struct nr_str link =
            nr_feed_field(n) == NR_FEED_LINK ? nr_xml_line(n, e->arena) : nr_str(NULL, 0);
        if (is_web(link))
            return link;
    }
    return nr_str(NULL, 0);
}

static struct nr_str absolute(const struct nr_feed_entry *e, const xmlNode *at, struct nr_str url)
{
    if (!url.len || has_scheme(url))
        return url;
    xmlChar *base = xmlNodeGetBase(at->doc, at);
    struct nr_str from = base ? nr_str_of((const char *)base) : link_of_channel(e);
    xmlChar *whole = from.len ? xmlBuildURI((const xmlChar *)nr_arena_cstr(e->arena, url),
                                            (const xmlChar *)nr_arena_cstr(e->arena, from))
                              : NULL;
    if (whole)
        url = nr_arena_str(e->arena, nr_str_of((const char *)whole));
    xmlFree(whole);
    xmlFree(base);
    return url;
}

/* How well a link element names the page of the entry: the text of RSS, then what Atom calls
 * alternate, a page before something else. */
static unsigned rank_of(const struct nr_feed_entry *e, const xmlNode *n, struct nr_str *url)
{
    *url = nr_xml_line(n, e->arena);
    if (url->len)
        return 3;
    struct nr_str rel = nr_xml_attribute(n, "rel", e->arena);
    struct nr_str type = nr_xml_attribute(n, "type", e->arena);
    *url = nr_xml_attribute(n, "href", e->arena);
    if (!url->len || (rel.len && !nr_str_eq_fold(rel, nr_str_of("alternate"))))
        return 0;
    return !type.len || nr_str_find_fold(type, nr_str_of("html")) < type.len ? 2 : 1;
}

static struct nr_str best_link(const struct nr_feed_entry *e)
{
    struct nr_str best = {NULL, 0}, url;
    unsigned rank = 0;
    for (const xmlNode *n = e->item->children; n; n = n->next) {
        unsigned r = nr_feed_field(n) == NR_FEED_LINK ? rank_of(e, n, &url) : 0;
        if (r > rank) {
            rank = r;
            best = absolute(e, n, url);
        }
    }
    return best;
}

static void add_place(const struct nr_feed_entry *e, const struct found *found,
                      struct nr_story *story)
{
    const xmlNode *guid = found->field[NR_FEED_ID];
    struct nr_str about = nr_xml_attribute(e->item, "about", e->arena);
    struct nr_str href = nr_xml_attribute(e->item, "HREF", e->arena);
    story->id = first_line(e, found, NR_FEED_ID, NR_FEED_DC_ID);
    bool permanent = guid && !nr_str_eq_fold(nr_xml_attribute(guid, "isPermaLink", e->arena),
                                             nr_str_of("false"));
    story->url = first_line(e, found, NR_FEED_ORIGIN, NR_FEED_ORIGIN);
    if (!is_web(story->url))
        story->url = best_link(e);
    if (!story->url.len)
        story->url = permanent && is_web(story->id) ? story->id
                     : is_web(about)                ? about
                                                    : absolute(e, e->item, href);
    if (!story->id.len)
        story->id = about;
}

/* "jane@example.org (Jane Doe)" and "Jane Doe <jane@example.org>" are Jane Doe. */
static struct nr_str person(struct nr_str s)
{
    size_t at = nr_str_find_char(s, '@'), from = nr_str_find_char(s, '('),
           to = nr_str_find_char(s, ')'), angle = nr_str_find_char(s, '<');
    if (at < s.len && at < from && from + 1 < to && to < s.len)
        return nr_str_trim(nr_str_sub(s, from + 1, to));
    if (angle > 0 && angle < at && at < s.len)
        return nr_str_trim(nr_str_sub(s, 0, angle));
    return s;
}

static void add_people(const struct nr_feed_entry *e, const xmlNode *parent,
                       enum nr_feed_field from, enum nr_feed_field to, struct nr_texts *by)
{
    for (const xmlNode *n = parent ? parent->children : NULL; n; n = n->next) {
        enum nr_feed_field f = nr_feed_field(n);
        if (f < from || f > to)
            continue;
        const xmlNode *holder = has_elements(n) && !child(n, "name") ? child(n, "Person") : n;
        struct nr_str name = nr_xml_line(child(holder, "name"), e->arena);
        if (!name.len)
            name = nr_xml_line(child(holder, "email"), e->arena);
        if (!name.len && !has_elements(n))
            name = person(nr_markup_is_html(nr_xml_line(n, e->arena), false)
                              ? nr_story_line(e->arena, text_of(e, n))
                              : nr_xml_line(n, e->arena));
        nr_texts_add(by, e->arena, name);
    }
}

static void add_by(const struct nr_feed_entry *e, const struct found *found, struct nr_story *story)
{
    const xmlNode *source = found->field[NR_FEED_SOURCE];
    add_people(e, e->item, NR_FEED_AUTHOR, NR_FEED_CREATOR, &story->by);
    if (!story->by.first)
        add_people(e, e->item, NR_FEED_ITUNES_AUTHOR, NR_FEED_ITUNES_AUTHOR, &story->by);
    if (!story->by.first)
        add_people(e, source, NR_FEED_AUTHOR, NR_FEED_AUTHOR, &story->by);
    if (!story->by.first)
        add_people(e, e->channel, NR_FEED_AUTHOR, NR_FEED_AUTHOR, &story->by);
}

/* Lists that programs keep of their own are no subjects. */
static bool is_bookkeeping(struct nr_str list)
{
    static const char *const lists[] = {"post_format", "nav_menu", "language", "post_translations",
                                        "http://schemas.google.com/g/2005#kind"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (nr_str_is(list, lists[i]))
            return true;
    return false;
}

static void add_subjects(const struct nr_feed_entry *e, struct nr_story *story)
{
    for (const xmlNode *n = e->item->children; n; n = n->next) {
        enum nr_feed_field f = nr_feed_field(n);
        if (f != NR_FEED_CATEGORY && f != NR_FEED_SUBJECT)
            continue;
        struct nr_str list = nr_xml_attribute(n, "domain", e->arena);
        if (is_bookkeeping(list.len ? list : nr_xml_attribute(n, "scheme", e->arena)))
            continue;
        struct nr_str subject = nr_xml_attribute(n, "label", e->arena);
        if (!subject.len)
            subject = text_of(e, n);
        if (!subject.len)
            subject = nr_xml_attribute(n, "term", e->arena);
        nr_texts_add(&story->subjects, e->arena, subject);
    }
}

/* The innermost language that the entry's text is inside, else the channel's. */
static struct nr_str language_of(const struct nr_feed_entry *e, const struct found *found,
                                 const struct found *channel)
{
    struct nr_str language = nr_xml_line(found->field[NR_FEED_LANGUAGE], e->arena);
    const xmlNode *inner = found->field[NR_FEED_CONTENT];
    xmlChar *around = xmlNodeGetLang(inner ? inner : e->item);
    if (!language.len && around)
        language = nr_story_line(e->arena, nr_str_of((const char *)around));
    xmlFree(around);
    return language.len ? language : nr_xml_line(channel->field[NR_FEED_LANGUAGE], e->arena);
}

/* What WordPress keeps among its posts and is none; what nobody was to read yet, or any more. */
static const char *reason_to_drop(const struct nr_feed_entry *e, const struct found *found)
{
    static const char *const types[] = {
        "attachment",       "nav_menu_item",       "revision",
        "custom_css",       "wp_navigation",       "oembed_cache",
        "user_request",     "wp_global_styles",    "wp_template",
        "wp_template_part", "customize_changeset", "wp_block",
        "wp_font_family",   "wp_font_face",
    };
    static const char *const states[] = {"draft", "auto-draft", "pending", "trash"};
    struct nr_str type = nr_xml_line(found->field[NR_FEED_POST_TYPE], e->arena);
    struct nr_str status = nr_xml_line(found->field[NR_FEED_STATUS], e->arena);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (nr_str_is(type, types[i]))
            return "post-type";
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (type.len && nr_str_is(status, states[i]))
            return "unpublished";
    return NULL;
}

void nr_feed_add(const struct nr_feed_entry *e, struct nr_stories *stories)
{
    struct found found, channel;
    find(e->item, &found);
    find(e->channel, &channel);
    stories->drop = reason_to_drop(e, &found);
    if (stories->drop)
        return;
    struct nr_story *story = nr_story_new(stories);
    add_texts(e, &found, story);
    add_place(e, &found, story);
    add_by(e, &found, story);
    add_subjects(e, story);
    story->created = first_date(e, &found, NR_FEED_PUBLISHED, NR_FEED_DC_DATE);
    story->modified = first_date(e, &found, NR_FEED_UPDATED, NR_FEED_REPOSTED);
    story->section = first_line(e, &found, NR_FEED_SECTION, NR_FEED_SECTION);
    story->language = language_of(e, &found, &channel);
    story->copyright =
        nr_story_line(e->arena, first_text(e, &found, NR_FEED_RIGHTS, NR_FEED_RIGHTS));
    if (!story->copyright.len)
        story->copyright =
            nr_story_line(e->arena, first_text(e, &channel, NR_FEED_RIGHTS, NR_FEED_RIGHTS));
}
