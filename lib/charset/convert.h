/* Conversion of one known encoding to UTF-8, with U+FFFD for what it does not know. For charset.c
 * alone. */
#ifndef NEWSREEL_LIB_CHARSET_CONVERT_H
#define NEWSREEL_LIB_CHARSET_CONVERT_H

#include "encodings.h"
#include "newsreel/core/buf.h"
#include <stdint.h>

struct nr_charset_cache;

/* What nr_convert returns when this system cannot convert the encoding. */
#define NR_CONVERT_NEVER SIZE_MAX

/* Appends bytes as UTF-8. Returns how many parts were replaced. *cache is made when it is NULL. */
size_t nr_convert(struct nr_charset_cache **cache, int encoding, struct nr_str bytes,
                  struct nr_buf *out);

void nr_charset_cache_free(struct nr_charset_cache *cache);

#endif
