#include "seams.h"
#include "newsreel/text/chars.h"

/* A line that leaves room for the next line's first word was ended on purpose, unless the next one
 * begins in lower case. Where this alone does not tell, the lines around do: a line within prose
 * may be short for other reasons (marks that were taken out of it, somebody who wrapped by hand),
 * one among short lines that all begin with capitals is verse or a list however long it is. */

enum { REACH = 4 /* lines looked at before and behind */ };

static bool is_full(const struct nr_line *a)
{
    return nr_line_is_full(a, a + 1);
}

/* Nothing on the other side of this line end says anything about this one. */
static bool is_apart(const struct nr_line *a)
{
    const struct nr_line *b = a + 1;
    return b->gap || a->quote != b->quote || a->table || b->table;
}

static bool is_deeper(const struct nr_line *a)
{
    return a[1].indent > a->indent + 1;
}

static bool is_shallower(const struct nr_line *a)
{
    return a[1].indent + 1 < a->indent;
}

/* The line ends around one that tell about it. */
struct around {
    unsigned total, filled; /* full, or followed by lower case */
};

static void add_seam(struct around *s, const struct nr_line *a)
{
    s->total++;
    s->filled += is_full(a) || a[1].lower;
}

static struct around look_around(const struct nr_seams *w, size_t i)
{
    struct around s = {0};
    for (size_t k = i; k > 0 && i - k < REACH && !is_apart(&w->lines[k - 1]); k--)
        add_seam(&s, &w->lines[k - 1]);
    for (size_t k = i + 1; k + 1 < w->count && k - i <= REACH && !is_apart(&w->lines[k]); k++)
        add_seam(&s, &w->lines[k]);
    return s;
}

/* Line ends in a row whose next lines do not begin in lower case. A capital behind the end of a
 * sentence is no sign of verse, and the rest of a long line of verse is set deeper. */
struct run {
    unsigned capitals, early; /* within sentences */
};

/* A capital that says something: not the one of a new sentence, nor one among capitals. */
static bool is_capital(const struct nr_line *a)
{
    return a->end == NR_OPEN && !a[1].lower && !nr_line_goes_on_in_capitals(a, a + 1);
}

/* Adds the line end behind a. False where the run ends; *closed where verse could have gone on. */
static bool add_to_run(struct run *r, const struct nr_line *a, uint16_t indent, bool *closed)
{
    if (a[1].gap && indent && a->indent >= indent && a[1].indent >= indent)
        return true; /* the next stanza */
    if (is_apart(a))
        return false;
    bool hangs = is_shallower(a) && !is_full(a);
    if (hangs || (is_capital(a) && !is_deeper(a))) {
        r->capitals++;
        r->early += hangs || !is_full(a);
    }
    if (is_deeper(a) || is_shallower(a))
        return true;
    *closed = a[1].lower && a->indent == indent;
    return !a[1].lower;
}

/* So many lines in a row that begin with a capital do not happen in prose: by chance less than once
 * in some thousand. */
static unsigned run_of_verse(const struct nr_layout *l)
{
    unsigned n = 0;
    for (uint32_t chance = 1000000; chance > 500 && n < 100; n++)
        chance = chance / 100 * l->capital;
    return n;
}

static bool is_verse(const struct nr_seams *w, size_t i)
{
    enum { LONGEST = 12 };
    const struct nr_line *at = &w->lines[i];
    struct run before = {0}, behind = {0};
    bool closed[2] = {false, false};
    if (w->layout.capital > 70)
        return false;
    for (size_t k = i; k > 0 && i - k < LONGEST; k--)
        if (!add_to_run(&before, &w->lines[k - 1], at->indent, &closed[0]))
            break;
    for (size_t k = i + 1; k + 1 < w->count && k - i < LONGEST; k++)
        if (!add_to_run(&behind, &w->lines[k], at->indent, &closed[1]))
            break;
    if ((closed[0] && !before.capitals) || (closed[1] && !behind.capitals))
        return false;
    unsigned capitals = before.capitals + behind.capitals + is_capital(at);
    unsigned early = before.early + behind.early + (is_capital(at) && !is_full(at));
    return capitals >= run_of_verse(&w->layout) && early * 4 >= capitals;
}

/* The line end between two lines that do not belong together. Where blank lines do not separate the
 * paragraphs, they are set apart here, while short lines in a row are verse, addresses, lists. */
