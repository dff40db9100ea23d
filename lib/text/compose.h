/* What single characters are to form C (library internal). */
#ifndef NEWSREEL_LIB_TEXT_COMPOSE_H
#define NEWSREEL_LIB_TEXT_COMPOSE_H

#include <stdbool.h>
#include <stdint.h>
#include <utf8proc.h>

/* True for a character that may combine with the one before it. */
bool compose_is_second(const utf8proc_property_t *p, uint32_t c);

/* True for a character that form C replaces, whatever is around it: excluded compositions, and
 * what was encoded twice. */
bool compose_is_replaced(const utf8proc_property_t *p, uint32_t c);

/* True for a character that belongs to the letter before it. */
bool compose_is_mark(uint32_t c);

#endif
