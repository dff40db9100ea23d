#include "newsreel/text/paragraphs.h"
#include "newsreel/text/chars.h"

const char nr_role_heading[] = "heading";
const char nr_role_body[] = "body";
const char nr_role_quote[] = "quote";
const char nr_role_list[] = "list";
const char nr_role_caption[] = "caption";

enum { HEADING_COLUMNS = 120 };

static size_t digits(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len && nr_ascii_is_digit(s.data[n]))
        n++;
    return n;
}

/* Bytes of "12." "3)" "(a)" "(12)" "b)" at the start, or 0. */
static size_t ordinal(struct nr_str s)
{
    size_t open = s.len && s.data[0] == '(';
    struct nr_str rest = nr_str_sub(s, open, s.len);
    size_t n = digits(rest);
    bool letter = n == 0 && rest.len && nr_ascii_is_letter(rest.data[0]);
    n = letter ? 1 : n;
    if (n == 0 || n > 3 || n >= rest.len)
        return 0;
    char stop = rest.data[n];
    /* "A. Smith" is a name, "(1914)" a year. */
    return stop == ')' || (stop == '.' && !open && !letter) ? open + n + 1 : 0;
}

static size_t bullet(struct nr_str s)
{
    static const struct nr_str bullets[] = {
        NR_STR("-"),
        NR_STR("*"),
        NR_STR("+"),
        NR_STR("\xe2\x80\xa2"),
        NR_STR("\xe2\x80\xa3"),
        NR_STR("\xe2\x97\xa6"), /* • ‣ ◦ */
        NR_STR("\xe2\x80\x93"),
        NR_STR("\xe2\x96\xaa"),
        NR_STR("\xe2\x97\x8f"), /* – ▪ ● */
        NR_STR("\xe2\x96\xa0"),
        NR_STR("\xe2\x97\x8b"),
        NR_STR("\xc2\xb7"), /* ■ ○ · */
        NR_STR("\xe2\x97\x86"),
        NR_STR("\xe2\x96\xba"),
        NR_STR("\xe2\x96\xb6"), /* ◆ ► ▶ */
    };
    for (size_t i = 0; s.len && i < sizeof bullets / sizeof *bullets; i++)
        if (s.data[0] == bullets[i].data[0] && nr_str_starts(s, bullets[i]))
            return bullets[i].len;
    return 0;
}

size_t nr_list_marker(struct nr_str line)
{
    if (line.len < 3)
        return 0;
    if (nr_ascii_is_letter(line.data[0]) && line.data[1] != ')')
        return 0;
    size_t n = bullet(line);
    n = n ? n : ordinal(line);
    size_t end = n;
    while (end < line.len && (line.data[end] == ' ' || line.data[end] == '\t'))
        end++;
    return n && end > n && end < line.len ? end : 0;
}

/* True when test says so of every line of s. */
static bool every_line(struct nr_str s, size_t (*test)(struct nr_str))
{
    struct nr_str line;
    while (nr_str_split(&s, '\n', &line))
        if (!test(nr_str_trim(line)))
            return false;
    return true;
}

static size_t quote_mark(struct nr_str s)
{
    return s.len && s.data[0] == '>';
}

static bool is_caption(struct nr_str s)
{
    static const struct nr_str starts[] = {
        NR_STR("photo:"),
        NR_STR("photos:"),
        NR_STR("photo by "),
        NR_STR("photo credit"),
        NR_STR("image:"),
        NR_STR("image credit"),
        NR_STR("image source"),
        NR_STR("image caption"),
        NR_STR("picture:"),
        NR_STR("credit:"),
        NR_STR("caption:"),
        NR_STR("file photo"),
        NR_STR("foto:"),
        NR_STR("bild:"),
        NR_STR("bildquelle:"),
        NR_STR("quelle:"),
        NR_STR("imagen:"),
        NR_STR("cr\xc3\xa9"
               "dit:"),
        NR_STR("cr\xc3\xa9"
               "dit photo"),
        NR_STR("fot."),
        NR_STR("fuente:"),
        NR_STR("\xd0\xa4\xd0\xbe\xd1\x82\xd0\xbe:"),
        NR_STR("\xe5\x9b\xbe\xef\xbc\x9a"),
    };
    for (size_t i = 0; s.len && i < sizeof starts / sizeof *starts; i++)
        if (nr_ascii_lower(s.data[0]) == starts[i].data[0] && nr_str_starts_fold(s, starts[i]))
            return s.len < 400;
    return false;
}

