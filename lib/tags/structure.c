#include "newsreel/tags/structure.h"
#include "newsreel/core/moment.h"
#include "newsreel/text/agencies.h"
#include "newsreel/text/paragraphs.h"
#include "newsreel/text/top_lines.h"
#include "newsreel/text/words.h"
#include "structure_parts.h"
#include <stdio.h>

enum {
    TOP = 8,           /* paragraphs */
    END = 3000,        /* bytes */
    LAST = 4,          /* paragraphs of them */
    PROSE = 80,        /* bytes of a sentence that is no line */
    LONG_PROSE = 200,  /* of what is prose whatever it ends with */
    BYLINE_MOST = 160, /* bytes */
    BYLINE_WORDS = 14,
    NAME_WORDS = 5,
    KICKER_COLUMNS = 25,
    KICKER_WORDS = 1,
    HEADLINE_WORDS = 5,
    CLOSE_DAYS = 60,
};

static struct nr_mark mark(struct nr_str text, struct nr_str view)
{
    struct nr_mark m = {.text = view};
    if (!view.len)
        return m;
    m.start = nr_utf8_count(nr_str(text.data, (size_t)(view.data - text.data)));
    m.end = m.start + nr_utf8_count(view);
    return m;
}

/* ---- Lines above the text ---- */

static bool has_digit(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (nr_ascii_is_digit(s.data[i]))
            return true;
    return false;
}

/* Whether a name has two to five words, of which the first and the last are not small. */
static bool is_name(struct nr_str name)
{
    struct nr_str rest = name, word, last = {NULL, 0};
    size_t words = 0;
    bool wide = name.len && (name.data[0] & 0x80);
    while (nr_str_split(&rest, ' ', &word)) {
        words += word.len > 0;
        last = word.len ? word : last;
    }
    return words && (words > 1 || wide) && words <= NAME_WORDS &&
           !nr_char_is_lower(nr_text_first(name)) && !nr_char_is_lower(nr_text_first(last));
}

/* The byline that a paragraph begins with, or is. */
static struct nr_str byline_of(struct nr_str paragraph, size_t *intro)
{
    struct nr_str line = nr_str_trim(nr_str_sub(paragraph, 0, nr_str_find_char(paragraph, '\n')));
    *intro = line.len <= BYLINE_MOST ? nr_byline_intro(line) : 0;
    struct nr_str rest = nr_str_sub(line, *intro, line.len), name;
    bool is = *intro && paragraph.len < LONG_PROSE && !has_digit(line) &&
              !nr_text_ends_sentence(line) && nr_words_count(line) <= BYLINE_WORDS &&
              nr_byline_next(&rest, &name) && is_name(name);
    return is ? line : nr_str(NULL, 0);
}

static bool is_kicker(struct nr_str s)
{
    static const char marks[] = "\n,:;()[]/|";
    for (const char *m = marks; *m; m++)
        if (nr_str_find_char(s, *m) < s.len)
            return false;
    return !has_digit(s) && !nr_text_ends_sentence(s) && s.len <= 4 * KICKER_COLUMNS &&
           nr_text_columns(s) <= KICKER_COLUMNS && nr_words_count(s) <= KICKER_WORDS &&
           nr_char_is_letter(nr_text_first(s)) && !nr_char_is_lower(nr_text_first(s)) &&
           s.data[s.len - 1] != ':' && !nr_agency_of(s).len;
}

static bool is_headline(struct nr_str s)
{
    return s.len < LONG_PROSE && nr_str_find_char(s, '\n') == s.len && !nr_text_ends_sentence(s) &&
           nr_char_is_letter(nr_text_first(s)) && nr_words_count(s) >= HEADLINE_WORDS;
}

static bool is_prose(struct nr_str s)
{
    return s.len >= LONG_PROSE || (s.len >= PROSE && nr_text_ends_sentence(s));
}

/* Tries one kind of line after the other. True where the paragraph is one as a whole. */
static bool read_line(struct nr_structure *s, struct nr_str text, struct nr_str paragraph)
{
    struct nr_str found;
    size_t intro = 0;
    if (!s->by.text.len && (found = byline_of(paragraph, &intro)).len) {
        s->by = mark(text, found);
        s->by_intro = intro;
    } else if (!s->correction.text.len && (found = nr_notice_correction(paragraph)).len) {
        s->correction = mark(text, found);
    } else if (!s->embargo.text.len && (found = nr_notice_embargo(paragraph)).len) {
        s->embargo = mark(text, found);
    } else {
        return false;
    }
    return true;
}

static bool read_dateline(struct nr_structure *s, struct nr_str text, struct nr_str paragraph)
{
    struct nr_dateline_found found;
    if (!nr_dateline_find(paragraph, &found))
        return false;
    s->dateline = (struct nr_dateline){
        .whole = mark(text, found.whole),
        .place = mark(text, found.place),
        .date = mark(text, found.date.text),
        .agency = mark(text, found.agency),
        .year = found.date.year,
        .month = found.date.month,
        .day = found.date.day,
        .percent = found.percent,
    };
    return true;
}

