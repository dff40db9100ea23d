#include "pages.h"
#include "last_line.h"
#include <stdint.h>
#include <stdlib.h>

enum {
    MOST_PAGES = 1 << 15,
    EDGE = 2,           /* lines at each end of a page where furniture stands */
    RECURS = 3,         /* pages that make a line furniture */
    MOST_STEP = 4,      /* from the number of one page to that of the next one with the same line */
    LONGEST = 160,      /* bytes of such a line */
    CHAIN = 5,          /* numbers in a row that make them page numbers, where nothing else does */
    SHORTEST_PAGE = 12, /* lines between two of them */
    LONGEST_PAGE = 200,
};

/* The bytes of en and em dash. */
#define DASHES "\xe2\x80\x93\x94"

/* A line that may be furniture. */
struct edge {
    uint64_t key; /* the same for lines that differ in numbers and blanks only, on the same side */
    struct nr_str line;
};

struct edges {
    struct edge *list;
    size_t count, room;
};

static struct nr_str cut_first_line(struct nr_str *rest)
{
    size_t n = nr_str_find_char(*rest, '\n');
    struct nr_str line = nr_str_sub(*rest, 0, n);
    *rest = nr_str_sub(*rest, n + 1, rest->len);
    return line;
}

/* What a number is in a key: digits, or small Roman figures that fill the line. */
static bool is_roman(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("ivxlcIVXLC", s.data[i]) || !s.data[i])
            return false;
    return s.len > 0 && s.len < 8;
}

static uint64_t key_of(struct nr_str s, bool top)
{
    uint64_t h = top ? 1 : 2;
    char before = 0;
    s = is_roman(s) ? nr_str("0", 1) : s;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        c = nr_ascii_is_digit(c) ? '0' : nr_ascii_is_blank(c) ? ' ' : c;
        if (c == before && (c == '0' || c == ' '))
            continue;
        h = (h ^ (unsigned char)c) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
        before = c;
    }
    return h;
}

/* The first or the last line of page that is not blank and has so many such lines before it. */
static struct nr_str edge_of(struct nr_str page, bool top, size_t before)
{
    while (page.len) {
        struct nr_str line = top ? cut_first_line(&page) : nr_text_cut_last_line(&page);
        if (nr_str_trim(line).len && before-- == 0)
            return line;
    }
    return nr_str(NULL, 0);
}

static void add_edge(struct edges *e, struct nr_str line, bool top)
{
    struct nr_str words = nr_str_trim(line);
    if (words.len && line.len <= LONGEST && e->count < e->room)
        e->list[e->count++] = (struct edge){key_of(words, top), line};
}

static int by_key(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->key != y->key)
        return x->key > y->key ? 1 : -1;
    return (x->line.data > y->line.data) - (x->line.data < y->line.data);
}

static int by_place(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return (*x > *y) - (*x < *y);
}

/* The first number of a line, or the last one. */
static unsigned long number_of(struct nr_str line, bool first)
{
    size_t from = 0, to = line.len;
    if (first) {
        while (from < to && !nr_ascii_is_digit(line.data[from]))
            from++;
    } else {
        while (to > 0 && !nr_ascii_is_digit(line.data[to - 1]))
            to--;
        for (from = to; from > 0 && nr_ascii_is_digit(line.data[from - 1]);)
            from--;
    }
    unsigned long n = 0;
    for (; from < to && nr_ascii_is_digit(line.data[from]) && n < 1000000; from++)
        n = n * 10 + (unsigned long)(line.data[from] - '0');
    return n;
}

/* The numbers count pages: they grow, and not by much. One or the other may be misread. */
static bool counts_up(const struct edge *group, size_t n, bool first)
{
    size_t steps = 0;
    for (size_t i = 1; i < n; i++) {
        unsigned long before = number_of(group[i - 1].line, first);
        unsigned long now = number_of(group[i].line, first);
        steps += now > before && now <= before + MOST_STEP;
    }
    return steps * 4 >= (n - 1) * 3;
}

