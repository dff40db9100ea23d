#include "newsreel/text/words.h"
#include "newsreel/text/chars.h"

enum kind {
    OTHER,
    LETTER,
    DIGIT,
    SINGLE, /* a word of its own */
};

static enum kind kind_of(uint32_t c)
{
    if (c < 0x80)
        return nr_ascii_is_letter((char)c) ? LETTER : nr_ascii_is_digit((char)c) ? DIGIT : OTHER;
    if (nr_char_is_letter(c))
        return nr_char_is_cjk(c) && c < 0xff00 ? SINGLE : LETTER;
    return nr_char_is_digit(c) ? DIGIT : OTHER;
}

/* True when mark between before and after does not end the word. */
static bool binds(enum kind before, uint32_t mark, enum kind after)
{
    if (mark == '\'' || mark == 0x2019)
        return before == LETTER && after == LETTER;
    return (mark == '.' || mark == ',' || mark == ':') && before == DIGIT && after == DIGIT;
}

static enum kind kind_at(const char *p, const char *end)
{
    return p < end ? kind_of(nr_utf8_next(&p, end)) : OTHER;
}

/* The end of the word whose first character, of kind now, ends at p. */
static const char *word_end(const char *p, const char *end, enum kind now)
{
    while (p < end && now != SINGLE) {
        for (; p < end && (unsigned char)*p < 0x80 && kind_of((unsigned char)*p) != OTHER; p++)
            now = kind_of((unsigned char)*p);
        if (p == end)
            break;
        const char *next = p;
        uint32_t c = nr_utf8_next(&next, end);
        enum kind k = kind_of(c);
        if (k == SINGLE)
            break;
        if (k == OTHER) {
            k = kind_at(next, end);
            if (!binds(now, c, k))
                break;
        } else {
            p = next;
        }
        now = k;
        p = p > next ? p : next;
    }
    return p;
}

bool nr_words_next(struct nr_str *rest, struct nr_str *word)
{
    if (!rest->len) /* data may be NULL */
        return false;
    const char *end = rest->data + rest->len;
    for (const char *p = rest->data; p < end;) {
        const char *from = p;
        enum kind k = kind_of(nr_utf8_next(&p, end));
        if (k == OTHER)
            continue;
        p = word_end(p, end, k);
        *word = nr_str(from, (size_t)(p - from));
        *rest = nr_str(p, (size_t)(end - p));
        return true;
    }
    *rest = nr_str(end, 0);
    return false;
}

uint64_t nr_word_hash(struct nr_str word)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < word.len; i++)
        h = (h ^ (unsigned char)nr_ascii_lower(word.data[i])) * 1099511628211u;
    return h;
}

static size_t count_slowly(struct nr_str text)
{
    size_t n = 0;
    for (struct nr_str word; nr_words_next(&text, &word);)
        n++;
    return n;
}

/* As numbers, to count with. */
static int letter(char c)
{
    return nr_ascii_is_letter(c);
}

static int digit(char c)
{
    return nr_ascii_is_digit(c);
}

/* Of ASCII that begins and ends between words: runs of letters and digits, less the marks that bind
 * two of them. There is no branch on what the text says. */
static size_t count_ascii(struct nr_str text)
{
    size_t n = 0;
    const char *s = text.data;
    for (size_t i = 0; i + 1 < text.len; i++)
        n += (size_t)((letter(s[i]) | digit(s[i])) & ~(letter(s[i + 1]) | digit(s[i + 1])));
    for (size_t i = 1; i + 1 < text.len; i++) {
        int quote = s[i] == '\'', mark = (s[i] == '.') | (s[i] == ',') | (s[i] == ':');
        n -= (size_t)(quote & letter(s[i - 1]) & letter(s[i + 1]));
        n -= (size_t)(mark & digit(s[i - 1]) & digit(s[i + 1]));
    }
    return n;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n';
}

/* Spaces bind nothing, so what is between two of them is counted by itself: long stretches of ASCII
 * in a quick way. */
size_t nr_words_count(struct nr_str text)
{
    size_t n = 0;
    while (text.len) {
        size_t ascii = nr_utf8_ascii(text), end = ascii;
        while (end && !is_space(text.data[end - 1]))
            end--;
        n += end ? count_ascii(nr_str_sub(text, 0, end)) : 0;
        text = nr_str_sub(text, end, text.len);
        for (end = ascii - end; end < text.len && !is_space(text.data[end]);)
            end++;
        n += count_slowly(nr_str_sub(text, 0, end));
        text = nr_str_sub(text, end, text.len);
    }
    return n;
}

bool nr_words_are_acronym(struct nr_str words, struct nr_str acronym)
{
    size_t at = 0;
    bool begins = true;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.data[i];
        if (begins && nr_ascii_is_letter(c) && c != nr_ascii_lower(c))
            at = at < acronym.len && acronym.data[at] == c ? at + 1 : acronym.len + 1;
        begins = c == ' ' || c == '-';
    }
    return at == acronym.len && at > 1;
}
