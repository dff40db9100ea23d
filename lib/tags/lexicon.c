/* The automaton of Aho and Corasick reads symbols: the bytes of a text, and BREAK, which is no byte
 * of UTF-8, at each place between two words. A term is its bytes with the breaks that are in it, at
 * its beginning and at its end; so it is found at whole words only, with no look to either side.
 * All states but NOWHERE begin with a break: START is one break and nothing else.
 *
 * What is left after a failure. The textbook's failure link leads to the longest suffix that is
 * still the beginning of a term, and every term on the way is an output. Here of all terms found
 * the leftmost counts, of these the longest, and then what comes behind it; reading on to know
 * which is the longest and going back then would read a text as often as a term has words ("a" and
 * "a a a a b" in "a a a a a a"). But all that was read since is part of the state. So the link of a
 * state is where one comes to who takes the longest term that the state begins with (or gives up
 * its first word, where there is none) and reads the rest of the state from there; and the terms
 * taken on that way are the state's list of finds. Song and others do so for pieces of words ("Fast
 * WordPiece Tokenization", 2021); here text between the terms is skipped.
 *
 * The link of a state is made from those of shorter ones, as in the paper. A state v, one symbol c
 * longer than u, is either a whole term: then it is the only find, and the link is START, as the
 * break behind a term is also the one before the next. Or what is left of v is what is left of u,
 * and c: so v has the finds of u, and from the link of u one reads c, which may fail, and add
 * finds, and so on. A list so grows at its end and shares its beginning with others; to hand it out
 * from the beginning the finds have jump pointers (Myers, "An applicative random-access stack",
 * 1983).
 *
 * Linear. The text is read once, never backwards: at most two symbols for a byte. A symbol makes
 * the state longer by one and a failure makes it shorter by one or more, so there are no more
 * failures than symbols. To look for a child takes log2(256) comparisons, to reach a find of a list
 * of n 3 log2(n) steps, and n is at most NR_LEXICON_TERM, for its finds are apart and lie in a
 * beginning of a term. The same holds for each term when the links are made: failures are no more
 * than the symbols of the term, finds no more than its words. So a lexicon costs time and memory in
 * proportion to its length, but for the sorting.
 *
 * Most words of a text begin no term: from START on, a table of bytes and a bit map that stays in
 * the cache spare them the way through the states. */
#include "newsreel/tags/lexicon.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>
#include <utf8proc.h>

enum { BREAK = 0xff };
enum { NOWHERE, START };
enum { LONGEST_LIST = 1 << 30 }; /* twice as many states fit into 32 bits */

struct entry {
    struct nr_str term, label; /* views into the list; equal terms are one view */
};

struct state {
    uint32_t child; /* the first of its children, which are in the order of their symbols */
    uint32_t fail;
    uint32_t finds; /* the last of its list */
    uint16_t bytes; /* length, without the breaks */
    uint8_t symbol; /* its last */
    uint8_t children;
};

/* A term taken on the way to the link, with those before it. Number 0 is the empty list. */
struct find {
    uint32_t entry;
    uint32_t before, jump; /* the find before, and one further back */
    uint16_t start;        /* byte of the state */
    uint16_t count;        /* finds of the list */
};

struct nr_lexicon {
    struct nr_buf list;
    struct entry *entries; /* sorted by term; the labels of a term in the order of the list */
    size_t count, terms;
    struct state *states;
    size_t state_count, state_capacity;
    struct find *finds;
    size_t find_count, find_capacity;
    uint32_t start[256];    /* children of START */
    uint8_t byte_kind[256]; /* see next_start */
    uint64_t *first;        /* bit map of the fingerprints of beginnings */
    uint64_t first_mask;
};

