#include "layout.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/paragraphs.h"

enum { LONGEST_WORD = 64 /* bytes looked at */ };

static uint16_t cap(size_t n)
{
    return (uint16_t)(n < NR_WIDEST ? n : NR_WIDEST);
}

static size_t bytes_of_indent(const char *s, size_t len, uint16_t *wide)
{
    size_t i = 0, n = 0;
    for (; i < len && nr_ascii_is_blank(s[i]); i++)
        n += s[i] == '\t' ? 8 : 1;
    for (; i + 2 < len && memcmp(s + i, "\xe3\x80\x80", 3) == 0; i += 3)
        n += 2; /* ideographic space */
    *wide = cap(n);
    return i;
}

/* Bytes of the quote marks that s begins with; *depth counts them. */
static size_t bytes_of_quote(struct nr_str s, uint8_t *depth)
{
    size_t i = 0;
    while (i < s.len && s.data[i] == '>' && *depth < 255) {
        ++*depth;
        i++;
        if (i + 1 < s.len && s.data[i] == ' ' && s.data[i + 1] == '>')
            i++;
    }
    while (i < s.len && nr_ascii_is_blank(s.data[i]))
        i++;
    return i;
}

/* Columns of the first thing that a wrapping program would not have cut. */
static uint16_t measure_word(struct nr_str s, bool ascii)
{
    if (s.len && (unsigned char)s.data[0] >= 0xe0) {
        const char *p = s.data;
        uint32_t c = nr_utf8_next(&p, s.data + s.len);
        if (nr_char_is_unspaced(c))
            return nr_char_is_cjk(c) ? 2 : 4;
    }
    size_t room = s.len < LONGEST_WORD ? s.len : LONGEST_WORD, n = 0, columns = 0;
    if (ascii) {
        const char *blank = memchr(s.data, ' ', room);
        return cap(blank ? (size_t)(blank - s.data) : room);
    }
    for (; n < room && s.data[n] != ' '; n++) {
        unsigned char c = (unsigned char)s.data[n];
        columns += (size_t)((c & 0xc0) != 0x80) + (c >= 0xe3);
    }
    return cap(columns);
}

/* Long lines are not told apart: of them no columns are counted. */
static void measure(struct nr_line *line, bool ascii)
{
    struct nr_str s = line->text;
    size_t n = s.len > 4 * NR_WIDEST ? NR_WIDEST : ascii ? s.len : nr_text_columns(s);
    line->width = cap(line->indent + n);
    line->word = measure_word(s, ascii);
}

/* Plain text marks emphasis so: _word_, *word*, =word=. */
static bool is_emphasis(uint32_t c)
{
    return c == '_' || c == '*' || c == '=';
}

static bool starts_lower(struct nr_str s)
{
    char c = s.data[0];
    for (; s.len > 1 && is_emphasis((unsigned char)c); c = s.data[0])
        s = nr_str_sub(s, 1, s.len);
    if (nr_ascii_is_letter(c))
        return c >= 'a';
    return !nr_ascii_is_digit(c) && nr_char_is_lower(nr_text_first(s));
}

/* True for a letter and a hyphen at the end of s, or a hyphen that is always soft. */
static bool ends_cut(struct nr_str s)
{
    unsigned char c = (unsigned char)s.data[s.len - 1];
    if (s.len < 2 || (c != '-' && c < 0x80))
        return false;
    const char *p = s.data + s.len;
    uint32_t mark = nr_utf8_previous(&p, s.data);
    if (p == s.data)
        return false;
    uint32_t before = nr_utf8_previous(&p, s.data);
    return nr_is_soft_hyphen(mark) ||
           ((mark == '-' || mark == 0x2010 || mark == 0x2011) && nr_char_is_letter(before));
}

static const char *find(const char *from, const char *end, char c)
{
    const char *at = memchr(from, c, (size_t)(end - from));
    return at ? at : end;
}

/* The end of the line at source->at, which moves behind it. Of pages without newlines, one is not
 * looked for again and again. */
static const char *find_end(struct nr_line_source *source)
{
    const char *stop = source->newline;
    if (stop < source->at || !stop)
        stop = source->newline = find(source->at, source->end, '\n');
    if (source->feeds) {
        const char *feed = find(source->at, stop, '\f');
        source->page |= feed < stop;
        stop = feed;
    }
    source->at = stop < source->end ? stop + 1 : stop;
    return stop;
}

bool nr_line_read(struct nr_line *line, struct nr_line_source *source)
{
    bool page = source->page;
    const char *from = source->at;
    const char *stop = find_end(source);
    while (stop > from && nr_ascii_is_blank(stop[-1]))
        stop--;
    if (stop == from)
        return false;
    struct nr_str s = nr_str(from, (size_t)(stop - from));
    line->begin = from;
    line->page = page;
    line->indent = line->quote = 0;
    unsigned char c = (unsigned char)*from;
    if (c <= ' ' || c == 0xe3)
        s = nr_str_sub(s, bytes_of_indent(s.data, s.len, &line->indent), s.len);
    if (s.len && *s.data == '>') {
        size_t marks = bytes_of_quote(s, &line->quote);
        s = nr_str_sub(s, marks, s.len);
        line->indent = cap(line->indent + marks);
    }
    if (s.len == 0 && line->quote == 0)
        return false; /* ideographic spaces only */
    source->page &= source->at > from && source->at[-1] == '\f';
    line->text = s;
    measure(line, source->ascii);
    line->lower = s.len && starts_lower(s);
    line->cut = s.len && ends_cut(s);
    return true;
}

