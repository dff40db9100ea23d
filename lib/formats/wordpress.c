/* The writing that WordPress turns into HTML. */
#include "markup.h"
#include "newsreel/core/buf.h"

enum { NAME_MOST = 32, CODES_MOST = 32 };

struct post {
    struct nr_str text;
    size_t at;
    struct nr_str closed[CODES_MOST]; /* names of shortcodes that stand around something */
    size_t count;
    size_t caption_end, comment_end; /* the next ones from at on, as far as they are known */
};

static struct nr_str rest_of(const struct post *p)
{
    return nr_str_sub(p->text, p->at, p->text.len);
}

static struct nr_str name_of(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len && n < NAME_MOST &&
           (nr_ascii_is_letter(s.data[n]) || nr_ascii_is_digit(s.data[n]) || s.data[n] == '-' ||
            s.data[n] == '_'))
        n++;
    return nr_str_sub(s, 0, n);
}

/* Notes the names of the end tags, "[/name]": the first CODES_MOST different ones. */
static void find_closed(struct post *p)
{
    size_t seen;
    struct nr_str s = p->text;
    while (p->count < CODES_MOST) {
        size_t at = nr_str_find(s, nr_str_of("[/"));
        if (at == s.len)
            return;
        s = nr_str_sub(s, at + 2, s.len);
        struct nr_str name = name_of(s);
        for (seen = 0; seen < p->count && !nr_str_eq(p->closed[seen], name); seen++)
            continue;
        if (name.len && seen == p->count)
            p->closed[p->count++] = name;
    }
}

static bool is_code(const struct post *p, struct nr_str name)
{
    static const char *const alone[] = {"gallery", "embed", "audio", "video", "playlist"};
    for (size_t i = 0; i < p->count; i++)
        if (nr_str_eq(p->closed[i], name))
            return true;
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (nr_str_is(name, alone[i]))
            return true;
    return false;
}

/* How far the first of two characters is in s; s.len: there is none. */
static size_t find_either(struct nr_str s, char a, char b)
{
    size_t n = 0;
    while (n < s.len && s.data[n] != a && s.data[n] != b)
        n++;
    return n;
}

/* The length of the shortcode at at, or 0. Behind its name it has nothing, or attributes. */
static size_t code_length(const struct post *p)
{
    struct nr_str s = rest_of(p);
    bool end = s.len > 1 && s.data[1] == '/';
    struct nr_str name = name_of(nr_str_sub(s, 1 + end, s.len));
    size_t from = 1 + end + name.len;
    size_t close = from + find_either(nr_str_sub(s, from, s.len), ']', '[');
    if (!name.len || close >= s.len || s.data[close] != ']')
        return 0;
    struct nr_str inside = nr_str_sub(s, from, close);
    bool apart = inside.len && nr_ascii_is_blank(inside.data[0]);
    bool attributes = apart && nr_str_find_char(inside, '=') < inside.len;
    bool fits = !inside.len || apart || nr_str_is(inside, "/");
    return attributes || (fits && is_code(p, name)) ? close + 1 : 0;
}

/* Where the next mark from at on ends, or 0: there is none. *known: the last answer. */
static size_t next_end(const struct post *p, const char *mark, size_t *known)
{
    struct nr_str s = rest_of(p), end = nr_str_of(mark);
    if (*known <= p->at)
        *known = p->at + nr_str_find(s, end) + end.len;
    return *known <= p->text.len ? *known : 0;
}

/* Passes over a shortcode, a caption with what it says. False: there is none. */
static bool pass_code(struct post *p)
{
    size_t length = code_length(p), end = 0;
    if (length && nr_str_starts(rest_of(p), nr_str_of("[caption")))
        end = next_end(p, "[/caption]", &p->caption_end);
    p->at = end ? end : p->at + length;
    return length > 0;
}

/* Passes over a comment, or copies a tag, whose line ends say nothing. False: there is neither. */
static bool pass_tag(struct post *p, struct nr_buf *html)
{
    struct nr_str s = rest_of(p);
    if (nr_str_starts(s, nr_str_of("<!--"))) {
        size_t end = next_end(p, "-->", &p->comment_end);
        p->at = end ? end : p->at + 4;
        return true;
    }
    size_t close = 1 + find_either(nr_str_sub(s, 1, s.len), '>', '<');
    if (close >= s.len || s.data[close] != '>' || nr_ascii_is_blank(s.data[1]))
        return false;
    nr_buf_add_str(html, nr_str_sub(s, 0, close + 1));
    p->at += close + 1;
    return true;
}

static void pass_lines(struct post *p, bool marked, struct nr_buf *html)
{
    size_t lines = 0;
    for (; p->at < p->text.len && nr_ascii_is_blank(p->text.data[p->at]); p->at++)
        lines += p->text.data[p->at] == '\n';
    nr_buf_add_cstr(html, lines > 1 ? "\n<p>" : marked ? "\n" : "<br>");
}

static bool has_paragraphs(struct nr_str s)
{
    return nr_str_find(s, nr_str_of("<p>")) < s.len || nr_str_find(s, nr_str_of("<p ")) < s.len;
}

struct nr_str nr_markup_wordpress(struct nr_arena *arena, struct nr_str s)
{
    struct post p = {.text = s};
    struct nr_buf html = {0};
    bool marked = has_paragraphs(s);
    find_closed(&p);
    while (p.at < s.len) {
        char c = s.data[p.at];
        if (c == '\n')
            pass_lines(&p, marked, &html);
        else if (!((c == '<' && pass_tag(&p, &html)) || (c == '[' && pass_code(&p))))
            nr_buf_add_char(&html, s.data[p.at++]);
    }
    struct nr_str text = nr_markup_html(arena, nr_buf_str(&html));
    nr_buf_free(&html);
    return text;
}