static bool is_heading(struct nr_str s, struct nr_str next)
{
    if (s.len > 4 * HEADING_COLUMNS || next.len <= s.len || nr_str_find_char(s, '\n') < s.len)
        return false;
    uint32_t first = nr_text_first(s);
    bool begins = nr_char_is_upper(first) || nr_char_is_digit(first) ||
                  (nr_char_is_letter(first) && !nr_char_is_lower(first));
    return begins && !nr_text_ends_sentence(s) && nr_text_columns(s) <= HEADING_COLUMNS &&
           s.data[s.len - 1] != ':' && s.data[s.len - 1] != ',';
}

const char *nr_paragraph_role(struct nr_str text, struct nr_str next)
{
    if (is_caption(text))
        return nr_role_caption;
    if (every_line(text, quote_mark))
        return nr_role_quote;
    if (every_line(text, nr_list_marker))
        return nr_role_list;
    return is_heading(text, next) ? nr_role_heading : nr_role_body;
}

void nr_paragraphs_init(struct nr_paragraphs *walk, struct nr_str text)
{
    struct nr_str rest = nr_str_trim(text);
    size_t lead = text.len ? (size_t)(rest.data - text.data) : 0;
    *walk = (struct nr_paragraphs){.rest = rest,
                                   .at = lead}; /* blanks are ASCII: bytes are code points */
}

/* Length of the white space character that s begins with; 0 where it begins with none. */
static size_t white(struct nr_str s)
{
    const char *p = s.data, *end = s.data + s.len;
    if (!s.len || nr_ascii_is_blank(*p))
        return s.len > 0;
    if ((unsigned char)*p < 0x80)
        return 0;
    return nr_char_is_blank(nr_utf8_next(&p, end)) ? (size_t)(p - s.data) : 0;
}

/* Length of the blank lines at the start of s (white space in them allowed), up to the first line
 * with text, or to the end where there is none. */
static size_t blank_lines(struct nr_str s)
{
    size_t n = 0;
    for (size_t i = 0, step; (step = white(nr_str_sub(s, i, s.len))) > 0; i += step)
        if (s.data[i] == '\n' || i + step == s.len)
            n = i + step;
    return n;
}

/* Length of the paragraph that s begins with, up to the line end before a blank line. */
static size_t paragraph_length(struct nr_str s)
{
    for (size_t at = 0;;) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), '\n');
        if (at >= s.len)
            break;
        if (blank_lines(nr_str_sub(s, at + 1, s.len)))
            return at && s.data[at - 1] == '\r' ? at - 1 : at;
        at++;
    }
    return s.len;
}

static void skip(struct nr_paragraphs *walk, size_t bytes)
{
    walk->at += nr_utf8_count(nr_str_sub(walk->rest, 0, bytes));
    walk->rest = nr_str_sub(walk->rest, bytes, walk->rest.len);
}

bool nr_paragraphs_next(struct nr_paragraphs *walk, struct nr_paragraph *p)
{
    skip(walk, blank_lines(walk->rest));
    if (walk->rest.len == 0)
        return false;
    size_t length = paragraph_length(walk->rest);
    p->text = nr_str_sub(walk->rest, 0, length);
    p->start = walk->at;
    skip(walk, length);
    p->end = walk->at;
    struct nr_str next = nr_str_sub(walk->rest, blank_lines(walk->rest), walk->rest.len);
    p->role = nr_paragraph_role(p->text, nr_str_sub(next, 0, paragraph_length(next)));
    return true;
}
