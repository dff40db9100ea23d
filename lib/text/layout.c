#include "layout.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/paragraphs.h"

/* Was this text wrapped, and at which column? A line end that wrapping made says: the line fits,
 * and with the next line's first word it would not have. So each line end votes for the columns
 * from the line's width up to just below its width plus a blank and that word; the column with the
 * most votes is the measure, and its share of the votes is the evidence that there was any
 * wrapping. This is more robust than a percentile of the widths, which long lines and headings
 * spoil. */

enum {
    NARROWEST = 12,
    WRAPPED_BELOW = 200, /* no text is wrapped at a column beyond this */
    MARGIN = 2,          /* columns by which a writer may have wrapped early */
    OVERHANG = 16,       /* columns by which a line may be too long */
    LONGEST_WORD = 64,   /* bytes looked at */
};

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

/* Not 0 when two blanks follow each other in the bytes; now and then also for a blank and '!',
 * which the closer look sorts out. */
static uint64_t double_blanks(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u;
    x ^= 0x20 * ones;
    uint64_t blanks = (x - ones) & ~x & 0x80 * ones;
    return blanks & blanks << 8;
}

/* What the bytes of a line say: high bits of any, and pairs of blanks. Of three blanks in a row two
 * are in the same word, so steps of 8 miss none. */
static bool look(struct nr_str s, bool *wide)
{
    uint64_t x = 0, any = 0, doubles = 0;
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        memcpy(&x, s.data + i, 8);
        any |= x;
        doubles |= double_blanks(x);
    }
    if (s.len >= 8)
        memcpy(&x, s.data + s.len - 8, 8);
    else
        memcpy(&x, s.data, s.len);
    *wide = (doubles | double_blanks(x)) != 0;
    return ((any | x) & 0x8080808080808080u) == 0;
}

/* Columns of the first thing that a wrapping program would not have cut. */
static uint16_t measure_word(struct nr_str s, bool ascii)
{
    if ((unsigned char)s.data[0] >= 0xe0) {
        const char *p = s.data;
        uint32_t c = nr_utf8_next(&p, s.data + s.len);
        if (nr_char_is_unspaced(c))
            return nr_char_is_cjk(c) ? 2 : 4;
    }
    size_t room = s.len < LONGEST_WORD ? s.len : LONGEST_WORD;
    const char *blank = memchr(s.data, ' ', room);
    size_t n = blank ? (size_t)(blank - s.data) : room;
    return cap(ascii ? n : nr_text_columns(nr_str_sub(s, 0, n)));
}

/* Long lines are not told apart: the first bytes are enough. */
static void measure(struct nr_line *line)
{
    struct nr_str s = line->text;
    bool ascii = look(nr_str_sub(s, 0, 4 * NR_WIDEST), &line->wide);
    size_t n = s.len > 4 * NR_WIDEST ? NR_WIDEST : ascii ? s.len : nr_text_columns(s);
    line->width = cap(line->indent + n);
    line->word = measure_word(s, ascii);
}

static bool starts_lower(struct nr_str s)
{
    char c = s.data[0];
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
           ((mark == '-' || mark == 0x2010) && nr_char_is_letter(before));
}

bool nr_line_read(struct nr_line *line, const char **p, const char *end)
{
    const char *from = *p;
    const char *stop = memchr(from, '\n', (size_t)(end - from));
    *p = stop ? stop + 1 : end;
    stop = stop ? stop : end;
    while (stop > from && nr_ascii_is_blank(stop[-1]))
        stop--;
    if (stop == from)
        return false;
    struct nr_str s = nr_str(from, (size_t)(stop - from));
    line->begin = from;
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
    line->text = s;
    line->width = line->indent;
    line->word = 0;
    line->lower = line->cut = line->wide = false;
    if (s.len) {
        measure(line);
        line->lower = starts_lower(s);
        line->cut = ends_cut(s);
    }
    return true;
}

/* A long line's end says more than a short one's: votes count as much as the line is wide. */
struct votes {
    size_t all;
    uint32_t starts[NR_WIDEST + 1], ends[NR_WIDEST + 2], widths[NR_WIDEST + 1];
};

