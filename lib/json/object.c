#include "newsreel/json/json.h"

void nr_object_begin(struct nr_buf *out)
{
    nr_buf_add_char(out, '{');
}

/* No value ends in an opening brace, so the last byte tells whether this is the first member. */
static void add_key(struct nr_buf *out, const char *key)
{
    size_t len = strlen(key);
    char *to = nr_buf_reserve(out, len + 4), *from = to;
    if (to[-1] != '{')
        *to++ = ',';
    *to++ = '"';
    for (size_t i = 0; i < len; i++)
        *to++ = key[i];
    *to++ = '"';
    *to++ = ':';
    out->len += (size_t)(to - from);
}

void nr_object_add_text(struct nr_buf *out, const char *key, struct nr_str text)
{
    add_key(out, key);
    nr_json_add_text(out, text);
}

void nr_object_add_u64(struct nr_buf *out, const char *key, uint64_t n)
{
    add_key(out, key);
    char digits[NR_DIGITS];
    nr_buf_add_str(out, nr_str_decimal(n, digits));
}

void nr_object_add_real(struct nr_buf *out, const char *key, double x)
{
    add_key(out, key);
    nr_json_add_real(out, x);
}

void nr_object_add_raw(struct nr_buf *out, const char *key, struct nr_str json)
{
    add_key(out, key);
    nr_buf_add_str(out, json);
}

void nr_object_end(struct nr_buf *out)
{
    nr_buf_add_char(out, '}');
}
