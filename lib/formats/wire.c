#include "wire.h"
#include "newsreel/core/moment.h"
#include "newsreel/html/date.h"
#include "newsreel/text/chars.h"
#include <stdio.h>

enum { DATELINE_MOST = 120, BYLINE_MOST = 200, BYLINES_MOST = 800, NAMES_MOST = 32 };

struct nr_str nr_wire_word(struct nr_str *rest)
{
    size_t from = 0, to;
    while (from < rest->len && nr_ascii_is_blank(rest->data[from]))
        from++;
    for (to = from; to < rest->len && !nr_ascii_is_blank(rest->data[to]);)
        to++;
    struct nr_str word = nr_str_sub(*rest, from, to);
    *rest = nr_str_sub(*rest, to, rest->len);
    return word;
}

struct nr_str nr_wire_last_line(struct nr_str *text)
{
    while (text->len && nr_ascii_is_blank(text->data[text->len - 1]))
        text->len--;
    size_t at = text->len;
    while (at > 0 && text->data[at - 1] != '\n')
        at--;
    return nr_str_sub(*text, at, text->len);
}

/* s without blanks and these marks at its end. */
static struct nr_str trim_end(struct nr_str s, const char *marks)
{
    s = nr_str_trim(s);
    while (s.len && (nr_ascii_is_blank(s.data[s.len - 1]) || strchr(marks, s.data[s.len - 1])))
        s.len--;
    return s;
}

static bool starts_upper(struct nr_str s)
{
    return s.len && nr_char_is_upper(nr_text_first(s));
}

static const struct nr_str byline_words[] = {NR_STR("By "), NR_STR("Von "), NR_STR("Par "),
                                             NR_STR("Por ")};

struct nr_str nr_wire_behind_by(struct nr_str line)
{
    line = nr_str_trim(line);
    for (size_t i = 0; i < sizeof byline_words / sizeof *byline_words; i++)
        if (nr_str_starts_fold(line, byline_words[i]))
            return nr_str_trim(nr_str_sub(line, byline_words[i].len, line.len));
    return nr_str(NULL, 0);
}

bool nr_wire_is_byline(struct nr_str line)
{
    return line.len < BYLINE_MOST && starts_upper(nr_str_trim(line)) &&
           starts_upper(nr_wire_behind_by(line));
}

void nr_wire_byline(struct nr_texts *by, struct nr_arena *arena, struct nr_str line)
{
    static const struct nr_str links[] = {NR_STR(" and "), NR_STR(" und "), NR_STR(" et "),
                                          NR_STR(" y ")};
    struct nr_str names = nr_wire_behind_by(line);
    names = trim_end(nr_utf8_head(names.len ? names : line, BYLINES_MOST), "<=,");
    while (names.len && by->count < NAMES_MOST) {
        size_t at = names.len, length = 0;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
            size_t link = nr_str_find_fold(names, links[i]);
            if (link < at && starts_upper(nr_str_sub(names, link + links[i].len, names.len))) {
                at = link;
                length = links[i].len;
            }
        }
        nr_texts_add(by, arena, trim_end(nr_str_sub(names, 0, at), ","));
        names = nr_str_sub(names, at + length, names.len);
    }
}

bool nr_wire_is_post(struct nr_str line)
{
    static const struct nr_str words[] = {
        NR_STR("writer"),   NR_STR("correspondent"), NR_STR("editor"),
        NR_STR("reporter"), NR_STR("staff"),         NR_STR("columnist"),
        NR_STR("critic"),   NR_STR("press"),         NR_STR("news service")};
    for (size_t i = 0; line.len < BYLINE_MOST && i < sizeof words / sizeof *words; i++)
        if (nr_str_find_fold(line, words[i]) < line.len)
            return !nr_wire_is_byline(line);
    return false;
}

bool nr_wire_is_note(struct nr_str line)
{
    static const struct nr_str notes[] = {NR_STR("Eds:"),          NR_STR("(Eds:"),
                                          NR_STR("Eds. "),         NR_STR("AP Photo"),
                                          NR_STR("With AP Photo"), NR_STR("LaserPhoto")};
    line = nr_str_trim(line);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (nr_str_starts_fold(line, notes[i]))
            return true;
    return false;
}

