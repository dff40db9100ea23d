#include "feed.h"
#include "formats.h"
#include "mend.h"
#include "newsreel/core/mem.h"
#include "root.h"

enum {
    NAME_MOST = 40,      /* bytes of a name with its prefix that are looked at */
    TAG_MOST = 4096,     /* bytes of an entry's start tag that are waited for */
    STEP = 4096,         /* bytes of a comment or CDATA section that are looked at first */
    CONTEXT_MOST = 8192, /* bytes before the first entry that say something: a title, a language */
};

static bool contains(struct nr_str s, const char *part)
{
    return nr_str_find_fold(s, nr_str_of(part)) < s.len;
}

/* RDF is the language of many things: it is a feed by its namespace. */
static bool rss_begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    if (!nr_root_find(head, &root))
        return false;
    if (nr_str_eq_fold(root.name, nr_str_of("rss")))
        return true;
    if (nr_str_eq_fold(root.name, nr_str_of("rdf")))
        return contains(head, "purl.org/rss/1.0") || contains(head, "netscape.com/rdf");
    return nr_str_eq_fold(root.name, nr_str_of("channel")) && contains(head, "<item");
}

static bool atom_begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    if (!nr_root_find(head, &root))
        return false;
    bool known = contains(root.tag, "w3.org/2005/Atom") || contains(root.tag, "purl.org/atom");
    if (nr_str_is(root.name, "feed"))
        return known || contains(head, "<entry");
    return nr_str_is(root.name, "entry") && known;
}

/* What a "<" begins, as far as entries are concerned. */
enum tag { NO_TAG, BEGINS, EMPTY, ENDS, COMMENT, LITERAL, UNKNOWN };

/* piece_state: inside an entry; its name is prefixed; its name is "entry"; at is inside a comment,
 * inside a CDATA section. piece_depth: where the entry ends if that section is not closed. */
enum { INSIDE = 1, PREFIXED = 2, ENTRY = 4, IN_COMMENT = 8, IN_LITERAL = 16 };

/* state: the file ends in an entry. */
enum { ENDS_INSIDE = 1 };

static const struct nr_str comment = NR_STR("<!--"), literal = NR_STR("<![CDATA[");

/* In a comment "<!-->" is not the begin of one but the end. */
static enum tag special(struct nr_str s, bool last)
{
    if (nr_str_starts(s, comment))
        return last || s.len >= comment.len + 2 ? COMMENT : UNKNOWN;
    if (nr_str_starts(s, literal))
        return LITERAL;
    return !last && (nr_str_starts(comment, s) || nr_str_starts(literal, s)) ? UNKNOWN : NO_TAG;
}

/* Where the name that begins at at ends, or what is looked at of it. */
static size_t name_end(struct nr_str s, size_t at)
{
    size_t most = at + NAME_MOST;
    while (at < s.len && at < most && s.data[at] != '>' && s.data[at] != '/' && s.data[at] != '<' &&
           !nr_ascii_is_blank(s.data[at]))
        at++;
    return at;
}

/* Whether name is that of an entry; inside one, whether it is that of this one. *kind: what tells
 * the names apart. */
static bool is_entry(struct nr_str name, unsigned state, unsigned *kind)
{
    size_t colon = nr_str_find_char(name, ':');
    bool prefixed = colon < name.len;
    if (prefixed)
        name = nr_str_sub(name, colon + 1, name.len);
    bool entry = nr_str_eq_fold(name, nr_str_of("entry"));
    if (!entry && !nr_str_eq_fold(name, nr_str_of("item")))
        return false;
    *kind = (prefixed ? PREFIXED : 0u) | (entry ? ENTRY : 0u);
    return !(state & INSIDE) || (state & (PREFIXED | ENTRY)) == *kind;
}

/* s begins with "<". *length: of the tag, or of its name where another one begins in it. */
static enum tag tag_of(struct nr_str s, unsigned state, bool last, unsigned *kind, size_t *length)
{
    if (s.len > 1 && s.data[1] == '!')
        return special(s, last);
    bool end = s.len > 1 && s.data[1] == '/';
    size_t from = end ? 2 : 1, to = name_end(s, from);
    if (to >= s.len && !last)
        return UNKNOWN;
    if (to == from + NAME_MOST || !is_entry(nr_str_sub(s, from, to), state, kind))
        return NO_TAG;
    struct nr_str tag = nr_str_sub(s, 0, TAG_MOST);
    size_t close = to;
    while (close < tag.len && tag.data[close] != '>' && tag.data[close] != '<')
        close++;
    if (close == tag.len && tag.len < TAG_MOST && !last)
        return UNKNOWN;
    bool closed = close < tag.len && tag.data[close] == '>';
    *length = closed ? close + 1 : to;
    if (end)
        return ENDS;
    return closed && tag.data[close - 1] == '/' ? EMPTY : BEGINS;
}

