#include "author_words.h"
#include "newsreel/text/agencies.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/months.h"
#include "offers.h"

/* Names of authors out of what pages say: "By Ann Lee, Staff Writer | Harbour Post" is Ann Lee. */

enum { MAX_NAME = 60, MAX_PREFIXES = 4, MAX_WORDS = 7, MAX_YEAR = 6 };

static bool is_edge(char c)
{
    return nr_ascii_is_blank(c) || (c != '\0' && memchr(",;:|-/*()[]", c, 11));
}

/* The length of a bullet or dash past ASCII that stands between names; 0: s begins with none. */
static size_t ornament_of(struct nr_str s)
{
    static const struct nr_str ornaments[] = {NR_STR("·"), NR_STR("•"), NR_STR("–"), NR_STR("—")};
    for (size_t i = 0; i < sizeof ornaments / sizeof *ornaments; i++)
        if (nr_str_starts(s, ornaments[i]))
            return ornaments[i].len;
    return 0;
}

static struct nr_str trim_edges(struct nr_str s)
{
    size_t len = 1;
    while (s.len && (is_edge(s.data[0]) || (len = ornament_of(s)) > 0)) {
        s = nr_str_sub(s, len, s.len);
        len = 1;
    }
    while (s.len) {
        const char *last = s.data + s.len;
        nr_utf8_previous(&last, s.data);
        size_t at = (size_t)(last - s.data);
        if (!is_edge(*last) && !ornament_of(nr_str_sub(s, at, s.len)))
            break;
        s.len = at;
    }
    return s;
}

static size_t prefix_of(struct nr_str s, const struct nr_str *prefixes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_starts_fold(s, prefixes[i]))
            return prefixes[i].len;
    return 0;
}

static size_t opening_of(struct nr_str s)
{
    return prefix_of(s, openings, sizeof openings / sizeof *openings);
}

static struct nr_str without_prefixes(struct nr_str name)
{
    name = trim_edges(name);
    for (size_t times = 0; times < MAX_PREFIXES; times++) {
        size_t len = opening_of(name);
        if (!len)
            len = prefix_of(name, titles, sizeof titles / sizeof *titles);
        name = trim_edges(nr_str_sub(name, len, name.len));
        if (len && nr_str_starts(name, nr_str_of("：")))
            name = trim_edges(nr_str_sub(name, 3, name.len));
    }
    for (size_t i = 0; i < sizeof closings / sizeof *closings; i++)
        if (name.len > closings[i].len && nr_str_ends(name, closings[i]))
            name = trim_edges(nr_str_sub(name, 0, name.len - closings[i].len));
    return name;
}

/* "harbour.example", "ann_lee", "ann.lee", "@ann": what only machines call people. */
static bool is_handle(struct nr_str s)
{
    bool spaced = nr_str_find_char(s, ' ') < s.len;
    for (size_t i = 1; i + 1 < s.len; i++)
        if (s.data[i] == '.' && !spaced && nr_ascii_is_letter(s.data[i + 1]) &&
            s.data[i + 1] >= 'a')
            return true;
    return nr_str_find_char(s, '@') < s.len || nr_str_find_char(s, '_') < s.len ||
           nr_str_find_char(s, '{') < s.len || nr_str_find(s, nr_str_of("://")) < s.len;
}

static bool has_one_of(struct nr_str s, const struct nr_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_find_fold(s, words[i]) < s.len)
            return true;
    return false;
}

static bool is_group(struct nr_str s)
{
    struct nr_str word;
    while (nr_str_split(&s, ' ', &word))
        for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
            if (nr_str_eq_fold(word, groups[i]))
                return true;
    return false;
}

static bool is_firm(struct nr_str s)
{
    return has_one_of(s, firms, sizeof firms / sizeof *firms);
}

static bool is_name(struct nr_str s)
{
    /* numbers and addresses of accounts name nobody */
    if (s.len < 2 || s.len > MAX_NAME || is_handle(s) || !nr_str_has_letter(s))
        return false;
    if (nr_agency_of(s).len)
        return false;
    for (size_t i = 0; i < sizeof outlets / sizeof *outlets; i++)
        if (nr_str_eq_fold(s, outlets[i]))
            return false;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (nr_str_starts_fold(s, articles[i]))
            return false;
    return !is_firm(s) && !is_group(s) &&
           !has_one_of(s, functions, sizeof functions / sizeof *functions);
}

/* name without a note in brackets, and without where it was written or for whom: "Ann Lee in
 * London", "Ann Lee for The Post", "Ann Lee - Reuters". */
