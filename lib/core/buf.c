#include "newsreel/core/buf.h"
#include "newsreel/core/mem.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void nr_buf_grow(struct nr_buf *b, size_t more)
{
    size_t want = nr_size_add(b->len, more);
    size_t grown = nr_size_add(b->cap, b->cap / 2 + 64);
    b->cap = grown > want ? grown : want;
    b->data = nr_realloc(b->data, b->cap);
}

void nr_buf_addf(struct nr_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (need > 0) {
        vsnprintf(nr_buf_reserve(b, (size_t)need + 1), (size_t)need + 1, format, again);
        b->len += (size_t)need;
    }
    va_end(again);
}

const char *nr_buf_cstr(struct nr_buf *b)
{
    *nr_buf_reserve(b, 1) = '\0';
    return b->data;
}

void nr_buf_reset(struct nr_buf *b, size_t keep)
{
    if (b->cap > keep)
        nr_buf_free(b);
    b->len = 0;
}

void nr_buf_free(struct nr_buf *b)
{
    free(b->data);
    *b = (struct nr_buf){0};
}
