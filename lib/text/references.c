#include "newsreel/core/utf8.h"
#include "newsreel/text/repair.h"
#include <libxml/HTMLparser.h>

enum { NAME_MOST = 32 };

static bool is_alnum(char c)
{
    return nr_ascii_is_digit(c) || nr_ascii_is_letter(c);
}

/* The number in "#8217" or "#x2019"; 0: none. Past U+10FFFF it is any number that is. */
static uint32_t number_of(struct nr_str s)
{
    bool hex = s.len > 1 && (s.data[1] | 0x20) == 'x';
    uint32_t c = 0;
    for (size_t i = hex ? 2 : 1; i < s.len && c <= 0x10ffff; i++) {
        char d = nr_ascii_lower(s.data[i]);
        bool letter = d >= 'a' && d <= 'f';
        if (!nr_ascii_is_digit(d) && !(hex && letter))
            return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)(letter ? d - 'a' + 10 : d - '0');
    }
    return c;
}

/* The character that a number means, which HTML reads as windows-1252 below U+00A0; 0: none. */
static uint32_t numbered(struct nr_str s)
{
    uint32_t c = number_of(s);
    if (c >= 0x80 && c < 0xa0) {
        uint32_t western = nr_utf8_western((unsigned char)c);
        return western == c ? 0 : western;
    }
    return c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : c;
}

struct name {
    const char *name;
    uint16_t value;
};

/* What editors' systems write beside the names of HTML 4: ISO 8879's letters of Central Europe and
 * its punctuation, the capitals that browsers know, and names that only sound right. */
static const struct name more[] = {
    {"AMP", '&'},       {"Abreve", 0x102},  {"Amacr", 0x100},   {"Aogon", 0x104},
    {"COPY", 0xa9},     {"Cacute", 0x106},  {"Ccaron", 0x10c},  {"Dcaron", 0x10e},
    {"Dstrok", 0x110},  {"Ecaron", 0x11a},  {"Edot", 0x116},    {"Emacr", 0x112},
    {"Eogon", 0x118},   {"GT", '>'},        {"Gbreve", 0x11e},  {"Idot", 0x130},
    {"Imacr", 0x12a},   {"Iogon", 0x12e},   {"LT", '<'},        {"Lacute", 0x139},
    {"Lcaron", 0x13d},  {"Lstrok", 0x141},  {"NBSP", 0xa0},     {"Nacute", 0x143},
    {"Ncaron", 0x147},  {"Odblac", 0x150},  {"QUOT", '"'},      {"REG", 0xae},
    {"Racute", 0x154},  {"Rcaron", 0x158},  {"Sacute", 0x15a},  {"Scedil", 0x15e},
    {"TRADE", 0x2122},  {"Tcaron", 0x164},  {"Tcedil", 0x162},  {"Udblac", 0x170},
    {"Umacr", 0x16a},   {"Uogon", 0x172},   {"Uring", 0x16e},   {"Zacute", 0x179},
    {"Zcaron", 0x17d},  {"Zdot", 0x17b},    {"abreve", 0x103},  {"amacr", 0x101},
    {"aogon", 0x105},   {"apos", '\''},     {"ast", '*'},       {"bsol", '\\'},
    {"bullet", 0x2022}, {"cacute", 0x107},  {"ccaron", 0x10d},  {"colon", ':'},
    {"comma", ','},     {"commat", '@'},    {"dash", 0x2010},   {"dcaron", 0x10f},
    {"dollar", '$'},    {"dstrok", 0x111},  {"ecaron", 0x11b},  {"edot", 0x117},
    {"emacr", 0x113},   {"emdash", 0x2014}, {"endash", 0x2013}, {"eogon", 0x119},
    {"equals", '='},    {"excl", '!'},      {"gbreve", 0x11f},  {"horbar", 0x2015},
    {"hyphen", 0x2010}, {"imacr", 0x12b},   {"inodot", 0x131},  {"iogon", 0x12f},
    {"lacute", 0x13a},  {"lbrace", '{'},    {"lbrack", '['},    {"lcaron", 0x13e},
    {"lcub", '{'},      {"lowbar", '_'},    {"lpar", '('},      {"lsqb", '['},
    {"lstrok", 0x142},  {"nacute", 0x144},  {"ncaron", 0x148},  {"num", '#'},
    {"odblac", 0x151},  {"percnt", '%'},    {"period", '.'},    {"plus", '+'},
    {"quest", '?'},     {"racute", 0x155},  {"rbrace", '}'},    {"rbrack", ']'},
    {"rcaron", 0x159},  {"rcub", '}'},      {"rpar", ')'},      {"rsqb", ']'},
    {"sacute", 0x15b},  {"scedil", 0x15f},  {"semi", ';'},      {"sol", '/'},
    {"tcaron", 0x165},  {"tcedil", 0x163},  {"udblac", 0x171},  {"umacr", 0x16b},
    {"uogon", 0x173},   {"uring", 0x16f},   {"verbar", '|'},    {"zacute", 0x17a},
    {"zcaron", 0x17e},  {"zdot", 0x17c},
};

