#include "newsreel/html/carried.h"
#include "newsreel/html/article.h"
#include "newsreel/text/repair.h"
#include "newsreel/text/words.h"

/* Text with "<" and a letter or "/" behind it, and ">" somewhere, has tags. */
static bool has_tags(struct nr_str s)
{
    for (size_t i = 0; i + 1 < s.len; i++)
        if (s.data[i] == '<' && (s.data[i + 1] == '/' || nr_ascii_is_letter(s.data[i + 1])))
            return nr_str_find_char(nr_str_sub(s, i, s.len), '>') < s.len - i;
    return false;
}

static void add_paragraph(struct nr_buf *out, size_t begin, struct nr_str text)
{
    text = nr_str_trim(text);
    if (!text.len)
        return;
    if (out->len > begin)
        nr_buf_add_cstr(out, "\n\n");
    nr_buf_add_str(out, text);
}

static void add_page(struct nr_buf *out, struct nr_str page)
{
    struct nr_dom d = {0};
    struct nr_article a = {0};
    size_t begin = out->len;
    nr_dom_parse(&d, page);
    nr_article_cut(&a, &d);
    for (size_t i = 0; i < a.count; i++)
        if (a.blocks[i].role != NR_BLOCK_CAPTION)
            add_paragraph(out, begin, a.blocks[i].text);
    nr_article_free(&a);
    nr_dom_free(&d);
}

static void add_lines(struct nr_buf *out, struct nr_str text)
{
    size_t begin = out->len;
    struct nr_str line;
    while (nr_str_split(&text, '\n', &line))
        add_paragraph(out, begin, line);
}

void nr_carried_text(struct nr_buf *out, struct nr_str body)
{
    struct nr_buf plain = {0};
    if (!nr_references_resolve(&plain, body))
        nr_buf_add_str(&plain, body);
    struct nr_str text = nr_buf_str(&plain);
    if (nr_words_count(text) >= NR_CARRIED_LEAST) {
        if (has_tags(text))
            add_page(out, text);
        else
            add_lines(out, text);
    }
    nr_buf_free(&plain);
}
