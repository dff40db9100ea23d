#include "xml.h"
#include "newsreel/core/utf8.h"
#include "newsreel/formats/story.h"
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <limits.h>

enum { NAME_MOST = 32 };

static bool is_own_entity(struct nr_str name)
{
    static const char *const own[] = {"amp", "lt", "gt", "quot", "apos"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (nr_str_is(name, own[i]))
            return true;
    return false;
}

/* The reference that s, behind its ampersand, begins with, without the semicolon; else empty. */
static struct nr_str reference(struct nr_str s)
{
    struct nr_str head = nr_str_sub(s, 0, NAME_MOST);
    size_t end = nr_str_find_char(head, ';');
    for (size_t i = 0; i < end; i++) {
        char c = head.data[i];
        if (!nr_ascii_is_digit(c) && !nr_ascii_is_letter(c) && c != '#' && c != '_' && c != '.')
            return nr_str(NULL, 0);
    }
    return end < head.len ? nr_str_sub(head, 0, end) : nr_str(NULL, 0);
}

/* Whether a numeric reference, "#8217" or "#x2019", names a character that XML allows. */
static bool names_character(struct nr_str name)
{
    bool hex = name.len > 1 && (name.data[1] | 0x20) == 'x';
    uint32_t c = 0;
    for (size_t i = hex ? 2 : 1; i < name.len && c <= 0x10ffff; i++) {
        char d = nr_ascii_lower(name.data[i]);
        bool letter = d >= 'a' && d <= 'f';
        if (!nr_ascii_is_digit(d) && !(hex && letter))
            return false;
        c = c * (hex ? 16 : 10) + (uint32_t)(letter ? d - 'a' + 10 : d - '0');
    }
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
           (c >= 0xe000 && c <= 0x10ffff && c != 0xfffe && c != 0xffff);
}

/* What to write for an ampersand; *taken is how many bytes behind it are used up by that. */
static void add_reference(struct nr_buf *out, struct nr_str behind, bool declared, size_t *taken)
{
    char name[NAME_MOST + 1];
    struct nr_str ref = reference(behind);
    *taken = 0;
    if (ref.len && ref.data[0] == '#') {
        bool fine = ref.len > 1 && names_character(ref);
        nr_buf_add_char(out, fine ? '&' : ' ');
        *taken = fine ? 0 : ref.len + 1;
        return;
    }
    memcpy(name, ref.len ? ref.data : "", ref.len);
    name[ref.len] = '\0';
    const htmlEntityDesc *entity =
        ref.len && !is_own_entity(ref) ? htmlEntityLookup((const xmlChar *)name) : NULL;
    if (entity) {
        nr_utf8_add(out, (uint32_t)entity->value);
        *taken = ref.len + 1;
    } else {
        nr_buf_add_cstr(out, ref.len && (declared || is_own_entity(ref)) ? "&" : "&amp;");
    }
}

static bool is_allowed(unsigned char c)
{
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

/* Inside CDATA nothing is a reference. */
static void tame(struct nr_str text, struct nr_buf *out)
{
    bool declared = nr_str_find(nr_str_sub(text, 0, 64 << 10), nr_str_of("<!ENTITY")) <
                    nr_str_sub(text, 0, 64 << 10).len;
    static const struct nr_str cdata = NR_STR("<![CDATA[");
    size_t literal = 0; /* bytes up to here are CDATA */
    text = nr_str_sub(text, nr_str_find_char(text, '<'), text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        size_t taken = 0;
        if (c == '<' && i >= literal && nr_str_starts(nr_str_sub(text, i, text.len), cdata))
            literal = i + nr_str_find(nr_str_sub(text, i, text.len), nr_str_of("]]>"));
        if (c == '&' && i >= literal)
            add_reference(out, nr_str_sub(text, i + 1, text.len), declared, &taken);
        else
            nr_buf_add_char(out, is_allowed((unsigned char)c) ? c : ' ');
        i += taken;
    }
}

xmlDoc *nr_xml_parse(struct nr_str text, bool *broken)
{
    struct nr_buf tamed = {0};
    tame(text, &tamed);
    xmlParserCtxt *context = xmlNewParserCtxt();
    int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                  XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_NOENT;
    xmlDoc *doc = NULL;
    if (context && tamed.len && tamed.len <= INT_MAX)
        doc = xmlCtxtReadMemory(context, tamed.data, (int)tamed.len, NULL, "UTF-8", options);
    if (broken)
        *broken = !context || !context->wellFormed;
    xmlFreeParserCtxt(context);
    nr_buf_free(&tamed);
    if (doc && !xmlDocGetRootElement(doc)) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    return doc;
}

bool nr_xml_is(const xmlNode *n, const char *name)
{
    return n && n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, (const xmlChar *)name);
}

static const xmlNode *first_named(const xmlNode *n, const char *name, size_t length)
{
    for (; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE &&
            nr_str_eq(nr_str_of((const char *)n->name), nr_str(name, length)))
            return n;
    return NULL;
}

const xmlNode *nr_xml_child(const xmlNode *n, const char *name)
{
    return n ? first_named(n->children, name, strlen(name)) : NULL;
}

const xmlNode *nr_xml_next(const xmlNode *n, const char *name)
{
    return n ? first_named(n->next, name, strlen(name)) : NULL;
}

const xmlNode *nr_xml_path(const xmlNode *n, const char *path)
{
    struct nr_str rest = nr_str_of(path), part;
    while (n && nr_str_split(&rest, '/', &part))
        n = first_named(n->children, part.data, part.len);
    return n;
}

const xmlNode *nr_xml_step(const xmlNode *root, const xmlNode *at, bool into)
{
    if (into && at->type == XML_ELEMENT_NODE && at->children)
        return at->children;
    while (at != root && !at->next)
        at = at->parent;
    return at == root ? NULL : at->next;
}

const xmlNode *nr_xml_find(const xmlNode *root, const char *name)
{
    if (!root)
        return NULL;
    for (const xmlNode *n = root; (n = nr_xml_step(root, n, true));)
        if (nr_xml_is(n, name))
            return n;
    return NULL;
}

struct nr_str nr_xml_attribute(const xmlNode *n, const char *name, struct nr_arena *arena)
{
    xmlChar *value = NULL;
    for (const xmlAttr *a = n ? n->properties : NULL; a && !value; a = a->next)
        if (xmlStrEqual(a->name, (const xmlChar *)name))
            value = xmlNodeListGetString(n->doc, a->children, 1);
    struct nr_str copy =
        value ? nr_arena_str(arena, nr_str_trim(nr_str_of((const char *)value))) : nr_str(NULL, 0);
    xmlFree(value);
    return copy;
}

static bool is_text(const xmlNode *n)
{
    return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
}

static struct nr_str content_of(const xmlNode *n)
{
    return nr_str_of((const char *)n->content);
}

struct nr_str nr_xml_text(const xmlNode *n, struct nr_arena *arena)
{
    struct nr_buf text = {0};
    for (const xmlNode *at = n; at && (at = nr_xml_step(n, at, true));)
        if (is_text(at))
            nr_buf_add_str(&text, content_of(at));
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return copy;
}

struct nr_str nr_xml_line(const xmlNode *n, struct nr_arena *arena)
{
    return nr_story_line(arena, nr_xml_text(n, arena));
}

/* How an element stands in the flow of text. */
enum flow { INLINE, BLOCK, BREAK, ROW, CELL, HIDDEN };

static enum flow flow_of(const xmlNode *n)
{
    static const struct {
        const char *name;
        enum flow flow;
    } table[] = {
        {"p", BLOCK},       {"hl1", BLOCK},     {"hl2", BLOCK},        {"h1", BLOCK},
        {"h2", BLOCK},      {"h3", BLOCK},      {"h4", BLOCK},         {"h5", BLOCK},
        {"h6", BLOCK},      {"div", BLOCK},     {"block", BLOCK},      {"ul", BLOCK},
        {"ol", BLOCK},      {"dl", BLOCK},      {"li", BLOCK},         {"dt", BLOCK},
        {"dd", BLOCK},      {"table", BLOCK},   {"pre", BLOCK},        {"blockquote", BLOCK},
        {"bq", BLOCK},      {"hr", BLOCK},      {"note", BLOCK},       {"section", BLOCK},
        {"article", BLOCK}, {"header", BLOCK},  {"footer", BLOCK},     {"nitf-table", BLOCK},
        {"fn", BLOCK},      {"credit", BLOCK},  {"datasource", BLOCK}, {"body", BLOCK},
        {"br", BREAK},      {"tr", ROW},        {"td", CELL},          {"th", CELL},
        {"media", HIDDEN},  {"figure", HIDDEN}, {"img", HIDDEN},       {"script", HIDDEN},
        {"style", HIDDEN},  {"object", HIDDEN}, {"head", HIDDEN},      {"video", HIDDEN},
        {"audio", HIDDEN},  {"iframe", HIDDEN},
    };
    if (n->type != XML_ELEMENT_NODE)
        return is_text(n) ? INLINE : HIDDEN;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(nr_str_of((const char *)n->name), nr_str_of(table[i].name)))
            return table[i].flow;
    return INLINE;
}

