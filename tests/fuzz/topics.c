/* nr_topics: any list is refused or read, any text is counted; up to three topics, in order, whose
 * shares make no more than the whole. The list ends with the first NUL. */
#include "newsreel/tags/topics.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void count_text(const struct nr_topics *t, struct nr_str text)
{
    struct nr_tokens tokens = {0};
    struct nr_topics_count count = {0};
    struct nr_topic found[NR_TOPICS_FOUND];
    nr_tokens_begin(&tokens, text);
    while (nr_tokens_next(&tokens))
        nr_topics_read(t, &count, &tokens);
    unsigned last = 100, sum = 0;
    for (size_t i = 0, n = nr_topics_result(t, &count, found); i < n; i++) {
        check(found[i].percent >= 20 && found[i].percent <= last && found[i].name.data);
        last = found[i].percent;
        sum += last;
    }
    check(sum <= 100 && !count.found_count);
    nr_topics_count_free(&count);
    nr_tokens_free(&tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str list = nr_str((const char *)data, size);
    struct nr_buf text = {0};
    struct nr_error e = {.line = 0};
    struct nr_topics *t;
    list.len = nr_str_find_char(list, '\0');
    nr_utf8_repair(&text, nr_str((const char *)data + list.len, size - list.len));
    if (nr_topics_new(&t, list, &e) == NR_OK)
        count_text(t, nr_buf_str(&text));
    else
        check(e.line > 0);
    nr_topics_free(t);
    nr_buf_free(&text);
    return 0;
}
