/* What letters and lines say of a block of units: titles, tables, wrapped text. */
#include "entities_parts.h"

enum { TITLES_LEAST = 4 };
/* Bytes of a line of wrapped text. */
enum { WRAPPED_LEAST = 40, WRAPPED_MOST = 120 };

/* How many units of a block have each shape, and how many of those have four letters and more. */
struct counts {
    size_t all[NR_SHAPES], words[NR_SHAPES];
};

static void count(const struct nr_units *u, struct counts *c)
{
    for (size_t i = 0; i < u->count; i++) {
        const struct nr_unit *unit = &u->items[i];
        c->all[unit->shape]++;
        c->words[unit->shape] += unit->end - unit->start > 3;
    }
}

static size_t sum(const size_t *counts, enum nr_shape first, enum nr_shape last)
{
    size_t sum = 0;
    for (unsigned shape = first; shape <= last; shape++)
        sum += counts[shape];
    return sum;
}

static void judge_case(struct nr_units *u, const struct counts *c)
{
    size_t words = sum(c->words, NR_SHAPE_LOWER, NR_SHAPE_TIED);
    size_t capital = words - c->words[NR_SHAPE_LOWER];
    u->capitals = words >= 3 && c->words[NR_SHAPE_UPPER] * 4 >= words * 3;
    u->titles = words >= TITLES_LEAST && capital * 4 >= words * 3;
}

/* ---- Lines ---- */

static size_t line_end(const struct nr_units *u, size_t line)
{
    return u->items[line < u->line_count ? u->lines[line] - 1 : u->count - 1].end;
}

static size_t line_start(const struct nr_units *u, size_t line)
{
    return u->items[line ? u->lines[line - 1] : 0].start;
}

static size_t longest_line(const struct nr_units *u)
{
    size_t longest = 0;
    for (size_t i = 0; i <= u->line_count; i++) {
        size_t length = line_end(u, i) - line_start(u, i);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* Whether the word behind a line, with the marks behind that, had no room in it. */
static bool is_full(const struct nr_units *u, size_t line, size_t width)
{
    const struct nr_unit *next = &u->items[u->lines[line]];
    size_t most = next->start + width - (line_end(u, line) - line_start(u, line)); /* its end */
    size_t end = next->end;
    while (end < most && end < u->text.len && (unsigned char)u->text.data[end] > ' ')
        end++;
    return end >= most;
}

/* Whether most lines are full, and many go on with a word written small, as they do not in
 * lists. */
static bool is_wrapped(const struct nr_units *u, size_t width)
{
    size_t full = 0, small = 0;
    for (size_t i = 0; i < u->line_count; i++) {
        full += is_full(u, i, width);
        small += u->items[u->lines[i]].shape == NR_SHAPE_LOWER;
    }
    return full * 2 >= u->line_count && small * 2 >= u->line_count;
}

/* A line end counts for nothing where the text is wrapped and the word behind had no room before
 * it. A block of two lines is as those before. */
static void join_lines(struct nr_units *u)
{
    size_t width = u->line_count ? longest_line(u) : 0;
    if (width < WRAPPED_LEAST || width > WRAPPED_MOST)
        return;
    if (u->line_count > 1 && is_wrapped(u, width))
        u->widest = width;
    if (!u->widest)
        return;
    width = u->widest > width ? u->widest : width;
    for (size_t i = 0; i < u->line_count; i++)
        if (is_full(u, i, width))
            u->items[u->lines[i]].flags &= (uint8_t)~NR_UNIT_LINE;
}

/* ---- Tables and titles ---- */

/* No sentence, and a number for every few words: "Avg shrs 23.4 mln vs 21.9 mln". */
static bool is_table(const struct nr_units *u, const struct counts *c, const struct nr_gazetteer *g)
{
    size_t numbers = sum(c->all, NR_SHAPE_DIGITS, NR_SHAPE_NUMBERED);
    if (!numbers || numbers * 3 < sum(c->all, NR_SHAPE_LOWER, NR_SHAPE_OTHER))
        return false;
    for (size_t i = 0; i < u->count; i++)
        if (u->items[i].shape == NR_SHAPE_LOWER &&
            nr_gazetteer_find(g, u->items[i].key) & (NR_NAME_ARTICLE | NR_NAME_BE))
            return false;
    return true;
}

/* Marks words of which a capital says nothing: in titles all that are no part of names, in tables
 * those that begin a line, or what looks like a sentence, and are not known. */
static void mark_doubtful(struct nr_units *u, bool table, const struct nr_gazetteer *g)
{
    for (size_t i = 0; i < u->count; i++) {
        struct nr_unit *unit = &u->items[i];
        bool begins = table && (i == 0 || unit->flags & (NR_UNIT_LINE | NR_UNIT_FIRST));
        if (unit->shape != NR_SHAPE_TITLE || !(u->titles || begins))
            continue;
        uint32_t names = nr_gazetteer_find(g, unit->key);
        bool plain = names & NR_NAME_COMMON && !(names & NR_PART_OF_NAMES);
        bool known = names & (NR_SURE_PLACE | NR_PERSONAL) ||
                     (names & NR_NAME_ORG && !(names & NR_NAME_COMMON));
        if (plain || (begins && !known))
            unit->flags |= NR_UNIT_DOUBTFUL;
    }
}

/* ---- Signs ---- */

static bool is_sign(const struct nr_unit *u)
{
    return u->shape == NR_SHAPE_UPPER || u->shape == NR_SHAPE_LETTER;
}

/* Whether a mark opens the sign of a share, or its exchange's: <ACM>, <ACM.N>, (ACM.N), (NYSE:
 * ACM). */
static bool opens_sign(const struct nr_unit *mark)
{
    const struct nr_unit *behind = mark + 2;
    bool more = behind->end == behind->start + 1 && (behind->key == '.' || behind->key == ':');
    return is_sign(mark + 1) &&
           ((mark->key == '<' && behind->key == '>') || (more && is_sign(mark + 3)));
}

static void mark_listed(struct nr_units *u)
{
    for (size_t i = 1; i < u->count; i++) {
        struct nr_unit *mark = &u->items[i];
        if (mark->end - mark->start == 1 && (mark->key == '<' || mark->key == '(') &&
            mark[-1].end < mark->start && opens_sign(mark))
            mark[-1].flags |= NR_UNIT_LISTED;
    }
}

void nr_units_judge(struct nr_units *u, const struct nr_gazetteer *g)
{
    struct counts c = {{0}, {0}};
    count(u, &c);
    judge_case(u, &c);
    bool table = is_table(u, &c, g);
    if (u->signs)
        mark_listed(u);
    if (table || u->titles)
        mark_doubtful(u, table, g);
    if (!table)
        join_lines(u);
}
