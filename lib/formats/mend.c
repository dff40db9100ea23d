#include "mend.h"
#include "root.h"
#include "xml.h"

struct mender {
    struct nr_buf *out;
    struct nr_str open[NR_MEND_DEPTH]; /* names, the innermost last */
    size_t depth;
};

static bool ends_name(char c)
{
    return nr_ascii_is_blank(c) || c == '>' || c == '/' || c == '<';
}

static struct nr_str name_at(struct nr_str s, size_t at)
{
    size_t end = at;
    while (end < s.len && !ends_name(s.data[end]))
        end++;
    return nr_str_sub(s, at, end);
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

/* tag: from "<" to ">". */
static void start_tag(struct mender *m, struct nr_str tag, struct nr_str name)
{
    bool empty = nr_str_ends(tag, nr_str_of("/>"));
    if (!empty && m->depth == NR_MEND_DEPTH)
        return;
    nr_buf_add_str(m->out, tag);
    if (!empty)
        m->open[m->depth++] = name;
}

/* What begins with "<!" or "<?": its length. */
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
        if (!nr_str_starts(s, table[i].from))
            continue;
        size_t end = nr_str_find(s, table[i].to);
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
    if (!name.len || !(nr_ascii_is_letter(name.data[0]) || name.data[0] == '_')) {
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

void nr_mend(struct nr_str text, struct nr_buf *out)
{
    struct mender m = {.out = out};
    while (text.len) {
        size_t at = nr_str_find_char(text, '<');
        add_text(out, nr_str_sub(text, 0, at));
        text = nr_str_sub(text, at, text.len);
        if (text.len)
            text = nr_str_sub(text, mend_tag(&m, text), text.len);
    }
    close_to(&m, 0);
}

xmlDoc *nr_mend_parse(struct nr_str text)
{
    struct nr_root root;
    struct nr_buf mended = {0};
    bool rooted = nr_root_find(text, &root);
    struct nr_str prolog = nr_str_sub(text, 0, rooted ? (size_t)(root.tag.data - text.data) : 0);
    if (nr_str_find(prolog, nr_str_of("<!ENTITY")) < prolog.len)
        nr_buf_add_str(&mended, prolog);
    nr_mend(nr_str_sub(text, prolog.len, text.len), &mended);
    xmlDoc *doc = nr_xml_parse(nr_buf_str(&mended), NULL);
    nr_buf_free(&mended);
    return doc;
}
