/* Datelines of the scripts that put blanks between words. Two things tell one: an agency that is
 * known, in brackets, or a date before a dash; where neither is there, a place in capitals before a
 * dash with prose behind it. */
#include "newsreel/text/agencies.h"
#include "newsreel/text/months.h"
#include "newsreel/text/top_lines.h"
#include "newsreel/text/words.h"
#include "structure_parts.h"

enum {
    HEAD = 240,       /* bytes of a paragraph that are looked at */
    AGENCY_MOST = 60, /* bytes in brackets */
    BRACKETS = 3,
    DASHES = 3,
    SIGNED_MOST = 80, /* "РИА Новости, Имя Фамилия." */
    SHOUT_WORDS = 4,
    SHOUT_LETTERS = 5,
    SHOUT_PROSE = 60, /* bytes of prose behind a place alone */
    SHOUT_SIGHT = 48, /* of them those that must have a small letter */
};

/* ---- Marks ---- */

static bool is_long_dash(uint32_t c)
{
    return c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2212;
}

/* Bytes of the dashes that s begins with. */
static size_t dashes(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len) {
        const char *p = s.data + n;
        uint32_t c = nr_utf8_next(&p, s.data + s.len);
        if (c != '-' && c != '_' && !is_long_dash(c))
            break;
        n = (size_t)(p - s.data);
    }
    return n;
}

/* Whether the dashes of this length at at set something off: one hyphen joins words, and so does a
 * short dash, unless a blank is behind it. */
static bool sets_off(struct nr_str s, size_t at, size_t length)
{
    bool open = at + length == s.len || nr_structure_blanks(nr_str_sub(s, at + length, s.len)) > 0;
    char before = at ? s.data[at - 1] : ' ';
    bool free_before = nr_ascii_is_blank(before) || (before && strchr(")].,/", before)) ||
                       nr_ascii_is_digit(before) || (before & 0x80);
    if (s.data[at] == '_')
        return open && nr_ascii_is_blank(before);
    if (s.data[at] == '-')
        return free_before && (open || length > 1);
    return open || nr_str_starts(nr_str_sub(s, at, s.len), nr_str_of("—"));
}

/* Where the first dash behind from is that sets something off; s.len when none. */
static size_t find_dash(struct nr_str s, size_t from, size_t *length)
{
    for (size_t at = from; at < s.len; at += *length ? *length : 1) {
        unsigned char first = (unsigned char)s.data[at];
        bool inside = (first & 0xc0) == 0x80 || (first < 0x80 && first != '-' && first != '_');
        *length = inside ? 0 : dashes(nr_str_sub(s, at, s.len));
        if (*length && sets_off(s, at, *length))
            return at;
    }
    *length = 0;
    return s.len;
}

/* ---- Agencies ---- */

/* The agency that the content of brackets names: alone, beside others, or before the name of a
 * service ("Reuters Life!"). */
static bool is_known(struct nr_str content)
{
    size_t length;
    if (nr_agency_of(content).len)
        return true;
    for (size_t from = 0, i = 0; i <= content.len; i++) {
        if (i < content.len && content.data[i] != '/' && content.data[i] != ',' &&
            content.data[i] != '-' && content.data[i] != '+' && content.data[i] != '=')
            continue;
        if (nr_agency_of(nr_str_trim(nr_str_sub(content, from, i))).len)
            return true;
        from = i + 1;
    }
    return nr_agency_at(content, &length).len && content.data[length] == ' ';
}

static char closing(char c)
{
    return c == '(' ? ')' : c == '[' ? ']' : '/';
}

struct brackets {
    size_t from, to; /* to is behind the closing one */
    struct nr_str content;
};

