#include "newsreel/text/furniture.h"
#include "line_model.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/paragraphs.h"
#include "newsreel/text/top_lines.h"
#include <stdlib.h>

/* Every paragraph is measured once, roughly. Then the text is one of two things.
 *
 * An article, with a few lines around it: phrases go, and what is behind the last sentence once a
 * phrase such as "Related Articles" has come; lines above the body become section, headline,
 * byline.
 *
 * Or a whole page, with more short lines than an article ever has: there the article is what the
 * line model chooses by its traits (line_model.h), and the headline is looked for above it. */

enum {
    COUNTED = 400,     /* bytes whose words are counted; longer ones are scaled up */
    SHORT_WORDS = 6,   /* of lines as navigation has them */
    ENOUGH_WORDS = 60, /* of body before a terminating phrase is believed */
    LOOSE_WORDS = 20,  /* of lines that no article has many of */
    PAGE_LINES = 10,   /* short lines that make a page, and */
    PAGE_SHARE = 45,   /* their share of all paragraphs in percent */
    HEADLINE_COLUMNS = 200,
    SECTION_COLUMNS = 30,
    TOP = 8,    /* paragraphs above the body that may be headline, byline, date */
    ROUNDS = 8, /* after which a text is left as it is */
    ABOVE = 40, /* paragraphs above the segment where the headline may be */
    SURE = 5,   /* phrases of furniture in a text that is nothing else */
};

/* Lines above the text that stand in one paragraph. */
enum { HEAD_LINES = 6, HEAD_LINE = 120, HEAD_PARTS = 3 };

struct measure {
    uint32_t words;
    bool sentence;      /* ends like one, and is long enough */
    const char *reason; /* of a phrase of furniture */
    bool ends;          /* a phrase that stands behind articles */
    bool recurs;        /* on the site; the reason says so */
    bool line;          /* short, and does not end like a sentence */
    bool loose;         /* the same, and not so short */
    bool marked;
};

struct sorter {
    struct nr_part *parts;
    struct measure *measures;
    size_t count;
    size_t first, last; /* the body: from the first to behind the last paragraph of it */
};

/* Lines quoted in mail, and its signature, say themselves what they are: they stay. */
static bool is_marked(struct nr_str s)
{
    return nr_str_starts(s, nr_str("> ", 2)) || nr_str_starts(s, nr_str("--\n", 3)) ||
           nr_str_starts(s, nr_str("-- \n", 4)) || nr_str_is(s, "--");
}

static uint32_t rough_words(struct nr_str s)
{
    size_t look = s.len < COUNTED ? s.len : COUNTED, blanks = 1, east = 0;
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)s.data[i];
        blanks += c == ' ' || c == '\n';
        east += c >= 0xe3 && c < 0xea;
    }
    size_t words = (blanks + east / 2) * s.len / look;
    return words < UINT32_MAX ? (uint32_t)words : UINT32_MAX;
}

static void measure(struct nr_part *part, struct measure *m)
{
    struct nr_str s = part->text;
    bool ends = nr_text_ends_sentence(s);
    m->words = rough_words(s);
    m->marked = is_marked(s);
    m->reason = m->marked ? NULL : nr_furniture_phrase(s, &m->ends);
    m->sentence = ends && m->words >= 4 && !m->reason;
    m->line = !ends && m->words <= SHORT_WORDS;
    m->loose = !ends && m->words <= LOOSE_WORDS;
}

static void drop(struct sorter *s, size_t i, const char *reason)
{
    if (!reason || s->parts[i].place != NR_PLACE_TEXT || s->measures[i].marked)
        return;
    s->parts[i].place = NR_PLACE_GONE;
    s->parts[i].reason = reason;
}

static bool is_page(const struct sorter *s)
{
    size_t lines = 0;
    for (size_t i = 0; i < s->count; i++)
        lines += s->measures[i].loose || s->measures[i].reason;
    return lines >= PAGE_LINES && lines * 100 >= s->count * PAGE_SHARE;
}

/* In an article the body is from the first sentence to the last one before the furniture ends it.
 */
static void find_body(struct sorter *s)
{
    s->first = s->last = 0;
    for (size_t i = s->count; i-- > 0;)
        if (s->measures[i].sentence) {
            s->first = i;
            s->last = s->last ? s->last : i + 1;
        }
}

