#include "newsreel/html/date.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/months.h"

/* The text is cut into tokens, numbers, words and marks, and two readers try their luck from each
 * token on: dates that begin with the year, and dates that name a month or begin with a day. What
 * follows is searched for a time, and what follows that for a zone. */

enum { MAX_BYTES = 200, MAX_TOKENS = 48, OLDEST = 1700, NEWEST = 2199 };

struct token {
    char kind;  /* '0' number, 'a' word, else the byte itself */
    bool glued; /* no blank before it */
    int value;  /* of the first eight digits; of a word, its month or 0 */
    struct nr_str text;
};

struct cursor {
    struct token tokens[MAX_TOKENS + 8]; /* those past count are zero */
    size_t count;
};

static bool is_word(char c)
{
    return nr_ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

/* Dashes, bullets, quotation marks: U+2000 to U+203F. */
static bool is_dash(struct nr_str s, size_t at)
{
    return at + 2 < s.len && s.data[at] == '\xe2' && s.data[at + 1] == '\x80';
}

/* Hebrew writes "in" as a letter before the name. */
static int month_named(struct nr_str word)
{
    unsigned month = nr_month_of(word);
    if (!month && nr_str_starts(word, nr_str_of("ב")))
        month = nr_month_of(nr_str_sub(word, 2, word.len));
    return (int)month;
}

static void cut(struct cursor *c, struct nr_str s)
{
    bool glued = false;
    for (size_t at = 0; at < s.len && c->count < MAX_TOKENS;) {
        char first = s.data[at];
        size_t to = at + 1;
        if (nr_ascii_is_blank(first)) {
            at++;
            glued = false;
            continue;
        }
        struct token t = {.kind = first, .glued = glued};
        if (nr_ascii_is_digit(first)) {
            t.kind = '0';
            for (to = at; to < s.len && to - at < 15 && nr_ascii_is_digit(s.data[to]); to++)
                if (to - at < 8)
                    t.value = t.value * 10 + (s.data[to] - '0');
        } else if (is_dash(s, at)) {
            t.kind = '-';
            to = at + 3;
        } else if (is_word(first)) {
            t.kind = 'a';
            while (to < s.len && is_word(s.data[to]) && !is_dash(s, to))
                to++;
            t.value = month_named(nr_str_sub(s, at, to));
        }
        t.text = nr_str_sub(s, at, to);
        c->tokens[c->count++] = t;
        glued = true;
        at = to;
    }
}

/* The first and second Teshrin and Kanun are months of the Levant. */
static int levantine_month(const struct token *t)
{
    bool kanun = nr_str_is(t[0].text, "كانون");
    if (t[1].kind != 'a' || !(kanun || nr_str_is(t[0].text, "تشرين")))
        return 0;
    if (nr_str_is(t[1].text, "الثاني"))
        return kanun ? 1 : 11;
    bool first = nr_str_is(t[1].text, "الأول") || nr_str_is(t[1].text, "الاول");
    return first ? (kanun ? 12 : 10) : 0;
}

static int month_of(const struct token *t)
{
    if (t->kind != 'a')
        return 0;
    return t->value ? t->value : levantine_month(t);
}

/* Zone names that mean one thing. */
static const struct {
    struct nr_str name;
    int minutes;
} zones[] = {
    {NR_STR("z"), 0},      {NR_STR("utc"), 0},    {NR_STR("gmt"), 0},    {NR_STR("est"), -300},
    {NR_STR("edt"), -240}, {NR_STR("cdt"), -300}, {NR_STR("mst"), -420}, {NR_STR("mdt"), -360},
    {NR_STR("pst"), -480}, {NR_STR("pdt"), -420}, {NR_STR("cet"), 60},   {NR_STR("cest"), 120},
    {NR_STR("eet"), 120},  {NR_STR("eest"), 180}, {NR_STR("msk"), 180},  {NR_STR("jst"), 540},
    {NR_STR("mez"), 60},   {NR_STR("mesz"), 120}, {NR_STR("мск"), 180},  {NR_STR("kst"), 540},
    {NR_STR("wib"), 420},  {NR_STR("wita"), 480}, {NR_STR("hkt"), 480},  {NR_STR("sgt"), 480},
    {NR_STR("aest"), 600}, {NR_STR("aedt"), 660}, {NR_STR("nzst"), 720}, {NR_STR("nzdt"), 780},
};

static int zone_name(const struct token *t)
{
    for (size_t i = 0; t->kind == 'a' && i < sizeof zones / sizeof *zones; i++)
        if (nr_str_eq_fold(t->text, zones[i].name))
            return zones[i].minutes;
    return NR_NO_ZONE;
}

static bool is_offset(const struct token *t)
{
    return (t[0].kind == '+' || t[0].kind == '-') && t[1].kind == '0' && t[1].glued;
}

/* +0200, +02:00 or +02 at t; +2 where brief says so. */
static int zone_offset(const struct token *t, bool brief)
{
    if (!is_offset(t))
        return NR_NO_ZONE;
    int minutes;
    if (t[1].text.len == 4)
        minutes = t[1].value / 100 * 60 + t[1].value % 100;
    else if (t[1].text.len == 2 || (brief && t[1].text.len == 1))
        minutes = t[1].value * 60 +
                  (t[2].kind == ':' && t[3].kind == '0' && t[3].text.len == 2 ? t[3].value : 0);
    else
        return NR_NO_ZONE;
    if (minutes > 14 * 60)
        return NR_NO_ZONE;
    return t[0].kind == '-' ? -minutes : minutes;
}

/* A zone within the next three tokens: "Z", "GMT+0200", "UTC+7", "PM EST". */
static int read_zone(const struct token *t)
{
    for (size_t i = 0; i < 3 && t[i].kind; i++) {
        int zone = zone_offset(t + i, false);
        if (zone == NR_NO_ZONE)
            zone = zone_name(t + i);
        if (zone == 0 && t[i].kind == 'a' && is_offset(t + i + 1))
            return zone_offset(t + i + 1, true);
        if (zone != NR_NO_ZONE || (t[i].kind == '0' && i > 0))
            return zone;
    }
    return NR_NO_ZONE;
}

/* Tokens of "pm", "p.m." or "p." (letter: p); 0: it is not there. */
static size_t noon_mark(const struct token *t, char letter)
{
    struct nr_str word = t[0].text;
    if (t[0].kind != 'a' || (word.data[0] | 0x20) != letter)
        return 0;
    if (word.len == 2)
        return (word.data[1] | 0x20) == 'm';
    if (word.len != 1 || t[1].kind != '.')
        return 0;
    bool whole = t[2].kind == 'a' && t[2].text.len == 1 && (t[2].text.data[0] | 0x20) == 'm';
    return whole ? 3 + (t[3].kind == '.') : 2;
}

/* What East Asian languages write before a time of the second half of the day. */
static bool is_afternoon(const struct token *t)
{
    static const struct nr_str words[] = {NR_STR("오후"), NR_STR("下午"), NR_STR("午後"),
                                          NR_STR("晚上")};
    for (size_t i = 0; t->kind == 'a' && i < sizeof words / sizeof *words; i++)
        if (nr_str_eq(t->text, words[i]))
            return true;
    return false;
}

/* Thhmm[ss] right at t. */
static bool read_compact_time(const struct token *t, struct nr_moment_parts *m)
{
    bool seconds = t[1].text.len == 6;
    if (t[0].kind != 'a' || !nr_str_is(t[0].text, "t") || t[1].kind != '0' ||
        !(seconds || t[1].text.len == 4))
        return false;
    int clock = seconds ? t[1].value : t[1].value * 100;
    m->hour = clock / 10000;
    m->minute = clock / 100 % 100;
    m->second = clock % 100;
    m->timed = true;
    m->zone = read_zone(t + 2);
    return true;
}

/* hh:mm[:ss[.fff]] [am|pm] [zone], or hhmm[ss] behind a T, within the next six tokens. */
static void read_time(const struct token *t, struct nr_moment_parts *m)
{
    size_t i = 0;
    bool later = false;
    if (read_compact_time(t, m))
        return;
    for (; i < 6 && t[i].kind && !(t[i].kind == '0' && t[i + 1].kind == ':'); i++)
        later |= is_afternoon(&t[i]);
    t += i;
    if (i == 6 || t[0].kind != '0' || t[1].kind != ':' || t[2].kind != '0' || t[2].text.len != 2)
        return;
    m->hour = t[0].value;
    m->minute = t[2].value;
    t += 3;
    if (t[0].kind == ':' && t[1].kind == '0') {
        m->second = t[1].value;
        t += 2;
    }
    if ((t[0].kind == '.' || t[0].kind == ',') && t[1].kind == '0' && t[1].glued)
        t += 2;
    size_t after = later ? 0 : noon_mark(t, 'p'), before = noon_mark(t, 'a');
    if ((after || before) && m->hour > 12)
        return;
    if (after || before)
        m->hour = m->hour % 12 + (after ? 12 : 0);
    else if (later && m->hour < 12)
        m->hour += 12;
    t += after + before;
    m->timed = true;
    m->zone = read_zone(t);
}

static bool is_separator(const struct token *t)
{
    return t->kind == '-' || t->kind == '/' || t->kind == '.' || t->kind == '|';
}

static bool is_number(const struct token *t, size_t most)
{
    return t->kind == '0' && t->text.len <= most;
}

/* A date of eight digits, and of those with four or six of a time behind it. */
static bool is_compact(const struct token *t)
{
    return t->text.len == 8 || t->text.len == 12 || t->text.len == 14;
}

static bool says(const struct token *t, const char *one, const char *other)
{
    return t->kind == 'a' && (nr_str_is(t->text, one) || nr_str_is(t->text, other));
}

/* 2022-07-19, 20220719, 2022年7月19日, 2022년 7월 19일, 2022. július 19. Returns how many tokens, 0 when
 * it is none. */
static size_t read_year_first(const struct token *t, enum nr_date_order order,
                              struct nr_moment_parts *m)
{
    (void)order;
    if (t[0].kind != '0')
        return 0;
    if (is_compact(t)) {
        m->year = t[0].value / 10000;
        m->month = t[0].value / 100 % 100;
        m->day = t[0].value % 100;
        return 1;
    }
    m->year = t[0].value;
    size_t dot = t[1].kind == '.' || t[1].kind == ',';
    if (t[0].text.len == 4 && month_of(&t[1 + dot]) && is_number(&t[2 + dot], 2) &&
        t[3 + dot].kind != ':' && !is_number(&t[3 + dot], 4)) {
        m->month = month_of(&t[1 + dot]);
        m->day = t[2 + dot].value;
        return 3 + dot;
    }
    bool named = says(&t[1], "年", "년") && says(&t[3], "月", "월");
    bool same = is_separator(&t[1]) && t[1].kind == t[3].kind;
    if (t[0].text.len != 4 || !is_number(&t[2], 2) || !is_number(&t[4], 2) || !(named || same))
        return 0;
    m->month = t[2].value;
    m->day = t[4].value;
    return 5;
}

/* 19.07.2022, 19.07.22, 19/7/2022, 7/19/2022; 3/4/2022 where the order is known */
static size_t read_digits(const struct token *t, enum nr_date_order order,
                          struct nr_moment_parts *m)
{
    if (!is_number(&t[0], 2) || !is_separator(&t[1]) || !is_number(&t[2], 2) ||
        t[3].kind != t[1].kind || t[4].kind != '0')
        return 0;
    bool dots = t[1].kind == '.';
    bool brief = dots && t[0].text.len == 2 && t[2].text.len == 2 && t[4].text.len == 2 &&
                 t[4].value < 70 && !(t[5].glued && (t[5].kind == '.' || t[5].kind == ':'));
    if (t[4].text.len != 4 && !brief)
        return 0;
    bool day_first = dots || t[0].value > 12 || (t[2].value <= 12 && order == NR_DATE_DAY_FIRST);
    if (!day_first && t[2].value <= 12 && t[0].value != t[2].value && order != NR_DATE_MONTH_FIRST)
        return 0;
    m->day = day_first ? t[0].value : t[2].value;
    m->month = day_first ? t[2].value : t[0].value;
    m->year = brief ? 2000 + t[4].value : t[4].value;
    return 5;
}

/* 19 tháng 7, 2022; 19 tháng 7 năm 2022 */
static size_t read_numbered_month(const struct token *t, enum nr_date_order order,
                                  struct nr_moment_parts *m)
{
    (void)order;
    size_t between = t[3].kind == ',' || t[3].kind == '/' || says(&t[3], "năm", "năm");
    const struct token *year = &t[3 + between];
    if (!is_number(&t[0], 2) || !says(&t[1], "tháng", "tháng") || !is_number(&t[2], 2) ||
        year->kind != '0' || year->text.len != 4)
        return 0;
    m->day = t[0].value;
    m->month = t[2].value;
    m->year = year->value;
    return 4 + between;
}

static bool skips(const struct token *t)
{
    static const struct nr_str fillers[] = {
        NR_STR("de"),  NR_STR("of"),     NR_STR("st"),    NR_STR("nd"),   NR_STR("rd"),
        NR_STR("th"),  NR_STR("del"),    NR_STR("er"),    NR_STR("d"),    NR_STR("e"),
        NR_STR("den"), NR_STR("الثاني"), NR_STR("الأول"), NR_STR("الاول")};
    if (t->kind == '.' || t->kind == ',' || t->kind == '-')
        return true;
    for (size_t i = 0; t->kind == 'a' && i < sizeof fillers / sizeof *fillers; i++)
        if (nr_str_eq_fold(t->text, fillers[i]))
            return true;
    return false;
}

/* How many tokens the time and the zone at t take, between day and year: "10:00:00",
 * "10:00:00 +0200", "10:00 CEST". */
static size_t time_before_year(const struct token *t)
{
    size_t n = t[0].kind == '0' && t[1].kind == ':' && t[2].kind == '0' ? 3 : 0;
    if (n && t[n].kind == ':' && t[n + 1].kind == '0')
        n += 2;
    if (n && zone_name(t + n) != NR_NO_ZONE)
        n++;
    else if (n && zone_offset(t + n, false) != NR_NO_ZONE)
        n += t[n + 2].kind == ':' ? 4 : 2;
    return n;
}

/* A month's name with a day beside it and the year behind: 19 July 2022, July 19th, 2022; also
 * "Jul 19 10:00:00 2022". */
static size_t read_written(const struct token *t, enum nr_date_order order,
                           struct nr_moment_parts *m)
{
    (void)order;
    size_t i = 0, fillers = 0, timed = 0;
    for (unsigned numbers = 0; i < 8 + timed && t[i].kind; i++) {
        int month = month_of(&t[i]);
        if (m->day && m->month && !timed && (timed = time_before_year(&t[i])) > 0)
            i += timed;
        if (t[i].kind == '0' && t[i].text.len == 4 && m->day && m->month) {
            m->year = t[i].value;
            return i + 1;
        }
        if (month && !m->month)
            m->month = month;
        else if (t[i].kind == '0' && t[i].text.len <= 2 && numbers++ == 0)
            m->day = t[i].value;
        else if (i == 0 || !skips(&t[i]) || ++fillers > 4)
            return 0;
    }
    return 0;
}

/* The bytes that are looked at. A date or a time that does not end in them would be read as another
 * one, so it goes. */
static struct nr_str begin_of(struct nr_str s)
{
    if (s.len > MAX_BYTES) {
        s.len = MAX_BYTES;
        while (s.len && !is_word(s.data[s.len - 1]) && !nr_ascii_is_blank(s.data[s.len - 1]))
            s.len--;
    }
    s.len = nr_utf8_valid(s);
    return s;
}

static bool has_digit(struct nr_str s)
{
    bool other = false;
    for (size_t i = 0; i < s.len; i++) {
        if (nr_ascii_is_digit(s.data[i]))
            return true;
        other |= (unsigned char)s.data[i] >= 0xd9;
    }
    if (!other)
        return false;
    for (const char *p = s.data, *end = p + s.len; p < end;)
        if (nr_char_is_digit(nr_utf8_next(&p, end)))
            return true;
    return false;
}

/* The value of a decimal digit of another script; -1: it is none that is known. */
static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66,
                                     0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xff10};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

