#include "traits.h"
#include "echoes.h"
#include "line_words.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/function_words.h"
#include "newsreel/text/paragraphs.h"
#include "segments.h"
#include "stretch.h"
#include <limits.h>

enum {
    LOOK = 240,         /* bytes of a paragraph that are looked at; longer ones are scaled up */
    LOOK_WORDS = 16,    /* words that are looked up */
    SHORT_COLUMNS = 45, /* as navigation has them */
    LONG_COLUMNS = 100, /* as prose has them */
    PROSE_COLUMNS = 60, /* of a sentence that counts as prose */
    TEXT_COLUMNS = 160, /* that count as prose without a sentence end */
    MOST_PROSE = 1000,  /* columns of a paragraph that count */
    NEAR = 4,
    FAR = 16,
    ENOUGH_PROSE = 300, /* columns before a phrase may end the article */
    MANY_COST = 20,     /* half words that a further stretch costs, where there may be many */
    FEW_COST = 80,
};

/* How many of the limits are below n: the step that n is in. */
static unsigned char step(size_t n, const size_t *limits, size_t count)
{
    size_t i = 0;
    while (i < count && n > limits[i])
        i++;
    return (unsigned char)i;
}

#define STEP(n, ...)                                                                               \
    step((n), (const size_t[]){__VA_ARGS__}, sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t))

static unsigned char length_class(uint32_t columns)
{
    return columns > LONG_COLUMNS ? 2 : columns > SHORT_COLUMNS;
}

/* What one pass over the beginning of a paragraph counts. */
struct count {
    size_t columns, words, capitals, uppers, letters, function, digits, separators, commas, stops;
    size_t unspaced;
    bool address, mail, copyright, money, tag, clock;
};

static bool is_separator(uint32_t c)
{
    return c == '|' || c == '/' || c == '>' || c == '<' || c == 0xbb || c == 0xab || c == 0xb7 ||
           c == 0x2022 || c == 0x203a || c == 0x2039 || (c >= 0x2190 && c <= 0x21ff) ||
           (c >= 0x25a0 && c <= 0x27bf) || c == 0xff5c || c == 0x30fb;
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == ';' || c == 0xff0c || c == 0x3001 || c == 0x60c || c == 0x61b;
}

static void count_other(struct count *n, uint32_t c)
{
    n->separators += is_separator(c);
    n->commas += is_comma(c);
    n->copyright |= c == 0xa9;
    n->money |= c == '$' || c == 0x20ac || c == 0xa3 || c == 0xa5;
    n->mail |= c == '@';
    n->tag |= c == '#';
    n->stops += c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

static void count_word(struct count *n, const char *from, const char *to)
{
    struct nr_str word = nr_str(from, (size_t)(to - from));
    const char *p = from;
    n->words++;
    if (p < to) {
        uint32_t c = nr_utf8_next(&p, to);
        n->capitals += nr_char_is_upper(c);
    }
    if (n->words <= LOOK_WORDS)
        n->function += nr_is_function_word(word);
    if (word.len > 4)
        n->address |=
            nr_str_starts(word, nr_str("http", 4)) || nr_str_starts(word, nr_str("www.", 4));
}

static void count_ascii(struct count *n, unsigned char c, const char *p, const char *end)
{
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        n->letters++;
        n->uppers += c < 'a';
    } else if (c >= '0' && c <= '9') {
        n->digits++;
    } else if (c > ' ') {
        n->stops += (c == '.' || c == '?' || c == '!') && p < end && *p == ' ';
        n->clock |= c == ':' && p < end && nr_ascii_is_digit(*p);
        count_other(n, c);
    }
}

static void count_wide(struct count *n, uint32_t c)
{
    if (nr_char_is_unspaced(c)) {
        n->unspaced++;
        n->columns++;
        n->function += nr_is_function_char(c);
    }
    if (c < 0x2000 ? c >= 0xc0 : c > 0x3040)
        n->letters++;
    else
        count_other(n, c);
    if (c >= 0xff00)
        count_other(n, c);
}

static void count_all(struct count *n, struct nr_str s)
{
    const char *word = s.data, *end = s.data + s.len;
    for (const char *p = s.data; p < end;) {
        unsigned char c = (unsigned char)*p;
        n->columns++;
        if (c == ' ' || c == '\n') {
            if (p > word)
                count_word(n, word, p);
            word = ++p;
        } else if (c < 0x80) {
            p++;
            count_ascii(n, c, p, end);
        } else {
            count_wide(n, nr_utf8_next(&p, end));
        }
    }
    if (end > word)
        count_word(n, word, end);
}