static enum nr_status cut_at(struct nr_cut *cut, size_t at)
{
    cut->to = cut->next = at;
    return NR_OK;
}

/* Looks at the tags from at on to the end of a comment or CDATA section, or to the end of what is
 * there of it. True: it is not closed, for behind an end tag of the entry another one begins. */
static bool is_open(struct nr_cut *cut, struct nr_str bytes, bool all)
{
    enum tag same = cut->piece_state & IN_COMMENT ? COMMENT : LITERAL;
    size_t length = 0;
    unsigned kind;
    for (;;) {
        cut->at += nr_str_find_char(nr_str_sub(bytes, cut->at, bytes.len), '<');
        if (cut->at >= bytes.len)
            return false;
        struct nr_str s = nr_str_sub(bytes, cut->at, bytes.len);
        enum tag tag = tag_of(s, cut->piece_state, all, &kind, &length);
        if (tag == UNKNOWN || (tag == same && cut->piece_depth))
            return tag == same;
        if (tag == ENDS && (cut->piece_state & INSIDE) && !cut->piece_depth)
            cut->piece_depth = cut->at + length;
        cut->at++;
    }
}

/* at is inside a comment or a CDATA section. NR_OK: the entry ends, the section having no end.
 * NR_END: more bytes are needed. NR_BAD: neither, at has moved on. */
static enum nr_status pass_special(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    struct nr_str close = nr_str_of(cut->piece_state & IN_COMMENT ? "-->" : "]]>");
    size_t from = cut->at;
    size_t end = from + nr_str_find(nr_str_sub(bytes, from, bytes.len), close);
    bool closed = end < bytes.len;
    bool open = is_open(cut, nr_str_sub(bytes, 0, end), closed || last);
    bool known = cut->piece_depth && cut->piece_depth <= cut->at; /* not if it was let go */
    if (known && (open || (last && !closed)))
        return cut_at(cut, cut->piece_depth);
    if (open) {
        cut->piece_depth = 0;
        cut->at++;
    }
    if (!closed && !last) {
        size_t most = bytes.len > 2 ? bytes.len - 2 : 0;
        cut->at = cut->at < most ? cut->at : most > from ? most : from;
        return NR_END;
    }
    cut->at = closed ? end + close.len : end;
    cut->piece_state &= ~(unsigned)(IN_COMMENT | IN_LITERAL);
    cut->piece_depth = 0;
    return NR_BAD;
}

/* As pass_special, in steps that double: what decides is mostly near, and an end that is nowhere
 * must not be looked for to the last byte at each of many entries. */
static enum nr_status pass_in_steps(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    enum nr_status status = NR_END;
    size_t step = STEP, end = nr_size_add(cut->at, step);
    for (; status == NR_END && end < bytes.len; end = nr_size_add(end, step *= 2))
        status = pass_special(cut, nr_str_sub(bytes, 0, end), false);
    return status == NR_END ? pass_special(cut, bytes, last) : status;
}

/* A tag at at. NR_BAD: at has moved on. */
static enum nr_status pass_tag(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    size_t length = 1;
    unsigned kind = 0;
    bool inside = cut->piece_state & INSIDE;
    enum tag tag =
        tag_of(nr_str_sub(bytes, cut->at, bytes.len), cut->piece_state, last, &kind, &length);
    if (tag == UNKNOWN)
        return NR_END;
    if (inside && (tag == BEGINS || tag == EMPTY))
        return cut_at(cut, cut->at);
    if (inside && tag == ENDS)
        return cut_at(cut, cut->at + length);
    if (tag == COMMENT || tag == LITERAL) {
        cut->piece_state |= tag == COMMENT ? IN_COMMENT : IN_LITERAL;
        length = tag == COMMENT ? comment.len : literal.len;
    } else if (tag == BEGINS || tag == EMPTY) {
        cut->from = cut->at;
        cut->piece_state |= INSIDE | kind;
    }
    cut->at += length;
    return tag == EMPTY ? cut_at(cut, cut->at) : NR_BAD;
}