static const struct {
    struct nr_str name;
    unsigned month;
} months[] = {
    {NR_STR("january"), 1},    {NR_STR("januar"), 1},     {NR_STR("janvier"), 1},
    {NR_STR("enero"), 1},      {NR_STR("gennaio"), 1},    {NR_STR("janeiro"), 1},
    {NR_STR("february"), 2},   {NR_STR("februar"), 2},    {NR_STR("fevrier"), 2},
    {NR_STR("février"), 2},    {NR_STR("febrero"), 2},    {NR_STR("febbraio"), 2},
    {NR_STR("fevereiro"), 2},  {NR_STR("march"), 3},      {NR_STR("märz"), 3},
    {NR_STR("maerz"), 3},      {NR_STR("mars"), 3},       {NR_STR("marzo"), 3},
    {NR_STR("março"), 3},      {NR_STR("april"), 4},      {NR_STR("avril"), 4},
    {NR_STR("abril"), 4},      {NR_STR("aprile"), 4},     {NR_STR("may"), 5},
    {NR_STR("mai"), 5},        {NR_STR("mayo"), 5},       {NR_STR("maggio"), 5},
    {NR_STR("maio"), 5},       {NR_STR("june"), 6},       {NR_STR("juni"), 6},
    {NR_STR("juin"), 6},       {NR_STR("junio"), 6},      {NR_STR("giugno"), 6},
    {NR_STR("junho"), 6},      {NR_STR("july"), 7},       {NR_STR("juli"), 7},
    {NR_STR("juillet"), 7},    {NR_STR("julio"), 7},      {NR_STR("luglio"), 7},
    {NR_STR("julho"), 7},      {NR_STR("august"), 8},     {NR_STR("aout"), 8},
    {NR_STR("août"), 8},       {NR_STR("agosto"), 8},     {NR_STR("september"), 9},
    {NR_STR("septembre"), 9},  {NR_STR("septiembre"), 9}, {NR_STR("settembre"), 9},
    {NR_STR("setembro"), 9},   {NR_STR("october"), 10},   {NR_STR("oktober"), 10},
    {NR_STR("octobre"), 10},   {NR_STR("octubre"), 10},   {NR_STR("ottobre"), 10},
    {NR_STR("outubro"), 10},   {NR_STR("november"), 11},  {NR_STR("novembre"), 11},
    {NR_STR("noviembre"), 11}, {NR_STR("novembro"), 11},  {NR_STR("december"), 12},
    {NR_STR("dezember"), 12},  {NR_STR("decembre"), 12},  {NR_STR("décembre"), 12},
    {NR_STR("diciembre"), 12}, {NR_STR("dicembre"), 12},  {NR_STR("dezembro"), 12},
};

unsigned nr_wire_month(struct nr_str word)
{
    word = trim_end(word, ".,");
    for (size_t i = 0; word.len >= 3 && i < sizeof months / sizeof *months; i++)
        if (nr_str_starts_fold(months[i].name, word))
            return months[i].month;
    return 0;
}

static bool is_day(struct nr_str word)
{
    unsigned long long n;
    return nr_str_u64(trim_end(word, ".,-"), &n) && n >= 1 && n <= 31;
}

/* Where the last pair of a day and a month, in either order, begins in s, or s.len. A town may be
 * called like a month: "VILLA DEL MAR, 12 Feb". */
static size_t find_day(struct nr_str s)
{
    struct nr_str rest = s, before = {NULL, 0};
    size_t found = s.len;
    for (;;) {
        struct nr_str word = nr_wire_word(&rest);
        if (!word.len)
            return found;
        if ((nr_wire_month(word) && is_day(before)) || (nr_wire_month(before) && is_day(word)))
            found = (size_t)(before.data - s.data);
        before = word;
    }
}

/* "(AP)", "(tca/dpa)", "(BC-TERM-LIMITS-AZR)": one word, in brackets. */
static bool is_agency(struct nr_str s)
{
    size_t end = nr_str_find_char(s, ')');
    if (end < 3 || end == s.len || end > 40)
        return false;
    for (size_t i = 1; i < end; i++)
        if (!nr_ascii_is_letter(s.data[i]) && !nr_ascii_is_digit(s.data[i]) && s.data[i] != '/' &&
            s.data[i] != '-' && (s.data[i] & 0x80) == 0)
            return false;
    return true;
}