/* The kind of the last mark. */
static unsigned char end_kind(struct nr_str s)
{
    const char *p = s.data + s.len;
    bool closed = false;
    while (p > s.data) {
        uint32_t c = nr_utf8_previous(&p, s.data);
        if (nr_char_is_blank(c) || c == '\n')
            continue;
        if (c == '.' && p - s.data >= 2 && p[-1] == '.')
            return 4;
        if (c == 0x2026)
            return 4;
        if (nr_char_ends_sentence(c))
            return c == '?' || c == '!' || c == 0xff1f || c == 0xff01 ? 2 : closed ? 3 : 1;
        if (nr_char_closes(c)) {
            closed = true;
            continue;
        }
        if (closed)
            return 5;
        if (c == ':' || c == ',' || c == ';' || c == 0xff1a || c == 0xff0c)
            return 6;
        return nr_char_is_letter(c) || nr_char_is_digit(c) ? 0 : 7;
    }
    return 7;
}

static unsigned char first_kind(struct nr_str s)
{
    const char *p = s.data;
    uint32_t c = nr_utf8_next(&p, s.data + s.len);
    if (nr_char_is_upper(c))
        return 0;
    if (nr_char_is_lower(c))
        return 1;
    if (nr_char_is_digit(c))
        return 2;
    if (nr_char_is_letter(c))
        return 3;
    if (nr_list_marker(s))
        return 4;
    return nr_char_opens(c)
               ? c == '"' || c == 0x201c || c == 0x201e || c == 0xab || c == 0x300c ? 5 : 6
               : 7;
}

/* Four digits that may be a year. */
static bool has_year(struct nr_str s)
{
    size_t run = 0;
    for (size_t i = 0; i < s.len; i++) {
        run = nr_ascii_is_digit(s.data[i]) ? run + 1 : 0;
        if (run == 4 && (i + 1 == s.len || !nr_ascii_is_digit(s.data[i + 1])) &&
            (memcmp(s.data + i - 3, "19", 2) == 0 || memcmp(s.data + i - 3, "20", 2) == 0))
            return true;
    }
    return false;
}

static unsigned char sign(const struct count *n, struct nr_str s)
{
    if (n->copyright)
        return 1;
    if (n->address)
        return 2;
    if (n->mail)
        return 3;
    if (n->money)
        return 4;
    if (n->tag)
        return 5;
    if (n->digits >= 4 && has_year(s))
        return n->digits * 4 >= n->letters ? 6 : 7;
    return n->clock ? 8 : 0;
}

static unsigned char capitals(const struct count *n)
{
    size_t lower = n->letters - n->uppers;
    if (n->unspaced * 2 > n->letters || n->letters == 0)
        return 5;
    if (lower == 0)
        return 4;
    return n->capitals * 10 <= n->words * 2   ? 0
           : n->capitals * 10 <= n->words * 5 ? 1
           : n->capitals < n->words           ? 2
                                              : 3;
}

static unsigned char phrase_kind(const char *reason)
{
    static const char *const kinds[] = {"related articles", "back to top",   "share buttons",
                                        "subscription",     "advertisement", "link to more",
                                        "credit",           "copyright",     "cookie notice",
                                        "comments",         "navigation"};
    for (size_t i = 0; reason && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], reason) == 0)
            return (unsigned char)(i + 1);
    return 0;
}

static uint32_t scaled(size_t n, struct nr_str s, struct nr_str head)
{
    uint64_t all = (uint64_t)n * s.len / head.len;
    return all < UINT32_MAX / 2 ? (uint32_t)all : UINT32_MAX / 2;
}

static void measure(struct nr_traits *t, struct nr_str s)
{
    struct count n = {0};
    struct nr_str head = nr_utf8_head(s, LOOK);
    count_all(&n, head);
    size_t words = n.words + n.unspaced / 2;
    size_t looked = (n.words < LOOK_WORDS ? n.words : LOOK_WORDS) + n.unspaced / 2;
    t->columns = scaled(n.columns, s, head);
    t->words = scaled(words, s, head);
    unsigned char length = t->length = length_class(t->columns), end = end_kind(s);
    t->sentence = end >= 1 && end <= 3 && !t->phrase;
    t->loose = t->phrase || (!t->sentence && t->words <= 20 && t->columns < LONG_COLUMNS);
    bool prose =
        !t->phrase && (t->sentence ? t->columns >= PROSE_COLUMNS
                                   : t->columns >= TEXT_COLUMNS && n.function * 20 >= looked);
    t->prose = !prose ? 0 : t->columns < MOST_PROSE ? t->columns : MOST_PROSE;
    unsigned char *v = t->value;
    v[NR_TRAIT_LENGTH] = STEP(t->columns, 3, 6, 10, 15, 22, 32, 45, 65, 90, 130, 200, 400);
    v[NR_TRAIT_END] = (unsigned char)(end * 3 + length);
    v[NR_TRAIT_FIRST] = first_kind(s);
    v[NR_TRAIT_FUNCTION] =
        (unsigned char)(STEP(n.function * 100 / (looked ? looked : 1), 0, 12, 22, 32, 42) * 3 +
                        length);
    v[NR_TRAIT_CAPITALS] = (unsigned char)(capitals(&n) * 2 + (length > 0));
    v[NR_TRAIT_DIGITS] = STEP(n.digits * 100 / (n.digits + n.letters + 1), 0, 5, 15, 30, 60);
    v[NR_TRAIT_SEPARATORS] = (unsigned char)(STEP(n.separators, 0, 1, 3) * 2 + (length > 0));
    v[NR_TRAIT_INSIDE] = (unsigned char)(STEP(n.stops, 0, 1, 3) * 3 + STEP(n.commas, 0, 1));
    v[NR_TRAIT_SIGN] = (unsigned char)(sign(&n, head) * 2 + (length > 0));
    v[NR_TRAIT_PHRASE] = (unsigned char)(phrase_kind(t->phrase) * 2 + t->ends);
}