/* The next brackets from from on: round, square, or slashes. */
static bool find_brackets(struct nr_str s, size_t from, struct brackets *b)
{
    for (size_t at = from; at < s.len; at++) {
        char c = s.data[at];
        bool slash = c == '/' && (at == 0 || nr_ascii_is_blank(s.data[at - 1]));
        if (c != '(' && c != '[' && !slash)
            continue;
        struct nr_str rest = nr_str_sub(s, at + 1, s.len);
        size_t end = nr_str_find_char(nr_str_sub(rest, 0, AGENCY_MOST + 1), closing(c));
        if (end == 0 || end > AGENCY_MOST || end >= rest.len)
            continue;
        *b = (struct brackets){at, at + end + 2, nr_str_trim(nr_str_sub(rest, 0, end))};
        return b->content.len > 0;
    }
    return false;
}

/* ---- Capitals ---- */

/* Short words in capitals are acronyms more often than places, but for these. */
static const struct nr_str short_places[] = {
    NR_STR("ROME"), NR_STR("OSLO"), NR_STR("LIMA"), NR_STR("BONN"), NR_STR("KYIV"), NR_STR("KIEV"),
    NR_STR("BERN"), NR_STR("RIGA"), NR_STR("BAKU"), NR_STR("DOHA"), NR_STR("GAZA"), NR_STR("ROMA"),
    NR_STR("NICE"), NR_STR("LYON"), NR_STR("CORK"), NR_STR("YORK"), NR_STR("RENO"), NR_STR("GRAZ"),
};

/* Whether the part before the first comma is one to four words in capitals. */
static bool is_shouted(struct nr_str place)
{
    struct nr_str name = nr_str_sub(place, 0, nr_str_find_char(place, ','));
    size_t words = 1, letters = 0;
    for (const char *p = name.data, *end = p + name.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        if (nr_char_is_letter(c) && !nr_char_is_upper(c))
            return false;
        letters += nr_char_is_letter(c);
        words += c == ' ';
    }
    bool known = letters >= SHOUT_LETTERS || name.len < place.len;
    for (size_t i = 0; !known && i < sizeof short_places / sizeof *short_places; i++)
        known = nr_str_eq(name, short_places[i]);
    return known && letters > 2 && words <= SHOUT_WORDS;
}

/* ---- An agency in brackets ---- */

/* Behind the mark that ends a dateline at at, or at where there is none. *dash: it is a dash. */
static size_t behind_mark(struct nr_str s, size_t at, bool *dash)
{
    size_t from = at + nr_structure_blanks(nr_str_sub(s, at, s.len)), to = from;
    while (to < s.len && (s.data[to] == '.' || s.data[to] == ',') && to - from < 2)
        to++;
    size_t length = dashes(nr_str_sub(s, to, s.len));
    size_t spaced = to + nr_structure_blanks(nr_str_sub(s, to, s.len));
    if (!length && to > from && (length = dashes(nr_str_sub(s, spaced, s.len))) > 0)
        to = spaced;
    *dash = length > 0;
    if (length)
        return to + length;
    if (to == from && from < s.len && strchr(":=|", s.data[from]) && s.data[from])
        return from + 1;
    return to > from ? to : at;
}

static bool starts_upper(struct nr_str s)
{
    uint32_t c = s.len ? nr_text_first(s) : 0;
    return nr_char_is_letter(c) && !nr_char_is_lower(c);
}

/* "(ANSA) - ROMA, 05 MAR -": what follows an agency that stands first. */
static void add_place_behind(struct nr_str head, size_t end, struct nr_dateline_found *found)
{
    size_t length, dash = find_dash(head, end, &length);
    struct nr_str place = nr_str_sub(head, end, dash);
    struct nr_dated date;
    if (!length || !nr_dateline_cut_date(&place, false, &date))
        return;
    place = nr_dateline_place_of(place);
    if (!place.len)
        return;
    found->date = date;
    found->place = place;
    found->whole = nr_str_sub(head, 0, dash + length);
}

static bool read_first(struct nr_str head, const struct brackets *b,
                       struct nr_dateline_found *found)
{
    bool dash;
    size_t end = behind_mark(head, b->to, &dash);
    if (!dash && !starts_upper(nr_str_trim(nr_str_sub(head, end, head.len))))
        return false;
    found->whole = nr_str_sub(head, 0, end);
    found->percent = dash ? 98 : 90;
    if (dash)
        add_place_behind(head, end, found);
    return true;
}

