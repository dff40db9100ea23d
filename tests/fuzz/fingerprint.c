/* The normal form is as a slow reading of the rule makes it, and is its own normal form. */
#include "newsreel/dupes/fingerprint.h"
#include "newsreel/core/utf8.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

static void normalize_slowly(struct nr_str text, struct nr_buf *out)
{
    const char *p = text.data, *end = text.len ? text.data + text.len : text.data;
    bool gap = false;
    while (p < end) {
        uint32_t c = nr_utf8_next(&p, end);
        if (!is_space(c)) {
            if (gap && out->len)
                nr_buf_add_char(out, ' ');
            nr_utf8_add(out, c);
        }
        gap = is_space(c);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf got = {0}, want = {0}, again = {0}, text = {0}, scratch = {0};
    nr_fingerprint_normalize(nr_str((const char *)data, size), &got); /* any bytes: no harm */
    got.len = 0;
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    nr_fingerprint_normalize(nr_buf_str(&text), &got);
    normalize_slowly(nr_buf_str(&text), &want);
    assert(nr_str_eq(nr_buf_str(&got), nr_buf_str(&want)));
    nr_fingerprint_normalize(nr_buf_str(&got), &again);
    assert(nr_str_eq(nr_buf_str(&got), nr_buf_str(&again)));
    bool blank;
    struct nr_hash128 a = nr_fingerprint(nr_buf_str(&text), &scratch, &blank);
    struct nr_hash128 b = nr_fingerprint(nr_buf_str(&got), &scratch, NULL);
    assert(blank == (got.len == 0));
    assert(a.high == b.high && a.low == b.low);
    nr_buf_free(&got);
    nr_buf_free(&want);
    nr_buf_free(&again);
    nr_buf_free(&text);
    nr_buf_free(&scratch);
    return 0;
}
