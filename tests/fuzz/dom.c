#include "newsreel/html/dom.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <libxml/HTMLparser.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every byte of the input stands for a piece of markup on which libxml2 and the HTML standard agree
 * about where things begin and end. So libxml2 has to see the same in such a page as nr_dom does,
 * which gives it a page from which most has been taken out. */
static const char *const pieces[] = {
    "<p>",
    "</p>",
    "<div class=a id=b>",
    "</div>",
    "<b CLASS='x y' title=\"<p>\">",
    "</b>",
    "<i\nid = \"q'q\" class='d\"d'\thidden>",
    "</i>",
    "<a href='/a?b=1&amp;c=2&copy;' rel=x>",
    "</a>",
    "<a href=/x/y/ id='&#8217;' id=z>",
    "<br/>",
    "<br id=c />",
    "<img src='a>b' data-x='<!--' alt=\"&quot;\">",
    "<script>'<p>' \"<!--\" < a</script>",
    "<script type='application/ld+json'>{\"a\": \"</p>\"}</script>",
    "<style type=text/css>p > a {}</style>",
    "<!-- <p class=no> -- > ->-->",
    "<!---->",
    "<ul><li class=l>",
    "<li>",
    "</ul>",
    "<table><tr><td id=t>",
    "<td>",
    "</table>",
    "<h1 itemprop=headline style='display: none'>",
    "</h1>",
    "word ",
    "caf\xc3\xa9 ",
    "&amp;",
    "&eacute;&nosuch;&",
    "\n",
    " 1 < 2 > 1 ",
    "<meta name=author content='Ann &lt; Odd'>",
    "<title>",
    "</title>",
    "<head lang=en>",
    "<body class=page>",
    "<form role=search><input type=text name=q>",
    "</form>",
    "<svg><path d='M0 0' class=p/></svg>",
    "<time datetime=2024-01-01>",
    "<textarea name=\"x\" disabled>",
    "</textarea>",
    "<x-y property=z>",
    "</x-y>",
    "</nothing>",
};
enum { PIECES = sizeof pieces / sizeof *pieces, MOST = 400 };

/* What is seen: tags with the attributes in the order of enum nr_attr, ends, and text. */
struct seen {
    struct nr_buf out;
    bool silent;
};

static const char *const names[] = {
#define NAME(id, name) name,
    NR_ATTRS(NAME)
#undef NAME
};

static const struct {
    const char *name;
} tags[] = {
#define TAG(id, name, kind) {name},
    NR_TAGS(TAG)
#undef TAG
};

/* An element with a name of its own may become a div: both are the same here. */
static const char *known_tag(const char *name)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strcmp(tags[i].name, name) == 0 && strcmp(name, "div") != 0)
            return name;
    return "?";
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    struct seen *s = user;
    const char *type = "";
    nr_buf_addf(&s->out, "<%s", known_tag((const char *)name));
    for (size_t k = 0; k < NR_ATTR_COUNT; k++) {
        for (const xmlChar **a = attributes; a && a[0]; a += 2) {
            if (strcmp((const char *)a[0], names[k]) != 0)
                continue;
            const char *value = a[1] ? (const char *)a[1] : "";
            nr_buf_addf(&s->out, " %s=%s", names[k], value);
            type = k == NR_ATTR_TYPE ? value : type;
        }
    }
    nr_buf_add_char(&s->out, '>');
    s->silent = strcmp((const char *)name, "style") == 0 ||
                (strcmp((const char *)name, "script") == 0 && !strstr(type, "ld+json"));
}

static void on_end(void *user, const xmlChar *name)
{
    struct seen *s = user;
    (void)name;
    nr_buf_add_cstr(&s->out, "</>");
    s->silent = false;
}

static void on_text(void *user, const xmlChar *text, int len)
{
    struct seen *s = user;
    if (!s->silent && len > 0)
        nr_buf_add(&s->out, (const char *)text, (size_t)len);
}