/* Appends s in lower case, with the digits, commas and colons of other scripts as those of ASCII:
 * they stand right behind words. */
static void fold(struct nr_buf *out, struct nr_str s)
{
    struct nr_buf lower = {0};
    nr_text_fold(&lower, s);
    for (const char *p = lower.data, *end = p + lower.len; p < end;) {
        const char *from = p;
        uint32_t c = nr_utf8_next(&p, end);
        int digit = c < 0x660 ? -1 : digit_of(c);
        if (digit >= 0)
            nr_buf_add_char(out, (char)('0' + digit));
        else if (c == 0x60c || c == 0xff0c)
            nr_buf_add_char(out, ',');
        else if (c == 0xff1a)
            nr_buf_add_char(out, ':');
        else
            nr_buf_add(out, from, (size_t)(p - from));
    }
    nr_buf_free(&lower);
}

bool nr_date_parse_in(struct nr_str s, enum nr_date_order order, char out[NR_DATE_SIZE])
{
    static size_t (*const readers[])(const struct token *, enum nr_date_order,
                                     struct nr_moment_parts *) = {
        read_year_first, read_digits, read_written, read_numbered_month};
    struct cursor c = {.count = 0};
    struct nr_buf folded = {0};
    bool found = false;
    s = begin_of(s);
    if (!has_digit(s))
        return false;
    fold(&folded, s);
    cut(&c, nr_buf_str(&folded));
    for (size_t i = 0; i < c.count && !found; i++) {
        for (size_t k = 0; k < sizeof readers / sizeof *readers && !found; k++) {
            struct nr_moment_parts m = {.zone = NR_NO_ZONE};
            size_t used = readers[k](&c.tokens[i], order, &m);
            if (!used || m.year < OLDEST || m.year > NEWEST ||
                !nr_moment_is_day(m.year, m.month, m.day))
                continue;
            read_time(&c.tokens[i] + (k == 2 ? 0 : used), &m);
            nr_moment_write(&m, out);
            found = true;
        }
    }
    nr_buf_free(&folded);
    return found;
}

bool nr_date_parse(struct nr_str s, char out[NR_DATE_SIZE])
{
    return nr_date_parse_in(s, NR_DATE_ORDER_UNKNOWN, out);
}
