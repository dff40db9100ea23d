#include "mail.h"

enum { SIGNATURE = 1000 /* bytes behind a "--" that begins one */ };

/* text with LF as the end of every line. CR LF is one end, with however many CR; so is CR. Into
 * copy where there is a CR. */
static struct nr_str unify(struct nr_str text, struct nr_buf *copy)
{
    if (nr_str_find_char(text, '\r') == text.len)
        return text;
    while (text.len) {
        size_t at = nr_str_find_char(text, '\r'), behind = at;
        nr_buf_add(copy, text.data, at);
        while (behind < text.len && text.data[behind] == '\r')
            behind++;
        bool line_feed = behind < text.len && text.data[behind] == '\n';
        for (size_t i = line_feed ? behind : at; i < behind; i++)
            nr_buf_add_char(copy, '\n');
        text = nr_str_sub(text, behind, text.len);
    }
    return nr_buf_str(copy);
}

static struct nr_str take_line(struct nr_str *rest)
{
    size_t end = nr_str_find_char(*rest, '\n');
    struct nr_str line = nr_str_sub(*rest, 0, end);
    *rest = nr_str_sub(*rest, end + 1, rest->len);
    return line;
}

static struct nr_str trim_end(struct nr_str s)
{
    while (s.len && nr_ascii_is_blank(s.data[s.len - 1]))
        s.len--;
    return s;
}

/* Lines on their way out. */
struct lines {
    struct nr_buf *out;
    size_t start; /* of what is being added */
    size_t depth; /* of quotation, of the last line */
    bool gap;     /* a blank line is owed */
    bool open;    /* the last line goes on */
};

/* Begins a line. Another depth is another paragraph. */
static void begin_line(struct lines *l, size_t depth)
{
    struct nr_buf *out = l->out;
    while (l->open && out->len > l->start && out->data[out->len - 1] == ' ')
        out->len--;
    if (out->len > l->start)
        nr_buf_add_cstr(out, l->gap || depth != l->depth ? "\n\n" : "\n");
    for (size_t i = 0; i < depth; i++)
        nr_buf_add(out, "> ", 2);
    l->gap = l->open = false;
    l->depth = depth;
}

static void add_line(struct lines *l, size_t depth, struct nr_str line)
{
    begin_line(l, depth);
    nr_buf_add_str(l->out, line);
}

static void add_signature(struct lines *l, size_t depth)
{
    l->gap = true;
    add_line(l, depth, nr_str_of("-- "));
}

/* Takes the quote marks off line: ">", "> >", ">>", blanks before them, and one behind. */
static size_t take_marks(struct nr_str *line)
{
    size_t depth = 0, i = 0;
    while (i < line->len && (line->data[i] == ' ' || line->data[i] == '\t'))
        i++;
    while (i < line->len && line->data[i] == '>') {
        depth++;
        i++;
        if (i + 1 < line->len && line->data[i] == ' ' && line->data[i + 1] == '>')
            i++;
    }
    if (depth)
        *line = nr_str_sub(*line, i + (i < line->len && line->data[i] == ' '), line->len);
    return depth;
}

void nr_mail_add_plain(struct nr_buf *out, struct nr_str text)
{
    struct nr_buf copy = {0};
    struct lines l = {.out = out, .start = out->len};
    text = unify(text, &copy);
    while (text.len) {
        struct nr_str line = take_line(&text);
        size_t depth = take_marks(&line);
        bool last = depth == 0 && text.len < SIGNATURE && nr_str_is(line, "--");
        if (last || nr_str_is(line, "-- "))
            add_signature(&l, depth);
        else if ((line = trim_end(line)).len)
            add_line(&l, depth, line);
        else
            l.gap = true;
    }
    nr_buf_free(&copy);
}

/* An empty line separates paragraphs, even where the line before it says that it goes on. */
static void add_flowed_line(struct lines *l, struct nr_str line, bool delsp)
{
    size_t depth = 0;
    while (depth < line.len && line.data[depth] == '>')
        depth++;
    line = nr_str_sub(line, depth, line.len);
    if (line.len && line.data[0] == ' ')
        line = nr_str_sub(line, 1, line.len);
    if (!line.len) {
        l->gap = true;
        return;
    }
    if (nr_str_is(line, "-- ")) {
        add_signature(l, depth);
        return;
    }
    bool goes_on = line.data[line.len - 1] == ' ';
    if (!l->open || l->gap || depth != l->depth)
        begin_line(l, depth);
    nr_buf_add_str(l->out, nr_str_sub(line, 0, line.len - (goes_on && delsp)));
    l->open = goes_on;
}

void nr_mail_add_flowed(struct nr_buf *out, struct nr_str text, bool delsp)
{
    struct nr_buf copy = {0};
    struct lines l = {.out = out, .start = out->len};
    text = unify(text, &copy);
    while (text.len)
        add_flowed_line(&l, take_line(&text), delsp);
    nr_buf_free(&copy);
}

enum { TAG_MOST = 64 };

/* What a tag leaves in the text; *hidden counts elements whose content is none of it. */
static const char *text_of_tag(struct nr_str name, size_t *hidden)
{
    bool ends = name.len && name.data[0] == '/';
    struct nr_str bare = nr_str_sub(name, ends, name.len);
    if (nr_str_eq_fold(bare, nr_str_of("param")) || nr_str_eq_fold(bare, nr_str_of("comment"))) {
        *hidden += !ends;
        *hidden -= ends && *hidden;
    }
    if (nr_str_eq_fold(bare, nr_str_of("paragraph")))
        return "\n\n";
    if (nr_str_eq_fold(name, nr_str_of("nl")))
        return "\n";
    return nr_str_eq_fold(name, nr_str_of("lt")) ? "<" : "";
}

/* What text, which begins with "<", "\n" or any other sign, begins with is added; returns how long
 * it is. "<<" is "<", and of a run of line ends the first is only a blank. */
static size_t add_enriched(struct nr_buf *out, struct nr_str text, size_t *hidden)
{
    size_t n = 1;
    if (text.data[0] == '\n') {
        while (n < text.len && text.data[n] == '\n')
            n++;
        if (!*hidden)
            nr_buf_add_cstr(out, n == 1 ? " " : n == 2 ? "\n" : "\n\n");
        return n;
    }
    if (text.data[0] == '<' && text.len > 1 && text.data[1] != '<') {
        struct nr_str name = nr_str_sub(text, 1, TAG_MOST);
        size_t end = nr_str_find_char(name, '>');
        if (end < name.len) {
            nr_buf_add_cstr(out, text_of_tag(nr_str_sub(name, 0, end), hidden));
            return end + 2;
        }
    }
    if (!*hidden)
        nr_buf_add_char(out, text.data[0]);
    return text.data[0] == '<' && text.len > 1 && text.data[1] == '<' ? 2 : 1;
}

void nr_mail_add_enriched(struct nr_buf *out, struct nr_str text)
{
    struct nr_buf copy = {0};
    size_t hidden = 0;
    text = nr_str_trim(unify(text, &copy));
    while (text.len)
        text = nr_str_sub(text, add_enriched(out, text, &hidden), text.len);
    nr_buf_free(&copy);
}