/* Around a paragraph
 * ------------------------------------------------------------------------------- */

/* The first line of a page is its title, as a rule: headline, separator, name of the site. */
static void mark_title(struct nr_traits *t, const struct nr_str *paragraphs, size_t count)
{
    struct nr_str title = nr_str_sub(paragraphs[0], 0, 400);
    for (size_t i = 1; i < count; i++) {
        struct nr_str line = paragraphs[i];
        bool in = line.len <= title.len && line.len >= 15 && nr_str_find(title, line) < title.len;
        t[i].value[NR_TRAIT_TITLE] = in ? line.len * 2 > title.len ? 2 : 1 : 0;
    }
    t[0].value[NR_TRAIT_TITLE] = 3;
}

static unsigned char distance(size_t n)
{
    return STEP(n, 1, 2, 4, 8, 20);
}

static unsigned char amount(uint64_t columns)
{
    return STEP((size_t)columns, 0, 90, 200, 400, 800, 1500);
}

/* Sums of prose, from the first paragraph on: sums[i] is what stands before i. */
static void mark_prose(struct nr_traits *t, size_t count, struct nr_arena *arena)
{
    uint64_t *sums = nr_arena_zero(arena, count + 1, sizeof *sums);
    for (size_t i = 0; i < count; i++)
        sums[i + 1] = sums[i] + t[i].prose;
    uint64_t all = sums[count];
    for (size_t i = 0; i < count; i++) {
        unsigned char *v = t[i].value;
        size_t near_from = i > NEAR ? i - NEAR : 0, far_from = i > FAR ? i - FAR : 0;
        size_t near_to = count - i - 1 > NEAR ? i + 1 + NEAR : count;
        size_t far_to = count - i - 1 > FAR ? i + 1 + FAR : count;
        v[NR_TRAIT_BEFORE] = amount(sums[i] - sums[near_from]);
        v[NR_TRAIT_AFTER] = amount(sums[near_to] - sums[i + 1]);
        v[NR_TRAIT_FAR_BEFORE] = amount(sums[near_from] - sums[far_from]);
        v[NR_TRAIT_FAR_AFTER] = amount(sums[far_to] - sums[near_to]);
        uint64_t passed = all ? (sums[i] + t[i].prose / 2) * 1000 / all : 0;
        v[NR_TRAIT_PASSED] =
            all ? (unsigned char)(1 + STEP((size_t)passed, 0, 20, 100, 300, 700, 900, 980, 999))
                : 0;
    }
}

/* Distances to prose above and below. */
static void mark_between(struct nr_traits *t, size_t count)
{
    size_t away = 1000;
    for (size_t i = 0; i < count; i++) {
        t[i].value[NR_TRAIT_BETWEEN] = (unsigned char)(distance(away) * 6);
        away = t[i].prose ? 1 : away + 1;
    }
    away = 1000;
    for (size_t i = count; i-- > 0;) {
        t[i].value[NR_TRAIT_BETWEEN] =
            (unsigned char)(t[i].value[NR_TRAIT_BETWEEN] + distance(away));
        away = t[i].prose ? 1 : away + 1;
    }
}

static void mark_runs(struct nr_traits *t, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && t[to].loose; to++)
            ;
        unsigned char run = (unsigned char)(1 + STEP(to - from, 1, 2, 4, 8, 16, 32, 64));
        for (size_t i = from; i < to; i++)
            t[i].value[NR_TRAIT_RUN] = run;
        if (to < count && to == from)
            t[to++].value[NR_TRAIT_RUN] = 0;
    }
}

static bool like(const struct nr_traits *a, const struct nr_traits *b)
{
    int lengths = a->value[NR_TRAIT_LENGTH] - b->value[NR_TRAIT_LENGTH];
    return lengths >= -1 && lengths <= 1 &&
           a->value[NR_TRAIT_END] / 3 == b->value[NR_TRAIT_END] / 3 &&
           a->value[NR_TRAIT_CAPITALS] / 2 == b->value[NR_TRAIT_CAPITALS] / 2;
}

