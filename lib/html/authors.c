#include "newsreel/text/agencies.h"
#include "newsreel/text/chars.h"
#include "offers.h"

/* Names of authors out of what pages say: "By Ann Lee, Staff Writer | Harbour Post" is Ann Lee. */

enum { MAX_NAME = 60, MAX_PREFIXES = 4, MAX_WORDS = 7, MAX_YEAR = 6 };

/* What stands before names, with a blank, so that no name begins like it. */
static const struct nr_str openings[] = {
    NR_STR("by "),
    NR_STR("by: "),
    NR_STR("von "),
    NR_STR("von: "),
    NR_STR("par "),
    NR_STR("par: "),
    NR_STR("por "),
    NR_STR("por: "),
    NR_STR("door "),
    NR_STR("di "),
    NR_STR("av "),
    NR_STR("af "),
    NR_STR("autor: "),
    NR_STR("autorin: "),
    NR_STR("author: "),
    NR_STR("auteur: "),
    NR_STR("autore: "),
    NR_STR("text: "),
    NR_STR("interview: "),
    NR_STR("posted by "),
    NR_STR("written by "),
    NR_STR("erstellt von "),
    NR_STR("veröffentlicht von "),
    NR_STR("geschrieben von "),
    NR_STR("publié par "),
    NR_STR("écrit par "),
    NR_STR("escrito por "),
    NR_STR("publicado por "),
    NR_STR("recueilli par "),
    NR_STR("propos recueillis par "),
    NR_STR("a cura di "),
    NR_STR("über "),
    NR_STR("about "),
    NR_STR("автор: "),
    NR_STR("Автор: "),
    NR_STR("текст: "),
    NR_STR("Текст: "),
};

static const struct nr_str titles[] = {
    NR_STR("dr. "), NR_STR("prof. "), NR_STR("professor "), NR_STR("herr "),       NR_STR("frau "),
    NR_STR("mr. "), NR_STR("mrs. "),  NR_STR("ms. "),       NR_STR("dipl.-ing. "), NR_STR("mag. "),
};

/* Whoever is called one of these is no person, nor is an agency. */
static const struct nr_str outlets[] = {
    NR_STR("admin"), NR_STR("administrator"), NR_STR("author"),  NR_STR("autor"),
    NR_STR("text"),  NR_STR("redaction"),     NR_STR("unknown"), NR_STR("anonymous"),
    NR_STR("phd"),   NR_STR("m.d."),          NR_STR("md"),      NR_STR("publisher"),
};

/* A piece of a byline that has one of these is a function or a firm. */
static const struct nr_str functions[] = {
    NR_STR("reporter"),  NR_STR("editor"),     NR_STR("correspond"), NR_STR("writer"),
    NR_STR("columnist"), NR_STR("journalist"), NR_STR("redakteur"),  NR_STR("korrespondent"),
    NR_STR("redacteur"), NR_STR("rédacteur"),  NR_STR("periodista"), NR_STR("giornalista"),
    NR_STR("fotograf"),  NR_STR("photograph"), NR_STR("newsroom"),   NR_STR("news desk"),
    NR_STR("www."),      NR_STR("→"),          NR_STR("©"),          NR_STR("news agency"),
    NR_STR("gründer"),
};

/* Words of those who sign together. */
static const struct nr_str groups[] = {
    NR_STR("staff"),    NR_STR("team"),      NR_STR("desk"),      NR_STR("bureau"),
    NR_STR("media"),    NR_STR("news"),      NR_STR("editorial"), NR_STR("redaktion"),
    NR_STR("beiträge"), NR_STR("rédaction"), NR_STR("redacción"), NR_STR("redazione"),
    NR_STR("redação"),  NR_STR("redactie"),
};

/* A piece that has one of these is a firm, and what follows is its address. */
static const struct nr_str firms[] = {
    NR_STR("gmbh"),  NR_STR("e.v."), NR_STR("s.p.a."), NR_STR(" s.a."),
    NR_STR(" inc."), NR_STR(" ltd"), NR_STR(" llc"),   NR_STR("-verlag"),
};

static bool is_edge(char c)
{
    return nr_ascii_is_blank(c) || (c != '\0' && memchr(",;:|-/*()[]", c, 11));
}

static struct nr_str trim_edges(struct nr_str s)
{
    while (s.len && is_edge(s.data[0]))
        s = nr_str_sub(s, 1, s.len);
    while (s.len && is_edge(s.data[s.len - 1]))
        s.len--;
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
    }
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
        size_t at = nr_str_find(name, words[i]);
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

static void add(struct nr_offers *o, struct nr_str name)
{
    name = without_prefixes(name);
    if (!is_name(name))
        return;
    name = trim_edges(without_place(name));
    if (!is_name(name) || o->author_count == NR_AUTHORS)
        return;
    for (size_t i = 0; i < o->author_count; i++)
        if (nr_str_eq_fold(o->authors[i], name))
            return;
    o->authors[o->author_count++] = name;
}

/* Where the next name begins behind a separator; s.len when there is none. *end is the end of the
 * name before it. */
static size_t next_name(struct nr_str s, size_t *end)
{
    static const struct nr_str separators[] = {NR_STR(", "),    NR_STR(" and "), NR_STR(" & "),
                                               NR_STR(" und "), NR_STR(" et "),  NR_STR(" | "),
                                               NR_STR(" / "),   NR_STR(" con "), NR_STR(" – ")};
    for (size_t at = 0; at < s.len; at++) {
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
            if (!nr_str_starts(nr_str_sub(s, at, s.len), separators[i]))
                continue;
            *end = at;
            return at + separators[i].len;
        }
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
    size_t end, next = next_name(names, &end);
    struct nr_str family = nr_str_sub(names, 0, end), given = nr_str_sub(names, next, names.len);
    return next == end + 2 && names.data[end] == ',' && next_name(given, &end) == given.len &&
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
        size_t end, next = next_name(names, &end);
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

bool nr_is_byline(struct nr_str text)
{
    size_t len = opening_of(text);
    return len > 0 && nr_looks_like_names(nr_str_sub(text, len, text.len), 2);
}
