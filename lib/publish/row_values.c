/* The scalars of a row. */
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "row.h"
#include <math.h>
#include <stdlib.h>

struct value {
    const struct row *row;
    const struct nr_field *field;
    struct nr_json json;
};

static enum nr_status bad(const struct value *v, const char *what)
{
    return nr_row_bad(v->row, v->field, what);
}

/* The UTF-16 unit that \uXXXX at p stands for. The scan has checked the digits. */
static unsigned unit_at(const char *p)
{
    unsigned unit = 0;
    for (size_t i = 2; i < 6; i++)
        unit = unit << 4 | (((unsigned)p[i] & 0xf) + (p[i] > '9' ? 9u : 0u));
    return unit;
}

/* Copies the escape sequence at p, or U+FFFD where it is half a pair or U+0000. Returns its length.
 */
static size_t copy_escape(struct nr_str s, size_t at, struct nr_buf *out, size_t *replaced)
{
    const char *p = s.data + at;
    size_t len = 2;
    if (p[1] == 'u') {
        unsigned unit = unit_at(p);
        len = 6;
        if (unit >= 0xd800 && unit < 0xdc00 && s.len - at >= 12 && p[6] == '\\' && p[7] == 'u' &&
            unit_at(p + 6) >= 0xdc00 && unit_at(p + 6) < 0xe000)
            len = 12;
        else if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
            nr_utf8_add(out, 0xfffd);
            ++*replaced;
            return len;
        }
    }
    nr_buf_add(out, p, len);
    return len;
}

/* How to write the character at p, which some readers take for the end of a line; NULL for any
 * other. *len is its length. */
static const char *line_end_escape(const unsigned char *p, size_t room, size_t *len)
{
    if (p[0] == 0x7f && (*len = 1))
        return "\\u007f";
    if (room >= 2 && p[0] == 0xc2 && p[1] == 0x85 && (*len = 2))
        return "\\u0085";
    if (room >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] & 0xfe) == 0xa8 && (*len = 3))
        return p[2] == 0xa8 ? "\\u2028" : "\\u2029";
    return NULL;
}

/* The first byte that a row may have to write otherwise. ASCII goes eight bytes at a time: a high
 * bit is set in one that is not, or becomes so in U+007F by adding 1. */
static const char *skip_ordinary(const char *at, const char *end)
{
    static const bool special[256] = {['\\'] = true, [0x7f] = true, [0xc2] = true, [0xe2] = true};
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    while (at < end) {
        uint64_t word;
        if (end - at >= 8) {
            memcpy(&word, at, 8);
            uint64_t slash = word ^ (ones * '\\');
            if (!((word | (word + ones) | ((slash - ones) & ~slash)) & highs)) {
                at += 8;
                continue;
            }
        }
        const char *stop = end - at >= 8 ? at + 8 : end;
        while (at < stop && !special[(unsigned char)*at])
            at++;
        if (at < stop)
            return at;
    }
    return end;
}

static void report_replaced(const struct row *row, const struct nr_field *field, size_t replaced)
{
    if (!replaced)
        return;
    row->losses->characters += replaced;
    nr_row_report(row, field, "characters replaced by U+FFFD");
}

/* Works on the JSON as it stands in the line: most of it is copied, escapes and all. What is looked
 * for occurs in strings alone. */
void nr_row_copy(const struct row *row, const struct nr_field *field, struct nr_str raw)
{
    size_t copied = 0, at = 0, replaced = 0;
    nr_buf_reserve(row->out, raw.len);
    for (;;) {
        at = (size_t)(skip_ordinary(raw.data + at, raw.data + raw.len) - raw.data);
        if (at == raw.len)
            break;
        size_t len;
        const char *escape = NULL;
        if (raw.data[at] != '\\' &&
            !(escape = line_end_escape((const unsigned char *)raw.data + at, raw.len - at, &len))) {
            at++;
            continue;
        }
        nr_buf_add(row->out, raw.data + copied, at - copied);
        if (escape)
            nr_buf_add_cstr(row->out, escape);
        else
            len = copy_escape(raw, at, row->out, &replaced);
        at += len;
        copied = at;
    }
    nr_buf_add(row->out, raw.data + copied, at - copied);
    report_replaced(row, field, replaced);
}