static struct nr_str without_place(struct nr_str name)
{
    static const struct nr_str words[] = {NR_STR(" in "), NR_STR(" for "), NR_STR(" from "),
                                          NR_STR(" - "), NR_STR(" (")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = nr_str_find_fold(name, words[i]);
        struct nr_str rest = nr_str_sub(name, at + words[i].len, name.len);
        const char *p = rest.data;
        bool cut = rest.len && nr_char_is_upper(nr_utf8_next(&p, p + rest.len));
        if (words[i].data[1] == '-')
            cut = nr_agency_of(rest).len > 0;
        if (at < name.len && (cut || words[i].data[1] == '('))
            name.len = at;
    }
    return name;
}

/* Behind a name, what ends as newspapers do is one. */
static bool is_paper(struct nr_str s)
{
    static const char papers[] = "Post Times Herald Tribune Gazette Courier Journal Chronicle "
                                 "Telegraph Guardian Observer Mirror Star Sun Mail Today "
                                 "Magazine Zeitung Nachrichten Anzeiger Kurier Tageblatt";
    struct nr_str rest = nr_str_of(papers), paper;
    size_t at = s.len;
    while (at > 0 && s.data[at - 1] != ' ')
        at--;
    while (at > 0 && nr_str_split(&rest, ' ', &paper))
        if (nr_str_eq_fold(paper, nr_str_sub(s, at, s.len)))
            return true;
    return false;
}

static void add(struct nr_offers *o, struct nr_str name)
{
    name = without_prefixes(name);
    if (!is_name(name) || (o->author_count && is_paper(name)))
        return;
    name = trim_edges(without_place(name));
    if (!is_name(name) || o->author_count == NR_AUTHORS)
        return;
    for (size_t i = 0; i < o->author_count; i++)
        if (nr_str_eq_fold(o->authors[i], name))
            return;
    o->authors[o->author_count++] = name;
}

static size_t words_of(struct nr_str s)
{
    size_t words = 0;
    for (size_t i = 0; i < s.len; i++)
        words += s.data[i] != ' ' && (i == 0 || s.data[i - 1] == ' ');
    return words;
}

