/* What a format makes of a piece or of a file, as text that tests compare. Static storage. */
#ifndef NEWSREEL_TESTS_WIRE_STORIES_H
#define NEWSREEL_TESTS_WIRE_STORIES_H

#include "newsreel/core/utf8.h"
#include "newsreel/formats/format.h"
#include "newsreel/source/pieces.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline void tell_member(struct nr_buf *out, const char *name, struct nr_str value)
{
    assert_int_equal(nr_utf8_valid(value), value.len);
    if (value.len)
        nr_buf_addf(out, "%s: %.*s\n", name, (int)value.len, value.data);
}

static inline void tell_list(struct nr_buf *out, const char *name, const struct nr_texts *texts)
{
    for (const struct nr_text_item *i = texts->first; i; i = i->next)
        tell_member(out, name, i->text);
}

static inline void tell_story(struct nr_buf *out, const struct nr_story *s)
{
    tell_member(out, "id", s->id);
    tell_member(out, "url", s->url);
    tell_member(out, "created", s->created);
    tell_member(out, "language", s->language);
    tell_member(out, "section", s->section);
    tell_member(out, "headline", s->headline);
    tell_list(out, "by", &s->by);
    tell_member(out, "located", s->located);
    tell_member(out, "slugline", s->slugline);
    tell_list(out, "subject", &s->subjects);
    tell_member(out, "summary", s->summary);
    tell_member(out, "html", s->html);
    nr_buf_add_char(out, '\n');
    nr_buf_add_str(out, s->text);
    nr_buf_add_char(out, '\n');
}

/* The members of a piece's stories that say something, "name: value" each, a blank line and the
 * text. "bad: " and the reason when it cannot be read. */
static inline const char *stories_of(const struct nr_format *format, struct nr_str piece,
                                     bool keep_lines)
{
    static struct nr_buf out;
    struct nr_arena arena = {0};
    struct nr_error e;
    const struct nr_format_options options = {.keep_lines = keep_lines};
    const struct nr_reading r = {.bytes = piece, .options = &options};
    struct nr_stories stories = {.arena = &arena};
    out.len = 0;
    enum nr_status status = format->read(&r, &stories, &e);
    assert_true(status == NR_OK || status == NR_BAD);
    for (const struct nr_story *s = stories.first; s; s = s->next)
        tell_story(&out, s);
    if (status == NR_BAD)
        nr_buf_addf(&out, "bad: %s\n", e.text);
    nr_arena_free(&arena);
    return nr_buf_cstr(&out);
}

static inline const char *story_of(const struct nr_format *format, const char *piece)
{
    return stories_of(format, nr_str_of(piece), false);
}

struct chunks {
    struct nr_str rest;
    size_t most;
};

static inline enum nr_status read_chunk(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct chunks *c = self;
    (void)e;
    *chunk = nr_str_sub(c->rest, 0, c->most);
    c->rest = nr_str_sub(c->rest, c->most, c->rest.len);
    return chunk->len ? NR_OK : NR_END;
}

/* The pieces that bytes are cut into when they come in chunks, each in brackets; a star and the
 * reason for one that is not to be had. */
static inline const char *pieces_in_chunks(const struct nr_format *format, struct nr_str bytes,
                                           size_t chunk, size_t max_piece)
{
    static struct nr_buf out;
    static const struct nr_input_options options = {.stop_fd = -1};
    struct chunks chunks = {bytes, chunk};
    struct nr_pieces p;
    struct nr_slice slice;
    struct nr_input *in;
    struct nr_error e;
    enum nr_status status;
    out.len = 0;
    assert_int_equal(nr_input_open_nested(&in, read_chunk, &chunks, &options, &e), NR_OK);
    nr_pieces_open(&p, in, format, max_piece);
    while ((status = nr_pieces_next(&p, &slice, &e)) != NR_END) {
        assert_int_not_equal(status, NR_FAIL);
        nr_buf_add_cstr(&out, status == NR_OK ? "[" : "*");
        nr_buf_add_str(&out, status == NR_OK ? slice.bytes : nr_str_of(e.text));
        nr_buf_add_cstr(&out, status == NR_OK ? "]" : "");
    }
    nr_pieces_close(&p);
    nr_input_close(in);
    return nr_buf_cstr(&out);
}

/* The same, whatever the chunks. */
static inline const char *pieces_of(const struct nr_format *format, struct nr_str bytes)
{
    static struct nr_buf whole;
    static const size_t sizes[] = {1, 2, 3, 7, 31, 100};
    whole.len = 0;
    nr_buf_add_cstr(&whole, pieces_in_chunks(format, bytes, bytes.len, 1 << 20));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_string_equal(pieces_in_chunks(format, bytes, sizes[i], 1 << 20),
                            nr_buf_cstr(&whole));
    return nr_buf_cstr(&whole);
}

#endif
