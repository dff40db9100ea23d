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

void nr_story_lose(struct nr_stories *stories, struct nr_str path, const char *text)
{
    if (stories->loss_count++ >= NR_STORY_LOSSES)
        return;
    struct nr_story_loss *loss = nr_arena_zero(stories->arena, 1, sizeof *loss);
    loss->path = path;
    loss->text = text;
    if (stories->last_loss)
        stories->last_loss->next = loss;
    else
        stories->losses = loss;
    stories->last_loss = loss;
}

struct nr_str nr_story_line(struct nr_arena *arena, struct nr_str text)
{
    if (!text.len)
        return text;
    char *copy = nr_arena_alloc(arena, text.len);
    const char *at = text.data, *end = at + text.len;
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
    struct nr_str line = texts->count < NR_TEXTS ? nr_story_line(arena, text) : nr_str(NULL, 0);
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
    texts->count++;
}

static size_t digits_at(struct nr_str s, size_t at)
{
    size_t n = at;
    while (n < s.len && nr_ascii_is_digit(s.data[n]))
        n++;
    return n - at;
}

/* The zone behind a compact time, with its mark, and without the fraction before it. */
static size_t spread_zone(struct nr_str s, char *out, size_t size)
{
    bool fraction = s.len > 1 && (s.data[0] == '.' || s.data[0] == ',') && digits_at(s, 1);
    if (fraction)
        s = nr_str_sub(s, 1 + digits_at(s, 1), s.len);
    if (nr_str_is(s, "Z") || nr_str_is(s, "z"))
        return (size_t)snprintf(out, size, "Z");
    if (s.len < 3 || (s.data[0] != '+' && s.data[0] != '-') || digits_at(s, 1) < 2)
        return 0;
    size_t minutes = s.len >= 6 && s.data[3] == ':' ? 4 : 3;
    bool given = digits_at(s, minutes) >= 2;
    return (size_t)snprintf(out, size, "%.3s:%.2s", s.data, given ? s.data + minutes : "00");
}

/* The compact forms with their marks put in: "20220719T080000Z" is "2022-07-19T08:00:00Z". Empty
 * when s is none of them. */
static struct nr_str spread(struct nr_str s, char out[32])
{
    size_t digits = digits_at(s, 0), n = 0;
    bool run_together = digits == 12 || digits == 14; /* "20220719080000" */
    if (!run_together && (digits != 8 || (s.len > 8 && s.data[8] != 'T')))
        return nr_str(NULL, 0);
    n += (size_t)snprintf(out, 32, "%.4s-%.2s-%.2s", s.data, s.data + 4, s.data + 6);
    size_t time = run_together ? 8 : 9, length = digits_at(s, time);
    if (length != 4 && length != 6)
        return nr_str(out, n);
    n += (size_t)snprintf(out + n, 32 - n, "T%.2s:%.2s:%.2s", s.data + time, s.data + time + 2,
                          length == 6 ? s.data + time + 4 : "00");
    n += spread_zone(nr_str_sub(s, time + length, s.len), out + n, 32 - n);
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

/* The title of a page stands in the window's frame, captions under pictures that are not there. */
static bool is_beside(const struct nr_dom *dom, uint32_t node)
{
    for (uint32_t i = node; i; i = dom->nodes[i].parent)
        if (dom->nodes[i].tag == NR_TAG_TITLE || dom->nodes[i].tag == NR_TAG_FIGCAPTION)
            return true;
    return false;
}

struct nr_str nr_story_html(struct nr_arena *arena, struct nr_str html)
{
    struct nr_dom dom = {0};
    struct nr_article article = {0};
    struct nr_buf text = {0};
    nr_dom_parse(&dom, html);
    nr_article_cut(&article, &dom);
    for (size_t i = 0; i < article.count; i++) {
        if (!article.blocks[i].text.len || is_beside(&dom, article.blocks[i].node))
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