/* ASCII letters and digits: a table, because half of a text's bytes are looked up here. */
static const bool ascii_word[256] = {
    ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true,
    ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true, ['A'] = true, ['B'] = true,
    ['C'] = true, ['D'] = true, ['E'] = true, ['F'] = true, ['G'] = true, ['H'] = true,
    ['I'] = true, ['J'] = true, ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true,
    ['O'] = true, ['P'] = true, ['Q'] = true, ['R'] = true, ['S'] = true, ['T'] = true,
    ['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true, ['Z'] = true,
    ['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true, ['e'] = true, ['f'] = true,
    ['g'] = true, ['h'] = true, ['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true,
    ['m'] = true, ['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true,
    ['s'] = true, ['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true, ['x'] = true,
    ['y'] = true, ['z'] = true,
};

enum kind { OTHER, WORD, ALONE, MARK };

static enum kind kind_of(uint32_t c)
{
    if (c < 0x80)
        return ascii_word[c] ? WORD : OTHER;
    if (c == 0x200c || c == 0x200d)
        return MARK;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return MARK;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
        return nr_char_is_unspaced(c) ? ALONE : WORD;
    default:
        return OTHER;
    }
}

/* The end of the word that begins at from, when a character beyond ASCII is in it or behind it. */
static size_t word_end_unicode(struct nr_str s, size_t from)
{
    const char *p = s.data + from, *end = s.data + s.len;
    enum kind kind = kind_of(nr_utf8_next(&p, end));
    bool run = kind == WORD || kind == MARK;
    for (const char *next = p; next < end; p = next) {
        kind = kind_of(nr_utf8_next(&next, end));
        if (kind != MARK && !(run && kind == WORD))
            break;
    }
    return (size_t)(p - s.data);
}

/* The end of the word that begins at from: a run of letters, digits and marks, or one other
 * character with its marks. */
static inline size_t word_end(struct nr_str s, size_t from)
{
    const unsigned char *p = (const unsigned char *)s.data;
    size_t at = from;
    while (at < s.len && ascii_word[p[at]])
        at++;
    at += at == from;
    if (p[at - 1] >= 0x80 || (at < s.len && p[at] >= 0x80))
        return word_end_unicode(s, from);
    return at;
}

/* A line of the list, while the automaton is made. */
struct line {
    struct nr_str symbols; /* the term and its breaks but the first */
    struct nr_str term, label;
};

struct lines {
    struct line *lines;
    size_t count, capacity;
    struct nr_buf symbols;
};

static const char *complaint(struct nr_str line, struct nr_str term, struct nr_str label)
{
    size_t tabs = 0;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.data[i];
        if (c == '\t')
            tabs++;
        else if (c < 0x20 || c == 0x7f)
            return "control character in a line of the lexicon";
    }
    if (nr_utf8_valid(line) != line.len)
        return "invalid UTF-8 in a line of the lexicon";
    if (tabs != 1)
        return tabs ? "more than one tab" : "no tab between term and label";
    if (term.len == 0 || label.len == 0)
        return term.len ? "empty label" : "empty term";
    return term.len > NR_LEXICON_TERM ? "term longer than 1024 bytes" : NULL;
}

static void add_term(struct lines *all, struct nr_str term, struct nr_str label)
{
    size_t begin = all->symbols.len;
    for (size_t at = 0, end; at < term.len; at = end) {
        end = word_end(term, at);
        nr_buf_add_str(&all->symbols, nr_str_sub(term, at, end));
        nr_buf_add_char(&all->symbols, (char)BREAK);
    }
    all->lines = nr_grow_array(all->lines, &all->capacity, all->count + 1, sizeof *all->lines);
    all->lines[all->count++] =
        (struct line){{NULL, all->symbols.len - begin}, .term = term, .label = label};
}

static enum nr_status add_line(struct lines *all, struct nr_str line, struct nr_error *e)
{
    if (line.len && line.data[line.len - 1] == '\r')
        line.len--;
    if (line.len == 0 || line.data[0] == '#')
        return NR_OK;
    size_t tab = nr_str_find_char(line, '\t');
    struct nr_str term = nr_str_trim(nr_str_sub(line, 0, tab));
    struct nr_str label = nr_str_trim(nr_str_sub(line, tab + 1, line.len));
    const char *bad = complaint(line, term, label);
    if (bad) {
        nr_error_set(e, "%s", bad);
        return NR_FAIL;
    }
    add_term(all, term, label);
    return NR_OK;
}

static enum nr_status read_lines(struct lines *all, struct nr_str list, struct nr_error *e)
{
    struct nr_str rest = list, line;
    if (list.len > LONGEST_LIST) {
        nr_error_set(e, "the lexicon is larger than 1 GiB");
        return NR_FAIL;
    }
    for (uint64_t number = 1; rest.len && nr_str_split(&rest, '\n', &line); number++) {
        if (add_line(all, line, e) == NR_OK)
            continue;
        e->line = number;
        return NR_FAIL;
    }
    const char *symbols = all->symbols.data;
    for (size_t i = 0; i < all->count; symbols += all->lines[i++].symbols.len)
        all->lines[i].symbols.data = symbols;
    return NR_OK;
}

static int by_place(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    return (x->term.data > y->term.data) - (x->term.data < y->term.data);
}

static int by_term(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = nr_str_cmp(x->symbols, y->symbols);
    if (!order)
        order = nr_str_cmp(x->label, y->label);
    return order ? order : by_place(a, b);
}

/* Of the n lines of one term, in order of their labels, those that say something new, in their
 * order in the list. */
static size_t settle(struct line *lines, size_t n)
{
    size_t kept = 1;
    for (size_t i = 1; i < n; i++)
        if (!nr_str_eq(lines[kept - 1].label, lines[i].label))
            lines[kept++] = lines[i];
    qsort(lines, kept, sizeof *lines, by_place);
    return kept;
}

/* Sorts the lines and makes entries of them: entry i is line i. */
static void sort_lines(struct nr_lexicon *l, struct lines *all)
{
    struct line *lines = all->lines;
    size_t total = all->count, count = 0;
    if (total)
        qsort(lines, total, sizeof *lines, by_term);
    l->entries = nr_alloc_zero(total, sizeof *l->entries);
    for (size_t i = 0, end; i < total; i = end) {
        for (end = i + 1; end < total && nr_str_eq(lines[i].symbols, lines[end].symbols);)
            end++;
        size_t kept = end - i > 1 ? settle(&lines[i], end - i) : 1;
        struct nr_str term = lines[i].term;
        for (size_t k = i; k < i + kept; k++) {
            l->entries[count] = (struct entry){term, lines[k].label};
            lines[count++] = lines[k];
        }
        l->terms++;
    }
    all->count = l->count = count;
}

static uint32_t add_state(struct nr_lexicon *l, uint8_t symbol, size_t bytes)
{
    l->states = nr_grow_array(l->states, &l->state_capacity, l->state_count + 1, sizeof *l->states);
    l->states[l->state_count] = (struct state){.symbol = symbol, .bytes = (uint16_t)bytes};
    return (uint32_t)l->state_count++;
}

/* The list with one find more. The jump goes as far as the two before it together, where these go
 * equally far, else to the find before. */
static uint32_t add_find(struct nr_lexicon *l, uint32_t list, uint32_t entry, size_t start)
{
    l->finds = nr_grow_array(l->finds, &l->find_capacity, l->find_count + 1, sizeof *l->finds);
    const struct find *before = &l->finds[list], *jump = &l->finds[before->jump];
    bool even = before->count - jump->count == jump->count - l->finds[jump->jump].count;
    l->finds[l->find_count] = (struct find){.entry = entry,
                                            .before = list,
                                            .jump = even ? jump->jump : list,
                                            .start = (uint16_t)start,
                                            .count = (uint16_t)(before->count + 1)};
    return (uint32_t)l->find_count++;
}

/* Number n of a list, from 1. */
static const struct find *find_at(const struct nr_lexicon *l, uint32_t list, size_t n)
{
    const struct find *f = &l->finds[list];
    while (f->count > n)
        f = &l->finds[l->finds[f->jump].count >= n ? f->jump : f->before];
    return f;
}

/* Lines from..to, whose first symbols, so many as depth says, lead to a state. */
struct part {
    uint32_t state;
    size_t from, to, depth;
};

struct parts {
    struct part *parts;
    size_t count, capacity;
};

static void push(struct parts *open, struct part part)
{
    open->parts = nr_grow_array(open->parts, &open->capacity, open->count + 1, sizeof *open->parts);
    open->parts[open->count++] = part;
}

/* Makes the children of the part's state and leaves them open. */
static void add_children(struct nr_lexicon *l, const struct line *lines, struct parts *open,
                         struct part part)
{
    size_t from = part.from, bytes = l->states[part.state].bytes;
    if (lines[from].symbols.len == part.depth)
        l->states[part.state].finds = add_find(l, 0, (uint32_t)from, 0);
    while (from < part.to && lines[from].symbols.len == part.depth)
        from++;
    l->states[part.state].child = (uint32_t)l->state_count;
    for (size_t end; from < part.to; from = end) {
        char c = lines[from].symbols.data[part.depth];
        for (end = from + 1; end < part.to && lines[end].symbols.data[part.depth] == c;)
            end++;
        uint32_t child = add_state(l, (uint8_t)c, bytes + ((uint8_t)c != BREAK));
        l->states[part.state].children++;
        if (part.state == START)
            l->start[(uint8_t)c] = child;
        push(open, (struct part){child, from, end, part.depth + 1});
    }
}

/* The children of a state lie side by side; and as the state made last is the next to get children,
 * so do the states of a term's end. */
static void add_states(struct nr_lexicon *l, const struct lines *all)
{
    struct parts open = {0};
    add_state(l, 0, 0); /* NOWHERE */
    push(&open, (struct part){add_state(l, BREAK, 0), 0, all->count, 0});
    while (all->count && open.count)
        add_children(l, all->lines, &open, open.parts[--open.count]);
    free(open.parts);
}

/* The state that symbol c leads to, or NOWHERE. */
static inline uint32_t child_of(const struct nr_lexicon *l, uint32_t state, unsigned char c)
{
    if (state == START)
        return l->start[c];
    const struct state *s = &l->states[state], *children = &l->states[s->child];
    uint32_t low = 0;
    for (uint32_t some = s->children; some > 1; some -= some / 2)
        low += children[low + some / 2].symbol <= c ? some / 2 : 0;
    return s->children && children[low].symbol == c ? s->child + low : NOWHERE;
}

/* The list with the finds of another state behind it, which begins at byte start. */
static uint32_t add_finds(struct nr_lexicon *l, uint32_t list, uint32_t other, size_t start)
{
    for (size_t i = 1; i <= l->finds[other].count; i++) {
        struct find f = *find_at(l, other, i);
        list = add_find(l, list, f.entry, start + f.start);
    }
    return list;
}

/* The link and the finds of v, a child of u. Shorter states have theirs. */
static void link_state(struct nr_lexicon *l, uint32_t u, uint32_t v)
{
    uint8_t c = l->states[v].symbol;
    if (l->states[v].finds) {
        l->states[v].fail = START;
        return;
    }
    uint32_t finds = l->states[u].finds, at = l->states[u].fail, next = NOWHERE;
    while (at != NOWHERE && !(next = child_of(l, at, c))) {
        const struct state *s = &l->states[at];
        finds = add_finds(l, finds, s->finds, (size_t)(l->states[u].bytes - s->bytes));
        at = s->fail;
    }
    l->states[v].finds = finds;
    l->states[v].fail = next || c != BREAK ? next : START;
}

/* By length, the shortest first. */
static void link_states(struct nr_lexicon *l)
{
    uint32_t *queue = nr_alloc_zero(l->state_count, sizeof *queue);
    size_t count = 0;
    queue[count++] = START;
    for (size_t i = 0; i < count; i++) {
        const struct state *s = &l->states[queue[i]];
        for (uint32_t v = s->child; v < s->child + s->children; v++) {
            link_state(l, queue[i], v);
            queue[count++] = v;
        }
    }
    free(queue);
}

/* The bit map has two bits for a fingerprint: a term may be no more than that, or may go on. */
enum { WHOLE = 1, GOES_ON = 2, NEXT = sizeof(uint32_t) };

/* Fingerprint of a word: its length, its first two, middle and last two bytes. */
static inline uint64_t fingerprint(const char *word, size_t len)
{
    const unsigned char *p = (const unsigned char *)word;
    uint64_t h = (uint64_t)len << 40 | (uint64_t)p[len / 2] << 32 | (uint64_t)p[0] << 24 |
                 (uint64_t)p[len > 1] << 16 | (uint64_t)p[len - 1 - (len > 1)] << 8 | p[len - 1];
    return h * 0x9e3779b97f4a7c15u >> 24;
}

/* Fingerprint of a word and the NEXT bytes behind it. */
static inline uint64_t fingerprint_on(uint64_t word, const char *behind)
{
    uint32_t next;
    memcpy(&next, behind, sizeof next);
    return (word ^ next) * 0xff51afd7ed558ccdu >> 24;
}

static inline uint64_t marks_at(const struct nr_lexicon *l, uint64_t print)
{
    uint64_t bit = 2 * print & l->first_mask;
    return l->first[bit / 64] >> bit % 64 & (WHOLE | GOES_ON);
}

/* False when no term begins with the word at..end of the text and goes on like the text. */
static inline bool may_begin(const struct nr_lexicon *l, struct nr_str text, size_t at, size_t end)
{
    if (!l->start[(unsigned char)text.data[at]])
        return false;
    uint64_t word = fingerprint(text.data + at, end - at);
    uint64_t marks = marks_at(l, word);
    if (marks != GOES_ON)
        return marks;
    return text.len - end >= NEXT && marks_at(l, fingerprint_on(word, text.data + end));
}

static void mark(struct nr_lexicon *l, uint64_t print, uint64_t marks)
{
    uint64_t bit = 2 * print & l->first_mask;
    l->first[bit / 64] |= marks << bit % 64;
}

/* At least 16 pairs of bits for a term, of which it sets one or two: the first word's, and where
 * there are NEXT bytes behind it, theirs. */
static void map_beginnings(struct nr_lexicon *l)
{
    uint64_t bits = 1024;
    while (bits < 32 * (uint64_t)l->terms)
        bits *= 2;
    l->first_mask = bits - 1;
    l->first = nr_alloc_zero((size_t)(bits / 64), sizeof *l->first);
    for (size_t i = 0; i < l->count; i++) {
        struct nr_str term = l->entries[i].term;
        size_t end = word_end(term, 0);
        uint64_t word = fingerprint(term.data, end);
        bool on = term.len - end >= NEXT;
        mark(l, word, on ? GOES_ON : WHOLE);
        if (on)
            mark(l, fingerprint_on(word, term.data + end), WHOLE);
    }
}

/* Kinds of bytes. A state begins where BEGINS_WORD is behind no other IN_WORD, or at BEGINS. */
enum { BEGINS_WORD = 1, BEGINS = 2, BEYOND_ASCII = 4, IN_WORD = 8 };

static void map_bytes(struct nr_lexicon *l)
{
    for (size_t c = 0; c < 256; c++) {
        if (c >= 0x80)
            l->byte_kind[c] = BEYOND_ASCII;
        else if (ascii_word[c])
            l->byte_kind[c] = l->start[c] ? IN_WORD | BEGINS_WORD : IN_WORD;
        else
            l->byte_kind[c] = l->start[c] ? BEGINS : 0;
    }
}

/* From the break at from on, the first word that begins with the first byte of a term, or has a
 * character beyond ASCII in or behind it; or the end. No branch at the end of a word, which no
 * processor can foresee. */
static size_t next_start(const struct nr_lexicon *l, struct nr_str s, size_t from)
{
    const unsigned char *p = (const unsigned char *)s.data;
    unsigned kind = 0;
    for (size_t at = from; at < s.len; at++) {
        unsigned hidden = kind / IN_WORD * BEGINS_WORD;
        kind = l->byte_kind[p[at]];
        if (!(kind & ~hidden & (BEGINS_WORD | BEGINS | BEYOND_ASCII)))
            continue;
        size_t begin = at;
        if (kind == BEYOND_ASCII)
            while (begin > from && ascii_word[p[begin - 1]])
                begin--;
        return begin - (kind == BEYOND_ASCII && begin == at && begin > from);
    }
    return s.len;
}

enum nr_status nr_lexicon_new(struct nr_lexicon **lexicon, struct nr_str list, struct nr_error *e)
{
    struct nr_lexicon *l = nr_alloc_zero(1, sizeof *l);
    struct lines all = {0};
    nr_buf_add_str(&l->list, list);
    enum nr_status status = read_lines(&all, nr_buf_str(&l->list), e);
    if (status == NR_OK) {
        l->finds = nr_grow_array(NULL, &l->find_capacity, 1, sizeof *l->finds);
        l->finds[l->find_count++] = (struct find){0};
        sort_lines(l, &all);
        add_states(l, &all);
        link_states(l);
        map_beginnings(l);
        map_bytes(l);
        *lexicon = l;
    } else {
        nr_lexicon_free(l);
    }
    free(all.lines);
    nr_buf_free(&all.symbols);
    return status;
}

size_t nr_lexicon_count(const struct nr_lexicon *l)
{
    return l->terms;
}

void nr_lexicon_free(struct nr_lexicon *l)
{
    if (!l)
        return;
    nr_buf_free(&l->list);
    free(l->entries);
    free(l->states);
    free(l->finds);
    free(l->first);
    free(l);
}

struct nr_lexicon_walk nr_lexicon_walk(const struct nr_lexicon *l, struct nr_str text)
{
    return (struct nr_lexicon_walk){.lexicon = l, .text = text, .state = START};
}

/* From START on to the next word that a term may begin with. False when there is none. */
static bool skip(struct nr_lexicon_walk *w)
{
    const struct nr_lexicon *l = w->lexicon;
    size_t at = w->at;
    while ((at = next_start(l, w->text, at)) < w->text.len) {
        size_t end = word_end(w->text, at);
        if (may_begin(l, w->text, at, end)) {
            w->state = l->start[(unsigned char)w->text.data[at]];
            w->at = at + 1;
            w->word_end = end;
            return true;
        }
        at = end;
    }
    w->at = at;
    return false;
}

/* Reads on until a failure in a state with finds that were not handed out, and then returns true;
 * or until there is nothing or a break alone in front of w->at. At the end of the text there is a
 * break and then another, which fits nowhere. */
static bool read_on(struct nr_lexicon_walk *w)
{
    const struct nr_lexicon *l = w->lexicon;
    while (w->state > START) {
        bool inside = w->at < w->word_end;
        uint32_t next = child_of(l, w->state, inside ? (unsigned char)w->text.data[w->at] : BREAK);
        if (next) {
            w->state = next;
            if (inside)
                w->at++;
            else if (w->at < w->text.len)
                w->word_end = word_end(w->text, w->at);
            continue;
        }
        const struct state *s = &l->states[w->state];
        if (w->found < l->finds[s->finds].count)
            return true;
        w->found = 0;
        w->state = s->fail;
    }
    if (w->state == NOWHERE)
        w->at = w->word_end;
    w->state = START;
    return false;
}

/* Code points before byte at, counted once over the whole walk. */
static size_t points_to(struct nr_lexicon_walk *w, size_t at)
{
    w->points += nr_utf8_count(nr_str_sub(w->text, w->counted, at));
    w->counted = at;
    return w->points;
}

/* Hands out the next find of the state. */
static void take(struct nr_lexicon_walk *w)
{
    const struct nr_lexicon *l = w->lexicon;
    const struct state *s = &l->states[w->state];
    const struct find *f = find_at(l, s->finds, ++w->found);
    size_t from = w->at - s->bytes + f->start, to = from + l->entries[f->entry].term.len;
    w->match = (struct nr_lexicon_match){.from = from, .to = to};
    w->match.start = points_to(w, from);
    w->match.end = points_to(w, to);
    w->more = f->entry + 1;
}

bool nr_lexicon_next(struct nr_lexicon_walk *w, struct nr_lexicon_match *match)
{
    while (!w->more) {
        if (read_on(w))
            take(w);
        else if (!skip(w))
            return false;
    }
    const struct nr_lexicon *l = w->lexicon;
    const struct entry *e = &l->entries[w->more - 1];
    w->match.term = e->term;
    w->match.label = e->label;
    bool again = w->more < l->count && e[1].term.data == e->term.data;
    w->more = again ? w->more + 1 : 0;
    *match = w->match;
    return true;
}
