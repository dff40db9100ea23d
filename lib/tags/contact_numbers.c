/* Contacts made of digits: addresses of the internet, cards, bank accounts, phones. */
#include "contact_parts.h"
#include <stdint.h>

enum { RUN_MOST = 40, DIGITS_MOST = 20, IP6_MOST = 45 };

bool contact_is_ip4(struct nr_str text)
{
    size_t parts = 0, at = 0;
    while (at < text.len && parts < 4) {
        unsigned value = 0;
        size_t begin = at;
        for (; nr_ascii_is_digit(contact_at(text, at)) && at - begin < 4; at++)
            value = value * 10 + (unsigned)(text.data[at] - '0');
        if (at == begin || at - begin > 3 || value > 255)
            return false;
        parts++;
        if (at < text.len && (parts == 4 || text.data[at++] != '.'))
            return false;
    }
    return parts == 4 && nr_ascii_is_digit(text.data[text.len - 1]);
}

static bool is_hex(char c)
{
    return nr_ascii_is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* Eight groups of up to four digits, or fewer with one "::" for the rest. */
static bool is_ip6(struct nr_str text)
{
    size_t groups = 0, gaps = 0, len = 0, digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != ':') {
            groups += len++ == 0;
            digits += nr_ascii_is_digit(text.data[i]);
            if (len > 4)
                return false;
            continue;
        }
        len = 0;
        bool twice = contact_at(text, i + 1) == ':';
        if ((i == 0 && !twice) || (i + 1 == text.len && (i == 0 || text.data[i - 1] != ':')))
            return false;
        if (twice) {
            gaps++;
            if (contact_at(text, ++i + 1) == ':')
                return false;
        }
    }
    return digits && (gaps == 1 ? groups < 8 : !gaps && groups == 8);
}

/* Whether the colon at at is behind a word that is no number, as in "IP:". */
static bool is_behind_label(struct nr_str text, size_t at)
{
    size_t start = at;
    while (start && at - start < IP6_MOST && nr_ascii_is_letter(text.data[start - 1]))
        if (!is_hex(text.data[--start]))
            return true;
    return false;
}

/* The end of an address of version 4 that is the last part of one of version 6, "::ffff:10.0.0.1",
 * of which the part from at on was read up to end; or end. *whole gets what it says as one of
 * version 6. */
static size_t mapped_end(struct nr_str text, size_t at, size_t end, char whole[IP6_MOST + 5],
                         size_t *len)
{
    size_t tail = end, more = end;
    while (tail > at && nr_ascii_is_digit(text.data[tail - 1]))
        tail--;
    while (more < text.len && more - tail < 16 &&
           (nr_ascii_is_digit(text.data[more]) || text.data[more] == '.'))
        more++;
    while (more > end && text.data[more - 1] == '.')
        more--;
    bool mapped = tail > at && text.data[tail - 1] == ':' && more > end &&
                  !contact_is_word(contact_at(text, more)) &&
                  contact_is_ip4(nr_str_sub(text, tail, more));
    *len = (mapped ? tail : end) - at;
    memcpy(whole, text.data + at, *len);
    if (!mapped)
        return end;
    memcpy(whole + *len, "0:0", 3);
    *len += 3;
    return more;
}

bool contact_read_ip6(struct nr_str text, size_t colon, size_t taken, struct contact *c)
{
    size_t start = colon, end = colon;
    while (start > taken && colon - start < 5 && is_hex(text.data[start - 1]))
        start--;
    while (end < text.len && end - start <= IP6_MOST &&
           (is_hex(text.data[end]) || text.data[end] == ':'))
        end++;
    char before = start > taken ? text.data[start - 1] : ' ';
    if (end - start > IP6_MOST || contact_is_word(before) ||
        contact_is_word(contact_at(text, end)) ||
        (before == ':' && !is_behind_label(text, start - 1)))
        return false;
    if (end - start > 2 && text.data[end - 1] == ':' && text.data[end - 2] != ':')
        end--;
    char whole[IP6_MOST + 5];
    size_t len;
    end = mapped_end(text, start, end, whole, &len);
    if (!is_ip6(nr_str(whole, len)))
        return false;
    *c = (struct contact){"ip", start, end};
    return true;
}

/* Countries and the length of their account numbers. */
static const char ibans[] =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18"
    "FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21"
    "MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25"
    "SV28TL23TN24TR26UA29VA22VG24XK20";

