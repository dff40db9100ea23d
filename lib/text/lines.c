#include "newsreel/text/lines.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/paragraphs.h"
#include "words_seen.h"

/* Two passes. The first looks at the lines of the whole text and finds the column at which it was
 * wrapped, if it was. A line end that was made by wrapping says: the line fits, and with the next
 * line's first word it would not have. So each line end votes for the columns from the line's width
 * up to just below its width plus a blank and that word; the column with the most votes is the
 * measure, and its share of the votes is the evidence that there was any wrapping. This is more
 * robust than a percentile of the widths, which overlong lines and headings spoil.
 *
 * The second pass decides every line end and writes. It looks at up to WINDOW lines that follow
 * each other without a blank line, so memory is bounded for any input. */

enum {
    NARROWEST = 12,
    WIDEST = 512,        /* columns told apart */
    WRAPPED_BELOW = 200, /* no text is wrapped at a column beyond this */
    WINDOW = 256,
    MARGIN = 2,       /* columns by which a writer may have wrapped early */
    SIGNATURE = 1000, /* bytes */
    OVERHANG = 16,    /* columns by which a line may be too long */
};

struct line {
    struct nr_str text;           /* without indent, quote marks and trailing blanks */
    struct nr_str whole;          /* with indent and quote marks */
    const char *end;              /* where the next line starts */
    uint32_t indent, width, word; /* columns: before the text, to its end, of its first word */
    uint32_t marker;              /* bytes of the bullet or number at the start of text */
    uint32_t first, last;         /* code points of text */
    uint8_t quote;                /* depth of > marks */
    bool cut;                     /* ends with a cut word */
    bool table, lower, ends; /* row of a table or a rule; begins in lower case; ends a sentence */
};

/* What the first pass finds out. */
struct layout {
    size_t lines, blanks, pairs; /* lines with text; blank runs between them; neighbours */
    size_t longs;                /* lines past WRAPPED_BELOW */
    size_t lower, cuts;          /* neighbours that begin in lower case; those behind a hyphen */
    uint32_t wrap;               /* the column, or 0 where nothing was wrapped */
    bool ascii;                  /* has no byte above 0x7f */
    uint32_t starts[WIDEST + 1], ends[WIDEST + 2], width[WIDEST + 1];
};

static size_t columns(const struct layout *l, struct nr_str s)
{
    return l->ascii ? s.len : nr_text_columns(s);
}

static uint32_t cap(size_t n)
{
    return n < WIDEST ? (uint32_t)n : WIDEST;
}