static void mark_like(struct nr_traits *t, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int n = (i > 0 && like(&t[i], &t[i - 1])) + (i + 1 < count && like(&t[i], &t[i + 1]));
        t[i].value[NR_TRAIT_LIKE] = (unsigned char)(n * 3 + t[i].length);
    }
}

static void mark_ended(struct nr_traits *t, size_t count)
{
    uint64_t prose = 0, since = 0;
    size_t away = 0;
    for (size_t i = 0; i < count; i++) {
        t[i].value[NR_TRAIT_ENDED] =
            away == 0 ? 0
                      : (unsigned char)(1 + STEP(away, 2, 6, 15) * 3 + STEP((size_t)since, 0, 400));
        if (t[i].ends && prose >= ENOUGH_PROSE) {
            away = 1;
            since = 0;
        } else if (away) {
            away++;
            since += t[i].prose;
        }
        prose += t[i].prose;
    }
}

/* Where each paragraph is by the stretch that has the most words. */
static void mark_stretch(struct nr_traits *t, size_t count)
{
    size_t first, last;
    uint64_t prose = 0, within = 0;
    nr_stretch_find(t, count, &first, &last);
    for (size_t i = 0; i < count; i++) {
        prose += t[i].prose;
        within += i >= first && i < last ? t[i].prose : 0;
    }
    unsigned char share = STEP((size_t)(prose ? within * 1000 / prose : 0), 400, 600, 800, 950);
    for (size_t i = 0; i < count; i++) {
        bool inside = i >= first && i < last;
        size_t edge = inside ? i - first < last - 1 - i ? i - first : last - 1 - i : 0;
        unsigned char length = t[i].length, *v = t[i].value;
        unsigned away = inside      ? 0
                        : i < first ? 1u + STEP(first - i, 1, 2, 4, 8, 20)
                                    : 7u + STEP(i - last + 1, 1, 2, 4, 8, 20);
        v[NR_TRAIT_STRETCH] = (unsigned char)(away * 3 + length);
        v[NR_TRAIT_SHARE] = (unsigned char)(inside * 10 + share * 2 + (length > 0));
        v[NR_TRAIT_EDGE] = (unsigned char)((inside ? 1 + STEP(edge, 0, 1, 3) : 0) * 3 + length);
    }
}

static void mark_stretches(struct nr_traits *t, size_t count, struct nr_arena *arena)
{
    long *gains = nr_arena_zero(arena, count, sizeof *gains);
    bool *few = nr_arena_zero(arena, count, sizeof *few);
    bool *many = nr_arena_zero(arena, count, sizeof *many);
    for (size_t i = 0; i < count; i++)
        gains[i] = nr_stretch_gain(&t[i]);
    nr_segments_choose(gains, count, MANY_COST, LONG_MAX / 4, many, arena);
    nr_segments_choose(gains, count, FEW_COST, LONG_MAX / 4, few, arena);
    for (size_t i = 0; i < count; i++)
        t[i].value[NR_TRAIT_STRETCHES] = (unsigned char)((many[i] + few[i]) * 3 + t[i].length);
}

/* What a line is likely to be depends on how much prose there is besides. */
static void mark_kind(struct nr_traits *t, size_t count)
{
    size_t prose = 0;
    for (size_t i = 0; i < count; i++)
        prose += t[i].prose > 0;
    int kind = STEP(prose, 0, 2, 6, 15);
    for (size_t i = 0; i < count; i++)
        t[i].value[NR_TRAIT_KIND] =
            (unsigned char)(kind * 3 + (t[i].sentence ? 2 : t[i].length > 0));
}

unsigned char nr_traits_words(const struct nr_traits *t, const struct nr_line_lexicon *lexicon,
                              struct nr_str paragraph)
{
    if (t->length > 1)
        return 0;
    return (unsigned char)(1 + nr_line_words_step(lexicon, paragraph) * 2 + t->length);
}

void nr_traits_measure(struct nr_traits *t, const struct nr_str *paragraphs, size_t count,
                       struct nr_arena *arena)
{
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        measure(&t[i], paragraphs[i]);
    for (size_t i = 0; i < count; i++)
        t[i].value[NR_TRAIT_WORDS] = nr_traits_words(&t[i], &nr_line_lexicon, paragraphs[i]);
    mark_title(t, paragraphs, count);
    mark_prose(t, count, arena);
    mark_between(t, count);
    mark_runs(t, count);
    mark_like(t, count);
    mark_ended(t, count);
    mark_stretch(t, count);
    mark_stretches(t, count, arena);
    mark_kind(t, count);
    nr_echoes_mark(t, paragraphs, count, arena);
}
