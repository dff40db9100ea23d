/* Memory that is there or ends the program.
 *
 * Filters are short-lived processes whose memory is bounded by limits (record size, slots), so
 * running out of it is not an error that a caller could mend: nr_die_of_memory prints one line and
 * exits with status 2. */
#ifndef NEWSREEL_CORE_MEM_H
#define NEWSREEL_CORE_MEM_H

#include <stddef.h>

_Noreturn void nr_die_of_memory(void);

/* Never NULL, not even for size 0. Freed with free(). */
void *nr_alloc(size_t size);
void *nr_alloc_zero(size_t count, size_t size);
void *nr_realloc(void *old, size_t size);

/* old (or NULL) resized to count elements of size bytes; the product is checked. */
void *nr_realloc_array(void *old, size_t count, size_t size);

/* Room for at least want elements: *capacity grows by half or more and the array moves. */
void *nr_grow_array(void *old, size_t *capacity, size_t want, size_t size);

/* a + b, a * b; a sum or product past SIZE_MAX ends the program. */
size_t nr_size_add(size_t a, size_t b);
size_t nr_size_mul(size_t a, size_t b);

#endif
