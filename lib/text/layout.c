#include "layout.h"

/* Was this text wrapped, and at which column? A line end that wrapping made says: the line fits,
 * and with the next line's first word it would not have. So each line end votes for the columns
 * from the line's width up to just below its width plus a blank and that word; the column with the
 * most votes is the measure, and its share of the votes is the evidence that there was any
 * wrapping. This is more robust than a percentile of the widths, which long lines and headings
 * spoil. */

enum {
    NARROWEST = 12,
    WRAPPED_BELOW = 200, /* no text is wrapped at a column beyond this */
    OVERHANG = 16,       /* columns by which a line may be too long */
    DEPTHS = 4,          /* of quotes, told apart */
};

/* A long line's end says more than a short one's: votes count as much as the line is wide. A line
 * end adds to the columns from one on, and takes away again behind another. */
struct votes {
    size_t all, pairs, lower, cuts;
    uint16_t last; /* column that a line ends at; from there on votes only go down */
    int32_t changes[WRAPPED_BELOW + 2];
};

static void vote(struct votes *v, const struct nr_line *a, const struct nr_line *b)
{
    v->all += a->width;
    v->pairs++;
    v->lower += b->lower;
    v->cuts += b->lower && a->cut;
    if (a->width > WRAPPED_BELOW)
        return;
    unsigned behind = a->width + 1u + b->word;
    v->changes[a->width] += a->width;
    v->changes[behind <= WRAPPED_BELOW ? behind : WRAPPED_BELOW + 1] -= a->width;
    v->last = a->width > v->last ? a->width : v->last;
}

/* The column from one on with the most votes, and how many it has. */
static uint32_t best_column(const struct votes *v, uint32_t from, size_t *votes)
{
    int32_t now = 0, most = 0;
    uint32_t best = 0;
    for (uint32_t w = 0; w <= v->last; w++) {
        now += v->changes[w];
        if (w >= from && now > most) {
            most = now;
            best = w;
        }
    }
    *votes = (size_t)most;
    return best;
}

/* Wrapped text has next to nothing beyond its column, or next to no lines; text that was joined has
 * nearly all of it there, which is what makes joining it again change nothing. */
static bool stays_within(const struct nr_line *lines, size_t n, uint32_t column, bool ragged)
{
    size_t all = 0, past = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        bool beyond = lines[i].width > column + OVERHANG;
        all += lines[i].width;
        past += beyond ? lines[i].width : 0;
        count += beyond;
    }
    return past * 4 < all || (ragged && count * 5 <= n);
}
static void judge(struct nr_layout *l, const struct nr_line *lines, size_t n, const struct votes *v)
{
    size_t votes;
    uint32_t best = best_column(v, 0, &votes);
    bool ragged = v->lower * 4 >= l->pairs || v->cuts;
    bool full = votes * 10 >= v->all * 3 && (l->pairs >= 6 || (best >= 40 && best <= 100));
    if (best < NARROWEST || !(ragged || full))
        return;
    bool within = v->cuts * 20 >= l->pairs || stays_within(lines, n, best, ragged);
    if (!within && ragged) { /* an extract may outvote the text around it */
        best = best_column(v, best + OVERHANG, &votes);
        within = votes * 10 >= v->all * 2 && stays_within(lines, n, best, ragged);
    }
    l->wrap = within ? best : 0;
}

/* Where each of the lines was wrapped: quoted lines carry their marks beyond the column that those
 * who answer keep to. */
static void set_wraps(struct nr_layout *l, struct nr_line *lines, size_t n)
{
    uint32_t wraps[DEPTHS];
    for (size_t d = 0; d < DEPTHS; d++) {
        struct votes v = {0};
        wraps[d] = l->wrap;
        for (size_t i = 1; i < n; i++)
            if (lines[i].quote == d && lines[i - 1].quote == d && !lines[i].gap)
                vote(&v, &lines[i - 1], &lines[i]);
        size_t votes;
        uint32_t best = best_column(&v, 0, &votes);
        if (v.pairs >= 6 && best >= NARROWEST && votes * 10 >= v.all * 3)
            wraps[d] = best;
    }
    for (size_t i = 0; i < n; i++)
        lines[i].wrap = (uint16_t)wraps[lines[i].quote < DEPTHS ? lines[i].quote : DEPTHS - 1];
}

/* Whether lines from..to, none of which reaches the column, were wrapped at a narrower one, as
 * extracts and letters are: many begin in lower case, and those stand where the line before was
 * full. */
static bool is_narrow_block(const struct nr_line *lines, size_t from, size_t to, uint16_t widest)
{
    size_t lower = 0, full = 0;
    for (size_t i = from + 1; i < to; i++) {
        const struct nr_line *a = &lines[i - 1], *b = &lines[i];
        if (!b->lower)
            continue;
        lower++;
        full += a->width + 1u + b->word + NR_WRAP_MARGIN > widest;
    }
    return lower * 4 >= to - from - 1 && full * 4 >= lower * 3;
}

static bool continues_block(const struct nr_line *first, const struct nr_line *line)
{
    return !line->gap && line->quote == first->quote && line->indent + 1 >= first->indent &&
           line->indent <= first->indent + 1;
}

/* The line before a block is its first one, set further out. */
static bool hangs_out(const struct nr_line *lines, size_t from, uint16_t widest)
{
    return from > 0 && !lines[from].gap && lines[from - 1].quote == lines[from].quote &&
           lines[from - 1].indent < lines[from].indent && lines[from - 1].width <= widest;
}

static void set_wrap(struct nr_line *lines, size_t from, size_t to, uint16_t wrap)
{
    for (size_t i = from; i < to; i++)
        lines[i].wrap = wrap;
}

