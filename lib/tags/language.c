#include "newsreel/tags/language.h"
#include "cld2.h"
#include "newsreel/core/utf8.h"

static const struct nr_str unknown = NR_STR("und");

/* BCP 47 for a code of CLD2: two of its codes are withdrawn ones, and "un", "xxx", "xx-Thai" (a
 * script, no language), "zzp" (its jokes) say that it does not know. */
static struct nr_str tag_of(struct nr_str code)
{
    if (nr_str_is(code, "iw"))
        return nr_str_of("he");
    if (nr_str_is(code, "jw"))
        return nr_str_of("jv");
    if (code.len == 0 || nr_str_is(code, "un") || nr_str_starts(code, nr_str_of("xx")) ||
        nr_str_starts(code, nr_str_of("zz")))
        return unknown;
    return code;
}

/* A view of at most size bytes of text from at on, cut so that no code point is. */
static struct nr_str window(struct nr_str text, size_t at, size_t size)
{
    struct nr_str w = nr_utf8_head(nr_str_sub(text, at, text.len), size);
    while (w.len && ((unsigned char)w.data[0] & 0xc0) == 0x80)
        w = nr_str_sub(w, 1, w.len);
    return w;
}

/* The detector reads words, so the pieces are joined by a space. sample has room for all. */
static struct nr_str sample_of(struct nr_str text, char sample[NR_LANGUAGE_SAMPLE + 3])
{
    const size_t size = NR_LANGUAGE_SAMPLE / 3;
    const size_t from[3] = {0, text.len / 2 - size / 2, text.len - size};
    size_t len = 0;
    for (size_t i = 0; i < 3; i++) {
        struct nr_str w = window(text, from[i], size);
        memcpy(sample + len, w.data, w.len);
        len += w.len;
        sample[len++] = ' ';
    }
    return nr_str(sample, len);
}

struct nr_language nr_language_detect(struct nr_str text)
{
    char sample[NR_LANGUAGE_SAMPLE + 3];
    if (text.len > NR_LANGUAGE_SAMPLE)
        text = sample_of(text, sample);
    if (text.len == 0)
        return (struct nr_language){.tag = unknown};
    struct nr_cld2 found = nr_cld2_detect(text.data, (int)text.len);
    struct nr_language language = {.tag = tag_of(nr_str_of(found.code))};
    if (nr_str_eq(language.tag, unknown))
        return language;
    language.percent = found.percent > 0 ? (unsigned)found.percent : 0;
    language.reliable = found.reliable;
    return language;
}
