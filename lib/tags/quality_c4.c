/* The C4 rules as dolma's tagger c4_v1 counts them, without its list of words. */
#include "newsreel/core/utf8.h"
#include "quality_parts.h"

enum { FEW = 3 };

/* Counts the words of a line, no further than most. */
static unsigned words_up_to(struct nr_str line, unsigned most)
{
    unsigned n = 0;
    bool inside = false;
    for (size_t i = 0; i < line.len && n < most;) {
        size_t space = quality_space_at(line.data + i);
        n += !space && !inside;
        inside = !space;
        i += space ? space : 1;
    }
    return n;
}

static bool ends_sentence(struct nr_str line)
{
    char last = line.len ? line.data[line.len - 1] : ' ';
    return last == '.' || last == '?' || last == '!' || last == '"';
}

/* White space, or the text's edge, on both sides. */
static bool is_word(struct nr_str text, struct nr_str place)
{
    const char *p = place.data, *after = place.data + place.len;
    const char *before = p;
    if (p > text.data)
        nr_utf8_previous(&before, text.data);
    bool begins = p == text.data || quality_space_at(before);
    return begins && (after == text.data + text.len || quality_space_at(after));
}

void quality_c4(struct nr_quality *q)
{
    static const struct nr_str phrases[] = {NR_STR("javascript"), NR_STR("lorem ipsum")};
    uint64_t lines = 0, unended = 0, few = 0;
    bool javascript = false, lorem = false;
    struct quality_pieces pieces = quality_lines(q->text);
    struct quality_phrases find;
    for (struct nr_str line; quality_piece_next(&pieces, &line); lines++) {
        unended += !ends_sentence(quality_strip_right(line));
        few += words_up_to(line, FEW) < FEW;
    }
    quality_phrases_begin(&find, phrases, 2, q->text);
    for (struct nr_str place; !(javascript && lorem) && quality_phrases_next(&find, &place);) {
        lorem |= place.len == phrases[1].len;
        javascript |= place.len == phrases[0].len && is_word(q->text, place);
    }
    quality_add_count(q, "line_count", lines);
    quality_add_count(q, "lines_with_no_ending_punctuation", unended);
    quality_add_count(q, "lines_with_too_few_words", few);
    quality_add_flag(q, "has_javascript", javascript);
    quality_add_flag(q, "has_lorem_ipsum", lorem);
    quality_add_flag(q, "has_curly_brace", nr_str_find_char(q->text, '{') < q->text.len);
}
