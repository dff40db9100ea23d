/* nr_keywords and nr_background: up to ten keywords, all of them of the text; a background that is
 * read is written the same twice. The background ends with the first NUL. */
#include "newsreel/tags/keywords.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void check_background(struct nr_background *b)
{
    struct nr_buf first = {0}, second = {0};
    struct nr_background *again;
    struct nr_error e;
    nr_background_write(b, &first);
    check(nr_background_new(&again, nr_buf_str(&first), &e) == NR_OK);
    nr_background_write(again, &second);
    check(nr_str_eq(nr_buf_str(&first), nr_buf_str(&second)));
    nr_background_free(again);
    nr_buf_free(&first);
    nr_buf_free(&second);
}

static void check_text(struct nr_background *b, struct nr_str text)
{
    struct nr_keywords *k = nr_keywords_new();
    struct nr_tokens tokens = {0};
    struct nr_str found[NR_KEYWORDS_FOUND];
    struct nr_buf words = {0};
    nr_tokens_begin(&tokens, text);
    while (nr_tokens_next(&tokens))
        nr_keywords_read(k, &tokens);
    size_t count = nr_keywords_result(k, b, found);
    check(count <= NR_KEYWORDS_FOUND);
    for (size_t i = 0; i < count; i++)
        check(found[i].len && found[i].data >= text.data &&
              found[i].data + found[i].len <= text.data + text.len &&
              nr_utf8_valid(found[i]) == found[i].len);
    nr_keywords_words(k, &words);
    check(nr_utf8_valid(nr_buf_str(&words)) == words.len);
    if (b)
        nr_background_add(b, nr_buf_str(&words));
    nr_buf_free(&words);
    nr_tokens_free(&tokens);
    nr_keywords_free(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str list = nr_str((const char *)data, size);
    struct nr_buf text = {0};
    struct nr_error e = {.line = 0};
    struct nr_background *b;
    list.len = nr_str_find_char(list, '\0');
    nr_utf8_repair(&text, nr_str((const char *)data + list.len, size - list.len));
    if (nr_background_new(&b, list, &e) != NR_OK)
        check(e.line > 0);
    check_text(b, nr_buf_str(&text));
    if (b)
        check_background(b);
    nr_background_free(b);
    nr_buf_free(&text);
    return 0;
}
