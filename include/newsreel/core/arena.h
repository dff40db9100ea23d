/* nr_arena: memory that is given back all at once.
 *
 * Zero-initialised is empty and ready. Pieces are aligned for any type and live until
 * nr_arena_reset or nr_arena_free. nr_arena_reset keeps one block for the next use (as large as
 * what was in use, up to a limit), so that work on one record after the other soon allocates
 * nothing. Not safe for two threads at once. */
#ifndef NEWSREEL_CORE_ARENA_H
#define NEWSREEL_CORE_ARENA_H

#include "newsreel/core/str.h"

struct nr_arena {
    struct nr_arena_block *blocks; /* newest first */
    size_t used;                   /* of the newest */
    bool grown;                    /* more than one block, or one too large to be kept */
};

/* size bytes, not zeroed. Never NULL. */
void *nr_arena_alloc(struct nr_arena *a, size_t size);
/* count zeroed elements; the product is checked. */
void *nr_arena_zero(struct nr_arena *a, size_t count, size_t size);

/* A copy in the arena. */
struct nr_str nr_arena_str(struct nr_arena *a, struct nr_str s);
/* A NUL-terminated copy in the arena, for the border to the system. */
char *nr_arena_cstr(struct nr_arena *a, struct nr_str s);

/* Gives back what is not to be kept. */
void nr_arena_shrink(struct nr_arena *a);

static inline void nr_arena_reset(struct nr_arena *a)
{
    if (a->grown)
        nr_arena_shrink(a);
    a->used = 0;
}

void nr_arena_free(struct nr_arena *a);

#endif