/* Text on its way: what has to be written before the next word. */
struct flowing {
    struct nr_buf *out;
    size_t start; /* of the first text of this call */
    bool blank, tab, line, paragraph;
    size_t rows; /* rows that are open: blocks inside are part of the line */
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
        write_separator(f);
        nr_buf_add_str(f->out, nr_str_sub(text, from, i--));
    }
}

/* An element begins or ends. */
static void mark(struct flowing *f, enum flow flow, bool begins)
{
    if (flow == ROW) {
        f->line |= f->rows == 0 || begins;
        f->rows += begins ? 1 : 0;
        f->rows -= begins ? 0 : 1;
    } else if (flow == CELL) {
        f->tab |= begins;
    } else if (flow == BREAK) {
        f->line |= f->rows == 0 && begins;
        f->blank = true;
    } else if (flow == BLOCK) {
        f->paragraph |= f->rows == 0;
        f->blank = true;
    }
}

void nr_xml_flow(const xmlNode *n, struct nr_buf *out)
{
    struct flowing f = {.out = out, .start = out->len};
    for (const xmlNode *at = n; at;) {
        enum flow flow = at == n ? BLOCK : flow_of(at);
        if (is_text(at))
            add_words(&f, content_of(at));
        else if (flow != HIDDEN)
            mark(&f, flow, true);
        if (flow != HIDDEN && at->type == XML_ELEMENT_NODE && at->children) {
            at = at->children;
            continue;
        }
        for (;;) { /* leave what ends here */
            if (!is_text(at) && (at == n ? BLOCK : flow_of(at)) != HIDDEN)
                mark(&f, at == n ? BLOCK : flow_of(at), false);
            if (at == n)
                return;
            if (at->next)
                break;
            at = at->parent;
        }
        at = at->next;
    }
}
