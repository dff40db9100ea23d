/* Emoji that are several code points: families and trades that U+200D joins, skin tones, variation
 * selectors, keycaps, and flags, of two letters or of tags (Unicode's UTS #51). */
#ifndef NEWSREEL_TEXT_EMOJI_H
#define NEWSREEL_TEXT_EMOJI_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum { NR_EMOJI_LONGEST = 64 }; /* code points that are looked at */

/* One of the letters of flags, U+1F1E6 to U+1F1FF: two of them are one. */
static inline bool nr_emoji_is_flag_letter(uint32_t c)
{
    return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* What belongs to the emoji before it: U+200D, variation selectors 15 and 16, the enclosing keycap,
 * skin tones, the tags of flags. */
static inline bool nr_emoji_is_extender(uint32_t c)
{
    return c == 0x200d || c == 0xfe0e || c == 0xfe0f || c == 0x20e3 ||
           (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0020 && c <= 0xe007f);
}

/* Whether byte at of text (valid UTF-8, between two code points) is inside of one. Of more than
 * NR_EMOJI_LONGEST letters of flags in a row nothing is. */
bool nr_emoji_is_inside(struct nr_str text, size_t at);

/* The places nearest to at, before and behind it, that are inside of none, no further than
 * NR_EMOJI_LONGEST code points: at itself, mostly. */
size_t nr_emoji_start(struct nr_str text, size_t at);
size_t nr_emoji_end(struct nr_str text, size_t at);

#endif