static bool is_blank_byte(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The line at p, without blanks at its end; *p moves behind its newline. */
static struct nr_str cut_line(const char **p, const char *end)
{
    const char *from = *p;
    const char *stop = memchr(from, '\n', (size_t)(end - from));
    *p = stop ? stop + 1 : end;
    stop = stop ? stop : end;
    while (stop > from && is_blank_byte(stop[-1]))
        stop--;
    return nr_str(from, (size_t)(stop - from));
}

/* Bytes of blanks at the start of s; *wide gets their columns. */
static size_t indent_of(struct nr_str s, uint32_t *wide)
{
    size_t i = 0;
    uint32_t n = 0;
    for (; i < s.len && is_blank_byte(s.data[i]); i++)
        n += s.data[i] == '\t' ? 8 : 1;
    for (; i + 2 < s.len && memcmp(s.data + i, "\xe3\x80\x80", 3) == 0; i += 3)
        n += 2; /* ideographic space */
    *wide = cap(n);
    return i;
}

/* Columns of the first thing that a wrapping program would not have cut. */
static uint32_t word_columns(const struct layout *l, struct nr_str s)
{
    if (!l->ascii && s.len && (unsigned char)s.data[0] >= 0xe0) {
        const char *p = s.data;
        uint32_t c = nr_utf8_next(&p, s.data + s.len);
        if (nr_char_is_unspaced(c))
            return nr_char_is_cjk(c) ? 2 : 4;
    }
    return cap(columns(l, nr_str_sub(s, 0, nr_str_find_char(s, ' '))));
}

static uint32_t first_char(struct nr_str s)
{
    const char *p = s.data;
    return s.len ? nr_utf8_next(&p, s.data + s.len) : 0;
}

static bool starts_lower(struct nr_str s)
{
    uint32_t c = first_char(s);
    return c < 0x80 && c != '"' && c != '\'' && c != '(' && c != '_'
               ? c >= 'a' && c <= 'z'
               : nr_char_is_lower(nr_text_first(s));
}

/* A word cut at the end of s: a letter, a hyphen. */
static bool ends_cut(struct nr_str s)
{
    if (s.len < 2)
        return false;
    unsigned char c = (unsigned char)s.data[s.len - 1], before = (unsigned char)s.data[s.len - 2];
    if (c == '-')
        return before >= 0x80 || nr_char_is_letter(before);
    return nr_str_ends(s, nr_str("\xe2\x80\x90", 3)) || nr_str_ends(s, nr_str("\xc2\xac", 2)) ||
           nr_str_ends(s, nr_str("\xc2\xad", 2));
}

static void vote(struct layout *l, uint32_t width, uint32_t word)
{
    uint32_t to = width + 1 + word;
    if (width <= WIDEST) {
        l->starts[width]++;
        l->ends[to < WIDEST + 1 ? to : WIDEST + 1]++;
    }
}

/* The column with the most votes, and how many it has. */
static uint32_t best_column(const struct layout *l, size_t *votes)
{
    size_t now = 0;
    uint32_t best = 0;
    *votes = 0;
    for (uint32_t w = 0; w <= WIDEST; w++) {
        now += l->starts[w];
        now -= l->ends[w];
        if (now > *votes) {
            *votes = now;
            best = w;
        }
    }
    return best;
}

/* Share of the text, in percent, that stands in lines clearly longer than the column. */
static size_t beyond(const struct layout *l, uint32_t column)
{
    size_t all = 0, past = 0;
    for (uint32_t w = 0; w <= WIDEST; w++) {
        all += (size_t)w * l->width[w];
        past += w > column + OVERHANG ? (size_t)w * l->width[w] : 0;
    }
    return all ? past * 100 / all : 0;
}

/* Wrapped text has next to nothing beyond its column; text that was joined has nearly all of it
 * there, which is what makes joining it again change nothing. */
static void judge(struct layout *l)
{
    size_t votes;
    uint32_t best = best_column(l, &votes);
    bool ragged = l->lower * 4 >= l->pairs || l->cuts;
    bool full = votes * 10 >= l->pairs * 3 && (l->pairs >= 6 || best <= 100);
    bool over = beyond(l, best) >= 25 && l->cuts * 20 < l->pairs;
    if (l->pairs && best >= NARROWEST && best <= WRAPPED_BELOW && (ragged || full) && !over)
        l->wrap = best;
}

static void survey(struct layout *l, struct nr_str text)
{
    const char *end = text.data + text.len;
    uint32_t width = 0;
    bool after = false, hyphen = false;
    for (const char *p = text.data; p < end;) {
        struct nr_str s = cut_line(&p, end);
        if (s.len == 0) {
            l->blanks += after;
            after = false;
            continue;
        }
        uint32_t inset;
        struct nr_str body = nr_str_sub(s, indent_of(s, &inset), s.len);
        if (after) {
            l->pairs++;
            bool lower = starts_lower(body);
            l->lower += lower;
            l->cuts += lower && hyphen;
            vote(l, width, word_columns(l, body));
        }
        width = cap(inset + columns(l, body));
        l->longs += width > WRAPPED_BELOW;
        l->width[width]++;
        l->lines++;
        after = true;
        hyphen = ends_cut(s);
    }
    judge(l);
}

/* True when one of the 8 bytes is a tab or a bar, or three blanks follow each other. */
static bool has_cells(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t blank = x ^ ' ' * ones, tab = x ^ '\t' * ones, bar = x ^ '|' * ones;
    uint64_t blanks = ~(((blank & ~high) + ~high) | blank) & high;
    uint64_t others = (tab - ones) & ~tab & high;
    others |= (bar - ones) & ~bar & high;
    return (others | (blanks & blanks << 8 & blanks << 16)) != 0;
}

/* A row of a table: cells that tabs, bars or three and more blanks separate. Two blanks are common
 * behind a full stop, and anywhere in justified lines. Steps of 6 let no run of three slip through
 * between two words of 8 bytes. */
static bool is_table(struct nr_str s)
{
    size_t i = 0;
    for (uint64_t x; i + 8 <= s.len; i += 6) {
        memcpy(&x, s.data + i, 8);
        if (has_cells(x))
            return true;
    }
    for (; i < s.len; i++)
        if (s.data[i] == '\t' || s.data[i] == '|' ||
            (i + 3 <= s.len && memcmp(s.data + i, "   ", 3) == 0))
            return true;
    return false;
}

/* A line without letters and digits: a rule, or stars between two pieces. */
static bool is_rule(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c >= 0x80 || (c >= '0' && c <= '9') || nr_char_is_letter(c))
            return false;
    }
    return true;
}

