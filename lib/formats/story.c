#include "newsreel/formats/story.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "newsreel/html/article.h"
#include "newsreel/text/chars.h"
#include <stdio.h>

struct nr_story *nr_story_new(struct nr_stories *stories)
{
    struct nr_story *story = nr_arena_zero(stories->arena, 1, sizeof *story);
    if (stories->last)
        stories->last->next = story;
    else
        stories->first = story;
    stories->last = story;
    return story;
}

struct nr_str nr_story_line(struct nr_arena *arena, struct nr_str text)
{
    char *copy = nr_arena_alloc(arena, text.len);
    const char *at = text.data, *end = text.len ? at + text.len : at;
    size_t n = 0;
    bool owed = false;
    while (at < end) {
        const char *from = at;
        uint32_t c = nr_utf8_next(&at, end);
        if (nr_char_is_blank(c) || (c < 0x80 && nr_ascii_is_blank((char)c))) {
            owed = n > 0;
            continue;
        }
        if (owed)
            copy[n++] = ' ';
        owed = false;
        memcpy(copy + n, from, (size_t)(at - from));
        n += (size_t)(at - from);
    }
    return nr_str(copy, n);
}

void nr_texts_add(struct nr_texts *texts, struct nr_arena *arena, struct nr_str text)
{
    struct nr_str line = nr_story_line(arena, text);
    if (!line.len)
        return;
    for (const struct nr_text_item *i = texts->first; i; i = i->next)
        if (nr_str_eq(i->text, line))
            return;
    struct nr_text_item *item = nr_arena_zero(arena, 1, sizeof *item);
    item->text = line;
    if (texts->last)
        texts->last->next = item;
    else
        texts->first = item;
    texts->last = item;
}

/* The compact forms with their marks put in: "20220719T080000Z" is "2022-07-19T08:00:00Z". Empty
 * when s is none of them. */
static struct nr_str spread(struct nr_str s, char out[32])
{
    size_t digits = 0, n = 0;
    while (digits < s.len && nr_ascii_is_digit(s.data[digits]))
        digits++;
    if (digits != 8 || (s.len > 8 && s.data[8] != 'T'))
        return nr_str(NULL, 0);
    n += (size_t)snprintf(out, 32, "%.4s-%.2s-%.2s", s.data, s.data + 4, s.data + 6);
    if (s.len < 13 || !nr_ascii_is_digit(s.data[12]))
        return nr_str(out, n);
    bool seconds = s.len >= 15 && nr_ascii_is_digit(s.data[13]) && nr_ascii_is_digit(s.data[14]);
    n += (size_t)snprintf(out + n, 32 - n, "T%.2s:%.2s:%.2s", s.data + 9, s.data + 11,
                          seconds ? s.data + 13 : "00");
    struct nr_str zone = nr_str_sub(s, seconds ? 15 : 13, s.len);
    if (nr_str_is(zone, "Z"))
        n += (size_t)snprintf(out + n, 32 - n, "Z");
    else if (zone.len >= 5 && (zone.data[0] == '+' || zone.data[0] == '-'))
        n += (size_t)snprintf(out + n, 32 - n, "%.3s:%.2s", zone.data,
                              zone.data + (zone.data[3] == ':' ? 4 : 3));
    return nr_str(out, n);
}

struct nr_str nr_story_date(struct nr_arena *arena, struct nr_str text)
{
    char spaced[32], day[11], utc[21], date[NR_DATE_SIZE];
    text = nr_str_trim(text);
    struct nr_str plain = spread(text, spaced);
    if (plain.len)
        text = plain;
    if (nr_moment_parse(text, day, utc) != NR_MOMENT_NONE &&
        nr_str_find_char(text, ' ') == text.len)
        return nr_arena_str(arena, text);
    return nr_date_parse(text, date) ? nr_arena_str(arena, nr_str_of(date)) : nr_str(NULL, 0);
}

struct nr_str nr_story_html(struct nr_arena *arena, struct nr_str html)
{
    struct nr_dom dom = {0};
    struct nr_article article = {0};
    struct nr_buf text = {0};
    nr_dom_parse(&dom, html);
    nr_article_extract(&article, &dom);
    for (size_t i = 0; i < article.count; i++) {
        if (!article.blocks[i].text.len)
            continue;
        if (text.len)
            nr_buf_add_cstr(&text, "\n\n");
        nr_buf_add_str(&text, article.blocks[i].text);
    }
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    nr_article_free(&article);
    nr_dom_free(&dom);
    return copy;
}
