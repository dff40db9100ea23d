/* Any bytes as a file of a format: the pieces are the same however the bytes come, and their
 * stories are what story.h says. */
#ifndef NEWSREEL_TESTS_WIRE_FORMAT_H
#define NEWSREEL_TESTS_WIRE_FORMAT_H

#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "newsreel/formats/format.h"
#include <assert.h>
#include <stdint.h>

static inline void check_text(struct nr_str s, bool one_line)
{
    assert(nr_utf8_valid(s) == s.len);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        assert(c >= 0x20 || (!one_line && (c == '\n' || c == '\t')));
    }
}

static inline void check_list(const struct nr_texts *texts)
{
    size_t count = 0;
    for (const struct nr_text_item *i = texts->first; i; i = i->next, count++)
        check_text(i->text, true);
    assert(count <= 600);
}

static inline void check_story(const struct nr_story *s)
{
    char day[11], utc[21];
    const struct nr_str lines[] = {s->id,      s->url,     s->created, s->language, s->headline,
                                   s->summary, s->section, s->located, s->slugline};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check_text(lines[i], true);
    check_text(s->text, false);
    check_list(&s->by);
    check_list(&s->subjects);
    assert(!s->created.len || nr_moment_parse(s->created, day, utc) != NR_MOMENT_NONE);
}

/* As the frame gives it: valid UTF-8 without NUL. */
static inline void read_piece(const struct nr_format *format, struct nr_str piece, bool keep_lines)
{
    struct nr_buf text = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    const struct nr_format_options options = {.keep_lines = keep_lines};
    struct nr_stories stories = {.arena = &arena};
    nr_utf8_repair(&text, piece);
    for (size_t i = 0; i < text.len; i++)
        text.data[i] = text.data[i] ? text.data[i] : '?';
    const struct nr_reading r = {.bytes = nr_buf_str(&text), .options = &options};
    enum nr_status status = format->read(&r, &stories, &e);
    assert(status == NR_OK || (status == NR_BAD && e.text[0]));
    for (const struct nr_story *s = stories.first; s; s = s->next)
        check_story(s);
    nr_arena_free(&arena);
    nr_buf_free(&text);
}

/* The next piece of bytes when they come in chunks. False when there is none. */
static inline bool next_piece(const struct nr_format *format, struct nr_cut *cut,
                              struct nr_str bytes, size_t chunk)
{
    for (size_t n = chunk;; n += chunk) {
        bool last = n >= bytes.len;
        enum nr_status status = format->cut(cut, nr_str_sub(bytes, 0, n), last);
        assert(status == NR_OK || status == NR_END);
        if (status == NR_OK || last)
            return status == NR_OK;
        assert(cut->at <= n);
    }
}

static inline void tell_pieces(const struct nr_format *format, struct nr_str bytes, size_t chunk,
                               bool reads, struct nr_buf *out)
{
    struct nr_cut cut = {.at = 0};
    while (next_piece(format, &cut, bytes, chunk)) {
        assert(cut.from < cut.to && cut.to <= cut.next && cut.next <= bytes.len);
        struct nr_str piece = nr_str_sub(bytes, cut.from, cut.to);
        nr_buf_add_char(out, '[');
        nr_buf_add_str(out, piece);
        for (int keep = 0; reads && keep < 2; keep++)
            read_piece(format, piece, keep);
        bytes = nr_str_sub(bytes, cut.next, bytes.len);
        cut = (struct nr_cut){.state = cut.state};
    }
}

static inline void fuzz_format(const struct nr_format *format, const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 7, 100};
    struct nr_str bytes = nr_str((const char *)data, size);
    struct nr_buf want = {0};
    format->begins(nr_str_sub(bytes, 0, 4096), nr_str_of("name"));
    tell_pieces(format, bytes, size + 1, true, &want);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct nr_buf got = {0};
        tell_pieces(format, bytes, sizes[i], false, &got);
        assert(nr_str_eq(nr_buf_str(&want), nr_buf_str(&got)));
        nr_buf_free(&got);
    }
    nr_buf_free(&want);
}

#endif
