#include "mend.h"
#include "root.h"
#include "xml.h"

struct mender {
    struct nr_buf *out;
    struct nr_str open[NR_MEND_DEPTH]; /* names, the innermost last */
    size_t depth;
    unsigned endless; /* bits of kinds of special markup whose end has been looked for in vain */
};

static bool ends_name(char c)
{
    return nr_ascii_is_blank(c) || c == '>' || c == '/' || c == '<';
}

static bool is_name_char(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || (c & 0x80) ||
           (c && strchr("_:.-", c) != NULL);
}

/* The name that stands at from in s; empty when it begins with what no name does. */
static struct nr_str name_at(struct nr_str s, size_t from)
{
    size_t end = from;
    while (end < s.len && is_name_char(s.data[end]))
        end++;
    char first = end > from ? s.data[from] : '-';
    bool fine = nr_ascii_is_letter(first) || first == '_' || (first & 0x80);
    return nr_str_sub(s, from, fine ? end : from);
}

static void close_to(struct mender *m, size_t depth)
{
    while (m->depth > depth) {
        nr_buf_add_cstr(m->out, "</");
        nr_buf_add_str(m->out, m->open[--m->depth]);
        nr_buf_add_char(m->out, '>');
    }
}

static void end_tag(struct mender *m, struct nr_str name)
{
    for (size_t i = m->depth; i > 0; i--)
        if (nr_str_eq_fold(m->open[i - 1], name)) {
            close_to(m, i - 1);
            return;
        }
}

struct attribute {
    struct nr_str name, value;
    char quote; /* around the value, 0 when there is none */
};

/* Takes what comes first in *s: an attribute, or signs that are part of none, whose name is empty.
 * False: nothing is left. */
static bool next_attribute(struct nr_str *s, struct attribute *a)
{
    struct nr_str rest = nr_str_trim(*s);
    *a = (struct attribute){.name = name_at(rest, 0)};
    if (!rest.len)
        return false;
    struct nr_str behind = nr_str_trim(nr_str_sub(rest, a->name.len, rest.len));
    if (!a->name.len || !behind.len || behind.data[0] != '=') {
        *s = nr_str_sub(rest, a->name.len ? a->name.len : 1, rest.len);
        return true;
    }
    rest = nr_str_trim(nr_str_sub(behind, 1, behind.len));
    a->quote = rest.len && (rest.data[0] == '"' || rest.data[0] == '\'') ? rest.data[0] : '\0';
    rest = nr_str_sub(rest, a->quote ? 1 : 0, rest.len);
    size_t end = 0;
    while (end < rest.len &&
           (a->quote ? rest.data[end] != a->quote : !nr_ascii_is_blank(rest.data[end])))
        end++;
    a->value = nr_str_sub(rest, 0, end);
    *s = nr_str_sub(rest, a->quote ? end + 1 : end, rest.len);
    return true;
}

/* The quotes around an attribute's value, or those that it can get; 0 when there are none. */
static char quote_for(const struct attribute *a)
{
    if (a->quote)
        return a->quote;
    if (nr_str_find_char(a->value, '"') == a->value.len)
        return '"';
    return nr_str_find_char(a->value, '\'') == a->value.len ? '\'' : '\0';
}

/* Attributes as XML wants them: values without quotes get some, what has no value goes. */
static void add_attributes(struct nr_buf *out, struct nr_str s)
{
    struct attribute a;
    while (next_attribute(&s, &a)) {
        char quote = quote_for(&a);
        if (!a.name.len || !a.value.data || !quote)
            continue;
        nr_buf_add_char(out, ' ');
        nr_buf_add_str(out, a.name);
        nr_buf_add_char(out, '=');
        nr_buf_add_char(out, quote);
        nr_buf_add_str(out, a.value);
        nr_buf_add_char(out, quote);
    }
}

/* tag: from "<" to ">". A paragraph ends where the next one begins: people who leave out its end
 * tag leave out all of them, and would soon be past the depth. */
static void start_tag(struct mender *m, struct nr_str tag, struct nr_str name)
{
    static const struct nr_str paragraph = NR_STR("p");
    bool empty = nr_str_ends(tag, nr_str_of("/>"));
    if (m->depth && nr_str_eq_fold(name, paragraph) &&
        nr_str_eq_fold(m->open[m->depth - 1], paragraph))
        close_to(m, m->depth - 1);
    if (!empty && m->depth == NR_MEND_DEPTH)
        return;
    nr_buf_add_char(m->out, '<');
    nr_buf_add_str(m->out, name);
    add_attributes(m->out, nr_str_sub(tag, 1 + name.len, tag.len - (empty ? 2 : 1)));
    nr_buf_add_cstr(m->out, empty ? "/>" : ">");
    if (!empty)
        m->open[m->depth++] = name;
}

/* What begins with "<!" or "<?": its length. A comment or instruction that does not end must not
 * cost the rest: its beginning is text. */
