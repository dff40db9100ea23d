#include "language_words.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include <utf8proc.h>

/* Letters of other scripts than the five. A range may hold signs and digits of its script: outside
 * of Latin and Arabic they are too rare to matter, but they make no word by themselves. */
static const struct single {
    uint32_t from, to;
    struct nr_str language;
} singles[] = {
    {0x0370, 0x03ff, NR_STR("el")},    {0x0530, 0x058f, NR_STR("hy")},
    {0x0590, 0x05ff, NR_STR("he")},    {0x0700, 0x074f, NR_STR("syr")},
    {0x0780, 0x07bf, NR_STR("dv")},    {0x07c0, 0x07ff, NR_STR("nqo")},
    {0x0980, 0x09ff, NR_STR("bn")},    {0x0a00, 0x0a7f, NR_STR("pa")},
    {0x0a80, 0x0aff, NR_STR("gu")},    {0x0b00, 0x0b7f, NR_STR("or")},
    {0x0b80, 0x0bff, NR_STR("ta")},    {0x0c00, 0x0c7f, NR_STR("te")},
    {0x0c80, 0x0cff, NR_STR("kn")},    {0x0d00, 0x0d7f, NR_STR("ml")},
    {0x0d80, 0x0dff, NR_STR("si")},    {0x0e00, 0x0e7f, NR_STR("th")},
    {0x0e80, 0x0eff, NR_STR("lo")},    {0x0f00, 0x0fff, NR_STR("bo")},
    {0x1000, 0x109f, NR_STR("my")},    {0x10a0, 0x10ff, NR_STR("ka")},
    {0x1100, 0x11ff, NR_STR("ko")},    {0x1200, 0x139f, NR_STR("am")},
    {0x13a0, 0x13ff, NR_STR("chr")},   {0x1400, 0x167f, NR_STR("iu")},
    {0x1780, 0x17ff, NR_STR("km")},    {0x1800, 0x18af, NR_STR("mn-Mong")},
    {0x1c50, 0x1c7f, NR_STR("sat")},   {0x1c90, 0x1cbf, NR_STR("ka")},
    {0x1f00, 0x1fff, NR_STR("el")},    {0x2d00, 0x2d2f, NR_STR("ka")},
    {0x2d30, 0x2d7f, NR_STR("zgh")},   {0x2d80, 0x2ddf, NR_STR("am")},
    {0x3130, 0x318f, NR_STR("ko")},    {0xa000, 0xa4cf, NR_STR("ii")},
    {0xa960, 0xa97f, NR_STR("ko")},    {0xaa60, 0xaa7f, NR_STR("my")},
    {0xab70, 0xabbf, NR_STR("chr")},   {0xac00, 0xd7ff, NR_STR("ko")},
    {0xfb13, 0xfb17, NR_STR("hy")},    {0xfb1d, 0xfb4f, NR_STR("he")},
    {0x10000, 0x1ffff, NR_STR("und")},
};
enum { SINGLES = sizeof singles / sizeof singles[0] };
_Static_assert(NR_SCRIPT_FIRST_SINGLE + SINGLES <= NR_SCRIPTS, "a number for each row");

struct nr_str nr_script_language(enum nr_script script)
{
    size_t row = (size_t)script - NR_SCRIPT_FIRST_SINGLE;
    return row < SINGLES ? singles[row].language : nr_str_of("und");
}

/* Several ranges of one language count as one script: the first. */
static enum nr_script single_of(uint32_t c)
{
    for (size_t i = 0; i < SINGLES && c >= singles[i].from; i++) {
        if (c > singles[i].to)
            continue;
        size_t first = 0;
        while (!nr_str_eq(singles[first].language, singles[i].language))
            first++;
        return (enum nr_script)(NR_SCRIPT_FIRST_SINGLE + first);
    }
    return NR_SCRIPT_NONE;
}

static bool is_in(uint32_t c, uint32_t from, uint32_t to)
{
    return c >= from && c <= to;
}

/* The turned commas that Polynesian and Turkic alphabets have as letters are Latin. */
static bool is_latin(uint32_t c)
{
    if (c < 0x300)
        return c == 0xaa || c == 0xba || is_in(c, 0xc0, 0xd6) || is_in(c, 0xd8, 0xf6) ||
               is_in(c, 0xf8, 0x2af) || is_in(c, 0x2b9, 0x2bf);
    return is_in(c, 0x300, 0x36f) || is_in(c, 0x1e00, 0x1eff) || is_in(c, 0x2c60, 0x2c7f) ||
           is_in(c, 0xa720, 0xa7ff) || is_in(c, 0xfb00, 0xfb06);
}

