#include "newsreel/text/emoji.h"
#include "newsreel/text/chars.h"

enum { FIRST_SYMBOL = 0x2190 }; /* below it no emoji follows U+200D */

/* How many letters of flags end at at; past the most that are looked at, 0. */
static size_t flag_letters_before(struct nr_str text, size_t at)
{
    const char *p = text.data + at;
    size_t n = 0;
    while (p > text.data && nr_emoji_is_flag_letter(nr_utf8_previous(&p, text.data)))
        if (++n > NR_EMOJI_LONGEST)
            return 0;
    return n;
}

bool nr_emoji_is_inside(struct nr_str text, size_t at)
{
    /* All that goes on with an emoji begins with such a byte. */
    if (at == 0 || at >= text.len || (unsigned char)text.data[at] < 0xe2)
        return false;
    const char *after = text.data + at, *before = after;
    uint32_t next = nr_utf8_next(&after, text.data + text.len);
    uint32_t last = nr_utf8_previous(&before, text.data);
    if (nr_emoji_is_extender(next))
        return last > ' ' && (last < 0x80 || last >= FIRST_SYMBOL || nr_emoji_is_extender(last)) &&
               !(next == 0x200d && nr_char_is_letter(last) && !nr_emoji_is_extender(last));
    if (nr_emoji_is_flag_letter(next))
        return flag_letters_before(text, at) % 2;
    return last == 0x200d && next >= FIRST_SYMBOL && !nr_char_is_letter(next);
}

size_t nr_emoji_start(struct nr_str text, size_t at)
{
    for (int i = 0; i < NR_EMOJI_LONGEST && nr_emoji_is_inside(text, at); i++) {
        const char *p = text.data + at;
        nr_utf8_previous(&p, text.data);
        at = (size_t)(p - text.data);
    }
    return at;
}

size_t nr_emoji_end(struct nr_str text, size_t at)
{
    for (int i = 0; i < NR_EMOJI_LONGEST && nr_emoji_is_inside(text, at); i++) {
        const char *p = text.data + at;
        nr_utf8_next(&p, text.data + text.len);
        at = (size_t)(p - text.data);
    }
    return at;
}
