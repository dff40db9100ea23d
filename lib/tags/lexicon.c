/* A trie over bytes visits a node for every letter, and the nodes of a large lexicon lie all over
 * memory. Terms match whole words only, so the steps here are words: one hash and one look into a
 * bit map that stays in the cache settle nearly every word of a text; only beginnings of terms get
 * as far as the table. */
#include "newsreel/tags/lexicon.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>
#include <utf8proc.h>

struct entry {
    struct nr_str term, label; /* views into the list */
    size_t next;               /* entry with the same term and another label, plus 1 */
};

/* The words from a term's first to its n-th. */
struct slot {
    uint64_t hash;  /* 0: free */
    uint32_t entry; /* the term that ends here, plus 1 */
    bool begins;    /* a longer term goes on */
};

struct nr_lexicon {
    struct nr_buf list;
    struct entry *entries;
    size_t count, capacity, terms;
    struct slot *slots; /* a power of two, at most half full */
    size_t slot_count, used;
    uint64_t *first; /* bit map of the hashes of first words */
    size_t first_mask;
    bool first_byte[256]; /* bytes that terms begin with */
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

/* The hash of some words and one more, or (before = 0) of a first word. Never 0. */
static uint64_t hash_on(uint64_t before, struct nr_str word)
{
    uint64_t h = nr_hash64(word) + before * 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
    return h ? h : 1;
}

static struct slot *find(const struct nr_lexicon *l, uint64_t hash)
{
    size_t mask = l->slot_count - 1;
    size_t i = (size_t)hash & mask;
    while (l->slots[i].hash && l->slots[i].hash != hash)
        i = (i + 1) & mask;
    return &l->slots[i];
}

static void grow(struct nr_lexicon *l)
{
    struct nr_lexicon next = {.slot_count = l->slot_count ? 2 * l->slot_count : 1024};
    next.slots = nr_alloc_zero(next.slot_count, sizeof *next.slots);
    for (size_t i = 0; i < l->slot_count; i++)
        if (l->slots[i].hash)
            *find(&next, l->slots[i].hash) = l->slots[i];
    free(l->slots);
    l->slots = next.slots;
    l->slot_count = next.slot_count;
}

static struct slot *find_or_add(struct nr_lexicon *l, uint64_t hash)
{
    if (2 * l->used >= l->slot_count)
        grow(l);
    struct slot *slot = find(l, hash);
    if (!slot->hash) {
        slot->hash = hash;
        l->used++;
    }
    return slot;
}

/* Hangs entry number n behind those with its term, unless it says the same as one of them. */
static bool add_label(struct nr_lexicon *l, size_t head, size_t n)
{
    struct entry *e = &l->entries[head];
    for (;; e = &l->entries[e->next - 1]) {
        if (nr_str_eq(e->label, l->entries[n].label))
            return false;
        if (!e->next)
            break;
    }
    e->next = n + 1;
    return true;
}

static enum nr_status add_term(struct nr_lexicon *l, struct nr_str term, struct nr_str label,
                               struct nr_error *e)
{
    size_t at = word_end(term, 0);
    uint64_t hash = hash_on(0, nr_str_sub(term, 0, at));
    struct slot *slot = find_or_add(l, hash);
    while (at < term.len) {
        slot->begins = true;
        size_t end = word_end(term, at);
        hash = hash_on(hash, nr_str_sub(term, at, end));
        slot = find_or_add(l, hash);
        at = end;
    }
    l->entries = nr_grow_array(l->entries, &l->capacity, l->count + 1, sizeof *l->entries);
    l->entries[l->count] = (struct entry){.term = term, .label = label};
    if (!slot->entry) {
        slot->entry = (uint32_t)++l->count;
        l->terms++;
        return NR_OK;
    }
    if (!nr_str_eq(l->entries[slot->entry - 1].term, term)) {
        nr_error_set(e, "the term has the fingerprint of another one");
        return NR_FAIL;
    }
    l->count += add_label(l, slot->entry - 1, l->count);
    return NR_OK;
}

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

static enum nr_status add_line(struct nr_lexicon *l, struct nr_str line, struct nr_error *e)
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
    return add_term(l, term, label, e);
}