/* Whether two blanks may stand together. Only every other place is looked at, which misses pairs
 * but none of three blanks. */
bool nr_text_has_blanks(struct nr_str s)
{
    uint16_t found = 0; /* as wide as what it is compared with, for the compiler's vectors */
    for (size_t i = 0; i < s.len / 2; i++) {
        uint16_t pair;
        memcpy(&pair, s.data + 2 * i, 2);
        found |= pair == 0x2020 ? 0xffff : 0;
    }
    return found != 0;
}

bool nr_text_has_cell(struct nr_str s)
{
    return nr_str_find_char(s, '\t') < s.len || nr_str_find_char(s, '|') < s.len;
}

static size_t find_three_blanks(struct nr_str s)
{
    for (size_t i = 2; i < s.len; i += 3) {
        if (s.data[i] != ' ')
            continue;
        size_t from = i, to = i + 1;
        while (from > 0 && s.data[from - 1] == ' ')
            from--;
        while (to < s.len && s.data[to] == ' ')
            to++;
        if (to - from >= 3)
            return from;
    }
    return s.len;
}

/* Three blanks within a sentence, four anywhere: lines may be justified. */
static bool has_column(struct nr_str s)
{
    if (!nr_text_has_blanks(s))
        return false;
    size_t at = find_three_blanks(s);
    return at > 0 && at < s.len &&
           (!nr_char_ends_sentence((unsigned char)s.data[at - 1]) || s.data[at + 3] == ' ');
}

/* A line without letters and digits: a rule, or stars between two pieces. */
static bool is_rule(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        if ((unsigned char)c >= 0x80 || nr_ascii_is_digit(c) || nr_ascii_is_letter(c))
            return false;
    }
    return true;
}

/* Begins with a word and ends with one or with a comma, as most lines do: no marker, no end of a
 * sentence, no rule. */
static bool is_plain(struct nr_str s)
{
    if (s.len < 2 || !nr_ascii_is_letter(s.data[0]) || s.data[1] == ')')
        return false;
    char last = s.data[s.len - 1];
    return nr_ascii_is_letter(last) || last == ',';
}

/* The full stop that p stands before belongs to an initial: "J." */
static bool is_initial(const char *p, const char *begin)
{
    return p > begin && p[-1] >= 'A' && p[-1] <= 'Z' &&
           (p - 1 == begin || p[-2] == ' ' || p[-2] == '.');
}

/* Dots lead to a number at the end: ". . . 12", ".....12". */
static bool has_leader(struct nr_str s)
{
    size_t n = s.len, dots = 0;
    while (n > 0 && s.len - n < 6 && nr_ascii_is_digit(s.data[n - 1]))
        n--;
    if (n == s.len)
        return false;
    for (; n > 0 && (s.data[n - 1] == ' ' || s.data[n - 1] == '.'); n--)
        dots += s.data[n - 1] == '.';
    return dots >= 3;
}

static uint8_t end_of(struct nr_str s)
{
    if (nr_ascii_is_digit(s.data[s.len - 1]))
        return has_leader(s) ? NR_ENTRY : NR_OPEN;
    const char *p = s.data + s.len;
    while (p > s.data) {
        uint32_t c = nr_utf8_previous(&p, s.data);
        if (nr_char_is_blank(c) || nr_char_closes(c) || is_emphasis(c))
            continue;
        if (c == '.' && is_initial(p, s.data))
            return NR_OPEN;
        if (nr_char_ends_sentence(c))
            return NR_STOP;
        bool dash = c == 0x2014 || (c == '-' && p > s.data && p[-1] == '-');
        return c == ':' || c == 0xff1a || dash ? NR_COLON : NR_OPEN;
    }
    return NR_OPEN;
}

/* Most lines that do not begin with a letter begin with a quotation mark. */
static bool may_be_marked(struct nr_str s)
{
    unsigned char c = (unsigned char)s.data[0];
    return c >= 0x80 || nr_ascii_is_digit((char)c) || c == '-' || c == '*' || c == '+' ||
           c == '(' || (s.len > 1 && s.data[1] == ')');
}

static void inspect_closely(struct nr_line *line)
{
    struct nr_str s = line->text;
    if (s.len) {
        const char *p = s.data, *q = s.data + s.len;
        line->first = nr_utf8_next(&p, q);
        line->last = nr_utf8_previous(&q, s.data);
        line->end = end_of(s);
        line->marker = may_be_marked(s) && nr_list_marker(s) > 0;
    }
    line->table = is_rule(s);
}

/* The row of a table has cells that tabs, bars or three and more blanks separate. Two blanks are
 * common behind a full stop, and anywhere in justified lines. */
void nr_line_inspect(const struct nr_layout *l, struct nr_line *line)
{
    struct nr_str s = line->text;
    line->first = line->last = 0;
    line->end = NR_OPEN;
    line->marker = line->table = false;
    if (is_plain(s)) {
        line->first = (unsigned char)s.data[0];
        line->last = (unsigned char)s.data[s.len - 1];
    } else {
        inspect_closely(line);
    }
    line->table |= (l->cells && nr_text_has_cell(s)) || (l->columns && has_column(s));
}

bool nr_line_goes_on_in_capitals(const struct nr_line *a, const struct nr_line *b)
{
    return a->text.len >= 2 && b->text.len >= 2 &&
           nr_char_is_upper((unsigned char)a->text.data[a->text.len - 2]) &&
           nr_char_is_upper((unsigned char)b->text.data[0]) &&
           nr_char_is_upper((unsigned char)b->text.data[1]);
}
