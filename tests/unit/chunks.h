/* Bytes that arrive in chunks of one size, for nr_input_open_nested. */
#ifndef NEWSREEL_TESTS_CHUNKS_H
#define NEWSREEL_TESTS_CHUNKS_H

#include "newsreel/source/input.h"

struct chunks {
    struct nr_str rest;
    size_t size;
};

static enum nr_status read_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct chunks *c = self;
    (void)e;
    *chunk = nr_str_sub(c->rest, 0, c->size);
    c->rest = nr_str_sub(c->rest, c->size, c->rest.len);
    return chunk->len ? NR_OK : NR_END;
}

#endif
