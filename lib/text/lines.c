#include "newsreel/text/lines.h"
#include "layout.h"
#include "newsreel/text/chars.h"
#include "words_seen.h"

/* The text is read in windows of lines. For each one layout.c says at which column it was wrapped,
 * then every line end is decided here and the lines are written. The last line of a window is the
 * first of the next, so that no line end is decided without both its lines. */

enum { SIGNATURE = 1000 /* bytes behind "-- " at most */ };

enum seam {
    FIRST,      /* the text begins */
    BLANK_LINE, /* a new paragraph */
    NEWLINE,    /* a newline that is meant */
    SPACE,      /* joined */
    NOTHING,    /* joined without a space */
    DROP_MARK,  /* joined without the hyphen that ends the first line */
};

struct joiner {
    struct nr_buf *out;
    const char *end; /* of the text */
    struct nr_seen seen;
    struct nr_layout layout;
    bool signature; /* behind "-- ": everything stays as it is */
    size_t count;
    struct nr_line lines[NR_WINDOW];
    enum seam seams[NR_WINDOW]; /* before each line */
};

/* The line end between two lines that do not belong together. With no blank lines in the text, full
 * sentences stand apart, while short lines in a row are verse, addresses, lists. */
static enum seam broken(const struct joiner *j, const struct nr_line *a, const struct nr_line *b)
{
    const struct nr_layout *l = &j->layout;
    if (l->gaps * 40 >= j->count)
        return NEWLINE;
    bool shorts = a->width * 10u < l->wrap * 7 && b->width * 10u < l->wrap * 7;
    return shorts || (a->marker && b->marker) || a->table || b->table ? NEWLINE : BLANK_LINE;
}

static bool joins_by_case(const struct nr_layout *l, const struct nr_line *a,
                          const struct nr_line *b)
{
    return b->lower && (!a->ends || nr_line_is_full(l, a, b)) && a->width * 2u >= l->wrap;
}

/* The next line is set deeper: the first line of a paragraph in print style, or the rest of an
 * entry whose first line hangs out. */
static enum seam decide_deeper(const struct nr_layout *l, const struct nr_line *a,
                               const struct nr_line *b)
{
    if (joins_by_case(l, a, b) || (nr_line_is_full(l, a, b) && (a->marker || !a->ends)))
        return SPACE;
    return a->ends && !a->marker ? BLANK_LINE : NEWLINE;
}

/* Verse: the lines around are far from full and begin with a capital. */
static bool is_verse(const struct joiner *j, size_t i)
{
    size_t from = i >= 2 ? i - 2 : 0, to = i + 3 < j->count ? i + 3 : j->count - 1;
    size_t total = 0, free_ends = 0, capitals = 0;
    for (size_t k = from; k < to; k++) {
        const struct nr_line *a = &j->lines[k], *b = a + 1;
        if (b->gap)
            continue;
        total++;
        free_ends += !nr_line_is_full(&j->layout, a, b);
        capitals += !b->lower;
    }
    return total >= 3 && free_ends * 3 >= total * 2 && capitals * 3 >= total * 2;
}

/* A word in capitals cut: the letter before the hyphen and the first ones behind it. */
static bool goes_on_in_capitals(const struct nr_line *a, const struct nr_line *b)
{
    return a->text.len >= 2 && b->text.len >= 2 &&
           nr_char_is_upper((unsigned char)a->text.data[a->text.len - 2]) &&
           nr_char_is_upper((unsigned char)b->text.data[0]) &&
           nr_char_is_upper((unsigned char)b->text.data[1]);
}

static enum seam decide(const struct joiner *j, size_t i)
{
    const struct nr_layout *l = &j->layout;
    const struct nr_line *a = &j->lines[i], *b = a + 1;
    if (a->quote != b->quote)
        return BLANK_LINE;
    if (a->table || b->table)
        return NEWLINE;
    if (nr_is_soft_hyphen(a->last))
        return DROP_MARK;
    bool full = nr_line_is_full(l, a, b);
    if (b->marker && !(full && !a->ends && !a->marker && nr_char_is_digit(b->first)))
        return broken(j, a, b);
    if (a->cut && (b->lower || goes_on_in_capitals(a, b)))
        return SPACE;
    if (b->indent > a->indent + 1)
        return decide_deeper(l, a, b);
    if (full || (joins_by_case(l, a, b) && !is_verse(j, i)))
        return SPACE;
    return broken(j, a, b);
}

/* The last word of s, up to 64 bytes, and the first one. */
static struct nr_str last_word(struct nr_str s)
{
    size_t i = s.len;
    while (i > 0 && s.data[i - 1] != ' ' && s.len - i < 64)
        i--;
    return nr_str_sub(s, i, s.len);
}

static struct nr_str first_word(struct nr_str s)
{
    size_t at = nr_str_find_char(nr_str_sub(s, 0, 64), ' ');
    return nr_str_sub(s, 0, at);
}

static enum seam seam_of_hyphen(const struct nr_line *a, const struct nr_line *b,
                                struct nr_seen *seen)
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

