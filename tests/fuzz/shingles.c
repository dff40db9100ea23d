/* The shingles of any text are those of its words, found character by character, in lower case and
 * with a space after each; wherever the text lies in a block. */
#include "newsreel/dupes/shingles.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/compose.h"
#include <assert.h>
#include <stdlib.h>
#include <utf8proc.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_mark(utf8proc_category_t k)
{
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ME;
}

static bool is_letter(uint32_t c)
{
    const char *k = utf8proc_category_string((utf8proc_int32_t)c);
    return k[0] == 'L' || k[0] == 'N';
}

/* Appends the words of text to out; returns how many there are. */
static size_t write_words(struct nr_str text, struct nr_buf *out)
{
    size_t words = 0;
    bool open = false, alone = false;
    for (const char *p = text.data, *end = p + text.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        bool mark = is_mark(utf8proc_category((utf8proc_int32_t)c)), letter = is_letter(c);
        bool begins = letter && (!open || alone || nr_char_is_unspaced(c));
        if (open && (begins || !(letter || mark)))
            nr_buf_add_char(out, ' ');
        if (letter)
            alone = nr_char_is_unspaced(c);
        words += begins;
        open = letter || (mark && open);
        if (open)
            nr_utf8_add(out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
    }
    return words;
}

static void assert_equal(const struct nr_shingles *a, const struct nr_shingles *b)
{
    assert(a->words == b->words && a->count == b->count);
    assert(a->count == 0 || memcmp(a->hashes, b->hashes, a->count * sizeof *a->hashes) == 0);
}

static void check(struct nr_str text, struct nr_str plain, size_t words, unsigned n)
{
    struct nr_shingles want = {0}, got = {0};
    nr_shingles_make(&want, plain, n);
    assert(want.words == words);
    assert(want.count == (words >= n ? words - n + 1 : words > 0));
    for (size_t shift = 0; shift < 64; shift += 21) {
        char *moved = malloc(text.len + shift + 1);
        assert(moved);
        memset(moved, '-', shift);
        if (text.len)
            memcpy(moved + shift, text.data, text.len);
        nr_shingles_make(&got, nr_str(moved, text.len + shift), n);
        assert_equal(&want, &got);
        free(moved);
    }
    nr_shingles_free(&want);
    nr_shingles_free(&got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0}, composed = {0}, plain = {0};
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    nr_text_compose(&composed, nr_buf_str(&text));
    size_t words = text.len ? write_words(nr_buf_str(&composed), &plain) : 0;
    check(nr_buf_str(&text), nr_buf_str(&plain), words, 1);
    check(nr_buf_str(&text), nr_buf_str(&plain), words, NR_SHINGLES_WORDS);
    check(nr_buf_str(&text), nr_buf_str(&plain), words, NR_SHINGLES_MOST_WORDS);
    nr_buf_free(&text);
    nr_buf_free(&composed);
    nr_buf_free(&plain);
    return 0;
}
