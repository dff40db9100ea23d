#include "wiki.h"

static bool looks_at(const struct nr_wiki *w, const char *mark)
{
    return nr_str_starts(nr_str_sub(w->text, w->at, w->text.len), nr_str_of(mark));
}

/* The opening mark is written too: what never ends shows as it stands. */
static void push(struct nr_wiki *w, enum nr_wiki_kind kind, const char *mark)
{
    if (w->depth < NR_WIKI_DEPTH)
        w->open[w->depth++] = (struct nr_wiki_open){kind, w->out->len};
    else
        w->over += kind == NR_WIKI_TEMPLATE;
    nr_buf_add_cstr(w->out, mark);
}

/* Position + 1 of the innermost open one of a kind, but not of one outside the innermost template;
 * 0: there is none. */
static size_t innermost(const struct nr_wiki *w, enum nr_wiki_kind kind)
{
    for (size_t i = w->depth; i > 0; i--)
        if (w->open[i - 1].kind == kind)
            return i;
        else if (w->open[i - 1].kind == NR_WIKI_TEMPLATE)
            return 0;
    return 0;
}

static bool is_on_top(const struct nr_wiki *w, enum nr_wiki_kind kind)
{
    return w->depth && w->open[w->depth - 1].kind == kind;
}

static size_t run(const struct nr_wiki *w, char c)
{
    size_t n = 0;
    while (w->at + n < w->text.len && w->text.data[w->at + n] == c)
        n++;
    return n;
}

/* "{{{" begins a parameter, "{{" a template; of a longer run the innermost is the longer one. */
static void open_braces(struct nr_wiki *w)
{
    size_t n = run(w, '{');
    w->at += n;
    while (n >= 2) {
        size_t taken = n == 3 ? 3 : 2;
        push(w, taken == 3 ? NR_WIKI_PARAMETER : NR_WIKI_TEMPLATE, "{{");
        n -= taken;
    }
    if (n)
        nr_buf_add_char(w->out, '{');
}

static void close_braces(struct nr_wiki *w)
{
    if (looks_at(w, "}}}") && is_on_top(w, NR_WIKI_PARAMETER)) {
        w->out->len = w->open[--w->depth].from;
        w->at += 3;
        return;
    }
    size_t i = looks_at(w, "}}") ? innermost(w, NR_WIKI_TEMPLATE) : 0;
    if (!i) {
        nr_buf_add_char(w->out, '}');
        w->at++;
        return;
    }
    w->at += 2;
    if (w->over) {
        w->over--;
        return;
    }
    w->depth = i - 1;
    nr_wiki_end_template(w, w->open[w->depth].from);
}

static const char *const protocols[] = {"http://", "https://", "//",    "ftp://",
                                        "mailto:", "news:",    "irc://"};

static bool begins_url(struct nr_str s)
{
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        if (nr_str_starts_fold(s, nr_str_of(protocols[i])))
            return true;
    return false;
}

/* "[http://x label]": the address is passed over, the label is text like any other. */
static void open_bracket(struct nr_wiki *w)
{
    if (looks_at(w, "[[")) {
        push(w, NR_WIKI_LINK, "[[");
        w->at += 2;
        return;
    }
    w->at++;
    if (!begins_url(nr_str_sub(w->text, w->at, w->text.len))) {
        nr_buf_add_char(w->out, '[');
        return;
    }
    push(w, NR_WIKI_URL, "");
    while (w->at < w->text.len && !nr_ascii_is_blank(w->text.data[w->at]) &&
           !memchr("[]{}|<", w->text.data[w->at], 6))
        w->at++;
}

static void close_bracket(struct nr_wiki *w)
{
    if (is_on_top(w, NR_WIKI_URL)) {
        w->depth--;
        w->at++;
    } else if (looks_at(w, "]]") && is_on_top(w, NR_WIKI_LINK)) {
        w->at += 2;
        nr_wiki_end_link(w, w->open[--w->depth].from);
    } else {
        nr_buf_add_char(w->out, ']');
        w->at++;
    }
}

/* Two quotes begin or end slanted text, three bold, five both. */
static void pass_quotes(struct nr_wiki *w)
{
    size_t n = run(w, '\'');
    w->at += n;
    size_t left = n == 1 || n == 4 ? 1 : n > 5 ? n - 5 : 0;
    while (left--)
        nr_buf_add_char(w->out, '\'');
}

/* "__NOTOC__" */
static void pass_switch(struct nr_wiki *w)
{
    enum { LETTERS_MOST = 30 };
    size_t n = w->at + 2;
    while (n < w->text.len && n - w->at <= LETTERS_MOST && w->text.data[n] >= 'A' &&
           w->text.data[n] <= 'Z')
        n++;
    bool is_switch = looks_at(w, "__") && n > w->at + 2 &&
                     nr_str_starts(nr_str_sub(w->text, n, w->text.len), nr_str_of("__"));
    if (!is_switch)
        nr_buf_add_char(w->out, '_');
    w->at = is_switch ? n + 2 : w->at + 1;
}

