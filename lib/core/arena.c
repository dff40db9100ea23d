#include "newsreel/core/arena.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

/* Blocks double up to this size, so the number of blocks stays small and a reset can keep a block
 * that fits the next record of the same kind; what is kept between records never exceeds it. */
enum { FIRST_BLOCK = 4096, KEEP_AT_MOST = 4 << 20 };

struct nr_arena_block {
    struct nr_arena_block *older;
    size_t size;
    max_align_t data[];
};

static void add_block(struct nr_arena *a, size_t size)
{
    size_t want = a->blocks ? nr_size_mul(a->blocks->size, 2) : FIRST_BLOCK;
    want = want > KEEP_AT_MOST ? KEEP_AT_MOST : want;
    want = want > size ? want : size;
    struct nr_arena_block *block = nr_alloc(nr_size_add(sizeof *block, want));
    block->older = a->blocks;
    block->size = want;
    a->grown = a->blocks || want > KEEP_AT_MOST;
    a->blocks = block;
    a->used = 0;
}

void *nr_arena_alloc(struct nr_arena *a, size_t size)
{
    size_t align = _Alignof(max_align_t);
    size = nr_size_add(size, align - 1) / align * align;
    if (!a->blocks || a->blocks->size - a->used < size)
        add_block(a, size);
    char *piece = (char *)a->blocks->data + a->used;
    a->used += size;
    return piece;
}

void *nr_arena_zero(struct nr_arena *a, size_t count, size_t size)
{
    size_t bytes = nr_size_mul(count, size);
    return memset(nr_arena_alloc(a, bytes), 0, bytes);
}

struct nr_str nr_arena_str(struct nr_arena *a, struct nr_str s)
{
    return nr_str(nr_arena_cstr(a, s), s.len);
}

char *nr_arena_cstr(struct nr_arena *a, struct nr_str s)
{
    char *copy = nr_arena_alloc(a, nr_size_add(s.len, 1));
    if (s.len)
        memcpy(copy, s.data, s.len);
    copy[s.len] = '\0';
    return copy;
}

static void free_blocks(struct nr_arena_block *block)
{
    while (block) {
        struct nr_arena_block *older = block->older;
        free(block);
        block = older;
    }
}

/* All but the newest block, and that one too if it is too large to be kept. */
void nr_arena_shrink(struct nr_arena *a)
{
    struct nr_arena_block *keep = a->blocks;
    free_blocks(keep->older);
    keep->older = NULL;
    if (keep->size > KEEP_AT_MOST) {
        free(keep);
        a->blocks = NULL;
    }
    a->grown = false;
}

void nr_arena_free(struct nr_arena *a)
{
    free_blocks(a->blocks);
    *a = (struct nr_arena){0};
}