static uint8_t cut_quote(struct nr_str *s)
{
    uint8_t depth = 0;
    while (s->len && s->data[0] == '>' && depth < 255) {
        depth++;
        *s = nr_str_sub(*s, 1, s->len);
        size_t blanks = s->len && s->data[0] == ' ' ? 1 : 0;
        if (s->len > blanks && s->data[blanks] == '>')
            *s = nr_str_sub(*s, blanks, s->len);
    }
    return depth;
}

static bool is_soft_mark(uint32_t c)
{
    return c == 0xad || c == 0xac || c == 0x2e17;
}

static void read_line(const struct layout *l, struct line *line, struct nr_str s)
{
    line->whole = s;
    uint32_t inset;
    struct nr_str body = nr_str_sub(s, indent_of(s, &inset), s.len);
    size_t lead = (size_t)(body.data - s.data);
    line->quote = cut_quote(&body);
    if (line->quote) {
        uint32_t more;
        body = nr_str_sub(body, indent_of(body, &more), body.len);
        inset = cap(inset + (size_t)(body.data - s.data) - lead);
    }
    line->text = body;
    line->indent = inset;
    line->width = cap(inset + columns(l, body));
    line->word = word_columns(l, body);
    line->first = first_char(body);
    const char *p = body.data + body.len;
    line->last = body.len ? nr_utf8_previous(&p, body.data) : 0;
    line->lower = starts_lower(body);
    line->cut = ends_cut(body) && !is_soft_mark(line->last);
    line->ends = nr_text_ends_sentence(body);
    line->marker = (uint32_t)nr_list_marker(body);
    line->table = is_rule(body) || is_table(body);
}

enum seam {
    BLANK_LINE, /* a new paragraph */
    NEWLINE,    /* a newline that is meant */
    SPACE,      /* joined */
    NOTHING,    /* joined without a space */
    DROP_MARK,  /* joined without the hyphen that ends the first line */
};

static bool is_full(const struct layout *l, const struct line *a, const struct line *b)
{
    return a->width + 1 + b->word + (a->ends && !b->lower ? 0 : MARGIN) > l->wrap;
}

/* What ends a paragraph that is not a line: with no blank lines in the text, full sentences stand
 * apart, while short lines in a row are verse, addresses, lists. */
static enum seam broken(const struct layout *l, const struct line *a, const struct line *b)
{
    if (l->blanks * 40 >= l->lines)
        return NEWLINE;
    bool shorts = a->width * 10 < l->wrap * 7 && b->width * 10 < l->wrap * 7;
    return shorts || (a->marker && b->marker) || a->table || b->table ? NEWLINE : BLANK_LINE;
}

static bool joins_by_case(const struct layout *l, const struct line *a, const struct line *b)
{
    return b->lower && (!a->ends || is_full(l, a, b)) && a->width * 2 >= l->wrap;
}

/* The next line is set deeper: the first line of a paragraph in print style, or the rest of an
 * entry whose first line hangs out. */
static enum seam decide_deeper(const struct layout *l, const struct line *a, const struct line *b)
{
    if (joins_by_case(l, a, b) || (is_full(l, a, b) && (a->marker || !a->ends)))
        return SPACE;
    return a->ends && !a->marker ? BLANK_LINE : NEWLINE;
}