uint32_t nr_reference_value(struct nr_str s)
{
    char name[NAME_MOST + 1];
    if (s.len == 0 || s.len > NAME_MOST)
        return 0;
    if (s.data[0] == '#')
        return numbered(s);
    for (size_t i = 0; i < s.len; i++)
        if (!is_alnum(s.data[i]))
            return 0;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (nr_str_is(s, more[i].name))
            return more[i].value;
    memcpy(name, s.data, s.len);
    name[s.len] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}

/* True for a reference without a semicolon that nothing else can be meant by, if it is one: next is
 * what follows it. In an address, "&lt=5" sets a parameter. */
static bool is_certain(struct nr_str s, char next)
{
    static const char *const names[] = {"amp", "quot", "lt", "gt"};
    if (s.len && s.data[0] == '#')
        return !nr_ascii_is_letter(next);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nr_str_is(s, names[i]))
            return next != '=';
    return false;
}

/* Small numbers without a semicolon count things, unless they are those of marks that are
 * escaped. */
static bool is_certain_value(uint32_t c)
{
    return c >= 100 || c == '"' || c == '\'' || c == '<' || c == '>' || c == '&';
}

/* The character whose reference s, behind an ampersand, begins with; *taken is the reference's
 * length. 0: it begins with none. */
static uint32_t read_reference(struct nr_str s, size_t *taken)
{
    static const struct nr_str space = NR_STR("nbsp");
    size_t n = s.len && s.data[0] == '#';
    bool hex = n && s.len > 1 && (s.data[1] | 0x20) == 'x', digits = n && !hex;
    n += hex;
    while (n < s.len && n <= NAME_MOST &&
           (digits ? nr_ascii_is_digit(s.data[n]) : is_alnum(s.data[n])))
        n++;
    struct nr_str name = nr_str_sub(s, 0, n);
    bool closed = n < s.len && s.data[n] == ';';
    *taken = n + closed;
    if (closed || is_certain(name, n < s.len ? s.data[n] : ' ')) {
        uint32_t c = nr_reference_value(name);
        if (c && (closed || is_certain_value(c)))
            return c;
    }
    *taken = space.len;
    return nr_str_starts(name, space) && (n == s.len || s.data[n] != '=') ? 0xa0 : 0;
}

uint32_t nr_reference_western(struct nr_str s, size_t *taken)
{
    size_t hex = s.len > 2 && (s.data[2] | 0x20) == 'x', n = 2 + hex;
    if (!nr_str_starts(s, nr_str_of("&#")))
        return 0;
    while (n < s.len && n < NAME_MOST && (hex ? is_alnum(s.data[n]) : nr_ascii_is_digit(s.data[n])))
        n++;
    uint32_t c = number_of(nr_str_sub(s, 1, n));
    *taken = n + (n < s.len && s.data[n] == ';');
    return c >= 0x80 && c < 0xa0 ? numbered(nr_str_sub(s, 1, n)) : 0;
}

void nr_references_western(struct nr_buf *out, struct nr_str text)
{
    size_t done = 0, taken;
    for (size_t at = 0; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '&');
        uint32_t c = nr_reference_western(nr_str_sub(text, at, text.len), &taken);
        if (!c)
            continue;
        nr_buf_add_str(out, nr_str_sub(text, done, at));
        nr_utf8_add(out, c);
        done = at + taken;
        at = done - 1;
    }
    nr_buf_add_str(out, nr_str_sub(text, done, text.len));
}

/* Quotation marks, dashes, bullets and the euro sign: what is written in every text. */
static bool is_mark(unsigned char byte)
{
    return byte == 0x80 || byte == 0x84 || (byte >= 0x91 && byte <= 0x97);
}

bool nr_controls_undo(struct nr_buf *out, struct nr_str text)
{
    size_t done = 0;
    for (size_t at = 0; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '\xc2');
        unsigned char byte = at + 1 < text.len ? (unsigned char)text.data[at + 1] : 0;
        if (!is_mark(byte))
            continue;
        nr_buf_add_str(out, nr_str_sub(text, done, at));
        nr_utf8_add(out, nr_utf8_western(byte));
        done = ++at + 1;
    }
    if (done)
        nr_buf_add_str(out, nr_str_sub(text, done, text.len));
    return done > 0;
}

bool nr_references_resolve(struct nr_buf *out, struct nr_str text)
{
    size_t done = 0, taken = 0;
    for (size_t at = 0; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '&');
        size_t behind = at + 1;
        uint32_t value = 0, c;
        /* What becomes an ampersand may begin the next. */
        do {
            c = read_reference(nr_str_sub(text, behind, text.len), &taken);
            behind += c ? taken : 0;
            value = c ? c : value;
        } while (c == '&');
        if (!value)
            continue;
        nr_buf_add_str(out, nr_str_sub(text, done, at));
        nr_utf8_add(out, value);
        done = behind;
        at = behind - 1;
    }
    if (!done)
        return false;
    nr_buf_add_str(out, nr_str_sub(text, done, text.len));
    return true;
}
