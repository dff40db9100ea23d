#include "newsreel/text/lines.h"
#include "hyphens.h"
#include "newsreel/text/chars.h"
#include "pages.h"

/* The text is read in windows of lines. For each one layout.c says at which column it was wrapped,
 * then every line end is decided here and the lines are written. The last line of a window is the
 * first of the next, so that no line end is decided without both its lines. */

enum { SIGNATURE = 1000 /* bytes behind "-- " at most */ };

struct joiner {
    struct nr_buf *out;
    const char *end; /* of the text */
    struct nr_words_seen seen;
    struct nr_pages pages;
    struct nr_seams window;
    bool signature; /* behind "-- ": everything stays as it is */
    size_t count;
    struct nr_line lines[NR_WINDOW];
    enum nr_seam seams[NR_WINDOW]; /* before each line */
};

static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011;
}

/* The character before the last one of a line. */
static uint32_t last_but_one(const struct nr_line *a)
{
    const char *p = a->text.data + a->text.len;
    nr_utf8_previous(&p, a->text.data);
    return p > a->text.data ? nr_utf8_previous(&p, a->text.data) : ' ';
}

/* A dash set close to the word before it; "1914-" before "18". */
static bool ends_dash(const struct nr_line *a, const struct nr_line *b)
{
    bool dash = a->last >= 0x2013 && a->last <= 0x2015;
    if (!dash && !is_hyphen(a->last))
        return false;
    uint32_t before = last_but_one(a);
    if (before == '-')
        return a->text.len > 2 && a->text.data[a->text.len - 3] != ' ';
    if (dash)
        return before != ' ';
    return nr_char_is_digit(before) && (nr_char_is_digit(b->first) || nr_char_is_letter(b->first));
}

/* No space stands between the characters of scripts that have none, nor beside their marks, nor
 * between Han and figures. */
static bool is_unspaced(uint32_t last, uint32_t first)
{
    bool a = nr_char_is_unspaced(last), b = nr_char_is_unspaced(first);
    if (a && b)
        return true;
    uint32_t inside = a ? last : first, other = a ? first : last;
    return (a || b) && nr_char_is_cjk(inside) &&
           (!nr_char_is_letter(inside) || nr_char_is_digit(other));
}

/* How to write a line end where the lines are joined. */
static enum nr_seam refine(const struct nr_line *a, const struct nr_line *b,
                           struct nr_words_seen *seen)
{
    if (a->last < 0x80 && b->first < 0x80 && a->last != '-' && a->last != '=')
        return NR_SEAM_SPACE; /* as nearly everywhere */
    if (a->last == '=')
        return nr_hyphens_is_stroke(a, seen) ? nr_hyphens_decide(a, b, seen) : NR_SEAM_SPACE;
    if (a->cut)
        return nr_hyphens_decide(a, b, seen);
    return is_unspaced(a->last, b->first) || ends_dash(a, b) ? NR_SEAM_NOTHING : NR_SEAM_SPACE;
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
    j->signature &= !(a->cut && b->lower); /* prose below a rule */
    enum nr_seam s = j->signature ? NR_SEAM_NEWLINE : nr_seams_decide(&j->window, i - 1);
    j->seams[i] = s == NR_SEAM_SPACE ? refine(a, b, &j->seen) : s;
}

/* A paragraph that goes on behind the blank lines at the end of a page. */
static bool runs_on(const struct nr_line *a)
{
    const struct nr_line *b = a + 1;
    return b->page && a->end == NR_OPEN && !a->table && !b->table && !b->marker &&
           a->quote == b->quote && (b->lower || nr_line_is_full(a, b));
}

static void decide_window(struct joiner *j)
{
    const struct nr_layout *l = &j->window.layout;
    nr_layout_survey(&j->window.layout, j->lines, j->count);
    j->window.lines = j->lines;
    j->window.count = j->count;
    if (l->wrap)
        nr_seams_learn(&j->window);
    /* Not wrapped and no blank line at all: a line is a paragraph where lines are long. */
    bool apart = l->gaps == 0 && l->longs * 10 >= j->count;
    for (size_t i = 1; i < j->count; i++) {
        j->signature &= !j->lines[i].gap;
        if (j->lines[i].gap && !(l->wrap && runs_on(&j->lines[i - 1])))
            j->seams[i] = NR_SEAM_BLANK;
        else if (l->wrap)
            decide_wrapped(j, i);
        else
            j->seams[i] = apart ? NR_SEAM_BLANK : NR_SEAM_NEWLINE;
    }
}

/* Where to write a line from: quote marks stay at the first line of a paragraph, and the indent too
 * next to a newline that is meant. */
static const char *start_of(const struct joiner *j, size_t i)
{
    const struct nr_line *line = &j->lines[i];
    if (line->begin == line->text.data || j->seams[i] > NR_SEAM_NEWLINE)
        return line->text.data;
    bool as_is = line->quote || j->seams[i] == NR_SEAM_NEWLINE ||
                 (i + 1 < j->count && j->seams[i + 1] == NR_SEAM_NEWLINE);
    return as_is ? line->begin : line->text.data;
}

/* Room for the line and two newlines is there. */
static void write_line(struct nr_buf *out, const char *from, const char *to, enum nr_seam before)
{
    static const char marks[][2] = {[NR_SEAM_BLANK] = "\n\n",
                                    [NR_SEAM_NEWLINE] = "\n",
                                    [NR_SEAM_SPACE] = " ",
                                    [NR_SEAM_DROP_MARK] = ""};
    static const uint8_t lengths[] = {
        [NR_SEAM_BLANK] = 2, [NR_SEAM_NEWLINE] = 1, [NR_SEAM_SPACE] = 1, [NR_SEAM_DROP_MARK] = 0};
    if (before == NR_SEAM_DROP_MARK)
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
        .at = text.data,
        .end = j->end,
        .ascii = nr_utf8_ascii(text) == text.len,
        .feeds = j->pages.feeds,
    };
    bool gap = false;
    j->seams[0] = NR_SEAM_FIRST;
    while (source.at < source.end) {
        if (j->count == NR_WINDOW)
            flush(j, true);
        struct nr_line *line = &j->lines[j->count];
        if (!nr_line_read(line, &source)) {
            gap |= source.at[-1] != '\f';
            continue;
        }
        if (nr_pages_has(&j->pages, line->begin)) {
            source.page = true;
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
    j->window.chances = (struct nr_chances){0};
    nr_words_seen_init(&j->seen, text, scratch);
    nr_pages_find(&j->pages, text, scratch);
    /* A newline grows to two at most, and one byte of text stands between two of them. Two bytes
     * are written before each line, whether they are wanted or not. */
    nr_buf_reserve(out, text.len + text.len / 2 + 4);
    join(j, text);
}
