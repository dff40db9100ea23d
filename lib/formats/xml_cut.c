/* XML documents in a file: where each begins and ends, and what its root is called. */
#include "mend.h"
#include "newsreel/core/hash.h"
#include "xml.h"

enum {
    PROLOG_MOST = 64 << 10, /* bytes before a root element that are looked at */
    NAME_MOST = 80,
    NOISE = 64,
    TAG_MOST = 160, /* bytes of an end tag, less than NR_CUT_BACK */
};

/* Where a piece is, in nr_cut.piece_depth. */
enum { MARKUP, COMMENT, CDATA };

static bool is_name_end(char c)
{
    return nr_ascii_is_blank(c) || c == '>' || c == '/';
}

/* Blanks, and the controls that end files of other systems. */
static bool is_idle(char c)
{
    return nr_ascii_is_blank(c) || (unsigned char)c < 0x20;
}

static struct nr_str skip_idle(struct nr_str s)
{
    static const struct nr_str mark = NR_STR("\xef\xbb\xbf");
    if (nr_str_starts(s, mark))
        s = nr_str_sub(s, mark.len, s.len);
    size_t n = 0;
    while (n < s.len && is_idle(s.data[n]))
        n++;
    return nr_str_sub(s, n, s.len);
}

/* Behind the first end in s, or nothing when it is not there. */
static struct nr_str behind(struct nr_str s, const char *end)
{
    size_t at = nr_str_find(s, nr_str_of(end));
    return nr_str_sub(s, at == s.len ? at : at + strlen(end), s.len);
}

/* Behind a document type, with what it declares in brackets. */
static struct nr_str behind_doctype(struct nr_str s)
{
    bool inside = false;
    for (size_t i = 0; i < s.len; i++) {
        inside = s.data[i] == '[' || (inside && s.data[i] != ']');
        if (s.data[i] == '>' && !inside)
            return nr_str_sub(s, i + 1, s.len);
    }
    return nr_str_sub(s, s.len, s.len);
}

/* s behind declarations, comments and the document type, whose name goes to *type. */
static struct nr_str behind_prolog(struct nr_str s, struct nr_str *type)
{
    static const struct nr_str doctype = NR_STR("<!DOCTYPE");
    *type = nr_str(NULL, 0);
    for (s = skip_idle(s);; s = skip_idle(s)) {
        if (nr_str_starts(s, nr_str_of("<!--"))) {
            s = behind(nr_str_sub(s, 4, s.len), "-->");
        } else if (nr_str_starts(s, nr_str_of("<?"))) {
            s = behind(s, "?>");
        } else if (nr_str_starts_fold(s, doctype)) {
            struct nr_str name = nr_str_trim(nr_str_sub(s, doctype.len, doctype.len + NAME_MOST));
            size_t n = 0;
            while (n < name.len && !is_name_end(name.data[n]) && name.data[n] != '[')
                n++;
            *type = nr_str_sub(name, 0, n);
            s = behind_doctype(s);
        } else {
            return s;
        }
    }
}

/* The name, with its prefix, that stands at from in s; empty when it does not end in s. */
static struct nr_str name_at(struct nr_str s, size_t from)
{
    size_t n = from;
    while (n < s.len && n - from <= NAME_MOST && !is_name_end(s.data[n]))
        n++;
    if (n >= s.len || n - from > NAME_MOST)
        return nr_str(NULL, 0);
    char first = s.data[from];
    bool letter = nr_ascii_is_letter(first) || first == '_' || (first & 0x80);
    return letter ? nr_str_sub(s, from, n) : nr_str(NULL, 0);
}

/* Of the tag that s begins with. */
static struct nr_str tag_name(struct nr_str s)
{
    return s.len && s.data[0] == '<' ? name_at(s, 1) : nr_str(NULL, 0);
}

static struct nr_str local(struct nr_str name)
{
    size_t colon = nr_str_find_char(name, ':');
    return colon < name.len ? nr_str_sub(name, colon + 1, name.len) : name;
}

