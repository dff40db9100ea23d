/* Lines as paragraphs: a blank line ends one, lines of a list keep to themselves, other lines are
 * joined, and a heading waits until something stands under it. */
#include "newsreel/text/chars.h"
#include "wiki.h"
#include <libxml/HTMLparser.h>

enum { LEVELS = 6, REFERENCE_MOST = 12 };

enum line { NONE, TEXT, ITEM };

struct liner {
    struct nr_buf *out;
    size_t start;                   /* of out: before it is somebody else's text */
    enum line before;               /* what the paragraph's last line was; NONE: no paragraph */
    struct nr_str headings[LEVELS]; /* that wait */
    size_t bracket; /* out: behind the last "(", if nothing has come since; else 0 */
};

/* The character that a reference stands for, or 0. s is what stands between "&" and ";". */
static uint32_t character_of(struct nr_str s)
{
    char name[REFERENCE_MOST + 1];
    uint32_t c = 0;
    if (s.len && s.data[0] == '#') {
        bool hex = s.len > 1 && (s.data[1] | 0x20) == 'x';
        for (size_t i = hex ? 2 : 1; i < s.len; i++) {
            char d = nr_ascii_lower(s.data[i]);
            bool letter = hex && d >= 'a' && d <= 'f';
            if (!nr_ascii_is_digit(d) && !letter)
                return 0;
            c = c * (hex ? 16 : 10) + (uint32_t)(letter ? d - 'a' + 10 : d - '0');
            if (c > 0x10ffff)
                return 0;
        }
        return c;
    }
    memcpy(name, s.data, s.len);
    name[s.len] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? (uint32_t)entity->value : 0;
}

/* Writes the reference that s begins with and returns its length; 0: it begins with none. */
static size_t add_reference(struct nr_buf *out, struct nr_str s)
{
    struct nr_str head = nr_str_sub(s, 1, REFERENCE_MOST);
    size_t end = nr_str_find_char(head, ';');
    uint32_t c = end < head.len ? character_of(nr_str_sub(head, 0, end)) : 0;
    if (!c)
        return 0;
    nr_utf8_add(out, c < 0x20 || c == 0xa0 ? ' ' : c);
    return end + 2;
}

/* What a template has left empty goes: "()", "( , )", blanks inside brackets or before a comma. */
static void add_mark(struct liner *l, char c)
{
    struct nr_buf *out = l->out;
    if (c == ')' && l->bracket) {
        out->len = l->bracket - 1;
        l->bracket = 0;
        return;
    }
    if (l->bracket && (c == ',' || c == ';'))
        return;
    if (c == '&')
        l->bracket = 0;
    if ((c == ',' || c == ')') && out->len && out->data[out->len - 1] == ' ')
        out->len--;
    nr_buf_add_char(out, c);
    if (c == '(')
        l->bracket = out->len;
}

static void end_words(struct nr_buf *out)
{
    while (out->len && out->data[out->len - 1] == ' ')
        out->len--;
}

/* The length of what s begins with that is written as it stands: words with one space between them.
 */
static size_t plain(struct nr_str s)
{
    static const bool special[256] = {
        ['&'] = true, [' '] = true,  ['('] = true,  [')'] = true,           [','] = true,
        [';'] = true, ['\t'] = true, ['\r'] = true, [NR_WIKI_BREAK] = true,
    };
    size_t n = 0;
    while (n < s.len &&
           (!special[(unsigned char)s.data[n]] ||
            (n && s.data[n] == ' ' && n + 1 < s.len && !special[(unsigned char)s.data[n + 1]])))
        n++;
    return n;
}

/* What is neither a word nor a single space between two. Returns how much of s is done. */
static size_t add_other(struct liner *l, struct nr_str s)
{
    struct nr_buf *out = l->out;
    char c = s.data[0], last = out->len > l->start ? out->data[out->len - 1] : '\n';
    size_t length = c == '&' ? add_reference(out, s) : 0;
    if (length) {
        l->bracket = 0;
        return length;
    }
    if (c == NR_WIKI_BREAK) {
        end_words(out);
        if (out->len > l->start && out->data[out->len - 1] != '\n')
            nr_buf_add_char(out, '\n');
    } else if (c == ' ' || c == '\t' || c == '\r') {
        if (last != ' ' && last != '\n' && !l->bracket)
            nr_buf_add_char(out, ' ');
    } else {
        add_mark(l, c);
    }
    return 1;
}

