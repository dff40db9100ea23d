/* Lines as documents: marks and case do not count, nothing recurs before its third document. */
#include "newsreel/text/recurring.h"
#include "newsreel/core/utf8.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* The same line with other case (of ASCII) and with marks between its characters. */
static uint64_t key_of_variant(struct nr_str line, struct nr_buf *variant, struct nr_buf *fold)
{
    variant->len = 0;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.data[i];
        bool whole = (unsigned char)c < 0x80;
        nr_buf_add_char(variant, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
        if (whole && i + 1 < line.len && (unsigned char)line.data[i + 1] < 0x80)
            nr_buf_add_cstr(variant, "-");
    }
    return nr_recurring_key(nr_buf_str(variant), fold);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_recurring *r = nr_recurring_new();
    struct nr_buf text = {0}, fold = {0}, variant = {0};
    struct nr_str line;
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    struct nr_str rest = nr_buf_str(&text);
    uint64_t site = nr_recurring_site(rest, rest), document = 0;
    for (int n = 0; n < 20 && rest.len && nr_str_split(&rest, '\n', &line); n++) {
        uint64_t keys[2] = {nr_recurring_key(line, &fold), 0};
        check(key_of_variant(line, &variant, &fold) == keys[0]);
        for (int i = 0; i < NR_RECURRING_LEAST; i++) {
            check(!nr_recurring_is(r, ++document, keys[0], 3));
            keys[1] = document << 32;
            nr_recurring_add(r, site + (uint64_t)n, keys, 2);
        }
        check(nr_recurring_is(r, site + (uint64_t)n, keys[0], 3) == (keys[0] != 0));
    }
    nr_recurring_free(r);
    nr_buf_free(&text);
    nr_buf_free(&fold);
    nr_buf_free(&variant);
    return 0;
}