static void read_top(struct nr_structure *s, struct nr_str text)
{
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    struct nr_str first = {NULL, 0};
    bool kicker = false, story = false;
    nr_paragraphs_init(&walk, text);
    for (size_t i = 0; i < TOP && !story && nr_paragraphs_next(&walk, &p); i++) {
        bool line = read_line(s, text, p.text);
        story = !line && (read_dateline(s, text, p.text) || is_prose(p.text));
        if (i == 0)
            first = p.text;
        else if (i == 1)
            kicker = !line && !story && is_headline(p.text) && is_kicker(first);
        else if (i == 2 && kicker && (line || story))
            s->kicker = mark(text, first);
    }
}

/* ---- Behind the text ---- */

/* The end of text, from the beginning of a paragraph on where one begins there. */
static struct nr_str end_of(struct nr_str text)
{
    if (text.len <= END)
        return text;
    struct nr_str end = nr_str_sub(text, text.len - END, text.len);
    size_t blank = nr_str_find(end, nr_str_of("\n\n"));
    if (blank < end.len)
        return nr_str_sub(end, blank, end.len);
    while (end.len && ((unsigned char)end.data[0] & 0xc0) == 0x80)
        end = nr_str_sub(end, 1, end.len);
    return end;
}

static void read_end(struct nr_structure *s, struct nr_str text)
{
    struct nr_str last[LAST], found;
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    size_t count = 0;
    nr_paragraphs_init(&walk, end_of(text));
    while (nr_paragraphs_next(&walk, &p))
        last[count++ % LAST] = p.text;
    for (size_t i = count > LAST ? count - LAST : 0; i < count; i++) {
        struct nr_str paragraph = last[i % LAST];
        bool only = nr_agency_of(s->credit.text).len > 0;
        if ((!s->credit.text.len || only) && (found = nr_notice_credit(paragraph)).len)
            s->credit = mark(text, found);
        else if (!s->correction.text.len && (found = nr_notice_correction(paragraph)).len)
            s->correction = mark(text, found);
    }
}

void nr_structure_read(struct nr_structure *s, struct nr_str text)
{
    *s = (struct nr_structure){.by_intro = 0};
    read_top(s, text);
    read_end(s, text);
}

/* ---- The date of a dateline ---- */

/* The date of d in another year (and month, where it has none), or false where there is no such. */
static bool try_month(const struct nr_dateline *d, int year, int month, char out[16],
                      int64_t *seconds)
{
    year += month < 1 ? -1 : month > 12;
    month = month < 1 ? 12 : month > 12 ? 1 : month;
    int n = snprintf(out, 16, "%04d-%02d-%02u", year % 10000, month, d->day % 100);
    return nr_moment_seconds(nr_str(out, (size_t)n), seconds);
}

/* What of the date is not said, from the day that is closest to created. */
static bool resolve(const struct nr_dateline *d, struct nr_str created, char best[16])
{
    int64_t when, seconds, least = (int64_t)CLOSE_DAYS * 86400;
    unsigned long long year, month;
    char date[16];
    bool found = false;
    if (!nr_moment_seconds(created, &when) || !nr_str_u64(nr_str_sub(created, 0, 4), &year) ||
        !nr_str_u64(nr_str_sub(created, 5, 7), &month))
        return false;
    for (int i = -1; i <= 1; i++) {
        int y = (int)year + (d->month ? i : 0), m = d->month ? (int)d->month : (int)month + i;
        if (y < 1 || !try_month(d, y, m, date, &seconds))
            continue;
        int64_t away = seconds > when ? seconds - when : when - seconds;
        if (away > least)
            continue;
        least = away;
        memcpy(best, date, sizeof date);
        found = true;
    }
    return found;
}

bool nr_dateline_date(const struct nr_dateline *d, struct nr_str created,
                      char out[NR_DATELINE_DATE_SIZE])
{
    enum { LEAP = 2000 }; /* a year that has all days */
    char whole[16], month[8] = "XX", year[8] = "XXXX";
    if (!d->day ||
        (d->month && !nr_moment_is_day(d->year ? (int)d->year : LEAP, (int)d->month, (int)d->day)))
        return false;
    if (!d->year && resolve(d, created, whole)) {
        snprintf(out, NR_DATELINE_DATE_SIZE, "%s", whole);
        return true;
    }
    if (d->year)
        snprintf(year, sizeof year, "%04u", d->year % 10000);
    if (d->month)
        snprintf(month, sizeof month, "%02u", d->month % 100);
    snprintf(out, NR_DATELINE_DATE_SIZE, "%s-%s-%02u", year, month, d->day % 100);
    return true;
}
