#include "newsreel/html/date.h"
#include <stdio.h>

/* The text is cut into tokens, numbers, words and marks, and two readers try their luck from each
 * token on: dates that begin with the year, and dates that name a month or begin with a day. What
 * follows is searched for a time, and what follows that for a zone. */

enum { MAX_BYTES = 200, MAX_TOKENS = 48, NO_ZONE = 10000 };

struct token {
    char kind;  /* '0' number, 'a' word, else the byte itself */
    bool glued; /* no blank before it */
    unsigned value;
    struct nr_str text;
};

struct moment {
    unsigned year, month, day, hour, minute, second;
    bool has_time;
    int zone; /* minutes east of UTC, or NO_ZONE */
};

struct cursor {
    struct token tokens[MAX_TOKENS + 8]; /* those past count are zero */
    size_t count;
};

static bool is_word(char c)
{
    return nr_ascii_is_letter(c) || (unsigned char)c >= 0x80;
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
            for (to = at; to < s.len && to - at < 9 && nr_ascii_is_digit(s.data[to]); to++)
                t.value = t.value * 10 + (unsigned)(s.data[to] - '0');
        } else if (is_word(first)) {
            t.kind = 'a';
            while (to < s.len && is_word(s.data[to]))
                to++;
        }
        t.text = nr_str_sub(s, at, to);
        c->tokens[c->count++] = t;
        glued = true;
        at = to;
    }
}

/* The beginnings of month names that tell them apart; more than one row where languages differ.
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Russian. */
static const struct {
    struct nr_str name;
    unsigned month;
} months[] = {
    {NR_STR("jan"), 1},  {NR_STR("jän"), 1},  {NR_STR("ene"), 1},  {NR_STR("gen"), 1},
    {NR_STR("sty"), 1},  {NR_STR("янв"), 1},  {NR_STR("feb"), 2},  {NR_STR("fev"), 2},
    {NR_STR("fév"), 2},  {NR_STR("lut"), 2},  {NR_STR("фев"), 2},  {NR_STR("mar"), 3},
    {NR_STR("mär"), 3},  {NR_STR("maa"), 3},  {NR_STR("mrt"), 3},  {NR_STR("мар"), 3},
    {NR_STR("apr"), 4},  {NR_STR("avr"), 4},  {NR_STR("abr"), 4},  {NR_STR("kwi"), 4},
    {NR_STR("апр"), 4},  {NR_STR("may"), 5},  {NR_STR("mai"), 5},  {NR_STR("maj"), 5},
    {NR_STR("mag"), 5},  {NR_STR("mei"), 5},  {NR_STR("мая"), 5},  {NR_STR("май"), 5},
    {NR_STR("juin"), 6}, {NR_STR("jun"), 6},  {NR_STR("giu"), 6},  {NR_STR("cze"), 6},
    {NR_STR("июн"), 6},  {NR_STR("jul"), 7},  {NR_STR("juil"), 7}, {NR_STR("lug"), 7},
    {NR_STR("lip"), 7},  {NR_STR("июл"), 7},  {NR_STR("aug"), 8},  {NR_STR("aoû"), 8},
    {NR_STR("aou"), 8},  {NR_STR("ago"), 8},  {NR_STR("sie"), 8},  {NR_STR("авг"), 8},
    {NR_STR("sep"), 9},  {NR_STR("set"), 9},  {NR_STR("wrz"), 9},  {NR_STR("сен"), 9},
    {NR_STR("oct"), 10}, {NR_STR("okt"), 10}, {NR_STR("out"), 10}, {NR_STR("ott"), 10},
    {NR_STR("paź"), 10}, {NR_STR("окт"), 10}, {NR_STR("nov"), 11}, {NR_STR("lis"), 11},
    {NR_STR("ноя"), 11}, {NR_STR("dec"), 12}, {NR_STR("déc"), 12}, {NR_STR("dez"), 12},
    {NR_STR("dic"), 12}, {NR_STR("gru"), 12}, {NR_STR("дек"), 12},
};

static unsigned month_of(const struct token *t)
{
    if (t->kind != 'a' || t->text.len > 20)
        return 0;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (nr_str_starts_fold(t->text, months[i].name))
            return months[i].month;
    return 0;
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
};

static int zone_name(const struct token *t)
{
    for (size_t i = 0; t->kind == 'a' && i < sizeof zones / sizeof *zones; i++)
        if (nr_str_eq_fold(t->text, zones[i].name))
            return zones[i].minutes;
    return NO_ZONE;
}

/* +0200, +02:00 or +02 at t. */
static int zone_offset(const struct token *t)
{
    if ((t[0].kind != '+' && t[0].kind != '-') || t[1].kind != '0' || !t[1].glued)
        return NO_ZONE;
    unsigned minutes;
    if (t[1].text.len == 4)
        minutes = t[1].value / 100 * 60 + t[1].value % 100;
    else if (t[1].text.len == 2)
        minutes = t[1].value * 60 +
                  (t[2].kind == ':' && t[3].kind == '0' && t[3].text.len == 2 ? t[3].value : 0);
    else
        return NO_ZONE;
    if (minutes > 14 * 60)
        return NO_ZONE;
    return t[0].kind == '-' ? -(int)minutes : (int)minutes;
}

/* A zone within the next three tokens: "Z", "GMT+0200", "PM EST". */
static int read_zone(const struct token *t)
{
    for (size_t i = 0; i < 3 && t[i].kind; i++) {
        int zone = zone_offset(t + i);
        if (zone == NO_ZONE)
            zone = zone_name(t + i);
        if (zone == 0 && t[i].kind == 'a' && zone_offset(t + i + 1) != NO_ZONE)
            zone = zone_offset(t + i + 1);
        if (zone != NO_ZONE || (t[i].kind == '0' && i > 0))
            return zone;
    }
    return NO_ZONE;
}