struct nr_str nr_wire_place(struct nr_str dateline, bool *sure)
{
    dateline = nr_str_trim(nr_utf8_head(dateline, DATELINE_MOST));
    size_t bracket = nr_str_find_char(dateline, '(');
    bool agency = is_agency(nr_str_sub(dateline, bracket, dateline.len));
    if (agency)
        dateline = nr_str_sub(dateline, 0, bracket);
    size_t day = find_day(dateline);
    *sure = agency || day < dateline.len;
    return trim_end(nr_str_sub(dateline, 0, day), ",-_:/");
}

/* Where a dash that sets off a dateline begins in s, blanks around it, or s.len. */
static size_t find_dash(struct nr_str s)
{
    static const struct nr_str dashes[] = {NR_STR(" - "), NR_STR(" _ "), NR_STR(" -- "),
                                           NR_STR(" – "), NR_STR(" — ")};
    size_t best = s.len;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = nr_str_find(s, dashes[i]);
        best = at < best ? at : best;
    }
    return best;
}

static bool has_lower(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] >= 'a' && s.data[i] <= 'z')
            return true;
    return false;
}

struct nr_str nr_wire_place_in(struct nr_arena *arena, struct nr_str text)
{
    static const struct nr_str nothing = {NULL, 0};
    text = nr_str_trim(nr_utf8_head(text, 2 * DATELINE_MOST));
    struct nr_str head = nr_str_sub(text, 0, nr_str_find_char(text, '\n') + 2);
    size_t dash = find_dash(head);
    bool sure;
    struct nr_str place = nr_wire_place(nr_str_sub(head, 0, dash), &sure);
    bool shouted = dash < head.len && head.data[dash + 1] == '_' && !has_lower(place);
    if (dash == head.len || dash > DATELINE_MOST || !starts_upper(place))
        return nothing;
    return sure || shouted ? nr_story_line(arena, place) : nothing;
}

