#include "newsreel/html/dom.h"
#include "../core/libxml.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "tame.h"
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdlib.h>

/* libxml2 parses, through its SAX interface: building its own tree is half of what it costs. The
 * callbacks append to the array of nodes; text gathers in a buffer until the next tag. An element
 * past a limit is not appended, so that its end tag must not end another: skipped counts those
 * that are open, and as they are innermost, it is their end tags that come first. */

enum { KEEP_BYTES = 1 << 20, KEEP_NODES = 1 << 16 };
/* While parsing: an element with a name of its own, and a bit on one with text right inside. */
enum { CUSTOM = NR_TAG_COUNT, MIXED = 1 << 15 };

struct builder {
    struct nr_dom *dom;
    const struct nr_tame *tame;
    uint32_t open;  /* innermost element */
    size_t depth;   /* of open */
    size_t skipped; /* elements open inside open that are past a limit */
    bool custom;    /* there was an element with a name of its own */
    bool silent;    /* inside a script or style whose text nobody wants */
};

static const struct {
    struct nr_str name;
    enum nr_tag_kind kind;
} tags[] = {
#define TAG(id, name, kind) {NR_STR(name), NR_TAG_KIND_##kind},
    NR_TAGS(TAG)
#undef TAG
};

enum nr_tag_kind nr_tag_kind(unsigned tag)
{
    if (tag <= NR_TAG_OTHER)
        return NR_TAG_KIND_INLINE;
    return tags[tag - NR_TAG_OTHER - 1].kind;
}