static bool is_same(const struct edge *group, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!nr_str_eq(nr_str_trim(group[i].line), nr_str_trim(group[0].line)))
            return false;
    return true;
}

/* Lines of a table may differ in their numbers too, but at random. */
static bool is_furniture(const struct edge *group, size_t n)
{
    return n >= RECURS && (is_same(group, n) || counts_up(group, n, true) ||
                           counts_up(group, n, false) || is_roman(nr_str_trim(group[0].line)));
}

/* Adds to p those lines of e that recur, and empties e. There is room. */
static void add_recurring(struct nr_pages *p, struct edges *e)
{
    qsort(e->list, e->count, sizeof *e->list, by_key);
    for (size_t i = 0, to; i < e->count; i = to) {
        for (to = i + 1; to < e->count && e->list[to].key == e->list[i].key;)
            to++;
        size_t taken = is_furniture(e->list + i, to - i) ? to : i;
        for (size_t k = i; k < taken; k++)
            p->lines[p->count++] = e->list[k].line.data;
    }
    e->count = 0;
    qsort(p->lines, p->count, sizeof *p->lines, by_place);
}

static bool is_taken(const struct nr_pages *p, const char *line)
{
    return line && p->count &&
           bsearch(&line, p->lines, p->count, sizeof *p->lines, by_place) != NULL;
}

/* Adds a line of page to e: one that stands behind others only where those are furniture. */
static void add_side(struct edges *e, const struct nr_pages *p, struct nr_str page, bool top,
                     size_t before)
{
    if (before == 0 || is_taken(p, edge_of(page, top, before - 1).data))
        add_edge(e, edge_of(page, top, before), top);
}

static void find_by_feeds(struct nr_pages *p, struct nr_str text, struct nr_arena *scratch)
{
    size_t pages = 0;
    struct nr_str page;
    for (struct nr_str rest = text; pages < MOST_PAGES && nr_str_split(&rest, '\f', &page);)
        pages++;
    struct edges e = {.room = 2 * pages};
    e.list = nr_arena_alloc(scratch, e.room * sizeof *e.list);
    p->lines = nr_arena_alloc(scratch, EDGE * e.room * sizeof *p->lines);
    for (size_t before = 0; before < EDGE; before++) {
        struct nr_str rest = text;
        for (size_t i = 0; i < pages && nr_str_split(&rest, '\f', &page); i++) {
            add_side(&e, p, page, true, before);
            add_side(&e, p, page, false, before);
        }
        add_recurring(p, &e);
    }
}

static bool skip(struct nr_str *s, const char *any)
{
    size_t n = 0;
    while (n < s->len && s->data[n] && strchr(any, s->data[n]))
        n++;
    *s = nr_str_sub(*s, n, s->len);
    return n > 0;
}

static bool skip_word(struct nr_str *s)
{
    static const struct nr_str words[] = {NR_STR("page"), NR_STR("pg"), NR_STR("p"),
                                          NR_STR("seite"), NR_STR("s")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nr_str_starts_fold(*s, words[i])) {
            *s = nr_str_sub(*s, words[i].len, s->len);
            return true;
        }
    return false;
}

/* "12", "- 12 -", "[Pg 12]", "Page 12": the number, or 0. */
static unsigned page_number(struct nr_str line)
{
    unsigned long long number = 0;
    size_t n = 0;
    skip(&line, DASHES " \t-[({<*~|");
    if (skip_word(&line))
        skip(&line, " .");
    while (n < line.len && n < 5 && nr_ascii_is_digit(line.data[n]))
        n++;
    if (n == 0 || n > 4 || !nr_str_u64(nr_str_sub(line, 0, n), &number))
        return 0;
    line = nr_str_sub(line, n, line.len);
    skip(&line, DASHES " \t\r-])}>*~|.");
    return line.len ? 0 : (unsigned)number;
}

/* Numbers that count up while lines go by. */
struct chain {
    size_t count, regular; /* those that stand at the distance of the first two */
    unsigned last;
    size_t at, distance; /* lines: of the last one, between the first two */
};