static enum nr_status feed_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    enum nr_status status = NR_BAD;
    cut->lost = false;
    while (status == NR_BAD && cut->at < bytes.len) {
        if (cut->piece_state & (IN_COMMENT | IN_LITERAL)) {
            status = pass_in_steps(cut, bytes, last);
            continue;
        }
        cut->at += nr_str_find_char(nr_str_sub(bytes, cut->at, bytes.len), '<');
        if (cut->at < bytes.len)
            status = pass_tag(cut, bytes, last);
    }
    if (status == NR_OK)
        return NR_OK;
    if (!last || !(cut->piece_state & INSIDE))
        return NR_END;
    cut->state = ENDS_INSIDE;
    return cut_at(cut, bytes.len);
}

/* What stands before the entries, as far as it is of use. */
static struct nr_str context_of(struct nr_str preamble)
{
    struct nr_root root;
    if (!nr_root_find(preamble, &root))
        return nr_str(NULL, 0);
    size_t end = (size_t)(root.tag.data - preamble.data) + CONTEXT_MOST;
    if (preamble.len <= end)
        return preamble;
    while (preamble.data[end - 1] != '>' && preamble.data[end - 1] != '<')
        end--;
    return nr_str_sub(preamble, 0, preamble.data[end - 1] == '<' ? end - 1 : end);
}

static bool is_item(const xmlNode *n)
{
    if (n->type != XML_ELEMENT_NODE)
        return false;
    return nr_str_eq_fold(nr_feed_name(n), nr_str_of("item")) ||
           nr_str_eq_fold(nr_feed_name(n), nr_str_of("entry"));
}

static const xmlNode *find_item(const xmlNode *root)
{
    const xmlNode *n = root;
    while (n && !is_item(n))
        n = nr_xml_step(root, n, true);
    return n;
}

/* RSS has what is true of all entries in a channel around or before them, Atom around them. */
static const xmlNode *find_channel(const xmlNode *root, const xmlNode *item)
{
    if (root == item)
        return NULL;
    for (const xmlNode *n = root->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && nr_str_eq_fold(nr_feed_name(n), nr_str_of("channel")))
            return n;
    return root;
}

static xmlDoc *parse(struct nr_str context, struct nr_str entry)
{
    struct nr_buf joined = {0};
    nr_buf_add_str(&joined, context);
    nr_buf_add_str(&joined, entry);
    xmlDoc *doc = nr_mend_parse(nr_buf_str(&joined));
    nr_buf_free(&joined);
    return doc;
}

/* A last entry that lacks nothing but its end tag has that of the root behind it. */
static bool is_cut_off(const struct nr_reading *r)
{
    struct nr_root root;
    if (r->state != ENDS_INSIDE || !nr_root_find(r->preamble, &root))
        return r->state == ENDS_INSIDE;
    struct nr_str rest = r->bytes;
    for (size_t at; (at = nr_str_find(rest, nr_str_of("</"))) < rest.len;) {
        rest = nr_str_sub(rest, at + 2, rest.len);
        size_t end = name_end(rest, 0), colon = nr_str_find_char(nr_str_sub(rest, 0, end), ':');
        if (nr_str_eq_fold(nr_str_sub(rest, colon < end ? colon + 1 : 0, end), root.name))
            return false;
    }
    return true;
}

static enum nr_status feed_read(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    const struct nr_str contexts[] = {context_of(r->preamble), {NULL, 0}};
    struct nr_feed_entry entry = {.arena = stories->arena};
    xmlDoc *doc = NULL;
    for (size_t i = 0; i < 2 && !entry.item; i++) {
        xmlFreeDoc(doc);
        doc = parse(contexts[i], r->bytes);
        const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
        entry.item = root ? find_item(root) : NULL;
        entry.channel = entry.item ? find_channel(root, entry.item) : NULL;
    }
    if (entry.item) {
        nr_feed_add(&entry, stories);
        if (stories->last)
            stories->last->truncated = is_cut_off(r);
    } else {
        nr_error_set(e, "entry of a feed that cannot be read as XML");
    }
    xmlFreeDoc(doc);
    return entry.item ? NR_OK : NR_BAD;
}

const struct nr_format nr_format_rss = {
    .name = "rss",
    .mime = "application/rss+xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = rss_begins,
    .cut = feed_cut,
    .read = feed_read,
};

const struct nr_format nr_format_atom = {
    .name = "atom",
    .mime = "application/atom+xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = atom_begins,
    .cut = feed_cut,
    .read = feed_read,
};