static bool is_headline(const struct nr_part *part, const struct measure *m)
{
    struct nr_str s = part->text;
    uint32_t first = nr_text_first(s);
    return part->place == NR_PLACE_TEXT && !m->reason && m->words >= 3 && m->words <= 40 &&
           s.len <= 4 * HEADLINE_COLUMNS && nr_str_find_char(s, '\n') == s.len &&
           nr_text_columns(s) <= HEADLINE_COLUMNS && s.data[s.len - 1] != '.' &&
           s.data[s.len - 1] != ':' && !nr_str_ends(s, nr_str("\xe3\x80\x82", 3)) &&
           !nr_char_is_lower(first);
}

static bool is_section(const struct nr_part *part, const struct measure *m)
{
    struct nr_str s = part->text;
    return part->place == NR_PLACE_TEXT && m->words <= 3 && m->line &&
           nr_text_columns(s) <= SECTION_COLUMNS && nr_char_is_letter(nr_text_first(s)) &&
           !nr_char_is_lower(nr_text_first(s));
}

/* The length of the introduction of a byline, or 0. */
static size_t byline(const struct nr_part *part, const struct measure *m)
{
    struct nr_str s = part->text;
    if (part->place != NR_PLACE_TEXT || m->words > 12 || m->words < 2 || m->sentence ||
        nr_str_find_char(s, '\n') < s.len)
        return 0;
    return nr_byline_intro(s);
}

static bool is_date_line(struct nr_str s, const struct measure *m)
{
    return !m->sentence && m->words <= NR_DATE_LINE_WORDS && nr_line_tells_date(s);
}

/* The headline of a page is, as a rule, part of its title, which is its first line. */
static size_t headline_by_title(const struct sorter *s, size_t from)
{
    struct nr_str title = s->parts[0].text;
    if (title.len > 1000)
        return s->first;
    for (size_t i = s->first; i-- > from;) {
        struct nr_str line = s->parts[i].text;
        if (i > 0 && is_headline(&s->parts[i], &s->measures[i]) && line.len <= title.len &&
            nr_str_find(title, line) < title.len)
            return i;
    }
    return s->first;
}

/* Where the headline above the body is, or s->first. */
static size_t find_headline(const struct sorter *s, bool page)
{
    size_t reach = page ? ABOVE : TOP;
    size_t from = s->first > reach ? s->first - reach : 0;
    size_t best = page && s->first ? headline_by_title(s, from) : s->first;
    if (best < s->first)
        return best;
    if (page)
        from = s->first > TOP ? s->first - TOP : 0;
    uint32_t words = page ? 3 : 2;
    for (size_t i = from; i < s->first; i++) {
        const struct nr_part *part = &s->parts[i];
        const struct measure *m = &s->measures[i];
        if (!is_headline(part, m) || byline(part, m) || is_date_line(part->text, m) ||
            m->words <= words)
            continue;
        best = i;
        words = page ? m->words : UINT32_MAX; /* of a page the longest line, else the first */
    }
    return best;
}

/* A line that was found for a member. Where the member is known already, another one stays in the
 * text, and the same one goes. */
static void take(struct nr_part *part, enum nr_place place, struct nr_str *known)
{
    bool same = nr_str_eq_fold(*known, part->text);
    if (known->len && !same)
        return;
    part->place = same ? NR_PLACE_GONE : place;
    part->reason = same ? "known already" : NULL;
    *known = part->text;
}

/* Returns where the headline is; s->first where there is none. */
static size_t sort_top(struct nr_parts *p, struct sorter *s, bool page)
{
    size_t head = find_headline(s, page);
    for (size_t i = head; i < s->first; i++) {
        struct nr_part *part = &s->parts[i];
        size_t intro = byline(part, &s->measures[i]);
        if (s->measures[i].marked)
            continue;
        if (i == head) {
            take(part, NR_PLACE_HEADLINE, &p->headline);
        } else if (intro && !p->by.len) {
            part->place = NR_PLACE_BY;
            p->by = nr_str_sub(part->text, intro, part->text.len);
        } else if (intro) {
            drop(s, i, "byline");
        } else if (is_date_line(part->text, &s->measures[i])) {
            drop(s, i, "date line");
            if (!p->date.len)
                p->date = part->text;
        }
    }
    if (head < s->first && head == 1 && !page && is_section(&s->parts[0], &s->measures[0]))
        take(&s->parts[0], NR_PLACE_SECTION, &p->section);
    return head;
}

