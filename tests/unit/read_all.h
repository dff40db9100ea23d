/* Reading a text through a format, for the tests of formats. */
#ifndef NEWSREEL_TESTS_UNIT_READ_ALL_H
#define NEWSREEL_TESTS_UNIT_READ_ALL_H

#include "newsreel/formats/format.h"

/* What came out of a text. Zero-initialised is ready. */
struct read {
    struct nr_arena arena;
    struct nr_stories stories;
    size_t pieces, bad;
};

/* Cuts text into its pieces and reads them all. */
static inline void read_all(struct read *r, const struct nr_format *format, const char *text)
{
    static const struct nr_format_options options = {.keep_lines = false};
    struct nr_str rest = nr_str_of(text), preamble = {NULL, 0};
    struct nr_cut cut = {.at = 0};
    struct nr_error e;
    nr_arena_reset(&r->arena);
    r->stories = (struct nr_stories){.arena = &r->arena};
    r->pieces = r->bad = 0;
    for (;;) {
        struct nr_reading reading = {.bytes = rest, .options = &options};
        if (format->cut) {
            if (format->cut(&cut, rest, true) != NR_OK)
                return;
            if (r->pieces == 0)
                preamble = nr_str_sub(rest, 0, cut.from);
            reading.bytes = nr_str_sub(rest, cut.from, cut.to);
            reading.preamble = preamble;
            rest = nr_str_sub(rest, cut.next, rest.len);
            cut = (struct nr_cut){.state = cut.state};
        }
        r->pieces++;
        r->bad += format->read(&reading, &r->stories, &e) != NR_OK;
        if (!format->cut)
            return;
    }
}

/* The story of that number, from 0, or NULL. */
static inline const struct nr_story *story_at(const struct read *r, size_t number)
{
    const struct nr_story *s = r->stories.first;
    while (s && number--)
        s = s->next;
    return s;
}

/* A field as a string that lives as long as the arena. */
static inline const char *cstr(struct read *r, struct nr_str s)
{
    return nr_arena_cstr(&r->arena, s);
}

/* The texts with bars between them. */
static inline const char *list(struct read *r, const struct nr_texts *texts)
{
    struct nr_buf all = {0};
    for (const struct nr_text_item *i = texts->first; i; i = i->next) {
        if (i != texts->first)
            nr_buf_add_char(&all, '|');
        nr_buf_add_str(&all, i->text);
    }
    const char *copy = nr_arena_cstr(&r->arena, nr_buf_str(&all));
    nr_buf_free(&all);
    return copy;
}

#endif
