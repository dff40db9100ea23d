#include "line_words.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "word_weights.h"
#include <utf8proc.h>

enum { NO_CASE = 0x2e80 }; /* from here on scripts have no case, or are rare */

const struct nr_line_lexicon nr_line_lexicon = {word_weights,
                                                sizeof word_weights / sizeof *word_weights};

/* Appends c in lower case. Where it does not fit the word is full, so that no shorter character gets
 * in behind it. */
static size_t add_wide(char *word, size_t n, uint32_t c)
{
    char bytes[4];
    uint32_t lower = c < NO_CASE ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)c) : c;
    size_t len = nr_utf8_put(bytes, lower);
    if (n + len > NR_LINE_WORD_BYTES)
        return NR_LINE_WORD_BYTES;
    memcpy(word + n, bytes, len);
    return n + len;
}

/* Puts the word that begins at p, if there is one; returns where it ends. */
static const char *put_word(char *word, const char *p, const char *end)
{
    size_t n = 0;
    for (;;) {
        for (; p < end && nr_ascii_is_letter(*p); p++)
            if (n < NR_LINE_WORD_BYTES)
                word[n++] = nr_ascii_lower(*p);
        if (p == end || (unsigned char)*p < 0x80)
            return p;
        const char *next = p;
        uint32_t c = nr_utf8_next(&next, end);
        if (!nr_char_is_letter(c))
            return p;
        if (n < NR_LINE_WORD_BYTES)
            n = add_wide(word, n, c);
        p = next;
    }
}

bool nr_line_words_next(struct nr_str *rest, char word[NR_LINE_WORD_BYTES])
{
    const char *p = rest->data, *end = rest->data + rest->len;
    while (p < end) {
        const char *from = p;
        memset(word, 0, NR_LINE_WORD_BYTES);
        p = put_word(word, p, end);
        const char *second = from;
        if (p > from)
            nr_utf8_next(&second, end);
        if (p > second) {
            *rest = nr_str(p, (size_t)(end - p));
            return true;
        }
        if (p < end)
            nr_utf8_next(&p, end);
    }
    *rest = nr_str(p, 0);
    return false;
}

/* Eight bytes as a number that is in the order of the bytes. Written out, compilers see one
 * load. */
static uint64_t number(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | (uint64_t)p[7];
}

static int weight_of(const struct nr_line_lexicon *lexicon, const char word[NR_LINE_WORD_BYTES])
{
    const struct nr_line_word *words = lexicon->words;
    uint64_t high = number(word), low = number(word + 8);
    /* The last word whose first bytes are not behind. Without a branch on what is compared: nobody
     * could predict it. */
    size_t from = 0, left = lexicon->count;
    while (left > 1) {
        size_t half = left / 2;
        from += number(words[from + half].word) <= high ? half : 0;
        left -= half;
    }
    /* Few words have the same first bytes. */
    while (from > 0 && number(words[from].word) == high && number(words[from].word + 8) > low)
        from--;
    return left && memcmp(words[from].word, word, NR_LINE_WORD_BYTES) == 0 ? words[from].weight : 0;
}

static bool is_ascii(const char word[NR_LINE_WORD_BYTES])
{
    return ((number(word) | number(word + 8)) & 0x8080808080808080u) == 0;
}

unsigned char nr_line_words_step(const struct nr_line_lexicon *lexicon, struct nr_str line)
{
    static const short limits[] = {-100, -45, -15, -1, 0, 30};
    char word[NR_LINE_WORD_BYTES];
    int sum = 0, words = 0;
    bool known = false, ascii = true;
    while (words < NR_LINE_WORDS && nr_line_words_next(&line, word)) {
        int weight = weight_of(lexicon, word);
        sum += weight;
        words++;
        known |= weight != 0;
        ascii &= is_ascii(word);
    }
    if (!known && (!ascii || !words))
        return NR_LINE_WORDS_OTHER;
    int mean = sum / words;
    unsigned char step = 1;
    while (step < NR_LINE_WORDS_STEPS - 1 && mean > limits[step - 1])
        step++;
    return step;
}