/* The last page of a chapter may be shorter than the others. */
static bool fits(const struct chain *c, unsigned number, size_t at)
{
    size_t d = at - c->at;
    return c->count > 0 && number == c->last + 1 && d >= SHORTEST_PAGE && d <= LONGEST_PAGE &&
           (c->count == 1 || d * 4 <= c->distance * 5);
}

/* Takes the lines of a chain that is too short back from p. */
static void end_chain(struct nr_pages *p, const struct chain *c)
{
    p->count -= c->regular < CHAIN ? c->count : 0;
}

/* Puts the number behind line on the end of the chain, whose lines are the last ones of p, or makes
 * it the first one of a new chain. */
static void add_number(struct nr_pages *p, struct chain *c, unsigned number, size_t at,
                       const char *line)
{
    if (fits(c, number, at)) {
        c->distance = c->count == 1 ? at - c->at : c->distance;
        c->count++;
        c->regular += (at - c->at) * 4 >= c->distance * 3;
    } else {
        if (c->count > 1 && at - c->at <= LONGEST_PAGE)
            return; /* a number on the page */
        end_chain(p, c);
        c->count = c->regular = 1;
    }
    c->last = number;
    c->at = at;
    p->lines[p->count++] = line;
}

static bool may_be_number(const char *s, size_t len)
{
    size_t i = 0;
    if (len == 0 || len > 100)
        return false;
    while (s[i] == ' ' && i + 1 < len)
        i++;
    return len - i < 24 &&
           (nr_ascii_is_digit(s[i]) || (s[i] && strchr(DASHES "-[({<*~|pPsS", s[i])));
}

static void find_numbers(struct nr_pages *p, struct nr_str text, struct nr_arena *scratch)
{
    struct chain c = {0};
    const char *end = text.data + text.len;
    bool gap = true; /* a blank line before */
    size_t at = 0, room = text.len / SHORTEST_PAGE + 2;
    room = room < MOST_PAGES ? room : MOST_PAGES;
    for (const char *from = text.data, *stop; from < end; from = stop + 1, at++) {
        stop = memchr(from, '\n', (size_t)(end - from));
        stop = stop ? stop : end;
        size_t len = (size_t)(stop - from);
        bool before = gap;
        gap = len == 0;
        if (!may_be_number(from, len))
            continue;
        bool behind = end - stop < 2 || stop[1] == '\n' || stop[1] == '\r';
        unsigned number = before || behind ? page_number(nr_str(from, len)) : 0;
        if (number && !p->lines)
            p->lines = nr_arena_alloc(scratch, room * sizeof *p->lines);
        if (number && p->count < room)
            add_number(p, &c, number, at, from);
    }
    end_chain(p, &c);
}

/* What recurs beside the page numbers. */
static void find_heads(struct nr_pages *p, struct nr_str text, struct nr_arena *scratch)
{
    size_t numbers = p->count;
    struct edges e = {.room = 2 * numbers};
    const char **places = p->lines;
    e.list = nr_arena_alloc(scratch, e.room * sizeof *e.list);
    p->lines = nr_arena_alloc(scratch, (e.room * EDGE + numbers) * sizeof *p->lines);
    memcpy(p->lines, places, numbers * sizeof *places);
    for (size_t before = 0; before < EDGE; before++) {
        for (size_t i = 0; i < numbers; i++) {
            size_t at = (size_t)(places[i] - text.data);
            struct nr_str behind = nr_str_sub(text, at, text.len);
            cut_first_line(&behind);
            add_side(&e, p, behind, true, before);
            add_side(&e, p, nr_str_sub(text, 0, at ? at - 1 : 0), false, before);
        }
        add_recurring(p, &e);
    }
}

void nr_pages_find(struct nr_pages *p, struct nr_str text, struct nr_arena *scratch)
{
    *p = (struct nr_pages){.feeds = nr_str_find_char(text, '\f') < text.len};
    if (p->feeds)
        find_by_feeds(p, text, scratch);
    else
        find_numbers(p, text, scratch);
    if (!p->feeds && p->count)
        find_heads(p, text, scratch);
}