/* "|}}" is the end of a template whose last argument is empty, where it may be that. */
static bool ends_template(const struct nr_wiki *w, struct nr_str s)
{
    return nr_str_starts(s, nr_str_of("|}}")) && !nr_str_starts(s, nr_str_of("|}}}")) &&
           innermost(w, NR_WIKI_TEMPLATE);
}

/* Tables begin and end where a line begins. */
static void begin_line(struct nr_wiki *w)
{
    size_t at = w->at;
    while (at < w->text.len && (w->text.data[at] == ' ' || w->text.data[at] == ':'))
        at++;
    struct nr_str rest = nr_str_sub(w->text, at, w->text.len);
    size_t table = innermost(w, NR_WIKI_TABLE);
    if (nr_str_starts(rest, nr_str_of("{|"))) {
        push(w, NR_WIKI_TABLE, "{|");
        w->at = at + 2;
    } else if (table && nr_str_starts(rest, nr_str_of("|}")) && !ends_template(w, rest)) {
        w->depth = table - 1;
        w->out->len = w->open[w->depth].from;
        w->at = at + 2;
    }
}

/* A line end, or a character that stands for one here. */
static void end_line(struct nr_wiki *w)
{
    bool vertical = w->text.data[w->at] == NR_WIKI_BREAK;
    w->at++;
    if (vertical) {
        nr_buf_add_char(w->out, ' ');
        return;
    }
    bool blank = w->at < w->text.len && w->text.data[w->at] == '\n';
    while (is_on_top(w, NR_WIKI_URL) || (blank && is_on_top(w, NR_WIKI_LINK)))
        w->depth--;
    nr_buf_add_char(w->out, w->verse ? NR_WIKI_BREAK : '\n');
    begin_line(w);
}

/* The length of what s begins with that is text as it stands. */
static size_t plain(struct nr_str s)
{
    static const bool special[256] = {
        ['{'] = true, ['}'] = true,  ['['] = true,  [']'] = true,           ['<'] = true,
        ['_'] = true, ['\''] = true, ['\n'] = true, [NR_WIKI_BREAK] = true,
    };
    size_t n = 0;
    while (n < s.len && !special[(unsigned char)s.data[n]])
        n++;
    return n;
}

static void pass_special(struct nr_wiki *w)
{
    char c = w->text.data[w->at];
    if (c == '{')
        open_braces(w);
    else if (c == '}')
        close_braces(w);
    else if (c == '[')
        open_bracket(w);
    else if (c == ']')
        close_bracket(w);
    else if (c == '<')
        nr_wiki_tag(w);
    else if (c == '\'')
        pass_quotes(w);
    else if (c == '_')
        pass_switch(w);
    else
        end_line(w);
}

/* Of a template or a table that has never ended the paragraph that it begins in goes. The begins
 * stand in the order of the text. */
static void drop_unfinished(const struct nr_wiki *w)
{
    struct nr_buf *out = w->out;
    size_t to = 0, done = 0; /* written; looked at */
    for (size_t i = 0; i < w->depth; i++) {
        const struct nr_wiki_open *o = &w->open[i];
        if (o->from < done || o->kind == NR_WIKI_URL || o->kind == NR_WIKI_LINK)
            continue;
        memmove(out->data + to, out->data + done, o->from - done);
        to += o->from - done;
        struct nr_str rest = nr_str_sub(nr_buf_str(out), o->from, out->len);
        done = o->from + nr_str_find(rest, nr_str_of("\n\n"));
    }
    if (done) {
        memmove(out->data + to, out->data + done, out->len - done);
        out->len -= done - to;
    }
}

void nr_wikitext(struct nr_str wikitext, const struct nr_wiki_names *names, struct nr_arena *arena,
                 struct nr_buf *out, struct nr_wiki_page *page)
{
    struct nr_buf lines = {0};
    struct nr_wiki w = {
        .text = wikitext, .out = &lines, .arena = arena, .names = names, .page = page};
    *page = (struct nr_wiki_page){.date = {NULL, 0}};
    begin_line(&w);
    while (w.at < w.text.len) {
        size_t from = w.at;
        w.at += plain(nr_str_sub(w.text, from, w.text.len));
        nr_buf_add_str(&lines, nr_str_sub(w.text, from, w.at));
        if (w.at < w.text.len)
            pass_special(&w);
    }
    drop_unfinished(&w);
    nr_wiki_lines(nr_buf_str(&lines), out);
    nr_buf_free(&lines);
}
