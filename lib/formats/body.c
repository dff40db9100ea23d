#include "body.h"
#include "newsreel/text/chars.h"
#include "nitf.h"

/* Elements that tell markup from text with a bracket in it. */
static const char *const tags[] = {
    "p",          "br",   "div",  "span", "a",      "b",       "i",       "em",    "strong",
    "u",          "h1",   "h2",   "h3",   "h4",     "ul",      "ol",      "li",    "table",
    "blockquote", "html", "tr",   "sup",  "sub",    "img",     "figure",  "small", "iframe",
    "td",         "pre",  "font", "hr",   "script", "section", "article", "body",  "!doctype",
};

/* Whether a tag of HTML begins at s, which begins with '<'. */
static bool is_tag(struct nr_str s)
{
    size_t from = s.len > 1 && s.data[1] == '/' ? 2 : 1, n = from;
    while (n < s.len && n < from + 12 && !nr_ascii_is_blank(s.data[n]) && s.data[n] != '>' &&
           s.data[n] != '/')
        n++;
    for (size_t i = 0; n < s.len && i < sizeof tags / sizeof *tags; i++)
        if (nr_str_eq_fold(nr_str_sub(s, from, n), nr_str_of(tags[i])))
            return true;
    return false;
}

static bool has_tag(struct nr_str s)
{
    for (size_t at = 0; at < s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), '<');
        if (at < s.len && is_tag(nr_str_sub(s, at, s.len)))
            return true;
    }
    return false;
}

struct nr_str nr_body_clean(struct nr_arena *arena, struct nr_str paragraphs)
{
    static const struct nr_str gap = NR_STR("\n\n");
    struct nr_buf out = {0};
    while (paragraphs.len) {
        size_t end = nr_str_find(paragraphs, gap);
        struct nr_str p = nr_str_sub(paragraphs, 0, end);
        bool escaped = p.len && p.data[0] == '<' && p.data[p.len - 1] == '>' && is_tag(p);
        p = nr_xml_unescape(arena, escaped ? nr_story_html(arena, p) : p);
        nr_body_add(&out, p);
        paragraphs = nr_str_sub(paragraphs, end + gap.len, paragraphs.len);
    }
    struct nr_str text = nr_arena_str(arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return text;
}

struct nr_str nr_body_text(struct nr_arena *arena, const xmlNode *n)
{
    struct nr_buf flow = {0};
    nr_xml_flow(n, &flow);
    struct nr_str text = nr_body_clean(arena, nr_buf_str(&flow));
    nr_buf_free(&flow);
    return text;
}

struct nr_str nr_body_string(struct nr_arena *arena, struct nr_str text, bool *plain)
{
    *plain = !has_tag(text);
    return nr_xml_unescape(arena, *plain ? text : nr_story_html(arena, text));
}

void nr_body_add(struct nr_buf *out, struct nr_str text)
{
    text = nr_str_trim(text);
    if (text.len && out->len)
        nr_buf_add_cstr(out, "\n\n");
    nr_buf_add_str(out, text);
}

struct nr_str nr_body_content(struct nr_arena *arena, const xmlNode *n, bool *plain)
{
    const xmlNode *first = n ? n->children : NULL;
    while (first && !nr_xml_name(first).len)
        first = first->next;
    *plain = false;
    if (nr_xml_is(first, "nitf"))
        return nr_nitf_text(first, arena);
    if (nr_xml_is(first, "body") && nr_xml_child(first, "body.content"))
        return nr_nitf_text(first, arena);
    return first ? nr_body_text(arena, n) : nr_body_string(arena, nr_xml_text(n, arena), plain);
}

struct nr_str nr_body_line(struct nr_arena *arena, const xmlNode *n, const char *without)
{
    struct nr_buf text = {0};
    bool into = true;
    for (const xmlNode *at = n; at && (at = nr_xml_step(n, at, into));) {
        into = !nr_xml_is(at, without);
        if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
            nr_buf_add_cstr(&text, (const char *)at->content);
        else
            nr_buf_add_char(&text, ' ');
    }
    struct nr_str line = nr_story_line(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return line;
}

struct nr_str nr_body_headline(struct nr_arena *arena, const xmlNode *n)
{
    return nr_story_line(arena, nr_xml_unescape(arena, nr_xml_text(n, arena)));
}

bool nr_body_begins(struct nr_str text, struct nr_str start)
{
    size_t at = 0;
    for (size_t i = 0; i < start.len; i++) {
        if (nr_ascii_is_blank(start.data[i]))
            continue;
        while (at < text.len && nr_ascii_is_blank(text.data[at]))
            at++;
        if (at == text.len || nr_ascii_lower(text.data[at++]) != nr_ascii_lower(start.data[i]))
            return false;
    }
    return true;
}

static bool is_same(struct nr_str a, struct nr_str b)
{
    return nr_body_begins(a, b) && nr_body_begins(b, a);
}

/* Lines that end inside a paragraph, most of them nearly as long as the longest: cut at a column.
 * The rows of tables have tabs. */
static bool is_wrapped(struct nr_str text)
{
    enum { NARROW = 45, WIDE = 100 };
    size_t most = 0, ends = 0, full = 0;
    for (int pass = 0; pass < 2; pass++) {
        struct nr_str rest = text, line;
        while (nr_str_split(&rest, '\n', &line)) {
            bool inside = line.len && rest.len && rest.data[0] != '\n';
            if (!inside || nr_str_find_char(line, '\t') < line.len)
                continue;
            size_t width = line.len <= 4 * WIDE ? nr_text_columns(line) : 4 * WIDE;
            most = pass == 0 && width > most ? width : most;
            ends += pass == 1;
            full += pass == 1 && 5 * width >= 4 * most;
        }
    }
    return ends >= 2 && most >= NARROW && most <= WIDE && 3 * full >= 2 * ends;
}

/* Where the headline ends that text begins with, in a paragraph of its own or, in plain text, a
 * line; else 0. */
static size_t headline_end(const struct nr_story *story)
{
    size_t line = nr_str_find_char(story->text, '\n');
    size_t end = story->wrapped ? line : nr_str_find(story->text, nr_str_of("\n\n"));
    bool whole = end == story->text.len || !story->headline.len;
    return !whole && is_same(nr_str_sub(story->text, 0, end), story->headline) ? end : 0;
}

void nr_body_finish(struct nr_story *story)
{
    story->text = nr_str_trim(story->text);
    for (size_t end; (end = headline_end(story)) > 0;)
        story->text = nr_str_trim(nr_str_sub(story->text, end, story->text.len));
    if (is_same(story->summary, story->headline))
        story->summary = nr_str(NULL, 0);
    story->wrapped = story->wrapped || is_wrapped(story->text);
}
