/* nr_dom: one HTML page as an array of nodes.
 *
 * Nodes stand in document order, a parent before what is inside it, and every node says where its
 * inside ends. So a walk is a loop, a subtree is a range, and nothing recurses:
 *
 *     for (uint32_t i = 0; i < dom.count; i++)                    everything
 *     for (uint32_t i = node + 1; i < dom.nodes[node].end; i++)   everything inside node
 *     for (uint32_t i = node + 1; i < dom.nodes[node].end; i = dom.nodes[i].end)     its children
 *
 * A sum over subtrees is a loop from the last node to the first that adds each node to its parent.
 *
 * Invariants
 *   - Node 0 is the root (NR_TAG_ROOT, its own parent); it is always there after a parse.
 *   - parent < index < end; elements nest at most NR_DOM_DEPTH deep. Deeper ones are flattened:
 *     their tags are dropped, their text stays.
 *   - Text is UTF-8 with references decoded, as long as the page given is UTF-8. Text nodes have
 *     nothing inside.
 *   - Of scripts only application/ld+json has text; styles and the readings of ruby have none.
 *     Comments are dropped. A template that is an element's shadow, and an element with a name of
 *     its own ("news-text") that has no text right beside it, stand as NR_TAG_DIV. Only
 *     the attributes of enum nr_attr are kept, the first NR_DOM_ATTRIBUTES of a tag are looked at.
 *   - Past NR_DOM_NODES nodes the elements are dropped and their text goes on in one node.
 *   - Any page is parsed, in time linear in its size; there are no errors.
 *   - Zero-initialised is ready for nr_dom_parse. Views live until the next parse or
 *     nr_dom_free. A dom is used by one thread at a time. */
#ifndef NEWSREEL_HTML_DOM_H
#define NEWSREEL_HTML_DOM_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include <stdint.h>

enum { NR_DOM_DEPTH = 512, NR_DOM_NODES = 1000000, NR_DOM_ATTRIBUTES = 1000 };

/* Names in byte order (the look-up relies on it). BLOCK: begins and ends a line of its own.
 * INLINE: part of the running text. OBJECT: neither it nor its inside is text of the page. */
#define NR_TAGS(X)                                                                                 \
    X(A, "a", INLINE)                                                                              \
    X(ABBR, "abbr", INLINE)                                                                        \
    X(ADDRESS, "address", BLOCK)                                                                   \
    X(APPLET, "applet", OBJECT)                                                                    \
    X(AREA, "area", OBJECT)                                                                        \
    X(ARTICLE, "article", BLOCK)                                                                   \
    X(ASIDE, "aside", BLOCK)                                                                       \
    X(AUDIO, "audio", OBJECT)                                                                      \
    X(B, "b", INLINE)                                                                              \
    X(BASE, "base", OBJECT)                                                                        \
    X(BLOCKQUOTE, "blockquote", BLOCK)                                                             \
    X(BODY, "body", BLOCK)                                                                         \
    X(BR, "br", INLINE)                                                                            \
    X(BUTTON, "button", OBJECT)                                                                    \
    X(CANVAS, "canvas", OBJECT)                                                                    \
    X(CAPTION, "caption", BLOCK)                                                                   \
    X(CENTER, "center", BLOCK)                                                                     \
    X(CITE, "cite", INLINE)                                                                        \
    X(CODE, "code", INLINE)                                                                        \
    X(DATALIST, "datalist", OBJECT)                                                                \
    X(DD, "dd", BLOCK)                                                                             \
    X(DETAILS, "details", BLOCK)                                                                   \
    X(DIALOG, "dialog", BLOCK)                                                                     \
    X(DIV, "div", BLOCK)                                                                           \
    X(DL, "dl", BLOCK)                                                                             \
    X(DT, "dt", BLOCK)                                                                             \
    X(EM, "em", INLINE)                                                                            \
    X(EMBED, "embed", OBJECT)                                                                      \
    X(FIELDSET, "fieldset", BLOCK)                                                                 \
    X(FIGCAPTION, "figcaption", BLOCK)                                                             \
    X(FIGURE, "figure", BLOCK)                                                                     \
    X(FONT, "font", INLINE)                                                                        \
    X(FOOTER, "footer", BLOCK)                                                                     \
    X(FORM, "form", BLOCK)                                                                         \
    X(FRAMESET, "frameset", OBJECT)                                                                \
    X(H1, "h1", BLOCK)                                                                             \
    X(H2, "h2", BLOCK)                                                                             \
    X(H3, "h3", BLOCK)                                                                             \
    X(H4, "h4", BLOCK)                                                                             \
    X(H5, "h5", BLOCK)                                                                             \
    X(H6, "h6", BLOCK)                                                                             \
    X(HEAD, "head", BLOCK)                                                                         \
    X(HEADER, "header", BLOCK)                                                                     \
    X(HGROUP, "hgroup", BLOCK)                                                                     \
    X(HR, "hr", BLOCK)                                                                             \
    X(HTML, "html", BLOCK)                                                                         \
    X(I, "i", INLINE)                                                                              \
    X(IFRAME, "iframe", OBJECT)                                                                    \
    X(IMG, "img", INLINE)                                                                          \
    X(INPUT, "input", OBJECT)                                                                      \
    X(LABEL, "label", INLINE)                                                                      \
    X(LEGEND, "legend", BLOCK)                                                                     \
    X(LI, "li", BLOCK)                                                                             \
    X(LINK, "link", OBJECT)                                                                        \
    X(MAIN, "main", BLOCK)                                                                         \
    X(MAP, "map", OBJECT)                                                                          \
    X(MENU, "menu", BLOCK)                                                                         \
    X(META, "meta", OBJECT)                                                                        \
    X(NAV, "nav", BLOCK)                                                                           \
    X(NOSCRIPT, "noscript", BLOCK)                                                                 \
    X(OBJECT, "object", OBJECT)                                                                    \
    X(OL, "ol", BLOCK)                                                                             \
    X(OPTGROUP, "optgroup", OBJECT)                                                                \
    X(OPTION, "option", OBJECT)                                                                    \
    X(P, "p", BLOCK)                                                                               \
    X(PICTURE, "picture", OBJECT)                                                                  \
    X(PRE, "pre", BLOCK)                                                                           \
    X(Q, "q", INLINE)                                                                              \
    X(RP, "rp", INLINE)                                                                            \
    X(RT, "rt", INLINE)                                                                            \
    X(SCRIPT, "script", OBJECT)                                                                    \
    X(SECTION, "section", BLOCK)                                                                   \
    X(SELECT, "select", OBJECT)                                                                    \
    X(SMALL, "small", INLINE)                                                                      \
    X(SPAN, "span", INLINE)                                                                        \
    X(STRONG, "strong", INLINE)                                                                    \
    X(STYLE, "style", OBJECT)                                                                      \
    X(SUB, "sub", INLINE)                                                                          \
    X(SUMMARY, "summary", BLOCK)                                                                   \
    X(SUP, "sup", INLINE)                                                                          \
    X(SVG, "svg", OBJECT)                                                                          \
    X(TABLE, "table", BLOCK)                                                                       \
    X(TBODY, "tbody", BLOCK)                                                                       \
    X(TD, "td", BLOCK)                                                                             \
    X(TEMPLATE, "template", OBJECT)                                                                \
    X(TEXTAREA, "textarea", OBJECT)                                                                \
    X(TFOOT, "tfoot", BLOCK)                                                                       \
    X(TH, "th", BLOCK)                                                                             \
    X(THEAD, "thead", BLOCK)                                                                       \
    X(TIME, "time", INLINE)                                                                        \
    X(TITLE, "title", BLOCK)                                                                       \
    X(TR, "tr", BLOCK)                                                                             \
    X(U, "u", INLINE)                                                                              \
    X(UL, "ul", BLOCK)                                                                             \
    X(VIDEO, "video", OBJECT)

