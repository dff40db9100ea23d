/* nr_automaton: the automaton of Aho and Corasick ("Efficient string matching: an aid to
 * bibliographic search", 1975) over the bytes of words and the breaks between them, with links that
 * take the leftmost longest terms.
 *
 * What is read are symbols: the bytes of a text, and NR_BREAK in front of each word and at the end.
 * From the state s one goes to nr_automaton_child(s, symbol). If there is none, the finds of s are
 * matches (they lie start bytes behind where the state began, which is its bytes back), in order,
 * and the same symbol is read from its fail; NR_STATE_NOWHERE reads anything up to the next break
 * and is then NR_STATE_START. Linear, as lib/tags/automaton.c says why. */
#ifndef NEWSREEL_TAGS_AUTOMATON_H
#define NEWSREEL_TAGS_AUTOMATON_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum { NR_BREAK = 0xff };
enum { NR_STATE_NOWHERE, NR_STATE_START };
enum { NR_AUTOMATON_TERM = 1024 }; /* longest term, in bytes without breaks */

struct nr_state {
    uint32_t child; /* the first of its children, which are in the order of their symbols */
    uint32_t fail;
    uint32_t finds; /* the last of its list */
    uint16_t bytes; /* length, without the breaks */
    uint8_t symbol; /* its last */
    uint8_t children;
};

/* A term taken on the way to the link, with those before it. Number 0 is the empty list. */
struct nr_find {
    uint32_t term;         /* its number */
    uint32_t before, jump; /* the find before, and one further back */
    uint16_t start;        /* byte of the state */
    uint16_t count;        /* finds of the list */
};

struct nr_automaton {
    struct nr_state *states;
    size_t state_count, state_capacity;
    struct nr_find *finds;
    size_t find_count, find_capacity;
    uint32_t start[256]; /* children of NR_STATE_START */
};

/* Terms are their symbols but for the first break, so they end with one; sorted by nr_str_cmp; of
 * equal ones the first is found. All of them are no longer than 2^31 symbols, and are no longer
 * needed afterwards. */
void nr_automaton_build(struct nr_automaton *a, const struct nr_str *terms, size_t count);
void nr_automaton_free(struct nr_automaton *a);

/* Number n of a list of finds, from 1. */
const struct nr_find *nr_automaton_find(const struct nr_automaton *a, uint32_t list, size_t n);

/* The state that symbol c leads to, or NR_STATE_NOWHERE. */
static inline uint32_t nr_automaton_child(const struct nr_automaton *a, uint32_t state,
                                          unsigned char c)
{
    if (state == NR_STATE_START)
        return a->start[c];
    const struct nr_state *s = &a->states[state], *children = &a->states[s->child];
    uint32_t low = 0;
    for (uint32_t some = s->children; some > 1; some -= some / 2)
        low += children[low + some / 2].symbol <= c ? some / 2 : 0;
    return s->children && children[low].symbol == c ? s->child + low : NR_STATE_NOWHERE;
}

#endif
