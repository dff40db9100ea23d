/* nr_utf8 against a decoder that is too simple to be wrong, with the text at every alignment that
 * makes a difference to the vector form. */
#include "newsreel/core/utf8.h"
#include "../../lib/core/utf8_blocks.h"
#include <assert.h>
#include <stdlib.h>

/* Length of the sequence at p, or 0: the code point is put together, then judged. */
static size_t naive_step(const unsigned char *p, size_t room, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80 ? 1 : p[0] >> 5 == 6 ? 2 : p[0] >> 4 == 14 ? 3 : p[0] >> 3 == 30 ? 4 : 0;
    if (n == 0 || n > room)
        return 0;
    *c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (p[i] >> 6 != 2)
            return 0;
        *c = *c << 6 | (p[i] & 0x3f);
    }
    return *c < least[n] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : n;
}

static size_t naive_valid(struct nr_str s, size_t *count)
{
    size_t i = 0, n;
    uint32_t c;
    for (*count = 0; i < s.len; i += n, ++*count)
        if (!(n = naive_step((const unsigned char *)s.data + i, s.len - i, &c)))
            break;
    return i;
}

static void check_validation(struct nr_str s)
{
    size_t count;
    size_t valid = naive_valid(s, &count);
    assert(nr_utf8_valid(s) == valid);
    assert(nr_utf8_valid_portable(s) == valid);
    assert(nr_utf8_valid_blocks(s) <= valid);
    assert(nr_utf8_count(nr_str_sub(s, 0, valid)) == count);
    size_t ascii = nr_utf8_ascii(s);
    assert(ascii == s.len || (unsigned char)s.data[ascii] >= 0x80);
    for (size_t i = 0; i < ascii; i++)
        assert((unsigned char)s.data[i] < 0x80);
}

static void check_walks(struct nr_str s)
{
    struct nr_buf forth = {0};
    const char *end = s.data + s.len;
    for (const char *at = s.data; at < end;) {
        const char *from = at;
        uint32_t naive, c = nr_utf8_next(&at, end);
        assert(naive_step((const unsigned char *)from, s.len, &naive) == (size_t)(at - from));
        assert(c == naive);
        const char *back = at;
        assert(nr_utf8_previous(&back, s.data) == c && back == from);
        nr_utf8_add(&forth, c);
    }
    assert(nr_str_eq(nr_buf_str(&forth), s));
    nr_buf_free(&forth);
}

static void check_repair(struct nr_str s)
{
    struct nr_buf out = {0};
    size_t replaced = nr_utf8_repair(&out, s);
    struct nr_str repaired = nr_buf_str(&out);
    assert(nr_utf8_valid(repaired) == repaired.len);
    assert((replaced == 0) == nr_str_eq(repaired, s));
    if (repaired.len)
        check_walks(repaired);
    nr_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { SHIFTS = 67 };
    char *padded = malloc(size + SHIFTS);
    assert(padded);
    for (size_t shift = 0; shift < SHIFTS; shift += shift < 3 || shift > 60 ? 1 : 19) {
        memset(padded, 'a', shift);
        if (size)
            memcpy(padded + shift, data, size);
        check_validation(nr_str(padded, size + shift));
    }
    free(padded);
    check_repair(nr_str((const char *)data, size));
    return 0;
}
