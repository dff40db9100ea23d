/* Elements of HTML and of MediaWiki's extensions. */
#include "wiki.h"

enum { NAME_MOST = 20, TAG_MOST = 4096 };

/* GONE: with all that is inside. LITERAL: what is inside is no markup. VERSE: its line ends are
 * meant. BARE: the tag goes, what is inside is text. The others stand for white space. */
enum what { BARE, GONE, LITERAL, VERSE, BREAK, LINE, BLOCK, CELL };

static const struct {
    const char *name;
    enum what what;
} tags[] = {
    {"ref", GONE},
    {"references", GONE},
    {"math", GONE},
    {"chem", GONE},
    {"gallery", GONE},
    {"timeline", GONE},
    {"score", GONE},
    {"imagemap", GONE},
    {"hiero", GONE},
    {"graph", GONE},
    {"mapframe", GONE},
    {"maplink", GONE},
    {"source", GONE},
    {"syntaxhighlight", GONE},
    {"templatedata", GONE},
    {"templatestyles", GONE},
    {"includeonly", GONE},
    {"categorytree", GONE},
    {"inputbox", GONE},
    {"dynamicpagelist", GONE},
    {"style", GONE},
    {"script", GONE},
    {"ce", GONE},
    {"nowiki", LITERAL},
    {"pre", LITERAL},
    {"poem", VERSE},
    {"br", BREAK},
    {"li", LINE},
    {"tr", LINE},
    {"dt", LINE},
    {"dd", LINE},
    {"p", BLOCK},
    {"div", BLOCK},
    {"blockquote", BLOCK},
    {"center", BLOCK},
    {"ul", BLOCK},
    {"ol", BLOCK},
    {"dl", BLOCK},
    {"table", BLOCK},
    {"caption", BLOCK},
    {"hr", BLOCK},
    {"h1", BLOCK},
    {"h2", BLOCK},
    {"h3", BLOCK},
    {"h4", BLOCK},
    {"h5", BLOCK},
    {"h6", BLOCK},
    {"td", CELL},
    {"th", CELL},
    {"tbody", BARE},
    {"thead", BARE},
    {"b", BARE},
    {"i", BARE},
    {"u", BARE},
    {"s", BARE},
    {"q", BARE},
    {"em", BARE},
    {"strong", BARE},
    {"small", BARE},
    {"big", BARE},
    {"sup", BARE},
    {"sub", BARE},
    {"span", BARE},
    {"font", BARE},
    {"code", BARE},
    {"tt", BARE},
    {"kbd", BARE},
    {"samp", BARE},
    {"var", BARE},
    {"cite", BARE},
    {"abbr", BARE},
    {"del", BARE},
    {"ins", BARE},
    {"strike", BARE},
    {"bdi", BARE},
    {"bdo", BARE},
    {"wbr", BARE},
    {"mark", BARE},
    {"time", BARE},
    {"ruby", BARE},
    {"rb", BARE},
    {"rt", BARE},
    {"rp", BARE},
    {"data", BARE},
    {"dfn", BARE},
    {"noinclude", BARE},
    {"onlyinclude", BARE},
    {"section", BARE},
    {"translate", BARE},
    {"tvar", BARE},
    {"languages", BARE},
    {"a", BARE},
    {"nobr", BARE},
    {"section", BARE},
    {"indicator", GONE},
};

_Static_assert(sizeof tags / sizeof *tags <= NR_WIKI_TAGS, "endless has a place for each");

static size_t find_tag(struct nr_str name)
{
    size_t count = sizeof tags / sizeof *tags, i = 0;
    while (i < count && !nr_str_eq_fold(name, nr_str_of(tags[i].name)))
        i++;
    return i;
}

static struct nr_str name_of(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len && n <= NAME_MOST &&
           (nr_ascii_is_letter(s.data[n]) || nr_ascii_is_digit(s.data[n])))
        n++;
    return nr_str_sub(s, 0, n);
}

/* Where the end tag of that name begins, from at on; text.len: there is none. */
static size_t find_end(struct nr_str text, size_t at, struct nr_str name)
{
    for (; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '<');
        struct nr_str rest = nr_str_sub(text, at, text.len);
        if (rest.len > 2 && rest.data[1] == '/' &&
            nr_str_eq_fold(name_of(nr_str_sub(rest, 2, rest.len)), name))
            return at;
    }
    return text.len;
}

/* at stands behind the start tag. An element that is not closed is no element. */
static void pass_element(struct nr_wiki *w, size_t tag)
{
    struct nr_str name = nr_str_of(tags[tag].name);
    size_t end = w->endless[tag] ? w->text.len : find_end(w->text, w->at, name);
    if (end == w->text.len) {
        w->endless[tag] = true;
        return;
    }
    bool lines = nr_str_is(name, "pre");
    for (size_t i = w->at; tags[tag].what == LITERAL && i < end; i++) {
        char c = w->text.data[i];
        nr_buf_add_char(w->out, c != '\n' ? c : lines ? NR_WIKI_BREAK : ' ');
    }
    struct nr_str rest = nr_str_sub(w->text, end, w->text.len);
    size_t close = nr_str_find_char(nr_str_sub(rest, 0, TAG_MOST), '>');
    w->at = end + (close < rest.len ? close + 1 : rest.len);
}

static void add_space(struct nr_wiki *w, enum what what, bool begins)
{
    if (what == BREAK)
        nr_buf_add_char(w->out, NR_WIKI_BREAK);
    else if (what == LINE)
        nr_buf_add_char(w->out, '\n');
    else if (what == BLOCK)
        nr_buf_add_cstr(w->out, "\n\n");
    else if (what == CELL)
        nr_buf_add_char(w->out, ' ');
    else if (what == VERSE) {
        nr_buf_add_cstr(w->out, "\n\n");
        w->verse = begins;
    }
}

static void pass_comment(struct nr_wiki *w)
{
    struct nr_str rest = nr_str_sub(w->text, w->at, w->text.len), end = nr_str_of("-->");
    size_t at = nr_str_find(rest, end);
    w->at += at < rest.len ? at + end.len : rest.len;
}

void nr_wiki_tag(struct nr_wiki *w)
{
    struct nr_str s = nr_str_sub(w->text, w->at, w->at + TAG_MOST);
    if (nr_str_starts(s, nr_str_of("<!--"))) {
        pass_comment(w);
        return;
    }
    bool end = s.len > 1 && s.data[1] == '/';
    struct nr_str name = name_of(nr_str_sub(s, 1 + end, s.len));
    size_t tag = find_tag(name), close = nr_str_find_char(s, '>');
    if (tag == sizeof tags / sizeof *tags || close == s.len) {
        nr_buf_add_char(w->out, '<');
        w->at++;
        return;
    }
    bool empty = s.data[close - 1] == '/';
    enum what what = tags[tag].what;
    w->at += close + 1;
    if ((what == GONE || what == LITERAL) && !end && !empty)
        pass_element(w, tag);
    else
        add_space(w, what, !end && !empty);
}