/* Runs of short lines at the top of an article: a menu, where nothing tells more. */
static void drop_menu(struct sorter *s, size_t from, size_t to)
{
    size_t run = 0;
    for (size_t i = from; i <= to; i++) {
        if (i < to && (s->measures[i].line || s->measures[i].reason)) {
            run++;
            continue;
        }
        for (size_t k = i - run; run >= 4 && k < i; k++)
            drop(s, k, "navigation");
        run = 0;
    }
}

static const struct nr_traits *choose(const struct sorter *s, bool *chosen, struct nr_arena *arena)
{
    struct nr_traits *traits = nr_arena_zero(arena, s->count, sizeof *traits);
    struct nr_str *paragraphs = nr_arena_zero(arena, s->count, sizeof *paragraphs);
    struct nr_line_scores *scores = nr_arena_zero(arena, s->count + 1, sizeof *scores);
    unsigned short *chances = nr_arena_zero(arena, s->count, sizeof *chances);
    for (size_t i = 0; i < s->count; i++) {
        paragraphs[i] = s->parts[i].text;
        traits[i].recurs = s->measures[i].recurs;
        traits[i].phrase = traits[i].recurs ? NULL : s->measures[i].reason;
        traits[i].ends = s->measures[i].ends;
    }
    nr_traits_measure(traits, paragraphs, s->count, arena);
    nr_line_model_score(traits, s->count, scores);
    nr_line_model_weigh(scores, s->count, chances, arena);
    nr_line_model_choose(traits, chances, s->count, chosen);
    return traits;
}

/* What the model chooses stays, phrases apart. Where it chooses nothing, all does. The body begins
 * with the first prose that is chosen: short lines above it may be headline and byline. */
static void sort_page(struct nr_parts *p, struct sorter *s, struct nr_arena *arena)
{
    bool *chosen = nr_arena_zero(arena, s->count, sizeof *chosen);
    const struct nr_traits *traits = choose(s, chosen, arena);
    size_t prose = s->count;
    s->first = s->last = 0;
    for (size_t i = s->count; i-- > 0;)
        if (chosen[i]) {
            prose = traits[i].prose ? i : prose;
            s->first = i;
            s->last = s->last ? s->last : i + 1;
        }
    if (s->last == 0)
        return;
    s->first = prose < s->count ? prose : s->first;
    size_t head = sort_top(p, s, true);
    drop_menu(s, 0, s->first);
    for (size_t i = 0; i < s->count; i++)
        if (!chosen[i] || (head < s->first && i < head))
            drop(s, i,
                 i < s->first  ? "navigation"
                 : i < s->last ? "beside the article"
                               : "behind the article");
}

static void sort_article(struct nr_parts *p, struct sorter *s)
{
    find_body(s);
    if (s->last == 0)
        return;
    sort_top(p, s, false);
    drop_menu(s, 0, s->first);
    uint32_t words = 0;
    bool over = false;
    for (size_t i = s->first; i < s->count; i++) {
        over |= s->measures[i].ends && words >= ENOUGH_WORDS;
        if (over && i >= s->last)
            drop(s, i, "behind the article");
        words += s->measures[i].words < ENOUGH_WORDS ? s->measures[i].words : ENOUGH_WORDS;
    }
    drop_menu(s, s->last, s->count);
}

static size_t count_paragraphs(struct nr_str text)
{
    size_t n = 1;
    for (size_t at = 0;
         (at += nr_str_find(nr_str_sub(text, at, text.len), nr_str("\n\n", 2))) < text.len; at += 2)
        n++;
    return n;
}

static void sort_once(struct nr_parts *p, struct sorter *s, struct nr_arena *arena)
{
    if (is_page(s))
        sort_page(p, s, arena);
    else
        sort_article(p, s);
}

