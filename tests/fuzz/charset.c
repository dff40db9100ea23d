/* Any bytes, declared as any charset (the first line): what comes out is valid UTF-8 without NUL,
 * valid input stays what it was, and decoding twice gives the same. */
#include "newsreel/charset/charset.h"
#include "newsreel/core/utf8.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_fine(struct nr_str s)
{
    return nr_utf8_valid(s) == s.len && (s.len == 0 || !memchr(s.data, 0, s.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str bytes = nr_str((const char *)data, size), declared;
    size_t end = nr_str_find_char(bytes, '\n');
    declared = nr_str_sub(bytes, 0, end);
    bytes = nr_str_sub(bytes, end + 1, bytes.len);

    struct nr_charset_scratch one = {0}, two = {0};
    for (int markup = 0; markup < 2; markup++) {
        struct nr_decoded d, again;
        nr_charset_decode(&one, bytes, declared, markup, &d);
        nr_charset_decode(&two, bytes, declared, markup, &again);
        assert(is_fine(d.text));
        assert(nr_charset_name(nr_str_of(d.charset)) || strncmp(d.charset, "utf-32", 6) == 0);
        assert(nr_str_eq(d.text, again.text) && strcmp(d.charset, again.charset) == 0);
        assert(d.replaced == again.replaced && d.guessed == again.guessed);
        bool escapes = nr_str_find_char(bytes, 0x1b) < bytes.len;
        if (is_fine(bytes) && !escapes && !nr_str_starts(bytes, nr_str_of("\xef\xbb\xbf")))
            assert(nr_str_eq(d.text, bytes) && d.replaced == 0 && !d.guessed);
    }
    nr_charset_scratch_free(&one);
    nr_charset_scratch_free(&two);
    return 0;
}