/* "(UrduPoint News / Sputnik - 29th April, 2020)": the date stands in the brackets as well. */
static void set_agency(struct nr_str content, struct nr_dateline_found *found)
{
    found->agency = content;
    if (!nr_dateline_cut_date(&content, false, &found->date))
        return;
    while (content.len && strchr(" -,", content.data[content.len - 1]))
        content.len--;
    found->agency = content;
}

static bool read_bracketed(struct nr_str head, const struct brackets *b,
                           struct nr_dateline_found *found)
{
    struct nr_str before = nr_str_trim(nr_str_sub(head, 0, b->from));
    set_agency(b->content, found);
    if (!before.len)
        return read_first(head, b, found);
    if (!found->date.day)
        nr_dateline_cut_date(&before, true, &found->date);
    found->place = nr_dateline_place_of(before);
    if (before.len && !found->place.len)
        return false;
    bool dash, dated = found->date.day > 0, slashes = head.data[b->from] == '/';
    size_t end = behind_mark(head, b->to, &dash);
    char last = head.data[end - 1];
    bool marked = end > b->to && (last == ':' || last == '=' ||
                                  (last == '.' && found->place.len && is_shouted(found->place)));
    bool glued = end == b->to && starts_upper(nr_str_sub(head, end, head.len));
    if (!dated &&
        (nr_words_are_acronym(found->place, b->content) || !(dash || marked || glued || slashes)))
        return false;
    found->whole = nr_str_sub(head, 0, end);
    found->percent = dated ? 99 : dash ? 96 : 85;
    return true;
}

static bool find_bracketed(struct nr_str head, struct nr_dateline_found *found)
{
    struct brackets b = {.to = 0};
    for (size_t i = 0; i < BRACKETS && find_brackets(head, b.to, &b); i++) {
        *found = (struct nr_dateline_found){.percent = 0};
        if (is_known(b.content) && read_bracketed(head, &b, found))
            return true;
    }
    return false;
}

/* ---- A date before a dash ---- */

/* "17 January, 2012 - 10:52": the dash goes on with a time. */
static bool goes_on_to_time(struct nr_str behind)
{
    struct nr_str s = nr_str_trim(behind);
    size_t digits = 0;
    while (digits < s.len && nr_ascii_is_digit(s.data[digits]))
        digits++;
    return digits && digits + 1 < s.len && s.data[digits] == ':' &&
           nr_ascii_is_digit(s.data[digits + 1]);
}

/* "June 5 - June 7": the dash goes on with a date. */
static bool goes_on_to_date(struct nr_str behind)
{
    struct nr_str two = nr_str_trim(behind);
    size_t words = 0, end = 0;
    while (end < two.len && (!nr_ascii_is_blank(two.data[end]) || ++words < 2))
        end++;
    two.len = end;
    struct nr_dated date;
    return nr_dateline_cut_date(&two, false, &date);
}

