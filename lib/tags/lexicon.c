/* Most words of a text begin no term: a table of bytes and a bit map that stays in the cache find
 * those that may. From there the automaton reads on, until nothing of what it read is the beginning
 * of a term. The table, the end of the word, the map and the automaton each look at a word once, so
 * linear they are together. */
#include "newsreel/tags/lexicon.h"
#include "newsreel/core/mem.h"
#include "newsreel/tags/automaton.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/emoji.h"
#include <stdlib.h>
#include <utf8proc.h>

enum { LONGEST_LIST = 1 << 30 }; /* twice as many states fit into 32 bits */

struct entry {
    struct nr_str term, label; /* views into the list; equal terms are one view */
};

_Static_assert((int)NR_LEXICON_TERM <= (int)NR_AUTOMATON_TERM, "terms fit");

struct nr_lexicon {
    struct nr_buf list;
    struct entry *entries; /* sorted by term; the labels of a term in the order of the list */
    size_t count, terms;
    struct nr_automaton automaton;
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
    if (c == 0x200c || nr_emoji_is_extender(c))
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
    uint32_t before = nr_utf8_next(&p, end);
    enum kind kind = kind_of(before);
    bool run = kind == WORD || kind == MARK, symbol = kind == OTHER;
    bool flag = nr_emoji_is_flag_letter(before);
    for (const char *next = p; next < end; p = next) {
        uint32_t c = nr_utf8_next(&next, end);
        kind = kind_of(c);
        bool joined = symbol && kind == OTHER && before == 0x200d;
        if (kind != MARK && !(run && kind == WORD) && !joined &&
            !(flag && nr_emoji_is_flag_letter(c)))
            break;
        flag = false;
        before = c;
    }
    return (size_t)(p - s.data);
}

/* The end of the word that begins at from: a run of letters, digits and marks, one emoji, or one
 * other character with its marks. */
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
        nr_buf_add_char(&all->symbols, (char)NR_BREAK);
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

static void build(struct nr_lexicon *l, const struct lines *all)
{
    struct nr_str *terms = nr_alloc_zero(all->count, sizeof *terms);
    for (size_t i = 0; i < all->count; i++)
        terms[i] = all->lines[i].symbols;
    nr_automaton_build(&l->automaton, terms, all->count);
    free(terms);
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
    if (!l->automaton.start[(unsigned char)text.data[at]])
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
            l->byte_kind[c] = l->automaton.start[c] ? IN_WORD | BEGINS_WORD : IN_WORD;
        else
            l->byte_kind[c] = l->automaton.start[c] ? BEGINS : 0;
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
        sort_lines(l, &all);
        build(l, &all);
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
    nr_automaton_free(&l->automaton);
    free(l->first);
    free(l);
}

struct nr_lexicon_walk nr_lexicon_walk(const struct nr_lexicon *l, struct nr_str text)
{
    return (struct nr_lexicon_walk){.lexicon = l, .text = text, .state = NR_STATE_START};
}

/* From NR_STATE_START on to the next word that a term may begin with. False when there is none. */
static bool skip(struct nr_lexicon_walk *w)
{
    const struct nr_lexicon *l = w->lexicon;
    size_t at = w->at;
    while ((at = next_start(l, w->text, at)) < w->text.len) {
        size_t end = word_end(w->text, at);
        if (may_begin(l, w->text, at, end)) {
            w->state = l->automaton.start[(unsigned char)w->text.data[at]];
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
    const struct nr_automaton *a = &w->lexicon->automaton;
    while (w->state > NR_STATE_START) {
        bool inside = w->at < w->word_end;
        uint32_t next =
            nr_automaton_child(a, w->state, inside ? (unsigned char)w->text.data[w->at] : NR_BREAK);
        if (next) {
            w->state = next;
            if (inside)
                w->at++;
            else if (w->at < w->text.len)
                w->word_end = word_end(w->text, w->at);
            continue;
        }
        const struct nr_state *s = &a->states[w->state];
        if (w->found < a->finds[s->finds].count)
            return true;
        w->found = 0;
        w->state = s->fail;
    }
    if (w->state == NR_STATE_NOWHERE)
        w->at = w->word_end;
    w->state = NR_STATE_START;
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
    const struct nr_state *s = &l->automaton.states[w->state];
    const struct nr_find *f = nr_automaton_find(&l->automaton, s->finds, ++w->found);
    size_t from = w->at - s->bytes + f->start, to = from + l->entries[f->term].term.len;
    w->match = (struct nr_lexicon_match){.from = from, .to = to};
    w->match.start = points_to(w, from);
    w->match.end = points_to(w, to);
    w->more = f->term + 1;
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