/* Moves what left the text in this round behind what stays, in part i of the whole at at[i]; false
 * when nothing left. */
static bool settle(struct nr_parts *p, struct sorter *s, size_t *at)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        p->parts[at[i]] = s->parts[i];
        if (s->parts[i].place != NR_PLACE_TEXT)
            continue;
        s->parts[kept] = s->parts[i];
        s->measures[kept] = s->measures[i];
        at[kept++] = at[i];
    }
    bool changed = kept < s->count;
    s->count = kept;
    return changed;
}

/* Returns how many parts there is room for: some lines become parts of their own. */
static size_t split(struct nr_parts *p, struct nr_str text, struct nr_arena *arena)
{
    size_t room = count_paragraphs(text) + ROUNDS * HEAD_LINES;
    *p = (struct nr_parts){0};
    p->parts = nr_arena_zero(arena, room, sizeof *p->parts);
    for (size_t at = 0; at < text.len; at += 2) {
        size_t end = at + nr_str_find(nr_str_sub(text, at, text.len), nr_str("\n\n", 2));
        struct nr_str paragraph = nr_str_trim(nr_str_sub(text, at, end));
        at = end;
        if (paragraph.len)
            p->parts[p->count++].text = paragraph;
    }
    return room;
}

void nr_parts_split(struct nr_parts *p, struct nr_str text, struct nr_arena *arena)
{
    split(p, text, arena);
}

/* A paragraph of short lines one of which is a byline or a date: the lines stand alone. Returns how
 * many; 0: it is something else. */
static size_t head_lines(struct nr_str paragraph)
{
    struct nr_str line;
    size_t lines = 0;
    bool head = false;
    while (nr_str_split(&paragraph, '\n', &line)) {
        if (++lines > HEAD_LINES || line.len > HEAD_LINE || nr_text_ends_sentence(line))
            return 0;
        head |= nr_byline_intro(line) || nr_line_is_date(line);
    }
    return head && lines > 1 ? lines : 0;
}

/* Makes room for more parts behind part i of those that are left, which is part at[i] of the whole. */
static void make_room(struct nr_parts *p, struct sorter *s, size_t *at, size_t i, size_t more)
{
    size_t behind = s->count - i - 1;
    memmove(s->parts + i + 1 + more, s->parts + i + 1, behind * sizeof *s->parts);
    memmove(s->measures + i + 1 + more, s->measures + i + 1, behind * sizeof *s->measures);
    memmove(at + i + 1 + more, at + i + 1, behind * sizeof *at);
    memmove(p->parts + at[i] + 1 + more, p->parts + at[i] + 1,
            (p->count - at[i] - 1) * sizeof *p->parts);
    s->count += more;
    p->count += more;
    for (size_t k = i + 1; k < s->count; k++)
        at[k] = k <= i + more ? at[i] + (k - i) : at[k] + more;
}

