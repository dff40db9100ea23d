/* The automaton of Aho and Corasick reads symbols: the bytes of a text, and NR_BREAK, which is no
 * byte of UTF-8, at each place between two words. A term is its bytes with the breaks that are in
 * it, at its beginning and at its end; so it is found at whole words only, with no look to either
 * side. All states but NR_STATE_NOWHERE begin with a break: NR_STATE_START is one break and nothing
 * else.
 *
 * What is left after a failure. The textbook's failure link leads to the longest suffix that is
 * still the beginning of a term, and every term on the way is an output. Here of all terms found
 * the leftmost counts, of these the longest, and then what comes behind it; reading on to know
 * which is the longest and going back then would read a text as often as a term has words ("a" and
 * "a a a a b" in "a a a a a a"). But all that was read since is part of the state. So the link of a
 * state is where taking the longest term that the state begins with (or giving up its first word,
 * where there is none) and reading the rest of the state from there leads to; and the terms taken
 * on the way are the state's list of finds. Song and others do so for pieces of words ("Fast
 * WordPiece Tokenization", 2021); here text between the terms is skipped.
 *
 * The link of a state is made from those of shorter ones, as in the paper. A state v, one symbol c
 * longer than u, is either a whole term: then it is the only find, and the link is NR_STATE_START,
 * as the break behind a term is also the one before the next. Or what is left of v is what is left
 * of u, and c: so v has the finds of u, and from the link of u one reads c, which may fail, and add
 * finds, and so on. A list so grows at its end and shares its beginning with others; to hand it out
 * from the beginning the finds have jump pointers (Myers, "An applicative random-access stack",
 * 1983).
 *
 * Linear. The text is read once, never backwards: at most two symbols for a byte. A symbol makes
 * the state longer by one and a failure makes it shorter by one or more, so there are no more
 * failures than symbols. To look for a child takes log2(256) comparisons, to reach a find of a list
 * of n about 3 log2(n) steps, and n is at most NR_AUTOMATON_TERM, for its finds are apart and lie
 * in a beginning of a term. The same holds for each term when the links are made: failures are no
 * more than the symbols of the term, finds no more than its words. So a lexicon costs time and
 * memory in proportion to its length, but for the sorting. */
#include "newsreel/tags/automaton.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

static uint32_t add_state(struct nr_automaton *a, uint8_t symbol, size_t bytes)
{
    a->states = nr_grow_array(a->states, &a->state_capacity, a->state_count + 1, sizeof *a->states);
    a->states[a->state_count] = (struct nr_state){.symbol = symbol, .bytes = (uint16_t)bytes};
    return (uint32_t)a->state_count++;
}

/* The list with one find more. The jump goes as far as the two before it together, where these go
 * equally far, else to the find before. */
static uint32_t add_find(struct nr_automaton *a, uint32_t list, uint32_t term, size_t start)
{
    a->finds = nr_grow_array(a->finds, &a->find_capacity, a->find_count + 1, sizeof *a->finds);
    const struct nr_find *before = &a->finds[list], *jump = &a->finds[before->jump];
    bool even = before->count - jump->count == jump->count - a->finds[jump->jump].count;
    a->finds[a->find_count] = (struct nr_find){.term = term,
                                               .before = list,
                                               .jump = even ? jump->jump : list,
                                               .start = (uint16_t)start,
                                               .count = (uint16_t)(before->count + 1)};
    return (uint32_t)a->find_count++;
}

const struct nr_find *nr_automaton_find(const struct nr_automaton *a, uint32_t list, size_t n)
{
    const struct nr_find *f = &a->finds[list];
    while (f->count > n)
        f = &a->finds[a->finds[f->jump].count >= n ? f->jump : f->before];
    return f;
}

/* Terms from..to, whose first symbols, so many as depth says, lead to a state. */
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
static void add_children(struct nr_automaton *a, const struct nr_str *terms, struct parts *open,
                         struct part part)
{
    size_t from = part.from, bytes = a->states[part.state].bytes;
    if (terms[from].len == part.depth)
        a->states[part.state].finds = add_find(a, 0, (uint32_t)from, 0);
    while (from < part.to && terms[from].len == part.depth)
        from++;
    a->states[part.state].child = (uint32_t)a->state_count;
    for (size_t end; from < part.to; from = end) {
        char c = terms[from].data[part.depth];
        for (end = from + 1; end < part.to && terms[end].data[part.depth] == c;)
            end++;
        uint32_t child = add_state(a, (uint8_t)c, bytes + ((uint8_t)c != NR_BREAK));
        a->states[part.state].children++;
        if (part.state == NR_STATE_START)
            a->start[(uint8_t)c] = child;
        push(open, (struct part){child, from, end, part.depth + 1});
    }
}

/* The children of a state lie side by side; and as the state made last is the next to get children,
 * so do the states of a term's end. */
static void add_states(struct nr_automaton *a, const struct nr_str *terms, size_t count)
{
    struct parts open = {0};
    add_state(a, 0, 0); /* NR_STATE_NOWHERE */
    push(&open, (struct part){add_state(a, NR_BREAK, 0), 0, count, 0});
    while (count && open.count)
        add_children(a, terms, &open, open.parts[--open.count]);
    free(open.parts);
}

/* The list with the finds of another state behind it, which begins at byte start. */
static uint32_t add_finds(struct nr_automaton *a, uint32_t list, uint32_t other, size_t start)
{
    for (size_t i = 1; i <= a->finds[other].count; i++) {
        struct nr_find f = *nr_automaton_find(a, other, i);
        list = add_find(a, list, f.term, start + f.start);
    }
    return list;
}

/* The link and the finds of v, a child of u. Shorter states have theirs. */
static void link_state(struct nr_automaton *a, uint32_t u, uint32_t v)
{
    uint8_t c = a->states[v].symbol;
    if (a->states[v].finds) {
        a->states[v].fail = NR_STATE_START;
        return;
    }
    uint32_t finds = a->states[u].finds, at = a->states[u].fail, next = NR_STATE_NOWHERE;
    while (at != NR_STATE_NOWHERE && !(next = nr_automaton_child(a, at, c))) {
        const struct nr_state *s = &a->states[at];
        finds = add_finds(a, finds, s->finds, (size_t)(a->states[u].bytes - s->bytes));
        at = s->fail;
    }
    a->states[v].finds = finds;
    a->states[v].fail = next || c != NR_BREAK ? next : NR_STATE_START;
}

/* By length, the shortest first. */
static void link_states(struct nr_automaton *a)
{
    uint32_t *queue = nr_alloc_zero(a->state_count, sizeof *queue);
    size_t count = 0;
    queue[count++] = NR_STATE_START;
    for (size_t i = 0; i < count; i++) {
        const struct nr_state *s = &a->states[queue[i]];
        for (uint32_t v = s->child; v < s->child + s->children; v++) {
            link_state(a, queue[i], v);
            queue[count++] = v;
        }
    }
    free(queue);
}

void nr_automaton_build(struct nr_automaton *a, const struct nr_str *terms, size_t count)
{
    *a = (struct nr_automaton){0};
    a->finds = nr_grow_array(NULL, &a->find_capacity, 1, sizeof *a->finds);
    a->finds[a->find_count++] = (struct nr_find){0};
    add_states(a, terms, count);
    link_states(a);
}

void nr_automaton_free(struct nr_automaton *a)
{
    free(a->states);
    free(a->finds);
}
