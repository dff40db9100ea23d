/* The two halves of a dateline before its dash: a place, by its form, and a date. */
#include "newsreel/text/months.h"
#include "structure_parts.h"

enum { PLACE_MOST = 90, WORDS_MOST = 9, CASELESS_MOST = 4, LONGEST_SHORT = 5, MONTH_MOST = 40 };

/* Words inside the names of places, and between two of them, that are written small. */
static const struct nr_str particles[] = {
    NR_STR("de"),     NR_STR("del"), NR_STR("da"),   NR_STR("do"),  NR_STR("dos"), NR_STR("das"),
    NR_STR("di"),     NR_STR("du"),  NR_STR("des"),  NR_STR("la"),  NR_STR("le"),  NR_STR("les"),
    NR_STR("las"),    NR_STR("los"), NR_STR("el"),   NR_STR("al"),  NR_STR("am"),  NR_STR("an"),
    NR_STR("der"),    NR_STR("den"), NR_STR("im"),   NR_STR("in"),  NR_STR("bei"), NR_STR("ob"),
    NR_STR("of"),     NR_STR("the"), NR_STR("near"), NR_STR("off"), NR_STR("on"),  NR_STR("upon"),
    NR_STR("aboard"), NR_STR("and"), NR_STR("und"),  NR_STR("et"),  NR_STR("y"),   NR_STR("e"),
    NR_STR("en"),     NR_STR("sur"), NR_STR("sous"), NR_STR("aan"), NR_STR("op"),  NR_STR("och"),
    NR_STR("og"),     NR_STR("i"),   NR_STR("и"),    NR_STR("на"),  NR_STR("та"),  NR_STR("do"),
};

/* Before a date. */
static const struct nr_str befores[] = {
    NR_STR("on"), NR_STR("am"), NR_STR("den"), NR_STR("le"), NR_STR("em"),  NR_STR("el"),
    NR_STR("il"), NR_STR("op"), NR_STR("في"),  NR_STR("de"), NR_STR("del"),
};

#define AMONG(word, words) is_among(word, words, sizeof(words) / sizeof *(words))

static bool is_among(struct nr_str word, const struct nr_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_eq_fold(word, words[i]))
            return true;
    return false;
}

static struct nr_str trim_marks(struct nr_str s, const char *marks)
{
    s = nr_str_trim(s);
    while (s.len && (nr_ascii_is_blank(s.data[s.len - 1]) ||
                     (s.data[s.len - 1] && strchr(marks, s.data[s.len - 1]))))
        s.len--;
    return s;
}

/* ---- Dates ---- */

/* Where the last word of s begins: behind a blank or a comma. */
static size_t last_word(struct nr_str s)
{
    size_t at = s.len;
    while (at > 0 && !nr_ascii_is_blank(s.data[at - 1]) && s.data[at - 1] != ',')
        at--;
    return at;
}

/* The last word of *s, which is cut off with the blanks and commas around it. */
static struct nr_str cut_word(struct nr_str *s)
{
    *s = trim_marks(*s, ",");
    size_t at = last_word(*s);
    struct nr_str word = nr_str_sub(*s, at, s->len);
    *s = trim_marks(nr_str_sub(*s, 0, at), ",");
    return word;
}

static unsigned month_of(struct nr_str word)
{
    struct nr_buf folded = {0};
    word = trim_marks(word, ".,");
    if (word.len < 3 || word.len > MONTH_MOST || nr_ascii_is_digit(word.data[0]))
        return 0;
    nr_text_fold(&folded, word);
    unsigned month = nr_month_of(nr_buf_str(&folded));
    nr_buf_free(&folded);
    return month;
}

/* The number that word is, or begins with before the ending of an ordinal: "2", "02.", "1er",
 * "3rd". */
static unsigned number_of(struct nr_str word, size_t most_digits)
{
    static const struct nr_str endings[] = {NR_STR(""),   NR_STR("er"), NR_STR("º"),  NR_STR("°"),
                                            NR_STR("st"), NR_STR("nd"), NR_STR("rd"), NR_STR("th")};
    unsigned n = 0;
    size_t at = 0;
    word = trim_marks(word, ".,");
    for (; at < word.len && at < most_digits && nr_ascii_is_digit(word.data[at]); at++)
        n = n * 10 + (unsigned)(word.data[at] - '0');
    return at && AMONG(nr_str_sub(word, at, word.len), endings) ? n : 0;
}

static unsigned day_of(struct nr_str word)
{
    unsigned n = number_of(word, 2);
    return n <= 31 ? n : 0;
}

static unsigned year_of(struct nr_str word)
{
    unsigned n = number_of(word, 4);
    return n >= 1800 && n < 2200 ? n : 0;
}

static bool is_of(struct nr_str word)
{
    return nr_str_eq_fold(word, nr_str_of("de")) || nr_str_eq_fold(word, nr_str_of("del"));
}