/* The column with the most votes, and how many it has. */
static uint32_t best_column(const struct votes *v, size_t *votes)
{
    size_t now = 0;
    uint32_t best = 0;
    *votes = 0;
    for (uint32_t w = 0; w <= WRAPPED_BELOW; w++) {
        now += v->starts[w];
        now -= v->ends[w];
        if (now > *votes) {
            *votes = now;
            best = w;
        }
    }
    return best;
}

/* Share of the text, in percent, that stands in lines clearly longer than the column. */
static size_t beyond(const struct votes *v, uint32_t column)
{
    size_t all = 0, past = 0;
    for (uint32_t w = 0; w <= NR_WIDEST; w++) {
        all += (size_t)w * v->widths[w];
        past += w > column + OVERHANG ? (size_t)w * v->widths[w] : 0;
    }
    return all ? past * 100 / all : 0;
}

/* Wrapped text has next to nothing beyond its column; text that was joined has nearly all of it
 * there, which is what makes joining it again change nothing. */
static void judge(struct nr_layout *l, const struct votes *v, size_t lower, size_t cuts)
{
    size_t votes;
    uint32_t best = best_column(v, &votes);
    bool ragged = lower * 4 >= l->pairs || cuts;
    bool full = votes * 10 >= v->all * 3 && (l->pairs >= 6 || (best >= 40 && best <= 100));
    if (best < NARROWEST || !(ragged || full))
        return;
    if (beyond(v, best) < 25 || cuts * 20 >= l->pairs)
        l->wrap = best;
}

void nr_layout_survey(struct nr_layout *l, const struct nr_line *lines, size_t n)
{
    struct votes v = {0};
    size_t lower = 0, cuts = 0;
    *l = (struct nr_layout){0};
    for (size_t i = 0; i < n; i++) {
        const struct nr_line *b = &lines[i];
        v.widths[b->width]++;
        l->longs += b->width > WRAPPED_BELOW;
        if (i == 0 || b->gap) {
            l->gaps += i > 0;
            continue;
        }
        const struct nr_line *a = b - 1;
        unsigned to = a->width + 1u + b->word;
        v.starts[a->width] += a->width;
        v.ends[to <= NR_WIDEST ? to : NR_WIDEST + 1] += a->width;
        v.all += a->width;
        l->pairs++;
        lower += b->lower;
        cuts += b->lower && a->cut;
    }
    if (l->pairs)
        judge(l, &v, lower, cuts);
    if (l->wrap) {
        const char *from = lines[0].begin, *to = lines[n - 1].text.data + lines[n - 1].text.len;
        l->cells =
            memchr(from, '\t', (size_t)(to - from)) || memchr(from, '|', (size_t)(to - from));
    }
}

/* A row of a table: cells that tabs, bars or three and more blanks separate. Two blanks are common
 * behind a full stop, and anywhere in justified lines. */
static bool is_table(const struct nr_layout *l, const struct nr_line *line)
{
    struct nr_str s = line->text;
    if (l->cells && (nr_str_find_char(s, '\t') < s.len || nr_str_find_char(s, '|') < s.len))
        return true;
    return line->wide && nr_str_find(s, nr_str("   ", 3)) < s.len;
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

void nr_line_inspect(const struct nr_layout *l, struct nr_line *line)
{
    struct nr_str s = line->text;
    line->first = line->last = 0;
    if (s.len) {
        const char *p = s.data, *q = s.data + s.len;
        line->first = nr_utf8_next(&p, q);
        line->last = nr_utf8_previous(&q, s.data);
    }
    bool plain = nr_ascii_is_letter((char)line->last) && line->last < 0x80;
    line->ends = !plain && line->last != ',' && nr_text_ends_sentence(s);
    line->marker = line->first < 0x80 && nr_ascii_is_letter((char)line->first) &&
                           !(s.len > 1 && s.data[1] == ')')
                       ? 0
                       : (uint32_t)nr_list_marker(s);
    line->table = is_rule(s) || is_table(l, line);
}

bool nr_line_is_full(const struct nr_layout *l, const struct nr_line *a, const struct nr_line *b)
{
    /* Where a sentence ends and another begins, a line end may well be meant. */
    unsigned margin = a->ends && !b->lower ? 0 : MARGIN;
    return a->width + 1u + b->word + margin > l->wrap;
}