static enum nr_seam broken(const struct nr_seams *w, size_t i)
{
    const struct nr_line *a = &w->lines[i], *b = a + 1;
    bool shorts = a->width * 10u < a->wrap * 7u && b->width * 10u < b->wrap * 7u;
    if (w->layout.spaced || shorts || (a->marker && b->marker))
        return NR_SEAM_NEWLINE;
    return a->end == NR_OPEN && is_verse(w, i) ? NR_SEAM_NEWLINE : NR_SEAM_BLANK;
}

static bool joins_by_case(const struct nr_line *a)
{
    return a[1].lower && (a->end != NR_STOP || is_full(a)) && a->width * 2u >= a->wrap;
}

/* The line end before line i is one within a paragraph. */
static bool follows_on(const struct nr_seams *w, size_t i)
{
    const struct nr_line *a = &w->lines[i];
    return i > 0 && !is_apart(a - 1) && (a->lower || is_full(a - 1));
}

/* The next line stands further out than this one and the one before: an extract ends. */
static bool ends_block(const struct nr_seams *w, size_t i)
{
    const struct nr_line *a = &w->lines[i];
    if (!is_shallower(a) || !follows_on(w, i) || a[-1].indent != a->indent)
        return false;
    bool whole = a->end == NR_OPEN && is_full(a); /* the second paragraph in print style */
    return !whole || (i > 1 && !is_apart(a - 2) && a[-2].indent == a->indent);
}

/* A mark that looks like that of a list, with no other one near it: a sum, a year. */
static bool is_lone_marker(const struct nr_seams *w, size_t i)
{
    const struct nr_line *lines = w->lines;
    for (size_t k = i; k > 0 && i - k < REACH && !is_apart(&lines[k - 1]); k--)
        if (lines[k - 1].marker)
            return false;
    for (size_t k = i; k + 1 < w->count && k - i < REACH && !is_apart(&lines[k]); k++)
        if (lines[k + 1].marker)
            return false;
    return true;
}

/* Both lines begin with a mark that some programs quote with, or comment. */
static bool is_marked(const struct nr_line *a)
{
    uint32_t c = a->first;
    return c == a[1].first && (c == ':' || c == '|' || c == '}' || c == '#' || c == '%');
}

static bool starts_item(const struct nr_seams *w, size_t i)
{
    const struct nr_line *a = &w->lines[i], *b = a + 1;
    if (!b->marker)
        return false;
    bool within = is_full(a) && a->end == NR_OPEN && !a->marker;
    return !within || !(nr_char_is_digit(b->first) || is_lone_marker(w, i + 1));
}

/* Print style: the first line of each paragraph is indented, and no other. */
static bool starts_paragraph(const struct nr_seams *w, const struct nr_line *a)
{
    const struct nr_layout *l = &w->layout;
    return l->start && a[1].indent == l->start && !a[1].lower &&
           (a->indent == l->margin || a->indent == l->start);
}

/* The next line is set deeper: the first line of a paragraph in print style, or the rest of an
 * entry whose first line hangs out. */
static enum nr_seam decide_deeper(const struct nr_line *a)
{
    bool ends = a->end == NR_STOP;
    if (joins_by_case(a) || (is_full(a) && (a->marker || a->end == NR_OPEN)))
        return NR_SEAM_SPACE;
    return ends && !a->marker ? NR_SEAM_BLANK : NR_SEAM_NEWLINE;
}

/* A line that leaves room, before one that does not begin in lower case: where blank lines separate
 * the paragraphs, the lines around tell. Elsewhere it ends a paragraph, or a headline. */
static bool joins_early(const struct nr_seams *w, size_t i)
{
    const struct nr_line *a = &w->lines[i];
    if (!w->layout.spaced || is_shallower(a))
        return false;
    struct around s = look_around(w, i);
    if (s.total == 0)
        return a->indent == 0 && a->width * 4u >= a->wrap * 3u;
    return s.filled * 10 >= s.total * 3 && (a->end != NR_STOP || a->width * 10u >= a->wrap * 6u) &&
           !is_verse(w, i);
}

enum { SPEECH_AFTER_SPEECH = 5, SPEECH_AFTER_COLON = 9 };

/* Of a line end behind a sentence, before one that begins with a capital: what stands on both
 * sides, as far as paragraphs that begin there differ in number. NR_BREAK_KINDS for all others. */
