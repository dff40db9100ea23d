#include "copy.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/lines.h"

enum {
    INDENT_LEAST = 2,
    INDENT_MOST = 12,
    TAB = 8,
    LINE_MOST = 200, /* bytes: longer ones say nothing about where lines were cut */
    PROSE = 45,      /* bytes of a line at an odd indent that is a sentence rather than a row */
};

enum kind { REST, OPENING, ROW };

struct line {
    struct nr_str whole; /* without blanks at its end */
    struct nr_str text;  /* at neither end */
    size_t indent;
    enum kind kind;
    bool columns;
    bool gap;    /* a blank line before */
    bool ends;   /* a sentence */
    bool joined; /* to the line before */
};

struct reader {
    struct nr_str rest;
    struct nr_copy_layout layout; /* indent 0: no indent means anything */
};

static size_t indent_of(struct nr_str whole)
{
    size_t n = 0;
    for (size_t i = 0; i < whole.len && nr_ascii_is_blank(whole.data[i]); i++)
        n += whole.data[i] == '\t' ? TAB : 1;
    return n;
}

/* How much a gap of blanks or dots speaks for columns: two spaces are also set behind sentences,
 * and by mistake. */
static unsigned weigh_gap(struct nr_str s, size_t from, size_t to)
{
    size_t n = to - from;
    if (s.data[from] == '.')
        return n > 4 ? 2 : n > 3;
    if (memchr(s.data + from, '\t', n))
        return 2;
    bool behind = strchr(".?!:\"'", s.data[from - 1]) != NULL && s.data[from - 1];
    return behind ? (n > 5 ? 2 : 0) : n > 2 ? 2 : n > 1;
}

static bool has_columns(struct nr_str s)
{
    unsigned weight = 0;
    for (size_t i = 1; i < s.len && weight < 2; i++) {
        size_t from = i;
        if (s.data[i] != ' ' && s.data[i] != '\t' && s.data[i] != '.')
            continue;
        bool dots = s.data[i] == '.';
        while (i < s.len && (dots ? s.data[i] == '.' : nr_ascii_is_blank(s.data[i])))
            i++;
        weight += weigh_gap(s, from, i--);
    }
    return weight >= 2;
}

static enum kind kind_of(const struct line *line, size_t indent)
{
    if (line->columns)
        return ROW;
    if (indent == 0 || line->indent == 0)
        return REST;
    bool near =
        line->indent >= INDENT_LEAST && line->indent + 1 >= indent && line->indent <= indent + 1;
    return near ? OPENING : ROW;
}

static bool read_line(struct reader *r, struct line *line)
{
    struct nr_str part;
    *line = (struct line){.gap = false};
    while (nr_str_split(&r->rest, '\n', &part)) {
        line->text = nr_str_trim(part);
        if (line->text.len == 0) {
            line->gap = true;
            continue;
        }
        line->whole = nr_str(part.data, (size_t)(line->text.data - part.data) + line->text.len);
        line->indent = indent_of(part);
        line->columns = has_columns(line->text);
        line->kind = kind_of(line, r->layout.indent);
        line->ends = nr_text_ends_sentence(line->text);
        return true;
    }
    return false;
}

bool nr_copy_survey(struct nr_str text, struct nr_copy_layout *layout)
{
    size_t counts[INDENT_MOST + 1] = {0}, best = 0, longest = 0;
    struct reader r = {.rest = text};
    struct line before, line;
    bool more = read_line(&r, &before);
    for (; more && read_line(&r, &line); before = line) {
        if (before.kind == ROW || line.gap || line.kind == ROW)
            continue;
        if (before.indent >= INDENT_LEAST && before.indent <= INDENT_MOST && line.indent == 0)
            counts[before.indent]++;
        if (before.whole.len > longest && before.whole.len < LINE_MOST)
            longest = before.whole.len;
    }
    for (size_t i = INDENT_LEAST; i <= INDENT_MOST; i++)
        if (counts[i] > counts[best])
            best = i;
    *layout = (struct nr_copy_layout){.indent = best, .full = longest * 2 / 3};
    return best > 0;
}