static void narrow_blocks(struct nr_line *lines, size_t n)
{
    for (size_t from = 0, to; from < n; from = to) {
        uint16_t widest = lines[from].width;
        for (to = from + 1; to < n && continues_block(&lines[from], &lines[to]); to++)
            widest = lines[to].width > widest ? lines[to].width : widest;
        bool narrow = widest * 2u >= lines[from].wrap && widest + NR_WRAP_MARGIN < lines[from].wrap;
        if (narrow && to - from >= 3 && is_narrow_block(lines, from, to, widest))
            set_wrap(lines, hangs_out(lines, from, widest) ? from - 1 : from, to, widest);
    }
}

/* Counts what shows the habits of the window: how lines begin within sentences, and whether
 * paragraphs end without a blank line behind them. */
static void learn(struct nr_layout *l, const struct nr_line *lines, size_t n)
{
    size_t within = 0, capitals = 0, ends = 0;
    bool filled = false;
    for (size_t i = 1; i < n; i++) {
        const struct nr_line *a = &lines[i - 1], *b = &lines[i];
        bool before = filled;
        filled = false;
        if (b->gap || a->table || b->table || b->marker || a->quote != b->quote)
            continue;
        filled = nr_line_is_full(a, b) || b->lower;
        if (a->end == NR_STOP) {
            ends += before && !filled;
        } else if (filled && a->lower) { /* not verse */
            within++;
            capitals += !b->lower;
        }
    }
    l->capital = (uint32_t)((capitals + 1) * 100 / (within + 4));
    l->spaced = l->gaps * 40 >= n && ends * 4 <= l->gaps;
}

enum { DEEPEST = 24 /* columns that a paragraph is indented by at most */ };

static uint16_t commonest(const uint16_t counts[DEEPEST + 1])
{
    uint16_t best = 0;
    for (uint16_t i = 1; i <= DEEPEST; i++)
        best = counts[i] > counts[best] ? i : best;
    return best;
}

/* The line end between a and b, and what is behind b, say that b is the first line of a paragraph
 * in print style. */
static bool starts_in_print(const struct nr_layout *l, const struct nr_line *a)
{
    const struct nr_line *b = a + 1, *c = a + 2;
    return a->indent == l->margin && a->end == NR_STOP && b->indent > l->margin + 1 &&
           b->indent <= DEEPEST && !c->gap && c->indent == l->margin && !b->table && !b->marker;
}

/* Print style is where hardly a paragraph begins in another way. */
static void learn_print(struct nr_layout *l, const struct nr_line *lines, size_t n)
{
    uint16_t indents[DEEPEST + 1] = {0}, starts[DEEPEST + 1] = {0};
    size_t others = 0;
    for (size_t i = 0; i < n; i++)
        indents[lines[i].indent < DEEPEST ? lines[i].indent : DEEPEST]++;
    l->margin = commonest(indents);
    for (size_t i = 0; i + 2 < n; i++) {
        const struct nr_line *a = &lines[i], *b = a + 1;
        if (starts_in_print(l, a))
            starts[b->indent]++;
        else
            others += !b->gap && a->end == NR_STOP && !b->lower && a->indent == l->margin &&
                      b->indent == l->margin && !nr_line_is_full(a, b);
    }
    uint16_t start = commonest(starts);
    if (starts[start] >= 3 && starts[start] >= 4 * others)
        l->start = start;
}

/* The last line of a letter, with the name at the right of it: one wide blank, and no other line
 * like it beside it. */
static bool is_signed(const struct nr_line *lines, size_t n, size_t i)
{
    const struct nr_line *line = &lines[i];
    if (line->gap || lines[i - 1].table || lines[i - 1].indent != line->indent)
        return false;
    if (i + 1 < n && lines[i + 1].table && !lines[i + 1].gap)
        return false;
    size_t at = nr_str_find(line->text, nr_str("   ", 3));
    struct nr_str name = nr_str_trim(nr_str_sub(line->text, at, line->text.len));
    return at && name.len && !nr_text_has_blanks(name) && !nr_text_has_cell(name);
}

static void look_closer(struct nr_layout *l, struct nr_line *lines, size_t n)
{
    const char *from = lines[0].begin, *to = lines[n - 1].text.data + lines[n - 1].text.len;
    struct nr_str s = nr_str(from, (size_t)(to - from));
    l->cells = nr_text_has_cell(s);
    l->columns = nr_text_has_blanks(s);
    bool quotes = false;
    size_t indented = 0;
    for (size_t i = 0; i < n; i++) {
        nr_line_inspect(l, &lines[i]);
        lines[i].wrap = (uint16_t)l->wrap;
        quotes |= lines[i].quote > 0;
        indented += lines[i].indent > 1;
    }
    for (size_t i = 1; l->columns && i < n; i++)
        if (lines[i].table && is_signed(lines, n, i)) {
            lines[i].table = false;
            lines[i].end = NR_ENTRY;
        }
    if (quotes)
        set_wraps(l, lines, n);
    narrow_blocks(lines, n);
    learn(l, lines, n);
    if (indented >= 3)
        learn_print(l, lines, n);
}

void nr_layout_survey(struct nr_layout *l, struct nr_line *lines, size_t n)
{
    struct votes v = {0};
    *l = (struct nr_layout){0};
    for (size_t i = 0; i < n; i++) {
        const struct nr_line *b = &lines[i];
        l->longs += b->width > WRAPPED_BELOW;
        if (i && b->gap)
            l->gaps++;
        else if (i)
            vote(&v, b - 1, b);
    }
    l->pairs = n - 1 - l->gaps;
    if (l->pairs)
        judge(l, lines, n, &v);
    if (l->wrap)
        look_closer(l, lines, n);
}