/* What stands before a date and a dash in other lines of a page. */
static const struct nr_str no_places[] = {
    NR_STR("updated"),    NR_STR("published"),  NR_STR("posted"),    NR_STR("created"),
    NR_STR("monday"),     NR_STR("tuesday"),    NR_STR("wednesday"), NR_STR("thursday"),
    NR_STR("friday"),     NR_STR("saturday"),   NR_STR("sunday"),    NR_STR("mon"),
    NR_STR("tue"),        NR_STR("wed"),        NR_STR("thu"),       NR_STR("fri"),
    NR_STR("sat"),        NR_STR("sun"),        NR_STR("montag"),    NR_STR("dienstag"),
    NR_STR("mittwoch"),   NR_STR("donnerstag"), NR_STR("freitag"),   NR_STR("samstag"),
    NR_STR("sonntag"),    NR_STR("lundi"),      NR_STR("mardi"),     NR_STR("mercredi"),
    NR_STR("jeudi"),      NR_STR("vendredi"),   NR_STR("samedi"),    NR_STR("dimanche"),
    NR_STR("lunes"),      NR_STR("martes"),     NR_STR("viernes"),   NR_STR("domingo"),
    NR_STR("breaking"),   NR_STR("exclusive"),  NR_STR("update"),    NR_STR("watch"),
    NR_STR("opinion"),    NR_STR("analysis"),   NR_STR("review"),    NR_STR("video"),
    NR_STR("photos"),     NR_STR("photo"),      NR_STR("live"),      NR_STR("correction"),
    NR_STR("warning"),    NR_STR("listen"),     NR_STR("note"),      NR_STR("editor"),
    NR_STR("editorial"),  NR_STR("related"),    NR_STR("spoiler"),   NR_STR("sponsored"),
    NR_STR("podcast"),    NR_STR("gallery"),    NR_STR("important"), NR_STR("attention"),
    NR_STR("question"),   NR_STR("answer"),     NR_STR("summary"),   NR_STR("background"),
    NR_STR("highlights"), NR_STR("comment"),    NR_STR("interview"), NR_STR("feature"),
};

static bool is_no_place(struct nr_str place)
{
    size_t end = 0;
    while (end < place.len && place.data[end] != ' ' && place.data[end] != ',')
        end++;
    for (size_t i = 0; i < sizeof no_places / sizeof *no_places; i++)
        if (nr_str_eq_fold(nr_str_sub(place, 0, end), no_places[i]))
            return true;
    return nr_byline_intro(place) > 0;
}

/* Whether the last word of s, of this length, is a name in the net: "KOMPAS.com". */
static bool is_domain(struct nr_str s, size_t *length)
{
    size_t at = s.len, letters = 0;
    while (at > 0 && nr_ascii_is_letter(s.data[at - 1]))
        at--, letters++;
    bool dot = at > 2 && s.data[at - 1] == '.' && nr_ascii_is_letter(s.data[at - 2]) &&
               nr_ascii_is_letter(s.data[at - 3]);
    while (at > 0 && !nr_ascii_is_blank(s.data[at - 1]))
        at--;
    *length = s.len - at;
    return dot && letters > 1;
}

/* Cuts an agency off the end of what stands before a dash: in any brackets where a date is there,
 * or one that is known without. Brackets may hold the date itself. */
static void cut_agency(struct nr_str *before, struct nr_dateline_found *found)
{
    struct brackets b = {.to = 0};
    size_t length, last = 0;
    while (last++ < BRACKETS && find_brackets(*before, b.to, &b))
        if (b.to == before->len) {
            struct nr_str date = b.content;
            *before = nr_str_trim(nr_str_sub(*before, 0, b.from));
            if (!nr_dateline_cut_date(&date, false, &found->date))
                found->agency = b.content;
            else if (date.len)
                found->date.day = 0;
            return;
        }
    if ((nr_agency_before(*before, &length).len || is_domain(*before, &length)) &&
        length < before->len) {
        found->agency = nr_str_sub(*before, before->len - length, before->len);
        *before = nr_str_trim(nr_str_sub(*before, 0, before->len - length));
    }
}

/* Behind the dash at at in s, nothing before it; from where there is none. */
static size_t behind_dash(struct nr_str s, size_t at, size_t from)
{
    size_t length, dash = find_dash(s, at, &length);
    return length && nr_str_trim(nr_str_sub(s, at, dash)).len == 0 ? dash + length : from;
}

/* Behind "РИА Новости." or "РИА Новости, Имя Фамилия." or "(Adnkronos) -" or "Reuters -" at from,
 * or from. */
