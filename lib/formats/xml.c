#include "xml.h"
#include "../core/libxml.h"
#include "newsreel/core/utf8.h"
#include "newsreel/formats/story.h"
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <limits.h>

enum {
    NAME_MOST = 32,
    DECLARATIONS_MOST = 64 << 10, /* bytes that entities are declared in */
    ATTRIBUTES_MOST = 1000,
    NAMESPACES_MOST = 1000,
    TAG_LEAST = 4 * ATTRIBUTES_MOST, /* bytes of a tag with more attributes than that */
};

/* The five references that XML has names for, as numbers: behind an error, libxml2 drops those with
 * names. NULL for any other. */
static const char *predefined(struct nr_str name)
{
    static const struct {
        const char *name, *number;
    } own[] = {
        {"amp", "&#38;"}, {"lt", "&#60;"}, {"gt", "&#62;"}, {"quot", "&#34;"}, {"apos", "&#39;"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (nr_str_is(name, own[i].name))
            return own[i].number;
    return NULL;
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

/* The character that a numeric reference, "#8217" or "#x2019", names, or 0 when it is none that XML
 * allows. */
static uint32_t numbered(struct nr_str name)
{
    bool hex = name.len > 1 && (name.data[1] | 0x20) == 'x';
    uint32_t c = 0;
    for (size_t i = hex ? 2 : 1; i < name.len && c <= 0x10ffff; i++) {
        char d = nr_ascii_lower(name.data[i]);
        bool letter = d >= 'a' && d <= 'f';
        if (!nr_ascii_is_digit(d) && !(hex && letter))
            return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)(letter ? d - 'a' + 10 : d - '0');
    }
    bool fine = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
                (c >= 0xe000 && c <= 0x10ffff && c != 0xfffe && c != 0xffff);
    return fine ? c : 0;
}

/* The character that HTML has under that name, or that is meant by one which only sounds like it; 0
 * when there is none. */
static uint32_t named(struct nr_str ref)
{
    static const struct {
        const char *name;
        uint32_t value;
    } others[] = {{"apos", '\''}, {"endash", 0x2013}, {"emdash", 0x2014}, {"bullet", 0x2022}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (nr_str_is(ref, others[i].name))
            return others[i].value;
    char name[NAME_MOST + 1];
    memcpy(name, ref.len ? ref.data : "", ref.len);
    name[ref.len] = '\0';
    const htmlEntityDesc *entity = ref.len ? htmlEntityLookup((const xmlChar *)name) : NULL;
    return entity ? entity->value : 0;
}

/* What to write for an ampersand; *taken is how many bytes behind it are used up by that. */
static void add_reference(struct nr_buf *out, struct nr_str behind, bool declared, size_t *taken)
{
    struct nr_str ref = reference(behind);
    bool number = ref.len && ref.data[0] == '#';
    const char *own = number ? NULL : predefined(ref);
    uint32_t c = number || own ? 0 : named(ref);
    *taken = ref.len ? ref.len + 1 : 0;
    uint32_t n = number ? numbered(ref) : 0;
    if (number && !n) {
        nr_buf_add_char(out, ' ');
    } else if (n >= 0x80 && n < 0xa0) { /* a byte of windows-1252, which is no control in it */
        nr_utf8_add(out, nr_utf8_western((unsigned char)n));
    } else if (number && ref.data[1] == 'X') {
        nr_buf_add_cstr(out, "&#x");
        *taken = 2;
    } else if (c) {
        nr_utf8_add(out, c);
    } else if (own) {
        nr_buf_add_cstr(out, own);
    } else {
        nr_buf_add_cstr(out, ref.len && (declared || number) ? "&" : "&#38;");
        *taken = 0;
    }
}

struct nr_str nr_xml_unescape(struct nr_arena *arena, struct nr_str text)
{
    struct nr_buf out = {0};
    size_t from = 0;
    for (size_t at = 0; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '&');
        struct nr_str ref = reference(nr_str_sub(text, at + 1, text.len));
        if (!ref.len)
            continue;
        uint32_t c = ref.data[0] == '#' ? numbered(ref) : named(ref);
        if (!c)
            continue;
        nr_buf_add_str(&out, nr_str_sub(text, from, at));
        nr_utf8_add(&out, c);
        at += ref.len + 1;
        from = at + 1;
    }
    if (from) {
        nr_buf_add_str(&out, nr_str_sub(text, from, text.len));
        text = nr_arena_str(arena, nr_buf_str(&out));
    }
    nr_buf_free(&out);
    return text;
}

/* Length of the part of s, from at on, that stands as it is. */
static size_t plain_run(struct nr_str s, size_t at, bool literal)
{
    size_t i = at;
    for (; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        if (control || (c == '&' && !literal) || c == '<' || (c == '>' && literal))
            break;
    }
    return i - at;
}

/* Where the declarations inside of a document type end; 0 when there are none. */
static size_t declarations_end(struct nr_str text)
{
    struct nr_str head = nr_str_sub(text, 0, DECLARATIONS_MOST);
    if (nr_str_find(head, nr_str_of("<!ENTITY")) == head.len)
        return 0;
    size_t end = nr_str_find(head, nr_str_of("]>"));
    return end < head.len ? end : 0;
}

/* Length of the comment that s begins with; 0 when there is none, or it does not end: then no other
 * behind it does, and *open is set. */
static size_t comment_length(struct nr_str s, bool *open)
{
    enum { BEGIN = 4, END = 3 };
    if (*open || !nr_str_starts(s, nr_str_of("<!--")))
        return 0;
    size_t end = BEGIN + nr_str_find(nr_str_sub(s, BEGIN, s.len), nr_str_of("-->"));
    *open = end >= s.len;
    return *open ? 0 : end + END;
}

/* Comments go: libxml2 takes quadratic time over dashes in them.
 * Inside CDATA nothing is a reference, and declarations have rules of their own. */
static void tame(struct nr_str text, struct nr_buf *out)
{
    static const struct nr_str begin = NR_STR("<![CDATA["), end = NR_STR("]]>");
    text = nr_str_sub(text, nr_str_find_char(text, '<'), text.len);
    size_t declared = declarations_end(text);
    bool literal = false, open = false;
    for (size_t i = 0; i < text.len; i++) {
        size_t run = plain_run(text, i, literal), taken = 0;
        nr_buf_add_str(out, nr_str_sub(text, i, i + run));
        if ((i += run) == text.len)
            break;
        char c = text.data[i];
        size_t comment =
            c == '<' && !literal ? comment_length(nr_str_sub(text, i, text.len), &open) : 0;
        if (comment) {
            i += comment - 1;
            continue;
        }
        if (c == '<' && open && nr_str_starts(nr_str_sub(text, i, text.len), nr_str_of("<!--"))) {
            nr_buf_add_cstr(out, "&#60;");
            continue;
        }
        if (c == '<' && !literal)
            literal = nr_str_starts(nr_str_sub(text, i, text.len), begin);
        else if (c == '>' && i >= 2)
            literal = !nr_str_eq(nr_str_sub(text, i - 2, i + 1), end);
        if (c == '&' && i >= declared)
            add_reference(out, nr_str_sub(text, i + 1, text.len), declared > 0, &taken);
        else
            nr_buf_add_char(out, (unsigned char)c < 0x20 ? ' ' : c);
        i += taken;
    }
}

static bool is_blank_or(char c, const char *others)
{
    return nr_ascii_is_blank(c) || (c && strchr(others, c));
}

/* Where the attribute ends that stands in s behind at and blanks, *from being where its name
 * begins; at where there is none in due form: libxml2 looks for no other there. */
static size_t attribute_end(struct nr_str s, size_t at, size_t *from)
{
    size_t i = at;
    while (i < s.len && nr_ascii_is_blank(s.data[i]))
        i++;
    *from = i;
    while (i < s.len && !is_blank_or(s.data[i], "=/>\"'"))
        i++;
    size_t name_end = i;
    while (i < s.len && is_blank_or(s.data[i], "="))
        i++;
    if (name_end == *from || i == s.len || (s.data[i] != '"' && s.data[i] != '\''))
        return at;
    size_t end = i + 1 + nr_str_find_char(nr_str_sub(s, i + 1, s.len), s.data[i]);
    return end < s.len ? end + 1 : at;
}

/* Appends s, which begins with a tag, without the attributes that are too many. */
static void add_thinned(struct nr_buf *out, struct nr_str s, size_t *namespaces)
{
    size_t at = 0, end, from, count = 0;
    while (at < s.len && !is_blank_or(s.data[at], "/>"))
        at++;
    nr_buf_add_str(out, nr_str_sub(s, 0, at));
    for (; (end = attribute_end(s, at, &from)) > at; at = end) {
        bool namespace = nr_str_starts(nr_str_sub(s, from, end), nr_str_of("xmlns"));
        *namespaces += namespace;
        if (++count <= ATTRIBUTES_MOST && !(namespace && *namespaces > NAMESPACES_MOST))
            nr_buf_add_str(out, nr_str_sub(s, at, end));
    }
    nr_buf_add_str(out, nr_str_sub(s, at, s.len));
}

static bool has_many_namespaces(struct nr_str text)
{
    static const struct nr_str declaration = NR_STR("xmlns");
    size_t count = 0;
    while (text.len && count <= NAMESPACES_MOST) {
        size_t at = nr_str_find(text, declaration);
        count += at < text.len;
        text = nr_str_sub(text, at + declaration.len, text.len);
    }
    return count > NAMESPACES_MOST;
}

/* libxml2 compares each attribute of a tag with all others, and each prefix with all namespaces
 * that are open: text without the attributes of a tag behind the first 1000, and without
 * declarations of namespaces behind the first 1000. (Names are compared without prefixes.) A view
 * of text, or of out. */
static struct nr_str thin(struct nr_str text, struct nr_buf *out)
{
    size_t namespaces = 0, done = 0;
    bool many = has_many_namespaces(text);
    for (size_t at = nr_str_find_char(text, '<'); at < text.len;) {
        size_t next = at + 1 + nr_str_find_char(nr_str_sub(text, at + 1, text.len), '<');
        if (many || next - at >= TAG_LEAST) {
            nr_buf_add_str(out, nr_str_sub(text, done, at));
            add_thinned(out, nr_str_sub(text, at, next), &namespaces);
            done = next;
        }
        at = next;
    }
    if (!done)
        return text;
    nr_buf_add_str(out, nr_str_sub(text, done, text.len));
    return nr_buf_str(out);
}

/* What stands outside the document is empty: no reference to it can load anything. It is not
 * unknown, because behind an unknown one libxml2 drops the known ones. */
static void declare_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                           const xmlChar *system_id, xmlChar *content)
{
    xmlChar empty[] = "";
    if (type == XML_INTERNAL_GENERAL_ENTITY || type == XML_INTERNAL_PARAMETER_ENTITY)
        xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
    else if (type == XML_EXTERNAL_GENERAL_PARSED_ENTITY)
        xmlSAX2EntityDecl(context, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL, empty);
    else if (type == XML_EXTERNAL_PARAMETER_ENTITY)
        xmlSAX2EntityDecl(context, name, XML_INTERNAL_PARAMETER_ENTITY, NULL, NULL, empty);
}

/* Attributes that are declared but do not stand in a tag are added to each of its kind, one by one
 * and compared with all others. None is: what was declared before this one is forgotten. */
static void declare_attribute(void *context, const xmlChar *element, const xmlChar *name, int type,
                              int kind, const xmlChar *value, xmlEnumeration *tree)
{
    xmlParserCtxt *parser = context;
    (void)element, (void)name, (void)type, (void)kind, (void)value;
    xmlFreeEnumeration(tree);
    if (parser->attsDefault)
        xmlHashFree(parser->attsDefault, xmlHashDefaultDeallocator);
    parser->attsDefault = NULL;
}

static xmlParserInput *resolve_nothing(void *context, const xmlChar *public_id,
                                       const xmlChar *system_id)
{
    (void)context, (void)public_id, (void)system_id;
    return NULL;
}

/* libxml2 gives up at its limits, and at entities that hold themselves; from anything else it
 * recovers. */
static enum nr_xml_fate fate_of(const xmlParserCtxt *context)
{
    if (!context || context->disableSAX || context->errNo == XML_ERR_ENTITY_LOOP)
        return NR_XML_CUT;
    return context->wellFormed ? NR_XML_FINE : NR_XML_BROKEN;
}

static xmlDoc *parse(struct nr_str text, int more_options, enum nr_xml_fate *fate)
{
    struct nr_buf tamed = {0}, thinned = {0};
    tame(thin(text, &thinned), &tamed);
    nr_buf_free(&thinned);
    libxml_init();
    xmlParserCtxt *context = xmlNewParserCtxt();
    int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                  XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_NOENT |
                  more_options;
    xmlDoc *doc = NULL;
    if (context) {
        context->sax->entityDecl = declare_entity;
        context->sax->attributeDecl = declare_attribute;
        context->sax->resolveEntity = resolve_nothing;
        context->sax->externalSubset = NULL;
    }
    if (context && tamed.len && tamed.len <= INT_MAX)
        doc = xmlCtxtReadMemory(context, tamed.data, (int)tamed.len, NULL, "UTF-8", options);
    *fate = fate_of(context);
    xmlFreeParserCtxt(context);
    nr_buf_free(&tamed);
    if (doc && !xmlDocGetRootElement(doc)) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    return doc;
}

xmlDoc *nr_xml_parse(struct nr_str text, enum nr_xml_fate *fate)
{
    enum nr_xml_fate ignored;
    return parse(text, 0, fate ? fate : &ignored);
}

xmlDoc *nr_xml_parse_mended(struct nr_str text)
{
    enum nr_xml_fate ignored;
    return parse(text, XML_PARSE_HUGE, &ignored);
}

/* A prefix that nobody declared is part of the name for libxml2. */
static struct nr_str local_name(const xmlChar *name)
{
    struct nr_str s = nr_str_of((const char *)name);
    size_t colon = nr_str_find_char(s, ':');
    return colon < s.len ? nr_str_sub(s, colon + 1, s.len) : s;
}

struct nr_str nr_xml_name(const xmlNode *n)
{
    return n && n->type == XML_ELEMENT_NODE ? local_name(n->name) : nr_str(NULL, 0);
}

bool nr_xml_is(const xmlNode *n, const char *name)
{
    return n && n->type == XML_ELEMENT_NODE && nr_str_is(local_name(n->name), name);
}

static const xmlNode *first_named(const xmlNode *n, const char *name, size_t length)
{
    for (; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && nr_str_eq(local_name(n->name), nr_str(name, length)))
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
    bool element = n && n->type == XML_ELEMENT_NODE;
    for (const xmlAttr *a = element ? n->properties : NULL; a && !value; a = a->next)
        if (nr_str_is(local_name(a->name), name))
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
