/* nr_tokens: tokens are in order, at code points, with nothing but white space between them, and
 * all kinds hold what they say. */
#include "newsreel/tags/tokens.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void check_gap(struct nr_str gap)
{
    if (!gap.len) /* data may be NULL */
        return;
    for (const char *p = gap.data, *end = p + gap.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        check(!nr_char_is_letter(c) && !nr_char_is_digit(c) && (c <= ' ' || c >= 0x80));
    }
}

static void check_token(const struct nr_tokens *t, const struct nr_token *token)
{
    struct nr_str text = nr_token_text(t, token);
    const char *p = text.data, *end = p + text.len;
    check(text.len > 0 && nr_utf8_valid(text) == text.len);
    if (token->kind == NR_TOKEN_MARK)
        check(nr_utf8_next(&p, end) == token->mark && p == end);
    while (p < end) {
        uint32_t c = nr_utf8_next(&p, end);
        check(token->kind == NR_TOKEN_WORD ? nr_char_is_letter(c) : nr_char_is_digit(c));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf valid = {0};
    nr_utf8_repair(&valid, nr_str((const char *)data, size));
    struct nr_tokens t = {0};
    size_t at = 0;
    nr_tokens_begin(&t, nr_buf_str(&valid));
    while (nr_tokens_next(&t)) {
        check(t.count && t.count <= NR_TOKENS_MOST && t.items[t.count].kind == NR_TOKEN_END);
        for (size_t i = 0; i < t.count; at = t.items[i++].end) {
            check(t.items[i].start >= at);
            check_gap(nr_str_sub(t.text, at, t.items[i].start));
            check(at == t.items[i].start || !nr_token_is_close(&t.items[i]));
            check_token(&t, &t.items[i]);
        }
    }
    check_gap(nr_str_sub(t.text, at, t.text.len));
    nr_tokens_free(&t);
    nr_buf_free(&valid);
    return 0;
}