static size_t behind_signature(struct nr_str head, size_t from, struct nr_str *agency)
{
    size_t length, at = from + nr_structure_blanks(nr_str_sub(head, from, head.len)), end = from;
    struct nr_str rest = nr_str_sub(head, at, head.len), name = rest;
    struct brackets b;
    if (find_brackets(head, at, &b) && b.from == at && is_known(b.content)) {
        name = b.content;
        end = behind_dash(head, b.to, from);
    } else if (nr_agency_at(rest, &length).len) {
        name.len = length;
        struct nr_str behind = nr_str_sub(rest, length, SIGNED_MOST);
        if (behind.len && behind.data[0] == ',')
            length += nr_str_find_char(behind, '.');
        bool stop = length < rest.len && rest.data[length] == '.';
        end = stop ? at + length + 1 : behind_dash(head, at + length, from);
    }
    if (end > from)
        *agency = name;
    return end;
}

static bool read_dated(struct nr_str head, size_t dash, size_t length,
                       struct nr_dateline_found *found)
{
    struct nr_str before = nr_str_trim(nr_str_sub(head, 0, dash));
    *found = (struct nr_dateline_found){.percent = 0};
    cut_agency(&before, found);
    if (!found->date.day && !nr_dateline_cut_date(&before, false, &found->date))
        return false;
    found->place = nr_dateline_place_of(before);
    size_t end = dash + length;
    struct nr_str behind = nr_str_sub(head, end, head.len);
    if (!found->place.len || is_no_place(found->place) || goes_on_to_time(behind) ||
        (!is_shouted(found->place) && goes_on_to_date(behind)))
        return false;
    if (!found->agency.len)
        end = behind_signature(head, end, &found->agency);
    found->whole = nr_str_sub(head, 0, end);
    found->percent = found->agency.len ? 99 : 97;
    return true;
}

static bool find_dated(struct nr_str head, struct nr_dateline_found *found)
{
    size_t length, at = 0;
    for (size_t i = 0; i < DASHES && at < head.len; i++, at += length) {
        at = find_dash(head, at, &length);
        if (length && read_dated(head, at, length, found))
            return true;
    }
    return false;
}

/* ---- A place alone ---- */

/* Prose: it begins with a capital, and small letters come soon. */
static bool is_prose(struct nr_str s)
{
    struct nr_str sight = nr_str_sub(s, 0, SHOUT_SIGHT);
    sight.len = nr_str_find_char(sight, '\n');
    bool lower = false;
    for (size_t i = 1; i < sight.len; i++)
        lower |= sight.data[i] >= 'a' && sight.data[i] <= 'z';
    return s.len >= SHOUT_PROSE && nr_char_is_upper(nr_text_first(s)) && lower;
}

static bool find_shouted(struct nr_str head, struct nr_str paragraph,
                         struct nr_dateline_found *found)
{
    size_t length, dash = find_dash(head, 0, &length);
    struct nr_str place = nr_str_trim(nr_str_sub(head, 0, dash));
    struct nr_str behind = nr_str_trim(nr_str_sub(paragraph, dash + length, paragraph.len));
    *found = (struct nr_dateline_found){.percent = 0};
    if (!length)
        return false;
    cut_agency(&place, found);
    place = nr_dateline_place_of(place);
    if (!place.len || is_no_place(place) || !is_shouted(place) || !is_prose(behind) ||
        goes_on_to_time(behind) || nr_words_are_acronym(place, found->agency))
        return false;
    found->place = place;
    found->whole = nr_str_sub(head, 0, dash + length);
    found->percent = head.data[dash] == '-' && length == 1 ? 75 : 90;
    return true;
}

bool nr_dateline_find(struct nr_str paragraph, struct nr_dateline_found *found)
{
    size_t from = nr_structure_blanks(paragraph);
    paragraph = nr_str_sub(paragraph, from, paragraph.len);
    struct nr_str head = nr_utf8_head(paragraph, HEAD);
    head.len = nr_str_find_char(head, '\n');
    *found = (struct nr_dateline_found){.percent = 0};
    return head.len > 2 && (nr_dateline_find_east(head, found) || find_bracketed(head, found) ||
                            find_dated(head, found) || find_shouted(head, paragraph, found));
}
