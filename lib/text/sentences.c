#include "newsreel/text/sentences.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>

enum { LONGEST_ABBREVIATION = 8 };

/* Sorted. Lower case, without the full stop. */
static const char *const abbreviations[] = {
    "abb",  "abs",  "adm", "al",   "apr", "art",  "aufl", "aug",    "av",  "ave",  "bd",   "blvd",
    "bros", "bzw",  "ca",  "capt", "cf",  "ch",   "cmdr", "co",     "col", "corp", "dec",  "dept",
    "det",  "dr",   "dra", "ed",   "eds", "ehem", "esq",  "est",    "etc", "feb",  "fig",  "fr",
    "ft",   "geb",  "gen", "ggf",  "gov", "hon",  "hr",   "inc",    "ing", "insp", "jan",  "jr",
    "jul",  "jun",  "lt",  "ltd",  "maj", "mar",  "max",  "messrs", "mgr", "min",  "mio",  "mlle",
    "mme",  "mr",   "mrd", "mrs",  "ms",  "mt",   "no",   "nos",    "nov", "nr",   "oct",  "okt",
    "op",   "p",    "par", "ph",   "pp",  "prof", "pte",  "pvt",    "rd",  "rep",  "reps", "rev",
    "sen",  "sens", "sep", "sept", "sgt", "sig",  "sr",   "sra",    "st",  "sta",  "ste",  "str",
    "supt", "tel",  "usw", "vgl",  "vol", "vols", "vs",
};

static int compare(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

static bool is_abbreviation(struct nr_str word)
{
    char folded[LONGEST_ABBREVIATION + 1];
    if (word.len == 0 || word.len > LONGEST_ABBREVIATION)
        return false;
    for (size_t i = 0; i < word.len; i++)
        folded[i] = nr_ascii_lower(word.data[i]);
    folded[word.len] = 0;
    return bsearch(folded, abbreviations, sizeof abbreviations / sizeof *abbreviations,
                   sizeof *abbreviations, compare) != NULL;
}

/* The letters and digits right before stop, not further back than begin; no more than are needed.
 */
static struct nr_str word_before(const char *begin, const char *stop)
{
    const char *p = stop;
    while (p > begin && stop - p <= 4 * LONGEST_ABBREVIATION) {
        const char *before = p;
        uint32_t c = nr_utf8_previous(&before, begin);
        if (!nr_char_is_letter(c) && !nr_char_is_digit(c))
            break;
        p = before;
    }
    return nr_str(p, (size_t)(stop - p));
}

/* A single capital: J. or the last letter of U.S. */
static bool is_initial(struct nr_str word)
{
    const char *p = word.data, *end = word.data + word.len;
    return word.len && nr_char_is_upper(nr_utf8_next(&p, end)) && p == end;
}

/* True when the full stop at stop is no end, going by what is before it and what comes at next. */
static bool is_inside(const char *begin, const char *stop, const char *next, const char *end)
{
    struct nr_str word = word_before(begin, stop);
    if (is_abbreviation(word) || is_initial(word))
        return next < end;
    const char *ahead = next;
    uint32_t c = ahead < end ? nr_utf8_next(&ahead, end) : 0;
    return nr_char_is_lower(c);
}

static bool is_white(uint32_t c)
{
    return nr_char_is_blank(c) || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Behind white space from p on; *blank_line when there is an empty line in it. */
static const char *skip_white(const char *p, const char *end, bool *blank_line)
{
    unsigned lines = 0;
    while (p < end) {
        const char *next = p;
        uint32_t c = nr_utf8_next(&next, end);
        if (!is_white(c))
            break;
        lines += c == '\n' && lines < 2;
        p = next;
    }
    *blank_line = lines > 1;
    return p;
}

/* Behind the end marks and closing marks from p on. */
static const char *skip_marks(const char *p, const char *end)
{
    while (p < end) {
        const char *next = p;
        uint32_t c = nr_utf8_next(&next, end);
        if (!nr_char_ends_sentence(c) && !nr_char_closes(c))
            break;
        p = next;
    }
    return p;
}

/* True when the sentence from begin ends with the end mark between mark and p and the closing marks
 * up to stop. */
static bool ends_at(const char *begin, const char *mark, const char *p, const char *stop,
                    const char *end)
{
    bool east = (unsigned char)*mark >= 0xe3; /* the full stops of East Asia */
    bool blank_line;
    const char *next = skip_white(stop, end, &blank_line);
    if (next == stop && next < end && !east)
        return false;
    return *mark != '.' || stop > p || blank_line || !is_inside(begin, mark, next, end);
}

/* The first byte from p on that may be of a mark that ends a sentence, or of a line end. */
static const char *skip_plain(const char *p, const char *end)
{
    static const bool stops[128] = {['\n'] = true, ['.'] = true, ['!'] = true, ['?'] = true};
    while (p < end && (unsigned char)*p < 0x80 && !stops[(unsigned char)*p])
        p++;
    return p;
}

static const char *sentence_end(const char *begin, const char *end)
{
    for (const char *p = begin; (p = skip_plain(p, end)) < end;) {
        const char *mark = p;
        uint32_t c = nr_utf8_next(&p, end);
        if (c == '\n') {
            bool blank_line;
            skip_white(mark, end, &blank_line);
            if (blank_line)
                return mark;
        } else if (nr_char_ends_sentence(c)) {
            const char *stop = skip_marks(p, end);
            if (ends_at(begin, mark, p, stop, end))
                return stop;
            p = stop;
        }
    }
    return end;
}

bool nr_sentences_next(struct nr_str *rest, struct nr_str *sentence)
{
    bool blank_line;
    const char *end = rest->data + rest->len;
    const char *begin = rest->len ? skip_white(rest->data, end, &blank_line) : end;
    const char *stop = sentence_end(begin, end);
    *rest = nr_str(stop, (size_t)(end - stop));
    while (stop > begin) {
        const char *last = stop;
        if (!is_white(nr_utf8_previous(&last, begin)))
            break;
        stop = last;
    }
    *sentence = nr_str(begin, (size_t)(stop - begin));
    return stop > begin;
}

size_t nr_sentences_count(struct nr_str text)
{
    size_t n = 0;
    for (struct nr_str sentence; nr_sentences_next(&text, &sentence);)
        n++;
    return n;
}
