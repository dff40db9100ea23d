/* Input: a lexicon, a NUL, a text. Matches are terms of the lexicon, in order, apart, and their
 * offsets count code points. */
#include "newsreel/tags/lexicon.h"
#include "newsreel/core/utf8.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct nr_lexicon *l, struct nr_str text)
{
    struct nr_lexicon_walk walk = nr_lexicon_walk(l, text);
    size_t last_from = 0, last_to = 0;
    bool first = true;
    for (struct nr_lexicon_match m; nr_lexicon_next(&walk, &m); first = false) {
        assert(m.from < m.to && m.to <= text.len);
        assert(first || m.from >= last_to || (m.from == last_from && m.to == last_to));
        assert(nr_str_eq(nr_str_sub(text, m.from, m.to), m.term));
        assert(m.label.len);
        if (m.from != last_from || first) {
            assert(m.start == nr_utf8_count(nr_str_sub(text, 0, m.from)));
            assert(m.end == nr_utf8_count(nr_str_sub(text, 0, m.to)));
        }
        last_from = m.from;
        last_to = m.to;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str all = nr_str((const char *)data, size);
    struct nr_str list = nr_str_sub(all, 0, nr_str_find_char(all, '\0'));
    struct nr_lexicon *l;
    struct nr_error e = {0};
    if (nr_lexicon_new(&l, list, &e) != NR_OK) {
        assert(e.line > 0 && e.text[0]);
        return 0;
    }
    struct nr_buf text = {0};
    nr_utf8_repair(&text, nr_str_sub(all, list.len + 1, all.len));
    check(l, nr_buf_str(&text));
    nr_lexicon_free(l);
    nr_buf_free(&text);
    return 0;
}