static enum nr_tag find_tag(struct nr_str name)
{
    size_t low = 0, high = sizeof tags / sizeof *tags;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = nr_str_cmp(name, tags[middle].name);
        if (order == 0)
            return (enum nr_tag)(NR_TAG_OTHER + 1 + middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NR_TAG_OTHER;
}

static struct nr_node *append(struct builder *b, enum nr_tag tag)
{
    struct nr_dom *d = b->dom;
    d->nodes = nr_grow_array(d->nodes, &d->capacity, d->count + 1, sizeof *d->nodes);
    struct nr_node *n = &d->nodes[d->count];
    uint32_t index = (uint32_t)d->count++;
    *n = (struct nr_node){.parent = b->open, .end = index + 1, .tag = (uint16_t)tag};
    return n;
}

/* Gathered text becomes a node. */
static void flush_text(struct builder *b)
{
    struct nr_dom *d = b->dom;
    if (d->text.len == 0)
        return;
    append(b, NR_TAG_TEXT)->text = nr_arena_str(&d->arena, nr_buf_str(&d->text));
    nr_buf_reset(&d->text, KEEP_BYTES);
}

static struct nr_str keep_value(struct builder *b, struct nr_str value)
{
    char *copy = nr_arena_cstr(&b->dom->arena, value);
    nr_tame_controls(copy, value.len);
    return nr_str(copy, value.len);
}

/* The attributes that are kept, from where they were put aside and as libxml2 hands them over:
 * name, value, name, value, NULL. */
static uint16_t keep_attributes(struct builder *b, const xmlChar **from,
                                const struct nr_attribute **out)
{
    struct nr_attribute found[NR_ATTR_COUNT];
    uint16_t count = 0;
    uint32_t seen = 0;
    for (; from && from[0]; from += 2) {
        struct nr_str name = nr_str_of((const char *)from[0]);
        struct nr_attribute one = {nr_tame_attribute(name),
                                   nr_str_of(from[1] ? (const char *)from[1] : "")};
        const struct nr_attribute *these = &one;
        size_t n = nr_str_is(name, NR_TAME_NAME) ? nr_tame_aside(b->tame, one.value, &these) : 1;
        for (size_t i = 0; i < n; i++) {
            if (these[i].name == NR_ATTR_COUNT || (seen & 1u << these[i].name))
                continue;
            seen |= 1u << these[i].name;
            found[count++] = (struct nr_attribute){these[i].name, keep_value(b, these[i].value)};
        }
    }
    size_t size = count * sizeof *found;
    *out = count ? memcpy(nr_arena_alloc(&b->dom->arena, size), found, size) : NULL;
    return count;
}

static bool is_silent(const struct builder *b, enum nr_tag tag, uint32_t node)
{
    if (tag == NR_TAG_RT || tag == NR_TAG_RP)
        return true;
    if (tag == NR_TAG_SCRIPT)
        return !nr_str_starts_fold(nr_str_trim(nr_dom_attribute(b->dom, node, NR_ATTR_TYPE)),
                                   nr_str_of("application/ld+json"));
    return tag == NR_TAG_STYLE;
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes_in)
{
    struct builder *b = user;
    if (b->depth >= NR_DOM_DEPTH || b->dom->count >= NR_DOM_NODES) {
        b->skipped++;
        *(b->depth >= NR_DOM_DEPTH ? &b->dom->deep : &b->dom->many) += 1;
        nr_buf_add_char(&b->dom->text, ' ');
        return;
    }
    flush_text(b);
    struct nr_str called = nr_str_of((const char *)name);
    enum nr_tag tag = find_tag(called);
    struct nr_node *n = append(b, tag);
    n->attribute_count = keep_attributes(b, attributes_in, &n->attributes);
    b->open = (uint32_t)(b->dom->count - 1);
    b->depth++;
    if (tag == NR_TAG_TEMPLATE && nr_dom_attribute(b->dom, b->open, NR_ATTR_SHADOWROOTMODE).data)
        n->tag = NR_TAG_DIV;
    if (tag == NR_TAG_OTHER && nr_str_find_char(called, '-') < called.len) {
        n->tag = CUSTOM;
        b->custom = true;
    }
    b->silent = is_silent(b, tag, b->open);
}

static void on_end(void *user, const xmlChar *name)
{
    struct builder *b = user;
    (void)name;
    if (b->skipped) {
        b->skipped--;
        nr_buf_add_char(&b->dom->text, ' ');
        return;
    }
    if (b->depth == 0)
        return;
    flush_text(b);
    struct nr_node *n = &b->dom->nodes[b->open];
    n->end = (uint32_t)b->dom->count;
    b->open = n->parent;
    b->depth--;
    b->silent = false;
}

static void on_text(void *user, const xmlChar *data, int len)
{
    struct builder *b = user;
    if (!b->silent && len > 0)
        nr_buf_add(&b->dom->text, (const char *)data, (size_t)len);
}

static htmlParserCtxtPtr new_parser(htmlSAXHandler *sax, struct builder *b)
{
    libxml_init();
    htmlParserCtxtPtr parser =
        htmlCreatePushParserCtxt(sax, b, NULL, 0, NULL, XML_CHAR_ENCODING_NONE);
    if (!parser)
        nr_die_of_memory();
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    /* Set from outside, so that neither a declaration in the page nor a guess changes it, and no
     * converter copies every byte. */
    parser->charset = XML_CHAR_ENCODING_UTF8;
    return parser;
}

static void parse(struct builder *b, struct nr_str page)
{
    htmlSAXHandler sax = {0};
    sax.startElement = on_start;
    sax.endElement = on_end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = on_text;
    htmlParserCtxtPtr parser = new_parser(&sax, b);
    struct nr_tame *tame = nr_arena_alloc(&b->dom->arena, sizeof *tame);
    nr_tame_start(tame, page, &b->dom->chunk);
    b->tame = tame;
    struct nr_str chunk;
    while (nr_tame_next(tame, parser->nameNr > 0 ? (size_t)parser->nameNr : 0, &chunk)) {
        for (size_t at = 0; at < chunk.len; at += 1u << 30)
            htmlParseChunk(parser, chunk.data + at, (int)nr_str_sub(chunk, at, at + (1u << 30)).len,
                           0);
        if (parser->input && parser->input->cur == parser->input->end)
            nr_tame_forget(tame);
    }
    htmlParseChunk(parser, NULL, 0, 1);
    b->dom->deep += tame->deep;
    b->dom->crowded = tame->crowded;
    if (parser->myDoc)
        xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
}

/* An element whose inside is lines, not the words of one: it would have MIXED otherwise. */
static bool holds_lines(unsigned tag)
{
    switch (tag) {
    case NR_TAG_ARTICLE:
    case NR_TAG_BODY:
    case NR_TAG_DIV:
    case NR_TAG_HEADER:
    case NR_TAG_MAIN:
    case NR_TAG_SECTION:
        return true;
    default:
        return false;
    }
}

/* How an element with a name of its own is laid out, a style sheet says. It is part of the running
 * text where there is text right beside it. */
static void settle_custom(struct nr_dom *d)
{
    for (uint32_t i = 1; i < d->count; i++)
        if (d->nodes[i].tag == NR_TAG_TEXT && nr_str_trim(d->nodes[i].text).len)
            d->nodes[d->nodes[i].parent].tag |= MIXED;
    for (uint32_t i = 1; i < d->count; i++) {
        struct nr_node *n = &d->nodes[i];
        unsigned around = d->nodes[n->parent].tag;
        if ((n->tag & ~MIXED) == CUSTOM)
            n->tag =
                (uint16_t)((n->tag & MIXED) | (holds_lines(around) ? NR_TAG_DIV : NR_TAG_OTHER));
    }
    for (uint32_t i = 0; i < d->count; i++)
        d->nodes[i].tag &= (uint16_t)~MIXED;
}

void nr_dom_parse(struct nr_dom *d, struct nr_str page)
{
    struct builder b = {.dom = d};
    if (d->capacity > KEEP_NODES) {
        free(d->nodes);
        d->nodes = NULL;
        d->capacity = 0;
    }
    d->count = d->deep = d->many = d->crowded = 0;
    nr_arena_reset(&d->arena);
    d->text.len = 0;
    append(&b, NR_TAG_ROOT);
    parse(&b, page);
    flush_text(&b);
    for (uint32_t i = b.open; i != 0; i = d->nodes[i].parent)
        d->nodes[i].end = (uint32_t)d->count;
    d->nodes[0].end = (uint32_t)d->count;
    if (b.custom)
        settle_custom(d);
    nr_buf_reset(&d->text, KEEP_BYTES);
    nr_buf_reset(&d->chunk, KEEP_BYTES);
}

struct nr_str nr_dom_attribute(const struct nr_dom *d, uint32_t node, enum nr_attr name)
{
    const struct nr_node *n = &d->nodes[node];
    if (n->tag == NR_TAG_TEXT)
        return nr_str(NULL, 0);
    for (uint16_t i = 0; i < n->attribute_count; i++)
        if (n->attributes[i].name == name)
            return n->attributes[i].value;
    return nr_str(NULL, 0);
}

void nr_dom_text(const struct nr_dom *d, uint32_t node, size_t most, struct nr_buf *out)
{
    size_t left = most;
    for (uint32_t i = node; i < d->nodes[node].end && left; i++) {
        const struct nr_node *n = &d->nodes[i];
        struct nr_str text = n->tag == NR_TAG_TEXT ? n->text : nr_str(NULL, 0);
        nr_buf_add_str(out, nr_utf8_head(text, left));
        left -= text.len < left ? text.len : left;
        if (i > node && nr_tag_kind(n->tag) == NR_TAG_KIND_OBJECT)
            i = n->end - 1;
    }
}

void nr_dom_free(struct nr_dom *d)
{
    free(d->nodes);
    nr_arena_free(&d->arena);
    nr_buf_free(&d->text);
    nr_buf_free(&d->chunk);
    *d = (struct nr_dom){0};
}