static enum nr_status add_text(const struct value *v)
{
    if (v->json.type != NR_JSON_STRING)
        return bad(v, "is not a string");
    nr_row_copy(v->row, v->field, v->json.raw);
    return NR_OK;
}

/* The strings of a list as one. */
static enum nr_status add_joined(const struct value *v)
{
    if (v->json.type != NR_JSON_ARRAY)
        return add_text(v);
    struct nr_str rest = v->json.raw;
    struct nr_json element;
    size_t count = 0;
    nr_buf_add_char(v->row->out, '"');
    while (nr_json_next_element(&rest, &element) == NR_OK) {
        if (element.type != NR_JSON_STRING)
            return bad(v, "is not a list of strings");
        if (count++)
            nr_buf_add_cstr(v->row->out, ", ");
        nr_row_copy(v->row, v->field, nr_str_sub(element.raw, 1, element.raw.len - 1));
    }
    nr_buf_add_char(v->row->out, '"');
    return NR_OK;
}

/* Whether s begins with a scheme and its colon. */
static bool has_scheme(struct nr_str s)
{
    size_t colon = nr_str_find_char(s, ':');
    for (size_t i = 0; i < colon && i < s.len; i++)
        if (!nr_ascii_is_letter(s.data[i]) &&
            (i == 0 || (!nr_ascii_is_digit(s.data[i]) && !memchr("+-.", s.data[i], 3))))
            return false;
    return colon > 0 && colon < s.len;
}

static bool is_hex(char c)
{
    return nr_ascii_is_digit(c) || (nr_ascii_lower(c) >= 'a' && nr_ascii_lower(c) <= 'f');
}

/* Where the host of s ends, which may be an address in brackets; 0 where there is none. */
static size_t authority_end(struct nr_str s)
{
    size_t at = nr_str_find(s, nr_str_of("://")), end = at + 3;
    if (at >= s.len || nr_str_find_char(s, ':') != at)
        return 0;
    while (end < s.len && !memchr("/?#", s.data[end], 3))
        end++;
    return end;
}

/* A percent sign stays where it encodes something already. */
static bool fits_uri(struct nr_str s, size_t at, bool authority)
{
    char c = s.data[at];
    if (authority && (c == '[' || c == ']'))
        return true;
    if (nr_ascii_is_letter(c) || nr_ascii_is_digit(c))
        return true;
    if (c == '%')
        return s.len - at >= 3 && is_hex(s.data[at + 1]) && is_hex(s.data[at + 2]);
    return c && strchr("-._~:/?@!$&'()*+,;=", c);
}

static enum nr_status add_uri(const struct value *v)
{
    if (v->json.type != NR_JSON_STRING)
        return bad(v, "is not a string");
    size_t replaced = 0;
    struct nr_str s = nr_json_text(v->json, v->row->arena, &replaced);
    bool scheme = has_scheme(s), fragment = !scheme;
    size_t authority = scheme ? authority_end(s) : 0;
    nr_buf_add_cstr(v->row->out, scheme ? "\"" : "\"urn:newsreel:");
    for (size_t i = 0; i < s.len; i++) {
        bool hash = s.data[i] == '#' && !fragment; /* one may begin the fragment */
        fragment |= hash;
        if (hash || fits_uri(s, i, i < authority))
            nr_buf_add_char(v->row->out, s.data[i]);
        else
            nr_buf_addf(v->row->out, "%%%02X", (unsigned)(unsigned char)s.data[i]);
    }
    nr_buf_add_char(v->row->out, '"');
    report_replaced(v->row, v->field, replaced);
    return NR_OK;
}

/* Whether s is an integer as JSON writes it. */
static bool is_integer(struct nr_str s)
{
    size_t sign = s.len && s.data[0] == '-';
    for (size_t i = sign; i < s.len; i++)
        if (!nr_ascii_is_digit(s.data[i]))
            return false;
    return s.len > sign && (s.data[sign] != '0' || s.len == sign + 1);
}

static enum nr_status add_digits(const struct value *v)
{
    struct nr_str s = v->json.raw;
    if (v->json.type == NR_JSON_STRING)
        s = nr_json_text(v->json, v->row->arena, NULL);
    if ((v->json.type != NR_JSON_STRING && v->json.type != NR_JSON_NUMBER) || !is_integer(s))
        return bad(v, "is not an integer");
    nr_buf_add_char(v->row->out, '"');
    nr_buf_add_str(v->row->out, nr_str_is(s, "-0") ? nr_str_of("0") : s);
    nr_buf_add_char(v->row->out, '"');
    return NR_OK;
}

