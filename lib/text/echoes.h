/* The traits of a paragraph that compare it with all the others of its text. */
#ifndef NEWSREEL_LIB_TEXT_ECHOES_H
#define NEWSREEL_LIB_TEXT_ECHOES_H

#include "traits.h"

/* Sets the values of NR_TRAIT_REPEATED, PAIR, SHARED and PATTERN for all paragraphs, whose other
 * traits are known. Linear. Scratch memory comes from the arena. */
void nr_echoes_mark(struct nr_traits *t, const struct nr_str *paragraphs, size_t count,
                    struct nr_arena *arena);

#endif
