/* The stretches of a sequence with the largest sum. */
#ifndef NEWSREEL_LIB_TEXT_SEGMENTS_H
#define NEWSREEL_LIB_TEXT_SEGMENTS_H

#include "newsreel/core/arena.h"

/* Chooses any number of stretches of gains so that the sum of the gains in them, less cost for
 * each stretch, is as large as can be (a dynamic programme with two states; linear). An element
 * inside a stretch costs the sum at most skip: it is then inside, but not worth keeping by itself.
 * chosen[i] becomes true inside stretches. Of equal sums the one with fewer elements wins. */
void nr_segments_choose(const long *gains, size_t count, long cost, long skip, bool *chosen,
                        struct nr_arena *arena);

#endif