static enum nr_status add_integer(const struct value *v)
{
    struct nr_str s = v->json.raw;
    unsigned long long n;
    if (v->json.type != NR_JSON_NUMBER)
        return bad(v, "is not a number");
    if (!is_integer(s))
        return bad(v, "is not an integer");
    struct nr_str digits = nr_str_sub(s, s.data[0] == '-', s.len);
    if (digits.len < 16 && digits.data[0] != '0') {
        nr_buf_add_str(v->row->out, s);
        return NR_OK;
    }
    if (!nr_str_u64(digits, &n) || n > (1ull << 53) - 1)
        return bad(v, "is beyond 2^53 - 1");
    nr_buf_add_str(v->row->out, n == 0 ? digits : s);
    return NR_OK;
}

/* The number as a double; false, and a status, where it has none. */
static bool read_real(const struct value *v, double *x)
{
    char digits[512];
    struct nr_str s = v->json.raw;
    if (v->json.type != NR_JSON_NUMBER)
        return bad(v, "is not a number"), false;
    if (s.len >= sizeof digits)
        return bad(v, "is a number of too many digits"), false;
    memcpy(digits, s.data, s.len);
    digits[s.len] = '\0';
    *x = strtod(digits, NULL);
    if (!isfinite(*x))
        return bad(v, "is beyond a 64-bit float"), false;
    return true;
}

static enum nr_status add_number(const struct value *v)
{
    struct nr_str s = v->json.raw;
    double x;
    bool real = false, exponent = false;
    for (size_t i = 0; i < s.len; i++) {
        real |= s.data[i] == '.';
        exponent |= (s.data[i] | 0x20) == 'e';
    }
    /* Without an exponent so few digits are no number beyond. */
    bool small = v->json.type == NR_JSON_NUMBER && !exponent && s.len < 300;
    if (!small && !read_real(v, &x))
        return NR_BAD;
    nr_buf_add_str(v->row->out, s);
    if (!real && !exponent)
        nr_buf_add_cstr(v->row->out, ".0");
    return NR_OK;
}

/* A number without exponent and sign: its digits, with the point decimals before the end; halves
 * are rounded up, as the digits say and not as a double would have them. */
static bool read_digits(struct nr_str s, unsigned decimals, unsigned long long *n)
{
    char digits[NR_DIGITS];
    size_t point = nr_str_find_char(s, '.'), behind = point < s.len ? s.len - point - 1 : 0;
    size_t taken = behind < decimals ? behind : decimals;
    if (point + decimals > 18)
        return false;
    memcpy(digits, s.data, point);
    memcpy(digits + point, s.data + s.len - behind, taken);
    memset(digits + point + taken, '0', decimals - taken);
    if (!nr_str_u64(nr_str(digits, point + decimals), n))
        return false;
    for (size_t i = 0; i < behind; i++) /* an exponent has a letter */
        if (!nr_ascii_is_digit(s.data[s.len - behind + i]))
            return false;
    *n += behind > decimals && s.data[point + 1 + decimals] >= '5';
    return true;
}

static void write_decimal(const struct value *v, unsigned long long whole, unsigned long long part)
{
    char digits[NR_DIGITS], behind[10] = "000000000";
    struct nr_str s = nr_str_decimal(part, digits);
    unsigned decimals = v->field->decimals;
    memcpy(behind + decimals - s.len, s.data, s.len);
    if (v->json.raw.data[0] == '-' && (whole || part))
        nr_buf_add_char(v->row->out, '-');
    nr_buf_add_str(v->row->out, nr_str_decimal(whole, digits));
    nr_buf_add_char(v->row->out, '.');
    nr_buf_add(v->row->out, behind, decimals);
}

static enum nr_status add_decimal(const struct value *v)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    unsigned long long n, power = (unsigned long long)powers[v->field->decimals];
    double x;
    struct nr_str s = nr_str_sub(v->json.raw, v->json.raw.data[0] == '-', v->json.raw.len);
    if (v->json.type == NR_JSON_NUMBER && read_digits(s, v->field->decimals, &n) &&
        n / power < 1000000000000000u) {
        write_decimal(v, n / power, n % power);
        return NR_OK;
    }
    if (!read_real(v, &x))
        return NR_BAD;
    if (!(fabs(x) < 1e15))
        return bad(v, "is beyond 10^15");
    unsigned long long whole = (unsigned long long)fabs(x);
    unsigned long long part =
        (unsigned long long)llround((fabs(x) - floor(fabs(x))) * powers[v->field->decimals]);
    write_decimal(v, whole + part / power, part % power);
    return NR_OK;
}

