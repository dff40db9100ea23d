#include "newsreel/dupes/steps.h"
#include "newsreel/core/mem.h"
#include "ref.h"
#include "steps.h"
#include <nettle/base64.h>

enum {
    FRACTION = 6,
};

void nr_millionths_add(struct nr_buf *out, uint32_t millionths)
{
    char digits[NR_DIGITS];
    nr_buf_add_str(out, nr_str_decimal(millionths / NR_MILLION, digits));
    uint32_t rest = millionths % NR_MILLION;
    size_t len = 1 + FRACTION;
    if (!rest)
        return;
    for (size_t i = len; --i > 0; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (digits[len - 1] == '0')
        len--;
    digits[0] = '.';
    nr_buf_add(out, digits, len);
}

bool nr_millionths_parse(struct nr_str s, uint32_t *millionths)
{
    *millionths = s.len == 1 && s.data[0] == '1' ? NR_MILLION : 0;
    if (s.len == 1)
        return s.data[0] == '0' || s.data[0] == '1';
    if (s.len < 3 || s.len > 2 + FRACTION || s.data[0] != '0' || s.data[1] != '.' ||
        s.data[s.len - 1] == '0')
        return false;
    uint32_t value = 0, unit = NR_MILLION / 10;
    for (size_t i = 2; i < s.len; i++, unit /= 10) {
        if (!nr_ascii_is_digit(s.data[i]))
            return false;
        value += (uint32_t)(s.data[i] - '0') * unit;
    }
    *millionths = value;
    return true;
}

/* The letter that stands for a byte behind a backslash, or 0. */
static char escape_of(char c)
{
    switch (c) {
    case '\\':
        return '\\';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\0':
        return '0';
    default:
        return 0;
    }
}

void nr_step_id_add(struct nr_buf *out, struct nr_str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char letter = escape_of(id.data[i]);
        if (letter)
            nr_buf_add_char(out, '\\');
        nr_buf_add_char(out, letter ? letter : id.data[i]);
    }
}

static bool unescape(struct nr_buf *out, char letter)
{
    static const char bytes[] = {'\\', '\t', '\n', '\r', '\0'};
    for (size_t i = 0; i < sizeof bytes; i++)
        if (escape_of(bytes[i]) == letter) {
            nr_buf_add_char(out, bytes[i]);
            return true;
        }
    return false;
}

bool nr_step_id_decode(struct nr_buf *out, struct nr_str escaped)
{
    size_t before = out->len;
    for (size_t i = 0; i < escaped.len; i++) {
        char c = escaped.data[i];
        bool good = true;
        if (c == '\\')
            good = ++i < escaped.len && unescape(out, escaped.data[i]);
        else if (escape_of(c))
            good = false;
        else
            nr_buf_add_char(out, c);
        if (!good) {
            out->len = before;
            return false;
        }
    }
    return true;
}

static void add_base64(struct nr_buf *out, struct nr_str bytes)
{
    size_t length = BASE64_ENCODE_RAW_LENGTH(bytes.len);
    char *to = nr_buf_reserve(out, length);
    base64_encode_raw(to, bytes.len, (const uint8_t *)bytes.data);
    out->len += length;
}

static void add_key_line(struct nr_buf *out, uint64_t key, struct nr_str rest)
{
    nr_buf_reserve(out, HEX64 + rest.len);
    hex_add(out, key, HEX64);
    nr_buf_add_str(out, rest);
}

/* What all key lines of a record have in common. */
static void add_rest(struct nr_buf *out, const struct nr_sketch *s, uint64_t ref, bool near)
{
    char hex[33];
    nr_hash128_hex(s->whole, hex);
    nr_buf_add_char(out, '\t');
    nr_ref_add(out, ref);
    nr_buf_add_char(out, '\t');
    if (near)
        add_base64(out, s->grams);
    else
        nr_buf_add_cstr(out, hex);
    nr_buf_add_char(out, '\t');
    nr_step_id_add(out, s->id);
    nr_buf_add_char(out, '\n');
}

void nr_step_sign(const struct nr_sketch *s, uint64_t ref, bool near, struct nr_buf *scratch,
                  struct nr_buf *out)
{
    bool sets = near && s->grams.len, whole = (s->whole.high | s->whole.low) != 0;
    scratch->len = 0;
    if (sets || whole)
        add_rest(scratch, s, ref, near);
    struct nr_str rest = nr_buf_str(scratch);
    if (!sets && whole)
        add_key_line(out, s->whole.high, rest);
    for (unsigned i = 0; sets && i < s->key_count; i++) {
        unsigned k = 0;
        while (k < i && s->keys[k] != s->keys[i])
            k++;
        if (k == i)
            add_key_line(out, s->keys[i], rest);
    }
}

bool nr_key_line_parse(struct nr_str line, struct nr_key_line *k)
{
    if (line.len <= STEP_KEY || line.data[HEX64] != '\t' || line.data[STEP_KEY - 1] != '\t' ||
        !hex64_parse(line.data, &k->key) || !ref_parse(line.data + HEX64 + 1, &k->ref))
        return false;
    k->id = nr_str_sub(line, STEP_KEY, line.len);
    return nr_str_split(&k->id, '\t', &k->sketch) && k->id.data;
}

void nr_pair_line_add(struct nr_buf *out, const struct nr_pair_line *p)
{
    nr_buf_reserve(out, STEP_PAIR + p->id.len + 1);
    nr_ref_add(out, p->later);
    nr_buf_add_char(out, '\t');
    nr_ref_add(out, p->earlier);
    nr_buf_add_char(out, '\t');
    char *digits = nr_buf_reserve(out, STEP_DIGITS);
    uint32_t rest = p->millionths;
    for (size_t i = STEP_DIGITS; i-- > 0; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    out->len += STEP_DIGITS;
    nr_buf_add_char(out, '\t');
    nr_buf_add_str(out, p->id);
    nr_buf_add_char(out, '\n');
}

bool nr_pair_line_parse(struct nr_str line, struct nr_pair_line *p)
{
    return pair_line_parse(line, p);
}

void nr_drop_line_add(struct nr_buf *out, const struct nr_drop_line *d)
{
    nr_buf_reserve(out, 2 * (NR_REF_LENGTH + 1) + NR_DIGITS + d->id.len + 1);
    nr_ref_add(out, d->ref);
    nr_buf_add_char(out, '\t');
    nr_millionths_add(out, d->millionths);
    nr_buf_add_char(out, '\t');
    nr_ref_add(out, d->kept);
    nr_buf_add_char(out, '\t');
    nr_buf_add_str(out, d->id);
    nr_buf_add_char(out, '\n');
}

bool nr_drop_line_parse(struct nr_str line, struct nr_drop_line *d)
{
    if (line.len <= STEP_DROP || line.data[STEP_DROP - 1] != '\t' || !ref_parse(line.data, &d->ref))
        return false;
    struct nr_str rest = nr_str_sub(line, STEP_DROP, line.len), similarity;
    if (!nr_str_split(&rest, '\t', &similarity) ||
        !nr_millionths_parse(similarity, &d->millionths) || rest.len <= NR_REF_LENGTH ||
        !ref_parse(rest.data, &d->kept) || rest.data[NR_REF_LENGTH] != '\t' || d->kept >= d->ref)
        return false;
    d->id = nr_str_sub(rest, NR_REF_LENGTH + 1, rest.len);
    return true;
}
