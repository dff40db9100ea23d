/* A tree as paragraphs. */
#include "newsreel/formats/story.h"
#include "xml.h"

/* How an element stands in the flow of text. */
enum flow { INLINE, BLOCK, BREAK, ROW, CELL, VERBATIM, HIDDEN };

static const struct {
    const char *name;
    enum flow flow;
} flows[] = {
    {"p", BLOCK},          {"div", BLOCK},
    {"block", BLOCK},      {"br", BREAK},
    {"tr", ROW},           {"td", CELL},
    {"th", CELL},          {"pre", VERBATIM},
    {"hl1", BLOCK},        {"hl2", BLOCK},
    {"h1", BLOCK},         {"h2", BLOCK},
    {"h3", BLOCK},         {"h4", BLOCK},
    {"h5", BLOCK},         {"h6", BLOCK},
    {"ul", BLOCK},         {"ol", BLOCK},
    {"dl", BLOCK},         {"li", BLOCK},
    {"dt", BLOCK},         {"dd", BLOCK},
    {"table", BLOCK},      {"caption", BLOCK},
    {"blockquote", BLOCK}, {"bq", BLOCK},
    {"hr", BLOCK},         {"note", BLOCK},
    {"section", BLOCK},    {"article", BLOCK},
    {"footer", BLOCK},     {"body", BLOCK},
    {"hedline", BLOCK},    {"headline", BLOCK},
    {"byline", BLOCK},     {"dateline", BLOCK},
    {"abstract", BLOCK},   {"tagline", BLOCK},
    {"copyrite", BLOCK},   {"nitf-table", BLOCK},
    {"fn", BLOCK},         {"credit", BLOCK},
    {"datasource", BLOCK}, {"header", HIDDEN},
    {"media", HIDDEN},     {"figure", HIDDEN},
    {"img", HIDDEN},       {"script", HIDDEN},
    {"style", HIDDEN},     {"object", HIDDEN},
    {"head", HIDDEN},      {"video", HIDDEN},
    {"audio", HIDDEN},     {"iframe", HIDDEN},
    {"noscript", HIDDEN},  {"nitf-table-metadata", HIDDEN},
    {"key-list", HIDDEN},  {"classifier", HIDDEN},
    {"tobject", HIDDEN},   {"docdata", HIDDEN},
    {"pronounce", HIDDEN},
};

static bool is_text(const xmlNode *n)
{
    return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
}

static bool has_value(const xmlNode *n, const char *attribute, const char *value)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (xmlStrEqual(a->name, (const xmlChar *)attribute) && a->children &&
            xmlStrEqual(a->children->content, (const xmlChar *)value))
            return true;
    return false;
}

/* NITF has notes for the reader and notes for the desk. */
static bool is_private(const xmlNode *n)
{
    return nr_xml_is(n, "note") &&
           (has_value(n, "type", "npa") || has_value(n, "noteclass", "editorsnote"));
}

static enum flow flow_of(const xmlNode *n)
{
    if (n->type != XML_ELEMENT_NODE)
        return is_text(n) ? INLINE : HIDDEN;
    struct nr_str name = nr_xml_name(n);
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
        if (nr_str_eq_fold(name, nr_str_of(flows[i].name)))
            return is_private(n) ? HIDDEN : flows[i].flow;
    return INLINE;
}

/* Text on its way: what has to be written before the next word. */
struct flowing {
    struct nr_buf *out;
    size_t start; /* of the first text of this call */
    bool blank, tab, line, paragraph;
    size_t rows;     /* rows that are open: blocks inside are part of the line */
    size_t verbatim; /* pre elements that are open: lines stay */
};

static void write_separator(struct flowing *f)
{
    bool first = f->out->len == f->start;
    if (first && f->start)
        nr_buf_add_cstr(f->out, "\n\n");
    else if (!first && f->paragraph)
        nr_buf_add_cstr(f->out, "\n\n");
    else if (!first && f->line)
        nr_buf_add_cstr(f->out, "\n");
    else if (!first && f->tab)
        nr_buf_add_cstr(f->out, "\t");
    else if (!first && f->blank)
        nr_buf_add_cstr(f->out, " ");
    f->blank = f->tab = f->line = f->paragraph = false;
}

/* No-break spaces alone are what editors put into a paragraph that is to stay empty. */
static bool is_void(struct nr_str word)
{
    static const struct nr_str space = NR_STR("\xc2\xa0");
    while (nr_str_starts(word, space))
        word = nr_str_sub(word, space.len, word.len);
    return word.len == 0;
}

static void add_words(struct flowing *f, struct nr_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (nr_ascii_is_blank(text.data[i])) {
            f->blank = true;
            continue;
        }
        size_t from = i;
        while (i < text.len && !nr_ascii_is_blank(text.data[i]))
            i++;
        struct nr_str word = nr_str_sub(text, from, i--);
        f->blank |= is_void(word);
        if (is_void(word))
            continue;
        write_separator(f);
        nr_buf_add_str(f->out, word);
    }
}

/* The lines of preformatted text; a blank one ends a paragraph. What stands before the first line
 * end goes on with the line that is open. */
static void add_lines(struct flowing *f, struct nr_str text)
{
    struct nr_str line;
    for (bool first = true; nr_str_split(&text, '\n', &line); first = false) {
        bool empty = !nr_str_trim(line).len;
        f->paragraph |= !first && f->line && f->rows == 0;
        f->line |= !first;
        f->blank |= empty && line.len;
        if (empty)
            continue;
        bool ended = text.data != NULL; /* by a line feed, not by markup inside the line */
        while (ended && nr_ascii_is_blank(line.data[line.len - 1]))
            line.len--;
        write_separator(f);
        nr_buf_add_str(f->out, line);
    }
}

/* An element begins or ends. */
static void mark(struct flowing *f, enum flow flow, bool begins)
{
    f->blank |= flow == BREAK || flow == BLOCK || flow == VERBATIM;
    if (flow == ROW) {
        f->line |= f->rows == 0 || begins;
        f->rows += begins ? 1 : 0;
        f->rows -= begins ? 0 : 1;
    } else if (flow == CELL) {
        f->tab |= begins;
    } else if (flow == BREAK) {
        f->line |= f->rows == 0 && begins;
    } else if (flow == BLOCK || flow == VERBATIM) {
        f->paragraph |= f->rows == 0;
    }
    if (flow == VERBATIM && begins)
        f->verbatim++;
    else if (flow == VERBATIM)
        f->verbatim--;
}

static void add_text(struct flowing *f, const xmlNode *n)
{
    struct nr_str text = nr_str_of((const char *)n->content);
    if (f->verbatim)
        add_lines(f, text);
    else
        add_words(f, text);
}

void nr_xml_flow(const xmlNode *n, struct nr_buf *out)
{
    struct flowing f = {.out = out, .start = out->len};
    for (const xmlNode *at = n; at;) {
        enum flow flow = at == n && flow_of(at) != VERBATIM ? BLOCK : flow_of(at);
        if (is_text(at))
            add_text(&f, at);
        else if (flow != HIDDEN)
            mark(&f, flow, true);
        if (flow != HIDDEN && at->type == XML_ELEMENT_NODE && at->children) {
            at = at->children;
            continue;
        }
        for (;;) { /* leave what ends here */
            flow = at == n && flow_of(at) != VERBATIM ? BLOCK : flow_of(at);
            if (!is_text(at) && flow != HIDDEN)
                mark(&f, flow, false);
            if (at == n)
                return;
            if (at->next)
                break;
            at = at->parent;
        }
        at = at->next;
    }
}
