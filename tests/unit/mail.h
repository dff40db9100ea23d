/* Messages read, for tests. After <cmocka.h>. */
#ifndef NEWSREEL_TESTS_MAIL_H
#define NEWSREEL_TESTS_MAIL_H

#include "../../lib/formats/mail.h"

/* What a test reads, until its end. */
static struct nr_arena arena;
static struct nr_charset_scratch charset;
static struct nr_stories stories;

static const struct nr_format_options keep = {.keep_lines = true};

/* Reads a piece of a format. Returns its first story. */
static inline const struct nr_story *read_as(const char *format, struct nr_str bytes)
{
    struct nr_reading r = {.bytes = bytes, .charset = &charset, .options = &keep};
    struct nr_error e;
    nr_arena_reset(&arena);
    stories = (struct nr_stories){.arena = &arena};
    assert_int_equal(nr_format_named(nr_str_of(format))->read(&r, &stories, &e), NR_OK);
    return stories.first;
}

static inline const struct nr_story *read_mail(const char *message)
{
    return read_as("mail", nr_str_of(message));
}

/* For calls of what is inside. */
static inline struct nr_mail *new_mail(void)
{
    static struct nr_mail mail;
    nr_arena_reset(&arena);
    stories = (struct nr_stories){.arena = &arena};
    mail = (struct nr_mail){
        .arena = &arena, .charset = &charset, .stories = &stories, .options = &keep};
    return &mail;
}

static inline void assert_str(struct nr_str s, const char *expected)
{
    assert_string_equal(s.data ? nr_arena_cstr(&arena, s) : "", expected);
}

/* Texts with a bar between them. */
static inline void assert_texts(const struct nr_texts *texts, const char *expected)
{
    struct nr_buf joined = {0};
    for (const struct nr_text_item *i = texts->first; i; i = i->next) {
        nr_buf_add_cstr(&joined, i == texts->first ? "" : "|");
        nr_buf_add_str(&joined, i->text);
    }
    assert_string_equal(nr_buf_cstr(&joined), expected);
    nr_buf_free(&joined);
}

static inline int free_all(void **state)
{
    (void)state;
    nr_arena_free(&arena);
    nr_charset_scratch_free(&charset);
    return 0;
}

#endif