/* Cuts such a paragraph at the top of what is left of the text into its lines. */
static bool split_head(struct nr_parts *p, struct sorter *s, size_t *at)
{
    size_t i = 0, lines = 0;
    while (i < s->count && i < HEAD_PARTS && !(lines = head_lines(s->parts[i].text)))
        i++;
    if (!lines || i + 1 == s->count)
        return false;
    struct nr_str rest = s->parts[i].text, line;
    make_room(p, s, at, i, lines - 1);
    for (; nr_str_split(&rest, '\n', &line); i++) {
        p->parts[at[i]] = s->parts[i] = (struct nr_part){.text = line};
        s->measures[i] = (struct measure){0};
        measure(&s->parts[i], &s->measures[i]);
        drop(s, i, s->measures[i].reason);
    }
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Where the same key is next to it in the sorted keys. */
static bool is_twice(const uint64_t *sorted, size_t count, uint64_t key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1 < count && sorted[low + 1] == key;
}

/* A byline, the kicker, and a headline that stands once above the article and once among the links
 * that every page has. */
static bool may_recur(const struct sorter *s, size_t i, const bool *recurs, bool twice)
{
    const struct nr_part *part = &s->parts[i];
    const struct measure *m = &s->measures[i];
    bool kicker = i == 0 && s->count > 1 && !recurs[1] && is_section(part, m);
    return m->marked || byline(part, m) || kicker || (twice && is_headline(part, m));
}

static void drop_recurring(struct sorter *s, const struct nr_parts_known *known,
                           struct nr_arena *arena)
{
    struct nr_buf fold = {0};
    uint64_t *keys = nr_arena_zero(arena, s->count, sizeof *keys);
    uint64_t *sorted = nr_arena_zero(arena, s->count, sizeof *sorted);
    bool *recurs = nr_arena_zero(arena, s->count, sizeof *recurs);
    for (size_t i = 0; i < s->count; i++) {
        keys[i] = sorted[i] = nr_recurring_key(s->parts[i].text, &fold);
        recurs[i] = nr_recurring_is(known->recurring, known->site, keys[i], s->measures[i].words);
    }
    qsort(sorted, s->count, sizeof *sorted, compare_keys);
    for (size_t i = 0; i < s->count; i++) {
        struct measure *m = &s->measures[i];
        if (m->reason || !recurs[i] || may_recur(s, i, recurs, is_twice(sorted, s->count, keys[i])))
            continue;
        m->recurs = true;
        m->reason = "site-line";
        m->sentence = false;
        drop(s, i, m->reason);
    }
    nr_buf_free(&fold);
}

/* Known phrases, and hardly more than those: a page without an article. Other short lines alone
 * (results of matches, a list of names) are no evidence. */
static bool is_all_furniture(const struct sorter *s)
{
    size_t phrases = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct measure *m = &s->measures[i];
        if (m->marked || (!m->reason && !m->line))
            return false;
        phrases += m->reason != NULL;
    }
    return phrases >= SURE && phrases * 3 >= s->count * 2;
}

/* One part, whatever is in it. */
static void leave_whole(struct nr_parts *p, struct nr_str text, struct nr_parts_known known,
                        struct nr_arena *arena)
{
    *p = (struct nr_parts){.count = 1, .headline = known.headline, .section = known.section};
    p->parts = nr_arena_zero(arena, 1, sizeof *p->parts);
    p->parts[0].text = nr_str_trim(text);
}

/* What is sorted once may look different, and would be sorted again the next time. So it is done
 * until nothing changes; a text of which nothing would be left, or that does not come to rest, is
 * left as it is, and will be the next time. */
void nr_parts_sort(struct nr_parts *p, struct nr_str text, struct nr_parts_known known,
                   struct nr_arena *arena)
{
    if (count_paragraphs(text) > NR_PARTS_MOST) {
        leave_whole(p, text, known, arena);
        return;
    }
    size_t room = split(p, text, arena);
    p->headline = known.headline;
    p->section = known.section;
    struct sorter s = {.count = p->count,
                       .parts = nr_arena_zero(arena, room, sizeof *s.parts),
                       .measures = nr_arena_zero(arena, room, sizeof *s.measures)};
    size_t *at = nr_arena_zero(arena, room, sizeof *at);
    for (size_t i = 0; i < p->count; i++) {
        s.parts[i] = p->parts[i];
        at[i] = i;
        measure(&s.parts[i], &s.measures[i]);
        drop(&s, i, s.measures[i].reason);
    }
    bool changed = true, cut = split_head(p, &s, at);
    if (is_all_furniture(&s)) {
        for (size_t i = 0; i < p->count; i++) {
            drop(&s, i, "navigation");
            p->parts[i] = s.parts[i];
        }
        return;
    }
    if (known.recurring)
        drop_recurring(&s, &known, arena);
    for (int round = 0; round < ROUNDS && changed && s.count; round++) {
        sort_once(p, &s, arena);
        changed = settle(p, &s, at) || cut;
        cut = changed && split_head(p, &s, at);
    }
    if (s.count == 0 || changed) {
        nr_parts_split(p, text, arena);
        p->headline = known.headline;
        p->section = known.section;
    }
}

void nr_parts_text(const struct nr_parts *p, struct nr_buf *out)
{
    bool first = true;
    for (size_t i = 0; i < p->count; i++) {
        if (p->parts[i].place != NR_PLACE_TEXT)
            continue;
        if (!first)
            nr_buf_add(out, "\n\n", 2);
        nr_buf_add_str(out, p->parts[i].text);
        first = false;
    }
}
