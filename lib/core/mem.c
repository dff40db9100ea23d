#include "newsreel/core/mem.h"
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

_Noreturn void nr_die_of_memory(void)
{
    static const char message[] = "newsreel: out of memory\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(2);
}

size_t nr_size_add(size_t a, size_t b)
{
    if (__builtin_add_overflow(a, b, &a))
        nr_die_of_memory();
    return a;
}

size_t nr_size_mul(size_t a, size_t b)
{
    if (__builtin_mul_overflow(a, b, &a))
        nr_die_of_memory();
    return a;
}

void *nr_realloc(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        nr_die_of_memory();
    return p;
}

void *nr_alloc(size_t size)
{
    return nr_realloc(NULL, size);
}

void *nr_alloc_zero(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        nr_die_of_memory();
    return p;
}

void *nr_realloc_array(void *old, size_t count, size_t size)
{
    return nr_realloc(old, nr_size_mul(count, size));
}

void *nr_grow_array(void *old, size_t *capacity, size_t want, size_t size)
{
    if (want <= *capacity)
        return old;
    size_t grown = nr_size_add(*capacity, *capacity / 2 + 8);
    *capacity = grown > want ? grown : want;
    return nr_realloc_array(old, *capacity, size);
}