/* The text of a line: references are undone, blanks are one space. */
static void add_words(struct liner *l, struct nr_str s)
{
    while (s.len) {
        size_t n = plain(s);
        if (n) {
            nr_buf_add_str(l->out, nr_str_sub(s, 0, n));
            l->bracket = 0;
        } else {
            n = add_other(l, s);
        }
        s = nr_str_sub(s, n, s.len);
    }
}

static void end_paragraph(struct liner *l)
{
    l->before = NONE;
}

static void begin_paragraph(struct liner *l)
{
    while (l->out->len > l->start && nr_ascii_is_blank(l->out->data[l->out->len - 1]))
        l->out->len--;
    if (l->out->len)
        nr_buf_add_cstr(l->out, "\n\n");
    l->bracket = 0;
}

/* Lines of a paragraph are parted by a space, but for scripts that have none between words. */
static bool is_spaced(const struct nr_buf *out, struct nr_str s)
{
    const char *end = out->data + out->len, *begin = s.data;
    return !nr_char_is_unspaced(nr_utf8_previous(&end, out->data)) ||
           !nr_char_is_unspaced(nr_utf8_next(&begin, s.data + s.len));
}

static void add_line(struct liner *l, struct nr_str s, enum line kind)
{
    if (l->before == NONE || l->before != kind) {
        for (size_t i = 0; i < LEVELS; i++) {
            if (!l->headings[i].len)
                continue;
            begin_paragraph(l);
            add_words(l, l->headings[i]);
            l->headings[i] = nr_str(NULL, 0);
        }
        begin_paragraph(l);
    } else {
        end_words(l->out);
        if (kind == ITEM)
            nr_buf_add_char(l->out, '\n');
        else if (l->out->len && is_spaced(l->out, s))
            nr_buf_add_char(l->out, ' ');
        l->bracket = 0;
    }
    add_words(l, s);
    l->before = kind;
}

/* "== Heading ==". False: it is none. */
static bool take_heading(struct liner *l, struct nr_str s)
{
    size_t level = 0;
    if (s.len < 3 || s.data[0] != '=' || s.data[s.len - 1] != '=')
        return false;
    while (level < LEVELS && s.len > 2 && s.data[0] == '=' && s.data[s.len - 1] == '=') {
        s = nr_str_sub(s, 1, s.len - 1);
        level++;
    }
    end_paragraph(l);
    for (size_t i = level - 1; i < LEVELS; i++)
        l->headings[i] = nr_str(NULL, 0);
    l->headings[level - 1] = nr_str_trim(s);
    return true;
}

/* s without its leading characters that are in set. */
static struct nr_str strip(struct nr_str s, const char *set)
{
    size_t n = 0;
    while (n < s.len && memchr(set, s.data[n], strlen(set)))
        n++;
    return nr_str_trim(nr_str_sub(s, n, s.len));
}

static void take_line(struct liner *l, struct nr_str line)
{
    struct nr_str s = nr_str_trim(line);
    if (!s.len)
        end_paragraph(l);
    else if (take_heading(l, s))
        return;
    else if (s.data[0] == '|' || nr_str_starts(s, nr_str_of("{|")))
        end_paragraph(l); /* what is left of a table */
    else if (memchr("*#:;", s.data[0], 4)) {
        s = strip(s, "*#:; ");
        if (s.len)
            add_line(l, s, ITEM);
    } else if (nr_str_starts(s, nr_str_of("----"))) {
        end_paragraph(l);
        s = strip(s, "-");
        if (s.len)
            add_line(l, s, TEXT);
    } else {
        add_line(l, s, TEXT);
    }
}

void nr_wiki_lines(struct nr_str text, struct nr_buf *out)
{
    struct liner l = {.out = out, .start = out->len};
    struct nr_str line;
    while (nr_str_split(&text, '\n', &line))
        take_line(&l, line);
    while (out->len > l.start && nr_ascii_is_blank(out->data[out->len - 1]))
        out->len--;
}
