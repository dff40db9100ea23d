/* What a format reads out of a string, for the tests of formats. */
#ifndef NEWSREEL_TESTS_UNIT_STORIES_H
#define NEWSREEL_TESTS_UNIT_STORIES_H

#include "newsreel/formats/format.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct nr_arena stories_arena;
static struct nr_stories stories;

static inline enum nr_status read_stories(const struct nr_format *format, struct nr_str bytes)
{
    struct nr_format_options options = {0};
    struct nr_reading r = {.bytes = bytes, .options = &options};
    struct nr_error e;
    nr_arena_free(&stories_arena);
    stories = (struct nr_stories){.arena = &stories_arena};
    return format->read(&r, &stories, &e);
}

/* The only story in it. */
static inline const struct nr_story *read_story(const struct nr_format *format, const char *bytes)
{
    assert_int_equal(read_stories(format, nr_str_of(bytes)), NR_OK);
    assert_non_null(stories.first);
    assert_null(stories.first->next);
    return stories.first;
}

static inline size_t count_stories(void)
{
    size_t n = 0;
    for (const struct nr_story *s = stories.first; s; s = s->next)
        n++;
    return n;
}

static inline void assert_str(struct nr_str s, const char *expected)
{
    assert_string_equal(nr_arena_cstr(&stories_arena, s), expected);
}

/* expected: the texts with bars between them. */
static inline void assert_texts(const struct nr_texts *texts, const char *expected)
{
    struct nr_buf all = {0};
    for (const struct nr_text_item *i = texts->first; i; i = i->next) {
        nr_buf_add_cstr(&all, i == texts->first ? "" : "|");
        nr_buf_add_str(&all, i->text);
    }
    assert_string_equal(nr_buf_cstr(&all), expected);
    nr_buf_free(&all);
}

static inline bool begins_like(const struct nr_format *format, const char *head)
{
    return format->begins(nr_str_of(head), nr_str_of("file.xml"));
}

static inline int free_stories(void **state)
{
    (void)state;
    nr_arena_free(&stories_arena);
    return 0;
}

#endif