static void see_alone(struct seen *s, struct nr_str page)
{
    htmlSAXHandler sax = {0};
    sax.startElement = on_start;
    sax.endElement = on_end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = on_text;
    htmlParserCtxtPtr parser =
        htmlCreatePushParserCtxt(&sax, s, NULL, 0, NULL, XML_CHAR_ENCODING_NONE);
    assert(parser);
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlParseChunk(parser, page.data, (int)page.len, 0);
    htmlParseChunk(parser, NULL, 0, 1);
    if (parser->myDoc)
        xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
}

static void close_until(struct seen *s, const struct nr_dom *d, uint32_t *open, uint32_t node)
{
    for (; *open && d->nodes[*open].end <= node; *open = d->nodes[*open].parent)
        nr_buf_add_cstr(&s->out, "</>");
}

static void see_dom(struct seen *s, const struct nr_dom *d)
{
    uint32_t open = 0;
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node *n = &d->nodes[i];
        close_until(s, d, &open, i);
        if (n->tag == NR_TAG_TEXT) {
            nr_buf_add_str(&s->out, n->text);
            continue;
        }
        nr_buf_addf(&s->out, "<%s",
                    n->tag == NR_TAG_OTHER ? "?" : known_tag(tags[n->tag - NR_TAG_OTHER - 1].name));
        for (unsigned k = 0; k < NR_ATTR_COUNT; k++) {
            struct nr_str value = nr_dom_attribute(d, i, (enum nr_attr)k);
            if (!value.data)
                continue;
            nr_buf_addf(&s->out, " %s=", names[k]);
            nr_buf_add_str(&s->out, value);
        }
        nr_buf_add_char(&s->out, '>');
        open = i;
    }
    close_until(s, d, &open, (uint32_t)d->count);
}

/* Without white space behind tags: before a comment libxml2 leaves it out, and nr_dom has taken the
 * comment out. */
static struct nr_str lean(struct nr_buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->len; i++)
        if (!nr_ascii_is_blank(out->data[i]) || n == 0 || out->data[n - 1] != '>')
            out->data[n++] = out->data[i];
    return nr_str(out->data, n);
}

static void check_pieces(struct nr_dom *d, const uint8_t *data, size_t size)
{
    struct nr_buf page = {0};
    struct seen alone = {0}, dom = {0};
    /* Alone, libxml2 stops at an end tag before any start tag. */
    nr_buf_add_cstr(&page, "<html>");
    for (size_t i = 0; i < size && i < MOST; i++)
        nr_buf_add_cstr(&page, pieces[data[i] % PIECES]);
    see_alone(&alone, nr_buf_str(&page));
    nr_dom_parse(d, nr_buf_str(&page));
    see_dom(&dom, d);
    assert(nr_str_eq(lean(&alone.out), lean(&dom.out)));
    nr_buf_free(&alone.out);
    nr_buf_free(&dom.out);
    nr_buf_free(&page);
}

static void check_tree(const struct nr_dom *d)
{
    assert(d->count > 0 && d->nodes[0].end == d->count && d->count <= NR_DOM_NODES + 2);
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node *n = &d->nodes[i];
        assert(n->parent < i && i < n->end && n->end <= d->nodes[n->parent].end);
        for (unsigned k = 0; k < NR_ATTR_COUNT; k++) {
            struct nr_str value = nr_dom_attribute(d, i, (enum nr_attr)k);
            assert(nr_utf8_valid(value) == value.len);
        }
    }
}

/* Any page gives a sound tree; a page of the pieces gives what libxml2 sees in it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_dom d = {0};
    struct nr_buf page = {0};
    nr_utf8_repair(&page, nr_str((const char *)data, size));
    nr_dom_parse(&d, nr_buf_str(&page));
    check_tree(&d);
    check_pieces(&d, data, size);
    nr_dom_free(&d);
    nr_buf_free(&page);
    return 0;
}