/* One bit of 16 for each first word is set, so one unknown word in 16 goes on to the table. */
static void map_first_words(struct nr_lexicon *l)
{
    size_t bits = 1024;
    while (bits < 16 * l->terms)
        bits *= 2;
    l->first_mask = bits - 1;
    l->first = nr_alloc_zero(bits / 64, sizeof *l->first);
    for (size_t i = 0; i < l->count; i++) {
        struct nr_str term = l->entries[i].term;
        uint64_t hash = hash_on(0, nr_str_sub(term, 0, word_end(term, 0)));
        size_t bit = (size_t)(hash >> 32) & l->first_mask;
        l->first[bit / 64] |= UINT64_C(1) << bit % 64;
        l->first_byte[(unsigned char)term.data[0]] = true;
    }
}

enum nr_status nr_lexicon_new(struct nr_lexicon **lexicon, struct nr_str list, struct nr_error *e)
{
    struct nr_lexicon *l = nr_alloc_zero(1, sizeof *l);
    nr_buf_add_str(&l->list, list);
    grow(l);
    struct nr_str rest = nr_buf_str(&l->list), line;
    for (uint64_t number = 1; rest.len && nr_str_split(&rest, '\n', &line); number++) {
        if (add_line(l, line, e) == NR_OK)
            continue;
        e->line = number;
        nr_lexicon_free(l);
        return NR_FAIL;
    }
    map_first_words(l);
    *lexicon = l;
    return NR_OK;
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
    free(l->slots);
    free(l->first);
    free(l);
}

struct nr_lexicon_walk nr_lexicon_walk(const struct nr_lexicon *l, struct nr_str text)
{
    return (struct nr_lexicon_walk){.lexicon = l, .text = text};
}

/* The longest term that begins with the word from..end, as entry plus 1; *to is its end. */
static size_t longest(const struct nr_lexicon *l, struct nr_str s, size_t from, size_t end,
                      uint64_t hash, size_t *to)
{
    size_t best = 0;
    for (;;) {
        const struct slot *slot = find(l, hash);
        if (!slot->hash)
            return best;
        if (slot->entry && nr_str_eq(l->entries[slot->entry - 1].term, nr_str_sub(s, from, end))) {
            best = slot->entry;
            *to = end;
        }
        if (!slot->begins || end == s.len || end - from > NR_LEXICON_TERM)
            return best;
        size_t next = word_end(s, end);
        hash = hash_on(hash, nr_str_sub(s, end, next));
        end = next;
    }
}

/* Code points before byte at, counted once over the whole walk. */
static size_t points_to(struct nr_lexicon_walk *w, size_t at)
{
    w->points += nr_utf8_count(nr_str_sub(w->text, w->counted, at));
    w->counted = at;
    return w->points;
}

/* The next term from w->at on, as entry plus 1; 0 when there is none. *from..*to is its place. */
static size_t search(struct nr_lexicon_walk *w, size_t *from, size_t *to)
{
    const struct nr_lexicon *l = w->lexicon;
    while (w->at < w->text.len) {
        *from = w->at;
        w->at = word_end(w->text, *from);
        if (!l->first_byte[(unsigned char)w->text.data[*from]])
            continue;
        uint64_t hash = hash_on(0, nr_str_sub(w->text, *from, w->at));
        size_t bit = (size_t)(hash >> 32) & l->first_mask;
        if (!(l->first[bit / 64] >> bit % 64 & 1))
            continue;
        size_t entry = longest(l, w->text, *from, w->at, hash, to);
        if (entry)
            return entry;
    }
    return 0;
}

bool nr_lexicon_next(struct nr_lexicon_walk *w, struct nr_lexicon_match *match)
{
    size_t entry = w->more, from, to;
    if (!entry) {
        entry = search(w, &from, &to);
        if (!entry)
            return false;
        w->match = (struct nr_lexicon_match){.from = from, .to = to};
        w->match.start = points_to(w, from);
        w->match.end = points_to(w, to);
        w->at = to;
    }
    const struct entry *e = &w->lexicon->entries[entry - 1];
    w->match.term = e->term;
    w->match.label = e->label;
    w->more = e->next;
    *match = w->match;
    return true;
}