static size_t iban_length(struct nr_str country)
{
    for (const char *p = ibans; *p; p += 4)
        if (memcmp(p, country.data, 2) == 0)
            return (size_t)(p[2] - '0') * 10 + (size_t)(p[3] - '0');
    return 0;
}

static unsigned modulo_97(struct nr_str characters, unsigned rest)
{
    for (size_t i = 0; i < characters.len; i++) {
        char c = nr_ascii_lower(characters.data[i]);
        rest = nr_ascii_is_digit(c) ? rest * 10 + (unsigned)(c - '0')
                                    : rest * 100 + (unsigned)(c - 'a') + 10;
        rest %= 97;
    }
    return rest;
}

bool contact_read_iban(struct nr_str text, size_t at, struct contact *c)
{
    char characters[40];
    size_t count = 0, i = at;
    if (text.len - at < 15 || (at && contact_is_word(text.data[at - 1])) ||
        !nr_ascii_is_digit(text.data[at + 2]) || !nr_ascii_is_digit(text.data[at + 3]))
        return false;
    size_t length = iban_length(nr_str_sub(text, at, at + 2));
    for (; i < text.len && count < length; i++) {
        if (text.data[i] == ' ' && count && text.data[i - 1] != ' ')
            continue;
        if (!nr_ascii_is_digit(text.data[i]) && !nr_ascii_is_letter(text.data[i]))
            return false;
        characters[count++] = text.data[i];
    }
    if (!length || count < length || contact_is_word(contact_at(text, i)))
        return false;
    unsigned rest = modulo_97(nr_str(characters + 4, count - 4), 0);
    if (modulo_97(nr_str(characters, 4), rest) != 1)
        return false;
    *c = (struct contact){"iban", at, i};
    return true;
}

/* A run of digits in groups, with what parts them. */
struct run {
    size_t start, end;
    char digits[DIGITS_MOST + 1];
    size_t count, groups[DIGITS_MOST], group_count;
    bool plus, dots, brackets, too_long;
    char separators[4]; /* the different ones, NUL-terminated */
};

static void note_separator(struct run *r, char c)
{
    size_t len = strlen(r->separators);
    r->dots |= c == '.';
    r->brackets |= c == '(' || c == ')';
    if (c != '(' && c != ')' && len < 3 && !strchr(r->separators, c))
        r->separators[len] = c;
}

static bool parts_groups(char c)
{
    return c && strchr(" -./()", c);
}

static void read_run(struct nr_str text, size_t at, struct run *r)
{
    size_t i = at;
    *r = (struct run){.start = at, .end = at};
    if (contact_at(text, i) == '(')
        i++;
    if (contact_at(text, i) == '+') {
        r->plus = true;
        i++;
    }
    while (i < text.len && i - at < RUN_MOST && r->group_count < DIGITS_MOST) {
        size_t begin = i;
        for (; nr_ascii_is_digit(contact_at(text, i)) && r->count < DIGITS_MOST; i++)
            r->digits[r->count++] = text.data[i];
        r->too_long |= nr_ascii_is_digit(contact_at(text, i));
        if (i == begin)
            break;
        r->groups[r->group_count++] = i - begin;
        r->end = i;
        size_t gap = i;
        while (parts_groups(contact_at(text, gap)) && gap - i < 3)
            gap++;
        if (gap == i || !nr_ascii_is_digit(contact_at(text, gap)))
            break;
        for (; i < gap; i++)
            note_separator(r, text.data[i]);
    }
    /* a bracket that was opened before the run belongs to it only when it is closed inside */
    if (text.data[r->start] == '(' && !memchr(text.data + r->start, ')', r->end - r->start))
        r->start++;
}