enum nr_tag {
    NR_TAG_ROOT,
    NR_TAG_TEXT,
    NR_TAG_OTHER, /* an element with a name that is not in the list; inline */
#define NR_TAG_ENUM(id, name, kind) NR_TAG_##id,
    NR_TAGS(NR_TAG_ENUM)
#undef NR_TAG_ENUM
        NR_TAG_COUNT
};

enum nr_tag_kind { NR_TAG_KIND_INLINE, NR_TAG_KIND_BLOCK, NR_TAG_KIND_OBJECT };

/* The attributes that are kept. */
#define NR_ATTRS(X)                                                                                \
    X(ARIA_HIDDEN, "aria-hidden")                                                                  \
    X(CLASS, "class")                                                                              \
    X(CONTENT, "content")                                                                          \
    X(DATETIME, "datetime")                                                                        \
    X(HIDDEN, "hidden")                                                                            \
    X(HREF, "href")                                                                                \
    X(ID, "id")                                                                                    \
    X(ITEMPROP, "itemprop")                                                                        \
    X(ITEMTYPE, "itemtype")                                                                        \
    X(LANG, "lang")                                                                                \
    X(NAME, "name")                                                                                \
    X(PROPERTY, "property")                                                                        \
    X(REL, "rel")                                                                                  \
    X(ROLE, "role")                                                                                \
    X(SHADOWROOTMODE, "shadowrootmode")                                                            \
    X(STYLE, "style")                                                                              \
    X(TITLE, "title")                                                                              \
    X(TYPE, "type")

enum nr_attr {
#define NR_ATTR_ENUM(id, name) NR_ATTR_##id,
    NR_ATTRS(NR_ATTR_ENUM)
#undef NR_ATTR_ENUM
        NR_ATTR_COUNT
};

struct nr_attribute {
    enum nr_attr name;
    struct nr_str value; /* empty where none was given */
};

struct nr_node {
    uint32_t parent, end; /* indices; end: one past the last node inside */
    uint16_t tag;         /* enum nr_tag */
    uint16_t attribute_count;
    union {
        struct nr_str text;                    /* NR_TAG_TEXT */
        const struct nr_attribute *attributes; /* elements */
    };
};

struct nr_dom {
    struct nr_node *nodes;
    size_t count, capacity;
    struct nr_arena arena;     /* text and attributes */
    struct nr_buf text, chunk; /* while parsing */
    /* What the limits cost the page: elements that were flattened, as they were too deep; those
     * past NR_DOM_NODES; tags that have more attributes than are looked at. */
    size_t deep, many, crowded;
};

/* Parses page, which is valid UTF-8, and forgets the page before. */
void nr_dom_parse(struct nr_dom *d, struct nr_str page);

/* The value of an attribute; the view's data is NULL where the element has none. */
struct nr_str nr_dom_attribute(const struct nr_dom *d, uint32_t node, enum nr_attr name);

/* Appends the text inside node as it stands, without scripts' and other objects', up to most bytes;
 * a character that does not fit is left out. */
void nr_dom_text(const struct nr_dom *d, uint32_t node, size_t most, struct nr_buf *out);

enum nr_tag_kind nr_tag_kind(unsigned tag);

void nr_dom_free(struct nr_dom *d);

#endif
