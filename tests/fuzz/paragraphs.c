/* Walking paragraphs, sentences and words: views in order, ranges that fit, and no text lost. */
#include "newsreel/text/paragraphs.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/sentences.h"
#include "newsreel/text/words.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_blank(struct nr_str s)
{
    check(nr_str_trim(s).len == 0);
}

static void check_paragraphs(struct nr_str text)
{
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    size_t done = 0;
    for (nr_paragraphs_init(&walk, text); nr_paragraphs_next(&walk, &p);) {
        size_t from = (size_t)(p.text.data - text.data);
        check(p.text.len && from >= done);
        check_blank(nr_str_sub(text, done, from));
        check(nr_str_trim(p.text).len > 0);
        check(p.start == nr_utf8_count(nr_str_sub(text, 0, from)));
        check(p.end - p.start == nr_utf8_count(p.text));
        check(nr_str_find(p.text, nr_str("\n\n", 2)) == p.text.len);
        done = from + p.text.len;
    }
    check_blank(nr_str_sub(text, done, text.len));
}

static void check_pieces(struct nr_str text, bool (*next)(struct nr_str *, struct nr_str *))
{
    struct nr_str rest = text, piece;
    const char *done = text.data;
    while (next(&rest, &piece)) {
        check(piece.len > 0 && piece.data >= done);
        done = piece.data + piece.len;
        check(rest.data >= done && rest.data + rest.len == text.data + text.len);
    }
    check(rest.len == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0};
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    nr_buf_reserve(&in, 1);
    check_paragraphs(nr_buf_str(&in));
    check_pieces(nr_buf_str(&in), nr_sentences_next);
    check_pieces(nr_buf_str(&in), nr_words_next);
    nr_buf_free(&in);
    return 0;
}