static bool has_check_digit(const struct run *r)
{
    unsigned sum = 0;
    for (size_t i = 0; i < r->count; i++) {
        unsigned digit = (unsigned)(r->digits[r->count - 1 - i] - '0') << (i & 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* Visa, Mastercard, American Express, Discover, Diners Club, JCB, UnionPay, Maestro, Mir. */
static bool is_issued(const struct run *r)
{
    static const struct {
        unsigned from, to; /* of the first four digits */
        size_t least, most;
    } issuers[] = {
        {4000, 4999, 13, 19}, {5100, 5599, 16, 16}, {2221, 2720, 16, 16}, {3400, 3499, 15, 15},
        {3700, 3799, 15, 15}, {6011, 6011, 16, 19}, {6440, 6599, 16, 19}, {3000, 3059, 14, 19},
        {3600, 3699, 14, 19}, {3800, 3999, 14, 19}, {3528, 3589, 16, 19}, {6200, 6299, 16, 19},
        {5000, 5099, 13, 19}, {5600, 5899, 13, 19}, {6300, 6399, 13, 19}, {2200, 2204, 16, 19},
    };
    unsigned first = 0;
    for (size_t i = 0; i < 4; i++)
        first = first * 10 + (unsigned)(r->digits[i] - '0');
    for (size_t i = 0; i < sizeof issuers / sizeof issuers[0]; i++)
        if (first >= issuers[i].from && first <= issuers[i].to && r->count >= issuers[i].least &&
            r->count <= issuers[i].most)
            return true;
    return false;
}

static bool is_card(const struct run *r)
{
    if (r->count < 13 || r->count > 19 || r->plus || r->brackets || r->dots || r->too_long ||
        strlen(r->separators) > 1 ||
        (r->separators[0] && r->separators[0] != ' ' && r->separators[0] != '-'))
        return false;
    for (size_t i = 0; i + 1 < r->group_count; i++)
        if (r->groups[i] < 4)
            return false;
    return is_issued(r) && has_check_digit(r);
}

/* What the words before a number say of it: 1 a phone, -1 something else, 0 nothing. The nearest
 * counts. */
static int said_before(struct nr_str text, size_t at)
{
    static const struct {
        const char *word;
        int says;
    } words[] = {
        {"phone", 1},   {"tel", 1},       {"telephone", 1}, {"mobile", 1},   {"fax", 1},
        {"call", 1},    {"hotline", 1},   {"whatsapp", 1},  {"dial", 1},     {"phones", 1},
        {"telefon", 1}, {"cell", 1},      {"helpline", 1},  {"mob", 1},      {"ph", 1},
        {"text", 1},    {"sms", 1},       {"contact", 1},   {"тел", 1},      {"office", 1},
        {"tél", 1},     {"téléphone", 1}, {"account", -1},  {"card", -1},    {"isbn", -1},
        {"issn", -1},   {"no", -1},       {"order", -1},    {"invoice", -1}, {"id", -1},
        {"ssn", -1},    {"code", -1},
    };
    size_t begin = at > 40 ? at - 40 : 0, end = at;
    while (end > begin) {
        while (end > begin && !contact_is_word(text.data[end - 1])) {
            char c = text.data[--end];
            if (c == '\n' || (c == '.' && at - end > 3 && contact_at(text, end + 1) == ' ' &&
                              contact_at(text, end + 2) != ':'))
                return 0;
        }
        size_t start = end;
        while (start > begin && contact_is_word(text.data[start - 1]))
            start--;
        struct nr_str word = nr_str_sub(text, start, end);
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (nr_str_eq_fold(word, nr_str_of(words[i].word)))
                return words[i].says;
        end = start;
    }
    return 0;
}

/* The plan of North America: 212-555-0100, with 1 before it or not. */
static bool is_north_american(const struct run *r)
{
    size_t first = r->group_count == 4 && r->groups[0] == 1 && r->digits[0] == '1' ? 1 : 0;
    const size_t *g = r->groups + first;
    return r->group_count == first + 3 && g[0] == 3 && g[1] == 3 && g[2] == 4 &&
           !strchr(r->separators, '/') && r->separators[0] != '\0';
}

/* The plan of France: 01.23.45.67.89. */
static bool is_french(const struct run *r)
{
    for (size_t i = 0; i < r->group_count; i++)
        if (r->groups[i] != 2)
            return false;
    return r->group_count == 5 && r->digits[0] == '0' && r->digits[1] != '0' &&
           strlen(r->separators) == 1;
}

static bool is_phone(struct nr_str text, const struct run *r)
{
    if (r->too_long || r->count > 15 || r->count < 6)
        return false;
    if (r->plus)
        return r->count >= 7 || r->brackets;
    if (strchr(r->separators, '/') && r->group_count > 3)
        return false; /* prices: "7-11/16 7-3/4" */
    int said = said_before(text, r->start);
    if (said < 0)
        return false;
    if (is_french(r) || is_north_american(r) ||
        (r->group_count == 3 && r->brackets && r->groups[0] == 3 && r->groups[1] == 3 &&
         r->groups[2] == 4))
        return true;
    if (said > 0)
        return r->count >= 7 && !(r->group_count == 2 && r->groups[0] == 3 && r->groups[1] == 4 &&
                                  r->digits[0] < '2');
    if (r->digits[0] == '0' && r->digits[1] == '0')
        return r->count >= 11 && r->group_count > 1 && r->group_count < 7 && r->groups[0] > 1;
    return r->digits[0] == '0' && r->count >= 10 && r->count <= 12 && r->group_count > 1 &&
           r->group_count < 6 && r->groups[0] > 1 && !r->dots;
}

/* The end of an extension behind a number, or the end of the number. */
static size_t extension_end(struct nr_str text, size_t end)
{
    size_t at = end;
    while (contact_at(text, at) == ' ' && at - end < 2)
        at++;
    if (nr_str_starts_fold(nr_str_sub(text, at, text.len), nr_str_of("ext")))
        at += contact_at(text, at + 3) == '.' ? 4 : 3;
    else if ((contact_at(text, at) | 0x20) == 'x')
        at++;
    else
        return end;
    if (contact_at(text, at) == ' ')
        at++;
    size_t digits = at;
    while (nr_ascii_is_digit(contact_at(text, at)) && at - digits < 7)
        at++;
    return at > digits && at - digits < 7 && !contact_is_word(contact_at(text, at)) ? at : end;
}

/* Whether what is before a number makes it a part of something longer. */
static bool is_inside(struct nr_str text, size_t start, size_t taken, bool formal)
{
    if (start <= taken)
        return start && start == taken && text.data[start - 1] != ' ' && taken;
    char c = text.data[start - 1], before = start > taken + 1 ? text.data[start - 2] : ' ';
    if (contact_is_word(c) || c == '+' || c == '*' || c == '=' || c == '_' || c == '$' ||
        c == '/' || c == '#')
        return true;
    if (c == '.' || c == ',')
        return nr_ascii_is_digit(before);
    if (c == '-' || c == '@' || (c == ':' && nr_ascii_is_digit(before)))
        return !formal;
    return false;
}

/* An address of version 4 at at. A port, the length of a prefix or the end of a range may
 * follow. */
static bool read_ip4(struct nr_str text, size_t at, size_t taken, struct contact *c)
{
    size_t end = at;
    while (end - at < 16 &&
           (nr_ascii_is_digit(contact_at(text, end)) || contact_at(text, end) == '.'))
        end++;
    while (end > at && text.data[end - 1] == '.')
        end--;
    char behind = contact_at(text, end);
    bool range = taken && at == taken + 1 && strchr("-/", text.data[taken]);
    if (!contact_is_ip4(nr_str_sub(text, at, end)) || contact_is_word(behind) ||
        (behind && strchr("+*=_@%", behind)) ||
        (behind && strchr(".,", behind) && nr_ascii_is_digit(contact_at(text, end + 1))) ||
        (!range && is_inside(text, at, taken, false)))
        return false;
    *c = (struct contact){"ip", at, end};
    return true;
}

/* Where the digits from at end. */
static size_t digits_end(struct nr_str text, size_t at)
{
    while (at < text.len && nr_ascii_is_digit(text.data[at]))
        at++;
    return at;
}

bool contact_read_number(struct nr_str text, size_t at, size_t taken, struct contact *c,
                         size_t *skip)
{
    struct run r;
    size_t first = nr_ascii_is_digit(text.data[at]) ? at : at + 1;
    *skip = digits_end(text, first);
    if (contact_at(text, *skip) == '.' && text.data[at] != '+' && read_ip4(text, first, taken, c))
        return true;
    read_run(text, at, &r);
    if (r.count < 4 || r.end <= r.start)
        return false;
    char behind = contact_at(text, r.end);
    bool tied =
        contact_is_word(behind) || (behind && strchr("+*=_@%", behind)) ||
        (behind && strchr(",-:/.", behind) && nr_ascii_is_digit(contact_at(text, r.end + 1)));
    if (is_inside(text, r.start, taken, is_north_american(&r)))
        return false;
    if (!tied && is_card(&r)) {
        *c = (struct contact){"card", r.start, r.end};
        return true;
    }
    size_t end = extension_end(text, r.end);
    if ((tied && end == r.end) || !is_phone(text, &r)) {
        if (r.group_count > 1 && r.count > 6 && !r.dots && !tied)
            *skip = r.end;
        return false;
    }
    *c = (struct contact){"phone", r.start, end};
    return true;
}
