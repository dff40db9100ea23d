/* Sorting paragraphs: each one has a place, and a reason where it goes. */
#include "newsreel/text/furniture.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/normalize.h"
#include "newsreel/text/top_lines.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Where part, which must be a stretch of text from at on, ends in it. */
static size_t end_in(struct nr_str text, size_t at, struct nr_str part)
{
    size_t from = (size_t)(part.data - text.data);
    check(from >= at && from <= text.len && part.len <= text.len - from);
    return from + part.len;
}

/* Every part is a stretch of the text, behind the one before it. */
static void check_parts(const struct nr_parts *p, struct nr_str text)
{
    size_t places[NR_PLACE_GONE + 1] = {0}, at = 0;
    for (size_t i = 0; i < p->count; i++) {
        check(p->parts[i].text.len > 0 && p->parts[i].place <= NR_PLACE_GONE);
        at = end_in(text, at, p->parts[i].text);
        check((p->parts[i].place == NR_PLACE_GONE) == (p->parts[i].reason != NULL));
        places[p->parts[i].place]++;
    }
    check(places[NR_PLACE_HEADLINE] == (p->headline.len > 0));
    check(places[NR_PLACE_SECTION] == (p->section.len > 0));
    check(places[NR_PLACE_BY] == (p->by.len > 0));
    if (p->by.len)
        end_in(text, 0, p->by);
}

/* Sorting what stays changes nothing. */
static void check_settled(const struct nr_parts *p, struct nr_str text, struct nr_arena *arena)
{
    struct nr_parts again;
    struct nr_buf out = {0};
    struct nr_parts_known known = {.headline = p->headline, .section = p->section};
    nr_parts_sort(&again, text, known, arena);
    nr_parts_text(&again, &out);
    check(nr_str_eq(nr_buf_str(&out), text));
    nr_buf_free(&out);
}

static size_t count_newlines(struct nr_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.data[i] == '\n';
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0}, text = {0}, out = {0};
    struct nr_arena arena = {0};
    struct nr_parts p;
    struct nr_str name;
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    nr_text_normalize(&text, nr_buf_str(&in));
    nr_parts_sort(&p, nr_buf_str(&text), (struct nr_parts_known){0}, &arena);
    check_parts(&p, nr_buf_str(&text));
    nr_parts_text(&p, &out);
    check(out.len <= text.len + count_newlines(nr_buf_str(&text))); /* lines became paragraphs */
    check_settled(&p, nr_buf_str(&out), &arena);
    for (struct nr_str by = p.by; nr_byline_next(&by, &name);)
        check(name.len > 0);
    nr_arena_free(&arena);
    nr_buf_free(&in);
    nr_buf_free(&text);
    nr_buf_free(&out);
    return 0;
}
