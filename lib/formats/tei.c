/* TEI: digitised and transcribed texts. What the text itself says is taken, not what its editors
 * say about it: of a choice the modern or corrected reading, without notes, page heads and
 * pictures. */
#include "formats.h"
#include "mend.h"
#include "root.h"
#include "xml.h"

static bool tei_begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    return nr_root_find(head, &root) && (nr_str_eq_fold(root.name, nr_str_of("TEI")) ||
                                         nr_str_eq_fold(root.name, nr_str_of("TEI.2")) ||
                                         nr_str_eq_fold(root.name, nr_str_of("teiCorpus")) ||
                                         nr_str_eq_fold(root.name, nr_str_of("teiCorpus.2")));
}

/* INLINE: part of the running text. BLOCK: a paragraph. LINE: a line of one. CELL: of a row. BREAK:
 * where the source's line ended. HIDDEN: not part of the text. */
enum stand { INLINE, BLOCK, LINE, CELL, BREAK, HIDDEN };

static enum stand stand_of(const xmlNode *n)
{
    static const struct {
        const char *name;
        enum stand stand;
    } table[] = {
        {"p", BLOCK},         {"ab", BLOCK},         {"head", BLOCK},     {"lg", BLOCK},
        {"list", BLOCK},      {"table", BLOCK},      {"div", BLOCK},      {"div1", BLOCK},
        {"div2", BLOCK},      {"div3", BLOCK},       {"quote", BLOCK},    {"sp", BLOCK},
        {"speaker", BLOCK},   {"stage", BLOCK},      {"opener", BLOCK},   {"closer", BLOCK},
        {"salute", BLOCK},    {"signed", BLOCK},     {"dateline", BLOCK}, {"byline", BLOCK},
        {"argument", BLOCK},  {"epigraph", BLOCK},   {"trailer", BLOCK},  {"titlePart", BLOCK},
        {"docTitle", BLOCK},  {"front", BLOCK},      {"body", BLOCK},     {"back", BLOCK},
        {"docAuthor", BLOCK}, {"docDate", BLOCK},    {"l", LINE},         {"item", LINE},
        {"row", LINE},        {"label", LINE},       {"cell", CELL},      {"lb", BREAK},
        {"pb", BREAK},        {"cb", BREAK},         {"note", HIDDEN},    {"fw", HIDDEN},
        {"figure", HIDDEN},   {"teiHeader", HIDDEN}, {"sic", HIDDEN},     {"orig", HIDDEN},
        {"abbr", HIDDEN},     {"del", HIDDEN},       {"gap", HIDDEN},     {"facsimile", HIDDEN},
        {"formula", HIDDEN},  {"index", HIDDEN},
    };
    if (n->type != XML_ELEMENT_NODE)
        return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE ? INLINE : HIDDEN;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_xml_is(n, table[i].name)) {
            bool chosen = nr_xml_is(n->parent, "choice");
            bool reading = nr_xml_is(n, "sic") || nr_xml_is(n, "orig") || nr_xml_is(n, "abbr");
            return reading && !chosen ? INLINE : table[i].stand;
        }
    return INLINE;
}

struct flow {
    struct nr_buf *out;
    bool blank, tab, line, paragraph; /* owed before the next word */
};

static void pay(struct flow *f)
{
    if (f->out->len)
        nr_buf_add_cstr(f->out, f->paragraph ? "\n\n"
                                : f->line    ? "\n"
                                : f->tab     ? "\t"
                                : f->blank   ? " "
                                             : "");
    f->blank = f->tab = f->line = f->paragraph = false;
}

static void add_text(struct flow *f, struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (nr_ascii_is_blank(s.data[i])) {
            f->blank = true;
            continue;
        }
        pay(f);
        nr_buf_add_char(f->out, s.data[i]);
    }
}

/* A break inside a word takes the hyphen before it along. */
static void add_break(struct flow *f, const xmlNode *n, struct nr_arena *arena)
{
    bool inside = nr_str_is(nr_xml_attribute(n, "break", arena), "no");
    if (inside && nr_str_ends(nr_buf_str(f->out), nr_str_of("-")))
        f->out->len--;
    f->blank = !inside;
}