/* "March 2", "2 March", "2 de marzo" at the end of *s. */
static bool cut_day(struct nr_str *s, bool day_alone, struct nr_dated *date)
{
    struct nr_str rest = *s, last = cut_word(&rest), before_last = rest;
    struct nr_str first = cut_word(&before_last);
    if (month_of(last) && is_of(first))
        first = cut_word(&before_last);
    date->month = month_of(last);
    date->day = date->month ? day_of(first) : day_of(last);
    if (!date->month)
        date->month = date->day ? month_of(first) : 0;
    if (!date->day || (!date->month && !day_alone))
        return false;
    *s = date->month ? before_last : rest;
    return true;
}

bool nr_dateline_cut_date(struct nr_str *s, bool day_alone, struct nr_dated *date)
{
    static const struct nr_str years[] = {NR_STR("г"), NR_STR("года"), NR_STR("р"), NR_STR("року")};
    struct nr_str all = trim_marks(*s, ",./:"), rest = all, word;
    *date = (struct nr_dated){.text = {NULL, 0}};
    struct nr_str shorter = rest;
    if (AMONG(cut_word(&shorter), years))
        rest = shorter;
    shorter = rest;
    unsigned year = year_of(cut_word(&shorter));
    struct nr_str behind = shorter;
    if (year && is_of(cut_word(&behind)))
        shorter = behind;
    if (!cut_day(year ? &shorter : &rest, day_alone && !year, date))
        return false;
    date->year = year;
    rest = year ? shorter : rest;
    size_t from = rest.len ? (size_t)(rest.data + rest.len - all.data) : 0;
    while (from < all.len && (nr_ascii_is_blank(all.data[from]) || all.data[from] == ','))
        from++;
    date->text = trim_marks(nr_str_sub(all, from, all.len), ",./:");
    shorter = rest;
    word = cut_word(&shorter);
    *s = shorter.len && AMONG(word, befores) ? shorter : rest;
    return true;
}

/* ---- Places ---- */

/* The full stop at the end of s stays with an abbreviation: "LEONIA, N.J.", "BOISE, Ida." */
static struct nr_str trim_stop(struct nr_str s)
{
    if (!s.len || s.data[s.len - 1] != '.')
        return s;
    size_t at = last_word(s);
    struct nr_str word = nr_str_sub(s, at, s.len), before = nr_str_trim(nr_str_sub(s, 0, at));
    bool region = before.len && before.data[before.len - 1] == ',';
    bool initials = nr_str_find_char(word, '.') + 1 < word.len;
    return region || initials ? s : trim_marks(s, ".");
}

static bool is_place_sign(uint32_t c)
{
    return nr_char_is_letter(c) || c == '\'' || c == 0x2019 || c == 0x2bb || c == '.' || c == ',' ||
           c == '-' || c == '/' || c == '&' || c == '(' || c == ')' || c == 0x60c || c == 0x2010 ||
           c == 0x2011 || nr_char_is_blank(c);
}

struct words {
    size_t all, capitals, particles, caseless;
    bool fit; /* nothing stands there that does not stand in the name of a place */
};

/* Whether a sentence may end behind word: a full stop that is no abbreviation's. */
static bool ends_sentence(struct nr_str word)
{
    return word.len > LONGEST_SHORT + 1 && word.data[word.len - 1] == '.' &&
           nr_str_find_char(word, '.') + 1 == word.len;
}

static void look_at_word(struct words *w, struct nr_str word, bool last)
{
    const char *p = word.data, *end = p + word.len;
    for (const char *q = p; q < end;)
        w->fit &= is_place_sign(nr_utf8_next(&q, end));
    uint32_t first = nr_text_first(word);
    w->all++;
    w->fit &= nr_char_is_letter(first) && (last || !ends_sentence(word));
    if (nr_char_is_upper(first))
        w->capitals++;
    else if (AMONG(trim_marks(word, ",."), particles) || nr_str_starts(word, nr_str_of("d'")) ||
             nr_str_starts(word, nr_str_of("al-")))
        w->particles++;
    else if (!nr_char_is_lower(first))
        w->caseless++;
    else
        w->fit = false;
}

struct nr_str nr_dateline_place_of(struct nr_str s)
{
    static const struct nr_str nothing = {NULL, 0};
    struct words w = {.fit = true};
    s = trim_stop(trim_marks(s, ",/-"));
    while (s.len && s.data[0] == '*')
        s = nr_str_trim(nr_str_sub(s, 1, s.len));
    if (s.len < 2 || s.len > PLACE_MOST)
        return nothing;
    for (size_t at = 0; at < s.len && w.fit;) {
        size_t to = at;
        while (to < s.len && !nr_ascii_is_blank(s.data[to]))
            to++;
        if (to > at)
            look_at_word(&w, nr_str_sub(s, at, to), to == s.len);
        at = to + 1;
    }
    bool begins = !nr_char_is_lower(nr_text_first(s));
    return w.fit && begins && w.all <= WORDS_MOST && w.caseless <= CASELESS_MOST &&
                   w.particles <= w.capitals + w.caseless
               ? s
               : nothing;
}