static size_t pass_special(struct mender *m, struct nr_str s)
{
    static const struct {
        struct nr_str from, to;
        bool stays;
    } table[] = {
        {NR_STR("<!--"), NR_STR("-->"), false},
        {NR_STR("<![CDATA["), NR_STR("]]>"), true},
        {NR_STR("<?"), NR_STR("?>"), false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (s.len > 2 && nr_str_starts(table[i].from, s))
            return s.len; /* cut off */
        if (!nr_str_starts(s, table[i].from) || (m->endless >> i & 1))
            continue;
        size_t end = nr_str_find(s, table[i].to);
        if (end == s.len && !table[i].stays) {
            m->endless |= 1u << i;
            continue;
        }
        if (table[i].stays) {
            nr_buf_add_str(m->out, nr_str_sub(s, 0, end));
            nr_buf_add_str(m->out, table[i].to);
        }
        return end + table[i].to.len;
    }
    nr_buf_add_cstr(m->out, "&lt;");
    return 1;
}

/* Where the tag that s begins with ends: behind its ">", or at the next "<". A ">" in quotes is
 * part of a value, unless that does not end before a "<". */
static size_t tag_end(struct nr_str s)
{
    char quote = '\0';
    size_t first = 0, at = 1;
    for (; at < s.len && s.data[at] != '<'; at++) {
        char c = s.data[at];
        if (c == '>' && !quote)
            return at + 1;
        first = c == '>' && !first ? at + 1 : first;
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
    }
    return first ? first : at;
}

/* s begins with "<". Returns how much of it is done. */
static size_t mend_tag(struct mender *m, struct nr_str s)
{
    bool end = s.len > 1 && s.data[1] == '/';
    struct nr_str name = name_at(s, end ? 2 : 1);
    if (s.len > 1 && (s.data[1] == '!' || s.data[1] == '?'))
        return pass_special(m, s);
    size_t behind = (end ? 2 : 1) + name.len;
    if (!name.len || (behind < s.len && !ends_name(s.data[behind]))) {
        nr_buf_add_cstr(m->out, "&lt;");
        return 1;
    }
    size_t length = tag_end(s);
    if (end)
        end_tag(m, name);
    else if (s.data[length - 1] == '>')
        start_tag(m, nr_str_sub(s, 0, length), name);
    return length;
}

/* libxml2 knows hexadecimal references with a small x alone. */
static void add_text(struct nr_buf *out, struct nr_str s)
{
    static const struct nr_str upper = NR_STR("&#X");
    while (s.len) {
        size_t at = nr_str_find(s, upper);
        nr_buf_add_str(out, nr_str_sub(s, 0, at));
        if (at < s.len)
            nr_buf_add_cstr(out, "&#x");
        s = nr_str_sub(s, at + upper.len, s.len);
    }
}

bool nr_mend(struct nr_str text, struct nr_buf *out)
{
    struct mender m = {.out = out};
    while (text.len) {
        size_t at = nr_str_find_char(text, '<');
        add_text(out, nr_str_sub(text, 0, at));
        text = nr_str_sub(text, at, text.len);
        if (text.len)
            text = nr_str_sub(text, mend_tag(&m, text), text.len);
    }
    bool closed = m.depth == 0;
    close_to(&m, 0);
    return closed;
}

/* Where a text declares entities, they are known if that does not end the parse; else references to
 * them are text. */
static xmlDoc *parse_mended(struct nr_str text, bool *closed)
{
    struct nr_root root;
    struct nr_buf mended = {0};
    bool rooted = nr_root_find(text, &root);
    struct nr_str prolog = nr_str_sub(text, 0, rooted ? (size_t)(root.tag.data - text.data) : 0);
    enum nr_xml_fate fate = NR_XML_CUT;
    xmlDoc *doc = NULL;
    nr_buf_add_str(&mended, prolog);
    *closed = nr_mend(nr_str_sub(text, prolog.len, text.len), &mended);
    if (nr_str_find(prolog, nr_str_of("<!ENTITY")) < prolog.len)
        doc = nr_xml_parse(nr_buf_str(&mended), &fate);
    if (fate == NR_XML_CUT) {
        xmlFreeDoc(doc);
        doc = nr_xml_parse_mended(nr_str_sub(nr_buf_str(&mended), prolog.len, mended.len));
    }
    nr_buf_free(&mended);
    return doc;
}

xmlDoc *nr_mend_parse(struct nr_str text)
{
    bool closed;
    return parse_mended(text, &closed);
}

void nr_trees_parse(struct nr_trees *t, struct nr_str text)
{
    enum nr_xml_fate fate;
    bool closed = true;
    *t = (struct nr_trees){.plain = nr_xml_parse(text, &fate)};
    if (fate != NR_XML_FINE)
        t->mended = parse_mended(text, &closed);
    t->open = !closed;
}

void nr_trees_free(struct nr_trees *t)
{
    xmlFreeDoc(t->plain);
    xmlFreeDoc(t->mended);
}
