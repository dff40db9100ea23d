/* The heuristic filters of NeMo Curator for text in words, each under its own name. */
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "quality_parts.h"

struct characters {
    uint64_t plain, digits, brackets, blanks;
};

static void count_wide(struct characters *n, const char *p, const char *end)
{
    uint32_t c = nr_utf8_next(&p, end);
    n->brackets += c == 0x27e8 || c == 0x27e9;
    n->digits += nr_char_is_digit(c);
}

static struct characters characters_of(struct nr_str text)
{
    struct characters n = {0};
    uint64_t of[256] = {0};
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        of[c]++;
        if (c >= 0xc0)
            count_wide(&n, text.data + i, text.data + text.len);
    }
    for (int c = 1; c < 0x80; c++) {
        bool digit = nr_ascii_is_digit((char)c);
        n.digits += digit ? of[c] : 0;
        n.plain += digit || nr_ascii_is_letter((char)c) || strchr("\n?!,.", c) ? of[c] : 0;
        n.brackets += strchr("{}[]()", c) ? of[c] : 0;
        n.blanks += strchr("\t\n\r\b ", c) ? of[c] : 0;
    }
    return n;
}

static bool in_url(char c)
{
    return (c >= '$' && c <= '_') || (c >= 'a' && c <= 'z') || c == '!';
}

/* Where the scheme http or https begins that ends before colon, or NULL. */
static const char *scheme_before(const char *from, const char *colon)
{
    struct nr_str before = nr_str(from, (size_t)(colon - from));
    if (nr_str_ends(before, nr_str_of("https")))
        return colon - 5;
    return nr_str_ends(before, nr_str_of("http")) ? colon - 4 : NULL;
}

/* The bytes, which are ASCII, of all addresses. */
static uint64_t url_points(struct nr_str text)
{
    const char *from = text.data, *end = text.data + text.len, *p = from;
    uint64_t points = 0;
    while (p < end && (p = memchr(p, ':', (size_t)(end - p))) != NULL) {
        const char *begin = scheme_before(from, p), *url = p + 3;
        bool slashes = end - p > 3 && p[1] == '/' && p[2] == '/';
        p++;
        if (!begin || !slashes || !in_url(*url))
            continue;
        while (url < end && in_url(*url))
            url++;
        points += (uint64_t)(url - begin);
        from = p = url;
    }
    return points;
}

static bool is_symbol(struct nr_str word, uint32_t points)
{
    static const struct nr_str marks[] = {NR_STR("..."),   NR_STR("[...]"),    NR_STR("\u2026"),
                                          NR_STR("(...)"), NR_STR("[\u2026]"), NR_STR("-\u00bb")};
    uint64_t runs = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nr_str_eq(word, marks[i]))
            return true;
    for (size_t i = nr_str_find_char(word, '#'); i < word.len; i++)
        runs += word.data[i] == '#' && (i == 0 || word.data[i - 1] != '#');
    return 2 * runs > points;
}

static void add_words(struct nr_quality *q, const struct quality_words *w)
{
    uint64_t symbols = 0, english = quality_words_english(w), longest = 0;
    for (size_t i = 0; i < w->distinct.count; i++) {
        uint32_t points = w->shapes[i].points;
        longest = points > longest ? points : longest;
        symbols += is_symbol(quality_word(w, i), points) ? w->distinct.items[i].count : 0;
    }
    quality_add_count(q, "word_count", w->count);
    quality_add_share(q, "mean_word_length", quality_words_points(w), w->count);
    if (w->count)
        quality_add_count(q, "max_word_length", longest);
    else
        quality_add_none(q, "max_word_length");
    quality_add_share(q, "symbol_to_word", symbols, w->count);
    quality_add_share(q, "words_without_alphabets", quality_words_lettered(w), w->count);
    quality_add_count(q, "common_english_words", english < 2 ? english : 2);
}

/* part / points of the text; an empty text counts as the worst. */
static void add_part(struct nr_quality *q, const char *key, uint64_t part)
{
    quality_add_real(q, key, q->points ? quality_ratio(part, q->points) : 1);
}

static void add_characters(struct nr_quality *q)
{
    struct characters n = characters_of(q->text);
    add_part(q, "alpha_numeric", q->points - n.plain);
    add_part(q, "numbers_ratio", n.digits);
    add_part(q, "urls_ratio", url_points(q->text));
    add_part(q, "white_space", n.blanks);
    add_part(q, "parentheses_ratio", n.brackets);
}

static bool is_bullet(struct nr_str line)
{
    static const uint32_t bullets[] = {0x2022, 0x2023, 0x2043, 0x204c, 0x204d, 0x2219,
                                       0x25cb, 0x25cf, 0x25d8, 0x25e6, 0x29be, 0x29bf};
    const char *p = line.data;
    uint32_t c = line.len ? nr_utf8_next(&p, line.data + line.len) : 0;
    for (size_t i = 0; c >= 0x80 && i < sizeof bullets / sizeof *bullets; i++)
        if (c == bullets[i])
            return true;
    return false;
}

static bool is_cut(struct nr_str line)
{
    static const struct nr_str marks[] = {
        NR_STR("..."),      NR_STR("\u2026"),  NR_STR("[...]"),       NR_STR("(...)"),
        NR_STR("[\u2026]"), NR_STR("-\u00bb"), NR_STR("read more.."), NR_STR("read more")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nr_str_ends_fold(line, marks[i]))
            return true;
    return false;
}