/* A dash set close to the word before it. */
static bool ends_dash(const struct nr_line *a)
{
    struct nr_str s = a->text;
    if (a->last == '-')
        return s.len > 2 && s.data[s.len - 2] == '-' && s.data[s.len - 3] != ' ';
    return a->last == 0x2014 && s.len > 3 && s.data[s.len - 4] != ' ';
}

/* How to write a seam where the lines are joined. */
static enum seam refine(const struct nr_line *a, const struct nr_line *b, struct nr_seen *seen)
{
    if (a->last < 0x80 && a->last != '-')
        return SPACE; /* as nearly everywhere */
    if (a->cut)
        return seam_of_hyphen(a, b, seen);
    if (a->last >= 0x80 && nr_char_is_unspaced(a->last) && nr_char_is_unspaced(b->first))
        return NOTHING;
    return ends_dash(a) ? NOTHING : SPACE;
}

/* "-- " alone, and not much behind it. */
static bool is_signature(const struct joiner *j, const struct nr_line *a)
{
    return a->text.len == 2 && memcmp(a->text.data, "--", 2) == 0 &&
           (size_t)(j->end - a->text.data) < SIGNATURE;
}

static void decide_wrapped(struct joiner *j, size_t i)
{
    const struct nr_line *a = &j->lines[i - 1], *b = a + 1;
    j->signature |= is_signature(j, a);
    enum seam s = j->signature ? NEWLINE : decide(j, i - 1);
    j->seams[i] = s == SPACE ? refine(a, b, &j->seen) : s;
}

static void decide_window(struct joiner *j)
{
    nr_layout_survey(&j->layout, j->lines, j->count);
    const struct nr_layout *l = &j->layout;
    /* Not wrapped and no blank line at all: a line is a paragraph where lines are long. */
    bool apart = l->gaps == 0 && l->longs * 10 >= j->count;
    for (size_t i = 1; i < j->count; i++) {
        j->signature &= !j->lines[i].gap;
        if (j->lines[i].gap)
            j->seams[i] = BLANK_LINE;
        else if (l->wrap)
            decide_wrapped(j, i);
        else
            j->seams[i] = apart ? BLANK_LINE : NEWLINE;
    }
}

/* Where to write a line from: quote marks stay at the first line of a paragraph, and the indent too
 * next to a newline that is meant. */
static const char *start_of(const struct joiner *j, size_t i)
{
    const struct nr_line *line = &j->lines[i];
    if (line->begin == line->text.data || j->seams[i] > NEWLINE)
        return line->text.data;
    bool as_is =
        line->quote || j->seams[i] == NEWLINE || (i + 1 < j->count && j->seams[i + 1] == NEWLINE);
    return as_is ? line->begin : line->text.data;
}

/* Room for the line and two newlines is there. */
static void write_line(struct nr_buf *out, const char *from, const char *to, enum seam before)
{
    static const char marks[][2] = {
        [BLANK_LINE] = "\n\n", [NEWLINE] = "\n", [SPACE] = " ", [DROP_MARK] = ""};
    static const uint8_t lengths[] = {
        [BLANK_LINE] = 2, [NEWLINE] = 1, [SPACE] = 1, [DROP_MARK] = 0};
    if (before == DROP_MARK)
        while ((unsigned char)out->data[--out->len] >> 6 == 2)
            continue;
    memcpy(out->data + out->len, marks[before], 2);
    out->len += lengths[before];
    memcpy(out->data + out->len, from, (size_t)(to - from));
    out->len += (size_t)(to - from);
}

/* Writes the lines of the window; the last one stays when more is to come behind it. */
static void flush(struct joiner *j, bool more)
{
    if (j->count == 0)
        return;
    decide_window(j);
    size_t n = more ? j->count - 1 : j->count;
    for (size_t i = 0; i < n; i++) {
        struct nr_str text = j->lines[i].text;
        write_line(j->out, start_of(j, i), text.data + text.len, j->seams[i]);
    }
    if (more) {
        j->lines[0] = j->lines[n];
        j->seams[0] = j->seams[n];
    }
    j->count = more;
}

static void join(struct joiner *j, struct nr_str text)
{
    struct nr_line_source source = {
        .at = text.data, .end = j->end, .ascii = nr_utf8_ascii(text) == text.len};
    bool gap = false;
    j->seams[0] = FIRST;
    while (source.at < source.end) {
        if (j->count == NR_WINDOW)
            flush(j, true);
        struct nr_line *line = &j->lines[j->count];
        if (!nr_line_read(line, &source)) {
            gap = true;
            continue;
        }
        line->gap = gap;
        gap = false;
        j->count++;
    }
    flush(j, false);
}

void nr_lines_join(struct nr_buf *out, struct nr_str text, struct nr_arena *scratch)
{
    if (text.len == 0)
        return;
    struct joiner *j = nr_arena_alloc(scratch, sizeof *j);
    j->out = out;
    j->end = text.data + text.len;
    j->signature = false;
    j->count = 0;
    nr_seen_init(&j->seen, text, scratch);
    /* A newline grows to two at most, and one byte of text stands between two of them. Two bytes
     * are written before each line, whether they are wanted or not. */
    nr_buf_reserve(out, text.len + text.len / 2 + 4);
    join(j, text);
}
