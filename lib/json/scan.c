/* A strict JSON scanner without recursion.
 *
 * Containers are followed with a stack of one bit for each level (object or array), so the depth
 * costs 64 bytes and hostile nesting costs nothing. Strings, which are nearly all of a news
 * record, are skipped with nr_plain_end. UTF-8 is validated over the whole text beforehand: outside
 * of strings only ASCII passes the grammar, so that is the same as validating each string, and the
 * validator gets long runs to be fast on. */
#include "scan.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "plain.h"

static const char ends_early[] = "invalid JSON: ends early";

void nr_scan_valid(struct nr_scan *s, struct nr_str text)
{
    if (!text.data)
        text = nr_str("", 0);
    *s = (struct nr_scan){.all = text, .at = text.data, .end = text.data + text.len};
}

void nr_scan_begin(struct nr_scan *s, struct nr_str text)
{
    nr_scan_valid(s, text);
    s->end = s->at + nr_utf8_valid(text);
}

bool nr_scan_fail(struct nr_scan *s, const char *error)
{
    s->error = error;
    return false;
}

static bool fail_at(struct nr_scan *s, const char *at, const char *error)
{
    s->at = at;
    return nr_scan_fail(s, error);
}

enum nr_status nr_scan_report(const struct nr_scan *s, struct nr_error *e)
{
    bool early = s->at == s->end;
    bool cut = s->end < s->all.data + s->all.len;
    nr_error_set(e, "%s", !early ? s->error : cut ? "invalid UTF-8" : ends_early);
    e->offset = (uint64_t)(s->at - s->all.data) + 1;
    return NR_BAD;
}

#define NO    0xff
#define NO_8  NO, NO, NO, NO, NO, NO, NO, NO
#define NO_16 NO_8, NO_8
#define NO_64 NO_16, NO_16, NO_16, NO_16

/* clang-format off */
const unsigned char nr_scan_hex[256] = {
    NO_16, NO_16, NO_16,
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, NO, NO, NO, NO, NO, NO,
    NO, 10, 11, 12, 13, 14, 15, NO, NO_8,
    NO_16,
    NO, 10, 11, 12, 13, 14, 15, NO, NO_8,
    NO_16,
    NO_64, NO_64,
};
/* clang-format on */

/* Length of the escape, for the byte behind the backslash. A table, because a jump for each kind
 * would be guessed wrong too often. */
static const unsigned char escape_len[256] = {
    ['"'] = 2, ['\\'] = 2, ['/'] = 2, ['b'] = 2, ['f'] = 2,
    ['n'] = 2, ['r'] = 2,  ['t'] = 2, ['u'] = 6,
};

/* Behind the escape whose backslash is at s->at. */
static bool scan_escape(struct nr_scan *s)
{
    const char *p = s->at + 1;
    if (s->end - p >= 5 && *p == 'u' && nr_scan_unit(p + 1) >= 0) {
        s->at = p + 5;
        return true;
    }
    if (p == s->end)
        return fail_at(s, p, ends_early);
    unsigned len = escape_len[(unsigned char)*p];
    if (len == 0)
        return nr_scan_fail(s, "invalid JSON: unknown escape in string");
    for (unsigned i = 2; i < len; i++)
        if (++p == s->end || nr_scan_hex[(unsigned char)*p] == NO)
            return fail_at(s, p, "invalid JSON: \\u without four hexadecimal digits");
    s->at = p + 1;
    return true;
}

bool nr_scan_escapes(struct nr_scan *s)
{
    for (;;) {
        if (s->at == s->end)
            return nr_scan_fail(s, ends_early);
        if (*s->at == '"')
            return true;
        if (*s->at != '\\')
            return nr_scan_fail(s, "invalid JSON: raw control character in string");
        while (nr_scan_peek(s) == '\\')
            if (!scan_escape(s))
                return false;
        s->at = nr_plain_end(s->at, s->end);
    }
}

static bool scan_digits(struct nr_scan *s)
{
    if (!nr_ascii_is_digit(nr_scan_peek(s)))
        return nr_scan_fail(s, "invalid JSON: digit expected in number");
    while (s->at < s->end && nr_ascii_is_digit(*s->at))
        s->at++;
    return true;
}

static bool scan_number(struct nr_scan *s)
{
    if (*s->at == '-')
        s->at++;
    if (nr_scan_peek(s) == '0') {
        s->at++;
        if (nr_ascii_is_digit(nr_scan_peek(s)))
            return nr_scan_fail(s, "invalid JSON: number with a leading zero");
    } else if (!scan_digits(s)) {
        return false;
    }
    if (nr_scan_peek(s) == '.') {
        s->at++;
        if (!scan_digits(s))
            return false;
    }
    if ((nr_scan_peek(s) | 0x20) == 'e') {
        s->at++;
        if (nr_scan_peek(s) == '+' || nr_scan_peek(s) == '-')
            s->at++;
        return scan_digits(s);
    }
    return true;
}

static bool scan_word(struct nr_scan *s, const char *word)
{
    for (; *word; word++, s->at++)
        if (nr_scan_peek(s) != *word)
            return nr_scan_fail(s, "invalid JSON: value expected");
    return true;
}