static void add_lines(struct nr_quality *q)
{
    uint64_t bullets = 0, unended = 0, cut = 0;
    struct quality_pieces lines = quality_lines_filled(q->text), all = lines;
    for (struct nr_str line; quality_piece_next(&lines, &line);) {
        line = quality_strip(line);
        bullets += is_bullet(line);
        unended += strchr(".?!\"'", line.data[line.len - 1]) == NULL || !line.data[line.len - 1];
        cut += is_cut(line);
    }
    struct quality_repeats r = quality_repeats(&q->table, q->text, all);
    quality_add_share(q, "bullet_ratio", bullets, r.pieces);
    quality_add_share(q, "ellipsis", cut, r.pieces);
    quality_add_share(q, "punctuation", unended, r.pieces);
    quality_add_share(q, "repeated_lines", r.distinct, r.pieces);
    quality_add_share(q, "repeated_lines_char", r.distinct_points, r.points);
}

static void add_boilerplate(struct nr_quality *q, struct quality_pieces paragraphs)
{
    static const struct nr_str phrases[] = {
        NR_STR("lorem ipsum"),
        NR_STR("terms of use"),
        NR_STR("privacy policy"),
        NR_STR("privacy overview"),
        NR_STR("privacy & cookies policy"),
        NR_STR("privacy and cookies policy"),
        NR_STR("cookie policy"),
        NR_STR("uses cookies"),
        NR_STR("use of cookies"),
        NR_STR("use cookies"),
    };
    uint64_t count = 0, found = 0;
    bool lorem = false;
    struct quality_phrases find;
    quality_phrases_begin(&find, phrases, sizeof phrases / sizeof *phrases, q->text);
    for (struct nr_str piece, place; quality_piece_next(&paragraphs, &piece); count++) {
        bool any = false;
        find.at = piece.data;
        find.end = piece.data + piece.len;
        while (quality_phrases_next(&find, &place)) {
            lorem |= nr_str_eq_fold(place, phrases[0]);
            any = true;
        }
        found += any;
    }
    quality_add_real(q, "boilerplate_string_ratio", lorem ? 1 : quality_ratio(found, count));
}

static void add_paragraphs(struct nr_quality *q)
{
    struct quality_pieces all = quality_pieces(q->text, 2, 2);
    struct quality_repeats r = quality_repeats(&q->table, q->text, all);
    quality_add_share(q, "repeated_paragraphs", r.distinct, r.pieces);
    quality_add_share(q, "repeated_paragraphs_char", r.distinct_points, r.points);
    add_boilerplate(q, all);
}

/* The table of Knuth, Morris and Pratt: for each byte of s, how many bytes that end there also
 * begin s, not being all of them. */
static void find_borders(struct nr_str s, uint32_t *borders)
{
    uint32_t len = 0;
    borders[0] = 0;
    for (size_t i = 1; i < s.len; i++) {
        while (len && s.data[i] != s.data[len])
            len = borders[len - 1];
        len += s.data[i] == s.data[len];
        borders[i] = len;
    }
}

static uint64_t times_long(struct nr_quality *q, struct nr_str s)
{
    uint64_t times = 0;
    uint32_t len = 0;
    q->starts = nr_grow_array(q->starts, &q->starts_cap, s.len, sizeof *q->starts);
    find_borders(s, q->starts);
    for (size_t i = 0; i < q->text.len; i++) {
        while (len && q->text.data[i] != s.data[len])
            len = q->starts[len - 1];
        len += q->text.data[i] == s.data[len];
        if (len == s.len) {
            times++;
            len = 0;
        }
    }
    return times;
}

/* How often the text has s, places that overlap counted once. */
static uint64_t times_of(struct nr_quality *q, struct nr_str s)
{
    enum { BRIEF = 128 }; /* up to here comparing anew at each byte costs no more than that */
    struct nr_str rest = q->text;
    uint64_t times = 0;
    if (s.len > BRIEF)
        return times_long(q, s);
    for (size_t at; (at = nr_str_find(rest, s)) < rest.len; times++)
        rest = nr_str_sub(rest, at + s.len, rest.len);
    return times;
}

/* Code points of the text that are in the n-gram where its words stand one space apart. */
static uint64_t top_points(struct nr_quality *q, const struct quality_words *w, unsigned n)
{
    nr_buf_reset(&q->joined, COUNTER_KEPT);
    for (unsigned i = 0; i < n; i++) {
        if (i)
            nr_buf_add_char(&q->joined, ' ');
        nr_buf_add_str(&q->joined, quality_word(w, w->ids[q->ngrams[n].top.at + i]));
    }
    return times_of(q, nr_buf_str(&q->joined)) * (q->ngrams[n].top_points + n - 1);
}

static void add_ngrams(struct nr_quality *q, const struct quality_words *w)
{
    static const char *const top[] = {"repeating_top_2grams", "repeating_top_3grams",
                                      "repeating_top_4grams"};
    static const char *const dup[] = {"repeating_dup_5gram", "repeating_dup_6gram",
                                      "repeating_dup_7gram", "repeating_dup_8gram",
                                      "repeating_dup_9gram", "repeating_dup_10gram"};
    quality_get_ngrams(q);
    for (unsigned n = 2; n <= 4; n++)
        add_part(q, top[n - 2], w->count < n ? q->points : top_points(q, w, n));
    for (unsigned n = 5; n <= QUALITY_NGRAMS; n++)
        add_part(q, dup[n - 5], w->count < n ? q->points : q->ngrams[n].later_points);
}

void quality_nemo(struct nr_quality *q)
{
    const struct quality_words *w = quality_get_words(q);
    add_characters(q);
    add_words(q, w);
    add_lines(q);
    add_paragraphs(q);
    add_ngrams(q, w);
}