static enum nr_status add_boolean(const struct value *v)
{
    if (v->json.type != NR_JSON_TRUE && v->json.type != NR_JSON_FALSE)
        return bad(v, "is not a boolean");
    nr_buf_add_str(v->row->out, v->json.raw);
    return NR_OK;
}

/* A time or a day. What is lost is said once, by the time where both are asked for. */
static enum nr_status add_moment(const struct value *v)
{
    if (v->json.type != NR_JSON_STRING)
        return bad(v, "is not a string");
    char day[11], utc[21];
    bool time = v->field->type == NR_FIELD_TIME;
    enum nr_moment moment =
        nr_moment_parse(nr_str_trim(nr_json_text(v->json, v->row->arena, NULL)), day, utc);
    if (moment == NR_MOMENT_TIME || (moment == NR_MOMENT_DAY && !time)) {
        nr_buf_add_char(v->row->out, '"');
        nr_buf_add_cstr(v->row->out, time ? utc : day);
        nr_buf_add_char(v->row->out, '"');
        return NR_OK;
    }
    if (v->field->list || v->field->required)
        return bad(v, moment == NR_MOMENT_DAY ? "is a day without time" : "is no RFC 3339 time");
    nr_buf_add_cstr(v->row->out, "null");
    if (time ? moment == NR_MOMENT_DAY && v->field->day_beside : v->field->time_beside)
        return NR_OK;
    v->row->losses->times++;
    nr_row_report(v->row, v->field,
                  moment == NR_MOMENT_DAY ? "a day without time" : "not an RFC 3339 time");
    return NR_OK;
}

static enum nr_status add_json(const struct value *v)
{
    size_t at = v->row->out->len;
    nr_row_copy(v->row, v->field, v->json.raw);
    struct nr_str copy =
        nr_arena_str(v->row->arena, nr_str(v->row->out->data + at, v->row->out->len - at));
    v->row->out->len = at;
    nr_json_add_text(v->row->out, copy);
    return NR_OK;
}

static bool is_moment(const struct row *row, struct nr_json json, bool time)
{
    char day[11], utc[21];
    enum nr_moment moment =
        nr_moment_parse(nr_str_trim(nr_json_text(json, row->arena, NULL)), day, utc);
    return moment == NR_MOMENT_TIME || (moment == NR_MOMENT_DAY && !time);
}

bool nr_row_fits(const struct row *row, const struct nr_field *field, struct nr_json json)
{
    bool string = json.type == NR_JSON_STRING;
    if (!json.raw.len)
        return false;
    switch (field->type) {
    case NR_FIELD_TIME:
    case NR_FIELD_DAY:
        return string && is_moment(row, json, field->type == NR_FIELD_TIME);
    case NR_FIELD_TEXT:
    case NR_FIELD_URI:
        return string;
    case NR_FIELD_INTEGER:
    case NR_FIELD_NUMBER:
    case NR_FIELD_DECIMAL:
        return json.type == NR_JSON_NUMBER;
    default:
        return json.type != NR_JSON_NULL;
    }
}

enum nr_status nr_row_value(const struct row *row, const struct nr_field *field,
                            struct nr_json json)
{
    static enum nr_status (*const add[NR_FIELD_TYPES])(const struct value *v) = {
        [NR_FIELD_TEXT] = add_text,       [NR_FIELD_JOINED] = add_joined,
        [NR_FIELD_URI] = add_uri,         [NR_FIELD_DIGITS] = add_digits,
        [NR_FIELD_INTEGER] = add_integer, [NR_FIELD_NUMBER] = add_number,
        [NR_FIELD_DECIMAL] = add_decimal, [NR_FIELD_BOOLEAN] = add_boolean,
        [NR_FIELD_TIME] = add_moment,     [NR_FIELD_DAY] = add_moment,
        [NR_FIELD_JSON] = add_json,
    };
    struct value v = {row, field, json};
    return add[field->type](&v);
}