/* The length of the separator that s begins with; 0: it is none. */
static size_t separator_of(struct nr_str s)
{
    static const struct nr_str separators[] = {
        NR_STR(", "),   NR_STR(" ,"),  NR_STR(" and "),  NR_STR(" & "),    NR_STR(" und "),
        NR_STR(" et "), NR_STR(" | "), NR_STR(" / "),    NR_STR(" con "),  NR_STR(" – "),
        NR_STR(" — "),  NR_STR(" • "), NR_STR(" · "),    NR_STR("، "),     NR_STR("、"),
        NR_STR("，"),   NR_STR("／"),  NR_STR(" with "), NR_STR(" avec "), NR_STR(" - ")};
    unsigned char c = (unsigned char)s.data[0];
    if (c != ' ' && c != ',' && c < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (nr_str_starts_fold(s, separators[i]))
            return separators[i].len;
    return 0;
}

/* A slash at at between a name and another that begins with a capital: "AFP/Ann Lee". Not one of an
 * address. */
static bool is_slash(struct nr_str s, size_t at)
{
    const char *p = s.data + at + 1, *end = s.data + s.len;
    return s.data[at] == '/' && at > 0 && p < end && s.data[at - 1] != '/' &&
           !nr_ascii_is_digit(s.data[at - 1]) && nr_char_is_upper(nr_utf8_next(&p, end)) &&
           nr_str_find(s, nr_str_of("://")) == s.len;
}

/* A word for "and" in a language where it may be part of a name too ("Ortega y Gasset"): it is one
 * between two names of two words each. Those that mean something else in others are asked for the
 * language. */
static size_t joint_of(struct nr_str s, struct nr_str before, struct nr_str language)
{
    static const struct {
        struct nr_str word;
        const char *language; /* NULL: any */
    } joints[] = {{NR_STR(" y "), NULL},   {NR_STR(" e "), NULL},   {NR_STR(" i "), NULL},
                  {NR_STR(" og "), NULL},  {NR_STR(" och "), NULL}, {NR_STR(" ve "), NULL},
                  {NR_STR(" и "), NULL},   {NR_STR(" і "), NULL},   {NR_STR(" та "), NULL},
                  {NR_STR(" και "), NULL}, {NR_STR(" dan "), "id"}, {NR_STR(" và "), NULL},
                  {NR_STR(" en "), "nl"},  {NR_STR(" ja "), "fi"},  {NR_STR(" a "), "cs"}};
    for (size_t i = 0; i < sizeof joints / sizeof *joints && s.data[0] == ' '; i++) {
        size_t len = joints[i].word.len, to = len;
        const char *only = joints[i].language;
        if (!nr_str_starts(s, joints[i].word) ||
            (only && !nr_str_starts(language, nr_str_of(only))))
            continue;
        while (to < s.len && !separator_of(nr_str_sub(s, to, s.len)))
            to++;
        return words_of(before) > 1 && words_of(nr_str_sub(s, len, to)) > 1 ? len : 0;
    }
    return 0;
}

/* Where the next name begins behind a separator; s.len when there is none. *end is the end of the
 * name before it. */
static size_t next_name(struct nr_str s, struct nr_str language, size_t *end)
{
    for (size_t at = 0; at < s.len; at++) {
        struct nr_str rest = nr_str_sub(s, at, s.len);
        size_t len = is_slash(s, at) ? 1 : separator_of(rest);
        if (!len)
            len = joint_of(rest, nr_str_sub(s, 0, at), language);
        if (!len)
            continue;
        *end = at;
        return at + len;
    }
    *end = s.len;
    return s.len;
}

/* One word that begins with a capital, and initials behind it. */
static bool is_half_name(struct nr_str s)
{
    struct nr_str word;
    const char *p = s.data;
    if (!s.len || !nr_char_is_upper(nr_utf8_next(&p, s.data + s.len)) || !is_name(s))
        return false;
    nr_str_split(&s, ' ', &word);
    while (nr_str_split(&s, ' ', &word))
        if (word.len > 3 || !nr_str_ends(word, nr_str_of(".")))
            return false;
    return true;
}

/* "Lee, Ann M.", as catalogues write one name. */
static bool is_inverted(struct nr_str names)
{
    struct nr_str none = {NULL, 0};
    size_t end, next = next_name(names, none, &end);
    struct nr_str family = nr_str_sub(names, 0, end), given = nr_str_sub(names, next, names.len);
    return next == end + 2 && names.data[end] == ',' && next_name(given, none, &end) == given.len &&
           nr_str_find_char(family, ' ') == family.len && is_half_name(family) &&
           is_half_name(given);
}

/* Names are followed by the date, which may be cut by a comma: "November 18, 2019 12:01 PM". */
static bool is_date(struct nr_str names, size_t end)
{
    char date[NR_DATE_SIZE];
    struct nr_str head = nr_str_sub(names, 0, end);
    bool digit = false;
    for (size_t i = 0; i < head.len; i++)
        digit |= nr_ascii_is_digit(head.data[i]);
    return digit && nr_date_parse(nr_str_sub(names, 0, end + MAX_YEAR), date);
}

/* false: what follows is no name either. */
static bool add_names(struct nr_offers *o, struct nr_str names)
{
    if (is_inverted(names)) {
        add(o, names);
        return true;
    }
    while (names.len) {
        size_t end, next = next_name(names, o->value[NR_FIELD_LANGUAGE], &end);
        struct nr_str name = nr_str_sub(names, 0, end);
        if (is_firm(name) || is_date(names, end))
            return false;
        add(o, name);
        names = nr_str_sub(names, next, names.len);
    }
    return true;
}

void nr_offer_names(struct nr_offers *o, struct nr_str names)
{
    struct nr_str some;
    while (nr_str_split(&names, ';', &some))
        if (!add_names(o, nr_str_trim(some)))
            return;
}

bool nr_looks_like_names(struct nr_str text, size_t least)
{
    size_t words = 0, capitals = 0;
    bool begins = true, capital = false;
    if (text.len == 0)
        return false;
    for (const char *p = text.data, *end = p + text.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        if (nr_char_is_digit(c) || c == '\n' || c == '?' || c == '!')
            return false;
        if (begins && nr_char_is_letter(c)) {
            words++;
            capital = !nr_char_is_lower(c);
            capitals += capital;
        }
        begins = c == ' ';
    }
    return words >= least && words <= MAX_WORDS && capitals * 2 >= words && capital;
}

/* Two to six characters of Han, kana or Hangul, as names of East Asia are written without blanks,
 * and no name of an office. */
static bool is_eastern_name(struct nr_str s)
{
    static const struct nr_str offices[] = {NR_STR("部"), NR_STR("社"), NR_STR("网"), NR_STR("網"),
                                            NR_STR("报"), NR_STR("報"), NR_STR("台"), NR_STR("局"),
                                            NR_STR("闻"), NR_STR("聞"), NR_STR("導"), NR_STR("辑")};
    size_t count = 0;
    for (const char *p = s.data, *end = p + s.len; p < end; count++) {
        uint32_t c = nr_utf8_next(&p, end);
        if (!nr_char_is_letter(c) || !(nr_char_is_cjk(c) || (c >= 0xac00 && c <= 0xd7a3)))
            return false;
    }
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (nr_str_ends(s, offices[i]))
            return false;
    return count >= 2 && count <= 6;
}

/* line without a month as its last word. */
static struct nr_str without_month(struct nr_str line)
{
    char word[16];
    size_t at = line.len;
    while (at > 0 && line.data[at - 1] != ' ')
        at--;
    size_t len = line.len - at;
    for (size_t i = 0; i < len && len <= sizeof word; i++)
        word[i] = nr_ascii_lower(line.data[at + i]);
    bool month = len <= sizeof word && nr_month_of(nr_str(word, len));
    return month ? trim_edges(nr_str_sub(line, 0, at)) : line;
}

/* The line up to what begins a date or names who took the pictures. */
static struct nr_str without_date(struct nr_str line)
{
    static const struct nr_str labels[] = {
        NR_STR(" published"), NR_STR(" updated"),        NR_STR(" posted"), NR_STR(" photos by"),
        NR_STR(" photo by"),  NR_STR(" photographs by"), NR_STR(" @"),      NR_STR(" stand:")};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        line.len = nr_str_find_fold(line, labels[i]);
    size_t digit = 0;
    while (digit < line.len && !nr_ascii_is_digit(line.data[digit]))
        digit++;
    bool cut = digit < line.len;
    line.len = digit;
    if (cut)
        line.len = nr_str_find(line, nr_str_of(" on "));
    line = trim_edges(line);
    return cut ? without_month(line) : line;
}

/* Behind a name: where it was written. */
static bool is_town(struct nr_str piece)
{
    return words_of(piece) == 1 && !is_eastern_name(piece);
}

/* A name as bylines have it: in East Asia a few characters, elsewhere words with capitals, and
 * nothing else but the particles of names. */
static bool is_spelled_as_name(struct nr_str name, size_t least)
{
    static const char particles[] = "von van de der den del della di da dos das do du la le lo los "
                                    "las bin ibn bint al el zu zum zur ter ten te y e i of";
    struct nr_str rest = name, word, list, one;
    bool eastern = false;
    while (nr_str_split(&rest, ' ', &word)) {
        const char *p = word.data;
        uint32_t first = word.len ? nr_utf8_next(&p, word.data + word.len) : 0;
        bool particle = false;
        for (list = nr_str_of(particles); nr_str_split(&list, ' ', &one);)
            particle |= nr_str_eq(one, word);
        if (nr_char_is_cjk(first) && !is_eastern_name(word))
            return false;
        eastern |= nr_char_is_cjk(first);
        if (nr_str_find_char(word, ':') < word.len || (nr_char_is_lower(first) && !particle))
            return false;
    }
    return eastern || is_eastern_name(name) || nr_looks_like_names(name, least);
}

struct nr_str nr_byline_names(struct nr_offers *o, struct nr_str line, size_t least, bool many)
{
    struct nr_str rest = without_date(line), language = o->value[NR_FIELD_LANGUAGE];
    struct nr_buf names = {0};
    bool bar = false;
    while (rest.len && !(bar && names.len && !many)) {
        size_t end, next = next_name(rest, language, &end);
        struct nr_str piece = nr_str_sub(rest, 0, end), name = without_prefixes(piece);
        struct nr_str mark = nr_str_sub(rest, end + 1, rest.len);
        bar = nr_str_starts(mark, nr_str_of("|")) || ornament_of(mark);
        rest = nr_str_sub(rest, next, rest.len);
        if (!is_name(name) || (names.len && is_town(name)))
            continue;
        bool labelled = !names.len && opening_of(piece) > 0;
        if (!is_spelled_as_name(name, labelled ? 1 : least))
            break;
        if (names.len)
            nr_buf_add_cstr(&names, "; ");
        nr_buf_add_str(&names, piece);
    }
    struct nr_str out = nr_arena_str(o->arena, nr_buf_str(&names));
    nr_buf_free(&names);
    return out;
}

bool nr_is_byline(struct nr_str text)
{
    size_t len = opening_of(text);
    struct nr_str rest = without_date(nr_str_sub(text, len, text.len)), none = {NULL, 0};
    const char *p = rest.data;
    if (!rest.len || nr_char_is_lower(nr_utf8_next(&p, rest.data + rest.len)))
        return false;
    for (size_t pieces = 0; len && rest.len; pieces++) {
        size_t end, next = next_name(rest, none, &end);
        struct nr_str piece = nr_str_sub(rest, 0, end);
        if (!is_spelled_as_name(piece, pieces ? 1 : 2) && (!pieces || is_name(piece)))
            return false;
        rest = nr_str_sub(rest, next, rest.len);
    }
    return len > 0;
}