/* Verse: the lines around are far from full and begin with a capital. */
static bool is_verse(const struct layout *l, const struct line *lines, size_t i, size_t n)
{
    size_t from = i >= 2 ? i - 2 : 0, to = i + 3 < n ? i + 3 : n - 1;
    size_t total = 0, free_ends = 0, capitals = 0;
    for (size_t k = from; k < to; k++) {
        const struct line *a = &lines[k], *b = &lines[k + 1];
        total++;
        free_ends += !is_full(l, a, b);
        capitals += !b->lower;
    }
    return total >= 3 && free_ends * 3 >= total * 2 && capitals * 3 >= total * 2;
}

/* A word in capitals cut: the letter before the hyphen and the first ones behind it. */
static bool goes_on_in_capitals(const struct line *a, const struct line *b)
{
    const char *t = a->text.data + a->text.len - 2;
    return b->text.len >= 2 && nr_char_is_upper((unsigned char)t[0]) &&
           nr_char_is_upper((unsigned char)b->text.data[0]) &&
           nr_char_is_upper((unsigned char)b->text.data[1]);
}

static enum seam decide(const struct layout *l, const struct line *lines, size_t i, size_t n)
{
    const struct line *a = &lines[i], *b = &lines[i + 1];
    if (a->quote != b->quote)
        return BLANK_LINE;
    if (a->table || b->table)
        return NEWLINE;
    if (is_soft_mark(a->last))
        return DROP_MARK;
    if (b->marker && !(is_full(l, a, b) && !a->ends && !a->marker && nr_char_is_digit(b->first)))
        return broken(l, a, b);
    if (a->cut && (b->lower || goes_on_in_capitals(a, b)))
        return SPACE;
    if (b->indent > a->indent + 1)
        return decide_deeper(l, a, b);
    if (is_full(l, a, b))
        return SPACE;
    if (joins_by_case(l, a, b) && !is_verse(l, lines, i, n))
        return SPACE;
    return broken(l, a, b);
}

/* The last word of s, up to 64 bytes, and the first one. */
static struct nr_str last_word(struct nr_str s)
{
    size_t i = s.len;
    while (i > 0 && !is_blank_byte(s.data[i - 1]) && s.len - i < 64)
        i--;
    return nr_str_sub(s, i, s.len);
}

static struct nr_str first_word(struct nr_str s)
{
    size_t at = nr_str_find_char(nr_str_sub(s, 0, 64), ' ');
    return nr_str_sub(s, 0, at);
}

static enum seam seam_of_hyphen(const struct line *a, const struct line *b, struct nr_seen *seen)
{
    if (!nr_char_is_letter(b->first))
        return NOTHING;
    size_t mark = a->last == '-' ? 1 : 3;
    struct nr_str head = last_word(nr_str_sub(a->text, 0, a->text.len - mark));
    struct nr_str tail = first_word(b->text);
    if (nr_seen_has(seen, head, nr_str(NULL, 0), tail))
        return DROP_MARK;
    bool drops = b->lower || goes_on_in_capitals(a, b);
    if (!drops || nr_seen_has(seen, head, nr_str("-", 1), tail))
        return NOTHING;
    return DROP_MARK;
}

/* How to write a seam where the lines are joined. */
static enum seam refine(const struct line *a, const struct line *b, struct nr_seen *seen)
{
    if (a->cut)
        return seam_of_hyphen(a, b, seen);
    if (nr_char_is_unspaced(a->last) && nr_char_is_unspaced(b->first))
        return NOTHING;
    struct nr_str s = a->text;
    bool dash = nr_str_ends(s, nr_str("--", 2))
                    ? s.len > 2 && s.data[s.len - 3] != ' '
                    : a->last == 0x2014 && s.len > 3 && s.data[s.len - 4] != ' ';
    return dash ? NOTHING : SPACE;
}