struct nr_str nr_wire_day(struct nr_arena *arena, unsigned year, unsigned month, unsigned day)
{
    char date[16], checked[11], utc[21];
    if (year < 100)
        year += year < 70 ? 2000 : 1900;
    int n = snprintf(date, sizeof date, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    struct nr_str s = nr_str(date, (size_t)n);
    bool real = nr_moment_parse(s, checked, utc) == NR_MOMENT_DAY;
    return real ? nr_arena_str(arena, s) : nr_str(NULL, 0);
}

static unsigned two_digits(const char *s)
{
    return (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
}

/* Whether s has the form of pattern, where 9 stands for a digit. */
static bool has_form(struct nr_str s, const char *pattern)
{
    size_t n = strlen(pattern);
    if (s.len < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (pattern[i] == '9' ? !nr_ascii_is_digit(s.data[i]) : s.data[i] != pattern[i])
            return false;
    return true;
}

struct nr_str nr_wire_stamp(struct nr_arena *arena, struct nr_str s)
{
    for (size_t i = 0; i + 13 <= s.len; i++) {
        struct nr_str at = nr_str_sub(s, i, s.len);
        if (!has_form(at, "99-99-99 9999"))
            continue;
        char text[48], date[NR_DATE_SIZE];
        struct nr_str rest = nr_str_sub(at, 13, 24), zone;
        struct nr_str day = nr_wire_day(arena, two_digits(at.data + 6), two_digits(at.data),
                                        two_digits(at.data + 3));
        zone = nr_wire_word(&rest);
        while (zone.len && !nr_ascii_is_letter(zone.data[zone.len - 1]))
            zone.len--;
        snprintf(text, sizeof text, "%.*s %.2s:%.2s %.*s", (int)day.len, day.data ? day.data : "",
                 at.data + 9, at.data + 11, (int)zone.len, zone.data);
        return day.len && nr_date_parse(nr_str_of(text), date)
                   ? nr_arena_str(arena, nr_str_of(date))
                   : nr_str(NULL, 0);
    }
    return nr_str(NULL, 0);
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* The last word of s, which is cut off it with the blanks before. */
static struct nr_str cut_word(struct nr_str *s)
{
    *s = nr_str_trim(*s);
    size_t at = s->len;
    while (at > 0 && !nr_ascii_is_blank(s->data[at - 1]))
        at--;
    struct nr_str word = nr_str_sub(*s, at, s->len);
    *s = nr_str_trim(nr_str_sub(*s, 0, at));
    return word;
}

/* "MM-DD" */
static bool is_short_date(struct nr_str word)
{
    unsigned long long month, day;
    size_t dash = nr_str_find_char(word, '-');
    return word.len < 6 && nr_str_u64(nr_str_sub(word, 0, dash), &month) && month <= 12 &&
           nr_str_u64(nr_str_sub(word, dash + 1, word.len), &day) && day <= 31;
}

/* Cuts the date and, where it is there, the number of words off a keyword. */
static bool cut_keyword(struct nr_str *s)
{
    unsigned long long n;
    struct nr_str word = cut_word(s);
    if (nr_str_u64(word, &n))
        word = cut_word(s);
    return is_short_date(word) && s->len > 0;
}

bool nr_wire_keyword(struct nr_str line, struct nr_wire_keyword *out)
{
    line = nr_str_trim(line);
    if (line.len > BYLINE_MOST || line.len < 4 || !nr_ascii_is_letter(line.data[0]) ||
        line.data[1] != ' ' || !nr_ascii_is_letter(line.data[2]))
        return false;
    size_t at = 3;
    while (at < line.len && (line.data[at] == ' ' || is_control(line.data[at])))
        at++;
    out->category = nr_str_sub(line, 2, 3);
    out->keyword = nr_str_sub(line, at, line.len);
    return at > 3 && cut_keyword(&out->keyword);
}

struct nr_str nr_wire_slug(struct nr_str keyword)
{
    keyword = nr_str_trim(keyword);
    size_t n = keyword.len;
    while (n > 0 && nr_ascii_is_digit(keyword.data[n - 1]))
        n--;
    if (n > 0 && keyword.data[n - 1] == ',')
        keyword.len = n - 1;
    return nr_str_trim(keyword);
}

struct nr_str nr_wire_head(struct nr_str head)
{
    size_t at = 0;
    while (at < head.len && (nr_ascii_is_blank(head.data[at]) || head.data[at] == '\0' ||
                             head.data[at] == 0x16 || head.data[at] == 0x7f))
        at++;
    return at < head.len && head.data[at] == NR_WIRE_SOH ? nr_str_sub(head, at + 1, head.len)
                                                         : nr_str(NULL, 0);
}

void nr_wire_split(struct nr_str piece, struct nr_wire_message *message)
{
    struct nr_str rest = nr_str_sub(piece, 1, nr_str_find_char(piece, NR_WIRE_EOT));
    size_t stx = nr_str_find_char(rest, NR_WIRE_STX);
    struct nr_str behind = nr_str_sub(rest, stx + 1, rest.len);
    size_t etx = nr_str_find_char(behind, NR_WIRE_ETX);
    message->header = nr_str_sub(rest, 0, stx);
    message->text = nr_str_sub(behind, 0, etx);
    message->trailer = nr_str_sub(behind, etx + 1, behind.len);
}

enum nr_status nr_wire_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    size_t at = cut->at;
    if (!cut->piece_state) {
        at += nr_str_find_char(nr_str_sub(bytes, at, bytes.len), NR_WIRE_SOH);
        cut->at = at;
        if (at == bytes.len)
            return NR_END;
        cut->from = at++;
        cut->piece_state = 1;
        cut->lost = false;
    }
    for (; at < bytes.len; at++)
        if (bytes.data[at] == NR_WIRE_EOT || bytes.data[at] == NR_WIRE_SOH) {
            cut->to = cut->next = at + (bytes.data[at] == NR_WIRE_EOT);
            return NR_OK;
        }
    cut->at = at;
    cut->to = cut->next = bytes.len;
    return last ? NR_OK : NR_END;
}