struct nr_str nr_xml_root(struct nr_str head, struct nr_str *attributes)
{
    struct nr_str type, s = behind_prolog(head, &type), name = tag_name(s);
    if (attributes) {
        struct nr_str rest = nr_str_sub(s, name.len + 1, s.len);
        *attributes = nr_str_sub(rest, 0, name.len ? nr_str_find_char(rest, '>') : 0);
    }
    return local(name.len || s.len ? name : type);
}

/* The name in 32 bits that are not 0: a piece that was skipped cannot be looked up any more. */
static unsigned fold_name(struct nr_str name)
{
    uint64_t hash = nr_hash64(name);
    return (unsigned)(hash ^ hash >> 32) | 1;
}

/* Where, after damage, a document may begin: at a declaration or at the root's tag. */
static struct nr_str find_document(const struct nr_cut *cut, struct nr_str s)
{
    for (size_t at = 0; at < s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), '<');
        struct nr_str rest = nr_str_sub(s, at, s.len), name = tag_name(rest);
        if (nr_str_starts(rest, nr_str_of("<?xml ")) || (name.len && fold_name(name) == cut->state))
            return rest;
    }
    return nr_str_sub(s, s.len, s.len);
}

/* A piece begins with the first sign that is no blank. False: that takes more bytes, or there is
 * none. What has no root element goes to the end of the file. */
static bool begin(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    struct nr_str type, start = cut->lost ? find_document(cut, bytes) : skip_idle(bytes);
    struct nr_str root = behind_prolog(start, &type), name = tag_name(root);
    bool shown = name.len || root.len > NAME_MOST || start.len > PROLOG_MOST;
    cut->at = bytes.len - start.len;
    if (!shown && (!last || !root.len)) {
        cut->at -= cut->at < NAME_MOST ? cut->at : NAME_MOST;
        return false;
    }
    cut->from = cut->at;
    cut->at += name.len ? (size_t)(name.data - start.data) + name.len : 0;
    cut->piece_state = name.len ? fold_name(name) : 2;
    cut->piece_depth = MARKUP;
    cut->state = cut->state ? cut->state : cut->piece_state;
    cut->lost = false;
    return true;
}

/* Moves over a comment or CDATA. False: its end has not come yet. */
static bool skip_literal(struct nr_cut *cut, struct nr_str bytes)
{
    const char *end = cut->piece_depth == COMMENT ? "-->" : "]]>";
    struct nr_str rest = nr_str_sub(bytes, cut->at, bytes.len);
    size_t n = nr_str_find(rest, nr_str_of(end));
    if (n == rest.len) {
        cut->at += rest.len > 2 ? rest.len - 2 : 0;
        return false;
    }
    cut->at += n + 3;
    cut->piece_depth = MARKUP;
    return true;
}

/* Where the end tag that s begins with ends, if it is the piece's; else 0. */
static size_t end_of_piece(const struct nr_cut *cut, struct nr_str s)
{
    struct nr_str name = s.len > 2 && s.data[1] == '/' ? name_at(s, 2) : nr_str(NULL, 0);
    if (!name.len || fold_name(name) != cut->piece_state)
        return 0;
    struct nr_str tag = nr_str_sub(s, 0, TAG_MOST);
    size_t end = nr_str_find_char(tag, '>');
    return end < tag.len ? end + 1 : name.len + 2;
}

/* Looks on for the end of the piece. False: it has not come yet. */
static bool finish(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    static const struct nr_str comment = NR_STR("<!--"), cdata = NR_STR("<![CDATA[");
    for (;;) {
        if (cut->piece_depth != MARKUP && !skip_literal(cut, bytes))
            return false;
        cut->at += nr_str_find_char(nr_str_sub(bytes, cut->at, bytes.len), '<');
        struct nr_str rest = nr_str_sub(bytes, cut->at, bytes.len);
        struct nr_str tag = nr_str_sub(rest, 0, TAG_MOST);
        bool whole = last || tag.len == TAG_MOST || nr_str_find_char(tag, '>') < tag.len;
        if (rest.len == 0 || !whole)
            return false;
        size_t end = end_of_piece(cut, rest);
        if (end) {
            cut->to = cut->at + end;
            return true;
        }
        bool literal = nr_str_starts(rest, comment) || nr_str_starts(rest, cdata);
        if (literal)
            cut->piece_depth = rest.data[2] == '-' ? COMMENT : CDATA;
        cut->at += literal && rest.data[2] != '-' ? cdata.len : literal ? comment.len : 1;
    }
}