static void write_line(struct nr_buf *out, const struct line *line, enum seam before, bool as_is)
{
    static const struct nr_str marks[] = {[BLANK_LINE] = NR_STR("\n\n"),
                                          [NEWLINE] = NR_STR("\n"),
                                          [SPACE] = NR_STR(" "),
                                          [NOTHING] = NR_STR(""),
                                          [DROP_MARK] = NR_STR("")};
    if (before == DROP_MARK)
        while ((unsigned char)out->data[--out->len] >> 6 == 2)
            continue;
    nr_buf_add_str(out, marks[before]);
    if (before >= SPACE)
        nr_buf_add_str(out, line->text);
    else
        nr_buf_add_str(out, line->quote || as_is ? line->whole : line->text);
}

struct joiner {
    const struct layout *layout;
    struct nr_buf *out;
    size_t begin;    /* of what this call wrote to out */
    const char *end; /* of the text */
    struct nr_seen seen;
    struct line lines[WINDOW];
    enum seam seams[WINDOW]; /* before each line */
    size_t count;
    bool signature; /* behind "-- ": everything stays as it is */
};

/* "-- " alone, and not much behind it. */
static bool is_signature(const struct joiner *j, const struct line *a)
{
    return a->text.len == 2 && memcmp(a->text.data, "--", 2) == 0 &&
           (size_t)(j->end - a->text.data) < SIGNATURE;
}

static void decide_window(struct joiner *j)
{
    const struct layout *l = j->layout;
    for (size_t i = 0; i + 1 < j->count; i++) {
        struct line *a = &j->lines[i], *b = &j->lines[i + 1];
        j->signature |= is_signature(j, a);
        enum seam s = l->wrap == 0 || j->signature ? NEWLINE : decide(l, j->lines, i, j->count);
        j->seams[i + 1] = s == SPACE ? refine(a, b, &j->seen) : s;
    }
}

/* Writes the lines of the window; the last one stays when more is to come behind it. */
static void flush(struct joiner *j, bool more)
{
    decide_window(j);
    size_t n = more ? j->count - 1 : j->count;
    for (size_t i = 0; i < n; i++) {
        bool as_is = j->seams[i] == NEWLINE || (i + 1 < j->count && j->seams[i + 1] == NEWLINE);
        write_line(j->out, &j->lines[i], j->seams[i], as_is);
    }
    if (more) {
        j->lines[0] = j->lines[n];
        j->seams[0] = j->seams[n];
    }
    j->count = more;
}

static void join_wrapped(struct joiner *j, struct nr_str text)
{
    const char *end = text.data + text.len;
    for (const char *p = text.data; p < end;) {
        struct nr_str s = cut_line(&p, end);
        if (s.len == 0) {
            flush(j, false);
            j->signature = false;
            continue;
        }
        if (j->count == WINDOW)
            flush(j, true);
        if (j->count == 0)
            j->seams[0] = j->out->len > j->begin ? BLANK_LINE : NOTHING;
        read_line(j->layout, &j->lines[j->count++], s);
    }
    flush(j, false);
}

/* Nothing to join: lines stay, blank runs become one blank line. */
static void keep_lines(struct nr_buf *out, struct nr_str text, const struct layout *l)
{
    const char *end = text.data + text.len;
    size_t begin = out->len;
    bool apart = l->blanks == 0 && l->longs * 10 >= l->lines;
    bool blank = false;
    for (const char *p = text.data; p < end;) {
        struct nr_str s = cut_line(&p, end);
        if (s.len == 0) {
            blank = true;
            continue;
        }
        if (out->len > begin)
            nr_buf_add(out, "\n\n", blank || apart ? 2 : 1);
        nr_buf_add_str(out, s);
        blank = false;
    }
}

void nr_lines_join(struct nr_buf *out, struct nr_str text, struct nr_arena *scratch)
{
    struct layout *l = nr_arena_zero(scratch, 1, sizeof *l);
    l->ascii = nr_utf8_ascii(text) == text.len;
    survey(l, text);
    nr_buf_reserve(out, text.len + l->lines + 1);
    if (l->pairs == 0 || !l->wrap) {
        keep_lines(out, text, l);
        return;
    }
    struct joiner *j = nr_arena_alloc(scratch, sizeof *j);
    j->layout = l;
    j->out = out;
    j->begin = out->len;
    j->end = text.data + text.len;
    j->count = 0;
    j->signature = false;
    nr_seen_init(&j->seen, text, scratch);
    join_wrapped(j, text);
}
