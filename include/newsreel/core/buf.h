/* nr_buf: bytes that grow at the end.
 *
 * Invariants
 *   - Zero-initialised is empty and ready: struct nr_buf b = {0}.
 *   - data[0..len) is valid, data[len..cap) may be written to after nr_buf_reserve, then len is
 *     raised.
 *   - No terminating NUL (nr_buf_cstr adds one past len when the system wants one).
 *   - Growing moves data: views into it die with every call that adds.
 *
 * The owner calls nr_buf_free. Out of memory ends the program (core/mem.h). */
#ifndef NEWSREEL_CORE_BUF_H
#define NEWSREEL_CORE_BUF_H

#include "newsreel/core/str.h"

struct nr_buf {
    char *data;
    size_t len, cap;
};

/* Moves to a larger place with room for more bytes after len. */
void nr_buf_grow(struct nr_buf *b, size_t more);

/* Room for more bytes after len. Returns where they go. */
static inline char *nr_buf_reserve(struct nr_buf *b, size_t more)
{
    if (b->cap - b->len < more || !b->data)
        nr_buf_grow(b, more);
    return b->data + b->len;
}

void nr_buf_addf(struct nr_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void nr_buf_add(struct nr_buf *b, const char *data, size_t len)
{
    if (len == 0)
        return;
    memcpy(b->cap - b->len >= len ? b->data + b->len : nr_buf_reserve(b, len), data, len);
    b->len += len;
}

static inline void nr_buf_add_str(struct nr_buf *b, struct nr_str s)
{
    nr_buf_add(b, s.data, s.len);
}

static inline void nr_buf_add_char(struct nr_buf *b, char c)
{
    nr_buf_add(b, &c, 1);
}

static inline void nr_buf_add_cstr(struct nr_buf *b, const char *s)
{
    nr_buf_add(b, s, strlen(s));
}

static inline struct nr_str nr_buf_str(const struct nr_buf *b)
{
    return nr_str(b->data, b->len);
}

/* The bytes with a NUL behind them; valid until the next add. */
const char *nr_buf_cstr(struct nr_buf *b);

/* Empties b and keeps its memory, unless it is larger than keep bytes: one huge record must not
 * hold its memory for the rest of the run. */
void nr_buf_reset(struct nr_buf *b, size_t keep);
void nr_buf_free(struct nr_buf *b);

#endif