enum nr_status nr_xml_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    if (!cut->piece_state && !begin(cut, bytes, last))
        return NR_END;
    if (!finish(cut, bytes, last)) {
        if (!last)
            return NR_END;
        cut->to = bytes.len;
    }
    cut->next = cut->to;
    return NR_OK;
}

/* Bytes of words in the texts of stories, and how many have some. */
static size_t words_of(const struct nr_stories *stories, size_t *texts)
{
    size_t n = 0;
    *texts = 0;
    for (const struct nr_story *s = stories->first; s; s = s->next) {
        *texts += s->text.len > 0;
        for (size_t at = 0; at < s->text.len; at++)
            n += !nr_ascii_is_blank(s->text.data[at]);
    }
    return n;
}

static bool has_said(const struct nr_stories *stories)
{
    for (const struct nr_story *s = stories->first; s; s = s->next)
        if (s->text.len || s->headline.len)
            return true;
    return stories->drop != NULL;
}

/* Whether mending did harm. A few bytes more may be markup that was taken for text. */
static bool is_better(const struct nr_stories *plain, const struct nr_stories *mended)
{
    size_t texts, others;
    size_t more = words_of(plain, &texts), words = words_of(mended, &others);
    return texts > others || more > words + NOISE;
}

static struct nr_stories read_tree(xmlDoc *doc, struct nr_arena *arena,
                                   void (*read)(const xmlNode *root, struct nr_stories *stories))
{
    struct nr_stories stories = {.arena = arena};
    if (doc)
        read(xmlDocGetRootElement(doc), &stories);
    return stories;
}

static void append(struct nr_stories *to, const struct nr_stories *from)
{
    if (to->last)
        to->last->next = from->first;
    else
        to->first = from->first;
    to->last = from->last ? from->last : to->last;
    to->drop = from->drop ? from->drop : to->drop;
    to->attachments += from->attachments;
    to->replaced += from->replaced;
    to->mended += from->mended;
}

/* NR_BAD: there is nothing in it. */
static enum nr_status read_one(struct nr_str text, struct nr_stories *stories, struct nr_error *e,
                               void (*read)(const xmlNode *root, struct nr_stories *stories))
{
    struct nr_trees t;
    nr_trees_parse(&t, text);
    bool any = t.plain || t.mended, broken = t.mended != NULL;
    struct nr_stories got = read_tree(t.plain, stories->arena, read);
    struct nr_stories mended = read_tree(t.mended, stories->arena, read);
    if (broken && !is_better(&got, &mended))
        got = mended;
    if (any && broken && !has_said(&got)) {
        nr_error_set(e, "XML is damaged or past the limits");
        any = false;
    }
    got.mended += any && broken;
    if (t.open && got.last)
        got.last->truncated = true;
    append(stories, &got);
    nr_trees_free(&t);
    return any ? NR_OK : NR_BAD;
}

enum nr_status nr_xml_each(struct nr_str text, struct nr_stories *stories, struct nr_error *e,
                           void (*read)(const xmlNode *root, struct nr_stories *stories))
{
    struct nr_cut cut = {0};
    size_t count = 0;
    nr_error_set(e, "no XML element");
    while (nr_xml_cut(&cut, text, true) == NR_OK) {
        count += read_one(nr_str_sub(text, cut.from, cut.to), stories, e, read) == NR_OK;
        text = nr_str_sub(text, cut.next, text.len);
        cut = (struct nr_cut){.state = cut.state};
    }
    return count ? NR_OK : NR_BAD;
}