static bool is_arabic(uint32_t c)
{
    bool block = is_in(c, 0x600, 0x6ff) || is_in(c, 0x750, 0x77f) || is_in(c, 0x8a0, 0x8ff) ||
                 is_in(c, 0xfb50, 0xfdff) || is_in(c, 0xfe70, 0xfefe);
    return block && nr_char_is_letter(c);
}

static bool is_han(uint32_t c)
{
    return is_in(c, 0x3041, 0x30ff) || is_in(c, 0x31f0, 0x31ff) || is_in(c, 0x3400, 0x4dbf) ||
           is_in(c, 0x4e00, 0x9fff) || is_in(c, 0xf900, 0xfaff) || is_in(c, 0xff66, 0xff9d) ||
           is_in(c, 0x20000, 0x3ffff) || c == 0x3005;
}

static bool is_devanagari(uint32_t c)
{
    return is_in(c, 0x900, 0x963) || is_in(c, 0x970, 0x97f) || is_in(c, 0xa8e0, 0xa8ff);
}

enum nr_script nr_script_of(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? NR_SCRIPT_LATIN : NR_SCRIPT_NONE;
    if (is_latin(c))
        return NR_SCRIPT_LATIN;
    if (is_in(c, 0x400, 0x52f) || is_in(c, 0x1c80, 0x1c8f) || is_in(c, 0xa640, 0xa69f))
        return NR_SCRIPT_CYRILLIC;
    if (is_in(c, 0x2000, 0x2bff))
        return NR_SCRIPT_NONE;
    if (is_han(c))
        return NR_SCRIPT_HAN;
    if (is_devanagari(c))
        return NR_SCRIPT_DEVANAGARI;
    if (is_arabic(c))
        return NR_SCRIPT_ARABIC;
    return nr_char_is_letter(c) ? single_of(c) : NR_SCRIPT_NONE;
}

/* The letters of ASCII from at on, without a branch on which they are; *at moves behind the
 * ASCII. */
static size_t count_ascii(const char **at, const char *end)
{
    size_t letters = 0;
    const char *p = *at;
    for (; p < end && (unsigned char)*p < 0x80; p++)
        letters += nr_ascii_is_letter(*p);
    *at = p;
    return letters;
}

void nr_script_count(struct nr_str text, size_t bytes[NR_SCRIPTS])
{
    const char *at = text.data, *end = at + text.len;
    while (at < end) {
        bytes[NR_SCRIPT_LATIN] += count_ascii(&at, end);
        if (at == end)
            break;
        const char *from = at;
        enum nr_script script = nr_script_of(nr_utf8_next(&at, end));
        if (script != NR_SCRIPT_NONE)
            bytes[script] += (size_t)(at - from);
    }
}

static uint32_t lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* Reads letters into the word until one ends it; the byte behind them is *at. */
static const char *read_word(struct nr_language_words *w, const char *at, const char *end)
{
    while (at < end && w->count <= NR_LANGUAGE_WORD) {
        if (w->script == NR_SCRIPT_LATIN && nr_ascii_is_letter(*at)) {
            w->letters[w->count++] = (unsigned char)(*at++ | 0x20);
            continue;
        }
        const char *next = at;
        uint32_t c = nr_utf8_next(&next, end);
        if (nr_script_of(c) == w->script)
            w->letters[w->count++] = lower(c);
        else if (w->count > 1 && is_apostrophe(c))
            w->letters[w->count++] = '\'';
        else if (w->count > 1)
            return at;
        at = next;
    }
    return at;
}

bool nr_language_words_next(struct nr_language_words *w)
{
    const char *end = w->rest.data + w->rest.len;
    w->letters[0] = ' ';
    w->count = 1;
    const char *at = w->rest.len ? read_word(w, w->rest.data, end) : end;
    w->rest = nr_str(at, (size_t)(end - at));
    while (w->count > 1 && w->letters[w->count - 1] == '\'')
        w->count--;
    if (w->count == 1)
        return false;
    w->letters[w->count++] = ' ';
    return true;
}