static void add_mark(struct flow *f, const xmlNode *n, struct nr_arena *arena, bool begins)
{
    enum stand stand = stand_of(n);
    if (stand == BLOCK)
        f->paragraph = true;
    else if (stand == LINE)
        f->line = true;
    else if (stand == CELL && begins)
        f->tab = true;
    else if (stand == BREAK && begins)
        add_break(f, n, arena);
}

/* What comes behind a walked element, with the marks of those that end before it. */
static const xmlNode *leave(struct flow *f, const xmlNode *root, const xmlNode *n,
                            struct nr_arena *arena)
{
    while (n != root) {
        if (stand_of(n) != HIDDEN)
            add_mark(f, n, arena, false);
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

static struct nr_str text_of(const xmlNode *root, struct nr_arena *arena)
{
    struct nr_buf out = {0};
    struct flow f = {.out = &out};
    for (const xmlNode *n = root; n;) {
        bool hidden = stand_of(n) == HIDDEN;
        if (!hidden && n->type != XML_ELEMENT_NODE)
            add_text(&f, nr_str_of((const char *)n->content));
        else if (!hidden)
            add_mark(&f, n, arena, true);
        bool into = !hidden && n->type == XML_ELEMENT_NODE && n->children;
        n = into ? n->children : leave(&f, root, n, arena);
    }
    struct nr_str text = nr_arena_str(arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return text;
}

/* The first date inside n, as it is normalised or as it is written. */
static struct nr_str date_in(const xmlNode *n, struct nr_arena *arena)
{
    const xmlNode *date = nr_xml_find(n, "date");
    struct nr_str when = nr_xml_attribute(date, "when", arena);
    return nr_story_date(arena, when.len ? when : nr_xml_line(date, arena));
}

/* The text's own source comes before its electronic edition. */
static void add_header(const xmlNode *header, struct nr_arena *arena, struct nr_story *story)
{
    const xmlNode *file = nr_xml_child(header, "fileDesc");
    const xmlNode *title = nr_xml_child(file, "titleStmt");
    const xmlNode *edition = nr_xml_child(file, "publicationStmt");
    story->headline = nr_xml_line(nr_xml_child(title, "title"), arena);
    for (const xmlNode *n = nr_xml_child(title, "author"); n; n = nr_xml_next(n, "author"))
        nr_texts_add(&story->by, arena, nr_xml_line(n, arena));
    story->created = date_in(nr_xml_child(file, "sourceDesc"), arena);
    if (!story->created.len)
        story->created = date_in(edition, arena);
    story->id = nr_xml_line(nr_xml_child(edition, "idno"), arena);
    story->copyright = nr_xml_line(nr_xml_child(edition, "availability"), arena);
    const xmlNode *language = nr_xml_path(header, "profileDesc/langUsage/language");
    story->language = nr_xml_attribute(language, "ident", arena);
}

static void add_document(const xmlNode *tei, struct nr_stories *stories)
{
    struct nr_story *story = nr_story_new(stories);
    const xmlNode *text = nr_xml_child(tei, "text");
    add_header(nr_xml_child(tei, "teiHeader"), stories->arena, story);
    if (!story->language.len)
        story->language = nr_xml_attribute(text, "lang", stories->arena);
    if (text)
        story->text = text_of(text, stories->arena);
}

static enum nr_status tei_read(const struct nr_reading *r, struct nr_stories *stories,
                               struct nr_error *e)
{
    xmlDoc *doc = nr_mend_parse(r->bytes);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root) {
        nr_error_set(e, "TEI that cannot be read as XML");
        return NR_BAD;
    }
    bool into = true;
    for (const xmlNode *n = root; n; n = nr_xml_step(root, n, into)) {
        bool document = nr_xml_is(n, "TEI") || nr_xml_is(n, "TEI.2");
        if (document)
            add_document(n, stories);
        into = !document;
    }
    xmlFreeDoc(doc);
    return NR_OK;
}

const struct nr_format nr_format_tei = {
    .name = "tei",
    .mime = "application/tei+xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = tei_begins,
    .read = tei_read,
};