/* A value that is not an array or object. */
static bool scan_scalar(struct nr_scan *s, struct nr_json *value)
{
    const char *from = s->at;
    bool good;
    value->escaped = false;
    switch (nr_scan_peek(s)) {
    case '"':
        return nr_scan_string(s, value);
    case 't':
        value->type = NR_JSON_TRUE;
        good = scan_word(s, "true");
        break;
    case 'f':
        value->type = NR_JSON_FALSE;
        good = scan_word(s, "false");
        break;
    case 'n':
        value->type = NR_JSON_NULL;
        good = scan_word(s, "null");
        break;
    default:
        if (nr_scan_peek(s) != '-' && !nr_ascii_is_digit(nr_scan_peek(s)))
            return nr_scan_fail(s, "invalid JSON: value expected");
        value->type = NR_JSON_NUMBER;
        good = scan_number(s);
        break;
    }
    value->raw = nr_str(from, (size_t)(s->at - from));
    return good;
}

/* The open arrays and objects, from the outermost. */
struct levels {
    uint64_t objects[NR_JSON_DEPTH / 64]; /* bit set: an object */
    size_t depth;
};

static bool in_object(const struct levels *l)
{
    return l->objects[(l->depth - 1) / 64] >> (l->depth - 1) % 64 & 1;
}

static bool open_level(struct nr_scan *s, struct levels *l)
{
    if (l->depth == NR_JSON_DEPTH)
        return nr_scan_fail(s, "nesting deeper than 512");
    uint64_t bit = (uint64_t)1 << l->depth % 64;
    uint64_t *word = &l->objects[l->depth / 64];
    *word = *s->at == '{' ? *word | bit : *word & ~bit;
    l->depth++;
    s->at++;
    return true;
}

/* After a value: closes what ends here, down to depth base, or goes behind the comma (and the key)
 * to where the next value starts. */
static bool scan_after(struct nr_scan *s, struct levels *l, size_t base)
{
    struct nr_json key;
    while (l->depth > base) {
        bool object = in_object(l);
        nr_scan_blanks(s);
        char c = nr_scan_peek(s);
        if (c == ',') {
            s->at++;
            return !object || nr_scan_key(s, &key);
        }
        if (c != (object ? '}' : ']'))
            return nr_scan_fail(s, object ? "invalid JSON: ',' or '}' expected"
                                          : "invalid JSON: ',' or ']' expected");
        s->at++;
        l->depth--;
    }
    return true;
}

/* An array or object with everything inside. */
static bool scan_container(struct nr_scan *s, size_t base)
{
    struct levels l = {.depth = base};
    struct nr_json ignored;
    do {
        nr_scan_blanks(s);
        char c = nr_scan_peek(s);
        if (c == '{' || c == '[') {
            if (!open_level(s, &l))
                return false;
            nr_scan_blanks(s);
            if (nr_scan_peek(s) != (c == '{' ? '}' : ']')) {
                if (c == '{' && !nr_scan_key(s, &ignored))
                    return false;
                continue;
            }
        } else if (!scan_scalar(s, &ignored)) {
            return false;
        }
        if (!scan_after(s, &l, base))
            return false;
    } while (l.depth > base);
    return true;
}

bool nr_scan_value(struct nr_scan *s, size_t depth, struct nr_json *value)
{
    nr_scan_blanks(s);
    const char *from = s->at;
    char c = nr_scan_peek(s);
    if (c != '{' && c != '[')
        return scan_scalar(s, value);
    bool good = scan_container(s, depth);
    *value = (struct nr_json){.type = c == '{' ? NR_JSON_OBJECT : NR_JSON_ARRAY,
                              .raw = nr_str(from, (size_t)(s->at - from))};
    return good;
}

bool nr_scan_finish(struct nr_scan *s)
{
    nr_scan_blanks(s);
    if (s->at < s->end || s->end < s->all.data + s->all.len)
        return nr_scan_fail(s, "invalid JSON: more text behind the value");
    return true;
}

enum nr_status nr_json_scan(struct nr_str text, struct nr_json *value, struct nr_error *e)
{
    struct nr_scan s;
    nr_scan_begin(&s, text);
    return nr_scan_value(&s, 0, value) && nr_scan_finish(&s) ? NR_OK : nr_scan_report(&s, e);
}

/* Behind the bracket or comma that the rest of a walk starts with; false at the end. */
static bool walk(struct nr_scan *s, struct nr_str *rest, char open, char close)
{
    nr_scan_valid(s, *rest);
    nr_scan_blanks(s);
    char c = nr_scan_peek(s);
    *rest = nr_str(NULL, 0);
    if (c != open && c != ',')
        return false;
    s->at++;
    nr_scan_blanks(s);
    return nr_scan_peek(s) != close;
}

static void walked(const struct nr_scan *s, struct nr_str *rest)
{
    *rest = nr_str(s->at, (size_t)(s->end - s->at));
}

enum nr_status nr_json_next_element(struct nr_str *rest, struct nr_json *element)
{
    struct nr_scan s;
    if (!walk(&s, rest, '[', ']') || !nr_scan_value(&s, 0, element))
        return NR_END;
    walked(&s, rest);
    return NR_OK;
}

enum nr_status nr_json_next_member(struct nr_str *rest, struct nr_json *key, struct nr_json *value)
{
    struct nr_scan s;
    if (!walk(&s, rest, '{', '}') || !nr_scan_key(&s, key) || !nr_scan_value(&s, 0, value))
        return NR_END;
    walked(&s, rest);
    return NR_OK;
}
