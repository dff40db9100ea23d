/* Input: a text. No place before an ASCII character or at an end is inside of an emoji, and the
 * places around one are in order and inside of none, where they are near. */
#include "newsreel/text/emoji.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf buf = {0};
    nr_utf8_repair(&buf, nr_str((const char *)data, size < 4096 ? size : 4096));
    struct nr_str text = nr_buf_str(&buf);
    check(!nr_emoji_is_inside(text, 0) && !nr_emoji_is_inside(text, text.len));
    for (size_t at = 0; at < text.len; at++) {
        if (((unsigned char)text.data[at] & 0xc0) == 0x80)
            continue;
        bool inside = nr_emoji_is_inside(text, at);
        size_t start = nr_emoji_start(text, at), end = nr_emoji_end(text, at);
        check(!inside || (unsigned char)text.data[at] >= 0x80);
        check(inside ? start < at && at < end : start == at && end == at);
        check(end - at >= NR_EMOJI_LONGEST || !nr_emoji_is_inside(text, end));
    }
    nr_buf_free(&buf);
    return 0;
}
