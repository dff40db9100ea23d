/* Input: a list, a NUL, a text. Matches are in order, apart or of the same bytes, and their offsets
 * count code points. */
#include "newsreel/tags/wordlist.h"
#include "newsreel/core/utf8.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct nr_wordlist *l, struct nr_str text)
{
    struct nr_buf lower = {0};
    struct nr_wordlist_walk walk = nr_wordlist_walk(l, text, &lower);
    size_t from = 0, to = 0;
    for (struct nr_lexicon_match m; nr_wordlist_next(&walk, &m);) {
        assert(m.from < m.to && m.to <= text.len);
        assert(m.from >= to || (m.from == from && m.to == to));
        assert(nr_str_eq(m.term, nr_str_sub(text, m.from, m.to)));
        assert(m.start == nr_utf8_count(nr_str_sub(text, 0, m.from)));
        assert(m.end == nr_utf8_count(nr_str_sub(text, 0, m.to)));
        from = m.from;
        to = m.to;
    }
    nr_buf_free(&lower);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str all = nr_str((const char *)data, size);
    struct nr_str list = nr_str_sub(all, 0, nr_str_find_char(all, '\0'));
    struct nr_wordlist *l = NULL;
    struct nr_error e = {0};
    if (size > 4096)
        return 0;
    if (nr_wordlist_new(&l, list, &e) != NR_OK) {
        assert(e.line > 0 && e.text[0]);
        return 0;
    }
    struct nr_buf text = {0};
    nr_utf8_repair(&text, nr_str_sub(all, list.len + 1, all.len));
    check(l, nr_buf_str(&text));
    nr_wordlist_free(l);
    nr_buf_free(&text);
    return 0;
}
