/* Telling the two-byte charsets of East Asia apart in short texts. For charset.c alone. */
#ifndef NEWSREEL_LIB_CHARSET_DOUBLE_H
#define NEWSREEL_LIB_CHARSET_DOUBLE_H

#include "newsreel/core/str.h"

/* The label of the charset that bytes are most likely in, or NULL when they look like none of them.
 * Each of these charsets has the characters of everyday use in one block: it is told by how many of
 * the pairs lie there, Japanese by its kana. Text that could be western, because its bytes >= 0x80
 * stand alone (second bytes may be ASCII letters), has hardly a letter outside the pairs. At most 4
 * KiB are looked at. */
const char *nr_double_byte_guess(struct nr_str bytes, bool western);

#endif