static unsigned kind_of_break(const struct nr_line *a)
{
    const struct nr_line *b = a + 1;
    if (a->end == NR_OPEN || b->lower || is_apart(a) || is_deeper(a) || is_shallower(a) ||
        b->marker)
        return NR_BREAK_KINDS;
    unsigned before = a->end == NR_COLON
                          ? 2
                          : a->last == '"' || a->last == '\'' || a->last == 0x201d ||
                                a->last == 0x2019 || a->last == 0xbb || a->last == 0xab;
    unsigned behind = nr_char_opens(b->first) ? 1
                      : nr_char_is_upper(b->first) && b->text.len > 1 &&
                              nr_char_is_upper((unsigned char)b->text.data[1])
                          ? 2
                      : !nr_char_is_letter(b->first) ? 3
                                                     : 0;
    return before * 4 + behind;
}

/* Where paragraphs are not set apart by anything, some of them end where the line is full. If the
 * last word may end at any column, one in (columns / columns of the word behind it) does, so how
 * many there are follows from those that ended early. */
void nr_seams_learn(struct nr_seams *w)
{
    if (w->layout.spaced)
        return;
    for (size_t i = 1; i + 1 < w->count; i++) {
        const struct nr_line *a = &w->lines[i];
        unsigned kind = kind_of_break(a);
        if (kind == NR_BREAK_KINDS)
            continue;
        unsigned word = a[1].word + 1u;
        if (is_full(a)) {
            w->chances.full[kind]++;
        } else if (!is_apart(a - 1) && (is_full(a - 1) || a->lower)) {
            w->chances.early[kind]++;
            w->chances.late[kind] += word < a->wrap ? word * 1024 / (a->wrap - word) : 1024;
        }
    }
}

/* A paragraph rather than a sentence ends at this full line. */
static bool ends_late(const struct nr_seams *w, const struct nr_line *a)
{
    unsigned kind = kind_of_break(a);
    if (w->layout.spaced || kind == NR_BREAK_KINDS)
        return false;
    const struct nr_chances *c = &w->chances;
    uint64_t late = c->late[kind], full = (uint64_t)c->full[kind] * 1024;
    uint64_t sentences = (full > late ? full - late : 0) + 512;
    uint64_t paragraphs = (uint64_t)c->early[kind] * 1024 + late;
    if (kind == SPEECH_AFTER_SPEECH || kind == SPEECH_AFTER_COLON)
        paragraphs *= 2;
    return paragraphs * (a[1].word + 1u) > sentences * a->wrap;
}

/* A word is cut, whether or not the line is full: names and German compounds before a capital. */
static bool is_cut(const struct nr_line *a)
{
    return a->cut && (a[1].lower || nr_line_goes_on_in_capitals(a, a + 1) ||
                      (nr_char_is_letter(a[1].first) && a->width * 2u >= a->wrap));
}

/* What nearly all line ends of prose are: within a sentence, between lines set alike. */
static bool is_ordinary(const struct nr_line *a, const struct nr_line *b)
{
    return b->lower && a->end == NR_OPEN && a->indent == b->indent && a->quote == b->quote &&
           !(a->table || b->table || b->marker || a->cut) && a->width * 2u >= a->wrap;
}

enum nr_seam nr_seams_decide(const struct nr_seams *w, size_t i)
{
    const struct nr_line *a = &w->lines[i], *b = a + 1;
    if (is_ordinary(a, b))
        return NR_SEAM_SPACE;
    if (a->quote != b->quote)
        return NR_SEAM_BLANK;
    if (a->table || b->table || is_marked(a))
        return NR_SEAM_NEWLINE;
    if (nr_is_soft_hyphen(a->last)) /* Fraktur has one mark for both uses */
        return a->last == 0x2e17 && !b->lower ? NR_SEAM_NOTHING : NR_SEAM_DROP_MARK;
    bool full = is_full(a);
    if (starts_item(w, i))
        return broken(w, i);
    if (is_cut(a))
        return NR_SEAM_SPACE;
    if (starts_paragraph(w, a))
        return NR_SEAM_BLANK;
    if (is_deeper(a))
        return decide_deeper(a);
    if (a->end == NR_ENTRY || ends_block(w, i))
        return broken(w, i);
    if (b->lower)
        return full || joins_by_case(a) ? NR_SEAM_SPACE : broken(w, i);
    if (full ? !ends_late(w, a) && !is_verse(w, i) : joins_early(w, i))
        return NR_SEAM_SPACE;
    return broken(w, i);
}