/* An entry of a list: a line alone that ends no sentence. */
static bool is_item(const struct line *line, const struct line *next)
{
    return line->kind != ROW && !line->joined && !line->ends && !(next && next->joined);
}

static bool is_full(const struct line *line, const struct line *next, size_t full)
{
    size_t word = nr_str_find_char(nr_str_sub(next->text, 0, full), ' ');
    return line->whole.len + 1 + word >= full;
}

/* Looks at a line with the one behind it in view. */
static void settle(const struct reader *r, struct line *line, struct line *next)
{
    if (next->kind != REST || next->gap)
        return;
    if (line->kind == ROW && !line->columns && line->whole.len >= PROSE)
        line->kind = OPENING;
    next->joined = line->kind != ROW && is_full(line, next, r->layout.full);
}

/* What stands between two lines that are joined. */
static const char *glue(struct nr_str before, struct nr_str behind)
{
    const char *last = before.data + before.len, *first = behind.data;
    uint32_t a = nr_utf8_previous(&last, before.data);
    if (a == '-' && last > before.data && last[-1] != '-' && !nr_ascii_is_blank(last[-1]))
        return "";
    if (a < 0x80 || !nr_char_is_unspaced(a))
        return " ";
    return nr_char_is_unspaced(nr_utf8_next(&first, behind.data + behind.len)) ? "" : " ";
}

struct three {
    struct line before, line, next;
    bool first, last; /* there is none before, behind */
};

static const char *seam(const struct three *t, bool before_listed)
{
    if (t->first)
        return "";
    if (t->line.joined)
        return glue(t->before.text, t->line.text);
    if (t->line.gap)
        return "\n\n";
    if (t->line.kind == REST)
        return "\n";
    bool listed = t->line.kind == ROW || is_item(&t->line, t->last ? NULL : &t->next);
    return before_listed && listed ? "\n" : "\n\n";
}

/* Next to a row the indent of an entry belongs to the table. */
static bool keeps_indent(const struct three *t)
{
    bool above = !t->first && !t->line.gap && t->before.kind == ROW;
    bool below = !t->last && !t->next.gap && t->next.kind == ROW;
    bool item = t->line.kind == OPENING && is_item(&t->line, t->last ? NULL : &t->next);
    return t->line.kind == ROW || (item && (above || below));
}

static void add(struct nr_buf *out, struct reader *r)
{
    struct three t = {.first = true};
    bool listed = false, more = read_line(r, &t.line);
    if (more && out->len)
        nr_buf_add_cstr(out, "\n\n");
    for (; more; t.before = t.line, t.line = t.next, t.first = false, more = !t.last) {
        t.last = !read_line(r, &t.next);
        if (!t.last)
            settle(r, &t.line, &t.next);
        nr_buf_add_cstr(out, seam(&t, listed));
        nr_buf_add_str(out, keeps_indent(&t) ? t.line.whole : t.line.text);
        listed = t.line.kind == ROW || is_item(&t.line, t.last ? NULL : &t.next);
    }
}

void nr_copy_add_indented(struct nr_buf *out, struct nr_str text,
                          const struct nr_copy_layout *layout)
{
    struct reader r = {.rest = text, .layout = *layout};
    add(out, &r);
}

void nr_copy_add_paragraph(struct nr_buf *out, struct nr_str text)
{
    struct reader r = {.rest = text};
    add(out, &r);
}

void nr_copy_add(struct nr_buf *out, struct nr_str text, bool keep_lines, struct nr_arena *scratch)
{
    struct nr_copy_layout layout;
    if (!keep_lines && nr_copy_survey(text, &layout)) {
        nr_copy_add_indented(out, text, &layout);
        return;
    }
    if (!nr_str_trim(text).len)
        return;
    if (out->len)
        nr_buf_add_cstr(out, "\n\n");
    if (!keep_lines) {
        nr_lines_join(out, text, scratch);
        return;
    }
    while (text.len && (text.data[0] == '\n'))
        text = nr_str_sub(text, 1, text.len);
    struct nr_str trimmed = nr_str_trim(text);
    nr_buf_add(out, text.data, (size_t)(trimmed.data - text.data) + trimmed.len);
}