static bool is_noon_mark(const struct token *t, const char *mark)
{
    return t[0].kind == 'a' &&
           (nr_str_eq_fold(t[0].text, nr_str_of(mark)) ||
            (t[0].text.len == 1 && (t[0].text.data[0] | 0x20) == mark[0] && t[1].kind == '.'));
}

/* hh:mm[:ss[.fff]] [am|pm] [zone], or hhmm[ss] behind a T, within the next six tokens. */
static void read_time(const struct token *t, struct moment *m)
{
    size_t i = 0;
    while (i < 6 && t[i].kind && !(t[i].kind == '0' && t[i + 1].kind == ':'))
        i++;
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
    bool after = is_noon_mark(t, "pm"), before = is_noon_mark(t, "am");
    if ((after || before) && m->hour > 12)
        return;
    if (after || before)
        m->hour = m->hour % 12 + (after ? 12 : 0);
    m->has_time = m->hour < 24 && m->minute < 60 && m->second <= 60;
    m->zone = read_zone(t);
}

static bool is_separator(const struct token *t)
{
    return t->kind == '-' || t->kind == '/' || t->kind == '.';
}

/* 2022-07-19, 20220719, 2022年7月19日. Returns how many tokens, 0 when it is none. */
static size_t read_year_first(const struct token *t, struct moment *m)
{
    if (t[0].kind != '0')
        return 0;
    if (t[0].text.len == 8) {
        m->year = t[0].value / 10000;
        m->month = t[0].value / 100 % 100;
        m->day = t[0].value % 100;
        return 1;
    }
    bool han = t[1].kind == 'a' && nr_str_is(t[1].text, "年") && nr_str_is(t[3].text, "月");
    bool same = is_separator(&t[1]) && t[1].kind == t[3].kind;
    if (t[0].text.len != 4 || t[2].kind != '0' || t[4].kind != '0' || !(han || same))
        return 0;
    m->year = t[0].value;
    m->month = t[2].value;
    m->day = t[4].value;
    return 5;
}

/* 19.07.2022, 19/7/2022, 7/19/2022 */
static size_t read_digits(const struct token *t, struct moment *m)
{
    if (t[0].kind != '0' || t[0].text.len > 2 || !is_separator(&t[1]) || t[2].kind != '0' ||
        t[2].text.len > 2 || t[3].kind != t[1].kind || t[4].kind != '0' || t[4].text.len != 4)
        return 0;
    bool day_first = t[1].kind == '.' || t[0].value > 12;
    if (!day_first && t[2].value <= 12 && t[0].value != t[2].value)
        return 0;
    m->day = day_first ? t[0].value : t[2].value;
    m->month = day_first ? t[2].value : t[0].value;
    m->year = t[4].value;
    return 5;
}

static bool skips(const struct token *t)
{
    static const struct nr_str fillers[] = {NR_STR("de"),  NR_STR("of"), NR_STR("st"),
                                            NR_STR("nd"),  NR_STR("rd"), NR_STR("th"),
                                            NR_STR("del"), NR_STR("er")};
    if (t->kind == '.' || t->kind == ',' || t->kind == '-')
        return true;
    for (size_t i = 0; t->kind == 'a' && i < sizeof fillers / sizeof *fillers; i++)
        if (nr_str_eq_fold(t->text, fillers[i]))
            return true;
    return false;
}

/* A month's name with a day beside it and the year behind: 19 July 2022, July 19th, 2022; also
 * "Jul 19 10:00:00 2022". */
static size_t read_written(const struct token *t, struct moment *m)
{
    size_t i = 0, fillers = 0;
    for (unsigned numbers = 0; i < 8 && t[i].kind; i++) {
        unsigned month = month_of(&t[i]);
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

static bool is_real(const struct moment *m)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (m->year < 1700 || m->year > 2199 || m->month < 1 || m->month > 12 || m->day < 1 ||
        m->day > days[m->month - 1])
        return false;
    bool leap = m->year % 4 == 0 && (m->year % 100 != 0 || m->year % 400 == 0);
    return m->month != 2 || m->day < 29 || leap;
}

static void format(const struct moment *m, char out[NR_DATE_SIZE])
{
    int n = snprintf(out, NR_DATE_SIZE, "%04u-%02u-%02u", m->year % 10000, m->month % 100,
                     m->day % 100);
    if (!m->has_time || m->zone == NO_ZONE)
        return;
    n += snprintf(out + n, (size_t)(NR_DATE_SIZE - n), "T%02u:%02u:%02u", m->hour % 100,
                  m->minute % 100, m->second % 100);
    unsigned minutes = (unsigned)(m->zone < 0 ? -m->zone : m->zone) % 6000;
    if (m->zone == 0)
        snprintf(out + n, (size_t)(NR_DATE_SIZE - n), "Z");
    else
        snprintf(out + n, (size_t)(NR_DATE_SIZE - n), "%c%02u:%02u", m->zone < 0 ? '-' : '+',
                 minutes / 60, minutes % 60);
}

bool nr_date_parse(struct nr_str s, char out[NR_DATE_SIZE])
{
    static size_t (*const readers[])(const struct token *, struct moment *) = {
        read_year_first, read_digits, read_written};
    struct cursor c = {.count = 0};
    cut(&c, nr_str_sub(s, 0, MAX_BYTES));
    for (size_t i = 0; i < c.count; i++) {
        for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
            struct moment m = {.zone = NO_ZONE};
            size_t used = readers[k](&c.tokens[i], &m);
            if (!used || !is_real(&m))
                continue;
            read_time(&c.tokens[i] + (k == 2 ? 0 : used), &m);
            format(&m, out);
            return true;
        }
    }
    return false;
}
